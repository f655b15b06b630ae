//! What a report and its claims are listed under: numbers that two of them share when a rule may relate them.
//!
//! Knows reports and texts, nothing about files. That two keys are equal by chance costs a look, no more.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::page::{mix, u32_of, u64_of};
use crate::corpus::counts::Counts;
use crate::corpus::forms::LEAST_WORDS;
use crate::corpus::guards::{self, Reading};
use crate::corpus::heard::{Traits, traits};
use crate::corpus::join::{Entry, Overlap, Thresholds, both, shared};
use crate::corpus::key;
use crate::corpus::key::Topic;
use crate::corpus::nodes::slot;
use crate::corpus::tie::{self, Tie};
use crate::parse::frame;
use crate::report::{Confidence, Identity, Report, VerdictClass};
use crate::truncation::{CLAIM_CAP, cuts};

/// What kind of key it is. The numbers are those on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The normalised text of a claim.
    Text = 1,
    /// The words of a claim or clause, in order, with all that guards look at.
    Profile = 2,
    /// A claim without its numbers.
    Frame = 3,
    /// A claim however it is turned.
    Topic = 4,
    /// A word of a claim or clause.
    Word = 5,
    /// A title.
    Title = 6,
    /// An abstract.
    Abstract = 7,
    /// A work on arXiv.
    Work = 8,
    /// Two words of a claim or clause.
    Pair = 9,
}

/// The key of a kind.
#[must_use]
pub fn tagged(kind: Kind, value: u64) -> u64 {
    mix(value ^ (kind as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.write_usize(text.len());
    hasher.finish()
}

/// A claim as the index keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The class of its verdict.
    pub class: Option<VerdictClass>,
    /// True when its verdict is a word of the report's own.
    pub own_word: bool,
    /// True when it is held against other claims.
    pub is_compared: bool,
    /// True when it counts as cut off.
    pub cut: bool,
    /// Its confidence: 0 without one, else the same for equal ones; [`UNLIKE_ANY`] for one that has no such number.
    pub confidence: u32,
}

/// The number of confidences that are compared as they are printed.
pub const UNLIKE_ANY: u32 = u32::MAX;

impl Said {
    /// In one byte.
    pub(super) fn flags(self) -> u8 {
        let own_word = u8::from(self.own_word) << 5;
        tie::number_of(self.class) | u8::from(self.is_compared) << 3 | u8::from(self.cut) << 4 | own_word
    }

    pub(super) fn of_flags(flags: u8, confidence: u32) -> Self {
        let class = tie::class_of(flags & 7);
        Self { class, own_word: flags & 32 != 0, is_compared: flags & 8 != 0, cut: flags & 16 != 0, confidence }
    }

    /// The class that conflicts.
    #[must_use]
    pub fn conflicting(self) -> Option<VerdictClass> {
        self.class.filter(|&class| self.is_compared && slot(class).is_some())
    }

    /// True when it may stand against another claim: by the class of its verdict, or by a word that is negated there.
    #[must_use]
    pub fn takes_part(self) -> bool {
        self.conflicting().is_some() || self.is_compared && self.own_word
    }
}

/// The claims of a report, each with its text.
pub fn claims<'r>(report: &'r Report<'_>) -> impl Iterator<Item = (&'r str, Said)> {
    let cuts = cuts(report, CLAIM_CAP);
    report.claims.iter().zip(cuts).map(|(claim, cut)| {
        let class = claim.verdict.and_then(|verdict| verdict.class);
        let own_word = claim.verdict.is_some_and(|verdict| verdict.own_word().is_some());
        let confidence = claim.confidence.map_or(0, number_of);
        let said = Said { class, own_word, is_compared: report.says_enough(claim), cut: cut.is_some(), confidence };
        (report.text(claim.text), said)
    })
}

/// Confidences that are equal have one number.
fn number_of(confidence: Confidence) -> u32 {
    let Some(value) = confidence.value else { return 0 };
    let value = if confidence.percent { value.hundredth() } else { Some(value) };
    // Without a value there is nothing that it could differ from.
    let Some(value) = value else { return 0 };
    let (mut digits, mut scale) = (value.digits(), u32::from(value.scale()));
    while scale > 0 && digits % 10 == 0 {
        digits /= 10;
        scale -= 1;
    }
    match u32::try_from(digits) {
        Ok(digits) if digits < 1 << 26 && scale < 32 => (digits << 5 | scale) + 1,
        _ => UNLIKE_ANY,
    }
}

/// A key of a report as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whole {
    /// What it relates by.
    pub tie: Tie,
    /// The key.
    pub key: u64,
    /// What tells those apart that have it: the version of a work, else 0.
    pub apart: u32,
}

