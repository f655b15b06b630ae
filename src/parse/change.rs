//! A value before and after, and by how much it is said to have changed: `from 71.2 to 78.4, a gain of 7.2 points`.
//!
//! Knows nothing about whether they agree. A change is read only when nothing in its clause leaves another reading: two
//! values of different units, years, steps of a grid, or a second pair make the clause unreadable.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::quantity::{BLANK, NUMBER, Quantity, SIGN, clauses, has_word, next_word, words};
use super::statistic::goes_no_further;

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

/// `from A to B`, where it begins.
static FROM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = format!("(?:{SIGN})?{NUMBER}");
    let unit = format!(r"(?:{BLANK}+(?P<unit>[A-Za-z]+))?(?:{BLANK}+\([^()0-9]{{1,30}}\))?");
    Regex::new(&format!(
        r"^[Ff]rom{BLANK}+(?P<a>{number})(?P<ap>{BLANK}?(?:%|percent))?{unit}{BLANK}+to{BLANK}+(?P<b>{number})(?P<bp>{BLANK}?(?:%|percent))?"
    ))
    .ok()
});

/// The changes of a text that can be compared.
pub(super) fn changes(text: &str) -> Vec<Change> {
    let mut out = Vec::new();
    let Some(pattern) = FROM.as_ref() else { return out };
    for clause in clauses(text) {
        let part = &text[clause.clone()];
        let mut next = 0;
        let mut found = starts(part).filter_map(|start| {
            let found = pattern.captures(&part[start..]).filter(|_| start >= next)?;
            next = start + found.get(0)?.end();
            Some((clause.start + start, found))
        });
        // Two changes in one clause share their words: nobody can tell which size is whose.
        if let (Some((start, first)), None) = (found.next(), found.next()) {
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

/// False for a text that holds no change. Most texts hold none: one scan settles them before they are divided.
pub(super) fn may_speak_of_change(text: &str) -> bool {
    starts(text).next().is_some()
}

/// The change that was found at `start`.
fn change(text: &str, clause: &Range<usize>, start: usize, found: &Captures<'_>) -> Option<Change> {
    let at = |name: &str| found.name(name).map(|part| part.start() + start..part.end() + start);
    let (before, after) = (Quantity::read(text, at("a")?)?, Quantity::read(text, at("b")?)?);
    let end = start + found.get(0)?.end();
    let rest = &text[end..];
    let percent = found.name("ap").is_some() || found.name("bp").is_some();
    let follows = next_word(rest);
    let behind = rest.trim_start();
    let blanks = rest.len() - behind.len();
    let second = matches!(follows, "of" | "or" | "and" | "to" | "through" | "out" | "then")
        && behind[follows.len()..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    let own = if NO_UNIT.contains(&follows) { "" } else { follows };
    let other = found.name("unit").map_or("", |unit| unit.as_str());
    let differ = !other.is_empty() && !own.is_empty() && other != own;
    let magnitude = [own, other].iter().any(|unit| MAGNITUDES.iter().any(|known| unit.eq_ignore_ascii_case(known)));
    let years = before.is_year(text) && after.is_year(text);
    if second || differ || magnitude || years || !goes_no_further(rest) || behind.starts_with(['±', '×', '+', '°']) {
        return None;
    }
    let unit = if own.is_empty() { at("unit").unwrap_or(end..end) } else { end + blanks..end + blanks + own.len() };
    let range = start..after.range.end;
    Some(Change { clause: clause.clone(), range, before, after, percent, unit })
}

/// The changes of a text whose size is stated once, in words that belong to them.
#[must_use]
pub fn sized(text: &str) -> Vec<Sized> {
    static SIZES: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let noun = "gain|drop|crease|difference|improvement|reduction|rise|fall|decline|growth|change|jump|boost|loss|decrement";
        Regex::new(&format!("(?:{noun})s?{BLANK}+of{BLANK}|by{BLANK}+(?:a{BLANK}+factor|[-+.0-9\\u{{2212}}])")).ok()
    });
    if !may_speak_of_change(text) || !SIZES.as_ref().is_some_and(|sizes| sizes.is_match(text)) {
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

fn size(text: &str, change: Change) -> Option<Sized> {
    static SIZE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let number = format!("(?P<c>(?:{SIGN})?{NUMBER})");
        let noun = "gain|drop|increase|decrease|difference|improvement|reduction|rise|fall|decline|growth|change|jump|boost|loss|decrement";
        let article = format!(r"(?P<lead>(?-u:\b)(?:[Aa]n?|[Tt]he){BLANK}+)(?P<kind>(?:[a-z-]+{BLANK}+){{0,2}}?)");
        let of = format!(r"{article}(?:{noun})s?{BLANK}+of{BLANK}+");
        let by = format!(r"(?-u:\b)(?P<by>by){BLANK}+(?P<factor>a{BLANK}+factor{BLANK}+of{BLANK}+)?");
        Regex::new(&format!(
            r"(?:{of}|{by}){number}(?:(?P<fold>[-\u{{2010}}\u{{2011}} ]?fold\b|×|{BLANK}?times(?-u:\b))|(?P<percent>{BLANK}?(?:%|percent(?-u:\b))))?"
        ))
        .ok()
    });
    let clause = &text[change.clause.clone()];
    let mut all = SIZE.as_ref()?.captures_iter(clause);
    let (Some(found), None) = (all.next(), all.next()) else { return None };
    let whole = found.get(0)?;
    let (start, end) = (whole.start() + change.clause.start, whole.end() + change.clause.start);
    let number = found.name("c")?;
    let range = number.start() + change.clause.start..number.end() + change.clause.start;
    let fold = found.name("fold").is_some();
    let size = if fold { Quantity::bare(text, range)? } else { Quantity::read(text, range)? };
    let by = found.name("by").is_some();
    if has_word(found.name("kind").map_or("", |kind| kind.as_str()), &DIVIDES) {
        return None;
    }
    let (rest, percent) = (&text[end..], found.name("percent").is_some());
    let unit = next_word(rest);
    let unit = if NO_UNIT.contains(&unit) { "" } else { unit };
    let ends = goes_no_further(rest) && !rest.trim_start().starts_with(['±', '/', '+']);
    if !ends
        || matches!(next_word(rest), "per" | "each" | "to" | "or" | "every" | "annually" | "yearly" | "SD" | "standard" | "a")
    {
        return None;
    }
    let points = POINTS.contains(&unit);
    let own = &text[change.unit.clone()];
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
    let adjacent = if start >= change.range.end {
        leads_on(&text[change.range.end..start], by, own)
    } else {
        end <= change.range.start && leads_up(&text[end..change.range.start])
    };
    let spoken = &clause[..change.range.start.min(start) - change.clause.start];
    let grid = has_word(
        spoken,
        &["scale", "range", "ranges", "ranging", "ranged", "vary", "varied", "varying", "sweep", "swept", "grid"],
    );
    (adjacent && !grid).then_some(Sized { change, size, measure, by })
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
