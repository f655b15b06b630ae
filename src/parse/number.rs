//! Words and numbers of a sentence, as a reader takes them: `1,104`, `１３`, "twenty-one".
//!
//! Knows nothing about what is counted.

use std::ops::Range;

use crate::decimal::Decimal;
use crate::text::{ONES, TENS, first_eight, leading_letters};

/// A word, a number or any other character of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: TokenKind,
    /// True when a blank, or nothing, stands before it.
    pub after_blank: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A run of letters; an apostrophe inside belongs to it.
    Word,
    /// A number, in digits or words.
    Number(Decimal),
    /// Anything else but blanks.
    Other(char),
}

impl Token {
    /// The number as a count, when it is a whole one.
    #[must_use]
    pub fn count(&self) -> Option<u32> {
        match self.kind {
            TokenKind::Number(value) => value.count(),
            _ => None,
        }
    }
}

/// The tokens of a text. Number words are read up to ninety-nine.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut after_blank = true;
    while let Some(&byte) = bytes.get(at) {
        let (end, kind) = match byte {
            b' ' => {
                at += 1;
                after_blank = true;
                continue;
            }
            b'a'..=b'z' | b'A'..=b'Z' => (at + word_length(&text[at..]), TokenKind::Word),
            b'0'..=b'9' => number(text, at),
            _ => {
                let Some(c) = text[at..].chars().next() else { break };
                if c.is_whitespace() {
                    at += c.len_utf8();
                    after_blank = true;
                    continue;
                }
                if digit(c).is_some() {
                    number(text, at)
                } else if c.is_alphabetic() {
                    (at + word_length(&text[at..]), TokenKind::Word)
                } else {
                    (at + c.len_utf8(), TokenKind::Other(c))
                }
            }
        };
        push(&mut out, text, Token { range: at..end, kind, after_blank });
        after_blank = false;
        at = end;
    }
    out
}

/// A text and its tokens, asked by their number; beyond either end there is nothing. The files that read sentences add to it
/// what they ask.
pub(super) struct Tokens<'t> {
    /// The text.
    pub text: &'t str,
    /// Its tokens.
    pub tokens: Vec<Token>,
}

impl<'t> Tokens<'t> {
    pub fn of(text: &'t str) -> Self {
        Self { text, tokens: tokens(text) }
    }

    /// The word at a place; empty where there is none.
    pub fn word(&self, at: usize) -> &str {
        match self.tokens.get(at) {
            Some(token) if token.kind == TokenKind::Word => &self.text[token.range.clone()],
            _ => "",
        }
    }

    /// True when the word at a place is one of `list`.
    pub fn is(&self, at: usize, list: &[&str]) -> bool {
        is_any(self.word(at), list)
    }

    /// The character at a place that is neither word nor number.
    pub fn other(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            TokenKind::Other(c) => Some(c),
            _ => None,
        }
    }

    /// True when any of the words is one of `list`.
    pub fn has(&self, list: &Words) -> bool {
        (0..self.tokens.len()).any(|at| list.has(self.word(at)))
    }
}

/// True when a word is one of `list`, in whatever case.
pub(super) fn is_any(word: &str, list: &[&str]) -> bool {
    let word = word.as_bytes();
    let Some(first) = word.first().map(|first| first | 0x20) else { return false };
    // Length and first letter settle nearly all.
    let like = |known: &[u8]| known.len() == word.len() && known[0] | 0x20 == first && known.eq_ignore_ascii_case(word);
    list.iter().any(|known| like(known.as_bytes()))
}

/// Words in lower case, asked for more often than one of them is met.
pub(super) struct Words {
    list: &'static [&'static str],
    /// For each length: a bit for each first letter of a word that is so long.
    begin: [u32; 16],
}

impl Words {
    /// The words of a list, each of at most fifteen ASCII letters.
    pub const fn new(list: &'static [&'static str]) -> Self {
        let mut begin = [0; 16];
        let mut at = 0;
        while at < list.len() {
            let word = list[at].as_bytes();
            begin[word.len()] |= 1 << (word[0] & 0x1f);
            at += 1;
        }
        Self { list, begin }
    }

    /// The words themselves.
    #[cfg(test)]
    pub fn list(&self) -> &'static [&'static str] {
        self.list
    }

    /// True when it is one of them, in whatever case.
    #[inline]
    pub fn has(&self, word: &str) -> bool {
        self.may_have(word) && is_any(word, self.list)
    }

    /// False for nearly all words that are none of them.
    #[inline]
    fn may_have(&self, word: &str) -> bool {
        let begin = self.begin.get(word.len()).copied().unwrap_or(0);
        word.as_bytes().first().is_some_and(|first| begin >> (first & 0x1f) & 1 != 0)
    }
}

/// Appends a token; a number word becomes a number, and "twenty" with "one" becomes one number.
fn push(out: &mut Vec<Token>, text: &str, mut token: Token) {
    if token.kind == TokenKind::Word
        && let Some(value) = number_word(&text[token.range.clone()])
    {
        token.kind = TokenKind::Number(Decimal::from(value));
        if (1..=9).contains(&value) {
            let hyphen = out.last().is_some_and(|last| {
                matches!(last.kind, TokenKind::Other('-' | '‐' | '‑')) && !last.after_blank && !token.after_blank
            });
            let tens_at = out.len().checked_sub(1 + usize::from(hyphen));
            let tens = tens_at.and_then(|at| Some((at, out[at].count()?)));
            let in_words = |at: usize| text[out[at].range.clone()].starts_with(char::is_alphabetic);
            if let Some((at, tens)) = tens.filter(|&(at, tens)| tens >= 20 && tens % 10 == 0 && tens <= 90 && in_words(at)) {
                out[at].kind = TokenKind::Number(Decimal::from(tens + value));
                out[at].range.end = token.range.end;
                out.truncate(at + 1);
                return;
            }
        }
    }
    out.push(token);
}

