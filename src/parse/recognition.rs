//! Whether a Markdown text is a report: it gives verdicts on claims. Design documents, guides and schemas that talk about
//! verification give none; a list of features with a status is no report either.

use super::citation::footnotes;
use super::markdown::SOURCE_LISTS;
use crate::report::{Claim, ClaimForm, Report, SectionKind, Tally, VerdictClass};

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
    if named || kinds.len() >= 3 || is_synthesis(report, kinds.len()) || sums_up_sources(report) {
        return true;
    }
    // A changelog has "fixed" and "new"; a verdict says whether something holds.
    let judges = |form: ClaimForm| {
        let classes = report.claims.iter().filter(move |claim| claim.form == form).filter_map(|claim| claim.verdict?.class);
        classes.filter(|class| !matches!(class, VerdictClass::Corrected | VerdictClass::Pending)).count()
    };
    let several = |tally: &&Tally| tally.entries.iter().filter(|entry| entry.verdict.class.is_some()).count() > 1;
    let (lines, rows, items, governed) =
        (judges(ClaimForm::StatusLine), judges(ClaimForm::Row), judges(ClaimForm::Item), judges(ClaimForm::Governed));
    if lines >= 2 && lines + rows >= 2 && (governed + items + rows > 0 || lines >= 3) && !is_checklist(report) {
        return true;
    }
    // Without a title: "6 claims checked: 4 verified, 2 false" over claims with their verdicts, as in a letter.
    let names_claims = |tally: &Tally| {
        let text = report.text(tally.place).to_lowercase();
        ["claim", "statement", "aussage", "affirmation"].iter().any(|noun| text.contains(noun))
    };
    if items >= 3 && report.tallies.iter().filter(several).any(names_claims) {
        return true;
    }
    // A claim with its verdict in a text that lists its references.
    if lines > 0 && report.references.len() > 1 && report.section(SectionKind::References).is_some() {
        return true;
    }
    announced(report) && (lines + rows > 0 || items + governed >= 3 || report.tallies.iter().any(|tally| several(&tally)))
}

/// What syntheses of literature call themselves, as a whole title or in a part of it.
const SYNTHESES: [&str; 28] = [
    "literature synthesis",
    "literature review",
    "literature report",
    "literature summary",
    "evidence synthesis",
    "evidence review",
    "evidence brief",
    "evidence briefing",
    "evidence summary",
    "evidence report",
    "evidence profile",
    "evidence assessment",
    "systematic review",
    "scoping review",
    "rapid review",
    "short review",
    "umbrella review",
    "rapid evidence assessment",
    "meta-analysis",
    "research synthesis",
    "research report",
    "research brief",
    "research summary",
    "deep research",
    "deep-research report",
    "summary of evidence",
    "synthesis",
    "statistical audit",
];

/// True for a report that calls itself a synthesis of literature and has a part of one: a known section, sources or a date.
fn is_synthesis(report: &Report<'_>, kinds: usize) -> bool {
    let title = title(report);
    if !SYNTHESES.iter().any(|name| title.contains(name)) {
        return false;
    }
    // "Systematic Review of Naps", "Urban Trees: A Rapid Review"; "Deep Research Agent" is another thing.
    let mut parts = title.split([':', '—', '–', '|', '(']).flat_map(|part| part.split(" - ")).map(bare);
    let named = |part: &str| {
        SYNTHESES.iter().any(|known| {
            part.ends_with(known)
                || part.strip_prefix(known).is_some_and(|rest| rest.starts_with(" of ") || rest.starts_with(" and "))
        })
    };
    let begins = ["literature synthesis", "literature review", "evidence synthesis", "systematic review"];
    kinds >= 2 && begins.iter().any(|name| title.starts_with(name))
        || parts.any(named) && (kinds > 0 || report.date.is_some() || has_sources(report))
}

/// The title in lower case; empty without one.
fn title(report: &Report<'_>) -> String {
    report.title.map(|title| report.text(title).to_lowercase()).unwrap_or_default()
}

/// A part of a title without the signs around it.
fn bare(part: &str) -> &str {
    part.trim_matches(|c: char| !c.is_alphanumeric())
}

/// True for a text with its findings at the head and its sources listed, as reports of deep research have whatever their title.
fn sums_up_sources(report: &Report<'_>) -> bool {
    const SUMMARIES: [&str; 9] = [
        "executive summary",
        "tl;dr",
        "key findings",
        "main findings",
        "key takeaways",
        "key figures",
        "summary of findings",
        "findings",
        "bottom line",
    ];
    let heads = |names: &[&str]| {
        report.sections.iter().any(|section| names.iter().any(|name| bare(report.text(section.name)).eq_ignore_ascii_case(name)))
    };
    let title = title(report);
    let other = || title.split(|c: char| !c.is_alphanumeric()).any(|word| OTHER_TITLES.contains(&word));
    heads(&SUMMARIES) && has_sources(report) && !other()
}

/// True where sources are listed: under a heading that says so, or in footnotes.
fn has_sources(report: &Report<'_>) -> bool {
    const OTHERS: [&str; 7] = ["references", "bibliography", "literature", "literature cited", "citations", "notes", "footnotes"];
    let named = |name: &str| SOURCE_LISTS.iter().chain(&OTHERS).any(|known| bare(name).eq_ignore_ascii_case(known));
    let footnotes = || footnotes(report.source.text()).filter(|footnote| footnote.defines).nth(1).is_some();
    !report.references.is_empty() || report.sections.iter().any(|section| named(report.text(section.name))) || footnotes()
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