/// What a report is listed under as a whole.
#[must_use]
pub fn of_report(report: &Report<'_>) -> Vec<Whole> {
    let title = tie::title(report).map(|(text, _)| (Tie::Title, tagged(Kind::Title, hash_of(&text)), 0));
    let text = tie::abstract_of(report).and_then(|span| tie::abstract_text(report, span));
    let text = text.map(|text| (Tie::Abstract, tagged(Kind::Abstract, hash_of(&text)), 0));
    let work = |reference: &crate::report::Reference| match &reference.identity {
        Identity::Arxiv { id, version: Some(version) } => Some((Tie::Version, tagged(Kind::Work, hash_of(id)), *version)),
        _ => None,
    };
    let works = report.references.iter().filter_map(work);
    let keys = title.into_iter().chain(text).chain(works);
    let mut keys: Vec<Whole> = keys.map(|(tie, key, apart)| Whole { tie, key, apart }).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The key of a text.
#[must_use]
pub fn of_text(text: &str) -> u64 {
    tagged(Kind::Text, key::normalised_hash(text))
}

/// The key of a claim without its numbers; `None` when it has none or when it has so few words that it is no rule's business.
#[must_use]
pub fn of_frame(text: &str) -> Option<u64> {
    frame::frame_hash(text).filter(|_| frame::word_count(text) >= frame::LEAST_WORDS).map(|hash| tagged(Kind::Frame, hash))
}

/// A claim or clause as others are found that are like it.
pub struct Form {
    /// The key of its profile.
    pub profile: u64,
    /// Its words and facts.
    pub traits: Traits,
}

impl Form {
    fn new(traits: Traits) -> Self {
        Self { profile: tagged(Kind::Profile, traits.profile), traits }
    }

    /// It as guards read it; `text` is what it is of.
    #[must_use]
    pub fn reading(&self, text: &str) -> Reading {
        Reading::new(&text[self.traits.range.clone()], self.traits.entry.is_cut)
    }

    /// True when the two are the same claim, or one a part of the other, by their own texts.
    #[must_use]
    pub fn is_one_with(&self, reading: &Reading, other: &Self, text: &str, thresholds: Thresholds) -> bool {
        let (words, others) = (&self.traits.words, &other.traits.words);
        let overlap = Overlap { shared: shared(words, others), left: words.len(), right: others.len() };
        self.traits.fits(other.traits.entry.is_clause, other.traits.clauses)
            && thresholds.hold(overlap)
            && (self.profile == other.profile || guards::same_claim(reading, &other.reading(text)).is_ok())
    }
}

/// All that likeness is judged by.
pub struct Forms {
    /// The claim and its clauses; the claim also as it is when it is cut off, if it may be. Those of too few words are left out.
    pub forms: Vec<Form>,
    /// What it says however it is turned, unless it is a compound.
    pub topic: Option<Topic>,
}

impl Forms {
    /// The forms of a text; `may_be_cut` says that some claim of this text counts as cut off.
    #[must_use]
    pub fn of(text: &str, may_be_cut: bool) -> Self {
        let (mut all, topic) = traits(text, false);
        if may_be_cut {
            all.extend(traits(text, true).0);
        }
        let forms = all.into_iter().filter(|traits| traits.words.len() >= LEAST_WORDS).map(Form::new);
        Self { forms: forms.collect(), topic }
    }

    /// The key of its topic.
    #[must_use]
    pub fn topic_key(&self) -> Option<u64> {
        self.topic.map(|topic| tagged(Kind::Topic, topic.hash))
    }
}

/// A claim or clause in a list: enough to refuse nearly all that are not alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// The text that it is of.
    pub text: u32,
    /// How many words it has in the lower half, at most [`LONGEST`]; then what kind it is, and into how many clauses it splits.
    shape: u32,
    /// A bit for each word, each fact, and each word that says something: see [`Entry`].
    bits: [u64; 3],
}

const LONGEST: u32 = 0xffff;
const MAY_BE_CUT: u32 = 1 << 16;
const IS_CUT: u32 = 1 << 17;
const IS_CLAUSE: u32 = 1 << 18;
const CLAUSES: u32 = 24;
const MOST_CLAUSES: u32 = 0xff;

impl Posting {
    /// Bytes of a posting on disk.
    pub const BYTES: usize = 32;

    /// A form of a text as it stands in a list.
    #[must_use]
    pub fn new(text: u32, traits: &Traits) -> Self {
        let entry = &traits.entry;
        let flag = |is: bool, flag: u32| if is { flag } else { 0 };
        let shape = entry.len.min(LONGEST)
            | flag(entry.may_be_cut, MAY_BE_CUT)
            | flag(entry.is_cut, IS_CUT)
            | flag(entry.is_clause, IS_CLAUSE)
            | traits.clauses.min(MOST_CLAUSES) << CLAUSES;
        Self { text, shape, bits: [entry.signature, entry.facts, entry.said] }
    }

