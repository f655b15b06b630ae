//! A bracket without its partner.

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::delimiter::unpaired;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnbalancedDelimiter {}

/// Passages without these hold no delimiter; quotation marks are beyond ASCII.
const BRACKETS: Cues = Cues::ROUND.or(Cues::SQUARE).or(Cues::CURLY).or(Cues::WIDE);

impl ReportRule for UnbalancedDelimiter {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages().filter(|passage| passage.cues.has_any(BRACKETS)) {
            let Some(found) = unpaired(report.text(passage.span)) else { continue };
            let span = Span::of(found.range).shift(passage.span.start);
            let (what, missing) = if found.opens { ("closed", "opens here") } else { ("opened", "closes here") };
            sink.push(
                Draft::new(
                    format!("\"{}\" is never {what}", report.text(span)),
                    Label::new(report.place(span), missing).about(passage.span),
                )
                .help("add its partner or remove it"),
            );
        }
    }
}
