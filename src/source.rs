//! A file as it is on disk: its bytes, its spans, its lines, and columns in three units.
//!
//! Knows nothing about reports, rules or output formats. Every offset in the program is a byte offset into the
//! file as it is on disk (a byte order mark counts), every span lies on character boundaries of [`Source::text`].

use std::ops::Range;
use std::sync::OnceLock;

use serde::Serialize;

use crate::text::{BITS, bits, equal, ones};

/// Half-open range of bytes `start..end` of one file, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset one past the last byte; never below `start`.
    pub end: u32,
}

impl Span {
    /// The span `start..end`.
    ///
    /// # Panics
    /// If `end < start`.
    #[inline]
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        assert!(start <= end, "span {start}..{end} runs backwards");
        Self { start, end }
    }

    /// The empty span at `offset`.
    #[must_use]
    pub fn at(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// A span from byte indices, which fit because a [`Source`] holds less than 4 GiB.
    #[inline]
    #[must_use]
    pub fn of(range: Range<usize>) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "Source::new refuses larger files")]
        Self::new(range.start as u32, range.end as u32)
    }

    /// The span as an index range into [`Source::text`].
    #[inline]
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    #[inline]
    #[must_use]
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// True when it holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// True when `other` lies within this span (an empty one may lie on either edge).
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The span moved `by` bytes to the right.
    #[inline]
    #[must_use]
    pub fn shift(self, by: u32) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }
}

/// Number of a source in the run, from 0, in the order of paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A span of one file of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub source: SourceId,
    /// The bytes in it.
    pub span: Span,
}

/// A position as people and programs name it. Lines and columns count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Line; LF, CRLF and a lone CR end one.
    pub line: u32,
    /// Column in Unicode code points.
    pub column: u32,
    /// Column in UTF-16 code units.
    pub utf16_column: u32,
    /// Byte offset in the file, from 0.
    pub offset: u32,
}

/// What ends a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineEnd {
    /// Line feed, as on Unix.
    Lf,
    /// Carriage return and line feed, as on Windows.
    CrLf,
    /// A lone carriage return.
    Cr,
}

impl LineEnd {
    /// The characters.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
            Self::Cr => "\r",
        }
    }

    /// The name in messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lf => "LF",
            Self::CrLf => "CRLF",
            Self::Cr => "a lone CR",
        }
    }

    fn len(self) -> u32 {
        if self == Self::CrLf { 2 } else { 1 }
    }
}

/// Larger files are refused: spans hold offsets in 32 bits.
pub const MAX_BYTES: usize = u32::MAX as usize - 1;

/// Stands in [`Source::text`] for one byte that is not UTF-8, so that offsets stay those of the file.
pub const SUBSTITUTE: char = '\u{1a}';

/// One file: name, text and line index.
///
/// One that is announced is read meanwhile by another thread: whoever asks for its text waits for it.
#[derive(Debug)]
pub struct Source {
    /// The path as messages show it.
    pub name: String,
    /// The path that fingerprints use: relative to the root of the run, with `/`.
    pub key: String,
    content: OnceLock<Content>,
}

/// What a file holds.
#[derive(Debug, Default)]
struct Content {
    text: String,
    invalid: Vec<Span>,
    /// The bytes of all of `invalid`, in order.
    lost: Vec<u8>,
    line_starts: Vec<u32>,
    blocks: OnceLock<Vec<Block>>,
}

impl Content {
    /// # Panics
    /// If there are more than [`MAX_BYTES`].
    fn new(bytes: Vec<u8>) -> Self {
        assert!(bytes.len() <= MAX_BYTES, "a source holds less than 4 GiB");
        let (text, invalid, lost) = match String::from_utf8(bytes) {
            Ok(text) => (text, Vec::new(), Vec::new()),
            Err(error) => replace_invalid(error.as_bytes()),
        };
        let line_starts = line_starts(&text);
        Self { text, invalid, lost, line_starts, blocks: OnceLock::new() }
    }
}

