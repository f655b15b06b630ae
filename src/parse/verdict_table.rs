//! Markdown tables: which of them give verdicts on claims, which count verdicts, which are one claim's record.

use super::claim;
use super::table::confidence;
use super::tally::{is_total, unread};
use super::verdict::{ColumnForm, Vocabulary};
use super::{figure, html_table};
use crate::report::{Claim, ClaimForm, Confidence, Oddity, OddityKind, Scope, Tally, TallyEntry, TallyTotal, VerdictForm};
use crate::source::{Source, Span};

/// A table with its cells.
pub struct Grid {
    /// The cells of the header.
    pub header: Vec<Span>,
    /// The rows with their cells.
    pub rows: Vec<(Span, Vec<Span>)>,
}

impl Grid {
    /// The cell of a row in a column. Where it is the last column, and the row has a cell too few, that is its last cell: what
    /// was left out stood before.
    fn cell(&self, cells: &[Span], at: usize) -> Option<Span> {
        let short = at > 0 && at + 1 == self.header.len() && cells.len() == at;
        cells.get(if short { at - 1 } else { at }).copied()
    }
}

/// What a table holds.
#[derive(Debug)]
pub enum Reading {
    /// Claims and their verdicts.
    Claims {
        /// Its rows.
        claims: Vec<Claim>,
        /// Rows with another number of cells.
        oddities: Vec<Oddity>,
        /// The header of the confidences.
        confidence_head: Option<Span>,
        /// True when the header names the claims and their verdicts.
        named: bool,
    },
    /// Counts of verdicts.
    Tallies(Vec<Tally>),
    /// One claim: fields and values.
    Record(Claim),
    /// Anything else.
    Other,
}

/// Headers of claims.
const CLAIM_HEADS: [&str; 44] = [
    "claim",
    "claims",
    "claim text",
    "claim made",
    "claim family",
    "paper claim",
    "original claim",
    "key claim",
    "factual claim",
    "extracted claim",
    "report claim",
    "documented claim",
    "claim or fact",
    "statement",
    "assertion",
    "fact",
    "fact checked",
    "citation",
    "cite request",
    "data point",
    "주장",
    "보고서 주장",
    "원문 주장",
    "主張",
    "主张",
    "報告書の主張",
    "声明",
    "claim summary",
    "quote",
    "claim statement",
    "finding",
    "claim checked",
    "statement checked",
    "proposition",
    "myth",
    "afirmación",
    "affermazione",
    "afirmação",
    "behauptung",
    "aussage",
    "tatsachenbehauptung",
    "affirmation",
    "allégation",
    "énoncé",
];
/// Headers that name verdicts and nothing else.
const VERDICT_HEADS: [&str; 28] = [
    "verdict",
    "verified",
    "verified?",
    "verification",
    "verification status",
    "verification result",
    "fact check",
    "fact-check",
    "fact check status",
    "fact-check status",
    "fact check result",
    "claim status",
    "supported",
    "supported?",
    "accurate?",
    "correct?",
    "true?",
    "판정",
    "수정 판정",
    "判定",
    "判定結果",
    "核查结果",
    "bewertung",
    "urteil",
    "prüfergebnis",
    "faktencheck",
    "vérification",
    "évaluation",
];
/// Headers of columns that may give verdicts: their cells decide.
const STATUS_HEADS: [&str; 29] = [
    "status",
    "outcome",
    "result",
    "assessment",
    "rating",
    "accuracy",
    "check",
    "match",
    "match?",
    "validation",
    "confirmed",
    "confirmed?",
    "conclusion",
    "상태",
    "ステータス",
    "状态",
    "ergebnis",
    "statut",
    "résultat",
    "truth rating",
    "ruling",
    "label",
    "finding",
    "determination",
    "judgment",
    "judgement",
    "veredicto",
    "verdetto",
    "veredito",
];
/// Headers of confidences.
const CONFIDENCE_HEADS: [&str; 6] = ["confidence", "conf", "certainty", "probability", "konfidenz", "confiance"];
/// Headers of counts.
const COUNT_HEADS: [&str; 29] = [
    "count",
    "counts",
    "number",
    "n",
    "#",
    "no",
    "total",
    "qty",
    "claims",
    "items",
    "entries",
    "件数",
    "개수",
    "건수",
    "数量",
    "occurrences",
    "anzahl",
    "nombre",
    "effectif",
    "behauptungen",
    "affirmations",
    "studies",
    "papers",
    "articles",
    "records",
    "trials",
    "sources",
    "reports",
    "reviews",
];

