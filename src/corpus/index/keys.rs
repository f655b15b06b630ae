//! What a report and its claims are listed under: numbers that two of them share when a rule may relate them.
//!
//! Knows reports and texts, nothing about files. That two keys are equal by chance costs a look, no more.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::page::mix;
use crate::corpus::forms::LEAST_WORDS;
use crate::corpus::guards::{self, Reading};
use crate::corpus::heard::{Traits, traits};
use crate::corpus::join::{Entry, Overlap, Thresholds, shared};
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
        tie::number_of(self.class) | u8::from(self.is_compared) << 3 | u8::from(self.cut) << 4
    }

    pub(super) fn of_flags(flags: u8, confidence: u32) -> Self {
        let class = tie::class_of(flags & 7);
        Self { class, is_compared: flags & 8 != 0, cut: flags & 16 != 0, confidence }
    }

    /// The class that conflicts.
    #[must_use]
    pub fn conflicting(self) -> Option<VerdictClass> {
        self.class.filter(|&class| self.is_compared && slot(class).is_some())
    }
}

/// The claims of a report, each with its text.
pub fn claims<'r>(report: &'r Report<'_>) -> impl Iterator<Item = (&'r str, Said)> {
    let cuts = cuts(report, CLAIM_CAP);
    report.claims.iter().zip(cuts).map(|(claim, cut)| {
        let class = claim.verdict.and_then(|verdict| verdict.class);
        let confidence = claim.confidence.map_or(0, number_of);
        let said = Said { class, is_compared: report.says_enough(claim), cut: cut.is_some(), confidence };
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
        self.traits.fits(&other.traits)
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

/// A claim or clause in the list of a word: enough to refuse nearly all that are not alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    /// How many words it has, at most 127; the uppermost bit says that it may be cut off. Above it, a bit for each fact.
    facts: u32,
    /// A bit for each word.
    signature: u32,
}

const LONGEST: u32 = 127;
const MAY_BE_CUT: u32 = 128;

/// Signatures of 32 bits.
fn fold(bits: u64) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "the upper half is laid over the lower one")]
    let folded = (bits | bits >> 32) as u32;
    folded
}

/// Signatures of 24 bits.
fn fold_facts(bits: u64) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "masked")]
    let folded = ((bits | bits >> 24 | bits >> 48) & 0xff_ffff) as u32;
    folded
}

impl Posting {
    /// A form as it stands in a list.
    #[must_use]
    pub fn new(traits: &Traits) -> Self {
        let entry = &traits.entry;
        let cut = if entry.may_be_cut { MAY_BE_CUT } else { 0 };
        Self { facts: entry.len.min(LONGEST) | cut | fold_facts(entry.facts) << 8, signature: fold(entry.signature) }
    }

    pub(super) fn of(facts: u32, signature: u32) -> Self {
        Self { facts, signature }
    }

    pub(super) fn parts(self) -> (u32, u32) {
        (self.facts, self.signature)
    }

    /// How many words it has, at most 127.
    #[must_use]
    pub fn len(self) -> u32 {
        self.facts & LONGEST
    }
}

/// What a posting has to be like.
pub struct Wanted {
    signature: u32,
    signature_of_facts: u32,
    early_facts: u32,
    facts: u32,
    may_be_cut: bool,
    /// For each length up to 127, the most bits that may differ; `None` for a length that shares too little.
    most: Vec<Option<u32>>,
}

impl Wanted {
    /// What is alike enough to a form.
    #[must_use]
    pub fn new(entry: &Entry, thresholds: Thresholds) -> Self {
        let own = entry.len as usize;
        let most = |len: usize| {
            let least = thresholds.least(own, len);
            // At least so many words are in both, so at most the others are in one only.
            (least <= own.min(len)).then(|| u32::try_from(own + len - 2 * least).unwrap_or(u32::MAX))
        };
        // The last one stands for all that are longer.
        let most = (0..=LONGEST as usize).map(|len| if len == LONGEST as usize { Some(u32::MAX) } else { most(len) });
        Self {
            signature: fold(entry.signature),
            signature_of_facts: fold_facts(entry.signature),
            early_facts: fold(entry.early_facts),
            facts: fold(entry.facts),
            may_be_cut: entry.may_be_cut,
            most: most.collect(),
        }
    }

    /// False for what is not alike, or lacks a fact.
    #[must_use]
    pub fn may_be(&self, posting: Posting) -> bool {
        let Some(most) = self.most[posting.len() as usize] else { return false };
        let facts = if posting.facts & MAY_BE_CUT == 0 { self.facts } else { self.early_facts };
        (self.signature ^ posting.signature).count_ones() <= most
            && facts & !posting.signature == 0
            && (self.may_be_cut || posting.facts >> 8 & !self.signature_of_facts == 0)
    }
}
