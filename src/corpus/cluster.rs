//! Conflicts tied together: which claims make up one finding.
//!
//! Knows conflicts between groups of claims, nothing about reports or rules. Agreeing claims tie nothing.

use rustc_hash::FxHashMap;

use super::compare::{Comparison, Conflict};
use super::nodes::slot;
use crate::report::VerdictClass;

/// Claims that conflict, directly or by way of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// The claims, in order.
    pub members: Vec<u32>,
    /// The conflicts between them, in the order of the comparison.
    pub conflicts: Vec<Conflict>,
}

impl Cluster {
    /// The clusters of the conflicts that `wanted` picks, by their first claim. Every claim is in one at most.
    #[must_use]
    pub fn of(comparison: &Comparison, wanted: impl Fn(&Conflict) -> bool) -> Vec<Self> {
        let conflicts: Vec<Conflict> = comparison.conflicts().iter().copied().filter(wanted).collect();
        let mut sides: FxHashMap<(u32, Option<usize>), usize> = FxHashMap::default();
        let mut union = Union::default();
        let mut named: Vec<(u32, VerdictClass)> = Vec::new();
        for conflict in &conflicts {
            let ends = ends(conflict).map(|(node, class)| {
                *sides.entry((node, slot(class))).or_insert_with(|| {
                    named.push((node, class));
                    union.add()
                })
            });
            union.unite(ends[0], ends[1]);
        }
        let mut clusters: FxHashMap<usize, Self> = FxHashMap::default();
        for (at, &(node, class)) in named.iter().enumerate() {
            let cluster = clusters.entry(union.root(at)).or_insert_with(|| Self { members: Vec::new(), conflicts: Vec::new() });
            cluster.members.extend(comparison.claims(node, class));
        }
        for conflict in conflicts {
            let root = union.root(sides[&(conflict.supported, Some(0))]);
            if let Some(cluster) = clusters.get_mut(&root) {
                cluster.conflicts.push(conflict);
            }
        }
        let mut clusters: Vec<Self> = clusters.into_values().collect();
        for cluster in &mut clusters {
            cluster.members.sort_unstable();
        }
        clusters.sort_unstable_by_key(|cluster| cluster.members[0]);
        clusters
    }

    /// The heaviest class that stands against support in it.
    #[must_use]
    pub fn heaviest(&self) -> VerdictClass {
        let classes = self.conflicts.iter().map(|conflict| conflict.against);
        classes.min_by_key(|&class| slot(class)).unwrap_or(VerdictClass::Refuted)
    }

    /// For each member, the first claim that it is in conflict with, and that conflict.
    #[must_use]
    pub fn oppositions(&self, comparison: &Comparison) -> FxHashMap<u32, (u32, Conflict)> {
        let mut best: FxHashMap<(u32, VerdictClass), (u32, Conflict)> = FxHashMap::default();
        for conflict in &self.conflicts {
            let [a, b] = ends(conflict);
            for (own, other) in [(a, b), (b, a)] {
                let Some(&first) = comparison.claims(other.0, other.1).first() else { continue };
                let known = best.entry(own).or_insert((first, *conflict));
                if first < known.0 {
                    *known = (first, *conflict);
                }
            }
        }
        let members = best.into_iter();
        members.flat_map(|((node, class), found)| comparison.claims(node, class).iter().map(move |&at| (at, found))).collect()
    }
}

/// The two sides of a conflict.
pub(super) fn ends(conflict: &Conflict) -> [(u32, VerdictClass); 2] {
    [(conflict.supported, VerdictClass::Supported), (conflict.other, conflict.against)]
}

/// Disjoint sets with path halving and union by size.
#[derive(Default)]
pub(super) struct Union {
    parents: Vec<usize>,
    sizes: Vec<u32>,
}

impl Union {
    pub(super) fn add(&mut self) -> usize {
        self.parents.push(self.parents.len());
        self.sizes.push(1);
        self.parents.len() - 1
    }

    pub(super) fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    pub(super) fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (small, large) = if self.sizes[a] < self.sizes[b] { (a, b) } else { (b, a) };
        self.parents[small] = large;
        self.sizes[large] += self.sizes[small];
    }
}
