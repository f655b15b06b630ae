//! What ties reports together: for each way in which a rule relates two of them, what both have in common.
//!
//! A rule says by which ties its findings come about ([`crate::rules::CorpusRule::ties`]), so that reports that have none with
//! those that are reported on need not be read. Knows nothing about rules and files.

use super::key;
use crate::report::{Report, VerdictClass};
use crate::source::Span;
use crate::text::one_line;

/// A way in which reports are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// Claims in conflict: of the same text, alike, or one a part of the other; directly or by way of others.
    Conflict,
    /// Claims of one text and one class, with confidences that differ.
    Confidence,
    /// Verified claims that are the same but for their numbers.
    Frame,
    /// Verified claims of one topic, of which some are turned round.
    Topic,
    /// A claim that goes on where another one ends.
    Prefix,
    /// The same title.
    Title,
    /// The same abstract.
    Abstract,
    /// Versions of one work on arXiv that differ.
    Version,
}

/// Titles of fewer words ("Fact check") are names of a kind of report.
const LEAST_TITLE_WORDS: usize = 4;

/// Shorter abstracts are shared by chance.
const LEAST_ABSTRACT_CHARACTERS: usize = 100;

/// Shorter texts are prefixes of too much to tell anything.
pub const SHORTEST_PREFIX: usize = 24;

/// True for a claim that may go on elsewhere: long enough, and without a stop at its end.
#[must_use]
pub fn may_go_on(text: &str) -> bool {
    text.len() >= SHORTEST_PREFIX && !crate::text::ends_in_stop(text)
}

/// The title as it is compared, and where it stands; `None` without one, or with one that says too little.
#[must_use]
pub fn title(report: &Report<'_>) -> Option<(String, Span)> {
    let span = report.title?;
    let text = key::normalised(report.text(span));
    (text.split(' ').count() >= LEAST_TITLE_WORDS).then_some((text, span))
}

/// All paragraphs of the abstract.
#[must_use]
pub fn abstract_of(report: &Report<'_>) -> Option<Span> {
    report.abstract_paragraphs().map(|paragraph| paragraph.span).reduce(Span::cover)
}

/// An abstract as it is compared; `None` when it is too short to tell anything.
#[must_use]
pub fn abstract_text(report: &Report<'_>, span: Span) -> Option<String> {
    let text = one_line(report.text(span));
    (text.chars().count() >= LEAST_ABSTRACT_CHARACTERS).then_some(text)
}

/// The place of a class in a list of all, for the index.
#[must_use]
pub(super) fn number_of(class: Option<VerdictClass>) -> u8 {
    match class {
        Some(VerdictClass::Supported) => 0,
        Some(VerdictClass::Refuted) => 1,
        Some(VerdictClass::NotEnoughInfo) => 2,
        Some(VerdictClass::Mixed) => 3,
        Some(VerdictClass::Corrected) => 4,
        Some(VerdictClass::Pending) => 5,
        None => 7,
    }
}

/// The class of such a number.
#[must_use]
pub(super) fn class_of(number: u8) -> Option<VerdictClass> {
    Some(match number {
        0 => VerdictClass::Supported,
        1 => VerdictClass::Refuted,
        2 => VerdictClass::NotEnoughInfo,
        3 => VerdictClass::Mixed,
        4 => VerdictClass::Corrected,
        5 => VerdictClass::Pending,
        _ => return None,
    })
}
