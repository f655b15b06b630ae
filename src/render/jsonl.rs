//! One finding a line, each as `json` writes it; no summary.

use std::io::{self, Write};

use super::json::Pages;
use super::{Style, in_order};
use crate::engine::Outcome;
use crate::source::Source;

/// Writes the findings.
pub(super) fn write(outcome: &Outcome, sources: &[Source], _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let pages = Pages::of(outcome);
    in_order(&outcome.shown, out, |finding, bytes| {
        pages.write_diagnostic(finding, sources, bytes);
        bytes.push(b'\n');
        Ok(())
    })
}
