//! A citation by a number that the reference list does not have.

use rustc_hash::FxHashSet;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::citation::{Citation, author_years, citations};
use crate::report::{Passage, Report, SectionKind};
use crate::rules::wording::counted;
use crate::rules::{Draft, ReportRule, Sink, layout};
use crate::source::Span;
use crate::text::quoted;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CitationUndefined {}

impl ReportRule for CitationUndefined {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let references = &report.references;
        let Some(index) = report.sections.iter().position(|section| section.kind == Some(SectionKind::References)) else {
            return;
        };
        if references.is_empty() || layout::has_subsections(report, index) {
            return;
        }
        check_authors(report, index, sink);
        let found: Vec<(Passage, Citation)> = report
            .passages_with(Cues::SQUARE)
            .flat_map(|passage| citations(report.text(passage.span)).map(move |citation| (passage, citation)))
            .collect();
        let entries = u32::try_from(references.len()).unwrap_or(u32::MAX);
        let highest = references.iter().filter_map(|reference| reference.number).fold(entries, u32::max);
        let numbered = references.iter().any(|reference| reference.number.is_some());
        let used = found.iter().any(|(_, citation)| citation.single && citation.highest <= highest);
        let addresses = references.iter().all(|reference| reference.url.is_some());
        for (passage, citation) in &found {
            // Two numbers in brackets may be an interval: they are citations where numbers are known to cite.
            let cites = numbered || used || (addresses && citation.single);
            if citation.highest <= highest || !cites {
                continue;
            }
            let place = Span::of(citation.range.clone()).shift(passage.span.start);
            let message =
                format!("{} is cited, but the list has {}", report.text(place), counted(references.len(), "entry", "entries"));
            sink.push(
                Draft::new(message, Label::new(report.place(place), "cited here").about(passage.span))
                    .related(Label::new(
                        report.place(report.sections[index].heading),
                        counted(references.len(), "reference", "references"),
                    ))
                    .help("add the source or correct the number"),
            );
        }
    }
}

/// Authors are looked for where every item is one of authors and a year.
fn check_authors(report: &Report<'_>, index: usize, sink: &mut Sink) {
    let items = || report.references.iter().map(|item| report.text(item.span));
    if !items().all(has_authors) {
        return;
    }
    let mut names: Option<FxHashSet<String>> = None;
    let (mut undefined, mut is_used) = (Vec::new(), false);
    for passage in report.passages_with(Cues::ROUND | Cues::DIGIT) {
        let text = report.text(passage.span);
        for citation in author_years(text) {
            let names = names.get_or_insert_with(|| items().flat_map(words).collect());
            let author = &text[citation.author.clone()];
            // "WHO" may stand for a name that the list gives in full, and "RoBERTa" is no author.
            let capitals = author.chars().filter(|c| c.is_uppercase()).count();
            if words(author).any(|word| names.contains(&word)) {
                is_used = true;
            } else if capitals <= 2 && author.contains(char::is_lowercase) {
                undefined.push((passage, citation));
            }
        }
    }
    // "(Paris, 2019)" is no author where nobody is cited so.
    for (passage, citation) in undefined.into_iter().filter(|(_, citation)| is_used || !citation.is_alone) {
        let place = Span::of(citation.range).shift(passage.span.start);
        let message = format!("\"{}\" is cited, but no entry of the list has that author", quoted(report.text(place)));
        sink.push(
            Draft::new(message, Label::new(report.place(place), "cited here").about(passage.span))
                .related(Label::new(
                    report.place(report.sections[index].heading),
                    counted(report.references.len(), "reference", "references"),
                ))
                .help("add the source or correct the name"),
        );
    }
}

/// The words of a text as names are compared: without case and accents.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let plain = |word: &str| word.nfkd().filter(|&c| c.is_alphabetic()).flat_map(char::to_lowercase).collect::<String>();
    text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() && c != '\'').map(plain).filter(|word| !word.is_empty())
}

/// True for an item in words that begins with a name and gives a year: "Okafor, N. Naps at Work. 2019."
fn has_authors(item: &str) -> bool {
    let text = item.trim_start_matches(|c: char| !c.is_alphabetic());
    let year = |word: &str| {
        word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.bytes().all(|b| b.is_ascii_digit())
    };
    !text.starts_with("http") && text.split_whitespace().nth(3).is_some() && text.split(|c: char| !c.is_ascii_digit()).any(year)
}
