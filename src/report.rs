//! The model of a report: data only. Everything carries its span; text is owned only where it is normalised.
//!
//! Knows nothing about how a report is read (`parse`) nor what is wrong with it (`rules`). What a reader could not
//! make sense of is kept as an [`Oddity`], so that a rule can put it into words: nothing is skipped silently.

use std::borrow::Cow;

use crate::cue::Cues;
use crate::decimal::Decimal;
use crate::source::{Place, Source, SourceId, Span};

/// How a report is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Headings on lines of their own, cells divided by tabs.
    Plain,
    /// `CommonMark` with tables: `#` headings, pipe tables, status lines, lists led by marks.
    Markdown,
}

impl Dialect {
    /// The name in `parse`'s JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Markdown => "markdown",
        }
    }
}

/// What was read from one file.
#[derive(Debug)]
pub struct Report<'s> {
    /// The file.
    pub source: &'s Source,
    /// Its number in the run.
    pub id: SourceId,
    /// Its layout.
    pub dialect: Dialect,
    /// The first line before the first section.
    pub title: Option<Span>,
    /// Who signs it: the line after the title that is no date.
    pub byline: Option<Span>,
    /// The report's own date.
    pub date: Option<DateLine>,
    /// Headings in the order of the file.
    pub sections: Vec<Section>,
    /// Prose outside tables and the reference list, in the order of the file.
    pub paragraphs: Vec<Paragraph>,
    /// Cells of tables that are no claims but may hold figures: "RR 0.78 (95% CI 0.74 to 0.83)"; in the order of the file.
    pub cells: Vec<Cell>,
    /// Tables of claims, in the order of the file.
    pub tables: Vec<Table>,
    /// All claims, in the order of the file: the rows of all [`Report::tables`], and those that stand elsewhere.
    pub claims: Vec<Claim>,
    /// All running text that a rule may judge, in the order of the file: the paragraphs, the claims and the cells.
    pub passages: Vec<Passage>,
    /// What the prose says of the report itself, in the order of the file.
    pub statements: Vec<Statement>,
    /// Counts by verdict that stand together, in the order of the file.
    pub tallies: Vec<Tally>,
    /// Items of the reference list, in the order of the file.
    pub references: Vec<Reference<'s>>,
    /// What could not be read as meant, in the order of the file.
    pub oddities: Vec<Oddity>,
}

impl<'s> Report<'s> {
    /// A report of which nothing was read yet.
    #[must_use]
    pub fn new(source: &'s Source, id: SourceId, dialect: Dialect) -> Self {
        Self {
            source,
            id,
            dialect,
            title: None,
            byline: None,
            date: None,
            sections: Vec::new(),
            paragraphs: Vec::new(),
            cells: Vec::new(),
            tables: Vec::new(),
            claims: Vec::new(),
            passages: Vec::new(),
            statements: Vec::new(),
            tallies: Vec::new(),
            references: Vec::new(),
            oddities: Vec::new(),
        }
    }
}

