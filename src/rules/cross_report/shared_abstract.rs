//! One abstract in reports with different titles.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::corpus::tie::{self, Tie};
use crate::corpus::{Corpus, key};
use crate::finding::{Label, View};
use crate::report::Report;
use crate::rules::{CorpusRule, Draft, Sink};
use crate::source::Span;

/// `shared-abstract`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SharedAbstract {}

/// How many of their first words are looked at before all others.
const START: usize = 8;

impl CorpusRule for SharedAbstract {
    fn ties(&self) -> Option<&'static [Tie]> {
        Some(&[Tie::Abstract])
    }

    fn check(&self, corpus: &Corpus<'_, '_>, sink: &mut Sink) {
        // Nearly all abstracts begin with words of their own.
        let mut starts: FxHashMap<Vec<&str>, Vec<(&Report<'_>, Span)>> = FxHashMap::default();
        for report in corpus.reports() {
            let Some(span) = tie::abstract_of(report) else { continue };
            let start = report.source.slice(span).split_whitespace().take(START).collect();
            starts.entry(start).or_default().push((report, span));
        }
        let mut groups: FxHashMap<String, Vec<(&Report<'_>, Span)>> = FxHashMap::default();
        for (report, span) in starts.into_values().filter(|reports| reports.len() > 1).flatten() {
            if let Some(text) = tie::abstract_text(report, span) {
                groups.entry(text).or_default().push((report, span));
            }
        }
        for mut group in groups.into_values().filter(|group| group.len() > 1) {
            // Copies of one report differ in nothing: the first of them stands for its title, whichever are selected.
            let mut titles = BTreeSet::new();
            group.retain(|(report, _)| titles.insert(title(report)));
            let selected = |at: usize| corpus.is_selected(group[at].0.id);
            let (Some(primary), true) = ((0..group.len()).find(|&at| selected(at)), group.len() > 1) else { continue };
            let message = format!("{} reports with different titles share this abstract", group.len());
            let place = |at: usize| group[at].0.place(group[at].1);
            let label = |at: usize, text: &'static str| {
                let view = selected(at).then(|| View { message: message.clone(), opposite: place(usize::from(at == 0)) });
                Label::new(place(at), text).as_member().seen(view)
            };
            let related = (0..group.len()).filter(|&at| at != primary).map(|at| label(at, "the same abstract"));
            sink.push(Draft::new(message.clone(), label(primary, "this abstract")).all_related(related));
        }
    }
}

fn title(report: &Report<'_>) -> String {
    report.title.map_or_else(String::new, |title| key::normalised(report.text(title)))
}
