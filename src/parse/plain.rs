//! The plain dialect: headings on lines of their own, a table of claims divided by tabs (or pipes), a list of references.

use std::ops::Range;

use super::date::{self, DateReading};
use super::heading::{self, Heading};
use super::tally::{Reader, counts_claims};
use super::verdict::Vocabulary;
use super::{reference, reference_fault, statement, table};
use crate::cue::Cues;
use crate::report::{
    DateFault, DateLine, Dialect, Oddity, OddityKind, Paragraph, Reference, ReferenceFault, Report, Section, SectionKind,
    Statement, Tally,
};
use crate::source::{Source, SourceId, Span};

/// Reads a report; `None` when the text is none.
#[must_use]
pub fn read<'s>(source: &'s Source, id: SourceId, vocabulary: &Vocabulary) -> Option<Report<'s>> {
    let lines = Lines::new(source);
    let mut report = Report {
        paragraphs: Vec::with_capacity(8),
        oddities: source.invalid().iter().map(|&span| Oddity { span, kind: OddityKind::InvalidBytes }).collect(),
        ..Report::new(source, id, Dialect::Plain)
    };
    let (head, headings) = outline(&lines);
    report.sections.reserve_exact(headings.len());
    let first = headings.first().map_or(lines.trimmed.len(), |(at, _)| *at);
    read_head(&mut report, &lines, head.start..first.min(head.end));
    // "6 claims: 4 supported, 2 refuted" below the title is no byline only.
    let byline = report.byline.filter(|&byline| counts_claims(source.slice(byline)));
    if let Some(byline) = byline.filter(|&byline| source.slice(byline).contains(|c: char| c.is_ascii_digit())) {
        push_paragraph(&mut report, byline, None, None);
        report.tallies.extend(Reader { source, vocabulary }.paragraph(byline));
    }
    if headings.is_empty() {
        read_region(&mut report, &lines, head.end.min(lines.trimmed.len())..lines.trimmed.len(), None, vocabulary);
    } else {
        read_region(&mut report, &lines, head.end.min(first)..first, None, vocabulary);
    }
    for (index, (at, heading)) in headings.iter().enumerate() {
        let end = headings.get(index + 1).map_or(lines.trimmed.len(), |(next, _)| *next);
        let line = lines.trimmed[*at];
        let body_start = source.line_with_end(*at).end;
        let body_end = source.line_with_end(end - 1).end.max(body_start);
        let within = |range: &Range<usize>| Span::of(range.clone()).shift(line.start);
        report.sections.push(Section {
            kind: heading.kind,
            number: heading.number.as_ref().map(within),
            name: within(&heading.name),
            heading: line,
            level: heading.level,
            body: Span::new(body_start, body_end),
        });
        if heading.hashes {
            report.dialect = Dialect::Markdown;
        }
        let body = at + 1 + usize::from(lines.is_underlined(*at));
        read_region(&mut report, &lines, body.min(end)..end, Some(index), vocabulary);
    }
    if !is_report(&report) {
        return None;
    }
    if report.tables.iter().any(|table| table.header.is_some_and(|header| source.slice(header).starts_with('|'))) {
        report.dialect = Dialect::Markdown;
    }
    report.oddities.sort_by_key(|oddity| oddity.span);
    Some(report)
}

/// A table of claims with rows or a header, or three known headings.
fn is_report(report: &Report<'_>) -> bool {
    let mut kinds: Vec<SectionKind> = report.sections.iter().filter_map(|section| section.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    !report.tables.is_empty() || kinds.len() >= 3
}

/// The lines of a file without the blanks around them; a tab at the end of a line is kept, since it divides cells.
pub(super) struct Lines<'s> {
    source: &'s Source,
    pub(super) trimmed: Vec<Span>,
    /// True for a line inside a fenced block, fences included: code is never read as a report.
    fenced: Vec<bool>,
}

