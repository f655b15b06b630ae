//! A blank line inside a reference list that has none elsewhere.

use serde::Deserialize;

use crate::finding::{Applicability, Fix, Label};
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceListBroken {}

impl ReportRule for ReferenceListBroken {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        // A blank line between all items is a style; with two items nobody can tell.
        let joined = report.references.iter().skip(1).any(|reference| reference.blank_before.is_none());
        if !joined {
            return;
        }
        for reference in &report.references {
            let Some(blank) = reference.blank_before else { continue };
            let first_line = report.source.line(report.source.line_of(blank.start));
            sink.push(
                Draft::new(
                    "blank line inside the reference list",
                    Label::new(report.place(Span::at(first_line.start)), "blank line").about(reference.item),
                )
                .related(Label::new(report.place(reference.span), "the list goes on here"))
                .help("remove the blank line")
                .fix(Fix::new(Applicability::Safe, "delete the blank line", blank, "")),
            );
        }
    }
}
