//! Text of reports made harmless: for lines of text, for excerpts, for JSON, XML and Markdown.
//!
//! Whoever writes a report chooses its words, its file name and so what our messages quote. A control character there
//! could recolour or clear a terminal, forge lines of a log, or reverse the order in which a reader sees the text
//! (CVE-2021-42574, "Trojan Source").

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

use serde_json::ser::{CharEscape, Formatter};

use crate::text::first_eight;

/// True for characters that act on a terminal or on the text around them instead of being seen: controls, marks that
/// change the direction of writing, what has no width, and separators of lines.
#[must_use]
pub fn is_harmful(c: char) -> bool {
    if c < '\u{7f}' {
        return c < ' ';
    }
    matches!(c,
        '\u{7f}'..='\u{9f}' // DEL and the C1 controls
        | '\u{61c}' // Arabic letter mark
        | '\u{180e}' // Mongolian vowel separator
        | '\u{200b}'..='\u{200f}' // zero width; marks of direction
        | '\u{2028}'..='\u{202e}' // line and paragraph separator; embeddings and overrides
        | '\u{2060}'..='\u{206f}' // word joiner, invisible operators, isolates
        | '\u{feff}' // byte order mark
        | '\u{fff9}'..='\u{fffb}' // interlinear annotation
        | '\u{e0000}'..='\u{e007f}' // tags: invisible ASCII
    )
}

/// The text on one line, what is harmful spelled out: `\n`, `\r`, `\t`, else as `\u{202e}`.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_harmful(c) => {
                // Writing into a string cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// [`line()`] for the text or an attribute of XML. What XML 1.0 forbids even as a reference is spelled out.
#[must_use]
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\u{fffe}' => out.push_str("\\u{fffe}"),
            '\u{ffff}' => out.push_str("\\u{ffff}"),
            c => out.push(c),
        }
    }
    out
}

