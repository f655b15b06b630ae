//! The key of a claim: its text normalised for equality, and its words as stems, kinds and names for likeness.
//!
//! Knows nothing about reports or verdicts; offsets are byte offsets into the text that is handed in. Scanning allocates
//! nothing per word, because every claim of a run is scanned.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use unicode_normalization::UnicodeNormalization;

use super::lexicon::{self, Kind, MAX_STEMMED};
use crate::text::leading_letters;

/// The text as it is compared for equality: NFKC, case folded, blanks collapsed, without final punctuation and without
/// the quotes around it.
#[must_use]
pub fn normalised(text: &str) -> String {
    let folded: Cow<'_, str> =
        if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfkc().collect::<String>().to_lowercase()) };
    let core = core(&folded);
    let mut out = String::with_capacity(core.len());
    for word in core.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.make_ascii_lowercase();
    out
}

/// A hash of [`normalised`], without building it where the text is ASCII and its blanks are single.
#[must_use]
pub fn normalised_hash(text: &str) -> u64 {
    if text.is_ascii()
        && let (hash, true) = lower_hash(core(text).as_bytes())
    {
        return hash;
    }
    lower_hash(normalised(text).as_bytes()).0
}

/// The hash of a text in lower case, eight bytes at a time, and whether its blanks are single spaces. Bytes beyond ASCII are
/// taken as they are.
fn lower_hash(bytes: &[u8]) -> (u64, bool) {
    const STEP: u64 = 0x517c_c1b7_2722_0a95;
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ bytes.len() as u64;
    let (mut spaces_before, mut other_blanks) = (0, 0);
    let mut push = |eight: [u8; 8]| {
        let word = u64::from_le_bytes(eight);
        let low = word & !HIGH;
        // The high bit of each byte tells.
        let spaces = !(((low ^ (0x20 * ONES)) + 0x7f * ONES) | word) & HIGH;
        other_blanks |= word.wrapping_sub(0x20 * ONES) & !word & HIGH;
        let doubled = spaces & (spaces << 8 | spaces_before >> 56);
        other_blanks |= doubled;
        spaces_before = spaces;
        let capitals = (low + (0x80 - u64::from(b'A')) * ONES) & !(low + (0x7f - u64::from(b'Z')) * ONES) & !word & HIGH;
        state = (state.rotate_left(5) ^ (word | capitals >> 2)).wrapping_mul(STEP);
    };
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        push(chunk.try_into().unwrap_or_default());
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        // Filled up with a byte that is no blank.
        let mut eight = [b'.'; 8];
        eight[..rest.len()].copy_from_slice(rest);
        push(eight);
    }
    state ^= state >> 32;
    (state.wrapping_mul(0xd6e8_feb8_6659_fd93), other_blanks == 0)
}

/// Without blanks and quotes around it and punctuation at its end. A closing bracket stays: it belongs to an opening one.
fn core(text: &str) -> &str {
    let quote = |c: char| matches!(c, '"' | '\'' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '`' | '*' | '_');
    let mut rest = text.trim();
    loop {
        let next =
            rest.trim_end_matches(|c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | '。') || c.is_whitespace());
        let next = next.trim_end_matches(quote).trim_start_matches(quote).trim();
        if next.len() == rest.len() {
            return rest;
        }
        rest = next;
    }
}

/// A word of a claim.
#[derive(Debug, Clone)]
pub struct Word {
    /// Where it stands in the text that [`words`] was given (its prepared form, where that is not ASCII).
    pub range: Range<usize>,
    /// What it does.
    pub kind: Kind,
    /// Hash of its stem; of the plain digits for a number.
    pub stem: u64,
    /// True when it looks like a name or part of one: two capitals, a letter and a digit, a capital after the start.
    pub name: bool,
    /// True when it has a capital or a digit at all.
    pub marked: bool,
    /// True when only a hyphen or slash stands between it and the word before.
    pub glued: bool,
}

