//! Tables of claims: which lines are their rows, and what stands in their cells.
//!
//! No line of a table's region is skipped silently: it is a header, a row (well formed or an oddity), or prose.

use super::claim;
use super::verdict::Vocabulary;
use crate::decimal::Decimal;
use crate::report::{Claim, ClaimForm, Confidence, Oddity, OddityKind, Table, Verdict, VerdictForm};
use crate::source::{Source, Span};

/// How the cells of a line are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Division {
    /// By tabs.
    Tabs,
    /// By `|`.
    Pipes,
    /// By runs of at least two blanks.
    Blanks,
}

/// The columns of a table by their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    claim: usize,
    verdict: Option<usize>,
    confidence: Option<usize>,
    count: usize,
}

/// The columns of a table without a header: claim, verdict, confidence.
const SEEDS_LAYOUT: Columns = Columns { claim: 0, verdict: Some(1), confidence: Some(2), count: 3 };

/// A header row that was read.
#[derive(Debug, Clone, Copy)]
pub struct Header {
    span: Span,
    division: Division,
    columns: Columns,
    confidence_head: Option<Span>,
    /// How many of the columns that are looked for are named.
    named: usize,
}

/// What a region of lines holds.
#[derive(Debug, Default)]
pub struct Region {
    /// Its tables; ranges count from the first claim of this region.
    pub tables: Vec<Table>,
    /// Its rows.
    pub claims: Vec<Claim>,
    /// What was not well formed.
    pub oddities: Vec<Oddity>,
    /// Lines that are prose, as indices into the lines handed in.
    pub prose: Vec<usize>,
}

/// The columns of a header of a table of claims; `sure` says that the section is one of claims, where one of the two
/// words is enough.
#[must_use]
pub fn header(source: &Source, line: Span, sure: bool, vocabulary: &Vocabulary) -> Option<Header> {
    let text = source.slice(line);
    // The cells of a header are words: where the first cell is a sentence, the line is a row.
    const LONGEST_WORD: usize = 40;
    let bytes = text.as_bytes();
    let first = memchr::memchr2(b'\t', b'|', &bytes[..bytes.len().min(3 * LONGEST_WORD + 1)]);
    let sentence = first.map_or(bytes.len() > 3 * LONGEST_WORD, |at| bytes[at] == b'\t' && at > LONGEST_WORD);
    if bytes.is_empty() || bytes.len() > 400 || sentence {
        return None;
    }
    let division = division(text).or_else(|| sure.then_some(Division::Blanks))?;
    let cells = cells(source, line, division);
    let mut columns = Columns { claim: usize::MAX, verdict: None, confidence: None, count: cells.len() };
    let mut confidence_head = None;
    for (at, &cell) in cells.iter().enumerate() {
        let word = source.slice(cell).trim_matches(|c: char| !c.is_alphanumeric());
        let is = |list: &[&str]| list.iter().any(|known| word.eq_ignore_ascii_case(known));
        if vocabulary.lone_mark(source.slice(cell)).is_some_and(|(_, form)| form == VerdictForm::Mark) {
            return None;
        } else if columns.claim == usize::MAX && is(&["claim", "claims", "extracted claim", "statement", "assertion"]) {
            columns.claim = at;
        } else if columns.verdict.is_none() && is(&["verified", "verdict", "status", "outcome", "supported"]) {
            columns.verdict = Some(at);
        } else if columns.confidence.is_none() && is(&["confidence", "conf", "certainty", "score", "probability"]) {
            columns.confidence = Some(at);
            confidence_head = Some(cell);
        }
    }
    let claim_named = columns.claim != usize::MAX;
    let named = usize::from(claim_named) + usize::from(columns.verdict.is_some()) + usize::from(columns.confidence.is_some());
    // "C04 TAB a claim TAB Supported TAB 0.9" has one of the words, and is a row nevertheless.
    let of_numbers = || cells.iter().any(|&cell| confidence(source, cell).value.is_some());
    if cells.len() < 2
        || named < 2 && !(sure && named == 1 && !of_numbers())
        || !(sure || claim_named && columns.verdict.is_some())
    {
        return None;
    }
    if !claim_named {
        let taken = [columns.verdict, columns.confidence];
        columns.claim = (0..cells.len()).find(|at| !taken.contains(&Some(*at)))?;
    }
    Some(Header { span: line, division, columns, confidence_head, named })
}

