//! A section of the layout that is not there.

use serde::Deserialize;

use crate::finding::Label;
use crate::report::{Report, SectionKind};
use crate::rules::{Draft, ReportRule, Sink, layout};

/// Of the seven sections, so many may be lost in a report of the layout.
const MOST_LOST: usize = 2;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SectionMissing {
    /// The sections that a report must have.
    required_sections: Vec<SectionKind>,
}

impl ReportRule for SectionMissing {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let missing = |kind: &SectionKind| report.section(*kind).is_none();
        if !self.required_sections.iter().any(missing) || !layout::is_of_seven(report) {
            return;
        }
        let stood_for = |kind| report.sections.iter().any(|section| layout::stands_for(report, section, kind));
        // A report that has hardly more than half of the layout was never of it.
        if SectionKind::ALL.into_iter().filter(|&kind| !stood_for(kind)).count() > MOST_LOST {
            return;
        }
        for kind in SectionKind::ALL.into_iter().filter(|kind| self.required_sections.contains(kind) && missing(kind)) {
            if stood_for(kind) {
                continue;
            }
            let place = layout::gap(report, kind);
            sink.push(
                Draft::new(
                    format!("section \"{}\" is missing", kind.name()),
                    Label::new(report.place(place), "it belongs here").about(place),
                )
                .help("write the section"),
            );
        }
    }
}
