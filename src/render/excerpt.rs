//! The excerpt of a finding: which parts of which lines of which files are shown, and where its labels lie in them.
//!
//! A line of a report may be a whole paragraph, and the places of a finding may lie in several files, so what is drawn
//! is not a file but a small text made for the finding: regions of consecutive lines, each line cut to the columns
//! there are around its labels, with `…` where it is cut. Every label lies whole in one line of one region, and no two
//! overlap, which is what drawing underlines needs. Nothing here reads more of a line than is shown of it.

use std::iter::once;
use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthChar;

use super::escape;
use crate::source::{Source, Span};

/// Columns of a tab stop, here and in the drawing.
pub(super) const TAB: usize = 4;

/// Lines further apart than this get regions of their own.
const NEAR_LINES: usize = 2;

/// A place to be shown.
pub(super) struct Spot<'a> {
    pub(super) source: &'a Source,
    pub(super) span: Span,
    /// What is to be seen there; untrusted.
    pub(super) text: &'a str,
}

/// A label of the excerpt.
pub(super) struct Mark {
    /// Bytes of the excerpt.
    pub(super) at: Range<usize>,
    /// Harmless, wrapped with line ends.
    pub(super) text: String,
    line: usize,
    column: usize,
}

struct Region {
    /// Bytes of the excerpt.
    at: Range<usize>,
    /// Harmless.
    name: String,
    /// Index from 0 of its first line.
    line: usize,
    lines: usize,
}

/// What is shown of a finding's places.
pub(super) struct Excerpt {
    text: String,
    regions: Vec<Region>,
    /// In the order of the regions and in them from left to right.
    pub(super) marks: Vec<Mark>,
    /// Index in `marks` of the first spot.
    pub(super) primary: usize,
}

