//! What the rules about sections share: whether a report has the layout of seven sections, and which of them it lacks.

use crate::report::{ClaimForm, Dialect, Fact, Report, Section, SectionKind};
use crate::source::Span;

/// True when a report has the layout of seven sections: at least four of them, and something that says it is about claims.
/// Any scientific paper has an abstract, an introduction, methods and results.
pub fn is_of_seven(report: &Report<'_>) -> bool {
    let kinds = SectionKind::ALL.into_iter().filter(|&kind| report.section(kind).is_some()).count();
    let counts_claims = |fact: Fact| matches!(fact, Fact::ClaimsExtracted(_) | Fact::ClaimsVerified(_));
    kinds >= 4
        && !is_listing(report)
        && (!report.tables.is_empty()
            || report.section(SectionKind::Claims).is_some()
            || report.statements.iter().any(|statement| counts_claims(statement.fact)))
}

/// True when the claims of a report stand in one table, so that a count of claims is one of its rows. In Markdown they may
/// stand in several places, of which a sentence may mean one.
pub fn is_one_listing(report: &Report<'_>) -> bool {
    report.dialect == Dialect::Plain || report.tables.len() == 1 && report.claims.iter().all(|claim| claim.form == ClaimForm::Row)
}

/// True when three headings in a row have nothing under them: a table of contents, not sections.
fn is_listing(report: &Report<'_>) -> bool {
    let empty = |section: &Section| section.kind.is_some() && report.text(section.body).trim().is_empty();
    report.sections.windows(3).any(|three| three.iter().all(empty))
}

/// True when a section stands in for the kind under another name, such as "Search methods" for Methodology.
pub fn stands_for(report: &Report<'_>, section: &Section, kind: SectionKind) -> bool {
    let words: &[&str] = match kind {
        SectionKind::Abstract => &["abstract", "summary", "overview"],
        SectionKind::Introduction => &["introduction", "background", "overview", "question", "motivation", "scope"],
        SectionKind::Methodology => &["method", "approach", "procedure", "strategy", "materials"],
        SectionKind::Results => &["result", "finding", "outcome"],
        SectionKind::Limitations => &["limit", "caveat", "threats", "disclaimer", "disclosure"],
        SectionKind::Claims => &["claim", "assertion", "statement"],
        SectionKind::References => &["reference", "bibliography", "source", "literature", "works cited", "citation"],
    };
    section.kind == Some(kind) || {
        let name = report.text(section.name).to_lowercase();
        words.iter().any(|word| name.contains(word))
    }
}

/// True when the section after this one lies within it.
pub fn has_subsections(report: &Report<'_>, index: usize) -> bool {
    report.sections.get(index + 1).is_some_and(|next| next.level > report.sections[index].level)
}

/// The empty place where a section that is not there would stand: after the section before it in the layout.
pub fn gap(report: &Report<'_>, kind: SectionKind) -> Span {
    let before = report.sections.iter().rfind(|section| section.kind.is_some_and(|known| known < kind));
    match before {
        Some(before) => {
            let until = report.text(before.body).trim_end().len();
            let end = before.body.start + Span::of(0..until).end;
            Span::at(if until == 0 { before.heading.end } else { end })
        }
        None => Span::at(report.sections.first().map_or(0, |first| first.heading.start)),
    }
}
