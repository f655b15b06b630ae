//! Characters that cannot be seen, or are taken for others.

use std::cmp::Ordering::{Equal, Greater, Less};

use serde::Deserialize;

use crate::finding::{Applicability, Fix, Label};
use crate::parse::characters::{SuspiciousKind, full_width_digit, suspicious, word_around};
use crate::report::{ClaimForm, Report, SectionKind};
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::{SUBSTITUTE, Span};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuspiciousCharacter {}

impl ReportRule for SuspiciousCharacter {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        // Every other byte would be a control character.
        if report.is_utf16() {
            return;
        }
        let text = report.source.text();
        let mut prose = Prose { report, judged: None };
        for found in suspicious(text) {
            let span = Span::of(found.range.clone());
            // What stands for a byte that is not UTF-8 is no character of the file.
            if report.text(span).starts_with(SUBSTITUTE)
                && report
                    .source
                    .invalid()
                    .binary_search_by(|bytes| {
                        if bytes.end <= span.start {
                            Less
                        } else if bytes.start > span.start {
                            Greater
                        } else {
                            Equal
                        }
                    })
                    .is_ok()
            {
                continue;
            }
            let place = place_name(report, span);
            let (label, help) = match found.kind {
                SuspiciousKind::Bidi => ("the text is shown in another order than it is read", "remove the control character"),
                SuspiciousKind::Invisible => ("it cannot be seen", "delete it"),
                SuspiciousKind::Damage => ("no letter, no blank", "restore what stood here"),
                SuspiciousKind::Mojibake => ("read in the wrong encoding", "restore what stood here"),
                SuspiciousKind::Lookalike => ("it only looks like a Latin letter", "write the Latin letter"),
            };
            let joint = if found.kind == SuspiciousKind::Lookalike { "of" } else { "in" };
            let word = Span::of(word_around(text, found.range.start)).cover(span);
            let mut draft =
                Draft::new(format!("{} {joint} {place}", found.name), Label::new(report.place(span), label).about(word))
                    .help(help);
            draft = match found.kind {
                SuspiciousKind::Bidi => draft.case("bidi-control"),
                SuspiciousKind::Invisible => {
                    let safety = if prose.is_inside(span) { Applicability::Safe } else { Applicability::Unsafe };
                    draft.fix(Fix::new(safety, "delete the character", span, ""))
                }
                _ => draft,
            };
            sink.push(draft);
        }
        let mut judged = None;
        for statement in &report.statements {
            // One sentence is judged once, however many numbers it holds.
            if report.text(statement.span).is_ascii() || judged.replace(statement.sentence) == Some(statement.sentence) {
                continue;
            }
            if let Some((at, c)) = full_width_digit(report.text(statement.span), report.text(statement.sentence)) {
                let start = statement.span.start + Span::of(0..at).end;
                let span = Span::new(start, start + Span::of(0..c.len_utf8()).end);
                sink.push(
                    Draft::new(
                        format!("U+{:04X} FULLWIDTH DIGIT in a count", u32::from(c)),
                        Label::new(report.place(span), "programs may not read it as a digit").about(statement.span),
                    )
                    .help("write ASCII digits"),
                );
            }
        }
    }
}

/// Where a character can be deleted safely.
struct Prose<'r, 's> {
    report: &'r Report<'s>,
    /// The line or the claim that was asked about last, and the answer: one may hold many such characters.
    judged: Option<(Span, bool)>,
}

impl Prose<'_, '_> {
    /// True inside a word of a sentence: there, what is deleted makes no heading, no item, no label and no cell of a line that
    /// was none, after which other lines would be claims.
    fn is_inside(&mut self, span: Span) -> bool {
        /// A label or a heading is shorter.
        const LEAD: usize = 40;
        let report = self.report;
        let text = report.source.text();
        let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
        if !before.ends_with(char::is_alphanumeric) || !after.starts_with(char::is_alphanumeric) {
            return false;
        }
        let claim = report.claims.partition_point(|claim| claim.row.start <= span.start);
        if claim > 0 && report.claims[claim - 1].form == ClaimForm::Row && report.claims[claim - 1].text.contains(span) {
            return self.judge(report.claims[claim - 1].text, |claim| claim.contains(' '));
        }
        let line = report.source.line(report.source.line_of(span.start));
        let is_plain = self.judge(line, |line| !line.contains(['|', '\t', '*', '_', '#', '`', '~', '<', '>', '=', ':']));
        is_plain && (span.start - line.start) as usize > LEAD && place_name(report, span) == "the text"
    }

    fn judge(&mut self, whole: Span, judge: impl FnOnce(&str) -> bool) -> bool {
        match self.judged {
            Some((span, answer)) if span == whole => answer,
            _ => {
                let answer = judge(self.report.text(whole));
                self.judged = Some((whole, answer));
                answer
            }
        }
    }
}

/// The part of the report that a place lies in. Binary searches: a text may hold many such characters.
fn place_name(report: &Report<'_>, span: Span) -> &'static str {
    let claim = report.claims.partition_point(|claim| claim.row.start <= span.start);
    if claim > 0 && report.claims[claim - 1].row.contains(span) {
        return "a claim";
    }
    if report.title.is_some_and(|title| title.contains(span)) {
        return "the title";
    }
    let section = report.sections.partition_point(|section| section.heading.start <= span.start);
    match section.checked_sub(1).map(|index| &report.sections[index]) {
        Some(section) if section.heading.contains(span) => "a heading",
        Some(section) if section.kind == Some(SectionKind::References) => "a reference",
        _ => "the text",
    }
}