/// The text as [`scan`] reads it: NFKC, dashes and apostrophes plain, everything else that is no ASCII and no letter a blank.
#[must_use]
pub fn prepared(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfkc() {
        match c {
            '\0'..='\u{7f}' => out.push(c),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            '−' => out.push('-'),
            '≤' => out.push_str("<="),
            '≥' => out.push_str(">="),
            '\u{2018}' | '\u{2019}' => out.push('\''),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            // Vowel signs and the like belong to the letter before them.
            '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' => out.push(c),
            _ => out.push(' '),
        }
    }
    Cow::Owned(out)
}

/// Hands every word of a prepared text to `sink`, in order. Author-year brackets, citation numbers and enumerators are
/// no words.
pub fn scan(text: &str, mut sink: impl FnMut(Word)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut last_end = 0;
    let mut first = true;
    let hyphenated = |last_end: usize, at: usize| last_end > 0 && last_end + 1 == at && matches!(bytes[last_end], b'-' | b'/');
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b'(' || byte == b'[' {
            at = skip_bracket(bytes, at).unwrap_or(at + 1);
        } else if byte == b'%' {
            sink(word(at..at + 1, Kind::Content, *PERCENT));
            at += 1;
        } else if matches!(byte, b'<' | b'>') && bytes.get(at + 1).is_some_and(|next| matches!(next, b' ' | b'=' | b'0'..=b'9')) {
            sink(word(at..at + 1, Kind::Scope, u64::from(byte)));
            at += 1;
        } else if byte.is_ascii_digit() && number_ends(bytes, at).is_some() {
            let end = number_ends(bytes, at).unwrap_or(at + 1);
            let negative = at > 0 && bytes[at - 1] == b'-' && (at == 1 || matches!(bytes[at - 2], b' ' | b'('));
            let glued = !negative && hyphenated(last_end, at);
            let stem = number_hash(&bytes[at..end], negative);
            sink(Word { glued, marked: true, ..word(at..end, Kind::Number, stem) });
            (at, last_end, first) = (end, end, false);
        } else if is_letter(byte) || byte.is_ascii_digit() {
            let (end, mut found) = letters(bytes, at, first);
            found.glued = hyphenated(last_end, at);
            sink(found);
            (at, last_end, first) = (end, end, false);
        } else {
            at += 1;
        }
    }
}

static PERCENT: LazyLock<u64> = LazyLock::new(|| lexicon::stem_hash("percent"));

