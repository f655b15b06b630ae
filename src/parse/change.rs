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
    /// The word behind B, or behind A, that names the unit; empty when there is none.
    pub unit: Range<usize>,
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

/// Words that multiply a number.
const MAGNITUDES: [&str; 14] =
    ["hundred", "thousand", "million", "billion", "trillion", "lakh", "crore", "dozen", "k", "bn", "m", "mn", "orders", "order"];

/// Units of a difference of percentages or scores.
pub(super) const POINTS: [&str; 6] = ["points", "point", "pp", "pts", "percentage", "absolute"];

/// `from A to B`, taken apart; bytes of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FromTo {
    before: Range<usize>,
    /// The word behind A; empty where there is none.
    unit: Range<usize>,
    after: Range<usize>,
    /// True when a percent sign follows A or B.
    percent: bool,
    end: usize,
}

impl FromTo {
    /// Reads `from A to B` where the word "from" begins; a unit and a remark in brackets may stand behind A.
    fn read(text: &str, start: usize) -> Option<Self> {
        let number = |at: usize| after_number(text, after_sign(text, at).unwrap_or(at));
        let a = after_blanks(text, start + "from".len())?;
        let a_end = number(a)?;
        // What can be left out is taken where the rest still fits.
        let signed = after_percent(text, a_end).map(|end| (end, true));
        signed.into_iter().chain([(a_end, false)]).find_map(|(end, signed)| {
            let unit = after_blanks(text, end).map(|at| at..at + letters(&text[at..])).filter(|unit| !unit.is_empty());
            unit.into_iter().chain(std::iter::once(end..end)).find_map(|unit| {
                let remark = after_blanks(text, unit.end).and_then(|at| after_remark(text, at));
                remark.into_iter().chain([unit.end]).find_map(|end| {
                    let to = after_blanks(text, end).filter(|&at| text[at..].starts_with("to"))?;
                    let b = after_blanks(text, to + "to".len())?;
                    let b_end = number(b)?;
                    let end = after_percent(text, b_end);
                    let percent = signed || end.is_some();
                    Some(Self { before: a..a_end, unit: unit.clone(), after: b..b_end, percent, end: end.unwrap_or(b_end) })
                })
            })
        })
    }
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
            let found = FromTo::read(part, start).filter(|_| start >= next)?;
            next = found.end;
            Some((start, found))
        });
        // Two changes in one clause share their words: nobody can tell which size is whose.
        let (first, second) = (found.next(), found.next());
        found.for_each(drop);
        if let (Some((start, first)), None) = (first, second) {
            out.extend(change(text, &clause, start, &first));
        }
    }
    out
}

/// Where "from" is followed by a number; nearly always, a word follows it.
fn starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    static WORD: LazyLock<memchr::memmem::Finder<'static>> = LazyLock::new(|| memchr::memmem::Finder::new("rom"));
    let bytes = text.as_bytes();
    WORD.find_iter(bytes).filter_map(move |at| {
        let start = at.checked_sub(1).filter(|&start| matches!(bytes[start], b'f' | b'F'))?;
        let joined = start > 0 && (bytes[start - 1].is_ascii_alphanumeric() || bytes[start - 1] == b'_');
        let rest = text[at + "rom".len()..].trim_start();
        let number = rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | '\u{2212}' | '\u{2013}'));
        (number && !joined).then_some(start)
    })
}

