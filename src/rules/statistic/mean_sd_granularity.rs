//! A mean and a standard deviation that no whole numbers have together (GRIMMER).

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::granularity::sd_is_impossible;
use crate::parse::descriptive::summaries;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeanSdGranularity {
    /// How many questions each answer is the mean of.
    items: u32,
}

impl ReportRule for MeanSdGranularity {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::COMPARES | Cues::DIGIT) {
            let text = report.text(passage.span);
            for found in summaries(text) {
                let Some(sd) = found.sd.as_ref() else { continue };
                let items = i128::from(self.items);
                if found.percent || !sd_is_impossible(found.mean.value, sd.value, found.n.value.digits(), items) {
                    continue;
                }
                let place = |range: &std::ops::Range<usize>| report.place(Span::of(range.clone()).shift(passage.span.start));
                let about = place(&found.range).span;
                let [mean, n] = [&found.mean, &found.n].map(|quantity| &text[quantity.range.clone()]);
                let printed = &text[sd.range.clone()];
                let message = format!(
                    "a mean of {mean} with an SD of {printed} cannot come from {} whole numbers",
                    found.n.value.digits() * items
                );
                sink.push(
                    Draft::new(message, Label::new(place(&sd.range), "no whole numbers give this").about(about))
                        .related(Label::new(place(&found.mean.range), format!("with this mean of {n}")).about(about))
                        .help("check the three values, and whether the data are whole numbers"),
                );
            }
        }
    }
}
