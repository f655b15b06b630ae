//! Whether a Markdown text is a report: it gives verdicts on claims. Design documents, guides and schemas that talk about
//! verification give none; a list of features with a status is no report either.

use crate::report::{Claim, ClaimForm, Report, SectionKind, VerdictClass};

/// Words of titles that announce a report.
const TITLES: [&str; 40] = [
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
    "faktencheck",
    "faktenprüfung",
    "vérification des faits",
    "fact checking",
    "fact-checking",
    "reference check",
];

/// Nouns of titles that announce something else, however much it talks of checks: "Fact-check style guide".
const OTHER_TITLES: [&str; 22] = [
    "guide",
    "guidelines",
    "guideline",
    "template",
    "templates",
    "schema",
    "checklist",
    "policy",
    "specification",
    "spec",
    "tutorial",
    "handbook",
    "manual",
    "design",
    "plan",
    "proposal",
    "workflow",
    "tool",
    "prompt",
    "rubric",
    "roadmap",
    "leitfaden",
];

/// True when the text is a report. `named` says that a table names its claims and its verdicts.
pub fn is_report(report: &Report<'_>, named: bool) -> bool {
    let mut kinds: Vec<SectionKind> = report.sections.iter().filter_map(|section| section.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    if named || kinds.len() >= 3 || kinds.len() == 2 && is_synthesis(report) {
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
    if lines >= 2 && lines + rows >= 2 && (governed + items + rows > 0 || lines >= 3) && !is_checklist(report) {
        return true;
    }
    announced(report) && (lines + rows > 0 || items + governed >= 3 || counted)
}

/// True for the title of a synthesis of literature.
fn is_synthesis(report: &Report<'_>) -> bool {
    let title = report.title.map(|title| report.text(title).to_lowercase()).unwrap_or_default();
    ["literature synthesis", "literature review", "evidence synthesis", "systematic review"]
        .iter()
        .any(|name| title.starts_with(name))
}

/// True when each status line says "pass" or "fail", or has a mark alone: so do lists of checks before a release.
fn is_checklist(report: &Report<'_>) -> bool {
    let lines = report.claims.iter().filter(|claim| claim.form == ClaimForm::StatusLine);
    lines.filter_map(|claim| claim.verdict).all(|verdict| {
        let word = verdict.word.map_or("", |word| report.text(word));
        ["", "pass", "passed", "fail", "failed", "ok"].iter().any(|known| word.eq_ignore_ascii_case(known))
    })
}

/// True when title or first heading announce a report.
fn announced(report: &Report<'_>) -> bool {
    let title = report.title.or_else(|| report.sections.first().map(|section| section.name));
    let title = title.map(|span| report.text(span).to_lowercase()).unwrap_or_default();
    // "Fact-check guide: how we work", "Guide to fact-checking".
    let head = [":", "—", "–", "(", " for ", " of ", " - "].iter().filter_map(|end| title.find(end)).min();
    let head = title[..head.unwrap_or(title.len())].trim();
    let noun = head.rsplit(' ').next().unwrap_or_default();
    let first = head.split(' ').next().unwrap_or_default();
    let other = |word: &str| OTHER_TITLES.contains(&word);
    let to_do = head.starts_with("how to ") || head.starts_with("to do") || other(first) && head.contains(" to ");
    // "Research Audit: Claims in the Grant Proposal"
    let both = || {
        let has = |list: &[&str]| list.iter().any(|word| title.contains(word));
        has(&["audit", "verification"]) && has(&["claim", "citation", "statement"])
    };
    !other(noun) && !to_do && (TITLES.iter().any(|known| title.contains(known)) || both())
}

/// True for a form that is still to be filled in: none of its claims says anything.
pub fn is_form(report: &Report<'_>) -> bool {
    let dressing = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '"');
    let blank = |claim: &Claim| is_blank(report.text(claim.text).trim_matches(dressing));
    report.claims.len() > 1 && report.claims.iter().all(blank)
}

/// True for "[claim]", "{{claim}}", "<claim>", "…": a place to write a claim in.
fn is_blank(text: &str) -> bool {
    let framed = |open: &str, close: &str| text.starts_with(open) && text.ends_with(close) && !text.contains("](");
    framed("[", "]") || framed("{", "}") || framed("<", ">") || matches!(text, "..." | "…")
}
