//! The key of a claim: its text normalised for equality, and its words as stems, kinds and names for likeness.
//!
//! Knows nothing about reports or verdicts; offsets are byte offsets into the text that is handed in. Scanning allocates
//! nothing per word, because every claim of a run is scanned.

mod number;

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use unicode_normalization::UnicodeNormalization;

use self::number::{number_ends, number_hash, scaled};
use super::lexicon::{self, Kind, Known, MAX_STEMMED};
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
    // Most texts begin with a letter, and end in one or in a stop behind one.
    let body = text.strip_suffix('.').unwrap_or(text);
    if let [first, .., last] = body.as_bytes()
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return body;
    }
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
    /// Which way something goes by it: 1 for "increases", -1 for "reduces", 0 for what says no such thing.
    pub direction: i8,
    /// True when it only leads to other words: "made of", "located in".
    pub light: bool,
    /// True when it stands for another word in some places: see [`lexicon::Known::varies`].
    pub varies: bool,
}

/// The text as [`scan`] reads it: NFKC, dashes and apostrophes plain, currencies by their codes, everything else that is no ASCII
/// and no letter a blank.
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
            // What a sum is in, tells sums apart; "$" is plain already.
            '€' => out.push_str(" eur "),
            '£' => out.push_str(" gbp "),
            '¥' => out.push_str(" jpy "),
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
    let mut after_number = false;
    let hyphenated = |last_end: usize, at: usize| last_end > 0 && last_end + 1 == at && matches!(bytes[last_end], b'-' | b'/');
    while let Some(&byte) = bytes.get(at) {
        let (end, found) = if is_letter(byte) || byte.is_ascii_digit() {
            let glued = hyphenated(last_end, at);
            let number_end = if byte.is_ascii_digit() { number_ends(bytes, at) } else { None };
            let (end, found) = if let Some(number_end) = number_end {
                let negative = at > 0 && bytes[at - 1] == b'-' && (at == 1 || matches!(bytes[at - 2], b' ' | b'('));
                let (end, zeros) = scaled(bytes, number_end);
                let stem = number_hash(&bytes[at..number_end], negative, zeros);
                (end, Word { glued: glued && !negative, marked: true, ..word(at..end, Kind::Number, stem) })
            } else {
                let (end, mut found) = letters(bytes, at, first, glued);
                found.glued = glued;
                if found.stem == SECOND && after_number {
                    // "8 seconds", "per second": the unit.
                    (found.kind, found.stem) = (Kind::Content, *SECONDS);
                }
                (end, found)
            };
            after_number = found.kind == Kind::Number || found.stem == PER;
            (last_end, first) = (end, false);
            (end, found)
        } else if byte == b'(' || byte == b'[' {
            at = skip_bracket(bytes, at).unwrap_or(at + 1);
            continue;
        } else if byte == b'%' {
            (at + 1, word(at..at + 1, Kind::Content, *PERCENT))
        } else if byte == b'$' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
            (at + 1, word(at..at + 1, Kind::Content, *DOLLAR))
        } else if matches!(byte, b'<' | b'>') && bytes.get(at + 1).is_some_and(|next| matches!(next, b' ' | b'=' | b'0'..=b'9')) {
            (at + 1, word(at..at + 1, Kind::Scope, u64::from(byte)))
        } else {
            at += 1;
            continue;
        };
        at = end;
        sink(found);
    }
}

static PERCENT: LazyLock<u64> = LazyLock::new(|| lexicon::stem_hash("percent"));
static DOLLAR: LazyLock<u64> = LazyLock::new(|| lexicon::stem_hash("dollar"));
const SECOND: u64 = lexicon::ordinal(b"2");
static SECONDS: LazyLock<u64> = LazyLock::new(|| lexicon::stem_hash("seconds"));
const PER: u64 = lexicon::hash(b"per");

#[inline]
fn word(range: Range<usize>, kind: Kind, stem: u64) -> Word {
    Word { range, kind, stem, name: false, marked: false, glued: false, direction: 0, light: false, varies: false }
}

#[inline]
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// The word of letters (and digits after or among them) at `at`, with the words that make it one phrase, and where it ends.
#[inline]
fn letters(bytes: &[u8], at: usize, first: bool, glued: bool) -> (usize, Word) {
    let mut buffer = [0; MAX_STEMMED];
    match plain_letters(bytes, at, &mut buffer) {
        Some(spelled) => known_letters(bytes, at, first, glued, spelled, &mut buffer),
        None => mixed_letters(bytes, at, first, glued),
    }
}

