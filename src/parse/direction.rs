//! The direction that words claim for a change: `increased from 71.2 to 78.4`.
//!
//! Knows nothing about whether the values agree. The word has to belong to the change: another verb, a denial, a rank or the
//! domain of a function ("falls from 1 to 5 objects") between or behind them leaves the direction unread.

use std::ops::Range;

use super::change::{Change, POINTS, changes, is_magnitude};
use super::number::Words;
use super::quantity::{has_word, words};

/// A direction that a word claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// increase, rise, grow, climb
    Up,
    /// decrease, drop, fall, decline, reduce
    Down,
}

static UP: Words = Words::new(&[
    "increase",
    "increased",
    "increases",
    "increasing",
    "rise",
    "rose",
    "rises",
    "risen",
    "rising",
    "grow",
    "grew",
    "grows",
    "grown",
    "growing",
    "climb",
    "climbed",
    "climbs",
    "climbing",
]);

static DOWN: Words = Words::new(&[
    "decrease",
    "decreased",
    "decreases",
    "decreasing",
    "drop",
    "dropped",
    "drops",
    "dropping",
    "fall",
    "fell",
    "falls",
    "fallen",
    "falling",
    "decline",
    "declined",
    "declines",
    "declining",
    "reduce",
    "reduced",
    "reduces",
]);

/// Words between a verb and "from" that take the change away from it.
static TURNS: Words = Words::new(&[
    "when", "as", "if", "while", "after", "by", "with", "for", "going", "goes", "went", "over", "during", "between", "across",
    "and", "or", "until", "at", "once", "back", "away", "down", "up", "out", "off", "to", "than", "because", "since", "but",
    "then", "where", "apart",
]);

/// Words before a verb that leave open whether it happened.
static DENIES: Words = Words::new(&[
    "not",
    "never",
    "no",
    "without",
    "rather",
    "instead",
    "fail",
    "failed",
    "fails",
    "if",
    "would",
    "could",
    "should",
    "nor",
    "neither",
    "cannot",
    "didn't",
    "doesn't",
    "don't",
    "whether",
    "unlikely",
    "hypothetical",
]);

/// The changes whose direction is claimed, each with the direction and the word that claims it.
#[must_use]
pub fn directed(text: &str) -> Vec<(Change, Direction, Range<usize>)> {
    let directed = |change: Change| direction(text, &change).map(|(direction, word)| (change, direction, word));
    changes(text).into_iter().filter_map(directed).collect()
}

/// The direction that the words before a change claim, and the word that claims it.
fn direction(text: &str, change: &Change) -> Option<(Direction, Range<usize>)> {
    let lead = &text[change.clause.start..change.range.start];
    let from = if lead.is_ascii() {
        lead.bytes().rposition(|byte| matches!(byte, b',' | b':' | b'(' | b')' | b'[' | b'"')).map_or(0, |at| at + 1)
    } else {
        let mark = lead.rfind([',', ':', '(', ')', '[', '"', '“', '”']);
        mark.map_or(0, |at| at + lead[at..].chars().next().map_or(1, char::len_utf8))
    };
    let near = &lead[from..];
    let mut passed = 0;
    for word in words(near).rev().take(6) {
        let direction = if UP.has(word) { Some(Direction::Up) } else { DOWN.has(word).then_some(Direction::Down) };
        let Some(direction) = direction else {
            if TURNS.has(word) || word.ends_with("ing") || word.ends_with("ed") || word.bytes().any(|byte| byte.is_ascii_digit())
            {
                return None;
            }
            passed += 1;
            continue;
        };
        let start = near.rfind(word)? + from + change.clause.start;
        let before = &lead[..start - change.clause.start];
        let last = words(before).next_back().unwrap_or("");
        let noun = matches!(last, "a" | "an" | "the" | "this" | "that" | "of" | "no" | "any" | "in" | "with");
        let denied = words(before).rev().take(5).any(|word| DENIES.has(word));
        let ranked = has_word(lead, &["rank", "ranks", "ranked", "ranking", "place", "position", "positions"]);
        let domain = direction == Direction::Down && (noun || has_own_unit(text, change) || plural_of_percentages(word, change));
        return (!denied && !domain && !ranked && passed <= 5).then(|| (direction, start..start + word.len()));
    }
    None
}

/// "falls from 1 to 5 objects" names where it fell; "falls from 2 to 3 m" are falls. Money and millions are what falls.
fn has_own_unit(text: &str, change: &Change) -> bool {
    let unit = &text[change.unit.clone()];
    unit.starts_with(char::is_lowercase) && change.currency.is_empty() && !POINTS.contains(&unit) && !is_magnitude(unit)
}

/// "decreases from 10 to 20% were seen"
fn plural_of_percentages(word: &str, change: &Change) -> bool {
    change.percent && ["decreases", "drops", "falls", "declines"].iter().any(|plural| word.eq_ignore_ascii_case(plural))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cue::Cues;

    #[test]
    fn every_word_has_its_cue() {
        for word in UP.list().iter().chain(DOWN.list()) {
            assert!(Cues::of(&format!("it {word} from 3 to 5")).has_all(Cues::TREND | Cues::FROM | Cues::DIGIT), "{word}");
        }
    }

    fn read_directions(text: &str) -> Vec<String> {
        directed(text).into_iter().map(|(_, direction, word)| format!("{} {direction:?}", &text[word])).collect()
    }

    #[test]
    fn directions_that_words_claim() {
        for (text, read) in [
            ("Accuracy increased from 78.4 to 71.2 after the second stage.", "increased Up"),
            ("Tuning reduced the error rate from 9.8 to 12.4.", "reduced Down"),
            ("an increase from 78.4 to 71.2", "increase Up"),
            ("Errors drop from 9.8% to 12.4%.", "drop Down"),
            ("Employment fell from 420 thousand to 436 thousand.", "fell Down"),
            ("Revenue declined from €98.1 billion to €101.5 billion.", "declined Down"),
        ] {
            assert_eq!(read_directions(text), [read], "{text}");
        }
        for text in [
            "The word error rate improved from 12.4 to 9.8 after the second stage.",
            "It did not increase from 78.4 to 71.2.",
            "Accuracy increased when the threshold was lowered from 0.5 to 0.3.",
            "Output increased from 2019 to 2020.",
            "a drop from 2 to 3 m",
            "Accuracy falls from 1 to 5 objects.",
            "It rose in the ranking from 10 to 3.",
            "Growth increased, from 5 to 3.",
            "Decreases from 10 to 20% were seen.",
            "It grew from 900 thousand to 1.2 million.",
        ] {
            assert_eq!(read_directions(text), Vec::<String>::new(), "{text}");
        }
    }
}
