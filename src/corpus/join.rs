//! Which pairs of claims are alike enough to be compared closely: an exact set-similarity join between verdict classes.
//!
//! Knows sets of hashed words, nothing about texts, reports or rules. One side is indexed, the other one asks. A set is
//! listed only under those of its words of which a partner must have one, and the rarest of these: a prefix filter (Bayardo,
//! Ma, Srikant 2007; Xiao et al. 2008), narrowed by what the guards demand. Where such a list is long, it is split by a
//! second word (after Schmitt et al. 2023). A 64-bit signature in every posting refuses most pairs before anything of the
//! partner is read (Sandes, Teodoro, Melo 2019). Nothing that passes the thresholds and the facts is lost; a test compares
//! it with all pairs.

use std::ops::Range;

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
    /// The bits of the facts, names and numbers, that a complete partner must have.
    pub facts: u64,
    /// The bits of the facts that even a cut partner must have.
    pub early_facts: u64,
    /// The bits of the words that say something: a claim may have few of them that its partner lacks.
    pub said: u64,
    /// A hash of the claim with its rarest word left out. Two claims that are alike but for that word are never one claim:
    /// one word is replaced by the other. 0 where this cannot be told from words alone.
    pub frame: u64,
    /// The word that is left out of the frame, which does not have it.
    pub hole: u64,
    /// The rarest of its words that are such facts: a partner without it is none.
    pub must_have: Option<u64>,
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
        facts: 0,
        early_facts: 0,
        said: 0,
        frame: 0,
        hole: 0,
        must_have: None,
        early: [0; 3],
        is_cut: false,
        may_be_cut: false,
        is_clause: false,
    };

    /// The bit of a word in a signature.
    #[must_use]
    pub fn bit(hash: u64) -> u64 {
        1 << (hash >> 58)
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
    /// The lower half of [`Entry::frame`].
    frame: u32,
    len: u32,
    entry: u32,
}

/// Lists longer than this are split by a second word.
const LONG: usize = if cfg!(test) { 2 } else { 32 };

/// The sets of one side of the join.
pub struct Index<'e> {
    entries: &'e [Entry],
    arena: &'e [u64],
    thresholds: Thresholds,
    /// Lists one after the other, each by ascending length, then frame.
    postings: Vec<Posting>,
    /// Where the lists are found, by word or [`both`] words.
    lists: Lists,
    differing: Differing,
}

impl<'e> Index<'e> {
    /// Lists the entries, whose words lie in `arena`. `counts` says how many of them have a word.
    #[must_use]
    pub fn new(entries: &'e [Entry], arena: &'e [u64], thresholds: Thresholds, counts: &Counts) -> Self {
        let mut order: Vec<u32> = (0..index(entries.len())).collect();
        order.par_sort_unstable_by_key(|&at| {
            let entry = &entries[at as usize];
            (entry.len, entry.frame, entry.hole, at)
        });
        // By word, then in the order that lists have.
        let mut single: Vec<(u64, u32)> = Vec::with_capacity(2 * entries.len());
        let mut rarest: Vec<u64> = Vec::new();
        for (rank, &at) in (0..).zip(&order) {
            let entry = &entries[at as usize];
            rarest.clear();
            keys(entry, entry.words(arena), thresholds, counts, &mut rarest);
            single.extend(rarest.iter().map(|&word| (word, rank)));
        }
        single.par_sort_unstable();
        let mut kept = 0;
        let mut long: Vec<u64> = Vec::new();
        let mut double: Vec<(u64, u32)> = Vec::new();
        let mut start = 0;
        while start < single.len() {
            let word = single[start].0;
            let end = start + single[start..].partition_point(|&(other, _)| other == word);
            let split = end - start > LONG;
            if split {
                long.push(word);
            }
            for at in start..end {
                let (_, rank) = single[at];
                let entry = &entries[order[rank as usize] as usize];
                rarest.clear();
                if split && second_keys(entry, word, entry.words(arena), thresholds, counts, &mut rarest) {
                    double.extend(rarest.iter().map(|&other| (both(word, other), rank)));
                } else {
                    single[kept] = single[at];
                    kept += 1;
                }
            }
            start = end;
        }
        single.truncate(kept);
        single.append(&mut double);
        single.par_sort_unstable();
        let posting = |&(_, rank): &(u64, u32)| {
            let at = order[rank as usize];
            let entry = &entries[at as usize];
            Posting { signature: entry.signature, frame: low(entry.frame), len: entry.len, entry: at }
        };
        let postings = single.par_iter().map(posting).collect();
        Self { entries, arena, thresholds, postings, lists: Lists::new(&single, &long), differing: Differing::new(thresholds) }
    }

