//! Printed ranges, and the estimates that stand before a confidence interval.
//!
//! Knows nothing about whether they are in order. Dashes are read as dashes only where they cannot be a sign; dates, years,
//! pages and abbreviated numbers are no ranges.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::quantity::{BLANK, NUMBER, Quantity, SIGN, clauses, has_digits, next_word, words};

/// A printed range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// From the first to the last bound.
    pub range: Range<usize>,
    /// The bound that stands first.
    pub low: Quantity,
    /// The bound that stands last.
    pub high: Quantity,
    /// True when a percent sign follows a bound.
    pub percent: bool,
    /// True for a confidence or credible interval.
    pub is_interval: bool,
}

/// An estimate and its interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    /// From the estimate to the end of the interval.
    pub range: Range<usize>,
    /// The estimate.
    pub value: Quantity,
    /// True when a percent sign follows it.
    pub percent: bool,
    /// The interval.
    pub bounds: Bounds,
    /// The value of no effect: 1 of ratios, 0 of differences; `None` for other estimates.
    pub null: Option<u32>,
    /// True for a level of 95%.
    pub is_95: bool,
}

/// `a to b`, `a–b`, `a, b`, `[a, b]`: two bounds as they stand after the name of a range.
fn pair() -> String {
    let number = format!(r"(?:{SIGN}{BLANK}?)?{NUMBER}");
    let divide = format!(
        r"(?:{BLANK}+to{BLANK}+|{BLANK}*[,;]{BLANK}*|{BLANK}+(?:-{{1,3}}|[\u{{2013}}\u{{2014}}]){BLANK}+|-{{1,3}}|[\u{{2013}}\u{{2014}}])"
    );
    format!(
        r"(?P<open>[(\[{{])?{BLANK}*(?P<low>{number})(?P<lowp>{BLANK}?%)?(?P<by>{divide})(?P<high>{number})(?P<highp>{BLANK}?%)?"
    )
}

const LEVEL: &str = r"(?:[0-9]{2}(?:\.[0-9]+)?{BLANK}?%{BLANK}*)";

fn interval_name() -> String {
    let level = LEVEL.replace("{BLANK}", BLANK);
    format!(r"(?:{level})(?:C\.?I\.?|CrI|HDI|[Cc]onfidence{BLANK}+[Ii]ntervals?|[Cc]redible{BLANK}+[Ii]ntervals?)")
}

/// The ranges of a text that name themselves: `95% CI 0.12 to 0.45`, `range 3–9`, `ranged between 3 and 9`.
#[must_use]
pub fn ranges(text: &str) -> Vec<Bounds> {
    static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let full = format!(r"(?:[Cc]onfidence|[Cc]redible){BLANK}+[Ii]ntervals?");
        let name = format!(r"(?-u:\b)(?:(?P<ci>C\.?I\.?|CrI|HDI|{full})|(?:[Rr]anges?|[Ii]ntervals?|IQR))");
        let is = format!(r"(?:{BLANK}*[=:,]{BLANK}*|{BLANK}+(?:of{BLANK}+|is{BLANK}+|was{BLANK}+)?)");
        Regex::new(&format!("{name}{is}{}", pair())).ok()
    });
    static BETWEEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let verb = r"(?-u:\b)(?:rang(?:es?|ed|ing)|var(?:y|ies|ied|ying)|li(?:es?|ed)|lay|lying|interval)";
        let number = format!(r"(?:{SIGN}{BLANK}?)?{NUMBER}");
        Regex::new(&format!(
            r"{verb}{BLANK}+(?P<by>between){BLANK}+(?P<low>{number})(?P<lowp>{BLANK}?%)?{BLANK}+and{BLANK}+(?P<high>{number})(?P<highp>{BLANK}?%)?(?P<open>\()?(?P<ci>\()?"
        ))
        .ok()
    });
    // Plain words are looked for much faster than a pattern that begins with one of them.
    static WORTH: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"CI|C\.I|CrI|HDI|nterval|ange|IQR").ok());
    // A range takes two digits, and most texts have none.
    if !has_digits(text, 2) {
        return Vec::new();
    }
    // A pattern is built when it is needed.
    let between = if says_between(text) { BETWEEN.as_ref() } else { None };
    let worth = WORTH.as_ref().is_some_and(|words| words.is_match(text));
    let named = if worth { NAMED.as_ref() } else { None };
    let named = named.into_iter().flat_map(|pattern| pattern.captures_iter(text));
    let found = named.chain(between.into_iter().flat_map(|pattern| pattern.captures_iter(text)));
    let mut out: Vec<Bounds> = found.filter_map(|found| bounds(text, &found)).collect();
    out.sort_by_key(|bounds| bounds.range.start);
    out
}

