//! Two punctuation marks where one would do.

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::{Applicability, Fix, Label};
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;
use crate::text::doubled_punctuation;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoubledPunctuation {}

impl ReportRule for DoubledPunctuation {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::DOUBLED) {
            for doubled in doubled_punctuation(report.text(passage.span)) {
                let place = Span::of(doubled.range).shift(passage.span.start);
                let printed = report.text(place);
                let message = if doubled.stop {
                    format!("\"{printed}\" ends the sentence twice")
                } else {
                    format!("\"{printed}\" is doubled")
                };
                let mut draft = Draft::new(message, Label::new(report.place(place), "here").about(passage.span))
                    .help("remove one of the two");
                if matches!(printed, "?." | "!." | ",,") {
                    let second = Span::new(place.start + 1, place.end);
                    draft = draft.fix(Fix::new(Applicability::Safe, "delete the second mark", second, ""));
                }
                sink.push(draft);
            }
        }
    }
}
