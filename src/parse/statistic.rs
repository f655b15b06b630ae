//! Test statistics as the American Psychological Association prints them: `t(28) = 2.20, p = .036`.
//!
//! Knows nothing about what follows from them. Read strictly: letter, degrees of freedom, comparison, value and `p` all have
//! to be there. The form is statcheck's (Nuijten et al. 2016, doi:10.3758/s13428-015-0664-2), with blanks of every kind,
//! χ², emphasis, a semicolon and `≤` besides. Where statcheck misreads a text this reader stays silent.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::quantity::{BLANK, NUMBER, Quantity};
use crate::decimal::Decimal;

/// Which distribution a statistic has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Student's t.
    T,
    /// Fisher's F.
    F,
    /// A correlation, tested by t.
    R,
    /// Standard normal.
    Z,
    /// χ², G² too.
    ChiSquare,
    /// Cochran's Q, total, within or between groups: χ².
    Q,
}

/// How two values are said to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `<` or `≤`
    Below,
    /// `>` or `≥`
    Above,
}

impl Relation {
    fn read(mark: &str) -> Self {
        match mark.chars().next() {
            Some('<' | '\u{2264}' | '\u{2a7d}') => Self::Below,
            Some('>' | '\u{2265}' | '\u{2a7e}') => Self::Above,
            _ => Self::Equal,
        }
    }
}

/// What is said of p.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reported {
    /// "ns": not significant.
    NotSignificant,
    /// A comparison with a number.
    Value(Relation, Decimal),
}

/// A statistic with its p as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The whole expression.
    pub range: Range<usize>,
    /// `t(28) = 2.20`
    pub statistic: Range<usize>,
    /// `.036`, or `ns`.
    pub p_range: Range<usize>,
    /// Its distribution.
    pub kind: Kind,
    /// Degrees of freedom above the line: of F, χ² and Q.
    pub df1: Option<Decimal>,
    /// Degrees of freedom below the line: of F, t and r.
    pub df2: Option<Decimal>,
    /// How the value is introduced.
    pub relation: Relation,
    /// The value.
    pub value: Decimal,
    /// What is said of p.
    pub reported: Reported,
}

const COMPARISON: &str = r"(?:[=<>]|<=|>=|\u{2264}|\u{2265}|\u{2a7d}|\u{2a7e})";

/// `t(28) = 2.20`, without what follows.
static STATISTIC: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = r"(?:[0-9]*\.?[0-9]+)";
    let grouped = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*\.?[0-9]+)";
    let (emphasis, open, close) = (r"[*_]{0,2}", r"[(\[]", r"[)\]]");
    let sample = format!(r"(?:{BLANK}*[,;]{BLANK}*[nN]{BLANK}*={BLANK}*[0-9][0-9,]*)?");
    let chi = r"(?:[Cc]hi|[\u{3c7}\u{3a7}])[- ]?(?:\^?2|\u{b2}|squared?)|[xXG](?:\^?2|\u{b2})";
    let q = r"Q(?:[- ]?(?:between|within|[bwBWTME]))?";
    let trf = format!(
        "(?P<tr>[tr]){emphasis}{BLANK}?{open}(?P<df>{grouped}){close}|\
         (?P<f>F){emphasis}{BLANK}?{open}(?P<df1>{number}|[lI]){BLANK}*[,;]{BLANK}*(?P<df2>{grouped}){close}"
    );
    let chi = format!("(?:(?P<chi>{chi})|(?P<q>{q})){emphasis}{BLANK}?{open}(?P<dfc>{number}){sample}{close}");
    let value = format!("(?:[-\\u{{2212}}\\u{{2013}}]{BLANK}?)?{NUMBER}");
    Regex::new(&format!("{emphasis}(?:{trf}|{chi}|(?P<z>[zZ]){emphasis}){BLANK}*(?P<is>{COMPARISON}){BLANK}*(?P<value>{value})"))
        .ok()
});

/// `, p = .036` or `, ns` directly after a statistic.
static AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let p = format!(r"[*_]{{0,2}}[pP](?:[- ]value)?[*_]{{0,2}}{BLANK}*");
    let value = r"[0-9]*\.?[0-9]+(?:[eE][-\u{2212}]?[0-9]+)?";
    Regex::new(&format!(
        r"^(?:{BLANK}*[,;]?{BLANK}*{p}(?P<is>{COMPARISON}){BLANK}*(?P<p>{value})|{BLANK}*[,;]{BLANK}*(?P<ns>n\.?{BLANK}?s\.?))"
    ))
    .ok()
});

