//! One work twice in the reference list.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::finding::{Applicability, Fix, Label};
use crate::parse::citation::citations;
use crate::report::{Identity, Reference, Report};
use crate::rules::works;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::SUBSTITUTE;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateReference {}

impl ReportRule for DuplicateReference {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let mut by_number = None;
        let mut first: FxHashMap<&Identity<'_>, &Reference<'_>> = FxHashMap::default();
        first.reserve(report.references.len());
        for reference in report.references.iter().filter(|reference| !works::is_blank(&reference.identity)) {
            let earlier = *first.entry(&reference.identity).or_insert(reference);
            if std::ptr::eq(earlier, reference) {
                continue;
            }
            let line = report.source.line_number(earlier.item.start);
            let mut draft = Draft::new(
                format!("the same work as line {line}: {}", works::name(report, reference)),
                Label::new(report.place(reference.span), "again here").about(reference.item),
            )
            .related(Label::new(report.place(earlier.span), "first here"))
            .help("remove one of the two");
            if let Some(lines) = report.lines_of(reference.item) {
                let safe = is_copy(report, earlier, reference) && !*by_number.get_or_insert_with(|| cites_by_number(report));
                let applicability = if safe { Applicability::Safe } else { Applicability::Unsafe };
                draft = draft.fix(Fix::new(applicability, "delete this item", lines, ""));
            }
            sink.push(draft);
        }
    }
}

/// True when nothing is lost with the later of two items: the same bytes, as far as they can be read.
fn is_copy(report: &Report<'_>, earlier: &Reference<'_>, later: &Reference<'_>) -> bool {
    let text = report.text(later.item);
    text == report.text(earlier.item) && !text.contains(SUBSTITUTE)
}

/// True when the text cites by numbers: they would name other works where an item before them is deleted.
fn cites_by_number(report: &Report<'_>) -> bool {
    report.passages().any(|passage| citations(report.text(passage.span)).next().is_some())
}
