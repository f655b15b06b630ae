//! One JSON object: what ran, a summary, all findings. `INTERFACE` is its contract; `schema_version` its version.
//!
//! Each finding stands on a line of its own, which diffs, greps and streams well. Nothing is copied to be written.

use std::io::{self, Write};

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::escape::{HarmlessJson, push_json};
use super::{Style, in_order, source_of};
use crate::catalogue::Rule;
use crate::engine::{Outcome, RuleCount};
use crate::finding::{Edit, Finding, Label, Level};
use crate::ignore::Silenced;
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
    if let Some(counts) = &outcome.statistics {
        head.extend_from_slice(b",\n\"statistics\":[");
        for (index, count) in counts.iter().enumerate() {
            head.extend_from_slice(if index == 0 { b"\n" } else { b",\n" });
            to_json(&Statistic::of(count), &mut head)?;
        }
        head.extend_from_slice(if counts.is_empty() { b"]" } else { b"\n]" });
    }
    head.extend_from_slice(b",\n\"diagnostics\":[");
    out.write_all(&head)?;
    let pages = Pages::of(outcome);
    in_order(&outcome.shown, out, |finding, bytes| {
        let first = std::ptr::eq(finding, &raw const outcome.shown[0]);
        bytes.extend_from_slice(if first { b"\n" } else { b",\n" });
        pages.write_diagnostic(finding, sources, bytes);
        Ok(())
    })?;
    out.write_all(if outcome.shown.is_empty() { b"]}\n" } else { b"\n]}\n" })
}

/// What every finding of a rule says of the rule, as JSON: made once, not for each finding.
pub(super) struct Pages(FxHashMap<&'static str, Page>);

/// The members that open and close a finding of one rule.
struct Page {
    head: Vec<u8>,
    url: Vec<u8>,
}

impl Pages {
    /// The pages that the findings of `outcome` need.
    pub(super) fn of(outcome: &Outcome) -> Self {
        let mut rules: Vec<&'static Rule> = Vec::new();
        for finding in &outcome.shown {
            if !rules.iter().any(|rule| std::ptr::eq(*rule, finding.rule)) {
                rules.push(finding.rule);
            }
        }
        let page_of = |rule: &'static Rule| {
            let mut page = Page { head: Vec::new(), url: Vec::new() };
            push_text(&mut page.head, "{\"rule\":", rule.id);
            push_text(&mut page.head, ",\"category\":", rule.category);
            push_text(&mut page.url, ",\"url\":", &rule.url());
            page.url.push(b'}');
            (rule.id, page)
        };
        Self(rules.into_iter().map(page_of).collect())
    }

    /// Writes one finding as one object, without a line end. By hand: a run may have a hundred thousand of them, and there
    /// is one shape.
    pub(super) fn write_diagnostic(&self, finding: &Finding, sources: &[Source], out: &mut Vec<u8>) {
        let source = source_of(sources, finding.primary.place);
        let page = &self.0[finding.rule.id];
        out.extend_from_slice(&page.head);
        push_text(out, ",\"level\":", finding.level.name());
        push_text(out, ",\"message\":", &finding.message);
        push_text(out, ",\"path\":", &source.name);
        push_range(out, source, finding.primary.place.span);
        push_text(out, ",\"label\":", &finding.primary.text);
        push_list(out, ",\"related\":", &finding.related, |out, label: &Label| {
            let source = source_of(sources, label.place);
            push_text(out, "{\"path\":", &source.name);
            push_range(out, source, label.place.span);
            push_text(out, ",\"message\":", &label.text);
            if label.fingerprint.is_some() {
                push_fingerprint(out, label);
            }
            out.push(b'}');
        });
        if let Some(help) = &finding.help {
            push_text(out, ",\"help\":", help);
        }
        if let Some(fix) = &finding.fix {
            push_text(out, ",\"fix\":{\"applicability\":", fix.applicability.name());
            push_text(out, ",\"message\":", &fix.message);
            push_list(out, ",\"edits\":", &fix.edits, |out, edit: &Edit| {
                out.push(b'{');
                push_range(out, source, edit.span);
                push_text(out, ",\"content\":", &edit.content);
                out.push(b'}');
            });
            out.push(b'}');
        }
        push_fingerprint(out, &finding.primary);
        match &finding.silenced {
            Some(Silenced::Ignored(reason)) => {
                push_text(out, ",\"suppressed\":{\"by\":\"ignore\",\"reason\":", reason);
                out.push(b'}');
            }
            Some(Silenced::Baselined) => out.extend_from_slice(b",\"suppressed\":{\"by\":\"baseline\"}"),
            None => {}
        }
        out.extend_from_slice(&page.url);
    }
}

