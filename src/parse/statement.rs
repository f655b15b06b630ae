//! What the prose says of the report itself: counts of claims and sources, scores.
//!
//! Read strictly: a number counts only when every word between it and what it counts is one that is known to change
//! nothing. An approximate number, a part of something, a condition or another round is not read, never guessed.

use std::ops::Range;

use super::number::{Token, TokenKind, Tokens, Words, is_any};
use super::tally::{OTHERS, RUNS};
use crate::cue::Cues;
use crate::report::{Fact, SectionKind};
use crate::text;

/// A fact, the bytes of its number, and the bytes of its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// What is stated.
    pub fact: Fact,
    /// The number.
    pub span: Range<usize>,
    /// The sentence.
    pub sentence: Range<usize>,
}

/// The statements of one paragraph that stands in a section of the given kind.
#[must_use]
pub fn read(paragraph: &str, cues: Cues, kind: Option<SectionKind>) -> Vec<Stated> {
    let search = matches!(kind, Some(SectionKind::Methodology | SectionKind::Results));
    let about = Cues::CLAIMS | Cues::SCORE | if search { Cues::SOURCES } else { Cues::default() };
    // Full-width digits are among the characters beyond ASCII.
    let number = Cues::DIGIT | Cues::NUMBER_WORD | Cues::WIDE;
    let worth_reading = |cues: Cues| cues.has_any(about) && cues.has_any(number);
    if matches!(kind, Some(SectionKind::Introduction | SectionKind::References)) || !worth_reading(cues) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut claims_before = false;
    let mut found: Vec<Found> = Vec::new();
    for sentence in text::sentences(paragraph) {
        let words = &paragraph[sentence.clone()];
        let cues = Cues::of(words);
        // Most sentences count nothing of the kind.
        if !worth_reading(cues) {
            claims_before = false;
            continue;
        }
        let tokens = Tokens::of(words);
        if cues.has_any(Cues::CLAIMS) {
            tokens.claims(claims_before, &mut found);
        }
        claims_before = found.iter().any(|(fact, _)| matches!(fact, Fact::ClaimsExtracted(_)));
        if search && cues.has_any(Cues::SOURCES) {
            tokens.papers(&mut found);
        }
        if cues.has_any(Cues::SCORE) && (kind != Some(SectionKind::Abstract) || tokens.has(&OF_THE_REPORT)) {
            tokens.scores(&mut found);
        }
        found.sort_by_key(|(_, span)| span.start);
        out.extend(found.drain(..).map(|(fact, span)| Stated {
            fact,
            span: span.start + sentence.start..span.end + sentence.start,
            sentence: sentence.clone(),
        }));
    }
    out
}

/// A fact and the bytes of its number.
pub(super) type Found = (Fact, Range<usize>);

/// What is said of a count of claims.
type State = fn(u32) -> Fact;

/// Words that may stand between a count of claims and its verb.
static AUXILIARIES: Words = Words::new(&[
    "were",
    "was",
    "have",
    "has",
    "been",
    "are",
    "is",
    "then",
    "also",
    "independently",
    "successfully",
    "fully",
    "subsequently",
    "could",
    "be",
]);

/// Words that may stand between a number and "claims".
static ADJECTIVES: Words = Words::new(&[
    "of",
    "the",
    "these",
    "those",
    "them",
    "total",
    "factual",
    "independently",
    "individual",
    "distinct",
    "extracted",
    "verified",
]);

/// Words of an abstract's sentence whose score may be the report's.
static OF_THE_REPORT: Words = Words::new(&["report", "review"]);

/// Words of sentences that count the claims of one of several rounds.
static ROUNDS: Words = Words::new(&["round", "loop", "pass", "iteration", "batch"]);

/// Words before a number that make it a bound, a part, a condition or a count of another round.
static BLOCKERS: Words = Words::new(&[
    "about",
    "additional",
    "almost",
    "another",
    "approximately",
    "around",
    "average",
    "below",
    "circa",
    "each",
    "every",
    "exceed",
    "exceeds",
    "expected",
    "first",
    "further",
    "if",
    "least",
    "less",
    "fewer",
    "loop",
    "maximum",
    "mean",
    "median",
    "minimum",
    "more",
    "most",
    "nearly",
    "next",
    "not",
    "other",
    "over",
    "per",
    "planned",
    "remaining",
    "require",
    "required",
    "requires",
    "round",
    "roughly",
    "second",
    "some",
    "target",
    "under",
    "unless",
    "until",
    "up",
]);

/// Words after a number that make it a bound or a condition.
static BLOCKERS_AFTER: Words =
    Words::new(&["required", "needed", "expected", "planned", "minimum", "maximum", "threshold", "round"]);

