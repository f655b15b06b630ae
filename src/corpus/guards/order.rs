//! The guard of the order: what is compared has changed sides.

use std::ops::Range;

use super::Reading;
use super::pair::{Pair, Words};
use crate::corpus::key::Word;
use crate::corpus::lexicon::{self, Kind};
use crate::corpus::reading::Described;

/// The words that both claims have, where they stand in another order, but for harmless ways to say the same: adverbs; what
/// is joined by "and"; a part moved as a whole from one end to the other ("on X, it improves", "it improves on X"); two parts
/// that changed sides around a word where a preposition shows that they kept their roles ("transfer improves with X", "X
/// improves transfer"); and what is said of a noun before or behind it ("a young boy", "a boy, who is young").
pub(super) fn order_differs(pair: &Pair<'_>) -> Option<Words> {
    if let Some(words) = repeated_in_other_order(pair) {
        return Some(words);
    }
    let mut shared = shared_words(pair);
    // Most are in one order.
    if shared.is_sorted_by_key(|both| both.1) {
        return None;
    }
    shared.retain(|&both| !stands_anywhere(pair, both));
    if !is_reordered(pair, &shared) {
        return None;
    }
    let moved: Vec<Option<Moved>> = shared.iter().map(|&both| describes_the_same(pair, both)).collect();
    // "Firms pay for workers", "workers pay for firms": what stands before and behind the same word has changed places.
    let is_swapped = |one: &Moved| {
        one.from.is_some_and(|from| moved.iter().flatten().any(|other| other.noun == one.noun && other.from == Some(1 - from)))
    };
    let mut harmless = moved.iter().map(|moved| moved.as_ref().is_some_and(|moved| !is_swapped(moved)));
    shared.retain(|_| !harmless.next().unwrap_or(false));
    if !is_reordered(pair, &shared) {
        return None;
    }
    let mut words: Words = [shared.iter().map(|both| both.0).collect(), shared.iter().map(|both| both.1).collect()];
    words[1].sort_unstable();
    Some(words)
}

/// The words that stand more than once in both claims, where they stand in another order: "from 2-1 to 1-2", "from 1-2 to 2-1";
/// "vaccination before infection is better than infection before vaccination".
fn repeated_in_other_order(pair: &Pair<'_>) -> Option<Words> {
    let says = |word: &Word| matches!(word.kind, Kind::Content | Kind::Number);
    let times = |side: usize, stem: u64| pair.sides[side].words.iter().filter(|word| says(word) && word.stem == stem).count();
    let repeated = [0, 1].map(|side| {
        let words = &pair.sides[side].words;
        let counts = |at: &usize| {
            let times = [0, 1].map(|side| times(side, words[*at].stem));
            says(&words[*at]) && times[0] > 1 && times[0] == times[1]
        };
        (0..words.len()).filter(counts).collect::<Vec<_>>()
    });
    let stems = [0, 1].map(|side| repeated[side].iter().map(|&at| pair.sides[side].words[at].stem).collect::<Vec<_>>());
    (stems[0] != stems[1] || are_led_to_in_other_order(pair, &repeated)).then_some(repeated)
}

/// True when the same prepositions lead to a word that stands more than once, but each to another of them: "runs before the merge
/// find more than runs after the merge", "runs after the merge find more than runs before the merge".
fn are_led_to_in_other_order(pair: &Pair<'_>, repeated: &Words) -> bool {
    let leads = [0, 1].map(|side| {
        let own = pair.sides[side];
        let of = |&at: &usize| {
            let before = own.neighbour(at, false).map(|before| &own.words[before]);
            (own.words[at].stem, before.filter(|word| word.kind == Kind::Function).map(|word| word.stem))
        };
        let mut leads: Vec<(u64, Option<u64>)> = repeated[side].iter().map(of).collect();
        // The order counts among those that lead to one word.
        leads.sort_by_key(|lead| lead.0);
        leads
    });
    let sorted = leads.clone().map(|mut leads| {
        leads.sort_unstable();
        leads
    });
    leads[0] != leads[1] && sorted[0] == sorted[1]
}

/// The words that stand once in each, in the order of the first claim, with their places in the second.
fn shared_words(pair: &Pair<'_>) -> Vec<(usize, usize)> {
    let [a, b] = pair.sides;
    let only = |words: &[Word], stem: u64| {
        let mut found = (0..words.len()).filter(|&at| words[at].stem == stem);
        found.next().filter(|_| found.next().is_none())
    };
    (0..a.words.len())
        .filter(|&at| matches!(a.words[at].kind, Kind::Content | Kind::Number | Kind::Scope))
        .filter(|&at| !a.is_adverb(at) && a.raw[at] != "significantly")
        .filter_map(|at| only(&a.words, a.words[at].stem).and(only(&b.words, a.words[at].stem)).map(|other| (at, other)))
        .collect()
}

