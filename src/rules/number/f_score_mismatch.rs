//! An F-score that its precision and recall do not give.

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::f_score::{FScore, f_scores};
use crate::parse::quantity::Quantity;
use crate::rational::{Extent, Ratio};
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FScoreMismatch {}

impl ReportRule for FScoreMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::RECALL | Cues::DIGIT) {
            let text = report.text(passage.span);
            for found in f_scores(text) {
                let Some(right) = contradicted(&found) else { continue };
                let printed = |quantity: &Quantity| &text[quantity.range.clone()];
                let place = |quantity: &Quantity| report.place(Span::of(quantity.range.clone()).shift(passage.span.start));
                let about = Span::of(found.sentence.clone()).shift(passage.span.start);
                let (precision, recall, f) = (printed(&found.precision), printed(&found.recall), printed(&found.f));
                sink.push(
                    Draft::new(
                        format!("precision {precision} and recall {recall} give an F1 of {right}, not {f}"),
                        Label::new(place(&found.f), "stated here").about(about),
                    )
                    .related(Label::new(place(&found.precision), "precision").about(about))
                    .related(Label::new(place(&found.recall), "recall").about(about))
                    .help("correct one of the three values"),
                );
            }
        }
    }
}

/// The F-score as it should be printed, when the printed one lies outside all that the rounded values can give.
///
/// F1 = 2PR / (P + R) (van Rijsbergen 1979, chapter 7, with equal weights) rises with both, so its range is that of the ends.
fn contradicted(found: &FScore) -> Option<String> {
    let (precision, recall) = (Extent::printed(found.precision.value)?, Extent::printed(found.recall.value)?);
    let f = |p: Ratio, r: Ratio| p.times(r)?.times(Ratio::whole(2))?.over(p.plus(r)?);
    let range = Extent { low: f(precision.low, recall.low)?, high: f(precision.high, recall.high)? };
    let exact = f(Ratio::of(found.precision.value)?, Ratio::of(found.recall.value)?)?;
    let right = exact.rounded(found.f.value.scale())?.to_string();
    range.is_disjoint_from(Extent::printed(found.f.value)?).then_some(right)
}
