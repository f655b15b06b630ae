//! Claims that are one template, filled with different words: no two of them are the same claim.
//!
//! Knows one claim at a time, and sets that stand together. Two claims that are alike but for one word, which each has in its
//! own way, are not related, unless the two words are opposites: a template that is filled in a hundred thousand ways is not
//! worth its square.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::counts::Counts;
use super::key::{self, Word};
use super::lexicon::{self, Kind};
use super::sets::{Sets, index};

/// A claim with its rarest word left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Template {
    /// Hash of what is left; 0 where another filling may be related.
    pub frame: u64,
    /// The stem of the word that is left out.
    pub hole: u64,
    /// Where the word stands in the prepared text.
    start: u32,
    end: u32,
}

impl Template {
    /// No template.
    pub const NONE: Self = Self { frame: 0, hole: 0, start: 0, end: 0 };

    /// The word that is left out, as it stands in the claim of that text, in lower case.
    pub fn word(&self, text: &str) -> String {
        key::prepared(text)[self.start as usize..self.end as usize].to_lowercase()
    }
}

/// The template of a claim or clause, whatever numbers it has.
pub(super) fn template(text: &str, cut: bool, open: bool, counts: &Counts) -> Template {
    let prepared = key::prepared(text);
    let mut words = key::words(&prepared);
    if cut {
        words.pop();
    }
    let Some(hole) = hole(&words, &prepared, cut, open, counts) else { return Template::NONE };
    // Where several numbers differ, parts of a claim that breaks off may be laid side by side in another way.
    let numbers = words.iter().filter(|word| word.kind == Kind::Number).count();
    let any_number = numbers < 2 || !open;
    let said = words.iter().enumerate().filter(|(_, word)| word.kind != Kind::Stop);
    let hash = said.fold(u64::from(cut) << 1 | u64::from(open), |state: u64, (at, word)| {
        let word = match word.kind {
            _ if at == hole => 1,
            Kind::Number if any_number => 2,
            _ => word.stem,
        };
        (state.rotate_left(11) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95)
    });
    let Range { start, end } = words[hole].range;
    Template { frame: hash | 1, hole: words[hole].stem, start: index(start), end: index(end) }
}

/// The rarest word that cannot stand for another one: neither a number nor a unit, nothing that may be left out, and nothing
/// in the part that a partner may have lost.
fn hole(words: &[Word], prepared: &str, cut: bool, open: bool, counts: &Counts) -> Option<usize> {
    let says = |at: usize| {
        let word = &words[at];
        let is_adverb = prepared.as_bytes()[word.range.clone()].to_ascii_lowercase().ends_with(b"ly");
        let before = words[..at].iter().rev().find(|word| word.kind != Kind::Stop);
        let of_each = before.is_some_and(|word| word.kind == Kind::Universal);
        let replaceable = word.light || word.varies || is_adverb || of_each;
        word.kind == Kind::Content && !replaceable && !lexicon::belongs_to_number(word.stem)
    };
    let once = |at: usize| words.iter().filter(|word| word.stem == words[at].stem).count() == 1;
    let stays = |at: usize| 2 * at < words.len() || !(cut || open && at + 1 == words.len());
    let rarest = (0..words.len()).filter(|&at| says(at)).min_by_key(|&at| counts.rank(words[at].stem))?;
    (once(rarest) && stays(rarest)).then_some(rarest)
}

/// For each set, which of those before it are the same template, filled with another word. `of` gives the frame and the hole
/// of a set; those of one length and frame stand together, by hole.
pub(super) fn fillings(sets: &Sets, of: impl Fn(u32) -> (u64, u64)) -> Vec<Range<u32>> {
    let mut skips: Vec<Range<u32>> = Vec::with_capacity(sets.count());
    let (mut template, mut filling) = (0, 0);
    for set in 0..index(sets.count()) {
        let (frame, hole) = of(set);
        let before = set.checked_sub(1);
        let same_frame = before.is_some_and(|before| {
            frame != 0 && sets.lens()[before as usize] == sets.lens()[set as usize] && of(before).0 == frame
        });
        if !same_frame {
            template = set;
        }
        if !same_frame || before.is_some_and(|before| of(before).1 != hole) {
            filling = set;
        }
        skips.push(template..filling);
    }
    skips
}

/// Hands `found` every two sets of one template the fillings of which are opposites: "stable", "unstable". Of each set: its
/// number, the stem, and the words as they stand there.
pub(super) fn opposed<W: Iterator<Item = String>>(
    sets: impl ExactSizeIterator<Item = (u32, u64, W)>,
    mut found: impl FnMut(u32, u32),
) {
    if sets.len() < 2 {
        return;
    }
    let mut by_stem: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    let mut by_word: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    for (set, stem, words) in sets {
        by_stem.entry(stem).or_default().push(set);
        words.for_each(|word| by_word.entry(word).or_default().push(set));
    }
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut meet = |some: &[u32], others: Option<&Vec<u32>>| {
        let others = others.map_or(&[][..], Vec::as_slice);
        pairs.extend(some.iter().flat_map(|&a| others.iter().map(move |&b| (a.min(b), a.max(b)))));
    };
    for (&stem, some) in &by_stem {
        for other in lexicon::opposites(stem) {
            meet(some, by_stem.get(other));
        }
    }
    for (word, some) in &by_word {
        let bases = lexicon::NEGATING_PREFIXES.into_iter();
        let bases = bases.filter_map(|(prefix, _)| Some(word.strip_prefix(prefix)?.trim_start_matches('-')));
        bases.for_each(|base| meet(some, by_word.get(base)));
        lexicon::counterparts(word).for_each(|other| meet(some, by_word.get(&other)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.into_iter().filter(|(a, b)| a != b).for_each(|(a, b)| found(a, b));
}