impl<'s> Lines<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        let count = source.line_count();
        let mut lines = Self { source, trimmed: Vec::with_capacity(count), fenced: vec![false; count] };
        let mut fence: Option<(usize, &str)> = None;
        for at in 0..count {
            let line = source.line(at);
            let text = source.slice(line);
            // Most lines are empty, or have a visible character at either end.
            let visible = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
            let (start, body) = if text.is_empty() || visible(text.as_bytes().first()) && visible(text.as_bytes().last()) {
                (0, text)
            } else {
                let start = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() && c != '\t').len();
                let body = text[start..].trim_end_matches(|c: char| c.is_whitespace() && c != '\t');
                (start, if body.trim().is_empty() { "" } else { body })
            };
            lines.trimmed.push(Span::of(start..start + body.len()).shift(line.start));
            if fence.is_none() && !matches!(body.as_bytes().first(), Some(b'`' | b'~')) {
                continue;
            }
            let marker = ["```", "~~~"].into_iter().find(|marker| body.starts_with(marker));
            match (fence, marker) {
                (None, Some(marker)) => fence = Some((at, marker)),
                (Some((open, marker)), Some(other)) if marker == other && body.trim_matches(['`', '~']).is_empty() => {
                    lines.fenced[open..=at].fill(true);
                    fence = None;
                }
                _ => {}
            }
        }
        lines
    }

    fn text(&self, at: usize) -> &'s str {
        self.source.slice(self.trimmed[at])
    }

    /// True for a line that stands alone above a line of dashes, equals signs or tildes.
    fn is_underlined(&self, at: usize) -> bool {
        const SHORTEST: usize = 3;
        let line = |at: usize| self.trimmed.get(at).map_or("", |&line| self.source.slice(line));
        let stands_alone = at == 0 || self.is_blank(at - 1);
        let below = line(at + 1);
        let is_line = ['-', '=', '~'].into_iter().any(|sign| below.trim_matches(sign).is_empty());
        stands_alone && below.len() >= SHORTEST && is_line
    }

    fn is_blank(&self, at: usize) -> bool {
        self.trimmed.get(at).is_none_or(|line| line.is_empty())
    }
}

/// The lines that title, byline and date are among, and the headings with their lines.
fn outline(lines: &Lines<'_>) -> (Range<usize>, Vec<(usize, Heading)>) {
    let mut headings: Vec<(usize, Heading)> = Vec::new();
    let first_line = (0..lines.trimmed.len()).find(|&at| !lines.is_blank(at)).unwrap_or(0);
    let mut last_number = 0u32;
    for at in 0..lines.trimmed.len() {
        if lines.is_blank(at) || lines.fenced[at] {
            continue;
        }
        let underlined = lines.is_underlined(at);
        let read = if underlined { heading::underlined(lines.text(at)) } else { heading::read(lines.text(at)) };
        let Some(heading) = read else { continue };
        // "# Title" names the report, not a section.
        if at == first_line && (heading.hashes || underlined) && heading.kind.is_none() {
            continue;
        }
        let number =
            heading.number.as_ref().and_then(|range| lines.text(at)[range.clone()].split('.').next()?.parse::<u32>().ok());
        if heading.kind.is_none() && !heading.hashes && !underlined {
            let in_list = headings.last().is_some_and(|(_, last)| last.kind == Some(SectionKind::References));
            let alone = at > 0 && lines.is_blank(at - 1) && lines.is_blank(at + 1);
            let goes_on = number.is_some_and(|number| number == last_number || number == last_number + 1);
            if headings.is_empty() || in_list || !alone || !goes_on {
                continue;
            }
        }
        last_number = number.unwrap_or(last_number);
        headings.push((at, heading));
    }
    // Title, byline and date are three single lines at the top.
    let mut filled = (first_line..lines.trimmed.len()).filter(|&at| !lines.is_blank(at));
    let head_end = filled.find({
        let mut seen = 0;
        move |&at| {
            seen += 1;
            seen > 3 || table_like(lines.text(at))
        }
    });
    let head_end = head_end.unwrap_or(lines.trimmed.len());
    (first_line..head_end, headings)
}

