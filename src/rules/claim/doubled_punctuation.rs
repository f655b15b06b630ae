//! Two punctuation marks where one would do.

use serde::Deserialize;

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
        let paragraphs = report.paragraphs.iter().map(|paragraph| (paragraph.span, paragraph.span));
        let claims = report.claims.iter().map(|claim| (claim.text, claim.row));
        for (span, subject) in paragraphs.chain(claims) {
            for doubled in doubled_punctuation(report.text(span)) {
                let place = Span::of(doubled.range).shift(span.start);
                let printed = report.text(place);
                let message = if doubled.stop { format!("\"{printed}\" ends the sentence twice") } else { format!("\"{printed}\" is doubled") };
                let mut draft = Draft::new(message, Label::new(report.place(place), "here").about(subject)).help("remove one of the two");
                if matches!(printed, "?." | "!." | ",,") {
                    let second = Span::new(place.start + 1, place.end);
                    draft = draft.fix(Fix::new(Applicability::Safe, "delete the second mark", second, ""));
                }
                sink.push(draft);
            }
        }
    }
}
