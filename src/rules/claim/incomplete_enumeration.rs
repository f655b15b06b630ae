//! "(i)" without "(ii)".

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::enumeration::incomplete;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncompleteEnumeration {}

impl ReportRule for IncompleteEnumeration {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::ROUND) {
            let Some((range, missing)) = incomplete(report.text(passage.span)) else { continue };
            let span = Span::of(range).shift(passage.span.start);
            sink.push(
                Draft::new(
                    format!("\"{}\" is not followed by \"{missing}\"", report.text(span)),
                    Label::new(report.place(span), "the list stops here").about(passage.span),
                )
                .help("give the rest of the list"),
            );
        }
    }
}
