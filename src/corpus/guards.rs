//! Facts decide: whether two claims that are alike in words say the same thing, and if not, what tells them apart.
//!
//! Knows words, nothing about reports, verdicts or how alike two claims must be. Every guard errs on the side of "not the
//! same": a false alarm costs more than a conflict that is missed.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::join::{Overlap, Thresholds};
use super::key::{self, Word};
use super::lexicon::{self, Kind};

/// How two claims are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The same text after normalisation: see [`key::normalised`].
    Same,
    /// Not the same text, but the same claim.
    NearlySame,
    /// One claim is a clause of the other.
    PartOf,
    /// The same claim but for a number.
    OtherNumber,
    /// The same claim but that one denies it or says the opposite.
    Negated,
    /// None of these.
    Different,
}

impl Relation {
    /// The word for it in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::NearlySame => "nearly-same",
            Self::PartOf => "part-of",
            Self::OtherNumber => "other-number",
            Self::Negated => "negated",
            Self::Different => "different",
        }
    }
}

/// A judgement about two claims that can tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Guard {
    /// A number stands in one only.
    Number,
    /// A name stands in one only.
    Name,
    /// One denies what the other says.
    Negation,
    /// One says the opposite: increases, decreases.
    Antonym,
    /// They are about different quantities: accuracy, recall.
    Metric,
    /// One is bounded and the other is not: some, only, may.
    Scope,
    /// What is compared has changed sides.
    Order,
    /// A word stands where the other has another.
    Substitution,
    /// One says more than the other.
    Addition,
}

impl Guard {
    /// Every guard, in the order in which they decide.
    pub const ALL: [Self; 9] = [
        Self::Number,
        Self::Name,
        Self::Negation,
        Self::Antonym,
        Self::Metric,
        Self::Scope,
        Self::Order,
        Self::Substitution,
        Self::Addition,
    ];

    /// The word for it in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Name => "name",
            Self::Negation => "negation",
            Self::Antonym => "antonym",
            Self::Metric => "metric",
            Self::Scope => "scope",
            Self::Order => "order",
            Self::Substitution => "substitution",
            Self::Addition => "addition",
        }
    }

    /// Why it refuses, as people read it.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Number => "a number stands in one only",
            Self::Name => "a name stands in one only",
            Self::Negation => "one is negated",
            Self::Antonym => "one says the opposite",
            Self::Metric => "they are about different quantities",
            Self::Scope => "one is bounded, the other is not",
            Self::Order => "what is compared has changed sides",
            Self::Substitution => "a word is replaced by another",
            Self::Addition => "one says much more than the other",
        }
    }

    /// On which words of the two it refuses (their numbers); `None` when it accepts the pair.
    fn refuses(self, pair: &Pair<'_>) -> Option<Words> {
        match self {
            Self::Number => numbers_differ(pair),
            Self::Name => names_differ(pair),
            Self::Negation => negation_differs(pair),
            Self::Antonym => antonyms(pair),
            Self::Metric => metrics_differ(pair),
            Self::Scope => scope_differs(pair),
            Self::Order => order_differs(pair),
            Self::Substitution => is_substituted(pair),
            Self::Addition => says_more(pair),
        }
    }
}

/// Numbers of words of the first and of the second claim.
type Words = [Vec<usize>; 2];

/// What a guard holds against two claims being the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// Which guard refuses.
    pub guard: Guard,
    /// On which words of the first and of the second claim, as they stand there.
    pub words: [Vec<String>; 2],
}

/// How two claims are related, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The relation.
    pub relation: Relation,
    /// How much the words of the two claims overlap (of the clause and the claim, for [`Relation::PartOf`]).
    pub overlap: Overlap,
    /// For [`Relation::PartOf`]: which claim is the compound, 0 or 1, and the number of its clause.
    pub clause: Option<(usize, usize)>,
    /// What the guards hold against the two being the same claim, the plainest first; guards that are not named accept them.
    /// For [`Relation::PartOf`] that of the clause and the claim: nothing.
    pub objections: Vec<Objection>,
}

