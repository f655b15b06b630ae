//! What headings say of claims: one with a status line below it or a verdict beside it is a claim, one that is nothing but a
//! verdict governs the items below it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Placed, STATUS_LABELS, Walk, is_one_of, label};
use crate::corpus::key::normalised_hash;
use crate::parse::blocks::{BlockKind, Item};
use crate::parse::tally::names_verdict;
use crate::parse::verdict::{ColumnForm, Vocabulary};
use crate::report::{ClaimForm, Section, Verdict, VerdictForm};
use crate::source::{Source, Span};

impl Walk<'_> {
    /// Takes the headings that are claims: with a status line below, or with a verdict before or behind the claim.
    pub(super) fn headings(&mut self) {
        self.lone_lines();
        for (at, section) in self.sections.iter().enumerate() {
            if self.settled[at] || self.governors[at].is_some() {
                continue;
            }
            if let Some((text, verdict)) = self.heading(section.name) {
                self.settled[at] = true;
                self.push(ClaimForm::StatusLine, section.heading, text, verdict);
            }
        }
    }

    /// Takes the headings with a status line below them.
    fn lone_lines(&mut self) {
        if self.lone.is_empty() {
            return;
        }
        // One heading in several places, or one that every report has, is no claim.
        let mut names: FxHashMap<u64, usize> = FxHashMap::default();
        for section in self.sections {
            *names.entry(normalised_hash(self.source.slice(section.name))).or_default() += 1;
        }
        self.lone.retain(|&at, _| {
            let name = self.source.slice(self.sections[at].name);
            let lower = name.to_lowercase();
            names[&normalised_hash(name)] == 1 && !OWN_PARTS.iter().any(|part| lower.starts_with(part) || lower.ends_with(part))
        });
        let mut levels: FxHashMap<u8, usize> = FxHashMap::default();
        for (&section, lines) in &self.lone {
            if lines.len() == 1 && !self.settled[section] {
                *levels.entry(self.sections[section].level).or_default() += 1;
            }
        }
        let mut lone: Vec<(usize, Vec<(Span, Verdict)>)> = std::mem::take(&mut self.lone).into_iter().collect();
        lone.sort_by_key(|(section, _)| *section);
        for (at, lines) in lone {
            let section = &self.sections[at];
            let alike = levels.get(&section.level).copied().unwrap_or(0) > 1;
            if let [(line, verdict)] = lines[..]
                && !self.settled[at]
                && (alike || section.number.is_some())
            {
                self.settled[at] = true;
                let text = heading_claim(self.source, section.name);
                // Below "Claim 1" stands what was claimed.
                let numbered = super::names_claim(self.source.slice(text).trim());
                let text = self.quotes.get(&at).copied().filter(|_| numbered).unwrap_or(text);
                self.push(ClaimForm::StatusLine, line, text, verdict);
            }
        }
    }

    /// "FAIL #C14: the claim", "The claim — INACCURATE (why)".
    fn heading(&self, name: Span) -> Option<(Span, Verdict)> {
        let text = self.source.slice(name);
        if let Some(verdict) = self.vocabulary.known(name, text, ColumnForm::Words)
            && let Some(word) = verdict.word.filter(|&word| self.is_loud(word))
        {
            let rest = &text[(word.end - name.start) as usize..];
            let (id, claim) = rest.split_once(':')?;
            let claim = claim.trim();
            let named = id.trim().is_empty() || id.contains(|c: char| c.is_ascii_digit()) && id.len() <= 12;
            let start = name.end - Span::of(0..rest.len()).end + Span::of(0..rest.find(claim)?).end;
            return (named && claim.contains(' ')).then(|| (Span::of(0..claim.len()).shift(start), verdict));
        }
        let joints = [text.rfind(" - ").map(|at| at + 1), text.rfind('—'), text.rfind('–')];
        let joint = joints.into_iter().flatten().max()?;
        let claim = &text[..joint];
        let tail_body = text[joint..].trim_start_matches(['-', '—', '–']).trim_start();
        let at = Span::of(text.len() - tail_body.len()..text.len()).shift(name.start);
        let verdict = self.vocabulary.known(at, tail_body, ColumnForm::Words)?;
        let sure = verdict.form == VerdictForm::Mark || verdict.word.is_some_and(|word| self.is_loud(word));
        (sure && claim.trim().contains(' ')).then(|| (Span::of(0..claim.trim_end().len()).shift(name.start), verdict))
    }

    /// Takes the items below headings that govern them.
    pub(super) fn governed(&mut self, texts: &[Placed<'_>]) {
        let taken: FxHashSet<u32> = self.claims.iter().map(|claim| claim.row.start).collect();
        for placed in texts {
            let Some(section) = placed.section.filter(|&section| !self.settled[section]) else { continue };
            let Some(verdict) = self.governors[section] else { continue };
            let BlockKind::Text { item: Some(Item { task: false, .. }), depth: 1 } = placed.block.kind else { continue };
            let row = placed.block.span;
            if !taken.contains(&row.start) && label(self.source, row).is_none_or(|(label, _)| !is_one_of(&STATUS_LABELS, label)) {
                self.push(ClaimForm::Governed, row, row, verdict);
            }
        }
    }
}

