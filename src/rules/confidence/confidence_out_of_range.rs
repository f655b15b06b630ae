//! A confidence below nothing or above certainty.

use serde::Deserialize;

use crate::decimal::Decimal;
use crate::finding::Label;
use crate::report::Report;
use crate::rules::confidence_scale::{self as scale, Scale};
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfidenceOutOfRange {}

impl ReportRule for ConfidenceOutOfRange {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for table in &report.tables {
            let claims = report.claims_of(table);
            let column = scale::of_column(claims);
            for claim in claims {
                let Some(confidence) = claim.confidence else { continue };
                let Some(value) = confidence.value else { continue };
                let in_percent = confidence.percent || column == Scale::Percent;
                let most = Decimal::from(if in_percent { 100 } else { 1 });
                let below = value.is_negative() && !value.is_zero();
                if !below && value.is_below_one() {
                    continue;
                }
                // A value on the other scale is confidence-scale-mixed's business.
                let other_scale = scale::of(&confidence).is_some_and(|own| own != column) && value <= Decimal::from(100);
                if !below && (value <= most || other_scale) {
                    continue;
                }
                let range = match (confidence.percent, in_percent) {
                    (true, _) => "0% to 100%",
                    (false, true) => "0 to 100",
                    (false, false) => "0 to 1",
                };
                let printed = report.text(confidence.span);
                let label = Label::new(report.place(confidence.span), "no degree of confidence").about(claim.text);
                sink.push(Draft::new(format!("confidence {printed} is outside {range}"), label).help("correct the confidence"));
            }
        }
    }
}
