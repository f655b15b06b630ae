//! All reports of a run, and which of their claims conflict.
//!
//! Knows nothing about files, levels or output. A rule asks for the clusters of the conflicts that concern it; everything
//! is compared once, when the first rule asks.
//!
//! `lexicon` knows words, `key` and `reading` read a claim's words, `join` finds which sets of words are alike, `guards`
//! decides by the facts, `compare` puts these together, `cluster` ties conflicts into findings, `opposites` finds what is
//! verified together with its opposite. `relate` says how any two claims are related, in conflict or not; `jaccard` finds what
//! is alike in plain words, as other join programs do. Both rest on `plain`, `sets` and `alike`.
//! `tie` says what relates reports, `index` keeps on disk by what they are found.

pub mod alike;
pub mod cluster;
pub mod compare;
pub mod guards;
pub mod index;
pub mod jaccard;
pub mod join;
pub mod key;
pub mod lexicon;
pub mod opposites;
pub mod plain;
pub mod reading;
pub mod relate;
#[cfg(test)]
mod relation_tests;
pub mod sets;
pub mod tie;

use std::sync::Arc;

use rayon::prelude::*;

pub use cluster::Cluster;
pub use compare::{Comparison, Conflict, Item, Part, Relation};
pub use join::{Overlap, Ratio, Thresholds};

use crate::report::{Claim, Report};
use crate::source::SourceId;
use crate::truncation;

/// The reports that are compared.
pub struct Corpus<'r, 's> {
    reports: &'r [Report<'s>],
    selected: &'r [bool],
    compared: Arc<Compared>,
}

struct Compared {
    comparison: Comparison,
    /// For each report, the number of its first claim.
    starts: Vec<u32>,
    /// For each claim, whether it counts as cut off.
    cut: Vec<bool>,
}

impl<'r, 's> Corpus<'r, 's> {
    /// The corpus of `reports`, which are in the order of paths; `selected` says which source numbers are reported on.
    /// `thresholds` are the lowest that any rule asks for.
    ///
    /// The claims are compared here and now: rules run side by side, and a thread that waits for its part of the work may
    /// take up another rule meanwhile, which would then wait for itself.
    #[must_use]
    pub fn new(reports: &'r [Report<'s>], selected: &'r [bool], thresholds: Thresholds) -> Self {
        Self { reports, selected, compared: Arc::new(Compared::new(reports, thresholds)) }
    }

    /// The same reports, compared already, of which others are reported on.
    #[must_use]
    pub fn with_selected(&self, selected: &'r [bool]) -> Self {
        Self { reports: self.reports, selected, compared: Arc::clone(&self.compared) }
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

    /// All conflicts between claims. Claims are numbered over all reports: see [`Corpus::claim`].
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        self.comparison().conflicts()
    }

    /// The conflicts and the claims that take part in them.
    #[must_use]
    pub fn comparison(&self) -> &Comparison {
        &self.compared.comparison
    }

    /// The clusters of the conflicts that `wanted` picks.
    #[must_use]
    pub fn clusters(&self, wanted: impl Fn(&Conflict) -> bool) -> Vec<Cluster> {
        Cluster::of(self.comparison(), wanted)
    }

    /// A claim by its number, and its report.
    #[must_use]
    pub fn claim(&self, number: u32) -> (&'r Report<'s>, &'r Claim) {
        let starts = &self.compared.starts;
        let at = starts.partition_point(|&start| start <= number) - 1;
        let report = &self.reports[at];
        (report, &report.claims[(number - starts[at]) as usize])
    }

    /// True when a claim counts as cut off.
    #[must_use]
    pub fn is_cut(&self, number: u32) -> bool {
        self.compared.cut[number as usize]
    }
}

impl Compared {
    fn new(reports: &[Report<'_>], thresholds: Thresholds) -> Self {
        let cuts: Vec<_> = reports.par_iter().map(|report| truncation::cuts(report, truncation::CLAIM_CAP)).collect();
        let mut starts = Vec::with_capacity(reports.len());
        let mut items = Vec::with_capacity(cuts.iter().map(Vec::len).sum());
        for (report, cuts) in reports.iter().zip(&cuts) {
            starts.push(u32::try_from(items.len()).unwrap_or(u32::MAX));
            items.extend(report.claims.iter().zip(cuts).map(|(claim, cut)| Item {
                text: report.text(claim.text),
                key: claim.key,
                class: claim.verdict.and_then(|verdict| verdict.class).filter(|_| report.says_enough(claim)),
                cut: cut.is_some(),
            }));
        }
        let comparison = Comparison::new(&items, thresholds);
        Self { comparison, starts, cut: items.iter().map(|item| item.cut).collect() }
    }
}
