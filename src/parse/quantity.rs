//! Printed numbers inside running text, and the small questions that every reader of equations asks about them.
//!
//! Knows nothing about what the numbers mean. Offsets are byte offsets into the text that is handed in.

use std::ops::Range;

use super::number::{TokenKind, tokens};
use crate::decimal::Decimal;
use crate::text;

/// Pattern of a blank; tab, line end, no-break and thin spaces are blanks in prose.
pub const BLANK: &str = r"[ \t\r\n\u{a0}\u{2009}\u{202f}]";

/// Pattern of a number without sign: digits in groups of three or plain, a decimal point; `.27` too.
pub const NUMBER: &str = r"(?:(?:[0-9]{1,3}(?:[,_\u{a0}\u{2009}\u{202f}][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)";

/// Pattern of a sign: hyphen, minus, en dash, plus.
pub const SIGN: &str = r"[-\u{2212}\u{2013}+]";

/// A number with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Bytes of the text, sign included.
    pub range: Range<usize>,
    /// The value as printed.
    pub value: Decimal,
}

impl Quantity {
    /// Reads the number that fills `range`; `None` when it is none, or only a part of something longer: `1.2.3`, `10^3`,
    /// `0,45`, `3/4`, `5-shot`, `12k` hold no number that stands for itself.
    #[must_use]
    pub fn read(text: &str, range: Range<usize>) -> Option<Self> {
        (begins(text, range.start) && ends(text, range.end)).then(|| Self::bare(text, range))?
    }

    /// Reads the number that fills `range`, whatever stands beside it.
    #[must_use]
    pub fn bare(text: &str, range: Range<usize>) -> Option<Self> {
        let printed = &text[range.clone()];
        if printed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return Some(Self { value: Decimal::parse(printed)?, range });
        }
        let plain: String = printed
            .chars()
            .filter(|c| !matches!(c, ',' | '_' | '\u{a0}' | '\u{2009}' | '\u{202f}' | ' '))
            .map(|c| if matches!(c, '\u{2212}' | '\u{2013}') { '-' } else { c })
            .collect();
        Some(Self { value: Decimal::parse(&plain)?, range })
    }

    /// As [`Quantity::read`], a number word below one hundred included.
    #[must_use]
    pub fn count(text: &str, range: Range<usize>) -> Option<Self> {
        let printed = &text[range.clone()];
        if !printed.starts_with(char::is_alphabetic) {
            return Self::read(text, range).filter(|read| read.value.scale() == 0 && !read.value.is_negative());
        }
        match tokens(printed).as_slice() {
            [token] => match token.kind {
                TokenKind::Number(value) => Some(Self { range, value }),
                _ => None,
            },
            _ => None,
        }
    }

    /// True for a whole number that reads as a year of our time, as it is printed in `text`.
    #[must_use]
    pub fn is_year(&self, text: &str) -> bool {
        self.range.len() == 4 && self.value.scale() == 0 && (1500..=2100).contains(&text[self.range.clone()].parse().unwrap_or(0))
    }
}

/// True when a number may begin at `at`.
fn begins(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    match before.next() {
        None => true,
        Some(c) if c.is_alphanumeric() => false,
        Some('^' | '_' | '/' | '\\' | '#' | '@' | '~' | '\u{2248}' | '\u{b1}' | '×') => false,
        Some('.' | ',' | ':' | '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2212}') => {
            before.next().is_none_or(|c| !c.is_alphanumeric())
        }
        Some(_) => true,
    }
}

/// True when a number may end at `at`.
fn ends(text: &str, at: usize) -> bool {
    let mut after = text[at..].chars();
    match after.next() {
        None => true,
        Some(c) if c.is_alphanumeric() => false,
        Some('^' | '/' | '\\' | '_' | '\u{b1}' | '×' | '*') => false,
        Some('.' | ',' | ':' | '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2212}') => {
            after.next().is_none_or(|c| !c.is_alphanumeric())
        }
        Some(_) => true,
    }
}

/// True for a blank, as [`BLANK`] says.
#[must_use]
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// True for a sign, as [`SIGN`] says.
#[must_use]
pub fn is_sign(c: char) -> bool {
    matches!(c, '-' | '\u{2212}' | '\u{2013}' | '+')
}