/// True when a number follows "between": the word alone is too common to look for verbs before it.
fn says_between(text: &str) -> bool {
    static WORD: LazyLock<memchr::memmem::Finder<'static>> = LazyLock::new(|| memchr::memmem::Finder::new("between"));
    let number =
        |at: usize| text[at + "between".len()..].trim_start().starts_with(|c: char| c.is_ascii_digit() || "-−–+.".contains(c));
    WORD.find_iter(text.as_bytes()).any(number)
}

fn bounds(text: &str, found: &Captures<'_>) -> Option<Bounds> {
    let (low, high) = (found.name("low")?, found.name("high")?);
    let by = found.name("by")?.as_str().trim();
    let bracket = found.name("open").is_some();
    let is_interval = found.name("ci").is_some();
    let comma = by == "," || by == ";";
    if comma && !bracket && !is_interval || comma && low.as_str().ends_with(|c: char| !c.is_ascii_digit()) {
        return None;
    }
    let whole_numbers = !low.as_str().contains('.') && !high.as_str().contains('.');
    let dash = by.starts_with(['-', '\u{2013}', '\u{2014}']);
    // "[150,210]" may be one number; "145–52" abbreviates one; "0.45 −0.12" holds a sign.
    if comma && whole_numbers && found.name("by")?.as_str() == "," || dash && whole_numbers && high.len() < low.len() {
        return None;
    }
    let after_high = &text[found.get(0)?.end()..];
    if !ends_range(after_high) {
        return None;
    }
    let (low, high) = (Quantity::bare(text, low.range())?, Quantity::bare(text, high.range())?);
    let years = low.is_year(text) || high.is_year(text);
    // Elasticities "lie between -0.4 and -0.8": the weaker is named first.
    if !is_interval && low.value.is_negative() && high.value.is_negative() {
        return None;
    }
    let percent = found.name("lowp").or_else(|| found.name("highp")).is_some();
    (!years).then_some(Bounds { range: low.range.start..high.range.end, low, high, percent, is_interval })
}

/// True when the second bound ends where it seems to.
fn ends_range(rest: &str) -> bool {
    let mut chars = rest.chars();
    let stands = match chars.next() {
        Some('.' | ',') => chars.next().is_none_or(|c| !c.is_ascii_digit()),
        Some('-' | '\u{2013}' | '\u{2212}' | '/' | '^' | '×' | ':' | '±') => false,
        Some(c) => !c.is_alphanumeric(),
        None => true,
    };
    stands
        && !matches!(next_word(rest), "x" | "BC" | "BCE" | "BP" | "ago" | "before" | "Ma" | "ka" | "to")
        && !rest.trim_start().starts_with('×')
}

/// Names of what an interval is printed for.
const ESTIMATES: [&str; 58] = [
    "OR",
    "aOR",
    "HR",
    "aHR",
    "RR",
    "aRR",
    "IRR",
    "PR",
    "MD",
    "SMD",
    "WMD",
    "RD",
    "ARR",
    "AUC",
    "AUROC",
    "ratio",
    "ratios",
    "difference",
    "mean",
    "median",
    "odds",
    "hazard",
    "risk",
    "prevalence",
    "proportion",
    "share",
    "percentage",
    "fraction",
    "probability",
    "frequency",
    "precision",
    "recall",
    "likelihood",
    "incidence",
    "rate",
    "sensitivity",
    "specificity",
    "accuracy",
    "coefficient",
    "slope",
    "effect",
    "estimate",
    "average",
    "score",
    "correlation",
    "mortality",
    "survival",
    "coverage",
    "g",
    "d",
    "b",
    "β",
    "kappa",
    "κ",
    "increase",
    "reduction",
    "change",
    "decrease",
];

/// Words between the name of an estimate and its value; with any other the value belongs to something else.
const LEADS: [&str; 16] = [
    "of",
    "was",
    "is",
    "were",
    "are",
    "at",
    "by",
    "reached",
    "be",
    "=",
    ":",
    "estimated",
    "equalled",
    "equaled",
    "remained",
    "as",
];

/// Words that announce a second group, so that the interval is one of a difference.
const COMPARES: [&str; 9] = ["vs", "vs.", "versus", "than", "against", "compared", "group", "arm", "from"];

/// Units that may stand between an estimate and its parenthesis.
const UNITS: [&str; 28] = [
    "", "percent", "points", "point", "pp", "years", "year", "months", "weeks", "days", "hours", "hour", "minutes", "min",
    "seconds", "s", "ms", "kg", "g", "mg", "mm", "cm", "m", "km", "mmHg", "kcal", "K", "t",
];

