//! Which pairs of claims are alike enough to be compared closely: an exact set-similarity join between verdict classes.
//!
//! Knows sets of hashed words, nothing about texts, reports or rules. Prefix filter over an inverted index, length filter,
//! and a 64-bit signature in every posting, so that most pairs are refused before anything of the partner is read
//! (Bayardo, Ma, Srikant 2007; Xiao et al. 2008; Sandes, Teodoro, Melo 2019). Nothing that passes the thresholds and the
//! facts is lost; a test compares it with all pairs.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// A fraction between 0 and 1, so that no comparison at the border depends on rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    numerator: u32,
    denominator: u32,
}

impl Ratio {
    const SCALE: u32 = 1_000_000;

    /// `numerator / denominator`; `None` unless it lies in (0, 1].
    #[must_use]
    pub fn new(numerator: u32, denominator: u32) -> Option<Self> {
        (0 < numerator && numerator <= denominator).then_some(Self { numerator, denominator })
    }

    /// True when `part / whole` is at least this.
    #[must_use]
    pub fn holds(self, part: usize, whole: usize) -> bool {
        self.denominator as usize * part >= self.numerator as usize * whole
    }

    /// The least part of `whole` that is at least this.
    #[must_use]
    pub fn least(self, whole: usize) -> usize {
        (self.numerator as usize * whole).div_ceil(self.denominator as usize)
    }

    /// The lesser of two.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        let left = u64::from(self.numerator) * u64::from(other.denominator);
        let right = u64::from(other.numerator) * u64::from(self.denominator);
        if left <= right { self } else { other }
    }
}

impl std::str::FromStr for Ratio {
    type Err = ();

    /// Reads a decimal such as `0.8` or a fraction such as `4/5`, exactly.
    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some((numerator, denominator)) = text.split_once('/') {
            let number = |part: &str| part.trim().parse::<u32>().map_err(drop);
            return Self::new(number(numerator)?, number(denominator)?).ok_or(());
        }
        let (whole, decimals) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let decimals = decimals.trim_end_matches('0');
        let is_number =
            !(whole.is_empty() && decimals.is_empty()) && whole.bytes().chain(decimals.bytes()).all(|b| b.is_ascii_digit());
        if !is_number || decimals.len() > 9 {
            return Err(());
        }
        let denominator = 10_u32.pow(u32::try_from(decimals.len()).map_err(drop)?);
        let part = |digits: &str| if digits.is_empty() { Ok(0) } else { digits.parse::<u32>().map_err(drop) };
        let numerator =
            part(whole)?.checked_mul(denominator).and_then(|whole| whole.checked_add(part(decimals).ok()?)).ok_or(())?;
        Self::new(numerator, denominator).ok_or(())
    }
}

impl<'de> serde::Deserialize<'de> for Ratio {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        let scaled = (value * f64::from(Self::SCALE)).round();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range by the guard")]
        let ratio = (scaled >= 1.0 && scaled <= f64::from(Self::SCALE)).then(|| Self::new(scaled as u32, Self::SCALE));
        ratio.flatten().ok_or_else(|| serde::de::Error::custom(format!("{value} is not above 0 and at most 1")))
    }
}

/// How alike two claims must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// Shared words over the words of the shorter claim.
    pub containment: Ratio,
    /// Shared words over all words of both.
    pub jaccard: Ratio,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { containment: Ratio { numerator: 3, denominator: 4 }, jaccard: Ratio { numerator: 1, denominator: 2 } }
    }
}

impl Thresholds {
    /// What lets through all that either lets through.
    #[must_use]
    pub fn lowest(self, other: Self) -> Self {
        Self { containment: self.containment.min(other.containment), jaccard: self.jaccard.min(other.jaccard) }
    }

    /// True when sets of that overlap are alike enough.
    #[must_use]
    pub fn hold(&self, overlap: Overlap) -> bool {
        let Overlap { shared, left, right } = overlap;
        self.containment.holds(shared, left.min(right)) && self.jaccard.holds(shared, left + right - shared)
    }

    /// What holds where the Jaccard similarity is at least that, however much of the shorter set it is.
    #[must_use]
    pub fn of_jaccard(jaccard: Ratio) -> Self {
        Self { containment: Ratio { numerator: 1, denominator: u32::MAX }, jaccard }
    }

    /// The least number of shared words of two sets of those sizes.
    #[must_use]
    pub fn least(&self, a: usize, b: usize) -> usize {
        let Ratio { numerator: p, denominator: q } = self.jaccard;
        let jaccard = (p as usize * (a + b)).div_ceil(p as usize + q as usize);
        jaccard.max(self.containment.least(a.min(b)))
    }
}

/// How much two sets share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// Words in both.
    pub shared: usize,
    /// Words in the first.
    pub left: usize,
    /// Words in the second.
    pub right: usize,
}

