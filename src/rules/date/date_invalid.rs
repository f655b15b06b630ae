//! A date that is not in the calendar.

use serde::Deserialize;

use crate::finding::Label;
use crate::report::{DateFault, Report};
use crate::rules::wording::month;
use crate::rules::{Draft, ReportRule, Sink};
use crate::text;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateInvalid {}

impl ReportRule for DateInvalid {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let Some(date) = &report.date else { return };
        let message = match date.fault {
            None => return,
            Some(DateFault::NoSuchMonth { month }) => format!("\"{}\" is no month", text::quoted(report.text(month))),
            // In February it depends on the year.
            Some(DateFault::NoSuchDay { month: 2, day, year }) => format!("{} {year} has no day {day}", month(2)),
            Some(DateFault::NoSuchDay { month: number, day, .. }) => format!("{} has no day {day}", month(number)),
        };
        sink.push(
            Draft::new(message, Label::new(report.place(date.span), "the report's date")).help("write a day of the calendar"),
        );
    }
}
