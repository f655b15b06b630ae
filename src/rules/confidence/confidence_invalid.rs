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
            let others_use_a_point = claims.iter().filter_map(|claim| claim.confidence?.value).any(|value| value.scale() > 0);
            for claim in claims {
                let Some(confidence) = claim.confidence.filter(|confidence| confidence.value.is_none()) else { continue };
                let printed = report.text(confidence.span);
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
