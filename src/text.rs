//! Small questions about running text: does it end in a stop, where are its sentences, which bracket is open.
//!
//! Knows nothing about reports. Offsets are byte offsets into the text that is handed in. All of it is linear.

use std::ops::Range;

/// One in each of eight bytes.
const ONE_EACH: u64 = 0x0101_0101_0101_0101;

/// The highest bit of each of eight bytes.
pub const HIGH: u64 = 0x80 * ONE_EACH;

/// Which of eight bytes are ASCII letters: the highest bit of each tells.
#[inline]
#[must_use]
pub fn letters(eight: u64) -> u64 {
    let lower = eight | (0x20 * ONE_EACH);
    let low = lower & !HIGH;
    // At least 'a', above 'z', beyond ASCII. No byte carries into the next.
    let from_a = low + ONE_EACH * (0x80 - u64::from(b'a'));
    let above_z = low + ONE_EACH * (0x7f - u64::from(b'z'));
    from_a & !above_z & !lower & HIGH
}

/// The highest bits of eight bytes, that of the lowest byte lowest; no other bits may be set.
#[inline]
#[must_use]
pub fn gathered(eight: u64) -> u64 {
    (eight >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// As many bytes as a number has bits.
pub const BITS: usize = 64;

/// Of which of the first [`BITS`] bytes something is true: a bit for each, the first one lowest. `is` tells it of eight bytes,
/// in the highest bit of each; it must be false of zero.
#[inline]
#[must_use]
pub fn bits(bytes: &[u8], is: impl Fn(u64) -> u64) -> u64 {
    let mut end = [0; BITS];
    let block: &[u8; BITS] = bytes.first_chunk().unwrap_or_else(|| {
        end[..bytes.len()].copy_from_slice(bytes);
        &end
    });
    (0..BITS).step_by(8).fold(0, |bits, at| bits | gathered(is(first_eight(&block[at..]))) << at)
}

/// The numbers of the bits that are set, the lowest first.
#[inline]
pub fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = (bits != 0).then_some(bits.trailing_zeros() as usize);
        bits &= bits.wrapping_sub(1);
        lowest
    })
}

/// How many of eight bytes, from the lowest, are ASCII letters before the first that is none.
#[inline]
#[must_use]
pub fn leading_letters(eight: u64) -> usize {
    ((letters(eight) ^ HIGH).trailing_zeros() / 8) as usize
}

/// Which of eight bytes are `byte`, one of ASCII: the highest bit of each tells.
#[inline]
#[must_use]
pub fn equal(eight: u64, byte: u8) -> u64 {
    let differ = eight ^ (ONE_EACH * u64::from(byte));
    !(((differ & !HIGH) + (HIGH - ONE_EACH)) | differ) & HIGH
}

/// Which of eight bytes are no printed ASCII characters: the highest bit of each tells.
#[inline]
#[must_use]
pub fn unprinted(eight: u64) -> u64 {
    let control = !((eight | HIGH) - 0x20 * ONE_EACH);
    let deleted = (eight & !HIGH) + ONE_EACH;
    (eight | control | deleted) & HIGH
}

/// Which of eight bytes are neither spaces nor control characters before them: the highest bit of each tells.
#[inline]
#[must_use]
pub fn above_blank(eight: u64) -> u64 {
    (((eight & !HIGH) + ONE_EACH * (0x7f - u64::from(b' '))) | eight) & HIGH
}

/// Which of eight bytes are ASCII digits: the highest bit of each tells.
#[inline]
#[must_use]
pub fn digits(eight: u64) -> u64 {
    let low = eight & !HIGH;
    let from = |byte: u8| low + ONE_EACH * (0x80 - u64::from(byte));
    from(b'0') & !from(b'9' + 1) & !eight & HIGH
}

