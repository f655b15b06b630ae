//! Two lists of different length, paired by "respectively".

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::respectively::{List, pairings};
use crate::report::Report;
use crate::rules::wording::counted;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RespectivelyLengthMismatch {}

impl ReportRule for RespectivelyLengthMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::RESPECTIVELY) {
            for pairing in pairings(report.text(passage.span)) {
                let (short, long) = match (pairing.first, pairing.second) {
                    (first, second) if first.items == second.items => continue,
                    (first, second) if first.items < second.items => (first, second),
                    (first, second) => (second, first),
                };
                let said = |list: &List| match list.of_numbers {
                    true => counted(list.items, "value", "values"),
                    false => counted(list.items, "item", "items"),
                };
                let span = |list: &List| Span::of(list.range.clone()).shift(passage.span.start);
                sink.push(
                    Draft::new(
                        format!("{} here, {} there, \"respectively\"", said(&short), said(&long)),
                        Label::new(report.place(span(&short)), said(&short)).about(passage.span),
                    )
                    .related(Label::new(report.place(span(&long)), said(&long)))
                    .help("give both lists the same length"),
                );
            }
        }
    }
}
