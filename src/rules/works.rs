//! What the reference rules share: the works of a list and how messages name them.

use rustc_hash::FxHashSet;

use crate::report::{Identity, Reference, Report};
use crate::text;

/// The work as messages name it.
pub fn name(report: &Report<'_>, reference: &Reference<'_>) -> String {
    match &reference.identity {
        Identity::Arxiv { id, version } => {
            format!("arXiv {id}{}", version.map_or_else(String::new, |version| format!("v{version}")))
        }
        Identity::Doi(doi) => format!("doi {}", text::quoted(doi)),
        Identity::Url(url) => text::quoted(url),
        Identity::Text(_) => format!("\"{}\"", text::quoted(report.text(reference.span))),
    }
}

/// True for an identity that names no work: an address that says nothing, or text without letters.
pub fn is_blank(identity: &Identity<'_>) -> bool {
    match identity {
        Identity::Url(text) | Identity::Text(text) | Identity::Doi(text) => text.is_empty(),
        Identity::Arxiv { .. } => false,
    }
}

/// How many works the list names, whatever their versions; items that name none are not counted.
pub fn distinct(report: &Report<'_>) -> usize {
    let works = report.references.iter().filter(|reference| !is_blank(&reference.identity));
    let names = works.map(|reference| match &reference.identity {
        Identity::Arxiv { id, .. } => (id.as_ref(), 0),
        Identity::Doi(doi) => (doi.as_str(), 1),
        Identity::Url(url) => (url.as_str(), 2),
        Identity::Text(text) => (text.as_str(), 3),
    });
    let mut distinct: FxHashSet<(&str, u8)> = FxHashSet::default();
    distinct.reserve(report.references.len());
    distinct.extend(names);
    distinct.len()
}
