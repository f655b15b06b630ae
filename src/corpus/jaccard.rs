//! Every pair of texts whose sets of plain words are alike: an exact self-join by Jaccard similarity.
//!
//! Knows texts, nothing about reports, verdicts or stems: this is what other join programs are compared with. Texts of one
//! set of words are joined once. A set is listed under the rarest of its words only, so that two sets that are alike meet
//! there (prefix filter: Bayardo, Ma, Srikant 2007; Xiao et al. 2008); where such a list is long, under the two rarest that
//! both have (after Schmitt et al. 2023). A posting carries a 64-bit signature, so that most pairs are refused before
//! anything of the partner is read (Sandes, Teodoro, Melo 2019). What is left is compared word by word, up to where it cannot
//! be alike. Nothing is lost; a test compares it with all pairs.

use std::ops::ControlFlow;

use rayon::prelude::*;

use super::join::Ratio;
use super::plain::{Dictionary, words};

/// Two texts that are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// Number of the first text.
    pub a: u32,
    /// Number of the second text, which comes later.
    pub b: u32,
    /// How many words both have.
    pub shared: u32,
    /// How many words they have together.
    pub union: u32,
}

/// The pairs of texts that are alike, by sets of words.
pub struct Pairs {
    /// For each text, its set; none for a text without words.
    set_of: Vec<u32>,
    /// For each set, where its texts begin in `texts`; then their end.
    starts: Vec<u32>,
    texts: Vec<u32>,
    /// For each set, how many words it has.
    lens: Vec<u32>,
    /// For each set, where its partners begin in `partners`; then their end.
    partner_starts: Vec<u32>,
    /// Other sets, with the number of words in both.
    partners: Vec<(u32, u32)>,
}

const NONE: u32 = u32::MAX;

impl Pairs {
    /// Finds the pairs of texts of which `shared / union` is at least `least`. A text without words is like no other.
    #[must_use]
    pub fn new<T: AsRef<str> + Sync>(texts: &[T], least: Ratio) -> Self {
        let sets = Sets::new(texts);
        let alike = alike(&sets, least);
        let (partner_starts, partners) = both_ways(&alike, sets.lens.len());
        let Sets { set_of, starts, texts, lens, .. } = sets;
        Self { set_of, starts, texts, lens, partner_starts, partners }
    }

