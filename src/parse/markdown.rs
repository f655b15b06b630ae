//! The Markdown dialect: headings of any depth, pipe tables, status lines, lists led by marks, counts of verdicts.
//!
//! Blocks are found by `blocks`; here they are put together into a report. Claims are never read out of code.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use super::blocks::{self, Block, BlockKind};
use super::heading::{self, Heading};
use super::plain::{self, Lines};
use super::status::{self, Placed};
use super::tally::{self, Counted, Reader};
use super::verdict::Vocabulary;
use super::verdict_table::{self, Grid, Reading};
use super::{date, recognition, table};
use crate::cue::Cues;
use crate::report::{
    Cell, Claim, DateFault, DateLine, Dialect, Oddity, OddityKind, Report, Scope, Section, SectionKind, Table, Tally,
};
use crate::source::{Source, SourceId, Span};

/// Reads a report; `None` when the text is none.
#[must_use]
pub fn read<'s>(source: &'s Source, id: SourceId, vocabulary: &Vocabulary) -> Option<Report<'s>> {
    let mut reading = Read {
        report: Report {
            oddities: source.invalid().iter().map(|&span| Oddity { span, kind: OddityKind::InvalidBytes }).collect(),
            ..Report::new(source, id, Dialect::Markdown)
        },
        vocabulary,
        lines: None,
        named: false,
        sources: None,
    };
    let blocks = joined(source, blocks::read(source));
    reading.sources = sources(source, &blocks);
    let texts = reading.blocks(&blocks);
    let loose = status::read(source, vocabulary, &reading.report.sections, &texts);
    let Read { mut report, named, .. } = reading;
    merge(&mut report, loose);
    let mut tallies = std::mem::take(&mut report.tallies);
    tallies.sort_by_key(|tally| tally.place);
    let chapters = Chapters::new(&report);
    for tally in &mut tallies {
        tally.scope = chapters.scope(&report, tally);
    }
    report.tallies = tallies;
    report.oddities.sort_by_key(|oddity| oddity.span);
    recognition::is_report(&report, named).then_some(report)
}

struct Read<'s, 'v> {
    report: Report<'s>,
    vocabulary: &'v Vocabulary,
    /// The lines of the file, once a part asks for them that is read by lines.
    lines: Option<Lines<'s>>,
    /// True once a table names its claims and its verdicts.
    named: bool,
    /// The heading of the only list of sources, where none is called references.
    sources: Option<Span>,
}

