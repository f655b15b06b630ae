//! Characters that a reader cannot see, or takes for others.
//!
//! Knows text, nothing about reports. Most of a text is ASCII and passed over in blocks. Letters of other scripts are never
//! suspicious as such: only a letter that looks Latin inside a Latin word is.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::{first_eight, unprinted};

/// A suspicious character or sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspicious {
    /// Where it is.
    pub range: Range<usize>,
    /// Its code point and name, or what a sequence is.
    pub name: Cow<'static, str>,
    /// What kind it is.
    pub kind: SuspiciousKind,
}

/// Kinds of suspicious characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuspiciousKind {
    /// Changes the direction of the text around it: what is read is not what is there.
    Bidi,
    /// Takes no room: can be deleted without a trace.
    Invisible,
    /// A control character or the mark of a lost one.
    Damage,
    /// Bytes of one encoding read as another's.
    Mojibake,
    /// A letter of another script that looks Latin, inside a Latin word.
    Lookalike,
}

/// The suspicious characters of a text, in its order.
#[must_use]
pub fn suspicious(text: &str) -> Vec<Suspicious> {
    const BLOCK: usize = 16;
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        // No early exit: this way it is a handful of vector instructions.
        if let Some(block) = bytes[at..].first_chunk::<BLOCK>()
            && block.iter().fold(0, |odd, &byte| odd | u8::from(is_odd(byte))) == 0
        {
            at += BLOCK;
            continue;
        }
        let odd = unprinted(first_eight(&bytes[at..]));
        if odd == 0 {
            at += 8;
            continue;
        }
        at += (odd.trailing_zeros() / 8) as usize;
        if !bytes.get(at).is_some_and(|&byte| is_odd(byte)) {
            at += 1;
            continue;
        }
        // `at` is always the first byte of a character.
        let Some(c) = text[at..].chars().next() else { break };
        let found = judge(text, at, c);
        at += found.as_ref().map_or(c.len_utf8(), |found| found.range.len());
        out.extend(found);
    }
    out
}

/// A byte that may begin something suspicious; lines and cells end in the other control characters.
fn is_odd(byte: u8) -> bool {
    // Below the blank as signed numbers are the control characters, and what is no ASCII.
    (byte.cast_signed() < b' '.cast_signed()) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7f)
}

fn judge(text: &str, at: usize, c: char) -> Option<Suspicious> {
    let found = |kind, name: Cow<'static, str>, length: usize| Some(Suspicious { range: at..at + length, name, kind });
    let named = |kind, name: &str| found(kind, format!("U+{:04X} {name}", u32::from(c)).into(), c.len_utf8());
    let after = || text[at + c.len_utf8()..].chars().next();
    let before = || text[..at].chars().next_back();
    // Thai, Khmer and others mark word borders with invisible characters.
    let among_latin = || [before(), after()].into_iter().all(|c| c.is_none_or(|c| !c.is_alphabetic() || is_latin(c)));
    match c {
        '\u{202a}' => named(SuspiciousKind::Bidi, "LEFT-TO-RIGHT EMBEDDING"),
        '\u{202b}' => named(SuspiciousKind::Bidi, "RIGHT-TO-LEFT EMBEDDING"),
        '\u{202c}' => named(SuspiciousKind::Bidi, "POP DIRECTIONAL FORMATTING"),
        '\u{202d}' => named(SuspiciousKind::Bidi, "LEFT-TO-RIGHT OVERRIDE"),
        '\u{202e}' => named(SuspiciousKind::Bidi, "RIGHT-TO-LEFT OVERRIDE"),
        '\u{2066}' => named(SuspiciousKind::Bidi, "LEFT-TO-RIGHT ISOLATE"),
        '\u{2067}' => named(SuspiciousKind::Bidi, "RIGHT-TO-LEFT ISOLATE"),
        '\u{2068}' => named(SuspiciousKind::Bidi, "FIRST STRONG ISOLATE"),
        '\u{2069}' => named(SuspiciousKind::Bidi, "POP DIRECTIONAL ISOLATE"),
        '\u{200b}' if among_latin() => named(SuspiciousKind::Invisible, "ZERO WIDTH SPACE"),
        '\u{2060}' if among_latin() => named(SuspiciousKind::Invisible, "WORD JOINER"),
        '\u{feff}' if at > 0 => named(SuspiciousKind::Invisible, "ZERO WIDTH NO-BREAK SPACE"),
        '\u{200c}' | '\u{200d}' => {
            let latin = |c: Option<char>| c.is_some_and(|c| is_latin(c) || c.is_ascii_digit());
            let name = if c == '\u{200c}' { "ZERO WIDTH NON-JOINER" } else { "ZERO WIDTH JOINER" };
            if latin(before()) && latin(after()) { named(SuspiciousKind::Invisible, name) } else { None }
        }
        '\u{ad}' if among_latin() => named(SuspiciousKind::Invisible, "SOFT HYPHEN"),
        '\u{fffd}' => named(SuspiciousKind::Damage, "REPLACEMENT CHARACTER"),
        '\0'..='\x1f' | '\x7f'..='\u{9f}' => named(SuspiciousKind::Damage, "CONTROL CHARACTER"),
        // UTF-8 that was read as Windows-1252: "â€”" was a dash, "Ã©" an é.
        'â' | 'Ã' => {
            let next = after()?;
            let third = text[at + c.len_utf8() + next.len_utf8()..].chars().next();
            let length = match (c, next) {
                ('â', '€' | 'œ' | 'ˆ' | '„') => {
                    let third = third.filter(|c| !c.is_whitespace() && !c.is_ascii_alphanumeric());
                    c.len_utf8() + next.len_utf8() + third.map_or(0, char::len_utf8)
                }
                ('Ã', '\u{a1}'..='\u{bf}') if !matches!(next, '»' | '·') => c.len_utf8() + next.len_utf8(),
                _ => return None,
            };
            found(SuspiciousKind::Mojibake, format!("\"{}\" is damaged text", &text[at..at + length]).into(), length)
        }
        _ if looks_latin(c) => {
            let word = word_around(text, at);
            let word = &text[word];
            let others = word.chars().filter(|c| c.is_alphabetic() && !is_latin(*c));
            let disguised = word.contains(is_latin) && others.clone().all(looks_latin);
            let script = if ('\u{370}'..='\u{3ff}').contains(&c) { "GREEK" } else { "CYRILLIC" };
            if disguised { named(SuspiciousKind::Lookalike, &format!("{script} LETTER in a Latin word")) } else { None }
        }
        _ => None,
    }
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && c.is_alphabetic()
}

