//! Counts as reports print them: "9", "9 (75%)", "9 of 12", "~40+", "two". Ranges are bytes of the text handed in.
//!
//! An approximate number is read as its bounds, never as a number.

use std::ops::Range;

use crate::decimal::Decimal;
use crate::report::Amount;
use crate::text::{ONES, TENS};

/// A count and what is printed beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// How many.
    pub amount: Amount,
    /// The number.
    pub range: Range<usize>,
    /// Out of how many: "9 of 12", "9/12".
    pub of: Option<(u32, Range<usize>)>,
    /// The percentage right behind it, with its sign.
    pub percent: Option<(Range<usize>, Decimal)>,
    /// Where the reading ends.
    pub end: usize,
}

/// Signs that make a number a bound or an estimate.
const APPROXIMATE: [char; 9] = ['~', '≈', '<', '>', '≤', '≥', '±', '∼', '～'];
/// Words that do.
const ABOUT: [&str; 14] = [
    "about",
    "approx",
    "approx.",
    "approximately",
    "around",
    "roughly",
    "nearly",
    "almost",
    "over",
    "circa",
    "ca.",
    "some",
    "least",
    "most",
];
/// Counters of languages that write them next to the number.
const COUNTERS: [char; 9] = ['件', '개', '건', '条', '個', '项', '項', '个', '点'];

/// The number words of [`ONES`] and [`TENS`] by their first four letters, shorter ones with a blank.
const HEADS: [&[u8; 4]; 18] = [
    b"zero", b"one ", b"two ", b"thre", b"four", b"five", b"six ", b"seve", b"eigh", b"nine", b"ten ", b"elev", b"twel", b"thir",
    b"fift", b"sixt", b"twen", b"fort",
];

/// True when a number may begin at `at`, in digits or as a word: no count begins without.
#[must_use]
pub fn may_begin(text: &str, at: usize) -> bool {
    let bytes = &text.as_bytes()[at..];
    match bytes.first() {
        Some(b'0'..=b'9') => true,
        Some(b'z' | b'o' | b't' | b'f' | b's' | b'e' | b'n' | b'Z' | b'O' | b'T' | b'F' | b'S' | b'E' | b'N') => {
            let mut head = [b' '; 4];
            let letters = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic());
            head.iter_mut().zip(letters).for_each(|(to, from)| *to = from.to_ascii_lowercase());
            HEADS.contains(&&head)
        }
        _ => false,
    }
}

/// Reads the count that begins at `at`, after blanks and emphasis.
#[must_use]
pub fn read(text: &str, at: usize) -> Option<Figure> {
    let mut from = at + skipped(&text[at..], is_dressing);
    let mut approximate = false;
    while let Some(sign) = text[from..].chars().next().filter(|c| APPROXIMATE.contains(c)) {
        approximate = true;
        from += sign.len_utf8();
        from += skipped(&text[from..], is_dressing);
    }
    loop {
        let word = word_at(text, from);
        if !ABOUT.iter().any(|known| word.eq_ignore_ascii_case(known))
            && !matches!(word, "at" | "At" | "up" | "to" if approximate || word != "to")
        {
            break;
        }
        approximate = true;
        from += word.len();
        from += skipped(&text[from..], is_dressing);
    }
    let (value, mut end) = digits(text, from).or_else(|| number_word(text, from))?;
    let range = from..end;
    let mut amount = Amount::of(value);
    let after = &text[end..];
    match after.chars().next() {
        Some('%' | '٪' | '×' | '°' | '$' | '€') => return None,
        Some('+') => {
            approximate = true;
            end += 1;
        }
        Some('.') if after[1..].starts_with(|c: char| c.is_ascii_digit()) => return None,
        Some('-' | '–' | '—') => {
            let dash = after.chars().next().map_or(1, char::len_utf8);
            if let Some((most, to)) = digits(text, end + dash) {
                (amount, end) = (Amount { least: value.min(most), most: Some(most.max(value)) }, to);
                approximate = false;
                if text[end..].starts_with(['-', '–']) {
                    return None;
                }
            }
        }
        Some(c) if COUNTERS.contains(&c) => end += c.len_utf8(),
        Some(c) if c.is_alphanumeric() || c == '_' => return None,
        _ => {}
    }
    for words in ["or so", "or more"] {
        let blanks = skipped(&text[end..], char::is_whitespace);
        if text[end + blanks..].starts_with(words) {
            (approximate, end) = (true, end + blanks + words.len());
        }
    }
    if approximate {
        amount = Amount { least: 0, most: None };
    }
    let mut figure = Figure { amount, range, of: None, percent: None, end };
    figure.whole(text);
    figure.percentage(text);
    Some(figure)
}

