//! House rules: a user's own pages, of the same form as those under `rules/`. Read, linted and made rules of a catalogue.
//!
//! Every fault of a page has its place there; a page with a fault is no rule, and the others still are. Knows nothing of how
//! the pages are named in a configuration, nor of how a finding about one is shown. [`files`] alone touches the disk.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::{fs, io};

use rustc_hash::FxHashMap;
use toml::de::DeTable;

use crate::catalogue::{Catalogue, Meta, Rule, nearest, split_page};
use crate::examples::{self, Page};
use crate::preset;
use crate::rules::{Check, declared};
use crate::source::{Source, Span};

/// The category of house rules.
pub const CATEGORY: &str = "house";

/// What is wrong with a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFault {
    /// The number of the page among those that were read.
    pub page: usize,
    /// Where in the page.
    pub span: Span,
    /// One sentence, lower case.
    pub message: String,
    /// What to do, beginning with a verb; empty when the message says it.
    pub help: String,
    /// The page that has the same id, when that is what is wrong.
    pub other: Option<usize>,
}

/// The pages of a folder, by name: every `.md` file but a README.
///
/// # Errors
/// When the folder cannot be read.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_page = path.extension().is_some_and(|extension| extension == "md");
        let is_readme = path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
        if is_page && !is_readme && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The id that a page has: the name of its file without extension.
#[must_use]
pub fn id(page: &Source) -> &str {
    let file = page.name.rsplit(['/', '\\']).next().unwrap_or(&page.name);
    file.strip_suffix(".md").unwrap_or(file)
}

/// The rules of some pages, and what is wrong with the pages.
pub(crate) fn read(pages: &[Source], built_in: &Catalogue) -> (Vec<&'static Rule>, Vec<PageFault>) {
    let mut first: FxHashMap<&str, usize> = FxHashMap::default();
    for (index, page) in pages.iter().enumerate() {
        first.entry(id(page)).or_insert(index);
    }
    let mut rules = Vec::new();
    let mut faults = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let known = |name: &str| built_in.get(name).is_some() || first.contains_key(name);
        let names = || built_in.rules().iter().map(|rule| rule.id).chain(first.keys().copied());
        let mut lint = Lint { page: index, source: page, faults: Vec::new() };
        let of_id = first.get(id(page)).copied().filter(|&other| other != index);
        lint.id(built_in.get(id(page)), of_id.map(|other| (other, &pages[other])));
        let meta = lint.front(&known, &names);
        lint.body(meta.as_ref(), &known, &names);
        match meta.filter(|_| lint.faults.is_empty()) {
            Some(meta) => rules.push(keep(page, meta)),
            None => faults.extend(lint.faults),
        }
    }
    rules.sort_by_key(|rule| rule.id);
    (rules, faults)
}

/// A finding refers to its rule for as long as the process runs, so a page is kept that long; read again unchanged, it is
/// the one that is kept.
fn keep(page: &Source, meta: Meta) -> &'static Rule {
    static KEPT: Mutex<Vec<&'static Rule>> = Mutex::new(Vec::new());
    let mut kept = KEPT.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let (front, body) = split_page(text(page)).unwrap_or_default();
    if let Some(rule) = kept.iter().find(|rule| rule.id == id(page) && rule.front == front && rule.body == body) {
        return rule;
    }
    let text = |text: &str| -> &'static str { Box::leak(Box::from(text)) };
    let rule =
        Rule { id: text(id(page)), category: CATEGORY, meta, front: text(front), body: text(body), check: Check::Declared };
    let rule: &'static Rule = Box::leak(Box::new(rule));
    kept.push(rule);
    rule
}

/// The text of a page without byte order mark.
fn text(page: &Source) -> &str {
    page.text().trim_start_matches('\u{feff}')
}

struct Lint<'p> {
    page: usize,
    source: &'p Source,
    faults: Vec<PageFault>,
}

type Known<'k> = &'k dyn Fn(&str) -> bool;

impl<'p> Lint<'p> {
    /// Notes a fault at bytes of a part of the page.
    fn fault(&mut self, part: &str, at: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        // Parts are slices of the text of the page.
        let start = part.as_ptr() as usize - self.source.text().as_ptr() as usize;
        let span = Span::of(at).shift(Span::of(0..start).end);
        self.faults.push(PageFault { page: self.page, span, message: message.into(), help: help.into(), other: None });
    }

