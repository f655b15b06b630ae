//! A score of 10.4 out of 10.

use serde::Deserialize;

use super::scores;
use crate::finding::Label;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreOutOfRange {}

impl ReportRule for ScoreOutOfRange {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for score in scores::all(report) {
            let (value, scale) = (score.value, score.scale);
            let message = if scale.is_zero() {
                format!("score {value} is on a scale of {scale}")
            } else if value.is_negative() && !value.is_zero() {
                format!("score {value} is below 0")
            } else if value > scale {
                format!("score {value} is above its scale of {scale}")
            } else {
                continue;
            };
            let label = Label::new(report.place(score.statement.span), "stated here").about(score.statement.sentence);
            sink.push(Draft::new(message, label).help("correct the score or its scale"));
        }
    }
}
