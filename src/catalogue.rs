//! The catalogue: what the pages under `rules/` say of each rule.
//!
//! A page is documentation, metadata and test at once. Its front matter is read when the program starts; the rest is
//! read only to be shown, or run by the tests. Knows nothing about how a rule checks.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::finding::Level;
use crate::house;
pub use crate::house::PageFault;
use crate::preset;
use crate::rules::{Check, ROWS};
use crate::source::Source;

/// Where the pages are published.
pub const PAGES_URL: &str = "https://claimlint.github.io/rules";

/// The folders under `rules/`, in the order in which the catalogue is printed.
pub const CATEGORIES: [&str; 15] = [
    "count",
    "score",
    "claim",
    "verdict",
    "confidence",
    "reference",
    "structure",
    "encoding",
    "date",
    "number",
    "statistic",
    "cross-report",
    "policy",
    "house",
    "project",
];

/// How sure a finding of a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Arithmetic, or equality.
    Exact,
    /// Similarity, or an informed guess; such a rule is never an error by default.
    Heuristic,
}

/// Which repair a rule offers at best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FixKind {
    /// None.
    #[default]
    None,
    /// One that cannot change the meaning.
    Safe,
    /// One that may.
    Unsafe,
}

/// The front matter of a page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Meta {
    /// The level without configuration.
    pub level: Level,
    /// How sure a finding is.
    pub certainty: Certainty,
    /// The defect in one sentence.
    pub summary: String,
    /// The first version that has the rule; house rules need none.
    #[serde(default)]
    pub since: String,
    /// The best repair it offers.
    #[serde(default)]
    pub fix: FixKind,
    /// Rules whose finding on the same subject explains this one, which is then left out.
    #[serde(default)]
    pub yields_to: Vec<String>,
    /// The preset that turns it on, whose values are the defaults of its parameters.
    #[serde(default)]
    pub preset: Option<String>,
    /// Parameters and their defaults.
    #[serde(default)]
    pub params: toml::Table,
    /// Cases of another level than the rule's.
    #[serde(default)]
    pub levels: BTreeMap<String, Level>,
    /// What a declared rule checks; `rules::declared` reads it.
    #[serde(default)]
    pub check: Option<toml::Value>,
}

impl Meta {
    /// Reads front matter, and the defaults that the page leaves to its preset.
    ///
    /// # Errors
    /// When it is not TOML, or not the front matter of a page.
    pub fn read(front: &str, id: &str) -> Result<Self, toml::de::Error> {
        let mut meta: Self = toml::from_str(front)?;
        if let Some(preset) = meta.preset.as_deref().and_then(preset::get) {
            meta.params.extend(preset.params(id));
        }
        Ok(meta)
    }
}

/// One rule of the catalogue.
pub struct Rule {
    /// Name of the defect; never renamed. A house rule has the name of its file.
    pub id: &'static str,
    /// Name of its folder.
    pub category: &'static str,
    /// Front matter.
    pub meta: Meta,
    /// Front matter as written.
    pub front: &'static str,
    /// The page after the front matter.
    pub body: &'static str,
    /// What it looks at, and how it is built from its parameters.
    pub check: Check,
}

impl Rule {
    /// Where its page is published; for a house rule, which is not, what is published about house rules.
    #[must_use]
    pub fn url(&self) -> String {
        if self.category == house::CATEGORY {
            return format!("{PAGES_URL}/{}", house::CATEGORY);
        }
        format!("{PAGES_URL}/{}/{}", self.category, self.id)
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// All rules: those that are compiled in, and a user's own.
#[derive(Debug, Clone)]
pub struct Catalogue {
    rules: Vec<&'static Rule>,
    by_id: FxHashMap<&'static str, usize>,
    /// Ids of pages that are no rules because of their faults.
    broken: Vec<String>,
}

impl Catalogue {
    /// The rules that are compiled in.
    ///
    /// # Panics
    /// If the front matter of a page that is compiled in cannot be read; a test reads them all.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
            let mut rules: Vec<Rule> = ROWS
                .iter()
                .map(|row| {
                    let (front, body) = split_page(row.page).unwrap_or_else(|| panic!("{}: no front matter", row.id));
                    let meta = Meta::read(front, row.id).unwrap_or_else(|error| panic!("{}: {error}", row.id));
                    Rule { id: row.id, category: row.category, meta, front, body, check: row.check }
                })
                .collect();
            rules.sort_by_key(|rule| CATEGORIES.iter().position(|&category| category == rule.category));
            rules
        });
        static BUILT_IN: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::of(RULES.iter().collect()));
        &BUILT_IN
    }

    /// The rules that are compiled in and those of a user's pages. The second part is what is wrong with the pages; a page
    /// with a fault is no rule.
    #[must_use]
    pub fn with_house_rules(pages: &[Source]) -> (Self, Vec<PageFault>) {
        let (house, faults) = house::read(pages, Self::built_in());
        let mut rules = Self::built_in().rules.clone();
        rules.extend(house);
        let mut catalogue = Self::of(rules);
        let ids = faults.iter().map(|fault| house::id(&pages[fault.page]).to_owned());
        catalogue.broken = ids.filter(|id| catalogue.get(id).is_none()).collect();
        (catalogue, faults)
    }

    fn of(rules: Vec<&'static Rule>) -> Self {
        let by_id = rules.iter().enumerate().map(|(index, rule)| (rule.id, index)).collect();
        Self { rules, by_id, broken: Vec::new() }
    }

    /// The rules by category, then in the order of the registry.
    #[must_use]
    pub fn rules(&self) -> &[&'static Rule] {
        &self.rules
    }

    /// The rule of that name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&'static Rule> {
        self.index(id).map(|index| self.rules[index])
    }

    /// True for the name of a page that would be a rule, were it not for its faults.
    #[must_use]
    pub fn is_broken(&self, id: &str) -> bool {
        self.broken.iter().any(|broken| broken == id)
    }

    /// The number of the rule of that name in [`Catalogue::rules`].
    #[must_use]
    pub fn index(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The rule or category name nearest to `name`, when one is near enough to be meant.
    #[must_use]
    pub fn suggestion(&self, name: &str) -> Option<&'static str> {
        nearest(name, self.rules.iter().map(|rule| rule.id).chain(CATEGORIES))
    }
}

/// The candidate most like `name` (Jaro-Winkler), when it is alike enough to be a slip of the pen.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const ALIKE: f64 = 0.8;
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|&(likeness, _)| likeness > ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// Front matter between lines `+++`, and what follows it.
#[must_use]
pub fn split_page(page: &str) -> Option<(&str, &str)> {
    let is_fence = |line: &str| line.trim_end() == "+++";
    let mut lines = page.split_inclusive('\n');
    let start = lines.next().filter(|line| is_fence(line))?.len();
    let mut end = start;
    for line in lines {
        if is_fence(line) {
            return Some((&page[start..end], &page[end + line.len()..]));
        }
        end += line.len();
    }
    None
}
