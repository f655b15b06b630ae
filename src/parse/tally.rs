//! Counts by verdict: "VERIFIED: 9 (75%)", "9 verified", "Total: 12"; in lines, lists, headings, fenced blocks and sentences.
//!
//! A number counts only where its label is a verdict of the vocabulary or the word "total", and where what follows is no
//! other thing that is counted.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::figure::{self, Figure, is_dressing};
use super::verdict::{ColumnForm, Vocabulary};
use crate::report::{Amount, Scope, Tally, TallyEntry, TallyTotal, Verdict, VerdictForm};
use crate::source::{Source, Span};
use crate::text;

/// What a line or phrase counts.
#[derive(Debug, Clone)]
pub enum Counted {
    /// Claims with a verdict.
    Entry(TallyEntry),
    /// All claims.
    Total(TallyTotal),
}

/// What claims are called where they are counted.
const NOUNS: [&str; 39] = [
    "claim",
    "claims",
    "statement",
    "statements",
    "fact",
    "facts",
    "reference",
    "references",
    "citation",
    "citations",
    "item",
    "items",
    "entry",
    "entries",
    "assertion",
    "assertions",
    "check",
    "checks",
    "finding",
    "findings",
    "row",
    "rows",
    "aussagen",
    "behauptungen",
    "affirmations",
    "afirmaciones",
    "affermazioni",
    "total",
    "checked",
    "reviewed",
    "audited",
    "analyzed",
    "analysed",
    "examined",
    "assessed",
    "evaluated",
    "verified",
    "extracted",
    "tested",
];
/// Words between a count and its verdict that change nothing.
const FILLERS: [&str; 21] = [
    "of",
    "the",
    "these",
    "those",
    "them",
    "were",
    "was",
    "are",
    "is",
    "have",
    "has",
    "been",
    "found",
    "to",
    "could",
    "be",
    "independently",
    "marked",
    "rated",
    "as",
    "still",
];
/// Words that may follow a verdict in a phrase that counts.
const FOLLOWERS: [&str; 26] = [
    "and", "or", "but", "while", "with", "without", "by", "against", "in", "after", "as", "clean", "accurate", "correct", "so",
    "for", "from", "via", "at", "on", "out", "to", "und", "sowie", "et", "y",
];
/// Words before a number that make it another thing.
const BLOCKERS: [&str; 34] = [
    "about",
    "additional",
    "another",
    "approximately",
    "around",
    "each",
    "every",
    "first",
    "further",
    "last",
    "least",
    "less",
    "fewer",
    "line",
    "more",
    "most",
    "nearly",
    "next",
    "other",
    "over",
    "per",
    "previous",
    "prior",
    "remaining",
    "roughly",
    "section",
    "step",
    "table",
    "than",
    "to",
    "top",
    "under",
    "until",
    "version",
];
/// Words of a sentence that speaks of another pass.
const OTHER_PASS: [&str; 29] = [
    "previous",
    "previously",
    "prior",
    "earlier",
    "originally",
    "initially",
    "last",
    "round",
    "rounds",
    "loop",
    "batch",
    "target",
    "goal",
    "expected",
    "should",
    "would",
    "edition",
    "initial",
    "formerly",
    "ersten",
    "vorigen",
    "vorherigen",
    "früheren",
    "zuvor",
    "ursprünglich",
    "précédent",
    "précédente",
    "auparavant",
    "initialement",
];

/// A reader of counts in one source.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The file.
    pub source: &'a Source,
    /// Marks and words.
    pub vocabulary: &'a Vocabulary,
}