/// The cells of a row of a table with `expected` columns.
///
/// A bar in code divides cells too unless it is escaped; where that makes too many, it was not meant to.
pub fn cells(source: &Source, row: Span, expected: Option<usize>) -> Vec<Span> {
    if let Some(cells) = html_table::cells(source, row) {
        return cells;
    }
    let plain = split(source, row, false);
    if expected.is_some_and(|expected| plain.len() > expected) && source.slice(row).contains('`') {
        let in_code = split(source, row, true);
        if Some(in_code.len()) == expected {
            return in_code;
        }
    }
    plain
}

fn split(source: &Source, row: Span, code_counts: bool) -> Vec<Span> {
    let text = source.slice(row);
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(6);
    let (mut start, mut code) = (0, false);
    let mut push = |from: usize, to: usize| {
        let cell = &text[from..to];
        let body = cell.trim();
        let lead = if body.is_empty() { 0 } else { cell.len() - cell.trim_start().len() };
        out.push(Span::of(from + lead..from + lead + body.len()).shift(row.start));
    };
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'`' if code_counts => code = !code,
            b'|' if !code && (at == 0 || bytes[at - 1] != b'\\') => {
                if at > 0 || start > 0 {
                    push(start, at);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < bytes.len() && !text[start..].trim().is_empty() || out_is_open(bytes) {
        push(start, bytes.len());
    }
    out
}

/// True for a row that ends without a bar.
fn out_is_open(bytes: &[u8]) -> bool {
    !bytes.ends_with(b"|") || bytes.ends_with(b"\\|")
}

/// A header without emphasis and signs, in lower case.
fn head(source: &Source, cell: Span) -> String {
    let text = source.slice(cell);
    let text = &text[..text.find(['(', '（']).filter(|&at| at > 0).unwrap_or(text.len())];
    // "✓/✗"
    if !text.contains(char::is_alphanumeric) && text.contains(['✓', '✔', '✅', '✗', '✘', '❌']) {
        return "verified".to_owned();
    }
    let body = text.trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '?' | '#')));
    body.to_lowercase()
}

fn is(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

/// True for a header of claims: one that is known, or "Claim as printed", "Claim in the draft".
fn names_claim(head: &str) -> bool {
    let behind = ["claim ", "claims ", "assertion ", "statement "].iter().find_map(|noun| head.strip_prefix(noun));
    is(&CLAIM_HEADS, head)
        || behind.and_then(|rest| rest.split(' ').next()).is_some_and(|word| is(&["as", "in", "from", "by", "of", "on"], word))
}

/// The columns of a table of claims.
struct Columns {
    claim: std::ops::Range<usize>,
    verdict: usize,
    confidence: Option<usize>,
    named: bool,
}

/// Reads a table.
pub fn read(source: &Source, grid: &Grid, vocabulary: &Vocabulary) -> Reading {
    let heads: Vec<String> = grid.header.iter().map(|&cell| head(source, cell)).collect();
    if let Some(record) = record(source, grid, &heads, vocabulary) {
        return Reading::Record(record);
    }
    let tallies = tallies(source, grid, &heads, vocabulary);
    if !tallies.is_empty() {
        return Reading::Tallies(tallies);
    }
    columns(source, grid, &heads, vocabulary).map_or(Reading::Other, |columns| claims(source, grid, &columns, vocabulary))
}

fn columns(source: &Source, grid: &Grid, heads: &[String], vocabulary: &Vocabulary) -> Option<Columns> {
    let claim = heads.iter().position(|head| names_claim(head));
    let candidates = |list: &'static [&'static str]| {
        heads.iter().enumerate().filter(move |&(at, head)| Some(at) != claim && is(list, head) && (at > 0 || claim.is_some()))
    };
    let share = |at: usize| {
        let (mut known, mut own, mut filled) = (0, 0, 0);
        for cell in grid.rows.iter().filter_map(|(_, cells)| grid.cell(cells, at)).filter(|cell| !cell.is_empty()) {
            filled += 1;
            let verdict = vocabulary.read(cell, source.slice(cell), ColumnForm::Words);
            known += usize::from(verdict.class.is_some());
            own += usize::from(verdict.class.is_none() && verdict.word.is_some());
        }
        (known, own, filled)
    };
    let sure = |&(at, _): &(usize, &String)| {
        let (known, own, filled) = share(at);
        filled == 0 && claim.is_some() || known > 0 && 2 * (known + own) >= filled || own == filled && claim.is_some()
    };
    let likely = |&(at, _): &(usize, &String)| {
        let (known, own, filled) = share(at);
        known > 0 && (2 * known >= filled || claim.is_some() && 2 * (known + own) >= filled)
    };
    let (verdict, strong) = match candidates(&VERDICT_HEADS).rfind(|found| sure(found)) {
        Some((at, _)) => (at, true),
        // Of "Finding" and "Rating", the one with the more verdicts; of two alike, the first.
        None => {
            let of_words = candidates(&STATUS_HEADS).rev().filter(|found| likely(found)).max_by_key(|found| share(found.0).0);
            (of_words.map(|(at, _)| at).or_else(|| nothing_else(source, grid, heads, claim?, vocabulary))?, false)
        }
    };
    let confidence = heads.iter().position(|head| is(&CONFIDENCE_HEADS, head)).filter(|&at| at != verdict);
    let claim_cells = if let Some(claim) = claim {
        claim..claim + 1
    } else {
        // What stands before the verdict says together what was claimed.
        let numbered = grid.rows.iter().filter_map(|(_, cells)| cells.first()).all(|&cell| is_index(source.slice(cell)));
        let first = usize::from(verdict > 1 && numbered && heads.len() > 2);
        first..verdict
    };
    (claim_cells.start < claim_cells.end).then_some(Columns {
        claim: claim_cells,
        verdict,
        confidence,
        named: claim.is_some() && (strong || claim.is_some()),
    })
}

