//! How frequent words are on the side of the join that is indexed.

use std::sync::atomic::{AtomicU32, Ordering};

/// In how many claims of the indexed side words stand: counted in buckets by hash. Two words that share a bucket only share
/// their place in the order, which has no influence on what is found.
pub struct Counts {
    buckets: Vec<AtomicU32>,
    shift: u32,
}

impl Counts {
    /// For about so many words.
    #[must_use]
    pub fn new(words: usize) -> Self {
        let bits = words.next_power_of_two().ilog2().clamp(10, 18);
        Self { buckets: (0..1 << bits).map(|_| AtomicU32::new(0)).collect(), shift: 64 - bits }
    }

    fn bucket(&self, word: u64) -> &AtomicU32 {
        #[expect(clippy::cast_possible_truncation, reason = "at most 18 bits are left")]
        &self.buckets[(word >> self.shift) as usize]
    }

    /// Counts a word.
    pub fn add(&self, word: u64) {
        self.bucket(word).fetch_add(1, Ordering::Relaxed);
    }

    /// Ascends from the rarest word to the most frequent: count in the upper 16 bits, hash in the lower 48.
    #[must_use]
    pub fn rank(&self, word: u64) -> u64 {
        let count = self.bucket(word).load(Ordering::Relaxed).min(u32::from(u16::MAX));
        u64::from(count) << 48 | word & 0xffff_ffff_ffff
    }

    /// True for the rank of a word that no claim has.
    #[must_use]
    pub fn is_absent(rank: u64) -> bool {
        rank >> 48 == 0
    }
}
