//! Presets: named sets of levels and parameters, as tables in the form of the configuration's `[rules]`.
//!
//! What a publisher demands changes from year to year and is no property of a rule: the numbers stand here, dated, and a
//! page only names its preset. Knows nothing about rules beyond their names.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::finding::Level;

/// Names and texts of the presets.
const TEXTS: [(&str, &str); 1] = [("publisher", include_str!("../rules/policy/publisher.toml"))];

/// Levels and parameters of some rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// When its numbers were in force.
    pub date: toml::value::Datetime,
    /// What it is, in one sentence.
    pub summary: String,
    /// By rule: its level and its parameters.
    pub rules: BTreeMap<String, Setting>,
}

/// What a preset says of one rule.
#[derive(Debug, Deserialize)]
pub struct Setting {
    /// Its level.
    pub level: Level,
    /// Its parameters.
    #[serde(flatten)]
    pub params: toml::Table,
}

impl Preset {
    /// The parameters that it sets for a rule.
    #[must_use]
    pub fn params(&self, rule: &str) -> toml::Table {
        self.rules.get(rule).map_or_else(toml::Table::new, |setting| setting.params.clone())
    }
}

/// The names of all presets.
pub fn names() -> impl Iterator<Item = &'static str> {
    TEXTS.iter().map(|(name, _)| *name)
}

/// The preset of that name.
///
/// # Panics
/// If a preset that is compiled in cannot be read; a test reads them all.
#[must_use]
pub fn get(name: &str) -> Option<&'static Preset> {
    static PRESETS: LazyLock<Vec<Preset>> = LazyLock::new(|| {
        let read = |(name, text): &(&str, &str)| toml::from_str(text).unwrap_or_else(|error| panic!("preset {name}: {error}"));
        TEXTS.iter().map(read).collect()
    });
    let index = TEXTS.iter().position(|(known, _)| *known == name)?;
    PRESETS.get(index)
}
