//! One `claimlint.toml`: text to settings. Every key is optional, and every value keeps its place.
//!
//! Whatever is wrong with a file is found at once. Knows nothing about where files lie and which of them apply.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::fault::Fault;
use super::glob::{Globs, absolute};
use super::{FailOn, try_params};
use crate::catalogue::{CATEGORIES, Catalogue, PageFault, Rule, nearest};
use crate::finding::Level;
use crate::preset;
use crate::report::VerdictClass;
use crate::source::{Source, Span};

/// Where a value is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The number of the file among those that were read.
    pub file: usize,
    /// The place in it.
    pub span: Span,
}

/// A value, and where it is stated.
#[derive(Debug, Clone)]
pub struct Stated<T> {
    /// The value.
    pub value: T,
    /// Where.
    pub at: Origin,
}

/// What a configuration says of one rule.
#[derive(Debug, Clone, Default)]
pub struct RuleSettings {
    /// Its level.
    pub level: Option<Stated<Level>>,
    /// Its parameters.
    pub params: BTreeMap<String, Stated<toml::Value>>,
}

/// What a configuration says of rules, by their ids.
pub type Rules = BTreeMap<&'static str, RuleSettings>;

/// A mark or word that stands for a class.
pub type Term = Stated<(VerdictClass, String)>;

/// An entry that silences findings.
#[derive(Debug, Clone)]
pub struct IgnoreEntry {
    /// The rule; without it, any.
    pub rule: Option<&'static str>,
    /// The files; without them, any.
    pub path: Option<Globs>,
    /// The text of a claim; without it, any.
    pub claim: Option<String>,
    /// A fingerprint; without it, any.
    pub fingerprint: Option<String>,
    /// The last day on which it holds.
    pub expires: Option<Stated<Date>>,
    /// Why.
    pub reason: String,
}

/// Other settings for some paths.
#[derive(Debug, Clone)]
pub struct Override {
    /// The files.
    pub path: Globs,
    /// What is said of rules there.
    pub rules: Rules,
    /// Marks and words there.
    pub vocabulary: Vec<Term>,
}

/// What a file says, after what it extends.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The file that it is read over.
    pub extend: Option<Stated<PathBuf>>,
    /// What claims are compared with.
    pub corpus: Option<Stated<Globs>>,
    /// Which files are taken up when folders are walked.
    pub include: Option<Stated<Globs>>,
    /// Which of them are left out.
    pub exclude: Option<Stated<Globs>>,
    /// The lowest level that makes the exit code 1.
    pub fail_on: Option<Stated<FailOn>>,
    /// The baseline.
    pub baseline: Option<Stated<PathBuf>>,
    /// True when an index of what is compared is kept.
    pub cache: Option<Stated<bool>>,
    /// Presets, the last of which that speaks of a rule holds.
    pub presets: Vec<Stated<String>>,
    /// A user's own rules, and those of the file that this one is read over; without any, those that are compiled in.
    pub house: Option<Arc<House>>,
    /// Levels and parameters.
    pub rules: Rules,
    /// Marks and words.
    pub vocabulary: Vec<Term>,
    /// Entries that silence findings.
    pub ignores: Vec<Stated<IgnoreEntry>>,
    /// Other settings for some paths; the last that fits wins.
    pub overrides: Vec<Stated<Override>>,
}

/// The pages of house rules, and what came of them.
#[derive(Debug)]
pub struct House {
    /// The rules that are compiled in, and those of the pages.
    pub catalogue: Catalogue,
    /// The pages.
    pub pages: Vec<(PathBuf, Source)>,
    /// What is wrong with the pages.
    pub faults: Vec<PageFault>,
}

/// What must be known of a file before the rest of it can be read.
#[derive(Debug, Default)]
pub struct Outline {
    /// The file that it is read over.
    pub extend: Option<Stated<PathBuf>>,
    /// The folders of its house rules.
    pub house_rules: Vec<Stated<PathBuf>>,
}

/// All keys of a file.
pub const KEYS: [&str; 13] = [
    "extend",
    "corpus",
    "include",
    "exclude",
    "fail-on",
    "baseline",
    "cache",
    "presets",
    "house-rules",
    "rules",
    "vocabulary",
    "ignore",
    "override",
];
/// All keys of an entry of `ignore`.
pub const IGNORE_KEYS: [&str; 6] = ["rule", "path", "claim", "fingerprint", "expires", "reason"];
/// All keys of an entry of `override`.
pub const OVERRIDE_KEYS: [&str; 3] = ["path", "rules", "vocabulary"];
/// All keys of `vocabulary`.
pub const CLASSES: [(&str, VerdictClass); 6] = [
    ("supported", VerdictClass::Supported),
    ("corrected", VerdictClass::Corrected),
    ("mixed", VerdictClass::Mixed),
    ("not-enough-info", VerdictClass::NotEnoughInfo),
    ("refuted", VerdictClass::Refuted),
    ("pending", VerdictClass::Pending),
];

