//! Reports that cite different versions of one work.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::corpus::Corpus;
use crate::corpus::tie::Tie;
use crate::finding::{Label, View};
use crate::report::{Identity, Reference, Report};
use crate::rules::{CorpusRule, Draft, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceVersionDrift {}

type Cited<'r, 's> = (&'r Report<'s>, &'r Reference<'s>, u32);

impl CorpusRule for ReferenceVersionDrift {
    fn ties(&self) -> Option<&'static [Tie]> {
        Some(&[Tie::Version])
    }

    fn check(&self, corpus: &Corpus<'_, '_>, sink: &mut Sink) {
        let mut works: BTreeMap<&str, Vec<Cited<'_, '_>>> = BTreeMap::new();
        for report in corpus.reports() {
            for reference in &report.references {
                if let Identity::Arxiv { id, version: Some(version) } = &reference.identity {
                    works.entry(id).or_default().push((report, reference, *version));
                }
            }
        }
        for (id, cited) in works {
            let other = |a: &Cited<'_, '_>, b: &Cited<'_, '_>| a.2 != b.2 && a.0.id != b.0.id;
            // Many reports may cite one version: the first two of them are compared for all.
            let mut firsts: Vec<&Cited<'_, '_>> = Vec::new();
            for one in &cited {
                let known = firsts.iter().filter(|first| first.2 == one.2);
                if known.clone().count() < 2 && known.clone().all(|first| first.0.id != one.0.id) {
                    firsts.push(one);
                }
            }
            let opposite = |one: &Cited<'_, '_>| firsts.iter().copied().find(|first| other(one, first));
            let selected = |one: &&Cited<'_, '_>| corpus.is_selected(one.0.id);
            let later = cited.iter().filter(selected).find(|one| other(one, &cited[0]));
            let found = later.or_else(|| cited.iter().filter(selected).find(|one| opposite(one).is_some()));
            let Some(primary) = found else { continue };
            let view = |one: &Cited<'_, '_>| {
                opposite(one).map(|other| {
                    let line = other.0.source.line_number(other.1.item.start);
                    View {
                        message: format!("arXiv {id}: v{} here, v{} in {}:{line}", one.2, other.2, other.0.source.name),
                        opposite: other.0.place(other.1.span),
                    }
                })
            };
            let label = |one: &Cited<'_, '_>| {
                Label::new(one.0.place(one.1.span), format!("v{} here", one.2))
                    .about(one.1.item)
                    .as_member()
                    .seen(if corpus.is_selected(one.0.id) { view(one) } else { None })
            };
            let Some(own) = view(primary) else { continue };
            let others = cited.iter().filter(|one| !std::ptr::eq(one.1, primary.1)).map(label);
            sink.push(Draft::new(own.message, label(primary)).all_related(others).help("cite one version in all reports"));
        }
    }
}
