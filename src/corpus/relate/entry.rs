//! A claim or clause as it is known before it is laid beside others: what tells without a closer look that two of them are not
//! related.
//!
//! Knows words as bits of signatures: one bit for each word, of 64. Where a bit is missing, the word is. Everything here only
//! refuses what the guards are sure to refuse; a test compares with all pairs.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::corpus::key::{self, Word};
use crate::corpus::lexicon::{self, Kind};
use crate::corpus::reading::early_in_any_voice;
use crate::corpus::sets::index;
use crate::corpus::template::Template;

/// A claim or clause whose words are compared.
pub(super) struct Entry {
    pub node: u32,
    /// Where it lies in the text of the node.
    pub start: u32,
    pub end: u32,
    /// True for a clause: clauses are compared with claims that are no compounds only.
    pub is_clause: bool,
    is_compound: bool,
    pub cut: bool,
    /// True when more may have been to come.
    pub open: bool,
    /// The words that count.
    signature: u64,
    /// The names that a complete partner must have, and those that any partner must have.
    names: [u64; 2],
    /// The words that say something of their own, and those of the first half: see [`Entry::says_more`].
    said: u64,
    said_early: u64,
    turns: Turns,
    pub template: Template,
}

/// What may turn a claim round: see [`Turns::may_turn`].
#[derive(Default)]
struct Turns {
    /// True when a negation stands in it.
    denies: bool,
    /// All stems, and the stems that mean the opposite of one of them.
    stems: u64,
    opposites: u64,
    /// All words as they stand there, and what some would be without the prefix, or with the other, that turns them round.
    words: u64,
    bases: u64,
}

impl Turns {
    /// False where neither a negation nor an opposite tells the two apart, as far as can be seen.
    fn may_turn(&self, other: &Self) -> bool {
        let opposes = |one: &Self, other: &Self| one.opposites & other.stems != 0 || one.bases & other.words != 0;
        self.denies || other.denies || opposes(self, other) || opposes(other, self)
    }
}

impl Entry {
    /// The part of a node's text that `range` is. `known` are the words of all texts: see [`all_words`].
    pub fn new(node: u32, text: &str, range: Range<usize>, kind: Part, cut: bool, known: &FxHashSet<u64>) -> Self {
        let part = &text[range.clone()];
        let prepared = key::prepared(part);
        let mut words = key::words(&prepared);
        if cut {
            words.pop();
        }
        let mut entry = Self {
            node,
            start: index(range.start),
            end: index(range.end),
            is_clause: kind == Part::Clause,
            is_compound: kind == Part::Compound,
            cut,
            open: cut || !crate::text::ends_in_stop(part),
            signature: 0,
            names: [0; 2],
            said: 0,
            said_early: 0,
            turns: Turns::default(),
            template: Template::NONE,
        };
        let (bytes, count) = (prepared.as_bytes(), words.len());
        let early = early_in_any_voice(part, &prepared, cut);
        for (at, word) in words.iter().enumerate() {
            let is_early = early.as_ref().map_or(2 * at < count, |early| early[at]);
            entry.add(word, &bytes[word.range.clone()], is_early, known);
        }
        entry
    }

    fn add(&mut self, word: &Word, spelled: &[u8], is_early: bool, known: &FxHashSet<u64>) {
        let own = bit(word.stem);
        self.turns.add(word, spelled, known);
        if !matches!(word.kind, Kind::Content | Kind::Number) {
            return;
        }
        self.signature |= own;
        let early = if is_early { own } else { 0 };
        if word.name {
            self.names[0] |= own;
            // What stands in the first half, no partner can have lost.
            self.names[1] |= early;
        }
        // A number that is another one is a relation of its own, and its unit belongs to it.
        let is_number = word.kind == Kind::Number || word.stem == lexicon::ONE || lexicon::belongs_to_number(word.stem);
        let is_adverb = spelled.last_chunk::<2>().is_some_and(|end| end.eq_ignore_ascii_case(b"ly"));
        if !is_number && !is_adverb && !word.light && !word.varies {
            self.said |= own;
            self.said_early |= early;
        }
    }