impl Read<'_, '_> {
    /// Takes all blocks, and returns the texts with their sections.
    fn blocks<'b>(&mut self, blocks: &'b [Block]) -> Vec<Placed<'b>> {
        let mut texts = Vec::with_capacity(blocks.len());
        let mut section = None;
        let mut at = self.head(blocks);
        let mut list: Vec<&Block> = Vec::new();
        while at < blocks.len() {
            let block = &blocks[at];
            at += 1;
            match &block.kind {
                BlockKind::Heading(level) => {
                    self.list(&mut list, section);
                    let end = next_heading(blocks, at);
                    section = Some(self.section(block.span, *level));
                    if self.by_lines(block.span, section, &blocks[at..end]) {
                        at = end;
                    }
                }
                BlockKind::Table(rows) => {
                    self.list(&mut list, section);
                    self.table(rows, section, true);
                }
                BlockKind::Fence => {
                    self.list(&mut list, section);
                    let reader = Reader { source: self.report.source, vocabulary: self.vocabulary };
                    // The sentence before or behind says of which run it is.
                    let around = || at.checked_sub(2).into_iter().chain([at]).filter_map(|at| blocks.get(at));
                    let other = || around().any(|block| tally::is_of_another_run(self.report.source.slice(block.span)));
                    self.tally(reader.fence(block.span).filter(|_| !other()), section);
                }
                BlockKind::Text { item, .. } => {
                    if self.pipes(block.span, section) {
                        continue;
                    }
                    if let Some(section) = self.bold_heading(block) {
                        self.list(&mut list, section.checked_sub(1));
                        continue;
                    }
                    let kind = self.report.kind_of(section);
                    let cues = plain::push_paragraph(&mut self.report, block.span, section, kind);
                    if item.is_none() {
                        self.list(&mut list, section);
                        if cues.has_any(Cues::DIGIT | Cues::NUMBER_WORD) {
                            self.text_tallies(block.span, section);
                        }
                    } else {
                        list.push(block);
                    }
                    texts.push(Placed { block, section });
                }
                BlockKind::FrontMatter | BlockKind::Rule => self.list(&mut list, section),
            }
        }
        self.list(&mut list, section);
        texts
    }

    /// Reads title, byline and date, and returns where the rest begins.
    fn head(&mut self, blocks: &[Block]) -> usize {
        let source = self.report.source;
        let mut at = usize::from(matches!(blocks.first(), Some(Block { kind: BlockKind::FrontMatter, .. })));
        let first = at;
        if let Some(Block { kind: BlockKind::Heading(level), span }) = blocks.get(at) {
            let heading = read_heading(source, *span, *level);
            if heading.kind.is_none() {
                at += 1;
            }
        }
        let top = blocks[first..].iter().take_while(|block| {
            !matches!(block.kind, BlockKind::Heading(_) | BlockKind::Table(_)) || block.span == blocks[first].span
        });
        let top_end = top.last().map_or(0, |block| block.span.end);
        let before_first = blocks[at..].iter().find(|block| matches!(block.kind, BlockKind::Heading(_) | BlockKind::Table(_)));
        let end_line =
            before_first.map_or(source.line_count(), |block| source.line_of(block.span.start)).min(source.line_of(top_end) + 1);
        // Title, byline and date are three single lines at the top; a date may have a label further down.
        let start_line = blocks.get(first).map_or(0, |block| source.line_of(block.span.start));
        let filled: Vec<usize> =
            (start_line..end_line).filter(|&at| !source.slice(source.line(at)).trim().is_empty()).take(3).collect();
        if let Some(&last) = filled.last() {
            let lines = self.lines.get_or_insert_with(|| Lines::new(source));
            plain::read_head(&mut self.report, lines, start_line..last + 1);
        }
        // "Generated on May 3, 2026" below the title may be another day than that of the report.
        let unread = |report: &Report<'_>| report.date.as_ref().is_none_or(|date| date.day.is_none() && date.fault.is_none());
        if unread(&self.report) {
            self.dated(start_line..end_line);
        }
        if let Some(front) = blocks[..first].first().filter(|_| unread(&self.report)) {
            self.dated(source.line_of(front.span.start)..source.line_of(front.span.end) + 1);
        }
        at
    }

    /// Reads a line "**Report Date:** October 24, 2025" among the first ones.
    fn dated(&mut self, range: Range<usize>) {
        const MOST: usize = 16;
        let source = self.report.source;
        for line in range.take(MOST).map(|at| source.line(at)) {
            let Some((label, value)) = status::label(source, line) else { continue };
            let dates = ["date", "report date", "generated", "audit date", "generated on"];
            let reading = dates.iter().any(|known| label.eq_ignore_ascii_case(known)).then(|| date::read(source.slice(value)));
            let (day, fault) = match reading.flatten() {
                Some(date::DateReading::Day(day)) => (Some(day), None),
                Some(date::DateReading::NoSuchDay { year, month, day }) => {
                    (None, Some(DateFault::NoSuchDay { month, day, year }))
                }
                _ => continue,
            };
            self.report.date = Some(DateLine { span: value, day, fault });
            return;
        }
    }

    fn section(&mut self, span: Span, level: u8) -> usize {
        let source = self.report.source;
        let heading = read_heading(source, span, level);
        let within = |range: &Range<usize>| Span::of(range.clone()).shift(span.start);
        let line = Span::of(0..source.slice(span).split(['\n', '\r']).next().unwrap_or("").trim_end().len()).shift(span.start);
        let body = source.line_with_end(source.line_of(span.end)).end;
        if let Some(last) = self.report.sections.last_mut() {
            last.body.end = source.line_with_end(source.line_of(span.start)).start.max(last.body.start);
        }
        self.report.sections.push(Section {
            kind: heading.kind,
            number: heading.number.as_ref().map(within),
            name: within(&heading.name),
            heading: line,
            level: heading.level,
            body: Span::new(body, Span::of(0..source.text().len()).end.max(body)),
        });
        let index = self.report.sections.len() - 1;
        let reader = Reader { source, vocabulary: self.vocabulary };
        let name = self.report.sections[index].name;
        if let Some(counted @ Counted::Entry(_)) = reader.line(name) {
            let tally = tally::gather(line, [counted]).map(|tally| Tally { scope: Scope::Section(index), ..tally });
            self.tally(tally, Some(index));
        } else if let Some((entries, total)) = reader.bracketed(name) {
            let complete = total.is_some() && entries.len() > 1;
            let scope = Scope::Section(index);
            self.tally(Some(Tally { place: line, section: None, scope, entries, total, complete }), Some(index));
        }
        index
    }

    /// A paragraph that is nothing but a known heading in bold begins a section too.
    fn bold_heading(&mut self, block: &Block) -> Option<usize> {
        let text = self.report.source.slice(block.span);
        let known = text.starts_with("**") && !text.contains(['\n', '\r']) && heading::read(text)?.kind.is_some();
        known.then(|| self.section(block.span, 6))
    }

    /// Reads a section that is read by lines, as in the plain dialect: references, and claims that are in no table.
    fn by_lines(&mut self, heading: Span, section: Option<usize>, blocks: &[Block]) -> bool {
        let source = self.report.source;
        let kind = self.report.kind_of(section);
        let sources = self.sources == Some(heading);
        let tabled = || blocks.iter().any(|block| matches!(block.kind, BlockKind::Table(_)));
        let rows = || blocks.iter().any(|block| memchr::memchr2(b'\t', b'|', source.slice(block.span).as_bytes()).is_some());
        let wanted = match kind {
            Some(SectionKind::References) => true,
            Some(SectionKind::Claims) => !tabled() && rows(),
            _ => sources && !tabled(),
        };
        if !wanted {
            return false;
        }
        let first = source.line_of(heading.end) + 1;
        let end = blocks.last().map_or(first, |block| source.line_of(block.span.end) + 1);
        let lines = self.lines.get_or_insert_with(|| Lines::new(source));
        if kind == Some(SectionKind::References) || sources {
            plain::read_references(&mut self.report, lines, first..end.max(first));
            // What is called a source may be an interview, and stand as it likes.
            for reference in self.report.references.iter_mut().filter(|_| sources) {
                (reference.fault, reference.blank_before) = (None, None);
            }
        } else {
            plain::read_region(&mut self.report, lines, first..end.max(first), section, self.vocabulary);
            self.named |= !self.report.claims.is_empty();
        }
        true
    }

    /// Reads a table; false when it is none that a report has.
    fn table(&mut self, rows: &[Span], section: Option<usize>, has_header: bool) -> bool {
        let source = self.report.source;
        let Some((&first, rest)) = rows.split_first() else { return false };
        let header = verdict_table::cells(source, first, None);
        let expected = Some(header.len());
        let grid = Grid { rows: rest.iter().map(|&row| (row, verdict_table::cells(source, row, expected))).collect(), header };
        if has_header {
            self.cells(&grid);
        }
        match verdict_table::read(source, &grid, self.vocabulary) {
            Reading::Claims { claims, oddities, confidence_head, named } => {
                self.named |= named && verdict_table::judges(&claims);
                let start = self.report.claims.len();
                self.report.claims.extend(claims);
                self.report.oddities.extend(oddities);
                let claims = start..self.report.claims.len();
                self.report.tables.push(Table { section, header: Some(first), confidence_head, claims });
            }
            Reading::Record(claim) => self.report.claims.push(claim),
            Reading::Tallies(tallies) => tallies.into_iter().for_each(|tally| self.tally(Some(tally), section)),
            Reading::Other => {
                self.fields(&grid, section);
                return has_header;
            }
        }
        true
    }

    /// Keeps the cells of a table that may hold figures.
    fn cells(&mut self, grid: &Grid) {
        let source = self.report.source;
        let interval = |&head: &Span| {
            let text = source.slice(head);
            let mut words = text.split(|c: char| !c.is_alphanumeric());
            text.contains('%') && words.any(|word| matches!(word, "CI" | "CrI"))
        };
        let heads: Vec<bool> = grid.header.iter().map(interval).collect();
        for (_, cells) in &grid.rows {
            let below = cells.iter().zip(heads.iter().copied().chain(std::iter::repeat(false)));
            let cells = below.map(|(&span, interval)| Cell { span, interval });
            self.report.cells.extend(cells.filter(|cell| may_hold_figures(source.slice(cell.span), cell.interval)));
        }
    }

    /// Reads what a table of fields and values says of the report itself: "| Quality score | 8.3/10 |".
    fn fields(&mut self, grid: &Grid, section: Option<usize>) {
        if grid.header.len() != 2 {
            return;
        }
        let source = self.report.source;
        let kind = self.report.kind_of(section);
        let all = std::iter::once(&grid.header).chain(grid.rows.iter().map(|(_, cells)| cells));
        for pair in all.filter_map(|cells| Some(cells.first()?.cover(*cells.get(1)?))) {
            let text = source.slice(pair);
            let cues = Cues::of(text);
            if cues.has_all(Cues::SCORE | Cues::DIGIT) {
                plain::push_statements(&mut self.report, pair, cues, section, kind);
            }
        }
    }

    /// Takes a paragraph of pipe rows for a table without the line of dashes; false when it is none.
    fn pipes(&mut self, span: Span, section: Option<usize>) -> bool {
        let source = self.report.source;
        if !source.slice(span).starts_with('|') {
            return false;
        }
        let rows: Vec<Span> = blocks::lines(source, span).collect();
        if !rows.iter().all(|&row| source.slice(row).starts_with('|')) {
            return false;
        }
        if self.table(&rows, section, false) {
            return true;
        }
        let Some((claims, three_cells)) = verdict_table::without_header(source, &rows, self.vocabulary) else { return false };
        self.report.oddities.push(Oddity { span: rows[0], kind: OddityKind::HeaderMissing { three_cells } });
        let start = self.report.claims.len();
        self.report.claims.extend(claims);
        let claims = start..self.report.claims.len();
        self.report.tables.push(Table { section, header: None, confidence_head: None, claims });
        true
    }

    /// The counts of the list that ends here.
    fn list(&mut self, list: &mut Vec<&Block>, section: Option<usize>) {
        let reader = Reader { source: self.report.source, vocabulary: self.vocabulary };
        for items in list.chunk_by(|a, b| list_of(a) == list_of(b)) {
            let counted = items.iter().filter_map(|block| reader.line(first_line(self.report.source, block.span)));
            let place = items[0].span.cover(items[items.len() - 1].span);
            let tally = tally::gather(place, counted);
            self.tally(tally, section);
        }
        list.clear();
    }

    /// The counts of a paragraph.
    fn text_tallies(&mut self, span: Span, section: Option<usize>) {
        let reader = Reader { source: self.report.source, vocabulary: self.vocabulary };
        for tally in reader.paragraph(span) {
            self.tally(Some(tally), section);
        }
    }

    fn tally(&mut self, tally: Option<Tally>, section: Option<usize>) {
        self.report.tallies.extend(tally.map(|tally| Tally { section, ..tally }));
    }
}

