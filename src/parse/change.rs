//! A value before and after, and by how much it is said to have changed: `from 71.2 to 78.4, a gain of 7.2 points`.
//!
//! Knows nothing about whether they agree. A change is read only when nothing in its clause leaves another reading: two
//! values of different units, years, steps of a grid, or a second pair make the clause unreadable.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::quantity::{
    BLANK, NUMBER, Quantity, SIGN, after_blank, after_blanks, after_number, after_sign, clauses, has_word, is_blank, is_sign,
    next_word, words,
};
use super::statistic::goes_no_further;
use crate::text::{BITS, bits, digits, ones};

/// `from A to B`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The clause it stands in.
    pub clause: Range<usize>,
    /// From the word "from" to the end of B.
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

/// In what the size of a change is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// In the unit of the values, or in points.
    Absolute,
    /// With a percent sign: of the value before, or in percentage points.
    Percent,
    /// As a multiple: `2-fold`, `by a factor of 2`.
    Multiple,
}

/// A change whose size is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sized {
    /// The change.
    pub change: Change,
    /// Its size as printed.
    pub size: Quantity,
    /// What the size is measured in.
    pub measure: Measure,
    /// True for "by 2", which may be the step of a grid; false for "a gain of 2".
    pub by: bool,
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

/// What is measured in units of time: "the latency fell from 12 ms to 8 ms".
const TIMES: [&str; 12] =
    ["latency", "latencies", "runtime", "duration", "delay", "time", "times", "wait", "waits", "stay", "downtime", "lifetime"];

/// Words that multiply a number.
const MAGNITUDES: [&str; 14] =
    ["hundred", "thousand", "million", "billion", "trillion", "lakh", "crore", "dozen", "k", "bn", "m", "mn", "orders", "order"];

/// Words that stand before "to" and lead up to something else than a second value.
const LEADS_ELSEWHERE: [&str; 8] = ["due", "prior", "thanks", "up", "down", "close", "subject", "according"];

/// Codes of currencies, which stand before an amount.
const CURRENCIES: [&str; 7] = ["EUR", "USD", "GBP", "CHF", "JPY", "CNY", "INR"];

/// The words that divide one pair of values into years: "in 2019", "in January 2023".
const WHEN: [&str; 2] = ["in", "during"];

/// Units of a difference of percentages or scores.
pub(super) const POINTS: [&str; 6] = ["points", "point", "pp", "pts", "percentage", "absolute"];

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

/// The changes of a text whose size is stated once, in words that belong to them.
#[must_use]
pub fn sized(text: &str) -> Vec<Sized> {
    if !may_size(text) {
        return Vec::new();
    }
    changes(text).into_iter().filter_map(|change| size(text, change)).collect()
}

/// Words between a change and its size that leave it open whether they belong together.
const DIVIDES: [&str; 56] = [
    "while",
    "whereas",
    "but",
    "with",
    "whose",
    "when",
    "compared",
    "than",
    "versus",
    "vs",
    "per",
    "over",
    "each",
    "and",
    "or",
    "average",
    "mean",
    "median",
    "up",
    "least",
    "most",
    "about",
    "approximately",
    "roughly",
    "nearly",
    "almost",
    "around",
    "maximum",
    "max",
    "minimum",
    "further",
    "another",
    "additional",
    "respectively",
    "as",
    "by",
    "using",
    "through",
    "after",
    "following",
    "despite",
    "because",
    "given",
    "to",
    "steps",
    "step",
    "annual",
    "annually",
    "annualized",
    "annualised",
    "yearly",
    "monthly",
    "quarterly",
    "weekly",
    "daily",
    "compound",
];

/// Words behind a size that make it one of something else than the printed values.
const QUALIFIES: [&str; 8] = ["real", "inflation", "adjusted", "adjusting", "nominal", "constant", "weighted", "seasonally"];

/// How near they stand.
const QUALIFIES_WITHIN: usize = 5;

/// Words after which "a gain of C" says how large the change before it is.
const ANNOUNCES: [&str; 10] =
    ["representing", "yielding", "giving", "is", "meaning", "i.e", "i.e.,", "for", "namely", "constituting"];

/// What a change may be called.
const NOUNS: [&str; 16] = [
    "gain",
    "drop",
    "increase",
    "decrease",
    "difference",
    "improvement",
    "reduction",
    "rise",
    "fall",
    "decline",
    "growth",
    "change",
    "jump",
    "boost",
    "loss",
    "decrement",
];

