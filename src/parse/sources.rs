//! Counts of sources: "the search yielded 12 papers", "9 studies included".
//!
//! Knows nothing about which counts must agree. A number counts only beside its noun and the stage it was counted at.

use super::number::{TokenKind, Tokens, Words, is_any};
use super::statement::Found;
use crate::report::{Fact, PaperNoun, SearchStage};

/// "PubMed yielded 12, Scopus 9": sources of their own are not the search as a whole.
static APART: Words = Words::new(&[
    "first",
    "second",
    "third",
    "initial",
    "additional",
    "another",
    "further",
    "duplicate",
    "pubmed",
    "scopus",
    "embase",
    "arxiv",
]);

/// Those of them that are databases.
const DATABASES: [&str; 4] = ["pubmed", "scopus", "embase", "arxiv"];

impl Tokens<'_> {
    /// True for "a search of Scopus and arXiv retrieved 17 papers": one number for all the databases that are named.
    fn searches_together(&self) -> bool {
        let named: Vec<usize> = (0..self.tokens.len()).filter(|&at| self.is(at, &DATABASES)).collect();
        let (Some(&first), Some(&last)) = (named.first(), named.last()) else { return false };
        let joined = |at: usize| {
            matches!(self.other(at), Some(',' | '&'))
                || self.is(at, &["and", "of"])
                || self.word(at).starts_with(|c: char| c.is_ascii_uppercase())
        };
        let others = self.tokens.iter().enumerate().filter(|(at, token)| !named.contains(at) && token.kind == TokenKind::Word);
        let other_set = others.map(|(at, _)| at).any(|at| APART.has(self.word(at)));
        let searched = first > 0 && self.is(first - 1, &["of", "in", "across", "on", "searched"]);
        first < last
            && searched
            && (first..last).all(joined)
            && !other_set
            && self.tokens.iter().filter(|token| token.count().is_some()).count() == 1
    }

    /// Appends the counts of sources in a sentence.
    pub(super) fn papers(&self, out: &mut Vec<Found>) {
        if self.has(&APART) && !self.searches_together() {
            return;
        }
        for at in 0..self.tokens.len() {
            let Some(count) = self.exact_count(at) else { continue };
            let Some(noun) = paper_noun(self.word(at + 1)) else { continue };
            let mut before = at;
            while before > 0 && self.is(before - 1, &["a", "total", "of", "the", "in"]) {
                before -= 1;
            }
            let mut after = at + 2;
            while self.is(after, &["were", "was", "have", "has", "been", "are"]) {
                after += 1;
            }
            // What follows the noun decides before what stands before it: "from 14 retrieved, 12 papers included".
            let stage = stage(self.word(after)).or_else(|| before.checked_sub(1).and_then(|verb| stage(self.word(verb))));
            if let Some(stage) = stage {
                out.push((Fact::Papers { count, noun, stage }, self.tokens[at].range.clone()));
            }
        }
    }
}

fn paper_noun(word: &str) -> Option<PaperNoun> {
    let nouns = [
        (PaperNoun::Papers, ["papers", "paper"]),
        (PaperNoun::Studies, ["studies", "study"]),
        (PaperNoun::Articles, ["articles", "article"]),
        (PaperNoun::Records, ["records", "record"]),
        (PaperNoun::Documents, ["documents", "document"]),
        (PaperNoun::Publications, ["publications", "publication"]),
    ];
    nouns.into_iter().find(|(_, words)| is_any(word, words)).map(|(noun, _)| noun)
}

fn stage(word: &str) -> Option<SearchStage> {
    let stages: [(SearchStage, &[&str]); 6] = [
        (SearchStage::Retrieved, &["yielded", "retrieved", "found", "returned"]),
        (SearchStage::Identified, &["identified"]),
        (SearchStage::Screened, &["screened"]),
        (SearchStage::Excluded, &["excluded", "removed"]),
        (SearchStage::Assessed, &["assessed"]),
        (SearchStage::Included, &["included"]),
    ];
    stages.into_iter().find(|(_, words)| is_any(word, words)).map(|(stage, _)| stage)
}
