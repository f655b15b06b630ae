//! Scores that a report gives itself: "quality score of 8.3/10".
//!
//! Knows nothing about which scores must agree. Scores of papers, reviewers and rounds, and thresholds, are none.

use std::cell::LazyCell;

use super::number::{TokenKind, Tokens, Words};
use super::statement::Found;
use crate::decimal::Decimal;
use crate::report::Fact;

/// Words of sentences whose score is a bound, that of a round, or that of an earlier report.
static BOUNDS: Words = Words::new(&[
    "threshold",
    "minimum",
    "cutoff",
    "round",
    "loop",
    "iteration",
    "previous",
    "previously",
    "prior",
    "earlier",
    "last",
    "initially",
    "originally",
]);

impl Tokens<'_> {
    /// Appends the scores in a sentence.
    pub(super) fn scores(&self, out: &mut Vec<Found>) {
        let labels = ["quality", "review", "overall", "assessment"];
        // Asked once for the sentence, which may hold many.
        let is_of_another = LazyCell::new(|| self.is_bound() || self.is_of_one_of_many());
        for score in 0..self.tokens.len() {
            if !self.is(score, &["score"]) {
                continue;
            }
            let first = (0..score).rev().take_while(|&at| self.is(at, &labels)).last();
            let Some(first) = first else { continue };
            let overall = (first..score).all(|at| self.is(at, &["overall"]));
            let other_thing = first.checked_sub(1).is_some_and(|at| {
                self.tokens[at].count().is_some()
                    && at > 0
                    && self.is(at - 1, &["reviewer", "round", "loop", "paper", "study", "iteration", "pass"])
                    || self.is(
                        at,
                        &[
                            "minimum",
                            "maximum",
                            "mean",
                            "average",
                            "median",
                            "target",
                            "threshold",
                            "paper",
                            "study",
                            "s",
                            "per",
                            "initial",
                            "preliminary",
                            "provisional",
                            "previous",
                            "prior",
                            "earlier",
                            "first",
                            "second",
                        ],
                    )
                    || self.word(at).ends_with("'s")
                    || self.word(at).ends_with("’s")
            });
            if other_thing || *is_of_another {
                continue;
            }
            let mut at = score + 1;
            while self.is(at, &["of", "is", "was", "at"]) || matches!(self.other(at), Some(':' | '=' | '*' | '|')) {
                at += 1;
            }
            out.extend(self.score_at(at, overall));
        }
    }

    /// True for a sentence that speaks of a bound or of another round; a remark in brackets does that for itself:
    /// "a quality score of 7.9/10 (minimum score: 6.5/10)".
    fn is_bound(&self) -> bool {
        if !self.has(&BOUNDS) {
            return false;
        }
        let mut depth = 0u32;
        let (mut inside, mut labelled) = (false, false);
        for at in 0..self.tokens.len() {
            match self.other(at) {
                Some('(') => depth += 1,
                Some(')') => depth = depth.saturating_sub(1),
                _ if BOUNDS.has(self.word(at)) && depth == 0 => return true,
                _ if BOUNDS.has(self.word(at)) => inside = true,
                _ => labelled |= depth > 0 && self.is(at, &["quality", "review", "overall", "assessment"]),
            }
        }
        inside && labelled
    }

    /// True for a sentence about one of several reviewers or papers: "Reviewer 2 gave", "the second reviewer", "paper A".
    fn is_of_one_of_many(&self) -> bool {
        (0..self.tokens.len()).any(|at| {
            let ordinal =
                || at.checked_sub(1).is_some_and(|before| self.is(before, &["first", "second", "third", "each", "another"]));
            let numbered = || self.tokens.get(at + 1).is_some_and(|next| next.count().is_some()) || self.is_letter(at + 1);
            self.is(at, &["reviewer", "rater", "referee", "paper", "study"]) && (ordinal() || numbered())
        })
    }

    /// True for "A" and "B", as things are numbered.
    fn is_letter(&self, at: usize) -> bool {
        matches!(self.word(at).as_bytes(), [b'A'..=b'Z'])
    }

    /// `8.3/10` or "8.3 out of 10", possibly negative.
    fn score_at(&self, at: usize, overall: bool) -> Option<Found> {
        let minus = matches!(self.other(at), Some('-' | '−'));
        let at = at + usize::from(minus);
        let value = self.number(at)?;
        let scale_at = if self.other(at + 1) == Some('/') {
            at + 2
        } else if self.is(at + 1, &["out"]) && self.is(at + 2, &["of"]) {
            at + 3
        } else {
            return None;
        };
        let scale = self.number(scale_at)?;
        let bound = self.is(scale_at + 1, &["or"]) || matches!(self.other(scale_at + 1), Some('+' | '/'));
        let start = self.tokens[at - usize::from(minus)].range.start;
        let value = if minus { value.negated() } else { value };
        (!bound).then(|| (Fact::Score { value, scale, overall }, start..self.tokens[scale_at].range.end))
    }

    fn number(&self, at: usize) -> Option<Decimal> {
        match self.tokens.get(at)?.kind {
            TokenKind::Number(value) => Some(value),
            _ => None,
        }
    }
}