/// The first eight bytes, the first one lowest; zeros behind fewer.
#[inline]
#[must_use]
pub fn first_eight(bytes: &[u8]) -> u64 {
    #[cold]
    fn fewer(bytes: &[u8]) -> u64 {
        bytes.iter().rev().fold(0, |eight, &byte| eight << 8 | u64::from(byte))
    }
    bytes.first_chunk::<8>().map_or_else(|| fewer(bytes), |eight| u64::from_le_bytes(*eight))
}

/// Number words from zero to nineteen.
pub const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// Number words from twenty to ninety.
pub const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Abbreviations whose stop ends no sentence, lower case, without the last stop.
const ABBREVIATIONS: [&str; 24] = [
    "al", "approx", "ca", "cf", "dr", "e.g", "ed", "eds", "eq", "etc", "fig", "figs", "i.e", "inc", "ltd", "mr", "mrs", "no",
    "pp", "prof", "resp", "sec", "st", "vs",
];

/// Words that no claim ends in: what follows them is missing. Particles such as "up" or "on" do end sentences.
const FUNCTION_WORDS: [&str; 31] = [
    "a", "an", "and", "are", "as", "at", "be", "between", "by", "for", "from", "into", "is", "its", "of", "or", "our", "than",
    "that", "the", "their", "to", "was", "were", "which", "whose", "with", "via", "per", "versus", "upon",
];

/// True for a character that closes a quotation or a bracket, or ends emphasis.
fn closes(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '"' | '\'' | '”' | '’' | '»' | '*' | '_' | '`' | '」' | '）')
}

/// True for a character that ends a sentence.
fn stops(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

/// True when the text ends in `. ! ? …`; closing brackets, quotes and citation marks such as `[3]` may follow.
#[must_use]
pub fn ends_in_stop(text: &str) -> bool {
    // Nearly every text ends in a letter or a full stop.
    match text.as_bytes().last() {
        Some(b'.' | b'!' | b'?') => return true,
        Some(last) if last.is_ascii_alphanumeric() => return false,
        _ => {}
    }
    text.trim_end().trim_end_matches(closes).ends_with(stops)
}

/// The last run of letters, digits and inner hyphens or stops; `None` when the text ends in something else.
#[must_use]
pub fn last_word(text: &str) -> Option<Range<usize>> {
    let word = last_words(text, 1);
    text[word.clone()].ends_with(char::is_alphanumeric).then_some(word)
}

/// Bytes of the last `count` words, as blanks divide them.
#[must_use]
pub fn last_words(text: &str, count: usize) -> Range<usize> {
    let end = text.trim_end().len();
    let mut start = end;
    for _ in 0..count {
        let before = text[..start].trim_end();
        // Nearly always, a space stands there.
        start = match before.bytes().rposition(|byte| !byte.is_ascii_graphic()) {
            None => 0,
            Some(at) if before.as_bytes()[at] == b' ' => at + 1,
            Some(_) => {
                before.rfind(char::is_whitespace).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))
            }
        };
    }
    start..end
}