impl Reader<'_> {
    /// "VERIFIED: 9 (75%)", "✅ 9", "Verified (9/12)", "9 verified", "Total claims: 12": a line, item or heading as a whole.
    #[must_use]
    pub fn line(&self, line: Span) -> Option<Counted> {
        let text = self.source.slice(line);
        const LONGEST: usize = 160;
        if text.len() > LONGEST || !text.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let body = text.trim_start_matches(is_dressing);
        let start = text.len() - body.len();
        if let Some(figure) = figure::read(text, start).filter(|_| body.starts_with(|c: char| c.is_ascii_digit())) {
            let (counted, end) = self.behind(line, &figure)?;
            return (closes(&text[end..]) && !self.counts_on(line, end)).then_some(counted);
        }
        let Some((label_end, figure)) = labelled(text, start) else {
            let (verdict, figure) = self.marked(body)?;
            let shift = line.start + Span::of(0..start).end;
            let verdict =
                Verdict { span: verdict.span.shift(shift), word: verdict.word.map(|word| word.shift(shift)), ..verdict };
            let label = Span::new(verdict.span.start, verdict.word.unwrap_or(verdict.span).end);
            // "✅ 2. It holds" is the second claim.
            let rest = body[figure.end..].trim_start_matches(is_dressing);
            return (rest.is_empty() || rest.starts_with(['(', '/']))
                .then(|| Counted::Entry(entry(label, verdict, &figure, shift)));
        };
        if !closes(&text[figure.end..]) || self.counts_on(line, figure.end) {
            return None;
        }
        let label = text[start..label_end].trim_end_matches(|c: char| is_dressing(c) || matches!(c, ':' | '('));
        let label_span = Span::of(start..start + label.len()).shift(line.start);
        if is_total(label) {
            return Some(Counted::Total(total(&figure, line.start)));
        }
        let verdict = self.vocabulary.known(label_span, label, ColumnForm::Words)?;
        names_verdict(label, label_span, verdict).then(|| Counted::Entry(entry(label_span, verdict, &figure, line.start)))
    }

    /// True when another count stands behind the first one: "3 true, 1 false" is no count of one verdict.
    fn counts_on(&self, line: Span, end: usize) -> bool {
        let rest = &self.source.slice(line)[end..];
        let next = rest.trim_start_matches(|c: char| is_dressing(c) || c == ')');
        let Some(body) = next.strip_prefix([',', ';', '|']) else { return false };
        self.line(Span::new(line.end - Span::of(0..body.len()).end, line.end)).is_some()
    }

    /// "✅ 9", "✅ Verified 9": a mark, perhaps its word, and how often it stands.
    fn marked(&self, text: &str) -> Option<(Verdict, Figure)> {
        let start = text.find(|c| !is_dressing(c))?;
        text[start..].starts_with(|c| self.vocabulary.is_mark(c)).then_some(())?;
        let verdict = self.vocabulary.known(Span::of(start..text.len()), &text[start..], ColumnForm::Words)?;
        let end = verdict.word.unwrap_or(verdict.span).end as usize;
        let gap = |c: char| is_dressing(c) || matches!(c, '\u{fe0e}' | '\u{fe0f}' | '×');
        let number = end + text[end..].len() - text[end..].trim_start_matches(gap).len();
        text[number..].starts_with(|c: char| c.is_ascii_digit()).then_some(())?;
        Some((verdict, figure::read(text, number)?))
    }

    /// What is counted by a number, as the words right behind it say; and where they end.
    fn behind(&self, line: Span, figure: &Figure) -> Option<(Counted, usize)> {
        let text = self.source.slice(line);
        let mut at = figure.end;
        let mut noun = false;
        for _ in 0..7 {
            at += text[at..].len() - text[at..].trim_start_matches(is_dressing).len();
            let rest = &text[at..];
            let span = Span::of(at..text.len()).shift(line.start);
            let word = first_word(rest);
            let is = |list: &[&str]| among(list, word);
            if let Some(verdict) = self.vocabulary.known(span, rest, ColumnForm::Words) {
                let end = verdict.word.unwrap_or(verdict.span).end;
                let label = Span::new(verdict.span.start, end);
                let end = (end - line.start) as usize;
                return Some((Counted::Entry(entry(label, verdict, figure, line.start)), end));
            }
            if noun
                && matches!(
                    word,
                    "checked"
                        | "reviewed"
                        | "audited"
                        | "analyzed"
                        | "analysed"
                        | "examined"
                        | "assessed"
                        | "evaluated"
                        | "extracted"
                        | "tested"
                        | "geprüft"
                        | "überprüft"
                        | "vérifiées"
                        | "vérifiés"
                        | "examinées"
                        | "analysées"
                )
            {
                return Some((Counted::Total(total(figure, line.start)), at + word.len()));
            }
            if word.is_empty() || !(is(&NOUNS) || is(&FILLERS)) {
                return None;
            }
            noun |= is(&NOUNS);
            at += word.len();
        }
        None
    }

    /// The counts of a sentence, when it has any.
    #[must_use]
    pub fn sentence(&self, sentence: Span) -> Option<(Vec<TallyEntry>, Option<TallyTotal>)> {
        let text = self.source.slice(sentence);
        let mut entries: Vec<TallyEntry> = Vec::new();
        let mut whole = None;
        let mut at = 0;
        for here in numbers(text) {
            let lead = text[..here].chars().next_back();
            let previous = last_word(&text[..here]);
            if here < at
                || BLOCKERS.iter().any(|known| previous.eq_ignore_ascii_case(known))
                || lead.is_some_and(|c| {
                    matches!(c, ',' if here > 1 && text.as_bytes()[here - 2].is_ascii_digit())
                        || matches!(c, '#' | '.' | '/' | '-' | '$' | '~' | '≈' | '>' | '<' | '+' | '§')
                })
            {
                continue;
            }
            let Some(figure) = figure::read(text, here).filter(|figure| figure.range.start == here) else { continue };
            let Some((counted, end)) = self.behind(sentence, &figure) else {
                // "Of 12 claims, …", "12 claims: …"
                let (noun, after) = noun_after(text, figure.end);
                let opens = here < 12 && among(&["of", "total"], previous)
                    || text[after..].trim_start_matches(is_dressing).starts_with([':', '—', '–']);
                if noun && opens && whole.is_none() {
                    whole = Some(total(&figure, sentence.start));
                } else if !entries.is_empty() && goes_on(&text[at..here]) {
                    entries.push(open_entry(text, &figure, sentence.start));
                }
                at = at.max(figure.end);
                continue;
            };
            if !follows(&text[end..]) {
                if !entries.is_empty() && goes_on(&text[at..here]) {
                    entries.push(open_entry(text, &figure, sentence.start));
                }
                continue;
            }
            at = at.max(end);
            match counted {
                Counted::Total(total) => whole = whole.or(Some(total)),
                Counted::Entry(entry) => {
                    if let Some((count, range)) = figure.of.filter(|_| whole.is_none()) {
                        whole = Some(TallyTotal { span: Span::of(range).shift(sentence.start), amount: Amount::of(count) });
                    }
                    entries.push(entry);
                }
            }
        }
        // "Reaches 30 exact match on Delta": a result, unless more is counted beside it.
        if whole.is_none() && entries.len() == 1 {
            entries.retain(|entry| !is_result(text, entry, sentence.start));
        }
        let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let counts = (!entries.is_empty() || whole.is_some())
            && !words().any(|word| OTHER_PASS.iter().any(|known| word.eq_ignore_ascii_case(known)))
            // "In February there had been 2 true and 3 false."
            && memchr::memmem::find(text.as_bytes(), b" had been ").is_none();
        counts.then_some((entries, whole))
    }

    /// One look for a number with what it counts behind it: most paragraphs have none, and are never divided into sentences.
    fn may_count(&self, paragraph: Span) -> bool {
        let text = self.source.slice(paragraph);
        numbers(text).filter(|&here| self.may_count_next(text, here)).any(|here| {
            figure::read(text, here)
                .filter(|figure| figure.range.start == here)
                .is_some_and(|figure| noun_after(text, figure.end).0 || self.behind(paragraph, &figure).is_some())
        })
    }

    /// One look at the word behind a number: most count percent, years or things that no report gives verdicts on.
    fn may_count_next(&self, text: &str, here: usize) -> bool {
        let rest = text[here + first_word(&text[here..]).len()..].trim_start_matches(is_dressing);
        let word = first_word(rest);
        !rest.starts_with(|c: char| c.is_ascii_alphabetic())
            || among(&NOUNS, word)
            || among(&FILLERS, word)
            || among(&["out", "or"], word)
            || self.vocabulary.known(Span::of(0..rest.len()), rest, ColumnForm::Words).is_some()
    }

    /// The counts of a paragraph: line by line, else "Verified: 3. Refuted: 1.", else sentence by sentence.
    #[must_use]
    pub fn paragraph(&self, paragraph: Span) -> Vec<Tally> {
        let lines = || super::blocks::lines(self.source, paragraph);
        if let Some(tally) = gather(paragraph, lines().filter_map(|line| self.line(line))) {
            return vec![tally];
        }
        self.labels(paragraph).map_or_else(|| self.sentences(paragraph), |tally| vec![tally])
    }

    /// "Extracted: 4. Verified: 3. Refuted: 1.", "Supported: 6, refuted: 1; NEI: 3", "Tally: ✅ 2 · ❌ 1", "Labels: Supported 2,
    /// Refuted 1": labels with their counts, one behind the other, and nothing else.
    fn labels(&self, paragraph: Span) -> Option<Tally> {
        let text = self.source.slice(paragraph);
        if text.len() > LONGEST_LABELS {
            return None;
        }
        let title = text.split_once(':').map(|(title, _)| title).filter(|title| is_tally_title(title));
        let marked = !text.is_ascii() && text.contains(|c| self.vocabulary.is_mark(c));
        if title.is_none() && !marked && !may_be_labels(text) {
            return None;
        }
        let mut counted = Vec::new();
        let mut start = title.map_or(0, |title| title.len() + 1);
        let ends = text.match_indices([',', ';', '.', '|', '·']).map(|(at, sign)| (at, at + sign.len()));
        for (end, next) in ends.chain([(text.len(), text.len())]) {
            // A stop inside a number ends nothing.
            if next < text.len() && !text[next..].starts_with(char::is_whitespace) || next < start {
                continue;
            }
            // "12 citations checked ✅ 8": the whole and its first part.
            let whole = &text[start..end];
            let mark = whole.char_indices().find(|&(at, c)| at > 0 && self.vocabulary.is_mark(c)).map(|(at, _)| start + at);
            let cut = mark.filter(|&mark| text[start..mark].contains(|c: char| c.is_ascii_digit()));
            for (start, end) in [(start, cut.unwrap_or(end)), (cut.unwrap_or(end), end)] {
                let part = text[start..end].trim_end();
                let from = start + part.len() - part.trim_start_matches(is_dressing).len();
                if let Some(part) = text[..start + part.len()].get(from..).filter(|part| !part.is_empty()) {
                    let span = Span::of(from..from + part.len()).shift(paragraph.start);
                    let labelled = || labelled(part, 0).is_some_and(|(_, figure)| closes(&part[figure.end..]));
                    match self.line(span) {
                        Some(read) => counted.push(read),
                        None if labelled() => {}
                        None => counted.push(title.and_then(|_| self.word_and_count(span))?),
                    }
                }
            }
            start = next;
        }
        gather(paragraph, counted).filter(|tally| tally.entries.len() > 1)
    }

    /// "Supported 2"; a label that no vocabulary has says that the others do not make the whole.
    fn word_and_count(&self, part: Span) -> Option<Counted> {
        let text = self.source.slice(part);
        // "Supported 5/8 (62.5%)": what stands behind the count is read with it.
        let at = text.find(|c: char| c.is_ascii_digit()).filter(|&at| text[..at].ends_with(' '))?;
        let ends = |figure: &Figure| text[figure.end..].trim_matches(|c| is_dressing(c) || c == ')').is_empty();
        let figure = figure::read(text, at).filter(|figure| figure.range.start == at && ends(figure))?;
        let label = Span::of(0..text[..at].trim_end_matches(is_dressing).len()).shift(part.start);
        text.starts_with(char::is_alphabetic).then_some(())?;
        let verdict =
            self.vocabulary.known(label, self.source.slice(label), ColumnForm::Words).filter(|verdict| verdict.span == label);
        Some(Counted::Entry(entry(label, verdict.unwrap_or_else(|| unread(label)), &figure, part.start)))
    }

    /// The tallies of a paragraph, sentence by sentence. "12 claims checked. 9 verified, 3 wrong." is one.
    #[must_use]
    pub fn sentences(&self, paragraph: Span) -> Vec<Tally> {
        let mut out = Vec::new();
        if !self.may_count(paragraph) {
            return out;
        }
        let mut whole: Option<(TallyTotal, Span)> = None;
        for range in text::sentences(self.source.slice(paragraph)) {
            let span = Span::of(range).shift(paragraph.start);
            let before = whole.take();
            let Some((entries, own)) = self.sentence(span) else { continue };
            if entries.is_empty() {
                whole = own.map(|total| (total, span));
                continue;
            }
            let opens = entries.first().is_some_and(|entry| entry.span.start < span.start + 4);
            let place = before.filter(|_| own.is_none() && opens).map_or(span, |(_, before)| before.cover(span));
            let total = own.or(before.filter(|_| opens).map(|(total, _)| total));
            let complete = total.is_some() && entries.len() > 1;
            out.push(Tally { place, section: None, scope: Scope::Document, entries, total, complete });
        }
        out
    }

    /// The counts that a heading gives in brackets of the claims below it: "Supply (4 claims: 3 verified, 1 incorrect)".
    #[must_use]
    pub fn bracketed(&self, heading: Span) -> Option<(Vec<TallyEntry>, Option<TallyTotal>)> {
        let text = self.source.slice(heading).trim_end();
        let open = text.strip_suffix(')')?.rfind('(')?;
        let inner = Span::of(open + 1..text.len() - 1).shift(heading.start);
        self.sentence(inner).filter(|(entries, whole)| entries.len() > 1 || !entries.is_empty() && whole.is_some())
    }

    /// The counts of a fenced block, when it holds nothing but labels and numbers.
    #[must_use]
    pub fn fence(&self, block: Span) -> Option<Tally> {
        const MOST: usize = 40;
        let lines: Vec<Span> = super::blocks::lines(self.source, block).take(MOST + 2).collect();
        let inner = lines.get(1..lines.len().checked_sub(1)?)?;
        let plain = |line: &&Span| {
            let text = self.source.slice(**line);
            labelled(text, 0).is_some_and(|(_, figure)| closes(&text[figure.end..]))
        };
        if inner.is_empty() || inner.len() > MOST || !inner.iter().all(|line| plain(&line)) {
            return None;
        }
        gather(block, inner.iter().filter_map(|&line| self.line(line)))
    }
}