fn word(range: Range<usize>, kind: Kind, stem: u64) -> Word {
    Word { range, kind, stem, name: false, marked: false, glued: false }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// Where the number that starts at `at` ends; `None` when letters follow, as in "3D".
fn number_ends(bytes: &[u8], at: usize) -> Option<usize> {
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut end = at;
    let mut point = false;
    loop {
        while digit(end) {
            end += 1;
        }
        match bytes.get(end) {
            Some(b',') if !point && digit(end + 1) && digit(end + 2) && digit(end + 3) && !digit(end + 4) => end += 1,
            Some(b'.') if digit(end + 1) => {
                point = true;
                end += 1;
            }
            Some(&next) if is_letter(next) => return None,
            _ => return Some(end),
        }
    }
}

/// The hash of a number's value: no thousands separators, no zeros at the end of the decimals or at the start.
fn number_hash(bytes: &[u8], negative: bool) -> u64 {
    let mut plain = [0; 40];
    let mut len = 0;
    if negative {
        plain[0] = b'-';
        len = 1;
    }
    let digits = bytes.iter().position(|&byte| byte != b'0').unwrap_or(bytes.len() - 1);
    for &byte in bytes[digits..].iter().filter(|&&byte| byte != b',').take(plain.len() - 1) {
        plain[len] = byte;
        len += 1;
    }
    if plain[..len].iter().filter(|&&byte| byte == b'.').count() == 1 {
        while plain[len - 1] == b'0' {
            len -= 1;
        }
        len -= usize::from(plain[len - 1] == b'.');
    }
    lexicon::hash(&plain[..len])
}

/// The word of letters (and digits after or among them) at `at`, and where it ends.
fn letters(bytes: &[u8], at: usize, first: bool) -> (usize, Word) {
    if let Some(found) = plain_letters(bytes, at, first) {
        return found;
    }
    let mut buffer = [0; MAX_STEMMED];
    let (mut end, mut len, mut capitals, mut digits) = (at, 0, 0_usize, 0_usize);
    let mut long = false;
    while let Some(&byte) = bytes.get(end) {
        let inner = |next: Option<&u8>| next.is_some_and(|&next| is_letter(next));
        match byte {
            b'A'..=b'Z' => capitals += 1,
            b'0'..=b'9' => digits += 1,
            b'\'' if end > at && inner(bytes.get(end + 1)) => {}
            b'.' if digits > 0 && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) => {}
            _ if is_letter(byte) => {}
            _ => break,
        }
        if len < MAX_STEMMED {
            buffer[len] = byte.to_ascii_lowercase();
            len += 1;
        } else {
            long = true;
        }
        end += 1;
    }
    let mut negated = false;
    if buffer[..len].ends_with(b"'s") {
        len -= 2;
    } else if buffer[..len].ends_with(b"n't") {
        negated = true;
    }
    let plain = if long { lexicon::hash(&bytes[at..end].to_ascii_lowercase()) } else { lexicon::hash(&buffer[..len]) };
    let (kind, stem) = if negated || long {
        (if negated { Kind::Negation } else { lexicon::kind(plain) }, plain)
    } else {
        known_word(plain, &mut buffer, len)
    };
    let capital = bytes[at].is_ascii_uppercase();
    let name = kind == Kind::Content && (capitals >= 2 || (digits > 0 && end - at > digits) || (capital && !first));
    let marked = capitals + digits > 0;
    (end, Word { name, marked, ..word(at..end, kind, stem) })
}

/// [`letters`] for the most frequent words: ASCII letters only, eight at a time.
fn plain_letters(bytes: &[u8], at: usize, first: bool) -> Option<(usize, Word)> {
    const CASE: u64 = 0x2020_2020_2020_2020;
    let mut buffer = [0; MAX_STEMMED];
    let (mut end, mut capitals) = (at, 0);
    for chunk in buffer.chunks_exact_mut(8) {
        let eight = u64::from_le_bytes(*bytes.get(end..)?.first_chunk()?);
        let length = leading_letters(eight);
        let among = if length == 8 { u64::MAX } else { !(u64::MAX << (8 * length)) };
        capitals += (!eight & CASE & among).count_ones();
        chunk.copy_from_slice(&((eight | CASE) & among).to_le_bytes());
        end += length;
        if length < 8 {
            break;
        }
    }
    let next = *bytes.get(end)?;
    if end == at || is_letter(next) || next.is_ascii_digit() || next == b'\'' {
        return None;
    }
    let plain = lexicon::hash_start(&buffer, end - at);
    let (kind, stem) = known_word(plain, &mut buffer, end - at);
    let name = kind == Kind::Content && (capitals >= 2 || (bytes[at].is_ascii_uppercase() && !first));
    Some((end, Word { name, marked: capitals > 0, ..word(at..end, kind, stem) }))
}

/// Kind and stem of the lower-case word in `buffer[..len]`, whose hash is `plain`. Texts say the same words over and over,
/// so the last ones are remembered.
fn known_word(plain: u64, buffer: &mut [u8; MAX_STEMMED], len: usize) -> (Kind, u64) {
    const REMEMBERED: usize = 1024;
    thread_local! {
        static WORDS: RefCell<[(u64, Kind, u64); REMEMBERED]> = const { RefCell::new([(0, Kind::Content, 0); REMEMBERED]) };
    }
    WORDS.with_borrow_mut(|words| {
        #[expect(clippy::cast_possible_truncation, reason = "reduced to the number of slots")]
        let slot = &mut words[plain as usize % REMEMBERED];
        if slot.0 != plain {
            let kind = lexicon::kind(plain);
            let stem = match kind {
                Kind::Number => lexicon::number_word(&buffer[..len]).map_or(plain, |value| {
                    let digits = [b'0' + value / 10, b'0' + value % 10];
                    lexicon::hash(if value < 10 { &digits[1..] } else { &digits })
                }),
                Kind::Function => lexicon::function_word(plain),
                Kind::Content | Kind::Scope => {
                    let stemmed = lexicon::stem(buffer, len);
                    lexicon::hash_start(buffer, stemmed)
                }
                _ => plain,
            };
            *slot = (plain, kind, stem);
        }
        (slot.1, slot.2)
    })
}

