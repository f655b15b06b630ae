//! "Two tasks, A, B, and C".

use serde::Deserialize;

use crate::finding::Label;
use crate::parse::stated_list::stated_lists;
use crate::report::Report;
use crate::rules::wording::counted;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;
use crate::text;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedCountListMismatch {}

impl ReportRule for StatedCountListMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for passage in report.passages() {
            for found in stated_lists(report.text(passage.span)) {
                if (found.least..=found.most).contains(&found.count) {
                    continue;
                }
                let span = |range: &std::ops::Range<usize>| Span::of(range.clone()).shift(passage.span.start);
                let (stated, list) = (span(&found.stated), span(&found.list));
                let items = counted(found.most, "item follows", "items follow");
                sink.push(
                    Draft::new(
                        format!("\"{}\", but {items}", text::one_line(report.text(stated))),
                        Label::new(report.place(stated), "stated here").about(passage.span),
                    )
                    .related(Label::new(report.place(list), counted(found.most, "item", "items")))
                    .help("correct the number or the list"),
                );
            }
        }
    }
}