/// Characters before a block of [`BLOCK`] bytes: makes a column a matter of one block, however long the line.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    chars: u32,
    utf16: u32,
}

const BLOCK: usize = 4096;

impl Source {
    /// Reads a file's bytes. Bytes that are not UTF-8 are kept as [`SUBSTITUTE`] and listed in [`Source::invalid`].
    ///
    /// # Panics
    /// If `bytes` is longer than [`MAX_BYTES`].
    #[must_use]
    pub fn new(name: impl Into<String>, key: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { name: name.into(), key: key.into(), content: Content::new(bytes).into() }
    }

    /// A file that is to be read: see [`Source::arrive`].
    #[must_use]
    pub(crate) fn announced(name: String, key: String) -> Self {
        Self { name, key, content: OnceLock::new() }
    }

    /// Takes the bytes of a file that was announced.
    ///
    /// # Panics
    /// If `bytes` is longer than [`MAX_BYTES`].
    pub(crate) fn arrive(&self, bytes: Vec<u8>) {
        self.content.get_or_init(|| Content::new(bytes));
    }

    /// False for a file that is announced only.
    pub(crate) fn is_here(&self) -> bool {
        self.content.get().is_some()
    }

    /// True for a file of which it is known that it has no text.
    pub(crate) fn is_here_and_empty(&self) -> bool {
        self.content.get().is_some_and(|content| content.text.is_empty())
    }

    #[inline]
    fn content(&self) -> &Content {
        self.content.wait()
    }

    /// A file that was not read, and whose name nobody has asked for: it has no text.
    pub(crate) fn unread() -> Self {
        Self { name: String::new(), key: String::new(), content: Content::default().into() }
    }

    /// The text; as long as the file, byte for byte.
    #[inline]
    #[must_use]
    pub fn text(&self) -> &str {
        &self.content().text
    }