    /// Finds the entries that are alike enough to one with these words, and whose facts do not rule them out; in order, with
    /// how much they overlap (the words of `entry` to the left). `complete` adds to the entry what depends on how frequent
    /// its words are: most entries do not need it.
    pub fn partners(&self, entry: &mut Entry, words: &[u64], complete: impl FnOnce(&mut Entry), found: &mut Vec<(u32, Overlap)>) {
        found.clear();
        let len = words.len();
        let least = index(self.thresholds.jaccard.least(len));
        let mut complete = Some(complete);
        let mut complete = |entry: &mut Entry| {
            if let Some(complete) = complete.take() {
                complete(entry);
            }
        };
        let mut look = |list: Range<u32>| {
            let list = &self.postings[list.start as usize..list.end as usize];
            let start = if list.first().is_some_and(|first| first.len < least) {
                list.partition_point(|posting| posting.len < least)
            } else {
                0
            };
            self.scan(entry, &list[start..], &mut complete, found);
        };
        for &word in words {
            let Some((list, is_long)) = self.lists.get(word) else { continue };
            look(list);
            if is_long {
                for &other in words.iter().filter(|&&other| other != word) {
                    if let Some((list, _)) = self.lists.get(both(word, other)) {
                        look(list);
                    }
                }
            }
        }
        if found.is_empty() {
            return;
        }
        found.sort_unstable_by_key(|&(at, _)| at);
        found.dedup_by_key(|&mut (at, _)| at);
        let lacks = |entry: &Entry, words: &[u64]| {
            let lacks = |word: &u64| words.binary_search(word).is_err();
            entry.early.iter().filter(|&&word| word != 0 && lacks(&word)).count() > 1
                || entry.must_have.is_some_and(|word| lacks(&word))
        };
        found.retain_mut(|(at, overlap)| {
            let partner = &self.entries[*at as usize];
            let others = partner.words(self.arena);
            *overlap = Overlap { shared: shared(words, others), left: len, right: others.len() };
            self.thresholds.hold(*overlap) && !lacks(entry, others) && !lacks(partner, words)
        });
    }

    /// Pushes the entries of a list that signature, facts and kind do not rule out.
    fn scan(&self, entry: &mut Entry, list: &[Posting], complete: &mut impl FnMut(&mut Entry), found: &mut Vec<(u32, Overlap)>) {
        const NOT_YET: Overlap = Overlap { shared: 0, left: 0, right: 0 };
        /// In longer lists a template that is filled in many times may stand.
        const PATIENCE: usize = 16;
        let full = |posting: &Posting| &self.entries[posting.entry as usize];
        let mut len = 0;
        let mut most = 0;
        let mut at = 0;
        while let Some(posting) = list.get(at) {
            if posting.len != len {
                len = posting.len;
                match self.differing.most(entry.len as usize, len as usize) {
                    Some(words) => most = words,
                    // Longer sets than these share too little, as the list is by length.
                    None => return,
                }
            }
            // A bit may stand for several words, so this is never more than the words that differ.
            let differs = (entry.signature ^ posting.signature).count_ones() > most;
            if differs && at < PATIENCE {
                at += 1;
                continue;
            }
            complete(entry);
            if posting.frame == low(entry.frame) && replaces_a_word(entry, full(posting)) {
                // A template filled in many times stands together: all of it but the same filling is passed over.
                let alike = |other: &Posting| (other.len, full(other).frame) == (len, entry.frame);
                let before = |other: &Posting| alike(other) && full(other).hole < entry.hole;
                let is_before = full(posting).hole < entry.hole;
                at += if is_before { list[at..].partition_point(before) } else { list[at..].partition_point(alike) };
                continue;
            }
            at += 1;
            if differs {
                continue;
            }
            if entry.may_be_one_with(full(posting)) {
                found.push((posting.entry, NOT_YET));
            }
        }
    }
}

