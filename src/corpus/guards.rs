//! Facts decide: whether two claims that are alike in words say the same thing, and if not, what tells them apart.
//!
//! Knows words, nothing about reports, verdicts or how alike two claims must be. Every guard errs on the side of "not the
//! same": a false alarm costs more than a conflict that is missed.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::join::{Overlap, Thresholds};
use super::key::{self, Word};
use super::lexicon::{self, Kind};
pub use super::reading::Reading;

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
    // One order, so that what comes out does not depend on which of the two comes first.
    if texts[0] <= texts[1] {
        return judge_in_order(texts, cut, thresholds);
    }
    let mut judgement = judge_in_order([texts[1], texts[0]], [cut[1], cut[0]], thresholds);
    let Overlap { shared, left, right } = judgement.overlap;
    judgement.overlap = Overlap { shared, left: right, right: left };
    judgement.clause = judgement.clause.map(|(side, clause)| (1 - side, clause));
    judgement.objections.iter_mut().for_each(|objection| objection.words.swap(0, 1));
    judgement
}

fn judge_in_order(texts: [&str; 2], cut: [bool; 2], thresholds: Thresholds) -> Judgement {
    let [a, b] = [0, 1].map(|side| Reading::new(texts[side], cut[side]));
    let voices = [&a, &b].map(Reading::in_active_voice);
    let (pair, objections) = plainest(&a, &b, &voices);
    let overlap = pair.overlap();
    let whole = Judgement { relation: Relation::Different, overlap, clause: None, objections };
    if key::normalised(texts[0]) == key::normalised(texts[1]) {
        return Judgement { relation: Relation::Same, objections: Vec::new(), ..whole };
    }
    if whole.objections.is_empty() && thresholds.hold(overlap) {
        return Judgement { relation: Relation::NearlySame, ..whole };
    }
    let clauses = texts.map(key::clauses);
    if clauses[0].is_empty() != clauses[1].is_empty() {
        let compound = usize::from(clauses[0].is_empty());
        let part = if compound == 0 { &b } else { &a };
        let last = clauses[compound].len() - 1;
        for (at, range) in clauses[compound].iter().enumerate() {
            let clause = Reading::new(&texts[compound][range.clone()], cut[compound] && at == last);
            let (left, right) = if compound == 0 { (&clause, part) } else { (part, &clause) };
            let overlap = Pair::new(left, right).overlap();
            if thresholds.hold(overlap) && same_claim(left, right).is_ok() {
                let (relation, clause) = (Relation::PartOf, Some((compound, at)));
                return Judgement { relation, overlap, clause, objections: Vec::new() };
            }
        }
    }
    // A compound is not denied by what denies one of its clauses.
    let simple = clauses.iter().all(Vec::is_empty);
    let relation = [Relation::OtherNumber, Relation::Negated].into_iter().find(|&relation| {
        let rest = pairs(&a, &b, &voices).filter_map(|pair| {
            let affirmed = pair.affirmed();
            pair.but_for(relation).map(|rest| (rest, affirmed))
        });
        let agreeing = |(rest, affirmed): &(Pair<'_>, Option<usize>)| {
            let denied = |side: usize| simple && relation == Relation::Negated && rest.agrees_but_for_more(side);
            rest.agrees() || affirmed.is_some_and(denied)
        };
        rest.into_iter().find(agreeing).is_some_and(|(rest, _)| thresholds.hold(rest.overlap()))
    });
    Judgement { relation: relation.unwrap_or(Relation::Different), ..whole }
}

/// Every way to lay two readings side by side: as they stand, and with a passive turned into the active voice.
fn pairs<'a>(a: &'a Reading, b: &'a Reading, voices: &'a [Vec<Reading>; 2]) -> impl Iterator<Item = Pair<'a>> {
    // Where one of the two is in the passive, it is the order of its active voice that counts.
    let passive = [0, 1].map(|side| !voices[side].is_empty());
    let as_they_stand = (passive[0] == passive[1]).then(|| Pair::new(a, b)).into_iter();
    let of = move |reading: &'a Reading, side: usize| {
        let own = std::iter::once(reading).filter(move |_| !passive[side]);
        own.chain(&voices[side])
    };
    let turned = of(a, 0).flat_map(move |left| of(b, 1).map(move |right| Pair::new(left, right)));
    as_they_stand.chain(turned.filter(move |_| passive[0] || passive[1]))
}

