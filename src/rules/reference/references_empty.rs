//! A heading References with nothing under it.

use serde::Deserialize;

use crate::finding::Label;
use crate::report::{Report, SectionKind};
use crate::rules::{Draft, ReportRule, Sink, layout};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferencesEmpty {}

impl ReportRule for ReferencesEmpty {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        if !report.references.is_empty() {
            return;
        }
        let of = |index: &usize| report.sections[*index].kind == Some(SectionKind::References);
        let Some(index) = (0..report.sections.len()).rfind(of) else { return };
        let section = &report.sections[index];
        // A block of code is no list that is read, and the list may stand under headings of its own.
        if report.text(section.body).trim().is_empty() && !layout::has_subsections(report, index) {
            sink.push(
                Draft::new("the reference list is empty", Label::new(report.place(section.heading), "nothing follows"))
                    .help("list the sources or remove the heading"),
            );
        }
    }
}
