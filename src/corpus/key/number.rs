//! Numbers in the text of a claim: where they end, with what multiplies them, and by what value they are compared.
//!
//! Knows bytes of a prepared text; nothing about the words around a number.

use super::is_letter;
use crate::corpus::lexicon;

/// Words that multiply the number before them, with the number of zeros they add.
const SCALES: [(&str, usize); 4] = [(" thousand", 3), (" million", 6), (" billion", 9), (" trillion", 12)];

/// As [`SCALES`], of what stands right behind the number: "100k steps", "12bn". Not "m" and "B", which may be metres and bytes.
const GLUED_SCALES: [(&str, usize); 4] = [("k", 3), ("mn", 6), ("bn", 9), ("tn", 12)];

/// As [`GLUED_SCALES`], before what has neither length nor size: "7B parameters", "1.4T tokens".
const CAPITAL_SCALES: [(u8, usize); 3] = [(b'M', 6), (b'B', 9), (b'T', 12)];

/// How what such numbers count begins.
const COUNTED: [&[u8]; 9] = [b"token", b"parameter", b"param", b"word", b"example", b"sentence", b"document", b"user", b"people"];

/// How long what multiplies the number that ends at `end` is, and how many zeros it adds.
fn glued_scale(bytes: &[u8], end: usize) -> Option<(usize, usize)> {
    let ends = |at: usize| bytes.get(at).is_none_or(|&next| !is_letter(next) && !next.is_ascii_digit());
    let found = GLUED_SCALES.into_iter().find(|(scale, _)| bytes[end..].starts_with(scale.as_bytes()) && ends(end + scale.len()));
    let capital = || {
        let [letter @ (b'M' | b'B' | b'T'), b' ' | b'-', counted @ ..] = &bytes[end..] else { return None };
        let is_counted = COUNTED.iter().any(|word| counted.starts_with(word));
        CAPITAL_SCALES.into_iter().find(|(scale, _)| scale == letter && is_counted).map(|(_, zeros)| (1, zeros))
    };
    found.map(|(scale, zeros)| (scale.len(), zeros)).or_else(capital)
}

/// Where a number that ends at `end` ends with the word that multiplies it, and how many zeros that adds.
pub(super) fn scaled(bytes: &[u8], end: usize) -> (usize, usize) {
    if let Some((len, zeros)) = glued_scale(bytes, end) {
        return (end + len, zeros);
    }
    let rest = &bytes[end..];
    if !matches!(rest, [b' ', b't' | b'm' | b'b' | b'T' | b'M' | b'B', ..]) {
        return (end, 0);
    }
    let found = SCALES.into_iter().find(|(word, _)| {
        rest.len() >= word.len()
            && rest[..word.len()].eq_ignore_ascii_case(word.as_bytes())
            && rest.get(word.len()).is_none_or(|&next| !is_letter(next))
    });
    found.map_or((end, 0), |(word, zeros)| (end + word.len(), zeros))
}

/// Units that may stand right behind their number: "400mg".
#[rustfmt::skip]
const UNITS: [&str; 55] = [
    "mg", "kg", "ml", "km", "cm", "mm", "ms", "mcg", "ug", "ng", "pg", "mmol", "iu", "kcal", "lb", "lbs", "oz", "mph",
    "hz", "khz", "mhz", "ghz", "kb", "mb", "gb", "tb", "kw", "kwh", "mw", "gw",
    "sec", "secs", "second", "seconds", "min", "mins", "minute", "minutes", "hr", "hrs", "hour", "hours", "day", "days",
    "week", "weeks", "month", "months", "year", "years", "yrs", "percent", "points", "times", "fold",
];

/// True when letters that begin at `at` are a unit and nothing else.
fn is_unit(bytes: &[u8], at: usize) -> bool {
    let len = bytes[at..].iter().take(8).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let ends = bytes.get(at + len).is_none_or(|&next| !is_letter(next) && !next.is_ascii_digit());
    ends && UNITS.iter().any(|unit| unit.as_bytes().eq_ignore_ascii_case(&bytes[at..at + len]))
}

