//! Checkstyle's XML: what warnings plug-ins of build servers read.

use std::io::{self, Write};

use super::escape::xml;
use super::places;
use super::{Style, source_of};
use crate::engine::Outcome;
use crate::source::Source;

/// Writes the findings, in the files that they hang on.
pub(super) fn write(outcome: &Outcome, sources: &[Source], _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = places::by_file(&outcome.shown);
    out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"10.0\">\n")?;
    for group in all.chunk_by(|a, b| a.own.place.source == b.own.place.source) {
        writeln!(out, "<file name=\"{}\">", xml(&source_of(sources, group[0].own.place).name))?;
        for placed in group {
            let at = source_of(sources, placed.own.place).position(placed.own.place.span.start);
            writeln!(
                out,
                "<error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"claimlint.{}\"/>",
                at.line,
                at.column,
                placed.finding.level.name(),
                xml(placed.message),
                xml(placed.finding.rule.id),
            )?;
        }
        out.write_all(b"</file>\n")?;
    }
    out.write_all(b"</checkstyle>\n")
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::testing::{at, finding, outcome, rendered, source};
    use crate::finding::Label;

    #[test]
    fn errors_by_file() {
        let sources = [source("a&b.txt", "x 14"), source("b.txt", "✓ 13")];
        let found = [(0, "14", "said \"<14>\"\u{1}"), (1, "13", "said")]
            .map(|(source, needle, message)| finding(message, Label::new(at(&sources, source, needle), "")));
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="10.0">
<file name="a&amp;b.txt">
<error line="1" column="3" severity="error" message="said &quot;&lt;14&gt;&quot;\u{1}" source="claimlint.verified-count-mismatch"/>
</file>
<file name="b.txt">
<error line="1" column="3" severity="error" message="said" source="claimlint.verified-count-mismatch"/>
</file>
</checkstyle>
"#;
        assert_eq!(rendered(Format::Checkstyle, &outcome(found.into(), &sources), &sources, 80), expected);
    }
}
