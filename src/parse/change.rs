//! A value before and after: `from 71.2 to 78.4`; `size` reads by how much it is said to have changed, `a gain of 7.2 points`.
//!
//! Knows nothing about whether they agree. A change is read only when nothing in its clause leaves another reading: two
//! values of different units, years, steps of a grid, or a second pair make the clause unreadable.

mod size;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::quantity::{BLANK, NUMBER, Quantity, after_blank, after_blanks, after_number, after_sign, clauses, next_word, words};
use super::statistic::goes_no_further;

pub use self::size::{Measure, POINTS, Sized, sized};

/// `from A to B`, or `B, up from A`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The clause it stands in.
    pub clause: Range<usize>,
    /// From the word "from" to the end of B; from B to the end of A where B stands first.
    pub range: Range<usize>,
    /// A.
    pub before: Quantity,
    /// B.
    pub after: Quantity,
    /// True when A and B are percentages.
    pub percent: bool,
    /// What names the unit behind B, or behind A; empty when there is none.
    pub unit: Range<usize>,
    /// The sign or code of a currency before B; empty when there is none.
    pub currency: Range<usize>,
    /// Where the words end that belong to B: its unit, and when it was measured.
    pub end: usize,
}

/// Words that may follow a number without being its unit.
const NO_UNIT: [&str; 44] = [
    "after",
    "on",
    "in",
    "for",
    "with",
    "when",
    "and",
    "over",
    "under",
    "by",
    "at",
    "a",
    "an",
    "the",
    "while",
    "whereas",
    "as",
    "if",
    "within",
    "during",
    "across",
    "between",
    "but",
    "which",
    "upon",
    "once",
    "through",
    "throughout",
    "compared",
    "relative",
    "since",
    "without",
    "because",
    "or",
    "from",
    "of",
    "per",
    "is",
    "was",
    "were",
    "that",
    "among",
    "using",
    "until",
];

/// Units along which something changes, rather than what changes.
const AXES: [&str; 34] = [
    "year",
    "years",
    "month",
    "months",
    "week",
    "weeks",
    "day",
    "days",
    "hour",
    "hours",
    "minute",
    "minutes",
    "min",
    "second",
    "seconds",
    "epoch",
    "epochs",
    "step",
    "steps",
    "layer",
    "layers",
    "iteration",
    "iterations",
    "fold",
    "folds",
    "shot",
    "shots",
    "turn",
    "turns",
    "round",
    "rounds",
    "h",
    "s",
    "ms",
];

/// Words that multiply a number.
const MAGNITUDES: [&str; 14] =
    ["hundred", "thousand", "million", "billion", "trillion", "lakh", "crore", "dozen", "k", "bn", "m", "mn", "orders", "order"];

/// Words that stand before "to" and lead up to something else than a second value.
const LEADS_ELSEWHERE: [&str; 8] = ["due", "prior", "thanks", "up", "down", "close", "subject", "according"];

/// Codes of currencies, which stand before an amount.
const CURRENCIES: [&str; 7] = ["EUR", "USD", "GBP", "CHF", "JPY", "CNY", "INR"];

/// The words that divide one pair of values into years: "in 2019", "in January 2023".
const WHEN: [&str; 2] = ["in", "during"];

/// `from A to B`, taken apart; bytes of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FromTo {
    before: Range<usize>,
    /// The words behind A; empty where there are none.
    unit: Range<usize>,
    after: Range<usize>,
    /// What stands before A and B, empty where nothing does.
    currencies: [Range<usize>; 2],
    /// True when a percent sign follows A or B.
    percent: bool,
    end: usize,
}

impl FromTo {
    /// Reads `from A to B` where the word "from" begins; a currency may stand before A and B, a unit of at most three words,
    /// a year and a remark in brackets behind A.
    fn read(text: &str, start: usize) -> Option<Self> {
        let number = |at: usize| {
            let currency = after_currency(text, at);
            let start = currency.as_ref().map_or(at, |(_, next)| *next);
            let end = after_number(text, after_sign(text, start).unwrap_or(start))?;
            Some((currency.map_or(start..start, |(sign, _)| sign), start..end))
        };
        let (before_currency, before) = number(after_blanks(text, start + "from".len())?)?;
        // What can be left out is taken where the rest still fits.
        let signed = after_percent(text, before.end).map(|end| (end, true));
        signed.into_iter().chain([(before.end, false)]).find_map(|(end, signed)| {
            units(text, end).into_iter().flatten().chain(std::iter::once(end..end)).find_map(|unit| {
                let apart = after_when(text, unit.end).or_else(|| after_remark(text, after_blanks(text, unit.end)?));
                apart.into_iter().chain([unit.end]).find_map(|end| {
                    let to = after_blanks(text, end).filter(|&at| text[at..].starts_with("to"))?;
                    let (after_currency, after) = number(after_blanks(text, to + "to".len())?)?;
                    let end = after_percent(text, after.end);
                    let currencies = [before_currency.clone(), after_currency];
                    let percent = signed || end.is_some();
                    let end = end.unwrap_or(after.end);
                    Some(Self { before: before.clone(), unit: unit.clone(), after, currencies, percent, end })
                })
            })
        })
    }
}