/// The column behind the claims that holds nothing but words for verdicts, whatever its header; of several, the last where it
/// says that it gives how things are now: "| Claim | First check | Now |".
fn nothing_else(source: &Source, grid: &Grid, heads: &[String], claim: usize, vocabulary: &Vocabulary) -> Option<usize> {
    const NOW: [&str; 8] = ["now", "current", "currently", "after", "final", "new", "updated", "revised"];
    let verdicts = |at: usize| {
        let mut cells = grid.rows.iter().filter_map(|(_, cells)| cells.get(at)).peekable();
        cells.peek().is_some()
            && cells.all(|&cell| {
                let text = source.slice(cell);
                let verdict = vocabulary.read(cell, text, ColumnForm::Words);
                // "Yes" and a lone mark may answer another question.
                let word = verdict.word.map(|word| source.slice(word));
                verdict.class.is_some()
                    && word.is_some_and(|word| !["yes", "no", "new", "open"].iter().any(|other| word.eq_ignore_ascii_case(other)))
            })
    };
    let mut found = (claim + 1..heads.len()).rev().filter(|&at| verdicts(at));
    let last = found.next()?;
    let now = || heads[last].split(' ').any(|word| NOW.contains(&word));
    (found.next().is_none() || now()).then_some(last)
}

/// True for "7", "C12", "#3", "R52-I1".
fn is_index(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    text.len() <= 8
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.')
        && (text.is_empty() || text.bytes().any(|byte| byte.is_ascii_digit()))
}

