//! The guards of the facts: numbers, names, negations, opposites, quantities and bounds.

use super::Reading;
use super::pair::{Pair, Words, gaps, on, unless_empty};
use crate::corpus::key::Word;
use crate::corpus::lexicon::{self, Kind};

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
pub(super) fn numbers_differ(pair: &Pair<'_>) -> Option<Words> {
    let lacks = |side: usize, counts: &dyn Fn(&Word) -> bool| -> Vec<usize> {
        let (own, other) = (&pair.sides[side].words, &pair.sides[1 - side].words);
        let missing = |at: usize| {
            let stem = own[at].stem;
            let nth = own[..=at].iter().filter(|word| counts(word) && word.stem == stem).count();
            let same =
                other.iter().filter(|word| word.stem == stem && matches!(word.kind, Kind::Number | Kind::Function)).count();
            // "With 3 examples", where the other goes on "with 5".
            let lost = || pair.may_be_lost(side, at) && !pair.beside(side, at).any(|word| word.kind == Kind::Number);
            same < nth && !lost() && !pair.explains(side, at)
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

pub(super) fn names_differ(pair: &Pair<'_>) -> Option<Words> {
    unless_empty([0, 1].map(|side| {
        let (own, other) = (pair.sides[side], pair.sides[1 - side]);
        // "On PDBbind", where the other breaks off in another name.
        let names_another = other.rest.starts_with(|c: char| c.is_uppercase());
        let lost = |at: usize| pair.may_be_lost(side, at) && !(names_another && pair.is_other_rest(side, at));
        let missing = |&(at, name): &(usize, u64)| !other.has_name(name) && !lost(at) && !pair.explains(side, at);
        own.names().into_iter().filter(missing).map(|(at, _)| at).collect()
    }))
}

pub(super) fn negation_differs(pair: &Pair<'_>) -> Option<Words> {
    let [a, b] = pair.sides;
    if let Some(words) = breaks_off_in_a_negation(pair) {
        return Some(words);
    }
    let found = [0, 1].map(|side| {
        let words = &pair.sides[side].words;
        let counts = |at: usize| {
            let lost = || {
                !pair.is_matched(side, at)
                    && pair.may_be_lost(side, at)
                    // "Is lim" does not go on "is not".
                    && !pair.is_other_rest(side, at)
                    && !pair.is_inserted(side, at)
                    && !pair.beside(side, at).any(|word| matches!(word.kind, Kind::Content | Kind::Number))
            };
            words[at].kind == Kind::Negation && !lost() && !pair.explains(side, at)
        };
        (0..words.len()).filter(|&at| counts(at)).collect::<Vec<_>>()
    });
    let whole = !pair.cut[0] && !pair.cut[1] && pair.explained.iter().all(Vec::is_empty);
    let differs =
        if whole && a.denials.len() == b.denials.len() { a.denials != b.denials } else { found[0].len() != found[1].len() };
    let moved = || {
        !found[0].is_empty()
            && found[0].len() == found[1].len()
            && !found[0].iter().all(|&at| is_denied_in_both(pair, at, &found[1]))
    };
    (differs || moved()).then_some(found)
}

/// The last words of two claims that match and break off in the next word, which denies something in one of them only: "when data is
/// not", "when data is lim".
fn breaks_off_in_a_negation(pair: &Pair<'_>) -> Option<Words> {
    let [a, b] = pair.sides;
    if !(a.cut && b.cut) {
        return None;
    }
    let ends = [a.words.len().checked_sub(1)?, b.words.len().checked_sub(1)?];
    let [one, other] = pair.sides.map(|side| side.rest.to_lowercase());
    let denies = |rest: &str| lexicon::kind(lexicon::hash(rest.as_bytes())) == Kind::Negation;
    let differ = (denies(&one) || denies(&other)) && !one.starts_with(&other) && !other.starts_with(&one);
    (differ && pair.matched(0, ends[0]) == Some(ends[1])).then(|| ends.map(|end| vec![end]))
}

/// True when one of the negations of the second claim stands before or behind the same word as one of the first: "trained with
/// and tested without it", "trained without and tested with it" deny different things.
fn is_denied_in_both(pair: &Pair<'_>, at: usize, others: &[usize]) -> bool {
    let beside = |side: usize, at: usize| {
        let own = pair.sides[side];
        let content = |&at: &usize| matches!(own.words[at].kind, Kind::Content | Kind::Number | Kind::Scope | Kind::Universal);
        let stem = |at: usize| own.words[at].stem;
        [(0..at).rev().find(content).map(stem), (at + 1..own.words.len()).find(content).map(stem)]
    };
    let [before, behind] = beside(0, at);
    // "Children without coats behind parents with coats": beside which coats it stands, one of the two does not tell.
    let once = |stem: Option<u64>| {
        let times = |side: &Reading| side.words.iter().filter(|word| Some(word.stem) == stem).count();
        pair.sides.iter().all(|side| times(side) < 2)
    };
    others.iter().map(|&other| beside(1, other)).any(|[left, right]| {
        let same = [before == left, behind == right];
        let tells = same[0] && once(before) || same[1] && once(behind);
        tells || same == [true, true]
    })
}

/// The first word that stands against its opposite.
pub(super) fn antonyms(pair: &Pair<'_>) -> Option<Words> {
    let found = pair.opposed().iter().find(|&&[a, b]| !pair.explains(0, a) && !pair.explains(1, b));
    found.map(|&[a, b]| [vec![a], vec![b]])
}

impl Pair<'_> {
    /// The words that stand against their opposites, as numbers of words of the first and of the second claim: words that the
    /// other claim does not have anywhere, and words that have the same place in it ("the small girl pushes the little boy",
    /// "the large girl pushes the little boy"). Several guards ask for them, so they are found once.
    pub(super) fn opposed(&self) -> &[[usize; 2]] {
        self.opposed.get_or_init(|| {
            let [a, b] = self.sides;
            let own = |one: &Reading, other: &Reading| {
                (0..one.words.len()).filter(|&at| !other.has(one.words[at].stem)).collect::<Vec<_>>()
            };
            let (left, mut free) = (own(a, b), own(b, a));
            let mut found: Vec<[usize; 2]> = Vec::new();
            for at in left {
                // Small words are opposites only where they stand in for one another: "turns on", "turns off".
                let small = |other: usize| a.words[at].kind == Kind::Function && b.words[other].kind == Kind::Function;
                let opposes = self.opposes(at);
                if let Some(place) = free.iter().position(|&other| !small(other) && opposes(other)) {
                    found.push([at, free.remove(place)]);
                }
            }
            for [left, right] in gaps(self).filter(|[left, right]| left.len() == right.len()) {
                for (one, other) in left.into_iter().zip(right) {
                    let known = found.iter().any(|both| both[0] == one || both[1] == other);
                    if !known && self.opposes(one)(other) {
                        found.push([one, other]);
                    }
                }
            }
            found.sort_unstable();
            found
        })
    }

    /// Tells which words of the second claim mean the opposite of a word of the first.
    fn opposes(&self, one: usize) -> impl Fn(usize) -> bool + '_ {
        let [a, b] = self.sides;
        let (opposites, left) = (lexicon::opposites(a.words[one].stem), a.raw[one].as_str());
        move |other| {
            let right = b.raw[other].as_str();
            // "For" is "of" elsewhere, which no "against" turns round.
            matches!((left, right), ("for", "against") | ("against", "for"))
                || opposites.contains(&b.words[other].stem)
                || lexicon::turns_by_prefix(left, right)
                || lexicon::turns_by_prefix(right, left)
                || lexicon::are_counterparts(left, right)
        }
    }
}

/// Each has a metric of its own.
pub(super) fn metrics_differ(pair: &Pair<'_>) -> Option<Words> {
    let own = [0, 1].map(|side| {
        let (own, other) = (&pair.sides[side].words, pair.sides[1 - side]);
        let lacks = |at: usize| lexicon::is_metric(own[at].stem) && !other.has(own[at].stem) && !pair.explains(side, at);
        (0..own.len()).filter(|&at| lacks(at)).collect::<Vec<_>>()
    });
    own.iter().all(|side| !side.is_empty()).then_some(own)
}

/// A word that bounds a number of one claim only, and is no replacement of another: "rose to 5%", "rose 5%"; "lasted over 3
/// years", "lasted 3 years". "By" and "up to" may be left out.
fn bounds_differ(pair: &Pair<'_>) -> Option<Words> {
    const BOUNDS: [&str; 8] = ["after", "before", "beyond", "over", "to", "under", "until", "up"];
    let bound = |side: usize, at: usize| {
        let own = pair.sides[side];
        // "To about 5%", "to fully 5%".
        let loose = |&at: &usize| {
            own.is_adverb(at)
                || matches!(&*own.raw[at], "about" | "approximately" | "around" | "circa" | "roughly")
                || lexicon::is_currency(own.words[at].stem)
        };
        let mut before = std::iter::successors(own.neighbour(at, false), |&at| own.neighbour(at, false)).skip_while(loose);
        let before = before.next().filter(|&before| BOUNDS.contains(&&*own.raw[before]) && !pair.explains(side, before))?;
        let up_to = before > 0 && own.raw[before] == "to" && matches!(&*own.raw[before - 1], "up" | "close" | "equal");
        (!up_to).then_some(before)
    };
    let number = |side: usize, at: usize| pair.sides[side].words[at].kind == Kind::Number;
    pair.matches.iter().filter(|&&(a, b)| number(0, a) && number(1, b)).find_map(|&(a, b)| {
        let places = [a, b];
        let (side, at) = match [bound(0, a), bound(1, b)] {
            [Some(at), None] => (0, at),
            [None, Some(at)] => (1, at),
            _ => return None,
        };
        // "5 to 10" is "5-10".
        let ranges = pair.sides[side].neighbour(at, false).is_some_and(|before| number(side, before));
        let other = pair.sides[1 - side].neighbour(places[1 - side], false).is_some_and(|before| number(1 - side, before));
        (!(ranges && other)).then(|| on(side, vec![at]))
    })
}

/// What will be in one claim has been in the other: "will be approved", "was approved"; "will cut", "cut".
fn times_differ(pair: &Pair<'_>) -> Option<Words> {
    let will = |side: usize| pair.sides[side].raw.iter().position(|raw| raw == "will");
    let has_been = |side: usize| {
        let raw = &pair.sides[side].raw;
        (0..raw.len()).any(|at| match &*raw[at] {
            "was" | "were" | "been" => true,
            "had" | "has" | "have" => raw.get(at + 1).is_some_and(|next| lexicon::is_participle(next)),
            _ => false,
        })
    };
    (0..2).find_map(|side| {
        let (at, other) = (will(side)?, 1 - side);
        // What will be done was done: "will close", "closed".
        let was_done = || {
            let own = pair.sides[side];
            let verb = (at + 1..own.raw.len()).find(|&at| own.words[at].kind == Kind::Content && !own.is_adverb(at))?;
            let done = pair.matched(side, verb)?;
            lexicon::is_participle(&pair.sides[other].raw[done]).then_some(())
        };
        let past = has_been(other) || was_done().is_some();
        (will(other).is_none() && past && !has_been(side)).then(|| on(side, vec![at]))
    })
}

/// "Some" bounds what is said of all ("improves some models"), but not what goes on or what is not counted: "some runners are
/// competing", "is eating some meat". "Every" and "each" bound what has one of all elsewhere: "read a book", "read every book";
/// "will" bounds what was done elsewhere.
pub(super) fn scope_differs(pair: &Pair<'_>) -> Option<Words> {
    let of_one = |side: usize, at: usize| {
        let (own, other) = (pair.sides[side], pair.sides[1 - side]);
        let noun = matches!(&*own.raw[at], "every" | "each").then(|| own.neighbour(at, true)).flatten();
        let there = noun.and_then(|noun| pair.matched(side, noun));
        there.and_then(|at| at.checked_sub(1)).is_some_and(|before| matches!(&*other.raw[before], "a" | "an"))
    };
    let every = [0, 1].map(|side| (0..pair.sides[side].words.len()).filter(|&at| of_one(side, at)).collect::<Vec<_>>());
    if let Some(found) = unless_empty(every) {
        return Some(found);
    }
    if let Some(found) = bounds_differ(pair) {
        return Some(found);
    }
    if let Some(found) = times_differ(pair) {
        return Some(found);
    }
    let mut found = missing(pair, |word| word.kind == Kind::Scope)?;
    let now = pair.sides.iter().all(|side| side.tells_of_now());
    for (side, words) in found.iter_mut().enumerate() {
        let own = pair.sides[side];
        words.retain(|&at| {
            let uncounted = own.neighbour(at, true).is_some_and(|noun| !own.raw[noun].ends_with('s'));
            let contracted = || {
                let contraction = format!("{}n't", own.raw[at]);
                own.raw.get(at + 1).is_some_and(|next| next == "not") && pair.sides[1 - side].raw.contains(&contraction)
            };
            // "Three different GPUs" are three GPUs.
            let counted =
                || own.raw[at] == "different" && own.neighbour(at, false).is_some_and(|before| own.counts_others(before));
            // Who aims to evaluate something evaluates it; who aims to reduce something may not have reduced it.
            let inquires = || own.asks_about(at);
            (own.raw[at] != "some" || !(now || uncounted)) && !contracted() && !counted() && !inquires()
        });
    }
    unless_empty(found)
}
