//! The one line that sums up a run: last in `full`, on standard error after a clean run.

use rustc_hash::FxHashSet;

use crate::engine::Outcome;
use crate::finding::Level;

/// Such as `1 error, 49 warnings, 1 info in 5 of 5 reports (62 claims)`, without findings
/// `no findings in 5 reports (62 claims)`; then what was skipped, silenced or left out. No line end.
#[must_use]
pub fn summary_line(outcome: &Outcome) -> String {
    let reports = counted(outcome.files, "report");
    let mut line = if outcome.shown.is_empty() {
        format!("no findings{} in {reports}", if outcome.not_shown > 0 { " shown" } else { "" })
    } else {
        let levels = [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Info, "info")];
        let counts: Vec<String> = levels
            .into_iter()
            .map(|(level, name)| (outcome.count(level), name))
            .filter(|&(count, _)| count > 0)
            .map(|(count, name)| counted(count, name))
            .collect();
        let with_findings: FxHashSet<_> = outcome.shown.iter().map(|finding| finding.primary.place.source).collect();
        // A finding may lie in a file that is no report, such as the configuration.
        format!("{} in {} of {reports}", counts.join(", "), with_findings.len().min(outcome.files))
    };
    line += &format!(" ({})", counted(outcome.claims, "claim"));
    if outcome.skipped > 0 {
        line += &format!(", {} skipped", outcome.skipped);
    }
    let silenced: Vec<String> = [(outcome.suppressed, "suppressed"), (outcome.baselined, "baselined")]
        .into_iter()
        .filter(|&(count, _)| count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if !silenced.is_empty() {
        line += &format!("; {}", silenced.join(", "));
    }
    if outcome.not_shown > 0 {
        line += &format!("; {} not shown", outcome.not_shown);
    }
    line
}

/// `1 claim`, `2 claims`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
