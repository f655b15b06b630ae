//! All reports of a run, and which of their claims conflict.
//!
//! Knows nothing about files, levels or output.

pub mod key;

use crate::report::Report;
use crate::source::SourceId;

/// The reports that are compared.
pub struct Corpus<'r, 's> {
    reports: &'r [Report<'s>],
    selected: &'r [bool],
}

impl<'r, 's> Corpus<'r, 's> {
    /// The corpus of `reports`, which are in the order of paths; `selected` says which source numbers are reported on.
    #[must_use]
    pub fn new(reports: &'r [Report<'s>], selected: &'r [bool]) -> Self {
        Self { reports, selected }
    }

    /// The reports, in the order of paths.
    #[must_use]
    pub fn reports(&self) -> &'r [Report<'s>] {
        self.reports
    }

    /// True when findings in this file are wanted.
    #[must_use]
    pub fn is_selected(&self, id: SourceId) -> bool {
        self.selected[id.0 as usize]
    }
}
