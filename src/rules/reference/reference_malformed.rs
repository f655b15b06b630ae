//! An item of the reference list that leads nowhere.

use serde::Deserialize;

use crate::finding::{Applicability, Fix, Label};
use crate::report::{ReferenceFaultKind, Report};
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;
use crate::text::quoted;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceMalformed {}

impl ReportRule for ReferenceMalformed {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for reference in &report.references {
            let Some(fault) = reference.fault else { continue };
            let printed = quoted(report.text(fault.span));
            let (message, label) = match fault.kind {
                ReferenceFaultKind::NoAddress => {
                    ("no address or identifier in this reference".to_owned(), "no work can be found by this")
                }
                ReferenceFaultKind::BracketOpen { .. } => {
                    ("\"<\" is never closed in this reference".to_owned(), "\">\" is missing")
                }
                ReferenceFaultKind::Blank => ("a blank divides the address in this reference".to_owned(), "one address"),
                ReferenceFaultKind::NoHost => (format!("the address \"{printed}\" names no host"), "there is no such host"),
                ReferenceFaultKind::NoDocument => (format!("the address \"{printed}\" names no document"), "the address is cut"),
            };
            let draft = Draft::new(message, Label::new(report.place(fault.span), label).about(reference.item))
                .help("give the address or the identifier of the work");
            sink.push(match fault.kind {
                ReferenceFaultKind::BracketOpen { complete: true } => {
                    draft.fix(Fix::new(Applicability::Safe, "close the bracket", Span::at(fault.span.end), ">"))
                }
                _ => draft,
            });
        }
    }
}