fn claims(source: &Source, grid: &Grid, columns: &Columns, vocabulary: &Vocabulary) -> Reading {
    let at_verdict = |cells: &[Span]| grid.cell(cells, columns.verdict);
    let form = vocabulary.column_form(grid.rows.iter().filter_map(|(_, cells)| at_verdict(cells)).map(|cell| source.slice(cell)));
    let mut oddities = Vec::new();
    let mut claims = Vec::with_capacity(grid.rows.len());
    for (row, cells) in &grid.rows {
        if cells.len() != grid.header.len() {
            let kind = OddityKind::RowCells { cells: cells.len(), expected: grid.header.len() };
            oddities.push(Oddity { span: *row, kind });
        }
        let first = cells.get(columns.claim.start).copied().unwrap_or(Span::at(row.start));
        let short = cells.len() < grid.header.len();
        let end = if short && columns.verdict == cells.len() {
            columns.claim.end.min(cells.len().saturating_sub(1))
        } else {
            columns.claim.end
        };
        let last = end.checked_sub(1).and_then(|at| cells.get(at)).copied().unwrap_or(first);
        let text = if last.is_empty() || last < first { first } else { first.cover(last) };
        let verdict = at_verdict(cells)
            .map(|cell| vocabulary.read(cell, source.slice(cell), form))
            // What stands in the place of a cell that was left out may be no verdict.
            .filter(|verdict| !short || cells.len() > columns.verdict || verdict.class.is_some());
        let confidence: Option<Confidence> =
            columns.confidence.and_then(|at| cells.get(at)).map(|&cell| confidence(source, cell));
        claims.push(claim(ClaimForm::Row, *row, text, verdict, confidence));
    }
    let confidence_head = columns.confidence.and_then(|at| grid.header.get(at)).copied();
    Reading::Claims { claims, oddities, confidence_head, named: columns.named }
}

/// One claim as a table of fields and values.
fn record(source: &Source, grid: &Grid, heads: &[String], vocabulary: &Vocabulary) -> Option<Claim> {
    let [key_head, _] = heads else { return None };
    let pair = |cells: &[Span]| Some((head(source, *cells.first()?), *cells.get(1)?));
    let rows = grid.rows.iter().filter_map(|(_, cells)| pair(cells));
    let fields: Vec<(String, Span)> =
        if is(&["field", "property", "attribute", "key", "item", "aspect", "項目", "항목"], key_head) {
            rows.collect()
        } else {
            pair(&grid.header).into_iter().chain(rows).collect()
        };
    let text = fields.iter().find(|(key, _)| names_claim(key))?.1;
    let status = |list: &'static [&'static str]| fields.iter().find(|(key, _)| is(list, key));
    let (_, cell) = status(&VERDICT_HEADS).or_else(|| status(&STATUS_HEADS))?;
    let verdict = vocabulary.read(*cell, source.slice(*cell), ColumnForm::Words);
    let row = text.cover(*cell);
    let says = verdict.class.is_some() || verdict.word.is_some();
    says.then(|| claim(ClaimForm::StatusLine, row, text, Some(verdict), None))
}

/// The counts of a table that counts verdicts, by its rows or by its columns.
fn tallies(source: &Source, grid: &Grid, heads: &[String], vocabulary: &Vocabulary) -> Vec<Tally> {
    let by_columns = by_columns(source, grid, heads, vocabulary);
    if !by_columns.is_empty() {
        return by_columns;
    }
    by_rows(source, grid, heads, vocabulary).map_or_else(|| by_passes(source, grid, heads, vocabulary), |tally| vec![tally])
}

/// "| Verdict | Before | After |": the columns count other passes, whose claims stand elsewhere. Their sums can be held
/// against their parts.
fn by_passes(source: &Source, grid: &Grid, heads: &[String], vocabulary: &Vocabulary) -> Vec<Tally> {
    let mut tallies = sums(source, grid, &(1..heads.len()).collect::<Vec<_>>());
    let all = tallies.len() > 1 && tallies.len() + 1 == heads.len();
    let known = |label: &Span| vocabulary.known(*label, source.slice(*label), ColumnForm::Words);
    for entry in tallies.iter_mut().flat_map(|tally| &mut tally.entries) {
        let Some(verdict) = known(&entry.label).filter(|_| all) else { return Vec::new() };
        entry.verdict = verdict;
    }
    if all { tallies } else { Vec::new() }
}

fn number(source: &Source, cell: Span) -> Option<figure::Figure> {
    figure::read(source.slice(cell), 0).filter(|figure| super::tally::closes(&source.slice(cell)[figure.end..]))
}

