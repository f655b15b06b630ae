//! A refused claim held with more confidence than a verified one.

use serde::Deserialize;

use crate::decimal::Decimal;
use crate::finding::Label;
use crate::report::{Claim, Report, VerdictClass};
use crate::rules::{Draft, ReportRule, Sink};

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfidenceVerdictInversion {
    /// How far the refused claim must be above the verified one, on the scale of the column.
    margin: f64,
    /// Whether an equal confidence counts.
    ties: bool,
}

impl ReportRule for ConfidenceVerdictInversion {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        // The parameter is a decimal that somebody wrote; as such it is compared.
        let Some(margin) = Decimal::parse(&self.margin.to_string()) else { return };
        for table in &report.tables {
            let of = |class| {
                let values = report.claims_of(table).iter().filter_map(move |claim: &Claim| {
                    let confidence = claim.confidence?;
                    (claim.verdict?.class == Some(class)).then_some((claim, confidence.span, confidence.value?))
                });
                values.collect::<Vec<_>>()
            };
            let verified = of(VerdictClass::Supported);
            let Some(&(lowest, span, least)) = verified.iter().min_by_key(|(_, _, value)| *value) else { continue };
            for (claim, own, value) in of(VerdictClass::Refuted) {
                let bound = least.plus(margin);
                if value < bound || value == bound && !(self.ties && margin.is_zero()) {
                    continue;
                }
                let (here, there) = (report.text(own), report.text(span));
                let line = report.source.line_number(lowest.row.start);
                sink.push(
                    Draft::new(
                        format!("refused with {here}, while line {line} is verified with {there}"),
                        Label::new(report.place(own), format!("refused with {here}")).about(claim.text),
                    )
                    .related(Label::new(report.place(span), format!("verified with {there}"))),
                );
            }
        }
    }
}
