//! Claims outside tables: status lines, lines and items with a mark, headings that give a verdict or govern what stands
//! below them.
//!
//! A mark or word is a verdict only where one stands: after a label, at the very beginning or end of a line, or in a
//! heading of nothing else. Words in running text are never one. `headings` has what headings say.

mod headings;

use std::sync::LazyLock;

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use self::headings::governors;
use super::blocks::{self, Block, BlockKind, Item};
use super::claim;
use super::figure::is_dressing;
use super::tally::{Counted, Reader};
use super::verdict::{ColumnForm, Vocabulary};
use crate::report::{Claim, ClaimForm, Section, Verdict, VerdictForm};
use crate::source::{Source, Span};

/// Labels of verdicts.
const STATUS_LABELS: [&str; 32] = [
    "status",
    "verdict",
    "claim status",
    "verification status",
    "fact-check status",
    "fact check status",
    "outcome",
    "determination",
    "ruling",
    "fact-check result",
    "verification result",
    "fact-check verdict",
    "final verdict",
    "판정",
    "최종 판정",
    "判定",
    "ステータス",
    "核查结论",
    "rating",
    "truth rating",
    "bewertung",
    "urteil",
    "statut",
    "évaluation",
    "our verdict",
    "our rating",
    "our ruling",
    "the verdict",
    "veredicto",
    "verdetto",
    "veredito",
    "giudizio",
];
/// Labels of verdicts, and of much else: what stands behind them is a verdict where it is nothing but one.
const LOOSE_LABELS: [&str; 8] =
    ["assessment", "conclusion", "finding", "result", "judgment", "judgement", "evaluation", "classification"];
/// Labels of claims.
const CLAIM_LABELS: [&str; 15] = [
    "claim",
    "the claim",
    "original claim",
    "claim text",
    "statement",
    "assertion",
    "주장",
    "主張",
    "主张",
    "behauptung",
    "aussage",
    "affirmation",
    "afirmación",
    "affermazione",
    "afirmação",
];

/// A text with the section that it stands in.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'b> {
    /// The block.
    pub block: &'b Block,
    /// Index into the sections.
    pub section: Option<usize>,
}

/// Reads the claims that stand outside tables, in the order of the file.
pub fn read(source: &Source, vocabulary: &Vocabulary, sections: &[Section], texts: &[Placed<'_>]) -> Vec<Claim> {
    let mut walk = Walk {
        source,
        vocabulary,
        sections,
        governors: governors(source, vocabulary, sections),
        claims: Vec::new(),
        pending: None,
        item: None,
        legend: None,
        quotes: FxHashMap::default(),
        lone: FxHashMap::default(),
        settled: vec![false; sections.len()],
    };
    let mut section = None;
    for (at, placed) in texts.iter().enumerate() {
        if placed.section != section {
            section = placed.section;
            let first = source.slice(placed.block.span);
            let quoted = first.starts_with(['"', '“', '„', '«']) && first.ends_with(['"', '”', '“', '»']);
            if let Some(section) = section.filter(|_| quoted) {
                walk.quotes.insert(section, placed.block.span);
            }
            walk.pending = None;
            walk.item = None;
        }
        let BlockKind::Text { item, .. } = placed.block.kind else { continue };
        if !walk.labels(placed) {
            walk.marks(placed, item, &texts[at..]);
        }
    }
    walk.headings();
    walk.governed(texts);
    let mut claims = walk.claims;
    claims.sort_by_key(|claim| claim.row);
    claims.dedup_by_key(|claim| claim.row);
    claims
}

struct Walk<'a> {
    source: &'a Source,
    vocabulary: &'a Vocabulary,
    sections: &'a [Section],
    /// For each section the verdict of the heading that governs it.
    governors: Vec<Option<Verdict>>,
    claims: Vec<Claim>,
    /// A claim that waits for its verdict.
    pending: Option<Span>,
    /// The last item that may be a claim, and its depth.
    item: Option<(u8, Span)>,
    /// The last list that was looked at, and whether it explains signs.
    legend: Option<(u32, bool)>,
    /// The quotation that a section begins with.
    quotes: FxHashMap<usize, Span>,
    /// Status lines without a claim beside them, by section.
    lone: FxHashMap<usize, Vec<(Span, Verdict)>>,
    /// Sections with a status line of their own.
    settled: Vec<bool>,
}

