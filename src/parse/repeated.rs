//! A word that stands twice in a row.

use std::ops::Range;

/// A word and the same word again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// The second word.
    pub range: Range<usize>,
    /// The word and the blank before it, at the start of a line the one after it: what can be deleted.
    pub with_blank: Range<usize>,
    /// True for a word that never stands twice in a sentence that is meant.
    pub certain: bool,
}

/// Words that are never doubled on purpose.
const CERTAIN: [&str; 14] = ["the", "a", "an", "of", "to", "in", "and", "are", "was", "with", "for", "or", "from", "at"];

/// Words that are doubled on purpose, in English and in the languages whose words look like it.
const MEANT: [&str; 48] = [
    "had", "that", "is", "was", "do", "her", "you", "who", "there", "it", "so", "very", "much", "many", "really", "far", "long",
    "no", "yes", "well", "now", "bye", "ha", "blah", "never", "again", "over", "log", "ln", "exp", "sin", "cos", "tan", "nous",
    "vous", "die", "das", "der", "den", "des", "que", "si", "nie", "null", "pass", "fail", "none", "true",
];

/// The repeated words of a passage, in its order.
#[must_use]
pub fn repeated(text: &str) -> Vec<Repeated> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    // Only what stands on both sides of a single blank can be a repetition.
    let mut start = 0;
    for blank in memchr::memchr3_iter(b' ', b'\n', b'\r', bytes) {
        if bytes[blank..].starts_with(b"\r\n") {
            continue;
        }
        // Where the word before it ends.
        let end = if bytes[..=blank].ends_with(b"\r\n") { blank - 1 } else { blank };
        // Words that begin with different letters are different: this settles nearly all of them.
        let first = bytes[std::mem::replace(&mut start, blank + 1)];
        if first.is_ascii_alphabetic() && bytes.get(blank + 1).is_some_and(|next| (next ^ first) & 0xdf != 0) {
            continue;
        }
        let Some(&next) = bytes.get(blank + 1) else { break };
        let Some(before) = end.checked_sub(1).map(|at| bytes[at]) else { continue };
        // The last letter before it and the first after it settle nearly all: words of one letter are not judged.
        if !(next.is_ascii_alphabetic() || next >= 0x80) || !(before.is_ascii_alphabetic() || before >= 0x80) {
            continue;
        }
        let Some(length) = same_length(text, end, blank + 1) else { continue };
        let range = blank + 1..blank + 1 + length;
        let (first, second) = (&text[end - length..end], &text[range.clone()]);
        let alone = |c: Option<char>| {
            c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '‐' | '–' | '\'' | '’' | '/' | '_' | '.' | '@' | '&'))
        };
        let after = text[range.end..].chars();
        // A stop ends the sentence only before a blank: "a a.b" is code.
        let ends = match after.clone().next() {
            Some('.') => after.clone().nth(1).is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '”' | ')')),
            c => alone(c),
        };
        if !ends || !alone(text[..end - length].chars().next_back()) || !first.chars().all(char::is_alphabetic) {
            continue;
        }
        let folded = second.to_lowercase();
        let certain = CERTAIN.contains(&folded.as_str());
        // "Duran Duran" and "Gorilla gorilla" are names; so is "The" of "the The".
        let name = second.starts_with(char::is_uppercase) || (first.starts_with(char::is_uppercase) && !certain);
        let meant = (MEANT.contains(&folded.as_str()) && folded != "was") || length < 2 && folded != "a";
        let broken_line = bytes[blank] != b' ' && !certain;
        if name || meant || broken_line || folded == "was" || in_code(text, end) {
            continue;
        }
        // At the start of a line the blank after it goes: the line stays.
        let at_line_start = bytes[blank] != b' ' && bytes.get(range.end) == Some(&b' ');
        let with_blank = if at_line_start { range.start..range.end + 1 } else { end..range.end };
        out.push(Repeated { range, with_blank, certain });
    }
    out
}

/// The length in bytes of the word that begins at `next` when the word that ends at `end` is the same.
fn same_length(text: &str, end: usize, next: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0x80;
    let mut length = 0;
    while bytes.get(next + length).is_some_and(|&byte| letter(byte)) {
        length += 1;
        // Words are short; nothing longer is one.
        if length > 64 {
            return None;
        }
    }
    let start = end.checked_sub(length)?;
    let (first, second) = (bytes.get(start..end)?, &bytes[next..next + length]);
    (length > 0 && first.eq_ignore_ascii_case(second) && text.is_char_boundary(start)).then_some(length)
}

/// True when an odd number of back-ticks stands before a place. Only asked where a word is repeated.
fn in_code(text: &str, at: usize) -> bool {
    const FURTHEST: usize = 2048;
    let bytes = &text.as_bytes()[at.saturating_sub(FURTHEST)..at];
    memchr::memchr_iter(b'`', bytes).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_what_is_meant() {
        let found = |text: &'static str| repeated(text).into_iter().map(|r| &text[r.range]).collect::<Vec<_>>();
        assert_eq!(
            found("in the the encoder, small small gains, The the end and naïve naïve ones."),
            ["the", "small", "the", "naïve"]
        );
        for text in ["at the end of\nof the line", "at the end of\r\nof the line", "at the end of\rof the line"] {
            assert_eq!(found(text), ["of"], "{text:?}");
        }
        for text in [
            "that that is had had been",
            "Duran Duran and Gorilla gorilla in Walla Walla",
            "3 3 and x x and a1 a1",
            "state-of-the the-end well-known known-well",
            "`the the`",
            "the\tthe and the  the",
            "yes\nyes and results\nresults",
            "log log n, very very small",
            "don't don't",
            "e.g. the. The",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
