//! A claim as the join hears it: one look at its text gives the words that count and all that the filters go by.
//!
//! Knows one claim or clause at a time, and in how many others words stand. Nothing is allocated for a claim.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::counts::Counts;
use super::guards::MOST_ALIGNED;
use super::join::Entry;
use super::key::{self, Topic};
use super::lexicon::{self, Kind};
use super::reading::early_in_any_voice;

/// A word: its stem, but for the lowest bits, which say what it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heard(u64);

impl Heard {
    /// Counts as content.
    const COUNTED: u64 = 1;
    /// A name or a number.
    const FACT: u64 = 2;
    /// Says something of its own: adverbs such as "consistently" do not, nor words that only lead to others or stand for others.
    const SAID: u64 = 4;
    /// Skipped where claims are laid side by side.
    const SKIPPED: u64 = 8;
    /// Stands in the first half, in whatever voice.
    const EARLY: u64 = 16;
    /// Stands for another word in some places.
    const VARIES: u64 = 32;
    const FLAGS: u64 = 63;

    fn is(self, flags: u64) -> bool {
        self.0 & flags == flags
    }

    fn stem(self) -> u64 {
        self.0 & !Self::FLAGS
    }
}

/// A claim or clause, where it comes from and what is told of it at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draft {
    /// Hash of everything that a guard may look at.
    pub profile: u64,
    pub node: u32,
    /// Number of the clause.
    pub clause: u32,
    /// Into how many clauses the claim splits.
    pub clauses: u32,
    /// Without what [`complete`] adds.
    pub entry: Entry,
}

/// Hears claims, one after the other.
#[derive(Default)]
pub(super) struct Listener {
    /// Whether topics are wanted.
    topics: bool,
    buffer: Vec<Heard>,
    /// The words that count, each once, in ascending order.
    words: Vec<u64>,
}

/// What is heard of a claim or clause.
pub(super) struct Said<'l> {
    pub draft: Draft,
    /// All words in order.
    pub heard: &'l [Heard],
    /// The words that count, each once, in ascending order.
    pub words: &'l [u64],
    /// Of a claim that is complete and no compound, if topics are wanted.
    pub topic: Option<Topic>,
}

impl Listener {
    /// One that tells the topics of claims, if they are wanted.
    pub fn new(topics: bool) -> Self {
        Self { topics, ..Self::default() }
    }

