//! All reports of a run, and which of their claims conflict.
//!
//! Knows nothing about files, levels or output. A rule asks for the clusters of the conflicts that concern it; everything
//! is compared once, when the first rule asks.
//!
//! `lexicon` knows words, `key` and `reading` read a claim's words, `nodes` makes one of the claims of one text, `heard` hears
//! a text as the join needs it, `join` finds which sets of words are alike, `guards` decides by the facts, `forms` puts these
//! together, `conflicts` makes conflicts of what is the same claim, `compare` is their result, `cluster` ties conflicts into
//! findings, `opposites` finds what is verified together with its opposite, `own_words` which verdicts negate one another that the
//! vocabulary does not have. `relate` says how any two claims are related, in
//! conflict or not (`template` tells what cannot be); `jaccard` finds what is alike in plain words, as other join programs do.
//! Both rest on `plain`, `sets` and `alike`.
//! `tie` says what relates reports, `index` keeps on disk by what they are found.

pub mod alike;
pub mod cluster;
pub mod compare;
mod conflicts;
pub mod counts;
mod forms;
pub mod guards;
mod heard;
pub mod index;
pub mod jaccard;
pub mod join;
pub mod key;
pub mod lexicon;
mod nodes;
pub mod opposites;
pub mod own_words;
pub mod plain;
pub mod reading;
pub mod relate;
#[cfg(test)]
mod relation_tests;
pub mod sets;
mod template;
pub mod thresholds;
pub mod tie;

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

pub use cluster::Cluster;
pub use compare::{Comparison, Conflict, Item, Needs, Part, Relation};
pub use join::{Overlap, Ratio, Thresholds};

use crate::report::{Claim, Report, VerdictClass};
use crate::source::SourceId;
use crate::truncation::{self, Cut};

/// The reports that are compared.
pub struct Corpus<'r, 's> {
    reports: &'r [Report<'s>],
    selected: &'r [bool],
    claims: Arc<Claims>,
    comparison: Arc<Comparison>,
}

/// Of which reports, by their sources, only some claims are compared, and which: their numbers, in order. Of all others every
/// one is.
pub type RelatedClaims = FxHashMap<SourceId, Vec<u32>>;

/// The claims of all reports, in order.
struct Claims {
    /// For each report, the number of its first claim.
    starts: Vec<u32>,
    /// For each claim, why it counts as cut off.
    cuts: Vec<Option<Cut>>,
    related: RelatedClaims,
}