/// Where the bracket at `at` ends, when it is a citation, such as `(Conneau et al., 2020)` or `[3, 7]`, or an enumerator,
/// such as `(ii)`. A citation that the end of the text cuts off counts.
fn skip_bracket(bytes: &[u8], at: usize) -> Option<usize> {
    let close = if bytes[at] == b'(' { b')' } else { b']' };
    let end = memchr::memchr(close, &bytes[at..]).map(|found| at + found);
    let inner = &bytes[at + 1..end.unwrap_or(bytes.len())];
    let cites = inner.windows(5).any(|w| w == b"et al") || ends_in_year(inner);
    if end.is_none() {
        return inner.windows(5).any(|w| w == b"et al").then_some(bytes.len());
    }
    let numbers = close == b']' && inner.iter().all(|b| b.is_ascii_digit() || matches!(b, b',' | b' ' | b'-' | b';'));
    let roman = (1..=4).contains(&inner.len()) && inner.iter().all(|b| matches!(b, b'i' | b'v' | b'x'));
    let letter = inner.len() == 1 && inner[0].is_ascii_lowercase();
    (cites || numbers || roman || letter).then(|| at + inner.len() + 2)
}

/// True for `2020`, `Phang et al., 2018` and `Smith, 2019a`: nothing but a year, or a year after a comma.
fn ends_in_year(inner: &[u8]) -> bool {
    let body = inner.strip_suffix(b"a").or_else(|| inner.strip_suffix(b"b")).unwrap_or(inner);
    let Some((rest, year)) = body.split_last_chunk::<4>() else { return false };
    let is_year = year.iter().all(u8::is_ascii_digit) && matches!(&year[..2], b"19" | b"20");
    is_year && (rest.is_empty() || rest.ends_with(b", ") || (rest.ends_with(b" ") && rest[0].is_ascii_uppercase()))
}

/// The words of a prepared text.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut out = Vec::with_capacity(24);
    scan(text, |word| out.push(word));
    out
}

