//! How two claims are related, and what makes them another one's opposite.
//!
//! Knows what the guards object to, and what is left when a number or a denial is explained.

use std::ops::Range;

use super::facts::{negation_differs, numbers_differ};
use super::pair::{Pair, Words, gaps, negation_gaps, pairs};
use super::{Guard, Reading, Relation, in_order, same_claim};
use crate::corpus::join::{Overlap, Thresholds};
use crate::corpus::key;
use crate::corpus::lexicon::{self, Kind};

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
    /// For [`Relation::Negated`]: true when the two cannot both hold, as far as their words tell. "Benign lesions were removed"
    /// and "malignant lesions were removed" may.
    pub excludes: bool,
    /// How much the words of the two claims overlap (of the clause and the claim, for [`Relation::PartOf`]).
    pub overlap: Overlap,
    /// For [`Relation::PartOf`]: which claim is the compound, 0 or 1, and the number of its clause.
    pub clause: Option<(usize, usize)>,
    /// What the guards hold against the two being the same claim, the plainest first; guards that are not named accept them.
    /// For [`Relation::PartOf`] that of the clause and the claim: nothing.
    pub objections: Vec<Objection>,
}

/// A claim that is laid beside others: read once, however many these are.
pub struct Party<'t> {
    text: &'t str,
    /// See [`key::normalised_hash`].
    key: u64,
    cut: bool,
    reading: Reading,
    /// What it says in the active voice, where it is in the passive.
    voices: Vec<Reading>,
    clauses: Vec<Range<usize>>,
}

impl<'t> Party<'t> {
    /// Reads a text; `cut` says that more was to come.
    #[must_use]
    pub fn new(text: &'t str, cut: bool) -> Self {
        let reading = Reading::new(text, cut);
        let voices = reading.in_active_voice();
        Self { text, key: key::normalised_hash(text), cut, reading, voices, clauses: key::clauses(text) }
    }

    /// A clause of it, read by itself.
    fn clause(&self, at: usize) -> Reading {
        let last = at + 1 == self.clauses.len();
        Reading::new(&self.text[self.clauses[at].clone()], self.cut && last)
    }
}

/// Judges two texts; `cut` says of each that more was to come.
///
/// Below the thresholds two claims are different however well the guards think of them.
#[must_use]
pub fn judge(texts: [&str; 2], cut: [bool; 2], thresholds: Thresholds) -> Judgement {
    let [a, b] = [0, 1].map(|side| Party::new(texts[side], cut[side]));
    judged([&a, &b], thresholds, true).unwrap_or_else(|| unreachable!("wanted also when they are different"))
}

