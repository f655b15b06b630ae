//! Which sets of words are alike: an exact similarity self-join.
//!
//! Knows sets of numbers, nothing about texts. A set is listed under the rarest of its words only, so that two sets that are
//! alike meet there (prefix filter: Bayardo, Ma, Srikant 2007; Xiao et al. 2008); where such a list is long, under the two
//! rarest that both have (after Schmitt et al. 2023). A posting carries a 64-bit signature, so that most pairs are refused
//! before anything of the partner is read (Sandes, Teodoro, Melo 2019). What is left is compared word by word, up to where it
//! cannot be alike. Nothing is lost; a test compares it with all pairs.

use std::ops::Range;

use rayon::prelude::*;

use super::join::Thresholds;
use super::sets::{NONE, Sets, index, range, sum};

const STEP: u64 = 0x517c_c1b7_2722_0a95;

/// One bit for each word, turned over each time: never more bits differ than words.
fn signature(words: &[u32]) -> u64 {
    words.iter().fold(0, |bits, &word| bits ^ 1 << (u64::from(word).wrapping_mul(STEP) >> 58))
}

/// Hands `found` each set with those before it that are alike, and how many words they share; and collects what it makes of them, in the same order whatever the number of threads. `skips` says of each set which of those
/// before it are passed over, however alike they are; without any it may be empty.
pub fn alike<T: Send>(
    sets: &Sets,
    thresholds: Thresholds,
    skips: &[Range<u32>],
    found: impl Fn(u32, &[(u32, u32)], &mut Vec<T>) + Sync,
) -> Vec<T> {
    const BLOCK: usize = 1024;
    let lists = Index::new(sets, thresholds);
    (0..sets.count().div_ceil(BLOCK))
        .into_par_iter()
        .flat_map_iter(|block| {
            let mut out = Vec::new();
            let mut probe = Probe { sets, index: &lists, thresholds, skips, most: Vec::new(), partners: Vec::new() };
            for set in block * BLOCK..((block + 1) * BLOCK).min(sets.count()) {
                let set = index(set);
                probe.run(set);
                found(set, &probe.partners, &mut out);
                probe.partners.clear();
            }
            out
        })
        .collect()
}

/// The search for the partners of sets.
struct Probe<'s> {
    sets: &'s Sets,
    index: &'s Index,
    thresholds: Thresholds,
    skips: &'s [Range<u32>],
    /// For each length from the shortest partner's: the most words that stand in one of the two only.
    most: Vec<u32>,
    /// What was found for the set at hand, with the number of words in both.
    partners: Vec<(u32, u32)>,
}

impl Probe<'_> {
    /// Finds the partners that come before a set, and so are not longer.
    fn run(&mut self, set: u32) {
        let words = self.sets.words(set);
        let len = words.len();
        let shortest = self.thresholds.jaccard.least(len).max(1);
        let shared = |other: usize| self.thresholds.least(len, other);
        self.most.clear();
        self.most.extend((shortest..=len).map(|other| index(len + other - 2 * shared(other))));
        let signature = signature(words);
        // Of the rarest so many, one is shared; of these and the next, two.
        let end = len - (shortest..=len).map(shared).min().unwrap_or(len) + 1;
        for (at, &word) in words[..end].iter().enumerate() {
            self.scan(set, signature, shortest, self.index.single(word), [word, NONE], at);
            if self.index.double_starts[word as usize] != self.index.double_starts[word as usize + 1] {
                for (lost, &second) in (at..).zip(&words[at + 1..(end + 1).min(len)]) {
                    self.scan(set, signature, shortest, self.index.double(word, second), [word, second], lost);
                }
            }
        }
    }

    /// Goes through a list of sets that have the word, or both words, in common with this one, and as the first they have in
    /// common: `lost` rarer ones of this set are not in theirs (the positional filter of Xiao et al.).
    fn scan(&mut self, set: u32, signature: u64, shortest: usize, list: &[Posting], key: [u32; 2], lost: usize) {
        let from = self.index.first_of_len[shortest];
        let start = if list.first().is_some_and(|first| first.set >= from) {
            0
        } else {
            list.partition_point(|posting| posting.set < from)
        };
        let own = self.sets.lens()[set as usize] as usize;
        let mut at = start;
        let skip = self.skips.get(set as usize).cloned().unwrap_or_default();
        while let Some(&first) = list.get(at).filter(|posting| posting.set < set) {
            if skip.contains(&first.set) {
                at += list[at..].partition_point(|posting| posting.set < skip.end);
                continue;
            }
            let len = self.sets.lens()[first.set as usize] as usize;
            let bound = self.index.first_of_len[len + 1].min(set);
            let bound = if first.set < skip.start { bound.min(skip.start) } else { bound };
            let most = self.most[len - shortest];
            // Twice the words that both must have; the longer, the more.
            if own + len - most as usize > 2 * (own - lost) {
                return;
            }
            while let Some(posting) = list.get(at).filter(|posting| posting.set < bound) {
                at += 1;
                if (posting.signature ^ signature).count_ones() <= most
                    && let Some(shared) = self.shared(set, posting.set, most as usize, key)
                {
                    self.partners.push((posting.set, shared));
                }
            }
        }
    }

    /// How many words two sets share, when at most `most` stand in one of them only, and `key` are the first of them: a pair
    /// meets in several lists and counts in one.
    fn shared(&self, a: u32, b: u32, most: usize, key: [u32; 2]) -> Option<u32> {
        let (x, y) = (self.sets.words(a), self.sets.words(b));
        let (mut i, mut j, mut shared, mut differ) = (0, 0, 0, 0);
        while i < x.len() && j < y.len() {
            let (own, other) = (x[i], y[j]);
            if own == other {
                if shared < 2 && key[shared] != own && key[shared] != NONE {
                    return None;
                }
                shared += 1;
            } else {
                differ += 1;
                if differ > most {
                    return None;
                }
            }
            i += usize::from(own <= other);
            j += usize::from(other <= own);
        }
        differ += x.len() - i + y.len() - j;
        (differ <= most).then(|| index(shared))
    }
}