    /// Notes that a rule is named that does not exist.
    fn unknown_rule<'n>(&mut self, part: &str, at: Range<usize>, name: &str, names: impl Iterator<Item = &'n str>) {
        let help = nearest(name, names).map_or_else(String::new, |near| format!("did you mean {near}?"));
        self.fault(part, at, format!("there is no rule named {name:?}"), help);
    }

    fn first_line(&self) -> (&'p str, Range<usize>) {
        let text = text(self.source);
        (text, 0..text.lines().next().unwrap_or_default().len())
    }

    fn id(&mut self, built_in: Option<&Rule>, other: Option<(usize, &Source)>) {
        let id = id(self.source);
        let (text, line) = self.first_line();
        if !id.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())) {
            let help = "name the file after the defect, in small letters, digits and hyphens";
            self.fault(text, line.clone(), format!("{id:?} cannot be the name of a rule"), help);
        }
        if let Some(rule) = built_in {
            let message = format!("{} is a rule of category {} already", rule.id, rule.category);
            self.fault(text, line.clone(), message, "give the file another name");
        }
        if let Some((number, other)) = other {
            self.fault(text, line, format!("{id} is also the rule of {}", other.name), "give one of the two files another name");
            self.faults.last_mut().expect("it was just pushed").other = Some(number);
        }
    }

    fn front<'n, N: Iterator<Item = &'n str>>(&mut self, known: Known<'_>, names: &dyn Fn() -> N) -> Option<Meta> {
        let Some((front, _)) = split_page(text(self.source)) else {
            let (text, line) = self.first_line();
            self.fault(text, line, "the page does not begin with its front matter", "write it in TOML between two lines \"+++\"");
            return None;
        };
        let meta = match Meta::read(front, id(self.source)) {
            Ok(meta) => meta,
            Err(error) => {
                self.fault(front, error.span().unwrap_or(0..0), error.message().replace('\n', "; "), "");
                return None;
            }
        };
        let document = DeTable::parse(front).ok()?;
        let value = |key: &str| document.get_ref().get(key);
        if let Some(name) = meta.preset.as_deref().filter(|name| preset::get(name).is_none()) {
            let at = value("preset").map_or(0..0, toml::Spanned::span);
            self.fault(front, at, format!("there is no preset named {name:?}"), "");
        }
        for item in value("yields-to").and_then(|value| value.get_ref().as_array()).into_iter().flatten() {
            if let Some(name) = item.get_ref().as_str().filter(|name| !known(name)) {
                self.unknown_rule(front, item.span(), name, names());
            }
        }
        for key in value("params").and_then(|value| value.get_ref().as_table()).into_iter().flat_map(|table| table.keys()) {
            let name = key.get_ref();
            if *name == "level" || name.contains(|c: char| c != '-' && !c.is_ascii_lowercase()) {
                self.fault(front, key.span(), format!("a parameter cannot be called {name:?}"), "use small letters and hyphens");
            }
        }
        if let Err(faults) = declared::read(front, &meta.params) {
            for fault in faults {
                self.fault(front, fault.span, fault.message, fault.help);
            }
        }
        Some(meta)
    }

    fn body<'n, N: Iterator<Item = &'n str>>(&mut self, meta: Option<&Meta>, known: Known<'_>, names: &dyn Fn() -> N) {
        let Some((front, body)) = split_page(text(self.source)) else { return };
        // The two lines "+++" belong to neither part.
        let page = match examples::parse(body, front.lines().count() + 3) {
            Ok(page) => page,
            Err(error) => return self.line_fault(error.line, error.message, ""),
        };
        self.examples(&page, meta);
        for name in page.see_also.iter().filter(|name| !known(name)) {
            self.unknown_rule(name, 0..name.len(), name, names());
        }
    }

    fn examples(&mut self, page: &Page<'_>, meta: Option<&Meta>) {
        for (flagged, section) in [(true, examples::FLAGGED), (false, examples::NOT_FLAGGED)] {
            if page.cases.iter().any(|case| case.flagged == flagged) {
                continue;
            }
            let what = if flagged { "a report that is flagged" } else { "a report that is not flagged" };
            let help = "write one: a page is documentation and test at once";
            match page.sections.iter().find(|heading| heading.name == section) {
                Some(heading) => self.line_fault(heading.line, format!("there is no example of {what}"), help),
                None => {
                    let (text, line) = self.first_line();
                    self.fault(text, line, format!("there is no section \"{section}\" with an example of {what}"), help);
                }
            }
        }
        for case in &page.cases {
            let unknown = case.params.keys().filter(|key| meta.is_some_and(|meta| !meta.params.contains_key(*key)));
            let unknown: Vec<String> = unknown.map(|key| format!("the rule has no parameter `{key}`")).collect();
            for message in case.place_faults().into_iter().chain(unknown) {
                self.line_fault(case.line, message, "");
            }
        }
    }

    /// Notes a fault at a line of the page, from 1.
    fn line_fault(&mut self, line: usize, message: impl Into<String>, help: &str) {
        let span = self.source.line(line - 1);
        self.faults.push(PageFault { page: self.page, span, message: message.into(), help: help.to_owned(), other: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "+++\nlevel = \"error\"\ncertainty = \"exact\"\nsummary = \"too long\"\n[params]\nmost = 3\n[check]\n\
        kind = \"bound\"\nquantity = \"title-length\"\nmax = \"{most}\"\n+++\n## Flagged\n\n### a\n\n```a.txt\nFour\n\n## Claims\n\n\
        | Claim | Verdict |\n|--|--|\n| A. | ✅ |\n```\n\n```text\na.txt:1:1-5: the title has 4 characters, more than 3\n```\n\n\
        ## Not flagged\n\n### b\n\n```a.txt\nOne\n```\n";

    fn page(name: &str, text: &str) -> Source {
        Source::new(name, name, text.as_bytes().to_vec())
    }

    /// `text at the place: message` of each fault.
    fn faults(pages: &[Source]) -> Vec<String> {
        let (_, faults) = Catalogue::with_house_rules(pages);
        faults.iter().map(|fault| format!("{}: {}", pages[fault.page].slice(fault.span), fault.message)).collect()
    }

    #[test]
    fn a_page_becomes_a_rule_whatever_ends_its_lines() {
        for text in [PAGE.to_owned(), PAGE.replace('\n', "\r\n"), format!("\u{feff}{PAGE}")] {
            let (catalogue, faults) = Catalogue::with_house_rules(&[page("rules/long-title.md", &text)]);
            assert_eq!(faults, []);
            let rule = catalogue.get("long-title").expect("a rule");
            assert_eq!((rule.category, rule.meta.params["most"].as_integer()), ("house", Some(3)));
            assert_eq!(catalogue.rules().len(), Catalogue::built_in().rules().len() + 1);
        }
    }

    #[test]
    fn a_page_that_is_read_again_is_the_same_rule() {
        let read = || Catalogue::with_house_rules(&[page("again.md", PAGE)]).0.get("again").expect("a rule");
        assert!(std::ptr::eq(read(), read()));
    }

    #[test]
    fn faults_of_names() {
        assert_eq!(faults(&[page("Long.md", PAGE)]), ["+++: \"Long\" cannot be the name of a rule"]);
        assert_eq!(faults(&[page("score-mismatch.md", PAGE)]), ["+++: score-mismatch is a rule of category score already"]);
        assert_eq!(faults(&[page("a/one.md", PAGE), page("b/one.md", PAGE)]), ["+++: one is also the rule of a/one.md"]);
        let (catalogue, _) = Catalogue::with_house_rules(&[page("a/one.md", PAGE), page("b/one.md", &PAGE.replace("+++", "++"))]);
        assert!(catalogue.get("one").is_some() && !catalogue.is_broken("one"), "the first page is a rule all the same");
        let (catalogue, _) = Catalogue::with_house_rules(&[page("one.md", "no page")]);
        assert!(catalogue.get("one").is_none() && catalogue.is_broken("one"));
    }

    #[test]
    fn faults_of_every_part() {
        let of = |from: &str, to: &str| {
            assert!(PAGE.contains(from), "{from}");
            let faults = faults(&[page("one.md", &PAGE.replacen(from, to, 1))]);
            let [only] = &faults[..] else { panic!("one fault, not {faults:#?}") };
            only.clone()
        };
        assert!(of("level = \"error\"", "level = error").starts_with("error: string values must be quoted"));
        assert!(of("summary", "sumary").starts_with("sumary: unknown field `sumary`"));
        assert!(of("level = \"error\"", "level = \"fatal\"").starts_with("\"fatal\": unknown variant"));
        assert_eq!(
            of("[params]", "yields-to = [\"score-mismach\"]\n[params]"),
            "\"score-mismach\": there is no rule named \"score-mismach\""
        );
        assert_eq!(of("[params]", "preset = \"no\"\n[params]"), "\"no\": there is no preset named \"no\"");
        assert_eq!(of("[params]\n", "[params]\nMost = 1\n"), "Most: a parameter cannot be called \"Most\"");
        assert_eq!(of("title-length", "title"), "\"title\": there is no quantity named \"title\"");
        assert_eq!(
            of("## Flagged\n", "## Flagged\n\n```a.txt\n```\n"),
            "```a.txt: this block stands before the first \"### \" heading"
        );
        assert_eq!(of("### a", "### a\n\n```toml\nleast = 1\n```"), "### a: the rule has no parameter `least`");
        assert_eq!(
            of("a.txt:1:1-5", "a.txt:1:1-9"),
            "### a: there is no such place: a.txt:1:1-9: the title has 4 characters, more than 3"
        );
        assert!(of("### b\n\n```a.txt\nOne\n```\n", "").starts_with("## Not flagged: there is no example"));
        assert_eq!(
            faults(&[page("one.md", &format!("{PAGE}\n## See also\n\n- `score-mismach`\n"))]),
            ["score-mismach: there is no rule named \"score-mismach\""]
        );
        assert_eq!(faults(&[page("one.md", "")])[0], ": the page does not begin with its front matter");
    }
}