    /// Hands the claim and its clauses, if it has any, to `sink`.
    pub fn claim(&mut self, text: &str, node: u32, cut: bool, mut sink: impl FnMut(Said<'_>)) {
        let ranges = key::clauses(text);
        let clauses = super::sets::index(ranges.len());
        let draft = Draft { profile: 0, node, clause: 0, clauses, entry: Entry::EMPTY };
        sink(self.hear(text, cut, draft));
        for (clause, range) in (0..).zip(&ranges) {
            let last = clause + 1 == clauses;
            let entry = Entry { is_clause: true, ..Entry::EMPTY };
            sink(self.hear(&text[range.clone()], cut && last, Draft { clause, entry, ..draft }));
        }
    }

    fn hear(&mut self, text: &str, cut: bool, mut draft: Draft) -> Said<'_> {
        let prepared = key::prepared(text);
        let bytes = prepared.as_bytes();
        let open = !crate::text::ends_in_stop(text);
        let (buffer, words, topics) = (&mut self.buffer, &mut self.words, self.topics);
        buffer.clear();
        words.clear();
        let mut profile = u64::from(cut) << 1 | u64::from(open) | u64::from(draft.clauses) << 2;
        profile |= u64::from(draft.entry.is_clause) << 40;
        let mut topic = Topic::default();
        key::scan(&prepared, |word| {
            if topics {
                topic.add(&word, &prepared);
            }
            let counted = matches!(word.kind, Kind::Content | Kind::Number);
            // The number one may stand as an article: "1 patient", "a patient", "one patient".
            let one = word.stem == lexicon::ONE;
            let fact = counted && (word.name || word.kind == Kind::Number) && !one;
            let said = counted && !one && !word.light && !word.varies && !is_adverb(&bytes[word.range.clone()]);
            let flags = u64::from(word.name) | u64::from(word.marked) << 1 | u64::from(word.glued) << 2 | (word.kind as u64) << 3;
            profile = (profile.rotate_left(9) ^ word.stem ^ flags).wrapping_mul(STEP);
            let flag = |is: bool, flag: u64| if is { flag } else { 0 };
            let flags = flag(counted, Heard::COUNTED)
                | flag(fact, Heard::FACT)
                | flag(said, Heard::SAID)
                | flag(word.varies, Heard::VARIES)
                | flag(word.kind == Kind::Stop, Heard::SKIPPED);
            buffer.push(Heard(word.stem & !Heard::FLAGS | flags));
        });
        if cut {
            buffer.pop();
        }
        let early = if may_be_turned(buffer) { early_in_any_voice(text, &prepared, cut) } else { None };
        match early {
            Some(early) => {
                let early = buffer.iter_mut().zip(early).filter(|(_, is_early)| *is_early);
                early.for_each(|(heard, _)| heard.0 |= Heard::EARLY);
            }
            None => {
                let half = buffer.len().div_ceil(2);
                buffer[..half].iter_mut().for_each(|heard| heard.0 |= Heard::EARLY);
            }
        }
        let entry = &mut draft.entry;
        (entry.is_cut, entry.may_be_cut) = (cut, cut || open);
        for heard in buffer.iter().filter(|heard| heard.is(Heard::COUNTED)) {
            let bit = Entry::bit(heard.stem());
            let of = |flags: u64| if heard.is(flags) { bit } else { 0 };
            entry.signature |= bit;
            entry.second_signature |= Entry::second_bit(heard.stem());
            entry.facts |= of(Heard::FACT);
            entry.early_facts |= of(Heard::FACT | Heard::EARLY);
            entry.said |= of(Heard::SAID);
            words.push(heard.stem());
        }
        words.sort_unstable();
        words.dedup();
        entry.len = super::sets::index(words.len());
        draft.profile = profile;
        let topic = (topics && !cut && draft.clauses == 0).then_some(topic);
        Said { draft, heard: buffer, words, topic }
    }
}

const STEP: u64 = 0x517c_c1b7_2722_0a95;

/// True for a word in "ly".
fn is_adverb(word: &[u8]) -> bool {
    word.last_chunk::<2>().is_some_and(|end| end.eq_ignore_ascii_case(b"ly"))
}

/// Adds to an entry what depends on how frequent its words are, but for its frame.
pub(super) fn complete(entry: &mut Entry, heard: &[Heard], counts: &Counts) {
    let mut must_have = Rarest::default();
    // The rarest of the words that a claim says in its first half, which no partner can have lost: a guard refuses a partner
    // that lacks two of them.
    let mut early = Rarest::default();
    for word in heard.iter().filter(|word| word.is(Heard::COUNTED | Heard::EARLY)) {
        let rank = counts.rank(word.stem());
        if word.is(Heard::FACT) {
            must_have.add(rank, word.stem());
        }
        if word.is(Heard::SAID) {
            early.add(rank, word.stem());
        }
    }
    entry.must_have = must_have.words;
    entry.early = if early.words[1] == 0 { [0; 3] } else { early.words };
}

/// The rarest of some words, from the rarest on; 0 where there are fewer.
struct Rarest<const N: usize> {
    words: [u64; N],
    ranks: [u64; N],
}

impl<const N: usize> Default for Rarest<N> {
    fn default() -> Self {
        Self { words: [0; N], ranks: [u64::MAX; N] }
    }
}

