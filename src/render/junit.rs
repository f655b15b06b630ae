//! JUnit's XML: one suite a report, one failed test an error or warning. A report without findings is a test that passes;
//! what is for information is written in a test that passes, too.

use std::io::{self, Write};

use super::escape::xml;
use super::places::{self, Placed};
use super::{Style, source_of};
use crate::engine::Outcome;
use crate::finding::Level;
use crate::source::{Source, SourceId};

/// Writes the findings, in the files that they hang on.
pub(super) fn write(outcome: &Outcome, sources: &[Source], _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = places::by_file(&outcome.shown);
    let mut rest = &all[..];
    // A finding may lie in a file that is no report, such as the configuration.
    let mut files: Vec<SourceId> =
        all.iter().map(|placed| placed.own.place.source).chain(outcome.reports.iter().copied()).collect();
    files.sort_unstable();
    files.dedup();
    let passing = files.len() - all.chunk_by(|a, b| a.own.place.source == b.own.place.source).count();
    let failures = all.iter().filter(|placed| fails(placed)).count();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"claimlint\" tests=\"{}\" failures=\"{failures}\" errors=\"0\">", all.len() + passing)?;
    for id in files {
        let (own, later) = rest.split_at(rest.iter().take_while(|placed| placed.own.place.source == id).count());
        rest = later;
        write_suite(id, own, sources, out)?;
    }
    out.write_all(b"</testsuites>\n")
}

fn write_suite(id: SourceId, found: &[Placed<'_>], sources: &[Source], out: &mut dyn Write) -> io::Result<()> {
    let name = xml(&sources[id.0 as usize].name);
    let failures = found.iter().filter(|placed| fails(placed)).count();
    let tests = found.len().max(1);
    writeln!(out, "<testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">")?;
    if found.is_empty() {
        writeln!(out, "<testcase classname=\"{name}\" name=\"no findings\"/>")?;
    }
    for placed in found {
        let at = source_of(sources, placed.own.place).position(placed.own.place.span.start);
        let rule = xml(placed.finding.rule.id);
        writeln!(out, "<testcase classname=\"{name}\" name=\"{rule} at {}:{}\">", at.line, at.column)?;
        let (message, level) = (xml(placed.message), placed.finding.level.name());
        let mut text = format!("{name}:{}:{}: {level}[{rule}] {message}", at.line, at.column);
        for line in placed.details(sources, |source| &source.name) {
            text.push('\n');
            text.push_str(&xml(&line));
        }
        if fails(placed) {
            writeln!(out, "<failure type=\"{level}\" message=\"{message}\">{text}</failure>")?;
        } else {
            writeln!(out, "<system-out>{text}</system-out>")?;
        }
        out.write_all(b"</testcase>\n")?;
    }
    out.write_all(b"</testsuite>\n")
}

/// What is for information or suppressed does not make a test fail, no more than a run.
fn fails(placed: &Placed<'_>) -> bool {
    placed.finding.level > Level::Info && placed.finding.silenced.is_none()
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::testing::{at, finding, outcome, rendered, source};
    use crate::finding::{Label, Level};

    #[test]
    fn suites_of_failed_and_passed_tests() {
        let sources = [source("a<.txt", "x 14\ny 13"), source("b.txt", "fine")];
        let mut one = finding("14 & 13", Label::new(at(&sources, 0, "14"), ""));
        one.related.push(Label::new(at(&sources, 0, "13"), "]]> there"));
        let mut two = finding("worth knowing", Label::new(at(&sources, 0, "y"), ""));
        two.level = Level::Info;
        two.help = None;
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="claimlint" tests="3" failures="1" errors="0">
<testsuite name="a&lt;.txt" tests="2" failures="1" errors="0">
<testcase classname="a&lt;.txt" name="verified-count-mismatch at 1:3">
<failure type="error" message="14 &amp; 13">a&lt;.txt:1:3: error[verified-count-mismatch] 14 &amp; 13
a&lt;.txt:2:3: ]]&gt; there
help: correct the number or the marks</failure>
</testcase>
<testcase classname="a&lt;.txt" name="verified-count-mismatch at 2:1">
<system-out>a&lt;.txt:2:1: info[verified-count-mismatch] worth knowing</system-out>
</testcase>
</testsuite>
<testsuite name="b.txt" tests="1" failures="0" errors="0">
<testcase classname="b.txt" name="no findings"/>
</testsuite>
</testsuites>
"#;
        assert_eq!(rendered(Format::Junit, &outcome(vec![one, two], &sources), &sources, 80), expected);
    }
}