/// Reads a region that is handed in as trimmed lines in order, empty ones among them.
///
/// `sure` says that the region is a section of claims: it is one table, which blank lines do not end, and rows are read
/// even without a header. Elsewhere a table begins with its header and ends at a blank line.
#[must_use]
pub fn read(source: &Source, lines: &[Span], sure: bool, vocabulary: &Vocabulary) -> Region {
    let mut region = Region::default();
    if sure {
        read_block(source, lines, 0..lines.len(), sure, vocabulary, &mut region);
    } else {
        let mut start = 0;
        while start < lines.len() {
            let end = (start..lines.len()).find(|&at| lines[at].is_empty()).unwrap_or(lines.len());
            read_block(source, lines, start..end, sure, vocabulary, &mut region);
            region.prose.extend((end < lines.len()).then_some(end));
            start = end + 1;
        }
    }
    region.oddities.sort_by_key(|oddity| oddity.span);
    region
}

fn read_block(
    source: &Source,
    lines: &[Span],
    block: std::ops::Range<usize>,
    sure: bool,
    vocabulary: &Vocabulary,
    region: &mut Region,
) {
    let first_header = block.clone().find_map(|at| header(source, lines[at], sure, vocabulary).map(|header| (at, header)));
    let looks_like_row = |at: usize| is_row(source, lines[at], vocabulary);
    let start = first_header.map(|(at, _)| at).or_else(|| sure.then(|| block.clone().find(|&at| looks_like_row(at))).flatten());
    let Some(start) = start else {
        region.prose.extend(block);
        return;
    };
    region.prose.extend(block.start..start);
    // A paragraph after the last row, set apart by a blank line, is a note.
    let last_row = (start..block.end).rev().find(|&at| looks_like_row(at)).unwrap_or(start);
    let note = (last_row + 1..block.end).find(|&at| lines[at].is_empty()).unwrap_or(block.end);

    let mut rows = Rows { source, vocabulary, header: None, rows: Vec::with_capacity(note - start), cells: Vec::new() };
    for (at, &line) in lines.iter().enumerate().take(note).skip(start) {
        if line.is_empty() || is_rule(source.slice(line)) {
            continue;
        }
        let header = match first_header {
            Some((first, header)) if first == at => Some(header),
            // Below a header a lone "Supported" is the verdict of a row.
            _ => header(source, line, sure, vocabulary).filter(|next| rows.header.is_none() || next.named > 1),
        };
        match header {
            Some(next) if at == start || rows.header.is_none_or(|header: Header| header.columns != next.columns) => {
                rows.finish(region);
                rows.header = Some(next);
            }
            // The same header again: the table goes on.
            Some(_) => {}
            None => rows.add(line, region),
        }
    }
    rows.finish(region);
    region.prose.extend(note..block.end);
}

struct Rows<'s> {
    source: &'s Source,
    vocabulary: &'s Vocabulary,
    header: Option<Header>,
    /// Each row, and its cells for claim, verdict and confidence.
    rows: Vec<(Span, [Option<Span>; 3])>,
    /// The cells of the line that is read.
    cells: Vec<Span>,
}

