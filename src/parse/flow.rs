//! The numbers of a search as a paragraph tells them: identified, removed, screened, excluded, assessed, included.
//!
//! Stages follow PRISMA 2020. A number is read only when one stage is named beside it, and a stage only when one number
//! of the paragraph has it.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::number::{TokenKind, Tokens, is_any};
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
    /// True when the verb before the number names the step: "yielded 120 records".
    by_verb: bool,
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

/// What was excluded, and how many of it for each reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasons {
    /// What was excluded.
    pub excluded: Operand,
    /// The number of each reason, with its value.
    pub reasons: Vec<(Range<usize>, u32)>,
}

/// False for nearly all paragraphs: they lack these words, which four scans settle.
fn tells_of_a_flow(paragraph: &str) -> bool {
    static WORTH: LazyLock<[Finder<'static>; 4]> =
        LazyLock::new(|| ["screened", "sought", "assessed", "leaving"].map(Finder::new));
    WORTH.iter().any(|word| word.find(paragraph.as_bytes()).is_some())
}

/// The tokens of a sentence; `None` for one that is too long to tell a search: where steps and brackets are many, each would be held
/// against all.
fn tokens_of(sentence: &str) -> Option<Tokens<'_>> {
    const LONGEST: usize = 400;
    let tokens = Tokens::of(sentence);
    (tokens.tokens.len() <= LONGEST).then_some(tokens)
}

/// The exclusions of a paragraph whose reasons are all counted.
#[must_use]
pub fn reasons(paragraph: &str) -> Vec<Reasons> {
    if !tells_of_a_flow(paragraph) {
        return Vec::new();
    }
    let of = |sentence: Range<usize>| tokens_of(&paragraph[sentence.clone()])?.reasons(sentence.start);
    text::sentences(paragraph).filter_map(of).collect()
}

