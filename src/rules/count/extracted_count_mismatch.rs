//! "14 claims extracted" over a table of 13 rows.

use serde::Deserialize;

use crate::finding::{Applicability, Fix, Label};
use crate::report::{Fact, OddityKind, Report};
use crate::rules::layout::is_one_listing;
use crate::rules::wording::counted;
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtractedCountMismatch {}

impl ReportRule for ExtractedCountMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let Some(table) = report.tables.first() else { return };
        if !is_one_listing(report) {
            return;
        }
        let rows = report.claims.len();
        // A line of a single cell may be a row, or the rest of the one above it.
        let doubtful =
            report.oddities.iter().filter(|oddity| matches!(oddity.kind, OddityKind::RowCells { cells: 1, .. })).count();
        for statement in &report.statements {
            let Fact::ClaimsExtracted(stated) = statement.fact else { continue };
            let stated = stated as usize;
            if (rows - doubtful..=rows).contains(&stated) {
                continue;
            }
            let said = counted(stated, "claim is", "claims are");
            let has = counted(rows, "row", "rows");
            sink.push(
                Draft::new(
                    format!("{said} said to be extracted, but the table has {has}"),
                    Label::new(report.place(statement.span), "stated here").about(statement.sentence),
                )
                .related(Label::new(report.place(table.heading(report)), has))
                .help("correct the number or the table")
                .fix(Fix::new(Applicability::Unsafe, format!("write {rows}"), statement.span, rows.to_string())),
            );
        }
    }
}
