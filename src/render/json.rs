//! One JSON object: what ran, a summary, all findings. `INTERFACE` is its contract; `schema_version` its version.
//!
//! Each finding stands on a line of its own, which diffs, greps and streams well. Nothing is copied to be written.

use std::io::{self, Write};

use rustc_hash::FxHashMap;
use serde::{Serialize, Serializer};

use super::escape::HarmlessJson;
use super::{Style, in_order, source_of};
use crate::engine::Outcome;
use crate::finding::{Applicability, Edit, Finding, Fix, Label, Level};
use crate::source::{Position, Source, Span};

/// Raised when a field changes its meaning or goes; new fields do not raise it.
const SCHEMA_VERSION: u32 = 1;

/// Writes the object.
pub(super) fn write(outcome: &Outcome, sources: &[Source], _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut head = Vec::with_capacity(512);
    write!(head, "{{\"schema_version\":{SCHEMA_VERSION},\n\"tool\":")?;
    to_json(&Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") }, &mut head)?;
    head.extend_from_slice(b",\n\"summary\":");
    to_json(&Summary::of(outcome), &mut head)?;
    head.extend_from_slice(b",\n\"diagnostics\":[");
    out.write_all(&head)?;
    let pages = Pages::of(outcome);
    in_order(&outcome.shown, out, |finding, bytes| {
        let first = std::ptr::eq(finding, &raw const outcome.shown[0]);
        bytes.extend_from_slice(if first { b"\n" } else { b",\n" });
        pages.write_diagnostic(finding, sources, bytes)
    })?;
    out.write_all(if outcome.shown.is_empty() { b"]}\n" } else { b"\n]}\n" })
}

/// The addresses of the pages of the rules that found something: built once, not for each finding.
pub(super) struct Pages(FxHashMap<&'static str, String>);

impl Pages {
    /// The addresses that the findings of `outcome` need.
    pub(super) fn of(outcome: &Outcome) -> Self {
        let mut pages = FxHashMap::default();
        for finding in &outcome.shown {
            pages.entry(finding.rule.id).or_insert_with(|| finding.rule.url());
        }
        Self(pages)
    }

    /// Writes one finding as one object, without a line end.
    pub(super) fn write_diagnostic(&self, finding: &Finding, sources: &[Source], bytes: &mut Vec<u8>) -> io::Result<()> {
        let source = source_of(sources, finding.primary.place);
        let diagnostic = Diagnostic {
            rule: finding.rule.id,
            category: finding.rule.category,
            level: finding.level,
            message: &finding.message,
            path: &source.name,
            range: range(source, finding.primary.place.span),
            label: &finding.primary.text,
            related: AllRelated { labels: &finding.related, sources },
            help: finding.help.as_deref(),
            fix: finding.fix.as_ref().map(|fix| FixJson::of(fix, source)),
            fingerprint: &finding.primary.fingerprint,
            url: &self.0[finding.rule.id],
        };
        to_json(&diagnostic, bytes)
    }
}

/// Writes a value as JSON in which nothing harms a terminal.
pub(crate) fn to_json(value: &impl Serialize, bytes: &mut Vec<u8>) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(bytes, HarmlessJson)).map_err(io::Error::from)
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    skipped: usize,
    claims: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    suppressed: usize,
    baselined: usize,
    not_shown: usize,
    fixable: usize,
}

impl Summary {
    fn of(outcome: &Outcome) -> Self {
        Self {
            files: outcome.files,
            skipped: outcome.skipped,
            claims: outcome.claims,
            errors: outcome.count(Level::Error),
            warnings: outcome.count(Level::Warning),
            infos: outcome.count(Level::Info),
            suppressed: outcome.suppressed,
            baselined: outcome.baselined,
            not_shown: outcome.not_shown,
            fixable: outcome.fixable(),
        }
    }
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    rule: &'a str,
    category: &'a str,
    level: Level,
    message: &'a str,
    path: &'a str,
    range: Range,
    label: &'a str,
    related: AllRelated<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixJson<'a>>,
    fingerprint: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
pub(super) struct Range {
    start: Position,
    end: Position,
}

pub(super) fn range(source: &Source, span: Span) -> Range {
    Range { start: source.position(span.start), end: source.position(span.end) }
}

/// Related places, made while they are written.
struct AllRelated<'a> {
    labels: &'a [Label],
    sources: &'a [Source],
}

impl Serialize for AllRelated<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.labels.iter().map(|label| {
            let source = source_of(self.sources, label.place);
            Related {
                path: &source.name,
                range: range(source, label.place.span),
                message: &label.text,
                fingerprint: &label.fingerprint,
            }
        }))
    }
}

#[derive(Serialize)]
struct Related<'a> {
    path: &'a str,
    range: Range,
    message: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct FixJson<'a> {
    applicability: Applicability,
    message: &'a str,
    edits: AllEdits<'a>,
}

impl<'a> FixJson<'a> {
    fn of(fix: &'a Fix, source: &'a Source) -> Self {
        let edits = AllEdits { edits: &fix.edits, source };
        Self { applicability: fix.applicability, message: &fix.message, edits }
    }
}

/// Edits, made while they are written.
struct AllEdits<'a> {
    edits: &'a [Edit],
    source: &'a Source,
}

impl Serialize for AllEdits<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let edits = self.edits.iter();
        serializer.collect_seq(edits.map(|edit| EditJson { range: range(self.source, edit.span), content: &edit.content }))
    }
}

#[derive(Serialize)]
struct EditJson<'a> {
    range: Range,
    content: &'a str,
}

#[cfg(test)]
mod tests;
