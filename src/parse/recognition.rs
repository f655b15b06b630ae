//! Whether a Markdown text is a report: it gives verdicts on claims. Design documents, guides and schemas that talk about
//! verification give none; a list of features with a status is no report either.

use crate::report::{ClaimForm, Report, SectionKind, VerdictClass};

/// Words of titles that announce a report.
const TITLES: [&str; 34] = [
    "fact-check",
    "fact check",
    "factcheck",
    "fact-checked",
    "claim audit",
    "claims audit",
    "claim ledger",
    "claims ledger",
    "claim check",
    "claim verification",
    "claims verification",
    "claim review",
    "citation audit",
    "citation check",
    "reference audit",
    "verification report",
    "validation report",
    "accuracy report",
    "accuracy audit",
    "consistency audit",
    "audit report",
    "evidence ledger",
    "source ledger",
    "verification ledger",
    "double-check",
    "claims report",
    "source verification",
    "data verification",
    "result-to-claim",
    "stats_audit",
    "팩트체크",
    "ファクトチェック",
    "事实核查",
    "事實查核",
];

/// True when the text is a report. `named` says that a table names its claims and its verdicts.
pub fn is_report(report: &Report<'_>, named: bool) -> bool {
    let mut kinds: Vec<SectionKind> = report.sections.iter().filter_map(|section| section.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    if named || kinds.len() >= 3 {
        return true;
    }
    // A changelog has "fixed" and "new"; a verdict says whether something holds.
    let judges = |form: ClaimForm| {
        let classes = report.claims.iter().filter(move |claim| claim.form == form).filter_map(|claim| claim.verdict?.class);
        classes.filter(|class| !matches!(class, VerdictClass::Corrected | VerdictClass::Pending)).count()
    };
    let counted =
        report.tallies.iter().any(|tally| tally.entries.iter().filter(|entry| entry.verdict.class.is_some()).count() > 1);
    let (lines, rows, items, governed) =
        (judges(ClaimForm::StatusLine), judges(ClaimForm::Row), judges(ClaimForm::Item), judges(ClaimForm::Governed));
    if lines >= 2 && lines + rows >= 2 && (governed + items + rows > 0 || lines >= 3) {
        return true;
    }
    announced(report) && (lines + rows > 0 || items + governed >= 3 || counted)
}

/// True when title or first heading announce a report.
fn announced(report: &Report<'_>) -> bool {
    let title = report.title.or_else(|| report.sections.first().map(|section| section.name));
    let title = title.map(|span| report.text(span).to_lowercase()).unwrap_or_default();
    TITLES.iter().any(|known| title.contains(known))
}
