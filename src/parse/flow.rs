//! The numbers of a search as a paragraph tells them: identified, removed, screened, excluded, assessed, included.
//!
//! Stages follow PRISMA 2020. A number is read only when one stage is named beside it, and a stage only when one number
//! of the paragraph has it.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::number::{TokenKind, Tokens};
use crate::text;

/// A number of the flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    /// The number.
    pub range: Range<usize>,
    /// Its value.
    pub count: u32,
    /// What happened to them.
    pub step: Step,
    /// What is counted, when it is said.
    noun: Option<String>,
}

/// Steps of a search, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words themselves")]
pub enum Step {
    Identified,
    Removed,
    Screened,
    Excluded,
    Sought,
    NotRetrieved,
    Assessed,
    Included,
}

impl Step {
    /// The word for it in a message.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::Removed => "removed",
            Self::Screened => "screened",
            Self::Excluded => "excluded",
            Self::Sought => "sought",
            Self::NotRetrieved => "not retrieved",
            Self::Assessed => "assessed",
            Self::Included => "included",
        }
    }
}

/// Numbers that must add up: `whole` less `parts` is `result`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equation {
    /// What is taken from.
    pub whole: Operand,
    /// What is taken away.
    pub part: Operand,
    /// What must be left.
    pub result: Operand,
}

