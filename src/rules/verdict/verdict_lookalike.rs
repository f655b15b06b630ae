//! A character that stands for a mark by resemblance.

use serde::Deserialize;

use crate::finding::{Applicability, Fix, Label};
use crate::report::{Claim, Dialect, Report, Table, VerdictClass, VerdictForm};
use crate::rules::wording::usual_mark;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictLookalike {}

impl ReportRule for VerdictLookalike {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for table in &report.tables {
            let claims = report.claims_of(table);
            let usual = |class| usual_proper_mark(report, claims, class);
            let (mut tick, mut cross) = (usual(VerdictClass::Supported), usual(VerdictClass::Refuted));
            // The layout of the seven sections has one set of marks, ✓ and ×. Two rows make a set of their own, a single one
            // does not. In other tables ✓ and ✗ are a set.
            if has_usual_head(report, table) {
                if tick == Some("✓") && is_single(claims, VerdictClass::Refuted) {
                    cross = Some("×");
                } else if cross == Some("×") && is_single(claims, VerdictClass::Supported) {
                    tick = Some("✓");
                }
            }
            for claim in claims {
                let Some(verdict) = claim.verdict else { continue };
                let (proper, default) = match verdict.class {
                    Some(VerdictClass::Supported) => (tick, "✓"),
                    Some(VerdictClass::Refuted) => (cross, "×"),
                    _ => continue,
                };
                let printed = report.text(verdict.span);
                let odd = match verdict.form {
                    VerdictForm::Lookalike => true,
                    VerdictForm::Mark => proper.is_some_and(|proper| proper != printed && bare(proper) != bare(printed)),
                    _ => false,
                };
                if odd {
                    let mark = proper.unwrap_or(default);
                    sink.push(
                        Draft::new(
                            format!("\"{printed}\" is read as {mark}"),
                            Label::new(report.place(verdict.span), "another character than in the other rows").about(claim.text),
                        )
                        .help("use one mark for one meaning")
                        .fix(Fix::new(Applicability::Safe, format!("write {mark}"), verdict.span, mark)),
                    );
                }
            }
        }
    }
}

/// The mark, lookalikes left out, that most rows of a class carry.
fn usual_proper_mark<'r>(report: &'r Report<'_>, claims: &[Claim], class: VerdictClass) -> Option<&'r str> {
    let is_mark = |claim: &&Claim| claim.verdict.is_some_and(|verdict| verdict.form == VerdictForm::Mark);
    usual_mark(report, claims.iter().filter(is_mark), class)
}

/// True for a table under the heading and with the header of the plain layout.
fn has_usual_head(report: &Report<'_>, table: &Table) -> bool {
    let named = |at: usize| report.text(report.sections[at].name).eq_ignore_ascii_case("Extracted Claims");
    let header = |span: Span| report.text(span).split('\t').map(str::trim).eq(["Claim", "Verified", "Confidence"]);
    report.dialect == Dialect::Plain && table.section.is_some_and(named) && table.header.is_none_or(header)
}

/// True when one row alone carries a mark of a class.
fn is_single(claims: &[Claim], class: VerdictClass) -> bool {
    claims.iter().filter(|claim| claim.verdict.is_some_and(|verdict| verdict.class == Some(class))).count() == 1
}

/// A mark without its variation selector, which selects a style and not a meaning.
fn bare(mark: &str) -> &str {
    mark.trim_end_matches(['\u{fe0e}', '\u{fe0f}'])
}
