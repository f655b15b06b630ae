//! Workflow commands of GitHub Actions: `::error file=a.txt,line=4,...::message`, one line a result.
//!
//! The runner turns them into annotations of a pull request, the first ten of each level of a step; so the heaviest come
//! first, and when some will not be seen, that is the first thing said.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::places::{self, Placed, root_path};
use super::{Style, escape, in_order, source_of};
use crate::engine::Outcome;
use crate::finding::Level;
use crate::source::Source;

/// Annotations of one level that GitHub shows of a step.
const SHOWN: usize = 10;

/// Writes the findings.
pub(super) fn write(outcome: &Outcome, sources: &[Source], _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut all = places::by_file(&outcome.shown);
    all.sort_by_key(|placed| Reverse(placed.finding.level));
    if let Some(remark) = limit_remark(outcome) {
        writeln!(out, "::notice title=claimlint::{}", data(&remark))?;
    }
    in_order(&all, out, |placed, bytes| write_command(placed, sources, bytes))
}

/// That GitHub will not show everything.
pub(super) fn limit_remark(outcome: &Outcome) -> Option<String> {
    let results = |level| {
        let findings = outcome.shown.iter().filter(|finding| finding.level == level);
        findings.map(|finding| places::count(std::slice::from_ref(finding))).sum::<usize>()
    };
    let counts = [Level::Error, Level::Warning, Level::Info].map(results);
    counts.iter().any(|&count| count > SHOWN).then(|| {
        let [errors, warnings, infos] = counts;
        format!(
            "GitHub shows {SHOWN} annotations of each level of a step; all {errors} errors, {warnings} warnings and {infos} \
             notices are in its log"
        )
    })
}

fn write_command(placed: &Placed<'_>, sources: &[Source], bytes: &mut Vec<u8>) -> io::Result<()> {
    let source = source_of(sources, placed.own.place);
    let (start, end) = (source.position(placed.own.place.span.start), source.position(placed.own.place.span.end));
    let kind = match placed.finding.level {
        _ if placed.finding.silenced.is_some() => "notice",
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info | Level::Off => "notice",
    };
    write!(bytes, "::{kind} file={},line={},endLine={}", property(root_path(source)), start.line, end.line)?;
    // Columns are refused where the lines differ.
    if start.line == end.line {
        write!(bytes, ",col={},endColumn={}", start.column, end.column)?;
    }
    write!(bytes, ",title={}::{}", property(&format!("claimlint[{}]", placed.finding.rule.id)), data(placed.message))?;
    for line in placed.details(sources, root_path) {
        write!(bytes, "%0A{}", data(&line))?;
    }
    bytes.push(b'\n');
    Ok(())
}

/// Text after `::`, as the runner's own toolkit escapes it; on one line and harmless before that.
fn data(text: &str) -> String {
    escape::line(text).replace('%', "%25")
}

/// Text of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::testing::{at, finding, outcome, place, rendered, source};
    use crate::finding::{Label, Level};

    #[test]
    fn nothing_of_a_report_ends_a_line_or_a_property() {
        let sources = [source("a,b:c%\n.txt", "x 14\ny\n")];
        let mut one = finding("50%\r\n::error::forged \u{1b}[2J", Label::new(at(&sources, 0, "14"), "here"));
        one.related.push(Label::new(at(&sources, 0, "y"), "::stop-commands::x\n::add-mask::y"));
        let expected = "::error file=a%2Cb%3Ac%25\\n.txt,line=1,endLine=1,col=3,endColumn=5,title=claimlint[verified-count-mismatch]\
                        ::50%25\\r\\n::error::forged \\u{1b}[2J%0Aa,b:c%25\\n.txt:2:1: ::stop-commands::x\\n::add-mask::y\
                        %0Ahelp: correct the number or the marks\n";
        assert_eq!(rendered(Format::Github, &outcome(vec![one], &sources), &sources, 80), expected);
    }

    #[test]
    fn the_heaviest_come_first_and_more_than_github_shows_is_said() {
        let sources = [source("a.txt", &"x\n".repeat(30))];
        let shown = (0..22).map(|n| {
            // Two lines: no columns.
            let mut one = finding("said", Label::new(place(0, 2 * n, 2 * n + 3), ""));
            one.level = if n < 11 { Level::Info } else { Level::Error };
            one.help = None;
            one
        });
        let text = rendered(Format::Github, &outcome(shown.collect(), &sources), &sources, 80);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            "::notice title=claimlint::GitHub shows 10 annotations of each level of a step; all 11 errors, 0 warnings and 11 \
             notices are in its log"
        );
        assert_eq!(lines[1], "::error file=a.txt,line=12,endLine=13,title=claimlint[verified-count-mismatch]::said");
        assert!(lines[2..12].iter().all(|line| line.starts_with("::error ")));
        assert!(lines[12..].iter().all(|line| line.starts_with("::notice file=")));
        assert_eq!(lines.len(), 23);
    }
}
