//! A p that is no probability.

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::probability::impossible_p;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PValueOutOfRange {}

impl ReportRule for PValueOutOfRange {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::COMPARES | Cues::DIGIT) {
            for stated in impossible_p(report.text(passage.span)) {
                let place = Span::of(stated.value_range).shift(passage.span.start);
                let about = Span::of(stated.range).shift(passage.span.start);
                let printed = report.text(about).replace(['*', '_'], "");
                sink.push(
                    Draft::new(
                        format!("{printed} is not a probability"),
                        Label::new(report.place(place), "outside 0 to 1").about(about),
                    )
                    .help("correct the p"),
                );
            }
        }
    }
}