/// How many characters a text has.
#[must_use]
pub fn characters(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// True for ASCII words with one space between them; may be false for other text that is on one line with single blanks.
#[must_use]
pub fn is_collapsed(text: &str) -> bool {
    let bytes = text.as_bytes();
    // No early exit: this way it is a handful of vector instructions.
    let odd = |byte: u8| !(b' '..=b'~').contains(&byte);
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let any = pairs.fold(false, |any, (&a, &b)| any | odd(a) | ((a == b' ') & (b == b' ')));
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    !any && edge(bytes.first()) && edge(bytes.last())
}

/// The text as messages quote it: on one line, however it is wrapped.
#[must_use]
pub fn one_line(text: &str) -> String {
    if is_collapsed(text) {
        return text.to_owned();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The most characters that a message quotes in one place: who wants to read more looks at the place.
pub const LONGEST_QUOTE: usize = 60;

/// The start of a text as messages quote it: on one line, without quotation marks, with `…` for what is left out.
#[must_use]
pub fn quoted(text: &str) -> String {
    if text.len() <= LONGEST_QUOTE && is_collapsed(text) {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut left = LONGEST_QUOTE;
    for word in text.split_whitespace() {
        let blank = usize::from(!out.is_empty());
        let fits = word.char_indices().nth(left.saturating_sub(blank)).map_or(word.len(), |(end, _)| end);
        if blank > 0 && fits > 0 {
            out.push(' ');
        }
        out.push_str(&word[..fits]);
        if fits < word.len() {
            out.push('…');
            break;
        }
        left -= word.chars().count() + blank;
    }
    out
}

/// True when the last word is one that leaves a sentence open. Capitals are names: "vitamin A" is complete.
#[must_use]
pub fn ends_in_function_word(text: &str) -> bool {
    const LONGEST: usize = 7;
    last_word(text).is_some_and(|word| word.len() <= LONGEST && FUNCTION_WORDS.contains(&&text[word]))
}

/// The last opening bracket or quotation mark that is never closed.
///
/// Skips what is no bracket: emoticons such as `:(`, half-open intervals such as `[0, 1)`, and straight quotes that
/// open no word (inches, seconds).
#[must_use]
pub fn unclosed_opener(text: &str) -> Option<usize> {
    // Most texts hold none of these; “ begins with the last one.
    if !text.bytes().fold(false, |any, byte| any | matches!(byte, b'(' | b'[' | b'{' | b'"' | 0xe2)) {
        return None;
    }
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut quote: Option<usize> = None;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '(' | '[' | '{' | '“' if before != ':' => open.push((at, c)),
            ')' | ']' | '}' | '”' => {
                let opener = match c {
                    ')' => '(',
                    ']' => '[',
                    '}' => '{',
                    _ => '“',
                };
                let half_open = matches!(c, ')' | ']')
                    && open
                        .last()
                        .is_some_and(|&(from, o)| o != opener && at - from < 40 && is_interval(&text[from + o.len_utf8()..at]));
                // An enumerator such as "a)" closes nothing; an opener that encloses it stays open.
                if half_open || open.last().is_some_and(|&(_, o)| o == opener) {
                    open.pop();
                }
            }
            '"' if quote.is_some() => quote = None,
            '"' => {
                let opens =
                    (before.is_whitespace() || before == '(') && chars.peek().is_some_and(|&(_, next)| next.is_alphanumeric());
                quote = opens.then_some(at);
            }
            _ => {}
        }
        before = c;
    }
    open.last().map(|&(at, _)| at).max(quote)
}

/// True for `0, 1`: two numbers and a comma.
fn is_interval(inner: &str) -> bool {
    let number = |part: &str| {
        let part = part.trim();
        !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | '−' | '∞' | '%'))
    };
    inner.split_once(',').is_some_and(|(a, b)| number(a) && number(b))
}

/// The sentences of a paragraph, without the blanks between them.
///
/// A sentence ends at `. ! ?` (closing quotes and brackets included) before a blank and a character that can begin one;
/// not after an abbreviation or a single capital letter.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut rest = 0;
    let mut ends = Stops { text, ascii: text.is_ascii(), plain: None };
    std::iter::from_fn(move || {
        let start = after_blanks(text, rest);
        if start >= text.len() {
            return None;
        }
        rest = sentence_end(text, start, &mut ends);
        // Nearly every sentence ends in a visible character.
        let visible = text.as_bytes()[rest - 1].is_ascii_graphic();
        Some(start..if visible { rest } else { start + text[start..rest].trim_end().len() })
    })
}

fn sentence_end(text: &str, start: usize, ends: &mut Stops<'_>) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(stop) = ends.next(at) {
        let stop_len = text[stop..].chars().next().map_or(1, char::len_utf8);
        let mut end = stop + stop_len;
        // A stop inside a number, an address or a version ends nothing.
        if bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            at = end;
            continue;
        }
        if bytes.get(end) != Some(&b' ') {
            end += text[end..].len() - text[end..].trim_start_matches(|c| stops(c) || closes(c)).len();
        }
        at = end;
        let Some(next) = text[end..].chars().next() else { return text.len() };
        let wide = !bytes[stop].is_ascii() && bytes[stop..stop + stop_len] != *"…".as_bytes();
        if wide {
            return end;
        }
        if !next.is_whitespace() {
            continue;
        }
        let after = text[after_blanks(text, end)..].chars().next();
        let begins = after.is_none_or(|c| !c.is_lowercase() && !matches!(c, ',' | ';' | ')' | ':'));
        if begins && !(bytes[stop] == b'.' && end == stop + 1 && is_abbreviation(&text[start..stop])) {
            return end;
        }
    }
    text.len()
}

