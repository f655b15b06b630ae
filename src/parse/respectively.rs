//! Sentences that pair two lists by "respectively".
//!
//! A list is `A and B`, or `A, B, and C` with a comma before the last item: without it "In March, A and B" would read as
//! three. Every "and" of the sentence must belong to one of exactly two lists; otherwise nothing is said.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::number::{TokenKind, Tokens};
use crate::text;

/// Two lists of one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairing {
    /// The first list.
    pub first: List,
    /// The second list.
    pub second: List,
}

/// A list in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// From the first item to the last.
    pub range: Range<usize>,
    /// How many items it has.
    pub items: usize,
    /// True when its items are numbers.
    pub of_numbers: bool,
}

/// The sentences of a passage that pair two lists, in its order.
#[must_use]
pub fn pairings(passage: &str) -> Vec<Pairing> {
    static WORD: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("respectively"));
    if WORD.find(passage.as_bytes()).is_none() {
        return Vec::new();
    }
    let sentences = text::sentences(passage).filter(|sentence| passage[sentence.clone()].contains("respectively"));
    sentences.filter_map(|sentence| pairing(&passage[sentence.clone()], sentence.start)).collect()
}

fn pairing(sentence: &str, offset: usize) -> Option<Pairing> {
    if sentence.contains(['(', '[', ';', ':', '—', '/']) || sentence.matches("respectively").count() != 1 {
        return None;
    }
    let tokens = Tokens::of(sentence);
    let end = (0..tokens.tokens.len()).find(|&at| tokens.is(at, &["respectively"]))?;
    let joints = (0..end).filter(|&at| tokens.is(at, &["and", "or", "versus", "vs", "plus"])).collect::<Vec<_>>();
    // What follows the word must not be another list.
    let more = (end..tokens.tokens.len()).any(|at| tokens.is(at, &["and", "or"]));
    let &[first, second] = joints.as_slice() else { return None };
    if more {
        return None;
    }
    let mut lists = [tokens.list(first)?, tokens.list(second)?];
    if lists[0].range.end > lists[1].range.start || !(lists[0].of_numbers || lists[1].of_numbers) {
        return None;
    }
    for list in &mut lists {
        list.range = list.range.start + offset..list.range.end + offset;
    }
    let [first, second] = lists;
    Some(Pairing { first, second })
}

/// Where a list item lies, in tokens.
type Item = Range<usize>;

impl Tokens<'_> {
    fn is_comma(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Other(','))
    }

    fn is_number(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            matches!(token.kind, TokenKind::Number(_)) && self.text[token.range.clone()].starts_with(|c: char| c.is_ascii_digit())
        })
    }

    /// The list around the joint at `joint`.
    fn list(&self, joint: usize) -> Option<List> {
        let with_comma = joint > 0 && self.is_comma(joint - 1);
        let last = self.item_after(joint + 1)?;
        let numbers = self.is_number(last.start);
        let mut end = joint - usize::from(with_comma);
        let mut items = 1;
        let mut start;
        loop {
            let item = self.item_before(end, numbers)?;
            items += 1;
            start = item.start;
            if start > 0 && self.is_comma(start - 1) && self.item_before(start - 1, numbers).is_some() {
                // A third item without a comma before the joint may be an introduction.
                if !with_comma {
                    return None;
                }
                end = start - 1;
                continue;
            }
            break;
        }
        // "A, and B" joins two sentences, not two items.
        if with_comma && items < 3 {
            return None;
        }
        // "On SQuAD, A, B, and C": an introduction would be one item too many.
        let opening = start
            .checked_sub(1)
            .is_some_and(|before| before == 0 && self.is(before, &["on", "in", "for", "at", "with", "under"]));
        let range = self.tokens[start].range.start..self.tokens[last.end - 1].range.end;
        (!(opening && items > 3)).then_some(List { range, items, of_numbers: numbers })
    }

    /// A number, with a sign of percent, or a name of up to four words.
    fn item_after(&self, at: usize) -> Option<Item> {
        if self.is_number(at) {
            let percent = self.tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Other('%'));
            return Some(at..at + 1 + usize::from(percent));
        }
        let length = (at..at + 5).take_while(|&at| self.is_name(at)).count();
        (1..=4).contains(&length).then(|| at..at + length)
    }

    /// The item that ends before `end`; units may follow a number.
    fn item_before(&self, end: usize, numbers: bool) -> Option<Item> {
        if numbers {
            let mut at = end.checked_sub(1)?;
            let percent = self.tokens[at].kind == TokenKind::Other('%');
            at = at.checked_sub(usize::from(percent))?;
            // "3.1 points and 2.4 points"
            if !percent && self.is(at, &["points", "point", "percent", "ms", "s", "seconds", "hours", "days", "years"]) {
                at = at.checked_sub(1)?;
            }
            return self.is_number(at).then_some(at..end);
        }
        let length = (0..end).rev().take(5).take_while(|&at| self.is_name(at)).count();
        (1..=4).contains(&length).then(|| end - length..end)
    }

    /// A word of a name: with a capital or a digit, or a hyphen inside a name.
    fn is_name(&self, at: usize) -> bool {
        match self.tokens.get(at).map(|token| token.kind) {
            Some(TokenKind::Word) => {
                let word = self.word(at);
                word.contains(char::is_uppercase)
                    && !(at == 0 && self.is(at, &["Both", "While", "Using", "For", "On", "In", "With", "Between"]))
            }
            Some(TokenKind::Other('-')) => !self.tokens[at].after_blank,
            Some(TokenKind::Number(_)) => {
                at > 0 && !self.tokens[at].after_blank && self.tokens[at - 1].kind == TokenKind::Other('-')
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(text: &str) -> Vec<(usize, usize)> {
        pairings(text).into_iter().map(|p| (p.first.items, p.second.items)).collect()
    }

    #[test]
    fn two_lists_of_known_length() {
        for (text, expected) in [
            ("Training on Alpha, Beta, and Gamma yields gains of 3.1 and 2.4 points, respectively.", (3, 2)),
            ("Training on Alpha, Beta, and Gamma yields gains of 3.1, 2.4, and 1.9 points, respectively.", (3, 3)),
            ("XLM-R and mBERT reach 71.2% and 68.0%, respectively.", (2, 2)),
            ("Gains of 3.1 points and 2.4 points are seen for Alpha and Beta, respectively.", (2, 2)),
        ] {
            assert_eq!(lengths(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_not_read() {
        for text in [
            "In March, Alpha and Beta gained 3.1 and 2.4 points, respectively.",
            "Precision and recall of Alpha and Beta are 0.8 and 0.7, respectively.",
            "For Alpha, precision and recall are 0.8 and 0.7, respectively.",
            "Alpha, Beta and Gamma gained 3.1 and 2.4 points, respectively.",
            "On SQuAD, BERT, RoBERTa, and XLNet gained 1.0, 2.0, and 3.0, respectively.",
            "Alpha and Beta (with Gamma) gained 3.1 and 2.4, respectively.",
            "They were respectively trained.",
        ] {
            assert_eq!(lengths(text), [], "{text}");
        }
    }
}