/// How many words at most may stand in one only of two sets that are alike enough, by their lengths.
struct Differing {
    thresholds: Thresholds,
    /// For lengths below [`Self::USUAL`]; [`Self::NONE`] where the second is too long for the first.
    table: Vec<u8>,
}

impl Differing {
    const USUAL: usize = 64;
    const NONE: u8 = u8::MAX;

    fn new(thresholds: Thresholds) -> Self {
        let lengths = || 0..Self::USUAL;
        let of = |a: usize, b: usize| Self::compute(thresholds, a, b).and_then(|most| u8::try_from(most).ok());
        let table = lengths().flat_map(|a| lengths().map(move |b| of(a, b).unwrap_or(Self::NONE))).collect();
        Self { thresholds, table }
    }

    fn compute(thresholds: Thresholds, a: usize, b: usize) -> Option<u32> {
        let least = thresholds.least(a, b);
        (least <= a).then(|| index(a + b - 2 * least.min(b)))
    }

    #[inline]
    fn most(&self, a: usize, b: usize) -> Option<u32> {
        if a.max(b) >= Self::USUAL {
            return Self::compute(self.thresholds, a, b);
        }
        let most = self.table[a * Self::USUAL + b];
        (most != Self::NONE).then_some(u32::from(most))
    }
}

/// Of which words of an entry every partner has at least one: the rarest such words.
fn keys(entry: &Entry, words: &[u64], thresholds: Thresholds, counts: &Counts, out: &mut Vec<u64>) {
    if let Some(word) = entry.must_have.filter(|&word| is_listed_under(entry, word, counts)) {
        out.push(word);
    } else if let [first, second, _] = entry.early
        && second != 0
    {
        out.extend([first, second]);
    } else if !words.is_empty() {
        // Two sets of which one has n words share at least k of them, and so one among the n - k + 1 rarest.
        let shared = thresholds.jaccard.least(words.len()).clamp(1, words.len());
        out.extend(words);
        out.sort_unstable_by_key(|&word| counts.rank(word));
        out.truncate(words.len() + 1 - shared);
    }
}

/// True when an entry is listed under the word that a partner must have: when it is rarer than two words that it may lack.
fn is_listed_under(entry: &Entry, must_have: u64, counts: &Counts) -> bool {
    let cost = |word: u64| counts.rank(word) >> 48;
    entry.early[1] == 0 || cost(must_have) <= cost(entry.early[0]) + cost(entry.early[1])
}

/// Of which other words every partner that has `word`, and is not found otherwise, has at least one; false where this is not
/// known.
fn second_keys(entry: &Entry, word: u64, words: &[u64], thresholds: Thresholds, counts: &Counts, out: &mut Vec<u64>) -> bool {
    let others = |from: usize| entry.early[from..].iter().copied().filter(move |&other| other != 0 && other != word);
    if entry.must_have.is_some_and(|must_have| must_have == word && is_listed_under(entry, word, counts)) {
        // Of any two others, it may lack one.
        out.extend(others(0).take(2));
    } else if entry.early[2] != 0 {
        // What has the first one, too, is found under that.
        out.extend(others(usize::from(entry.early[1] == word)));
        if entry.early[1] == word {
            return true;
        }
    }
    if out.len() == 2 {
        return true;
    }
    // Of the other words, it has all but so many.
    let shared = thresholds.jaccard.least(words.len());
    out.clear();
    out.extend(words.iter().copied().filter(|&other| other != word));
    out.sort_unstable_by_key(|&word| counts.rank(word));
    out.truncate((out.len() + 2).saturating_sub(shared));
    shared > 1
}