/// What may be a unit that begins behind a number: letters joined to it, or one to three words.
fn units(text: &str, at: usize) -> [Option<Range<usize>>; 3] {
    const LONGEST_JOINED: usize = 4;
    let joined = letters(&text[at..]);
    if joined > 0 {
        return [(joined <= LONGEST_JOINED).then(|| at..at + joined), None, None];
    }
    let mut out = [None, None, None];
    let (mut start, mut end) = (None, at);
    for unit in &mut out {
        let Some(word) = after_blanks(text, end).filter(|&word| letters(&text[word..]) > 0) else { break };
        end = word + letters(&text[word..]);
        *unit = Some(*start.get_or_insert(word)..end);
    }
    out
}

/// The sign or code of a currency that stands at a place, and where the amount begins behind it.
fn after_currency(text: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let rest = &text[at..];
    let first = *rest.as_bytes().first()?;
    if first.is_ascii_digit() {
        return None;
    }
    let sign = |rest: &str| rest.chars().next().filter(|&c| is_currency(c)).map(char::len_utf8);
    let code = || CURRENCIES.iter().any(|code| rest.starts_with(code) && !is_word(rest.as_bytes().get(3))).then_some(3);
    let length = sign(rest).or_else(|| Some(2 + sign(rest.strip_prefix("US")?)?)).or_else(code)?;
    let end = at + length;
    Some((at..end, after_blank(text, end).unwrap_or(end)))
}

fn is_currency(c: char) -> bool {
    matches!(c, '€' | '$' | '£' | '¥' | '₹')
}

