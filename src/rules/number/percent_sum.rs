//! Parts of a whole that do not add up to 100%.

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::descriptive::{partitions, sum};
use crate::rational::{Extent, Ratio};
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PercentSum {}

impl ReportRule for PercentSum {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::PERCENT | Cues::DIGIT) {
            for found in partitions(report.text(passage.span)) {
                let ranges: Option<Vec<Extent>> = found.parts.iter().map(|part| Extent::printed(part.value)).collect();
                let total = ranges.unwrap_or_default().into_iter().try_fold(Extent::exactly(Ratio::whole(0)), |total, part| {
                    Some(Extent { low: total.low.plus(part.low)?, high: total.high.plus(part.high)? })
                });
                let hundred = Extent::exactly(Ratio::whole(100));
                let (Some(total), Some(sum)) = (total, sum(&found.parts)) else { continue };
                if !total.is_disjoint_from(hundred) {
                    continue;
                }
                let place = Span::of(found.range).shift(passage.span.start);
                sink.push(
                    Draft::new(
                        format!("the parts add up to {sum}%, not 100%"),
                        Label::new(report.place(place), format!("{} parts", found.parts.len())),
                    )
                    .help("correct a part, or name what is missing"),
                );
            }
        }
    }
}
