//! A section of the layout that is there twice.

use serde::Deserialize;

use crate::finding::Label;
use crate::report::{Report, SectionKind};
use crate::rules::{Draft, ReportRule, Sink, layout};
use crate::text;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionDuplicate {}

impl ReportRule for SectionDuplicate {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let mut first = [None; SectionKind::ALL.len()];
        let mut twice = Vec::new();
        for section in &report.sections {
            // Below another parent the names begin anew.
            for known in &mut first {
                *known = known.filter(|known: &&crate::report::Section| known.level <= section.level);
            }
            let Some(kind) = section.kind else { continue };
            match first[kind as usize] {
                Some(earlier)
                    if earlier.level == section.level
                        && report.text(earlier.name).eq_ignore_ascii_case(report.text(section.name)) =>
                {
                    twice.push((earlier, section));
                }
                Some(_) => {}
                None => first[kind as usize] = Some(section),
            }
        }
        if twice.is_empty() || !layout::is_of_seven(report) {
            return;
        }
        for (earlier, later) in twice {
            sink.push(
                Draft::new(
                    format!("section \"{}\" appears twice", text::quoted(report.text(later.name))),
                    Label::new(report.place(later.heading), "again here").about(later.heading),
                )
                .related(Label::new(report.place(earlier.heading), "first here"))
                .help("keep one of the two"),
            );
        }
    }
}
