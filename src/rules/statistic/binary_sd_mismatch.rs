//! A standard deviation that data of zeros and ones cannot have (DEBIT).

use std::cell::LazyCell;

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::granularity::binary_sd_is_impossible;
use crate::parse::descriptive::summaries;
use crate::parse::quantity::has_word;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BinarySdMismatch {}

impl ReportRule for BinarySdMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages_with(Cues::COMPARES | Cues::DIGIT) {
            let text = report.text(passage.span);
            let found = summaries(text);
            for of_sentence in found.chunk_by(|a, b| a.sentence == b.sentence) {
                // Asked once for the sentence, which may hold many.
                let is_binary = LazyCell::new(|| has_word(&text[of_sentence[0].sentence.clone()], &BINARY));
                for found in of_sentence {
                    let Some(sd) = found.sd.as_ref() else { continue };
                    let is_impossible = binary_sd_is_impossible(found.mean.value, sd.value, found.n.value.digits());
                    if found.percent || !is_impossible || !*is_binary {
                        continue;
                    }
                    let place = |range: &std::ops::Range<usize>| report.place(Span::of(range.clone()).shift(passage.span.start));
                    let about = place(&found.range).span;
                    let [mean, n] = [&found.mean, &found.n].map(|quantity| &text[quantity.range.clone()]);
                    let printed = &text[sd.range.clone()];
                    let message = format!("{n} zeros and ones with a mean of {mean} have no SD of {printed}");
                    sink.push(
                        Draft::new(message, Label::new(place(&sd.range), "no zeros and ones give this").about(about))
                            .related(Label::new(place(&found.mean.range), "the mean").about(about))
                            .help("check the three values"),
                    );
                }
            }
        }
    }
}

/// Words that say that data are zeros and ones.
const BINARY: [&str; 6] = ["binary", "dichotomous", "proportion", "yes-no", "indicator", "dummy"];
