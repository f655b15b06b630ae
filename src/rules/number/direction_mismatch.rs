//! "increased from 78.4 to 71.2".

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::change::runs_along_axis;
use crate::parse::direction::{Direction, directed};
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;
use crate::text::is_quoted;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectionMismatch {}

impl ReportRule for DirectionMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::FROM | Cues::DIGIT | Cues::TREND) {
            let text = report.text(passage.span);
            for (change, claimed, word) in directed(text) {
                let (before, after) = (change.before.value, change.after.value);
                // A value below zero may grow in size while it falls.
                if before == after || before.is_negative() || after.is_negative() || runs_along_axis(text, &change) {
                    continue;
                }
                if (claimed == Direction::Up) == (after > before) || is_quoted(text, &change.range) {
                    continue;
                }
                let place = |range: &std::ops::Range<usize>| report.place(Span::of(range.clone()).shift(passage.span.start));
                let about = place(&word).span.cover(place(&change.range).span);
                let [from, to] = [&change.before, &change.after].map(|quantity| &text[quantity.range.clone()]);
                let label = if claimed == Direction::Up { "a smaller value follows" } else { "a larger value follows" };
                sink.push(
                    Draft::new(
                        format!("\"{}\" from {from} to {to}", &text[word.clone()]),
                        Label::new(place(&word), "claimed here").about(about),
                    )
                    .related(Label::new(place(&change.range), label).about(about))
                    .help("correct the word, or swap the two values"),
                );
            }
        }
    }
}