/// The longest paragraph that is taken for labels with their counts.
const LONGEST_LABELS: usize = 200;

/// True for a paragraph of prose that says what it counts, or may be labels with their counts: in others, words of verdicts are
/// words like all.
#[must_use]
pub fn counts_claims(paragraph: &str) -> bool {
    static NAMES: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["laim", "tatement"].map(Finder::new));
    NAMES.iter().any(|name| name.find(paragraph.as_bytes()).is_some()) || may_be_labels(paragraph)
}

/// True for what a line of counts is called.
fn is_tally_title(title: &str) -> bool {
    const TITLES: [&str; 20] = [
        "tally",
        "summary",
        "total",
        "totals",
        "score",
        "scorecard",
        "score card",
        "breakdown",
        "verdicts",
        "results",
        "result",
        "counts",
        "overview",
        "bilanz",
        "labels",
        "findings",
        "rulings",
        "verdict counts",
        "summary of findings",
        "summary of verdicts",
    ];
    TITLES.iter().any(|known| title.trim_matches(is_dressing).eq_ignore_ascii_case(known))
}

/// What a report may have been before, and words that say so: "an earlier draft".
pub(super) const RUNS: [&str; 9] = ["run", "version", "pass", "audit", "check", "report", "draft", "edition", "output"];
/// Words before [`RUNS`].
pub(super) const OTHERS: [&str; 8] = ["earlier", "previous", "prior", "old", "older", "initial", "former", "last"];