/// The equations of a paragraph of which all three numbers were read.
#[must_use]
pub fn equations(paragraph: &str) -> Vec<Equation> {
    if !tells_of_a_flow(paragraph) {
        return Vec::new();
    }
    let mut operands = Vec::new();
    let mut out = Vec::new();
    for sentence in text::sentences(paragraph) {
        let Some(tokens) = tokens_of(&paragraph[sentence.clone()]) else { return out };
        out.extend(tokens.leaving(sentence.start));
        match tokens.operands(sentence.start) {
            Some(found) => operands.extend(found),
            // A number that could be anything makes the whole paragraph unreadable.
            None => return out,
        }
    }
    // "A search yielded 12 papers. Of 120 records identified, …": the second is the number of the flow.
    if operands.iter().any(|operand| operand.step == Step::Identified && !operand.by_verb) {
        operands.retain(|operand| operand.step != Step::Identified || !operand.by_verb);
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
        // What a search yielded may be what was left at its end.
        let begins = !whole.by_verb || whole.count >= part.count && whole.range.start < part.range.start;
        if begins && nouns.windows(2).all(|two| two[0] == two[1]) {
            out.push(Equation { whole: whole.clone(), part: part.clone(), result: result.clone() });
        }
    };
    add(one(Step::Identified), one(Step::Removed), one(Step::Screened));
    add(one(Step::Screened), exclusion(false), one(Step::Sought));
    add(one(Step::Sought), one(Step::NotRetrieved), one(Step::Assessed));
    // Without a retrieval between them, "the remaining 95 were assessed" are those that were not excluded.
    let told = |step: Step| operands.iter().any(|operand| operand.step == step);
    let remaining = |operand: &&Operand| paragraph[..operand.range.start].trim_end().ends_with("remaining");
    if !told(Step::Sought) && !told(Step::NotRetrieved) {
        add(one(Step::Screened), exclusion(false), one(Step::Assessed).filter(remaining));
    }
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

/// Verbs whose object is what a search found.
const SEARCHES: [&str; 3] = ["yielded", "found", "returned"];

/// How many words may stand from "excluded" to the list of its reasons.
const MOST_TO_COLON: usize = 6;

/// Words of a list of reasons that is not whole, or in which one thing may stand twice.
const PARTIAL: [&str; 18] = [
    "including",
    "mainly",
    "mostly",
    "chiefly",
    "primarily",
    "e.g",
    "such",
    "example",
    "g",
    "multiple",
    "several",
    "both",
    "some",
    "more",
    "than",
    "of",
    "main",
    "top",
];

/// True for the name of a month, in full or by its first three letters.
fn is_month(word: &str) -> bool {
    super::date::month_number(word).is_some()
}

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
        let has_step = (0..self.tokens.len())
            .any(|at| !self.steps(at, at + 1).is_empty() || self.is(at, &SEARCHES) && self.step_before(at + 1).is_some());
        if !has_step {
            return Some(Vec::new());
        }
        let mut counts = self.counts()?;
        // The day of the search is no number of it.
        counts.retain(|&at| !(is_month(self.word(at + 1)) || at > 0 && is_month(self.word(at - 1))));
        // What is left has been read with the sentence that says so, unless it is named: "leaving 14 included trials".
        let left = |at: usize| at > 0 && self.is(at - 1, &["leaving"]);
        let is_named = |at: usize| (at + 1..at + 4).any(|at| self.is(at, &["included", "screening", "inclusion"]));
        counts.retain(|&at| !left(at) || is_named(at));
        let asides = self.leave_out_asides(&mut counts);
        self.leave_out_reasons(&mut counts);
        let mut out = Vec::with_capacity(counts.len());
        for (index, &at) in counts.iter().enumerate() {
            let next = counts.get(index + 1).copied().unwrap_or(self.tokens.len());
            let last = index.checked_sub(1).map_or(0, |last| counts[last] + 1);
            // "Records screened (n = 100)" names the step before the number, everything else behind it.
            let in_brackets = self.other(at.wrapping_sub(1)) == Some('=') && self.is(at.wrapping_sub(2), &["n"]);
            let (from, to) = if in_brackets { (last, at) } else { (at + 1, next) };
            let steps = self.steps_beside(from, to, &asides);
            // "leaving 1,908 records for screening"
            let follows = |word: &str| left(at) && (at + 1..at + 4).any(|at| self.is(at, &[word]));
            let (step, by_verb) = match steps.as_slice() {
                _ if follows("screening") => (Step::Screened, false),
                _ if follows("inclusion") => (Step::Included, false),
                &[step] => (step, false),
                // "The search identified 120 records."
                [] if !in_brackets => (self.step_before(at)?, true),
                _ => return None,
            };
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
            out.push(Operand { range, count: self.tokens[at].count()?, step, noun, by_verb });
        }
        Some(out)
    }

    /// The step that the verb right before a number names: "identified 120 records", "sought 81 reports".
    fn step_before(&self, number: usize) -> Option<Step> {
        let filler = |at: &usize| self.is(*at, &["a", "total", "of", "all", "the"]);
        let at = (0..number).rev().find(|at| !filler(at))?;
        let step = match self.word(at).to_ascii_lowercase().as_str() {
            "identified" | "yielded" | "found" | "returned" => Step::Identified,
            "screened" => Step::Screened,
            "excluded" | "excluding" => Step::Excluded,
            "sought" => Step::Sought,
            "assessed" => Step::Assessed,
            "included" => Step::Included,
            _ => return None,
        };
        // "Found three trials" tells of a result, "found 640 records" of a search.
        let searched = ["records", "record", "references", "citations", "articles", "papers", "hits", "publications"];
        (step != Step::Identified || self.is(number + 1, &searched)).then_some(step)
    }

    /// Leaves out the numbers in brackets that name no step: "(1,251 from databases and 33 from registers)". Returns the
    /// brackets.
    fn leave_out_asides(&self, counts: &mut Vec<usize>) -> Vec<Range<usize>> {
        let mut asides = Vec::new();
        let mut open = None;
        for at in 0..self.tokens.len() {
            match self.other(at) {
                Some('(' | '[') => open = Some(at),
                Some(')' | ']') => {
                    let Some(open) = open.take() else { continue };
                    let last = counts.iter().rev().find(|&&count| count < open);
                    let before = self.steps(last.map_or(0, |count| count + 1), open);
                    let named = self.is(open + 1, &["n"]) && self.other(open + 2) == Some('=') && !before.is_empty();
                    let sizes = last.is_some() && before.is_empty();
                    // "120 (of 140) records were screened" is told neither way.
                    let excluded = before.contains(&Step::Excluded);
                    if self.names_no_step(open, at, excluded) && !named && (!sizes || self.counts_parts(open, at)) {
                        counts.retain(|count| !(open..at).contains(count));
                        asides.push(open..at);
                    }
                }
                _ => {}
            }
        }
        asides
    }

    /// The steps that the tokens of a range name outside of these brackets.
    fn steps_beside(&self, from: usize, to: usize, asides: &[Range<usize>]) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut start = from;
        for aside in asides.iter().filter(|aside| from <= aside.start && aside.end <= to) {
            steps.extend(self.steps(start, aside.start));
            start = aside.end;
        }
        steps.extend(self.steps(start, to));
        steps.dedup();
        steps
    }

    /// True when a range names no step; among the reasons of an exclusion, "duplicate" is none.
    fn names_no_step(&self, from: usize, to: usize, reasons: bool) -> bool {
        self.steps(from, to).iter().all(|&step| reasons && step == Step::Removed)
    }

    /// True when brackets say where what stands before them comes from.
    fn counts_parts(&self, open: usize, close: usize) -> bool {
        (open..close).any(|at| self.is(at, &["from", "in", "via", "through"])) || self.is(open + 1, &["n"])
    }

    /// Leaves out the numbers of the reasons that a colon introduces: "65 were excluded: 28 wrong population, 37 no outcome".
    fn leave_out_reasons(&self, counts: &mut Vec<usize>) {
        let colon = (1..self.tokens.len()).find(|&at| self.other(at) == Some(':'));
        if let Some(colon) = colon
            && self.names_no_step(colon, self.tokens.len(), true)
            && (colon.saturating_sub(MOST_TO_COLON)..colon).any(|at| self.is(at, &["excluded"]))
        {
            counts.retain(|&count| count < colon);
        }
    }

    /// "65 were excluded: wrong population (28), no outcome (37)", "36 were excluded (17 wrong outcome, 19 no controls)".
    fn reasons(&self, offset: usize) -> Option<Reasons> {
        let open = (1..self.tokens.len()).find(|&at| {
            matches!(self.other(at), Some(':' | '('))
                && (at.saturating_sub(MOST_TO_COLON)..at).any(|at| self.is(at, &["excluded"]))
        })?;
        let close = if self.other(open) == Some(':') {
            let stop = self.tokens.len().checked_sub(1).filter(|&last| self.other(last) == Some('.'));
            stop.unwrap_or(self.tokens.len())
        } else {
            let close = (open..self.tokens.len()).find(|&at| self.other(at) == Some(')'))?;
            // A list in brackets that hold brackets is not taken apart.
            if (open + 1..close).any(|at| self.other(at) == Some('(')) {
                return None;
            }
            close
        };
        let counts = self.counts()?;
        let &excluded = counts.iter().rfind(|&&at| at < open)?;
        let whole = self.steps(excluded + 1, open) == [Step::Excluded] && self.names_no_step(open, close, true);
        let open_list = (open..close).any(|at| self.is(at, &PARTIAL));
        if !whole || open_list || (excluded..open).any(|at| matches!(self.other(at), Some(';' | '('))) {
            return None;
        }
        // "Reasons in Table 2 and Appendix 3" counts nothing.
        let places =
            ["table", "appendix", "figure", "fig", "section", "supplement", "file", "box", "panel", "step", "note", "ref"];
        let refers = |count: &&usize| {
            let before = self.word(**count - 1);
            before.starts_with(char::is_uppercase) || is_any(before, &places)
        };
        if counts.iter().filter(|&&count| (open + 1..close).contains(&count) && count > 0).any(|count| refers(&count)) {
            return None;
        }
        let semicolons = (open..close).any(|at| self.other(at) == Some(';'));
        let divides = |at: usize| match self.other(at) {
            Some(';') => true,
            Some(',') => !semicolons,
            _ => !semicolons && self.is(at, &["and"]),
        };
        let mut reasons = Vec::new();
        let mut from = open + 1;
        for at in open + 1..=close {
            if at < close && !divides(at) {
                continue;
            }
            let mut own = counts.iter().filter(|count| (from..at).contains(count));
            match (own.next(), own.next()) {
                (Some(&count), None) => {
                    let range = self.tokens[count].range.clone();
                    reasons.push((range.start + offset..range.end + offset, self.tokens[count].count()?));
                }
                // Between a comma and an "and" stands nothing.
                (None, None) if from == at => {}
                _ => return None,
            }
            from = at + 1;
        }
        let range = self.tokens[excluded].range.clone();
        let count = self.tokens[excluded].count()?;
        let excluded =
            Operand { range: range.start + offset..range.end + offset, count, step: Step::Excluded, noun: None, by_verb: false };
        (reasons.len() > 1).then_some(Reasons { excluded, reasons })
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
            Some(Operand { range: range.start + offset..range.end + offset, count, step, noun: None, by_verb: false })
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
                (120, 20, 100),
            ),
            (
                "The searches identified 140 records (121 from databases and 19 from registers). After 20 duplicates were removed, 95 \
                 records were screened, and 80 were excluded.",
                (140, 20, 95),
            ),
            (
                "Searches in MEDLINE (n = 80) and Embase (n = 60) on 3 May 2025 yielded 140 records. After removing 20 duplicates, 95 \
                 records were screened.",
                (140, 20, 95),
            ),
            (
                "A search yielded 12 papers. Of 120 records identified, 20 duplicates were removed and 95 records were screened.",
                (120, 20, 95),
            ),
            (
                "The search yielded 140 records. After removing 20 duplicates, 95 records were screened. 57 articles were assessed; 36 \
                 were excluded (17 wrong outcome, 12 no controls, 7 duplicate cohorts).",
                (140, 20, 95),
            ),
            (
                "Of the 40 reports assessed, 25 were excluded: wrong design (13) and no outcome (12). 14 reports were included.",
                (40, 25, 14),
            ),
            (
                "Searches returned 120 records; 20 duplicates were removed and 95 screened. Of these, 50 were excluded, leaving 45.",
                (120, 20, 95),
            ),
            ("Records identified (n = 1,200); duplicates removed (n = 200); records screened (n = 1,000).", (1200, 200, 1000)),
            ("Of 48 papers found, 12 were excluded, leaving 35.", (48, 12, 35)),
            ("40 reports were assessed for eligibility, 25 were excluded and 15 reports were included.", (40, 25, 15)),
            (
                "The search returned 230 records; 40 duplicates were removed, leaving 185 records for screening. 170 were excluded.",
                (230, 40, 185),
            ),
            (
                "150 records were screened and 100 were excluded. The remaining 60 full texts were assessed for eligibility.",
                (150, 100, 60),
            ),
            (
                "79 were assessed for eligibility. Of these, 65 were excluded (wrong population, n = 22; no outcome, n = 43), leaving 15 \
                 included trials.",
                (79, 65, 15),
            ),
            ("60 reports were sought for retrieval, 4 could not be retrieved, and 56 were assessed.", (60, 4, 56)),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
    }

    #[test]
    fn reasons_are_read_where_all_are_counted() {
        let read = |text: &str| -> Vec<(u32, Vec<u32>)> {
            let counts = |found: Reasons| (found.excluded.count, found.reasons.into_iter().map(|(_, count)| count).collect());
            reasons(text).into_iter().map(counts).collect()
        };
        for (text, excluded, parts) in [
            (
                "Of 77 reports assessed, 65 were excluded: wrong population (28), no outcome (19), and duplicates (18).",
                65,
                [28, 19, 18],
            ),
            ("77 articles were assessed; 65 were excluded (28 wrong outcome, 19 no controls, 18 reviews).", 65, [28, 19, 18]),
            (
                "77 were assessed and 65 excluded with reasons (design, n = 28; outcome, n = 19; language, n = 18).",
                65,
                [28, 19, 18],
            ),
        ] {
            assert_eq!(read(text), [(excluded, parts.to_vec())], "{text}");
        }
        for text in [
            "77 were assessed; 65 were excluded, mainly for their population (28) or outcome (19).",
            "77 were assessed; 65 were excluded (mostly wrong outcome, 28, and no controls, 19).",
            "77 were assessed; 65 were excluded (no data and wrong design).",
            "77 were assessed; 65 were excluded (reasons in Table 2 and Appendix 3).",
            "77 were assessed; 65 were excluded (see table 1, table 2).",
            "77 were assessed; 65 were excluded (84%).",
            "65 were excluded (28 wrong outcome, 19 no controls).",
        ] {
            assert_eq!(read(text), [], "{text}");
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
            "A search yielded 12 papers, after 20 duplicates were removed and 95 records were screened.",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