fn is_word(byte: Option<&u8>) -> bool {
    byte.is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Where " in 2019", " in January 2023" or " (2019)" ends.
fn after_when(text: &str, at: usize) -> Option<usize> {
    let year = |at: usize| {
        let end = at + 4;
        let digits = text.get(at..end)?;
        let year = digits.bytes().all(|byte| byte.is_ascii_digit()) && ("1500".."2100").contains(&digits);
        (year && !is_word(text.as_bytes().get(end))).then_some(end)
    };
    let first = after_blanks(text, at)?;
    if text[first..].starts_with('(') {
        return year(first + 1).filter(|&end| text[end..].starts_with(')')).map(|end| end + 1);
    }
    let lead = letters(&text[first..]);
    let next = WHEN.contains(&&text[first..first + lead]).then(|| after_blanks(text, first + lead)).flatten()?;
    year(next).or_else(|| {
        let word = text[next..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        year(after_blanks(text, next + word).filter(|_| word > 0)?)
    })
}

/// Where " between 2019 and 2024" ends.
fn after_span(text: &str, at: usize) -> Option<usize> {
    let word = |at: usize, word: &str| {
        let at = after_blanks(text, at)?;
        text[at..].starts_with(word).then(|| at + word.len())
    };
    let year = |at: usize| {
        let at = after_blanks(text, at)?;
        let end = after_number(text, at)?;
        Quantity::read(text, at..end).filter(|year| year.is_year(text)).map(|_| end)
    };
    year(word(year(word(at, "between")?)?, "and")?)
}

/// Where a percent sign or word ends that stands at a place, or behind one blank.
fn after_percent(text: &str, at: usize) -> Option<usize> {
    let sign = |at: usize| ["%", "percent"].into_iter().find(|sign| text[at..].starts_with(sign)).map(|sign| at + sign.len());
    after_blank(text, at).and_then(sign).or_else(|| sign(at))
}

fn letters(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_alphabetic).count()
}

/// Where a short remark in brackets ends, which holds no digits.
fn after_remark(text: &str, at: usize) -> Option<usize> {
    let inner = text[at..].strip_prefix('(')?;
    let length = inner.find(|c: char| matches!(c, '(' | ')') || c.is_ascii_digit())?;
    (inner[length..].starts_with(')') && (1..=30).contains(&inner[..length].chars().count())).then(|| at + 1 + length + 1)
}

/// The changes of a text that can be compared.
pub(super) fn changes(text: &str) -> Vec<Change> {
    let mut out = Vec::new();
    let mut starts = starts(text).peekable();
    // Most texts hold none: one scan settles them before they are divided.
    if starts.peek().is_none() {
        return out;
    }
    for clause in clauses(text) {
        let part = &text[..clause.end];
        let mut next = 0;
        let own = std::iter::from_fn(|| starts.next_if(|&start| start < clause.end));
        let mut found = own.filter_map(|start| {
            if start < next {
                return None;
            }
            if let Some(found) = FromTo::read(part, start) {
                next = found.end;
                return Some((start, Ok(found)));
            }
            Some((start, Err(backwards(part, &clause, start)?)))
        });
        // Two changes in one clause share their words: nobody can tell which size is whose.
        let (first, second) = (found.next(), found.next());
        found.for_each(drop);
        if let (Some((start, first)), None) = (first, second) {
            out.extend(match first {
                Ok(first) => change(text, &clause, start, &first),
                Err(backwards) => Some(backwards),
            });
        }
    }
    out
}

/// "87 in 2025, down from 110": the value after stands first, and "from" begins at `start`.
fn backwards(text: &str, clause: &Range<usize>, start: usize) -> Option<Change> {
    static AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let when = format!(r"(?:{BLANK}+in{BLANK}+[12][0-9]{{3}})?");
        Regex::new(&format!(
            r"(?P<currency>(?:US)?[€$£¥₹]{BLANK}?)?(?P<after>{NUMBER})(?P<percent>{BLANK}?%)?(?P<unit>(?:/[A-Za-z]+)?(?:{BLANK}+[a-z]+){{0,2}}?){when},?{BLANK}+(?:up|down){BLANK}+$"
        ))
        .ok()
    });
    const FURTHEST: usize = 80;
    let lead = &text[clause.start..start];
    if !lead.trim_end().ends_with("up") && !lead.trim_end().ends_with("down") {
        return None;
    }
    let mut from = start.saturating_sub(FURTHEST).max(clause.start);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let found = AFTER.as_ref()?.captures(&text[from..start])?;
    let after = found.name("after")?;
    let currency = found.name("currency").map_or(0..0, |sign| sign.range());
    let unit = found.name("unit").map_or("", |unit| unit.as_str()).trim_start();
    // Nothing may touch the number: "v1.2", "10-87", "±3".
    let touches =
        |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '–' | '\u{2212}' | '±' | '/' | '+' | '~' | '≈' | '<' | '>');
    if currency.is_empty() && text[..from + after.start()].ends_with(touches) {
        return None;
    }
    let (sign, at) = after_currency(text, after_blanks(text, start + "from".len())?).unwrap_or_else(|| {
        let at = start + "from".len();
        let at = after_blanks(text, at).unwrap_or(at);
        (at..at, at)
    });
    let end = after_number(text, at)?;
    let before = Quantity::bare(text, at..end)?;
    let percent = after_percent(text, end);
    let alike = text[sign.clone()].trim_end() == text[from + currency.start..from + currency.end].trim_end();
    let per = text[percent.unwrap_or(end)..].strip_prefix(unit).filter(|_| unit.starts_with('/')).map_or(0, |_| unit.len());
    let end = percent.unwrap_or(end) + per;
    let rest = &text[end..];
    let follows = next_word(rest);
    let magnitudes = is_magnitude(unit) || is_magnitude(follows);
    let differ = magnitudes && next_word(unit) != follows;
    let after = Quantity::bare(text, from + after.start()..from + after.end())?;
    let touched = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '–' | '+' | '°' | '×'));
    if !alike || percent.is_some() != found.name("percent").is_some() || differ || touched || !goes_no_further(rest) {
        return None;
    }
    // A unit of words may be another one there.
    if !unit.is_empty() && per == 0 && !follows.is_empty() && !NO_UNIT.contains(&follows) && next_word(unit) != follows {
        return None;
    }
    if before.is_year(text) && after.is_year(text) {
        return None;
    }
    // "41.2 million, up from 33.0 million"
    let word = text.len() - rest.trim_start().len();
    let unit = if magnitudes { word..word + follows.len() } else { end..end };
    let end = after_when(text, unit.end).unwrap_or(unit.end).min(clause.end.max(unit.end));
    let (clause, range, percent) = (clause.clone(), after.range.start..before.range.end, percent.is_some());
    Some(Change { clause, range, before, after, percent, unit, currency: sign, end })
}

