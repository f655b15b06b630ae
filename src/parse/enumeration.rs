//! Enumerators inside a sentence, and words of the first person.

use std::ops::Range;

use super::number::{Token, TokenKind, tokens};

/// The roman numbers that enumerators are written in.
const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];

/// An enumeration that stops too early, or skips a step: the enumerator that has no successor, and the one that is missing.
///
/// Only roman numbers in brackets: a lone `(a)` or `(1)` may be a label of its own.
#[must_use]
pub fn incomplete(text: &str) -> Option<(Range<usize>, &'static str)> {
    let mut seen: [Option<Range<usize>>; ROMAN.len()] = std::array::from_fn(|_| None);
    for at in memchr::memchr_iter(b'(', text.as_bytes()) {
        let window = &text.as_bytes()[at + 1..text.len().min(at + 6)];
        let Some(length) = memchr::memchr(b')', window) else { continue };
        let number = ROMAN.iter().position(|roman| roman.as_bytes() == &window[..length]);
        if let Some(number) = number {
            seen[number].get_or_insert(at..at + length + 2);
        }
    }
    const NAMES: [&str; 10] = ["(i)", "(ii)", "(iii)", "(iv)", "(v)", "(vi)", "(vii)", "(viii)", "(ix)", "(x)"];
    let first = seen[0].clone()?;
    let last = (0..ROMAN.len()).rfind(|&number| seen[number].is_some())?;
    let gap = (0..last).find(|&number| seen[number + 1].is_none());
    let announced = || announced(&text[..first.start]).is_some_and(|count| (last + 2..=ROMAN.len()).contains(&count));
    let gap = gap.or_else(|| (last == 0 || announced()).then_some(last))?;
    Some((seen[gap].clone()?, NAMES[gap + 1]))
}

/// How many items the words before an enumeration announce: "a three-phase approach:", "in three steps,".
fn announced(before: &str) -> Option<usize> {
    const FURTHEST: usize = 80;
    const MOST_WORDS: usize = 5;
    let mut start = before.len().saturating_sub(FURTHEST);
    while !before.is_char_boundary(start) {
        start += 1;
    }
    let tokens = tokens(&before[start..]);
    let number = tokens.iter().rposition(|token| matches!(token.kind, TokenKind::Number(_)))?;
    let behind = &tokens[number + 1..];
    let other = |token: &Token| matches!(token.kind, TokenKind::Other(c) if !matches!(c, '-' | ':' | ','));
    let words = behind.iter().filter(|token| token.kind == TokenKind::Word).count();
    let plain = (1..=MOST_WORDS).contains(&words) && !behind.iter().any(other);
    plain.then(|| tokens[number].count()).flatten().map(|count| count as usize)
}

/// The first word in which the text speaks of its own authors; not inside quotation marks, and not the country.
#[must_use]
pub fn first_person(text: &str) -> Option<Range<usize>> {
    let words = ["We", "we", "Our", "our", "ours", "us", "ourselves"];
    let mut quoted = false;
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_alphanumeric() || matches!(c, '\'' | '’' | '-') {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take()
            && !quoted
            && words.contains(&&text[from..at])
        {
            return Some(from..at);
        }
        match c {
            '"' => quoted = !quoted,
            '“' => quoted = true,
            '”' => quoted = false,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enumerations_that_stop_early() {
        let found = |text: &'static str| incomplete(text).map(|(range, missing)| (&text[range], missing));
        assert_eq!(found("in phases: (i) pretraining and tuning."), Some(("(i)", "(ii)")));
        assert_eq!(found("(i) one, (ii) two, (iv) four"), Some(("(ii)", "(iii)")));
        assert_eq!(found("a three-phase approach: (i) one and (ii) two"), Some(("(ii)", "(iii)")));
        assert_eq!(found("It has three steps, (i) one, (ii) two and (iii) three"), None);
        assert_eq!(found("Table 3 was made. It has (i) one and (ii) two"), None);
        assert_eq!(found("(i) one and (ii) two"), None);
        assert_eq!(found("equation (1) and part (a)"), None);
    }

    #[test]
    fn the_first_person_and_the_country() {
        let found = |text: &'static str| first_person(text).map(|range| &text[range]);
        assert_eq!(found("We use XLM-R for all our experiments."), Some("We"));
        assert_eq!(found("This is our model"), Some("our"));
        for text in ["Trials in the US and the WE group", "They said “we tried”.", "Owe us-based"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
