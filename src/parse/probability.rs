//! Probabilities and correlations that cannot be: a p above one or below zero, an r above one.
//!
//! Knows nothing about what they belong to. One letter has many meanings (`p` is a pressure, a norm, a parameter; `r` a
//! radius), so what stands before and behind a number must leave no other reading.

use std::cell::LazyCell;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::quantity::{BLANK, NUMBER, Quantity, clauses, has_word, next_word, words};
use super::statistic::{Kind, bare, compares, goes_no_further, scientific};
use crate::decimal::Decimal;

/// A letter, a comparison and a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// `p = 1.36`
    pub range: Range<usize>,
    /// `1.36`
    pub value_range: Range<usize>,
    /// The value.
    pub value: Decimal,
}

/// Words that may follow a p or an r that has no unit.
const CONTINUES: [&str; 30] = [
    "and",
    "or",
    "for",
    "in",
    "on",
    "at",
    "with",
    "which",
    "but",
    "while",
    "when",
    "whereas",
    "was",
    "were",
    "is",
    "are",
    "after",
    "before",
    "to",
    "vs",
    "respectively",
    "under",
    "between",
    "across",
    "from",
    "than",
    "as",
    "by",
    "indicating",
    "suggesting",
];

/// Words of sentences where `p` is something else than a probability.
const OTHER_P: [&str; 30] = [
    "norm",
    "norms",
    "p-norm",
    "minkowski",
    "tweedie",
    "node2vec",
    "exponent",
    "exponents",
    "hyperparameter",
    "hyperparameters",
    "parameter",
    "parameters",
    "pressure",
    "pressures",
    "momentum",
    "order",
    "degree",
    "polynomial",
    "power",
    "sobolev",
    "lp",
    "price",
    "prices",
    "period",
    "periods",
    "distance",
    "moment",
    "moments",
    "dimension",
    "pixels",
];

/// Words before `p` that make it a logarithm.
const LOGARITHMS: [&str; 6] = ["log", "ln", "log10", "log2", "-log", "-log10"];

/// Words of sentences where `r` is a length although they speak of a correlation.
const OTHER_R: [&str; 10] =
    ["length", "radius", "distance", "distances", "lag", "separation", "hydraulic", "kernel", "range", "rate"];

/// Every `p = x`, `p < x`, `p > x` with x above one or below zero.
#[must_use]
pub fn impossible_p(text: &str) -> Vec<Stated> {
    static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(&format!(
            r"[*_]{{0,2}}p(?:[- ]value)?[*_]{{0,2}}{BLANK}*[=<>\u{{2264}}\u{{2265}}]{BLANK}*(?P<value>(?:[-\u{{2212}}]{BLANK}?)?{NUMBER}(?:[eE][-\u{{2212}}]?[0-9]+)?)"
        ))
        .ok()
    });
    let mut out = Vec::new();
    let Some(pattern) = compares(text).then_some(()).and(PATTERN.as_ref()) else { return out };
    for clause in clauses(text) {
        let part = &text[clause.clone()];
        // Asked once for the clause, which may hold many.
        let is_of_other =
            LazyCell::new(|| has_word(part, &OTHER_P) || ["q =", "q=", "k =", "top-p"].iter().any(|other| part.contains(other)));
        let statistic_ends: LazyCell<Vec<usize>, _> = LazyCell::new(|| bare(part).map(|found| found.range.end).collect());
        for found in pattern.captures_iter(part) {
            let (Some(whole), Some(value)) = (found.get(0), found.name("value")) else { continue };
            let Some(read) = scientific(&plain(value.as_str())) else { continue };
            if !read.is_negative() && read <= Decimal::from(1) {
                continue;
            }
            let before = &part[..whole.start()];
            let explained = !letter_begins(before)
                || words(before).next_back().is_some_and(|word| LOGARITHMS.iter().any(|log| word.eq_ignore_ascii_case(log)))
                || *is_of_other;
            // Where a statistic ends, but for a comma, its p stands.
            let follows_statistic =
                || statistic_ends.binary_search(&before.trim_end().trim_end_matches([',', ';']).len()).is_ok();
            let counted = !value.as_str().contains('.') && !read.is_negative() && !follows_statistic();
            if explained || counted || !stands_without_unit(&part[value.end()..]) {
                continue;
            }
            out.push(shifted(clause.start, whole.range(), value.range(), read));
        }
    }
    out
}

