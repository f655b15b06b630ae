//! Which line is a heading.

use std::ops::Range;

use crate::report::SectionKind;

/// A heading line, taken apart. Ranges are bytes of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// What it means.
    pub kind: Option<SectionKind>,
    /// The printed number without a final stop.
    pub number: Option<Range<usize>>,
    /// The heading without number, `#` and emphasis.
    pub name: Range<usize>,
    /// How many `#` it has, else the depth of its number, else 1.
    pub level: u8,
    /// True when it is marked by `#`.
    pub hashes: bool,
}

/// Headings longer than this, in bytes, are prose.
const LONGEST: usize = 100;

/// Takes a line without the blanks around it for a heading: marked by `#`, of a known name, or numbered.
/// A numbered line of an unknown name is only a candidate: the caller knows what stands around it.
#[must_use]
pub fn read(line: &str) -> Option<Heading> {
    let hashes = line.bytes().take_while(|&b| b == b'#').count();
    let marked = (1..=6).contains(&hashes) && line[hashes..].starts_with([' ', '\t']);
    // Unmarked, it is a number and a name, or one of the names that are known, possibly emphasised.
    let begins = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'_');
    let bytes = line.as_bytes();
    let may_be = || line.len() <= LONGEST && bytes.first().is_some_and(begins) && memchr::memchr(b'\t', bytes).is_none();
    if !(marked || may_be()) {
        return None;
    }
    let mut start = if marked { line.len() - line[hashes..].trim_start().len() } else { 0 };
    let mut end = line.len();
    if marked {
        end = line.trim_end_matches('#').trim_end().len().max(start);
    }
    let strip = |start: &mut usize, end: &mut usize| {
        let body = &line[*start..*end];
        if !body.starts_with(['*', '_']) {
            return;
        }
        for emphasis in ["**", "__"] {
            if body.len() > 4 && body.starts_with(emphasis) && body.ends_with(emphasis) {
                *start += 2;
                *end -= 2;
            }
        }
    };
    strip(&mut start, &mut end);
    let number = number(&line[start..end]).map(|range| start + range.start..start + range.end);
    if let Some(number) = &number {
        let rest = line[number.end..end].trim_start_matches('.').trim_start();
        start = end - rest.len();
    }
    strip(&mut start, &mut end);
    let name = start..start + line[start..end].trim_end_matches(':').trim_end().len();
    if name.is_empty() {
        return None;
    }
    let kind = kind(&line[name.clone()]);
    if !marked && kind.is_none() && !looks_like_title(&line[name.clone()], number.is_some()) {
        return None;
    }
    let depth = number.as_ref().map_or(1, |range| line[range.clone()].split('.').count());
    let level = u8::try_from(if marked { hashes } else { depth }).unwrap_or(u8::MAX);
    Some(Heading { kind, number, name, level, hashes: marked })
}

/// Takes a line for a heading that a line of dashes below it marks: of whatever name, as long as it is no sentence.
#[must_use]
pub fn underlined(line: &str) -> Option<Heading> {
    read(line).or_else(|| {
        let fits = line.len() <= LONGEST && line.starts_with(char::is_alphabetic) && !line.ends_with(['.', ',', ';', '?', '!']);
        let name = 0..line.trim_end_matches(':').trim_end().len();
        (fits && !line.contains(['\t', '|'])).then_some(Heading { kind: None, number: None, name, level: 1, hashes: false })
    })
}

/// `3`, `3.1` before a blank or a stop.
fn number(text: &str) -> Option<Range<usize>> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let digits = text[..end].trim_end_matches('.');
    let well_formed = !digits.is_empty() && digits.len() <= 8 && digits.split('.').all(|part| !part.is_empty());
    (well_formed && text[end..].starts_with(char::is_whitespace)).then_some(0..digits.len())
}

fn kind(name: &str) -> Option<SectionKind> {
    const NAMES: [(&str, SectionKind); 11] = [
        ("abstract", SectionKind::Abstract),
        ("introduction", SectionKind::Introduction),
        ("methodology", SectionKind::Methodology),
        ("methods", SectionKind::Methodology),
        ("method", SectionKind::Methodology),
        ("results", SectionKind::Results),
        ("limitations", SectionKind::Limitations),
        ("extracted claims", SectionKind::Claims),
        ("claims", SectionKind::Claims),
        ("references", SectionKind::References),
        ("bibliography", SectionKind::References),
    ];
    let is = |known: &str| name.len() == known.len() && name.eq_ignore_ascii_case(known);
    NAMES.iter().find(|(known, _)| is(known)).map(|&(_, kind)| kind)
}

/// A short line with a number, a capital at its start and no sentence punctuation at its end.
fn looks_like_title(name: &str, numbered: bool) -> bool {
    numbered && name.len() <= 60 && name.starts_with(char::is_uppercase) && !name.ends_with(['.', ',', ';', ':', '?', '!'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_their_forms() {
        let read = |line: &'static str| read(line).map(|h| (h.kind, h.number.map(|range| &line[range]), &line[h.name], h.level));
        assert_eq!(read("Abstract"), Some((Some(SectionKind::Abstract), None, "Abstract", 1)));
        assert_eq!(read("5 Extracted Claims"), Some((Some(SectionKind::Claims), Some("5"), "Extracted Claims", 1)));
        assert_eq!(read("4. LIMITATIONS:"), Some((Some(SectionKind::Limitations), Some("4"), "LIMITATIONS", 1)));
        assert_eq!(read("## 2.1 Methods ##"), Some((Some(SectionKind::Methodology), Some("2.1"), "Methods", 2)));
        assert_eq!(read("**References**"), Some((Some(SectionKind::References), None, "References", 1)));
        assert_eq!(read("### Anything at all."), Some((None, None, "Anything at all.", 3)));
        assert_eq!(read("6 Conclusion"), Some((None, Some("6"), "Conclusion", 1)));
        for prose in [
            "12 papers retrieved.",
            "Results were mixed.",
            "#hashtag",
            "Conclusion",
            "2005.13013 is cited",
            "Claim\tVerified",
            "",
        ] {
            assert_eq!(read(prose), None, "{prose}");
        }
    }

    #[test]
    fn underlined_headings_have_any_name() {
        let read = |line: &'static str| underlined(line).map(|h| (h.kind, h.number.map(|range| &line[range]), &line[h.name]));
        assert_eq!(read("Executive Summary"), Some((None, None, "Executive Summary")));
        assert_eq!(read("1. RESULTS"), Some((Some(SectionKind::Results), Some("1"), "RESULTS")));
        for other in ["A sentence stands here.", "Claim\tVerified", "Claim | Verified", "----", ""] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