impl<const N: usize> Rarest<N> {
    fn add(&mut self, rank: u64, word: u64) {
        let mut at = N;
        while at > 0 && rank < self.ranks[at - 1] {
            at -= 1;
        }
        if at == N || at > 0 && rank == self.ranks[at - 1] {
            return;
        }
        self.words.copy_within(at..N - 1, at + 1);
        self.ranks.copy_within(at..N - 1, at + 1);
        (self.words[at], self.ranks[at]) = (word, rank);
    }
}

/// The hash of a claim, or of its start, with a rare word left out, and that word: see [`Entry::frame`]. Zeros where a guard
/// might overlook that the word is replaced.
pub(super) fn frame(heard: &[Heard], entry: &Entry, counts: &Counts) -> (u64, u64) {
    let rarest = |flags: u64| {
        let such = (0..heard.len()).filter(|&at| heard[at].is(flags));
        such.min_by_key(|&at| counts.rank(heard[at].stem()))
    };
    let start = rarest(Heard::SAID | Heard::EARLY).and_then(|hole| of_start(heard, hole));
    let stays = |hole: &usize| !heard[*hole].is(Heard::VARIES);
    start.or_else(|| of_whole(heard, entry, rarest(Heard::COUNTED).filter(stays)?)).unwrap_or_default()
}

/// Not in the part of a claim that its partner may have lost.
fn of_whole(heard: &[Heard], entry: &Entry, hole: usize) -> Option<(u64, u64)> {
    let last = hole + 1 == heard.len();
    // A claim that breaks off where another goes on has all words but its last in common with it.
    let whole = !(entry.is_cut || entry.may_be_cut && last);
    let stays = whole || heard[hole].is(Heard::EARLY);
    (stays && is_once(heard, hole)).then(|| without(heard, hole, u64::from(whole)))
}

/// The start of a claim up to the word behind a word. Where two claims have it in common but for that word, which the other
/// does not have, they match in it, so that the one word stands for the other, whatever comes behind.
///
/// Not where the word behind comes again, where a passive may be turned round, nor where the word that is left out may match
/// one that does not count.
fn of_start(heard: &[Heard], hole: usize) -> Option<(u64, u64)> {
    let next = (hole + 1..heard.len()).find(|&at| !heard[at].is(Heard::SKIPPED))?;
    let is_certain = is_once(heard, hole)
        && heard[next + 1..].iter().all(|word| word.stem() != heard[next].stem())
        && !may_be_turned(heard)
        && !may_be_small(heard[hole]);
    is_certain.then(|| without(&heard[..=next], hole, 2))
}

fn is_once(heard: &[Heard], at: usize) -> bool {
    heard.iter().filter(|word| word.stem() == heard[at].stem()).count() == 1
}

/// A hash of what is said in order but for a word, and that word.
fn without(heard: &[Heard], hole: usize, kind: u64) -> (u64, u64) {
    let words = heard.iter().enumerate().filter(|(_, word)| !word.is(Heard::SKIPPED));
    let hash = words.fold(kind, |state, (at, word)| {
        let word = if at == hole { 1 } else { word.stem() };
        (state.rotate_left(11) ^ word).wrapping_mul(STEP)
    });
    (hash | 1, heard[hole].stem())
}

