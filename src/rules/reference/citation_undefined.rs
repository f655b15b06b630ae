//! A citation by a number that the reference list does not have.

use rustc_hash::FxHashSet;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::citation::{Citation, author_years, citations, footnotes};
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
        check_footnotes(report, sink);
        let references = &report.references;
        // A list of sources may be called otherwise.
        let listed = || report.section_at(references.first()?.item.start);
        let named = report.sections.iter().position(|section| section.kind == Some(SectionKind::References));
        let Some(index) = named.or_else(listed) else { return };
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

/// A footnote that is cited and is none, where others are.
fn check_footnotes(report: &Report<'_>, sink: &mut Sink) {
    let mut defined: Option<(FxHashSet<&str>, Span)> = None;
    let text = report.source.text();
    for passage in report.passages_with(Cues::SQUARE) {
        for cited in footnotes(report.text(passage.span)).filter(|footnote| !footnote.defines) {
            let (known, first) = defined.get_or_insert_with(|| {
                let own = || footnotes(text).filter(|footnote| footnote.defines).map(|footnote| footnote.range);
                let first = own().next().map_or(Span::at(0), Span::of);
                (own().map(|range| &text[range]).collect(), first)
            });
            let place = Span::of(cited.range).shift(passage.span.start);
            if known.is_empty() || known.contains(report.text(place)) {
                continue;
            }
            let message = format!("{} is cited, but there is no such footnote", report.text(place));
            sink.push(
                Draft::new(message, Label::new(report.place(place), "cited here").about(passage.span))
                    .related(Label::new(report.place(*first), counted(known.len(), "footnote", "footnotes")))
                    .help("add the footnote or correct its label"),
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
    // The words of the list with the years of their entries; the first of an entry, its author, also without.
    let mut dated: Option<FxHashSet<(String, String)>> = None;
    let (mut undefined, mut other_year, mut is_used) = (Vec::new(), Vec::new(), false);
    for passage in report.passages_with(Cues::ROUND | Cues::DIGIT) {
        let text = report.text(passage.span);
        for citation in author_years(text) {
            let names = names.get_or_insert_with(|| items().flat_map(words).collect());
            let dated = dated.get_or_insert_with(|| {
                let pairs = |item| years_of(item).flat_map(move |year| words(item).map(move |word| (word, year.to_owned())));
                let first = |item| words(item).next().map(|word| (word, String::new()));
                items().flat_map(pairs).chain(items().filter_map(first)).collect()
            });
            let author = &text[citation.author.clone()];
            // "WHO" may stand for a name that the list gives in full, and "RoBERTa" is no author.
            let capitals = author.chars().filter(|c| c.is_uppercase()).count();
            let year = text[citation.year.clone()].trim_end_matches(|c: char| c.is_ascii_lowercase());
            if words(author).any(|word| names.contains(&word)) {
                is_used = true;
                let has = |year: &str| words(author).any(|word| dated.contains(&(word, year.to_owned())));
                let entry = |year: &str| has(year) || has(ANY_YEAR);
                // "(Geneva, 2018)" is where an entry was published.
                if !entry(year) && (!citation.is_alone || entry("")) {
                    other_year.push((passage, citation));
                }
            } else if capitals <= 2 && author.contains(char::is_lowercase) {
                undefined.push((passage, citation));
            }
        }
    }
    // "(Paris, 2019)" is no author where nobody is cited so.
    let undefined = undefined.into_iter().filter(|(_, citation)| is_used || !citation.is_alone);
    let undefined = undefined.map(|found| (found, "no entry of the list has that author"));
    let other_year = other_year.into_iter().map(|found| (found, "no entry of the list has that author and year"));
    let mut found: Vec<_> = undefined.chain(other_year).collect();
    found.sort_by_key(|((passage, citation), _)| (passage.span.start, citation.range.start));
    for ((passage, citation), lacks) in found {
        let place = Span::of(citation.range).shift(passage.span.start);
        let message = format!("\"{}\" is cited, but {lacks}", quoted(report.text(place)));
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

/// Stands for the years of an item that has many.
const ANY_YEAR: &str = "any";

/// The years of an item, or [`ANY_YEAR`]: each is put beside each of its words.
fn years_of(item: &str) -> impl Iterator<Item = &str> {
    const MOST: usize = 8;
    let many = years(item).nth(MOST).is_some();
    years(item).filter(move |_| !many).chain(many.then_some(ANY_YEAR))
}

/// The years of an item.
fn years(item: &str) -> impl Iterator<Item = &str> {
    let year = |word: &&str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    item.split(|c: char| !c.is_ascii_digit()).filter(year)
}

/// True for an item in words that begins with a name and gives a year: "Okafor, N. Naps at Work. 2019."
fn has_authors(item: &str) -> bool {
    let text = item.trim_start_matches(|c: char| !c.is_alphabetic());
    !text.starts_with("http") && text.split_whitespace().nth(3).is_some() && years(text).next().is_some()
}