/// Where the text goes on behind a blank, as [`BLANK`] says; `None` where none stands.
#[must_use]
pub fn after_blank(text: &str, at: usize) -> Option<usize> {
    match text.as_bytes().get(at)? {
        b' ' | b'\t' | b'\r' | b'\n' => Some(at + 1),
        byte if byte.is_ascii() => None,
        _ => {
            let c = text[at..].chars().next()?;
            is_blank(c).then(|| at + c.len_utf8())
        }
    }
}

/// Where the text goes on behind one or more blanks.
#[must_use]
pub fn after_blanks(text: &str, at: usize) -> Option<usize> {
    let mut end = after_blank(text, at)?;
    while let Some(next) = after_blank(text, end) {
        end = next;
    }
    Some(end)
}

/// Where the text goes on behind a sign, as [`SIGN`] says.
#[must_use]
pub fn after_sign(text: &str, at: usize) -> Option<usize> {
    let c = text[at..].chars().next()?;
    is_sign(c).then(|| at + c.len_utf8())
}

/// Where the number ends that begins at a place, as [`NUMBER`] says.
#[must_use]
pub fn after_number(text: &str, at: usize) -> Option<usize> {
    let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(at);
    let mut end = at + whole;
    if (1..=3).contains(&whole) {
        let separator =
            |at: usize| text[at..].chars().next().filter(|c| matches!(c, ',' | '_' | '\u{a0}' | '\u{2009}' | '\u{202f}'));
        while let Some(separator) = separator(end).filter(|c| digits(end + c.len_utf8()) >= 3) {
            end += separator.len_utf8() + 3;
        }
    }
    let decimals = if text[end..].starts_with('.') { digits(end + 1) } else { 0 };
    (whole > 0 || decimals > 0).then(|| if decimals > 0 { end + 1 + decimals } else { end })
}

/// The parts of a text that one equation can lie in: sentences, divided at semicolons.
pub fn clauses(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text::sentences(text).flat_map(move |sentence| {
        let mut start = sentence.start;
        text[sentence].split_inclusive(';').map(move |part| {
            start += part.len();
            start - part.len()..start
        })
    })
}

/// The words of a text, as blanks and marks divide them; hyphens and apostrophes belong to a word.
#[must_use]
pub fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))).filter(|word| !word.is_empty())
}

/// True when a text holds so many digits; counting them all is faster than stopping at the last one that is needed.
#[must_use]
pub fn has_digits(text: &str, least: usize) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() >= least
}

/// True when one of the words is in `list`, whatever its case.
#[must_use]
pub fn has_word(text: &str, list: &[&str]) -> bool {
    words(text).any(|word| list.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// The word that stands next, after blanks; empty when something else does.
#[must_use]
pub fn next_word(text: &str) -> &str {
    let rest = text.trim_start();
    let end = rest.find(|c: char| !(c.is_alphabetic() || c == '%' || c == '°')).unwrap_or(rest.len());
    &rest[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, number: &str) -> Option<String> {
        let at = text.find(number)?;
        Quantity::read(text, at..at + number.len()).map(|read| read.value.to_string())
    }

    #[test]
    fn numbers_that_stand_for_themselves() {
        for (text, number, value) in [
            ("from 1,104 to", "1,104", "1104"),
            ("(0.30)", "0.30", "0.30"),
            ("is \u{2212}0.45.", "\u{2212}0.45", "-0.45"),
            ("[.27, 1]", ".27", "0.27"),
            ("12\u{a0}000 rows", "12\u{a0}000", "12000"),
        ] {
            assert_eq!(read(text, number).as_deref(), Some(value), "{text}");
        }
        for (text, number) in
            [("v1.2.3", "1.2"), ("10^3 x", "3"), ("0,45 to", "0"), ("3/4 of", "3"), ("5-shot", "5"), ("12k", "12"), ("x2 a", "2")]
        {
            assert_eq!(read(text, number), None, "{text}");
        }
    }

    #[test]
    fn counts_may_be_words() {
        let count = |text: &str| Quantity::count(text, 0..text.len()).map(|read| read.value.to_string());
        assert_eq!(count("twenty-one").as_deref(), Some("21"));
        assert_eq!(count("40").as_deref(), Some("40"));
        assert_eq!(count("labels"), None);
        assert_eq!(count("4.5"), None);
    }

    #[test]
    fn clauses_end_at_semicolons_and_stops() {
        let text = "It rose; it fell. Then it held.";
        assert_eq!(clauses(text).map(|range| text[range].trim()).collect::<Vec<_>>(), ["It rose;", "it fell.", "Then it held."]);
    }
}
