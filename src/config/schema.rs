//! The JSON Schema of `claimlint.toml`, made from the catalogue: what a file may hold is said in one place.

use serde_json::{Map, Value, json};

use super::file::{CLASSES, IGNORE_KEYS, KEYS, OVERRIDE_KEYS};
use super::{FailOn, try_params};
use crate::catalogue::{Catalogue, Rule};
use crate::finding::Level;
use crate::preset;

/// The schema, in draft 7, which editors know best.
///
/// # Panics
/// If a key has no description here; a test asks for all.
#[must_use]
pub fn schema(catalogue: &Catalogue) -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://claimlint.github.io/schema/claimlint.json",
        "title": "claimlint.toml",
        "description": "Configuration of claimlint. Globs are anchored at the folder of the file.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties(&KEYS, |name| key(name, catalogue)),
        "definitions": {
            "globs": {
                "description": "Globs; a folder means everything below it, * does not cross a slash, ** does.",
                "anyOf": [glob(), { "type": "array", "items": glob() }],
            },
            "level": { "enum": Level::ALL.map(Level::name) },
            "rules": rules(catalogue),
            "vocabulary": vocabulary(),
        },
    })
}

fn glob() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

fn properties(keys: &[&str], describe: impl Fn(&str) -> Value) -> Value {
    Value::Object(keys.iter().map(|&key| (key.to_owned(), describe(key))).collect())
}

fn described(reference: &str, description: &str) -> Value {
    json!({ "allOf": [{ "$ref": format!("#/definitions/{reference}") }], "description": description })
}

fn key(key: &str, catalogue: &Catalogue) -> Value {
    let text = |description: &str| json!({ "type": "string", "minLength": 1, "description": description });
    match key {
        "extend" => text("Another file, which this one is read over."),
        "corpus" => described("globs", "What claims are compared with. The outermost file of a repository says it."),
        "include" => described("globs", "Which files are taken up when folders are walked."),
        "exclude" => described("globs", "Which files are left out when folders are walked, in addition to those of files above."),
        "fail-on" => json!({
            "enum": FailOn::ALL.map(FailOn::name),
            "description": "The lowest level that makes the exit code 1. The outermost file of a repository says it.",
        }),
        "baseline" => text("The file of findings that were there already. The outermost file of a repository says it."),
        "cache" => json!({
            "type": "boolean",
            "description": "Whether an index of what is compared is kept, so that one report is checked in no time. The outermost \
                file of a repository says it.",
        }),
        "presets" => json!({
            "anyOf": [
                { "enum": preset::names().collect::<Vec<_>>() },
                { "type": "array", "items": { "enum": preset::names().collect::<Vec<_>>() } },
            ],
            "description": "Sets of levels and parameters; rules beats them.",
        }),
        "house-rules" => json!({
            "anyOf": [glob(), { "type": "array", "items": glob() }],
            "description": "Folders with the pages of rules of your own.",
        }),
        "rules" => described("rules", "Levels and parameters of rules."),
        "vocabulary" => described("vocabulary", "Marks and words of verdicts, by class."),
        "ignore" => {
            let choices = ["rule", "path", "claim", "fingerprint"].map(|key| json!({ "required": [key] }));
            json!({
                "description": "Entries that silence findings.",
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["reason"],
                    "anyOf": choices,
                    "properties": properties(&IGNORE_KEYS, |name| ignore_key(name, catalogue)),
                },
            })
        }
        "override" => json!({
            "description": "Other settings for some paths; the last that fits wins.",
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["path"],
                "properties": properties(&OVERRIDE_KEYS, override_key),
            },
        }),
        unknown => unreachable!("{unknown} has no description"),
    }
}

fn ignore_key(key: &str, catalogue: &Catalogue) -> Value {
    let text = |description: &str| json!({ "type": "string", "pattern": "\\S", "description": description });
    match key {
        "rule" => json!({ "enum": ids(catalogue), "description": "The rule whose findings are silenced; without it, all." }),
        "path" => described("globs", "The files; without them, all."),
        "claim" => text("The text of the claim, in full; case and final punctuation do not matter."),
        "fingerprint" => json!({
            "type": "string",
            "pattern": "^[0-9a-f]{32}$",
            "description": "The fingerprint of the finding, as in --output-format json.",
        }),
        "expires" => json!({
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "description": "The last day on which the entry holds.",
        }),
        "reason" => text("Why these findings are no defects."),
        unknown => unreachable!("{unknown} has no description"),
    }
}

fn override_key(key: &str) -> Value {
    match key {
        "path" => described("globs", "The files."),
        "rules" => described("rules", "Levels and parameters of rules in these files."),
        "vocabulary" => described("vocabulary", "Marks and words of verdicts in these files."),
        unknown => unreachable!("{unknown} has no description"),
    }
}

fn ids(catalogue: &Catalogue) -> Vec<&'static str> {
    catalogue.rules().iter().map(|rule| rule.id).collect()
}

fn vocabulary() -> Value {
    let terms = json!({
        "anyOf": [{ "type": "string", "pattern": "\\S" }, { "type": "array", "items": { "type": "string", "pattern": "\\S" } }],
    });
    let classes: Vec<&str> = CLASSES.iter().map(|(name, _)| *name).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties(&classes, |_| terms.clone()) })
}

fn rules(catalogue: &Catalogue) -> Value {
    let rules: Map<String, Value> = catalogue.rules().iter().map(|rule| (rule.id.to_owned(), rule_schema(rule))).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": rules })
}

fn rule_schema(rule: &'static Rule) -> Value {
    let mut settings = Map::new();
    settings.insert("level".to_owned(), json!({ "$ref": "#/definitions/level" }));
    for (name, default) in &rule.meta.params {
        let mut param = Map::new();
        param.insert("anyOf".to_owned(), Value::Array(types(rule, name, default)));
        if let Ok(default) = serde_json::to_value(default) {
            param.insert("default".to_owned(), default);
        }
        settings.insert(name.clone(), Value::Object(param));
    }
    json!({
        "description": format!("{} (level without configuration: {})", rule.meta.summary, rule.meta.level.name()),
        "anyOf": [
            { "$ref": "#/definitions/level" },
            { "type": "object", "additionalProperties": false, "properties": settings },
        ],
    })
}

/// The types that a parameter may have. Only the rule knows, so it is asked with a value of each.
fn types(rule: &'static Rule, name: &str, default: &toml::Value) -> Vec<Value> {
    let takes = |value: toml::Value| try_params(rule, &toml::Table::from_iter([(name.to_owned(), value)])).is_ok();
    let text = |text: &str| toml::Value::String(text.to_owned());
    let mut types = Vec::new();
    if takes(toml::Value::Float(0.5)) {
        types.push(json!({ "type": "number" }));
    } else if takes(toml::Value::Integer(1)) || takes(toml::Value::Integer(100)) {
        types.push(json!({ "type": "integer" }));
    }
    if takes(toml::Value::Boolean(true)) {
        types.push(json!({ "type": "boolean" }));
    }
    if takes(text("any text")) || default.is_str() {
        types.push(json!({ "type": "string" }));
    } else if takes(text("auto")) {
        types.push(json!({ "const": "auto" }));
    }
    if takes(toml::Value::Array(vec![text("any text")])) {
        types.push(json!({ "type": "array", "items": { "type": "string" } }));
    } else if default.is_array() {
        types.push(json!({ "type": "array" }));
    }
    if default.is_table() {
        types.push(json!({ "type": "object" }));
    }
    if types.is_empty() {
        types.push(json!({}));
    }
    types
}
