//! Two claims side by side: which words match, which stand in one only.
//!
//! Knows words and where a claim breaks off; judges nothing.

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::Reading;
use super::stand_in::stand_ins;
use crate::corpus::join::Overlap;
use crate::corpus::key::Word;
use crate::corpus::lexicon::Kind;

/// Numbers of words of the first and of the second claim.
pub(super) type Words = [Vec<usize>; 2];

/// Two readings side by side: what matches, and from where on one of them breaks off.
pub(super) struct Pair<'a> {
    pub(super) sides: [&'a Reading; 2],
    pub(super) cut: [bool; 2],
    /// For each side, the matched words as (own index, other's index).
    pub(super) matches: Vec<(usize, usize)>,
    /// For each side, where the last two words begin that follow one another in both: what stands before them is not lost.
    settled: [usize; 2],
    /// Words that are accounted for: what remains is judged without them.
    pub(super) explained: Words,
    /// Words that mean the same in this place: see [`stand_ins`].
    stand_ins: Words,
    /// See [`Pair::opposed`].
    pub(super) opposed: OnceCell<Vec<[usize; 2]>>,
}

impl<'a> Pair<'a> {
    pub(super) fn new(a: &'a Reading, b: &'a Reading) -> Self {
        let cut = [a.cut || a.breaks_off(b), b.cut || b.breaks_off(a)];
        let matches = alignment(&a.words, &b.words);
        let follow = |pair: &&[(usize, usize)]| {
            let next = |side: &Reading, at: usize| side.neighbour(at, true);
            next(a, pair[0].0) == Some(pair[1].0) && next(b, pair[0].1) == Some(pair[1].1)
        };
        let settled = matches.windows(2).rfind(follow).map_or([0; 2], |pair| [pair[0].0, pair[0].1]);
        let stand_ins = stand_ins([a, b], &matches);
        let explained = [Vec::new(), Vec::new()];
        Self { sides: [a, b], cut, matches, settled, explained, stand_ins, opposed: OnceCell::new() }
    }

    /// The same two claims, with some words accounted for.
    pub(super) fn without(&self, explained: Words) -> Self {
        let (matches, stand_ins, opposed) = (self.matches.clone(), self.stand_ins.clone(), OnceCell::new());
        Self { sides: self.sides, cut: self.cut, matches, settled: self.settled, explained, stand_ins, opposed }
    }

    /// True for a word that the other claim may have lost because it is cut: it stands in the second half of this one, and
    /// behind everything that matches or in the last third, where a match may be by chance.
    pub(super) fn may_be_lost(&self, side: usize, at: usize) -> bool {
        let len = self.sides[side].words.len();
        let last = self.matches.last().map_or(0, |&(a, b)| if side == 0 { a } else { b });
        self.cut[1 - side] && 2 * at >= len && (at > last || 3 * at >= 2 * len) && at >= self.settled[side]
    }

    /// True for a word that stands there as a whole, where the last one of a claim that breaks off may be the start of one.
    pub(super) fn is_whole(&self, side: usize, at: usize) -> bool {
        let own = self.sides[side];
        // What is left of a word is none of the words where a claim is known to be cut.
        own.cut || !self.cut[side] || at + 1 < own.words.len()
    }