    /// False where a guard is sure to refuse.
    pub fn may_be_related(&self, other: &Self) -> bool {
        let fits = match (self.is_clause, other.is_clause) {
            (true, true) => false,
            (true, false) => !other.is_compound,
            (false, true) => !self.is_compound,
            (false, false) => true,
        };
        // "BERT helps", "no model helps": a name that is denied need not be there.
        let lacks = |own: &Self, other: &Self| own.names[usize::from(other.open)] & !other.signature != 0 && !other.turns.denies;
        let fits = fits && self.node != other.node && !lacks(self, other) && !lacks(other, self);
        // A word that turns a claim round may take others with it.
        fits && (!self.says_more(other) || self.turns.may_turn(&other.turns))
    }

    /// True when one of the two says two words that the other one neither has nor can have lost, as the guard refuses that
    /// looks at what is added.
    fn says_more(&self, other: &Self) -> bool {
        let two = |own: u64, other: &Self| (own & !other.signature).count_ones() > 1;
        if two(self.said_early, other) || two(other.said_early, self) {
            return true;
        }
        if self.cut || other.cut {
            return false;
        }
        // One that merely breaks off where the other goes on has at most one word of its own.
        let (own, theirs) = (two(self.said, other), two(other.said, self));
        if self.open || other.open { own && theirs } else { own || theirs }
    }
}

/// What part of its text an entry is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// All of it, and it splits into clauses.
    Compound,
    /// A clause.
    Clause,
}

impl Turns {
    fn add(&mut self, word: &Word, spelled: &[u8], known: &FxHashSet<u64>) {
        self.denies |= word.kind == Kind::Negation;
        self.stems |= bit(word.stem);
        self.opposites |= lexicon::opposites(word.stem).iter().fold(0, |bits, &stem| bits | bit(stem));
        self.words |= bit(spelled_hash(spelled));
        let base_bit = |base: &[u8]| {
            let base = spelled_hash(base);
            if known.contains(&base) { bit(base) } else { 0 }
        };
        for (prefix, _) in lexicon::NEGATING_PREFIXES {
            let Some((start, base)) = spelled.split_at_checked(prefix.len()) else { continue };
            if start.eq_ignore_ascii_case(prefix.as_bytes()) {
                self.bases |= base_bit(base.strip_prefix(b"-").unwrap_or(base));
            }
        }
        if spelled.len() <= 5 {
            return;
        }
        let lower = spelled.to_ascii_lowercase();
        if let Ok(word) = std::str::from_utf8(&lower) {
            lexicon::counterparts(word).for_each(|other| self.bases |= base_bit(other.as_bytes()));
        }
    }
}

/// The hashes of all words of some texts as they stand there.
pub(super) fn all_words(texts: &[(&str, bool)]) -> FxHashSet<u64> {
    let of_some = |texts: &[(&str, bool)]| {
        let mut words = FxHashSet::default();
        for (text, _) in texts {
            let prepared = key::prepared(text);
            key::scan(&prepared, |word| _ = words.insert(spelled_hash(&prepared.as_bytes()[word.range])));
        }
        words
    };
    let parts: Vec<FxHashSet<u64>> = texts.par_chunks(1 << 14).map(of_some).collect();
    let mut all = FxHashSet::default();
    for words in parts {
        all.extend(words);
    }
    all
}

/// The hash of a word, whether in capitals or not.
fn spelled_hash(word: &[u8]) -> u64 {
    let state = word.iter().fold(0, |state: u64, &byte| {
        (state.rotate_left(5) ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x517c_c1b7_2722_0a95)
    });
    state ^ state >> 32
}

/// The bit of a word in a signature.
fn bit(hash: u64) -> u64 {
    1 << (hash >> 58)
}