impl Settings {
    /// Reads what stands in `source` of other files. What is wrong with it is said by [`Settings::read`].
    #[must_use]
    pub fn outline(source: &Source, file: usize, folder: &Path) -> Outline {
        let text = source.text();
        // Most files name no other.
        if !["extend", "house-rules"].iter().any(|key| text.contains(key)) {
            return Outline::default();
        }
        let Ok(table) = DeTable::parse(text) else { return Outline::default() };
        let mut faults = Vec::new();
        let catalogue = Catalogue::built_in();
        let mut reader = Reader { file, folder, text, catalogue, faults: &mut faults };
        let extend = table
            .get_ref()
            .get("extend")
            .and_then(|value| Some(Stated { value: reader.path(value, "extend")?, at: reader.at(value.span()) }));
        let folders = table.get_ref().get("house-rules").map_or_else(Vec::new, |value| reader.strings(value, "house-rules"));
        let house_rules = folders.into_iter().filter(|(path, _)| !path.trim().is_empty());
        let house_rules = house_rules.map(|(path, at)| Stated { value: absolute(folder, Path::new(path)), at: reader.at(at) });
        Outline { extend, house_rules: house_rules.collect() }
    }

    /// Reads a file that lies in `folder` (absolute) and has the number `file`, where the rules of `house` exist. What is
    /// wrong goes into `faults`.
    #[must_use]
    pub fn read(source: &Source, file: usize, folder: &Path, house: Option<Arc<House>>, faults: &mut Vec<Fault>) -> Self {
        let catalogue = house.as_deref().map_or_else(|| Catalogue::built_in(), |house| &house.catalogue);
        let before = faults.len();
        let mut reader = Reader { file, folder, text: source.text(), catalogue, faults };
        for &span in source.invalid() {
            reader.fault(span, "this is not UTF-8", "no character", "");
        }
        let (table, errors) = DeTable::parse_recoverable(source.text());
        for error in &errors {
            let at = error.span().unwrap_or(0..0);
            reader.fault_at(&at, error.message().to_owned(), "here", String::new());
        }
        // What is read of a broken file is a guess, and would only be the source of more complaints.
        let settings = if reader.faults.len() == before { reader.settings(table.get_ref()) } else { Self::default() };
        Self { house, ..settings }
    }

    /// The rules that exist for it.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        self.house.as_deref().map_or_else(|| Catalogue::built_in(), |house| &house.catalogue)
    }

    /// These settings over those of the file that they extend.
    #[must_use]
    pub fn over(self, base: Self) -> Self {
        let mut rules = base.rules;
        merge_rules(&mut rules, &self.rules);
        Self {
            extend: self.extend,
            corpus: self.corpus.or(base.corpus),
            include: self.include.or(base.include),
            exclude: self.exclude.or(base.exclude),
            fail_on: self.fail_on.or(base.fail_on),
            baseline: self.baseline.or(base.baseline),
            cache: self.cache.or(base.cache),
            presets: [base.presets, self.presets].concat(),
            house: self.house.or(base.house),
            rules,
            vocabulary: [base.vocabulary, self.vocabulary].concat(),
            ignores: [base.ignores, self.ignores].concat(),
            overrides: [base.overrides, self.overrides].concat(),
        }
    }
}

/// Lays `over` on `rules`: level by level, parameter by parameter.
pub fn merge_rules(rules: &mut Rules, over: &Rules) {
    for (&id, settings) in over {
        let known = rules.entry(id).or_default();
        known.level = settings.level.clone().or(known.level.take());
        known.params.extend(settings.params.clone());
    }
}

struct Reader<'r> {
    file: usize,
    folder: &'r Path,
    text: &'r str,
    catalogue: &'r Catalogue,
    faults: &'r mut Vec<Fault>,
}

type Value<'v> = Spanned<DeValue<'v>>;