/// What a list of sources is called. Unlike a reference, a source may be an interview.
pub(super) const SOURCE_LISTS: [&str; 6] =
    ["sources", "sources consulted", "sources cited", "works cited", "list of sources", "quellen"];

/// The heading of a report's only list of sources; none where a list of references stands elsewhere, and in the parts of a report.
fn sources(source: &Source, blocks: &[Block]) -> Option<Span> {
    const DEEPEST: u8 = 2;
    let mut only = None;
    for block in blocks {
        let BlockKind::Heading(level) = block.kind else { continue };
        let name = source.slice(block.span).trim_matches(|c: char| !c.is_alphabetic());
        if ["references", "bibliography"].iter().any(|known| name.eq_ignore_ascii_case(known)) {
            return None;
        }
        if SOURCE_LISTS.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            if only.is_some() || level > DEEPEST {
                return None;
            }
            only = Some(block.span);
        }
    }
    only
}

/// True for a cell that is more than a number: two figures, at least, and something that relates them. Below the name of an
/// interval, that is the header.
fn may_hold_figures(cell: &str, interval: bool) -> bool {
    static FROM: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("rom "));
    const SHORTEST: usize = 8;
    let bytes = cell.as_bytes();
    let relates = || interval || memchr::memchr3(b'%', b'=', b'<', bytes).is_some() || FROM.find(bytes).is_some();
    bytes.len() >= SHORTEST && bytes.iter().filter(|byte| byte.is_ascii_digit()).nth(1).is_some() && relates()
}