/// The way to lay them side by side that the guards object to least, and what they object to.
fn plainest<'a>(a: &'a Reading, b: &'a Reading, voices: &'a [Vec<Reading>; 2]) -> (Pair<'a>, Vec<Objection>) {
    let judged = |pair: Pair<'a>| {
        let objections: Vec<Objection> = pair.objections().collect();
        (pair, objections)
    };
    let best = pairs(a, b, voices).map(judged).reduce(|best, next| if next.1.len() < best.1.len() { next } else { best });
    best.unwrap_or_else(|| judged(Pair::new(a, b)))
}

/// Two readings side by side: what matches, and from where on one of them breaks off.
struct Pair<'a> {
    sides: [&'a Reading; 2],
    cut: [bool; 2],
    /// For each side, the matched words as (own index, other's index).
    matches: Vec<(usize, usize)>,
    /// Words that are accounted for: what remains is judged without them.
    explained: Words,
}

impl<'a> Pair<'a> {
    fn new(a: &'a Reading, b: &'a Reading) -> Self {
        let cut = [a.cut || a.breaks_off(b), b.cut || b.breaks_off(a)];
        Self { sides: [a, b], cut, matches: alignment(&a.words, &b.words), explained: [Vec::new(), Vec::new()] }
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

    /// How many of the words that likeness is measured in the two share, but for those that are explained.
    fn overlap(&self) -> Overlap {
        let words = [0, 1].map(|side| {
            let words = self.sides[side].words.iter().enumerate();
            let counted =
                words.filter(|&(at, word)| matches!(word.kind, Kind::Content | Kind::Number) && !self.explains(side, at));
            counted.map(|(_, word)| word.stem).collect::<FxHashSet<u64>>()
        });
        let shared = words[0].intersection(&words[1]).count();
        Overlap { shared, left: words[0].len(), right: words[1].len() }
    }

    fn explains(&self, side: usize, at: usize) -> bool {
        self.explained[side].contains(&at)
    }

    fn is_matched(&self, side: usize, at: usize) -> bool {
        self.matches.iter().any(|&(a, b)| at == if side == 0 { a } else { b })
    }

    /// True when no guard objects.
    fn agrees(&self) -> bool {
        Guard::ALL.into_iter().all(|guard| guard.refuses(self).is_none())
    }

    /// The side that denies nothing, when the other denies something.
    fn affirmed(&self) -> Option<usize> {
        let denies = self.sides.map(|side| side.words.iter().any(|word| word.kind == Kind::Negation));
        (denies[0] != denies[1]).then_some(usize::from(denies[0]))
    }

    /// True when nothing tells the two apart but that one says more: "no kitten drinks milk" denies "a kitten drinks fresh milk".
    fn agrees_but_for_more(&self, side: usize) -> bool {
        Guard::ALL.into_iter().all(|guard| {
            let more = matches!(guard, Guard::Number | Guard::Scope | Guard::Addition);
            guard.refuses(self).is_none_or(|words| more && words[1 - side].is_empty())
        })
    }

    /// The pair without the words that make the two claims one another's opposite, or with another number; `None` when
    /// nothing does.
    fn but_for(mut self, relation: Relation) -> Option<Self> {
        let mut told = if relation == Relation::OtherNumber { numbers_differ(&self)? } else { self.turned()? };
        let numbers = relation == Relation::OtherNumber;
        if numbers && told.iter().any(Vec::is_empty) {
            return None;
        }
        if !numbers {
            // "Neither sings nor plays", "sings and plays".
            let joint = |side: usize, at: usize| matches!(&*self.sides[side].raw[at], "and" | "or");
            for gap in gaps(&self) {
                if (0..2).all(|side| matches!(gap[side][..], [at] if joint(side, at))) {
                    (0..2).for_each(|side| told[side].extend(&gap[side]));
                }
            }
        }
        // What stands in the same place as these words belongs to them: "at least 3", "less than 5%"; "does not", "no longer".
        for gap in gaps(&self).chain(negation_gaps(&self).filter(|_| !numbers)) {
            if !(0..2).any(|side| gap[side].iter().any(|at| told[side].contains(at))) {
                continue;
            }
            for side in 0..2 {
                let words = &self.sides[side].words;
                let more: Vec<usize> = gap[side].iter().copied().filter(|at| !told[side].contains(at)).collect();
                let content = more.iter().filter(|&&at| words[at].kind == Kind::Content).count();
                let belongs = |at: usize| match words[at].kind {
                    Kind::Content if numbers => lexicon::is_unit(words[at].stem),
                    Kind::Content => {
                        content == 1
                            && self.sides[1 - side]
                                .words
                                .iter()
                                .enumerate()
                                .any(|(other, word)| word.kind == Kind::Negation && gap[1 - side].contains(&other))
                    }
                    _ => true,
                };
                told[side].extend(more.into_iter().filter(|&at| belongs(at)));
            }
        }
        self.explained = told;
        Some(self)
    }

    /// The words by which exactly one of two complete claims is turned round as a whole.
    fn turned_once(&self) -> Option<Words> {
        if self.cut[0] || self.cut[1] {
            return None;
        }
        let opposed = opposed(self);
        let negations = negation_differs(self);
        let mut words = match (negations, &opposed[..]) {
            (Some(negations), []) => {
                let extra = usize::from(negations[1].len() > negations[0].len());
                let one_more = negations[extra].len() == negations[1 - extra].len() + 1;
                // Where both deny something, it is not told which of the negations is the one more.
                let [at] = negations[extra][..] else { return None };
                if !one_more || !self.sides[extra].denies_the_whole(at) {
                    return None;
                }
                negations
            }
            (None, &[[a, b]]) => {
                let directed =
                    |side: usize, at: usize| self.sides[side].words[at].direction != 0 && self.sides[side].directs_the_whole(at);
                if !directed(0, a) || !directed(1, b) {
                    return None;
                }
                [vec![a], vec![b]]
            }
            _ => return None,
        };
        // "Does" comes with the negation, and "can not" and "could not" may stand for "does not".
        for (side, words) in words.iter_mut().enumerate() {
            let own = self.sides[side];
            let auxiliary = |at: &usize| own.words[*at].kind == Kind::Function && lexicon::is_auxiliary(&own.raw[*at]);
            words.extend((0..own.words.len()).filter(auxiliary));
        }
        Some(words)
    }

    /// The words that turn one of the two round, when an odd number of negations and opposites does.
    fn turned(&self) -> Option<Words> {
        let mut words: Words = [Vec::new(), Vec::new()];
        let mut turns = 0;
        if let Some(negations) = negation_differs(self) {
            // "Not A and not B" and "neither A nor B" deny "A and B".
            let each = self.affirmed().is_some_and(|side| {
                let denials = &negations[1 - side];
                let raw = &self.sides[1 - side].raw;
                denials.windows(2).all(|two| raw[two[1]] == "nor" || raw[two[0]..two[1]].iter().any(|word| word == "and"))
            });
            turns += if each { 1 } else { negations[0].len().abs_diff(negations[1].len()) };
            words = negations;
        }
        for [a, b] in opposed(self) {
            // "without" against "with" is a negation already.
            if words[0].contains(&a) || words[1].contains(&b) {
                continue;
            }
            turns += 1;
            words[0].push(a);
            words[1].push(b);
        }
        (turns % 2 == 1).then_some(words)
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
    let refusal = |pair: Pair<'_>| Guard::ALL.into_iter().find(|guard| guard.refuses(&pair).is_some());
    let [a, b] = in_order(a, b);
    let voices = [a, b].map(Reading::in_active_voice);
    let mut first = None;
    for pair in pairs(a, b, &voices) {
        let Some(guard) = refusal(pair) else { return Ok(()) };
        first.get_or_insert(guard);
    }
    first.map_or(Ok(()), Err)
}

/// One order for any two readings.
fn in_order<'a>(a: &'a Reading, b: &'a Reading) -> [&'a Reading; 2] {
    if a.text() <= b.text() { [a, b] } else { [b, a] }
}

/// True when one of two claims says the opposite of the other as a whole: alike by the thresholds and all guards, but for one
/// negation or one word that says which way something goes, and that concerns what the whole claim says. "Patients with high
/// scores improved" and "patients with low scores improved" may both hold.
#[must_use]
pub fn are_opposites(a: &Reading, b: &Reading, thresholds: Thresholds) -> bool {
    let [a, b] = in_order(a, b);
    let voices = [a, b].map(Reading::in_active_voice);
    pairs(a, b, &voices).any(|pair| {
        let Some(turned) = pair.turned_once() else { return false };
        let rest = Pair { explained: turned, ..pair };
        rest.agrees() && thresholds.hold(rest.overlap())
    })
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
        let lost = |at: usize| {
            concerns(&own.words[at]) && !other.has(own.words[at].stem) && !pair.may_be_lost(side, at) && !pair.explains(side, at)
        };
        (0..own.words.len()).filter(|&at| lost(at)).collect()
    }))
}