impl Figure {
    /// Reads "/12", "of 12", "out of twelve".
    fn whole(&mut self, text: &str) {
        let rest = &text[self.end..];
        let body = rest.trim_start_matches(is_dressing);
        let joined = ["/", "out of ", "of the ", "of "].into_iter().find_map(|words| body.strip_prefix(words));
        let Some(joined) = joined else { return };
        let at = text.len() - joined.trim_start_matches(is_dressing).len();
        if let Some((whole, end)) = digits(text, at).or_else(|| number_word(text, at))
            && !text[end..].starts_with(['/', '%', '.', '-', '–', '+'])
        {
            self.of = Some((whole, at..end));
            self.end = end;
        } else if text[end_of_joint(text, self.end)..].starts_with('.') || body.starts_with('/') {
            self.amount = Amount { least: 0, most: None };
        }
    }

    /// Reads "(75%)", ", 75 %", "— 75%".
    fn percentage(&mut self, text: &str) {
        let rest = &text[self.end..];
        let body = rest.trim_start_matches(|c: char| is_dressing(c) || matches!(c, '(' | ',' | '—' | '–' | '-' | '（'));
        let start = self.end + rest.len() - body.len();
        let length = body.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(body.len());
        let sign = &body[length..];
        let blanks = skipped(sign, char::is_whitespace);
        if length > 0
            && sign[blanks..].starts_with('%')
            && let Some(value) = Decimal::parse(&body[..length])
        {
            let end = start + length + blanks + 1;
            self.percent = Some((start..end, value));
            self.end = end + skipped(&text[end..], |c| matches!(c, ')' | '）'));
        }
    }
}

fn end_of_joint(text: &str, at: usize) -> usize {
    at + skipped(&text[at..], char::is_whitespace)
}

fn skipped(text: &str, what: impl Fn(char) -> bool) -> usize {
    text.len() - text.trim_start_matches(what).len()
}

/// Blanks and emphasis.
pub fn is_dressing(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '_' | '`')
}

fn word_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    &rest[..rest.find(|c: char| !(c.is_alphabetic() || c == '.')).unwrap_or(rest.len())]
}

/// A whole number with its separators, and where it ends.
fn digits(text: &str, at: usize) -> Option<(u32, usize)> {
    let bytes = text.as_bytes();
    let run = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let first = run(at);
    if first == 0 || first > 9 {
        return None;
    }
    let mut value: u64 = text[at..at + first].parse().ok()?;
    let mut end = at + first;
    while first <= 3 && matches!(bytes.get(end), Some(b',' | b'_')) && run(end + 1) == 3 {
        value = value * 1000 + text[end + 1..end + 4].parse::<u64>().ok()?;
        end += 4;
    }
    Some((u32::try_from(value).ok()?, end))
}

/// "nine", "twelve", "twenty".
fn number_word(text: &str, at: usize) -> Option<(u32, usize)> {
    let word = word_at(text, at);
    if !(3..=9).contains(&word.len()) || text[at + word.len()..].starts_with(['-', '–']) {
        return None;
    }
    let place = |list: &[&str]| list.iter().position(|known| word.eq_ignore_ascii_case(known));
    let value = place(&ONES).or_else(|| place(&TENS).map(|tens| (tens + 2) * 10))?;
    Some((u32::try_from(value).ok()?, at + word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_and_approximate_counts() {
        for (text, exact) in [
            ("9", Some(9)),
            ("**1,992** claims", Some(1992)),
            ("twelve claims", Some(12)),
            ("2件（うち1件）", Some(2)),
            ("~40", None),
            ("40+", None),
            ("≈ 40", None),
            ("about 40", None),
            ("at least 9", None),
            ("15-20", None),
            ("60 or so", None),
        ] {
            let figure = read(text, 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(figure.amount.exact(), exact, "{text}");
        }
        for text in ["75%", "9.5", "9x", "R22", "", "$9", "3rd", "claims"] {
            assert_eq!(read(text, 0), None, "{text}");
        }
    }

    #[test]
    fn what_stands_beside_a_count() {
        let text = "9 of **12** (75%)";
        let figure = read(text, 0).unwrap();
        assert_eq!((figure.of.map(|(whole, _)| whole), figure.percent.map(|(range, _)| &text[range])), (Some(12), Some("75%")));
        assert_eq!(figure.end, text.len());
        let figure = read("Three of five claims", 0).unwrap();
        assert_eq!((figure.amount.exact(), figure.of), (Some(3), Some((5, 9..13))));
        let figure = read("6/10)", 0).unwrap();
        assert_eq!((figure.amount.exact(), figure.of), (Some(6), Some((10, 2..4))));
        assert_eq!(read("9, 8.3 %", 0).unwrap().percent.unwrap().1, Decimal::parse("8.3").unwrap());
    }
}
