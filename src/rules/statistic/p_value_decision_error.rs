//! A p on the other side of the level of significance than its statistic puts it.

use serde::Deserialize;

use crate::cue::Cues;
use crate::report::Report;
use crate::rules::p_values::{Params, draft};
use crate::rules::{ReportRule, Sink};
use crate::statistic;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct PValueDecisionError(Params);

impl ReportRule for PValueDecisionError {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::COMPARES | Cues::DIGIT) {
            for test in statistic::read(report.text(passage.span), &self.0.options()).iter().filter(|test| test.decision_error) {
                sink.push(draft(report, &passage, test, ": the conclusion changes"));
            }
        }
    }
}
