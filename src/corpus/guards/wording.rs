//! The guards of the wording: a word is replaced by another, or one claim says more.

use super::Reading;
use super::pair::{Pair, Words, gaps, is_exempt, is_said, on};
use crate::corpus::lexicon::Kind;

/// The words that both claims have of their own between the same matches, or, where parts have moved, anywhere.
pub(super) fn is_substituted(pair: &Pair<'_>) -> Option<Words> {
    let [a, b] = pair.sides;
    if let Some(words) = other_people(pair) {
        return Some(words);
    }
    let has_moved =
        (0..a.words.len()).any(|at| a.words[at].kind == Kind::Content && !pair.is_matched(0, at) && b.has(a.words[at].stem));
    if has_moved {
        let own = [0, 1]
            .map(|side| gaps(pair).flat_map(|gap| gap[side].clone()).filter(|&at| is_said(pair, side, at)).collect::<Vec<_>>());
        if own.iter().all(|side| !side.is_empty()) {
            return Some(own);
        }
    }
    // Where both break off, and each goes on in another way before, nothing was lost.
    let says = |side: usize, at: usize| {
        let own = pair.sides[side];
        let word = &own.words[at];
        word.kind == Kind::Content && !word.light && !own.is_adverb(at) && pair.is_whole(side, at)
    };
    let apart = |gap: &Words| (0..2).all(|side| gap[side].iter().any(|&at| says(side, at)));
    if pair.cut[0]
        && pair.cut[1]
        && let Some(gap) = gaps(pair).find(apart)
    {
        return Some(gap);
    }
    // A number that is replaced is the business of its own guard.
    let counts = |side: usize, at: usize| pair.sides[side].words[at].kind != Kind::Number && !is_exempt(pair, side, at);
    let own = |gap: Words| [0, 1].map(|side| gap[side].iter().copied().filter(|&at| counts(side, at)).collect::<Vec<_>>());
    // "Common in adults", "common among adults".
    let is_among = |gap: &Words| {
        let [&[one], &[other]] = [&gap[0][..], &gap[1][..]] else { return false };
        matches!([&*a.raw[one], &*b.raw[other]], ["in", "among" | "amongst"] | ["among" | "amongst", "in"])
    };
    gaps(pair).map(own).find(|gap| gap.iter().all(|side| !side.is_empty()) && !is_among(gap))
}

/// Pronouns by which the two claims tell the same of other people: "her father", "his father". "A daughter is pushed by her
/// father" tells of no other than "a father pushes his daughter".
fn other_people(pair: &Pair<'_>) -> Option<Words> {
    let [a, b] = pair.sides;
    let pronouns = |side: &Reading| -> Vec<(usize, bool, u64)> {
        let gender = |raw: &str| match raw {
            "he" | "him" | "his" | "himself" => Some(false),
            "her" | "hers" | "herself" | "she" => Some(true),
            _ => None,
        };
        let told = |at: usize| Some((at, gender(&side.raw[at])?, side.words[side.neighbour(at, true)?].stem));
        (0..side.raw.len()).filter_map(told).collect()
    };
    let others = pronouns(b);
    let other = |&(_, gender, next): &(usize, bool, u64)| others.iter().find(|other| other.2 == next && other.1 != gender);
    pronouns(a).iter().find_map(|own| other(own).map(|other| [vec![own.0], vec![other.0]]))
}

/// What a side adds that the other cannot have lost: "adults" and "older adults" are not the same. Adverbs such as
/// "consistently" may stand anywhere, and so may words that only lead to others ("made of", "located in") and what is said of
/// each and all at the end ("for each task").
pub(super) fn says_more(pair: &Pair<'_>) -> Option<Words> {
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
            |at: usize| own.words[at].kind == Kind::Content && !own.only_leads(at) && (!own.is_adverb(at) || is_joined(at));
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