/// Where the text goes on behind blanks, if any stand at a place.
fn after_blanks(text: &str, at: usize) -> usize {
    // Mostly none or one.
    let next = at + usize::from(text.as_bytes().get(at) == Some(&b' '));
    match text.as_bytes().get(next) {
        Some(byte) if byte.is_ascii_graphic() => next,
        _ => text.len() - text[next..].trim_start().len(),
    }
}

/// The characters of a text that can end a sentence.
struct Stops<'t> {
    text: &'t str,
    /// True when the text holds no other characters.
    ascii: bool,
    /// The next of those in ASCII, as far as one was looked for, or the end of the text: where there is none, one look is enough.
    plain: Option<usize>,
}

impl Stops<'_> {
    /// The next one from a place on; places ascend.
    fn next(&mut self, from: usize) -> Option<usize> {
        // "…" and the full-width stops begin with one of these bytes.
        const LEADS: [u8; 3] = [0xe2, 0xe3, 0xef];
        let bytes = self.text.as_bytes();
        let plain = match self.plain {
            Some(known) if known >= from => known,
            _ => *self.plain.insert(memchr::memchr3(b'.', b'!', b'?', &bytes[from..]).map_or(bytes.len(), |at| from + at)),
        };
        let wide = || {
            let mut leads = memchr::memchr3_iter(LEADS[0], LEADS[1], LEADS[2], &bytes[from..plain]);
            leads.find(|&at| self.text[from + at..].starts_with(stops)).map(|at| from + at)
        };
        let wide = if self.ascii { None } else { wide() };
        wide.or((plain < bytes.len()).then_some(plain))
    }
}

/// A punctuation mark that follows another one where one would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubled {
    /// The two characters.
    pub range: Range<usize>,
    /// True when the second one is a stop after the end of a sentence.
    pub stop: bool,
}

/// `?.` `!.` `,,` `;;` `,.` `;.` `:.` and `..` at the end of a word.
///
/// Leaves alone what is written so on purpose: ellipses, abbreviations, code between back-ticks, addresses, paths, ranges.
pub fn doubled_punctuation(text: &str) -> impl Iterator<Item = Doubled> + '_ {
    let bytes = text.as_bytes();
    let mut ticks = 0;
    let mut counted = 0;
    memchr::memchr3_iter(b'.', b',', b';', bytes).filter_map(move |second| {
        let at = second.checked_sub(1)?;
        let stop = matches!((bytes[at], bytes[second]), (b'?' | b'!' | b'.', b'.'));
        if !stop && !matches!((bytes[at], bytes[second]), (b',', b',' | b'.') | (b';', b';' | b'.') | (b':', b'.')) {
            return None;
        }
        ticks += memchr::memchr_iter(b'`', &bytes[counted..at]).count();
        counted = at;
        let before = text[..at].chars().next_back().filter(|c| !c.is_whitespace())?;
        let ends = text[at + 2..].chars().next().is_none_or(|c| c.is_whitespace() || closes(c));
        let excused = ticks % 2 == 1 || matches!(before, '.' | ',' | ';' | ':' | '?' | '!' | '…' | '/');
        if !ends || excused || last_run(&text[..at]).contains("://") || bytes[at] == b'.' && is_abbreviation(&text[..at]) {
            return None;
        }
        Some(Doubled { range: at..at + 2, stop })
    })
}

