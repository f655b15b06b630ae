//! Which pairs of claims are alike enough to be compared closely: an exact set-similarity join between verdict classes.
//!
//! Knows sets of hashed words, nothing about texts, reports or rules. One side is indexed, the other one asks. Both do so
//! only by the rarest of their words, up to one that every partner has: a prefix filter (Bayardo, Ma, Srikant 2007; Xiao et
//! al. 2008), narrowed by what the guards demand. Where such a list is long, it is split by a second word (after Schmitt et
//! al. 2023). A 64-bit signature in every posting refuses most pairs before anything of the partner is read (Sandes,
//! Teodoro, Melo 2019). Nothing that passes the thresholds and the facts is lost; a test compares it with all pairs.

use std::cell::LazyCell;

use rayon::prelude::*;

use super::counts::Counts;
use super::sets::index;
pub use super::thresholds::{Overlap, Ratio, Thresholds};

/// A set of words that takes part in the join.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Where its words lie in the arena, in ascending order.
    pub start: u32,
    /// How many words it has.
    pub len: u32,
    /// One bit for each word.
    pub signature: u64,
    /// The same by other bits of its hash.
    pub second_signature: u64,
    /// The bits of the facts, names and numbers, that a complete partner must have.
    pub facts: u64,
    /// The bits of the facts that even a cut partner must have.
    pub early_facts: u64,
    /// The bits of the words that say something: a claim may have few of them that its partner lacks.
    pub said: u64,
    /// A hash of the claim, or of its start, with a rare word left out. Two claims of one frame, neither of which has the
    /// word that the other leaves out, are never one claim: one word is replaced by the other. 0 where this cannot be told
    /// from words alone.
    pub frame: u64,
    /// The word that is left out of the frame.
    pub hole: u64,
    /// The rarest of its words that are such facts: a partner that lacks one of them is none; 0 where there are fewer.
    pub must_have: [u64; 2],
    /// The rarest of the words that it says at its start, of which a partner may lack one; 0 where there are fewer.
    pub early: [u64; 3],
    /// True when the claim is cut off.
    pub is_cut: bool,
    /// True when the claim may be cut off.
    pub may_be_cut: bool,
    /// True for a clause: clauses are compared with claims only.
    pub is_clause: bool,
}

impl Entry {
    /// An entry without words.
    pub const EMPTY: Self = Self {
        start: 0,
        len: 0,
        signature: 0,
        second_signature: 0,
        facts: 0,
        early_facts: 0,
        said: 0,
        frame: 0,
        hole: 0,
        must_have: [0; 2],
        early: [0; 3],
        is_cut: false,
        may_be_cut: false,
        is_clause: false,
    };

    /// The bit of a word in a signature.
    #[inline]
    #[must_use]
    pub fn bit(hash: u64) -> u64 {
        1 << (hash >> 58)
    }

    /// The bit of a word in a second signature.
    #[inline]
    #[must_use]
    pub fn second_bit(hash: u64) -> u64 {
        1 << (hash >> 52 & 63)
    }

    pub(super) fn words<'a>(&self, arena: &'a [u64]) -> &'a [u64] {
        &arena[self.start as usize..(self.start + self.len) as usize]
    }

    fn facts_for(&self, partner_may_be_cut: bool) -> u64 {
        if partner_may_be_cut { self.early_facts } else { self.facts }
    }

    /// False when facts, kind or what they say rule out that the two are one claim.
    #[inline]
    pub(super) fn may_be_one_with(&self, partner: &Self) -> bool {
        let own = self.facts_for(partner.may_be_cut) & !partner.signature;
        let theirs = partner.facts_for(self.may_be_cut) & !self.signature;
        let clauses = self.is_clause && partner.is_clause;
        own == 0 && theirs == 0 && !clauses && !both_say_more(self, partner)
    }
}

/// An entry as the scan of a list sees it first.
#[derive(Clone, Copy, Default)]
struct Posting {
    signature: u64,
    second_signature: u64,
    /// The lower half of [`Entry::frame`].
    frame: u32,
    len: u32,
    entry: u32,
    /// How many of its words are lost on whatever it meets in this list: see [`Index`].
    lost: u32,
}

/// An entry in the list of a key, by its place in the order of lists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Listed {
    key: u64,
    place: u32,
    lost: u32,
}

