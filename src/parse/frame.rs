//! Claims as frames: the text with its numbers taken out, so that what is left can be compared.
//!
//! Knows one claim at a time. Only numbers that stand alone count: those in names (`ResNet-50`, `T5`, `v2`) belong to the name.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::FxHasher;

use crate::corpus::{key, lexicon};
use crate::decimal::Decimal;
use crate::text::{HIGH, above_blank, digits, first_eight};

/// Frames of fewer words are equal by chance.
pub const LEAST_WORDS: usize = 5;

/// A number of a claim.
#[derive(Debug, Clone)]
pub struct FrameNumber {
    /// Bytes of the claim.
    pub range: Range<usize>,
    /// Its value.
    pub value: Decimal,
    /// True when the sentence gives it as a result ("by 8.7", "contains 9"), not as a condition or a label ("with 9", "table 9").
    pub is_result: bool,
}

/// A hash of the claim without its numbers; equal for claims that differ in nothing else. `None` without a number.
#[must_use]
pub fn frame_hash(text: &str) -> Option<u64> {
    let mut any = false;
    let frame = without_numbers(text, |_| any = true);
    any.then(|| {
        let mut hasher = FxHasher::default();
        hasher.write(&frame);
        hasher.finish()
    })
}

/// The claim without its numbers, and these.
#[must_use]
pub fn frame(text: &str) -> (Vec<u8>, Vec<FrameNumber>) {
    let mut numbers = Vec::new();
    let frame = without_numbers(text, |range| {
        let plain: String = text[range.clone()].chars().filter(|&c| c != ',').collect();
        if let Some(value) = Decimal::parse(&plain) {
            numbers.push(FrameNumber { is_result: is_result(text, &range), range, value });
        }
    });
    (frame, numbers)
}

/// The bytes of a claim in lower case with single blanks, without final punctuation, and a zero for each number, which the
/// sink takes.
fn without_numbers(text: &str, mut sink: impl FnMut(Range<usize>)) -> Vec<u8> {
    let body = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%');
    let bytes = body.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = body.len() - body.trim_start().len();
    // What was read and is not yet taken.
    let mut open = at;
    while let Some(start) = next_digit_or_blank(bytes, at) {
        let byte = bytes[start];
        at = start + 1;
        if byte.is_ascii_digit() {
            let before = start.checked_sub(1).map(|before| bytes[before]);
            if before.is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'(' | b'=' | b'<' | b'>' | b'~')) {
                continue;
            }
            let end = number_end(bytes, start);
            let glued = |&b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/' | b'_' | b':') || !b.is_ascii();
            if bytes.get(end).is_some_and(glued) {
                continue;
            }
            out.extend_from_slice(&bytes[open..start]);
            out.push(0);
            sink(start..end);
            (at, open) = (end, end);
        } else if byte.is_ascii_whitespace() {
            at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            if byte != b' ' || at > start + 1 {
                out.extend_from_slice(&bytes[open..start]);
                out.push(b' ');
                open = at;
            }
        }
    }
    out.extend_from_slice(&bytes[open..]);
    out.make_ascii_lowercase();
    out
}

/// Where the first digit, blank or control character stands from a place on.
fn next_digit_or_blank(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while at < bytes.len() {
        let eight = first_eight(&bytes[at..]);
        let found = digits(eight) | (above_blank(eight) ^ HIGH);
        if found != 0 {
            let found = at + (found.trailing_zeros() / 8) as usize;
            // What stands behind the end is none.
            return (found < bytes.len()).then_some(found);
        }
        at += 8;
    }
    None
}

/// Digits, thousands separators before groups of three, a decimal point before digits.
fn number_end(bytes: &[u8], start: usize) -> usize {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = start;
    while digit(end) || (bytes.get(end) == Some(&b',') && digit(end + 1) && digit(end + 2) && digit(end + 3) && !digit(end + 4)) {
        end += 1;
    }
    if bytes.get(end) == Some(&b'.') && digit(end + 1) {
        end += 1;
        while digit(end) {
            end += 1;
        }
    }
    end
}

/// Words right before a number that give it as a result.
const RESULTS: [&str; 38] = [
    "by",
    "achieves",
    "achieve",
    "achieved",
    "attains",
    "attained",
    "reaches",
    "reached",
    "scores",
    "scored",
    "obtains",
    "obtained",
    "contains",
    "contain",
    "contained",
    "covers",
    "covered",
    "comprises",
    "comprised",
    "includes",
    "included",
    "has",
    "had",
    "holds",
    "totals",
    "equals",
    "is",
    "was",
    "are",
    "were",
    "yields",
    "yielded",
    "gains",
    "gained",
    "loses",
    "lost",
    "spans",
    "counts",
];

