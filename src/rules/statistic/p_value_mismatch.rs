//! A p that does not belong to its statistic.

use serde::Deserialize;

use crate::cue::Cues;
use crate::report::Report;
use crate::rules::p_values::{Params, draft};
use crate::rules::{ReportRule, Sink};
use crate::statistic;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct PValueMismatch(Params);

impl ReportRule for PValueMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::COMPARES | Cues::DIGIT) {
            for test in statistic::read(report.text(passage.span), &self.0.options()).iter().filter(|test| test.error) {
                sink.push(draft(report, &passage, test, ""));
            }
        }
    }
}
