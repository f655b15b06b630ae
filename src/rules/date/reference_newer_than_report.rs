//! A source from after the report.

use jiff::ToSpan as _;
use serde::Deserialize;

use crate::finding::Label;
use crate::report::{Identity, Report};
use crate::rules::wording::month;
use crate::rules::{Draft, ReportRule, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceNewerThanReport {}

impl ReportRule for ReferenceNewerThanReport {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let Some(date) = report.date else { return };
        let Some(day) = date.day else { return };
        // It may be the next day already where arXiv is.
        let latest = day.checked_add(1.day()).unwrap_or(day);
        for reference in &report.references {
            let Identity::Arxiv { id, .. } = &reference.identity else { continue };
            let Some((year, number)) = year_and_month(id) else { continue };
            if (year, number) <= (latest.year(), latest.month()) {
                continue;
            }
            let (from, own) = (month(number), month(day.month()));
            sink.push(
                Draft::new(
                    format!("arXiv {id} is from {from} {year}, the report from {own} {}", day.year()),
                    Label::new(report.place(reference.span), "newer than the report").about(reference.item),
                )
                .related(Label::new(report.place(date.span), "the report's date"))
                .help("correct the reference or the date"),
            );
        }
    }
}

/// The year and month in a number such as `2005.13013`; the old numbers ended in 2007. `None` for a month that does not exist.
fn year_and_month(id: &str) -> Option<(i16, i8)> {
    let (date, _) = id.split_once('.')?;
    let year: i16 = date.get(..2)?.parse().ok()?;
    let month = date.get(2..4)?.parse().ok()?;
    (1..=12).contains(&month).then_some((2000 + year, month))
}
