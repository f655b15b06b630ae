//! A table of claims, and no number in the results to hold it to.

use serde::Deserialize;

use crate::finding::Label;
use crate::report::{Fact, Report, Scope, SectionKind};
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryStatementMissing {}

impl ReportRule for SummaryStatementMissing {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let Some(results) = report.section(SectionKind::Results).filter(|_| !report.claims.is_empty()) else { return };
        let says = |wanted: fn(&Fact) -> bool| report.statements.iter().any(|statement| wanted(&statement.fact));
        let counts = says(|fact| matches!(fact, Fact::ClaimsExtracted(_) | Fact::ClaimsVerified(_)));
        // Counts by verdict are held against the claims by rules of their own.
        if !counts && report.tallies.iter().any(|tally| tally.scope == Scope::Document) {
            return;
        }
        let message = if !counts {
            "no count of extracted and verified claims to check against the table"
        } else if !says(|fact| matches!(fact, Fact::Score { .. })) {
            "no quality score to compare"
        } else {
            return;
        };
        sink.push(Draft::new(message, Label::new(report.place(results.heading), "not stated here")));
    }
}