/// Numbers count as often as they stand there: "1 patient in cohort 1".
fn numbers_differ(pair: &Pair<'_>) -> Option<Words> {
    let lacks = |side: usize, counts: &dyn Fn(&Word) -> bool| -> Vec<usize> {
        let (own, other) = (&pair.sides[side].words, &pair.sides[1 - side].words);
        let missing = |at: usize| {
            let stem = own[at].stem;
            let nth = own[..=at].iter().filter(|word| counts(word) && word.stem == stem).count();
            let same =
                other.iter().filter(|word| word.stem == stem && matches!(word.kind, Kind::Number | Kind::Function)).count();
            same < nth && !pair.may_be_lost(side, at) && !pair.explains(side, at)
        };
        (0..own.len()).filter(|&at| counts(&own[at]) && missing(at)).collect()
    };
    let number = |word: &Word| word.kind == Kind::Number;
    // "One" is a number where the other has another one.
    let or_one = |word: &Word| number(word) || word.stem == lexicon::ONE;
    let mut found = [0, 1].map(|side| lacks(side, &number));
    for side in 0..2 {
        if found[side].is_empty() && !found[1 - side].is_empty() {
            found[side] = lacks(side, &or_one);
        }
    }
    unless_empty(found)
}

fn names_differ(pair: &Pair<'_>) -> Option<Words> {
    unless_empty([0, 1].map(|side| {
        let (own, other) = (pair.sides[side], pair.sides[1 - side]);
        let missing =
            |&(at, name): &(usize, u64)| !other.has_name(name) && !pair.may_be_lost(side, at) && !pair.explains(side, at);
        own.names().into_iter().filter(missing).map(|(at, _)| at).collect()
    }))
}

