//! Something that was to be filled in.

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::placeholder::placeholders;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;
use crate::text::quoted;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceholderText {}

/// What every placeholder holds that is not the whole of a short text.
const HINTS: Cues = Cues::PLACEHOLDER.or(Cues::SQUARE).or(Cues::CURLY).or(Cues::COMPARES);
/// Longer texts, in bytes, are more than a placeholder.
const SHORT: u32 = 40;

impl ReportRule for PlaceholderText {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let head = [report.title, report.byline].into_iter().flatten().map(|span| (span, span));
        let passages = report
            .passages()
            .filter(|passage| passage.cues.has_any(HINTS) || passage.span.len() < SHORT)
            .map(|passage| (passage.span, passage.span));
        for (text, subject) in head.chain(passages) {
            for range in placeholders(report.text(text)) {
                let span = Span::of(range).shift(text.start);
                sink.push(
                    Draft::new(
                        format!("placeholder left in the text: \"{}\"", quoted(report.text(span))),
                        Label::new(report.place(span), "never filled in").about(subject),
                    )
                    .help("write what belongs here"),
                );
            }
        }
    }
}