/// Headings of what a report says about itself.
const OWN_PARTS: [&str; 20] = [
    "summary",
    "conclusion",
    "overview",
    "sources",
    "next steps",
    "appendix",
    "recommendation",
    "methodology",
    "references",
    "notes",
    "status",
    "assessment",
    "action",
    "background",
    "introduction",
    "scope",
    "limitations",
    "overall",
    "metadata",
    "verdict",
];

/// For each section the verdict of the heading that governs it: its own, else that of the heading above it.
pub(super) fn governors(source: &Source, vocabulary: &Vocabulary, sections: &[Section]) -> Vec<Option<Verdict>> {
    let mut above: Vec<(u8, Option<Verdict>)> = Vec::new();
    let mut out = Vec::with_capacity(sections.len());
    for section in sections {
        while above.last().is_some_and(|&(level, _)| level >= section.level) {
            above.pop();
        }
        let inherited = above.last().and_then(|&(_, verdict)| verdict);
        let own = governor(source, vocabulary, section.name);
        let verdict = own.or(inherited);
        above.push((section.level, verdict));
        out.push(verdict);
    }
    out
}

/// The verdict of a heading that is nothing else: "✅ VERIFIED CLAIMS", "Unverifiable (3)".
fn governor(source: &Source, vocabulary: &Vocabulary, name: Span) -> Option<Verdict> {
    let text = source.slice(name);
    let verdict = vocabulary.known(name, text, ColumnForm::Words)?;
    // "INCOMPLETE: the description" is a claim of its own.
    let claims = text
        .split_once(':')
        .is_some_and(|(_, rest)| !rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) && !is_place(rest));
    let label = text.split(['(', '（', '—', '–', ':']).next().filter(|_| !claims)?;
    let end = (verdict.word?.end - name.start) as usize;
    (end <= label.len() && names_verdict(label, name, verdict)).then_some(verdict)
}

/// True for the name of a file or of a part, "notes/harbour.md" or "Chapter 2": what was looked at, and no claim.
fn is_place(text: &str) -> bool {
    const PARTS: [&str; 8] = ["chapter", "section", "part", "page", "table", "figure", "appendix", "document"];
    let text = text.trim().trim_matches('`');
    let is_file = |text: &str| {
        let (stem, extension) = text.rsplit_once('.').unwrap_or_default();
        !stem.is_empty() && (1..=8).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    match text.split_once(char::is_whitespace) {
        None => is_file(text),
        Some((part, number)) => {
            PARTS.iter().any(|known| part.eq_ignore_ascii_case(known))
                && number.len() <= 4
                && !number.contains(char::is_whitespace)
        }
    }
}

/// The claim that a heading names: "Claim 3: it holds" is about "it holds".
fn heading_claim(source: &Source, name: Span) -> Span {
    // "✅ 3. It holds": the mark and the number are not part of it.
    let printed = source.slice(name);
    let unmarked =
        printed.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{fe0f}' || !c.is_ascii() && !c.is_alphanumeric());
    let number = unmarked.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let counted = number > 0 && unmarked[number..].starts_with(['.', ')']) && unmarked[number + 1..].starts_with(' ');
    let text = if counted { unmarked[number + 1..].trim_start() } else { unmarked };
    let name = if text.is_empty() { name } else { Span::new(name.end - Span::of(0..text.len()).end, name.end) };
    let text = source.slice(name);
    let Some((label, claim)) = text.split_once(':') else { return name };
    let numbered = label.len() <= 32 && label.contains(|c: char| c.is_ascii_digit()) && !claim.trim().is_empty();
    let body = claim.trim_start();
    if numbered { Span::new(name.end - Span::of(0..body.len()).end, name.end) } else { name }
}