impl Report<'_> {
    /// The lines of a span with their ends, to be deleted with it; `None` where words stand on them that are none of its.
    #[must_use]
    pub fn lines_of(&self, span: Span) -> Option<Span> {
        let source = self.source;
        let last = source.line_of(span.end.saturating_sub(1).max(span.start));
        // A byte order mark is not the line's.
        let start = source.line(source.line_of(span.start)).start;
        let lines = Span::new(start.min(span.start), source.line_with_end(last).end);
        let around = [Span::new(lines.start, span.start), Span::new(span.end, lines.end)];
        let others = around.iter().any(|&around| self.text(around).contains(char::is_alphanumeric));
        (!others).then_some(lines)
    }

    /// Leaves only what is looked at when reports are compared. What is said of the report itself and the passages are judged
    /// report by report, and of many reports they would fill the memory.
    pub fn keep_compared(&mut self) {
        self.passages = Vec::new();
        self.cells = Vec::new();
        self.statements = Vec::new();
        self.tallies = Vec::new();
        self.claims.shrink_to_fit();
    }

    /// True for a report that was saved as UTF-16, of which nothing was read.
    #[must_use]
    pub fn is_utf16(&self) -> bool {
        self.oddities.first().is_some_and(|oddity| oddity.kind == OddityKind::Utf16)
    }

    /// The text of a span of this report.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.source.slice(span)
    }

    /// A span as a place of the run.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place { source: self.id, span }
    }

    /// The first section of a kind.
    #[must_use]
    pub fn section(&self, kind: SectionKind) -> Option<&Section> {
        self.sections.iter().find(|section| section.kind == Some(kind))
    }

    /// The paragraphs of the first Abstract section.
    #[must_use]
    pub fn abstract_paragraphs(&self) -> impl DoubleEndedIterator<Item = &Paragraph> {
        let of = self.sections.iter().position(|section| section.kind == Some(SectionKind::Abstract));
        self.paragraphs.iter().filter(move |paragraph| of.is_some() && paragraph.section == of)
    }

    /// All running text that a rule may judge, in the order of the file: paragraphs, and the claims and other cells of the tables.
    pub fn passages(&self) -> impl Iterator<Item = Passage> + '_ {
        self.passages.iter().copied()
    }

    /// The passages that have all of these cues.
    pub fn passages_with(&self, cues: Cues) -> impl Iterator<Item = Passage> + '_ {
        self.passages().filter(move |passage| passage.cues.has_all(cues))
    }

    /// The paragraphs that have all of these cues.
    pub fn paragraphs_with(&self, cues: Cues) -> impl Iterator<Item = Passage> + '_ {
        self.passages_with(cues).filter(|passage| !passage.is_claim)
    }

    /// True when the text of a claim says enough to be held against another one. In Markdown it may be a name or a heading:
    /// "Hyperliquid" is verified here and wrong there, of different things.
    #[must_use]
    pub fn says_enough(&self, claim: &Claim) -> bool {
        const LEAST_WORDS: usize = 4;
        let text = self.text(claim.text);
        let words = || text.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|word| !word.is_empty());
        // Three words are enough of a quoted sentence: "No added sugar."
        let quoted = text.starts_with(['"', '“', '„', '«']) && text.ends_with(['"', '”', '“', '»']);
        let least = LEAST_WORDS - usize::from(quoted);
        self.dialect == Dialect::Plain || words().nth(least - 1).is_some()
    }

    /// The claims of one table.
    #[must_use]
    pub fn claims_of(&self, table: &Table) -> &[Claim] {
        &self.claims[table.claims.clone()]
    }

    /// The innermost section that holds a place.
    #[must_use]
    pub fn section_at(&self, offset: u32) -> Option<usize> {
        self.sections.partition_point(|section| section.heading.start <= offset).checked_sub(1)
    }

    /// From a heading to the next one that is not below it.
    #[must_use]
    pub fn subtree(&self, section: usize) -> Span {
        let level = self.sections[section].level;
        let end = self.sections[section + 1..].iter().find(|other| other.level <= level);
        let end = end.map_or_else(|| Span::of(0..self.source.text().len()).end, |other| other.heading.start);
        Span::new(self.sections[section].heading.start, end)
    }

    /// The claims that begin within a span.
    #[must_use]
    pub fn claims_within(&self, span: Span) -> &[Claim] {
        let start = self.claims.partition_point(|claim| claim.row.start < span.start);
        let end = self.claims.partition_point(|claim| claim.row.start < span.end);
        &self.claims[start..end.max(start)]
    }

    /// The kind of the section a statement or paragraph stands in.
    #[must_use]
    pub fn kind_of(&self, section: Option<usize>) -> Option<SectionKind> {
        section.and_then(|index| self.sections[index].kind)
    }
}

/// The headings that mean something to a rule, in the order in which a report of this layout has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SectionKind {
    /// Abstract.
    Abstract,
    /// Introduction.
    Introduction,
    /// Methodology, Methods.
    Methodology,
    /// Results.
    Results,
    /// Limitations.
    Limitations,
    /// Extracted Claims, Claims.
    Claims,
    /// References.
    References,
}

impl SectionKind {
    /// All kinds in the order in which a report of this layout has them.
    pub const ALL: [Self; 7] =
        [Self::Abstract, Self::Introduction, Self::Methodology, Self::Results, Self::Limitations, Self::Claims, Self::References];

    /// The heading as messages name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Abstract => "Abstract",
            Self::Introduction => "Introduction",
            Self::Methodology => "Methodology",
            Self::Results => "Results",
            Self::Limitations => "Limitations",
            Self::Claims => "Extracted Claims",
            Self::References => "References",
        }
    }
}

/// A heading and what stands under it.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// What the heading means; `None` for any other name.
    pub kind: Option<SectionKind>,
    /// The printed number, such as `3` or `3.1`, without a final stop.
    pub number: Option<Span>,
    /// The heading without number and `#`.
    pub name: Span,
    /// The heading line without the blanks around it.
    pub heading: Span,
    /// Depth from 1.
    pub level: u8,
    /// From the line after the heading to the next heading.
    pub body: Span,
}