/// Lists longer than this are split by a second word.
const LONG: usize = if cfg!(test) { 2 } else { 32 };

/// The sets of one side of the join.
///
/// Two sets meet in the list of the rarest word that they share, or, where that is long, in that of the two rarest. So all words
/// of the one that are rarer are lost on the other: where they are too many, it need not be looked for there (the positional
/// filter of Xiao et al.).
pub struct Index<'e> {
    entries: &'e [Entry],
    arena: &'e [u64],
    thresholds: Thresholds,
    counts: &'e Counts,
    /// Lists one after the other, each by ascending length, then frame.
    postings: Vec<Posting>,
    /// Where the lists are found, by word or [`both`] words.
    lists: Lists,
    least: Least,
}

impl<'e> Index<'e> {
    /// Lists the entries, whose words lie in `arena`. `counts` says how many of them have a word.
    #[must_use]
    pub fn new(entries: &'e [Entry], arena: &'e [u64], thresholds: Thresholds, counts: &'e Counts) -> Self {
        // In the list of a word that is rarer than the one it leaves out, an entry stands without its frame: see `scan`.
        let mut order: Vec<(u32, bool)> = (0..index(entries.len())).flat_map(|at| [(at, false), (at, true)]).collect();
        order.par_sort_unstable_by_key(|&(at, framed)| {
            let entry = &entries[at as usize];
            let frame = if framed { (entry.frame, entry.hole) } else { (0, 0) };
            (entry.len, frame, at, framed)
        });
        let mut places = vec![[0; 2]; entries.len()];
        for (place, &(at, framed)) in (0..).zip(&order) {
            places[at as usize][usize::from(framed)] = place;
        }
        // By word, then in the order that lists have.
        let listed = entries.par_iter().zip(&places).with_min_len(1024).with_max_len(4096).flat_map_iter(|(entry, places)| {
            let (words, mut ranked) = (entry.words(arena), Ranked::new());
            rank(words, certain(entry, None, thresholds, counts).unwrap_or(0), counts, &mut ranked);
            let (most, hole) = (most_lost(words.len(), thresholds), counts.rank(entry.hole));
            let words = (0..=most).zip(ranked);
            words.map(move |(lost, (rank, key))| Listed { key, place: places[usize::from(rank >= hole)], lost })
        });
        let mut single: Vec<Listed> = listed.collect();
        single.par_sort_unstable();
        // Long lists are split by a second word, as far as one is certain.
        let lists = || single.par_chunk_by(|a, b| a.key == b.key);
        let long: Vec<u64> = lists().filter(|list| list.len() > LONG).map(|list| list[0].key).collect();
        let split = lists().flat_map_iter(|list| {
            let (mut out, mut ranked) = (Vec::with_capacity(list.len()), Ranked::new());
            for &one in list {
                let entry = &entries[order[one.place as usize].0 as usize];
                let end = if list.len() > LONG { certain(entry, Some(one.key), thresholds, counts) } else { None };
                let Some(end) = end else {
                    out.push(one);
                    continue;
                };
                let words = entry.words(arena);
                rank(words, end, counts, &mut ranked);
                let word = (counts.rank(one.key), one.key);
                let others = (one.lost..=most_lost(words.len(), thresholds)).zip(ranked.iter().filter(|&&other| other > word));
                out.extend(others.map(|(lost, other)| Listed { key: both(one.key, other.1), lost, ..one }));
            }
            out
        });
        let mut single: Vec<Listed> = split.collect();
        single.par_sort_unstable();
        let posting = |&Listed { place, lost, .. }: &Listed| {
            let (at, framed) = order[place as usize];
            let entry = &entries[at as usize];
            let frame = if framed { low(entry.frame) } else { 0 };
            let Entry { signature, second_signature, len, .. } = *entry;
            Posting { signature, second_signature, frame, len, entry: at, lost }
        };
        let postings = single.par_iter().map(posting).collect();
        let (lists, least) = (Lists::new(&single, &long), Least::new(thresholds));
        Self { entries, arena, thresholds, counts, postings, lists, least }
    }

