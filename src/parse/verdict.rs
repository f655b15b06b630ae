//! Verdict cells: which class a mark or word stands for.
//!
//! The vocabulary is data (`vocabulary.toml`). A word that it does not have is never guessed.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHasher};
use serde::Deserialize;

use crate::report::{Verdict, VerdictClass, VerdictForm};
use crate::source::Span;

/// Marks and words by class.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    marks: FxHashMap<char, (VerdictClass, VerdictForm)>,
    /// The words as a tree: the first node is its root, a step is a character as [`Folded`] gives it. One walk along a text
    /// finds the longest word that it begins with.
    words: Vec<Node>,
}

#[derive(Debug, Clone, Default)]
struct Node {
    /// Class of the word that ends here, and whether it is a plain one.
    word: Option<(VerdictClass, bool)>,
    /// In the order of the characters.
    next: Vec<(char, usize)>,
}

impl Node {
    fn place(&self, c: char) -> Result<usize, usize> {
        self.next.binary_search_by_key(&c, |&(known, _)| known)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassEntry {
    #[serde(default)]
    marks: Vec<char>,
    #[serde(default)]
    lookalikes: Vec<char>,
    #[serde(default)]
    plain: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
}

/// What the cells of a verdict column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnForm {
    /// Lone marks: a word that is not among the plain ones is no verdict.
    Marks,
    /// Words: one that is not known is a class of its own.
    Words,
}

impl Vocabulary {
    /// The vocabulary that is compiled in.
    ///
    /// # Panics
    /// If the file that is compiled in cannot be read; every test reads it.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static BUILT_IN: LazyLock<Vocabulary> = LazyLock::new(|| {
            let classes: BTreeMap<VerdictClass, ClassEntry> =
                toml::from_str(include_str!("vocabulary.toml")).unwrap_or_else(|error| panic!("vocabulary.toml: {error}"));
            Vocabulary::from_classes(classes)
        });
        &BUILT_IN
    }

    /// The vocabulary that is compiled in, with marks and words of a user's own. They win over those that are built in, and
    /// hold in a column of marks as well as in one of words.
    #[must_use]
    pub fn with<'t>(terms: impl IntoIterator<Item = (VerdictClass, &'t str)>) -> Self {
        let mut vocabulary = Self::built_in().clone();
        for (class, term) in terms {
            let mut chars = term.trim().chars().filter(|&c| !is_variation_selector(c));
            match (chars.next(), chars.next()) {
                (Some(mark), None) => {
                    vocabulary.marks.insert(mark, (class, VerdictForm::Mark));
                }
                (Some(_), Some(_)) => vocabulary.add_word(term, class, true),
                (None, _) => {}
            }
        }
        vocabulary
    }

    /// A mark or word as it is compared: lower case, single blanks.
    #[must_use]
    pub fn folded(term: &str) -> String {
        let folded: String = Folded::of(term.trim()).map(|(c, _)| c).collect();
        folded.trim_end().to_owned()
    }

    fn from_classes(classes: BTreeMap<VerdictClass, ClassEntry>) -> Self {
        let mut vocabulary = Self { marks: FxHashMap::default(), words: vec![Node::default()] };
        for (class, entry) in classes {
            vocabulary.marks.extend(entry.marks.iter().map(|&mark| (mark, (class, VerdictForm::Mark))));
            vocabulary.marks.extend(entry.lookalikes.iter().map(|&mark| (mark, (class, VerdictForm::Lookalike))));
            entry.plain.iter().for_each(|text| vocabulary.add_word(text, class, true));
            entry.words.iter().for_each(|text| vocabulary.add_word(text, class, false));
        }
        vocabulary
    }

    fn add_word(&mut self, text: &str, class: VerdictClass, plain: bool) {
        let mut node = 0;
        for c in Self::folded(text).chars() {
            node = match self.words[node].place(c) {
                Ok(place) => self.words[node].next[place].1,
                Err(place) => {
                    let new = self.words.len();
                    self.words[node].next.insert(place, (c, new));
                    self.words.push(Node::default());
                    new
                }
            };
        }
        // The root is no word.
        if node > 0 {
            self.words[node].word = Some((class, plain));
        }
    }

    /// A number that is the same for vocabularies of the same marks and words.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let mut marks: Vec<_> = self.marks.iter().map(|(mark, (class, form))| format!("{mark} {class:?} {form:?}")).collect();
        marks.sort_unstable();
        let mut hasher = FxHasher::default();
        for mark in &marks {
            hasher.write(mark.as_bytes());
        }
        for node in &self.words {
            node.next.hash(&mut hasher);
            node.word.hash(&mut hasher);
        }
        hasher.finish()
    }

    /// True for a mark proper, such as ✅.
    #[must_use]
    pub fn is_mark(&self, c: char) -> bool {
        matches!(self.marks.get(&c), Some((_, VerdictForm::Mark))) && !c.is_ascii()
    }

    /// The class and form of a cell that is nothing but a mark.
    #[must_use]
    pub fn lone_mark(&self, cell: &str) -> Option<(VerdictClass, VerdictForm)> {
        let mut chars = cell.chars();
        let mark = self.marks.get(&chars.next()?)?;
        chars.all(is_variation_selector).then_some(*mark)
    }

    /// The form of a column with these cells: words, when more of them are words than lone marks.
    pub fn column_form<'t>(&self, cells: impl IntoIterator<Item = &'t str>) -> ColumnForm {
        let (mut words, mut marks) = (0, 0);
        for cell in cells {
            if self.lone_mark(cell).is_some() {
                marks += 1;
            } else if cell.chars().filter(|c| c.is_alphabetic()).nth(1).is_some() {
                words += 1;
            }
        }
        if words > marks { ColumnForm::Words } else { ColumnForm::Marks }
    }

    /// Reads a cell. `span` is the cell without the blanks around it, `cell` its text.
    #[must_use]
    pub fn read(&self, span: Span, cell: &str, column: ColumnForm) -> Verdict {
        if cell.is_empty() {
            return Verdict { span, word: None, class: None, form: VerdictForm::Empty };
        }
        if let Some(known) = self.known(span, cell, column) {
            return known;
        }
        let (body, start) = self.undressed(span, cell, column);
        match column {
            ColumnForm::Words => {
                let own = own_word(body).map(|end| Span::new(start, start + end));
                Verdict { span, word: own, class: None, form: VerdictForm::OwnWord }
            }
            ColumnForm::Marks => Verdict { span, word: None, class: None, form: VerdictForm::Unknown },
        }
    }

    /// A cell without the signs and emphasis before its verdict, and where that begins.
    fn undressed<'t>(&self, span: Span, cell: &'t str, column: ColumnForm) -> (&'t str, u32) {
        let sign = |c: char| column == ColumnForm::Words && !c.is_ascii() && !c.is_alphanumeric() && !self.marks.contains_key(&c);
        let body = cell.trim_start_matches(|c| is_dressing(c) || sign(c));
        (body, span.start + offset(cell, body))
    }

    /// Reads a cell as [`Vocabulary::read`] does; `None` when it has no verdict of the vocabulary.
    #[must_use]
    pub fn known(&self, span: Span, cell: &str, column: ColumnForm) -> Option<Verdict> {
        if let Some((class, form)) = self.lone_mark(cell) {
            return Some(Verdict { span, word: None, class: Some(class), form });
        }
        // The first mark or word decides; what follows is a comment.
        let (body, start) = self.undressed(span, cell, column);
        let first = body.chars().next().filter(|mark| !mark.is_alphanumeric());
        if let Some((mark, &(class, VerdictForm::Mark))) = first.and_then(|mark| Some((mark, self.marks.get(&mark)?))) {
            let after = body[mark.len_utf8()..].trim_start_matches(|c: char| is_variation_selector(c) || is_dressing(c));
            // "❌ → ✅" says what it was, and what it is.
            let lead = head(after);
            if let Some(now) = lead.strip_prefix('→').map(str::trim_start)
                && let now_span = Span::of(0..now.len()).shift(start + offset(body, after) + offset(lead, now))
                && let Some(known) = self.known(now_span, now.trim_end(), column)
            {
                return Some(known);
            }
            let word = self.word(after, ColumnForm::Words);
            let word_span = word.map(|(_, end)| Span::new(0, end).shift(start + offset(body, after)));
            // A sign that leaves it open is settled by the word beside it: "⚠️ corrected".
            let open = matches!(class, VerdictClass::NotEnoughInfo | VerdictClass::Mixed | VerdictClass::Pending);
            let class = word.filter(|_| open).map_or(class, |(own, _)| own);
            let span = Span::new(start, start + length(mark));
            return Some(Verdict { span, word: word_span, class: Some(class), form: VerdictForm::Mark });
        }
        // "🟢 Correct": the colour says nothing that the word does not.
        let colour = first.filter(|sign| matches!(sign, '🟢' | '🟡' | '🟠' | '🔴' | '🔵' | '⚪' | '⚫'));
        let inner = colour.map_or(body, |sign| body[sign.len_utf8()..].trim_start_matches(is_dressing));
        let start = start + offset(body, inner);
        let (class, end) = self.word(inner, column)?;
        let span = Span::new(start, start + end);
        Some(Verdict { span, word: Some(span), class: Some(class), form: VerdictForm::Word })
    }

    /// The class of the longest word that a text begins with, and where the word ends.
    fn word(&self, body: &str, column: ColumnForm) -> Option<(VerdictClass, u32)> {
        let mut folded = Folded::of(head(body));
        let (mut node, mut length, mut found) = (&self.words[0], 0, None);
        while let Some((c, end)) = folded.next()
            && let Ok(place) = node.place(c)
        {
            node = &self.words[node.next[place].1];
            length += c.len_utf8();
            if let Some((class, plain)) = node.word
                && (plain || column == ColumnForm::Words)
                && folded.clone().ends_word(length, column)
            {
                found = Some((class, end));
            }
        }
        found
    }
}