/// Judges two texts; `cut` says of each that more was to come.
///
/// Below the thresholds two claims are different however well the guards think of them.
#[must_use]
pub fn judge(texts: [&str; 2], cut: [bool; 2], thresholds: Thresholds) -> Judgement {
    let [a, b] = [0, 1].map(|side| Reading::new(texts[side], cut[side]));
    let pair = Pair::new(&a, &b);
    let objections: Vec<Objection> = pair.objections().collect();
    let overlap = pair.overlap(|_| true);
    let whole = Judgement { relation: Relation::Different, overlap, clause: None, objections };
    if key::normalised(texts[0]) == key::normalised(texts[1]) {
        return Judgement { relation: Relation::Same, ..whole };
    }
    let clauses = texts.map(key::clauses);
    if whole.objections.is_empty() && thresholds.hold(overlap) {
        return Judgement { relation: Relation::NearlySame, ..whole };
    }
    if clauses[0].is_empty() != clauses[1].is_empty() {
        let compound = usize::from(clauses[0].is_empty());
        let part = if compound == 0 { &b } else { &a };
        let last = clauses[compound].len() - 1;
        for (at, range) in clauses[compound].iter().enumerate() {
            let clause = Reading::new(&texts[compound][range.clone()], cut[compound] && at == last);
            let pair = if compound == 0 { Pair::new(&clause, part) } else { Pair::new(part, &clause) };
            let overlap = pair.overlap(|_| true);
            if thresholds.hold(overlap) && pair.objections().next().is_none() {
                let (relation, clause) = (Relation::PartOf, Some((compound, at)));
                return Judgement { relation, overlap, clause, objections: Vec::new() };
            }
        }
    }
    let only = |allowed: &[Guard]| !whole.objections.is_empty() && whole.objections.iter().all(|o| allowed.contains(&o.guard));
    if only(&[Guard::Number]) && thresholds.hold(pair.overlap(|word| word.kind != Kind::Number)) {
        return Judgement { relation: Relation::OtherNumber, ..whole };
    }
    let turned = &[Guard::Negation, Guard::Antonym, Guard::Substitution];
    if only(turned) && whole.objections.iter().any(|o| o.guard != Guard::Substitution) && thresholds.hold(overlap) {
        return Judgement { relation: Relation::Negated, ..whole };
    }
    whole
}

/// A claim, or a clause of one, read closely.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The text that the words are ranges of.
    text: String,
    words: Vec<Word>,
    /// The words as they stand there, in lower case.
    raw: Vec<String>,
    /// The number of negations in each clause.
    denials: Vec<u32>,
    cut: bool,
    open: bool,
}

impl Reading {
    /// Reads a claim or clause; `cut` says that more was to come.
    #[must_use]
    pub fn new(text: &str, cut: bool) -> Self {
        let prepared = key::prepared(text);
        let mut words = key::words(&prepared);
        if cut {
            words.pop();
        }
        let clauses = key::clauses(&prepared);
        let clause_of = |at: usize| clauses.iter().rposition(|clause| clause.start <= at).unwrap_or(0);
        let mut denials = vec![0; clauses.len().max(1)];
        for word in words.iter().filter(|word| word.kind == Kind::Negation) {
            denials[clause_of(word.range.start)] += 1;
        }
        let raw = words.iter().map(|word| prepared[word.range.clone()].to_lowercase()).collect();
        Self { text: prepared.into_owned(), words, raw, denials, cut, open: !crate::text::ends_in_stop(text) }
    }

    /// The first few words of this claim that the other does not have; `None` when there are none, or only a long run.
    #[must_use]
    pub fn differing(&self, other: &Self) -> Option<&str> {
        const MOST_WORDS: usize = 3;
        let lacks = |at: usize| !other.has(self.words[at].stem);
        let mut at = 0;
        while at < self.words.len() {
            let start = at;
            while at < self.words.len() && lacks(at) {
                at += 1;
            }
            let run = &self.words[start..at];
            let says = run.iter().any(|word| word.kind != Kind::Stop);
            if says && run.len() <= MOST_WORDS {
                return Some(&self.text[run[0].range.start..run[run.len() - 1].range.end]);
            }
            at += usize::from(run.is_empty());
        }
        None
    }

    /// True when this goes on as `other` does and breaks off inside a word, behind a word that leaves it open, or at the
    /// usual cap: nothing else tells that it is cut.
    fn breaks_off(&self, other: &Self) -> bool {
        let len = self.words.len();
        if !self.open || self.cut || len < 5 || len > other.words.len() {
            return false;
        }
        let goes_on = self.words[..len - 1].iter().zip(&other.words).all(|(a, b)| a.stem == b.stem)
            && other.raw[len - 1].starts_with(&self.raw[len - 1]);
        let inside_a_word = other.raw[len - 1].len() > self.raw[len - 1].len();
        let left_open = len < other.words.len()
            && (crate::text::ends_in_function_word(&self.text)
                || crate::truncation::at_cap(self.text.chars().count(), crate::truncation::CLAIM_CAP));
        goes_on && (inside_a_word || left_open)
    }

