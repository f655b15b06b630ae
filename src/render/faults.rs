//! What is wrong with a configuration, for people: each fault with an excerpt of the file.

use std::fmt::{self, Write as _};

use miette::Severity;

use super::excerpt::{Excerpt, Spot, wrap};
use super::full::{Drawn, handler, width, wrapped};
use super::{Style, escape};
use crate::config::fault::{Fault, Faults};

/// The faults, divided by empty lines; ends with a line end.
#[must_use]
pub fn faults(faults: &Faults, style: &Style) -> String {
    let mut out = String::new();
    for (index, fault) in faults.faults.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        // Writing into a string cannot fail.
        let _ = draw(fault, faults, style, &mut out);
    }
    out
}

fn draw(fault: &Fault, faults: &Faults, style: &Style, out: &mut String) -> fmt::Result {
    let spot = Spot { source: &faults.sources[fault.file], span: fault.span, text: &fault.label };
    let heading = "claimlint: error:";
    let drawn = Drawn {
        message: wrapped(heading, &fault.message, style),
        severity: Severity::Error,
        excerpt: Excerpt::new(&[spot], width(style)),
    };
    let mut drawing = String::new();
    handler(heading.to_owned(), style).render_report(&mut drawing, &drawn)?;
    for line in drawing.strip_prefix("  ").unwrap_or(&drawing).lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    if !fault.help.is_empty() {
        let help = wrap(&escape::line(&fault.help), width(style) - "  help: ".len());
        writeln!(out, "  help: {}", help.replace('\n', "\n        "))?;
    }
    Ok(())
}