    /// The text of a span.
    #[inline]
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        &self.content().text[span.range()]
    }

    /// The bytes that are not UTF-8, one span for each run of them, in order.
    #[must_use]
    pub fn invalid(&self) -> &[Span] {
        &self.content().invalid
    }

    /// The bytes that are not UTF-8, with their place: one item for each run of them, in order.
    pub fn invalid_bytes(&self) -> impl Iterator<Item = (Span, &[u8])> {
        let Content { invalid, lost, .. } = self.content();
        let mut rest = &lost[..];
        invalid.iter().map(move |&span| {
            let (run, after) = rest.split_at(span.len() as usize);
            rest = after;
            (span, run)
        })
    }

    /// What ends the line with index `line` (from 0), and where; `None` for a last line without end.
    #[must_use]
    pub fn line_end(&self, line: usize) -> Option<(LineEnd, Span)> {
        let Content { text, line_starts, .. } = self.content();
        let end = *line_starts.get(line + 1)?;
        let kind = match &text.as_bytes()[..end as usize] {
            [.., b'\r', b'\n'] => LineEnd::CrLf,
            [.., b'\n'] => LineEnd::Lf,
            _ => LineEnd::Cr,
        };
        Some((kind, Span::new(end - kind.len(), end)))
    }

    /// How many lines there are; an empty file has one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.content().line_starts.len()
    }

    /// The line with index `line` (from 0) without its line end, nor a byte order mark.
    #[inline]
    #[must_use]
    pub fn line(&self, line: usize) -> Span {
        let Content { text, line_starts, .. } = self.content();
        let mut start = line_starts[line] as usize;
        let end = line_starts.get(line + 1).map_or(text.len(), |&next| next as usize);
        if start == 0 && text.starts_with('\u{feff}') {
            start = '\u{feff}'.len_utf8();
        }
        let bytes = &text.as_bytes()[start..end];
        // A lone CR ends a line too.
        let body = match bytes {
            [body @ .., b'\r', b'\n'] | [body @ .., b'\n' | b'\r'] => body,
            body => body,
        };
        Span::of(start..start + body.len())
    }

    /// The line with index `line` (from 0) with its line end.
    #[must_use]
    pub fn line_with_end(&self, line: usize) -> Span {
        let Content { text, line_starts, .. } = self.content();
        let start = line_starts[line];
        let end = line_starts.get(line + 1).map_or_else(|| Span::of(0..text.len()).end, |&next| next);
        Span::new(start, end)
    }

    /// Index (from 0) of the line that holds the byte at `offset`.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> usize {
        self.content().line_starts.partition_point(|&start| start <= offset) - 1
    }

    /// Line and columns of a byte offset that lies on a character boundary.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_of(offset);
        let start = self.content().line_starts[line];
        let (chars, utf16) = self.count(start as usize, offset as usize);
        #[expect(clippy::cast_possible_truncation, reason = "a file has fewer lines than bytes")]
        Position { line: line as u32 + 1, column: chars + 1, utf16_column: utf16 + 1, offset }
    }

    /// Line and columns of both ends of a span.
    #[must_use]
    pub fn positions(&self, span: Span) -> [Position; 2] {
        let start = self.position(span.start);
        let line = start.line as usize - 1;
        if self.content().line_starts.get(line + 1).is_some_and(|&next| next <= span.end) {
            return [start, self.position(span.end)];
        }
        // Most spans end in the line that they begin in.
        let (chars, utf16) = self.count(span.start as usize, span.end as usize);
        let (column, utf16_column) = (start.column + chars, start.utf16_column + utf16);
        [start, Position { column, utf16_column, offset: span.end, ..start }]
    }

    /// Line (from 1) of a byte offset.
    #[must_use]
    pub fn line_number(&self, offset: u32) -> usize {
        self.line_of(offset) + 1
    }

    /// Column (from 1) of a byte offset in UTF-8 bytes.
    #[must_use]
    pub fn byte_column(&self, offset: u32) -> u32 {
        offset - self.content().line_starts[self.line_of(offset)] + 1
    }

    /// The byte offset of a code-point column (from 1) in a line (from 1): the inverse of [`Source::position`].
    /// `None` when there is no such place.
    #[must_use]
    pub fn offset(&self, line: u32, column: u32) -> Option<u32> {
        let index = (line as usize).checked_sub(1).filter(|&i| i < self.line_count())?;
        let span = self.line_with_end(index);
        let body = self.slice(span);
        let at = (column as usize).checked_sub(1)?;
        let inside = body.char_indices().map(|(i, _)| i).chain([body.len()]).nth(at)?;
        Some(Span::of(0..inside).end + span.start)
    }

    /// Code points and UTF-16 units between two offsets.
    fn count(&self, start: usize, end: usize) -> (u32, u32) {
        if end - start <= BLOCK {
            return count(&self.content().text.as_bytes()[start..end]);
        }
        let (a, b) = (self.count_before(start), self.count_before(end));
        (b.0 - a.0, b.1 - a.1)
    }

    fn count_before(&self, offset: usize) -> (u32, u32) {
        let Content { text, blocks, .. } = self.content();
        let bytes = text.as_bytes();
        let blocks = blocks.get_or_init(|| {
            let mut sums = vec![Block::default()];
            for chunk in bytes.chunks(BLOCK) {
                let last = sums[sums.len() - 1];
                let (chars, utf16) = count(chunk);
                sums.push(Block { chars: last.chars + chars, utf16: last.utf16 + utf16 });
            }
            sums
        });
        let block = blocks[offset / BLOCK];
        let (chars, utf16) = count(&bytes[offset / BLOCK * BLOCK..offset]);
        (block.chars + chars, block.utf16 + utf16)
    }
}

/// Code points and UTF-16 units of UTF-8 bytes, counted at leading bytes so that any cut may be counted.
fn count(bytes: &[u8]) -> (u32, u32) {
    if bytes.is_ascii() {
        let all = Span::of(0..bytes.len()).end;
        return (all, all);
    }
    let mut chars = 0;
    let mut astral = 0;
    for &byte in bytes {
        chars += u32::from(byte & 0xc0 != 0x80);
        astral += u32::from(byte >= 0xf0);
    }
    (chars, chars + astral)
}

fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut starts = Vec::with_capacity(bytes.len() / 48 + 1);
    starts.push(0);
    for block in (0..bytes.len()).step_by(BITS) {
        let ends = bits(&bytes[block..], |eight| equal(eight, b'\n') | equal(eight, b'\r'));
        for at in ones(ends).map(|at| block + at) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(Span::of(0..at + 1).end);
            }
        }
    }
    starts
}

fn replace_invalid(bytes: &[u8]) -> (String, Vec<Span>, Vec<u8>) {
    let mut lost = Vec::new();
    let mut text = String::with_capacity(bytes.len());
    let mut invalid: Vec<Span> = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let start = text.len();
        text.extend(chunk.invalid().iter().map(|_| SUBSTITUTE));
        lost.extend_from_slice(chunk.invalid());
        if text.len() > start {
            let span = Span::of(start..text.len());
            match invalid.last_mut() {
                Some(last) if last.end == span.start => last.end = span.end,
                _ => invalid.push(span),
            }
        }
    }
    (text, invalid, lost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn source(text: &str) -> Source {
        Source::new("a", "a", text.as_bytes().to_vec())
    }

    #[test]
    fn lines_end_with_lf_crlf_and_cr() {
        let s = source("a\r\nb\rc\n\nd");
        let lines: Vec<&str> = (0..s.line_count()).map(|i| s.slice(s.line(i))).collect();
        assert_eq!(lines, ["a", "b", "c", "", "d"]);
        let ends: Vec<_> = (0..s.line_count()).map(|i| s.line_end(i).map(|(kind, span)| (kind, span.start))).collect();
        use LineEnd::{Cr, CrLf, Lf};
        assert_eq!(ends, [Some((CrLf, 1)), Some((Cr, 4)), Some((Lf, 6)), Some((Lf, 7)), None]);
        assert_eq!(s.position(s.text().len() as u32).line, 5);
    }

    #[test]
    fn columns_in_three_units() {
        let s = source("\u{feff}É ✓\t𝔸x");
        let x = s.text().find('x').unwrap() as u32;
        let p = s.position(x);
        assert_eq!((p.column, p.utf16_column, s.byte_column(x)), (7, 8, x + 1));
        assert_eq!(s.slice(s.line(0)), "É ✓\t𝔸x");
    }

    #[test]
    fn invalid_bytes_keep_their_offsets() {
        let s = Source::new("a", "a", b"ab\xff\xfecd\xc3".to_vec());
        assert_eq!(s.text().len(), 7);
        assert_eq!(s.invalid(), [Span::new(2, 4), Span::new(6, 7)]);
        let bytes: Vec<_> = s.invalid_bytes().collect();
        assert_eq!(bytes, [(Span::new(2, 4), &b"\xff\xfe"[..]), (Span::new(6, 7), &b"\xc3"[..])]);
        assert_eq!(s.position(4).column, 5);
    }

    #[test]
    fn columns_on_a_long_line_agree_with_a_scan() {
        let s = source(&"é𝔸a".repeat(5000));
        let end = s.text().len() as u32;
        assert_eq!(s.position(end).column, 15_001);
        assert_eq!(s.position(end).utf16_column, 20_001);
    }

    proptest! {
        #[test]
        fn every_offset_round_trips(text in "(?s)[a\\n\\r\\té✓𝔸\u{301}]{0,60}") {
            let s = source(&text);
            for (i, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let p = s.position(i as u32);
                prop_assert_eq!(s.offset(p.line, p.column), Some(i as u32));
                let line = s.line_with_end(p.line as usize - 1);
                let before = &text[line.start as usize..i];
                prop_assert_eq!(p.column as usize, before.chars().count() + 1);
                prop_assert_eq!(p.utf16_column as usize, before.encode_utf16().count() + 1);
                for (j, _) in text.char_indices().chain([(text.len(), ' ')]).filter(|&(j, _)| j >= i) {
                    prop_assert_eq!(s.positions(Span::of(i..j)), [p, s.position(j as u32)]);
                }
            }
        }
    }
}