impl<'r, 's> Corpus<'r, 's> {
    /// The corpus of `reports`, which are in the order of paths; `selected` says which source numbers are reported on.
    /// `needs` are what the rules of the run ask for.
    #[must_use]
    pub fn new(reports: &'r [Report<'s>], selected: &'r [bool], needs: impl Into<Needs>) -> Self {
        Self::uncompared(reports, selected, RelatedClaims::default()).compared(needs.into())
    }

    /// The same for rules that ask for nothing; `related` are the claims of some reports that have to do with those that are
    /// reported on, as far as that is known.
    #[must_use]
    pub fn uncompared(reports: &'r [Report<'s>], selected: &'r [bool], related: RelatedClaims) -> Self {
        Self { reports, selected, claims: Arc::new(Claims::new(reports, related)), comparison: Arc::default() }
    }

    /// The same, its claims compared.
    ///
    /// They are compared here and now, and not when the first rule asks: rules run side by side, and a thread that waits for
    /// its part of the work may take up another rule meanwhile, which would then wait for itself.
    #[must_use]
    pub fn compared(&self, needs: Needs) -> Self {
        let comparison =
            if needs == Needs::default() { Arc::default() } else { Arc::new(self.claims.compare(self.reports, needs)) };
        Self { reports: self.reports, selected: self.selected, claims: Arc::clone(&self.claims), comparison }
    }

    /// The same reports, compared already, of which others are reported on.
    #[must_use]
    pub fn with_selected(&self, selected: &'r [bool]) -> Self {
        Self { reports: self.reports, selected, claims: Arc::clone(&self.claims), comparison: Arc::clone(&self.comparison) }
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
        &self.comparison
    }

    /// The clusters of the conflicts that `wanted` picks.
    #[must_use]
    pub fn clusters(&self, wanted: impl Fn(&Conflict) -> bool) -> Vec<Cluster> {
        Cluster::of(self.comparison(), wanted)
    }

    /// A claim by its number, and its report.
    #[must_use]
    pub fn claim(&self, number: u32) -> (&'r Report<'s>, &'r Claim) {
        let starts = &self.claims.starts;
        let at = starts.partition_point(|&start| start <= number) - 1;
        let report = &self.reports[at];
        (report, &report.claims[(number - starts[at]) as usize])
    }

    /// The class of a claim's verdict; by a word of the report's own that stands negated elsewhere, too.
    #[must_use]
    pub fn class(&self, number: u32) -> Option<VerdictClass> {
        let (_, claim) = self.claim(number);
        claim.verdict.and_then(|verdict| verdict.class).or_else(|| self.comparison.by_own_word(number))
    }

    /// True when a claim counts as cut off.
    #[must_use]
    pub fn is_cut(&self, number: u32) -> bool {
        self.claims.cuts[number as usize].is_some()
    }

    /// For each claim of the report at that place of [`Corpus::reports`]: why it counts as cut off at
    /// [`truncation::CLAIM_CAP`].
    #[must_use]
    pub fn cuts(&self, report: usize) -> &[Option<Cut>] {
        let start = self.claims.starts[report] as usize;
        &self.claims.cuts[start..start + self.reports[report].claims.len()]
    }

    /// What `of` makes of the claims that are compared, with their numbers, in order; reports are looked at side by side.
    pub fn claims_by<T: Send>(&self, of: impl Fn(&'r Report<'s>, &'r Claim) -> Option<T> + Sync) -> Vec<(T, u32)> {
        let reports = self.reports.par_iter().zip(&self.claims.starts).with_min_len(64).with_max_len(512);
        let found = reports.flat_map_iter(|(report, &start)| {
            let claims = self.claims.compared(report);
            claims.filter_map(|(at, claim)| Some((of(report, claim)?, start + at))).collect::<Vec<_>>()
        });
        found.collect()
    }
}

impl Claims {
    fn new(reports: &[Report<'_>], related: RelatedClaims) -> Self {
        let mut starts = Vec::with_capacity(reports.len());
        let mut cuts = Vec::with_capacity(reports.iter().map(|report| report.claims.len()).sum());
        let of_report = |report: &Report<'_>| truncation::cuts(report, truncation::CLAIM_CAP);
        let all: Vec<_> = reports.par_iter().with_min_len(16).with_max_len(512).map(of_report).collect();
        for own in all {
            starts.push(sets::index(cuts.len()));
            cuts.extend(own);
        }
        Self { starts, cuts, related }
    }

    fn compare(&self, reports: &[Report<'_>], needs: Needs) -> Comparison {
        let mut items = Vec::with_capacity(self.cuts.len());
        let mut marked: Vec<(u32, &str)> = Vec::new();
        for (report, &start) in reports.iter().zip(&self.starts) {
            let item = |claim: &Claim| Item { text: report.text(claim.text), key: claim.key, class: None, cut: false };
            items.extend(report.claims.iter().map(item));
            // What has no class is not compared.
            for (at, claim) in self.compared(report) {
                let number = (start + at) as usize;
                let verdict = claim.verdict.filter(|_| report.says_enough(claim));
                items[number].class = verdict.and_then(|verdict| verdict.class);
                items[number].cut = self.cuts[number].is_some();
                marked.extend(verdict.and_then(|verdict| Some((start + at, report.text(verdict.own_word()?)))));
            }
        }
        Comparison::new(&items, needs).with_own_words(&items, &marked, needs)
    }

    /// The claims of a report that are compared, with their numbers in it.
    fn compared<'r>(&self, report: &'r Report<'_>) -> impl Iterator<Item = (u32, &'r Claim)> {
        let related = self.related.get(&report.id);
        let is_related = move |at: u32| related.is_none_or(|related| related.binary_search(&at).is_ok());
        (0..).zip(&report.claims).filter(move |&(at, _)| is_related(at))
    }
}