fn negation_differs(pair: &Pair<'_>) -> Option<Words> {
    let [a, b] = pair.sides;
    let found = [0, 1].map(|side| {
        let words = &pair.sides[side].words;
        let counts = |at: usize| {
            let lost = !pair.is_matched(side, at) && pair.may_be_lost(side, at);
            words[at].kind == Kind::Negation && !lost && !pair.explains(side, at)
        };
        (0..words.len()).filter(|&at| counts(at)).collect::<Vec<_>>()
    });
    let whole = !pair.cut[0] && !pair.cut[1] && pair.explained.iter().all(Vec::is_empty);
    let differs =
        if whole && a.denials.len() == b.denials.len() { a.denials != b.denials } else { found[0].len() != found[1].len() };
    differs.then_some(found)
}

/// The first word that stands against its opposite.
fn antonyms(pair: &Pair<'_>) -> Option<Words> {
    opposed(pair).into_iter().find(|&[a, b]| !pair.explains(0, a) && !pair.explains(1, b)).map(|[a, b]| [vec![a], vec![b]])
}

/// The words that stand against their opposites, as numbers of words of the first and of the second claim.
fn opposed(pair: &Pair<'_>) -> Vec<[usize; 2]> {
    let [a, b] = pair.sides;
    let mut found: Vec<[usize; 2]> = Vec::new();
    let own =
        |one: &Reading, other: &Reading| (0..one.words.len()).filter(|&at| !other.has(one.words[at].stem)).collect::<Vec<_>>();
    let (left, right) = (own(a, b), own(b, a));
    for &at in &left {
        let opposites = lexicon::opposites(a.words[at].stem);
        let opposes = |&&other: &&usize| {
            opposites.contains(&b.words[other].stem)
                || turns_by_prefix(&a.raw[at], &b.raw[other])
                || turns_by_prefix(&b.raw[other], &a.raw[at])
        };
        let free = right.iter().filter(|&&other| !found.iter().any(|pair| pair[1] == other));
        if let Some(&other) = free.into_iter().find(opposes) {
            found.push([at, other]);
        }
    }
    found
}

