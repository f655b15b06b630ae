//! Bytes that are not UTF-8.

use serde::Deserialize;

use crate::finding::Label;
use crate::parse::characters::word_around;
use crate::report::Report;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvalidEncoding {}

/// More places than these are one fault, of the file as a whole.
const MOST: usize = 8;

impl ReportRule for InvalidEncoding {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        if report.is_utf16() {
            let mark = report.place(report.oddities[0].span);
            let shown = report.source.invalid_bytes().next().map(|(_, bytes)| format!("0x{:02x} 0x{:02x}", bytes[0], bytes[1]));
            let message = format!("the file is UTF-16, as its first bytes {} say, and is not read", shown.unwrap_or_default());
            sink.push(Draft::new(message, Label::new(mark, "byte order mark of UTF-16")).help("save the report as UTF-8"));
            return;
        }
        let places = report.source.invalid().len();
        for (span, bytes) in report.source.invalid_bytes().take(if places > MOST { 1 } else { MOST }) {
            let shown: Vec<String> = bytes.iter().take(4).map(|byte| format!("0x{byte:02x}")).collect();
            let shown = shown.join(" ");
            let more = if bytes.len() > 4 { " …" } else { "" };
            let mut message = if bytes.len() == 1 {
                format!("byte {shown} is not UTF-8")
            } else {
                format!("bytes {shown}{more} are not UTF-8")
            };
            if places > MOST {
                message = format!("{message}, nor are those at {} other places", places - 1);
            }
            let word = word_around(report.source.text(), span.start as usize);
            sink.push(
                Draft::new(message, Label::new(report.place(span), "no character").about(Span::of(word).cover(span)))
                    .help("save the report as UTF-8"),
            );
        }
    }
}