/// As much of a cell as its verdict can be: the longest cells are no slower than short ones.
fn head(body: &str) -> &str {
    const FURTHEST: usize = 96;
    let mut end = body.len().min(FURTHEST);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    &body[..end]
}

/// Where the word ends that an unknown verdict goes by: before a comment. `None` when it is a sentence.
fn own_word(body: &str) -> Option<u32> {
    const LONGEST: usize = 40;
    let text = head(body);
    let comment = text.find(['(', '[', '—', '–', ':', ';', ',', '.', '*', '`', '→', '|', '/', '\n', '\r']);
    let text = &text[..comment.unwrap_or(text.len())];
    let dash = memchr::memchr_iter(b'-', text.as_bytes()).find(|&at| {
        let after = text[at + 1..].strip_prefix('-').unwrap_or(&text[at + 1..]);
        text[..at].ends_with(' ') && after.starts_with(' ')
    });
    let end = dash.map_or(text.len(), |at| at - 1);
    let word = text[..end].trim_end();
    let words = word.split_whitespace().count();
    (word.starts_with(char::is_alphabetic) && word.len() <= LONGEST && words <= 4).then(|| length_of(word))
}

/// Selects text or emoji presentation of the character before it.
fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}')
}

/// Emphasis and the like around a verdict.
fn is_dressing(c: char) -> bool {
    matches!(c, '*' | '_' | '`' | '~' | '[' | '(' | '"') || c.is_whitespace()
}