/// [`line()`] as a code span in a cell of a Markdown table. Only in code do Markdown, HTML, links, mentions, references to
/// issues, emoji names and formulas mean nothing.
#[must_use]
pub fn code_span(text: &str) -> String {
    let text = line(text).trim().replace('|', "\\|");
    if text.is_empty() {
        return String::new();
    }
    let fence = "`".repeat(text.split(|c| c != '`').map(str::len).max().unwrap_or(0) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Appends text of a source to an excerpt. What is harmful is replaced by a visible character of one column and of the
/// same length in bytes, so that spans still fit; a tab stays.
pub fn push_excerpt(out: &mut String, text: &str) {
    out.extend(text.chars().map(stand_in));
}

/// The visible character of the same length in bytes that stands for a harmful one.
fn stand_in(c: char) -> char {
    if c == '\t' || !is_harmful(c) {
        return c;
    }
    match c.len_utf8() {
        1 => '?',
        2 => '·',
        3 => char::REPLACEMENT_CHARACTER,
        _ => '\u{1fb95}', // checker board fill
    }
}

/// Appends text as a JSON string with its quotes, with the same escapes as [`HarmlessJson`].
pub fn push_json(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut done = 0;
    let mut at = 0;
    while at < bytes.len() {
        // Nearly all text needs nothing.
        let special = special(first_eight(&bytes[at..]));
        if special == 0 {
            at += 8;
            continue;
        }
        at += (special.trailing_zeros() / 8) as usize;
        // What stands behind the end is none.
        if at >= bytes.len() {
            break;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let next = at + c.len_utf8();
        if bytes[at].is_ascii() || is_harmful(c) {
            out.extend_from_slice(&bytes[done..at]);
            match c {
                '"' => out.extend_from_slice(b"\\\""),
                '\\' => out.extend_from_slice(b"\\\\"),
                '\n' => out.extend_from_slice(b"\\n"),
                '\r' => out.extend_from_slice(b"\\r"),
                '\t' => out.extend_from_slice(b"\\t"),
                '\u{8}' => out.extend_from_slice(b"\\b"),
                '\u{c}' => out.extend_from_slice(b"\\f"),
                c => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
                    }
                }
            }
            done = next;
        }
        at = next;
    }
    out.extend_from_slice(&bytes[done..]);
    out.push(b'"');
}

/// Zero when none of eight bytes is a quote, a backslash, a control character or beyond ASCII; else the highest bit of the
/// first one is the lowest bit that is set.
fn special(eight: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    // The highest bit of a byte tells; a borrow from a byte that tells may make those above it tell, too.
    let below = |bytes: u64, bound: u64| bytes.wrapping_sub(ONES * bound) & !bytes;
    let is = |byte: u8| below(eight ^ (ONES * u64::from(byte)), 1);
    (eight | below(eight, 0x20) | is(b'"') | is(b'\\') | is(0x7f)) & (ONES << 7)
}

/// Compact JSON that is harmless when printed: `serde_json` escapes only what JSON demands, this also everything else
/// that is harmful. The value read back is the same.
#[derive(Debug, Clone, Copy, Default)]
pub struct HarmlessJson;

impl Formatter for HarmlessJson {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + io::Write,
    {
        // Nearly all fragments are ASCII, which is found out many bytes at a time.
        if fragment.is_ascii() && memchr::memchr(0x7f, fragment.as_bytes()).is_none() {
            return writer.write_all(fragment.as_bytes());
        }
        let mut rest = 0;
        for (at, c) in fragment.char_indices().filter(|&(_, c)| is_harmful(c)) {
            writer.write_all(&fragment.as_bytes()[rest..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[rest..])
    }

    fn write_char_escape<W>(&mut self, writer: &mut W, char_escape: CharEscape) -> io::Result<()>
    where
        W: ?Sized + io::Write,
    {
        serde_json::ser::CompactFormatter.write_char_escape(writer, char_escape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn both_writers_of_json_strings_agree(text in any::<String>()) {
            let (mut a, mut b) = (Vec::new(), Vec::new());
            push_json(&mut a, &text);
            text.serialize(&mut serde_json::Serializer::with_formatter(&mut b, HarmlessJson)).unwrap();
            prop_assert_eq!(a, b);
        }
    }
    use serde::Serialize;

    #[test]
    fn eight_bytes_at_once_are_told_as_one_is() {
        for byte in 0..=u8::MAX {
            let is_plain = (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
            for at in 0..8 {
                for rest in [b' ', b'a', b'!', b'#', b'[', b']', b'~'] {
                    let mut eight = [rest; 8];
                    eight[at] = byte;
                    let first = special(u64::from_le_bytes(eight)).trailing_zeros() / 8;
                    assert_eq!(first, if is_plain { 8 } else { at as u32 }, "{byte:#x} at {at} among {rest:#x}");
                }
            }
        }
    }

    fn json(text: &str) -> String {
        let mut out = Vec::new();
        text.serialize(&mut serde_json::Serializer::with_formatter(&mut out, HarmlessJson)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn harmful_characters_are_spelled_out() {
        assert_eq!(line("a\nb\r\tc\u{1b}[31m\u{202e}\u{feff}d"), "a\\nb\\r\\tc\\u{1b}[31m\\u{202e}\\u{feff}d");
        assert!(matches!(line("É ✓ 𝔸 e\u{301}"), Cow::Borrowed(_)));
    }

    #[test]
    fn xml_has_no_markup_and_nothing_forbidden() {
        assert_eq!(xml("a<b>&\"c' \u{1}\n\u{fffe}\u{ffff}✓"), "a&lt;b&gt;&amp;&quot;c&apos; \\u{1}\\n\\u{fffe}\\u{ffff}✓");
    }

    #[test]
    fn a_code_span_is_not_ended_by_its_text() {
        assert_eq!(code_span("a|b"), "`a\\|b`");
        assert_eq!(code_span("`a``b"), "``` `a``b ```");
        assert_eq!(code_span(" x\n"), "`x\\n`");
        assert_eq!(code_span(""), "");
    }

    #[test]
    fn excerpts_keep_their_length() {
        let text = "a\t\u{1b}\u{9b}\u{61c}\u{200b}\u{202e}\u{e0041}✓\u{1a}";
        let mut out = String::new();
        push_excerpt(&mut out, text);
        assert_eq!(out, "a\t?··\u{fffd}\u{fffd}\u{1fb95}✓?");
        assert_eq!(out.len(), text.len());
    }

    #[test]
    fn json_escapes_what_json_does_not_demand() {
        assert_eq!(json("✓\u{7f}\u{85}\u{2028}\u{e0041}\n"), r#""✓\u007f\u0085\u2028\udb40\udc41\n""#);
    }

    proptest! {
        #[test]
        fn json_reads_back_and_is_harmless(text in "(?s)[\\x00-\\x20\"\\\\\\x7f-\\xa1\u{61c}\u{200a}-\u{2070}\u{feff}✓𝔸\u{e0041}a]{0,40}") {
            let json = json(&text);
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
            prop_assert!(!json.contains(is_harmful));
        }
    }
}