    /// Hands all pairs to `emit`, by number of the first text, then of the second. Takes time and memory like what it hands
    /// out and what was put in, however many texts are equal.
    pub fn each<B>(&self, mut emit: impl FnMut(Pair) -> ControlFlow<B>) -> ControlFlow<B> {
        let mut later: Vec<(u32, u32, u32)> = Vec::new();
        for (a, &set) in self.set_of.iter().enumerate() {
            if set == NONE {
                continue;
            }
            let a = index(a);
            let len = self.lens[set as usize];
            let partners = range(&self.partner_starts, set, &self.partners).iter().copied();
            later.clear();
            for (other, shared) in partners.chain([(set, len)]) {
                let members = range(&self.starts, other, &self.texts);
                let after = members.partition_point(|&member| member <= a);
                let union = len + self.lens[other as usize] - shared;
                later.extend(members[after..].iter().map(|&b| (b, shared, union)));
            }
            later.sort_unstable();
            for &(b, shared, union) in &later {
                emit(Pair { a, b, shared, union })?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// What belongs to a number, by where it begins.
fn range<'a, T>(starts: &[u32], at: u32, all: &'a [T]) -> &'a [T] {
    &all[starts[at as usize] as usize..starts[at as usize + 1] as usize]
}

/// Where the words of a set begin: the chunk and the place in it.
#[derive(Clone, Copy)]
struct At(u64);

impl At {
    const BITS: u32 = 40;

    fn new(chunk: usize, start: usize) -> Self {
        Self((chunk as u64) << Self::BITS | start as u64)
    }

    #[expect(clippy::cast_possible_truncation, reason = "both were given as usize")]
    fn words(self, chunks: &[Vec<u32>], len: u32) -> &[u32] {
        let start = (self.0 & ((1 << Self::BITS) - 1)) as usize;
        &chunks[(self.0 >> Self::BITS) as usize][start..start + len as usize]
    }
}

/// The distinct sets of words of some texts, by ascending length.
struct Sets {
    /// The words of the texts, in chunks; in each text they ascend, from the rarest to the most frequent.
    chunks: Vec<Vec<u32>>,
    /// How many words there are.
    vocabulary: usize,
    at: Vec<At>,
    lens: Vec<u32>,
    /// For each text, its set.
    set_of: Vec<u32>,
    /// For each set, where its texts begin in `texts`; then their end.
    starts: Vec<u32>,
    texts: Vec<u32>,
}

/// A part of the input.
#[derive(Default)]
struct Chunk {
    dictionary: Dictionary,
    words: Vec<u32>,
    /// For each text, how many words it has.
    lens: Vec<u32>,
}

/// A text by what its set is found by: length, hash, its number.
type Keyed = (u32, u32, u32);

impl Sets {
    fn new<T: AsRef<str> + Sync>(texts: &[T]) -> Self {
        // What many chunks cost is a dictionary for each.
        let size = texts.len().div_ceil(4 * rayon::current_num_threads()).max(1 << 12);
        let mut chunks: Vec<Chunk> = texts.par_chunks(size).map(read).collect();
        let dictionaries: Vec<Dictionary> = chunks.iter_mut().map(|chunk| std::mem::take(&mut chunk.dictionary)).collect();
        let (vocabulary, ranks) = ranks(&dictionaries);
        drop(dictionaries);
        let hashes: Vec<Vec<u32>> = chunks.par_iter_mut().zip(&ranks).map(|(chunk, ranks)| order(chunk, ranks)).collect();
        let mut keyed: Vec<Keyed> = Vec::with_capacity(texts.len());
        let mut ats: Vec<At> = Vec::with_capacity(texts.len());
        for (at, (chunk, hashes)) in chunks.iter().zip(hashes).enumerate() {
            let mut start = 0;
            for (&len, hash) in chunk.lens.iter().zip(hashes) {
                if len > 0 {
                    keyed.push((len, hash, index(ats.len())));
                }
                ats.push(At::new(at, start));
                start += len as usize;
            }
        }
        keyed.par_sort_unstable();
        let chunks = chunks.into_iter().map(|chunk| chunk.words).collect();
        Self::group(chunks, vocabulary, &keyed, &ats)
    }

    /// Makes one of texts that have the same words.
    fn group(chunks: Vec<Vec<u32>>, vocabulary: usize, keyed: &[Keyed], ats: &[At]) -> Self {
        let (mut at, mut lens) = (Vec::with_capacity(keyed.len()), Vec::with_capacity(keyed.len()));
        let (mut starts, mut texts) = (Vec::with_capacity(keyed.len() + 1), Vec::with_capacity(keyed.len()));
        let mut set_of = vec![NONE; ats.len()];
        for alike in keyed.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let words = |text: u32| ats[text as usize].words(&chunks, alike[0].0);
            let mut rest: Vec<u32> = Vec::new();
            let mut first = alike[0].2;
            let mut round = alike.iter().map(|&(_, _, text)| text).collect::<Vec<_>>();
            // One round for each set among those of one hash.
            loop {
                at.push(ats[first as usize]);
                starts.push(index(texts.len()));
                let set = index(lens.len());
                lens.push(alike[0].0);
                for text in round.drain(..) {
                    if text == first || words(text) == words(first) {
                        set_of[text as usize] = set;
                        texts.push(text);
                    } else {
                        rest.push(text);
                    }
                }
                std::mem::swap(&mut round, &mut rest);
                match round.first() {
                    Some(&next) => first = next,
                    None => break,
                }
            }
        }
        starts.push(index(texts.len()));
        Self { chunks, vocabulary, at, lens, set_of, starts, texts }
    }

    fn words(&self, set: u32) -> &[u32] {
        self.at[set as usize].words(&self.chunks, self.lens[set as usize])
    }
}

/// Numbers the words of some texts as they come.
fn read<T: AsRef<str>>(texts: &[T]) -> Chunk {
    let bytes: usize = texts.iter().map(|text| text.as_ref().len()).sum();
    let mut chunk = Chunk { words: Vec::with_capacity(bytes / 6), lens: Vec::with_capacity(texts.len()), ..Chunk::default() };
    for (at, text) in texts.iter().enumerate() {
        let before = chunk.words.len();
        let (dictionary, out) = (&mut chunk.dictionary, &mut chunk.words);
        words(text.as_ref(), |key, word| out.extend(dictionary.add(key, word, index(at))));
        chunk.lens.push(index(chunk.words.len() - before));
    }
    chunk
}

/// How many words all dictionaries have together, and for each the ranks of its words: the rarest has rank 0, and among
/// words that are equally frequent the one that comes first.
fn ranks(dictionaries: &[Dictionary]) -> (usize, Vec<Vec<u32>>) {
    let mut all = Dictionary::default();
    let mut numbers: Vec<Vec<u32>> =
        dictionaries.iter().map(|one| (0..index(one.len())).map(|number| all.adopt(one, number)).collect()).collect();
    let mut order: Vec<(u32, u32)> = (0..index(all.len())).map(|number| (all.count(number), number)).collect();
    order.par_sort_unstable();
    let mut rank_of = vec![0; order.len()];
    for (rank, &(_, number)) in order.iter().enumerate() {
        rank_of[number as usize] = index(rank);
    }
    numbers.par_iter_mut().flatten().for_each(|number| *number = rank_of[*number as usize]);
    (order.len(), numbers)
}

/// Turns numbers into ranks, orders them in each text, and hashes each text.
fn order(chunk: &mut Chunk, ranks: &[u32]) -> Vec<u32> {
    let mut rest = &mut chunk.words[..];
    let hash = |&len: &u32| {
        let (own, others) = std::mem::take(&mut rest).split_at_mut(len as usize);
        rest = others;
        own.iter_mut().for_each(|word| *word = ranks[*word as usize]);
        own.sort_unstable();
        let state = own.iter().fold(0, |state: u64, &word| (state.rotate_left(5) ^ u64::from(word)).wrapping_mul(STEP));
        #[expect(clippy::cast_possible_truncation, reason = "32 bits are left")]
        let hash = (state >> 32) as u32;
        hash
    };
    chunk.lens.iter().map(hash).collect()
}

const STEP: u64 = 0x517c_c1b7_2722_0a95;

/// One bit for each word, turned over each time: never more bits differ than words.
fn signature(words: &[u32]) -> u64 {
    words.iter().fold(0, |bits, &word| bits ^ 1 << (u64::from(word).wrapping_mul(STEP) >> 58))
}

/// What the lengths of two sets say of how many words they must share.
#[derive(Clone, Copy)]
struct Needs {
    p: usize,
    q: usize,
}

impl Needs {
    /// The least that sets of those lengths share: `q·s >= p·(n + m − s)`.
    fn shared(self, n: usize, m: usize) -> usize {
        (self.p * (n + m)).div_ceil(self.p + self.q)
    }