impl Tokens<'_> {
    /// A whole number that stands alone: no part of a fraction, a range, a version, a percentage or an approximation.
    pub(super) fn exact_count(&self, at: usize) -> Option<u32> {
        let count = self.tokens.get(at)?.count()?;
        let joined =
            |token: Option<&Token>, at: usize| token.is_some() && !self.tokens.get(at).is_some_and(|token| token.after_blank);
        let before = at.checked_sub(1).and_then(|before| self.other(before));
        if before.is_some_and(|c| matches!(c, '~' | '≈' | '<' | '>' | '≥' | '≤' | '±' | '#' | '$'))
            || before.is_some_and(|c| matches!(c, '/' | '-' | '–' | '.' | '=') && joined(self.tokens.get(at), at) && c != '=')
        {
            return None;
        }
        match self.other(at + 1) {
            Some('%' | '+' | '×' | '°') => return None,
            Some('-' | '–' | '—' | '/' | '.' | ',' | ':') if self.tokens.get(at + 2).is_some_and(|next| !next.after_blank) => {
                return None;
            }
            Some('-' | '–') if self.tokens.get(at + 2).is_some_and(|next| next.count().is_some()) => return None,
            _ => {}
        }
        if self.is(at + 1, &["to", "or"])
            && (self.tokens.get(at + 2).is_some_and(|next| next.count().is_some())
                || self.is(at + 2, &["so", "more", "fewer", "less"]))
        {
            return None;
        }
        let range_end = at >= 2 && self.is(at - 1, &["to", "or"]) && self.tokens[at - 2].count().is_some();
        (!range_end && !self.blocked(at)).then_some(count)
    }

    /// True when a blocker stands in the same clause before the number, or right behind what it counts.
    fn blocked(&self, at: usize) -> bool {
        let clause = (0..at).rev().take_while(|&before| !matches!(self.other(before), Some(';' | ':' | ',' | '(' | '—')));
        let mut before = clause.take(6);
        before.any(|before| BLOCKERS.has(self.word(before))) || (at + 1..at + 5).any(|after| BLOCKERS_AFTER.has(self.word(after)))
    }

    /// Skips "of [the|these|all]" and a second count: "13 of the 14". Also reads "13/14".
    fn part_of(&self, at: usize) -> Option<(u32, usize)> {
        let slash = self.other(at + 1) == Some('/');
        if !(slash || self.is(at + 1, &["of"]) || self.is(at + 1, &["out"]) && self.is(at + 2, &["of"])) {
            return None;
        }
        let mut next = at + if self.is(at + 1, &["out"]) { 3 } else { 2 };
        while !slash && self.is(next, &["the", "these", "those", "all"]) {
            next += 1;
        }
        let whole = self.tokens.get(next)?.count()?;
        Some((whole, next))
    }

    fn claims(&self, claims_before: bool, out: &mut Vec<Found>) {
        // Another round has claims of its own.
        let before = |at: usize| self.is(at, &OTHERS) && self.is(at + 1, &RUNS);
        if self.has(&ROUNDS) || (0..self.tokens.len()).any(before) {
            return;
        }
        // True once the sentence has said that it counts claims.
        let mut about_claims = claims_before && self.is(0, &["of"]) && self.is(1, &["these", "them", "those", "which"]);
        about_claims |= claims_before && self.is(1, &["of"]) && self.is(2, &["these", "them", "those"]);
        // "14 claims extracted. 13 independently verified."
        let verb = (1..self.tokens.len()).find(|&at| !AUXILIARIES.has(self.word(at)));
        about_claims |= claims_before
            && self.tokens.first().is_some_and(|first| first.count().is_some())
            && verb.is_some_and(|verb| self.is(verb, &["verified"]));
        let mut at = 0;
        while at < self.tokens.len() {
            let here = at;
            at += 1;
            if let Some((found, end)) = self.labelled_claims(here) {
                out.extend(found);
                about_claims = true;
                at = end;
                continue;
            }
            if self.tokens[here].count().is_none() {
                continue;
            }
            let fraction = self.part_of(here);
            let number = match fraction {
                Some(_) if !self.blocked(here) => self.tokens[here].count(),
                Some(_) => None,
                None => self.exact_count(here),
            };
            let Some(number) = number else { continue };
            let last = fraction.map_or(here, |(_, last)| last);
            let verb_before = self.verb_before(here);
            let Some((states, end, noun)) = self.states_after(last + 1, about_claims, verb_before) else { continue };
            about_claims |= noun;
            let span = self.tokens[here].range.clone();
            for state in states {
                out.push((state(number), span.clone()));
            }
            if let Some((whole, last)) = fraction {
                // "13 of 14 claims were verified" says that there are 14 as well.
                if out.last().is_some_and(|(fact, span)| {
                    matches!(fact, Fact::ClaimsVerified(_)) && span.start == self.tokens[here].range.start
                }) {
                    out.push((Fact::ClaimsExtracted(whole), self.tokens[last].range.clone()));
                }
            }
            at = end.max(at);
        }
    }

    /// "Claims verified: 13", "verified claims: 13".
    fn labelled_claims(&self, at: usize) -> Option<(Vec<Found>, usize)> {
        let claims = ["claims"];
        let (state, noun) = if self.is(at, &claims) { (at + 1, at) } else { (at, at + 1) };
        let state: fn(u32) -> Fact = match () {
            () if self.is(state, &["extracted"]) => Fact::ClaimsExtracted,
            () if self.is(state, &["verified"]) => Fact::ClaimsVerified,
            () => return None,
        };
        if !self.is(noun, &claims) || !matches!(self.other(at + 2), Some(':' | '=')) {
            return None;
        }
        let number = at + 3;
        if let Some((whole, last)) = self.part_of(number) {
            let part = self.tokens.get(number)?.count()?;
            let whole = (Fact::ClaimsExtracted(whole), self.tokens[last].range.clone());
            return Some((vec![(state(part), self.tokens[number].range.clone()), whole], last + 1));
        }
        let count = self.exact_count(number)?;
        Some((vec![(state(count), self.tokens[number].range.clone())], number + 1))
    }

    /// "we extracted 14", "and verified 13".
    fn verb_before(&self, number: usize) -> Option<fn(u32) -> Fact> {
        let mut at = number.checked_sub(1)?;
        while at > 0 && self.is(at, &["a", "total", "of", "all", "the"]) {
            at -= 1;
        }
        let negated = at > 0 && (self.is(at - 1, &["not", "never", "nor"]) || self.word(at - 1).ends_with("n't"));
        match self.word(at) {
            _ if negated => None,
            word if is_any(word, &["extracted"]) => Some(Fact::ClaimsExtracted),
            word if is_any(word, &["verified"]) => Some(Fact::ClaimsVerified),
            _ => None,
        }
    }

    /// What is said of the count that ends before `at`: which states, where the reading ends, and whether the noun
    /// "claims" was printed.
    fn states_after(
        &self,
        at: usize,
        about_claims: bool,
        verb_before: Option<fn(u32) -> Fact>,
    ) -> Option<(Vec<State>, usize, bool)> {
        let mut states: Vec<fn(u32) -> Fact> = verb_before.into_iter().collect();
        let mut at = at;
        // Adjectives: "14 extracted claims", "13 independently verified claims".
        let mut adjective = None;
        while ADJECTIVES.has(self.word(at)) {
            if self.is(at, &["extracted"]) {
                adjective = Some(Fact::ClaimsExtracted as fn(u32) -> Fact);
            } else if self.is(at, &["verified"]) {
                adjective = Some(Fact::ClaimsVerified as fn(u32) -> Fact);
            }
            at += 1;
        }
        let noun = self.is(at, &["claims", "claim"]);
        if noun {
            at += 1;
            let before_verb = at;
            while AUXILIARIES.has(self.word(at))
                || self.is(at, &["in", "total"]) && self.is(at + 1, &["total", "were"])
                || self.is(at, &["total"])
            {
                at += 1;
            }
            let verbs = self.verbs(&mut at);
            if verbs.is_empty() {
                at = before_verb;
            }
            // "14 extracted claims were verified": the verb is what is said, the adjective only says which.
            if states.is_empty() {
                states = if verbs.is_empty() { adjective.into_iter().collect() } else { verbs };
            }
        } else if about_claims {
            if let Some(adjective) = adjective {
                // "13 independently verified" without a noun: what follows must not be one.
                states = if states.is_empty() { vec![adjective] } else { states };
                return self.phrase_ends(at).then_some((states, at, false));
            }
            while AUXILIARIES.has(self.word(at)) {
                at += 1;
            }
            let verbs = self.verbs(&mut at);
            if states.is_empty() {
                states = verbs;
            }
            return (!states.is_empty() && self.phrase_ends(at)).then_some((states, at, false));
        }
        let judged_wrong = self.is(at, &["as", "to"]) && !self.is(at + 1, &["supported", "true", "correct", "accurate"]);
        (noun && !states.is_empty() && !judged_wrong).then_some((states, at, true))
    }

    /// Reads "extracted", "verified", "extracted and verified".
    fn verbs(&self, at: &mut usize) -> Vec<fn(u32) -> Fact> {
        let mut verbs: Vec<fn(u32) -> Fact> = Vec::new();
        loop {
            let skip = usize::from(!verbs.is_empty() && self.is(*at, &["and"]));
            let skip = skip + usize::from(self.is(*at + skip, &["independently", "then"]));
            match self.word(*at + skip) {
                word if is_any(word, &["extracted"]) => verbs.push(Fact::ClaimsExtracted),
                word if is_any(word, &["verified"]) => verbs.push(Fact::ClaimsVerified),
                _ => return verbs,
            }
            *at += skip + 1;
        }
    }

    /// True when no noun follows: the end, punctuation, or a word that begins another phrase.
    fn phrase_ends(&self, at: usize) -> bool {
        match self.tokens.get(at) {
            None => true,
            Some(token) if token.kind == TokenKind::Word => {
                self.is(at, &["against", "and", "but", "by", "from", "in", "of", "through", "using", "while", "with"])
            }
            Some(token) => matches!(token.kind, TokenKind::Other('.' | ',' | ';' | ')' | '(' | '—' | '–' | '!' | '*')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(text: &str) -> Vec<String> {
        let word = |stated: Stated| {
            let what = match stated.fact {
                Fact::ClaimsExtracted(n) => format!("extracted {n}"),
                Fact::ClaimsVerified(n) => format!("verified {n}"),
                Fact::Papers { count, noun, stage } => format!("{stage:?} {count} {}", noun.name(2)),
                Fact::Score { value, scale, .. } => format!("score {value}/{scale}"),
            };
            format!("{what} @{}", &text[stated.span])
        };
        read(text, Cues::of(text), Some(SectionKind::Results)).into_iter().map(word).collect()
    }

    #[test]
    fn counts_in_the_forms_that_reports_use() {
        for (text, expected) in [
            (
                "12 papers retrieved. 14 claims extracted; 13 independently verified. Quality review score: 8.3/10.",
                &["Retrieved 12 papers @12", "extracted 14 @14", "verified 13 @13", "score 8.3/10 @8.3/10"][..],
            ),
            (
                "Twelve papers retrieved. fourteen claims extracted; thirteen independently verified.",
                &["Retrieved 12 papers @Twelve", "extracted 14 @fourteen", "verified 13 @thirteen"],
            ),
            ("13 of 14 claims were verified.", &["verified 13 @13", "extracted 14 @14"]),
            ("13 of the 14 extracted claims were independently verified.", &["verified 13 @13", "extracted 14 @14"]),
            ("13/14 claims verified.", &["verified 13 @13", "extracted 14 @14"]),
            ("We extracted 14 claims and verified 13 of them.", &["extracted 14 @14", "verified 13 @13"]),
            ("A total of 14 claims were extracted, of which 13 were verified.", &["extracted 14 @14", "verified 13 @13"]),
            (
                "14 claims were extracted. Of these, 13 were independently verified against the sources.",
                &["extracted 14 @14", "verified 13 @13"],
            ),
            ("Claims extracted: 14. Verified claims: 13.", &["extracted 14 @14", "verified 13 @13"]),
            ("All 14 claims were extracted and verified.", &["extracted 14 @14", "verified 14 @14"]),
            ("１３ claims verified", &["verified 13 @１３"]),
            ("The search yielded 12 papers; 9 papers were included.", &["Retrieved 12 papers @12", "Included 9 papers @9"]),
            ("An assessment produced a quality score of 8.3/10.", &["score 8.3/10 @8.3/10"]),
            ("Overall quality score: 83 out of 100.", &["score 83/100 @83 out of 100"]),
            ("Quality score: -2/10.", &["score -2/10 @-2/10"]),
        ] {
            assert_eq!(facts(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_exact_count_is_not_read() {
        for text in [
            "At least 13 claims were verified.",
            "About 13 claims were verified.",
            "More than 13 claims were verified.",
            "13 claims could not be verified.",
            "13 claims were not verified.",
            "13 claims have yet to be verified.",
            "13 papers verified.",
            "13 claims were verified as false.",
            "13+ claims verified",
            "12–13 claims verified",
            "12 to 13 claims verified",
            "Not all 13 claims were verified.",
            "The remaining 3 claims were verified.",
            "Each of the 3 claims was verified.",
            "In round 2, 13 claims were verified.",
            "Of 14 claims, most were verified.",
            "~13 claims verified",
            "12.5 claims verified",
            "Five verified claims are required for publication.",
            "The quality score threshold of 6.5/10 was met.",
            "A minimum quality score of 6.5/10 applies.",
            "Reviewer 2 quality score: 6/10.",
            "Reviewer 2 gave a quality score of 6/10.",
            "A quality score of 6/10 was given by the second reviewer.",
            "Paper A has a quality score of 6/10.",
            "The initial quality score was 6/10.",
            "The method scores 8.3/10.",
            "A quality score of 8/10 or higher is needed.",
            "A first search yielded 12 papers.",
            "Claims were extracted from source material and verified against 12 retrieved documents.",
        ] {
            assert_eq!(facts(text), Vec::<String>::new(), "{text}");
        }
    }
}
