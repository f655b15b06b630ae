//! A title that promises what neither the abstract nor a claim speaks of.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::corpus::key::{prepared, words};
use crate::corpus::lexicon::{Kind, stem_hash};
use crate::finding::Label;
use crate::parse::question::question;
use crate::report::{Report, SectionKind};
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleNotCovered {
    /// How many words must be missing.
    minimum: usize,
}

impl ReportRule for TitleNotCovered {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let passages: Vec<Span> = report.abstract_paragraphs().map(|paragraph| paragraph.span).collect();
        // Without abstract or claims there is nothing to look in.
        if passages.is_empty() || report.claims.is_empty() {
            return;
        }
        let mut covered = Covered::default();
        passages.into_iter().chain(report.claims.iter().map(|claim| claim.text)).for_each(|span| covered.add(report.text(span)));
        let mut seen: FxHashSet<String> = FxHashSet::default();
        let mut missing_in = |span: Span| -> Vec<Span> {
            let terms = terms(report.text(span));
            let missing = terms.into_iter().filter(|term| !covered.has(term) && seen.insert(term.name()));
            missing.map(|term| Span::of(term.range).shift(span.start)).collect()
        };
        let title = report.title.map_or_else(Vec::new, &mut missing_in);
        let asked = asked(report);
        let question = asked.map_or_else(Vec::new, &mut missing_in);
        let all: Vec<Span> = title.iter().chain(&question).copied().collect();
        if all.is_empty() || all.len() < self.minimum {
            return;
        }
        let (primary, others) = if title.is_empty() { (question[0], &question[1..]) } else { (title[0], &all[1..]) };
        let subject = if title.is_empty() { asked } else { report.title };
        let named: Vec<String> = all.iter().map(|&span| format!("\"{}\"", report.text(span))).collect();
        let label = |span: &Span| {
            let in_title = report.title.is_some_and(|title| title.contains(*span));
            let whole = if in_title { "in the title" } else { "in the question" };
            Label::new(report.place(*span), whole)
        };
        sink.push(
            Draft::new(
                format!("{} stand in neither the abstract nor a claim", listed(&named)),
                label(&primary).about(subject.unwrap_or(primary)),
            )
            .all_related(others.iter().map(label))
            .help("give the report the title of what it found"),
        );
    }
}

/// `"a", "b" and "c"`.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 9;
    if names.len() > SHOWN {
        return format!("{} and {} more", names[..SHOWN].join(", "), names.len() - SHOWN);
    }
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The research question, in the introduction.
fn asked(report: &Report<'_>) -> Option<Span> {
    let mut paragraphs =
        report.paragraphs.iter().filter(|paragraph| report.kind_of(paragraph.section) == Some(SectionKind::Introduction));
    paragraphs
        .find_map(|paragraph| question(report.text(paragraph.span)).map(|range| Span::of(range).shift(paragraph.span.start)))
}

/// A word, or several that hyphens join.
struct Term {
    range: Range<usize>,
    /// The stems of what carries content in it.
    stems: Vec<u64>,
    /// The whole in lower case, for a name such as XTREME-R that its parts do not make.
    whole: Option<String>,
}

impl Term {
    /// What is the same for all forms of the word.
    fn name(&self) -> String {
        self.whole.clone().unwrap_or_else(|| format!("{:?}", self.stems))
    }
}

/// The words of a text that carry content, but for those that any question has.
fn terms(text: &str) -> Vec<Term> {
    let mut out = Vec::new();
    for range in compounds(text) {
        let term = term(text, range);
        // A single letter is an initial, or what is left of "e.g.".
        let letters = text[term.range.clone()].chars().nth(1).is_some();
        let generic = !letters || term.whole.is_none() && term.stems.iter().all(|stem| GENERIC.contains(stem));
        if !generic {
            out.push(term);
        }
    }
    out
}

fn term(text: &str, range: Range<usize>) -> Term {
    let compound = &text[range.clone()];
    let singular = compound.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let prepared = prepared(singular.as_deref().unwrap_or(compound));
    let content = words(&prepared).into_iter().filter(|word| word.kind == Kind::Content).map(|word| word.stem).collect();
    let is_name = |part: &str| part.chars().filter(|c| c.is_uppercase()).count() > 1;
    let whole = (compound.contains('-') && compound.split('-').any(is_name)).then(|| compound.to_lowercase());
    Term { range, stems: content, whole }
}

/// Runs of letters, digits and hyphens between them.
fn compounds(text: &str) -> Vec<Range<usize>> {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '-' | '’' | '\'');
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match start {
            None if c.is_alphanumeric() => start = Some(at),
            Some(from) if !inner(c) => {
                let end = from + text[from..at].trim_end_matches(['-', '’', '\'']).len();
                out.push(from..end);
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// What abstract and claims speak of.
#[derive(Default)]
struct Covered {
    stems: FxHashSet<u64>,
    wholes: FxHashSet<String>,
}

impl Covered {
    fn add(&mut self, text: &str) {
        for range in compounds(text) {
            let term = term(text, range);
            self.stems.extend(term.stems);
            self.wholes.extend(term.whole);
        }
    }

    fn has(&self, term: &Term) -> bool {
        match &term.whole {
            Some(whole) => self.wholes.contains(whole),
            None => term.stems.iter().all(|stem| self.stems.contains(stem) || GENERIC.contains(stem)),
        }
    }
}

/// Words that say what is asked about a subject, and not which.
static GENERIC: LazyLock<FxHashSet<u64>> = LazyLock::new(|| {
    const WORDS: [&str; 92] = [
        "affect",
        "analyse",
        "analysis",
        "approach",
        "assess",
        "assessment",
        "associate",
        "association",
        "based",
        "benefit",
        "case",
        "cause",
        "change",
        "comparative",
        "compare",
        "comparison",
        "combine",
        "consider",
        "current",
        "determine",
        "differ",
        "difference",
        "different",
        "does",
        "effect",
        "effective",
        "effectiveness",
        "effectively",
        "efficacy",
        "empirical",
        "evaluate",
        "evaluation",
        "evidence",
        "examine",
        "experiment",
        "explain",
        "exploration",
        "explore",
        "factor",
        "finding",
        "following",
        "general",
        "generalise",
        "generalize",
        "generalization",
        "generalisation",
        "impact",
        "implication",
        "improve",
        "improvement",
        "increase",
        "influence",
        "insight",
        "investigate",
        "investigation",
        "issue",
        "key",
        "layer",
        "literature",
        "measure",
        "method",
        "model",
        "new",
        "novel",
        "outcome",
        "overview",
        "paper",
        "perspective",
        "possible",
        "question",
        "reduce",
        "relate",
        "relation",
        "relationship",
        "report",
        "research",
        "result",
        "review",
        "role",
        "setting",
        "source",
        "standard",
        "study",
        "survey",
        "synthesis",
        "systematic",
        "test",
        "toward",
        "under",
        "understand",
        "use",
        "vary",
    ];
    WORDS.iter().map(|word| stem_hash(word)).chain(["using", "via", "versus", "vs"].iter().map(|word| stem_hash(word))).collect()
});
