//! Lines that end in different ways.

use serde::Deserialize;

use crate::finding::{Applicability, Edit, Fix, Label};
use crate::report::Report;
use crate::rules::wording::counted;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::LineEnd;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MixedLineEndings {}

impl ReportRule for MixedLineEndings {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let source = report.source;
        if report.is_utf16() || memchr::memchr(b'\r', source.text().as_bytes()).is_none() {
            return;
        }
        let ends = || (0..source.line_count()).filter_map(|line| source.line_end(line));
        let mut counts = [(LineEnd::Lf, 0), (LineEnd::CrLf, 0), (LineEnd::Cr, 0)];
        for (kind, _) in ends() {
            counts[kind as usize].1 += 1;
        }
        // Of two that are as frequent the simpler one is kept.
        let Some((usual, most)) = counts.into_iter().rev().max_by_key(|&(_, count)| count) else { return };
        let others = || ends().filter(|&(kind, _)| kind != usual);
        let Some((kind, first)) = others().next() else { return };
        let odd = counts.iter().filter(|(kind, _)| *kind != usual).map(|(_, count)| count).sum();
        let lines = if odd == 1 { "1 line ends".to_owned() } else { format!("{} end", counted(odd, "line", "lines")) };
        let kinds = counts.iter().filter(|(kind, count)| *kind != usual && *count > 0).count();
        let name = if kinds == 1 { kind.name() } else { "other ways" };
        let edits = others().map(|(_, span)| Edit { span, content: usual.text().to_owned() }).collect();
        sink.push(
            Draft::new(
                format!("{lines} in {name}, {most} in {}", usual.name()),
                Label::new(report.place(first), "the first of them").about(source.line(source.line_of(first.start))),
            )
            .help("end all lines in one way")
            .fix(Fix {
                applicability: Applicability::Safe,
                message: format!("end all lines in {}", usual.name()),
                edits,
            }),
        );
    }
}