/// True when `turned` is `base` with a prefix that turns it round, such as "unstable" for "stable".
fn turns_by_prefix(base: &str, turned: &str) -> bool {
    let Some(prefix) = turned.strip_suffix(base) else { return false };
    match prefix.trim_end_matches('-') {
        "un" | "non" => base.len() >= 4,
        "in" | "im" | "dis" | "ir" | "il" | "anti" => base.len() >= 5,
        "de" | "mis" | "a" => base.len() >= 6,
        _ => false,
    }
}

/// Each has a metric of its own.
fn metrics_differ(pair: &Pair<'_>) -> Option<Words> {
    let own = [0, 1].map(|side| {
        let (own, other) = (&pair.sides[side].words, pair.sides[1 - side]);
        let lacks = |at: usize| lexicon::is_metric(own[at].stem) && !other.has(own[at].stem) && !pair.explains(side, at);
        (0..own.len()).filter(|&at| lacks(at)).collect::<Vec<_>>()
    });
    own.iter().all(|side| !side.is_empty()).then_some(own)
}

/// "Some" bounds what is said of all ("improves some models"), but not what goes on or what is not counted: "some runners are
/// competing", "is eating some meat".
fn scope_differs(pair: &Pair<'_>) -> Option<Words> {
    let mut found = missing(pair, |word| word.kind == Kind::Scope)?;
    let now = pair.sides.iter().all(|side| side.tells_of_now());
    for (side, words) in found.iter_mut().enumerate() {
        let own = pair.sides[side];
        words.retain(|&at| {
            let uncounted = own.neighbour(at, true).is_some_and(|noun| !own.raw[noun].ends_with('s'));
            own.raw[at] != "some" || !(now || uncounted)
        });
    }
    unless_empty(found)
}

/// The words that both claims have, where they stand in another order, but for harmless ways to say the same: adverbs; what
/// is joined by "and"; a part moved as a whole from one end to the other ("on X, it improves", "it improves on X"); two parts
/// that changed sides around a word where a preposition shows that they kept their roles ("transfer improves with X", "X
/// improves transfer"); and what is said of a noun before or behind it ("a young boy", "a boy, who is young").
fn order_differs(pair: &Pair<'_>) -> Option<Words> {
    let mut shared = shared_words(pair);
    if !is_reordered(pair, &shared) {
        return None;
    }
    shared.retain(|&both| !describes_the_same(pair, both));
    if !is_reordered(pair, &shared) {
        return None;
    }
    let mut words: Words = [shared.iter().map(|both| both.0).collect(), shared.iter().map(|both| both.1).collect()];
    words[1].sort_unstable();
    Some(words)
}

