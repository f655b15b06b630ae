//! The one line that sums up a run: last in `full`, on standard error after a clean run.

use rustc_hash::FxHashSet;

use crate::engine::Outcome;
use crate::finding::{Applicability, Level};

/// Such as `1 error, 49 warnings, 1 info in 5 of 5 reports (62 claims)`, without findings
/// `no findings in 5 reports (62 claims)`; then what was skipped, silenced, left out, and what was or can be repaired. No
/// line end.
#[must_use]
pub fn summary_line(outcome: &Outcome) -> String {
    let findings = findings(outcome);
    let reports = counted(outcome.reports.len(), "report");
    let claims = counted(outcome.claims, "claim");
    let skipped = clause(", ", &[(outcome.skipped, "skipped")]);
    let silenced = clause("; ", &[(outcome.suppressed, "suppressed"), (outcome.baselined, "baselined")]);
    let not_shown = clause("; ", &[(outcome.not_shown, "not shown")]);
    let fixed = clause("; ", &[(outcome.fixed, "fixed")]);
    let fixable = match (outcome.fixable(Applicability::Safe), outcome.fixable(Applicability::Unsafe)) {
        (0, 0) => String::new(),
        (safe, 0) => format!("; {safe} fixable with --fix"),
        (0, more) => format!("; {more} fixable with --fix --unsafe-fixes"),
        (safe, more) => format!("; {safe} fixable with --fix, {more} more with --unsafe-fixes"),
    };
    format!("{findings}{reports} ({claims}){skipped}{silenced}{not_shown}{fixed}{fixable}")
}

/// `1 error, 2 infos in 1 of `, or that there are none.
fn findings(outcome: &Outcome) -> String {
    if outcome.shown.is_empty() {
        let shown = if outcome.not_shown > 0 { " shown" } else { "" };
        return format!("no findings{shown} in ");
    }
    let levels = [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Info, "info")];
    let counts: Vec<String> = levels
        .into_iter()
        .map(|(level, name)| (outcome.count(level), name))
        .filter(|&(count, _)| count > 0)
        .map(|(count, name)| counted(count, name))
        .collect();
    let places = outcome.shown.iter().map(|finding| finding.primary.place.source);
    // A finding may lie in a file that is no report, such as the configuration.
    let with_findings = places.collect::<FxHashSet<_>>().len().min(outcome.reports.len());
    format!("{} in {with_findings} of ", counts.join(", "))
}

/// `, 3 skipped`; empty when all counts are 0.
fn clause(before: &str, counts: &[(usize, &str)]) -> String {
    let counts: Vec<String> =
        counts.iter().filter(|&&(count, _)| count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if counts.is_empty() { String::new() } else { format!("{before}{}", counts.join(", ")) }
}

/// `1 claim`, `2 claims`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{finding, outcome, place, source};
    use super::*;
    use crate::finding::Label;
    use crate::source::SourceId;

    #[test]
    fn counts_and_their_plurals() {
        let sources = [source("a", "text"), source("b", "text")];
        let shown = [Level::Error, Level::Warning, Level::Warning, Level::Info].map(|level| {
            let mut finding = finding("message", Label::new(place(0, 0, 4), ""));
            finding.level = level;
            finding
        });
        let mut outcome = outcome(shown.into(), &sources);
        assert_eq!(summary_line(&outcome), "1 error, 2 warnings, 1 info in 1 of 2 reports (62 claims)");
        outcome.shown.truncate(1);
        (outcome.claims, outcome.skipped, outcome.suppressed, outcome.not_shown) = (1, 3, 2, 50);
        assert_eq!(summary_line(&outcome), "1 error in 1 of 2 reports (1 claim), 3 skipped; 2 suppressed; 50 not shown");
    }

    #[test]
    fn a_clean_run() {
        let mut outcome = Outcome { reports: (0..5).map(SourceId).collect(), claims: 62, ..Outcome::default() };
        assert_eq!(summary_line(&outcome), "no findings in 5 reports (62 claims)");
        outcome.reports.truncate(1);
        (outcome.suppressed, outcome.baselined) = (1, 7);
        assert_eq!(summary_line(&outcome), "no findings in 1 report (62 claims); 1 suppressed, 7 baselined");
        outcome.not_shown = 2;
        assert!(summary_line(&outcome).starts_with("no findings shown in 1 report"));
    }
}