/// Lists longer than this are split by the second word.
const LONG: u32 = 64;

/// A set as it stands in a list.
#[derive(Clone, Copy, Default)]
struct Posting {
    signature: u64,
    set: u32,
    /// In the list of two words: the second.
    second: u32,
}

/// Where sets are found by the rarest of their words.
struct Index {
    /// For each word, where its list begins in `single`; then the end.
    starts: Vec<u32>,
    /// Lists by word, in each by set.
    single: Vec<Posting>,
    /// For each word, where its lists of two words begin in `double`; then the end.
    double_starts: Vec<u32>,
    /// Lists by word, by second word, then by set.
    double: Vec<Posting>,
    /// Where the list of two words begins, and one; by hash. A power of two of them.
    table: Vec<u32>,
    /// For each length, the first set that is as long or longer.
    first_of_len: Vec<u32>,
}

impl Index {
    fn new(sets: &Sets, thresholds: Thresholds) -> Self {
        let count = sets.count();
        // The rarest words of a set of which every partner that is as long or longer has one; and whether it has two.
        let prefix = |set: usize| {
            let len = sets.lens()[set] as usize;
            let shared = thresholds.least(len, len);
            (len - shared + 1, shared > 1)
        };
        let mut starts = vec![0_u32; sets.vocabulary() + 1];
        for set in 0..count {
            for &word in &sets.words(index(set))[..prefix(set).0] {
                starts[word as usize + 1] += 1;
            }
        }
        let long: Vec<bool> = starts[1..].iter().map(|&length| length > LONG).collect();
        let mut double: Vec<(u32, u32, u32)> = Vec::new();
        starts.fill(0);
        let mut postings: Vec<(u32, u32)> = Vec::with_capacity(2 * count);
        for set in 0..count {
            let (end, has_two) = prefix(set);
            let (set, words) = (index(set), sets.words(index(set)));
            for (at, &word) in words[..end].iter().enumerate() {
                if has_two && long[word as usize] {
                    double.extend(words[at + 1..=end].iter().map(|&second| (word, second, set)));
                } else {
                    postings.push((word, set));
                    starts[word as usize + 1] += 1;
                }
            }
        }
        sum(&mut starts);
        let mut next = starts.clone();
        let mut single = vec![Posting::default(); postings.len()];
        let signatures: Vec<u64> = (0..count).into_par_iter().map(|set| signature(sets.words(index(set)))).collect();
        for (word, set) in postings {
            let at = &mut next[word as usize];
            single[*at as usize] = Posting { signature: signatures[set as usize], set, second: 0 };
            *at += 1;
        }
        drop(next);
        double.par_sort_unstable();
        let mut double_starts = vec![0_u32; sets.vocabulary() + 1];
        for &(word, _, _) in &double {
            double_starts[word as usize + 1] += 1;
        }
        sum(&mut double_starts);
        let keys = double.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).count();
        let mut table = vec![0; (2 * keys).next_power_of_two()];
        let mut start = 0;
        for list in double.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let mut slot = home(list[0].0, list[0].1, table.len());
            while table[slot] != 0 {
                slot = (slot + 1) & (table.len() - 1);
            }
            table[slot] = start + 1;
            start += index(list.len());
        }
        let posting = |&(_, second, set): &(u32, u32, u32)| Posting { signature: signatures[set as usize], set, second };
        let double = double.par_iter().map(posting).collect();
        let longest = sets.lens().last().map_or(0, |&len| len as usize);
        let mut first_of_len = vec![0; longest + 2];
        for (len, first) in first_of_len.iter_mut().enumerate() {
            *first = index(sets.lens().partition_point(|&own| (own as usize) < len));
        }
        Self { starts, single, double_starts, double, table, first_of_len }
    }

    fn single(&self, word: u32) -> &[Posting] {
        range(&self.starts, word, &self.single)
    }

    /// The sets that have these two among their rarest words, and then others.
    fn double(&self, word: u32, second: u32) -> &[Posting] {
        let (start, end) = (self.double_starts[word as usize], self.double_starts[word as usize + 1]);
        if start == end {
            return &[];
        }
        let mask = self.table.len() - 1;
        let mut slot = home(word, second, self.table.len());
        loop {
            let at = self.table[slot];
            if at == 0 {
                return &[];
            }
            let at = at - 1;
            if (start..end).contains(&at) && self.double[at as usize].second == second {
                let list = &self.double[at as usize..end as usize];
                let mut bound = 1;
                while bound < list.len() && list[bound].second == second {
                    bound *= 2;
                }
                let bound = bound.min(list.len());
                return &list[..list[..bound].partition_point(|posting| posting.second == second)];
            }
            slot = (slot + 1) & mask;
        }
    }
}

/// Where the search for a list of two words begins.
fn home(word: u32, second: u32, slots: usize) -> usize {
    let key = (u64::from(word) << 32 | u64::from(second)).wrapping_mul(STEP);
    #[allow(clippy::cast_possible_truncation, reason = "reduced to the number of slots")]
    let hash = (key ^ key >> 32) as usize;
    hash & (slots - 1)
}
