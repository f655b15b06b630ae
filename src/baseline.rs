//! The baseline: findings that were there when it was made, one entry for each place, by fingerprint.
//!
//! Reads and writes its text, and says which entries are of no use any more. Knows nothing about where files lie.

use std::fmt::Write as _;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::config::Plans;
use crate::finding::{Finding, Findings, Fingerprint, Label};
use crate::ignore::{places, stamped};
use crate::rules::Draft;
use crate::source::{Place, Source, SourceId, Span};

/// The name of the file where nothing else is configured.
pub const FILE_NAME: &str = ".claimlint-baseline.toml";

/// A finding that was there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The file, relative to the root, with `/`.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// The beginning of what the finding is about, for people.
    #[serde(default)]
    pub text: String,
    /// The fingerprint.
    pub fingerprint: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    #[serde(default)]
    finding: Vec<toml::Spanned<Entry>>,
}

/// What the program writes and reads.
const VERSION: u32 = 1;

/// A baseline of a run.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// Its file among the sources.
    pub source: Option<SourceId>,
    entries: Vec<(Entry, Span)>,
    fingerprints: FxHashSet<String>,
    /// For each entry, true when no such file is checked although all files of its folder are.
    is_gone: Vec<bool>,
}

impl Baseline {
    /// Reads the text of a baseline.
    ///
    /// # Errors
    /// When it is none: the place and the reason.
    pub fn read(source: &Source) -> Result<Self, (Span, String)> {
        if let Some(&span) = source.invalid().first() {
            return Err((span, "this is not UTF-8".to_owned()));
        }
        let text = source.text();
        let place = |span: Option<std::ops::Range<usize>>| {
            let span = span.unwrap_or(0..0);
            let end = span.end.min(text.len());
            Span::of(span.start.min(end)..end)
        };
        let document: Document = toml::from_str(text)
            .map_err(|error| (place(error.span()), error.message().lines().next().unwrap_or_default().to_owned()))?;
        if document.version != VERSION {
            let at = text.find("version").unwrap_or(0);
            let message = format!("version {} of a baseline cannot be read, only {VERSION}", document.version);
            return Err((Span::of(at..at + "version".len().min(text.len() - at)), message));
        }
        let mut baseline = Self::default();
        for entry in document.finding {
            let span = place(Some(entry.span()));
            baseline.add(entry.into_inner(), span);
        }
        Ok(baseline)
    }

    fn add(&mut self, entry: Entry, span: Span) {
        // Two entries with one fingerprint, as a merge may leave them, are one.
        if self.fingerprints.insert(entry.fingerprint.clone()) {
            self.entries.push((entry, span));
            self.is_gone.push(false);
        }
    }

    /// The entries in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(|(entry, _)| entry)
    }

    /// Says of every entry whether its file is gone.
    pub fn mark_gone(&mut self, is_gone: impl Fn(&Entry) -> bool) {
        self.is_gone = self.entries.iter().map(|(entry, _)| is_gone(entry)).collect();
    }

    /// True when it has the fingerprint.
    #[must_use]
    pub fn has(&self, fingerprint: Fingerprint) -> bool {
        self.fingerprints.contains(fingerprint.to_string().as_str())
    }

    /// The entries that no finding has any more, though its rule ran over its file and everything was compared: their
    /// numbers. `found` are the fingerprints of all places that were found.
    pub(crate) fn stale(
        &self,
        found: &FxHashSet<Fingerprint>,
        sources: &FxHashMap<&str, SourceId>,
        selected: &[bool],
        plans: &Plans,
    ) -> Vec<usize> {
        let stale = |&index: &usize| {
            let (entry, _) = &self.entries[index];
            let ran = |source: SourceId| plans.of(source).weight(&entry.rule).is_some();
            let checked = match sources.get(entry.path.as_str()) {
                Some(&source) => selected[source.0 as usize] && ran(source),
                None => self.is_gone[index] && self.source.is_none_or(ran),
            };
            checked && Fingerprint::read(&entry.fingerprint).is_none_or(|own| !found.contains(&own))
        };
        (0..self.entries.len()).filter(stale).collect()
    }

    /// Findings about entries.
    pub(crate) fn findings(&self, stale: &[usize], plans: &Plans) -> Findings {
        let Some(source) = self.source else { return Findings::new() };
        let draft = |&index: &usize| {
            let (entry, span) = &self.entries[index];
            let message = format!("{} has no such finding of {} any more", entry.path, entry.rule);
            let label = Label::new(Place { source, span: *span }, "of no use");
            ("stale-baseline-entry", Draft::new(message, label).help("remove it with: claimlint baseline prune"))
        };
        stamped(stale.iter().map(draft).collect(), plans)
    }
}

