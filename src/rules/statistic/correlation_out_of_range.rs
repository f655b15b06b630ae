//! A correlation above one.

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::probability::impossible_r;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrelationOutOfRange {}

impl ReportRule for CorrelationOutOfRange {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::COMPARES | Cues::DIGIT) {
            for stated in impossible_r(report.text(passage.span)) {
                let place = Span::of(stated.value_range).shift(passage.span.start);
                let about = Span::of(stated.range).shift(passage.span.start);
                let side = if stated.value.is_negative() { "below −1" } else { "above 1" };
                sink.push(
                    Draft::new(
                        format!("r = {} is {side}", report.text(place)),
                        Label::new(report.place(place), "outside −1 to 1").about(about),
                    )
                    .help("correct the correlation"),
                );
            }
        }
    }
}