    /// As it is on disk.
    #[must_use]
    pub fn bytes(&self) -> [u8; Self::BYTES] {
        let mut out = [0; Self::BYTES];
        out[..4].copy_from_slice(&self.text.to_le_bytes());
        out[4..8].copy_from_slice(&self.shape.to_le_bytes());
        for (bytes, bits) in out[8..].chunks_exact_mut(8).zip(self.bits) {
            bytes.copy_from_slice(&bits.to_le_bytes());
        }
        out
    }

    /// What [`Posting::bytes`] gave.
    #[inline]
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        Self {
            text: u32_of(bytes),
            shape: u32_of(&bytes[4..]),
            bits: [u64_of(&bytes[8..]), u64_of(&bytes[16..]), u64_of(&bytes[24..])],
        }
    }

    /// True when it is of a claim that is cut off.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.shape & IS_CUT != 0
    }

    /// What is told of it. Which of its facts are early ones is not: then none are.
    fn entry(&self) -> Entry {
        let is = |flag: u32| self.shape & flag != 0;
        let [signature, facts, said] = self.bits;
        Entry {
            len: self.shape & LONGEST,
            signature,
            facts,
            said,
            is_cut: self.is_cut(),
            may_be_cut: is(MAY_BE_CUT),
            is_clause: is(IS_CLAUSE),
            ..Entry::EMPTY
        }
    }
}

/// What a posting has to be like.
pub struct Wanted<'f> {
    traits: &'f Traits,
    thresholds: Thresholds,
    /// For the number of words of another one, in how many bits of the signature the two may differ; `None` when it has too
    /// few or too many.
    most_apart: [Option<u8>; USUAL_WORDS],
}

/// Few claims have more words.
const USUAL_WORDS: usize = 64;

impl<'f> Wanted<'f> {
    /// What is alike enough to a form.
    #[must_use]
    pub fn new(form: &'f Form, thresholds: Thresholds) -> Self {
        let mut wanted = Self { traits: &form.traits, thresholds, most_apart: [None; USUAL_WORDS] };
        wanted.most_apart =
            std::array::from_fn(|words| wanted.most_apart(words).map(|most| u8::try_from(most).unwrap_or(u8::MAX)));
        wanted
    }

    fn most_apart(&self, words: usize) -> Option<usize> {
        let (left, right) = (self.traits.entry.len as usize, words);
        let least = self.thresholds.least(left, right);
        // At least so many words are in both, so at most the others are in one only.
        (least <= left.min(right)).then(|| left + right - 2 * least)
    }

    /// False for what is not alike, or is another claim by its facts.
    #[must_use]
    pub fn may_be(&self, posting: &Posting) -> bool {
        // This refuses most.
        if !self.is_alike(posting) {
            return false;
        }
        let other = &posting.entry();
        let is_compound_of_many = self.traits.clauses >= MOST_CLAUSES;
        let fits = is_compound_of_many || self.traits.fits(other.is_clause, posting.shape >> CLAUSES);
        fits && self.traits.entry.may_be_one_with(other)
    }

    fn is_alike(&self, posting: &Posting) -> bool {
        let words = posting.shape & LONGEST;
        let apart = (self.traits.entry.signature ^ posting.bits[0]).count_ones();
        match self.most_apart.get(words as usize) {
            Some(most) => most.is_some_and(|most| apart <= u32::from(most)),
            None => words == LONGEST || self.most_apart(words as usize).is_some_and(|most| apart as usize <= most),
        }
    }
}

/// The most words of a claim that is listed under pairs of them: who asks for it asks for all pairs that it has.
const MOST_PAIRED: usize = 64;

/// The keys of the lists that a form stands in: of every text that may be one with it, all words of at least one are among its
/// own. `counts` says how frequent words are; the rarest do best.
///
/// A partner has all of the facts, and of the words that say something all but one. Where these make no pair, or where there are
/// too many words, it stands under each of its words.
pub fn listed_under(form: &Form, counts: &Counts, out: &mut Vec<u64>) {
    let Traits { words, must_have, said, .. } = &form.traits;
    let by_rank = |words: &[u64], without: Option<u64>| -> Vec<u64> {
        let mut words: Vec<u64> = words.iter().copied().filter(|&word| Some(word) != without).collect();
        words.sort_unstable_by_key(|&word| counts.rank(word));
        words
    };
    let facts = by_rank(must_have, None);
    let others = by_rank(said, facts.first().copied());
    let said = by_rank(said, None);
    let mut options: Vec<Vec<(u64, u64)>> = Vec::new();
    if let [first, second, ..] = facts[..] {
        options.push(vec![(first, second)]);
    }
    if let ([fact, ..], [first, second, ..]) = (&facts[..], &others[..]) {
        options.push(vec![(*fact, *first), (*fact, *second)]);
    }
    if let [first, second, third, ..] = said[..] {
        options.push(vec![(first, second), (first, third), (second, third)]);
    }
    let count = |word: u64| counts.rank(word) >> 48;
    let cost = |pairs: &Vec<(u64, u64)>| pairs.iter().map(|&(a, b)| count(a) * count(b)).sum::<u64>();
    match options.into_iter().min_by_key(cost).filter(|_| words.len() <= MOST_PAIRED) {
        Some(pairs) => out.extend(pairs.into_iter().map(|(a, b)| of_pair(a, b))),
        None => out.extend(words.iter().map(|&word| of_word(word))),
    }
}

