//! `kind = "pattern"`: an expression must, or must not, match the text of a place.
//!
//! Expressions are those of the regex crate, which match in linear time. A passage is one line to them: line breaks and
//! runs of blanks count as one blank, however a report is wrapped.

use std::borrow::Cow;

use regex::{Regex, RegexBuilder};

use super::Contradiction;
use super::keys::Keys;
use super::part::Part;
use crate::report::Report;
use crate::source::Span;
use crate::text;

/// Memory that one expression may take, in bytes.
const LARGEST: usize = 1 << 20;
/// Matches that are looked for in one passage: each look costs its length.
const MOST: usize = 100;

/// What must or must not stand in a place.
#[derive(Debug)]
pub struct Pattern {
    place: Part,
    pattern: Regex,
    /// True when it must match.
    present: bool,
}

pub fn read(keys: &mut Keys<'_, '_>) -> Option<Pattern> {
    let place = Part::read(keys, "place");
    let pattern = compiled(keys, "pattern");
    let mut present = None;
    if let Some((expect, at)) = keys.demand("expect", Keys::text) {
        match expect.as_str() {
            "present" => present = Some(true),
            "absent" => present = Some(false),
            _ => keys.unknown("expectation", &expect, &["present", "absent"], at),
        }
    }
    Some(Pattern { place: place?, pattern: pattern?, present: present? })
}

/// The expression under a key.
pub fn compiled(keys: &mut Keys<'_, '_>, key: &'static str) -> Option<Regex> {
    let (pattern, at) = keys.demand(key, Keys::text)?;
    match RegexBuilder::new(&pattern).size_limit(LARGEST).dfa_size_limit(LARGEST).build() {
        Ok(regex) if regex.is_match("") => {
            keys.fault(at, "this expression matches the empty text, and so every text");
            None
        }
        Ok(regex) => Some(regex),
        Err(error) => {
            let error = error.to_string();
            let last = error.lines().last().unwrap_or_default();
            keys.fault(at, format!("this expression cannot be read: {}", last.trim_start_matches("error: ")));
            None
        }
    }
}

impl Pattern {
    /// What a template can name.
    pub fn values(&self) -> &'static [&'static str] {
        if self.present { &["place"] } else { &["match", "place"] }
    }

    /// Places where the expression matches though it must not, or where it does not though it must.
    pub fn check(&self, report: &Report<'_>) -> Vec<Contradiction> {
        let pieces = self.place.pieces(report);
        let name = self.place.name();
        if !self.present {
            let mut out = Vec::new();
            for piece in pieces {
                for span in Passage::new(report, piece.span).all(&self.pattern) {
                    let found = text::one_line(report.text(span));
                    out.push(Contradiction {
                        place: span,
                        subject: piece.subject,
                        message: format!("\"{found}\" stands in {name}"),
                        label: "must not stand here".to_owned(),
                        values: vec![("match", found), ("place", name.clone())],
                        related: Vec::new(),
                    });
                }
            }
            return out;
        }
        let matches = |span: Span| Passage::new(report, span).first(&self.pattern).is_some();
        let missing = |place: Span, subject: Span, label: &str| Contradiction {
            place,
            subject,
            message: format!("{name} does not say what it must"),
            label: label.to_owned(),
            values: vec![("place", name.clone())],
            related: Vec::new(),
        };
        if self.place.is_of_items() {
            let without = pieces.into_iter().filter(|piece| !matches(piece.span));
            return without.map(|piece| missing(piece.span, piece.subject, "it does not stand here")).collect();
        }
        if pieces.iter().any(|piece| matches(piece.span)) {
            return Vec::new();
        }
        let heading = self.place.heading(report).or_else(|| pieces.first().map(|piece| piece.span));
        vec![match heading {
            Some(span) => missing(span, span, "it does not stand here"),
            None => {
                let gap = Part::gap(Some(&self.place), report);
                missing(gap, gap, "it belongs here")
            }
        }]
    }
}

/// A text as expressions see it: on one line, with single blanks.
pub struct Passage<'r> {
    text: Cow<'r, str>,
    /// For each byte of a changed text, and its end, the byte of the report.
    offsets: Vec<u32>,
    start: u32,
}

impl<'r> Passage<'r> {
    pub fn new(report: &'r Report<'_>, span: Span) -> Self {
        let text = report.text(span);
        let blank = |c: char| c.is_whitespace();
        let mut before = false;
        let plain = text.chars().all(|c| {
            let fine = !blank(c) || c == ' ' && !before;
            before = blank(c);
            fine
        });
        if plain {
            return Self { text: Cow::Borrowed(text), offsets: Vec::new(), start: span.start };
        }
        let mut flat = String::with_capacity(text.len());
        let mut offsets = Vec::with_capacity(text.len() + 1);
        for (at, c) in text.char_indices() {
            let from = span.start + Span::of(0..at).end;
            if !blank(c) {
                flat.push(c);
                offsets.extend((0..).take(c.len_utf8()).map(|byte| from + byte));
            } else if !flat.ends_with(' ') {
                flat.push(' ');
                offsets.push(from);
            }
        }
        offsets.push(span.end);
        Self { text: Cow::Owned(flat), offsets, start: span.start }
    }

    /// The first match.
    pub fn first(&self, pattern: &Regex) -> Option<Span> {
        pattern.find(&self.text).map(|found| self.span(found.range()))
    }

    /// The matches that are not empty, at most [`MOST`].
    fn all<'p>(&'p self, pattern: &'p Regex) -> impl Iterator<Item = Span> + 'p {
        pattern.find_iter(&self.text).filter(|found| !found.is_empty()).take(MOST).map(|found| self.span(found.range()))
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        if self.offsets.is_empty() {
            return Span::of(range).shift(self.start);
        }
        Span::new(self.offsets[range.start], self.offsets[range.end])
    }
}
