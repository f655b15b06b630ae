//! "12 of 40 (35%)".

use serde::Deserialize;

use crate::cue::Cues;
use crate::decimal::Decimal;
use crate::finding::Label;
use crate::parse::proportion::{Proportion, proportions};
use crate::rational::{Extent, Ratio};
use crate::report::{Passage, Report, Tally};
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;
use crate::text::is_quoted;

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
        let tolerance = || Decimal::parse(&self.percent_tolerance.to_string());
        for tally in &report.tallies {
            let Some(tolerance) = tolerance() else { return };
            check_tally(report, tally, tolerance, sink);
        }
        let in_brackets = |passage: &Passage| passage.cues.has_any(Cues::ROUND | Cues::SQUARE);
        let beside = |passage: &&Passage| in_brackets(passage) || report.text(passage.span).contains('=');
        for passage in report.passages_with(Cues::PERCENT | Cues::DIGIT).filter(|passage| beside(&passage)) {
            let text = report.text(passage.span);
            for found in proportions(text) {
                let Some(tolerance) = tolerance() else { return };
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
                if is_quoted(text, &found.range) {
                    continue;
                }
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

/// Holds the percentages of a summary against its counts. They are shares of its total, or of all its counts where one of
/// the others is as well.
fn check_tally(report: &Report<'_>, tally: &Tally, tolerance: Decimal, sink: &mut Sink) {
    let counts: Option<Vec<u32>> = tally.entries.iter().map(|entry| entry.amount.exact()).collect();
    let Some(counts) = counts else { return };
    let sum: u64 = counts.iter().map(|&count| u64::from(count)).sum();
    let stated = tally.total.map(|total| total.amount.exact().map(u64::from));
    let Some(whole) = stated.unwrap_or(Some(sum)).filter(|&whole| whole > 0 && whole == sum) else { return };
    let shares: Vec<Option<(Ratio, bool)>> = tally
        .entries
        .iter()
        .zip(&counts)
        .map(|(entry, &count)| {
            let percent = entry.percent?.1;
            let share = Ratio::whole(i128::from(count) * 100).over(Ratio::whole(i128::from(whole)))?;
            let around = Extent::about(share, Ratio::of(tolerance)?)?;
            Some((share, around.is_disjoint_from(Extent::printed(percent)?)))
        })
        .collect();
    let fits = shares.iter().flatten().filter(|(_, differs)| !differs).count();
    // Percentages of which most do not fit are shares of something else.
    if fits < 2 || 2 * fits < shares.iter().flatten().count() {
        return;
    }
    for ((entry, &count), share) in tally.entries.iter().zip(&counts).zip(shares) {
        let (Some((share, true)), Some((place, percent))) = (share, entry.percent) else { continue };
        let Some(right) = share.rounded(percent.scale()) else { continue };
        sink.push(
            Draft::new(
                format!("{count} of {whole} is {right}%, not {percent}%"),
                Label::new(report.place(place), "stated here").about(tally.place),
            )
            .related(Label::new(report.place(entry.span), format!("{count} of {whole}")).about(tally.place))
            .help("correct the percentage or one of the counts"),
        );
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
