//! SARIF 2.1.0, as GitHub's code scanning and other viewers read it.
//!
//! The other side of a contradiction is a related location that the message links to: GitHub shows no others. Paths are
//! relative to the root of the repository or configuration, columns count code points.

mod line_hash;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{self, Write};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use serde_json::{Value, json};

use super::json::to_json;
use super::places::{self, Placed, root_path};
use super::{Style, escape, in_order, source_of};
use crate::catalogue::{Certainty, Rule};
use crate::engine::Outcome;
use crate::finding::{Applicability, Fix, Label, Level};
use crate::ignore::Silenced;
use crate::source::{Place, Source, SourceId, Span};
use line_hash::LineHashes;

/// Results that GitHub takes of a run; beyond them it refuses the file.
const MOST_RESULTS: usize = 25_000;
/// Results that GitHub shows of a run.
const SHOWN: usize = 5_000;
/// Characters that GitHub takes of a description.
const LONGEST_DESCRIPTION: usize = 1024;
/// What relative addresses are relative to.
const ROOT: &str = "%SRCROOT%";

/// Writes the findings.
pub(super) fn write(outcome: &Outcome, sources: &[Source], _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut all = places::by_file(&outcome.shown);
    let left_out = all.len().saturating_sub(MOST_RESULTS);
    if left_out > 0 {
        // The lightest are left out, of these the last.
        all.sort_by_key(|placed| Reverse(placed.finding.level));
        all.truncate(MOST_RESULTS);
        all.sort_by_key(|placed| (placed.own.place, placed.finding.rule.id));
    }
    let rules = Rules::of(&all);
    let hashes = line_hashes(&all, sources);
    let mut head =
        b"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\n\"tool\":".to_vec();
    to_json(&json!({ "driver": rules.driver() }), &mut head)?;
    for (name, value) in run_properties(left_out) {
        write!(head, ",\n\"{name}\":")?;
        to_json(&value, &mut head)?;
    }
    head.extend_from_slice(b",\n\"results\":[");
    out.write_all(&head)?;
    let numbered: Vec<(usize, Placed<'_>)> = all.into_iter().enumerate().collect();
    in_order(&numbered, out, |(at, placed), bytes| {
        bytes.extend_from_slice(if *at == 0 { b"\n" } else { b",\n" });
        to_json(&result(placed, sources, &rules, &hashes[*at]), bytes)
    })?;
    out.write_all(if numbered.is_empty() { b"]}]}\n" } else { b"\n]}]}\n" })
}

/// That GitHub will not take or show everything.
pub(super) fn limit_remark(outcome: &Outcome) -> Option<String> {
    let count = places::count(&outcome.shown);
    if count > MOST_RESULTS {
        Some(format!("{} of {count} results are left out of SARIF: GitHub takes {MOST_RESULTS}", count - MOST_RESULTS))
    } else if count > SHOWN {
        Some(format!("GitHub shows {SHOWN} of the {count} results in SARIF, the heaviest"))
    } else {
        None
    }
}

/// What a run says beside its tool and results.
fn run_properties(left_out: usize) -> Vec<(&'static str, Value)> {
    let mut invocation = json!({ "executionSuccessful": true });
    if left_out > 0 {
        let text = format!("{left_out} results, the lightest, are left out: a run may have {MOST_RESULTS}.");
        invocation["toolExecutionNotifications"] = json!([{ "level": "warning", "message": { "text": text } }]);
    }
    vec![
        ("automationDetails", json!({ "id": "claimlint/" })),
        ("columnKind", json!("unicodeCodePoints")),
        ("newlineSequences", json!(["\r\n", "\n", "\r"])),
        (
            "originalUriBaseIds",
            json!({ ROOT: { "description": { "text": "The root of the repository or of the configuration." } } }),
        ),
        ("invocations", json!([invocation])),
    ]
}

/// The rules that found something, in the order of their first result.
struct Rules {
    rules: Vec<&'static Rule>,
    index: FxHashMap<&'static str, usize>,
}

impl Rules {
    fn of(all: &[Placed<'_>]) -> Self {
        let mut rules: Vec<&'static Rule> = all.iter().map(|placed| placed.finding.rule).collect();
        rules.sort_unstable_by_key(|rule| rule.id);
        rules.dedup_by_key(|rule| rule.id);
        let index = rules.iter().enumerate().map(|(at, rule)| (rule.id, at)).collect();
        Self { rules, index }
    }

    fn driver(&self) -> Value {
        json!({
            "name": env!("CARGO_PKG_NAME"),
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "informationUri": env!("CARGO_PKG_REPOSITORY"),
            "rules": self.rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
        })
    }
}

fn descriptor(rule: &Rule) -> Value {
    let summary = sentence(&rule.meta.summary);
    let why = why(rule.body);
    let full: String = if why.is_empty() { summary.clone() } else { why.chars().take(LONGEST_DESCRIPTION).collect() };
    let help = if why.is_empty() { summary.clone() } else { why };
    json!({
        "id": rule.id,
        "name": pascal_case(rule.id),
        "shortDescription": { "text": summary },
        "fullDescription": { "text": full },
        "help": { "text": help, "markdown": format!("# {}\n\n{}\n\n{}", rule.id, summary, rule.body.trim()) },
        "helpUri": rule.url(),
        "defaultConfiguration": { "enabled": rule.meta.level > Level::Off, "level": level(rule.meta.level) },
        "properties": {
            "tags": [rule.category],
            "precision": match rule.meta.certainty { Certainty::Exact => "very-high", Certainty::Heuristic => "medium" },
            "problem.severity": match rule.meta.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Info | Level::Off => "recommendation",
            },
        },
    })
}

/// The first paragraph of the page's section "Why", on one line.
fn why(body: &str) -> String {
    let Some((_, text)) = body.split_once("## Why") else { return String::new() };
    let text = text.trim_start();
    let paragraph = text.split("\n\n").next().unwrap_or(text);
    paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `conflicting-verdict` as `ConflictingVerdict`.
fn pascal_case(id: &str) -> String {
    let word = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    };
    id.split('-').map(word).collect()
}

/// With a capital letter and a stop.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        // A rule that is off by default is on in this run.
        Level::Info | Level::Off => "note",
    }
}