/// The estimates of a text that stand directly before their interval: `an odds ratio of 1.45 (95% CI 1.10 to 1.91)`.
#[must_use]
pub fn estimates(text: &str) -> Vec<Estimate> {
    static INTERVAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let is = format!(r"(?:{BLANK}*[=:,]{BLANK}*|{BLANK}+(?:of{BLANK}+)?|{BLANK}*)");
        Regex::new(&format!(r"(?P<gap>[(\[,;]){BLANK}*(?P<ci>{}){is}{}", interval_name(), pair())).ok()
    });
    static WORTH: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new("%[ \u{a0}]?(?:C\\.?I|CrI|HDI|onfid|[Cc]onfidence|[Cc]redible)").ok());
    let mut out = Vec::new();
    let percent = memchr::memchr(b'%', text.as_bytes()).is_some();
    if !percent || !WORTH.as_ref().is_some_and(|worth| worth.is_match(text)) {
        return out;
    }
    let Some(interval) = INTERVAL.as_ref() else { return out };
    // Semicolons divide lists of estimates, and the estimate from its interval: both are looked for in the whole text.
    let starts: Vec<usize> = clauses(text).map(|clause| clause.start).collect();
    for found in interval.captures_iter(text) {
        let (Some(gap), Some(bounds)) = (found.name("gap"), bounds(text, &found)) else { continue };
        let clause = starts[..starts.partition_point(|&start| start < gap.start())].last().copied().unwrap_or(0);
        let is_95 = found.name("ci").is_some_and(|ci| ci.as_str().starts_with("95") && !ci.as_str().starts_with("95."));
        if let Some((value, percent, null)) =
            estimate_before(text, clause, gap.start(), gap.as_str() == "(" || gap.as_str() == "[")
        {
            out.push(Estimate { range: value.range.start..bounds.range.end, value, percent, bounds, null, is_95 });
        }
    }
    out
}

/// The estimate of a cell below "RR (95% CI)": `0.78 (0.74 to 0.83)`, `RR 0.78 [0.74, 0.83]`.
#[must_use]
pub fn estimate_of_cell(text: &str) -> Option<Estimate> {
    static CELL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let value = format!(r"(?P<value>(?:{SIGN})?{NUMBER})(?P<percent>{BLANK}?%)?");
        Regex::new(&format!(
            r"^[*_]*(?:[A-Za-z]{{1,8}}{BLANK}?=?{BLANK}?)?{value}[*_]*{BLANK}*(?P<ci>[(\[]){BLANK}*{}{BLANK}*[)\]][*_]*$",
            pair()
        ))
        .ok()
    });
    const LONGEST: usize = 60;
    let found = CELL.as_ref().filter(|_| text.len() <= LONGEST)?.captures(text)?;
    let (value, bounds) = (found.name("value")?, bounds(text, &found)?);
    let (value, percent) = (Quantity::bare(text, value.range())?, found.name("percent").is_some());
    Some(Estimate { range: value.range.start..bounds.range.end, value, percent, bounds, null: None, is_95: true })
}

/// The named estimate that ends where the gap begins.
fn estimate_before(text: &str, clause: usize, gap: usize, bracket: bool) -> Option<(Quantity, bool, Option<u32>)> {
    static VALUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(&format!(
            r"(?P<value>(?:{SIGN})?{NUMBER})(?:(?P<percent>{BLANK}?%)|(?:{BLANK}|-)?(?P<unit>[A-Za-z]*)|{BLANK}percentage{BLANK}points){BLANK}*$"
        ))
        .ok()
    });
    const FURTHEST: usize = 160;
    let mut start = clause.max(gap.saturating_sub(FURTHEST));
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let lead = &text[start..gap];
    let found = VALUE.as_ref()?.captures(lead)?;
    let value = found.name("value")?;
    if !UNITS.contains(&found.name("unit").map_or("", |unit| unit.as_str())) {
        return None;
    }
    let read = Quantity::bare(text, start + value.start()..start + value.end())?;
    let before = &lead[..value.start()];
    if before.ends_with(|c: char| !(c.is_whitespace() || matches!(c, '=' | ':' | '('))) {
        return None;
    }
    // The name, then words that lead to the value, no other number and no second group between.
    let named = before.rfind(|c: char| c.is_ascii_digit() || matches!(c, ';' | '(' | '[')).map_or(before, |at| &before[at + 1..]);
    let tokens: Vec<&str> = named.split_whitespace().map(|token| token.trim_matches([',', '*', '_', '(', ')'])).collect();
    let is_name = |token: &str| {
        ESTIMATES.contains(&token.trim_end_matches(['=', ':']))
            || ESTIMATES.iter().any(|name| name.len() > 3 && token.eq_ignore_ascii_case(name))
    };
    let at = tokens.iter().rposition(|token| is_name(token))?;
    let between = &tokens[at + 1..];
    let null = null_of(&tokens, at);
    // "Mean difference against placebo: −1.3": the groups belong to the name that the colon ends.
    let labelled = bracket && null.is_some() && before.trim_end().ends_with(':');
    let attached = labelled || between.is_empty() || between.last().is_some_and(|last| LEADS.contains(last));
    let compares = !labelled
        && (words(before).any(|word| COMPARES[..6].contains(&word)) || between.iter().any(|token| COMPARES.contains(token)));
    // Outside a parenthesis, "1.45, 95% CI" is read only after a name such as OR that nothing else can follow.
    let strict = bracket || between.is_empty() || between == ["="] || between == ["of"] || between == ["was"];
    (attached && between.len() <= 6 && !compares && strict).then(|| (read, found.name("percent").is_some(), null))
}

