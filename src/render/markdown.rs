//! A table for people who read a pull request or the summary of a step: the heaviest first, a cluster once.
//!
//! A comment on GitHub takes 65,536 characters; what does not fit is counted in the last line.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::escape::code_span;
use super::places::root_path;
use super::{Style, source_of, summary_line};
use crate::engine::Outcome;
use crate::finding::Finding;
use crate::source::Source;

/// Bytes of the table. Characters are at most as many.
const ROOM: usize = 60_000;
/// Longer cells are cut.
const LONGEST_CELL: usize = 500;

/// Writes the findings.
pub(super) fn write(outcome: &Outcome, sources: &[Source], _: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "### claimlint: {}", summary_line(outcome))?;
    if outcome.shown.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n| level | place | finding | rule |\n| --- | --- | --- | --- |")?;
    let (rows, fitting) = rows(outcome, sources);
    rows[..fitting].iter().try_for_each(|row| out.write_all(row.as_bytes()))?;
    if fitting < rows.len() {
        writeln!(out, "\n{} more findings are not in this table.", rows.len() - fitting)?;
    }
    Ok(())
}

/// That the table does not hold everything.
pub(super) fn limit_remark(outcome: &Outcome, sources: &[Source]) -> Option<String> {
    let (rows, fitting) = rows(outcome, sources);
    (fitting < rows.len()).then(|| format!("the table in Markdown holds {fitting} of {} findings, the heaviest", rows.len()))
}

/// A row for each finding, and how many of them fit.
fn rows(outcome: &Outcome, sources: &[Source]) -> (Vec<String>, usize) {
    let mut findings: Vec<&Finding> = outcome.shown.iter().map(AsRef::as_ref).collect();
    findings.sort_by_key(|finding| Reverse(finding.level));
    let rows: Vec<String> = findings.into_iter().map(|finding| row(finding, sources)).collect();
    let mut length = 0;
    let fits = |row: &&String| {
        length += row.len();
        length <= ROOM
    };
    let fitting = rows.iter().take_while(fits).count();
    (rows, fitting)
}

fn row(finding: &Finding, sources: &[Source]) -> String {
    let source = source_of(sources, finding.primary.place);
    let line = source.position(finding.primary.place.span.start).line;
    format!(
        "| {} | {} | {} | [{}]({}) |\n",
        finding.level.name(),
        code_span(&short(&format!("{}:{line}", root_path(source)))),
        code_span(&short(&finding.message)),
        finding.rule.id,
        finding.rule.url(),
    )
}

/// The text, cut where it is very long.
fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST_CELL) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at, finding, outcome, place, rendered, source};
    use super::super::{Format, limit_remark};
    use crate::finding::{Label, Level};

    #[test]
    fn the_heaviest_first_and_nothing_of_a_report_is_markup() {
        let sources = [source("a|b.txt", "x 14\ny 13")];
        let mut one = finding("@all see #1 | <b>`x` [y](z)", Label::new(at(&sources, 0, "14"), ""));
        one.level = Level::Info;
        let two = finding("14 are said", Label::new(at(&sources, 0, "13"), ""));
        let expected = "### claimlint: 1 error, 1 info in 1 of 1 report (62 claims)\n\n\
                        | level | place | finding | rule |\n| --- | --- | --- | --- |\n\
                        | error | `a\\|b.txt:2` | `14 are said` | [verified-count-mismatch](https://claimlint.github.io/rules/count/verified-count-mismatch) |\n\
                        | info | `a\\|b.txt:1` | ``@all see #1 \\| <b>`x` [y](z)`` | [verified-count-mismatch](https://claimlint.github.io/rules/count/verified-count-mismatch) |\n";
        assert_eq!(rendered(Format::Markdown, &outcome(vec![one, two], &sources), &sources, 80), expected);
        let clean = rendered(Format::Markdown, &outcome(Vec::new(), &sources), &sources, 80);
        assert_eq!(clean, "### claimlint: no findings in 1 report (62 claims)\n");
    }

    #[test]
    fn what_does_not_fit_a_comment_is_counted() {
        let sources = [source("a.txt", &"x\n".repeat(2000))];
        let shown = (0..2000).map(|n| finding("✓ said", Label::new(place(0, 2 * n, 2 * n + 1), ""))).collect();
        let outcome = outcome(shown, &sources);
        let text = rendered(Format::Markdown, &outcome, &sources, 80);
        assert!(text.len() < 65_536 && text.len() > 55_000, "{}", text.len());
        let rows = text.matches("| error |").count();
        assert!(text.ends_with(&format!("\n\n{} more findings are not in this table.\n", 2000 - rows)), "{text}");
        let said = format!("the table in Markdown holds {rows} of 2000 findings, the heaviest");
        assert_eq!(limit_remark(Format::Markdown, &outcome, &sources), Some(said));
    }
}
