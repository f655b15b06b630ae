//! Reviewdog's diagnostic format (`rdjson`). Its columns count UTF-8 bytes, as its specification has it, not characters.

use std::io::{self, Write};

use serde::Serialize;

use super::json::to_json;
use super::places::{self, Placed};
use super::{Style, in_order, source_of};
use crate::engine::Outcome;
use crate::finding::{Label, Level};
use crate::source::{Source, Span};

/// Writes the findings.
pub(super) fn write(outcome: &Outcome, sources: &[Source], _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = places::by_file(&outcome.shown);
    let mut head = b"{\"source\":".to_vec();
    to_json(&Tool { name: env!("CARGO_PKG_NAME"), url: env!("CARGO_PKG_REPOSITORY") }, &mut head)?;
    head.extend_from_slice(b",\n\"diagnostics\":[");
    out.write_all(&head)?;
    in_order(&all, out, |placed, bytes| {
        let first = std::ptr::eq(placed, &raw const all[0]);
        bytes.extend_from_slice(if first { b"\n" } else { b",\n" });
        to_json(&diagnostic(placed, sources), bytes)
    })?;
    out.write_all(if all.is_empty() { b"]}\n" } else { b"\n]}\n" })
}

fn diagnostic<'a>(placed: &Placed<'a>, sources: &'a [Source]) -> Diagnostic<'a> {
    let source = source_of(sources, placed.own.place);
    let edits = placed.fix().map_or(&[][..], |fix| &fix.edits);
    Diagnostic {
        message: placed.message,
        location: location(placed.own, sources),
        severity: match placed.finding.level {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Info | Level::Off => "INFO",
        },
        code: Code { value: placed.finding.rule.id, url: placed.finding.rule.url() },
        suggestions: edits.iter().map(|edit| Suggestion { range: range(source, edit.span), text: &edit.content }).collect(),
        related_locations: placed
            .related
            .iter()
            .map(|label| Related { message: &label.text, location: location(label, sources) })
            .collect(),
    }
}

fn location<'a>(label: &Label, sources: &'a [Source]) -> Location<'a> {
    let source = source_of(sources, label.place);
    Location { path: &source.name, range: range(source, label.place.span) }
}

fn range(source: &Source, span: Span) -> Range {
    let position = |offset| Position { line: source.position(offset).line, column: source.byte_column(offset) };
    Range { start: position(span.start), end: position(span.end) }
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: &'a str,
    location: Location<'a>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    /// In UTF-8 bytes, from 1.
    column: u32,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    url: String,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    message: &'a str,
    location: Location<'a>,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::Format;
    use super::super::testing::{at, finding, outcome, rendered, source};
    use crate::finding::{Applicability, Fix, Label};

    #[test]
    fn columns_are_bytes() {
        let sources = [source("a.txt", "✓ said 14\n𝔸 13\n")];
        let mut one = finding("14 are said", Label::new(at(&sources, 0, "14"), "here"));
        one.related.push(Label::new(at(&sources, 0, "13"), "there"));
        one.fix = Some(Box::new(Fix::new(Applicability::Safe, "write 13", at(&sources, 0, "14").span, "13")));
        let text = rendered(Format::Rdjson, &outcome(vec![one], &sources), &sources, 80);
        let range = |line: u32, start: u32, end: u32| json!({ "start": { "line": line, "column": start }, "end": { "line": line, "column": end } });
        let expected = json!({
            "source": { "name": "claimlint", "url": "https://github.com/claimlint/claimlint" },
            "diagnostics": [{
                "message": "14 are said",
                "location": { "path": "a.txt", "range": range(1, 10, 12) },
                "severity": "ERROR",
                "code": {
                    "value": "verified-count-mismatch",
                    "url": "https://claimlint.github.io/rules/count/verified-count-mismatch",
                },
                "suggestions": [{ "range": range(1, 10, 12), "text": "13" }],
                "related_locations": [{ "message": "there", "location": { "path": "a.txt", "range": range(2, 6, 8) } }],
            }],
        });
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), expected);
    }
}
