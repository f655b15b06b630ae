//! Claims as frames: the text with its numbers, or its denial, taken out, so that what is left can be compared.
//!
//! Knows one claim at a time. Only numbers that stand alone count: those in names (`ResNet-50`, `T5`, `v2`) belong to the name.

use std::hash::Hasher;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use rustc_hash::FxHasher;

use crate::corpus::key;
use crate::corpus::lexicon::Kind;
use crate::decimal::Decimal;

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
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut hasher = FxHasher::default();
    let mut any = false;
    walk(text, |piece| match piece {
        Piece::Byte(byte) => hasher.write_u8(byte),
        Piece::Number(_) => {
            any = true;
            hasher.write_u8(0);
        }
    });
    any.then(|| hasher.finish())
}

/// The claim without its numbers, and these.
#[must_use]
pub fn frame(text: &str) -> (Vec<u8>, Vec<FrameNumber>) {
    let mut out = Vec::with_capacity(text.len());
    let mut numbers = Vec::new();
    walk(text, |piece| match piece {
        Piece::Byte(byte) => out.push(byte),
        Piece::Number(range) => {
            out.push(0);
            let plain: String = text[range.clone()].chars().filter(|&c| c != ',').collect();
            if let Some(value) = Decimal::parse(&plain) {
                numbers.push(FrameNumber { is_result: is_result(text, &range), range, value });
            }
        }
    });
    (out, numbers)
}

enum Piece {
    Byte(u8),
    Number(Range<usize>),
}

/// The bytes of a claim in lower case with single blanks, without final punctuation, and its numbers.
fn walk(text: &str, mut sink: impl FnMut(Piece)) {
    let body = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%');
    let bytes = body.as_bytes();
    let mut at = body.len() - body.trim_start().len();
    let mut blank = false;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_whitespace() {
            blank = true;
            at += 1;
            continue;
        }
        if std::mem::take(&mut blank) {
            sink(Piece::Byte(b' '));
        }
        let before = at.checked_sub(1).map(|at| bytes[at]);
        let begins = byte.is_ascii_digit()
            && before.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'(' | b'=' | b'<' | b'>' | b'~'));
        if begins {
            let end = number_end(bytes, at);
            let glued = bytes
                .get(end)
                .is_some_and(|&b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/' | b'_' | b':') || (b >= 0x80));
            if !glued {
                sink(Piece::Number(at..end));
                at = end;
                continue;
            }
        }
        sink(Piece::Byte(byte.to_ascii_lowercase()));
        at += 1;
    }
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

fn is_result(text: &str, range: &Range<usize>) -> bool {
    let mut words = text[..range.start].rsplit(|c: char| c.is_whitespace()).filter(|word| !word.is_empty());
    let (Some(last), before) = (words.next(), words.next().unwrap_or("")) else { return false };
    let any = |list: &[&str], word: &str| list.iter().any(|known| word.eq_ignore_ascii_case(known));
    let number = &text[range.clone()];
    let year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    !year && (any(&RESULTS, last) || (last.eq_ignore_ascii_case("of") && any(&MEASURES, before)))
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

/// Where the one denial of a claim stands, when it denies the claim as a whole: "does not improve".
///
/// A denial after "when", "that" and the like concerns a part; "with" and "without" may both hold.
#[must_use]
pub fn denial(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    static DENIALS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| [" not ", "n't "].map(Finder::new));
    let (at, end) = DENIALS.iter().find_map(|word| word.find(bytes).map(|at| (at, at + word.needle().len())))?;
    let auxiliary = text[..at].rsplit(' ').next().unwrap_or("").to_ascii_lowercase();
    let verbs = [
        "does", "do", "did", "is", "are", "was", "were", "can", "could", "will", "would", "has", "have", "doe", "di", "ca", "wo",
    ];
    let limits = ["only", "just", "merely", "necessarily", "always", "all", "every", "yet", "fully", "entirely", "significantly"];
    let next = text[end..].split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    (verbs.contains(&auxiliary.trim_end_matches('\'')) && !limits.contains(&next)).then_some(at)
}

/// The words that carry a claim, in order, and how many denials it holds. Claims with equal words that hold one and none say
/// the opposite of one another.
#[must_use]
pub fn said_and_denied(text: &str) -> (Vec<u64>, usize) {
    let prepared = key::prepared(text);
    let words = key::words(&prepared);
    let denials = words.iter().filter(|word| word.kind == Kind::Negation).count();
    let auxiliary = |word: &key::Word| {
        matches!(&prepared[word.range.clone()].to_ascii_lowercase()[..], "does" | "do" | "did" | "is" | "are" | "was" | "were")
    };
    let carries = |word: &&key::Word| !matches!(word.kind, Kind::Negation | Kind::Stop) && !auxiliary(word);
    (words.iter().filter(carries).map(|word| word.stem).collect(), denials)
}

/// True when a clause of the claim hangs on another one, so that a denial may concern one of them only.
#[must_use]
pub fn has_subordinate(text: &str) -> bool {
    const JOINTS: [&str; 20] = [
        "when", "if", "that", "which", "who", "where", "because", "although", "though", "since", "unless", "while", "whether",
        "until", "after", "before", "as", "but", "whereas", "and",
    ];
    text.split(|c: char| !c.is_alphabetic()).any(|word| JOINTS.iter().any(|known| word.eq_ignore_ascii_case(known)))
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
        for text in ["Delta improves recall by 8.7 points.", "Delta contains 12 tasks.", "It has an accuracy of 71.2%."] {
            assert_eq!(results(text), 1, "{text}");
        }
        for text in ["With 9 epochs it improves.", "Table 3 shows it.", "It was published by 2019.", "A dropout of 0.3 helps."] {
            assert_eq!(results(text), 0, "{text}");
        }
    }

    #[test]
    fn denials_of_the_whole_claim() {
        assert!(denial("The adapter does not improve retrieval on Delta.").is_some());
        assert!(denial("Adapters don't improve retrieval.").is_some());
        assert_eq!(denial("The adapter improves not only retrieval."), None);
        assert_eq!(denial("The adapter is not only fast."), None);
        let (a, denied) = said_and_denied("The adapter does not improve retrieval on the Delta corpus.");
        let (b, said) = said_and_denied("The adapter improves retrieval on the Delta corpus");
        assert_eq!((a, denied, said), (b, 1, 0));
    }
}