pub(super) fn read_head(report: &mut Report<'_>, lines: &Lines<'_>, range: Range<usize>) {
    for at in range {
        if lines.is_blank(at) || lines.fenced[at] {
            continue;
        }
        let mut span = lines.trimmed[at];
        span.end = span.start + Span::of(0..lines.text(at).trim_end().len()).end;
        let label = lines.text(at).trim_start_matches(['*', '_']);
        let dated = label
            .strip_prefix("Date:")
            .or_else(|| label.strip_prefix("Date**:"))
            .map_or(lines.text(at), |rest| rest.trim_start_matches(['*', ' ']));
        let dated = dated.trim_matches(['*', '_']);
        let day = date::read(dated);
        if report.title.is_none() {
            let body = lines.text(at).trim_start_matches('#').trim_start();
            span.start = span.end - Span::of(0..body.trim_end().len()).end;
            report.title = Some(span);
        } else if let Some(day) = day.filter(|_| report.date.is_none()) {
            let (day, fault) = match day {
                DateReading::Day(day) => (Some(day), None),
                DateReading::Unread => (None, None),
                DateReading::NoSuchDay { year, month, day } => (None, Some(DateFault::NoSuchDay { month, day, year })),
                DateReading::NoSuchMonth(word) => {
                    let start = span.start + Span::of(0..lines.text(at).find(dated).unwrap_or(0)).end;
                    (None, Some(DateFault::NoSuchMonth { month: Span::of(word).shift(start) }))
                }
            };
            report.date = Some(DateLine { span, day, fault });
        } else if report.byline.is_none() && !table_like(lines.text(at)) {
            report.byline = Some(span);
        }
    }
}

fn table_like(text: &str) -> bool {
    text.starts_with('|') || memchr::memchr(b'\t', text.as_bytes()).is_some()
}

/// Reads the lines between two headings.
pub(super) fn read_region<'s>(
    report: &mut Report<'s>,
    lines: &Lines<'s>,
    range: Range<usize>,
    section: Option<usize>,
    vocabulary: &Vocabulary,
) {
    let source = lines.source;
    let kind = section.and_then(|index| report.sections[index].kind);
    if kind == Some(SectionKind::References) {
        read_references(report, lines, range);
        return;
    }
    let outside: Vec<Span>;
    let spans = if lines.fenced[range.clone()].contains(&true) {
        outside = range.filter(|&at| !lines.fenced[at]).map(|at| lines.trimmed[at]).collect();
        &outside
    } else {
        &lines.trimmed[range]
    };
    let sure = kind == Some(SectionKind::Claims);
    let worth = sure || spans.iter().map(|&line| source.slice(line)).any(|text| table_like(text) || table::is_rule(text));
    if !worth {
        read_paragraphs(report, spans, 0..spans.len(), section, vocabulary);
        return;
    }
    let mut region = table::read(source, spans, sure, vocabulary);
    let offset = report.claims.len();
    for table in &mut region.tables {
        table.section = section;
        table.claims = table.claims.start + offset..table.claims.end + offset;
    }
    append(&mut report.tables, region.tables);
    append(&mut report.claims, region.claims);
    report.oddities.extend(region.oddities);
    read_paragraphs(report, spans, region.prose.into_iter(), section, vocabulary);
}

/// Appends a list to one that is mostly empty: nothing is copied then.
fn append<T>(to: &mut Vec<T>, mut list: Vec<T>) {
    if to.is_empty() {
        *to = list;
    } else {
        to.append(&mut list);
    }
}

