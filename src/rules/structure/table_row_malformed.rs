//! A row with another number of cells than its header.

use serde::Deserialize;

use crate::finding::{Applicability, Edit, Fix, Label};
use crate::report::{OddityKind, Report};
use crate::rules::wording::counted;
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableRowMalformed {}

impl ReportRule for TableRowMalformed {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for oddity in &report.oddities {
            let label = |text: &'static str| Label::new(report.place(oddity.span), text).about(oddity.span);
            sink.push(match oddity.kind {
                OddityKind::RowCells { cells, expected } => {
                    Draft::new(format!("{} here, {expected} in the header", counted(cells, "cell", "cells")), label("this row"))
                        .help("give the row as many cells as the header")
                }
                OddityKind::RowBlanks { gaps } => {
                    let draft = Draft::new("the cells are divided by blanks, not by tabs", label("this row"))
                        .help("divide the cells by tabs");
                    // With a tab in its line, be it before the first cell, the row would then have a cell too many.
                    let line = report.source.line(report.source.line_of(oddity.span.start));
                    if report.text(line).contains('\t') {
                        draft
                    } else {
                        draft.fix(Fix {
                            applicability: Applicability::Safe,
                            message: "write tabs".to_owned(),
                            edits: gaps.map(|span| Edit { span, content: "\t".to_owned() }).into(),
                        })
                    }
                }
                OddityKind::HeaderMissing { .. } | OddityKind::InvalidBytes | OddityKind::Utf16 => continue,
            });
        }
    }
}
