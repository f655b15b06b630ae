//! "Total: 20" over parts that add up to 19.

use serde::Deserialize;

use crate::finding::Label;
use crate::report::{Report, Tally, TallyEntry, VerdictClass};
use crate::rules::{Draft, ReportRule, Sink};
use crate::text;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartsTotalMismatch {}

impl ReportRule for PartsTotalMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for tally in &report.tallies {
            let Some((total, parts)) = mismatch(tally) else { continue };
            let Some(stated) = tally.total else { continue };
            let part = |entry: &TallyEntry| {
                Label::new(report.place(entry.span), text::one_line(name(report.text(entry.label)))).about(tally.place)
            };
            sink.push(
                Draft::new(
                    format!("the parts add up to {parts}, the total says {total}"),
                    Label::new(report.place(stated.span), "the total").about(tally.place),
                )
                .all_related(tally.entries.iter().map(part))
                .help("correct the total or one of the parts"),
            );
        }
    }
}

/// A label without the signs around it, but for the bracket that closes one in it: "refuted (by us)".
fn name(label: &str) -> &str {
    let sign = |c: char| !c.is_alphanumeric();
    let label = label.trim_start_matches(sign);
    let end = label.trim_end_matches(sign).len();
    let closes = label[end..].starts_with(')') && label[..end].contains('(');
    &label[..end + usize::from(closes)]
}

/// The total and the sum of a tally that do not agree.
fn mismatch(tally: &Tally) -> Option<(u64, u64)> {
    let total = u64::from(tally.total?.amount.exact()?);
    // One approximate number makes all of it unreadable.
    let counts: Option<Vec<u64>> = tally.entries.iter().map(|entry| entry.amount.exact().map(u64::from)).collect();
    let counts = counts?;
    let sum: u64 = counts.iter().sum();
    // What was corrected, or is open, may be counted among the others as well.
    let twice = |entry: &TallyEntry| matches!(entry.verdict.class, Some(VerdictClass::Corrected | VerdictClass::Pending));
    let apart: u64 = tally.entries.iter().zip(&counts).filter(|(entry, _)| !twice(entry)).map(|(_, count)| count).sum();
    // A list may leave a class out, unless it has three; a table with a row of its own for the total does not.
    let all = tally.complete || counts.len() > 2 || sum > total && counts.len() > 1;
    (all && sum != total && apart != total).then_some((total, sum))
}
