//! A citation by a number that the reference list does not have.

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::citation::{Citation, citations};
use crate::report::{Passage, Report, SectionKind};
use crate::rules::wording::counted;
use crate::rules::{Draft, ReportRule, Sink, layout};
use crate::source::Span;

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