fn result<'a>(placed: &Placed<'a>, sources: &'a [Source], rules: &Rules, line_hash: &'a str) -> ResultJson<'a> {
    let finding = placed.finding;
    let related = placed.related.iter().zip(1..).map(|(label, id)| Related {
        id,
        physical_location: physical(label.place, sources),
        message: (!label.text.is_empty()).then(|| Message { text: plain(&label.text) }),
    });
    ResultJson {
        rule_id: finding.rule.id,
        rule_index: rules.index[finding.rule.id],
        level: level(finding.level),
        message: Message { text: message(placed, sources) },
        locations: [Location { physical_location: physical(placed.own.place, sources) }],
        related_locations: related.collect(),
        partial_fingerprints: Fingerprints { own: placed.own.fingerprint_text(), line: line_hash },
        suppressions: match &finding.silenced {
            None => Vec::new(),
            Some(Silenced::Ignored(reason)) => vec![Suppression { kind: "external", justification: plain(reason) }],
            Some(Silenced::Baselined) => vec![Suppression { kind: "external", justification: "in the baseline".to_owned() }],
        },
        baseline_state: (finding.silenced == Some(Silenced::Baselined)).then_some("unchanged"),
        fixes: placed.fix().map(|fix| fix_json(fix, placed.own.place.source, sources)).into_iter().collect(),
    }
}

