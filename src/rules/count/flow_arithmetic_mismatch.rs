//! Numbers of a search that do not add up.

use std::ops::Range;

use serde::Deserialize;

use crate::cue::Cues;
use crate::finding::Label;
use crate::parse::flow::{Operand, Reasons, equations, reasons};
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowArithmeticMismatch {}

impl ReportRule for FlowArithmeticMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for paragraph in report.paragraphs_with(Cues::FLOW) {
            for equation in equations(report.text(paragraph.span)) {
                let (whole, part, result) = (&equation.whole, &equation.part, &equation.result);
                let left = i64::from(whole.count) - i64::from(part.count);
                if left == i64::from(result.count) {
                    continue;
                }
                let span = |operand: &Operand| Span::of(operand.range.clone()).shift(paragraph.span.start);
                let said = |operand: &Operand| format!("{} {}", operand.count, operand.step.name());
                sink.push(
                    Draft::new(
                        format!("{} − {} is {left}, but {}", said(whole), said(part), said(result)),
                        Label::new(report.place(span(result)), said(result)).about(paragraph.span),
                    )
                    .related(Label::new(report.place(span(whole)), said(whole)))
                    .related(Label::new(report.place(span(part)), said(part)))
                    .help("correct one of the numbers"),
                );
            }
            for Reasons { excluded, reasons } in reasons(report.text(paragraph.span)) {
                let sum: u64 = reasons.iter().map(|&(_, count)| u64::from(count)).sum();
                if sum == u64::from(excluded.count) {
                    continue;
                }
                let place = |range: &Range<usize>| report.place(Span::of(range.clone()).shift(paragraph.span.start));
                let parts = reasons.iter().map(|(range, count)| Label::new(place(range), format!("{count} for this reason")));
                sink.push(
                    Draft::new(
                        format!("the reasons add up to {sum}, but {} excluded", excluded.count),
                        Label::new(place(&excluded.range), format!("{} excluded", excluded.count)).about(paragraph.span),
                    )
                    .all_related(parts)
                    .help("correct one of the numbers"),
                );
            }
        }
    }
}
