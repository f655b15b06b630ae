//! GitLab's code quality report: an array of issues in the form of Code Climate.
//!
//! GitLab tells issues apart by fingerprint alone, across branches: ours belong to a place and outlive other edits.

use std::io::{self, Write};

use serde::Serialize;

use super::json::to_json;
use super::places::{self, root_path};
use super::{Style, in_order, source_of};
use crate::engine::Outcome;
use crate::finding::Level;
use crate::source::Source;

/// Writes the findings.
pub(super) fn write(outcome: &Outcome, sources: &[Source], _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut all = places::by_file(&outcome.shown);
    // GitLab knows no suppressed issues.
    all.retain(|placed| placed.finding.silenced.is_none());
    out.write_all(b"[")?;
    in_order(&all, out, |placed, bytes| {
        let first = std::ptr::eq(placed, &raw const all[0]);
        bytes.extend_from_slice(if first { b"\n" } else { b",\n" });
        let source = source_of(sources, placed.own.place);
        let issue = Issue {
            description: format!("{} ({})", placed.message, placed.finding.rule.id),
            check_name: placed.finding.rule.id,
            fingerprint: placed.own.fingerprint_text(),
            severity: severity(placed.finding.level),
            location: Location {
                path: root_path(source),
                lines: Lines {
                    begin: source.position(placed.own.place.span.start).line,
                    end: source.position(placed.own.place.span.end).line,
                },
            },
        };
        to_json(&issue, bytes)
    })?;
    out.write_all(if all.is_empty() { b"]\n" } else { b"\n]\n" })
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Info | Level::Off => "info",
    }
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::Format;
    use super::super::testing::{at, finding, outcome, rendered, source};
    use crate::finding::{Fingerprint, Label, Level};

    #[test]
    fn an_issue_has_what_gitlab_reads() {
        let sources = [source("reports/a b.txt", "x\n14 said\n")];
        let mut one = finding("14 are said", Label::new(at(&sources, 0, "14"), "here"));
        one.primary.fingerprint = Fingerprint::read("0f3b9c0f3b9c0f3b9c0f3b9c0f3b9c0f");
        one.level = Level::Warning;
        let text = rendered(Format::Gitlab, &outcome(vec![one], &sources), &sources, 80);
        let expected = json!([{
            "description": "14 are said (verified-count-mismatch)",
            "check_name": "verified-count-mismatch",
            "fingerprint": "0f3b9c0f3b9c0f3b9c0f3b9c0f3b9c0f",
            "severity": "minor",
            "location": { "path": "reports/a b.txt", "lines": { "begin": 2, "end": 2 } },
        }]);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), expected);
        assert_eq!(rendered(Format::Gitlab, &outcome(Vec::new(), &sources), &sources, 80), "[]\n");
    }
}