fn word_length(text: &str) -> usize {
    let mut ascii = 0;
    loop {
        let letters = leading_letters(first_eight(&text.as_bytes()[ascii..]));
        ascii += letters;
        if letters < 8 {
            break;
        }
    }
    let ends = |next: &u8| next.is_ascii() && !next.is_ascii_alphanumeric() && *next != b'\'';
    if text.as_bytes().get(ascii).is_none_or(ends) {
        return ascii;
    }
    let mut end = ascii;
    let mut chars = text[ascii..].char_indices().map(|(at, c)| (at + ascii, c)).peekable();
    while let Some((at, c)) = chars.next() {
        let inner = matches!(c, '\'' | '’') && chars.peek().is_some_and(|&(_, next)| next.is_alphabetic());
        if !c.is_alphanumeric() && !inner && !is_combining(c) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// The value of an ASCII or full-width digit (which NFKC makes equal).
fn digit(c: char) -> Option<u8> {
    match c {
        '0'..='9' | '０'..='９' => u8::try_from((u32::from(c) & 0xf) % 16).ok().filter(|&d| d <= 9),
        _ => None,
    }
}

/// The number that begins at `start`, and its end: digits, thousands separators between groups of three, a decimal point.
fn number(text: &str, start: usize) -> (usize, TokenKind) {
    let kind = |plain: &str| Decimal::parse(plain).map_or(TokenKind::Word, TokenKind::Number);
    if let Some(end) = plain_number_end(text.as_bytes(), start) {
        return (end, kind(&text[start..end]));
    }
    let mut plain = String::new();
    let mut end = start;
    let digits = |from: usize, plain: &mut String| {
        let mut end = from;
        for (at, c) in text[from..].char_indices() {
            let Some(value) = digit(c) else { break };
            plain.push(char::from(b'0' + value));
            end = from + at + c.len_utf8();
        }
        end
    };
    end = digits(end, &mut plain).max(end);
    let mut group = plain.len() <= 3;
    let separator = text[end..].chars().next().filter(|&c| matches!(c, ',' | '_' | '\u{2009}' | '\u{202f}' | '\u{a0}'));
    if let Some(separator) = separator {
        while group && text[end..].starts_with(separator) {
            let mut three = String::new();
            let after = digits(end + separator.len_utf8(), &mut three);
            group = three.len() == 3;
            if group {
                plain.push_str(&three);
                end = after;
            }
        }
    }
    if text[end..].starts_with(['.', '．']) {
        let point = text[end..].chars().next().map_or(1, char::len_utf8);
        let mut decimals = String::new();
        let after = digits(end + point, &mut decimals);
        if !decimals.is_empty() {
            plain.push('.');
            plain.push_str(&decimals);
            end = after;
        }
    }
    (end, kind(&plain))
}

/// The end of a number of plain digits; `None` where separators or full-width digits may belong to it.
fn plain_number_end(bytes: &[u8], start: usize) -> Option<usize> {
    let digits = |from: usize| from + bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let wide = |at: usize| bytes.get(at).is_some_and(|byte| !byte.is_ascii());
    let end = digits(start);
    let grouped = matches!(bytes.get(end), Some(b',' | b'_')) && (wide(end + 1) || digits(end + 1) > end + 1);
    if end == start || wide(end) || grouped {
        return None;
    }
    if bytes.get(end) != Some(&b'.') {
        return Some(end);
    }
    let decimals = digits(end + 1);
    (!wide(decimals)).then_some(if decimals > end + 1 { decimals } else { end })
}

/// [`ONES`] and [`TENS`].
const NUMBER_WORDS: [&str; ONES.len() + TENS.len()] = {
    let mut out = [""; ONES.len() + TENS.len()];
    let mut at = 0;
    while at < out.len() {
        out[at] = if at < ONES.len() { ONES[at] } else { TENS[at - ONES.len()] };
        at += 1;
    }
    out
};

fn number_word(word: &str) -> Option<u32> {
    static BEGIN: Words = Words::new(&NUMBER_WORDS);
    if !BEGIN.may_have(word) {
        return None;
    }
    let at = NUMBER_WORDS.iter().position(|known| word.eq_ignore_ascii_case(known))?;
    u32::try_from(at.checked_sub(ONES.len()).map_or(at, |tens| (tens + 2) * 10)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<String> {
        let value = |token: Token| match token.kind {
            TokenKind::Number(value) => Some(format!("{value}@{}", &text[token.range])),
            _ => None,
        };
        tokens(text).into_iter().filter_map(value).collect()
    }

    #[test]
    fn numbers_as_readers_take_them() {
        assert_eq!(numbers("14 claims, 1,104,934 rows and 8.30 points"), ["14@14", "1104934@1,104,934", "8.30@8.30"]);
        assert_eq!(numbers("１３ claims; 12\u{a0}000 and 3_000"), ["13@１３", "12000@12\u{a0}000", "3000@3_000"]);
        assert_eq!(numbers("Twenty-one of ninety nine, thirteen"), ["21@Twenty-one", "99@ninety nine", "13@thirteen"]);
        assert_eq!(numbers("1,23 and 12. And"), ["1@1", "23@23", "12@12"]);
    }

    #[test]
    fn words_keep_their_apostrophes() {
        let text = "the model's test-set";
        let words: Vec<&str> = tokens(text).into_iter().map(|token| &text[token.range]).collect();
        assert_eq!(words, ["the", "model's", "test", "-", "set"]);
    }
}
