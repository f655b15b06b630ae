//! Facts decide: whether two claims that are alike in words say the same thing, and if not, what tells them apart.
//!
//! Knows words, nothing about reports, verdicts or how alike two claims must be. Every guard errs on the side of "not the
//! same": a false alarm costs more than a conflict that is missed. `pair` lays two claims side by side, `stand_in` says which
//! words mean the same there; `facts`, `order` and `wording` hold the guards; `judge` says how any two claims are related.

mod facts;
mod judge;
mod order;
mod pair;
mod stand_in;
mod wording;

pub use judge::{Judgement, Objection, Party, are_opposites, judge, related};

use self::facts::{antonyms, metrics_differ, names_differ, negation_differs, numbers_differ, scope_differs};
use self::order::order_differs;
pub use self::pair::MOST_ALIGNED;
use self::pair::{Pair, Words, pairs};
use self::wording::{is_substituted, says_more};
pub use super::reading::Reading;

/// How two claims are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The same text after normalisation: see [`normalised`](super::key::normalised).
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

/// Decides whether two claims are the same claim.
///
/// # Errors
/// What tells them apart, the plainest first.
pub fn same_claim(a: &Reading, b: &Reading) -> Result<(), Guard> {
    let refusal = |pair: Pair<'_>| Guard::ALL.into_iter().find(|guard| guard.refuses(&pair).is_some());
    let [a, b] = in_order(a, b);
    let voices = [a, b].map(Reading::in_active_voice);
    let mut first = None;
    for pair in pairs(a, b, voices.each_ref()) {
        let Some(guard) = refusal(pair) else { return Ok(()) };
        first.get_or_insert(guard);
    }
    first.map_or(Ok(()), Err)
}

/// One order for any two readings.
fn in_order<'a>(a: &'a Reading, b: &'a Reading) -> [&'a Reading; 2] {
    if a.text() <= b.text() { [a, b] } else { [b, a] }
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
    fn of_claims_that_break_off_only_the_end_is_lost() {
        let refusal = |a: &str, b: &str, cut: [bool; 2]| {
            let (a, b) = (Reading::new(a, cut[0]), Reading::new(b, cut[1]));
            same_claim(&a, &b).err()
        };
        let survey = "The survey of rural clinics served as the basis for all";
        for (a, b, cut, expected) in [
            // They go on alike behind what differs.
            (" yearly estimates of vaccine coverage in Nor", " monthly estimates of vaccine coverage in Nor", [true; 2], false),
            (
                " yearly estimates of vaccine coverage in Nor",
                " monthly estimates of vaccine coverage in Norway.",
                [true, false],
                false,
            ),
            // Each goes on in its own way before it breaks off.
            (
                " estimates of vaccine coverage in Halden and in",
                " estimates of vaccine coverage in Larvik and in",
                [true; 2],
                false,
            ),
            (" estimates of vaccine coverage in Halden and", " estimates of vaccine coverage in Larvik and in", [true; 2], false),
            (" estimates that are weighted by 6.2", " estimates that are not weighted by", [true; 2], false),
            (" estimates with 16.2 points of gain", " estimates with 76.2 points of", [true; 2], false),
            (" estimates, and the board raises pr", " estimates, and the board does not rai", [true; 2], false),
            // The words in which they break off are two.
            (" estimates where data is lim", " estimates where data is not", [true; 2], false),
            (" estimates where data is lim", " estimates where data is limited and", [true; 2], true),
            (" estimates of coverage in Halden", " estimates of coverage in Lar", [true; 2], true),
            (" estimates of coverage in Halden a", " estimates of coverage in Lar", [true; 2], false),
            (" estimates of coverage in Halden a", " estimates of coverage in Hal", [true; 2], true),
            // One of them was lost before the other goes on.
            (" estimates of vaccine cov", " estimates of vaccine coverage in Larvik and in", [true; 2], true),
            (" estimates of vacc", " estimates of vaccine coverage in Larvik.", [true, false], true),
        ] {
            let (a, b) = (format!("{survey}{a}"), format!("{survey}{b}"));
            assert_eq!(refusal(&a, &b, cut).is_none(), expected, "{a} | {b}");
            assert_eq!(refusal(&b, &a, [cut[1], cut[0]]).is_none(), expected, "{b} | {a}");
        }
    }
}
