//! Words that messages share: counts with their nouns, months, the usual mark of a class, how a section is named.

use crate::report::{Claim, Report, VerdictClass};
use crate::text::quoted;

/// `1 row`, `2 rows`.
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The mark or word that most of `claims` with a verdict of `class` carry, as printed; `None` when none does. Of several
/// that are as frequent the layout's own, else the first.
#[must_use]
pub fn usual_mark<'r, 'c>(
    report: &'r Report<'_>,
    claims: impl IntoIterator<Item = &'c Claim>,
    class: VerdictClass,
) -> Option<&'r str> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for verdict in claims.into_iter().filter_map(|claim| claim.verdict).filter(|verdict| verdict.class == Some(class)) {
        let printed = report.text(verdict.span);
        match counts.iter_mut().find(|(mark, _)| *mark == printed) {
            Some((_, count)) => *count += 1,
            None => counts.push((printed, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|&(mark, count)| (count, matches!(mark, "✓" | "×"))).map(|(mark, _)| mark)
}

/// The heading that a statement stands under, as printed; `the report` outside all sections.
#[must_use]
pub fn section_name(report: &Report<'_>, section: Option<usize>) -> String {
    section.map_or_else(|| "the report".to_owned(), |index| quoted(report.text(report.sections[index].name)))
}

/// The name of a month, from 1.
#[must_use]
pub fn month(number: i8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(number - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or("")
}
