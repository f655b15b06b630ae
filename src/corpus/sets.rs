//! Sets of words, as joins read them: words are numbers that ascend from the rarest to the most frequent, and texts that have
//! the same words are one set.
//!
//! Knows words as keys, nothing about what a text is. Which numbers, sets and orders come out depends on the texts and their
//! order alone, never on threads.

use rayon::prelude::*;

use super::plain::Dictionary;

/// Where the words of a set begin: the chunk and the place in it.
#[derive(Clone, Copy)]
struct At(u64);

impl At {
    const BITS: u32 = 40;

    fn new(chunk: usize, start: usize) -> Self {
        Self((chunk as u64) << Self::BITS | start as u64)
    }

    #[allow(clippy::cast_possible_truncation, reason = "both were given as usize")]
    fn words(self, chunks: &[Vec<u32>], len: u32) -> &[u32] {
        let start = (self.0 & ((1 << Self::BITS) - 1)) as usize;
        &chunks[(self.0 >> Self::BITS) as usize][start..start + len as usize]
    }
}

/// The distinct sets of words of some texts, by ascending length, then by a key of the texts.
pub struct Sets {
    /// The words of the texts, in chunks; in each text they ascend, from the rarest to the most frequent.
    chunks: Vec<Vec<u32>>,
    /// How many words there are.
    vocabulary: usize,
    at: Vec<At>,
    lens: Vec<u32>,
    /// For each text, its set; [`NONE`] for a text without words.
    set_of: Vec<u32>,
    /// For each set, where its texts begin in `texts`; then their end.
    starts: Vec<u32>,
    texts: Vec<u32>,
}

/// No set.
pub const NONE: u32 = u32::MAX;

/// A part of the input.
#[derive(Default)]
struct Chunk {
    dictionary: Dictionary,
    words: Vec<u32>,
    /// For each text, how many words it has.
    lens: Vec<u32>,
}

/// A text by what its set is found by: length, key, hash; and its number.
type Keyed<K> = (u32, K, u32, u32);

