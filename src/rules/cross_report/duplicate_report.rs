//! Two reports under one title.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::corpus::Corpus;
use crate::corpus::tie::{self, Tie};
use crate::finding::{Label, View};
use crate::report::Report;
use crate::rules::{CorpusRule, Draft, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateReport {}

impl CorpusRule for DuplicateReport {
    fn ties(&self) -> Option<&'static [Tie]> {
        Some(&[Tie::Title])
    }

    fn check(&self, corpus: &Corpus<'_, '_>, sink: &mut Sink) {
        let mut titles: BTreeMap<String, Vec<(&Report<'_>, Span)>> = BTreeMap::new();
        for report in corpus.reports() {
            if let Some((text, title)) = tie::title(report) {
                titles.entry(text).or_default().push((report, title));
            }
        }
        for group in titles.into_values().filter(|group| group.len() > 1) {
            let selected = |at: usize| corpus.is_selected(group[at].0.id);
            // The later one is the copy, unless only the first one is looked at.
            let Some(primary) = (1..group.len()).find(|&at| selected(at)).or_else(|| selected(0).then_some(0)) else { continue };
            let message = |at: usize| format!("the same title as {}", group[usize::from(at == 0)].0.source.name);
            let label = |at: usize, text: &'static str| {
                let place = |at: usize| group[at].0.place(group[at].1);
                let view = selected(at).then(|| View { message: message(at), opposite: place(usize::from(at == 0)) });
                Label::new(place(at), text).as_member().seen(view)
            };
            let related = (0..group.len()).filter(|&at| at != primary);
            sink.push(
                Draft::new(message(primary), label(primary, "this title"))
                    .all_related(related.map(|at| label(at, "the same title")))
                    .help("keep one of the reports, or tell them apart by title"),
            );
        }
    }
}
