//! The guards of the facts: numbers, names, negations, opposites, quantities and bounds.

use super::Reading;
use super::pair::{Pair, Words, unless_empty};
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

pub(super) fn names_differ(pair: &Pair<'_>) -> Option<Words> {
    unless_empty([0, 1].map(|side| {
        let (own, other) = (pair.sides[side], pair.sides[1 - side]);
        let missing =
            |&(at, name): &(usize, u64)| !other.has_name(name) && !pair.may_be_lost(side, at) && !pair.explains(side, at);
        own.names().into_iter().filter(missing).map(|(at, _)| at).collect()
    }))
}

pub(super) fn negation_differs(pair: &Pair<'_>) -> Option<Words> {
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
pub(super) fn antonyms(pair: &Pair<'_>) -> Option<Words> {
    opposed(pair).into_iter().find(|&[a, b]| !pair.explains(0, a) && !pair.explains(1, b)).map(|[a, b]| [vec![a], vec![b]])
}

/// The words that stand against their opposites, as numbers of words of the first and of the second claim.
pub(super) fn opposed(pair: &Pair<'_>) -> Vec<[usize; 2]> {
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

/// The prefixes that may turn a word round.
pub(in crate::corpus) const NEGATING_PREFIXES: [&str; 11] =
    ["un", "non", "in", "im", "dis", "ir", "il", "anti", "de", "mis", "a"];

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
pub(super) fn metrics_differ(pair: &Pair<'_>) -> Option<Words> {
    let own = [0, 1].map(|side| {
        let (own, other) = (&pair.sides[side].words, pair.sides[1 - side]);
        let lacks = |at: usize| lexicon::is_metric(own[at].stem) && !other.has(own[at].stem) && !pair.explains(side, at);
        (0..own.len()).filter(|&at| lacks(at)).collect::<Vec<_>>()
    });
    own.iter().all(|side| !side.is_empty()).then_some(own)
}

/// "Some" bounds what is said of all ("improves some models"), but not what goes on or what is not counted: "some runners are
/// competing", "is eating some meat".
pub(super) fn scope_differs(pair: &Pair<'_>) -> Option<Words> {
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