/// Where "from" is followed by a number; nearly always, a word follows it.
fn starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    static WORD: LazyLock<memchr::memmem::Finder<'static>> = LazyLock::new(|| memchr::memmem::Finder::new("rom"));
    let bytes = text.as_bytes();
    WORD.find_iter(bytes).filter_map(move |at| {
        let start = at.checked_sub(1).filter(|&start| matches!(bytes[start], b'f' | b'F'))?;
        let joined = start > 0 && (bytes[start - 1].is_ascii_alphanumeric() || bytes[start - 1] == b'_');
        let rest = text[at + "rom".len()..].trim_start();
        let number = rest.starts_with(|c: char| {
            c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | '\u{2212}' | '\u{2013}') || is_currency(c)
        });
        let coded = || rest.starts_with(|c: char| c.is_ascii_uppercase()) && after_currency(rest, 0).is_some();
        (!joined && (number || coded())).then_some(start)
    })
}

/// The change that was found at `start`.
fn change(text: &str, clause: &Range<usize>, start: usize, found: &FromTo) -> Option<Change> {
    let other = &text[found.unit.clone()];
    // "€1.2bn to €1.5bn": the same letters are joined to both.
    let joined = !other.is_empty() && found.unit.start == found.before.end;
    let (before, after) = if joined {
        let end = found.after.end + other.len();
        let same = text[found.after.end..].starts_with(other) && !is_word(text.as_bytes().get(end));
        // "from 1st to 3rd", "from 2x to 4x" count something else.
        if !same || matches!(other, "st" | "nd" | "rd" | "th" | "x" | "e" | "E" | "D" | "d") {
            return None;
        }
        (Quantity::bare(text, found.before.clone())?, Quantity::bare(text, found.after.clone())?)
    } else {
        (Quantity::read(text, found.before.clone())?, Quantity::read(text, found.after.clone())?)
    };
    let end = if joined { found.after.end + other.len() } else { found.end };
    let rest = &text[end..];
    let follows = next_word(rest);
    let behind = rest.trim_start();
    let blanks = rest.len() - behind.len();
    let second = matches!(follows, "of" | "or" | "and" | "to" | "through" | "out" | "then")
        && behind[follows.len()..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    let [one, two] = found.currencies.each_ref().map(|sign| &text[sign.clone()]);
    // A unit that stands behind both values is taken as a whole, else a word of it.
    let repeated =
        !joined && !other.is_empty() && behind.strip_prefix(other).is_some_and(|rest| !is_word(rest.as_bytes().first()));
    let own = match repeated {
        true => other,
        false if joined || NO_UNIT.contains(&follows) => "",
        false => follows,
    };
    let differ = one != two || !other.is_empty() && !own.is_empty() && other != own;
    // "from 98 to 1.2 million" leaves open what the first number counts.
    let magnitude = own != other && !joined && [own, other].iter().any(|unit| is_magnitude(unit));
    // "£1,020 a month to £1,280 a month"
    let elsewhere = !repeated && words(other).any(|word| NO_UNIT.contains(&word) || LEADS_ELSEWHERE.contains(&word));
    let years = before.is_year(text) && after.is_year(text);
    if second || differ || magnitude || elsewhere || years || !goes_no_further(rest) || behind.starts_with(['±', '×', '+', '°'])
    {
        return None;
    }
    let (unit, end) = match own {
        "" if other.is_empty() => (end..end, end),
        "" => (found.unit.clone(), end),
        own => (end + blanks..end + blanks + own.len(), end + blanks + own.len()),
    };
    let range = start..after.range.end;
    let [_, currency] = found.currencies.clone();
    // "to 3.2% in January 2024", "to 96 between 2019 and 2024"
    let end = after_when(text, end).or_else(|| after_span(text, end)).unwrap_or(end).min(clause.end);
    Some(Change { clause: clause.clone(), range, before, after, percent: found.percent, unit, currency, end })
}

/// True for a unit that begins with a word which multiplies.
pub(super) fn is_magnitude(unit: &str) -> bool {
    words(unit).next().is_some_and(|word| MAGNITUDES.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// True when the change runs along an axis such as years or layers.
#[must_use]
pub fn runs_along_axis(text: &str, change: &Change) -> bool {
    AXES.contains(&&text[change.unit.clone()])
}

#[cfg(test)]
mod tests;