    /// The whole words of the other side that stand between the same matches as an unmatched word does: where there are such, it is
    /// not lost there but replaced.
    pub(super) fn beside(&self, side: usize, at: usize) -> impl Iterator<Item = &'a Word> {
        let own = |&(a, b): &(usize, usize)| if side == 0 { (a, b) } else { (b, a) };
        let behind = self.matches.partition_point(|both| own(both).0 < at);
        let start = behind.checked_sub(1).map_or(0, |before| own(&self.matches[before]).1 + 1);
        let end = self.matches.get(behind).map_or(self.sides[1 - side].words.len(), |both| own(both).1);
        (start..end).filter(move |&at| self.is_whole(1 - side, at)).map(move |at| &self.sides[1 - side].words[at])
    }

    /// True when the other claim breaks off in a word right behind what matches before a word, and that is another word.
    pub(super) fn is_other_rest(&self, side: usize, at: usize) -> bool {
        let (own, other) = (self.sides[side], self.sides[1 - side]);
        let before = own.neighbour(at, false).and_then(|before| self.matched(side, before));
        let ends_there = before.is_some_and(|before| before + 1 == other.words.len());
        ends_there && !other.rest.is_empty() && !own.raw[at].starts_with(&other.rest.to_lowercase())
    }

    /// True for a word that stands between two that follow one another in the other claim.
    pub(super) fn is_inserted(&self, side: usize, at: usize) -> bool {
        let (own, other) = (self.sides[side], self.sides[1 - side]);
        let around = [own.neighbour(at, false), own.neighbour(at, true)];
        let [Some(before), Some(behind)] = around.map(|at| at.and_then(|at| self.matched(side, at))) else { return false };
        other.neighbour(before, true) == Some(behind)
    }

    /// How many of the words that likeness is measured in the two share, but for those that are explained. Words that mean the
    /// same in this place only are two.
    pub(super) fn overlap(&self) -> Overlap {
        let words = [0, 1].map(|side| {
            let words = self.sides[side].words.iter().enumerate();
            let counted = words
                .filter(|&(at, word)| matches!(word.kind, Kind::Content | Kind::Number) && !self.explained[side].contains(&at));
            counted.map(|(_, word)| word.stem).collect::<FxHashSet<u64>>()
        });
        let shared = words[0].intersection(&words[1]).count();
        Overlap { shared, left: words[0].len(), right: words[1].len() }
    }

    pub(super) fn explains(&self, side: usize, at: usize) -> bool {
        self.explained[side].contains(&at) || self.stand_ins[side].contains(&at)
    }

    pub(super) fn is_matched(&self, side: usize, at: usize) -> bool {
        self.matched(side, at).is_some()
    }

    /// The word of the other side that a word matches.
    pub(super) fn matched(&self, side: usize, at: usize) -> Option<usize> {
        let found = self.matches.iter().find(|&&(a, b)| at == if side == 0 { a } else { b });
        found.map(|&(a, b)| if side == 0 { b } else { a })
    }
}

/// Every way to lay two readings side by side: as they stand, and with a passive turned into the active voice.
pub(super) fn pairs<'a>(a: &'a Reading, b: &'a Reading, voices: [&'a Vec<Reading>; 2]) -> impl Iterator<Item = Pair<'a>> {
    // Where one of the two is in the passive, it is the order of its active voice that counts; but not beside a passive that
    // cannot be turned.
    let turns = [0, 1].map(|side| !voices[side].is_empty());
    let stuck = (0..2).any(|side| !turns[side] && turns[1 - side] && [a, b][side].seems_passive());
    let passive = turns.map(|turns| turns && !stuck);
    let as_they_stand = (passive[0] == passive[1]).then(|| Pair::new(a, b)).into_iter();
    let of = move |reading: &'a Reading, side: usize| {
        let own = std::iter::once(reading).filter(move |_| !passive[side]);
        own.chain(voices[side])
    };
    let turned = of(a, 0).flat_map(move |left| of(b, 1).map(move |right| Pair::new(left, right)));
    as_they_stand.chain(turned.filter(move |_| passive[0] || passive[1]))
}

/// Words of one side only, as a guard names them.
pub(super) fn on(side: usize, words: Vec<usize>) -> Words {
    let mut both: Words = [Vec::new(), Vec::new()];
    both[side] = words;
    both
}

/// Both lists, unless both are empty.
pub(super) fn unless_empty(words: Words) -> Option<Words> {
    words.iter().any(|side| !side.is_empty()).then_some(words)
}

/// So many words of a claim are laid side by side with another's. A claim of hundreds of words is not worth a quadratic table:
/// its start decides.
pub const MOST_ALIGNED: usize = 256;