/// "| VERIFIED | 9 | 75% |".
fn by_rows(source: &Source, grid: &Grid, heads: &[String], vocabulary: &Vocabulary) -> Option<Tally> {
    let count = (1..heads.len()).find(|&at| is(&COUNT_HEADS, &heads[at])).or((heads.len() == 2).then_some(1))?;
    let percent = (1..heads.len()).find(|&at| {
        at != count
            && (heads[at].contains("percent")
                || source.slice(grid.header[at]).contains('%')
                || is(&["share", "rate", "비율", "割合", "占比", "anteil"], &heads[at]))
    });
    let mut entries = Vec::with_capacity(grid.rows.len());
    let mut total = None;
    for (at, (_, cells)) in grid.rows.iter().enumerate() {
        let (&label, &cell) = (cells.first()?, cells.get(count)?);
        let text = source.slice(label);
        let figure = number(source, cell);
        let span = figure.as_ref().map_or(cell, |figure| Span::of(figure.range.clone()).shift(cell.start));
        let amount = figure.as_ref().map_or(crate::report::Amount { least: 0, most: None }, |figure| figure.amount);
        if is_total(text) {
            // A total is the last row, or the first.
            if total.is_some() || !(at == 0 || at + 1 == grid.rows.len()) {
                return None;
            }
            total = Some(TallyTotal { span, amount });
            continue;
        }
        if is_part_of_part(text) {
            return None;
        }
        let verdict = vocabulary.read(label, text, ColumnForm::Words);
        let beside = percent.and_then(|at| cells.get(at)).and_then(|&cell| printed_percent(source, cell));
        let inside = figure.and_then(|figure| figure.percent).map(|(range, value)| (Span::of(range).shift(cell.start), value));
        entries.push(TallyEntry { label, verdict, span, amount, percent: inside.or(beside) });
    }
    let known = entries.iter().filter(|entry| entry.verdict.class.is_some()).count();
    let counts = entries.iter().filter(|entry| entry.amount.exact().is_some()).count();
    let counted = is(&COUNT_HEADS, &heads[count]);
    // Words for verdicts of one's own are counted under their own names, where some are known.
    let about_verdicts = known > 0 && 2 * known >= entries.len() || known > 1 && counted;
    (entries.len() > 1 && counts > 0 && (about_verdicts || total.is_some() && counted)).then(|| Tally {
        place: grid.header[0].cover(grid.rows.last().map_or(grid.header[0], |(row, _)| *row)),
        section: None,
        scope: if about_verdicts { Scope::Document } else { Scope::Other },
        complete: total.is_some(),
        entries,
        total,
    })
}

fn printed_percent(source: &Source, cell: Span) -> Option<(Span, crate::decimal::Decimal)> {
    let text = source.slice(cell);
    let body = text.trim_matches(|c: char| figure::is_dressing(c) || c == '%');
    let value = crate::decimal::Decimal::parse(body)?;
    Some((cell, value))
}

/// "of which …", "↳ …", "- …": a part of the row above.
fn is_part_of_part(label: &str) -> bool {
    let text = label.trim_start_matches(figure::is_dressing);
    let lower = text.to_ascii_lowercase();
    text.starts_with(['↳', '└', '├', '–', '—', '-', '→', '•'])
        || lower.starts_with("of which")
        || lower.starts_with("including")
        || lower.starts_with("subtotal")
        || lower.starts_with("thereof")
}

/// "| Section | Verified | Wrong | Total |": each row is a tally.
fn by_columns(source: &Source, grid: &Grid, heads: &[String], vocabulary: &Vocabulary) -> Vec<Tally> {
    let classes: Vec<(usize, crate::report::Verdict)> = (1..heads.len())
        .filter_map(|at| {
            let verdict = vocabulary.read(grid.header[at], source.slice(grid.header[at]), ColumnForm::Words);
            verdict.class.map(|_| (at, verdict))
        })
        .collect();
    let numbers = |at: usize| {
        let cells = grid.rows.iter().filter_map(|(_, cells)| cells.get(at));
        cells
            .filter(|cell| !cell.is_empty())
            .all(|&cell| number(source, cell).is_some_and(|figure| figure.amount.exact().is_some()))
    };
    if classes.len() < 2 || !classes.iter().all(|&(at, _)| numbers(at)) {
        return Vec::new();
    }
    let taken = |at: usize| classes.iter().any(|&(class, _)| class == at);
    let total = (1..heads.len()).find(|&at| !taken(at) && is_sum(&heads[at]) && numbers(at));
    // Another column of numbers may be a class of its own.
    let others = (1..heads.len()).any(|at| Some(at) != total && !taken(at) && !grid.rows.is_empty() && numbers(at));
    let cell_count = |cells: &[Span], at: usize| {
        let cell = *cells.get(at)?;
        let figure = number(source, cell)?;
        Some((Span::of(figure.range).shift(cell.start), figure.amount))
    };
    let mut out = Vec::with_capacity(grid.rows.len());
    for (row, cells) in &grid.rows {
        let entries: Vec<TallyEntry> = classes
            .iter()
            .filter_map(|&(at, verdict)| {
                let (span, amount) = cell_count(cells, at)?;
                Some(TallyEntry { label: grid.header[at], verdict, span, amount, percent: None })
            })
            .collect();
        if entries.len() < classes.len() {
            continue;
        }
        let whole = cells.first().is_some_and(|&cell| is_total(source.slice(cell)));
        let total = total.and_then(|at| cell_count(cells, at)).map(|(span, amount)| TallyTotal { span, amount });
        let scope = if whole || grid.rows.len() == 1 { Scope::Document } else { Scope::Other };
        out.push(Tally { place: *row, section: None, scope, complete: total.is_some() && !others, entries, total });
    }
    out.extend(sums(source, grid, &classes.iter().map(|&(at, _)| at).chain(total).collect::<Vec<_>>()));
    out
}