/// The list that a block is an item of.
fn list_of(block: &Block) -> Option<u32> {
    match block.kind {
        BlockKind::Text { item, .. } => item.map(|item| item.list),
        _ => None,
    }
}

fn first_line(source: &Source, span: Span) -> Span {
    blocks::lines(source, span).next().unwrap_or(span)
}

fn next_heading(blocks: &[Block], from: usize) -> usize {
    (from..blocks.len()).find(|&at| matches!(blocks[at].kind, BlockKind::Heading(_))).unwrap_or(blocks.len())
}

fn read_heading(source: &Source, span: Span, level: u8) -> Heading {
    let text = source.slice(span);
    let line = text.split(['\n', '\r']).next().unwrap_or("").trim_end();
    let mut heading =
        heading::read(line).unwrap_or(Heading { kind: None, number: None, name: 0..line.len(), level, hashes: true });
    // "#" with nothing behind it.
    if heading.name.is_empty() {
        heading.name = 0..line.len();
    }
    heading.level = level;
    heading
}

/// Joins what is one table: rows after a blank line, and the same header again.
fn joined(source: &Source, blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        if let Some(Block { kind: BlockKind::Table(rows), span }) = out.last_mut() {
            let columns = rows.first().map(|&row| verdict_table::cells(source, row, None).len());
            match &block.kind {
                BlockKind::Table(more)
                    if more.first().map(|&row| source.slice(row)) == rows.first().map(|&row| source.slice(row)) =>
                {
                    rows.extend(more.iter().skip(1));
                    *span = span.cover(block.span);
                    continue;
                }
                BlockKind::Text { .. } if source.slice(block.span).starts_with('|') => {
                    let more: Vec<Span> = blocks::lines(source, block.span).collect();
                    let alike = |&row: &Span| {
                        source.slice(row).starts_with('|') && Some(verdict_table::cells(source, row, columns).len()) == columns
                    };
                    if more.iter().all(alike) {
                        rows.extend(more);
                        *span = span.cover(block.span);
                        continue;
                    }
                }
                _ => {}
            }
        }
        out.push(block);
    }
    out
}