fn offset(outer: &str, inner: &str) -> u32 {
    length_of(outer) - length_of(inner)
}

fn length_of(text: &str) -> u32 {
    Span::of(0..text.len()).end
}

fn length(c: char) -> u32 {
    Span::of(0..c.len_utf8()).end
}

/// The characters of a text as words are compared: lower case, `_`, `-` and blanks as one blank, no emphasis; each with the
/// end of the character that it came from.
#[derive(Clone)]
struct Folded<'t> {
    chars: std::str::CharIndices<'t>,
    /// What is left of a character that is several in lower case.
    lower: Option<std::char::ToLowercase>,
    end: u32,
    /// True at the beginning, and after a blank.
    blank: bool,
}

impl<'t> Folded<'t> {
    fn of(text: &'t str) -> Self {
        Self { chars: text.char_indices(), lower: None, end: 0, blank: true }
    }

    /// True when a word of so many bytes may end before what is left.
    fn ends_word(mut self, length: usize, column: ColumnForm) -> bool {
        // In a column of marks a verdict is the whole cell: "no data" is not "no".
        if column == ColumnForm::Marks {
            return self.all(|(c, _)| matches!(c, ' ' | '.'));
        }
        let mut next = self.next();
        // "no issues" and "new data" are no verdicts.
        if length <= 3 && next.is_some_and(|(c, _)| c == ' ') {
            next = self.next();
        }
        !next.is_some_and(|(c, _)| c.is_alphanumeric())
    }
}

