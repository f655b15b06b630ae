//! What the reference rules share: the works of a list and how messages name them.

use crate::report::{Identity, Reference, Report};
use crate::text;

/// The work as messages name it.
pub fn name(report: &Report<'_>, reference: &Reference) -> String {
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
pub fn is_blank(identity: &Identity) -> bool {
    match identity {
        Identity::Url(text) | Identity::Text(text) | Identity::Doi(text) => text.is_empty(),
        Identity::Arxiv { .. } => false,
    }
}
