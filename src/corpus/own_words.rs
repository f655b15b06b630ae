//! Verdicts in words of a report's own, such as TESTED: which of them stand against one another.
//!
//! What such a word means is not known, and never guessed. It stands against nothing but itself negated: a claim that is TESTED
//! in one place cannot be UNTESTED in another. Knows words and numbers of claims, nothing about their texts.

use rustc_hash::FxHashMap;

use crate::parse::Vocabulary;
use crate::report::VerdictClass;

/// Leads by which words are negated; what is joined to its word comes last.
const NEGATIONS: [&str; 8] = ["not ", "no ", "non ", "nicht ", "kein ", "pas ", "non", "un"];

/// What a folded word may be the negation of: "tested" for "not tested" and "untested".
fn negated(word: &str) -> impl Iterator<Item = &str> {
    NEGATIONS.iter().filter_map(|negation| word.strip_prefix(negation)).filter(|rest| !rest.is_empty())
}

/// Claims that are marked with one word, and claims that are marked with its negation; each as if its word were one of the
/// vocabulary: [`VerdictClass::Supported`] for the word itself, [`VerdictClass::Refuted`] for a negation. In order.
pub type Opposed = Vec<(u32, VerdictClass)>;

/// For each word that stands both plain and negated, the claims that are marked so. `marked` are claims with their words as
/// printed, in order. Takes time like their number.
#[must_use]
pub fn opposed(marked: &[(u32, &str)]) -> Vec<Opposed> {
    let mut by_word: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    for &(claim, printed) in marked {
        by_word.entry(Vocabulary::folded(printed)).or_default().push(claim);
    }
    // In the order of words, so that the order of what is found does not depend on a hash.
    let mut words: Vec<&String> = by_word.keys().collect();
    words.sort_unstable();
    let mut sides: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    for word in words {
        for plain in negated(word).filter(|&plain| by_word.contains_key(plain)) {
            let at = *known.entry(plain).or_insert_with(|| {
                sides.push((plain, Vec::new()));
                sides.len() - 1
            });
            sides[at].1.push(word);
        }
    }
    let of_word = |word: &str, class: VerdictClass| by_word[word].iter().map(move |&claim| (claim, class));
    let all = sides.into_iter().map(|(plain, negations)| {
        let denied = negations.into_iter().flat_map(|word| of_word(word, VerdictClass::Refuted));
        let mut claims: Opposed = of_word(plain, VerdictClass::Supported).chain(denied).collect();
        claims.sort_unstable();
        claims
    });
    all.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_against_its_negations_only() {
        let marked = [(0, "PASSES"), (1, "FAILS"), (2, "TESTED"), (3, "untested"), (4, "Not_Tested"), (5, "understood")];
        let found: Vec<Vec<(u32, bool)>> = opposed(&marked)
            .into_iter()
            .map(|claims| claims.into_iter().map(|(claim, class)| (claim, class == VerdictClass::Supported)).collect())
            .collect();
        assert_eq!(found, [[(2, true), (3, false), (4, false)]]);
    }

    #[test]
    fn a_word_that_begins_like_a_negation_can_be_negated() {
        let found = opposed(&[(0, "understood"), (1, "not understood"), (2, "Not understood"), (3, "unclear")]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].len(), 3);
    }
}