/// True for a sentence that says of counts beside it that another run printed them: "(That was an earlier run.)"
pub fn is_of_another_run(sentence: &str) -> bool {
    const LONGEST: usize = 200;
    sentence.len() <= LONGEST && {
        let words: Vec<&str> = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        words.windows(2).any(|pair| among(&OTHERS, pair[0]) && among(&RUNS, pair[1]))
    }
}

fn may_be_labels(paragraph: &str) -> bool {
    paragraph.len() <= LONGEST_LABELS && memchr::memchr_iter(b':', paragraph.as_bytes()).nth(1).is_some()
}

/// True for a count whose verdict is the name of a metric, too, and that counts nothing that is named beside it.
fn is_result(text: &str, entry: &TallyEntry, start: u32) -> bool {
    const METRIC: [&str; 2] = ["exact match", "exact-match"];
    let within = |at: u32| (at - start) as usize;
    let label = &text[within(entry.label.start)..within(entry.label.end)];
    let behind = text[within(entry.label.end)..].trim_start_matches(is_dressing);
    among(&METRIC, label) && !noun_after(text, within(entry.span.end)).0 && !among(&NOUNS, first_word(behind))
}

/// Puts counts that stand together into a tally; `None` when no verdict is counted.
pub fn gather(place: Span, counted: impl IntoIterator<Item = Counted>) -> Option<Tally> {
    let mut tally = Tally { place, section: None, scope: Scope::Document, entries: Vec::new(), total: None, complete: false };
    let mut totals = 0;
    for counted in counted {
        match counted {
            Counted::Entry(entry) => tally.entries.push(entry),
            Counted::Total(total) => {
                totals += 1;
                tally.total = Some(total);
            }
        }
    }
    // Of two totals neither is that of the counts.
    if totals > 1 {
        tally.total = None;
    }
    (!tally.entries.is_empty()).then_some(tally)
}

