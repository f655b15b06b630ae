//! A verdict cell that holds no verdict.

use serde::Deserialize;

use crate::finding::Label;
use crate::report::{Report, VerdictForm};
use crate::rules::{Draft, ReportRule, Sink};
use crate::text::quoted;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictUnknown {}

impl ReportRule for VerdictUnknown {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for claim in &report.claims {
            let Some(verdict) = claim.verdict.filter(|verdict| verdict.form == VerdictForm::Unknown) else { continue };
            let printed = report.text(verdict.span);
            let label = Label::new(report.place(verdict.span), "counted neither as verified nor as refused").about(claim.text);
            sink.push(
                Draft::new(format!("\"{}\" is not a verdict", quoted(printed)), label).help("use one of the table's marks"),
            );
        }
    }
}