/// The words that stand once in each, in the order of the first claim, with their places in the second.
fn shared_words(pair: &Pair<'_>) -> Vec<(usize, usize)> {
    let [a, b] = pair.sides;
    let only = |words: &[Word], stem: u64| {
        let mut found = (0..words.len()).filter(|&at| words[at].stem == stem);
        found.next().filter(|_| found.next().is_none())
    };
    (0..a.words.len())
        .filter(|&at| matches!(a.words[at].kind, Kind::Content | Kind::Number | Kind::Scope) && !a.is_adverb(at))
        .filter_map(|at| only(&a.words, a.words[at].stem).and(only(&b.words, a.words[at].stem)).map(|other| (at, other)))
        .collect()
}

/// True for a word that says more about the same noun in both claims, in one of them from behind it.
fn describes_the_same(pair: &Pair<'_>, (left, right): (usize, usize)) -> bool {
    let places = [left, right];
    (0..2).any(|side| {
        let (own, other) = (pair.sides[side], pair.sides[1 - side]);
        let Some(noun) = own.described(places[side]) else { return false };
        let at = places[1 - side];
        let same = |at: usize| other.words[at].stem == own.words[noun].stem;
        let content = |at: &usize| other.words[*at].kind == Kind::Content;
        other.described(at).is_some_and(same) || (at + 1..other.words.len()).take_while(content).any(same)
    })
}

/// Where a word stands, such that parts joined by "and" or "or" may stand in any order: the place of the first part, what
/// its part says, and its place in that. All parts are as long as the first: "white snow and black soot cover the ice".
fn place(reading: &Reading, at: usize) -> (usize, u64, usize) {
    let start = reading.run(at).start;
    let mut first = start;
    while let Some(before) = reading.joined_before(first) {
        first = reading.run(before).start;
    }
    let len = reading.run(first).len();
    if at - start >= len {
        return (at, 0, at);
    }
    let part = &reading.words[start..reading.words.len().min(start + len)];
    (first, part.iter().fold(0, |sum: u64, word| sum.rotate_left(7).wrapping_mul(31) ^ word.stem), at)
}

fn is_reordered(pair: &Pair<'_>, shared: &[(usize, usize)]) -> bool {
    if shared.is_sorted_by_key(|both| both.1) {
        return false;
    }
    let told_apart =
        |reading: &&Reading| reading.raw.iter().any(|word| matches!(&**word, "respectively" | "former" | "latter" | "then"));
    let free = !pair.sides.iter().any(told_apart);
    in_other_order(pair, shared, |reading, at| if free { place(reading, at) } else { (at, 0, at) })
}

/// True when a word that says something stands twice in one of the two claims.
fn repeats(pair: &Pair<'_>) -> bool {
    pair.sides.iter().any(|side| {
        let mut stems: Vec<u64> = side.words.iter().filter(|word| word.kind == Kind::Content).map(|word| word.stem).collect();
        stems.sort_unstable();
        stems.windows(2).any(|two| two[0] == two[1])
    })
}