/// Judges two claims; `None` when they are different, which takes much less time than to say why.
#[must_use]
pub fn related(parties: [&Party<'_>; 2], thresholds: Thresholds) -> Option<Judgement> {
    judged(parties, thresholds, false)
}

/// The judgement; `None` for two that are different, unless `different` wants it.
fn judged(parties: [&Party<'_>; 2], thresholds: Thresholds, different: bool) -> Option<Judgement> {
    // One order, so that what comes out does not depend on which of the two comes first.
    if parties[0].text <= parties[1].text {
        return judged_in_order(parties, thresholds, different);
    }
    let mut judgement = judged_in_order([parties[1], parties[0]], thresholds, different)?;
    let Overlap { shared, left, right } = judgement.overlap;
    judgement.overlap = Overlap { shared, left: right, right: left };
    judgement.clause = judgement.clause.map(|(side, clause)| (1 - side, clause));
    judgement.objections.iter_mut().for_each(|objection| objection.words.swap(0, 1));
    Some(judgement)
}

fn judged_in_order([a, b]: [&Party<'_>; 2], thresholds: Thresholds, different: bool) -> Option<Judgement> {
    let ways: Vec<Pair<'_>> = pairs(&a.reading, &b.reading, [&a.voices, &b.voices]).collect();
    let judgement = |relation: Relation, overlap: Overlap| Judgement {
        relation,
        excludes: relation == Relation::Negated && ways.iter().any(|pair| pair.is_opposite(thresholds)),
        overlap,
        clause: None,
        objections: Vec::new(),
    };
    if a.key == b.key && key::normalised(a.text) == key::normalised(b.text) {
        return Some(judgement(Relation::Same, plainest(&ways).0.overlap()));
    }
    if let Some(overlap) = ways.iter().find(|pair| pair.agrees()).map(Pair::overlap).filter(|&overlap| thresholds.hold(overlap)) {
        return Some(judgement(Relation::NearlySame, overlap));
    }
    if let Some((overlap, clause)) = part([a, b], thresholds) {
        return Some(Judgement { clause: Some(clause), ..judgement(Relation::PartOf, overlap) });
    }
    // A compound is not denied by what denies one of its clauses.
    let simple = a.clauses.is_empty() && b.clauses.is_empty();
    let relation = [Relation::OtherNumber, Relation::Negated].into_iter().find(|&relation| {
        let rest = ways.iter().filter_map(|pair| pair.but_for(relation).map(|rest| (rest, pair.affirmed())));
        let agreeing = |(rest, affirmed): &(Pair<'_>, Option<usize>)| {
            let denied = |side: usize| simple && relation == Relation::Negated && rest.agrees_but_for_more(side);
            rest.agrees() || affirmed.is_some_and(denied)
        };
        rest.into_iter().find(agreeing).is_some_and(|(rest, _)| thresholds.hold(rest.overlap()))
    });
    let relation = relation.or(different.then_some(Relation::Different))?;
    let (pair, objections) = plainest(&ways);
    Some(Judgement { objections, ..judgement(relation, pair.overlap()) })
}

/// The clause of one of two claims that the other one says: how much the words overlap, and which clause of which claim it is.
fn part(parties: [&Party<'_>; 2], thresholds: Thresholds) -> Option<(Overlap, (usize, usize))> {
    let compound = parties.iter().position(|party| !party.clauses.is_empty())?;
    let (whole, other) = (parties[compound], parties[1 - compound]);
    if !other.clauses.is_empty() {
        return None;
    }
    (0..whole.clauses.len()).find_map(|at| {
        let clause = whole.clause(at);
        let (left, right) = if compound == 0 { (&clause, &other.reading) } else { (&other.reading, &clause) };
        let overlap = Pair::new(left, right).overlap();
        (thresholds.hold(overlap) && same_claim(left, right).is_ok()).then_some((overlap, (compound, at)))
    })
}

/// The way to lay two claims side by side that the guards object to least, and what they object to.
fn plainest<'p, 'a>(ways: &'p [Pair<'a>]) -> (&'p Pair<'a>, Vec<Objection>) {
    let judged = |pair: &'p Pair<'a>| (pair, pair.objections().collect::<Vec<_>>());
    let best = ways.iter().map(judged).reduce(|best, next| if next.1.len() < best.1.len() { next } else { best });
    best.unwrap_or_else(|| unreachable!("two claims can always be laid side by side"))
}

/// True when one of two claims says the opposite of the other as a whole: alike by the thresholds and all guards, but for one
/// negation or one word that says which way something goes, and that concerns what the whole claim says. "Patients with high
/// scores improved" and "patients with low scores improved" may both hold.
#[must_use]
pub fn are_opposites(a: &Reading, b: &Reading, thresholds: Thresholds) -> bool {
    let [a, b] = in_order(a, b);
    let voices = [a, b].map(Reading::in_active_voice);
    pairs(a, b, voices.each_ref()).any(|pair| pair.is_opposite(thresholds))
}

impl Pair<'_> {
    /// What the guards hold against the two, in their order.
    fn objections(&self) -> impl Iterator<Item = Objection> + '_ {
        Guard::ALL.into_iter().filter_map(|guard| {
            let found = guard.refuses(self)?;
            let said = |side: usize| found[side].iter().map(|&at| self.sides[side].said(at).to_owned()).collect();
            Some(Objection { guard, words: [said(0), said(1)] })
        })
    }

    /// True when no guard objects.
    fn agrees(&self) -> bool {
        Guard::ALL.into_iter().all(|guard| guard.refuses(self).is_none())
    }

    /// See [`are_opposites`].
    fn is_opposite(&self, thresholds: Thresholds) -> bool {
        self.turned_once().is_some_and(|turned| {
            let rest = self.without(turned);
            rest.agrees() && thresholds.hold(rest.overlap())
        })
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
    fn but_for(&self, relation: Relation) -> Option<Self> {
        let mut told = if relation == Relation::OtherNumber { numbers_differ(self)? } else { self.turned()? };
        let numbers = relation == Relation::OtherNumber;
        if numbers && told.iter().any(Vec::is_empty) {
            return None;
        }
        if numbers {
            // "The third largest with 3 million inhabitants", "the third smallest with 3 thousand inhabitants": which way it
            // goes is no matter of the number.
            for &[a, b] in self.opposed().iter().filter(|both| (0..2).all(|side| self.direction(side, both[side]) == 0)) {
                told[0].push(a);
                told[1].push(b);
            }
        } else if self.affirmed().is_some() {
            // "Neither sings nor plays", "sings and plays"; "no dog that runs and barks", "a dog is running and barking".
            for gap in gaps(self) {
                if (0..2).all(|side| gap[side].iter().all(|&at| self.joins(side, at))) {
                    (0..2).for_each(|side| told[side].extend(&gap[side]));
                }
            }
        }
        if !numbers {
            // "Increases rates of cancer", "reduces cancer".
            for (side, at) in gaps(self)
                .flat_map(|gap| [0, 1].map(|side| gap[side].iter().map(move |&at| (side, at)).collect::<Vec<_>>()))
                .flatten()
            {
                let own = self.sides[side];
                let of = own.raw.get(at + 1).is_some_and(|next| next == "of");
                if of && lexicon::is_measure(own.words[at].stem) && !told[side].contains(&at) {
                    told[side].push(at);
                }
            }
        }
        // What stands in the same place as these words belongs to them: "at least 3", "less than 5%"; "does not", "no longer".
        for gap in gaps(self).chain(negation_gaps(self).filter(|_| !numbers)) {
            if !(0..2).any(|side| gap[side].iter().any(|at| told[side].contains(at))) {
                continue;
            }
            for side in 0..2 {
                let words = &self.sides[side].words;
                let more: Vec<usize> = gap[side].iter().copied().filter(|at| !told[side].contains(at)).collect();
                let content = more.iter().filter(|&&at| words[at].kind == Kind::Content).count();
                let belongs = |at: usize| match words[at].kind {
                    Kind::Content if numbers => lexicon::belongs_to_number(words[at].stem),
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
        Some(self.without(told))
    }

    /// The words by which exactly one of two complete claims is turned round as a whole.
    fn turned_once(&self) -> Option<Words> {
        if self.cut[0] || self.cut[1] {
            return None;
        }
        let mut words = match (negation_differs(self), self.opposed()) {
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
        let mut last = None;
        for &both in self.opposed() {
            let [a, b] = both;
            // "Without" against "with", "nobody" against "somebody" is a negation already.
            let counted = words[0].contains(&a) || words[1].contains(&b);
            // "Speeds up", "slows down": one turn.
            let continues = last.is_some_and(|last| self.is_particle_of(last, both));
            turns += usize::from(!counted && !continues);
            for (side, &at) in both.iter().enumerate() {
                if !words[side].contains(&at) {
                    words[side].push(at);
                }
            }
            last = Some(both);
        }
        (turns % 2 == 1).then_some(words)
    }

    /// True for a word that only joins parts of a sentence.
    fn joins(&self, side: usize, at: usize) -> bool {
        let raw = &*self.sides[side].raw[at];
        matches!(raw, "and" | "or" | "with" | "while" | "who" | "which" | "that") || lexicon::is_be(raw)
    }

    /// Which way something goes by a word.
    fn direction(&self, side: usize, at: usize) -> i8 {
        self.sides[side].words[at].direction
    }

    /// True when the second of two pairs of words goes with the verbs of the first: "speeds up", "slows down".
    fn is_particle_of(&self, verbs: [usize; 2], particles: [usize; 2]) -> bool {
        (0..2).all(|side| {
            let raw = &*self.sides[side].raw[particles[side]];
            verbs[side] + 1 == particles[side] && matches!(raw, "up" | "down" | "on" | "off" | "in" | "out" | "away")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_hold_beside_the_other_is_no_opposite_of_it() {
        let opposites = |a: &str, b: &str| {
            let [a, b] = [a, b].map(|text| Reading::new(text, false));
            are_opposites(&a, &b, Thresholds::default())
        };
        assert!(opposites("Tuning increases recall on Delta.", "Tuning reduces recall on Delta."));
        assert!(opposites("The parser is able to read tables.", "The parser isn't able to read tables."));
        for (a, b) in [
            ("Small dogs in the shelter bark.", "Big dogs in the shelter bark."),
            ("The region is covered by ice.", "The region is no longer covered by ice."),
            ("Samples were taken before surgery.", "Samples were taken after surgery."),
            ("Benign lesions in the lung were removed.", "Malignant lesions in the lung were removed."),
            ("Some banks lent to farmers.", "No banks lent to shops."),
        ] {
            assert!(!opposites(a, b), "{a} / {b}");
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
