//! A claim whose verdict cell is empty.

use serde::Deserialize;

use crate::finding::Label;
use crate::report::{Report, VerdictForm};
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictMissing {}

impl ReportRule for VerdictMissing {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for claim in &report.claims {
            let Some(verdict) = claim.verdict.filter(|verdict| verdict.form == VerdictForm::Empty) else { continue };
            let label = Label::new(report.place(verdict.span), "nothing here").about(claim.text);
            sink.push(Draft::new("claim has no verdict", label).help("give a verdict"));
        }
    }
}