/// The equations of a paragraph of which all three numbers were read.
#[must_use]
pub fn equations(paragraph: &str) -> Vec<Equation> {
    // Nearly all paragraphs lack these words: four scans settle them.
    static WORTH: LazyLock<[Finder<'static>; 4]> =
        LazyLock::new(|| ["screened", "sought", "assessed", "leaving"].map(Finder::new));
    if !WORTH.iter().any(|word| word.find(paragraph.as_bytes()).is_some()) {
        return Vec::new();
    }
    let mut operands = Vec::new();
    let mut out = Vec::new();
    for sentence in text::sentences(paragraph) {
        let tokens = Tokens::of(&paragraph[sentence.clone()]);
        out.extend(tokens.leaving(sentence.start));
        match tokens.operands(sentence.start) {
            Some(found) => operands.extend(found),
            // A number that could be anything makes the whole paragraph unreadable.
            None => return out,
        }
    }
    let one = |step: Step| {
        let mut of = operands.iter().filter(|operand| operand.step == step);
        of.next().filter(|_| of.next().is_none())
    };
    // Two exclusions are told apart by the assessment between them.
    let assessed = one(Step::Assessed).map_or(usize::MAX, |operand| operand.range.start);
    let exclusion = |late: bool| {
        let mut of = operands.iter().filter(|o| o.step == Step::Excluded && (o.range.start > assessed) == late);
        of.next().filter(|_| of.next().is_none())
    };
    let mut add = |whole: Option<&Operand>, part: Option<&Operand>, result: Option<&Operand>| {
        let (Some(whole), Some(part), Some(result)) = (whole, part, result) else { return };
        // Reports and studies are counted apart: one study may have several reports.
        let nouns: Vec<&String> = [whole, part, result].into_iter().filter_map(|operand| operand.noun.as_ref()).collect();
        if nouns.windows(2).all(|two| two[0] == two[1]) {
            out.push(Equation { whole: whole.clone(), part: part.clone(), result: result.clone() });
        }
    };
    add(one(Step::Identified), one(Step::Removed), one(Step::Screened));
    add(one(Step::Screened), exclusion(false), one(Step::Sought));
    add(one(Step::Sought), one(Step::NotRetrieved), one(Step::Assessed));
    add(one(Step::Assessed), exclusion(true), one(Step::Included));
    out
}

/// Words that make a number a bound, an estimate or a part of another whole.
const UNSURE: [&str; 24] = [
    "about",
    "additional",
    "almost",
    "approximately",
    "around",
    "average",
    "another",
    "each",
    "further",
    "least",
    "less",
    "fewer",
    "more",
    "most",
    "nearly",
    "other",
    "over",
    "per",
    "roughly",
    "some",
    "than",
    "under",
    "up",
    "first",
];

impl Tokens<'_> {
    /// The places of the whole numbers that stand alone; `None` when one of them is an estimate, a share or a range.
    fn counts(&self) -> Option<Vec<usize>> {
        let mut out = Vec::new();
        for at in 0..self.tokens.len() {
            if !matches!(self.tokens[at].kind, TokenKind::Number(_)) {
                continue;
            }
            let joined = |c: Option<char>| {
                matches!(c, Some('/' | '-' | '–' | '.' | '~' | '≈' | '<' | '>' | '≥' | '≤' | '±' | '+' | '%' | '×'))
            };
            let before = at.checked_sub(1).and_then(|before| self.other(before));
            let final_stop = self.other(at + 1) == Some('.') && at + 2 >= self.tokens.len();
            let unsure = (1..=3).any(|back| at.checked_sub(back).is_some_and(|at| self.is(at, &UNSURE)));
            let count = self.tokens[at].count()?;
            // A year dates the search.
            if (1900..2100).contains(&count)
                && self.is(at.wrapping_sub(1), &["in", "of", "to", "since", "until", "and", "from", "through"])
            {
                return None;
            }
            if joined(before) || (joined(self.other(at + 1)) && !final_stop) || unsure {
                return None;
            }
            out.push(at);
        }
        Some(out)
    }

    /// The numbers of the sentence with their steps; `None` when one cannot be told.
    fn operands(&self, offset: usize) -> Option<Vec<Operand>> {
        let has_step = (0..self.tokens.len()).any(|at| !self.steps(at, at + 1).is_empty());
        if !has_step {
            return Some(Vec::new());
        }
        let counts = self.counts()?;
        let mut out = Vec::with_capacity(counts.len());
        for (index, &at) in counts.iter().enumerate() {
            let next = counts.get(index + 1).copied().unwrap_or(self.tokens.len());
            let last = index.checked_sub(1).map_or(0, |last| counts[last] + 1);
            // "Records screened (n = 100)" names the step before the number, everything else behind it.
            let in_brackets = self.other(at.wrapping_sub(1)) == Some('=') && self.is(at.wrapping_sub(2), &["n"]);
            let (from, to) = if in_brackets { (last, at) } else { (at + 1, next) };
            let steps = self.steps(from, to);
            let &[step] = steps.as_slice() else { return None };
            let noun = (from..to).map(|at| self.word(at).to_ascii_lowercase()).find(|word| {
                matches!(
                    word.as_str(),
                    "record" | "records" | "report" | "reports" | "study" | "studies" | "articles" | "article" | "papers"
                )
            });
            let noun = noun.map(|noun| match noun.as_str() {
                "study" | "studies" => "study".to_owned(),
                "report" | "reports" => "report".to_owned(),
                _ => "record".to_owned(),
            });
            let range = self.tokens[at].range.clone();
            let range = range.start + offset..range.end + offset;
            out.push(Operand { range, count: self.tokens[at].count()?, step, noun });
        }
        Some(out)
    }

    /// The steps that the tokens of a range name.
    fn steps(&self, from: usize, to: usize) -> Vec<Step> {
        let mut out: Vec<Step> = Vec::new();
        for at in from..to.min(self.tokens.len()) {
            let not = (1..=3).any(|back| at.checked_sub(back).is_some_and(|at| at >= from && self.is(at, &["not", "never"])));
            let step = match self.word(at).to_ascii_lowercase().as_str() {
                "identified" if !not => Step::Identified,
                "duplicates" | "duplicate" => Step::Removed,
                // "Duplicates removed" is one step.
                "removed" if out.last() == Some(&Step::Removed) => continue,
                "removed" if !not => Step::Removed,
                "screened" if !not => Step::Screened,
                "excluded" if out.last() == Some(&Step::Removed) => continue,
                "excluded" if !not => Step::Excluded,
                "sought" if !not => Step::Sought,
                "retrieved" if not => Step::NotRetrieved,
                // "Sought for retrieval", "assessed for eligibility" are no steps of their own.
                "retrieved" => continue,
                "assessed" if !not => Step::Assessed,
                "included" if !not => Step::Included,
                _ => continue,
            };
            out.push(step);
        }
        out
    }

    /// "Of 120 records, 20 were removed, leaving 95."
    fn leaving(&self, offset: usize) -> Option<Equation> {
        let leaving = (0..self.tokens.len()).find(|&at| self.is(at, &["leaving"]))?;
        let counts = self.counts()?;
        let &[whole, part, result] = counts.as_slice() else { return None };
        let taken = ["removed", "excluded", "discarded", "dropped", "duplicates", "withdrawn", "rejected", "ineligible"];
        let close =
            self.is(0, &["of"]) && whole <= 3 && result > leaving && result <= leaving + 2 && part > whole && part < leaving;
        let named = (part..leaving).any(|at| self.is(at, &taken)) && !(whole..part).any(|at| self.is(at, &taken));
        if !close || !named {
            return None;
        }
        let operand = |at: usize, step| {
            let range = self.tokens[at].range.clone();
            let count = self.tokens[at].count()?;
            Some(Operand { range: range.start + offset..range.end + offset, count, step, noun: None })
        };
        Some(Equation {
            whole: operand(whole, Step::Identified)?,
            part: operand(part, Step::Removed)?,
            result: operand(result, Step::Screened)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u32, u32, u32)> {
        equations(text).into_iter().map(|e| (e.whole.count, e.part.count, e.result.count)).collect()
    }

    #[test]
    fn flows_that_are_told_in_full() {
        for (text, expected) in [
            ("Of 120 records identified, 20 duplicates were removed and 95 records were screened.", (120, 20, 95)),
            (
                "The search identified 120 records. Of these, 20 duplicates were removed; the remaining 100 were screened.",
                (0, 0, 0),
            ),
            ("Records identified (n = 1,200); duplicates removed (n = 200); records screened (n = 1,000).", (1200, 200, 1000)),
            ("Of 48 papers found, 12 were excluded, leaving 35.", (48, 12, 35)),
            ("40 reports were assessed for eligibility, 25 were excluded and 15 reports were included.", (40, 25, 15)),
            ("60 reports were sought for retrieval, 4 could not be retrieved, and 56 were assessed.", (60, 4, 56)),
        ] {
            let expected = if expected == (0, 0, 0) { Vec::new() } else { vec![expected] };
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_not_read() {
        for text in [
            "About 120 records were identified, 20 duplicates were removed and 95 screened.",
            "120 records were identified and screened, 20 duplicates were removed and 95 were screened.",
            "120 records identified in PubMed, 40 records identified in Scopus, 20 duplicates removed, 95 records screened.",
            "40 reports were assessed, 25 were excluded and 12 studies were included.",
            "120 records were identified, 20 (17%) duplicates were removed and 95 records were screened.",
            "Papers were screened.",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
