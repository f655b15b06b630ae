//! A mean that no whole numbers have (GRIM).

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::granularity::mean_is_impossible;
use crate::parse::descriptive::summaries;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeanGranularity {
    /// How many questions each answer is the mean of.
    items: u32,
}

impl ReportRule for MeanGranularity {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::COMPARES | Cues::DIGIT) {
            let text = report.text(passage.span);
            for found in summaries(text) {
                // A percentage of cases is a mean of zeros and ones, with two more decimals.
                let value = if found.percent { found.mean.value.hundredth() } else { Some(found.mean.value) };
                let Some(value) = value else { continue };
                let items = if found.percent { 1 } else { i128::from(self.items) };
                if !mean_is_impossible(value, found.n.value.digits(), items) {
                    continue;
                }
                let place = |range: &std::ops::Range<usize>| report.place(Span::of(range.clone()).shift(passage.span.start));
                let about = place(&found.range).span;
                let [mean, n] = [&found.mean, &found.n].map(|quantity| &text[quantity.range.clone()]);
                let message = if found.percent {
                    format!("{mean}% cannot come from {n} cases")
                } else {
                    format!("a mean of {mean} cannot come from {} whole numbers", found.n.value.digits() * items)
                };
                sink.push(
                    Draft::new(message, Label::new(place(&found.mean.range), "no whole numbers give this").about(about))
                        .related(Label::new(place(&found.n.range), format!("of {n}")).about(about))
                        .help("check the mean, the sample size, and whether the data are whole numbers"),
                );
            }
        }
    }
}
