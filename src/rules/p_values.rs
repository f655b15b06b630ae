//! Words for a p that does not belong to its statistic, shared by the two rules that report one.

use serde::Deserialize;

use crate::finding::Label;
use crate::parse::statistic::{Relation, Reported};
use crate::report::{Passage, Report};
use crate::rules::Draft;
use crate::source::Span;
use crate::statistic::{OneTailed, Options, Test};

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// The level of significance.
    alpha: f64,
    /// When a test counts as one-tailed.
    one_tailed: OneTailed,
    /// Whether p = alpha is significant.
    p_equal_alpha_significant: bool,
    /// Whether a p of zero is wrong in itself.
    p_zero_is_error: bool,
    /// Whether a statistic may have been cut off instead of rounded.
    robust_rounding: bool,
}

impl Params {
    /// How p is judged.
    #[must_use]
    pub fn options(&self) -> Options {
        Options {
            alpha: self.alpha,
            one_tailed: self.one_tailed,
            p_equal_alpha_significant: self.p_equal_alpha_significant,
            p_zero_is_error: self.p_zero_is_error,
            robust_rounding: self.robust_rounding,
        }
    }
}

/// The finding on one statistic; `consequence` ends the sentence.
#[must_use]
pub fn draft(report: &Report<'_>, passage: &Passage, test: &Test, consequence: &str) -> Draft {
    let text = report.text(passage.span);
    let span = |range: &std::ops::Range<usize>| Span::of(range.clone()).shift(passage.span.start);
    let printed = &test.printed;
    let statistic = text[printed.statistic.clone()].replace(['*', '_'], "");
    let statistic = statistic.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = &text[printed.p_range.clone()];
    let relation = match printed.reported {
        Reported::Value(Relation::Below, _) => "< ",
        Reported::Value(Relation::Above, _) => "> ",
        Reported::Value(Relation::Equal, _) | Reported::NotSignificant => "",
    };
    let computed = computed(test, said);
    let about = span(&printed.range);
    Draft::new(
        format!("{statistic} gives p {computed}, not {relation}{said}{consequence}"),
        Label::new(report.place(span(&printed.p_range)), "stated here").about(about),
    )
    .related(Label::new(report.place(span(&printed.statistic)), format!("gives p {computed}")).about(about))
    .help("correct the statistic, its degrees of freedom or its p")
}

/// `= .036` or `< .001`: as many decimals as the printed p, at least three, more where both would look the same.
fn computed(test: &Test, said: &str) -> String {
    let printed = match &test.printed.reported {
        Reported::Value(_, value) => Some(*value),
        Reported::NotSignificant => None,
    };
    let least = printed.map_or(3, |value| usize::from(value.scale()).clamp(3, 12));
    let as_printed = |number: String| if said.starts_with('0') { number } else { number.trim_start_matches('0').to_owned() };
    let text = |decimals: usize| format!("{:.decimals$}", test.computed_p);
    let same = |decimals: &usize| printed.is_some_and(|value| text(*decimals).parse() == value.to_string().parse::<f64>());
    let decimals = (least..least + 4).find(|decimals| !same(decimals)).unwrap_or(least);
    let number = text(decimals);
    if number.bytes().all(|byte| matches!(byte, b'0' | b'.')) {
        return format!("< {}", as_printed(format!("{:.decimals$}", 0.1f64.powi(i32::try_from(decimals).unwrap_or(3)))));
    }
    format!("= {}", as_printed(number))
}
