//! Brackets and quotation marks that have no partner.
//!
//! What is no bracket is passed over: enumerators such as `a)`, emoticons, half-open intervals, code, formulas.

use std::ops::Range;

/// A delimiter without partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpaired {
    /// The character.
    pub range: Range<usize>,
    /// True when it opens.
    pub opens: bool,
}

/// The first delimiter of a passage that has no partner.
#[must_use]
pub fn unpaired(text: &str) -> Option<Unpaired> {
    // Most passages hold none of these; the typographic quotes end in the last two bytes.
    let bytes = text.as_bytes();
    let none = memchr::memchr3(b'(', b')', b'[', bytes).is_none()
        && memchr::memchr3(b']', b'{', b'}', bytes).is_none()
        && memchr::memchr2(0x9c, 0x9d, bytes).is_none();
    if none {
        return None;
    }
    // Formulas have rules of their own.
    if memchr::memchr2(b'\\', b'$', bytes).is_some() || (!text.is_ascii() && text.contains(['∣', '⟨'])) {
        return None;
    }
    // German quotes end in “, Swedish ones begin with ”.
    let quotes = !text.is_ascii() && text.contains('“') && !text.contains('„');
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut stray: Option<(usize, char)> = None;
    let mut in_code = false;
    // ]0, 1[ is an interval too: how many of them are open.
    let mut outward = 0;
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |&(_, next)| next);
        let emoticon =
            matches!(before, ':' | ';') || (before == '-' && [":-", ";-"].iter().any(|face| text[..at].ends_with(face)));
        match c {
            '`' => in_code = !in_code,
            _ if in_code => {}
            '[' if outward > 0 && before.is_ascii_digit() => outward -= 1,
            ']' if is_outward(text, at, &open) => outward += 1,
            '(' | '[' | '{' if !emoticon => open.push((at, c)),
            '“' if quotes => open.push((at, c)),
            ')' | ']' | '}' => close(text, at, c, &mut open, &mut stray, emoticon),
            '”' if quotes => match open.last() {
                Some((_, '“')) => {
                    open.pop();
                }
                _ => stray = stray.or(Some((at, c))),
            },
            _ => {}
        }
        // ":(" and "8(" at the end of a word are faces, "(:" is one too.
        if c == '(' && after == ':' && open.last() == Some(&(at, '(')) {
            open.pop();
        }
        before = c;
    }
    if in_code {
        return None;
    }
    let ends_open = text.trim_end().ends_with(['…', ':']) || text.trim_end().ends_with("...");
    // A quotation of several paragraphs opens each of them and closes only the last.
    let opened = open.into_iter().find(|&(at, c)| !(ends_open || c == '“' && at == 0));
    let first = match (opened, stray) {
        (Some(a), Some(b)) => Some(if a.0 < b.0 { a } else { b }),
        (a, b) => a.or(b),
    };
    first.map(|(at, c)| Unpaired { range: at..at + c.len_utf8(), opens: matches!(c, '(' | '[' | '{' | '“') })
}

/// Takes a closing bracket: pops its partner, or notes that it has none.
fn close(text: &str, at: usize, c: char, open: &mut Vec<(usize, char)>, stray: &mut Option<(usize, char)>, emoticon: bool) {
    let opener = match c {
        ')' => '(',
        ']' => '[',
        _ => '{',
    };
    match open.last() {
        Some(&(_, last)) if last == opener => {
            open.pop();
        }
        // [0, 1) and (0, 1] are intervals.
        Some(&(from, last)) if last != '“' && at - from < 40 && is_interval(&text[from + 1..at]) => {
            open.pop();
        }
        _ if emoticon || (c == ')' && is_enumerator(&text[..at])) => {}
        _ => *stray = stray.or(Some((at, c))),
    }
}

/// True for the first bracket of `]0, 1[`.
fn is_outward(text: &str, at: usize, open: &[(usize, char)]) -> bool {
    let number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '−' | '.');
    open.last().is_none_or(|&(_, last)| last != '[') && text[at + 1..].starts_with(number)
}

/// True when the text ends in `a`, `12`, `ii` or `3.1` that begins a word.
fn is_enumerator(before: &str) -> bool {
    const LONGEST: usize = 6;
    let word =
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '/' | ',' | ';' | '*' | '—' | '|')).next().unwrap_or("");
    let letter = word.chars().count() == 1 && word.chars().all(char::is_alphanumeric);
    let number = !word.is_empty() && word.len() <= LONGEST && word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let roman = !word.is_empty() && word.len() <= LONGEST && word.bytes().all(|b| matches!(b | 0x20, b'i' | b'v' | b'x'));
    let numbered =
        word.len() <= LONGEST && word.len() >= 2 && word.bytes().skip(1).all(|b| b.is_ascii_digit()) && word.is_ascii();
    letter || number || roman || numbered
}

/// True for `0, 1`: two numbers or names of numbers and a comma.
fn is_interval(inner: &str) -> bool {
    let bound = |part: &str| {
        let part = part.trim();
        !part.is_empty() && part.len() <= 12 && !part.contains(char::is_whitespace)
    };
    inner.split_once([',', ';']).is_some_and(|(a, b)| bound(a) && bound(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_partner() {
        for (text, found) in [
            ("the adapter (small works.", Some("(")),
            ("the adapter small) works.", Some(")")),
            ("it [sic works (well).", Some("[")),
            ("says “it works.", Some("“")),
            ("in {braces and more.", Some("{")),
            ("a (b [c) d].", Some("(")),
        ] {
            assert_eq!(unpaired(text).map(|u| &text[u.range]), found, "{text}");
        }
    }

    #[test]
    fn what_needs_none() {
        for text in [
            "a) by hand, b) by machine",
            "in two ways: 1) fast, ii) slow and 3.1) late",
            "(a) one (b) two",
            "values in [0, 1) and (0, 1] and ]0, 1[",
            "sad :( and glad :) and :-) and ;-)",
            "`f(x` and `[`",
            "a 6\" pipe, 5' long",
            "„Wort“ and ”ord”",
            "“The first paragraph of a long quotation.",
            "a long tail (of words …",
            "f(x) = (a + (b))",
            "A1) first, B2) second",
            "the set \\{x\\} and $[0, 1$",
        ] {
            assert_eq!(unpaired(text), None, "{text}");
        }
    }
}
