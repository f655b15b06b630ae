//! "12 of 40 (35%)".

use serde::Deserialize;

use crate::cue::Cues;
use crate::decimal::Decimal;
use crate::finding::Label;
use crate::parse::proportion::{Proportion, proportions};
use crate::rational::{Extent, Ratio};
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PercentCountMismatch {
    /// How many percentage points beyond rounding are let pass.
    percent_tolerance: f64,
}

impl ReportRule for PercentCountMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        // The parameter is a decimal that somebody wrote; as such it is compared.
        let Some(tolerance) = Decimal::parse(&self.percent_tolerance.to_string()) else { return };
        for passage in report.passages_with(Cues::PERCENT | Cues::DIGIT) {
            let text = report.text(passage.span);
            for found in proportions(text) {
                let Some(share) = share(&found) else { continue };
                let [part, whole] = [&found.part, &found.whole].map(|count| &text[count.range.clone()]);
                let message = if found.part.value > found.whole.value {
                    format!("{part} of {whole} is more than all of them")
                } else if differs(&found, share, tolerance) {
                    let Some(right) = share.rounded(found.percent.value.scale()) else { continue };
                    format!("{part} of {whole} is {right}%, not {}%", found.percent.value)
                } else {
                    continue;
                };
                let place = |range: &std::ops::Range<usize>| report.place(Span::of(range.clone()).shift(passage.span.start));
                let about = place(&found.range).span;
                let percent = text[found.percent.range.end..].find('%').map_or(0, |at| at + 1) + found.percent.range.end;
                let of = found.part.range.start.min(found.whole.range.start)..found.whole.range.end;
                sink.push(
                    Draft::new(message, Label::new(place(&(found.percent.range.start..percent)), "stated here").about(about))
                        .related(Label::new(place(&of), format!("{part} of {whole}")).about(about))
                        .help("correct the percentage or one of the counts"),
                );
            }
        }
    }
}

/// The exact percentage.
fn share(found: &Proportion) -> Option<Ratio> {
    Ratio::of(found.part.value)?.times(Ratio::whole(100))?.over(Ratio::of(found.whole.value)?)
}

/// True when the printed percentage is further from the exact one than rounding and the tolerance take it.
fn differs(found: &Proportion, share: Ratio, tolerance: Decimal) -> bool {
    let around = Ratio::of(tolerance).and_then(|tolerance| Extent::about(share, tolerance));
    match (around, Extent::printed(found.percent.value)) {
        (Some(right), Some(printed)) => right.is_disjoint_from(printed),
        _ => false,
    }
}