/// A block of prose between blank lines.
#[derive(Debug, Clone, Copy)]
pub struct Paragraph {
    /// Without the blanks around it.
    pub span: Span,
    /// Index into [`Report::sections`].
    pub section: Option<usize>,
    /// What readers may find in it.
    pub cues: Cues,
}

/// A stretch of running text: see [`Report::passages`].
#[derive(Debug, Clone, Copy)]
pub struct Passage {
    /// The text: a paragraph, or the cell of a claim.
    pub span: Span,
    /// True for a claim.
    pub is_claim: bool,
    /// What readers may find in it.
    pub cues: Cues,
}

/// The line that dates the report.
#[derive(Debug, Clone, Copy)]
pub struct DateLine {
    /// The line without the blanks around it.
    pub span: Span,
    /// The day, when the line names one.
    pub day: Option<jiff::civil::Date>,
    /// Why it names none, although it has the form of a date; `None` also for a date that is not read, such as `06/07/2026`.
    pub fault: Option<DateFault>,
}

/// Why a date names no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFault {
    /// The word where a month belongs is none.
    NoSuchMonth {
        /// The word or number.
        month: Span,
    },
    /// The month has fewer days.
    NoSuchDay {
        /// The month, from 1.
        month: i8,
        /// The day as printed.
        day: i8,
        /// The year.
        year: i16,
    },
}

/// A table of claims.
#[derive(Debug)]
pub struct Table {
    /// Index into [`Report::sections`] of the section it stands in.
    pub section: Option<usize>,
    /// The header row; `None` when the table has none.
    pub header: Option<Span>,
    /// The header's confidence cell.
    pub confidence_head: Option<Span>,
    /// Its rows, as a range of [`Report::claims`].
    pub claims: std::ops::Range<usize>,
}

impl Table {
    /// The place that stands for the table as a whole: its section's heading, else its header, else its first row.
    #[must_use]
    pub fn heading(&self, report: &Report<'_>) -> Span {
        let section = self.section.map(|index| &report.sections[index]);
        let own = section.filter(|section| section.kind == Some(SectionKind::Claims)).map(|section| section.heading);
        own.or(self.header).unwrap_or_else(|| report.claims[self.claims.start].row)
    }
}

/// Where a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClaimForm {
    /// A row of one of [`Report::tables`].
    Row,
    /// A line such as "Status: VERIFIED", about the claim that stands above it or in the heading.
    StatusLine,
    /// A line or a list item that begins or ends with a verdict.
    Item,
    /// A list item under a heading that gives the verdict.
    Governed,
}

/// A cell of a table that is no claim.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    /// Its text.
    pub span: Span,
    /// True below a header that announces estimates with their intervals: "RR (95% CI)".
    pub interval: bool,
}

/// One claim and its verdict, mostly a row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Claim {
    /// Where it stands.
    pub form: ClaimForm,
    /// The row, line or item without the blanks around it.
    pub row: Span,
    /// The claim without the blanks around it; empty when the cell is.
    pub text: Span,
    /// Hash of the text as it is compared for equality (`corpus::key`): claims that are equal have equal keys.
    /// 0 in a report that others are compared with, where it is known that this claim is not.
    pub key: u64,
    /// The verdict; `None` when the row has no such cell.
    pub verdict: Option<Verdict>,
    /// The confidence; `None` when the row has no such cell.
    pub confidence: Option<Confidence>,
}

/// The classes of FEVER and `SciFact`, and three that fact-checks add.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictClass {
    /// The claim holds.
    Supported,
    /// It holds after a change that was made.
    Corrected,
    /// It holds in part.
    Mixed,
    /// It could not be decided.
    NotEnoughInfo,
    /// It does not hold.
    Refuted,
    /// Not decided yet.
    Pending,
}

impl VerdictClass {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Corrected => "corrected",
            Self::Mixed => "mixed",
            Self::NotEnoughInfo => "not-enough-info",
            Self::Refuted => "refuted",
            Self::Pending => "pending",
        }
    }
}

/// A verdict cell.
#[derive(Debug, Clone, Copy)]
pub struct Verdict {
    /// The mark or word as printed, else the cell; empty when the cell is.
    pub span: Span,
    /// The word, also one that follows a mark; `None` when there is none.
    pub word: Option<Span>,
    /// What it means; `None` when it is empty or not known.
    pub class: Option<VerdictClass>,
    /// How it was read.
    pub form: VerdictForm,
}