/// True for two claims of which the guards are sure to say that one word replaces another: the first in which they differ. Claims
/// are laid side by side from the start, so these two stand between the same matches, and neither matches another. `words`
/// are those that count, of each.
pub(super) fn is_replaced(heard: [&[Heard]; 2], words: [&[u64]; 2]) -> bool {
    let says = |side: usize, from: usize| (from..heard[side].len()).filter(move |&at| !heard[side][at].is(Heard::SKIPPED));
    let apart = says(0, 0).zip(says(1, 0)).find(|&(a, b)| heard[0][a].stem() != heard[1][b].stem());
    let Some((a, b)) = apart else { return false };
    let at = [a, b];
    let word = |side: usize| heard[side][at[side]];
    // No partner has lost a word of the first half; nor one before the last third, where something matches behind it.
    let stays = || (0..2).all(|side| word(side).is(Heard::EARLY));
    let matches_behind = || {
        let before_last_third = (0..2).all(|side| 3 * at[side] < 2 * heard[side].len());
        before_last_third && says(0, a + 1).any(|own| says(1, b + 1).any(|other| heard[0][own].stem() == heard[1][other].stem()))
    };
    let has = |side: usize, word: Heard| words[side].binary_search(&word.stem()).is_ok();
    (0..2).all(|side| word(side).is(Heard::SAID) && !has(1 - side, word(side)))
        && heard.iter().all(|heard| heard.len() <= MOST_ALIGNED && !may_be_turned(heard))
        && (stays() || matches_behind())
        && (0..2).all(|side| !may_be_small(word(side)))
}

/// True where a passive may be turned round.
fn may_be_turned(heard: &[Heard]) -> bool {
    static BY: LazyLock<u64> = LazyLock::new(|| Heard(lexicon::function_word(lexicon::hash(b"by"))).stem());
    heard.iter().any(|word| word.stem() == *BY)
}

/// True for a word that may match one that does not count.
fn may_be_small(word: Heard) -> bool {
    static SMALL: LazyLock<FxHashSet<u64>> = LazyLock::new(|| lexicon::small_words().map(|stem| Heard(stem).stem()).collect());
    SMALL.contains(&word.stem())
}

/// A claim, or one of its clauses, by what the claims that are alike are found: see [`traits`].
#[derive(Debug, Clone)]
pub struct Traits {
    /// Claims with one profile are one form.
    pub profile: u64,
    /// Facts and signature, without what depends on how frequent words are.
    pub entry: Entry,
    /// The words that count, each once.
    pub words: Vec<u64>,
    /// Words of which a partner has every one.
    pub must_have: Vec<u64>,
    /// Of any two of these words, a partner has at least one.
    pub said: Vec<u64>,
    /// Into how many clauses the claim splits.
    pub clauses: u32,
    /// Where it stands in the text.
    pub range: Range<usize>,
}

impl Traits {
    /// True when it may be compared with a clause, or with a claim of so many clauses: a compound with a compound, a clause with
    /// what is no compound.
    pub(super) fn fits(&self, is_clause: bool, clauses: u32) -> bool {
        match (self.entry.is_clause, is_clause) {
            (false, false) => self.clauses == clauses,
            (true, true) => false,
            (true, false) => clauses == 0,
            (false, true) => self.clauses == 0,
        }
    }
}

/// The traits of a claim and of its clauses as they are in the comparison, when it is cut off or not; and its topic, unless it
/// is a compound or cut off.
pub(super) fn traits(text: &str, cut: bool) -> (Vec<Traits>, Option<Topic>) {
    // A few of them are enough to choose from.
    const MOST: usize = 32;
    let (mut all, mut topic) = (Vec::new(), None);
    let ranges = key::clauses(text);
    Listener::new(true).claim(text, 0, cut, |said| {
        topic = topic.or(said.topic.filter(|_| !said.draft.entry.is_clause));
        let with = |flags: u64| {
            let mut words: Vec<u64> = Vec::new();
            for word in said.heard.iter().filter(|word| word.is(flags)) {
                if words.len() < MOST && !words.contains(&word.stem()) {
                    words.push(word.stem());
                }
            }
            words
        };
        all.push(Traits {
            profile: said.draft.profile,
            entry: said.draft.entry,
            words: said.words.to_vec(),
            must_have: with(Heard::COUNTED | Heard::FACT | Heard::EARLY),
            said: with(Heard::SAID | Heard::EARLY),
            clauses: said.draft.clauses,
            range: match said.draft.entry.is_clause {
                true => ranges[said.draft.clause as usize].clone(),
                false => 0..text.len(),
            },
        });
    });
    (all, topic)
}