/// True for a word that says the same wherever it stands, because it belongs to the word beside it or holds of all.
fn stands_anywhere(pair: &Pair<'_>, (left, right): (usize, usize)) -> bool {
    let [a, b] = pair.sides;
    let own = head(a, left);
    own.is_some() && own == head(b, right) || lexicon::is_worldwide(a.words[left].stem)
}

/// The stem of the word that another one belongs to, whether it stands before or behind it: "1 May", "May 1"; "$5", "5 dollars"; "an
/// average of 5%", "5% on average".
fn head(reading: &Reading, at: usize) -> Option<u64> {
    let beside = |is_head: &dyn Fn(usize) -> bool| {
        let found = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().find(|&at| at < reading.words.len() && is_head(at));
        found.map(|at| reading.words[at].stem)
    };
    let own = &reading.words[at];
    let number = |at: usize| reading.words[at].kind == Kind::Number;
    // "May" is no month where it bounds a claim.
    let month = |at: usize| lexicon::is_month(reading.words[at].stem) && reading.said(at).starts_with(|c: char| c.is_uppercase());
    match own.kind {
        Kind::Number => beside(&month),
        Kind::Content if lexicon::is_currency(own.stem) => beside(&number),
        Kind::Content if reading.raw[at] == "average" => {
            let on = at.checked_sub(1).is_some_and(|before| reading.raw[before] == "on");
            let of =
                || reading.raw.get(at + 1).is_some_and(|next| next == "of") && at + 2 < reading.words.len() && number(at + 2);
            (on || of()).then_some(own.stem)
        }
        _ => None,
    }
}

/// What says more about the same noun in both claims.
struct Moved {
    /// The stem of the noun.
    noun: u64,
    /// On which side it stands behind the noun, when it stands before it on the other.
    from: Option<usize>,
}