fn read_paragraphs(
    report: &mut Report<'_>,
    spans: &[Span],
    prose: impl Iterator<Item = usize>,
    section: Option<usize>,
    vocabulary: &Vocabulary,
) {
    let source = report.source;
    let kind = report.kind_of(section);
    let mut open: Option<Span> = None;
    let mut last = None;
    let mut close = |open: &mut Option<Span>| {
        if let Some(span) = open.take() {
            let cues = push_paragraph(report, span, section, kind);
            let counts = cues.has_any(Cues::DIGIT | Cues::NUMBER_WORD);
            // Markdown counts in its own blocks.
            let restates = matches!(kind, Some(SectionKind::Abstract | SectionKind::Introduction));
            if report.dialect == Dialect::Plain && counts && !restates && counts_claims(source.slice(span)) {
                let reader = Reader { source, vocabulary };
                report.tallies.extend(reader.paragraph(span).into_iter().map(|tally| Tally { section, ..tally }));
            }
        }
    };
    for at in prose {
        let line = spans[at];
        if line.is_empty() || last.is_some_and(|last| last + 1 != at) {
            close(&mut open);
        }
        if !line.is_empty() {
            let text = source.slice(line).trim_end();
            let line = Span::of(0..text.len()).shift(line.start);
            open = Some(open.map_or(line, |open| open.cover(line)));
        }
        last = Some(at);
    }
    close(&mut open);
}

/// Takes a block of prose with what it states, and returns its cues.
pub(super) fn push_paragraph(report: &mut Report<'_>, span: Span, section: Option<usize>, kind: Option<SectionKind>) -> Cues {
    let text = report.source.slice(span);
    let cues = Cues::of(text);
    report.paragraphs.push(Paragraph { span, section, cues });
    push_statements(report, span, cues, section, kind);
    cues
}

/// Takes what a text states of the report.
pub(super) fn push_statements(
    report: &mut Report<'_>,
    span: Span,
    cues: Cues,
    section: Option<usize>,
    kind: Option<SectionKind>,
) {
    for stated in statement::read(report.source.slice(span), cues, kind) {
        report.statements.push(Statement {
            fact: stated.fact,
            span: Span::of(stated.span).shift(span.start),
            sentence: Span::of(stated.sentence).shift(span.start),
            section,
        });
    }
}

pub(super) fn read_references<'s>(report: &mut Report<'s>, lines: &Lines<'s>, range: Range<usize>) {
    let source = lines.source;
    let filled = range.filter(|&at| !lines.is_blank(at) && !lines.fenced[at]);
    let filled: Vec<(usize, bool)> = filled.map(|at| (at, reference::marker(lines.text(at)).is_some())).collect();
    let none_marked = !filled.iter().any(|&(_, marked)| marked);
    let mut items: Vec<(usize, usize)> = Vec::with_capacity(filled.len());
    for (at, marked) in filled {
        let begins = marked || none_marked;
        match items.last_mut() {
            // A line without a marker goes on with the item right above it.
            Some(last) if !begins && last.1 + 1 == at => last.1 = at,
            _ => items.push((at, at)),
        }
    }
    let mut above: Option<usize> = None;
    report.references.reserve_exact(items.len());
    for (first, last) in items {
        let end = lines.trimmed[last];
        let text_end = end.start + Span::of(0..lines.text(last).trim_end().len()).end;
        let item = Span::new(lines.trimmed[first].start, text_end);
        let text = source.slice(item);
        let read = reference::read(text);
        let fault = reference_fault::read(text, read.marker.unwrap_or(0), read.marker.is_some(), &read);
        let blank_before = above.filter(|&above| above + 1 < first).map(|above| {
            let start = source.line_with_end(above).end;
            Span::new(start, source.line_with_end(first - 1).end.max(start))
        });
        report.references.push(Reference {
            item,
            span: Span::of(read.body).shift(item.start),
            number: read.number,
            identity: read.identity,
            url: read.url.map(|range| Span::of(range).shift(item.start)),
            blank_before,
            fault: fault.map(|(range, kind)| ReferenceFault { span: Span::of(range).shift(item.start), kind }),
        });
        above = Some(last);
    }
}
