//! A claim in the words of its authors: "We use".

use serde::Deserialize;

use crate::finding::Label;
use crate::parse::enumeration::first_person;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstPersonClaim {}

impl ReportRule for FirstPersonClaim {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for claim in &report.claims {
            let Some(range) = first_person(report.text(claim.text)) else { continue };
            let span = Span::of(range).shift(claim.text.start);
            sink.push(
                Draft::new(
                    format!("the claim says \"{}\"", report.text(span)),
                    Label::new(report.place(span), "whose words are these?").about(claim.text),
                )
                .help("say whose claim it is"),
            );
        }
    }
}