/// The entries of findings: one for each selected place.
#[must_use]
pub fn entries(findings: &[Box<Finding>], sources: &[Source], selected: &[bool]) -> Vec<Entry> {
    let of = |finding: &Finding| {
        let entry = |label: &Label| {
            let source = &sources[label.place.source.0 as usize];
            Entry {
                path: source.key.clone(),
                rule: finding.rule.id.to_owned(),
                text: beginning(source.slice(label.subject)),
                fingerprint: label.fingerprint_text(),
            }
        };
        places(finding, selected).map(entry).collect::<Vec<_>>()
    };
    findings.iter().flat_map(|finding| of(finding)).collect()
}

/// The first words, on one line.
fn beginning(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut out = String::new();
    for word in text.split_whitespace() {
        if out.chars().count() + word.chars().count() > LONGEST {
            out.push('…');
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The text of a baseline with these entries: each once, in order, so that branches merge.
#[must_use]
pub fn write(entries: impl IntoIterator<Item = Entry>) -> String {
    let mut entries: Vec<Entry> = entries.into_iter().collect();
    entries.sort();
    let mut seen = FxHashSet::default();
    entries.retain(|entry| seen.insert(entry.fingerprint.clone()));
    let mut out = format!(
        "# Findings that were there when this baseline was made; `claimlint baseline create` and `prune` write it.\nversion = {VERSION}\n"
    );
    for entry in entries {
        // Each value on one line, whatever stands in a report.
        let value = toml_string;
        // Writing into a string cannot fail.
        let _ = write!(
            out,
            "\n[[finding]]\npath = {}\nrule = {}\ntext = {}\nfingerprint = {}\n",
            value(&entry.path),
            value(&entry.rule),
            value(&entry.text),
            value(&entry.fingerprint)
        );
    }
    out
}

/// A basic string of TOML; what is harmful in a terminal is spelled out.
pub(crate) fn toml_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if crate::render::escape::is_harmful(c) => {
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, fingerprint: &str) -> Entry {
        Entry {
            path: path.to_owned(),
            rule: "r".to_owned(),
            text: "a \"b\" \u{1b}\\".to_owned(),
            fingerprint: fingerprint.to_owned(),
        }
    }

    fn read(text: &str) -> Result<Vec<Entry>, (Span, String)> {
        let source = Source::new("b", "b", text.as_bytes().to_vec());
        Baseline::read(&source).map(|baseline| baseline.entries().cloned().collect())
    }

    #[test]
    fn what_is_written_is_read() {
        let text = write([entry("b", "2"), entry("a", "1"), entry("b", "2")]);
        assert_eq!(read(&text).unwrap(), [entry("a", "1"), entry("b", "2")]);
        assert_eq!(text, write(read(&text).unwrap()));
        assert_eq!(read(&write([])).unwrap(), []);
    }

    #[test]
    fn faults_have_places() {
        assert_eq!(read("version = 2\n").unwrap_err().0, Span::new(0, 7));
        assert!(read("version = 1\n[[finding]]\npath = 3\n").unwrap_err().0.start > 0);
        assert!(read("").is_err());
        let missing = read("version = 1\n[[finding]]\npath = \"a\"\nrule = \"b\"\n").unwrap_err();
        assert!(missing.1.contains("fingerprint"), "{missing:?}");
    }
}
