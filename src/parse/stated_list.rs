//! A stated number and the list right behind it: "two tasks, A, B, and C".
//!
//! Read strictly: the list must follow the noun at once, hold names or short phrases only, and end in "and" or "or". Where a
//! list can be divided in two ways it has either length. What is only a part of the things is never read.

use std::ops::Range;

use super::number::{Token, TokenKind, tokens};
use crate::text;

/// A number of things and the list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedList {
    /// The number with its noun.
    pub stated: Range<usize>,
    /// The number.
    pub count: usize,
    /// From the first item to the last.
    pub list: Range<usize>,
    /// How many items it has at least.
    pub least: usize,
    /// And at most: "A, B and C" may be three, or two of which one is "B and C".
    pub most: usize,
}

/// The numbers of a passage that a list follows.
#[must_use]
pub fn stated_lists(passage: &str) -> Vec<StatedList> {
    if !passage.contains(" and ") && !passage.contains(" or ") {
        return Vec::new();
    }
    let mut out = Vec::new();
    for sentence in text::sentences(passage) {
        let words = &passage[sentence.clone()];
        let reader = Reader { text: words, tokens: tokens(words) };
        let by = |range: Range<usize>| range.start + sentence.start..range.end + sentence.start;
        let found = (0..reader.tokens.len()).filter_map(|at| reader.stated(at));
        out.extend(found.map(|found| StatedList { stated: by(found.stated), list: by(found.list), ..found }));
    }
    out
}

struct Reader<'t> {
    text: &'t str,
    tokens: Vec<Token>,
}

/// How the list is set off from the noun.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// `tasks A, B, and C`
    Nothing,
    /// `tasks, A, B, and C`
    Comma,
    /// `tasks: a, b, and c`
    Colon,
    /// `tasks (a, b, and c)`
    Bracket,
}

/// Words after which a number is a bound, a part, or one of a series.
const BEFORE: [&str; 22] = [
    "about",
    "additional",
    "almost",
    "approximately",
    "around",
    "another",
    "at",
    "first",
    "further",
    "last",
    "least",
    "most",
    "nearly",
    "next",
    "of",
    "or",
    "other",
    "over",
    "roughly",
    "than",
    "to",
    "under",
];