impl Rows<'_> {
    /// Takes a line that is no header for a row.
    fn add(&mut self, line: Span, region: &mut Region) {
        let columns = self.header.map_or(SEEDS_LAYOUT, |header| header.columns);
        let text = self.source.slice(line);
        let usual = self.header.map(|header| header.division);
        let division = division(text)
            .or(usual.filter(|&usual| usual == Division::Blanks))
            .or_else(|| usual.is_none().then_some(Division::Blanks));
        let mut cells = std::mem::take(&mut self.cells);
        read_cells(self.source, line, division.unwrap_or(Division::Tabs), &mut cells);
        let row = trimmed(line, text, 0..text.len());
        if cells.len() < columns.count
            && division != Some(Division::Blanks)
            && let Some((lenient, gaps)) = lenient_cells(self.source, line, self.vocabulary)
        {
            region.oddities.push(Oddity { span: row, kind: OddityKind::RowBlanks { gaps } });
            cells = lenient;
        } else if division.is_none()
            && let Some(marked) = marked_cells(self.source, line, &columns, self.vocabulary)
        {
            // As without a header, so that one that is added loses no verdict.
            let kind = OddityKind::RowCells { cells: marked.len(), expected: columns.count };
            region.oddities.push(Oddity { span: row, kind });
            cells = marked;
        } else if self.header.is_some() && cells.len() != columns.count {
            let kind = OddityKind::RowCells { cells: cells.len(), expected: columns.count };
            region.oddities.push(Oddity { span: row, kind });
        }
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at).copied());
        let mut read = [cell(Some(columns.claim)), cell(columns.verdict), cell(columns.confidence)];
        // "A claim TAB 0.27": the cell that is missing is the verdict.
        if let [_, Some(verdict), None] = read
            && cells.len() < columns.count
            && columns.confidence.is_some()
            && confidence(self.source, verdict).value.is_some()
        {
            read = [read[0], None, Some(verdict)];
        }
        self.rows.push((row, read));
        self.cells = cells;
    }

    /// Ends the table: with all its cells known, the form of its verdicts is.
    fn finish(&mut self, region: &mut Region) {
        let (source, vocabulary) = (self.source, self.vocabulary);
        let start = region.claims.len();
        let verdicts = self.rows.iter().filter_map(|(_, cells)| cells[1]).map(|span| source.slice(span));
        let form = vocabulary.column_form(verdicts);
        if start == 0 {
            region.claims.reserve_exact(self.rows.len());
        }
        for &(row, cells) in &self.rows {
            let verdict: Option<Verdict> = cells[1].map(|span| vocabulary.read(span, source.slice(span), form));
            let text = cells[0].unwrap_or(Span::at(row.start));
            let confidence = cells[2].map(|span| confidence(source, span));
            region.claims.push(claim(ClaimForm::Row, row, text, verdict, confidence));
        }
        if self.header.is_none()
            && let Some(&(row, cells)) = self.rows.first()
        {
            let marked = cells[1].is_some_and(|span| vocabulary.lone_mark(source.slice(span)).is_some());
            let three_cells = cells[2].is_some() && marked;
            region.oddities.push(Oddity { span: row, kind: OddityKind::HeaderMissing { three_cells } });
        }
        if self.header.is_some() || !self.rows.is_empty() {
            let header = self.header;
            if region.tables.is_empty() {
                region.tables.reserve_exact(1);
            }
            region.tables.push(Table {
                section: None,
                header: header.map(|header| header.span),
                confidence_head: header.and_then(|header| header.confidence_head),
                claims: start..region.claims.len(),
            });
        }
        self.header = None;
        self.rows.clear();
    }
}

/// True for a line that has the cells of a row, by whatever they are divided.
fn is_row(source: &Source, line: Span, vocabulary: &Vocabulary) -> bool {
    let text = source.slice(line);
    !text.is_empty() && (division(text).is_some() || lenient_cells(source, line, vocabulary).is_some())
}

/// By what the cells of a line are divided, when that is plain to see.
fn division(text: &str) -> Option<Division> {
    if memchr::memchr(b'\t', text.as_bytes()).is_some() {
        Some(Division::Tabs)
    } else if text.starts_with('|') || text.matches(" | ").count() >= 1 {
        Some(Division::Pipes)
    } else {
        None
    }
}

/// True for the line of dashes under the header of a pipe table.
pub fn is_rule(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t')) && text.contains('-') && text.contains('|')
}

/// The cells of a line without the blanks around them. A tab at the very end of a line was no blank to trim: the line is
/// handed in without blanks and with its tabs.
fn cells(source: &Source, line: Span, division: Division) -> Vec<Span> {
    let mut out = Vec::with_capacity(4);
    read_cells(source, line, division, &mut out);
    out
}

/// As [`cells`], into a list whose contents are dropped.
fn read_cells(source: &Source, line: Span, division: Division, out: &mut Vec<Span>) {
    let text = source.slice(line);
    out.clear();
    match division {
        Division::Tabs => {
            // Behind a claim stand a mark and a number: few bytes.
            let bytes = text.as_bytes();
            let first = memchr::memchr(b'\t', bytes);
            let rest = first.map_or(bytes.len(), |at| at + 1);
            let others = bytes[rest..].iter().enumerate().filter(|&(_, &byte)| byte == b'\t').map(|(at, _)| rest + at);
            split(line, text, first.into_iter().chain(others).map(|at| at..at + 1), out);
        }
        Division::Blanks => {
            let gaps = gaps(text);
            split(line, text, gaps.into_iter(), out);
        }
        Division::Pipes => {
            let bytes = text.as_bytes();
            let mut code = false;
            let mut bars = Vec::new();
            for (at, &byte) in bytes.iter().enumerate() {
                match byte {
                    b'`' => code = !code,
                    b'|' if !code && (at == 0 || bytes[at - 1] != b'\\') => bars.push(at..at + 1),
                    _ => {}
                }
            }
            split(line, text, bars.into_iter(), out);
            if text.starts_with('|') {
                out.remove(0);
            }
            if text.trim_end().ends_with('|') && out.len() > 1 {
                out.pop();
            }
        }
    }
}