/// A statistic without its p.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bare {
    /// `r(28) = 1.36`
    pub range: Range<usize>,
    /// Its distribution.
    pub kind: Kind,
    /// As in [`Printed::df1`].
    pub df1: Option<Decimal>,
    /// As in [`Printed::df2`].
    pub df2: Option<Decimal>,
    /// How the value is introduced.
    pub relation: Relation,
    /// The value.
    pub value: Decimal,
    /// Where the value stands.
    pub value_range: Range<usize>,
}

/// True when the text compares something: one fast scan settles the others.
///
/// A text whose only comparisons are `≤` and `≥` is not read: looking for them costs more than they are worth.
#[must_use]
pub fn compares(text: &str) -> bool {
    memchr::memchr3(b'=', b'<', b'>', text.as_bytes()).is_some()
}

/// The statistics of a text, with or without p.
pub fn bare(text: &str) -> impl Iterator<Item = Bare> + '_ {
    let pattern = STATISTIC.as_ref().filter(|_| compares(text));
    pattern.into_iter().flat_map(move |pattern| pattern.captures_iter(text)).filter_map(move |found| read(text, &found))
}

/// The complete statistics of a text.
pub fn printed(text: &str) -> impl Iterator<Item = Printed> + '_ {
    bare(text).filter_map(move |bare| complete(text, &bare))
}

fn read(text: &str, found: &Captures<'_>) -> Option<Bare> {
    let whole = found.get(0)?;
    // A word before the letter makes it another letter: "post(28)". A difference of two χ² is a χ².
    let before = text[..whole.start()].chars().next_back();
    if before.is_some_and(|c| (c.is_alphanumeric() && c != 'Δ') || matches!(c, '\\' | '/' | '-' | '^')) {
        return None;
    }
    let df = |name: &str| {
        let printed = found.name(name)?;
        match printed.as_str() {
            "l" | "I" => Some(Decimal::from(1)),
            // "F(1,028)" is one number or two: nobody can tell.
            cut if cut.len() > 1 && cut.starts_with('0') && !cut.starts_with("0.") => None,
            _ => Some(Quantity::bare(text, printed.range())?.value).filter(|df| !df.is_zero()),
        }
    };
    let (kind, df1, df2) = if let Some(letter) = found.name("tr") {
        (if letter.as_str() == "t" { Kind::T } else { Kind::R }, None, Some(df("df")?))
    } else if found.name("f").is_some() {
        (Kind::F, Some(df("df1")?), Some(df("df2")?))
    } else if found.name("chi").is_some() {
        (Kind::ChiSquare, Some(df("dfc")?), None)
    } else if found.name("q").is_some() {
        (Kind::Q, Some(df("dfc")?), None)
    } else {
        (Kind::Z, None, None)
    };
    let value_range = found.name("value")?.range();
    let value = Quantity::bare(text, value_range.clone())?.value;
    let relation = Relation::read(found.name("is")?.as_str());
    Some(Bare { range: whole.range(), kind, df1, df2, relation, value, value_range })
}

fn complete(text: &str, bare: &Bare) -> Option<Printed> {
    if bare.kind == Kind::R && bare.value.digits().abs() > Decimal::from(1).plus(Decimal::new(0, bare.value.scale())).digits() {
        return None;
    }
    let end = bare.range.end;
    let found = AFTER.as_ref()?.captures(&text[end..])?;
    let (p_range, reported) = if let Some(ns) = found.name("ns") {
        (ns.range(), Reported::NotSignificant)
    } else {
        let p = found.name("p")?;
        let value = scientific(p.as_str()).filter(|p| !p.is_negative() && *p <= Decimal::from(1))?;
        (p.range(), Reported::Value(Relation::read(found.name("is")?.as_str()), value))
    };
    let p_range = end + p_range.start..end + p_range.end;
    goes_no_further(&text[p_range.end..]).then(|| Printed {
        range: bare.range.start..p_range.end,
        statistic: bare.range.clone(),
        p_range,
        kind: bare.kind,
        df1: bare.df1,
        df2: bare.df2,
        relation: bare.relation,
        value: bare.value,
        reported,
    })
}