    /// Finds the entries that are alike enough to one with these words, and whose facts do not rule them out. `frame` tells
    /// [`Entry::frame`] and [`Entry::hole`]: most entries do not need them.
    pub fn partners(&self, entry: &Entry, words: &[u64], frame: impl FnOnce() -> (u64, u64), search: &mut Search) {
        let Search { found, ranked, others, lists, split } = search;
        found.clear();
        let len = words.len();
        let least = index(self.thresholds.jaccard.least(len));
        let seeker = Seeker { entry, early: early_bits(entry), frame: LazyCell::new(frame) };
        let mut look = |word: u64, list: &List| {
            let postings = &self.postings[list.start as usize..(list.start + list.len) as usize];
            let start = if list.shortest < least { postings.partition_point(|posting| posting.len < least) } else { 0 };
            self.scan(&seeker, word, list.lost, &postings[start..], found);
        };
        let most = most_lost(len, self.thresholds);
        let end = |but: Option<u64>| certain(entry, but, self.thresholds, self.counts).unwrap_or(u64::MAX);
        let last = end(None);
        if Counts::is_absent(last) {
            return;
        }
        rank(words, last, self.counts, ranked);
        self.gather((0..=most).zip(ranked.iter().map(|word| word.1)), lists);
        for (list, &word) in lists.iter().zip(&*ranked) {
            look(word.1, list);
            if list.is_split {
                rank(words, end(Some(word.1)), self.counts, others);
                let seconds = others.iter().filter(|&&other| other > word);
                self.gather((list.lost..=most).zip(seconds.map(|other| both(word.1, other.1))), split);
                for list in &*split {
                    look(word.1, list);
                }
            }
        }
        if found.is_empty() {
            return;
        }
        found.sort_unstable_by_key(|&(at, _)| at);
        found.dedup_by_key(|&mut (at, _)| at);
        let lacks = |entry: &Entry, words: &[u64]| {
            let lacks = |word: &&u64| **word != 0 && words.binary_search(word).is_err();
            entry.early.iter().filter(lacks).count() > 1 || entry.must_have.iter().any(|word| lacks(&word))
        };
        found.retain_mut(|(at, overlap)| {
            let partner = &self.entries[*at as usize];
            let others = partner.words(self.arena);
            *overlap = Overlap { shared: shared(words, others), left: len, right: others.len() };
            self.thresholds.hold(*overlap) && !lacks(entry, others) && !lacks(partner, words)
        });
    }

    /// Looks up the lists of keys; each comes with how many words of the one that asks are lost there. All are looked up before any
    /// is read: every one is somewhere else in memory, and so they are waited for together.
    fn gather(&self, keys: impl Iterator<Item = (u32, u64)>, lists: &mut Vec<List>) {
        lists.clear();
        lists.extend(keys.map(|(lost, key)| {
            let Slot { key: found, start, len } = self.lists.slots[self.lists.home(key)];
            List { key, start, len, lost, is_split: false, shortest: 0, is_home: found == key || len == 0 }
        }));
        for list in &mut *lists {
            if !list.is_home {
                let Slot { start, len, .. } = self.lists.slots[self.lists.place(list.key)];
                (list.start, list.len) = (start, len);
            }
            (list.is_split, list.len) = (list.len & 1 == 1, list.len / 2);
            if list.len > 0 {
                list.shortest = self.postings[list.start as usize].len;
            }
        }
    }