/// What stands for two words, the first of which has a long list. Other words may have the same: they only meet in vain.
pub(super) fn both(word: u64, second: u64) -> u64 {
    (word.rotate_left(23) ^ second).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// Where lists lie, by key.
struct Lists {
    /// One bit or more for each key, so that most keys that have no list are told at once.
    filter: Vec<u64>,
    /// Number of the key and one; 0 is free. A power of two of them.
    slots: Vec<u32>,
    /// The keys, in ascending order.
    keys: Vec<u64>,
    /// For each key, where its list begins, doubled, and one more when the list is split; then the end.
    starts: Vec<u32>,
}

impl Lists {
    /// Lists of what is sorted by key; and of `long` keys, the lists of which are split.
    fn new(sorted: &[(u64, u32)], long: &[u64]) -> Self {
        let mut keys: Vec<u64> = Vec::with_capacity(sorted.len() / 2 + long.len());
        let mut starts: Vec<u32> = Vec::with_capacity(keys.capacity() + 1);
        let mut start = 0;
        let mut long = long.iter().copied().peekable();
        loop {
            let key = sorted.get(start).map(|&(key, _)| key);
            let split = long.peek().copied();
            let next = match (key, split) {
                (Some(key), Some(split)) => key.min(split),
                (Some(key), None) | (None, Some(key)) => key,
                (None, None) => break,
            };
            keys.push(next);
            starts.push(2 * index(start) + u32::from(split == Some(next)));
            long.next_if_eq(&next);
            start += sorted[start..].iter().take_while(|&&(key, _)| key == next).count();
        }
        starts.push(2 * index(start));
        let mut filter = vec![0; (16 * keys.len()).next_power_of_two().max(64) / 64];
        let mut slots = vec![0; (2 * keys.len()).next_power_of_two().max(2)];
        for (at, &key) in keys.iter().enumerate() {
            let (word, bit) = Self::bit(key, filter.len());
            filter[word] |= bit;
            let mut slot = Self::home(key, slots.len());
            while slots[slot] != 0 {
                slot = (slot + 1) & (slots.len() - 1);
            }
            slots[slot] = index(at) + 1;
        }
        Self { filter, slots, keys, starts }
    }

    fn bit(key: u64, words: usize) -> (usize, u64) {
        let place = Self::home(key, 64 * words);
        (place / 64, 1 << (place % 64))
    }

    /// The place of a key in a table of so many, a power of two.
    fn home(key: u64, size: usize) -> usize {
        #[allow(clippy::cast_possible_truncation, reason = "reduced to the size")]
        let place = (key >> 20) as usize & (size - 1);
        place
    }

    /// The list of a key, and whether more is listed under the key and a second word.
    #[inline]
    fn get(&self, key: u64) -> Option<(Range<u32>, bool)> {
        let (word, bit) = Self::bit(key, self.filter.len());
        if self.filter[word] & bit == 0 {
            return None;
        }
        let mut slot = Self::home(key, self.slots.len());
        loop {
            let at = (self.slots[slot] as usize).checked_sub(1)?;
            if self.keys[at] == key {
                return Some((self.starts[at] / 2..self.starts[at + 1] / 2, self.starts[at] & 1 == 1));
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }
}

/// The lower half.
fn low(frame: u64) -> u32 {
    (frame & u64::from(u32::MAX)).try_into().unwrap_or(u32::MAX)
}

/// True for two claims that are alike but for one word, which each has in its own way: `guards` would refuse them.
fn replaces_a_word(entry: &Entry, partner: &Entry) -> bool {
    entry.frame == partner.frame && entry.frame != 0 && entry.hole != partner.hole
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
        let len = u32::try_from(words.len()).unwrap();
        Entry { start, len, signature, is_clause, ..Entry::EMPTY }
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
                let must_have = words.first().copied().filter(|_| *fact == 1);
                let facts = must_have.map_or(0, Entry::bit);
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
            let mut found = Vec::new();
            for &a in &left {
                let mut entry = Entry { must_have: None, early: [0; 3], ..entries[a as usize] };
                let complete = |entry: &mut Entry| *entry = entries[a as usize];
                lists.partners(&mut entry, entries[a as usize].words(&arena), complete, &mut found);
                joined.extend(found.iter().map(|&(b, overlap)| (a, right[b as usize], overlap)));
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
                    let has_facts = has_one(a, y) && has_one(b, x) && entries[a as usize].must_have.is_none_or(|word| y.contains(&word))
                        && entries[b as usize].must_have.is_none_or(|word| x.contains(&word));
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