fn entry(label: Span, verdict: Verdict, figure: &Figure, start: u32) -> TallyEntry {
    let percent = figure.percent.clone().map(|(range, value)| (Span::of(range).shift(start), value));
    TallyEntry { label, verdict, span: Span::of(figure.range.clone()).shift(start), amount: figure.amount, percent }
}

/// A part that is counted in words which no vocabulary has: "Five: two true, one false and two in doubt". It says that the
/// others do not make the whole, but not how much is missing.
fn open_entry(text: &str, figure: &Figure, start: u32) -> TallyEntry {
    let rest = &text[figure.end..];
    let length = rest.find([',', ';', '.', ')', ':']).unwrap_or(rest.len());
    let from = figure.end + length - rest[..length].trim_start().len();
    let label = Span::of(from..from + rest[..length].trim().len()).shift(start);
    let amount = Amount { least: 0, most: None };
    TallyEntry { label, verdict: unread(label), span: Span::of(figure.range.clone()).shift(start), amount, percent: None }
}

fn total(figure: &Figure, start: u32) -> TallyTotal {
    TallyTotal { span: Span::of(figure.range.clone()).shift(start), amount: figure.amount }
}

/// Where the label of "LABEL: N" or "LABEL (N)" ends, and its count.
pub fn labelled(text: &str, start: usize) -> Option<(usize, Figure)> {
    const LONGEST: usize = 60;
    let label = text[start..].find([':', '(', '=', '：', '（', '—', '–']).map(|at| start + at)?;
    if label - start > LONGEST
        || text[start..label].contains(|c: char| c.is_ascii_digit())
        || text[start..label].trim().is_empty()
    {
        return None;
    }
    let sign = text[label..].chars().next().map_or(1, char::len_utf8);
    let after = label + sign;
    let after = after + text[after..].len() - text[after..].trim_start_matches(is_dressing).len();
    // "VERIFIED: ✅ 9" repeats the mark.
    let after =
        after + text[after..].len() - text[after..].trim_start_matches(|c: char| !c.is_alphanumeric() && !c.is_ascii()).len();
    let figure = figure::read(text, after)?;
    Some((label, figure))
}

