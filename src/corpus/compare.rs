//! From claims with verdicts to the conflicts between them.
//!
//! Knows texts, verdict classes and whether a claim is cut; nothing about files, rules or levels. Claims are named by
//! their number in the order they come in. `nodes` makes one of the claims of one text, `forms` one of the texts that read
//! alike, and only forms are laid side by side: a sentence that stands in 100,000 reports costs no more than one.

use rustc_hash::FxHashMap;

use super::conflicts;
use super::forms;
use super::join::{Overlap, Thresholds};
use super::key::{self, Topic};
use super::nodes::Nodes;
use super::own_words;
use crate::report::VerdictClass;

/// A claim as it is compared.
#[derive(Debug, Clone, Copy)]
pub struct Item<'t> {
    /// The claim cell.
    pub text: &'t str,
    /// [`key::normalised_hash`] of it.
    pub key: u64,
    /// The verdict, when it is known.
    pub class: Option<VerdictClass>,
    /// True when the claim counts as cut off.
    pub cut: bool,
}

impl<'t> Item<'t> {
    /// A claim of that text.
    #[must_use]
    pub fn new(text: &'t str, class: Option<VerdictClass>, cut: bool) -> Self {
        Self { text, key: key::normalised_hash(text), class, cut }
    }
}

/// How two claims in conflict are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The same text after normalisation.
    SameText,
    /// Not the same text, but the same claim.
    NearDuplicate,
    /// One claim is a clause of the other.
    Compound,
}

/// Which claim of a [`Relation::Compound`] conflict is the compound, and which of its clauses the part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// True when the supported side is the compound; else it is one of the parts that are all supported.
    pub compound_is_supported: bool,
    /// Number of the clause.
    pub clause: u32,
}

/// Claims of one text that are in conflict with claims of one text.
///
/// Of many texts in conflict with many, only as many conflicts are listed as tie them all together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    /// How the two texts are related.
    pub relation: Relation,
    /// The node whose supported claims take part.
    pub supported: u32,
    /// The node whose claims of class `against` take part.
    pub other: u32,
    /// The class that stands against the support.
    pub against: VerdictClass,
    /// How much the words overlap.
    pub overlap: Overlap,
    /// For a compound: which clause.
    pub part: Option<Part>,
}

/// All conflicts between some claims.
#[derive(Debug, Default)]
pub struct Comparison {
    nodes: Nodes,
    conflicts: Vec<Conflict>,
    verified: Vec<(Topic, u32)>,
    /// The classes that claims have by words of their reports' own.
    by_own_word: FxHashMap<u32, VerdictClass>,
}

/// What is asked of a comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Needs {
    /// Conflicts between claims of one text.
    pub equal: bool,
    /// Conflicts between claims that are at least so much alike.
    pub alike: Option<Thresholds>,
    /// The topics of verified claims.
    pub topics: bool,
}

impl Needs {
    /// What answers both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let alike = match (self.alike, other.alike) {
            (Some(one), Some(other)) => Some(one.lowest(other)),
            (one, other) => one.or(other),
        };
        Self { equal: self.equal || other.equal, alike, topics: self.topics || other.topics }
    }
}

impl From<Thresholds> for Needs {
    /// Everything; likeness from these thresholds on.
    fn from(thresholds: Thresholds) -> Self {
        Self { equal: true, alike: Some(thresholds), topics: true }
    }
}

impl Comparison {
    /// Compares claims. What comes out depends on nothing but their texts, classes, cuts and order.
    #[must_use]
    pub fn new(items: &[Item<'_>], needs: impl Into<Needs>) -> Self {
        let needs = needs.into();
        // Where nothing is supported, nothing stands against it.
        let is_supported = |item: &Item<'_>| item.class == Some(VerdictClass::Supported);
        if needs == Needs::default() || !items.iter().any(is_supported) {
            return Self::default();
        }
        let nodes = Nodes::new(items);
        let mut found = if needs.equal { conflicts::same_text(&nodes) } else { Vec::new() };
        let mut verified = Vec::new();
        if let Some(thresholds) = needs.alike {
            let joined = forms::join(&nodes, items, thresholds, needs.topics);
            conflicts::add_alike(&nodes, &joined, &mut found);
            verified = joined.verified;
        } else if needs.topics {
            verified = forms::topics(&nodes, items);
        }
        conflicts::sort(&nodes, &mut found);
        Self { nodes, conflicts: found, verified, by_own_word: FxHashMap::default() }
    }

    /// The same, with the conflicts between claims that are marked with words of their reports' own: these claims with their words
    /// as printed, in order, none of which has a class among `items`.
    #[must_use]
    pub fn with_own_words(mut self, items: &[Item<'_>], marked: &[(u32, &str)], needs: Needs) -> Self {
        for claims in own_words::opposed(marked) {
            let numbers: Vec<u32> = claims.iter().map(|&(claim, _)| claim).collect();
            let own: Vec<Item<'_>> =
                claims.iter().map(|&(claim, class)| Item { class: Some(class), ..items[claim as usize] }).collect();
            let found = Self::new(&own, Needs { topics: false, ..needs });
            let before = self.nodes.append(&found.nodes, &numbers);
            let here = |node: u32| before + node;
            let conflicts = found.conflicts.into_iter();
            self.conflicts.extend(conflicts.map(|one| Conflict {
                supported: here(one.supported),
                other: here(one.other),
                ..one
            }));
            self.by_own_word.extend(claims);
        }
        if !self.by_own_word.is_empty() {
            conflicts::sort(&self.nodes, &mut self.conflicts);
        }
        self
    }

    /// The class that a claim has by a word of its report's own: that of the word itself counts as supported.
    #[must_use]
    pub fn by_own_word(&self, claim: u32) -> Option<VerdictClass> {
        self.by_own_word.get(&claim).copied()
    }

    /// The nodes with verified claims that are complete and no compounds, with their topics, by topic and first claim: those
    /// of which others turn the topic round.
    #[must_use]
    pub fn verified(&self) -> &[(Topic, u32)] {
        &self.verified
    }

    /// The conflicts, by relation and the first claims of both sides.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// The claims of a class in a node, in order.
    #[must_use]
    pub fn claims(&self, node: u32, class: VerdictClass) -> &[u32] {
        self.nodes.claims(node, class)
    }
}