    /// Pushes the entries of a list that signature, facts and kind do not rule out. All of them have `word`, and none has the
    /// `lost` words of the seeker.
    fn scan(
        &self,
        seeker: &Seeker<'_, impl FnOnce() -> (u64, u64)>,
        word: u64,
        lost: u32,
        list: &[Posting],
        found: &mut Vec<(u32, Overlap)>,
    ) {
        const NOT_YET: Overlap = Overlap { shared: 0, left: 0, right: 0 };
        /// In longer lists a template that is filled in many times may stand.
        const PATIENCE: usize = if cfg!(test) { 2 } else { 16 };
        let entry = seeker.entry;
        let full = |posting: &Posting| &self.entries[posting.entry as usize];
        let (frame, hole) = if list.len() > PATIENCE { *seeker.frame } else { (0, 0) };
        let can_skip = frame != 0 && word != hole && self.counts.rank(word) >= self.counts.rank(hole);
        let own = entry.len;
        let (mut len, mut least, mut most) = (0, 0, 0);
        let mut at = 0;
        // Up to there, fillings are not passed over.
        let mut told = 0;
        while let Some(posting) = list.get(at) {
            if posting.len != len {
                len = posting.len;
                least = self.least.shared(own, len);
                if least > own - lost {
                    // Longer sets than these share too little, as the list is by length.
                    return;
                }
                most = (own + len).saturating_sub(2 * least);
            }
            if can_skip && at >= told && posting.frame == low(frame) && full(posting).frame == frame {
                // A template filled in many times stands together: all of it is passed over but the same filling, and what is
                // filled with `word`. What has the other's filling elsewhere is listed under that, too, as it is no more
                // frequent than `word`.
                let own = full(posting).hole;
                let next = [hole, word].into_iter().filter(|&other| other >= own).min().unwrap_or(u64::MAX);
                let alike = |other: &Posting| other.len == len && other.frame == low(frame) && full(other).frame == frame;
                let up_to = |end: u64| list[at..].partition_point(|other| alike(other) && full(other).hole < end);
                if own < next {
                    at += up_to(next);
                    continue;
                }
                told = at + up_to(own + 1);
            }
            at += 1;
            // A bit may stand for several words, so these are never more than the words that are missing, or differ.
            let lacks = least > len - posting.lost || entry.early_facts & !posting.signature != 0;
            let lacks = lacks || is_many(seeker.early & !posting.signature);
            if lacks || (entry.signature ^ posting.signature).count_ones() > most {
                continue;
            }
            // Few pairs that differ look alike by both.
            if (entry.second_signature ^ posting.second_signature).count_ones() > most {
                continue;
            }
            let partner = full(posting);
            if !is_many(early_bits(partner) & !entry.signature) && entry.may_be_one_with(partner) {
                found.push((posting.entry, NOT_YET));
            }
        }
    }
}

/// What asks for its partners.
struct Seeker<'e, F> {
    entry: &'e Entry,
    frame: LazyCell<(u64, u64), F>,
    /// See [`early_bits`].
    early: u64,
}

/// The bits of the words of which a partner may lack one.
fn early_bits(entry: &Entry) -> u64 {
    entry.early.iter().filter(|&&word| word != 0).fold(0, |bits, &word| bits | Entry::bit(word))
}

/// True for more than one bit.
fn is_many(bits: u64) -> bool {
    bits & bits.wrapping_sub(1) != 0
}

/// How many words at least two sets share that are alike enough, by their lengths.
struct Least {
    thresholds: Thresholds,
    /// For lengths below [`Self::USUAL`].
    table: Vec<u32>,
}

impl Least {
    const USUAL: u32 = 64;

    fn new(thresholds: Thresholds) -> Self {
        let lengths = || 0..Self::USUAL as usize;
        Self { thresholds, table: lengths().flat_map(|a| lengths().map(move |b| index(thresholds.least(a, b)))).collect() }
    }

    #[inline]
    fn shared(&self, a: u32, b: u32) -> u32 {
        if a.max(b) >= Self::USUAL {
            return index(self.thresholds.least(a as usize, b as usize));
        }
        self.table[(a * Self::USUAL + b) as usize]
    }
}

/// Words with their ranks, the rarest first: the order is the same for all sets.
type Ranked = Vec<(u64, u64)>;

/// The words of a set up to the rank of `end`.
fn rank(words: &[u64], end: u64, counts: &Counts, ranked: &mut Ranked) {
    ranked.clear();
    ranked.extend(words.iter().map(|&word| (counts.rank(word), word)).filter(|&(rank, _)| rank <= end));
    ranked.sort_unstable();
}

/// How many words of so many may be lost on a set that is alike enough.
fn most_lost(words: usize, thresholds: Thresholds) -> u32 {
    index(words.saturating_sub(thresholds.jaccard.least(words).max(1)))
}

/// Up to which rank an entry has a word that every partner has, `but` for a word that they share anyway; `None` where none is
/// certain. Two partners have a word in common up to the lower of their ends: that of the one stands in the other.
fn certain(entry: &Entry, but: Option<u64>, thresholds: Thresholds, counts: &Counts) -> Option<u64> {
    let other = |&word: &u64| word != 0 && Some(word) != but;
    let fact = entry.must_have.into_iter().find(other).map(|word| counts.rank(word));
    // Of any two of these, a partner may lack one.
    let mut early = entry.early.into_iter().filter(other);
    let either = early.next().zip(early.next()).map(|(one, other)| counts.rank(one).max(counts.rank(other)));
    let said = fact.into_iter().chain(either).min();
    // They share as many words as they must, if none that is named.
    let shared = thresholds.jaccard.least(entry.len as usize).max(1);
    said.or_else(|| (shared > usize::from(but.is_some())).then_some(u64::MAX))
}

