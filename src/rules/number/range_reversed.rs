//! A range whose first bound is the larger one.

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::{Applicability, Edit, Fix, Label};
use crate::parse::range::ranges;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RangeReversed {}

impl ReportRule for RangeReversed {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::RANGE | Cues::DIGIT) {
            let text = report.text(passage.span);
            for bounds in ranges(text).into_iter().filter(|bounds| bounds.low.value > bounds.high.value) {
                let span = |range: std::ops::Range<usize>| Span::of(range).shift(passage.span.start);
                let (low, high) = (&text[bounds.low.range.clone()], &text[bounds.high.range.clone()]);
                let name = if bounds.is_interval { "interval" } else { "range" };
                let edit = |range: &std::ops::Range<usize>, content: &str| Edit {
                    span: span(range.clone()),
                    content: content.to_owned(),
                };
                sink.push(
                    Draft::new(
                        format!("{name} runs from {low} down to {high}"),
                        Label::new(report.place(span(bounds.range.clone())), "larger bound first"),
                    )
                    .help("put the smaller bound first, or correct the one that is wrong")
                    .fix(Fix {
                        applicability: Applicability::Unsafe,
                        message: "swap the bounds".to_owned(),
                        edits: vec![edit(&bounds.low.range, high), edit(&bounds.high.range, low)],
                    }),
                );
            }
        }
    }
}