impl Reader<'_> {
    fn fault(&mut self, span: Span, message: &str, label: &str, help: &str) {
        self.faults.push(Fault {
            file: self.file,
            span,
            message: message.to_owned(),
            label: label.to_owned(),
            help: help.to_owned(),
        });
    }

    fn fault_at(&mut self, at: &Range<usize>, message: String, label: &str, help: String) {
        // A fault at the end of the file lies behind the last character.
        let end = at.end.min(self.text.len());
        let span = Span::of(at.start.min(end)..end);
        self.faults.push(Fault { file: self.file, span, message, label: label.to_owned(), help });
    }

    fn at(&self, range: Range<usize>) -> Origin {
        Origin { file: self.file, span: Span::of(range) }
    }

    fn settings(&mut self, table: &DeTable<'_>) -> Settings {
        let mut settings = Settings::default();
        for (key, value) in in_order(table) {
            let at = self.at(value.span());
            match key.get_ref().as_ref() {
                "extend" => {
                    let path = self.path(value, "extend");
                    settings.extend = path.map(|value| Stated { value, at });
                }
                "baseline" => {
                    let path = self.path(value, "baseline");
                    settings.baseline = path.map(|value| Stated { value, at });
                }
                "corpus" => settings.corpus = self.globs(value, "corpus").map(|value| Stated { value, at }),
                "include" => settings.include = self.globs(value, "include").map(|value| Stated { value, at }),
                "exclude" => settings.exclude = self.globs(value, "exclude").map(|value| Stated { value, at }),
                "fail-on" => settings.fail_on = self.fail_on(value).map(|value| Stated { value, at }),
                "cache" => settings.cache = self.flag(value, "cache").map(|value| Stated { value, at }),
                "presets" => settings.presets = self.presets(value),
                "house-rules" => {
                    for (path, at) in self.strings(value, "house-rules") {
                        if path.trim().is_empty() {
                            self.fault_at(&at, "\"house-rules\" names no folder".to_owned(), "nothing here", String::new());
                        }
                    }
                }
                "rules" => settings.rules = self.rules(value),
                "vocabulary" => settings.vocabulary = self.vocabulary(value),
                "ignore" => {
                    for (entry, table) in self.tables(value, "ignore") {
                        let at = self.at(self.extent(entry, table));
                        settings.ignores.extend(self.ignore(entry, table).map(|value| Stated { value, at }));
                    }
                }
                "override" => {
                    for (entry, table) in self.tables(value, "override") {
                        let at = self.at(self.extent(entry, table));
                        settings.overrides.extend(self.override_(entry, table).map(|value| Stated { value, at }));
                    }
                }
                unknown => self.unknown_key(&key.span(), unknown, &KEYS, ""),
            }
        }
        settings
    }

    /// An entry of an array of tables, from its header to the end of its last value.
    fn extent(&self, entry: &Value<'_>, table: &DeTable<'_>) -> Range<usize> {
        let span = entry.span();
        let start = self.text[..span.start]
            .rfind("[[")
            .filter(|_| !self.text[span.start..].starts_with(['{', '[']))
            .unwrap_or(span.start);
        let start = if self.text[span.start..].starts_with("[[") { span.start } else { start };
        let end = table.values().map(|value| value.span().end).max().unwrap_or(span.end);
        start..end.max(span.end)
    }

    fn unknown_key(&mut self, at: &Range<usize>, key: &str, known: &[&str], of: &str) {
        let help = match nearest(key, known.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("use one of: {}", known.join(", ")),
        };
        self.fault_at(at, format!("there is no key \"{key}\"{of}"), "no such key", help);
    }

    fn wrong_type(&mut self, value: &Value<'_>, what: &str, wanted: &str) {
        let found = kind(value.get_ref());
        self.fault_at(&value.span(), format!("{what} is {wanted}, not {found}"), found, String::new());
    }

    fn string<'v>(&mut self, value: &'v Value<'_>, key: &str) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(value, &format!("\"{key}\""), "text");
        }
        text
    }

    /// Text that is not empty.
    fn said<'v>(&mut self, value: &'v Value<'_>, key: &str) -> Option<&'v str> {
        let text = self.string(value, key)?;
        if text.trim().is_empty() {
            self.fault_at(&value.span(), format!("\"{key}\" is empty"), "nothing here", String::new());
            return None;
        }
        Some(text)
    }

    fn path(&mut self, value: &Value<'_>, key: &str) -> Option<PathBuf> {
        let text = self.said(value, key)?;
        Some(absolute(self.folder, Path::new(text)))
    }

    /// One text, or a list of them; items that are none are left out.
    fn strings<'v>(&mut self, value: &'v Value<'v>, key: &str) -> Vec<(&'v str, Range<usize>)> {
        match value.get_ref() {
            DeValue::String(text) => vec![(text.as_ref(), value.span())],
            DeValue::Array(items) => {
                let mut out = Vec::new();
                for item in items {
                    match item.get_ref().as_str() {
                        Some(text) => out.push((text, item.span())),
                        None => self.wrong_type(item, &format!("an item of \"{key}\""), "text"),
                    }
                }
                out
            }
            _ => {
                self.wrong_type(value, &format!("\"{key}\""), "a list of texts");
                Vec::new()
            }
        }
    }

    fn globs(&mut self, value: &Value<'_>, key: &str) -> Option<Globs> {
        let faults = self.faults.len();
        let items = self.strings(value, key);
        for (pattern, at) in &items {
            if pattern.is_empty() {
                self.fault_at(at, format!("a glob of \"{key}\" is empty"), "nothing here", String::new());
            } else if let Err((_, error)) = Globs::new(self.folder, &[pattern]) {
                self.fault_at(at, format!("\"{pattern}\" is no glob: {}", error.kind()), "here", String::new());
            }
        }
        let patterns: Vec<&str> = items.iter().map(|&(pattern, _)| pattern).collect();
        if self.faults.len() == faults { Globs::new(self.folder, &patterns).ok() } else { None }
    }

    fn fail_on(&mut self, value: &Value<'_>) -> Option<FailOn> {
        let text = self.string(value, "fail-on")?;
        let known = FailOn::named(text);
        if known.is_none() {
            let names = FailOn::ALL.map(FailOn::name);
            self.no_such(&value.span(), "level", text, &names);
        }
        known
    }

    fn flag(&mut self, value: &Value<'_>, key: &str) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.fault_at(&value.span(), format!("\"{key}\" is true or false"), "neither", String::new());
        }
        flag
    }

    fn no_such(&mut self, at: &Range<usize>, what: &str, name: &str, known: &[&str]) {
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("use one of: {}", known.join(", ")),
        };
        self.fault_at(at, format!("there is no {what} \"{name}\""), &format!("no such {what}"), help);
    }

    fn table<'v>(&mut self, value: &'v Value<'v>, key: &str) -> Option<&'v DeTable<'v>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(value, &format!("\"{key}\""), "a table");
        }
        table
    }

    /// The entries of an array of tables.
    fn tables<'v>(&mut self, value: &'v Value<'v>, key: &str) -> Vec<(&'v Value<'v>, &'v DeTable<'v>)> {
        let DeValue::Array(items) = value.get_ref() else {
            let help = format!("write [[{key}]]");
            self.fault_at(&value.span(), format!("\"{key}\" is a list of tables"), kind(value.get_ref()), help);
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => out.push((item, table)),
                None => self.wrong_type(item, &format!("an item of \"{key}\""), "a table"),
            }
        }
        out
    }

    fn presets(&mut self, value: &Value<'_>) -> Vec<Stated<String>> {
        let mut presets = Vec::new();
        for (name, at) in self.strings(value, "presets") {
            if preset::get(name).is_none() {
                let known: Vec<&str> = preset::names().collect();
                self.no_such(&at, "preset", name, &known);
            }
            presets.push(Stated { value: name.to_owned(), at: self.at(at) });
        }
        presets
    }

    fn rule(&mut self, at: &Range<usize>, id: &str) -> Option<&'static Rule> {
        let catalogue = self.catalogue;
        let rule = catalogue.get(id);
        // A page that is no rule is a finding of its own.
        if rule.is_none() && !catalogue.is_broken(id) {
            if CATEGORIES.contains(&id) {
                let message = format!("\"{id}\" is a category; a level belongs to a rule");
                self.fault_at(at, message, "no rule", format!("see the rules with: claimlint rule {id}"));
            } else {
                let near = nearest(id, catalogue.rules().iter().map(|rule| rule.id));
                let help = near
                    .map_or_else(|| "see the rules with: claimlint rule".to_owned(), |near| format!("did you mean \"{near}\"?"));
                self.fault_at(at, format!("there is no rule \"{id}\""), "no such rule", help);
            }
        }
        rule
    }

    fn rules(&mut self, value: &Value<'_>) -> Rules {
        let mut rules = Rules::new();
        let Some(table) = self.table(value, "rules") else { return rules };
        for (key, value) in table {
            let Some(rule) = self.rule(&key.span(), key.get_ref()) else { continue };
            let settings: &mut RuleSettings = rules.entry(rule.id).or_default();
            match value.get_ref() {
                DeValue::Table(table) => {
                    for (key, value) in table {
                        if key.get_ref() == "level" {
                            settings.level = self.level(value);
                        } else {
                            let param = self.param(rule, key.get_ref(), &key.span(), value);
                            settings.params.extend(param.map(|param| (key.get_ref().to_string(), param)));
                        }
                    }
                }
                DeValue::String(_) => settings.level = self.level(value),
                _ => self.wrong_type(value, &format!("\"{}\"", rule.id), "a level or a table with a level and parameters"),
            }
        }
        rules
    }

    fn level(&mut self, value: &Value<'_>) -> Option<Stated<Level>> {
        let text = self.string(value, "level")?;
        let known = Level::ALL.into_iter().find(|known| known.name() == text);
        if known.is_none() {
            self.no_such(&value.span(), "level", text, &Level::ALL.map(Level::name));
        }
        known.map(|level| Stated { value: level, at: self.at(value.span()) })
    }

    fn param(&mut self, rule: &'static Rule, name: &str, at: &Range<usize>, value: &Value<'_>) -> Option<Stated<toml::Value>> {
        if !rule.meta.params.contains_key(name) {
            let known: Vec<&str> = rule.meta.params.keys().map(String::as_str).chain(["level"]).collect();
            self.unknown_key(at, name, &known, &format!(" of {}", rule.id));
            return None;
        }
        let found = plain(value.get_ref());
        // A rule judges its parameters itself, each among the defaults of the others.
        let params = toml::Table::from_iter([(name.to_owned(), found.clone())]);
        if let Err(error) = try_params(rule, &params) {
            let help = format!("give a value such as {}", rule.meta.params[name]);
            self.fault_at(&value.span(), format!("\"{name}\" of {}", in_words(&error.to_string())), "this value", help);
            return None;
        }
        Some(Stated { value: found, at: self.at(value.span()) })
    }

    fn vocabulary(&mut self, value: &Value<'_>) -> Vec<Term> {
        let mut terms: Vec<Term> = Vec::new();
        let Some(table) = self.table(value, "vocabulary") else { return terms };
        for (key, value) in in_order(table) {
            let name = key.get_ref().as_ref();
            let Some((_, class)) = CLASSES.into_iter().find(|(known, _)| *known == name) else {
                self.unknown_key(&key.span(), name, &CLASSES.map(|(name, _)| name), " of the vocabulary");
                continue;
            };
            for (term, at) in self.strings(value, name) {
                let folded = crate::parse::Vocabulary::folded(term);
                if folded.is_empty() {
                    self.fault_at(&at, "a mark or word is empty".to_owned(), "nothing here", String::new());
                    continue;
                }
                let same = |other: &&Term| other.value.0 != class && crate::parse::Vocabulary::folded(&other.value.1) == folded;
                if let Some(other) = terms.iter().find(same) {
                    let message = format!("\"{term}\" is {name} here and {} above", other.value.0.name());
                    self.fault_at(&at, message, "a word has one class", String::new());
                    continue;
                }
                terms.push(Stated { value: (class, term.to_owned()), at: self.at(at) });
            }
        }
        terms
    }

    fn ignore(&mut self, entry: &Value<'_>, table: &DeTable<'_>) -> Option<IgnoreEntry> {
        let faults = self.faults.len();
        // Without its rule, an entry would silence more than it says.
        let mut is_broken = false;
        let mut ignore =
            IgnoreEntry { rule: None, path: None, claim: None, fingerprint: None, expires: None, reason: String::new() };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "rule" => {
                    if let Some(id) = self.string(value, "rule") {
                        ignore.rule = self.rule(&value.span(), id).map(|rule| rule.id);
                        is_broken = self.catalogue.is_broken(id);
                    }
                }
                "path" => ignore.path = self.globs(value, "path"),
                "claim" => ignore.claim = self.said(value, "claim").map(str::to_owned),
                "fingerprint" => ignore.fingerprint = self.fingerprint(value),
                "expires" => ignore.expires = self.date(value),
                "reason" => ignore.reason = self.said(value, "reason").map(str::to_owned).unwrap_or_default(),
                unknown => self.unknown_key(&key.span(), unknown, &IGNORE_KEYS, " of an ignore entry"),
            }
        }
        let head = self.head(entry);
        if !table.contains_key("reason") {
            let help = "add reason = \"why this is no defect\"".to_owned();
            self.fault_at(&head, "this ignore entry has no reason".to_owned(), "no reason", help);
        }
        if !["rule", "path", "claim", "fingerprint"].iter().any(|key| table.contains_key(*key)) {
            let help = "add rule, path, claim or fingerprint".to_owned();
            self.fault_at(&head, "this ignore entry would silence everything".to_owned(), "no choice", help);
        }
        (self.faults.len() == faults && !is_broken).then_some(ignore)
    }

    /// The header of an entry, or its first line.
    fn head(&self, entry: &Value<'_>) -> Range<usize> {
        let extent = self.extent(entry, entry.get_ref().as_table().unwrap_or(&DeTable::default()));
        let end = self.text[extent.clone()].find('\n').map_or(extent.end, |end| extent.start + end);
        extent.start..end
    }

    fn fingerprint(&mut self, value: &Value<'_>) -> Option<String> {
        let text = self.string(value, "fingerprint")?;
        if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            let help = "take it from --output-format json".to_owned();
            self.fault_at(&value.span(), "this is no fingerprint".to_owned(), "not 32 hexadecimal digits", help);
            return None;
        }
        Some(text.to_owned())
    }

    /// A TOML date, or the same as text.
    fn date(&mut self, value: &Value<'_>) -> Option<Stated<Date>> {
        let text = match value.get_ref() {
            DeValue::Datetime(found) => found.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => {
                self.wrong_type(value, "\"expires\"", "a date such as 2027-01-31");
                return None;
            }
        };
        let date = text.parse::<Date>().ok().filter(|_| text.len() == "2027-01-31".len());
        if date.is_none() {
            let help = "write a date such as 2027-01-31".to_owned();
            self.fault_at(&value.span(), format!("\"{text}\" is no date"), "no day", help);
        }
        date.map(|date| Stated { value: date, at: self.at(value.span()) })
    }

    fn override_(&mut self, entry: &Value<'_>, table: &DeTable<'_>) -> Option<Override> {
        let (mut path, mut rules, mut vocabulary) = (None, Rules::new(), Vec::new());
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "path" => path = self.globs(value, "path"),
                "rules" => rules = self.rules(value),
                "vocabulary" => vocabulary = self.vocabulary(value),
                unknown => self.unknown_key(&key.span(), unknown, &OVERRIDE_KEYS, " of an override"),
            }
        }
        if !table.contains_key("path") {
            let head = self.head(entry);
            let help = "add path = \"drafts/**\"".to_owned();
            self.fault_at(&head, "this override has no path".to_owned(), "for which files?", help);
        }
        path.map(|path| Override { path, rules, vocabulary })
    }
}

