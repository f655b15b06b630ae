//! Outcome -> text on a stream: one file per output format.
//!
//! Knows nothing about parsing, rules and files: findings arrive finished and sorted, sources arrive read. Text of a
//! report is untrusted here; what reaches a stream has passed through [`escape`].
//!
//! # Add a format in two steps
//! 1. `src/render/<name>.rs` with `pub(super) fn write(&Outcome, &[Source], &Style, &mut dyn Write) -> io::Result<()>`.
//! 2. Here: its `mod` line and its row in `formats!`.

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use rayon::prelude::*;

use crate::engine::Outcome;
use crate::source::Source;

mod checkstyle;
mod concise;
mod diff;
pub mod escape;
mod excerpt;
mod faults;
mod full;
mod github;
mod gitlab;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod model;
mod places;
mod rdjson;
mod sarif;
mod statistics;
mod summary;
#[cfg(test)]
mod testing;

pub use diff::{Change, write_diff};
pub use faults::faults;
pub(crate) use json::to_json;
pub use model::write_report;
pub use statistics::write_statistics;
pub use summary::summary_line;

macro_rules! formats {
    ($($(#[$doc:meta])* $variant:ident = $name:literal => $module:ident,)*) => {
        /// An output format.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Format {
            $($(#[$doc])* $variant,)*
        }

        impl Format {
            /// All formats, in the order in which the help lists them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The names of [`Format::ALL`], in the same order.
            pub const NAMES: &[&'static str] = &[$($name),*];

            /// The name on the command line.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }

        /// Writes `outcome` to `out` in `format`; `sources` are those that the findings' places number.
        ///
        /// The bytes depend on the arguments only: not on the number of threads, the terminal or the environment.
        ///
        /// # Errors
        /// What `out` fails with.
        pub fn render(
            format: Format,
            outcome: &Outcome,
            sources: &[Source],
            style: &Style,
            out: &mut dyn Write,
        ) -> io::Result<()> {
            match format {
                $(Format::$variant => $module::write(outcome, sources, style, out),)*
            }
        }
    };
}

formats! {
    /// For people: excerpts with both sides of a contradiction, a last line that sums up.
    Full = "full" => full,
    /// One line a finding, for editors and problem matchers.
    Concise = "concise" => concise,
    /// One object with a summary and all findings.
    Json = "json" => json,
    /// One finding a line, as in `json`.
    Jsonl = "jsonl" => jsonl,
    /// SARIF 2.1.0, within GitHub's limits.
    Sarif = "sarif" => sarif,
    /// Workflow commands of GitHub Actions, which become annotations.
    Github = "github" => github,
    /// GitLab's code quality report.
    Gitlab = "gitlab" => gitlab,
    /// One test suite a report, one failed test a finding.
    Junit = "junit" => junit,
    /// Reviewdog's diagnostic format; columns in UTF-8 bytes.
    Rdjson = "rdjson" => rdjson,
    /// Checkstyle's XML.
    Checkstyle = "checkstyle" => checkstyle,
    /// A table for a pull request or a step summary.
    Markdown = "markdown" => markdown,
}

/// The JSON Schema of what `json`, each line of `jsonl`, and each line of `claimlint parse` hold.
pub const OUTPUT_SCHEMA: &str = include_str!("output.schema.json");

/// What a user should know of the limits that the readers of `format` have, where `outcome` goes beyond them.
#[must_use]
pub fn limit_remark(format: Format, outcome: &Outcome, sources: &[Source]) -> Option<String> {
    match format {
        Format::Sarif => sarif::limit_remark(outcome),
        Format::Github => github::limit_remark(outcome),
        Format::Markdown => markdown::limit_remark(outcome, sources),
        _ => None,
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let known = Self::ALL.iter().find(|format| format.name() == name);
        known.copied().ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// A name that no format has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFormat(pub String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no output format is called \"{}\"; there are {}", escape::line(&self.0), Format::NAMES.join(", "))
    }
}

impl std::error::Error for UnknownFormat {}

/// How text for people looks. The formats for programs ignore it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour.
    pub color: bool,
    /// Columns of the terminal. Less than 40 counts as 40: no excerpt is readable in less.
    pub width: usize,
}

impl Default for Style {
    /// What a file or a pipe gets.
    fn default() -> Self {
        Self { color: false, width: 100 }
    }
}

/// Writes findings in order, though several threads put them into bytes, the next ones while the last are written. The
/// buffers are used again for each batch, so memory is bounded and its pages are touched once.
fn in_order<T, F>(findings: &[T], out: &mut dyn Write, write_one: F) -> io::Result<()>
where
    T: Sync,
    F: Fn(&T, &mut Vec<u8>) -> io::Result<()> + Sync,
{
    const CHUNK: usize = 512;
    let fill = |part: &mut Vec<u8>, chunk: &[T]| -> io::Result<()> {
        part.clear();
        chunk.iter().try_for_each(|finding| write_one(finding, part))
    };
    if findings.len() <= CHUNK {
        // Not worth waking threads for.
        let mut part = Vec::new();
        fill(&mut part, findings)?;
        return out.write_all(&part);
    }
    let parts = 4 * rayon::current_num_threads();
    let (mut ready, mut next) = (Vec::new(), vec![Vec::new(); parts]);
    for batch in findings.chunks(CHUNK * parts) {
        let chunks = batch.par_chunks(CHUNK);
        next.resize(chunks.len(), Vec::new());
        let mut filled = Ok(());
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| filled = next.par_iter_mut().zip(chunks).try_for_each(|(part, chunk)| fill(part, chunk)));
            ready.iter().try_for_each(|part: &Vec<u8>| out.write_all(part))
        })?;
        filled?;
        std::mem::swap(&mut ready, &mut next);
    }
    ready.iter().try_for_each(|part| out.write_all(part))
}

/// The file of a place.
fn source_of(sources: &[Source], place: crate::source::Place) -> &Source {
    &sources[place.source.0 as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(*format));
        }
        let error = "jso\u{1b}".parse::<Format>().unwrap_err();
        assert_eq!(
            error.to_string(),
            r#"no output format is called "jso\u{1b}"; there are full, concise, json, jsonl, sarif, github, gitlab, junit, rdjson, checkstyle, markdown"#
        );
    }
}