/// What stands for two words, the first of which has a long list. Other words may have the same: they only meet in vain.
pub(super) fn both(word: u64, second: u64) -> u64 {
    (word.rotate_left(23) ^ second).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// What one search after the other is made with, so that none allocates.
#[derive(Default)]
pub struct Search {
    /// The entries that were found, in order, with how much they overlap (the words of the one that asks to the left).
    pub found: Vec<(u32, Overlap)>,
    ranked: Ranked,
    others: Ranked,
    lists: Vec<List>,
    split: Vec<List>,
}

/// A list that is to be read.
struct List {
    key: u64,
    start: u32,
    /// 0 for a key without a list.
    len: u32,
    /// How many words of the one that asks are lost on whatever it meets there.
    lost: u32,
    /// The length of its first entry.
    shortest: u32,
    /// True when more is listed under the key and a second word.
    is_split: bool,
    /// True when it was found where it is looked for first.
    is_home: bool,
}

/// Where lists lie, by key: open addressing, so that a look-up mostly is one access.
struct Lists {
    /// A power of two of them, at most half of which are taken.
    slots: Vec<Slot>,
}

/// Where a list lies.
#[derive(Clone, Copy, Default)]
struct Slot {
    key: u64,
    start: u32,
    /// Twice the length, and one more when the list is split; 0 for a free slot.
    len: u32,
}

impl Lists {
    /// Lists of what is sorted by key; and of `long` keys, the lists of which are split.
    fn new(sorted: &[Listed], long: &[u64]) -> Self {
        let lists = || sorted.chunk_by(|a, b| a.key == b.key);
        let mut this = Self { slots: vec![Slot::default(); (2 * (lists().count() + long.len())).next_power_of_two()] };
        let mut start = 0;
        for list in lists() {
            let len = index(list.len());
            *this.slot_mut(list[0].key) = Slot { key: list[0].key, start, len: 2 * len };
            start += len;
        }
        for &key in long {
            let slot = this.slot_mut(key);
            (slot.key, slot.len) = (key, slot.len + 1);
        }
        this
    }

    /// The place where a key is looked for first.
    #[inline]
    fn home(&self, key: u64) -> usize {
        #[allow(clippy::cast_possible_truncation, reason = "reduced to the number of slots")]
        let at = (key >> 20) as usize;
        at & (self.slots.len() - 1)
    }

    /// The place of a key, or the free one where it belongs.
    #[inline]
    fn place(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = self.home(key);
        while self.slots[at].len != 0 && self.slots[at].key != key {
            at = (at + 1) & mask;
        }
        at
    }

    fn slot_mut(&mut self, key: u64) -> &mut Slot {
        let at = self.place(key);
        &mut self.slots[at]
    }
}

/// The lower half.
fn low(frame: u64) -> u32 {
    (frame & u64::from(u32::MAX)).try_into().unwrap_or(u32::MAX)
}

/// True when the claims say more than one word each that the other lacks, and none of the two is cut off: `guards` would
/// refuse them. Of two complete claims already one that says so much is enough. (A claim that merely breaks off where the
/// other goes on lacks at most one word of its own.)
fn both_say_more(entry: &Entry, partner: &Entry) -> bool {
    if entry.is_cut || partner.is_cut {
        return false;
    }
    let own = (entry.said & !partner.signature).count_ones() > 1;
    let theirs = (partner.said & !entry.signature).count_ones() > 1;
    if entry.may_be_cut || partner.may_be_cut { own && theirs } else { own || theirs }
}

/// The size of the intersection of two ascending lists.
pub(super) fn shared(x: &[u64], y: &[u64]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < x.len() && j < y.len() {
        let (a, b) = (x[i], y[j]);
        count += usize::from(a == b);
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(arena: &mut Vec<u64>, words: &[u64], is_clause: bool) -> Entry {
        let mut words = words.to_vec();
        words.sort_unstable();
        words.dedup();
        let start = u32::try_from(arena.len()).unwrap();
        arena.extend(&words);
        let signature = words.iter().fold(0, |bits, &word| bits | Entry::bit(word));
        let second_signature = words.iter().fold(0, |bits, &word| bits | Entry::second_bit(word));
        let len = u32::try_from(words.len()).unwrap();
        Entry { start, len, signature, second_signature, is_clause, ..Entry::EMPTY }
    }

    fn thresholds(c: u32, j: u32) -> Thresholds {
        Thresholds { containment: Ratio::new(c, 100).unwrap(), jaccard: Ratio::new(j, 100).unwrap() }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 200 } else { 2000 }))]

        #[test]
        fn the_join_is_all_pairs(
            sets in prop::collection::vec((prop::collection::vec(0_u64..14, 0..10), any::<bool>(), any::<bool>(), any::<bool>(), 0_u8..3), 0..30),
            c in 1_u32..=100,
            j in 1_u32..=100,
        ) {
            let spread = |word: &u64| word.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let sets: Vec<_> = sets.into_iter().map(|(words, a, b, c, d)| (words.iter().map(spread).collect::<Vec<_>>(), a, b, c, d)).collect();
            let mut arena = Vec::new();
            let entries: Vec<Entry> = sets.iter().map(|(words, clause, _, _, fact)| {
                let entry = entry(&mut arena, words, *clause);
                let must_have = if *fact == 1 { [0, 1].map(|at| words.get(at).copied().unwrap_or(0)) } else { [0; 2] };
                let facts = must_have.iter().filter(|&&word| word != 0).fold(0, |bits, &word| bits | Entry::bit(word));
                let mut early = words.clone();
                early.sort_unstable();
                early.dedup();
                early.retain(|&word| word != 0);
                early.resize(3, 0);
                let early = if *fact == 2 { [early[0], early[1], early[2]] } else { [0; 3] };
                Entry { must_have, early, facts, early_facts: facts, ..entry }
            }).collect();
            let side = |pick: &dyn Fn(usize) -> bool| -> Vec<u32> { (0..sets.len()).filter(|&i| pick(i)).map(|i| i as u32).collect() };
            let (left, right) = (side(&|i| sets[i].2), side(&|i| sets[i].3));
            let thresholds = thresholds(c, j);
            let counts = Counts::new(8);
            let indexed: Vec<Entry> = right.iter().map(|&b| entries[b as usize]).collect();
            indexed.iter().flat_map(|entry| entry.words(&arena)).for_each(|&word| counts.add(word));
            let lists = Index::new(&indexed, &arena, thresholds, &counts);
            let mut joined = Vec::new();
            let mut search = Search::default();
            for &a in &left {
                lists.partners(&entries[a as usize], entries[a as usize].words(&arena), || (0, 0), &mut search);
                joined.extend(search.found.iter().map(|&(b, overlap)| (a, right[b as usize], overlap)));
            }
            let mut all = Vec::new();
            for &a in &left {
                for &b in &right {
                    let (x, y) = (entries[a as usize].words(&arena), entries[b as usize].words(&arena));
                    let shared = x.iter().filter(|word| y.contains(word)).count();
                    let overlap = Overlap { shared, left: x.len(), right: y.len() };
                    let clauses = entries[a as usize].is_clause && entries[b as usize].is_clause;
                    let alike = 100 * shared >= c as usize * x.len().min(y.len())
                        && 100 * shared >= j as usize * (x.len() + y.len() - shared);
                    let has_one = |of: u32, words: &[u64]| entries[of as usize].early.iter().filter(|word| **word != 0 && !words.contains(word)).count() < 2;
                    let has_facts = |of: u32, words: &[u64]| entries[of as usize].must_have.iter().all(|word| *word == 0 || words.contains(word));
                    let has_facts = has_one(a, y) && has_one(b, x) && has_facts(a, y) && has_facts(b, x);
                    if alike && has_facts && !clauses && !x.is_empty() && !y.is_empty() {
                        all.push((a, b, overlap));
                    }
                }
            }
            all.sort_unstable_by_key(|&(a, b, _)| (a, b));
            prop_assert_eq!(joined, all);
        }
    }
}