fn in_other_order(pair: &Pair<'_>, shared: &[(usize, usize)], keyed: impl Fn(&Reading, usize) -> (usize, u64, usize)) -> bool {
    let [a, b] = pair.sides;
    let mut shared = shared.to_vec();
    shared.sort_by_cached_key(|both| keyed(a, both.0));
    let mut order = shared.clone();
    order.sort_by_cached_key(|both| keyed(b, both.1));
    let ranks: Vec<usize> = shared.iter().map(|both| order.iter().position(|other| other == both).unwrap_or(0)).collect();
    let same_start = ranks.iter().enumerate().take_while(|&(at, &rank)| at == rank).count();
    let same_end = ranks.iter().enumerate().rev().take_while(|&(at, &rank)| at == rank).count();
    if same_start == ranks.len() {
        return false;
    }
    let moved = same_start..ranks.len() - same_end;
    let runs: Vec<&[usize]> = ranks[moved.clone()].chunk_by(|a, b| a + 1 == *b).collect();
    match runs[..] {
        // Where a word stands twice, it is not told which part has moved.
        [_, _] => same_start > 0 || same_end > 0 || repeats(pair),
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
    }
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

/// All words of either side between two matches, negations too.
fn negation_gaps<'p>(pair: &'p Pair<'_>) -> impl Iterator<Item = Words> + 'p {
    let ends = (pair.sides[0].words.len(), pair.sides[1].words.len());
    let mut from = (0, 0);
    pair.matches.iter().copied().chain([ends]).map(move |(a, b)| {
        let says = |side: usize, at: usize| pair.sides[side].words[at].kind != Kind::Stop;
        let gap = [(from.0..a).filter(|&at| says(0, at)).collect(), (from.1..b).filter(|&at| says(1, at)).collect()];
        from = (a + 1, b + 1);
        gap
    })
}

/// The words of a gap that the other claim does not have, nor has moved elsewhere.
fn own_words(pair: &Pair<'_>, side: usize, range: Range<usize>) -> Vec<usize> {
    let (own, other) = (pair.sides[side], pair.sides[1 - side]);
    // As many of them as the other claim has elsewhere.
    let unmatched = |side: usize, up_to: usize, stem: u64| {
        (0..up_to).filter(|&at| pair.sides[side].words[at].stem == stem && !pair.is_matched(side, at)).count()
    };
    let moved = |at: usize| {
        let stem = own.words[at].stem;
        other.has(stem) && unmatched(side, at + 1, stem) <= unmatched(1 - side, other.words.len(), stem)
    };
    range
        .filter(|&at| {
            let word = &own.words[at];
            !matches!(word.kind, Kind::Stop | Kind::Negation) && !pair.explains(side, at) && !moved(at)
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
    let has_moved =
        (0..a.words.len()).any(|at| a.words[at].kind == Kind::Content && !pair.is_matched(0, at) && b.has(a.words[at].stem));
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

/// What a side adds that the other cannot have lost: "adults" and "older adults" are not the same. Adverbs such as
/// "consistently" may stand anywhere, and so may words that only lead to others ("made of", "located in") and what is said of
/// each and all at the end ("for each task").
fn says_more(pair: &Pair<'_>) -> Option<Words> {
    const JOINTS: [&str; 10] = ["and", "or", "if", "when", "before", "after", "until", "unless", "except", "than"];
    let counted = |side: usize| pair.sides[side].words.iter().filter(|word| word.kind == Kind::Content).count();
    let smaller = counted(0).min(counted(1));
    let complete = !pair.cut[0] && !pair.cut[1];
    (0..2).find_map(|side| {
        let own = pair.sides[side];
        let added: Vec<usize> = gaps(pair).flat_map(|gap| gap[side].clone()).filter(|&at| !is_exempt(pair, side, at)).collect();
        let joint = |at: usize| added.contains(&at) && JOINTS.contains(&own.raw[at].as_str());
        let is_joined = |at: usize| own.neighbour(at, false).is_some_and(joint) || own.neighbour(at, true).is_some_and(joint);
        let said =
            |at: usize| own.words[at].kind == Kind::Content && !own.words[at].light && (!own.is_adverb(at) || is_joined(at));
        let words: Vec<usize> = added.iter().copied().filter(|&at| said(at)).collect();
        let content = added.iter().any(|&at| own.words[at].kind == Kind::Content);
        let joined = added.iter().any(|&at| joint(at));
        let last = pair.matches.last().map_or(0, |&(a, b)| if side == 0 { a } else { b });
        let of_each =
            |at: usize| at > last && own.neighbour(at, false).is_some_and(|before| own.words[before].kind == Kind::Universal);
        let much = words.len() > 1 || 4 * words.len() > smaller || (content && joined && !words.is_empty());
        (much || (complete && words.iter().any(|&at| !of_each(at)))).then(|| on(side, added))
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
