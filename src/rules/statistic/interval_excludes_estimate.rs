//! An estimate outside its own confidence interval.

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::range::{Estimate, estimate_of_cell, estimates};
use crate::rational::{Extent, Ratio};
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntervalExcludesEstimate {}

impl ReportRule for IntervalExcludesEstimate {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let passages = report.passages_with(Cues::PERCENT | Cues::DIGIT | Cues::RANGE).map(|passage| passage.span);
        let named = passages.flat_map(|span| estimates(report.text(span)).into_iter().map(move |found| (span, found)));
        let cells = report.cells.iter().filter(|cell| cell.interval).map(|cell| cell.span);
        let cells = cells.filter_map(|span| Some((span, estimate_of_cell(report.text(span))?)));
        for (span, found) in named.chain(cells).filter(|(_, found)| excludes(found) == Some(true)) {
            let text = report.text(span);
            let place = |range: &std::ops::Range<usize>| report.place(Span::of(range.clone()).shift(span.start));
            let about = place(&found.range).span;
            let [value, low, high] =
                [&found.value, &found.bounds.low, &found.bounds.high].map(|quantity| &text[quantity.range.clone()]);
            sink.push(
                Draft::new(
                    format!("{value} lies outside its interval {low} to {high}"),
                    Label::new(place(&found.value.range), "the estimate").about(about),
                )
                .related(Label::new(place(&found.bounds.range), "its interval").about(about))
                .help("correct the estimate or the interval"),
            );
        }
    }
}

/// Whether the estimate lies outside in every reading; `None` when that cannot be told.
///
/// A reduction of 1.4 may have an interval of −1.9 to −0.8, and 30% one of 0.24 to 0.36 or, as a ratio, of 0.64 to 0.76.
fn excludes(found: &Estimate) -> Option<bool> {
    let (first, last) = (Extent::printed(found.bounds.low.value)?, Extent::printed(found.bounds.high.value)?);
    let reversed = found.bounds.low.value > found.bounds.high.value;
    let interval = if reversed { Extent { low: last.low, high: first.high } } else { Extent { low: first.low, high: last.high } };
    let value = Extent::printed(found.value.value)?;
    let mut readings = vec![value];
    let one = Extent::exactly(Ratio::whole(1));
    if found.percent && !found.bounds.percent {
        let fraction = value.times(Ratio::new(1, 100)?)?;
        readings.extend([fraction, one.minus(fraction)?, one.minus(fraction.negated())?]);
    }
    if found.bounds.percent && !found.percent {
        let percent = value.times(Ratio::whole(100))?;
        let hundred = Extent::exactly(Ratio::whole(100));
        readings.extend([percent, percent.minus(hundred)?, hundred.minus(percent)?]);
    }
    Some(readings.iter().all(|reading| interval.is_disjoint_from(*reading) && interval.is_disjoint_from(reading.negated())))
}
