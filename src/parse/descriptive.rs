//! Descriptive statistics printed together: `M = 5.19, SD = 1.24, n = 28`, and the parts of a whole in percent.
//!
//! Knows nothing about whether they are possible. The three have to stand side by side, each with its letter.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::quantity::{BLANK, NUMBER, Quantity, has_word};
use super::statistic::goes_no_further;
use crate::decimal::Decimal;
use crate::text;

/// A mean with the size of its sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The whole expression.
    pub range: Range<usize>,
    /// The mean, or the percentage.
    pub mean: Quantity,
    /// True for a percentage of cases.
    pub percent: bool,
    /// The standard deviation.
    pub sd: Option<Quantity>,
    /// The size of the sample.
    pub n: Quantity,
    /// The sentence.
    pub sentence: Range<usize>,
}

/// The means and percentages of a text that stand beside the size of their sample.
#[must_use]
pub fn summaries(text: &str) -> Vec<Summary> {
    static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let is = format!(r"[*_]{{0,2}}{BLANK}*={BLANK}*");
        let next = format!(r"{BLANK}*[,;(]{BLANK}*[*_]{{0,2}}");
        let says = format!(r"(?:{BLANK}+[a-z]+){{0,2}}{BLANK}+(?:of|was|is){BLANK}+");
        let number = format!(r"-?{NUMBER}");
        let first = format!(r"(?:[nN]{is}(?P<n1>{NUMBER}){next})?");
        let mean = format!(r"(?:(?:M|[Mm]ean){is}|[Mm]ean{says})(?P<mean>{number})(?:{next}SD{is}(?P<sd>{NUMBER}))?");
        let last = format!(r"(?:{next}[nN]{is}(?P<n2>{NUMBER}))?");
        let percent = format!(r"(?P<percent>{NUMBER}){BLANK}?%{BLANK}*\([*_]{{0,2}}N{is}(?P<n3>{NUMBER})\)");
        Regex::new(&format!("{first}{mean}{last}|{percent}")).ok()
    });
    let mut out = Vec::new();
    if memchr::memchr(b'=', text.as_bytes()).is_none() {
        return out;
    }
    let Some(pattern) = PATTERN.as_ref() else { return out };
    for sentence in text::sentences(text) {
        for found in pattern.captures_iter(&text[sentence.clone()]) {
            let read = |name: &str| {
                let part = found.name(name)?;
                Quantity::read(text, part.start() + sentence.start..part.end() + sentence.start)
            };
            let Some(whole) = found.get(0) else { continue };
            let percent = found.name("percent").is_some();
            let n =
                read("n1").or_else(|| read("n2")).or_else(|| read("n3")).filter(|n| n.value.scale() == 0 && !n.value.is_zero());
            let both = found.name("n1").is_some() && found.name("n2").is_some();
            let (Some(n), Some(mean), false) = (n, read("mean").or_else(|| read("percent")), both) else { continue };
            let end = whole.end() + sentence.start;
            let begins = !text[..whole.start() + sentence.start].ends_with(char::is_alphanumeric);
            if begins && goes_no_further(&text[end..]) {
                let range = whole.start() + sentence.start..end;
                out.push(Summary { range, mean, percent, sd: read("sd"), n, sentence: sentence.clone() });
            }
        }
    }
    out
}

/// Percentages that are said to be the parts of a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// From the first to the last percentage.
    pub range: Range<usize>,
    /// The percentages.
    pub parts: Vec<Quantity>,
}

/// The partitions of a text: the percentages after "of which", to the end of the sentence.
#[must_use]
pub fn partitions(text: &str) -> Vec<Parts> {
    static ALL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!("(?P<n>{NUMBER}){BLANK}?%")).ok());
    static WHICH: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i-u:\bof (?:which|whom|these)\b)").ok());
    if memchr::memchr(b'%', text.as_bytes()).is_none() {
        return Vec::new();
    }
    let (Some(all), Some(which)) = (ALL.as_ref(), WHICH.as_ref()) else { return Vec::new() };
    let read = |sentence: Range<usize>| {
        let after = which.find(&text[sentence.clone()])?.end() + sentence.start;
        let rest = &text[after..sentence.end];
        // Parts that overlap, or that are not all named, need not add up.
        let open = [
            "each",
            "both",
            "also",
            "rest",
            "remaining",
            "remainder",
            "others",
            "other",
            "multiple",
            "overlapping",
            "least",
            "CI",
        ];
        if has_word(rest, &open)
            || rest.contains(['(', '±', '~', '<', '>'])
            || which.find_iter(&text[sentence.clone()]).count() > 1
        {
            return None;
        }
        let parts: Option<Vec<Quantity>> = all
            .captures_iter(rest)
            .map(|found| {
                let number = found.name("n")?;
                Quantity::read(text, number.start() + after..number.end() + after)
            })
            .collect();
        let parts = parts.filter(|parts| parts.len() >= 3)?;
        let range = parts.first()?.range.start..parts.last()?.range.end;
        Some(Parts { range, parts })
    };
    text::sentences(text).filter_map(read).collect()
}

/// The exact sum of the parts, and the coarsest of their scales.
#[must_use]
pub fn sum(parts: &[Quantity]) -> Option<Decimal> {
    parts.iter().map(|part| part.value).reduce(Decimal::plus)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_stand_side_by_side() {
        let read = |text: &str| {
            summaries(text)
                .into_iter()
                .map(|s| format!("{} {:?} {}", s.mean.value, s.sd.map(|sd| sd.value.to_string()), s.n.value))
                .collect::<Vec<_>>()
        };
        assert_eq!(read("(M = 5.19, SD = 1.24, n = 28)"), ["5.19 Some(\"1.24\") 28"]);
        assert_eq!(read("*n* = 28, *M* = 5.19"), ["5.19 None 28"]);
        assert_eq!(read("35.5% (N = 40)"), ["35.5 None 40"]);
        for text in ["M = 5.19", "a mean of 5.19 in 28 cases", "35.5% (n = 14)", "n = 28, M = 5.19, n = 12", "BM = 5.19, n = 28"]
        {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn partitions_name_themselves() {
        let read = |text: &str| partitions(text).len();
        assert_eq!(read("There were 40 sites, of which 40% were dry, 35% wet and 20% both seasons' own."), 0);
        assert_eq!(read("There were 40 sites, of which 40% were dry, 35% wet and 20% flooded."), 1);
        assert_eq!(read("40% were dry, 35% wet and 20% flooded."), 0);
        assert_eq!(read("Of these, 40% were dry, 35% wet and the rest 20%."), 0);
    }
}