/// Puts the claims of tables and the others in the order of the file.
fn merge(report: &mut Report<'_>, loose: Vec<Claim>) {
    if loose.is_empty() && report.tables.iter().map(|table| table.claims.len()).sum::<usize>() == report.claims.len() {
        return;
    }
    let mut old: Vec<Claim> = std::mem::take(&mut report.claims);
    let mut table_of = vec![None; old.len()];
    for (at, table) in report.tables.iter_mut().enumerate() {
        table_of[table.claims.clone()].fill(Some(at));
        table.claims = 0..0;
    }
    let mut all: Vec<(Claim, Option<usize>)> =
        old.drain(..).zip(table_of).chain(loose.into_iter().map(|claim| (claim, None))).collect();
    all.sort_by_key(|(claim, _)| claim.row);
    for (at, (_, table)) in all.iter().enumerate() {
        if let Some(table) = table {
            let range = &mut report.tables[*table].claims;
            *range = if range.end == 0 { at..at + 1 } else { range.start..at + 1 };
        }
    }
    report.claims = all.into_iter().map(|(claim, _)| claim).collect();
}

/// The chapters of a report: its topmost sections below the title, each with its claims.
struct Chapters {
    /// For each section the chapter that it belongs to.
    of: Vec<usize>,
    /// For each chapter from where to where it goes.
    spans: FxHashMap<usize, Span>,
    /// For each section its table, when it has one only.
    tables: FxHashMap<usize, Option<usize>>,
    /// The section of each name, in lower case; none where several have it. Made when it is first asked for.
    named: OnceCell<FxHashMap<String, Option<usize>>>,
}

