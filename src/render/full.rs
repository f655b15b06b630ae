//! For people: each finding with excerpts of all its places, help, and a last line that sums up.
//!
//! `miette` draws; what it draws is the excerpt made by [`Excerpt`], for `miette` alone would print a paragraph of
//! 2,000 columns whole and one file a finding.

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode, SourceSpan, ThemeCharacters,
    ThemeStyles,
};

use super::excerpt::{Excerpt, Spot, TAB, wrap, wrap_after};
use super::{Style, escape, in_order, source_of, summary_line};
use crate::engine::Outcome;
use crate::finding::{Finding, Label, Level};
use crate::source::Source;

/// More related places than this are only counted.
const RELATED_SHOWN: usize = 10;

/// Writes the findings and a last line; nothing when there are none.
pub(super) fn write(outcome: &Outcome, sources: &[Source], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if outcome.shown.is_empty() {
        return Ok(());
    }
    in_order(&outcome.shown, out, |finding, bytes| {
        let mut text = String::with_capacity(1024);
        draw(finding, sources, style, &mut text).map_err(io::Error::other)?;
        // A drawn line may end in blanks, as before an empty line of a report.
        for line in text.lines() {
            bytes.extend_from_slice(line.trim_end().as_bytes());
            bytes.push(b'\n');
        }
        bytes.push(b'\n');
        Ok(())
    })?;
    writeln!(out, "{}", summary_line(outcome))
}

fn draw(finding: &Finding, sources: &[Source], style: &Style, text: &mut String) -> fmt::Result {
    // What stands against the primary place is shown in any case, then what lies in the same file.
    let opposite = finding.primary.view.as_ref().map(|view| view.opposite);
    let is_opposite = |label: &&Label| Some(label.place) == opposite;
    let in_file = |label: &&Label| label.place.source == finding.primary.place.source;
    let many = finding.related.len() > RELATED_SHOWN;
    let (first, rest): (Vec<&Label>, Vec<&Label>) = finding.related.iter().partition(|label| many && is_opposite(label));
    let (same, others): (Vec<&Label>, Vec<&Label>) = rest.into_iter().partition(in_file);
    let related = first.into_iter().chain(same).chain(others).take(RELATED_SHOWN);
    let spots: Vec<Spot<'_>> = std::iter::once(&finding.primary)
        .chain(related)
        .map(|label| Spot { source: source_of(sources, label.place), span: label.place.span, text: &label.text })
        .collect();
    let heading = format!("{}[{}]:", finding.level.name(), escape::line(finding.rule.id));
    let drawn = Drawn {
        message: wrapped(&heading, &finding.message, style),
        severity: severity(finding.level),
        excerpt: Excerpt::new(&spots, width(style)),
    };
    let mut drawing = String::with_capacity(1024);
    handler(heading, style).render_report(&mut drawing, &drawn)?;
    // miette sets the message in by two columns; level and rule stand better at the edge.
    text.push_str(drawing.strip_prefix("  ").unwrap_or(&drawing));
    if let Some(more) = finding.related.len().checked_sub(RELATED_SHOWN).filter(|&more| more > 0) {
        writeln!(text, "  +{more} more {}", if more == 1 { "place" } else { "places" })?;
    }
    let (on, off) = if style.color { ("\u{1b}[36m", "\u{1b}[0m") } else { ("", "") };
    if let Some(help) = &finding.help {
        let help = wrap(&escape::line(help), width(style) - "  help: ".len());
        writeln!(text, "  {on}help:{off} {}", help.replace('\n', "\n        "))?;
    }
    writeln!(text, "   {on}see:{off} claimlint rule {}", escape::line(finding.rule.id))
}

/// Columns to draw in: no excerpt is readable in less than 40.
pub(super) fn width(style: &Style) -> usize {
    style.width.max(40)
}

/// The message after what stands before it, wrapped between words. miette would also break after a hyphen, as in the path of
/// a report.
pub(super) fn wrapped(heading: &str, message: &str, style: &Style) -> String {
    let columns = width(style) - "  │ ".chars().count();
    let wrapped = wrap_after(heading.chars().count(), &escape::line(message), columns);
    wrapped.strip_prefix(' ').unwrap_or(&wrapped).to_owned()
}

/// `heading` stands before the message.
pub(super) fn handler(heading: String, style: &Style) -> GraphicalReportHandler {
    // What miette puts before a message is an icon by severity; ours is the level with the rule.
    let icons =
        ThemeCharacters { error: heading.clone(), warning: heading.clone(), advice: heading, ..ThemeCharacters::unicode() };
    let styles = if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    GraphicalReportHandler::new_themed(GraphicalTheme { characters: icons, styles })
        .with_wrap_lines(false)
        .with_width(width(style) + 2)
        .tab_width(TAB)
        .with_urls(false)
        .without_cause_chain()
        .without_syntax_highlighting()
}

fn severity(level: Level) -> Severity {
    match level {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Info | Level::Off => Severity::Advice,
    }
}

/// A finding as miette sees it; all text harmless.
pub(super) struct Drawn {
    pub(super) message: String,
    pub(super) severity: Severity,
    pub(super) excerpt: Excerpt,
}

impl fmt::Display for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawn {}

impl Diagnostic for Drawn {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.marks.iter().enumerate().map(|(index, mark)| {
            let span = SourceSpan::new(mark.at.start.into(), mark.at.len());
            let text = Some(mark.text.clone()).filter(|text| !text.is_empty());
            if index == self.excerpt.primary {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        })))
    }
}

#[cfg(test)]
mod tests;
