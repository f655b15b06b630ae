//! By how much a value is said to have changed: `a gain of 7.2 points` behind or before `from 71.2 to 78.4`, `(+38%)` behind it.
//!
//! A size is read only where no words leave open whose it is.

use std::sync::LazyLock;

use regex::Regex;

use super::super::quantity::{
    BLANK, NUMBER, Quantity, SIGN, after_number, after_sign, has_word, is_blank, is_sign, next_word, words,
};
use super::super::statistic::goes_no_further;
use super::{AXES, Change, NO_UNIT, changes, is_currency, is_magnitude};
use crate::text::{BITS, bits, digits, ones};

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

/// What is measured in units of time: "the latency fell from 12 ms to 8 ms".
const TIMES: [&str; 12] =
    ["latency", "latencies", "runtime", "duration", "delay", "time", "times", "wait", "waits", "stay", "downtime", "lifetime"];

/// Units of a difference of percentages or scores.
pub const POINTS: [&str; 6] = ["points", "point", "pp", "pts", "percentage", "absolute"];

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
