//! One arXiv paper in two versions.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::finding::{Applicability, Fix, Label};
use crate::report::{Identity, Reference, Report};
use crate::rules::{Draft, ReportRule, Sink};

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DuplicateReferenceVersion {
    /// Whether two versions of a paper are two works.
    versions_are_different: bool,
}

impl ReportRule for DuplicateReferenceVersion {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let mut first: FxHashMap<&str, (&Reference<'_>, Option<u32>)> = FxHashMap::default();
        first.reserve(report.references.len());
        for reference in &report.references {
            let Identity::Arxiv { id, version } = &reference.identity else { continue };
            let (earlier, before) = *first.entry(id).or_insert((reference, *version));
            let two_works = self.versions_are_different && before.is_some() && version.is_some();
            if before == *version || two_works {
                continue;
            }
            let word = |version: Option<u32>| version.map_or_else(|| "no version".to_owned(), |version| format!("v{version}"));
            let (here, there) = (word(*version), word(before));
            // The newest stays; an item without a version names the newest of its day, but does not say which.
            let older = if before > *version { reference } else { earlier };
            let line = report.source.line_number(earlier.item.start);
            let mut draft = Draft::new(
                format!("another version of line {line}: {there} there, {here} here"),
                Label::new(report.place(reference.span), here).about(reference.item),
            )
            .related(Label::new(report.place(earlier.span), there))
            .help("cite one version");
            if let Some(lines) = report.lines_of(older.item) {
                draft = draft.fix(Fix::new(Applicability::Unsafe, "keep the newest version", lines, ""));
            }
            sink.push(draft);
        }
    }
}