    /// The names: hyphenated ones with capitals or digits after the hyphen are one name.
    fn names(&self) -> Vec<(usize, u64)> {
        let mut names = Vec::new();
        for unit in self.units() {
            let words = &self.words[unit.clone()];
            if is_one_name(words) {
                names.push((unit.start, joined(words)));
            } else {
                names.extend(unit.filter(|&at| self.words[at].name).map(|at| (at, self.words[at].stem)));
            }
        }
        names
    }

    /// Everything a name of another claim may be found as: single words, and hyphenated ones as a whole.
    fn has_name(&self, name: u64) -> bool {
        let counts = |word: &Word| matches!(word.kind, Kind::Content | Kind::Number);
        self.words.iter().any(|word| word.stem == name && counts(word))
            || self.units().any(|unit| unit.len() > 1 && joined(&self.words[unit]) == name)
    }

    /// Runs of words with nothing but hyphens between them.
    fn units(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut at = 0;
        std::iter::from_fn(move || {
            let start = at;
            if start == self.words.len() {
                return None;
            }
            at += 1;
            while self.words.get(at).is_some_and(|word| word.glued) {
                at += 1;
            }
            Some(start..at)
        })
    }

    fn has(&self, stem: u64) -> bool {
        self.words.iter().any(|word| word.stem == stem)
    }

    /// A word as it stands there.
    fn said(&self, at: usize) -> &str {
        &self.text[self.words[at].range.clone()]
    }
}

fn is_one_name(words: &[Word]) -> bool {
    words.len() > 1 && words[1..].iter().any(|word| word.marked) && words.iter().any(|word| word.name)
}

fn joined(words: &[Word]) -> u64 {
    words.iter().fold(0, |state: u64, word| state.rotate_left(7).wrapping_mul(31) ^ word.stem)
}

/// Two readings side by side: what matches, and from where on one of them breaks off.
struct Pair<'a> {
    sides: [&'a Reading; 2],
    cut: [bool; 2],
    /// For each side, the matched words as (own index, other's index).
    matches: Vec<(usize, usize)>,
}

impl<'a> Pair<'a> {
    fn new(a: &'a Reading, b: &'a Reading) -> Self {
        let cut = [a.cut || a.breaks_off(b), b.cut || b.breaks_off(a)];
        Self { sides: [a, b], cut, matches: alignment(&a.words, &b.words) }
    }

    /// True for a word that the other claim may have lost because it is cut: it stands in the second half of this one, and
    /// behind everything that matches or in the last third.
    fn may_be_lost(&self, side: usize, at: usize) -> bool {
        let len = self.sides[side].words.len();
        let last = self.matches.last().map_or(0, |&(a, b)| if side == 0 { a } else { b });
        self.cut[1 - side] && 2 * at >= len && (at > last || 3 * at >= 2 * len)
    }

    /// What the guards hold against the two, in their order.
    fn objections(&self) -> impl Iterator<Item = Objection> + '_ {
        Guard::ALL.into_iter().filter_map(|guard| {
            let found = guard.refuses(self)?;
            let said = |side: usize| found[side].iter().map(|&at| self.sides[side].said(at).to_owned()).collect();
            Some(Objection { guard, words: [said(0), said(1)] })
        })
    }

    /// How many of the words that likeness is measured in, and for which `counts` holds, the two share.
    fn overlap(&self, counts: impl Fn(&Word) -> bool) -> Overlap {
        let words = self.sides.map(|side| {
            let counted = side.words.iter().filter(|word| matches!(word.kind, Kind::Content | Kind::Number) && counts(word));
            counted.map(|word| word.stem).collect::<FxHashSet<u64>>()
        });
        let shared = words[0].intersection(&words[1]).count();
        Overlap { shared, left: words[0].len(), right: words[1].len() }
    }
}

/// Words of one side only, as a guard names them.
fn on(side: usize, words: Vec<usize>) -> Words {
    let mut both: Words = [Vec::new(), Vec::new()];
    both[side] = words;
    both
}