fn size(text: &str, change: Change) -> Option<Sized> {
    static SIZE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let number = format!("(?P<c>(?:{SIGN})?{NUMBER})");
        let noun = NOUNS.join("|");
        let article = format!(r"(?P<lead>(?-u:\b)(?:[Aa]n?|[Tt]he){BLANK}+)(?P<kind>(?:[a-z-]+{BLANK}+){{0,2}}?)");
        let of = format!(r"{article}(?:{noun})s?{BLANK}+of{BLANK}+");
        let by = format!(r"(?-u:\b)(?P<by>by){BLANK}+(?P<factor>a{BLANK}+factor{BLANK}+of{BLANK}+)?");
        let currency = format!(r"(?P<currency>(?:US)?[€$£¥₹]{BLANK}?)?");
        // "a 27% drop", "a 3.6 percentage point decline"
        let share = format!(r"{BLANK}?%|(?:{BLANK}|-)percent(?-u:\b)");
        let points = format!(r"(?P<points>(?:{BLANK}|-)percentage[ -]points?)");
        let attribute = format!(
            r"(?-u:\b)[Aa]n?{BLANK}+(?P<share>{NUMBER})(?:{points}|{share})(?P<sort>(?:{BLANK}+[a-z-]+)?){BLANK}+(?:{noun})(?-u:\b)"
        );
        // "A 4-fold increase".
        let multiple = format!(r"(?-u:\b)[Aa]n?{BLANK}+");
        Regex::new(&format!(
            r"{attribute}|(?:{of}|{by}|{multiple}){currency}{number}(?:(?P<fold>[-\u{{2010}}\u{{2011}} ]?fold\b|×|{BLANK}?times(?-u:\b))(?:{BLANK}+(?:{noun})(?-u:\b))?|(?P<percent>{BLANK}?(?:%|percent(?-u:\b))))?"
        ))
        .ok()
    });
    let clause = &text[change.clause.clone()];
    if !may_size(clause) {
        return None;
    }
    // "A 4-fold increase" is a size, "a 7 B model" is none.
    let is_size = |found: &regex::Match<'_>| {
        let found = found.as_str();
        let article = found.starts_with(['a', 'A']) && !found.contains(" of");
        !article || NOUNS.iter().any(|noun| found.ends_with(noun))
    };
    let mut all = SIZE.as_ref()?.find_iter(clause).filter(is_size);
    let (first, second) = (all.next(), all.next());
    if first.is_none() {
        return bracketed(text, change);
    }
    let (Some(whole), None) = (first, second) else { return None };
    let (start, end) = (whole.start() + change.clause.start, whole.end() + change.clause.start);
    // Nearly every size belongs to something else: this settles it before the size is taken apart.
    let (by, own) = (whole.as_str().starts_with("by"), &text[change.unit.clone()]);
    let adjacent = if start >= change.end {
        leads_on(&text[change.end..start], by)
    } else {
        end <= change.range.start && leads_up(&text[end..change.range.start])
    };
    let rest = &text[end..];
    let ends = goes_no_further(rest) && !rest.trim_start().starts_with(['±', '/', '+']);
    if !adjacent
        || !ends
        || matches!(next_word(rest), "per" | "each" | "to" | "or" | "every" | "annually" | "yearly" | "SD" | "standard" | "a")
    {
        return None;
    }
    let found = SIZE.as_ref()?.captures(whole.as_str())?;
    let attribute = found.name("share");
    let number = found.name("c").or(attribute)?;
    let range = number.start() + start..number.end() + start;
    let fold = found.name("fold").is_some();
    let size = if fold { Quantity::bare(text, range)? } else { Quantity::read(text, range)? };
    let sort = found.name("kind").or_else(|| found.name("sort")).map_or("", |sort| sort.as_str());
    // "by 2030" is a time.
    if has_word(sort, &DIVIDES) || by && size.is_year(text) {
        return None;
    }
    let percent = found.name("percent").is_some() || attribute.is_some() && found.name("points").is_none();
    let unit = next_word(rest);
    let unit = if attribute.is_some() || NO_UNIT.contains(&unit) { "" } else { unit };
    // "a 10% increase in real terms", "after inflation"
    let behind = &text[end..change.clause.end.max(end)];
    if words(behind).take(QUALIFIES_WITHIN).any(|word| QUALIFIES.iter().any(|known| word.eq_ignore_ascii_case(known))) {
        return None;
    }
    let points = POINTS.contains(&unit) || found.name("points").is_some();
    let same = unit.trim_end_matches('s') == next_word(own).trim_end_matches('s');
    // "a drop of €20" is none of a number of tons.
    if found.name("currency").is_some_and(|sign| sign.as_str().trim_end() != &text[change.currency.clone()])
        || points && !change.currency.is_empty()
    {
        return None;
    }
    let measure = if fold || found.name("factor").is_some() {
        Measure::Multiple
    } else if percent && !points {
        Measure::Percent
    } else if unit.is_empty() && is_magnitude(own) {
        // "from 1.2 million to 1.5 million, by 300,000"
        return None;
    } else if points || unit.is_empty() || same || own.is_empty() && unit.starts_with(char::is_uppercase) {
        Measure::Absolute
    } else {
        return None;
    };
    let spoken = &clause[..change.range.start.min(start) - change.clause.start];
    if AXES.contains(&own) && !(same && measure == Measure::Absolute) && !has_word(spoken, &TIMES) {
        return None;
    }
    let grid = has_word(
        spoken,
        &["scale", "range", "ranges", "ranging", "ranged", "vary", "varied", "varying", "sweep", "swept", "grid"],
    );
    (!grid).then_some(Sized { change, size, measure, by })
}