/// The change that was found at `start`.
fn change(text: &str, clause: &Range<usize>, start: usize, found: &FromTo) -> Option<Change> {
    let (before, after) = (Quantity::read(text, found.before.clone())?, Quantity::read(text, found.after.clone())?);
    let (end, percent) = (found.end, found.percent);
    let rest = &text[end..];
    let follows = next_word(rest);
    let behind = rest.trim_start();
    let blanks = rest.len() - behind.len();
    let second = matches!(follows, "of" | "or" | "and" | "to" | "through" | "out" | "then")
        && behind[follows.len()..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    let own = if NO_UNIT.contains(&follows) { "" } else { follows };
    let other = &text[found.unit.clone()];
    let differ = !other.is_empty() && !own.is_empty() && other != own;
    let magnitude = [own, other].iter().any(|unit| MAGNITUDES.iter().any(|known| unit.eq_ignore_ascii_case(known)));
    let years = before.is_year(text) && after.is_year(text);
    if second || differ || magnitude || years || !goes_no_further(rest) || behind.starts_with(['±', '×', '+', '°']) {
        return None;
    }
    let unit = if own.is_empty() {
        if other.is_empty() { end..end } else { found.unit.clone() }
    } else {
        end + blanks..end + blanks + own.len()
    };
    let range = start..after.range.end;
    Some(Change { clause: clause.clone(), range, before, after, percent, unit })
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
const DIVIDES: [&str; 46] = [
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
];

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
        let multiple = format!(r"(?-u:\b)[Aa]n?{BLANK}+");
        Regex::new(&format!(
            r"(?:{of}|{by}|{multiple}){number}(?:(?P<fold>[-\u{{2010}}\u{{2011}} ]?fold\b|×|{BLANK}?times(?-u:\b))(?:{BLANK}+(?:{noun})(?-u:\b))?|(?P<percent>{BLANK}?(?:%|percent(?-u:\b))))?"
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
    let (Some(whole), None) = (all.next(), all.next()) else { return None };
    let (start, end) = (whole.start() + change.clause.start, whole.end() + change.clause.start);
    // Nearly every size belongs to something else: this settles it before the size is taken apart.
    let (by, own) = (whole.as_str().starts_with("by"), &text[change.unit.clone()]);
    let adjacent = if start >= change.range.end {
        leads_on(&text[change.range.end..start], by, own)
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
    let number = found.name("c")?;
    let range = number.start() + start..number.end() + start;
    let fold = found.name("fold").is_some();
    let size = if fold { Quantity::bare(text, range)? } else { Quantity::read(text, range)? };
    if has_word(found.name("kind").map_or("", |kind| kind.as_str()), &DIVIDES) {
        return None;
    }
    let percent = found.name("percent").is_some();
    let unit = next_word(rest);
    let unit = if NO_UNIT.contains(&unit) { "" } else { unit };
    let points = POINTS.contains(&unit);
    let same = unit.trim_end_matches('s') == own.trim_end_matches('s');
    let measure = if fold || found.name("factor").is_some() {
        Measure::Multiple
    } else if percent && !points {
        Measure::Percent
    } else if points || unit.is_empty() || same || own.is_empty() && unit.starts_with(char::is_uppercase) {
        Measure::Absolute
    } else {
        return None;
    };
    if AXES.contains(&own) && !(same && measure == Measure::Absolute) {
        return None;
    }
    let spoken = &clause[..change.range.start.min(start) - change.clause.start];
    let grid = has_word(
        spoken,
        &["scale", "range", "ranges", "ranging", "ranged", "vary", "varied", "varying", "sweep", "swept", "grid"],
    );
    (!grid).then_some(Sized { change, size, measure, by })
}

/// False for a text that gives no size: in none does a number follow "by", "of" or an article.
fn may_size(text: &str) -> bool {
    let bytes = text.as_bytes();
    let led = |number: usize| {
        let before = &text[..number];
        let before = before.strip_suffix('.').unwrap_or(before);
        let before = before.strip_suffix(is_sign).unwrap_or(before);
        let word = before.trim_end_matches(is_blank);
        word.len() < before.len() && (word.ends_with("by") || word.ends_with("of") || is_multiple(word, &text[number..]))
    };
    let mut within = 0;
    (0..bytes.len()).step_by(BITS).any(|block| {
        let digits = bits(&bytes[block..], digits);
        let starts = digits & !(digits << 1 | within);
        within = digits >> (BITS - 1);
        ones(starts).any(|start| led(block + start))
    })
}

/// True for "a" and `4-fold`, `4×`, "4 times".
fn is_multiple(before: &str, number: &str) -> bool {
    let article = before.ends_with(['a', 'A', 'n']);
    let unit =
        number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',').trim_start_matches(['-', ' ', '‐', '‑']);
    article && ["fold", "×", "times"].iter().any(|known| unit.starts_with(known))
}

/// True when the words from B to the size say that it is the size of the change.
fn leads_on(between: &str, by: bool, unit: &str) -> bool {
    let digits = between.bytes().any(|byte| byte.is_ascii_digit());
    if digits || has_word(between, &DIVIDES) || words(between).count() > 8 {
        return false;
    }
    if by {
        return words(between)
            .all(|word| word == unit || POINTS.contains(&word) || matches!(word, "percent" | "that" | "is" | "i" | "e"));
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
