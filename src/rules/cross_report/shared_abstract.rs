//! One abstract in reports with different titles.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::corpus::{Corpus, key};
use crate::finding::{Label, View};
use crate::report::Report;
use crate::rules::{CorpusRule, Draft, Sink};
use crate::source::Span;

/// `shared-abstract`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SharedAbstract {}

/// Shorter abstracts are shared by chance.
const LEAST_CHARACTERS: usize = 100;

impl CorpusRule for SharedAbstract {
    fn check(&self, corpus: &Corpus<'_, '_>, sink: &mut Sink) {
        let mut groups: FxHashMap<String, Vec<(&Report<'_>, Span)>> = FxHashMap::default();
        for report in corpus.reports() {
            let Some((text, span)) = abstract_of(report) else { continue };
            groups.entry(text).or_default().push((report, span));
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

/// All paragraphs of the abstract with blanks collapsed, and where they are.
fn abstract_of(report: &Report<'_>) -> Option<(String, Span)> {
    let span = report.abstract_paragraphs().map(|paragraph| paragraph.span).reduce(Span::cover)?;
    let text: Vec<&str> = report.text(span).split_whitespace().collect();
    let text = text.join(" ");
    (text.chars().count() >= LEAST_CHARACTERS).then_some((text, span))
}

fn title(report: &Report<'_>) -> String {
    report.title.map_or_else(String::new, |title| key::normalised(report.text(title)))
}
