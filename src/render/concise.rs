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
            "{}:{}:{}: {}[{}] {}",
            escape::line(&source.name),
            at.line,
            at.column,
            finding.level.name(),
            escape::line(finding.rule.id),
            escape::line(&finding.message),
        )
    })
}
