//! "13 claims verified" over a table that marks 12.

use serde::Deserialize;

use crate::finding::{Applicability, Fix, Label};
use crate::report::{Claim, Fact, Report, VerdictClass, VerdictForm};
use crate::rules::layout::is_one_listing;
use crate::rules::wording::{counted, usual_mark};
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerifiedCountMismatch {}

impl ReportRule for VerifiedCountMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let Some(table) = report.tables.first() else { return };
        if !is_one_listing(report) {
            return;
        }
        let class = |claim: &Claim| claim.verdict.and_then(|verdict| verdict.class);
        let ticks = report.claims.iter().filter(|claim| class(claim) == Some(VerdictClass::Supported)).count();
        // A row whose verdict cannot be read may be either.
        let unread =
            |claim: &&Claim| claim.verdict.is_none_or(|verdict| verdict.class.is_none() && verdict.form != VerdictForm::OwnWord);
        let most = ticks + report.claims.iter().filter(unread).count();
        let disagrees = |stated: u32| !(ticks..=most).contains(&(stated as usize));
        if !report.statements.iter().any(|statement| matches!(statement.fact, Fact::ClaimsVerified(stated) if disagrees(stated)))
        {
            return;
        }
        let mark = usual_mark(report, &report.claims, VerdictClass::Supported).unwrap_or("✓");
        let carry = format!("{} {mark}", counted(ticks, "row carries", "rows carry"));
        let refuted = report.claims.iter().find(|claim| class(claim) == Some(VerdictClass::Refuted));
        for statement in &report.statements {
            let Fact::ClaimsVerified(stated) = statement.fact else { continue };
            if !disagrees(stated) {
                continue;
            }
            let stated = stated as usize;
            let said = counted(stated, "claim is", "claims are");
            let mut draft = Draft::new(
                format!("{said} said to be verified, but {carry}"),
                Label::new(report.place(statement.span), "stated here").about(statement.sentence),
            )
            .related(Label::new(report.place(table.heading(report)), carry.clone()))
            .help("correct the number or the marks")
            .fix(Fix::new(Applicability::Unsafe, format!("write {ticks}"), statement.span, ticks.to_string()));
            if stated == ticks + 1 {
                let cell = refuted.and_then(|claim| claim.verdict).map(|verdict| verdict.span);
                draft = draft.all_related(cell.map(|span| Label::new(report.place(span), "the first row that does not")));
            }
            sink.push(draft);
        }
    }
}