fn is_sum(head: &str) -> bool {
    is_total(head) || is(&["claims", "items", "checked", "references", "statements", "facts", "citations", "entries"], head)
}

/// The columns of a table whose last row is their sum.
fn sums(source: &Source, grid: &Grid, columns: &[usize]) -> Vec<Tally> {
    let Some(((row, last), parts)) = grid.rows.split_last() else { return Vec::new() };
    if parts.len() < 2 || !last.first().is_some_and(|&cell| is_total(source.slice(cell))) {
        return Vec::new();
    }
    let count = |cells: &[Span], at: usize| {
        let cell = *cells.get(at)?;
        let figure = number(source, cell)?;
        Some((Span::of(figure.range).shift(cell.start), figure.amount))
    };
    let column = |&at: &usize| {
        let (span, amount) = count(last, at)?;
        let entries: Option<Vec<TallyEntry>> = parts
            .iter()
            .map(|(_, cells)| {
                let (span, amount) = count(cells, at)?;
                let label = *cells.first()?;
                Some(TallyEntry { label, verdict: unread(label), span, amount, percent: None })
            })
            .collect();
        let total = Some(TallyTotal { span, amount });
        Some(Tally { place: *row, section: None, scope: Scope::Other, entries: entries?, total, complete: true })
    };
    columns.iter().filter_map(column).collect()
}

/// True when a table has a verdict that says something of the world: not only "new" or "fixed".
pub fn judges(claims: &[Claim]) -> bool {
    use crate::report::VerdictClass::{Mixed, NotEnoughInfo, Refuted, Supported};
    claims.iter().filter_map(|claim| claim.verdict).any(|verdict| {
        verdict.form != VerdictForm::Lookalike && matches!(verdict.class, Some(Supported | Refuted | Mixed | NotEnoughInfo))
    })
}

/// Rows of verdicts without a header: one column of marks or words; and whether they have three cells, the mark second.
pub fn without_header(source: &Source, rows: &[Span], vocabulary: &Vocabulary) -> Option<(Vec<Claim>, bool)> {
    let rows: Vec<(Span, Vec<Span>)> = rows.iter().map(|&row| (row, cells(source, row, None))).collect();
    let columns = rows.first()?.1.len();
    if rows.len() < 2 || columns < 2 || rows.iter().any(|(_, cells)| cells.len() != columns) {
        return None;
    }
    let gives_verdicts = |at: usize| {
        rows.iter().all(|(_, cells)| {
            let verdict = vocabulary.read(cells[at], source.slice(cells[at]), ColumnForm::Words);
            verdict.class.is_some() && matches!(verdict.form, VerdictForm::Mark | VerdictForm::Word)
        })
    };
    let verdict = (1..columns).find(|&at| gives_verdicts(at))?;
    let grid = Grid { header: rows[0].1.clone(), rows };
    let columns = Columns { claim: 0..verdict, verdict, confidence: None, named: false };
    let three_cells = grid.header.len() == 3 && verdict == 1;
    match claims(source, &grid, &columns, vocabulary) {
        Reading::Claims { claims, .. } => Some((claims, three_cells)),
        _ => None,
    }
}