/// Words before "of" that make the number after it a result.
const MEASURES: [&str; 22] = [
    "accuracy",
    "gain",
    "gains",
    "score",
    "scores",
    "total",
    "improvement",
    "improvements",
    "increase",
    "decrease",
    "reduction",
    "rate",
    "error",
    "drop",
    "difference",
    "f1",
    "bleu",
    "precision",
    "recall",
    "perplexity",
    "loss",
    "speedup",
];

/// Words that say how exact a number is: what it is told by stands before them.
const APPROXIMATE: [&str; 13] = [
    "about",
    "around",
    "approximately",
    "roughly",
    "nearly",
    "almost",
    "over",
    "under",
    "exactly",
    "only",
    "just",
    "least",
    "most",
];

/// Verbs that set a condition: both "trained 9 epochs" and "trained 12 epochs" can hold.
const CONDITIONS: [&str; 16] = [
    "used",
    "trained",
    "based",
    "set",
    "given",
    "fixed",
    "limited",
    "tested",
    "tuned",
    "run",
    "ran",
    "kept",
    "chose",
    "chosen",
    "made",
    "published",
];

fn is_result(text: &str, range: &Range<usize>) -> bool {
    let any = |list: &[&str], word: &str| list.iter().any(|known| word.eq_ignore_ascii_case(known));
    let mut words = text[..range.start].rsplit(|c: char| c.is_whitespace()).filter(|word| !word.is_empty());
    let rest = &text[range.end..];
    let percent = rest.starts_with('%') || rest.trim_start().starts_with("percent");
    let number = &text[range.clone()];
    if number.len() == 4 && (number.starts_with("19") || number.starts_with("20")) {
        return false;
    }
    // "At" belongs to "at least".
    let mut bounded = false;
    let last = words.by_ref().find(|word| {
        let skipped = any(&APPROXIMATE, word) || bounded && word.eq_ignore_ascii_case("at");
        bounded = any(&["least", "most"], word);
        !skipped
    });
    let Some(last) = last else {
        // "12 patients dropped out": what is counted follows.
        return rest.trim_start().starts_with(|c: char| c.is_alphabetic());
    };
    let before = words.next().unwrap_or("");
    let after_verb = lexicon::is_participle(&last.to_lowercase()) && !any(&CONDITIONS, last);
    let counted = percent || rest.trim_start().starts_with(|c: char| c.is_lowercase());
    any(&RESULTS, last)
        || (last.eq_ignore_ascii_case("of") && any(&MEASURES, before))
        || (percent && any(&["in", "among", "for", "to"], last))
        || (after_verb && counted)
}

/// True for a claim that names something of its own, and so means the same wherever it stands: "the study uses 9 tasks" is
/// about whatever study is at hand.
#[must_use]
pub fn stands_alone(text: &str) -> bool {
    let mut words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let generic = [
        "study",
        "paper",
        "work",
        "authors",
        "article",
        "review",
        "report",
        "model",
        "method",
        "experiment",
        "experiments",
        "results",
    ];
    let about_itself = matches!(first.as_str(), "we" | "our" | "it" | "they" | "its" | "their" | "this" | "these" | "here")
        || (first == "the" && generic.contains(&second.as_str()));
    !about_itself && key::words(&key::prepared(text)).iter().any(|word| word.name)
}

/// How many words of a claim are no numbers.
#[must_use]
pub fn word_count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_differ_in_nothing_but_numbers() {
        let same = |a: &str, b: &str| {
            assert_eq!(frame_hash(a), frame_hash(b), "{a} | {b}");
            assert_eq!(frame(a).0, frame(b).0, "{a} | {b}");
        };
        same("Training on Delta improves accuracy by 8.7 points.", "training on  Delta improves accuracy by 6.25 points");
        same("Delta contains 392,702 examples.", "Delta contains 12 examples.");
        assert_ne!(frame_hash("ResNet-50 gains 3 points."), frame_hash("ResNet-101 gains 3 points."));
        assert_ne!(frame_hash("A T5 model gains 3."), frame_hash("A T7 model gains 3."));
        assert_eq!(frame_hash("No T5 number"), None);
    }

    #[test]
    fn results_are_told_from_conditions() {
        let results = |text: &str| frame(text).1.iter().filter(|number| number.is_result).count();
        for text in [
            "Delta improves recall by 8.7 points.",
            "Delta contains 12 tasks.",
            "It has an accuracy of 71.2%.",
            "Training on Delta took 12 hours.",
            "Training on Delta took about 12 hours.",
            "Nausea occurred in 12% of the patients.",
            "12 patients of Delta dropped out.",
        ] {
            assert_eq!(results(text), 1, "{text}");
        }
        for text in [
            "With 9 epochs it improves.",
            "Table 3 shows it.",
            "It was published by 2019.",
            "A dropout of 0.3 helps.",
            "Models were trained 9 epochs.",
            "It was shown in cohort 1 of Delta.",
            "At 5 mg it helps.",
        ] {
            assert_eq!(results(text), 0, "{text}");
        }
    }
}
