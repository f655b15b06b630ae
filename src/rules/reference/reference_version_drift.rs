//! Reports that cite different versions of one work.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::corpus::Corpus;
use crate::finding::Label;
use crate::report::{Identity, Reference, Report};
use crate::rules::{CorpusRule, Draft, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceVersionDrift {}

type Cited<'r, 's> = (&'r Report<'s>, &'r Reference, u32);

impl CorpusRule for ReferenceVersionDrift {
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
            let selected = |one: &&Cited<'_, '_>| corpus.is_selected(one.0.id);
            let first = &cited[0];
            let later = cited.iter().filter(selected).find(|one| other(one, first)).map(|later| (later, first));
            let found = later.or_else(|| {
                let primary = cited.iter().find(selected)?;
                cited.iter().find(|one| other(one, primary)).map(|other| (primary, other))
            });
            let Some((primary, opposite)) = found else { continue };
            let label = |one: &Cited<'_, '_>| {
                Label::new(one.0.place(one.1.span), format!("v{} here", one.2)).about(one.1.item).as_member()
            };
            let line = opposite.0.source.line_number(opposite.1.item.start);
            let others = cited.iter().filter(|one| !std::ptr::eq(one.1, primary.1)).map(label);
            sink.push(
                Draft::new(
                    format!("arXiv {id}: v{} here, v{} in {}:{line}", primary.2, opposite.2, opposite.0.source.name),
                    label(primary),
                )
                .all_related(others)
                .help("cite one version in all reports"),
            );
        }
    }
}