impl Excerpt {
    /// Shows `spots` in a terminal of `width` columns, 40 at least; the region of the first of them comes first, then its file's,
    /// then the others' in the order of files.
    pub(super) fn new(spots: &[Spot<'_>], width: usize) -> Self {
        let mut clips: Vec<Clip<'_>> = spots.iter().enumerate().map(|(order, spot)| Clip::of(spot, order)).collect();
        let last_line = clips.iter().map(|clip| clip.line + 1).max().unwrap_or(1);
        // The drawing puts " 12 │ " before a line.
        let columns = width - last_line.to_string().len() - " ".len() - " │ ".chars().count();
        for clip in &mut clips {
            clip.shorten(columns);
        }
        let files: Vec<*const Source> = spots.iter().map(|spot| std::ptr::from_ref(spot.source)).collect();
        let file_of = |clip: &Clip<'_>| files.iter().position(|&file| std::ptr::eq(file, clip.source));
        clips.sort_by_cached_key(|clip| (file_of(clip), clip.at.start, clip.at.end, clip.order));

        let mut groups: Vec<Vec<Group<'_>>> = Vec::new();
        for clip in clips {
            let region = groups.last_mut().filter(|region| {
                let last = &region[region.len() - 1].clips[0];
                std::ptr::eq(last.source, clip.source) && clip.line - last.line <= NEAR_LINES
            });
            match region {
                Some(region) => {
                    let last = region.len() - 1;
                    if region[last].clips[0].line != clip.line {
                        region.push(Group { clips: vec![clip] });
                    } else if region[last].has_room_for(&clip, columns) {
                        region[last].clips.push(clip);
                    } else {
                        groups.push(vec![Group { clips: vec![clip] }]);
                    }
                }
                None => groups.push(vec![Group { clips: vec![clip] }]),
            }
        }
        // Stable: the region of the first spot first, the others as they are.
        let holds_first = |region: &Vec<Group<'_>>| region.iter().flat_map(|group| &group.clips).any(|clip| clip.order == 0);
        groups.sort_by_key(|region| !holds_first(region));

        let mut excerpt = Self { text: String::new(), regions: Vec::new(), marks: Vec::new(), primary: 0 };
        for region in &groups {
            excerpt.push_region(region, columns);
        }
        excerpt
    }

    fn push_region(&mut self, groups: &[Group<'_>], columns: usize) {
        let first = &groups[0].clips[0];
        let start = self.text.len();
        let mut line = first.line;
        for group in groups {
            while line < group.clips[0].line {
                let between = bounds(first.source, line, None);
                self.push_line(first.source, &between, between.start..between.start, &[], columns);
                line += 1;
            }
            let clip = &group.clips[0];
            let bounds = bounds(clip.source, line, Some(clip.at.start));
            let cover = clip.at.start..group.clips[group.clips.len() - 1].at.end;
            self.push_line(clip.source, &bounds, cover, &group.clips, columns);
            line += 1;
        }
        let name = escape::line(&first.source.name).into_owned();
        self.regions.push(Region { at: start..self.text.len(), name, line: first.line, lines: line - first.line });
    }

    /// Adds the line with these `bounds`, cut to `columns` around `cover`, and the labels in it.
    fn push_line(&mut self, source: &Source, bounds: &Range<usize>, cover: Range<usize>, clips: &[Clip<'_>], columns: usize) {
        let text = source.text();
        let wide = width(&text[cover.clone()]);
        // Columns from the start of the first label that the labels and their texts below would like to have.
        let wish = clips.iter().map(|clip| {
            let middle = width(&text[cover.start..clip.at.start]) + width(&text[clip.at.clone()]) / 2;
            middle + BEFORE_LABEL + width_of_words(&clip.text).min(columns / 2)
        });
        let wish = wish.chain(once(wide + 1)).max().unwrap_or(0).min(columns - 1);

        let before = &text[bounds.start..cover.start];
        let after = &text[cover.end..bounds.end];
        let left_room = columns - wish;
        let (reach, at_start) = fit_end(before, left_room);
        let left = if at_start {
            reach
        } else {
            // Where the line goes on to the right as well, the label comes into the middle.
            let on_the_right = width(&after[..fit_start(after, columns - wide).0]);
            let spare = on_the_right.saturating_sub(wish - wide).min(left_room / 2);
            fit_end(before, left_room - spare - 1).0
        };
        let cut_left = left < before.len();
        let shown_left = &before[before.len() - left..];
        let right_room = columns - width(shown_left) - usize::from(cut_left) - wide;
        let (mut right, at_end) = fit_start(after, right_room);
        if !at_end {
            right = fit_start(after, right_room.saturating_sub(1)).0;
        }

        let cut = if cut_left { CUT } else { "" };
        let line_start = self.text.len();
        self.text.push_str(cut);
        let window = cover.start - left..cover.end + right;
        escape::push_excerpt(&mut self.text, &text[window.clone()]);
        for clip in clips {
            let shift = |at: usize| line_start + cut.len() + (at - window.start);
            let middle = width(&text[window.start..clip.at.start]) + width(&text[clip.at.clone()]) / 2 + cut.chars().count();
            let room = columns.saturating_sub(middle + BEFORE_LABEL);
            if clip.order == 0 {
                self.primary = self.marks.len();
            }
            self.marks.push(Mark {
                at: shift(clip.at.start)..shift(clip.at.end),
                text: wrap(&clip.text, room.max(LEAST_LABEL)),
                line: clip.line,
                column: clip.column,
            });
        }
        if !at_end {
            self.text.push_str(CUT);
        }
        self.text.push('\n');
    }
}

/// What stands where a line is cut.
const CUT: &str = "…";

/// Columns of `╰── ` before the text of a label.
const BEFORE_LABEL: usize = 4;

/// Columns that the text of a label gets in any case.
const LEAST_LABEL: usize = 8;

impl SourceCode for Excerpt {
    /// Drawing asks twice: for the lines around a label (`before` is then not 0), and for the place that the heading
    /// names. A span over two regions is refused, which keeps them apart.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let holds = |region: &&Region| region.at.start <= start && end <= region.at.end;
        let region = self.regions.iter().find(holds).ok_or(MietteError::OutOfBounds)?;
        let (line, column) = match self.marks.iter().find(|mark| mark.at == (start..end)) {
            Some(mark) if before == 0 => (mark.line, mark.column),
            _ => (region.line, 0),
        };
        let data = &self.text.as_bytes()[region.at.clone()];
        let at = SourceSpan::new(region.at.start.into(), region.at.len());
        Ok(Box::new(MietteSpanContents::new_named(region.name.clone(), data, at, line, column, region.lines)))
    }
}

/// A spot as far as it is shown: on one line, harmless.
struct Clip<'a> {
    source: &'a Source,
    at: Range<usize>,
    /// Index from 0.
    line: usize,
    /// Code points before it, also when what is shown of it begins elsewhere.
    column: usize,
    text: String,
    order: usize,
}

impl<'a> Clip<'a> {
    /// The part on its first line.
    fn of(spot: &Spot<'a>, order: usize) -> Self {
        let position = spot.source.position(spot.span.start);
        let line = position.line as usize - 1;
        let span = spot.span.range();
        let bounds = bounds(spot.source, line, Some(span.start));
        let start = span.start.clamp(bounds.start, bounds.end);
        let end = span.end.clamp(start, bounds.end);
        let mut text = escape::line(spot.text).into_owned();
        // A span often takes the line end with it; only what is on the lines after it counts.
        let last_line = spot.source.line_of(spot.span.end.saturating_sub(1).max(spot.span.start)) + 1;
        if last_line > line + 1 {
            let gap = if text.is_empty() { "" } else { " " };
            text = format!("{text}{gap}(to line {last_line})");
        }
        Self { source: spot.source, at: start..end, line, column: position.column as usize - 1, text, order }
    }