/// True when what follows a count on its line does not count another thing.
pub fn closes(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|c: char| is_dressing(c) || matches!(c, ')' | '）'));
    let word = first_word(rest);
    rest.is_empty()
        || rest.starts_with(|c: char| {
            matches!(c, '(' | '（' | ',' | ';' | '|' | '—' | '–' | '.' | '、' | '。') || !c.is_alphanumeric() && !c.is_ascii()
        })
        || NOUNS.iter().any(|known| word.eq_ignore_ascii_case(known)) && !word.is_empty()
}

/// True when a verdict in a sentence is not the attribute of another thing.
fn follows(rest: &str) -> bool {
    let body = rest.trim_start_matches(is_dressing);
    let word = first_word(body);
    word.is_empty() || FOLLOWERS.iter().chain(&NOUNS).any(|known| word.eq_ignore_ascii_case(known))
}

/// True for what divides the counts of one enumeration: ", ", " and ", " claims; ".
fn goes_on(between: &str) -> bool {
    const JOINTS: [&str; 10] = ["and", "or", "plus", "while", "whereas", "but", "und", "sowie", "et", "y"];
    let mut words = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let joined = between.contains([',', ';', '/', '+', '&']) || words.clone().any(|word| among(&JOINTS, word));
    joined && words.all(|word| among(&JOINTS, word) || among(&NOUNS, word))
}

