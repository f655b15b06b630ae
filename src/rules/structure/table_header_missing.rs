//! A table of claims without a header.

use serde::Deserialize;

use crate::finding::{Applicability, Fix, Label};
use crate::report::{OddityKind, Report};
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::{LineEnd, Span};

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
                let line = report.source.line_of(oddity.span.start);
                // The first row may be the last line, without an end: then as the first line of the file ends.
                let end =
                    report.source.line_end(line).or_else(|| report.source.line_end(0)).map_or(LineEnd::Lf, |(kind, _)| kind);
                let header = format!("Claim\tVerified\tConfidence{}", end.text());
                // Behind a byte order mark, not before it.
                let start = Span::at(report.source.line(line).start);
                draft = draft.fix(Fix::new(Applicability::Safe, "insert the header", start, header));
            }
            sink.push(draft);
        }
    }
}
