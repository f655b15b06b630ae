//! Bytes to [`Report`]: total. Parsing never fails and never panics; what cannot be read is an oddity.
//!
//! Knows nothing about rules. Every span is born here, in bounds and on character boundaries. One file for each dialect
//! (`plain`), and one for each part that dialects share: headings, tables, verdicts, statements, references, numbers, dates.

pub mod change;
pub mod characters;
pub mod citation;
pub mod date;
pub mod delimiter;
pub mod descriptive;
pub mod direction;
pub mod enumeration;
pub mod f_score;
pub mod flow;
pub mod frame;
mod heading;
mod number;
pub mod placeholder;
mod plain;
pub mod probability;
pub mod proportion;
pub mod quantity;
pub mod range;
mod reference;
pub mod reference_fault;
pub mod repeated;
pub mod respectively;
mod statement;
pub mod statistic;
mod table;
mod verdict;

pub use verdict::{ColumnForm, Vocabulary};

use crate::report::Report;
use crate::source::{Source, SourceId};

/// Reads a report. `None` when the text is none: it has neither a table of claims nor three known headings.
#[must_use]
pub fn parse<'s>(source: &'s Source, id: SourceId, vocabulary: &Vocabulary) -> Option<Report<'s>> {
    plain::read(source, id, vocabulary)
}