/// The p that is stated right after an interval or another expression that ends at `end`, and its place.
#[must_use]
pub fn p_after(text: &str, end: usize) -> Option<(Relation, Decimal, Range<usize>)> {
    let rest = text[end..].trim_start_matches([' ', '%', ')', ']', '\u{a0}']);
    let skipped = text.len() - rest.len();
    let found = AFTER.as_ref()?.captures(rest)?;
    let p = found.name("p")?;
    let value = scientific(p.as_str()).filter(|value| *value <= Decimal::from(1))?;
    let range = skipped + p.start()..skipped + p.end();
    goes_no_further(&text[range.end..]).then(|| Some((Relation::read(found.name("is")?.as_str()), value, range)))?
}

/// True when what follows a number does not change it: no more digits, no power of ten, no percent sign.
#[must_use]
pub fn goes_no_further(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        Some('.' | ',') => chars.next().is_none_or(|c| !c.is_ascii_digit()),
        Some(c) if c.is_alphanumeric() => false,
        Some('%' | '×' | '·' | '\u{22c5}' | '^' | '/') => false,
        Some(c) if c.is_whitespace() => {
            let next = rest.trim_start();
            !next.starts_with(['×', '·', '\u{22c5}', '%', '^']) && !next.starts_with("x 10") && !next.starts_with("x10")
        }
        _ => true,
    }
}

/// `3.6e-2` as `0.036`: the decimals that it stands for.
#[must_use]
pub fn scientific(text: &str) -> Option<Decimal> {
    let Some((digits, exponent)) = text.split_once(['e', 'E']) else { return Decimal::parse(text) };
    let value = Decimal::parse(digits)?;
    let power: i16 = exponent.replace('\u{2212}', "-").parse().ok()?;
    let scale = u8::try_from(i16::from(value.scale()).checked_sub(power)?).ok()?;
    (scale <= 30).then(|| Decimal::new(value.digits(), scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<&str> {
        printed(text).map(|found| &text[found.range]).collect()
    }

    #[test]
    fn complete_statistics_are_read() {
        for text in [
            "t(28) = 2.20, p = .034",
            "t (28)= -2.20, p = .034",
            "t(28) = 2.20; p = .036",
            "*t*(28) = 2.20, *p* = .036",
            "F(2, 28) = 1,022.2, p < .001",
            "F(l, 28) = 4.20, p = .05",
            "χ²(1, N = 100) = 3.84, p = .05",
            "chi-square(2) = 5.99, p = .05",
            "X^2(2) = 5.99, p = .05",
            "Q between(2) = 5.99, ns",
            "QB(1) = 14.59, p = .0001",
            "z = 2.20, n.s.",
            "r(98)=.20,p=.05",
            "t(1,028) = 2.20, p ≤ .05",
            "t(28) = 5.20, p = 1.6e-5",
        ] {
            assert_eq!(read_all(text), [text], "{text}");
        }
    }

    #[test]
    fn what_is_no_complete_statistic_is_left_alone() {
        for text in [
            "post(28) = 2.20, p = .036",
            "t(28) = 2,20, p = .036",
            "t(28) = ±2.20, p = .036",
            "t() = 2.20, p = .03",
            "t(28) = 2.20",
            "t(28) = 2.20 ns",
            "t(28) = 2.20, p = 3.2 × 10−5",
            "t(28) = 2.20, p = 3.2%",
            "F(1,028) = 2.20, p = .036",
            "r(28) = 1.36, p = .05",
            "H(2) = 5.99, p = .05",
            "OR = 1.45, p = .03",
            "f(2, 28) = 3.34, p = .05",
            "R(28) = .36, p = .05",
            "t(28) = 2.20, nsec",
        ] {
            assert_eq!(read_all(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn powers_of_ten_keep_their_decimals() {
        let read = |text| scientific(text).map(|value| (value.to_string(), value.scale()));
        assert_eq!(read("3.6e-2"), Some(("0.036".to_owned(), 3)));
        assert_eq!(read(".16e-4"), Some(("0.000016".to_owned(), 6)));
        assert_eq!(read("1e400"), None);
        assert_eq!(read("0.05"), Some(("0.05".to_owned(), 2)));
    }
}