/// Where the number that starts at `at` ends; `None` when letters follow, as in "3D".
#[inline]
pub(super) fn number_ends(bytes: &[u8], at: usize) -> Option<usize> {
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let three = |i: usize| digit(i) && digit(i + 1) && digit(i + 2) && !digit(i + 3);
    let mut end = at;
    let mut point = false;
    loop {
        let start = end;
        while digit(end) {
            end += 1;
        }
        match bytes.get(end) {
            Some(b',') if !point && three(end + 1) => end += 1,
            // "11 ,782", as words are set apart from commas by some who prepare texts.
            Some(b' ') if !point && end - start <= 3 && bytes[end + 1..].starts_with(b",") && three(end + 2) => end += 2,
            Some(b'.') if digit(end + 1) => {
                point = true;
                end += 1;
            }
            // "9.58s" is no name, as "5s" may be.
            Some(b's' | b'm' | b'g' | b'h')
                if point && !bytes.get(end + 1).is_some_and(|&next| is_letter(next) || next.is_ascii_digit()) =>
            {
                return Some(end);
            }
            Some(b'e') if exponent(bytes, end).is_some() => return exponent(bytes, end),
            Some(&next) if is_letter(next) && !is_unit(bytes, end) && glued_scale(bytes, end).is_none() => return None,
            _ => return Some(end),
        }
    }
}

/// Where the exponent that begins at `at` ends: "1e-4".
fn exponent(bytes: &[u8], at: usize) -> Option<usize> {
    let start = at + 1 + usize::from(matches!(bytes.get(at + 1), Some(b'-' | b'+')));
    let end = start + bytes.get(start..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let ends = bytes.get(end).is_none_or(|&next| !is_letter(next));
    (end > start && ends).then_some(end)
}

/// The hash of a number's value: no thousands separators, no zeros at the end of the decimals or at the start.
/// `zeros` is how many the word behind it adds: "1.5 million" is 1500000.
pub(super) fn number_hash(bytes: &[u8], negative: bool, zeros: usize) -> u64 {
    if let Some(at) = memchr::memchr(b'e', bytes) {
        let exponent = bytes[at + 1..].strip_prefix(b"+").unwrap_or(&bytes[at + 1..]);
        return number_hash(&bytes[..at], negative, zeros).rotate_left(23) ^ lexicon::hash(exponent);
    }
    let mut plain = [0; 56];
    let mut len = 0;
    if negative {
        plain[0] = b'-';
        len = 1;
    }
    let digits = bytes.iter().position(|&byte| byte != b'0').unwrap_or(bytes.len() - 1);
    for &byte in bytes[digits..].iter().filter(|&&byte| !matches!(byte, b',' | b' ')).take(40) {
        plain[len] = byte;
        len += 1;
    }
    if zeros > 0 {
        len = shift(&mut plain, len, zeros);
    }
    if plain[..len].iter().filter(|&&byte| byte == b'.').count() == 1 {
        while plain[len - 1] == b'0' {
            len -= 1;
        }
        len -= usize::from(plain[len - 1] == b'.');
    }
    lexicon::hash(&plain[..len])
}

/// Multiplies a plain decimal by ten, `zeros` times; returns its new length.
fn shift(plain: &mut [u8; 56], len: usize, zeros: usize) -> usize {
    let mut end = len;
    let mut point = plain[..len].iter().position(|&byte| byte == b'.');
    for _ in 0..zeros {
        match point {
            Some(at) if at + 1 < end => {
                plain.swap(at, at + 1);
                point = Some(at + 1);
            }
            Some(at) => {
                plain[at] = b'0';
                point = None;
            }
            None => {
                plain[end] = b'0';
                end += 1;
            }
        }
    }
    let lead = plain[..end].iter().take_while(|&&byte| byte == b'0').count().min(end - 1);
    plain.copy_within(lead..end, 0);
    end - lead
}
