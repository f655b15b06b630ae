//! `path:line:col: level[rule-id] message`: one line a finding, never wrapped, never coloured.
//!
//! Editors and problem matchers read it, so its form does not change. Columns are code points.

use std::io::{self, Write};

use super::{Style, escape, in_order, source_of};
use crate::engine::Outcome;
use crate::source::Source;

/// Writes the findings.
pub(super) fn write(outcome: &Outcome, sources: &[Source], _: &Style, out: &mut dyn Write) -> io::Result<()> {
    in_order(&outcome.shown, out, |finding, bytes| {
        let source = source_of(sources, finding.primary.place);
        let at = source.position(finding.primary.place.span.start);
        writeln!(
            bytes,
            "{}{}:{}:{}: {}[{}] {}",
            // A line that begins so is a command to GitHub's runner.
            if source.name.trim_start().starts_with("::") { "./" } else { "" },
            escape::line(&source.name),
            at.line,
            at.column,
            finding.level.name(),
            escape::line(finding.rule.id),
            escape::line(&finding.message),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::testing::{at, finding, outcome, rendered, source};
    use crate::finding::Label;

    #[test]
    fn one_harmless_line_a_finding() {
        let sources = [source("a\n.txt", "\u{feff}Title\r\n𝔸 e\u{301}\t14\r\n")];
        let mut one = finding("said\n14 \u{1b}[31m\tor \u{202e}41", Label::new(at(&sources, 0, "14"), "here"));
        one.related.push(Label::new(at(&sources, 0, "Title"), "there"));
        let outcome = outcome(vec![one], &sources);
        let expected = r"a\n.txt:2:6: error[verified-count-mismatch] said\n14 \u{1b}[31m\tor \u{202e}41";
        assert_eq!(rendered(Format::Concise, &outcome, &sources, 40), format!("{expected}\n"));
    }
}