impl Walk<'_> {
    fn push(&mut self, form: ClaimForm, row: Span, text: Span, verdict: Verdict) {
        if self.source.slice(text).contains(char::is_alphanumeric) {
            self.claims.push(claim(form, row, text, Some(verdict), None));
        }
    }

    /// Takes the lines of a block that have a label; false when it has none.
    fn labels(&mut self, placed: &Placed<'_>) -> bool {
        let mut any = false;
        let mut above = None;
        for line in blocks::lines(self.source, placed.block.span) {
            let known = label(self.source, line).filter(|(label, _)| is_known_label(label));
            let Some((label, value)) = known else {
                any |= self.inside(line);
                above = above.or_else(|| self.stands_for_itself(placed, line));
                continue;
            };
            let loose = is_one_of(&LOOSE_LABELS, label);
            if names_claim(label) {
                any = true;
                self.pending = Some(value).filter(|value| !value.is_empty());
            } else if loose || is_one_of(&STATUS_LABELS, label) {
                let verdict = self.vocabulary.read(value, self.source.slice(value), ColumnForm::Words);
                if loose && !self.is_nothing_else(value, verdict) {
                    continue;
                }
                any = true;
                let own = verdict.word.filter(|&word| self.is_loud(word));
                if verdict.class.is_none() && own.is_none() {
                    continue;
                }
                let claim = self.pending.take().or_else(|| above.take()).or_else(|| self.item_above(placed));
                match (claim, placed.section) {
                    (Some(claim), section) => {
                        if let Some(section) = section {
                            self.settled[section] = true;
                        }
                        self.push(ClaimForm::StatusLine, line, claim, verdict);
                    }
                    (None, Some(section)) => self.lone.entry(section).or_default().push((line, verdict)),
                    (None, None) => {}
                }
            }
        }
        if let (Some(claim), BlockKind::Text { item: Some(_), depth }) = (above, &placed.block.kind) {
            self.item = Some((*depth, claim));
        }
        any
    }

    /// The item that holds the list which a verdict is an item of.
    fn item_above(&mut self, placed: &Placed<'_>) -> Option<Span> {
        let BlockKind::Text { depth, .. } = placed.block.kind else { return None };
        self.item.take_if(|(above, _)| *above < depth).map(|(_, claim)| claim)
    }

    /// The claim of a line that has a verdict below it in the same block: an item, or a line that is numbered, quoted or
    /// emphasised as a whole.
    fn stands_for_itself(&self, placed: &Placed<'_>, line: Span) -> Option<Span> {
        const LEAST_BLANKS: usize = 2;
        let text = self.source.slice(line);
        let item = matches!(placed.block.kind, BlockKind::Text { item: Some(_), .. });
        let enumerated = text.trim_start_matches(['[', '(', '#']).starts_with(|c: char| c.is_ascii_digit());
        // Behind a time or a number, too: "**[04:12]** "Sugar is addictive.""
        let body = text.strip_suffix(['"', '”', '»']);
        let closes_quote = body.is_some_and(|body| body.contains(['"', '“', '«']));
        let quoted =
            text.starts_with(['"', '“', '„', '«']) || closes_quote && text.trim_start_matches('*').starts_with(['[', '(']);
        // "**Analysis of the evidence**" is no claim: a sentence is, and what is numbered.
        let inner = text.strip_prefix("**").and_then(|text| text.strip_suffix("**"));
        let bold = inner
            .is_some_and(|inner| inner.ends_with(['.', '!', '?', '"', '”']) || inner.starts_with(|c: char| c.is_ascii_digit()));
        if line.start != placed.block.span.start
            || text.matches(' ').count() < LEAST_BLANKS
            || !(item || enumerated || quoted || bold)
        {
            return None;
        }
        let body =
            text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')' | '#' | '.' | '*' | ' '));
        let behind =
            |open: char| body.find(open).filter(|_| closes_quote && !body.starts_with(['"', '“', '«'])).map(|at| &body[at..]);
        let body = ['"', '“', '«'].into_iter().find_map(behind).unwrap_or(body);
        let body = if body.is_empty() { text } else { body };
        let start = line.end - Span::of(0..body.len()).end;
        Some(Span::new(start, start + Span::of(0..body.trim_end_matches(is_dressing).len()).end))
    }

    /// Takes "The vase is Roman. **Verdict: True.**": a claim with its verdict behind it.
    fn inside(&mut self, line: Span) -> bool {
        let text = self.source.slice(line);
        let Some(at) = memchr::memmem::rfind(text.as_bytes(), b" **") else { return false };
        let rest = Span::new(line.start + Span::of(0..at + 1).end, line.end);
        // The last two marks close what the ones before them open.
        let rest = match text[..at].rfind(" **") {
            Some(open) if text[at + 1..].trim_end_matches('.') == "**" => {
                Span::new(line.start + Span::of(0..open + 1).end, line.end)
            }
            _ => rest,
        };
        let Some((label, value)) = label(self.source, rest) else { return false };
        let claim = Span::new(
            line.start,
            line.start + Span::of(0..self.source.slice(Span::new(line.start, rest.start)).trim_end().len()).end,
        );
        if !is_one_of(&STATUS_LABELS, label) || claim.is_empty() {
            return false;
        }
        let verdict = self.vocabulary.read(value, self.source.slice(value), ColumnForm::Words);
        if !self.is_nothing_else(value, verdict) {
            return false;
        }
        self.push(ClaimForm::StatusLine, line, claim, verdict);
        true
    }

    /// True for a value that is a known verdict, with at most a comment set off from it.
    fn is_nothing_else(&self, value: Span, verdict: Verdict) -> bool {
        let end = verdict.word.unwrap_or(verdict.span).end;
        let rest = self.source.slice(Span::new(end, value.end.max(end)));
        let rest = rest.trim_start_matches(|c: char| is_dressing(c) || matches!(c, '\u{fe0e}' | '\u{fe0f}'));
        verdict.class.is_some() && (rest.is_empty() || rest.starts_with(['(', '.', ',', ';', '—', '–', '-']))
    }

    /// True for a word in capitals.
    fn is_loud(&self, word: Span) -> bool {
        let text = self.source.slice(word);
        text.chars().filter(|c| c.is_uppercase()).nth(2).is_some() && !text.contains(char::is_lowercase)
    }

    /// Takes lines that begin or end with a mark, and items that end with a verdict.
    fn marks(&mut self, placed: &Placed<'_>, item: Option<Item>, from: &[Placed<'_>]) {
        if !self.may_hold_verdict(placed.block.span) {
            return;
        }
        // A box that is ticked says that something was done: only a word at the end says what was found.
        if item.is_some_and(|item| item.task) {
            if let Some((text, verdict)) = self.ended(placed.block.span) {
                self.push(ClaimForm::Item, placed.block.span, text, verdict);
            }
            return;
        }
        let lines: Vec<Span> = blocks::lines(self.source, placed.block.span).collect();
        let leads = |line: &&Span| self.source.slice(**line).chars().next().is_some_and(|c| self.vocabulary.is_mark(c));
        let points = |line: &&Span| self.source.slice(**line).contains('→') && self.ended(**line).is_some();
        let marked = lines.iter().filter(|line| leads(line) || points(line)).count();
        if let Some((text, verdict)) = self.emphasised(placed.block.span) {
            self.push(ClaimForm::Item, placed.block.span, text, verdict);
            return;
        }
        // A paragraph of one line with a sign before it is a note; several are a list.
        if item.is_none() && marked < 2 {
            return;
        }
        if let Some(item) = item {
            // A list is judged as a whole, at its first item.
            if self.legend.is_none_or(|(list, _)| list != item.list) {
                self.legend = Some((item.list, self.is_legend(item, from)));
            }
            if self.legend == Some((item.list, true)) {
                return;
            }
        }
        let whole = placed.block.span;
        for (at, &line) in lines.iter().enumerate() {
            if item.is_some() && at > 0 && !leads(&&line) {
                continue;
            }
            let row = if item.is_some() && marked <= 1 { whole } else { line };
            if let Some((text, verdict)) = self.marked(row) {
                self.push(ClaimForm::Item, row, self.without_remark(text), verdict);
            }
            if row == whole {
                break;
            }
        }
    }

    /// A claim without what explains its verdict: "It is held every year. (It was cancelled in 2020.)", "\"It is fast\" — 3.1 ms".
    fn without_remark(&self, claim: Span) -> Span {
        let text = self.source.slice(claim);
        let bracket = || {
            let open = text.ends_with(')').then(|| text.rfind(" ("))??;
            text[..open].ends_with(['.', '!', '?', '"', '”', '»']).then_some(open)
        };
        let quoted = || {
            let (open, close) =
                [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»')].into_iter().find(|&(open, _)| text.starts_with(open))?;
            let end = open.len_utf8() + text[open.len_utf8()..].find(close)? + close.len_utf8();
            let set_off = [" — ", " – ", " - "].iter().any(|joint| text[end..].starts_with(joint));
            (set_off && text[..end].contains(' ')).then_some(end)
        };
        let end = quoted().or_else(bracket).unwrap_or(text.len());
        Span::new(claim.start, claim.start + Span::of(0..end).end)
    }

    /// One look for what every verdict outside a label has: a character beyond ASCII, emphasis, a word in brackets or in
    /// capitals at the end.
    fn may_hold_verdict(&self, span: Span) -> bool {
        let text = self.source.slice(span);
        !text.is_ascii()
            || text.ends_with(')')
            || text.starts_with('[')
            || loud_end(text).is_some()
            || memchr::memmem::find(text.as_bytes(), b"**").is_some()
    }

    /// The claim and the verdict of a line.
    fn marked(&self, row: Span) -> Option<(Span, Verdict)> {
        let text = self.source.slice(row);
        let reader = Reader { source: self.source, vocabulary: self.vocabulary };
        if matches!(reader.line(row), Some(Counted::Entry(_))) || counts_items(text) {
            return None;
        }
        if let Some(begun) = self.begun(row) {
            return Some(begun);
        }
        let first = text.chars().next()?;
        if self.vocabulary.is_mark(first) {
            let verdict = self.vocabulary.read(row, text, ColumnForm::Words);
            let signs = |c: char| c.is_whitespace() || matches!(c, '\u{fe0e}' | '\u{fe0f}' | '→') || self.vocabulary.is_mark(c);
            // "✅ **True** — Range is 250 km": the word is none of the claim's.
            let behind = verdict.word.filter(|word| word.start >= row.start).map(|word| &text[(word.end - row.start) as usize..]);
            let behind = behind.map(|rest| rest.trim_start_matches(['*', ' ', ':']));
            let joint =
                behind.filter(|rest| text[..text.len() - rest.len()].ends_with(": ") || rest.starts_with(['—', '–', '-']));
            let named = joint.map(|rest| rest.trim_start_matches(['—', '–', '-', ' ', '*'])).filter(|claim| claim.contains(' '));
            let body = named.unwrap_or_else(|| text.trim_start_matches(signs));
            let start = row.end - Span::of(0..body.len()).end;
            return Some((Span::new(start, row.end), verdict));
        }
        // A comment in brackets may follow the mark.
        let comment = text.ends_with(')').then(|| text.rfind(" (")).flatten();
        let before = |end: usize| {
            text[..end].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '\u{fe0e}' | '\u{fe0f}' | '*' | ')' | '.'))
        };
        let is_marked = |text: &str| text.chars().next_back().is_some_and(|c| self.vocabulary.is_mark(c));
        let bare = comment.map(before).filter(|bare| is_marked(bare)).unwrap_or_else(|| before(text.len()));
        let last = bare.chars().next_back()?;
        if self.vocabulary.is_mark(last) && !matches!(last, '×') {
            let claim = bare[..bare.len() - last.len_utf8()]
                .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '—' | '–' | '-' | ':' | '('));
            let at = Span::of(bare.len() - last.len_utf8()..text.len()).shift(row.start);
            let verdict = self.vocabulary.read(at, self.source.slice(at), ColumnForm::Words);
            return Some((Span::of(0..claim.len()).shift(row.start), verdict));
        }
        self.ended(row)
    }

    /// "**1. The sky is blue.** TRUE. It scatters light.": a claim in bold, and its verdict behind it.
    fn emphasised(&self, row: Span) -> Option<(Span, Verdict)> {
        let text = self.source.slice(row).strip_prefix("**")?;
        let (claim, rest) = text.split_once("**")?;
        let at = Span::new(row.end - Span::of(0..rest.trim_start().len()).end, row.end);
        let verdict = self.vocabulary.known(at, rest.trim_start(), ColumnForm::Words)?;
        // "**Demand triples by 2030.** ✅ Supported": behind a sentence, a mark says it too.
        let beside = verdict.form == VerdictForm::Mark && verdict.span.start == at.start && rest.starts_with(' ');
        let marked = beside && claim.ends_with(['.', '!', '?', '"', '”']);
        let loud = verdict.word.filter(|&word| word.start == at.start && self.is_loud(word));
        let word = loud.or_else(|| marked.then(|| verdict.word.unwrap_or(verdict.span)))?;
        let ends = marked
            || self
                .source
                .slice(Span::new(word.end, row.end))
                .chars()
                .next()
                .is_none_or(|c| matches!(c, '.' | ',' | ';' | ':' | '\n' | '\r'));
        let body = claim.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '#' | ' '));
        let start = row.start + Span::of(0.."**".len() + claim.len() - body.len()).end;
        (ends && body.contains(' ')).then(|| (Span::new(start, start + Span::of(0..body.len()).end), verdict))
    }

    /// "**TRUE** — The sky is blue.", "[FALSE] The sea is green.": an item with its verdict before it.
    fn begun(&self, row: Span) -> Option<(Span, Verdict)> {
        let text = self.source.slice(row);
        let (open, close) = [("**", "**"), ("[", "]")].into_iter().find(|(open, _)| text.starts_with(open))?;
        let (word, claim) = text[open.len()..].split_once(close)?;
        let at = Span::of(open.len()..open.len() + word.len()).shift(row.start);
        let verdict = self.vocabulary.known(at, word, ColumnForm::Words)?;
        let loud = verdict.word.filter(|&word| word.start == at.start && self.is_loud(word))?;
        let alone = self.source.slice(Span::new(loud.end, at.end)).trim_matches([':', '.', ' ']).is_empty();
        let claim = claim.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '—' | '–' | '-' | ':'));
        let start = row.end - Span::of(0..claim.len()).end;
        // What begins with a small letter explains the word.
        let sentence = claim.starts_with(|c: char| !c.is_lowercase()) && claim.contains(' ');
        (alone && sentence).then(|| (Span::new(start, row.end), verdict))
    }

    /// "… — **VERIFIED** (source)".
    fn ended(&self, row: Span) -> Option<(Span, Verdict)> {
        let text = self.source.slice(row);
        let bold = ["— **", "– **", " - **", ": **", "→ **"]
            .into_iter()
            .filter_map(|joint| text.split_once(joint))
            .min_by_key(|(claim, _)| claim.len());
        // "… → FALSE", "… (FALSE)" with nothing behind
        let lone = || text.rsplit_once("→ ").or_else(|| text.strip_suffix(')')?.rsplit_once(" ("));
        let lone = || {
            lone().filter(|(_, rest)| {
                rest.trim_end_matches(['.', ')']).bytes().all(|byte| byte.is_ascii_uppercase() || byte == b' ')
            })
        };
        let (claim, rest) = bold.or_else(lone).or_else(|| loud_end(text))?;
        let start = Span::of(0..rest.as_ptr() as usize - text.as_ptr() as usize).end + row.start;
        let at = Span::new(start, start + Span::of(0..rest.len()).end);
        let verdict = self.vocabulary.read(at, rest, ColumnForm::Words);
        let sure = verdict.class.is_some() && verdict.word.is_some_and(|word| self.is_loud(word));
        // "… - FAIL OVER" is none.
        let behind =
            verdict.word.map_or("", |word| self.source.slice(Span::new(word.end, at.end)).trim_start_matches(['*', ' ']));
        let sure = sure && (text.contains("**") || !behind.starts_with(char::is_alphanumeric));
        // "**It saves 30%.** – FALSE"
        let bold =
            claim.trim_end().strip_prefix("**").and_then(|claim| claim.strip_suffix("**")).filter(|claim| !claim.contains("**"));
        let text = match bold {
            Some(claim) => Span::of(2..2 + claim.len()),
            None => Span::of(0..claim.trim_end().len()),
        };
        (sure && claim.trim().len() > 3).then(|| (text.shift(row.start), verdict))
    }

    /// True for a list that explains signs: each item is a sign, its word and a definition, and no word stands twice.
    fn is_legend(&self, item: Item, from: &[Placed<'_>]) -> bool {
        const MOST: usize = 12;
        let mut words: Vec<String> = Vec::new();
        let mut claims = true;
        for placed in from.iter().take(MOST) {
            let BlockKind::Text { item: Some(other), .. } = placed.block.kind else { break };
            if other.list != item.list {
                break;
            }
            let text = self.source.slice(placed.block.span);
            let verdict = self.vocabulary.read(placed.block.span, text, ColumnForm::Words);
            let sign = verdict.word.or(Some(verdict.span).filter(|_| verdict.form == VerdictForm::Mark));
            let Some(end) = sign.filter(|_| verdict.class.is_some()).map(|word| word.end) else { return false };
            let rest =
                text[(end - placed.block.span.start) as usize..].trim_start_matches(|c: char| is_dressing(c) || c == '\u{fe0f}');
            if !rest.starts_with(['=', '—', '–', ':', '-']) {
                return false;
            }
            claims &= is_of_the_world(rest.trim_start_matches(['=', '—', '–', ':', '-', ' ', '*']));
            words.push(self.source.slice(Span::new(verdict.span.start, end)).to_lowercase());
        }
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        count > 1 && words.len() == count && !claims
    }
}