/// The clauses of a compound claim, none when it is no compound.
///
/// A compound splits at `;`, at `whereas`, and at a comma before `whereas`, `while`, `but` or `and`; a comma before `and`
/// is that of a list when another comma stands before it in the clause.
#[must_use]
pub fn clauses(text: &str) -> Vec<Range<usize>> {
    static WHEREAS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" whereas "));
    let bytes = text.as_bytes();
    let mut cuts: Vec<Range<usize>> = Vec::new();
    let mut comma = false;
    for at in memchr::memchr2_iter(b',', b';', bytes) {
        if bytes[at] == b';' {
            cuts.push(at..at + 1);
            comma = false;
            continue;
        }
        let rest = text[at + 1..].strip_prefix(' ').unwrap_or("");
        let joint = ["whereas ", "while ", "but ", "and "].into_iter().find(|joint| rest.starts_with(joint));
        match joint {
            Some("and ") if comma => {}
            Some(joint) => {
                cuts.push(at..at + 2 + joint.len());
                comma = false;
                continue;
            }
            None => {}
        }
        comma = true;
    }
    for at in WHEREAS.find_iter(bytes) {
        if !cuts.iter().any(|cut| cut.contains(&(at + 1))) {
            cuts.push(at..at + " whereas ".len());
        }
    }
    if cuts.is_empty() {
        return Vec::new();
    }
    cuts.sort_unstable_by_key(|cut| cut.start);
    let starts = std::iter::once(0).chain(cuts.iter().map(|cut| cut.end));
    let ends = cuts.iter().map(|cut| cut.start).chain([bytes.len()]);
    let clauses: Vec<Range<usize>> = starts
        .zip(ends)
        .map(|(start, end)| {
            let part = &text[start..end];
            let blank = part.len() - part.trim_start().len();
            start + blank..start + blank + part.trim().len()
        })
        .filter(|clause| text[clause.clone()].contains(|c: char| c.is_alphanumeric()))
        .collect();
    if clauses.len() < 2 { Vec::new() } else { clauses }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn hashes_are_equal_where_normalised_texts_are(a in "[aAbé .\\t\u{1}]{0,12}", b in "[aAbé .\\t\u{1}]{0,12}") {
            prop_assert_eq!(normalised_hash(&a) == normalised_hash(&b), normalised(&a) == normalised(&b));
            prop_assert_eq!(normalised_hash(&a), normalised_hash(&normalised(&a)));
        }
    }

    fn stems(text: &str) -> Vec<u64> {
        words(&prepared(text)).into_iter().filter(|w| matches!(w.kind, Kind::Content | Kind::Number)).map(|w| w.stem).collect()
    }

    #[test]
    fn equality_ignores_case_blanks_quotes_and_the_final_stop() {
        let key = normalised("The adapter works.");
        for text in [
            "the  adapter WORKS",
            "\u{201c}The adapter works.\u{201d}",
            " The adapter works!",
            "**The adapter works**.",
            "Ｔhe adapter works",
        ] {
            assert_eq!(normalised(text), key, "{text}");
            assert_eq!(normalised_hash(text), normalised_hash("The adapter works."), "{text}");
        }
        for text in ["The adapter work", "The adapter works (often)", ""] {
            assert_ne!(normalised(text), key, "{text}");
            assert_ne!(normalised_hash(text), normalised_hash("The adapter works."), "{text}");
        }
    }

    #[test]
    fn numbers_are_compared_by_value() {
        assert_eq!(stems("1,104,934 in 8.20"), stems("1104934 in 8.2"));
        assert_eq!(stems("three epochs"), stems("3 epochs"));
        assert_eq!(stems("gains of 8.2%"), stems("gains of 8.2 percent"));
        assert_ne!(stems("8.2"), stems("8.21"));
        assert_ne!(stems("100"), stems("1"));
        assert_ne!(stems("0.5"), stems("5"));
        assert_ne!(stems("a -3 shift"), stems("a 3 shift"));
    }

    #[test]
    fn citations_and_enumerators_are_no_words() {
        assert_eq!(stems("the model (Lee et al., 2020) works"), stems("the model works"));
        assert_eq!(stems("the model [3, 4] works"), stems("the model works"));
        assert_eq!(stems("includes (i) masking and (ii) tuning"), stems("includes masking and tuning"));
        assert_eq!(stems("the model (Lee et al., 20"), stems("the model"));
        assert_ne!(stems("the model (large) works"), stems("the model works"));
        assert_ne!(stems("all tasks (9) improve"), stems("all tasks improve"));
    }

    #[test]
    fn hyphens_split_words_and_names_are_seen() {
        assert_eq!(stems("fine-tuning"), stems("fine tuning"));
        let found = words("The XLM-R model of Paris beats T5");
        let names: Vec<bool> = found.iter().map(|w| w.name).collect();
        assert_eq!(names, [false, true, true, false, false, true, false, true]);
        assert!(found[2].glued && !found[3].glued);
    }

    #[test]
    fn compounds_split_into_clauses_and_lists_do_not() {
        let split = |text: &'static str| clauses(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(split("A rises, whereas B stays flat."), ["A rises", "B stays flat."]);
        assert_eq!(split("A rises whereas B falls; C stays."), ["A rises", "B falls", "C stays."]);
        assert_eq!(split("A rises, and B falls, but C stays"), ["A rises", "B falls", "C stays"]);
        assert_eq!(split("Tests on A, B, and C rise."), Vec::<&str>::new());
        assert_eq!(split("A rises;"), Vec::<&str>::new());
    }
}
