//! Facts decide: whether two claims that are alike in words say the same thing, and if not, what tells them apart.
//!
//! Knows words, nothing about reports, verdicts or how alike two claims must be. Every guard errs on the side of "not the
//! same": a false alarm costs more than a conflict that is missed.

use std::ops::Range;

use super::key::{self, Word};
use super::lexicon::{self, Kind};

/// Why two claims are not the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// A name stands in one only.
    Name,
    /// A number stands in one only.
    Number,
    /// One denies what the other says.
    Negation,
    /// One says the opposite: increases, decreases.
    Antonym,
    /// They are about different quantities: accuracy, recall.
    Metric,
    /// One is bounded and the other is not: some, only, may.
    Scope,
    /// A word stands where the other has another.
    Substitution,
    /// What is compared has changed sides.
    Order,
    /// One says more than the other.
    Addition,
}

impl Refusal {
    /// Why, as people read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "a name stands in one only",
            Self::Number => "a number stands in one only",
            Self::Negation => "one is negated",
            Self::Antonym => "one says the opposite",
            Self::Metric => "they are about different quantities",
            Self::Scope => "one is bounded, the other is not",
            Self::Substitution => "a word is replaced by another",
            Self::Order => "what is compared has changed sides",
            Self::Addition => "one says much more than the other",
        }
    }
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
}