/// "… - VERIFIED (source)", "… — FALSE": a line and the words in capitals that a dash sets off at its end.
fn loud_end(text: &str) -> Option<(&str, &str)> {
    static JOINTS: LazyLock<[Finder<'static>; 3]> = LazyLock::new(|| [" - ", " — ", " – "].map(Finder::new));
    const LEAST: usize = 4;
    // Only the first of them is in ASCII.
    let joints = &JOINTS[..if text.is_ascii() { 1 } else { JOINTS.len() }];
    let found = |joint: &Finder<'static>| {
        let ends = joint.find_iter(text.as_bytes()).map(|at| (at, at + joint.needle().len()));
        let loud = |end: usize| text[end..].bytes().take_while(u8::is_ascii_uppercase).count() >= LEAST;
        ends.into_iter().find(|&(_, end)| loud(end))
    };
    let (start, end) = joints.iter().filter_map(found).min()?;
    Some((&text[..start], &text[end..]))
}

/// True for an item such as "1. It holds. - TRUE", as reports without Markdown have them.
pub fn is_verdict_item(line: &str, vocabulary: &Vocabulary) -> bool {
    let known = |rest: &str| vocabulary.known(Span::of(0..rest.len()), rest, ColumnForm::Words).is_some();
    loud_end(line).is_some_and(|(_, rest)| known(rest))
}