    /// Keeps as much as `columns` hold with a cut on either side.
    fn shorten(&mut self, columns: usize) {
        let (fits, _) = fit_start(&self.source.text()[self.at.clone()], columns - 2);
        self.at.end = self.at.start + fits;
    }
}

/// Labels that are shown in one line, from left to right, without overlap.
struct Group<'a> {
    clips: Vec<Clip<'a>>,
}

impl Group<'_> {
    fn has_room_for(&self, clip: &Clip<'_>, columns: usize) -> bool {
        let (first, last) = (&self.clips[0], &self.clips[self.clips.len() - 1]);
        let beside = clip.at.start >= last.at.end;
        // Says so without measuring when the two are far apart.
        let near = clip.at.end - first.at.start <= columns * char::MAX.len_utf8();
        if !beside || !near {
            return false;
        }
        let text = clip.source.text();
        let (before, wide) = (width(&text[first.at.start..clip.at.start]), width(&text[clip.at.clone()]));
        let words = width_of_words(&clip.text).min(columns / 4);
        // An underline takes a column even where its label has none.
        let apart = width(&text[last.at.start..clip.at.start]) > 0;
        apart && (before + wide).max(before + wide / 2 + BEFORE_LABEL + words) <= columns - 2
    }
}

/// The line without its end; with a byte order mark only where `start`, the place to be shown, lies on it.
fn bounds(source: &Source, line: usize, start: Option<usize>) -> Range<usize> {
    let bounds = source.line(line).range();
    if line == 0 && start == Some(0) { 0..bounds.end } else { bounds }
}

/// Columns of a character; a tab counts as the most it can take.
fn char_width(c: char) -> usize {
    match c {
        '\t' => TAB,
        c if escape::is_harmful(c) => 1,
        c => c.width().unwrap_or(1),
    }
}

fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// Columns of the text of a label, counted only as far as it matters.
fn width_of_words(text: &str) -> usize {
    text.chars().take(512).map(char_width).sum()
}

/// How many bytes from the start of `text` fit into `columns`, and whether that is all. Marks without width stay with
/// the character that they follow.
fn fit_start(text: &str, columns: usize) -> (usize, bool) {
    let mut used = 0;
    for (count, (at, c)) in text.char_indices().enumerate() {
        used += char_width(c);
        if used > columns || count >= most_chars(columns) {
            return (at, false);
        }
    }
    (text.len(), true)
}

/// How many bytes before the end of `text` fit into `columns`, and whether that is all. What is left does not begin
/// with a mark that belongs to a character left out.
fn fit_end(text: &str, columns: usize) -> (usize, bool) {
    let mut used = 0;
    let mut fits = 0;
    for (count, (at, c)) in text.char_indices().rev().enumerate() {
        let wide = char_width(c);
        used += wide;
        if used > columns || count >= most_chars(columns) {
            return (fits, false);
        }
        if wide > 0 {
            fits = text.len() - at;
        }
    }
    (text.len(), true)
}

/// Bounds the work where a text piles up marks without width.
fn most_chars(columns: usize) -> usize {
    columns * 8
}

/// Breaks lines between words, and within words that are too long.
pub(super) fn wrap(text: &str, columns: usize) -> String {
    wrap_after(0, text, columns)
}

/// The same, where `used` columns of the first line are taken.
pub(super) fn wrap_after(mut used: usize, text: &str, columns: usize) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let wide = width(word);
        if used > 0 && used + 1 + wide > columns {
            out.push('\n');
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        let mut rest = word;
        loop {
            // At least one character, or there would be no end.
            let least = rest.chars().next().map_or(0, char::len_utf8);
            let (head, tail) = rest.split_at(fit_start(rest, columns).0.max(least));
            if tail.is_empty() {
                break;
            }
            out.push_str(head);
            out.push('\n');
            rest = tail;
        }
        out.push_str(rest);
        used += width(rest);
    }
    out
}

#[cfg(test)]
mod tests;
