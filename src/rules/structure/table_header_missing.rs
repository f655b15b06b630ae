//! A table of claims without a header.

use serde::Deserialize;

use crate::finding::{Applicability, Fix, Label};
use crate::report::{OddityKind, Report};
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableHeaderMissing {}

impl ReportRule for TableHeaderMissing {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for oddity in &report.oddities {
            let OddityKind::HeaderMissing { three_cells } = oddity.kind else { continue };
            let mut draft = Draft::new(
                "the claims table has no header",
                Label::new(report.place(oddity.span), "the first row").about(oddity.span),
            )
            .help("name the columns: Claim, Verified, Confidence");
            let tabs = report.text(oddity.span).contains('\t');
            if three_cells && tabs {
                let line = report.source.line_with_end(report.source.line_of(oddity.span.start));
                let line_end = report.text(line).trim_start_matches(|c| c != '\n' && c != '\r');
                let line_end = if line_end.is_empty() { "\n" } else { line_end };
                let header = format!("Claim\tVerified\tConfidence{line_end}");
                draft = draft.fix(Fix::new(Applicability::Safe, "insert the header", Span::at(line.start), header));
            }
            sink.push(draft);
        }
    }
}