/// Whether a word says more about the same noun in both claims, in one of them from behind it.
fn describes_the_same(pair: &Pair<'_>, (left, right): (usize, usize)) -> Option<Moved> {
    let places = [left, right];
    (0..2).find_map(|side| {
        let (own, other) = (pair.sides[side], pair.sides[1 - side]);
        let Described { noun: noun_at, phrase, ends_there } = own.described(places[side])?;
        let noun = own.words[noun_at].stem;
        // Of two prices, the other may be meant.
        if pair.sides.iter().any(|side| side.words.iter().filter(|word| word.stem == noun).count() > 1) {
            return None;
        }
        let at = places[1 - side];
        // "Cities" in "food for cities" is not what it is in "cities produce food": all that stands before the noun must have
        // stood behind it.
        let stems =
            |reading: &Reading, range: Range<usize>| reading.words[range].iter().map(|word| word.stem).collect::<Vec<_>>();
        let is_moved = |theirs: Range<usize>| {
            // "The patients' median age": "median" stands before the noun anyway.
            let before = if other.is_possessive(at) { theirs.end.saturating_sub(at + 1) } else { 0 };
            let end = phrase.start + theirs.len().saturating_sub(before);
            let own_before = noun_at.checked_sub(before).filter(|_| end <= own.words.len());
            own_before.is_some_and(|from| {
                [stems(own, phrase.start..end), stems(own, from..noun_at)].concat() == stems(other, theirs.clone())
            })
        };
        if let Some(Described { noun: behind, phrase: theirs, ends_there: end }) = other.described(at)
            && other.words[behind].stem == noun
        {
            return (ends_there && end && theirs.len() == phrase.len() && stems(own, phrase) == stems(other, theirs))
                .then_some(Moved { noun, from: None });
        }
        let start = at.checked_sub(places[side] - phrase.start)?;
        let content = |at: &usize| other.words[*at].kind == Kind::Content;
        let behind = (at + 1..other.words.len()).take_while(content).find(|&at| other.words[at].stem == noun)?;
        // "The debt of Greece exceeded it", "Greece's debt exceeded it": where they go on alike, no noun goes on behind it.
        let goes_on_alike = || {
            let next = |reading: &Reading, at: usize| reading.words.get(at + 1).map(|word| word.stem);
            next(own, places[side]) == next(other, behind)
        };
        ((ends_there || goes_on_alike()) && is_moved(start..behind)).then_some(Moved { noun, from: Some(side) })
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
    let free = !pair.sides.iter().any(|side| told_apart(side) || side.lists_numbers_of_others());
    in_other_order(pair, shared, |reading, at| if free { place(reading, at) } else { (at, 0, at) })
}

/// True for a part of both claims that keeps its role wherever it stands, because the same preposition or conjunction leads to
/// it, or because it is set off by a comma where it comes first: "on long texts", "last year". "The war began after the treaty
/// was signed" is not "the treaty was signed after the war began".
fn moves_as_one(pair: &Pair<'_>, part: &[(usize, usize)]) -> bool {
    let sides = [0, 1].map(|side| part.iter().map(|both| if side == 0 { both.0 } else { both.1 }).collect::<Vec<_>>());
    let leads = [0, 1].map(|side| {
        let own = pair.sides[side];
        let first = sides[side].iter().copied().min()?;
        let small = |at: &usize| {
            let kind = own.words[*at].kind;
            // "On 9 November", "on November 9".
            matches!(kind, Kind::Stop | Kind::Universal | Kind::Scope | Kind::Function) || head(own, *at).is_some()
        };
        let mut before = (0..first).rev().take_while(small);
        before.find(|&at| own.words[at].kind == Kind::Function).map(|at| own.words[at].stem)
    });
    let is_set_off = |side: usize| {
        let own = pair.sides[side];
        let behind = sides[side].iter().copied().max().map_or(0, |last| last + 1);
        behind < own.words.len() && own.breaks_before(behind)
    };
    leads[0] == leads[1] && (leads[0].is_some() || (0..2).any(is_set_off))
}

/// True for a part that comes first in one of the claims, led by a preposition and set off by a comma, and that the same
/// preposition leads to in the other: "on GLUE, A beats B by 3 points", "A beats B on GLUE by 3 points".
fn is_fronted(pair: &Pair<'_>, part: &[(usize, usize)]) -> bool {
    (0..2).any(|side| {
        let own = pair.sides[side];
        let last = part.iter().map(|both| if side == 0 { both.0 } else { both.1 }).max().unwrap_or(0);
        let says = |at: &usize| matches!(own.words[*at].kind, Kind::Content | Kind::Number | Kind::Scope);
        own.words[0].kind == Kind::Function
            && (0..=last).filter(says).count() == part.len()
            && own.words.get(last + 1).is_some()
            && own.breaks_before(last + 1)
    }) && moves_as_one(pair, part)
}

/// True for a part that is fronted in one claim and stands right behind the subject in the other: "in 2010, sales were low", "sales
/// in 2010 were low". What leads to it leads to nothing else ("in 2010, sales were higher than in 2005"), and no verb is in what
/// it stands behind ("layers frozen in 2010").
fn is_of_subject(pair: &Pair<'_>, part: &[(usize, usize)], subject: &[(usize, usize)]) -> bool {
    const LONGEST: usize = 3;
    let Some(&(a, b)) = part.first() else { return false };
    let lead = pair.sides[usize::from(b < a)].words[0].stem;
    let once = pair.sides.iter().all(|side| side.words.iter().filter(|word| word.stem == lead).count() == 1);
    let is_noun = |&(at, _): &(usize, usize)| {
        let [own, _] = pair.sides;
        own.words[at].kind == Kind::Content && !lexicon::is_participle(&own.raw[at]) && !own.raw[at].ends_with("ing")
    };
    once && subject.len() <= LONGEST && subject.iter().all(is_noun) && is_fronted(pair, part)
}

/// True where one claim says what something has, and the other what that is of it: "carbon has a half-life of 5,730 years", "the
/// half-life of carbon is 5,730 years".
fn is_had(pair: &Pair<'_>, what: &[(usize, usize)], whose: &[(usize, usize)]) -> bool {
    let ends = |part: &[(usize, usize)], side: usize| {
        let places = part.iter().map(|both| if side == 0 { both.0 } else { both.1 });
        Some((places.clone().min()?, places.max()?))
    };
    (0..2).any(|side| {
        let of = || {
            let (own, other) = (pair.sides[side], pair.sides[1 - side]);
            let ((_, owner), (had, had_end)) = (ends(whose, side)?, ends(what, side)?);
            let ((_, what_end), (owner_start, owner_end)) = (ends(what, 1 - side)?, ends(whose, 1 - side)?);
            let small = |reading: &Reading, mut range: Range<usize>| range.all(|at| reading.words[at].kind == Kind::Stop);
            let has = owner < had
                && small(own, owner + 1..had)
                && own.raw[owner + 1..had].iter().any(|raw| matches!(&**raw, "has" | "had" | "have"))
                && own.raw.get(had_end + 1).is_some_and(|next| next == "of");
            let of = what_end + 1 < owner_start
                && other.raw[what_end + 1] == "of"
                && small(other, what_end + 2..owner_start)
                && other.raw.get(owner_end + 1).is_some_and(|next| lexicon::is_be(next));
            Some(has && of)
        };
        of().unwrap_or(false)
    })
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
        [left, _] => {
            let (first, last) = shared[moved].split_at(left.len());
            // Behind what has moved to the front, nothing but how much it is: "by 3.2 points".
            let says_how_much = shared[shared.len() - same_end..]
                .iter()
                .all(|&(at, _)| a.words[at].kind == Kind::Number || lexicon::belongs_to_number(a.words[at].stem));
            let as_one = |part: &[(usize, usize)]| match same_end {
                0 => moves_as_one(pair, part),
                _ => is_fronted(pair, part) && says_how_much,
            };
            let is_of_subject = || same_end > 0 && (is_of_subject(pair, first, last) || is_of_subject(pair, last, first));
            let has = || says_how_much && (is_had(pair, first, last) || is_had(pair, last, first));
            same_start > 0 || repeats(pair) || !([first, last].into_iter().any(as_one) || is_of_subject() || has())
        }
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
