//! What follows from a printed test statistic: the p that belongs to it, and whether the printed one can be right.
//!
//! The only floating-point arithmetic about reports in the program: the distributions. The procedure is statcheck's
//! (Nuijten et al. 2016, doi:10.3758/s13428-015-0664-2): a value printed with k decimals stands for an interval, the interval
//! gives a range of p, and only a printed p outside that range is wrong. It differs from statcheck 1.6 where that program
//! errs: the range of |t| does not reach below zero, and the decimals of `3.6e-2` are those of 0.036.

use std::ops::Range;

use serde::Deserialize;
use statrs::function::{beta::beta_reg, erf::erfc, gamma::gamma_ur};

use crate::decimal::Decimal;
use crate::parse::statistic::{Kind, Printed, Relation, Reported, printed};

/// When a test counts as one-tailed, so that the halved p may be the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OneTailed {
    /// Where the same text says so, and only when the halved p fits.
    Near,
    /// Never.
    Off,
    /// Always.
    All,
}

/// How p is judged.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The level of significance.
    pub alpha: f64,
    /// When a test counts as one-tailed.
    pub one_tailed: OneTailed,
    /// Whether p = alpha is significant.
    pub p_equal_alpha_significant: bool,
    /// Whether `p = .000` and `p < 0` are wrong whatever the statistic is.
    pub p_zero_is_error: bool,
    /// Whether a statistic may have been cut off or rounded up instead of rounded: it then stands for everything within a
    /// whole unit of its last decimal (statcheck's pull request 106, there called robust rounding).
    pub robust_rounding: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            alpha: 0.05,
            one_tailed: OneTailed::Near,
            p_equal_alpha_significant: true,
            p_zero_is_error: true,
            robust_rounding: false,
        }
    }
}

/// A statistic of a text, judged.
#[derive(Debug, Clone)]
pub struct Test {
    /// What is printed.
    pub printed: Printed,
    /// The p of the printed value.
    pub computed_p: f64,
    /// True when no value that rounds to the printed one gives the printed p.
    pub error: bool,
    /// True when moreover the printed and the computed p lie on two sides of alpha.
    pub decision_error: bool,
}

/// The complete statistics of a text, judged.
#[must_use]
pub fn read(text: &str, options: &Options) -> Vec<Test> {
    let mut one_tailed = None;
    printed(text)
        .map(|printed| {
            let near = *one_tailed.get_or_insert_with(|| says_one_tailed(text));
            judge(printed, options, near)
        })
        .collect()
}

/// True when the text speaks of one-tailed tests.
fn says_one_tailed(text: &str) -> bool {
    let text = text.to_lowercase();
    let of = |number: &str| {
        let starts = text.match_indices(number).map(|(at, _)| &text[at + number.len()..]);
        starts
            .map(|rest| rest.trim_start_matches(['-', '\u{2010}', '\u{2011}', ' ', '\u{a0}']))
            .any(|rest| ["sided", "tailed"].iter().any(|word| rest.starts_with(word)))
    };
    text.contains("directional") || of("one") || of("1")
}

fn judge(printed: Printed, options: &Options, near: bool) -> Test {
    let two_tailed = matches!(printed.kind, Kind::T | Kind::R | Kind::Z);
    let (p, bounds) = (p_of(&printed, value(printed.value)), bounds(&printed, options.robust_rounding));
    let halved = (p / 2.0, bounds.start / 2.0..bounds.end / 2.0);
    let full = (p, bounds);
    let wrong = |reading: &(f64, Range<f64>)| is_wrong(&printed, &reading.1, options);
    let one_tailed = two_tailed
        && match options.one_tailed {
            OneTailed::All => true,
            OneTailed::Near => near && wrong(&full) && !wrong(&halved),
            OneTailed::Off => false,
        };
    let reading = if one_tailed { halved } else { full };
    let error = wrong(&reading);
    let decision_error = error && decides_otherwise(&printed.reported, reading.0, options);
    Test { computed_p: reading.0, error, decision_error, printed }
}

/// The range of p for all values that the printed one stands for, lowest first.
fn bounds(printed: &Printed, robust: bool) -> Range<f64> {
    let v = value(printed.value);
    let off = if robust { 1.0 } else { 0.5 } / 10f64.powi(i32::from(printed.value.scale()));
    let signed = matches!(printed.kind, Kind::T | Kind::R | Kind::Z);
    let (near, far) = if signed { ((v.abs() - off).max(0.0), v.abs() + off) } else { (v - off, v + off) };
    p_of(printed, far)..p_of(printed, near)
}

