//! A confidence that is no number.

use serde::Deserialize;

use crate::decimal::Decimal;
use crate::finding::{Applicability, Fix, Label};
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::text::quoted;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfidenceInvalid {}

impl ReportRule for ConfidenceInvalid {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for table in &report.tables {
            let claims = report.claims_of(table);
            // A column without any number has another scale: levels, stars, "4/5".
            let numeric = claims.iter().any(|claim| claim.confidence.is_some_and(|confidence| confidence.value.is_some()));
            let others_use_a_point = claims.iter().filter_map(|claim| claim.confidence?.value).any(|value| value.scale() > 0);
            for claim in claims {
                let Some(confidence) = claim.confidence.filter(|confidence| confidence.value.is_none()) else { continue };
                let printed = report.text(confidence.span);
                if !numeric && is_of_another_scale(printed) {
                    continue;
                }
                let message = if printed.is_empty() {
                    "claim has no confidence".to_owned()
                } else {
                    format!("confidence \"{}\" is not a number", quoted(printed))
                };
                let label = Label::new(
                    report.place(confidence.span),
                    if printed.is_empty() { "nothing here" } else { "no decimal number" },
                );
                let mut draft = Draft::new(message, label.about(claim.text)).help("give a number between 0 and 1");
                let with_point = printed.replacen(',', ".", 1);
                let only_comma_is_wrong =
                    with_point != printed && Decimal::parse(with_point.trim_end_matches('%').trim_end()).is_some();
                if only_comma_is_wrong && others_use_a_point {
                    draft = draft.fix(Fix::new(Applicability::Safe, format!("write {with_point}"), confidence.span, with_point));
                }
                sink.push(draft);
            }
        }
    }
}

/// True for a level of a scale that is not of numbers: "high", "High (0.9)", "4/5", "★★★☆☆"; not for a damaged number, and
/// not for what programs print in place of one.
fn is_of_another_scale(printed: &str) -> bool {
    const NO_VALUES: [&str; 8] = ["nan", "inf", "infinity", "none", "null", "undefined", "n/a", "tbd"];
    let signless = printed.trim_start_matches(['-', '+', '−']);
    let number = signless.trim_end_matches(|c: char| !c.is_ascii_digit());
    let out_of = number
        .split_once('/')
        .is_some_and(|(value, scale)| [value, scale].into_iter().all(|part| Decimal::parse(part.trim()).is_some()));
    let starts_as_number = signless.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    out_of
        || !starts_as_number
            && printed.chars().any(|c| c.is_alphabetic() || !c.is_ascii())
            && !NO_VALUES.iter().any(|word| signless.eq_ignore_ascii_case(word))
}
