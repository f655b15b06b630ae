//! Percentages among fractions.

use serde::Deserialize;

use crate::finding::{Applicability, Fix, Label};
use crate::report::Report;
use crate::rules::confidence_scale::{self as scale, Scale};
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfidenceScaleMixed {}

impl ReportRule for ConfidenceScaleMixed {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for table in &report.tables {
            let claims = report.claims_of(table);
            let column = scale::of_column(claims);
            let on_column_scale =
                |claim: &crate::report::Claim| claim.confidence.is_some_and(|own| scale::of(&own) == Some(column));
            if !claims.iter().any(on_column_scale) {
                continue;
            }
            let with_sign = claims.iter().any(|claim| claim.confidence.is_some_and(|confidence| confidence.percent));
            for claim in claims {
                let Some(confidence) = claim.confidence.filter(|own| scale::of(own).is_some_and(|own| own != column)) else {
                    continue;
                };
                let Some(value) = confidence.value else { continue };
                let printed = report.text(confidence.span);
                let (among, converted) = match column {
                    Scale::Fraction => ("between 0 and 1", value.hundredth().map(|value| value.to_string())),
                    Scale::Percent => {
                        ("in percent", Some(format!("{}{}", value.hundredfold(), if with_sign { "%" } else { "" })))
                    }
                };
                let label = Label::new(report.place(confidence.span), "on another scale").about(claim.text);
                let mut draft =
                    Draft::new(format!("{printed} among confidences {among}"), label).help("give all confidences on one scale");
                draft = draft.all_related(table.confidence_head.map(|head| Label::new(report.place(head), "the column")));
                if let Some(content) = converted {
                    draft = draft.fix(Fix::new(Applicability::Unsafe, format!("write {content}"), confidence.span, content));
                }
                sink.push(draft);
            }
        }
    }
}
