//! One work twice in the reference list.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::works;
use crate::finding::{Applicability, Fix, Label};
use crate::report::{Identity, Reference, Report};
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateReference {}

impl ReportRule for DuplicateReference {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let mut first: FxHashMap<&Identity, &Reference> = FxHashMap::default();
        for reference in report.references.iter().filter(|reference| !works::is_blank(&reference.identity)) {
            let earlier = *first.entry(&reference.identity).or_insert(reference);
            if std::ptr::eq(earlier, reference) {
                continue;
            }
            let source = report.source;
            let lines = Span::new(
                source.line_with_end(source.line_of(reference.item.start)).start,
                source.line_with_end(source.line_of(reference.item.end)).end,
            );
            // Nothing is lost with a line that stands there already, to the byte.
            let same = report.text(earlier.item) == report.text(reference.item);
            let applicability = if same { Applicability::Safe } else { Applicability::Unsafe };
            let line = source.line_number(earlier.item.start);
            sink.push(
                Draft::new(
                    format!("the same work as line {line}: {}", works::name(report, reference)),
                    Label::new(report.place(reference.span), "again here").about(reference.item),
                )
                .related(Label::new(report.place(earlier.span), "first here"))
                .help("remove one of the two")
                .fix(Fix::new(applicability, "delete this item", lines, "")),
            );
        }
    }
}
