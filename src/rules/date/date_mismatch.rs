//! Two dates for one report.

use jiff::civil::Date;
use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::date::{DatedEvent, restated};
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DateMismatch {
    /// How many days before its date a report may have been made.
    days_before: u16,
}

impl ReportRule for DateMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let mut known: Vec<(Date, DatedEvent, Span)> = Vec::new();
        if let Some(date) = report.date
            && let Some(day) = date.day
        {
            known.push((day, DatedEvent::Published, date.span));
        }
        for paragraph in report.paragraphs_with(Cues::DIGIT) {
            for found in restated(report.text(paragraph.span)) {
                let span = Span::of(found.range).shift(paragraph.span.start);
                let other = known.iter().find(|&&(day, event, _)| self.contradict((day, event), (found.day, found.event)));
                if let Some(&(_, _, earlier)) = other {
                    let (here, there) = (report.text(span), report.text(earlier));
                    sink.push(
                        Draft::new(
                            format!(
                                "the report is from {here} here, from {there} in line {}",
                                report.source.line_number(earlier.start)
                            ),
                            Label::new(report.place(span), "dated here").about(paragraph.span),
                        )
                        .related(Label::new(report.place(earlier), "dated here"))
                        .help("correct one of the two dates"),
                    );
                }
                // Every pair would be quadratic: each date is compared with the header's and the first of its own kind.
                if !known.iter().any(|&(_, event, _)| event == found.event) {
                    known.push((found.day, found.event, span));
                }
            }
        }
    }
}

impl DateMismatch {
    /// Two days of one event must be equal; what is published was made on that day or some days before.
    fn contradict(&self, a: (Date, DatedEvent), b: (Date, DatedEvent)) -> bool {
        let days_between = |made: Date, published: Date| made.until(published).map_or(0, |span| span.get_days());
        match (a.1, b.1) {
            (x, y) if x == y => a.0 != b.0,
            (DatedEvent::Made, _) => !(-1..=i32::from(self.days_before)).contains(&days_between(a.0, b.0)),
            _ => !(-1..=i32::from(self.days_before)).contains(&days_between(b.0, a.0)),
        }
    }
}