impl Chapters {
    fn new(report: &Report<'_>) -> Self {
        let sections = &report.sections;
        let top = sections.iter().map(|section| section.level).min().unwrap_or(1);
        let mut chapters = Self {
            of: Vec::with_capacity(sections.len()),
            spans: FxHashMap::default(),
            tables: FxHashMap::default(),
            named: OnceCell::new(),
        };
        let mut chapter = 0;
        for (at, section) in sections.iter().enumerate() {
            if section.level == top {
                chapter = at;
            }
            chapters.of.push(chapter);
            let start = sections[chapter].heading.start;
            chapters.spans.insert(chapter, Span::new(start, section.body.end.max(start)));
        }
        for (at, table) in report.tables.iter().enumerate() {
            if let Some(section) = table.section {
                chapters.tables.entry(section).and_modify(|only| *only = None).or_insert(Some(at));
            }
        }
        chapters
    }

    /// The part whose name stands before a count: "Part A: 2 verified, 1 refuted". Of several that are called so, none.
    fn named_part(&self, report: &Report<'_>, tally: &Tally) -> Option<Scope> {
        const SHORTEST: usize = 3;
        let first = tally.entries.iter().map(|entry| entry.span.start.min(entry.label.start)).min()?;
        let lead = report.text(Span::new(tally.place.start, first.max(tally.place.start)));
        // "In Part A, 2 are verified"
        let lead = lead.trim_matches(|c: char| !c.is_alphanumeric());
        let lead = ["In ", "For ", "Under "].iter().find_map(|word| lead.strip_prefix(word)).unwrap_or(lead);
        let lead = lead.trim_end_matches(|c: char| !c.is_alphanumeric());
        if lead.len() < SHORTEST {
            return None;
        }
        let named = self.named.get_or_init(|| {
            let mut named = FxHashMap::default();
            for (at, section) in report.sections.iter().enumerate() {
                let name = report.text(section.name).trim().to_ascii_lowercase();
                named.entry(name).and_modify(|only| *only = None).or_insert(Some(at));
            }
            named
        });
        named.get(&lead.to_ascii_lowercase()).map(|part| part.map_or(Scope::Other, Scope::Part))
    }

