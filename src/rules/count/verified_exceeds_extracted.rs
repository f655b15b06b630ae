//! "14 claims extracted; 15 independently verified."

use serde::Deserialize;

use crate::finding::Label;
use crate::report::{Fact, Report};
use crate::rules::wording::counted;
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerifiedExceedsExtracted {}

impl ReportRule for VerifiedExceedsExtracted {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for sentence in report.statements.chunk_by(|a, b| a.sentence == b.sentence) {
            let extracted = sentence.iter().find_map(|statement| match statement.fact {
                Fact::ClaimsExtracted(count) => Some((count, statement)),
                _ => None,
            });
            let verified = sentence.iter().find_map(|statement| match statement.fact {
                Fact::ClaimsVerified(count) => Some((count, statement)),
                _ => None,
            });
            let (Some((total, whole)), Some((part, statement))) = (extracted, verified) else { continue };
            if part > total {
                let verified = counted(part as usize, "claim", "claims");
                sink.push(
                    Draft::new(
                        format!("{verified} verified out of {total} extracted"),
                        Label::new(report.place(statement.span), "verified").about(statement.sentence),
                    )
                    .related(Label::new(report.place(whole.span), "extracted"))
                    .help("correct one of the two numbers"),
                );
            }
        }
    }
}
