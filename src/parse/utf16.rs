//! Reports that were saved as UTF-16. Nothing is read from them but that they are reports, so that they are not passed over
//! in silence: whoever saves one again as UTF-8 has it checked.

use super::Vocabulary;
use crate::report::{Dialect, Oddity, OddityKind, Report};
use crate::source::{Source, SourceId, Span};

/// An empty report with one oddity, for a source that begins with a mark of UTF-16 and would be a report in UTF-8.
pub fn read<'s>(source: &'s Source, id: SourceId, vocabulary: &Vocabulary) -> Option<Report<'s>> {
    let mark = source.invalid().first().filter(|first| first.start == 0 && first.len() >= 2)?;
    let decoded = decoded(source)?;
    super::parse_compared(&Source::new("", "", decoded.into_bytes()), id, vocabulary, Some(&[]))?;
    let oddity = Oddity { span: Span::new(mark.start, mark.start + 2), kind: OddityKind::Utf16 };
    Some(Report { oddities: vec![oddity], ..Report::new(source, id, Dialect::Plain) })
}

/// The text behind the byte order mark; `None` without one.
fn decoded(source: &Source) -> Option<String> {
    let mut bytes = source.text().as_bytes().to_vec();
    for (span, lost) in source.invalid_bytes() {
        bytes[span.range()].copy_from_slice(lost);
    }
    let unit: fn([u8; 2]) -> u16 = match bytes.first_chunk()? {
        [0xff, 0xfe] => u16::from_le_bytes,
        [0xfe, 0xff] => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes[2..].chunks_exact(2).map(|two| unit([two[0], two[1]]));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_a_report_is_one() {
        let report = "5 Extracted Claims\r\n\r\nClaim\tVerified\tConfidence\r\nNaps help.\t✓\t0.33\r\n";
        let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        let oddities = |mark: [u8; 2], bytes: Vec<u8>| {
            let source = Source::new("a.txt", "a.txt", [mark.to_vec(), bytes].concat());
            let report = super::super::parse(&source, SourceId(0), Vocabulary::built_in())?;
            assert!(report.claims.is_empty() && report.is_utf16());
            Some(report.oddities.iter().map(|oddity| (oddity.span.range(), oddity.kind)).collect::<Vec<_>>())
        };
        assert_eq!(oddities([0xff, 0xfe], little(report)), Some(vec![(0..2, OddityKind::Utf16)]));
        assert_eq!(oddities([0xfe, 0xff], big(report)), Some(vec![(0..2, OddityKind::Utf16)]));
        assert_eq!(oddities([0xff, 0xfe], little("A letter to a friend.")), None);
        assert_eq!(oddities([0xff, 0xfe], Vec::new()), None);
    }
}
