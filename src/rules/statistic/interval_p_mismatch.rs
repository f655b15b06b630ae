//! A confidence interval and a p that say different things about no effect.

use serde::Deserialize;

use crate::cue::Cues;
use crate::decimal::Decimal;
use crate::finding::Label;
use crate::parse::range::{Estimate, estimates};
use crate::parse::statistic::{Relation, p_after};
use crate::rational::{Extent, Ratio};
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntervalPMismatch {}

impl ReportRule for IntervalPMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::PERCENT | Cues::DIGIT | Cues::RANGE) {
            let text = report.text(passage.span);
            for found in estimates(text) {
                let (Some(null), Some((relation, p, p_range))) =
                    (found.null.filter(|_| found.is_95), p_after(text, found.bounds.range.end))
                else {
                    continue;
                };
                let (Some(includes), Some(significant)) = (includes(&found, null), significant(relation, p)) else { continue };
                if includes != significant {
                    continue;
                }
                let place = |range: &std::ops::Range<usize>| report.place(Span::of(range.clone()).shift(passage.span.start));
                let about = place(&found.range).span.cover(place(&p_range).span);
                let [low, high] = [&found.bounds.low, &found.bounds.high].map(|quantity| &text[quantity.range.clone()]);
                let verb = if includes { "includes" } else { "excludes" };
                let mark = match relation {
                    Relation::Equal => "=",
                    Relation::Below => "<",
                    Relation::Above => ">",
                };
                sink.push(
                    Draft::new(
                        format!("the interval {low} to {high} {verb} {null}, but p {mark} {}", &text[p_range.clone()]),
                        Label::new(place(&p_range), "stated here").about(about),
                    )
                    .related(Label::new(place(&found.bounds.range), format!("{verb} {null}")).about(about))
                    .help("correct the interval or the p"),
                );
            }
        }
    }
}

/// Whether the interval holds the value of no effect; `None` when rounding decides.
fn includes(found: &Estimate, null: u32) -> Option<bool> {
    let null = Ratio::whole(i128::from(null));
    let (low, high) = (Extent::printed(found.bounds.low.value)?, Extent::printed(found.bounds.high.value)?);
    if found.bounds.low.value > found.bounds.high.value || found.bounds.percent {
        return None;
    }
    if low.high.compare(null)?.is_lt() && high.low.compare(null)?.is_gt() {
        return Some(true);
    }
    (low.low.compare(null)?.is_gt() || high.high.compare(null)?.is_lt()).then_some(false)
}

/// Whether p lies below .05; `None` when that cannot be told.
fn significant(relation: Relation, p: Decimal) -> Option<bool> {
    let alpha = Decimal::new(5, 2);
    match relation {
        // A p of .05 may have been rounded to it from either side.
        Relation::Equal => (!p.rounds_to(alpha)).then_some(p < alpha),
        Relation::Below => (p <= alpha).then_some(true),
        Relation::Above => (p >= alpha).then_some(false),
    }
}