/// A set of words that takes part in the join.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Where its words lie in the arena: keys that ascend from the rarest word to the most frequent.
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
    /// Two of its words of which a partner has at least one: of what a claim says at its start, a partner may lack one word.
    pub one_of: Option<[u64; 2]>,
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
        one_of: None,
        is_cut: false,
        may_be_cut: false,
        is_clause: false,
    };

    /// The bit of a word in a signature.
    #[must_use]
    pub fn bit(hash: u64) -> u64 {
        1 << (hash >> 58)
    }

    fn words<'a>(&self, arena: &'a [u64]) -> &'a [u64] {
        &arena[self.start as usize..(self.start + self.len) as usize]
    }

    fn facts_for(&self, partner_may_be_cut: bool) -> u64 {
        if partner_may_be_cut { self.early_facts } else { self.facts }
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

/// Lists of postings by word, each by ascending length, then frame.
struct Index {
    postings: Vec<Posting>,
    lists: FxHashMap<u64, Range<u32>>,
}

impl Index {
    /// Lists every entry under all its words.
    fn new(entries: &[Entry], side: &[u32], arena: &[u64]) -> Self {
        let mut order = side.to_vec();
        order.par_sort_unstable_by_key(|&at| {
            let entry = &entries[at as usize];
            (entry.len, entry.frame, entry.hole, at)
        });
        let words = || order.iter().flat_map(|&at| entries[at as usize].words(arena).iter().map(move |&word| (word, at)));
        let mut lists: FxHashMap<u64, Range<u32>> = FxHashMap::default();
        for (word, _) in words() {
            lists.entry(word).or_default().end += 1;
        }
        let mut total = 0;
        for range in lists.values_mut() {
            let length = range.end;
            *range = total..total;
            total += length;
        }
        let mut postings = vec![Posting::default(); total as usize];
        for (word, at) in words() {
            let entry = &entries[at as usize];
            if let Some(range) = lists.get_mut(&word) {
                let frame = low(entry.frame);
                postings[range.end as usize] = Posting { signature: entry.signature, frame, len: entry.len, entry: at };
                range.end += 1;
            }
        }
        Self { postings, lists }
    }

    /// The postings of a word with sets of at least `least` words.
    fn list(&self, word: u64, least: u32) -> &[Posting] {
        let Some(range) = self.lists.get(&word) else { return &[] };
        let list = &self.postings[range.start as usize..range.end as usize];
        &list[list.partition_point(|posting| posting.len < least)..]
    }
}

/// Hands `found` every pair of an entry of `left` and one of `right` that is alike enough and whose facts do not rule it
/// out, once each, and collects what it makes of them, ordered by the pair. It is handed a state of its own to remember
/// things in from one pair to the next.
pub fn join<T: Send, S: Default>(
    entries: &[Entry],
    arena: &[u64],
    left: &[u32],
    right: &[u32],
    thresholds: Thresholds,
    found: impl Fn(&mut S, u32, u32, Overlap) -> Option<T> + Sync,
) -> Vec<T> {
    let swapped = left.len() > right.len();
    let (indexed, probing) = if swapped { (right, left) } else { (left, right) };
    // Two sets of which one has n words share at least `jaccard` of them, and so one among the n - k + 1 rarest.
    let prefix = |len: usize| len + 1 - thresholds.jaccard.least(len).clamp(1, len.max(1));
    let index = Index::new(entries, indexed, arena);
    let mut results: Vec<(u32, u32, T)> = probing
        .par_chunks(256)
        .flat_map_iter(|chunk| {
            let mut out = Vec::new();
            let mut state = S::default();
            let mut partners: Vec<u32> = Vec::new();
            for &at in chunk {
                let entry = &entries[at as usize];
                let words = entry.words(arena);
                let len = words.len();
                if len == 0 {
                    continue;
                }
                partners.clear();
                let least = u32::try_from(thresholds.jaccard.least(len)).unwrap_or(u32::MAX);
                let must_have = entry.must_have.map(|word| [index.list(word, least), &[]]);
                let one_of = entry.one_of.map(|two| two.map(|word| index.list(word, least)));
                let size = |lists: &[&[Posting]; 2]| lists[0].len() + lists[1].len();
                // Each of them finds every partner.
                match must_have.into_iter().chain(one_of).min_by_key(size) {
                    Some(lists) => lists.into_iter().for_each(|list| scan(entries, entry, list, thresholds, &mut partners)),
                    None => {
                        for &word in &words[..prefix(len)] {
                            scan(entries, entry, index.list(word, least), thresholds, &mut partners);
                        }
                    }
                }
                partners.sort_unstable();
                partners.dedup();
                for &other in &partners {
                    let (a, b) = if swapped { (at, other) } else { (other, at) };
                    let (x, y) = (entries[a as usize].words(arena), entries[b as usize].words(arena));
                    let overlap = Overlap { shared: shared(x, y), left: x.len(), right: y.len() };
                    let lacks = |of: u32, words: &[u64]| {
                        entries[of as usize].one_of.is_some_and(|two| !two.iter().any(|word| words.binary_search(word).is_ok()))
                    };
                    if thresholds.hold(overlap) && !lacks(a, y) && !lacks(b, x) {
                        out.extend(found(&mut state, a, b, overlap).map(|value| (a, b, value)));
                    }
                }
            }
            out
        })
        .collect();
    results.par_sort_unstable_by_key(|&(a, b, _)| (a, b));
    results.into_iter().map(|(_, _, value)| value).collect()
}

/// Pushes the entries of a list that signature, facts and kind do not rule out.
fn scan(entries: &[Entry], entry: &Entry, list: &[Posting], thresholds: Thresholds, partners: &mut Vec<u32>) {
    let full = |posting: &Posting| &entries[posting.entry as usize];
    let mut len = 0;
    let mut most = 0;
    let mut at = 0;
    while let Some(posting) = list.get(at) {
        if posting.len != len {
            len = posting.len;
            let (a, b) = (entry.len as usize, len as usize);
            let least = thresholds.least(a, b);
            // Longer sets than these share too little, as the list is by length.
            if least > a {
                return;
            }
            // The most words that stand in one of the two only.
            most = a + b - 2 * least.min(b);
        }
        if posting.frame == low(entry.frame) && replaces_a_word(entry, full(posting)) {
            // A template filled in many times stands together: all of it but the same filling is passed over.
            let alike = |other: &Posting| (other.len, full(other).frame) == (len, entry.frame);
            let before = |other: &Posting| alike(other) && full(other).hole < entry.hole;
            let is_before = full(posting).hole < entry.hole;
            at += if is_before { list[at..].partition_point(before) } else { list[at..].partition_point(alike) };
            continue;
        }
        at += 1;
        // A bit may stand for several words, so this is never more than the words that differ.
        if (entry.signature ^ posting.signature).count_ones() as usize > most {
            continue;
        }
        let partner = full(posting);
        let own = entry.facts_for(partner.may_be_cut) & !partner.signature;
        let theirs = partner.facts_for(entry.may_be_cut) & !entry.signature;
        let clauses = entry.is_clause && partner.is_clause;
        if own == 0 && theirs == 0 && !clauses && !both_say_more(entry, partner) {
            partners.push(posting.entry);
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
fn shared(x: &[u64], y: &[u64]) -> usize {
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
        let signature = words.iter().fold(0, |bits, &word| bits | 1 << (word % 64));
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
            let mut arena = Vec::new();
            let entries: Vec<Entry> = sets.iter().map(|(words, clause, _, _, fact)| {
                let entry = entry(&mut arena, words, *clause);
                let must_have = words.first().copied().filter(|_| *fact == 1);
                let facts = must_have.map_or(0, |word| 1 << (word % 64));
                let one_of = words.first_chunk::<2>().copied().filter(|_| *fact == 2);
                Entry { must_have, one_of, facts, early_facts: facts, ..entry }
            }).collect();
            let side = |pick: &dyn Fn(usize) -> bool| -> Vec<u32> { (0..sets.len()).filter(|&i| pick(i)).map(|i| i as u32).collect() };
            let (left, right) = (side(&|i| sets[i].2), side(&|i| sets[i].3));
            let thresholds = thresholds(c, j);
            let joined = join(&entries, &arena, &left, &right, thresholds, |(): &mut (), a, b, overlap| Some((a, b, overlap)));
            let mut all = Vec::new();
            for &a in &left {
                for &b in &right {
                    let (x, y) = (entries[a as usize].words(&arena), entries[b as usize].words(&arena));
                    let shared = x.iter().filter(|word| y.contains(word)).count();
                    let overlap = Overlap { shared, left: x.len(), right: y.len() };
                    let clauses = entries[a as usize].is_clause && entries[b as usize].is_clause;
                    let alike = 100 * shared >= c as usize * x.len().min(y.len())
                        && 100 * shared >= j as usize * (x.len() + y.len() - shared);
                    let has_one = |of: u32, words: &[u64]| entries[of as usize].one_of.is_none_or(|two| two.iter().any(|word| words.contains(word)));
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

    #[test]
    fn ratios_are_exact_at_the_border() {
        let half = Ratio::new(1, 2).unwrap();
        assert!(half.holds(3, 6) && !half.holds(3, 7));
        assert_eq!((half.least(7), half.least(6)), (4, 3));
        assert_eq!(Ratio::new(0, 2), None);
        assert_eq!(half.min(Ratio::new(2, 5).unwrap()), Ratio::new(2, 5).unwrap());
        for (text, same) in [("4/5", (4, 5)), ("0.8", (8, 10)), (".80", (8, 10)), ("1", (1, 1)), ("1.0", (1, 1))] {
            assert_eq!(text.parse(), Ok(Ratio::new(same.0, same.1).unwrap()), "{text}");
        }
        for text in ["", ".", "0", "0.0", "5/4", "1.1", "-0.5", "4/", "x", "0.1234567891", "0/0", "99999999999"] {
            assert_eq!(text.parse::<Ratio>(), Err(()), "{text}");
        }
        let read: Ratio = toml::from_str::<std::collections::BTreeMap<String, Ratio>>("r = 0.75").unwrap()["r"];
        assert!(read.holds(3, 4) && !read.holds(299, 400));
        assert!(toml::from_str::<std::collections::BTreeMap<String, Ratio>>("r = 1.5").is_err());
    }
}
