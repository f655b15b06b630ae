//! An abstract that breaks off.

use serde::Deserialize;

use crate::finding::Label;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;
use crate::text;
use crate::truncation::at_cap;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbstractTruncated {
    /// The length in characters, or in bytes, at which the generator cuts abstracts.
    cap: usize,
}

impl ReportRule for AbstractTruncated {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let is_keywords = |text: &str| text.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("keywords"));
        let Some(paragraph) = report.abstract_paragraphs().rfind(|paragraph| !is_keywords(report.text(paragraph.span))) else {
            return;
        };
        let text = report.text(paragraph.span);
        if text::ends_in_stop(text) || !text.contains(char::is_alphanumeric) {
            return;
        }
        // A line end counts once, whatever its kind.
        let bytes = text.as_bytes();
        let doubled = memchr::memchr_iter(b'\r', bytes).filter(|&at| bytes.get(at + 1) == Some(&b'\n')).count();
        let length = text::characters(text) - doubled;
        let stopped = || text::sentences(text).filter(|range| text::ends_in_stop(&text[range.clone()])).nth(1).is_some();
        let why = if text::ends_in_function_word(text) {
            "the last word leaves the sentence open".to_owned()
        } else if text::unclosed_opener(text).is_some() {
            "a bracket or quotation mark is left open".to_owned()
        } else if at_cap(length, self.cap) || at_cap(text.len() - doubled, self.cap) {
            format!("cut here, after {length} characters; the cap is {}", self.cap)
        } else if stopped() {
            "the sentences before it end in a stop".to_owned()
        } else {
            return;
        };
        let words = Span::of(text::last_words(text, 2)).shift(paragraph.span.start);
        let quote = text::one_line(&text[text::last_words(text, 3)]);
        sink.push(
            Draft::new(format!("abstract is cut off: \"…{quote}\""), Label::new(report.place(words), why).about(paragraph.span))
                .help("give the abstract in full"),
        );
    }
}
