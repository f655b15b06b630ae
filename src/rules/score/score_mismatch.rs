//! A score of 8.3 in one place and of 8.7 in another.

use serde::Deserialize;

use crate::finding::Label;
use crate::report::Report;
use crate::rules::scores;
use crate::rules::wording::section_name;
use crate::rules::{Draft, ReportRule, Sink};
use crate::text::one_line;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreMismatch {}

impl ReportRule for ScoreMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for (earlier, later) in scores::pairs(report) {
            let agree =
                if earlier.scale == later.scale { earlier.value.rounds_to(later.value) } else { earlier.same_ratio(&later) };
            if agree {
                continue;
            }
            let [here, there] = [later, earlier].map(|score| one_line(report.text(score.statement.span)));
            let name = if later.overall { "overall" } else { "quality" };
            sink.push(
                Draft::new(
                    format!("{name} score {here} here, {there} in {}", section_name(report, earlier.statement.section)),
                    Label::new(report.place(later.statement.span), "stated here").about(later.statement.sentence),
                )
                .related(Label::new(report.place(earlier.statement.span), format!("{there} here")))
                .help("correct one of the two scores"),
            );
        }
    }
}