impl Verdict {
    /// The word, when it is one of the report's own: the vocabulary does not have it.
    #[must_use]
    pub fn own_word(&self) -> Option<Span> {
        self.word.filter(|_| self.form == VerdictForm::OwnWord)
    }
}

/// How a verdict cell was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerdictForm {
    /// Nothing in it.
    Empty,
    /// A mark such as ✓.
    Mark,
    /// A character that resembles a mark, such as √ or x.
    Lookalike,
    /// A word such as VERIFIED.
    Word,
    /// A word of a column of words that the vocabulary does not have: a class of its own, counted under its own name.
    OwnWord,
    /// No verdict.
    Unknown,
}

/// A confidence cell.
#[derive(Debug, Clone, Copy)]
pub struct Confidence {
    /// The cell without the blanks around it; empty when the cell is.
    pub span: Span,
    /// The number, when it is one.
    pub value: Option<Decimal>,
    /// True when a percent sign follows.
    pub percent: bool,
}

/// What the prose says of the report itself.
#[derive(Debug, Clone, Copy)]
pub struct Statement {
    /// What is stated.
    pub fact: Fact,
    /// The number, or `8.3/10`.
    pub span: Span,
    /// The sentence it stands in.
    pub sentence: Span,
    /// Index into [`Report::sections`].
    pub section: Option<usize>,
}

/// A fact that can be compared with another place of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// "14 claims extracted"; "of 14 claims".
    ClaimsExtracted(u32),
    /// "13 independently verified".
    ClaimsVerified(u32),
    /// "12 papers retrieved".
    Papers {
        /// How many.
        count: u32,
        /// What they are called.
        noun: PaperNoun,
        /// At which stage of the search they were counted.
        stage: SearchStage,
    },
    /// "quality score of 8.3/10".
    Score {
        /// The score.
        value: Decimal,
        /// The number it is out of.
        scale: Decimal,
        /// True for an *overall* score that is not also called quality, review or assessment score.
        overall: bool,
    },
}

/// Counts that stand together: in one table, one list, one block, one sentence or one heading.
#[derive(Debug)]
pub struct Tally {
    /// The table, list, block, sentence or heading.
    pub place: Span,
    /// Index into [`Report::sections`] of the section it stands in, or of the heading that it is.
    pub section: Option<usize>,
    /// What it counts.
    pub scope: Scope,
    /// The counts by label, in the order of the file.
    pub entries: Vec<TallyEntry>,
    /// The number that the counts are said to make up.
    pub total: Option<TallyTotal>,
    /// True when the counts are said to be all there is: the total is a row of their table, or they are its enumeration.
    pub complete: bool,
}

/// Which claims a count speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those of the whole report.
    Document,
    /// Those below a heading: an index into [`Report::sections`].
    Section(usize),
    /// Those below a heading that the count names: an index into [`Report::sections`].
    Part(usize),
    /// The rows of a table: an index into [`Report::tables`].
    Table(usize),
    /// Claims that cannot be told.
    Other,
}

impl Scope {
    /// The name in `parse`'s JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Section(_) | Self::Part(_) => "section",
            Self::Table(_) => "table",
            Self::Other => "other",
        }
    }
}

/// "VERIFIED: 9", or a row "Unverifiable, 12, 8%".
#[derive(Debug, Clone, Copy)]
pub struct TallyEntry {
    /// The label as printed.
    pub label: Span,
    /// The verdict that it names.
    pub verdict: Verdict,
    /// The number as printed.
    pub span: Span,
    /// How many.
    pub amount: Amount,
    /// The percentage that is printed beside it.
    pub percent: Option<(Span, Decimal)>,
}

/// "Total: 20".
#[derive(Debug, Clone, Copy)]
pub struct TallyTotal {
    /// The number as printed.
    pub span: Span,
    /// How many.
    pub amount: Amount,
}

/// A count, or the bounds of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// At least so many.
    pub least: u32,
    /// At most so many; `None` when there is no bound.
    pub most: Option<u32>,
}

impl Amount {
    /// Exactly so many.
    #[must_use]
    pub fn of(count: u32) -> Self {
        Self { least: count, most: Some(count) }
    }

    /// The number, when it is not approximate.
    #[must_use]
    pub fn exact(self) -> Option<u32> {
        self.most.filter(|&most| most == self.least)
    }
}