/// The keys of the pairs of words that a text may be listed under that is one with a form.
#[must_use]
pub fn pairs_of(form: &Form, thresholds: Thresholds) -> Vec<u64> {
    let words = &form.traits.words;
    let mut pairs = Vec::new();
    if thresholds.least(words.len(), MOST_PAIRED) <= MOST_PAIRED {
        for (at, &word) in words.iter().enumerate() {
            pairs.extend(words[..at].iter().map(|&other| of_pair(word, other)));
        }
    }
    pairs
}

/// The key of a word.
#[must_use]
pub fn of_word(word: u64) -> u64 {
    tagged(Kind::Word, word)
}

fn of_pair(a: u64, b: u64) -> u64 {
    tagged(Kind::Pair, both(a.min(b), a.max(b)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A sentence, and one that says nearly the same.
    fn two() -> impl Strategy<Value = (String, String)> {
        const WORDS: [&str; 24] = [
            "The",
            "adapter",
            "BERT-large",
            "DELTA",
            "Paris",
            "improves",
            "recall",
            "on",
            "by",
            "3.2",
            "40",
            "points",
            "the",
            "parsing",
            "of",
            "long",
            "texts,",
            "whereas",
            "probing",
            "helps",
            "not",
            "each",
            "task",
            "is",
        ];
        const MORE: [&str; 6] = ["consistently", "also", "small", "for each task", "2024", "GAMMA"];
        let words = prop::collection::vec(prop::sample::select(&WORDS[..]), 3..16);
        let edits = prop::collection::vec((0_u8..5, any::<prop::sample::Index>(), prop::sample::select(&MORE[..])), 0..3);
        (words, edits, any::<bool>(), any::<bool>()).prop_map(|(words, edits, lower, stop)| {
            let mut other: Vec<&str> = words.clone();
            for (edit, at, more) in edits {
                let at = at.index(other.len());
                match edit {
                    0 => other.insert(at, more),
                    1 if other.len() > 3 => _ = other.remove(at),
                    2 => other.truncate(at.max(3)),
                    3 => other.rotate_left(at),
                    _ => other.push(more),
                }
            }
            let other = other.join(" ") + if stop { "." } else { "" };
            (words.join(" ") + ".", if lower { other.to_lowercase() } else { other })
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 2000 } else { 20_000 }))]

        #[test]
        fn what_may_be_one_claim_is_found((one, other) in two()) {
            let thresholds = Thresholds::default();
            let counts = Counts::new(8);
            let (ones, others) = (Forms::of(&one, true).forms, Forms::of(&other, true).forms);
            ones.iter().chain(&others).flat_map(|form| &form.traits.words).for_each(|&word| counts.add(word));
            let sides = [(&one, &ones, &other, &others), (&other, &others, &one, &ones)];
            for (text, forms, partner, partners) in sides {
                for form in forms {
                    let reading = form.reading(text);
                    for listed in partners.iter().filter(|listed| form.is_one_with(&reading, listed, partner, thresholds)) {
                        let posting = Posting::new(7, &listed.traits);
                        prop_assert_eq!(Posting::read(&posting.bytes()), posting);
                        prop_assert!(Wanted::new(form, thresholds).may_be(&posting), "{text} / {partner}");
                        let mut under = Vec::new();
                        listed_under(listed, &counts, &mut under);
                        let pairs = pairs_of(form, thresholds);
                        let lacks = |word: &&u64| !under.contains(&of_word(**word));
                        let missing = |words: &[u64]| words.iter().filter(lacks).count();
                        let is_found = match missing(&listed.traits.words) {
                            0 => missing(&form.traits.must_have) == 0 && missing(&form.traits.said) < 2,
                            _ => under.iter().any(|key| pairs.contains(key)),
                        };
                        prop_assert!(is_found, "{text} / {partner}");
                    }
                }
            }
        }
    }
}
