//! 8.3/10 in one place and 83/100 in another.

use serde::Deserialize;

use super::scores;
use crate::finding::Label;
use crate::report::Report;
use crate::rules::wording::section_name;
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreScaleMismatch {}

impl ReportRule for ScoreScaleMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for (earlier, later) in scores::pairs(report) {
            // Where the ratio differs too, score-mismatch has the finding.
            if earlier.scale == later.scale || !earlier.same_ratio(&later) {
                continue;
            }
            let section = section_name(report, earlier.statement.section);
            sink.push(
                Draft::new(
                    format!("the score is on a scale of {} here and of {} in {section}", later.scale, earlier.scale),
                    Label::new(report.place(later.statement.span), "stated here").about(later.statement.sentence),
                )
                .related(Label::new(report.place(earlier.statement.span), format!("on a scale of {} here", earlier.scale)))
                .help("state the score on one scale"),
            );
        }
    }
}
