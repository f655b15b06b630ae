//! One claim in two rows of a table.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::corpus::key::normalised;
use crate::finding::{Applicability, Fix, Label};
use crate::report::VerdictClass::{Mixed, NotEnoughInfo, Refuted};
use crate::report::{Claim, Report};
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateClaim {}

impl ReportRule for DuplicateClaim {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for table in &report.tables {
            let mut first: FxHashMap<u64, &Claim> = FxHashMap::default();
            first.reserve(table.claims.len());
            for claim in report.claims_of(table) {
                let text = report.text(claim.text);
                if !text.contains(char::is_alphanumeric) || !report.says_enough(claim) {
                    continue;
                }
                let earlier = *first.entry(claim.key).or_insert(claim);
                let class = |claim: &Claim| claim.verdict.and_then(|verdict| verdict.class);
                // Rows with different verdicts are a conflict, which has a rule of its own; but for those that do not verify.
                let unverified = |claim: &Claim| matches!(class(claim), Some(Refuted | NotEnoughInfo | Mixed));
                if std::ptr::eq(earlier, claim)
                    || class(earlier) != class(claim) && !(unverified(earlier) && unverified(claim))
                    || normalised(report.text(earlier.text)) != normalised(text)
                {
                    continue;
                }
                let mut draft = Draft::new(
                    format!("the same claim as line {}", report.source.line_number(earlier.row.start)),
                    Label::new(report.place(claim.text), "again here").about(claim.text),
                )
                .related(Label::new(report.place(earlier.text), "first here"))
                .help("remove the row and lower the counts");
                if let Some(lines) = report.lines_of(claim.row) {
                    draft = draft.fix(Fix::new(Applicability::Unsafe, "delete the row", lines, ""));
                }
                sink.push(draft);
            }
        }
    }
}
