//! More sources listed than papers found.

use serde::Deserialize;

use crate::finding::Label;
use crate::report::{Fact, Report, SearchStage, SectionKind};
use crate::rules::works;
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferencesExceedPapers {}

impl ReportRule for ReferencesExceedPapers {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let retrieved = report.statements.iter().filter_map(|statement| match statement.fact {
            Fact::Papers { count, noun, stage: SearchStage::Retrieved } => Some((count, noun, statement)),
            _ => None,
        });
        // Where two places disagree the larger number is given the benefit of the doubt.
        let Some((count, noun, statement)) = retrieved.max_by_key(|&(count, ..)| count) else { return };
        let distinct = works::distinct(report);
        let Some(section) = report.section(SectionKind::References) else { return };
        if distinct <= count as usize {
            return;
        }
        let verb = if count == 1 { "was" } else { "were" };
        let listed = format!("{distinct} references");
        sink.push(
            Draft::new(
                format!("{listed}, but {} {verb} retrieved", noun.counted(count)),
                Label::new(report.place(statement.span), noun.counted(count)).about(statement.sentence),
            )
            .related(Label::new(report.place(section.heading), listed))
            .help("correct the number or the list"),
        );
    }
}