fn split(line: Span, text: &str, separators: impl Iterator<Item = std::ops::Range<usize>>, out: &mut Vec<Span>) {
    let mut start = 0;
    for separator in separators {
        out.push(trimmed(line, text, start..separator.start));
        start = separator.end;
    }
    out.push(trimmed(line, text, start..text.len()));
}

fn trimmed(line: Span, text: &str, range: std::ops::Range<usize>) -> Span {
    let cell = &text[range.clone()];
    // Most cells have a visible character at either end.
    if let [first, .., last] = cell.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return Span::of(range).shift(line.start);
    }
    let start = range.start + (cell.len() - cell.trim_start().len());
    let body = cell.trim();
    // An empty cell is a place all the same: where its text would stand.
    let start = if body.is_empty() { range.start } else { start };
    Span::of(start..start + body.len()).shift(line.start)
}

/// Runs of at least two blanks inside a text.
fn gaps(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|&(_, c)| matches!(c, ' ' | '\u{a0}' | '\t')) {
        let end = at + c.len_utf8();
        match out.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => out.push(at..end),
        }
    }
    out.retain(|gap| text[gap.clone()].chars().count() >= 2);
    out
}

/// The cells of a row whose tabs were turned into blanks: a mark stands between its last two gaps.
fn lenient_cells(source: &Source, line: Span, vocabulary: &Vocabulary) -> Option<(Vec<Span>, [Span; 2])> {
    let text = source.slice(line);
    if !text.contains("  ") && !text.contains(" \u{a0}") {
        return None;
    }
    let gaps = gaps(text);
    let [.., before, after] = gaps.as_slice() else { return None };
    vocabulary.lone_mark(&text[before.end..after.start])?;
    let mut out = Vec::with_capacity(3);
    split(line, text, [before.clone(), after.clone()].into_iter(), &mut out);
    Some((out, [Span::of(before.clone()).shift(line.start), Span::of(after.clone()).shift(line.start)]))
}

/// The cells of a line that blanks divide, when a mark stands alone where the verdict belongs.
fn marked_cells(source: &Source, line: Span, columns: &Columns, vocabulary: &Vocabulary) -> Option<Vec<Span>> {
    let cells = cells(source, line, Division::Blanks);
    vocabulary.lone_mark(source.slice(*cells.get(columns.verdict?)?)).map(|_| cells)
}

/// Reads a confidence cell: a decimal number, optionally in percent.
pub fn confidence(source: &Source, span: Span) -> Confidence {
    let text = source.slice(span);
    let number = text.strip_suffix('%').map(str::trim_end);
    let number = number.unwrap_or(text);
    let value = Decimal::parse(number).or_else(|| Decimal::parse(&in_ascii(number)?));
    Confidence { span, value, percent: text.ends_with('%') }
}

/// A number with a minus sign of its own or with full-width digits, as ASCII has it; `None` where there is nothing to change.
fn in_ascii(number: &str) -> Option<String> {
    let plain = |c: char| match c {
        '\u{2212}' => '-',
        '０'..='９' | '．' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    (!number.is_ascii()).then(|| number.chars().map(plain).collect())
}

#[cfg(test)]
mod tests {
    use crate::parse::{Vocabulary, parse};
    use crate::source::{Source, SourceId};

    #[test]
    fn a_header_changes_no_verdict_below_it() {
        let verdicts = |header: &str| -> Vec<(String, Option<String>)> {
            let rows = "Deep roots hold soil.\t✓\t0.3\nLate rain lowers yields.    ×\nHedges slow the wind\n";
            let text = format!("Title\n\n5 Extracted Claims\n\n{header}{rows}");
            let source = Source::new("a.txt", "a.txt", text.into_bytes());
            let report = parse(&source, SourceId(0), Vocabulary::built_in()).unwrap();
            let printed = |claim: &crate::report::Claim| claim.verdict.map(|verdict| report.text(verdict.span).to_owned());
            report.claims.iter().map(|claim| (report.text(claim.text).to_owned(), printed(claim))).collect()
        };
        let with = verdicts("Claim\tVerified\tConfidence\n");
        assert_eq!(with[1], ("Late rain lowers yields.".to_owned(), Some("×".to_owned())));
        assert_eq!(with[..2], verdicts("")[..2]);
    }
}
