//! A word twice in a row.

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::{Applicability, Fix, Label};
use crate::parse::repeated::repeated;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;
use crate::text::quoted;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatedWord {}

impl ReportRule for RepeatedWord {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages().filter(|passage| passage.cues.has_any(Cues::REPEATED | Cues::WIDE)) {
            for found in repeated(report.text(passage.span)) {
                let span = Span::of(found.range).shift(passage.span.start);
                let mut draft = Draft::new(
                    format!("\"{}\" is repeated", quoted(report.text(span))),
                    Label::new(report.place(span), "again").about(passage.span),
                )
                .help("remove one of the two");
                if found.certain {
                    let extra = Span::of(found.with_blank).shift(passage.span.start);
                    draft = draft.fix(Fix::new(Applicability::Safe, "delete the second word", extra, ""));
                }
                sink.push(draft);
            }
        }
    }
}