    /// What a tally counts: the claims below its heading; those of its chapter, where it has claims of its own and others
    /// stand elsewhere; else all of them.
    fn scope(&self, report: &Report<'_>, tally: &Tally) -> Scope {
        // A chapter that sums up speaks of all.
        let sums_up = |section: usize| {
            let name = report.text(report.sections[section].name).to_lowercase();
            [
                "summary",
                "overview",
                "statistic",
                "conclusion",
                "scorecard",
                "at a glance",
                "totals",
                "metrics",
                "요약",
                "サマリ",
                "まとめ",
                "总结",
            ]
            .iter()
            .any(|word| name.contains(word))
        };
        let Some(section) = tally.section.filter(|_| tally.scope == Scope::Document) else { return tally.scope };
        if let Some(named) = self.named_part(report, tally) {
            return named;
        }
        let chapter = self.of[section];
        let own = report.claims_within(self.spans[&chapter]).len();
        // At the end of the last claim's section stands what all of them come to.
        let stated: u64 = tally.entries.iter().filter_map(|entry| entry.amount.exact()).map(u64::from).sum();
        let beyond = own == 1 && stated > 1 && tally.entries.len() > 1;
        if own == 0 || own == report.claims.len() || beyond || sums_up(chapter) || sums_up(section) {
            return Scope::Document;
        }
        match self.tables.get(&section).copied().flatten() {
            Some(table) if report.tables[table].claims.len() == own => Scope::Table(table),
            _ => Scope::Section(chapter),
        }
    }
}

/// True when a text is Markdown: it has headings, pipe rows, boxes to tick, emphasised labels or lines that give verdicts, and
/// neither rows divided by tabs nor the headings of the plain dialect.
#[must_use]
pub fn is_markdown(source: &Source, vocabulary: &Vocabulary) -> bool {
    let text = source.text();
    let dashed = || memchr::memmem::find(text.as_bytes(), b" - ").is_some();
    if memchr::memchr3(b'#', b'|', b'*', text.as_bytes()).is_none() && !has_verdict_line(text) && !dashed() {
        return false;
    }
    let tabs = memchr::memchr(b'\t', text.as_bytes()).is_some();
    let (mut hashes, mut signs, mut plain_headings) = (0, 0, 0);
    for at in 0..source.line_count() {
        let line = source.slice(source.line(at));
        let body = line.trim_start();
        if tabs && body.contains('\t') && body.split('\t').any(|cell| vocabulary.lone_mark(cell.trim()).is_some()) {
            return false;
        }
        match body.as_bytes() {
            [b'#', ..] if heading::read(body).is_some_and(|heading| heading.hashes) => hashes += 1,
            [b'|', ..] | [b'*', b'*', ..] | [b'-' | b'*', b' ', b'*', b'*', ..] => signs += 1,
            [b'-' | b'*', b' ', b'[', b' ' | b'x' | b'X', b']', b' ', ..] => signs += 1,
            [b'=', b'=', b'=', ..] if body.trim_end().bytes().all(|byte| byte == b'=') => signs += 2,
            // Below the header of a table without outer bars.
            [b'-' | b':', ..] if table::is_rule(body) => signs += 2,
            [b'0'..=b'9' | b'A'..=b'Z', ..]
                if body.len() < 40 && heading::read(body).is_some_and(|heading| heading.kind.is_some()) =>
            {
                plain_headings += 1;
            }
            [b'A'..=b'Z', ..] if status::is_verdict_line(body) => signs += 1,
            [b'0'..=b'9' | b'-', ..] if status::is_verdict_item(body, vocabulary) => signs += 1,
            _ => {}
        }
    }
    hashes > 0 || signs > 1 && plain_headings < 3
}

/// One look for a line that gives a verdict: few lines have a colon, and fewer such a word before it.
fn has_verdict_line(text: &str) -> bool {
    const LONGEST: usize = 40;
    let bytes = text.as_bytes();
    // No address: "http://".
    let is_label = |colon: &usize| bytes.get(colon + 1).is_none_or(u8::is_ascii_whitespace);
    memchr::memchr_iter(b':', bytes).filter(is_label).any(|colon| {
        let lead = &bytes[colon.saturating_sub(LONGEST)..colon];
        let start =
            colon - lead.iter().rev().take_while(|&&byte| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'-')).count();
        let begins = start == 0 || matches!(bytes[start - 1], b'\n' | b'\r');
        let start = start + bytes[start..colon].iter().take_while(|&&byte| byte == b' ').count();
        begins
            && bytes[start].is_ascii_uppercase()
            && status::is_verdict_line(text[start..].split(['\n', '\r']).next().unwrap_or(""))
    })
}