    /// The length of the shortest partner.
    fn shortest(self, n: usize) -> usize {
        (self.p * n).div_ceil(self.q)
    }
}

/// Lists longer than this are split by the second word.
const LONG: u32 = 192;

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
    fn new(sets: &Sets, needs: Needs) -> Self {
        let count = sets.lens.len();
        // The rarest words of a set of which every partner that is as long or longer has one; and whether it has two.
        let prefix = |set: usize| {
            let len = sets.lens[set] as usize;
            let shared = needs.shared(len, len);
            (len - shared + 1, shared > 1)
        };
        let mut starts = vec![0_u32; sets.vocabulary + 1];
        for set in 0..count {
            for &word in &sets.words(index(set))[..prefix(set).0] {
                starts[word as usize + 1] += 1;
            }
        }
        let long: Vec<bool> = starts[1..].iter().map(|&length| length > LONG).collect();
        let mut double: Vec<(u32, u32, u32)> = Vec::new();
        starts.fill(0);
        let mut postings: Vec<(u32, u32)> = Vec::new();
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
        let mut double_starts = vec![0_u32; sets.vocabulary + 1];
        double.iter().for_each(|&(word, _, _)| double_starts[word as usize + 1] += 1);
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
        let longest = sets.lens.last().map_or(0, |&len| len as usize);
        let mut first_of_len = vec![0; longest + 2];
        for (len, first) in first_of_len.iter_mut().enumerate() {
            *first = index(sets.lens.partition_point(|&own| (own as usize) < len));
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
    #[expect(clippy::cast_possible_truncation, reason = "reduced to the number of slots")]
    let hash = (key ^ key >> 32) as usize;
    hash & (slots - 1)
}

/// Turns how many there are of each, one place on, into where each begins.
fn sum(starts: &mut [u32]) {
    let mut total = 0;
    for start in starts {
        total += *start;
        *start = total;
    }
}

/// The sets that are alike, in any order: two of them, and how many words they share.
fn alike(sets: &Sets, least: Ratio) -> Vec<(u32, u32, u32)> {
    let (p, q) = least.parts();
    let needs = Needs { p: p as usize, q: q as usize };
    let index_of = Index::new(sets, needs);
    const BLOCK: usize = 1024;
    (0..sets.lens.len().div_ceil(BLOCK))
        .into_par_iter()
        .flat_map_iter(|block| {
            let mut probe = Probe { sets, index: &index_of, needs, most: Vec::new(), found: Vec::new() };
            for set in block * BLOCK..((block + 1) * BLOCK).min(sets.lens.len()) {
                probe.run(index(set));
            }
            probe.found
        })
        .collect()
}

/// The search for the partners of sets.
struct Probe<'s> {
    sets: &'s Sets,
    index: &'s Index,
    needs: Needs,
    /// For each length from the shortest partner's: the most words that stand in one of the two only.
    most: Vec<u32>,
    found: Vec<(u32, u32, u32)>,
}

impl Probe<'_> {
    /// Finds the partners that come before a set, and so are not longer.
    fn run(&mut self, set: u32) {
        let words = self.sets.words(set);
        let len = words.len();
        let shortest = self.needs.shortest(len).max(1);
        self.most.clear();
        self.most.extend((shortest..=len).map(|other| index(len + other - 2 * self.needs.shared(len, other))));
        let signature = signature(words);
        let end = len - shortest + 1;
        for (at, &word) in words[..end].iter().enumerate() {
            self.scan(set, signature, shortest, self.index.single(word), [word, NONE]);
            if self.index.double_starts[word as usize] != self.index.double_starts[word as usize + 1] {
                for &second in &words[at + 1..(end + 1).min(len)] {
                    self.scan(set, signature, shortest, self.index.double(word, second), [word, second]);
                }
            }
        }
    }