/// The sentence, then links to the related locations, then what to do.
fn message(placed: &Placed<'_>, sources: &[Source]) -> String {
    let mut text = sentence(&plain(placed.message));
    let links: Vec<String> = placed.related.iter().zip(1..).map(|(label, id)| link(label, id, placed.own, sources)).collect();
    let more = placed.more_places().map(|more| format!(" ({more})")).unwrap_or_default();
    if !links.is_empty() {
        // Writing into a string cannot fail.
        let _ = write!(text, " See {}{more}.", links.join(", "));
    }
    if let Some(help) = &placed.finding.help {
        let _ = write!(text, " {}", sentence(&plain(help)));
    }
    text
}

/// `[verified here (b.txt:5)](1)`.
fn link(label: &Label, id: usize, own: &Label, sources: &[Source]) -> String {
    let source = source_of(sources, label.place);
    let line = source.line_number(label.place.span.start);
    let place = if label.place.source == own.place.source {
        format!("line {line}")
    } else {
        plain(&format!("{}:{line}", root_path(source)))
    };
    if label.text.is_empty() { format!("[{place}]({id})") } else { format!("[{} ({place})]({id})", plain(&label.text)) }
}

/// Text in which nothing is read as a link.
fn plain(text: &str) -> String {
    escape::line(text).replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

fn physical(place: Place, sources: &[Source]) -> Physical {
    let source = source_of(sources, place);
    Physical { artifact_location: artifact(source), region: region(source, place.span) }
}

fn artifact(source: &Source) -> Artifact {
    Artifact { uri: uri(root_path(source)), uri_base_id: ROOT }
}

/// A path as a relative reference of RFC 3986: what is not unreserved or `/` is percent-encoded, the colon too, which would
/// end a scheme.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn region(source: &Source, span: Span) -> Region {
    let (start, end) = (source.position(span.start), source.position(span.end));
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

fn fix_json<'a>(fix: &'a Fix, file: SourceId, sources: &[Source]) -> FixJson<'a> {
    let source = &sources[file.0 as usize];
    let replacement = |edit: &'a crate::finding::Edit| Replacement {
        deleted_region: region(source, edit.span),
        inserted_content: (!edit.content.is_empty()).then_some(Content { text: &edit.content }),
    };
    FixJson {
        description: Message { text: sentence(&plain(&fix.message)) },
        artifact_changes: [Change {
            artifact_location: artifact(source),
            replacements: fix.edits.iter().map(replacement).collect(),
        }],
        properties: FixProperties { applicability: fix.applicability },
    }
}

/// For each result the hash that GitHub recognises it by: that of its line, with an addition where a rule has several
/// results on one line, which GitHub would take for one.
fn line_hashes(all: &[Placed<'_>], sources: &[Source]) -> Vec<String> {
    let mut files: FxHashMap<SourceId, LineHashes> = FxHashMap::default();
    let mut taken: FxHashSet<(SourceId, &str, usize)> = FxHashSet::default();
    let one = |placed: &Placed<'_>| {
        let place = placed.own.place;
        let source = source_of(sources, place);
        let line = source.line_of(place.span.start);
        let hash = files.entry(place.source).or_insert_with(|| LineHashes::new(source.text())).get(line);
        if taken.insert((place.source, placed.finding.rule.id, line)) {
            hash
        } else {
            format!("{hash}:{}", placed.own.fingerprint_text())
        }
    };
    all.iter().map(one).collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultJson<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related>,
    partial_fingerprints: Fingerprints<'a>,
    /// Only with `--show-suppressed`: GitHub takes a suppressed result for an open one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixJson<'a>>,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    justification: String,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Related {
    id: usize,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    /// One past the last character.
    end_column: u32,
}

#[derive(Serialize)]
struct Fingerprints<'a> {
    #[serde(rename = "claimlint/v1")]
    own: String,
    #[serde(rename = "primaryLocationLineHash")]
    line: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixJson<'a> {
    description: Message,
    artifact_changes: [Change<'a>; 1],
    properties: FixProperties,
}

#[derive(Serialize)]
struct FixProperties {
    applicability: Applicability,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    inserted_content: Option<Content<'a>>,
}

#[derive(Serialize)]
struct Content<'a> {
    text: &'a str,
}