impl Iterator for Folded<'_> {
    type Item = (char, u32);

    fn next(&mut self) -> Option<(char, u32)> {
        if let Some(c) = self.lower.as_mut().and_then(Iterator::next) {
            return Some((c, self.end));
        }
        loop {
            let (at, c) = self.chars.next()?;
            if c.is_ascii_alphanumeric() {
                (self.blank, self.end) = (false, Span::of(0..at + 1).end);
                return Some((c.to_ascii_lowercase(), self.end));
            }
            if matches!(c, '*' | '`') {
                continue;
            }
            self.end = Span::of(0..at + c.len_utf8()).end;
            if c.is_whitespace() || matches!(c, '_' | '-' | '‑' | '–') {
                if !std::mem::replace(&mut self.blank, true) {
                    return Some((' ', self.end));
                }
                continue;
            }
            self.blank = false;
            let mut lower = c.to_lowercase();
            let first = lower.next()?;
            self.lower = Some(lower);
            return Some((first, self.end));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str, column: ColumnForm) -> (Option<VerdictClass>, VerdictForm, String) {
        let verdict = Vocabulary::built_in().read(Span::of(0..cell.len()), cell, column);
        (verdict.class, verdict.form, cell[verdict.span.range()].to_owned())
    }

    #[test]
    fn marks_lookalikes_and_undecided() {
        use VerdictClass::{Mixed, NotEnoughInfo, Refuted, Supported};
        use VerdictForm::{Lookalike, Mark, Unknown, Word};
        for (cell, class, form) in [
            ("✓", Some(Supported), Mark),
            ("✔\u{fe0e}", Some(Supported), Mark),
            ("×", Some(Refuted), Mark),
            ("х", Some(Refuted), Lookalike),
            ("v", Some(Supported), Lookalike),
            ("Yes", Some(Supported), Word),
            ("unverified", Some(NotEnoughInfo), Word),
            ("?", Some(NotEnoughInfo), Mark),
            ("partial", Some(Mixed), Word),
            ("maybe", None, Unknown),
            ("n/a", None, Unknown),
            ("no data", None, Unknown),
            ("@", None, Unknown),
            ("7", None, Unknown),
        ] {
            let got = read(cell, ColumnForm::Marks);
            assert_eq!((got.0, got.1), (class, form), "{cell}");
        }
    }

    #[test]
    fn words_of_a_user_win() {
        use VerdictClass::{Mixed, Refuted, Supported};
        use VerdictForm::{Mark, Word};
        let terms =
            [(Supported, "HOLDS"), (Supported, "👍\u{fe0f}"), (Refuted, "Not_Really"), (Mixed, "Verified"), (Refuted, "v")];
        let vocabulary = Vocabulary::with(terms);
        for (cell, column, class, form) in [
            ("holds", ColumnForm::Marks, Some(Supported), Word),
            ("HOLDS (see note)", ColumnForm::Words, Some(Supported), Word),
            ("not really", ColumnForm::Words, Some(Refuted), Word),
            ("verified", ColumnForm::Words, Some(Mixed), Word),
            ("👍", ColumnForm::Marks, Some(Supported), Mark),
            ("v", ColumnForm::Marks, Some(Refuted), Mark),
            ("✓", ColumnForm::Marks, Some(Supported), Mark),
        ] {
            let verdict = vocabulary.read(Span::of(0..cell.len()), cell, column);
            assert_eq!((verdict.class, verdict.form), (class, form), "{cell}");
        }
    }

    #[test]
    fn the_longest_word_counts_and_a_negated_one_is_never_its_positive() {
        use VerdictClass::{Corrected, Mixed, NotEnoughInfo, Refuted, Supported};
        for (cell, class, printed) in [
            ("**VERIFIED**", Some(Supported), "VERIFIED"),
            ("NOT_VERIFIED", Some(NotEnoughInfo), "NOT_VERIFIED"),
            ("Partially Verified (see note)", Some(Mixed), "Partially Verified"),
            ("VERIFIED-UPDATED", Some(Corrected), "VERIFIED-UPDATED"),
            ("✅ VERIFIED", Some(Supported), "✅"),
            ("Incorrect: 5, not 6", Some(Refuted), "Incorrect"),
            ("⚠️ corrected, see below", Some(Corrected), "⚠"),
            ("❌ → ✅ Fixed", Some(Supported), "✅"),
            ("No issues found", None, "No issues found"),
            ("Not supported", Some(Refuted), "Not supported"),
            ("could not be verified", Some(NotEnoughInfo), "could not be verified"),
            ("Unverified", Some(NotEnoughInfo), "Unverified"),
            ("NEI", Some(NotEnoughInfo), "NEI"),
            ("BESPOKE", None, "BESPOKE"),
        ] {
            let got = read(cell, ColumnForm::Words);
            assert_eq!((got.0, got.2.as_str()), (class, printed), "{cell}");
        }
    }
}
