//! Bytes to [`Report`]: total. Parsing never fails and never panics; what cannot be read is an oddity.
//!
//! Knows nothing about rules. Every span is born here, in bounds and on character boundaries. One file for each dialect
//! (`plain`, `markdown`), and one for each part that dialects share: headings, tables, verdicts, statements, references, numbers, dates.

mod blocks;
pub mod change;
pub mod characters;
pub mod citation;
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
mod markdown;
mod number;
pub mod placeholder;
mod plain;
pub mod probability;
pub mod proportion;
pub mod quantity;
pub mod range;
mod recognition;
mod reference;
pub mod reference_fault;
pub mod repeated;
pub mod respectively;
mod statement;

pub mod statistic;
mod status;
mod table;
mod tally;
mod verdict;
mod verdict_table;

pub use verdict::Vocabulary;

use crate::report::Report;
use crate::source::{Source, SourceId};

/// Reads a report. `None` when the text is none: it has no table of claims, no verdicts and no three known headings.
///
/// The dialect follows from the content.
#[must_use]
pub fn parse<'s>(source: &'s Source, id: SourceId, vocabulary: &Vocabulary) -> Option<Report<'s>> {
    let markdown = markdown::is_markdown(source, vocabulary).then(|| markdown::read(source, id, vocabulary)).flatten();
    markdown.or_else(|| plain::read(source, id, vocabulary))
}
