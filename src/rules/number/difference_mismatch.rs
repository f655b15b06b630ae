//! "from 71.2 to 78.4, a gain of 8.2 points".

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::change::{Measure, Sized, sized};
use crate::rational::{Extent, Ratio};
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;
use crate::text::is_quoted;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DifferenceMismatch {}

impl ReportRule for DifferenceMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::FROM | Cues::DIGIT) {
            let text = report.text(passage.span);
            for found in sized(text) {
                let Some(right) = contradicted(&found).filter(|_| !is_quoted(text, &found.change.range)) else { continue };
                let place = |range: &std::ops::Range<usize>| report.place(Span::of(range.clone()).shift(passage.span.start));
                let about = place(&found.change.range).span.cover(place(&found.size.range).span);
                let [before, after, size] =
                    [&found.change.before, &found.change.after, &found.size].map(|quantity| &text[quantity.range.clone()]);
                let (large, small) =
                    if found.change.after.value >= found.change.before.value { (after, before) } else { (before, after) };
                let message = match right {
                    Right::Difference(right) => format!("{large} − {small} is {right}, not {size}"),
                    Right::Share(right) => format!("from {before} to {after} is a change of {right}%, not {size}%"),
                    Right::Multiple(right) => format!("{large} is {right} times {small}, not {size} times"),
                };
                sink.push(
                    Draft::new(message, Label::new(place(&found.size.range), "stated here").about(about))
                        .related(Label::new(place(&found.change.range), "the two values").about(about))
                        .help("correct the difference or one of the two values"),
                );
            }
        }
    }
}

/// What should be printed.
enum Right {
    Difference(String),
    Share(String),
    Multiple(String),
}

/// The size that fits, when the printed one fits in no reading; `None` also when that cannot be told.
fn contradicted(found: &Sized) -> Option<Right> {
    let (a, b) = (found.change.before.value, found.change.after.value);
    let (before, after) = (Extent::printed(a)?, Extent::printed(b)?);
    let size = Extent::printed(found.size.value)?.magnitude()?;
    let scale = found.size.value.scale();
    let exact = |value: Ratio| value.rounded(scale).map(|value| value.to_string());
    let difference = after.minus(before)?.magnitude()?;
    let gap = Ratio::of(b)?.minus(Ratio::of(a)?)?.magnitude();
    // 0.712 to 0.784 is a gain of 7.2 points.
    let fractions = [a, b].iter().all(|value| !value.is_negative() && *value <= 1.into());
    let mut readings = vec![difference];
    if fractions {
        readings.push(difference.times(Ratio::whole(100))?);
    }
    let right = match found.measure {
        Measure::Absolute => {
            let steps = gap.over(Ratio::of(found.size.value)?.magnitude())?;
            let whole = [a, b, found.size.value].iter().all(|value| value.scale() == 0);
            // "from 10 to 50 by 10" names the steps of a grid.
            if found.by && whole && steps.floor() == steps.ceil() && steps.floor() > 1 {
                return None;
            }
            let finest = a.scale().max(b.scale()).max(scale);
            let scaled = fractions && found.size.value > 1.into();
            let gap = if scaled { gap.times(Ratio::whole(100))? } else { gap };
            Right::Difference(gap.rounded(if scaled { scale } else { finest })?.to_string())
        }
        Measure::Percent => {
            let share = after.over(before)?.minus(Extent::exactly(Ratio::whole(1)))?.magnitude()?.times(Ratio::whole(100))?;
            readings.push(share);
            let right = gap.over(Ratio::of(a)?)?.times(Ratio::whole(100))?;
            let far = |value: Ratio| Some(value.minus(Ratio::of(found.size.value)?.magnitude())?.magnitude());
            // Which of the two was meant is the nearer one; of an amount of money, a percentage is a share.
            if found.change.currency.is_empty() && far(gap)?.compare(far(right)?)?.is_lt() {
                Right::Difference(gap.rounded(a.scale().max(b.scale()).max(scale))?.to_string())
            } else {
                Right::Share(exact(right)?)
            }
        }
        Measure::Multiple => {
            let (times, inverse) = (after.over(before)?, before.over(after)?);
            readings = vec![times, inverse, times.minus(Extent::exactly(Ratio::whole(1)))?.magnitude()?];
            let (large, small) = if b >= a { (b, a) } else { (a, b) };
            Right::Multiple(exact(Ratio::of(large)?.over(Ratio::of(small)?)?)?)
        }
    };
    readings.iter().all(|reading| reading.is_disjoint_from(size)).then_some(right)
}
