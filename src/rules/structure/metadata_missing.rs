//! A report without title, author or date.

use serde::Deserialize;

use crate::finding::Label;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink, layout};
use crate::source::Span;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MetadataMissing {
    /// Whether a report must say who made it.
    require_author: bool,
    /// Whether a report must say when it was made.
    require_date: bool,
}

impl ReportRule for MetadataMissing {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let missing: [(bool, &str); 3] = [
            (report.title.is_none(), "no title"),
            (self.require_author && report.byline.is_none(), "no author"),
            (self.require_date && report.date.is_none(), "no date"),
        ];
        if !missing.iter().any(|(missing, _)| *missing) {
            return;
        }
        // Text before the first section may say all of it in a form that is not read.
        let preface = report.paragraphs.iter().any(|paragraph| paragraph.section.is_none());
        if preface || !layout::is_of_seven(report) {
            return;
        }
        let lines = [report.title, report.byline, report.date.map(|date| date.span)];
        let last = lines.into_iter().flatten().map(|span| span.end).max();
        let first = report.sections.first().map_or(0, |section| section.heading.start);
        let place = Span::at(last.unwrap_or(first));
        for (_, message) in missing.into_iter().filter(|(missing, _)| *missing) {
            sink.push(
                Draft::new(message, Label::new(report.place(place), "it belongs here")).help("begin with title, author and date"),
            );
        }
    }
}