/// Words that stand in what is no list of names.
const NOT_IN_ITEM: [&str; 43] = [
    "a",
    "as",
    "because",
    "both",
    "but",
    "by",
    "each",
    "either",
    "for",
    "from",
    "if",
    "in",
    "including",
    "is",
    "it",
    "like",
    "namely",
    "of",
    "on",
    "one",
    "other",
    "others",
    "respectively",
    "such",
    "than",
    "that",
    "the",
    "their",
    "they",
    "this",
    "to",
    "two",
    "was",
    "we",
    "were",
    "when",
    "where",
    "which",
    "while",
    "who",
    "with",
    "are",
    "an",
];

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        match self.tokens.get(at) {
            Some(token) if token.kind == TokenKind::Word => &self.text[token.range.clone()],
            _ => "",
        }
    }

    fn is(&self, at: usize, list: &[&str]) -> bool {
        list.iter().any(|known| self.word(at).eq_ignore_ascii_case(known))
    }

    fn other(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            TokenKind::Other(c) => Some(c),
            _ => None,
        }
    }

    /// The list after the number at `at`.
    fn stated(&self, at: usize) -> Option<StatedList> {
        let token = &self.tokens[at];
        let count = token.count().filter(|count| (2..=12).contains(count))?;
        // "three-phase", "2-3", "1.2 and 3": no count of things.
        let joined = |next: usize| self.tokens.get(next).is_some_and(|next| !next.after_blank);
        if !token.after_blank || joined(at + 1) || at > 0 && (self.is(at - 1, &BEFORE) || self.number(at - 1)) {
            return None;
        }
        let (noun, opening) = self.noun(at + 1)?;
        let first = noun + 1 + usize::from(opening != Opening::Nothing);
        let (list, least, most) = self.list(first, opening)?;
        Some(StatedList {
            stated: token.range.start..self.tokens[noun].range.end,
            count: usize::try_from(count).ok()?,
            list,
            least,
            most,
        })
    }

    fn number(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| matches!(token.kind, TokenKind::Number(_)))
    }

    /// The noun in the plural, at most four words on, and what sets the list off.
    fn noun(&self, from: usize) -> Option<(usize, Opening)> {
        for at in from..from + 4 {
            let word = self.word(at);
            if word.is_empty() || self.is(at, &["of", "and", "or", "to", "in", "on", "per", "as", "is", "are", "more", "times"]) {
                return None;
            }
            let plural = word.ends_with('s') && !word.ends_with("ss") && word.len() > 3 && word.starts_with(char::is_lowercase);
            if !plural {
                // "sentence-pair": the hyphen and what follows it.
                if self.other(at + 1) == Some('-') {
                    return self.noun_after_hyphen(at + 2);
                }
                continue;
            }
            let opening = match self.other(at + 1) {
                Some(',') => Opening::Comma,
                Some(':') => Opening::Colon,
                Some('(') => Opening::Bracket,
                Some(_) => return None,
                None if self.is_name(at + 1) => Opening::Nothing,
                None => continue,
            };
            return Some((at, opening));
        }
        None
    }

    fn noun_after_hyphen(&self, from: usize) -> Option<(usize, Opening)> {
        // One hyphen: what follows is at most two words on.
        let plain = (from..from + 3).all(|at| self.other(at) != Some('-'));
        if plain { self.noun(from) } else { None }
    }

    /// A word with a capital, or of letters and digits.
    fn is_name(&self, at: usize) -> bool {
        self.word(at).contains(char::is_uppercase)
    }

    /// From the first item to the last, and how many items it may have.
    fn list(&self, first: usize, opening: Opening) -> Option<(Range<usize>, usize, usize)> {
        let names = matches!(opening, Opening::Nothing | Opening::Comma);
        let mut items: Vec<Range<usize>> = Vec::new();
        let (mut at, mut joint_with_comma) = (first, None);
        loop {
            let item = self.item(at, names)?;
            at = item.end;
            items.push(item);
            if joint_with_comma.is_some() {
                break;
            }
            let comma = self.other(at) == Some(',');
            let joint = at + usize::from(comma);
            if self.is(joint, &["and", "or"]) {
                joint_with_comma = Some(comma);
                at = joint + 1;
            } else if comma {
                at += 1;
            } else {
                return None;
            }
        }
        let ends = match opening {
            Opening::Bracket => self.other(at) == Some(')'),
            Opening::Colon => at == self.tokens.len() || matches!(self.other(at), Some('.' | ';' | '?' | '!' | ')')),
            // What goes on after the list must not be more of it.
            Opening::Nothing | Opening::Comma => self.other(at) != Some(',') || !self.is_name(at + 1),
        };
        let more = (at..self.tokens.len().min(at + 3)).any(|after| self.is(after, &["and", "or", "etc"]));
        if !ends || more || items.len() < 2 {
            return None;
        }
        let range = self.tokens[items[0].start].range.start..self.tokens[items[items.len() - 1].end - 1].range.end;
        let most = items.len();
        // "A and B", and "A, B and C", may join inside the last item.
        let least = if joint_with_comma == Some(true) { most } else { most - 1 };
        Some((range, least, most))
    }

    /// A name or a short phrase that begins at `at`; its end is a comma, a joint, or what ends the list.
    fn item(&self, at: usize, names: bool) -> Option<Range<usize>> {
        const LONGEST: usize = 5;
        let mut end = at;
        while let Some(token) = self.tokens.get(end) {
            let part = match token.kind {
                TokenKind::Word if self.is(end, &["and", "or"]) => false,
                TokenKind::Word if names => self.is_name(end),
                TokenKind::Word => true,
                // "XLM-R", "GPT-4", "SQuAD 2"
                TokenKind::Other('-') => !token.after_blank && end > at,
                TokenKind::Number(_) => end > at && names,
                TokenKind::Other(_) => false,
            };
            if !part {
                break;
            }
            end += 1;
        }
        let words = (at..end).filter(|&part| !self.word(part).is_empty());
        let plain = words.clone().all(|part| !self.is(part, &NOT_IN_ITEM));
        let count = words.count();
        (plain && (1..=LONGEST).contains(&count)).then_some(at..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(usize, usize, usize)> {
        stated_lists(text).into_iter().map(|list| (list.count, list.least, list.most)).collect()
    }

    #[test]
    fn numbers_with_the_list_behind_them() {
        for (text, expected) in [
            ("The model is tested on two tasks, SQuAD, MNLI, and HellaSwag.", (2, 3, 3)),
            ("The model is tested on 2 tasks (tagging, retrieval, and question answering).", (2, 3, 3)),
            ("It has three parts: search, screening and synthesis.", (3, 2, 3)),
            ("Two models XLM-R and mBERT differ.", (2, 1, 2)),
            ("Four sentence-pair tasks, MNLI, QQP, and SciTail, are used.", (4, 3, 3)),
            ("Two cities (Oslo and Bergen) are compared.", (2, 1, 2)),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_is_no_full_list_is_not_read() {
        for text in [
            "Two tasks, including SQuAD, MNLI, and HellaSwag, are used.",
            "Two tasks such as SQuAD, MNLI, and HellaSwag are used.",
            "Two tasks (e.g., SQuAD, MNLI, and HellaSwag) are used.",
            "At least two tasks, SQuAD, MNLI, and HellaSwag, are used.",
            "One of two tasks, SQuAD, MNLI, and HellaSwag are used.",
            "A three-phase approach: pretraining, training, tuning, and evaluation.",
            "Two tasks, SQuAD, MNLI, and others, are used.",
            "Two groups (ten men, six women, and four others) took part.",
            "In two studies (Smith 2019, Lee 2020, and Cho 2021) naps helped.",
            "It takes 3 years, and then Oslo, Bergen, and Narvik follow.",
            "We compare two models, XLM-R and mBERT, and GPT.",
            "Gains of 8.2, 7.5, and 7.0 points.",
            "Two tasks, of which SQuAD and MNLI are the larger.",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