impl Sets {
    /// The sets of the words that `words` finds in each text. Texts with different keys have sets of their own; those of one
    /// length and key stand together.
    #[must_use]
    pub fn new<T: Sync, K: Ord + Copy + Send>(
        texts: &[T],
        key: impl Fn(&T) -> K,
        words: impl Fn(&T, &mut Collector<'_>) + Sync,
    ) -> Self {
        // What many chunks cost is a dictionary for each.
        let size = texts.len().div_ceil(4 * rayon::current_num_threads()).max(1 << 12);
        let mut chunks: Vec<Chunk> = texts.par_chunks(size).map(|texts| read(texts, &words)).collect();
        let dictionaries: Vec<Dictionary> = chunks.iter_mut().map(|chunk| std::mem::take(&mut chunk.dictionary)).collect();
        let (vocabulary, ranks) = ranks(&dictionaries);
        drop(dictionaries);
        let hashes: Vec<Vec<u32>> = chunks.par_iter_mut().zip(&ranks).map(|(chunk, ranks)| order(chunk, ranks)).collect();
        let mut keyed: Vec<Keyed<K>> = Vec::with_capacity(texts.len());
        let mut ats: Vec<At> = Vec::with_capacity(texts.len());
        for (at, (chunk, hashes)) in chunks.iter().zip(hashes).enumerate() {
            let mut start = 0;
            for (&len, hash) in chunk.lens.iter().zip(hashes) {
                if len > 0 {
                    keyed.push((len, key(&texts[ats.len()]), hash, index(ats.len())));
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
    fn group<K: Ord + Copy>(chunks: Vec<Vec<u32>>, vocabulary: usize, keyed: &[Keyed<K>], ats: &[At]) -> Self {
        let (mut at, mut lens) = (Vec::with_capacity(keyed.len()), Vec::with_capacity(keyed.len()));
        let (mut starts, mut texts) = (Vec::with_capacity(keyed.len() + 1), Vec::with_capacity(keyed.len()));
        let mut set_of = vec![NONE; ats.len()];
        for alike in keyed.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
            let words = |text: u32| ats[text as usize].words(&chunks, alike[0].0);
            let mut rest: Vec<u32> = Vec::new();
            let mut first = alike[0].3;
            let mut round = alike.iter().map(|&(_, _, _, text)| text).collect::<Vec<_>>();
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

    /// How many sets there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.lens.len()
    }

    /// How many words there are in all.
    #[must_use]
    pub fn vocabulary(&self) -> usize {
        self.vocabulary
    }

    /// How many words each set has: never less than the set before.
    #[must_use]
    pub fn lens(&self) -> &[u32] {
        &self.lens
    }

    /// The words of a set, from the rarest to the most frequent.
    #[must_use]
    pub fn words(&self, set: u32) -> &[u32] {
        self.at[set as usize].words(&self.chunks, self.lens[set as usize])
    }

    /// For each text, its set; [`NONE`] for a text without words.
    #[must_use]
    pub fn set_of(&self) -> &[u32] {
        &self.set_of
    }

    /// The texts that have a set, in order.
    #[must_use]
    pub fn texts(&self, set: u32) -> &[u32] {
        range(&self.starts, set, &self.texts)
    }

    /// Forgets the words: the texts of each set are left.
    pub fn forget_words(&mut self) {
        self.chunks = Vec::new();
        self.at = Vec::new();
    }
}

/// Takes up the words of one text.
pub struct Collector<'c> {
    dictionary: &'c mut Dictionary,
    words: &'c mut Vec<u32>,
    text: u32,
}

impl Collector<'_> {
    /// A word, by a key and what it is told from other words of that key by: see [`Dictionary::add`].
    #[inline]
    pub fn word(&mut self, key: u64, word: &[u8]) {
        self.words.extend(self.dictionary.add(key, word, self.text));
    }
}

/// Numbers the words of some texts as they come.
fn read<T>(texts: &[T], words: impl Fn(&T, &mut Collector<'_>)) -> Chunk {
    // Growing step by step costs more than a guess: what is not used is never touched.
    let words_at_first = Vec::with_capacity(16 * texts.len());
    let mut chunk = Chunk { words: words_at_first, lens: Vec::with_capacity(texts.len()), ..Chunk::default() };
    for (at, text) in texts.iter().enumerate() {
        let before = chunk.words.len();
        words(text, &mut Collector { dictionary: &mut chunk.dictionary, words: &mut chunk.words, text: index(at) });
        chunk.lens.push(index(chunk.words.len() - before));
    }
    chunk
}

/// How many words all dictionaries have together, and for each the ranks of its words: the rarest has rank 0, and among
/// words that are equally frequent the one that comes first.
fn ranks(dictionaries: &[Dictionary]) -> (usize, Vec<Vec<u32>>) {
    let mut all = Dictionary::default();
    let mut numbers: Vec<Vec<u32>> =
        dictionaries.iter().map(|one| (0..index(one.size())).map(|number| all.adopt(one, number)).collect()).collect();
    let mut order: Vec<(u32, u32)> = (0..index(all.size())).map(|number| (all.count(number), number)).collect();
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
        for word in own.iter_mut() {
            *word = ranks[*word as usize];
        }
        own.sort_unstable();
        let state = own.iter().fold(0, |state: u64, &word| (state.rotate_left(5) ^ u64::from(word)).wrapping_mul(STEP));
        #[allow(clippy::cast_possible_truncation, reason = "32 bits are left")]
        let hash = (state >> 32) as u32;
        hash
    };
    chunk.lens.iter().map(hash).collect()
}

const STEP: u64 = 0x517c_c1b7_2722_0a95;

/// What belongs to a number, by where it begins.
pub fn range<'a, T>(starts: &[u32], at: u32, all: &'a [T]) -> &'a [T] {
    &all[starts[at as usize] as usize..starts[at as usize + 1] as usize]
}

/// Turns how many there are of each, one place on, into where each begins.
pub fn sum(starts: &mut [u32]) {
    let mut total = 0;
    for start in starts {
        total += *start;
        *start = total;
    }
}

/// A number of texts, sets or words fits: texts take bytes, and no run holds as many.
#[must_use]
pub fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
