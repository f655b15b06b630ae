//! How many databases the prose says were searched: "multiple databases", "three bibliographic databases".

use std::ops::Range;

use super::number::{Token, TokenKind, tokens};
use crate::text;

/// A number of databases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Databases {
    /// From the number to the noun.
    pub range: Range<usize>,
    /// How many at least.
    pub least: u32,
    /// True when there are no more.
    pub exact: bool,
}

/// The first number of databases in a passage.
#[must_use]
pub fn databases(passage: &str) -> Option<Databases> {
    if !passage.contains("atabases") {
        return None;
    }
    text::sentences(passage).find_map(|sentence| {
        let found = in_sentence(&passage[sentence.clone()])?;
        Some(Databases { range: found.range.start + sentence.start..found.range.end + sentence.start, ..found })
    })
}

fn in_sentence(sentence: &str) -> Option<Databases> {
    const SEVERAL: [&str; 6] = ["multiple", "several", "various", "many", "numerous", "different"];
    /// Words that may stand between the number and the noun, at most.
    const BETWEEN: usize = 3;
    let lower = sentence.to_lowercase();
    // Only of a search: results may be kept in databases, too.
    if !["search", "quer", "retriev", "literature", "screen"].iter().any(|of| lower.contains(of)) {
        return None;
    }
    let passage = sentence;
    let tokens = tokens(passage);
    let word = |token: &Token| if token.kind == TokenKind::Word { &passage[token.range.clone()] } else { "" };
    let denial = tokens.iter().position(|token| ["not", "never", "without"].contains(&word(token)));
    for (at, noun) in tokens.iter().enumerate().filter(|(_, token)| word(token).eq_ignore_ascii_case("databases")) {
        let before = tokens[..at].iter().enumerate().rev().take(BETWEEN + 1);
        for (index, token) in before {
            // "at least five", "up to five", "more than five"
            let bound = index.checked_sub(1).map_or("", |before| word(&tokens[before]));
            let least = ["least", "than", "over"].iter().any(|known| bound.eq_ignore_ascii_case(known));
            let most = ["to", "most", "no", "not"].iter().any(|known| bound.eq_ignore_ascii_case(known));
            let several = SEVERAL.iter().any(|known| word(token).eq_ignore_ascii_case(known));
            let count = token.count().filter(|&count| count > 0);
            if (several || count.is_some()) && (most || denial.is_some_and(|denial| denial < index)) {
                break;
            }
            if several || count.is_some() {
                let range = token.range.start..noun.range.end;
                return Some(Databases { range, least: count.unwrap_or(2), exact: count.is_some() && !least });
            }
            if token.kind != TokenKind::Word {
                break;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_databases() {
        let found = |text: &'static str| databases(text).map(|found| (&text[found.range], found.least, found.exact));
        let several = Some(("multiple databases", 2, false));
        assert_eq!(found("Systematic literature search across multiple databases yielded 12 papers."), several);
        assert_eq!(found("Three bibliographic databases were searched."), Some(("Three bibliographic databases", 3, true)));
        assert_eq!(found("We searched at least 4 databases."), Some(("4 databases", 4, false)));
        for text in [
            "We searched the databases.",
            "Up to five databases may be searched.",
            "12 papers; the databases",
            "a database",
            "We did not search multiple databases.",
            "The trees are kept in three databases.",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