/// What stands behind the last blank, as far as it can matter: a bounded look back keeps hostile texts linear.
fn last_run(text: &str) -> &str {
    const FURTHEST: usize = 2048;
    let mut start = text.len().saturating_sub(FURTHEST);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text[start..].rsplit(char::is_whitespace).next().unwrap_or("")
}

/// True when a text that a stop follows ends in an abbreviation or an initial.
#[must_use]
pub fn is_abbreviation(before: &str) -> bool {
    const LONGEST: usize = 6;
    // Longer words are none.
    if before.as_bytes().last_chunk::<{ LONGEST + 1 }>().is_some_and(|last| last.iter().all(u8::is_ascii_alphanumeric)) {
        return false;
    }
    let word = last_run(before).rsplit(['(', '[', ',', ';']).next().unwrap_or("");
    let mut chars = word.chars();
    match (chars.next(), chars.next()) {
        (Some(initial), None) => initial.is_uppercase(),
        _ => word.len() <= LONGEST && ABBREVIATIONS.iter().any(|known| word.eq_ignore_ascii_case(known)),
    }
}

/// True for a place inside quotation marks: what stands there are the words of somebody else. The marks are looked for nearby
/// only, as a text may hold many places.
#[must_use]
pub fn is_quoted(text: &str, range: &Range<usize>) -> bool {
    const FURTHEST: usize = 400;
    let start = (range.start.saturating_sub(FURTHEST)..=range.start).find(|&at| text.is_char_boundary(at)).unwrap_or(range.start);
    let end = (range.end..text.len().min(range.end + FURTHEST) + 1).rfind(|&at| text.is_char_boundary(at)).unwrap_or(range.end);
    let (before, after) = (&text[start..range.start], &text[range.end..end]);
    let within = |open: char, close: &[char]| {
        before.rfind(open).is_some_and(|at| !before[at + open.len_utf8()..].contains(close)) && after.contains(close)
    };
    // One that opens has nothing before it: in `a 3" pipe` it is a unit, in `"So" we say` it closes.
    let opens =
        |at: usize| !before[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '!' | '?' | '%' | ')'));
    let straight = || before.rfind('"').is_some_and(opens) && after.contains('"');
    straight() || within('“', &['”']) || within('„', &['“', '”']) || within('«', &['»'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_told_from_their_neighbours() {
        for byte in 0..=255_u8 {
            let expected = if byte.is_ascii_alphabetic() { 8 } else { 3 };
            assert_eq!(
                leading_letters(u64::from_le_bytes([b'a', b'Z', b'm', byte, b'A', b'z', b'q', b'B'])),
                expected,
                "{byte:#x}"
            );
        }
    }

    #[test]
    fn bytes_are_told_eight_at_a_time() {
        for byte in 0..=255_u8 {
            let eight = u64::from_le_bytes([b'a', byte, b' ', byte, b'~', byte, b'@', b'Z']);
            let expected = |is: fn(u8) -> bool| eight.to_le_bytes().map(|byte| if is(byte) { 0x80 } else { 0 });
            assert_eq!(letters(eight).to_le_bytes(), expected(|byte| byte.is_ascii_alphabetic()), "{byte:#x}");
            assert_eq!(equal(eight, b' ').to_le_bytes(), expected(|byte| byte == b' '), "{byte:#x}");
            assert_eq!(digits(eight).to_le_bytes(), expected(|byte| byte.is_ascii_digit()), "{byte:#x}");
            assert_eq!(above_blank(eight).to_le_bytes(), expected(|byte| byte > b' '), "{byte:#x}");
            assert_eq!(unprinted(eight).to_le_bytes(), expected(|byte| !(b' '..0x7f).contains(&byte)), "{byte:#x}");
        }
        assert_eq!(first_eight(b"abc").to_le_bytes(), *b"abc\0\0\0\0\0");
    }

    #[test]
    fn stops_may_be_followed_by_closing_marks() {
        for text in ["It holds.", "It holds.)", "It holds!\u{201d} ", "and so on …", "**It holds.**", "成立する。"] {
            assert!(ends_in_stop(text), "{text}");
        }
        for text in ["It hol", "It holds)", "It holds;", ""] {
            assert!(!ends_in_stop(text), "{text}");
        }
    }

    #[test]
    fn quotes_are_short() {
        let long = "ä".repeat(61);
        assert_eq!(quoted(&long), format!("{}…", "ä".repeat(60)));
        assert_eq!(quoted(&long[2..]), long[2..]);
        assert_eq!(quoted(" a\n b\t"), "a b");
        let words = "five! ".repeat(10);
        assert_eq!(quoted(&words), words.trim());
        assert_eq!(quoted(&format!("{words}six")), format!("{}…", words.trim()));
        assert_eq!(quoted(""), "");
    }

    #[test]
    fn function_words_leave_a_sentence_open() {
        assert!(ends_in_function_word("improves performance on the"));
        assert!(!ends_in_function_word("rich in vitamin A"));
        assert!(!ends_in_function_word("scales up"));
        assert!(!ends_in_function_word("ends in a bracket (the)"));
    }

    #[test]
    fn open_brackets_are_found_and_enumerators_are_not() {
        assert_eq!(unclosed_opener("the adapter (small works."), Some(12));
        assert_eq!(unclosed_opener("says \u{201c}it works"), Some(5));
        assert_eq!(unclosed_opener("says \"it works"), Some(5));
        for text in [
            "a) by hand, b) by machine",
            "in [0, 1) only",
            "(a) one (b) two",
            "sad :( case",
            "a 6\" pipe",
            "\"quoted\" text",
            "(i) x; (ii) y",
        ] {
            assert_eq!(unclosed_opener(text), None, "{text}");
        }
    }

    #[test]
    fn doubled_marks_and_those_that_are_meant() {
        let found = |text: &'static str| doubled_punctuation(text).map(|d| &text[d.range]).collect::<Vec<_>>();
        assert_eq!(found("In XTREME?. Well,, so; and..  Then:."), ["?.", ",,", "..", ":."]);
        for fine in [
            "and so on ...",
            "etc.. Then",
            "etc., so",
            "Really?! Yes?!",
            "`a?.b` and a?.b",
            "1..5 and ../x",
            "x://a.b?. c",
            "(why?).",
        ] {
            assert_eq!(found(fine), Vec::<&str>::new(), "{fine}");
        }
    }

    #[test]
    fn sentences_end_where_readers_end_them() {
        let split = |text: &'static str| sentences(text).map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(
            split("12 papers retrieved. 14 claims extracted; 13 verified. Score: 8.3/10."),
            ["12 papers retrieved.", "14 claims extracted; 13 verified.", "Score: 8.3/10."]
        );
        assert_eq!(
            split("As in Smith et al. and e.g. J. Doe, it holds. Yes?  No."),
            ["As in Smith et al. and e.g. J. Doe, it holds.", "Yes?", "No."]
        );
        assert_eq!(split("He said \u{201c}no.\u{201d} Then left"), ["He said \u{201c}no.\u{201d}", "Then left"]);
        assert_eq!(split("  "), Vec::<&str>::new());
    }

    #[test]
    fn quoted_places() {
        for (text, quoted) in [
            ("It says: \"8 of 10 (60%)\" there.", true),
            ("It says “8 of 10 (60%)”.", true),
            ("Es heißt „8 of 10 (60%)“.", true),
            ("« 8 of 10 (60%) »", true),
            ("\"So\" 8 of 10 (60%) \"hold\".", false),
            ("a 3\" pipe, 8 of 10 (60%)", false),
            ("“So” 8 of 10 (60%) “hold”", false),
            ("\"So it\nis: 8 of 10 (60%)\nhold\", they say.", true),
            ("a 3\" pipe, 8 of 10 (60%) and a 4\" pipe", false),
        ] {
            let at = text.find("8 of").unwrap();
            assert_eq!(is_quoted(text, &(at..at + 13)), quoted, "{text}");
        }
    }
}