/// Every `r(df) = v`, and every `r = v` of a sentence about a correlation, with v above one or below minus one.
#[must_use]
pub fn impossible_r(text: &str) -> Vec<Stated> {
    static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(&format!(
            r"(?:[*_]{{0,2}}r(?:_?s)?[*_]{{0,2}}|\u{{3c1}}|rho){BLANK}*={BLANK}*(?P<value>(?:[-\u{{2212}}\u{{2013}}]{BLANK}?)?{NUMBER})"
        ))
        .ok()
    });
    let mut out = Vec::new();
    if !compares(text) {
        return out;
    }
    // Asked once for the text, which may hold many.
    let of_correlation = LazyCell::new(|| speaks_of_correlation(text));
    for found in bare(text).filter(|found| found.kind == Kind::R && is_above_one(found.value)) {
        let rest = &text[found.range.end..];
        // A function r(t) looks the same; a p behind it, or a plausible size of the sample, tells them apart.
        let tested = rest.trim_start_matches([',', ';', ' ', '*', '\u{a0}']).starts_with(['p', 'P']);
        let sample =
            found.df2.is_some_and(|df| df >= Decimal::from(5)) && found.value.scale() > 0 && found.value < Decimal::from(10);
        if (tested || sample || *of_correlation) && stands_without_unit(rest) {
            out.push(Stated { range: found.range, value_range: found.value_range, value: found.value });
        }
    }
    let Some(pattern) = PATTERN.as_ref().filter(|_| *of_correlation) else { return out };
    for clause in clauses(text) {
        let part = &text[clause.clone()];
        if !speaks_of_correlation(part) || has_word(part, &OTHER_R) {
            continue;
        }
        for found in pattern.captures_iter(part) {
            let (Some(whole), Some(value)) = (found.get(0), found.name("value")) else { continue };
            let Some(read) = Decimal::parse(&plain(value.as_str())).filter(|&read| is_above_one(read)) else { continue };
            if letter_begins(&part[..whole.start()]) && stands_without_unit(&part[value.end()..]) && read.scale() > 0 {
                out.push(shifted(clause.start, whole.range(), value.range(), read));
            }
        }
    }
    out
}

fn is_above_one(value: Decimal) -> bool {
    value > Decimal::from(1) || value < Decimal::new(-1, 0)
}

fn plain(number: &str) -> String {
    Quantity::bare(number, 0..number.len())
        .map_or_else(|| number.replace('\u{2212}', "-").replace(' ', ""), |q| q.value.to_string())
}

/// True when a letter after `before` stands for itself.
fn letter_begins(before: &str) -> bool {
    before
        .chars()
        .next_back()
        .is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '\\' | '-' | '_' | '^' | '/' | '.' | '∥' | '|')))
}

/// True when no unit, power or percent sign follows a number.
fn stands_without_unit(rest: &str) -> bool {
    let word = next_word(rest);
    goes_no_further(rest)
        && !rest.trim_start().starts_with(['%', '°', '×', '±', '*', '+', '-', '\u{2212}', '\u{2013}', '/', '$'])
        && (word.is_empty() || CONTINUES.contains(&word))
}

fn speaks_of_correlation(text: &str) -> bool {
    static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i-u:correlat|pearson|spearman)").ok());
    WORDS.as_ref().is_some_and(|words| words.is_match(text))
}

fn shifted(by: usize, range: Range<usize>, value_range: Range<usize>, value: Decimal) -> Stated {
    Stated { range: range.start + by..range.end + by, value_range: value_range.start + by..value_range.end + by, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_probability() {
        for text in
            ["The groups did not differ, p = 1.36.", "t(28) = 2.20, p = 12", "(p < -0.03)", "F(2, 28) = 1.2, *p* = 2.5, ns"]
        {
            assert_eq!(impossible_p(text).len(), 1, "{text}");
        }
        for text in [
            "P = 5.2",
            "p = 12 parameters",
            "p = 12",
            "p = 1.00",
            "log p = -3.2",
            "p = 1.3e-5",
            "p = 1.3 × 10−5",
            "p = 1.2 MPa",
            "the norm with p = 1.5",
            "p = 4.0, q = 0.25",
            "top-p = 1.2",
            "p = 1,36",
            "p = 5.2%",
            "p = 1.2-1.4",
            "exp = 1.5",
        ] {
            assert_eq!(impossible_p(text), [], "{text}");
        }
    }

    #[test]
    fn what_is_no_correlation() {
        for text in ["r(28) = 1.36, p < .001.", "r(28) = 1.36", "The correlation was high (r = −1.20).", "Spearman's ρ = 1.08"]
        {
            assert_eq!(impossible_r(text).len(), 1, "{text}");
        }
        for text in [
            "r(28) = 1.00",
            "r = 5.2 cm",
            "r = 5.2",
            "The correlation length r = 2.5",
            "correlation at r = 5.2 cm",
            "r(2) = 4.5",
            "err(28) = 1.5",
        ] {
            assert_eq!(impossible_r(text), [], "{text}");
        }
    }
}