/// True when it refuses.
type Guard = fn(&Pair<'_>) -> bool;

/// Decides whether two claims are the same claim.
///
/// # Errors
/// What tells them apart, the plainest first.
pub fn same_claim(a: &Reading, b: &Reading) -> Result<(), Refusal> {
    let pair = Pair::new(a, b);
    let guards: [(Refusal, Guard); 9] = [
        (Refusal::Number, numbers_differ),
        (Refusal::Name, names_differ),
        (Refusal::Negation, negation_differs),
        (Refusal::Antonym, has_antonyms),
        (Refusal::Metric, metrics_differ),
        (Refusal::Scope, scope_differs),
        (Refusal::Order, order_differs),
        (Refusal::Substitution, is_substituted),
        (Refusal::Addition, says_more),
    ];
    guards.into_iter().find(|(_, refuses)| refuses(&pair)).map_or(Ok(()), |(refusal, _)| Err(refusal))
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

/// True when, on either side, a word for which `concerns` holds is missing on the other and cannot have been lost there.
fn misses(pair: &Pair<'_>, concerns: impl Fn(&Word) -> bool) -> bool {
    (0..2).any(|side| {
        let (own, other) = (pair.sides[side], pair.sides[1 - side]);
        (0..own.words.len()).any(|at| concerns(&own.words[at]) && !other.has(own.words[at].stem) && !pair.may_be_lost(side, at))
    })
}

/// Numbers count as often as they stand there: "1 patient in cohort 1".
fn numbers_differ(pair: &Pair<'_>) -> bool {
    (0..2).any(|side| {
        let (own, other) = (&pair.sides[side].words, &pair.sides[1 - side].words);
        let is = |word: &Word, stem: u64| word.kind == Kind::Number && word.stem == stem;
        (0..own.len()).filter(|&at| own[at].kind == Kind::Number).any(|at| {
            let stem = own[at].stem;
            let nth = own[..=at].iter().filter(|word| is(word, stem)).count();
            other.iter().filter(|word| is(word, stem)).count() < nth && !pair.may_be_lost(side, at)
        })
    })
}

fn names_differ(pair: &Pair<'_>) -> bool {
    (0..2).any(|side| {
        let (own, other) = (pair.sides[side], pair.sides[1 - side]);
        own.names().into_iter().any(|(at, name)| !other.has_name(name) && !pair.may_be_lost(side, at))
    })
}

fn negation_differs(pair: &Pair<'_>) -> bool {
    let [a, b] = pair.sides;
    if a.denials.len() == b.denials.len() && !pair.cut[0] && !pair.cut[1] {
        return a.denials.iter().zip(&b.denials).any(|(a, b)| a != b);
    }
    let count = |side: usize| {
        let words = &pair.sides[side].words;
        let matched = |at: usize| pair.matches.iter().any(|&(a, b)| at == if side == 0 { a } else { b });
        let counts = |at: usize| words[at].kind == Kind::Negation && (matched(at) || !pair.may_be_lost(side, at));
        (0..words.len()).filter(|&at| counts(at)).count()
    };
    count(0) != count(1)
}

fn has_antonyms(pair: &Pair<'_>) -> bool {
    let [a, b] = pair.sides;
    a.words.iter().filter(|word| !b.has(word.stem)).any(|word| {
        let opposed = lexicon::opposites(word.stem).iter().any(|&opposite| b.has(opposite) && !a.has(opposite));
        opposed || turned_by_prefix(a, b, word)
    }) || b.words.iter().filter(|word| !a.has(word.stem)).any(|word| turned_by_prefix(b, a, word))
}

/// True when `other` has the word of `own` with a prefix that turns it round, such as "unable" for "able".
fn turned_by_prefix(own: &Reading, other: &Reading, word: &Word) -> bool {
    let at = own.words.iter().position(|candidate| candidate.range == word.range).unwrap_or(0);
    let base = own.raw[at].as_str();
    base.len() >= 4
        && other.raw.iter().any(|raw| {
            raw.strip_suffix(base)
                .is_some_and(|prefix| matches!(prefix, "un" | "in" | "im" | "non" | "dis" | "ir" | "il" | "anti"))
        })
}

fn metrics_differ(pair: &Pair<'_>) -> bool {
    let lacks = |side: usize| {
        let (own, other) = (pair.sides[side], pair.sides[1 - side]);
        own.words.iter().any(|word| lexicon::is_metric(word.stem) && !other.has(word.stem))
    };
    lacks(0) && lacks(1)
}

fn scope_differs(pair: &Pair<'_>) -> bool {
    misses(pair, |word| word.kind == Kind::Scope)
}

/// True when the words that both claims have stand in another order, but for two harmless ways to say the same: a part
/// moved as a whole from one end to the other ("on X, it improves", "it improves on X"), and two parts that changed sides
/// around a word where a preposition shows that they kept their roles ("transfer improves with X", "X improves transfer").
fn order_differs(pair: &Pair<'_>) -> bool {
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
        return false;
    }
    let moved = same_start..ranks.len() - same_end;
    let runs: Vec<&[usize]> = ranks[moved.clone()].chunk_by(|a, b| a + 1 == *b).collect();
    match runs[..] {
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
    }
}

/// The words of either side between two matches that the other side does not have anywhere.
fn gaps<'p>(pair: &'p Pair<'_>) -> impl Iterator<Item = [Vec<usize>; 2]> + 'p {
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

/// True when both claims have words of their own between the same matches, or, where parts have moved, anywhere.
fn is_substituted(pair: &Pair<'_>) -> bool {
    let own = |gap: &[Vec<usize>; 2], side: usize| gap[side].iter().any(|&at| !is_exempt(pair, side, at));
    let [a, b] = pair.sides;
    let matched = |at: usize| pair.matches.iter().any(|&(left, _)| left == at);
    let has_moved = (0..a.words.len()).any(|at| a.words[at].kind == Kind::Content && !matched(at) && b.has(a.words[at].stem));
    if has_moved && (0..2).all(|side| gaps(pair).any(|gap| gap[side].iter().any(|&at| is_said(pair, side, at)))) {
        return true;
    }
    gaps(pair).any(|gap| (0..2).all(|side| own(&gap, side)))
}

/// True for a content word that is not exempt.
fn is_said(pair: &Pair<'_>, side: usize, at: usize) -> bool {
    pair.sides[side].words[at].kind == Kind::Content && !is_exempt(pair, side, at)
}

/// True when a side adds more than one word that the other cannot have lost, or one by a conjunction, or one in the
/// middle of a complete claim: "adults" and "older adults" are not the same. Adverbs such as "consistently" may stand
/// anywhere.
fn says_more(pair: &Pair<'_>) -> bool {
    const JOINTS: [&str; 10] = ["and", "or", "if", "when", "before", "after", "until", "unless", "except", "than"];
    let counted = |side: usize| pair.sides[side].words.iter().filter(|word| word.kind == Kind::Content).count();
    let smaller = counted(0).min(counted(1));
    let complete = !pair.cut[0] && !pair.cut[1];
    (0..2).any(|side| {
        let own = pair.sides[side];
        let added: Vec<usize> = gaps(pair).flat_map(|gap| gap[side].clone()).filter(|&at| !is_exempt(pair, side, at)).collect();
        let said = |at: usize| matches!(own.words[at].kind, Kind::Content | Kind::Number) && !own.raw[at].ends_with("ly");
        let words: Vec<usize> = added.iter().copied().filter(|&at| said(at)).collect();
        let content = added.iter().any(|&at| own.words[at].kind == Kind::Content);
        let joined = added.iter().any(|&at| JOINTS.contains(&own.raw[at].as_str()));
        let place = |&(a, b): &(usize, usize)| if side == 0 { a } else { b };
        let inside = |at: usize| {
            pair.matches.first().is_some_and(|first| place(first) < at)
                && pair.matches.last().is_some_and(|last| at < place(last))
        };
        words.len() > 1 || 4 * words.len() > smaller || (content && joined) || (complete && words.iter().any(|&at| inside(at)))
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
            ("Recall on Delta rises by 8.2 points.", "Recall on Delta rises by 7.5 points.", Some(Refusal::Number)),
            ("Recall on DELTA rises.", "Recall on GAMMA rises.", Some(Refusal::Name)),
            ("Tests on XTRA show gains.", "Tests on XTRA-R show gains.", Some(Refusal::Name)),
            ("The adapter does help here.", "The adapter does not help here.", Some(Refusal::Negation)),
            ("It works, but it doesn't scale.", "It doesn't work, but it scales.", Some(Refusal::Negation)),
            ("Tuning increases the error.", "Tuning decreases the error.", Some(Refusal::Antonym)),
            ("The merge is stable.", "The merge is unstable.", Some(Refusal::Antonym)),
            ("Tuning improves accuracy.", "Tuning improves recall.", Some(Refusal::Metric)),
            ("Tuning improves models.", "Tuning improves some models.", Some(Refusal::Scope)),
            ("Tuning may improve models.", "Tuning improves models.", Some(Refusal::Scope)),
            ("Routing beats smoothing.", "Smoothing beats routing.", Some(Refusal::Order)),
            ("Routing outperforms smoothing.", "Smoothing is outperformed by routing.", None),
            ("On long texts, tuning improves recall.", "Tuning improves recall on long texts.", None),
            ("The adapter helps parsing.", "The adapter helps tagging.", Some(Refusal::Substitution)),
            ("Tests before training show gains.", "Tests during training show gains.", Some(Refusal::Substitution)),
            ("Scores < 2 are eligible.", "Scores > 2 are eligible.", Some(Refusal::Scope)),
            ("The trial is open to all adults.", "The trial is open to all older adults.", Some(Refusal::Addition)),
            ("The adapter helps with rare words.", "The adapter consistently helps with rare words.", None),
            ("The adapter helps.", "The adapter helps rare languages in speech.", Some(Refusal::Addition)),
        ] {
            assert_eq!(refusal(a, b), expected, "{a} / {b}");
        }
    }
}
