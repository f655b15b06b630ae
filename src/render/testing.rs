//! Findings made by hand, for the tests of the formats.

use std::io::Write as _;

use super::{Format, Style, render};
use crate::catalogue::{Catalogue, Rule};
use crate::engine::Outcome;
use crate::finding::{Finding, Label, Level};
use crate::source::{Place, Source, SourceId, Span};
use proptest::prelude::*;

/// A rule of that name; only its name and folder matter here.
pub(super) fn rule(id: &'static str, category: &'static str) -> &'static Rule {
    let like = Catalogue::built_in().get("verified-count-mismatch").unwrap();
    Box::leak(Box::new(Rule { id, category, meta: like.meta.clone(), front: "", body: "", check: like.check }))
}

pub(super) fn source(name: &str, text: &str) -> Source {
    Source::new(name, name, text.as_bytes().to_vec())
}

/// The first place of `needle` in a source.
pub(super) fn at(sources: &[Source], source: usize, needle: &str) -> Place {
    let start = sources[source].text().find(needle).unwrap_or_else(|| panic!("no {needle:?} in source {source}"));
    place(source, start, start + needle.len())
}

pub(super) fn place(source: usize, start: usize, end: usize) -> Place {
    Place { source: SourceId(u32::try_from(source).unwrap()), span: Span::of(start..end) }
}

/// A finding of `count/verified-count-mismatch` with a help line.
pub(super) fn finding(message: &str, primary: Label) -> Finding {
    Finding {
        rule: rule("verified-count-mismatch", "count"),
        level: Level::Error,
        message: message.to_owned(),
        primary,
        related: Vec::new(),
        help: Some("correct the number or the marks".into()),
        fix: None,
        silenced: None,
    }
}

/// The outcome of a run over all of `sources`.
pub(super) fn outcome(shown: Vec<Finding>, sources: &[Source]) -> Outcome {
    let shown = shown.into_iter().map(Box::new).collect();
    Outcome { shown, reports: (0..sources.len()).map(|at| place(at, 0, 0).source).collect(), claims: 62, ..Outcome::default() }
}

pub(super) fn rendered(format: Format, outcome: &Outcome, sources: &[Source], width: usize) -> String {
    let mut out = Vec::new();
    render(format, outcome, sources, &Style { color: false, width }, &mut out).unwrap();
    out.flush().unwrap();
    String::from_utf8(out).unwrap()
}

/// Lines longer than a window, of characters of all widths, some of them hostile.
pub(super) fn any_text() -> impl Strategy<Value = String> {
    let seen = ["a", "word ", "é", "✓", "漢", "𝔸", "e\u{301}", "\t", "many words in a row, "];
    let unseen = ["\u{1b}", "\u{202e}", "\u{9b}", "\u{feff}", "\u{301}"];
    let ends = ["\n", "\r", "\r\n"];
    let piece = prop_oneof![
        60 => prop::sample::select(seen.to_vec()),
        6 => prop::sample::select(unseen.to_vec()),
        2 => prop::sample::select(ends.to_vec()),
    ];
    prop::collection::vec(piece, 0..200).prop_map(|pieces| pieces.concat())
}

/// A place on character boundaries, about `length` bytes from about `start`.
pub(super) fn anywhere(sources: &[Source], (source, start, length): (usize, usize, usize)) -> Place {
    let text = sources[source].text();
    let on_boundary = |at: usize| (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let start = on_boundary(start % (text.len() + 1));
    place(source, start, on_boundary((start + length).min(text.len())))
}
