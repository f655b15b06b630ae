//! How many findings each rule has, instead of the findings: a line for each rule and level, and a last line that sums up.

use std::io::{self, Write};

use super::{escape, summary_line};
use crate::engine::{Outcome, RuleCount};

/// Writes the counts; nothing when there are none.
///
/// # Errors
/// What `out` fails with.
pub fn write_statistics(counts: &[RuleCount], outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let Some(most) = counts.iter().map(|count| count.findings).max() else { return Ok(()) };
    let digits = most.to_string().len();
    let widest = counts.iter().map(|count| count.rule.id.len()).max().unwrap_or(0);
    for count in counts {
        let (id, summary) = (escape::line(count.rule.id), escape::line(&count.rule.meta.summary));
        writeln!(out, "{:digits$}  {:7}  {id:widest$}  {summary}", count.findings, count.level.name())?;
    }
    writeln!(out, "\n{}", summary_line(outcome))
}
