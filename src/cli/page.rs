//! A rule page for reading in a terminal: prose wrapped to its width, examples behind a bar, colour where it is wanted.
//!
//! Knows the form of a page, not what is in it. Pages of users are text like any other: what is harmful in them is not printed.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::render::escape;

/// How a page is printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// Whether to colour.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
}

/// What a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Heading,
    Example,
    Dim,
    Code,
    Added,
    Removed,
}

impl Style {
    /// Columns where standard output is no terminal.
    pub(super) const COLUMNS: usize = 100;

    /// The text in the colour of its role.
    pub(super) fn paint(self, role: Role, text: &str) -> String {
        if !self.color || text.is_empty() {
            return text.to_owned();
        }
        let code = match role {
            Role::Heading => "1",
            Role::Example => "1;4",
            Role::Dim => "2",
            Role::Code => "36",
            Role::Added => "32",
            Role::Removed => "31",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// Writes what follows the front matter of a page.
pub(super) fn write(body: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut prose = String::new();
    let mut fence: Option<&str> = None;
    let mut after_blank = true;
    for line in body.trim().lines() {
        let ticks = &line[..line.len() - line.trim_start_matches(['`', '~']).len()];
        let goes_on = fence.is_none() && !line.is_empty() && ticks.len() < 3 && !line.starts_with(['#', '-']);
        if !goes_on {
            wrap(&std::mem::take(&mut prose), "", "", style, out)?;
        }
        match fence {
            Some(open) if line.trim_end() == open => fence = None,
            Some(_) => writeln!(out, "  {} {}", style.paint(Role::Dim, "│"), harmless(line))?,
            None if ticks.len() >= 3 => {
                fence = Some(ticks);
                let info = line[ticks.len()..].trim();
                let name = match info {
                    // Findings follow the files they are about, and say so themselves.
                    "text" => "findings",
                    "toml" => "parameters",
                    file => file,
                };
                writeln!(out, "  {}", style.paint(Role::Code, &harmless(name)))?;
            }
            None if line.is_empty() => {
                if !after_blank {
                    writeln!(out)?;
                }
            }
            None if line.starts_with("###") => {
                let name = harmless(line.trim_start_matches('#').trim());
                writeln!(out, "{}", style.paint(Role::Example, &name))?;
            }
            None if line.starts_with('#') => {
                let name = harmless(line.trim_start_matches('#').trim()).to_uppercase();
                writeln!(out, "{}", style.paint(Role::Heading, &name))?;
            }
            None if line.starts_with("- ") => wrap(&line[2..], "- ", "  ", style, out)?,
            None => {
                prose.push_str(line);
                prose.push('\n');
            }
        }
        after_blank = line.is_empty() && fence.is_none();
    }
    wrap(&prose, "", "", style, out)
}

/// Writes prose: as many words on a line as it holds, `first` before the first line and `rest` before the others. What
/// stands between back-ticks is code, and stays together.
pub(super) fn wrap(prose: &str, first: &str, rest: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut line = first.to_owned();
    let mut width = first.width();
    let mut empty = true;
    let mut in_code = false;
    for word in prose.split_whitespace() {
        let word = harmless(word);
        let columns = word.width();
        if !empty && width + 1 + columns > style.width {
            writeln!(out, "{}", line.trim_end())?;
            rest.clone_into(&mut line);
            width = rest.width();
            empty = true;
        }
        if !empty {
            line.push(' ');
            width += 1;
        }
        line.push_str(&code(&word, &mut in_code, style));
        width += columns;
        empty = false;
    }
    if empty { Ok(()) } else { writeln!(out, "{line}") }
}

/// Colours what stands between back-ticks.
fn code(word: &str, in_code: &mut bool, style: Style) -> String {
    if !style.color {
        return word.to_owned();
    }
    let mut out = String::new();
    for (index, part) in word.split('`').enumerate() {
        *in_code ^= index > 0;
        let text = if *in_code { style.paint(Role::Code, part) } else { part.to_owned() };
        out.push_str(&text);
    }
    out
}

/// The text without what acts on a terminal; tabs stay.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape::push_excerpt(&mut out, text);
    out
}