/// True for a sentence that speaks of no claim, source or check, as what explains a sign does.
fn is_of_the_world(text: &str) -> bool {
    const CHECKS: [&str; 16] = [
        "claim",
        "source",
        "evidence",
        "statement",
        "verif",
        "accura",
        "support",
        "inform",
        "context",
        "fact",
        "data",
        "true",
        "false",
        "confirm",
        "correct",
        "wrong",
    ];
    let lower = text.to_lowercase();
    text.starts_with(char::is_uppercase) && text.ends_with(['.', '!']) && !CHECKS.iter().any(|stem| lower.contains(stem))
}

fn is_known_label(label: &str) -> bool {
    names_claim(label) || is_one_of(&STATUS_LABELS, label) || is_one_of(&LOOSE_LABELS, label)
}

fn is_one_of(list: &[&str], label: &str) -> bool {
    list.iter().any(|known| label.eq_ignore_ascii_case(known))
}

/// True for "Claim", and for "Claim 3", "Statement #12".
fn names_claim(label: &str) -> bool {
    let bare = label.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['#', ' ', '.']);
    is_one_of(&CLAIM_LABELS, bare)
}

/// True for a line such as "Verdict: FALSE", as reports without Markdown have them.
pub fn is_verdict_line(line: &str) -> bool {
    let Some((label, value)) = line.split_once(':') else { return false };
    is_one_of(&STATUS_LABELS, label.trim_end()) && !value.trim().is_empty()
}

