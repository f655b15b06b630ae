//! An address without encryption.

use serde::Deserialize;

use crate::finding::{Applicability, Fix, Label};
use crate::report::{Identity, Report};
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InsecureReferenceUrl {}

impl ReportRule for InsecureReferenceUrl {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        const SCHEME: &str = "http";
        for reference in &report.references {
            let Some(url) = reference.url else { continue };
            if !report.text(url).get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://")) {
                continue;
            }
            // arXiv and the DOI resolver are known to answer; whether another host does cannot be told from here.
            let known = matches!(reference.identity, Identity::Arxiv { .. } | Identity::Doi(_));
            let applicability = if known { Applicability::Safe } else { Applicability::Unsafe };
            let scheme = Span::new(url.start, url.start + Span::of(0..SCHEME.len()).end);
            sink.push(
                Draft::new(
                    "the address uses http, not https",
                    Label::new(report.place(scheme), "not encrypted").about(reference.item),
                )
                .help("use https")
                .fix(Fix::new(applicability, "write https", scheme, "https")),
            );
        }
    }
}