/// Longest common subsequence of the words that matter, by stem.
pub(super) fn alignment(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    let counted = |words: &[Word]| -> Vec<usize> { (0..words.len()).filter(|&at| words[at].kind != Kind::Stop).collect() };
    let (left, right) = (counted(a), counted(b));
    let (left, right) = (&left[..left.len().min(MOST_ALIGNED)], &right[..right.len().min(MOST_ALIGNED)]);
    let width = right.len() + 1;
    let mut table = vec![0_u16; (left.len() + 1) * width];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            table[i * width + j] = if a[left[i]].stem == b[right[j]].stem {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut matches = Vec::with_capacity(usize::from(table[0]));
    while i < left.len() && j < right.len() {
        if a[left[i]].stem == b[right[j]].stem {
            matches.push((left[i], right[j]));
            i += 1;
            j += 1;
        } else if table[(i + 1) * width + j] >= table[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    matches
}

/// The words of either side between two matches that the other side does not have anywhere.
pub(super) fn gaps<'p>(pair: &'p Pair<'_>) -> impl Iterator<Item = Words> + 'p {
    let ends = (pair.sides[0].words.len(), pair.sides[1].words.len());
    let mut from = (0, 0);
    pair.matches.iter().copied().chain([ends]).map(move |(a, b)| {
        let gap = [own_words(pair, 0, from.0..a), own_words(pair, 1, from.1..b)];
        from = (a + 1, b + 1);
        gap
    })
}

/// All words of either side between two matches, negations too.
pub(super) fn negation_gaps<'p>(pair: &'p Pair<'_>) -> impl Iterator<Item = Words> + 'p {
    let ends = (pair.sides[0].words.len(), pair.sides[1].words.len());
    let mut from = (0, 0);
    pair.matches.iter().copied().chain([ends]).map(move |(a, b)| {
        let says = |side: usize, at: usize| pair.sides[side].words[at].kind != Kind::Stop;
        let gap = [(from.0..a).filter(|&at| says(0, at)).collect(), (from.1..b).filter(|&at| says(1, at)).collect()];
        from = (a + 1, b + 1);
        gap
    })
}

/// The words of a gap that the other claim does not have, nor has moved elsewhere.
pub(super) fn own_words(pair: &Pair<'_>, side: usize, range: Range<usize>) -> Vec<usize> {
    let (own, other) = (pair.sides[side], pair.sides[1 - side]);
    // As many of them as the other claim has elsewhere.
    let unmatched = |side: usize, up_to: usize, stem: u64| {
        (0..up_to).filter(|&at| pair.sides[side].words[at].stem == stem && !pair.is_matched(side, at)).count()
    };
    let moved = |at: usize| {
        let stem = own.words[at].stem;
        other.has(stem) && unmatched(side, at + 1, stem) <= unmatched(1 - side, other.words.len(), stem)
    };
    range
        .filter(|&at| {
            let word = &own.words[at];
            !matches!(word.kind, Kind::Stop | Kind::Negation) && !pair.explains(side, at) && !moved(at)
        })
        .collect()
}

/// True for a word that no replacement is read into: it may be lost on the other side, or stands in the last third of a cut
/// claim whose last word is found again: what stands between belongs to words that only the other still has.
pub(super) fn is_exempt(pair: &Pair<'_>, side: usize, at: usize) -> bool {
    let (own, other) = (pair.sides[side], pair.sides[1 - side]);
    let found_again = || own.words.last().is_some_and(|word| word.kind != Kind::Stop && other.has(word.stem));
    pair.may_be_lost(side, at) || (pair.cut[side] && at >= pair.settled[side] && 3 * at >= 2 * own.words.len() && found_again())
}

/// True for a content word that is not exempt.
pub(super) fn is_said(pair: &Pair<'_>, side: usize, at: usize) -> bool {
    pair.sides[side].words[at].kind == Kind::Content && !is_exempt(pair, side, at)
}