    /// Goes through a list of sets that have the word, or both words, in common with this one.
    fn scan(&mut self, set: u32, signature: u64, shortest: usize, list: &[Posting], key: [u32; 2]) {
        let from = self.index.first_of_len[shortest];
        let start = if list.first().is_some_and(|first| first.set >= from) {
            0
        } else {
            list.partition_point(|posting| posting.set < from)
        };
        let mut at = start;
        while let Some(&first) = list.get(at).filter(|posting| posting.set < set) {
            let len = self.sets.lens[first.set as usize] as usize;
            let bound = self.index.first_of_len[len + 1].min(set);
            let most = self.most[len - shortest];
            while let Some(posting) = list.get(at).filter(|posting| posting.set < bound) {
                at += 1;
                if (posting.signature ^ signature).count_ones() <= most
                    && let Some(shared) = self.shared(set, posting.set, most as usize, key)
                {
                    self.found.push((posting.set, set, shared));
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

/// For each set where its partners begin, and the partners.
fn both_ways(alike: &[(u32, u32, u32)], sets: usize) -> (Vec<u32>, Vec<(u32, u32)>) {
    let mut starts = vec![0_u32; sets + 1];
    for &(a, b, _) in alike {
        starts[a as usize + 1] += 1;
        starts[b as usize + 1] += 1;
    }
    sum(&mut starts);
    let mut next = starts.clone();
    let mut partners = vec![(0, 0); 2 * alike.len()];
    for &(a, b, shared) in alike {
        for (own, other) in [(a, b), (b, a)] {
            partners[next[own as usize] as usize] = (other, shared);
            next[own as usize] += 1;
        }
    }
    (starts, partners)
}

/// A number of texts, sets or words fits: texts take bytes, and inputs hold less than 4 GiB each.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