/// True for a label that names a verdict, and not a thing that has one: "Verified claims", but not "Updated marketing plan".
pub fn names_verdict(label: &str, span: Span, verdict: Verdict) -> bool {
    let end = verdict.word.unwrap_or(verdict.span).end;
    let rest = &label[(end - span.start) as usize..];
    let mut words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    // What stands behind a dash or in brackets explains: "VERIFIED - Accurate".
    let explained = rest.trim_start().starts_with(['-', '—', '–', '(', ',']);
    let small = [
        "accurate",
        "correct",
        "reference",
        "references",
        "reports",
        "report",
        "and",
        "or",
        "issues",
        "errors",
        "in",
        "by",
        "with",
    ];
    explained || words.all(|word| NOUNS.iter().chain(&FOLLOWERS).chain(&small).any(|known| word.eq_ignore_ascii_case(known)))
}

/// True for "Total", "Total claims checked", "Claims audited".
pub fn is_total(label: &str) -> bool {
    let label = label.trim_matches(|c: char| !c.is_alphanumeric());
    if matches!(label, "합계" | "총계" | "계" | "합 계" | "合計" | "总计" | "總計" | "合计") {
        return true;
    }
    let mut words = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let total = words.next_if(|word| {
        ["total", "totals", "sum", "overall", "all", "gesamt", "insgesamt", "summe"]
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
    });
    let subject = ["claims", "statements", "facts", "references", "citations", "items", "entries", "assertions"];
    if total.is_none() && !words.peek().is_some_and(|word| subject.iter().any(|known| word.eq_ignore_ascii_case(known))) {
        return false;
    }
    let mut rest = words.peekable();
    let lone = rest.peek().is_none();
    let checked = rest.all(|word| {
        !word.eq_ignore_ascii_case("verified")
            && !word.eq_ignore_ascii_case("findings")
            && NOUNS.iter().any(|known| word.eq_ignore_ascii_case(known))
    });
    if total.is_some() { lone || checked } else { checked && !lone && label.to_ascii_lowercase().ends_with("ed") }
}

/// A label that no vocabulary is asked about.
pub fn unread(span: Span) -> Verdict {
    Verdict { span, word: None, class: None, form: VerdictForm::OwnWord }
}

fn noun_after(text: &str, at: usize) -> (bool, usize) {
    let at = at + text[at..].len() - text[at..].trim_start_matches(is_dressing).len();
    let word = first_word(&text[at..]);
    (among(&NOUNS[..27], word), at + word.len())
}

fn first_word(text: &str) -> &str {
    let ascii = text.bytes().take_while(|&byte| is_word(byte)).count();
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return &text[..ascii];
    }
    &text[..text.find(|c: char| !(c.is_alphanumeric() || c == '\'')).unwrap_or(text.len())]
}

/// True for one of these words, in whatever case.
fn among(list: &[&str], word: &str) -> bool {
    let first = word.as_bytes().first().map(u8::to_ascii_lowercase);
    list.iter()
        .any(|known| known.len() == word.len() && known.as_bytes().first().copied() == first && word.eq_ignore_ascii_case(known))
}

/// The last word of a text, whatever stands behind it.
fn last_word(text: &str) -> &str {
    let inside = |c: char| c.is_alphanumeric() || c == '\'';
    let text = text.trim_end_matches(|c| !inside(c));
    &text[text.trim_end_matches(inside).len()..]
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'\''
}

/// The places where a word begins that may be a number.
fn numbers(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Word by word, as all prose is read.
    std::iter::from_fn(move || {
        loop {
            let start = at + bytes[at..].iter().position(|&byte| is_word(byte))?;
            at = start + bytes[start..].iter().take_while(|&&byte| is_word(byte)).count();
            let begins = start == 0 || bytes[start - 1].is_ascii() || !text[..start].ends_with(char::is_alphanumeric);
            if begins && bytes[start].is_ascii_alphanumeric() && figure::may_begin(text, start) {
                return Some(start);
            }
        }
    })
}