fn is_wrong(printed: &Printed, p: &Range<f64>, options: &Options) -> bool {
    let (relation, reported) = match &printed.reported {
        Reported::NotSignificant => (Relation::Above, None),
        Reported::Value(relation, value) => (*relation, Some(*value)),
    };
    let r = reported.map_or(options.alpha, value);
    let zero = r == 0.0 && relation != Relation::Above;
    if zero && (options.p_zero_is_error || relation == Relation::Below) {
        return true;
    }
    // Both are compared in units of the last printed decimal of p.
    let decimals = reported.map_or(0, Decimal::scale);
    let rounded = |p: f64| round(p, decimals);
    match (printed.relation, relation) {
        (Relation::Equal, Relation::Equal) => r < rounded(p.start) || r > rounded(p.end),
        (Relation::Equal | Relation::Above, Relation::Above) if printed.relation == Relation::Equal => r > p.end,
        (Relation::Equal, Relation::Below) => r < p.start,
        (Relation::Below, Relation::Equal) => r < rounded(p.end),
        (Relation::Below, Relation::Below) => r < p.end,
        (Relation::Above, Relation::Equal) => r > rounded(p.start),
        (Relation::Above, Relation::Above) => r > p.start,
        (Relation::Below | Relation::Equal, Relation::Above) | (Relation::Above, Relation::Below) => false,
    }
}

fn decides_otherwise(reported: &Reported, computed: f64, options: &Options) -> bool {
    let significant = |p: f64| p < options.alpha || options.p_equal_alpha_significant && p == options.alpha;
    match reported {
        Reported::NotSignificant => significant(computed),
        Reported::Value(Relation::Equal, p) => significant(value(*p)) != significant(computed),
        // "p < .05" says significant even where p = .05 would not be.
        Reported::Value(Relation::Below, p) => value(*p) <= options.alpha && !significant(computed),
        Reported::Value(Relation::Above, p) => value(*p) >= options.alpha && significant(computed),
    }
}

/// The nearest double to a printed decimal: the one that the same digits in a program give.
fn value(decimal: Decimal) -> f64 {
    decimal.to_string().parse().unwrap_or(f64::NAN)
}

/// `p` rounded to `decimals` decimals, as the nearest double to those digits.
fn round(p: f64, decimals: u8) -> f64 {
    format!("{p:.*}", usize::from(decimals)).parse().unwrap_or(p)
}

/// The p of a value: two-tailed for t, r and z, the upper tail for F, χ² and Q.
fn p_of(printed: &Printed, v: f64) -> f64 {
    let df = |df: Option<Decimal>| df.map_or(f64::NAN, value);
    match printed.kind {
        Kind::T => student(v, df(printed.df2)),
        Kind::R => {
            let (r, df) = (v.abs().min(1.0), df(printed.df2));
            // t² / (df + t²) = r² for t = r / √((1 − r²) / df).
            beta_upper(df / 2.0, 0.5, (1.0 - r) * (1.0 + r))
        }
        Kind::Z => erfc(v.abs() / std::f64::consts::SQRT_2),
        Kind::F => fisher(v, df(printed.df1), df(printed.df2)),
        Kind::ChiSquare | Kind::Q => chi_square(v, df(printed.df1)),
    }
}

/// Abramowitz & Stegun 26.7.1 with 26.5.27: P(|T| > t) = `I_x(df/2`, 1/2), x = df / (df + t²).
fn student(t: f64, df: f64) -> f64 {
    beta_upper(df / 2.0, 0.5, df / t.mul_add(t, df))
}

/// Abramowitz & Stegun 26.6.2: P(F > f) = `I_x(d2/2`, d1/2), x = d2 / (d2 + d1 f).
fn fisher(f: f64, d1: f64, d2: f64) -> f64 {
    if f <= 0.0 { 1.0 } else { beta_upper(d2 / 2.0, d1 / 2.0, d2 / d1.mul_add(f, d2)) }
}

/// Abramowitz & Stegun 26.4.19: P(X > x) = Q(df/2, x/2).
fn chi_square(x: f64, df: f64) -> f64 {
    if x <= 0.0 { 1.0 } else { gamma_ur(df / 2.0, x / 2.0) }
}

/// The regularised incomplete beta function on the closed interval from 0 to 1.
fn beta_upper(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x >= 1.0 {
        1.0
    } else {
        beta_reg(a, b, x)
    }
}
