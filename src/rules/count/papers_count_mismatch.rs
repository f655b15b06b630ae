//! 12 papers in Methodology, 9 papers in Results.

use serde::Deserialize;

use crate::finding::Label;
use crate::report::{Fact, Report, Statement};
use crate::rules::wording::section_name;
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PapersCountMismatch {}

impl ReportRule for PapersCountMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let counts: Vec<(&Statement, u32)> = report.statements.iter().filter_map(|statement| Some((statement, count(statement)?))).collect();
        for (index, &(later, count)) in counts.iter().enumerate() {
            let Fact::Papers { noun, .. } = later.fact else { continue };
            let same_kind = |other: &Statement| kind(other) == kind(later);
            // Two numbers of one kind in one section are two searches, not a contradiction.
            let ambiguous = |section| {
                let mut own = counts.iter().filter(|(other, _)| other.section == section && same_kind(other)).map(|&(_, count)| count);
                let first = own.next();
                own.any(|count| Some(count) != first)
            };
            let earlier = counts[..index].iter().find(|(other, _)| same_kind(other) && other.section != later.section);
            let Some(&(earlier, before)) = earlier else { continue };
            if before == count || ambiguous(earlier.section) || ambiguous(later.section) {
                continue;
            }
            let (here, there) = (format!("{count} {}", noun.name(count)), format!("{before} {}", noun.name(before)));
            sink.push(
                Draft::new(
                    format!("{here} here, {there} in {}", section_name(report, earlier.section)),
                    Label::new(report.place(later.span), "stated here").about(later.sentence),
                )
                .related(Label::new(report.place(earlier.span), there))
                .help("correct one of the two numbers"),
            );
        }
    }
}

fn count(statement: &Statement) -> Option<u32> {
    match statement.fact {
        Fact::Papers { count, .. } => Some(count),
        _ => None,
    }
}

fn kind(statement: &Statement) -> Option<(crate::report::PaperNoun, crate::report::SearchStage)> {
    match statement.fact {
        Fact::Papers { noun, stage, .. } => Some((noun, stage)),
        _ => None,
    }
}
