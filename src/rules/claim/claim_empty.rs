//! A row without a claim.

use serde::Deserialize;

use crate::finding::Label;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimEmpty {}

impl ReportRule for ClaimEmpty {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for claim in &report.claims {
            if !report.text(claim.text).contains(char::is_alphanumeric) {
                let label = Label::new(report.place(claim.row), "this row claims nothing").about(claim.row);
                sink.push(Draft::new("claim cell is empty", label).help("write the claim or remove the row"));
            }
        }
    }
}