/// True for "✅ LOW RISK: 9 items are current", which counts and claims nothing.
fn counts_items(text: &str) -> bool {
    let body = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some((_, figure)) = super::tally::labelled(body, 0) else { return false };
    let rest = body[figure.end..].trim_start_matches(is_dressing);
    ["items", "issues", "claims", "findings", "errors", "entries", "references"].iter().any(|noun| rest.starts_with(noun))
}

/// The label of a line "**Label:** value" and its value.
pub fn label(source: &Source, line: Span) -> Option<(&str, Span)> {
    const LONGEST: usize = 40;
    let text = source.slice(line);
    let body = text.trim_start_matches(|c: char| is_dressing(c) || !c.is_ascii() && !c.is_alphanumeric());
    let start = text.len() - body.len();
    let mut limit = body.len().min(LONGEST);
    while !body.is_char_boundary(limit) {
        limit -= 1;
    }
    let colon = body[..limit].find([':', '：'])?;
    let sign = body[colon..].chars().next().map_or(1, char::len_utf8);
    let label = body[..colon].trim_end_matches(is_dressing);
    let value = body[colon + sign..].trim_start_matches(is_dressing);
    let value_start = start + body.len() - value.len();
    let end = value.trim_end_matches(|c: char| is_dressing(c)).len();
    Some((label, Span::of(value_start..value_start + end).shift(line.start)))
}