/// A letter that nobody can tell from a Latin one (UTS 39 confusables). Greek letters that stand in Latin words on purpose,
/// such as those of `TNFα` and μm, are not among them.
fn looks_latin(c: char) -> bool {
    matches!(
        c,
        'а' | 'е'
            | 'о'
            | 'р'
            | 'с'
            | 'у'
            | 'х'
            | 'ѕ'
            | 'і'
            | 'ј'
            | 'һ'
            | 'ԁ'
            | 'ԛ'
            | 'ԝ'
            | 'А'
            | 'В'
            | 'Е'
            | 'К'
            | 'М'
            | 'Н'
            | 'О'
            | 'Р'
            | 'С'
            | 'Т'
            | 'Х'
            | 'Ѕ'
            | 'І'
            | 'Ј'
            | 'ο'
            | 'Α'
            | 'Β'
            | 'Ε'
            | 'Ζ'
            | 'Η'
            | 'Ι'
            | 'Κ'
            | 'Μ'
            | 'Ν'
            | 'Ο'
            | 'Ρ'
            | 'Τ'
            | 'Υ'
            | 'Χ'
    )
}

/// The run of letters, digits and invisible characters around a place, as far as it can matter: a bounded look keeps hostile
/// texts linear.
#[must_use]
pub fn word_around(text: &str, at: usize) -> Range<usize> {
    const FURTHEST: usize = 40;
    let inside = |c: char| !c.is_whitespace() && !c.is_ascii_punctuation();
    let before = text[..at].chars().rev().take(FURTHEST).take_while(|&c| inside(c)).map(char::len_utf8).sum::<usize>();
    let after = text[at..].chars().take(FURTHEST).take_while(|&c| inside(c)).map(char::len_utf8).sum::<usize>();
    at - before..at + after
}

/// The first full-width digit of a number, when no letter of an East Asian script stands in the sentence around it, where such
/// digits are at home.
#[must_use]
pub fn full_width_digit(number: &str, sentence: &str) -> Option<(usize, char)> {
    let found = number.char_indices().find(|(_, c)| ('０'..='９').contains(c))?;
    let east_asian = |c: char| matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}');
    (!sentence.chars().any(east_asian)).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        suspicious(text).into_iter().map(|found| found.name.into_owned()).collect()
    }

    #[test]
    fn what_is_hidden_or_damaged() {
        for (text, name) in [
            ("a claim\u{202e}here", "U+202E RIGHT-TO-LEFT OVERRIDE"),
            ("zero\u{200b}width", "U+200B ZERO WIDTH SPACE"),
            ("join\u{200d}er", "U+200D ZERO WIDTH JOINER"),
            ("soft\u{ad}hyphen", "U+00AD SOFT HYPHEN"),
            ("inside\u{feff}", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
            ("lost \u{fffd}", "U+FFFD REPLACEMENT CHARACTER"),
            ("bell\u{7}", "U+0007 CONTROL CHARACTER"),
            ("next\u{85}line", "U+0085 CONTROL CHARACTER"),
            ("a dash â€” here", "\"â€”\" is damaged text"),
            ("cafÃ©", "\"Ã©\" is damaged text"),
            ("the mod\u{435}l", "U+0435 CYRILLIC LETTER in a Latin word"),
            ("\u{397}PV", "U+0397 GREEK LETTER in a Latin word"),
        ] {
            assert_eq!(names(text), [name], "{text:?}");
        }
    }

    #[test]
    fn what_belongs_there() {
        for text in [
            "\u{feff}begins with a mark",
            "on the עברית corpus, and العربية",
            "in the Poincare\u{301} model, naïve Ångström",
            "β, μm, χ2, TNFα, NFκB, kΩ, Δt, α-helix, PPARγ",
            "модель, PDFфайл, SMSка, х",
            "漢字かな交じり文 and 한국어",
            "👩\u{200d}🔬 and ✔\u{fe0e} × —",
            "نمی\u{200c}خواهم",
            "ไทย\u{200b}ไทย",
            "12\u{a0}000 and 8\u{2009}%",
            "crêpe, pâté, MAÇÃ»",
            "tabs\tand\r\nlines\n",
        ] {
            assert_eq!(names(text), Vec::<String>::new(), "{text:?}");
        }
    }

    #[test]
    fn full_width_digits_are_at_home_in_east_asian_text() {
        assert_eq!(full_width_digit("１３", "１３ claims verified"), Some((0, '１')));
        assert_eq!(full_width_digit("１３", "１３件の主張 (claims) verified"), None);
        assert_eq!(full_width_digit("13", "13 claims"), None);
    }
}