/// `head` and a string.
fn push_text(out: &mut Vec<u8>, head: &str, text: &str) {
    out.extend_from_slice(head.as_bytes());
    push_json(out, text);
}

/// The member "fingerprint", after a comma.
fn push_fingerprint(out: &mut Vec<u8>, label: &Label) {
    out.extend_from_slice(b",\"fingerprint\":\"");
    out.extend(label.fingerprint.iter().flat_map(|fingerprint| fingerprint.digits()));
    out.push(b'"');
}

/// `head` and an array.
fn push_list<T>(out: &mut Vec<u8>, head: &str, items: &[T], write: impl Fn(&mut Vec<u8>, &T)) {
    out.extend_from_slice(head.as_bytes());
    out.push(b'[');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b']');
}

/// The member "range", after a comma unless it is the first.
fn push_range(out: &mut Vec<u8>, source: &Source, span: Span) {
    if out.last() != Some(&b'{') {
        out.push(b',');
    }
    let [start, end] = source.positions(span);
    push_position(out, "\"range\":{\"start\":{\"line\":", start);
    push_position(out, ",\"end\":{\"line\":", end);
    out.push(b'}');
}

fn push_position(out: &mut Vec<u8>, head: &str, position: Position) {
    let number = |out: &mut Vec<u8>, number: u32| out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    out.extend_from_slice(head.as_bytes());
    number(out, position.line);
    out.extend_from_slice(b",\"column\":");
    number(out, position.column);
    out.extend_from_slice(b",\"utf16_column\":");
    number(out, position.utf16_column);
    out.extend_from_slice(b",\"offset\":");
    number(out, position.offset);
    out.push(b'}');
}

/// Writes a value as JSON in which nothing harms a terminal.
pub(crate) fn to_json(value: &impl Serialize, bytes: &mut Vec<u8>) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(bytes, HarmlessJson)).map_err(io::Error::from)
}

/// Both ends of a place, as `parse` prints it.
#[derive(Serialize)]
pub(super) struct Range {
    start: Position,
    end: Position,
}

pub(super) fn range(source: &Source, span: Span) -> Range {
    let [start, end] = source.positions(span);
    Range { start, end }
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
    fixable_unsafe: usize,
    fixed: usize,
}

impl Summary {
    fn of(outcome: &Outcome) -> Self {
        let totals = outcome.totals();
        Self {
            files: outcome.reports.len(),
            skipped: outcome.skipped,
            claims: outcome.claims,
            errors: totals.errors,
            warnings: totals.warnings,
            infos: totals.infos,
            suppressed: outcome.suppressed,
            baselined: outcome.baselined,
            not_shown: outcome.not_shown,
            fixable: totals.fixable,
            fixable_unsafe: totals.fixable_unsafe,
            fixed: outcome.fixed,
        }
    }
}

#[derive(Serialize)]
struct Statistic {
    rule: &'static str,
    category: &'static str,
    level: Level,
    findings: usize,
    fixable: usize,
}

impl Statistic {
    fn of(count: &RuleCount) -> Self {
        let &RuleCount { rule, level, findings, fixable } = count;
        Self { rule: rule.id, category: rule.category, level, findings, fixable }
    }
}

#[cfg(test)]
mod tests;
