//! A source that nothing refers to.

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::citation::citations;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceUncited {}

impl ReportRule for ReferenceUncited {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        // Only a list whose every item has its number can be cited by number.
        let numbers: Option<Vec<u32>> = report.references.iter().map(|reference| reference.number).collect();
        let Some(numbers) = numbers.filter(|numbers| !numbers.is_empty()) else { return };
        let mut cited = vec![false; 1000];
        let mut any = false;
        for passage in report.passages_with(Cues::SQUARE) {
            for citation in citations(report.text(passage.span)) {
                // What lies between two numbers may be meant too.
                cited[citation.lowest as usize..=citation.highest as usize].fill(true);
                any |= citation.single;
            }
        }
        let uncited = |number: u32| !cited.get(number as usize).copied().unwrap_or(true);
        for (reference, number) in report.references.iter().zip(numbers).filter(|&(_, number)| any && uncited(number)) {
            sink.push(
                Draft::new(
                    format!("reference {number} is never cited"),
                    Label::new(report.place(reference.span), "nothing refers to it").about(reference.item),
                )
                .help("cite it or remove it"),
            );
        }
    }
}