/// As [`letters`], of a word that has other characters, too.
fn mixed_letters(bytes: &[u8], at: usize, first: bool, glued: bool) -> (usize, Word) {
    let mut buffer = [0; MAX_STEMMED];
    let (mut end, mut len, mut capitals, mut digits) = (at, 0, 0_usize, 0_usize);
    let (mut long, mut apostrophe) = (false, false);
    while let Some(&byte) = bytes.get(end) {
        let inner = |next: Option<&u8>| next.is_some_and(|&next| is_letter(next));
        match byte {
            b'-' if end > at && is_prefix(&buffer[..len]) && bytes.get(end + 1).is_some_and(u8::is_ascii_lowercase) => {
                // "pre-training" is "pretraining".
                end += 1;
                continue;
            }
            b'A'..=b'Z' => capitals += 1,
            b'0'..=b'9' => digits += 1,
            b'\'' if end > at && inner(bytes.get(end + 1)) => apostrophe = true,
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
    let endings = [&b"'s"[..], b"'re", b"'ve", b"'ll", b"'d", b"'m"];
    let ending = endings.into_iter().filter(|_| apostrophe).find(|ending| buffer[..len].ends_with(ending));
    if let Some(ending) = ending {
        len -= ending.len();
    } else if buffer[..len].ends_with(b"n't") {
        negated = true;
    }
    let plain = if long { lexicon::hash(&bytes[at..end].to_ascii_lowercase()) } else { lexicon::hash(&buffer[..len]) };
    if negated || long {
        let kind = if negated { Kind::Negation } else { lexicon::kind(plain) };
        let name = kind == Kind::Content && is_name(bytes, at..end, capitals, digits, first);
        return (end, Word { name, marked: capitals + digits > 0, ..word(at..end, kind, plain) });
    }
    if digits > 0
        && let Some(stem) = ordinal(&buffer[..len], digits)
    {
        return (end, Word { marked: true, ..word(at..end, Kind::Number, stem) });
    }
    known_letters(bytes, at, first, glued, Spelled { len, end, plain, capitals, digits }, &mut buffer)
}

/// A word in lower case, as it was read.
#[derive(Clone, Copy)]
struct Spelled {
    len: usize,
    /// Where it ends in the text.
    end: usize,
    /// Its hash.
    plain: u64,
    /// How many capitals, or two for more.
    capitals: usize,
    digits: usize,
}

/// The word at `at` that is spelled so, in lower case in `buffer`, with the words that make it one phrase, and where it ends.
#[inline]
fn known_letters(
    bytes: &[u8],
    at: usize,
    first: bool,
    glued: bool,
    spelled: Spelled,
    buffer: &mut [u8; MAX_STEMMED],
) -> (usize, Word) {
    let Spelled { len, end, plain, capitals, digits } = spelled;
    if let Some(found) = acronym(bytes, at, spelled, buffer) {
        return found;
    }
    // "Hepatitis A is", "model A": a name, where an article would have a noun behind it.
    let letter = len == 1 && bytes[at] == b'A' && !first && !begins_noun(bytes, end) && ends_word(bytes, at);
    let known = if letter {
        Known { kind: Kind::Content, stem: plain, sense: plain, ..Known::NONE }
    } else {
        known_word(plain, buffer, len)
    };
    if known.opens_phrase
        && let Some((more, instead)) = lexicon::phrase(plain, &bytes[end..])
    {
        let mut buffer = [0; MAX_STEMMED];
        buffer[..instead.len()].copy_from_slice(instead.as_bytes());
        let known = known_word(lexicon::hash(instead.as_bytes()), &mut buffer, instead.len());
        return (end + more, word(at..end + more, known.kind, known.sense));
    }
    if known.kind == Kind::Number
        && let Some((end, stem)) = with_ones(&buffer[..len], bytes, end)
    {
        return (end, word(at..end, Kind::Number, stem));
    }
    let name = known.kind == Kind::Content && is_name(bytes, at..end, capitals, digits, first);
    // "small" in BERT-small is not "tiny".
    let part_of_name = name || glued || bytes.get(end) == Some(&b'-');
    let marked = capitals + digits > 0;
    let (stem, direction) = if part_of_name { (known.stem, 0) } else { (known.sense, known.direction) };
    (end, Word { name, marked, direction, light: known.light, varies: known.varies, ..word(at..end, known.kind, stem) })
}

/// The acronym at `at`, where it is spelled with stops ("U.S.") or would be a small word but for its capitals ("US", "WHO"), and
/// where it ends.
fn acronym(bytes: &[u8], at: usize, spelled: Spelled, buffer: &mut [u8; MAX_STEMMED]) -> Option<(usize, Word)> {
    let Spelled { mut len, mut end, capitals, .. } = spelled;
    let is_capital = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let dotted = |end: usize| {
        let goes_on = bytes.get(end + 2).is_some_and(|&next| is_letter(next) || next.is_ascii_digit());
        bytes.get(end) == Some(&b'.') && is_capital(end + 1) && !goes_on
    };
    if len == 1 && capitals == 1 && dotted(end) {
        while len < MAX_STEMMED && dotted(end) {
            buffer[len] = bytes[end + 1].to_ascii_lowercase();
            len += 1;
            end += 2;
        }
        end += usize::from(bytes.get(end) == Some(&b'.'));
    } else if capitals < 2 || len > 3 || !bytes[at..at + len].iter().all(u8::is_ascii_uppercase) {
        return None;
    }
    let name = |stem: u64| Word { name: true, marked: true, ..word(at..end, Kind::Content, stem) };
    if let Some(instead) = lexicon::acronym(&buffer[..len]) {
        return Some((end, name(lexicon::stem_hash(instead))));
    }
    (end != spelled.end).then(|| (end, name(lexicon::hash_start(buffer, len))))
}

/// True for what is no word of its own, so that a hyphen behind it makes no difference.
fn is_prefix(word: &[u8]) -> bool {
    matches!(
        word,
        b"pre"
            | b"re"
            | b"non"
            | b"multi"
            | b"co"
            | b"sub"
            | b"inter"
            | b"intra"
            | b"semi"
            | b"anti"
            | b"bi"
            | b"mono"
            | b"hyper"
            | b"hypo"
            | b"post"
            | b"pro"
            | b"un"
    )
}

/// True when a word stands before the blank before `at`: no sentence begins there.
fn ends_word(bytes: &[u8], at: usize) -> bool {
    at >= 2 && bytes[at - 1] == b' ' && (is_letter(bytes[at - 2]) || bytes[at - 2].is_ascii_digit())
}

/// True when a capital follows, as behind the article of a heading: "Effects of A New Drug".
fn begins_noun(bytes: &[u8], end: usize) -> bool {
    bytes.get(end) == Some(&b' ') && bytes.get(end + 1).is_some_and(u8::is_ascii_uppercase)
}

/// Two capitals, a letter and a digit, or a capital after the start.
#[inline]
fn is_name(bytes: &[u8], range: Range<usize>, capitals: usize, digits: usize, first: bool) -> bool {
    capitals >= 2 || (digits > 0 && range.len() > digits) || (bytes[range.start].is_ascii_uppercase() && !first)
}

/// A word of ASCII letters only, as most are, eight letters at a time; it is put into `buffer`, which is empty, in lower case.
#[inline]
fn plain_letters(bytes: &[u8], at: usize, buffer: &mut [u8; MAX_STEMMED]) -> Option<Spelled> {
    const CASE: u64 = 0x2020_2020_2020_2020;
    let (mut end, mut capitals) = (at, 0);
    for chunk in buffer.chunks_exact_mut(8) {
        let eight = u64::from_le_bytes(*bytes.get(end..)?.first_chunk()?);
        let length = leading_letters(eight);
        let among = if length == 8 { u64::MAX } else { !(u64::MAX << (8 * length)) };
        let upper = !eight & CASE & among;
        capitals += usize::from(upper != 0) + usize::from(upper & upper.wrapping_sub(1) != 0);
        chunk.copy_from_slice(&((eight | CASE) & among).to_le_bytes());
        end += length;
        if length < 8 {
            break;
        }
    }
    let (next, len) = (*bytes.get(end)?, end - at);
    let goes_on = is_letter(next) || next.is_ascii_digit() || next == b'\'' || next == b'-' && is_prefix(&buffer[..len]);
    (len > 0 && !goes_on).then(|| Spelled { plain: lexicon::hash_start(buffer, len), len, end, capitals, digits: 0 })
}

/// The stem of an ordinal in digits, such as `3rd`.
fn ordinal(word: &[u8], digits: usize) -> Option<u64> {
    let (number, ending) = word.split_at(digits.min(word.len()));
    let ordinal = matches!(ending, b"st" | b"nd" | b"rd" | b"th") && number.iter().all(u8::is_ascii_digit);
    ordinal.then(|| lexicon::ordinal(number))
}

/// Where "twenty-five" ends and its stem, when `tens` is the first part of such a number and ends at `end`.
fn with_ones(tens: &[u8], bytes: &[u8], end: usize) -> Option<(usize, u64)> {
    let value = lexicon::number_word(tens).filter(|value| value % 10 == 0 && *value >= 20)?;
    if !matches!(bytes.get(end), Some(b'-' | b' ')) {
        return None;
    }
    let rest = &bytes[end + 1..];
    let len = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let ones = rest[..len.min(5)].to_ascii_lowercase();
    let ones = lexicon::number_word(&ones).filter(|ones| (1..10).contains(ones) && len <= 5)?;
    Some((end + 1 + len, lexicon::hash(&[b'0' + value / 10, b'0' + ones])))
}

/// Kind and stem of the lower-case word in `buffer[..len]`, whose hash is `plain`. Texts say the same words over and over,
/// so the last ones are remembered.
#[inline]
fn known_word(plain: u64, buffer: &mut [u8; MAX_STEMMED], len: usize) -> Known {
    const REMEMBERED: usize = 4096;
    thread_local! {
        static WORDS: RefCell<[(u64, Known); REMEMBERED]> = const { RefCell::new([(0, Known::NONE); REMEMBERED]) };
    }
    WORDS.with_borrow_mut(|words| {
        #[expect(clippy::cast_possible_truncation, reason = "reduced to the number of slots")]
        let slot = &mut words[plain as usize % REMEMBERED];
        if slot.0 != plain {
            *slot = (plain, lexicon::known(plain, buffer, len));
        }
        slot.1
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

/// The topic of a claim: what stays the same when it is turned round, as a hash that does not depend on the order of its words;
/// and whether an odd number of its words turns it round. Two claims that say the opposite of one another have one topic, and
/// an odd number of turns in one of them only.
#[derive(Debug, Clone, Copy, Default)]
pub struct Topic {
    /// The sum of the hashes of its words.
    pub hash: u64,
    /// True for an odd number of negations and words that go down.
    pub is_turned: bool,
}

impl Topic {
    /// Takes in a word of the claim; `text` is the prepared text that it stands in.
    pub fn add(&mut self, word: &Word, text: &str) {
        match word.kind {
            Kind::Negation => self.is_turned = !self.is_turned,
            _ if word.direction != 0 => self.is_turned ^= word.direction < 0,
            Kind::Content if word.light || word.varies || lexicon::is_adverb(&text[word.range.clone()]) => {}
            Kind::Content | Kind::Number => self.hash = self.hash.wrapping_add(word.stem | 1),
            _ => {}
        }
    }
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
        assert_eq!(stems("11 ,782 in 8.20"), stems("11,782 in 8.2"));
        assert_ne!(stems("rows 11 ,78 in all"), stems("rows 1178 in all"));
        assert_eq!(stems("three epochs"), stems("3 epochs"));
        assert_eq!(stems("gains of 8.2%"), stems("gains of 8.2 percent"));
        assert_ne!(stems("8.2"), stems("8.21"));
        assert_ne!(stems("100"), stems("1"));
        assert_ne!(stems("0.5"), stems("5"));
        assert_ne!(stems("a -3 shift"), stems("a 3 shift"));
        assert_eq!(stems("2.7months"), stems("2.7 months"));
        assert_eq!(stems("100k steps for $12bn"), stems("100,000 steps for $12 billion"));
        assert_eq!(stems("a rate of 1e-4"), stems("a rate of 1.0e-4"));
        assert_ne!(stems("a rate of 1e-4"), stems("a rate of 1e-5"));
        assert_ne!(stems("a 3D view"), stems("a 3 D view"));
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
    fn currencies_and_acronyms_are_words() {
        assert_eq!(stems("a loan of $5"), stems("a loan of dollars 5"));
        assert_eq!(stems("a loan of €5"), stems("a loan of euros 5"));
        assert_ne!(stems("a loan of $5"), stems("a loan of £5"));
        assert_eq!(stems("a $ sign"), stems("a sign"));
        assert_eq!(stems("the U.S. fleet"), stems("the US fleet"));
        assert_eq!(stems("the fleet of the U.S."), stems("the fleet of the United States"));
        assert_eq!(stems("it tells us who won"), stems("tells won"));
        assert_ne!(stems("the WHO office"), stems("the office"));
        assert_eq!(stems("the U.K. and the D.C. office"), stems("the UK and the DC office"));
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