/// What the sources are called; counts of different nouns are not compared (PRISMA counts reports and studies apart).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the words themselves")]
pub enum PaperNoun {
    Papers,
    Studies,
    Articles,
    Records,
    Documents,
    Publications,
}

impl PaperNoun {
    /// `1 study`, `12 papers`.
    #[must_use]
    pub fn counted(self, count: u32) -> String {
        format!("{count} {}", self.name(count))
    }

    /// The noun for a count.
    #[must_use]
    pub fn name(self, count: u32) -> &'static str {
        match (self, count) {
            (Self::Papers, 1) => "paper",
            (Self::Papers, _) => "papers",
            (Self::Studies, 1) => "study",
            (Self::Studies, _) => "studies",
            (Self::Articles, 1) => "article",
            (Self::Articles, _) => "articles",
            (Self::Records, 1) => "record",
            (Self::Records, _) => "records",
            (Self::Documents, 1) => "document",
            (Self::Documents, _) => "documents",
            (Self::Publications, 1) => "publication",
            (Self::Publications, _) => "publications",
        }
    }
}

/// Stages of a literature search; counts of different stages are not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SearchStage {
    /// yielded, retrieved, found, returned
    Retrieved,
    /// identified
    Identified,
    /// screened
    Screened,
    /// excluded, removed
    Excluded,
    /// assessed
    Assessed,
    /// included
    Included,
}

/// One item of the reference list.
#[derive(Debug)]
pub struct Reference<'s> {
    /// The item with its bullet or number.
    pub item: Span,
    /// The item without bullet, number and the brackets around an address.
    pub span: Span,
    /// The printed number of a numbered list.
    pub number: Option<u32>,
    /// Which work it is.
    pub identity: Identity<'s>,
    /// The address, when there is one.
    pub url: Option<Span>,
    /// The blank lines between the item before and this one.
    pub blank_before: Option<Span>,
    /// What keeps it from leading to a work.
    pub fault: Option<ReferenceFault>,
}

/// What keeps an item of the reference list from leading to a work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReferenceFault {
    /// The part that is at fault.
    pub span: Span,
    /// What is wrong.
    pub kind: ReferenceFaultKind,
}

/// What is wrong with an item of the reference list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceFaultKind {
    /// Neither address nor identifier, and no text that could be looked for.
    NoAddress,
    /// `<` before an address and no `>` after it.
    BracketOpen {
        /// True when nothing but `>` is missing.
        complete: bool,
    },
    /// A blank inside `<...>`.
    Blank,
    /// An address whose host is no name.
    NoHost,
    /// An address that ends where the document should be named: `http://arxiv.org/abs/`.
    NoDocument,
}

/// Which work a reference names, however it is written (RULES: canonical identity of a reference).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identity<'s> {
    /// An arXiv identifier, old style lower-cased and without subject class, and its version.
    Arxiv {
        /// Such as `2005.13013` or `math/0309136`.
        id: Cow<'s, str>,
        /// The number after `v`.
        version: Option<u32>,
    },
    /// A DOI, case folded and percent-decoded.
    Doi(String),
    /// An address without scheme, `www.`, default port, fragment, tracking and final slash.
    Url(String),
    /// Text, NFKC, case folded, punctuation dropped.
    Text(String),
}

/// Something that could not be read as meant.
#[derive(Debug, Clone, Copy)]
pub struct Oddity {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: OddityKind,
}

/// What could not be read as meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OddityKind {
    /// A row of a table of claims with another number of cells than its header has.
    RowCells {
        /// Cells in the row.
        cells: usize,
        /// Cells in the header.
        expected: usize,
    },
    /// A row of a tab-separated table whose cells are divided by blanks; read all the same.
    RowBlanks {
        /// The two runs of blanks that stand for tabs.
        gaps: [Span; 2],
    },
    /// A table of claims without a header.
    HeaderMissing {
        /// True when its first row has three cells with a mark in the second.
        three_cells: bool,
    },
    /// Bytes that are not UTF-8.
    InvalidBytes,
    /// The byte order mark of UTF-16, at the start of a report that is not read.
    Utf16,
}

impl OddityKind {
    /// The name in `parse`'s JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RowCells { .. } => "row-cells",
            Self::RowBlanks { .. } => "row-blanks",
            Self::HeaderMissing { .. } => "header-missing",
            Self::InvalidBytes => "invalid-bytes",
            Self::Utf16 => "utf-16",
        }
    }
}
