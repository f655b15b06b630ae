//! Two reports under one title.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::corpus::{Corpus, key};
use crate::finding::Label;
use crate::report::Report;
use crate::rules::{CorpusRule, Draft, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateReport {}

/// Titles of fewer words ("Fact check") are names of a kind of report.
const LEAST_WORDS: usize = 4;

impl CorpusRule for DuplicateReport {
    fn check(&self, corpus: &Corpus<'_, '_>, sink: &mut Sink) {
        let mut titles: BTreeMap<String, Vec<(&Report<'_>, Span)>> = BTreeMap::new();
        for report in corpus.reports() {
            let Some(title) = report.title else { continue };
            let text = key::normalised(report.text(title));
            if text.split(' ').count() >= LEAST_WORDS {
                titles.entry(text).or_default().push((report, title));
            }
        }
        for group in titles.into_values().filter(|group| group.len() > 1) {
            let selected = |at: usize| corpus.is_selected(group[at].0.id);
            // The later one is the copy, unless only the first one is looked at.
            let Some(primary) = (1..group.len()).find(|&at| selected(at)).or_else(|| selected(0).then_some(0)) else { continue };
            let (report, title) = group[primary];
            let other = group[usize::from(primary == 0)].0;
            let related = group.iter().enumerate().filter(|&(at, _)| at != primary);
            sink.push(
                Draft::new(
                    format!("the same title as {}", other.source.name),
                    Label::new(report.place(title), "this title").as_member(),
                )
                .all_related(related.map(|(_, (report, title))| Label::new(report.place(*title), "the same title").as_member()))
                .help("keep one of the reports, or tell them apart by title"),
            );
        }
    }
}
