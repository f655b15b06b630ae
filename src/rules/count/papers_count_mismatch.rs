//! 12 papers in Methodology, 9 papers in Results.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::finding::Label;
use crate::report::{Fact, PaperNoun, Report, SearchStage, Statement};
use crate::rules::wording::section_name;
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PapersCountMismatch {}

/// The statements about one noun at one stage of the search, in one section.
struct InSection<'r> {
    section: Option<usize>,
    first: &'r Statement,
    count: u32,
    /// Two numbers of one kind in one section are two searches, not a contradiction.
    ambiguous: bool,
}

impl ReportRule for PapersCountMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let mut kinds: FxHashMap<(PaperNoun, SearchStage), Vec<InSection<'_>>> = FxHashMap::default();
        for statement in &report.statements {
            let Fact::Papers { count, noun, stage } = statement.fact else { continue };
            let sections = kinds.entry((noun, stage)).or_default();
            // Statements come in the order of the file, so a section's stand together.
            match sections.last_mut().filter(|last| last.section == statement.section) {
                Some(last) => last.ambiguous |= last.count != count,
                None => sections.push(InSection { section: statement.section, first: statement, count, ambiguous: false }),
            }
        }
        for ((noun, _), sections) in &kinds {
            let [earlier, rest @ ..] = sections.as_slice() else { continue };
            for later in rest.iter().filter(|later| later.count != earlier.count && !later.ambiguous && !earlier.ambiguous) {
                let (here, there) = (noun.counted(later.count), noun.counted(earlier.count));
                sink.push(
                    Draft::new(
                        format!("{here} here, {there} in {}", section_name(report, earlier.section)),
                        Label::new(report.place(later.first.span), "stated here").about(later.first.sentence),
                    )
                    .related(Label::new(report.place(earlier.first.span), there))
                    .help("correct one of the two numbers"),
                );
            }
        }
    }
}