/// "from 2,400 to 3,312 riders per day (+38%)": a signed percentage in brackets behind the change. Without a sign, "(60%)" may be
/// the share of what is counted; behind a measure it is not.
fn bracketed(text: &str, change: Change) -> Option<Sized> {
    const FURTHEST: usize = 40;
    const LONGEST_MEASURE: usize = 3;
    let rest = &text[change.end..change.clause.end.max(change.end)];
    let open = rest.bytes().take(FURTHEST).position(|byte| byte == b'(')?;
    let words_between = rest[..open].chars().all(|c| c.is_alphabetic() || c.is_whitespace());
    let start = change.end + open + 1;
    let signed = after_sign(text, start);
    let end = after_number(text, signed.unwrap_or(start))?;
    let measured = !change.unit.is_empty() && change.unit.len() <= LONGEST_MEASURE || !change.currency.is_empty();
    let closes = text[end..].strip_prefix('%').is_some_and(|rest| rest.starts_with(')'));
    let other = has_word(rest.get(..open)?, &["while", "whereas", "but", "with", "when", "than", "versus", "vs", "and", "or"])
        || AXES.contains(&&text[change.unit.clone()]);
    if !words_between || !closes || other || !(signed.is_some() || measured && open <= 1) {
        return None;
    }
    let size = Quantity::bare(text, start..end)?;
    Some(Sized { change, size, measure: Measure::Percent, by: false })
}

/// False for a text that gives no size: in none does a number follow "by", "of" or an article.
fn may_size(text: &str) -> bool {
    let bytes = text.as_bytes();
    let led = |number: usize| {
        let before = &text[..number];
        let before = before.strip_suffix('.').unwrap_or(before);
        let before = before.strip_suffix(is_sign).unwrap_or(before);
        let word = before.trim_end_matches(is_blank);
        // "by €20", "a 27% drop"
        let sign =
            || word.strip_suffix(is_currency).map(|rest| rest.strip_suffix("US").unwrap_or(rest).trim_end_matches(is_blank));
        let leads = |word: &str| ["by", "of", " a", " an"].iter().any(|lead| word.ends_with(lead));
        // "(+38%)"
        before.ends_with('(')
            || word.len() < before.len() && leads(word)
            || sign().is_some_and(leads)
            || matches!(word, "a" | "A" | "an" | "An")
    };
    let mut within = 0;
    (0..bytes.len()).step_by(BITS).any(|block| {
        let digits = bits(&bytes[block..], digits);
        let starts = digits & !(digits << 1 | within);
        within = digits >> (BITS - 1);
        ones(starts).any(|start| led(block + start))
    })
}

/// True when the words from B and its unit to the size say that it is the size of the change.
fn leads_on(between: &str, by: bool) -> bool {
    // "from 4.2 to 3.1 per million km, a 26% reduction"
    let per = || {
        let rest = between.strip_prefix(" per ")?;
        let comma = rest.find(',').filter(|&comma| words(&rest[..comma]).count() <= 3)?;
        Some(&rest[comma..])
    };
    let between = per().filter(|_| !by).unwrap_or(between);
    let digits = between.bytes().any(|byte| byte.is_ascii_digit());
    if digits || has_word(between, &DIVIDES) || words(between).count() > 8 {
        return false;
    }
    if by {
        return words(between).all(|word| POINTS.contains(&word) || matches!(word, "percent" | "that" | "is" | "i" | "e"));
    }
    let lead = between.trim_end();
    lead.ends_with([',', '(', '\u{2013}', '\u{2014}', ':', '-'])
        || lead.split_whitespace().next_back().is_some_and(|word| ANNOUNCES.contains(&word))
}

/// True when the words from the size to "from" do not lead to something else.
fn leads_up(between: &str) -> bool {
    let plain = !between.bytes().any(|byte| byte.is_ascii_digit()) && !between.contains([':', ')']);
    plain && words(between).count() <= 5 && !has_word(between, &DIVIDES) && !words(between).any(|word| word.ends_with("ing"))
}

/// True when the change runs along an axis such as years or layers.
#[must_use]
pub fn runs_along_axis(text: &str, change: &Change) -> bool {
    AXES.contains(&&text[change.unit.clone()])
}

#[cfg(test)]
#[path = "change_tests.rs"]
mod tests;