/// Both lists, unless both are empty.
fn unless_empty(words: Words) -> Option<Words> {
    words.iter().any(|side| !side.is_empty()).then_some(words)
}

/// Decides whether two claims are the same claim.
///
/// # Errors
/// What tells them apart, the plainest first.
pub fn same_claim(a: &Reading, b: &Reading) -> Result<(), Guard> {
    let pair = Pair::new(a, b);
    Guard::ALL.into_iter().find(|guard| guard.refuses(&pair).is_some()).map_or(Ok(()), Err)
}

/// Longest common subsequence of the words that matter, by stem.
fn alignment(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    let counted = |words: &[Word]| -> Vec<usize> { (0..words.len()).filter(|&at| words[at].kind != Kind::Stop).collect() };
    let (left, right) = (counted(a), counted(b));
    // A claim of hundreds of words is not worth a quadratic table: its start decides.
    const MOST: usize = 256;
    let (left, right) = (&left[..left.len().min(MOST)], &right[..right.len().min(MOST)]);
    let width = right.len() + 1;
    let mut table = vec![0_u16; (left.len() + 1) * width];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            table[i * width + j] = if a[left[i]].stem == b[right[j]].stem {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut matches = Vec::with_capacity(usize::from(table[0]));
    while i < left.len() && j < right.len() {
        if a[left[i]].stem == b[right[j]].stem {
            matches.push((left[i], right[j]));
            i += 1;
            j += 1;
        } else if table[(i + 1) * width + j] >= table[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    matches
}

/// The words for which `concerns` holds that are missing on the other side and cannot have been lost there.
fn missing(pair: &Pair<'_>, concerns: impl Fn(&Word) -> bool) -> Option<Words> {
    unless_empty([0, 1].map(|side| {
        let (own, other) = (pair.sides[side], pair.sides[1 - side]);
        let lost = |at: usize| concerns(&own.words[at]) && !other.has(own.words[at].stem) && !pair.may_be_lost(side, at);
        (0..own.words.len()).filter(|&at| lost(at)).collect()
    }))
}

/// Numbers count as often as they stand there: "1 patient in cohort 1".
fn numbers_differ(pair: &Pair<'_>) -> Option<Words> {
    unless_empty([0, 1].map(|side| {
        let (own, other) = (&pair.sides[side].words, &pair.sides[1 - side].words);
        let is = |word: &Word, stem: u64| word.kind == Kind::Number && word.stem == stem;
        let missing = |at: usize| {
            let stem = own[at].stem;
            let nth = own[..=at].iter().filter(|word| is(word, stem)).count();
            other.iter().filter(|word| is(word, stem)).count() < nth && !pair.may_be_lost(side, at)
        };
        (0..own.len()).filter(|&at| own[at].kind == Kind::Number && missing(at)).collect()
    }))
}

fn names_differ(pair: &Pair<'_>) -> Option<Words> {
    unless_empty([0, 1].map(|side| {
        let (own, other) = (pair.sides[side], pair.sides[1 - side]);
        let missing = |&(at, name): &(usize, u64)| !other.has_name(name) && !pair.may_be_lost(side, at);
        own.names().into_iter().filter(missing).map(|(at, _)| at).collect()
    }))
}

fn negation_differs(pair: &Pair<'_>) -> Option<Words> {
    let [a, b] = pair.sides;
    let negations = |side: usize| {
        let words = &pair.sides[side].words;
        let matched = |at: usize| pair.matches.iter().any(|&(a, b)| at == if side == 0 { a } else { b });
        let counts = |at: usize| words[at].kind == Kind::Negation && (matched(at) || !pair.may_be_lost(side, at));
        (0..words.len()).filter(|&at| counts(at)).collect::<Vec<_>>()
    };
    let found = [negations(0), negations(1)];
    let differs = if a.denials.len() == b.denials.len() && !pair.cut[0] && !pair.cut[1] {
        a.denials.iter().zip(&b.denials).any(|(a, b)| a != b)
    } else {
        found[0].len() != found[1].len()
    };
    differs.then_some(found)
}

fn antonyms(pair: &Pair<'_>) -> Option<Words> {
    let [a, b] = pair.sides;
    for (at, word) in a.words.iter().enumerate().filter(|(_, word)| !b.has(word.stem)) {
        let opposites = lexicon::opposites(word.stem);
        let opposed = |other: &Word| opposites.contains(&other.stem) && !a.has(other.stem);
        if let Some(other) = b.words.iter().position(opposed).or_else(|| turned_by_prefix(a, b, at)) {
            return Some([vec![at], vec![other]]);
        }
    }
    let mut own = (0..b.words.len()).filter(|&at| !a.has(b.words[at].stem));
    own.find_map(|at| turned_by_prefix(b, a, at).map(|other| [vec![other], vec![at]]))
}

/// Where `other` has the word of `own` with a prefix that turns it round, such as "unable" for "able".
fn turned_by_prefix(own: &Reading, other: &Reading, at: usize) -> Option<usize> {
    let base = own.raw[at].as_str();
    let turns = |raw: &String| {
        raw.strip_suffix(base).is_some_and(|prefix| matches!(prefix, "un" | "in" | "im" | "non" | "dis" | "ir" | "il" | "anti"))
    };
    if base.len() >= 4 { other.raw.iter().position(turns) } else { None }
}

/// Each has a metric of its own.
fn metrics_differ(pair: &Pair<'_>) -> Option<Words> {
    let own = [0, 1].map(|side| {
        let (own, other) = (&pair.sides[side].words, pair.sides[1 - side]);
        let lacks = |at: usize| lexicon::is_metric(own[at].stem) && !other.has(own[at].stem);
        (0..own.len()).filter(|&at| lacks(at)).collect::<Vec<_>>()
    });
    own.iter().all(|side| !side.is_empty()).then_some(own)
}

fn scope_differs(pair: &Pair<'_>) -> Option<Words> {
    missing(pair, |word| word.kind == Kind::Scope)
}

/// The words that both claims have, where they stand in another order, but for two harmless ways to say the same: a part
/// moved as a whole from one end to the other ("on X, it improves", "it improves on X"), and two parts that changed sides
/// around a word where a preposition shows that they kept their roles ("transfer improves with X", "X improves transfer").
fn order_differs(pair: &Pair<'_>) -> Option<Words> {
    let [a, b] = pair.sides;
    let only = |words: &[Word], stem: u64| {
        let mut found = (0..words.len()).filter(|&at| words[at].stem == stem);
        found.next().filter(|_| found.next().is_none())
    };
    // The words that stand once in each, in the order of the first claim, with their places in the second.
    let shared: Vec<(usize, usize)> = (0..a.words.len())
        .filter(|&at| matches!(a.words[at].kind, Kind::Content | Kind::Number | Kind::Scope))
        .filter_map(|at| only(&a.words, a.words[at].stem).and(only(&b.words, a.words[at].stem)).map(|other| (at, other)))
        .collect();
    let mut order: Vec<usize> = shared.iter().map(|&(_, other)| other).collect();
    order.sort_unstable();
    let ranks: Vec<usize> = shared.iter().map(|(_, other)| order.partition_point(|at| at < other)).collect();
    let same_start = ranks.iter().enumerate().take_while(|&(at, &rank)| at == rank).count();
    let same_end = ranks.iter().enumerate().rev().take_while(|&(at, &rank)| at == rank).count();
    if same_start == ranks.len() {
        return None;
    }
    let moved = same_start..ranks.len() - same_end;
    let runs: Vec<&[usize]> = ranks[moved.clone()].chunk_by(|a, b| a + 1 == *b).collect();
    let refuses = match runs[..] {
        [_, _] => same_start > 0 || same_end > 0,
        [left, [middle], right] if left[0] > *middle && *middle > right[0] => {
            let (pivot, pivot_b) = shared[moved.start + left.len()];
            let roles: &[&str] = if lexicon::is_comparative(a.words[pivot].stem) {
                &["by"]
            } else {
                &["by", "with", "through", "via", "from", "using", "under", "when", "if", "after"]
            };
            let has_role = |reading: &Reading, pivot: usize| {
                let rest = reading.raw[pivot + 1..].iter().zip(&reading.words[pivot + 1..]);
                rest.take_while(|(_, word)| matches!(word.kind, Kind::Stop | Kind::Function))
                    .any(|(raw, _)| roles.contains(&raw.as_str()))
            };
            a.words[pivot].name || has_role(a, pivot) == has_role(b, pivot_b)
        }
        _ => true,
    };
    refuses.then(|| {
        let mut words: Words = [Vec::new(), Vec::new()];
        for &(left, right) in &shared[moved] {
            words[0].push(left);
            words[1].push(right);
        }
        words[1].sort_unstable();
        words
    })
}

/// The words of either side between two matches that the other side does not have anywhere.
fn gaps<'p>(pair: &'p Pair<'_>) -> impl Iterator<Item = Words> + 'p {
    let ends = (pair.sides[0].words.len(), pair.sides[1].words.len());
    let mut from = (0, 0);
    pair.matches.iter().copied().chain([ends]).map(move |(a, b)| {
        let gap = [own_words(pair, 0, from.0..a), own_words(pair, 1, from.1..b)];
        from = (a + 1, b + 1);
        gap
    })
}

/// The words of a gap that the other claim does not have, nor has moved elsewhere.
fn own_words(pair: &Pair<'_>, side: usize, range: Range<usize>) -> Vec<usize> {
    let (own, other) = (pair.sides[side], pair.sides[1 - side]);
    let matched = |at: usize| pair.matches.iter().any(|&(a, b)| if side == 0 { b == at } else { a == at });
    let moved = |stem: u64| (0..other.words.len()).any(|at| other.words[at].stem == stem && !matched(at));
    range
        .filter(|&at| {
            let word = &own.words[at];
            !matches!(word.kind, Kind::Stop | Kind::Negation) && !moved(word.stem)
        })
        .collect()
}

/// True for a word that no replacement is read into: it may be lost on the other side, or stands in the last third of a cut
/// claim whose last word is found again: what stands between belongs to words that only the other still has.
fn is_exempt(pair: &Pair<'_>, side: usize, at: usize) -> bool {
    let (own, other) = (pair.sides[side], pair.sides[1 - side]);
    let found_again = || own.words.last().is_some_and(|word| word.kind != Kind::Stop && other.has(word.stem));
    pair.may_be_lost(side, at) || (pair.cut[side] && 3 * at >= 2 * own.words.len() && found_again())
}

/// The words that both claims have of their own between the same matches, or, where parts have moved, anywhere.
fn is_substituted(pair: &Pair<'_>) -> Option<Words> {
    let [a, b] = pair.sides;
    let matched = |at: usize| pair.matches.iter().any(|&(left, _)| left == at);
    let has_moved = (0..a.words.len()).any(|at| a.words[at].kind == Kind::Content && !matched(at) && b.has(a.words[at].stem));
    if has_moved {
        let own = [0, 1]
            .map(|side| gaps(pair).flat_map(|gap| gap[side].clone()).filter(|&at| is_said(pair, side, at)).collect::<Vec<_>>());
        if own.iter().all(|side| !side.is_empty()) {
            return Some(own);
        }
    }
    // A number that is replaced is the business of its own guard.
    let counts = |side: usize, at: usize| pair.sides[side].words[at].kind != Kind::Number && !is_exempt(pair, side, at);
    let own = |gap: Words| [0, 1].map(|side| gap[side].iter().copied().filter(|&at| counts(side, at)).collect::<Vec<_>>());
    gaps(pair).map(own).find(|gap| gap.iter().all(|side| !side.is_empty()))
}

/// True for a content word that is not exempt.
fn is_said(pair: &Pair<'_>, side: usize, at: usize) -> bool {
    pair.sides[side].words[at].kind == Kind::Content && !is_exempt(pair, side, at)
}

/// What a side adds, when that is more than one word that the other cannot have lost, or one by a conjunction, or one in the
/// middle of a complete claim: "adults" and "older adults" are not the same. Adverbs such as "consistently" may stand
/// anywhere.
fn says_more(pair: &Pair<'_>) -> Option<Words> {
    const JOINTS: [&str; 10] = ["and", "or", "if", "when", "before", "after", "until", "unless", "except", "than"];
    let counted = |side: usize| pair.sides[side].words.iter().filter(|word| word.kind == Kind::Content).count();
    let smaller = counted(0).min(counted(1));
    let complete = !pair.cut[0] && !pair.cut[1];
    (0..2).find_map(|side| {
        let own = pair.sides[side];
        let added: Vec<usize> = gaps(pair).flat_map(|gap| gap[side].clone()).filter(|&at| !is_exempt(pair, side, at)).collect();
        let said = |at: usize| own.words[at].kind == Kind::Content && !own.raw[at].ends_with("ly");
        let words: Vec<usize> = added.iter().copied().filter(|&at| said(at)).collect();
        let content = added.iter().any(|&at| own.words[at].kind == Kind::Content);
        let joined = added.iter().any(|&at| JOINTS.contains(&own.raw[at].as_str()));
        let place = |&(a, b): &(usize, usize)| if side == 0 { a } else { b };
        let inside = |at: usize| {
            pair.matches.first().is_some_and(|first| place(first) < at)
                && pair.matches.last().is_some_and(|last| at < place(last))
        };
        let much = words.len() > 1 || 4 * words.len() > smaller || (content && joined);
        (much || (complete && words.iter().any(|&at| inside(at)))).then(|| on(side, added))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guard_says_why_it_refuses() {
        let refusal = |a: &str, b: &str| {
            let (a, b) = (Reading::new(a, false), Reading::new(b, false));
            let result = same_claim(&a, &b);
            assert_eq!(result, same_claim(&b, &a));
            result.err()
        };
        for (a, b, expected) in [
            ("Recall on Delta rises by 8.2 points.", "Recall on Delta rises by 8.20 points.", None),
            ("Recall on Delta rises by 8.2 points.", "Recall on Delta rises by 7.5 points.", Some(Guard::Number)),
            ("Recall on DELTA rises.", "Recall on GAMMA rises.", Some(Guard::Name)),
            ("Tests on XTRA show gains.", "Tests on XTRA-R show gains.", Some(Guard::Name)),
            ("The adapter does help here.", "The adapter does not help here.", Some(Guard::Negation)),
            ("It works, but it doesn't scale.", "It doesn't work, but it scales.", Some(Guard::Negation)),
            ("Tuning increases the error.", "Tuning decreases the error.", Some(Guard::Antonym)),
            ("The merge is stable.", "The merge is unstable.", Some(Guard::Antonym)),
            ("Tuning improves accuracy.", "Tuning improves recall.", Some(Guard::Metric)),
            ("Tuning improves models.", "Tuning improves some models.", Some(Guard::Scope)),
            ("Tuning may improve models.", "Tuning improves models.", Some(Guard::Scope)),
            ("Routing beats smoothing.", "Smoothing beats routing.", Some(Guard::Order)),
            ("Routing outperforms smoothing.", "Smoothing is outperformed by routing.", None),
            ("On long texts, tuning improves recall.", "Tuning improves recall on long texts.", None),
            ("The adapter helps parsing.", "The adapter helps tagging.", Some(Guard::Substitution)),
            ("Tests before training show gains.", "Tests during training show gains.", Some(Guard::Substitution)),
            ("Scores < 2 are eligible.", "Scores > 2 are eligible.", Some(Guard::Scope)),
            ("The trial is open to all adults.", "The trial is open to all older adults.", Some(Guard::Addition)),
            ("The adapter helps with rare words.", "The adapter consistently helps with rare words.", None),
            ("The adapter helps.", "The adapter helps rare languages in speech.", Some(Guard::Addition)),
        ] {
            assert_eq!(refusal(a, b), expected, "{a} / {b}");
        }
    }

    #[test]
    fn judgements_name_the_relation_and_its_words() {
        let judged = |a: &str, b: &str| judge([a, b], [false; 2], Thresholds::default());
        for (a, b, relation) in [
            ("The adapter lifts recall on Delta.", "the adapter lifts recall on Delta", Relation::Same),
            ("The adapter lifts recall on Delta.", "This adapter lifts recall on all Delta.", Relation::NearlySame),
            ("Delta gains recall, whereas Gamma loses two points.", "Gamma loses two points.", Relation::PartOf),
            ("The adapter lifts recall by 3 points.", "The adapter lifts recall by 4 points.", Relation::OtherNumber),
            ("The adapter lifts recall on Delta.", "The adapter does not lift recall on Delta.", Relation::Negated),
            ("The adapter lifts recall on Delta.", "Two cohorts were followed for years.", Relation::Different),
        ] {
            assert_eq!(judged(a, b).relation, relation, "{a} / {b}");
            assert_eq!(judged(b, a).relation, relation, "{b} / {a}");
        }
        let number = judged("The adapter lifts recall by 3 points.", "The adapter lifts recall by 4 points.");
        assert_eq!(number.objections, [Objection { guard: Guard::Number, words: [vec!["3".to_owned()], vec!["4".to_owned()]] }]);
        let part = judged("Delta gains recall, whereas Gamma loses two points.", "Gamma loses two points.");
        assert_eq!((part.clause, part.objections), (Some((0, 1)), Vec::new()));
    }
}