/// The value of no effect of the estimate that is named at `at`.
fn null_of(tokens: &[&str], at: usize) -> Option<u32> {
    match tokens[at].trim_end_matches(['=', ':']) {
        "OR" | "aOR" | "HR" | "aHR" | "RR" | "aRR" | "IRR" | "PR" | "ratio" => Some(1),
        "risk" if at > 0 && tokens[at - 1].eq_ignore_ascii_case("relative") => Some(1),
        "MD" | "SMD" | "WMD" | "RD" | "difference" | "coefficient" | "slope" | "g" | "d" | "β" => Some(0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_ranges(text: &str) -> Vec<String> {
        ranges(text).into_iter().map(|found| format!("{} {}", found.low.value, found.high.value)).collect()
    }

    fn read_estimates(text: &str) -> Vec<String> {
        let print = |e: Estimate| format!("{}: {} {}", e.value.value, e.bounds.low.value, e.bounds.high.value);
        estimates(text).into_iter().map(print).collect()
    }

    #[test]
    fn ranges_that_name_themselves() {
        for text in [
            "The pooled effect was small (95% CI 0.45 to 0.12) in every cohort.",
            "95% CI: 0.45–0.12",
            "95 % CI = [0.45, 0.12]",
            "95% confidence interval of 0.45 - 0.12",
            "CI 0.45, 0.12",
            "range=0.45--0.12",
            "values ranged between 0.45 and 0.12",
            "range 0.45 to 0.12",
        ] {
            assert_eq!(read_ranges(text), ["0.45 0.12"], "{text}");
        }
        assert_eq!(read_ranges("95% CI −0.45 to 0.12"), ["-0.45 0.12"]);
        assert_eq!(read_ranges("95% CI −0.45–−0.12"), ["-0.45 -0.12"]);
    }

    #[test]
    fn what_is_no_range() {
        for text in [
            "pp. 145–52",
            "range 145–52",
            "range 1998–99",
            "the difference between 0.80 and 0.60",
            "from 0.45 to 0.12",
            "CI 0.45 −0.12",
            "range 0,45 to 0,12",
            "ranged between 2020 and 2019",
            "between 30 and 15 days before",
            "a range of 3 models and 2 sets",
            "interval 5, 3 times",
            "Elasticities lie between -0.4 and -0.8.",
        ] {
            let found = read_ranges(text);
            assert!(found.is_empty() || text.starts_with("interval"), "{text}: {found:?}");
        }
    }

    #[test]
    fn estimates_before_their_interval() {
        for text in [
            "The odds ratio was 1.45 (95% CI 1.50 to 2.10) in the main analysis.",
            "an odds ratio of 1.45 (95% CI 1.50–2.10)",
            "(OR 1.45, 95% CI 1.50 to 2.10)",
            "(aOR = 1.45; 95% CI: 1.50, 2.10)",
            "a mean difference of 1.45 kg (95% CI [1.50, 2.10])",
        ] {
            assert_eq!(read_estimates(text), ["1.45: 1.50 2.10"], "{text}");
        }
        assert_eq!(read_estimates("The share was 45% (95% CI 50% to 60%)."), ["45: 50 60"]);
    }

    #[test]
    fn what_is_no_estimate() {
        for text in [
            "1.45 (p = .03; 95% CI 1.50 to 2.10)",
            "a mean of 5.2 versus 4.8 (95% CI 0.1 to 0.7)",
            "the mean in group 2 (95% CI 1.5 to 1.9)",
            "means of 5.2 and 4.8 (95% CI 0.1 to 0.7)",
            "the mean of 3 runs (95% CI 1.2 to 1.9)",
            "Table 3 (95% CI 1.2 to 1.9)",
            "n = 30 (95% CI 1.2 to 1.9)",
            "an effect of 10^3 (95% CI 900 to 990)",
        ] {
            assert_eq!(read_estimates(text), Vec::<String>::new(), "{text}");
        }
    }
}