/// The keys of a table as they are written.
fn in_order<'v, 'i>(table: &'v DeTable<'i>) -> Vec<(&'v Spanned<DeString<'i>>, &'v Value<'i>)> {
    let mut items: Vec<_> = table.iter().collect();
    items.sort_by_key(|(key, _)| key.span().start);
    items
}

/// What a rule says of a value, without the names of types of the language it is written in.
fn in_words(error: &str) -> String {
    [
        ("usize", "a whole number"),
        ("u64", "a whole number"),
        ("u32", "a whole number"),
        ("i64", "a whole number"),
        ("f64", "a number"),
    ]
    .iter()
    .fold(error.to_owned(), |text, (name, words)| text.replace(name, words))
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The value without its places.
fn plain(value: &DeValue<'_>) -> toml::Value {
    match value {
        DeValue::String(text) => toml::Value::String(text.to_string()),
        DeValue::Integer(number) => {
            let read = i64::from_str_radix(number.as_str(), number.radix());
            read.map_or_else(|_| toml::Value::String(number.to_string()), toml::Value::Integer)
        }
        DeValue::Float(number) => {
            number.as_str().parse().map_or_else(|_| toml::Value::String(number.to_string()), toml::Value::Float)
        }
        DeValue::Boolean(value) => toml::Value::Boolean(*value),
        DeValue::Datetime(value) => toml::Value::Datetime(*value),
        DeValue::Array(items) => toml::Value::Array(items.iter().map(|item| plain(item.get_ref())).collect()),
        DeValue::Table(table) => {
            toml::Value::Table(table.iter().map(|(key, value)| (key.get_ref().to_string(), plain(value.get_ref()))).collect())
        }
    }
}
