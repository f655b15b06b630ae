//! Bytes to [`Report`]: total. Parsing never fails and never panics; what cannot be read is an oddity.
//!
//! Knows nothing about rules. Every span is born here, in bounds and on character boundaries. One file for each dialect
//! (`plain`, `markdown`), and one for each part that dialects share: headings, tables, verdicts, statements, references, numbers, dates.

mod blocks;
pub mod change;
pub mod characters;
pub mod citation;
pub mod databases;
pub mod date;
pub mod delimiter;
pub mod descriptive;
pub mod direction;
pub mod enumeration;
pub mod f_score;
mod figure;
pub mod flow;
pub mod frame;
mod heading;
mod html_table;
pub mod ignore_comment;
mod markdown;
mod number;
pub mod placeholder;
mod plain;
pub mod probability;
pub mod proportion;
pub mod quantity;
pub mod question;
pub mod range;
mod recognition;
mod reference;
pub mod reference_fault;
pub mod repeated;
pub mod respectively;
mod score;
mod sources;
pub mod stated_list;
mod statement;
pub mod statistic;
mod status;
mod table;
mod tally;
mod utf16;
mod verdict;
mod verdict_table;

pub use verdict::{ColumnForm, Vocabulary};

use rustc_hash::FxHashSet;

use crate::corpus::key::normalised_hash;
use crate::cue::Cues;
use crate::report::{Claim, ClaimForm, Confidence, Paragraph, Passage, Report, Verdict};
use crate::source::{Source, SourceId, Span};

/// Reads a report. `None` when the text is none: it has no table of claims, no verdicts and no three known headings,
/// or is a form that is still to be filled in.
///
/// The dialect follows from the content.
#[must_use]
pub fn parse<'s>(source: &'s Source, id: SourceId, vocabulary: &Vocabulary) -> Option<Report<'s>> {
    let mut report = parse_compared(source, id, vocabulary, None)?;
    report.passages = passages(&report);
    Some(report)
}

/// A claim, without its key.
fn claim(form: ClaimForm, row: Span, text: Span, verdict: Option<Verdict>, confidence: Option<Confidence>) -> Claim {
    Claim { form, row, text, key: 0, verdict, confidence }
}

/// Reads what others are compared with, of a report that is not reported on itself: all but its passages. Where it is known
/// which of its claims are `compared`, in order, the others have no key.
#[must_use]
pub fn parse_compared<'s>(
    source: &'s Source,
    id: SourceId,
    vocabulary: &Vocabulary,
    compared: Option<&[u32]>,
) -> Option<Report<'s>> {
    if let Some(unreadable) = utf16::read(source, id, vocabulary) {
        return Some(unreadable);
    }
    let markdown = markdown::is_markdown(source, vocabulary).then(|| markdown::read(source, id, vocabulary)).flatten();
    let read = markdown.or_else(|| plain::read(source, id, vocabulary)).filter(|report| !recognition::is_form(report));
    let mut report = read?;
    for (at, claim) in (0..).zip(&mut report.claims) {
        if compared.is_none_or(|compared| compared.binary_search(&at).is_ok()) {
            claim.key = normalised_hash(source.slice(claim.text));
        }
    }
    Some(report)
}

/// The paragraphs and claims of a report in the order of the file, with their cues.
fn passages(report: &Report<'_>) -> Vec<Passage> {
    let of_claim = |claim: &Claim| Passage { span: claim.text, is_claim: true, cues: Cues::of(report.text(claim.text)) };
    let mut out = Vec::with_capacity(report.paragraphs.len() + report.claims.len());
    // A claim outside a table is part of a paragraph, or a heading.
    let mut claims = report.claims.iter().filter(|claim| claim.form == ClaimForm::Row).peekable();
    for &Paragraph { span, cues, .. } in &report.paragraphs {
        while let Some(claim) = claims.next_if(|claim| claim.row.start <= span.start) {
            out.push(of_claim(claim));
        }
        out.push(Passage { span, is_claim: false, cues });
    }
    out.extend(claims.map(of_claim));
    if !report.cells.is_empty() {
        // What a table of claims has as a claim is one already.
        let taken: FxHashSet<u32> = out.iter().map(|passage| passage.span.start).collect();
        let cells = report.cells.iter().map(|cell| cell.span).filter(|cell| !taken.contains(&cell.start));
        out.extend(cells.map(|span| Passage { span, is_claim: false, cues: Cues::of(report.text(span)) }));
        out.sort_by_key(|passage| passage.span.start);
    }
    out
}
