//! Declared checks: rules whose page says under `[check]` what they check; one generic check for each kind.
//!
//! Built-in policy rules and the house rules of users are written this way and need no Rust. This room knows the model of a
//! report and the front matter of a page; nothing of levels, files or how a page is found. A pattern check is the one
//! place where an expression of a user runs over text.

mod agree;
mod bound;
mod condition;
mod keys;
mod part;
mod pattern;
mod quantity;
mod required;
mod template;

use std::ops::Range;

use serde::de::Error as _;

use self::condition::Condition;
use self::keys::Keys;
use self::template::Template;
use super::{Draft, ReportRule, Sink};
use crate::catalogue::Rule;
use crate::finding::Label;
use crate::report::Report;
use crate::source::Span;

/// What is wrong with a declared check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the front matter.
    pub span: Range<usize>,
    /// One sentence, lower case.
    pub message: String,
    /// What to do, beginning with a verb; empty when the message says it.
    pub help: String,
}

impl Fault {
    fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: String::new() }
    }
}

/// The checks of one page, ready to run.
#[derive(Debug)]
pub struct Declared {
    checks: Vec<Declaration>,
}

/// One `[check]`.
#[derive(Debug)]
struct Declaration {
    /// It is made only where all of these hold.
    when: Vec<Condition>,
    kind: Kind,
    words: Words,
}

/// What a check does, one type for each `kind`.
#[derive(Debug)]
enum Kind {
    Bound(bound::Bound),
    Pattern(pattern::Pattern),
    Required(required::Required),
    Agree(agree::Agree),
}

/// The words of the page for a finding.
#[derive(Debug)]
struct Words {
    message: Option<Template>,
    label: Option<Template>,
    help: Option<String>,
}

/// What one finding is about, before it is put into words.
struct Contradiction {
    place: Span,
    subject: Span,
    /// The message without a template of the page.
    message: String,
    /// The label of the place without one.
    label: String,
    /// Values that a template can name.
    values: Vec<(&'static str, String)>,
    /// The other side.
    related: Vec<(Span, String)>,
}

/// Reads the checks of a page and sets its parameters in.
///
/// # Errors
/// Everything that is wrong with them, in the order of the page.
pub fn read(front: &str, params: &toml::Table) -> Result<Declared, Vec<Fault>> {
    let document = match toml::de::DeTable::parse(front) {
        Ok(document) => document,
        Err(error) => return Err(vec![Fault::new(error.span().unwrap_or(0..0), error.message())]),
    };
    let mut faults = Vec::new();
    let mut checks = Vec::new();
    match document.get_ref().get("check") {
        None => faults.push(Fault::new(0..0, "the page declares no check: `[check]` is missing")),
        Some(check) => {
            let tables = keys::tables(check, &mut faults);
            if tables.is_empty() && faults.is_empty() {
                faults.push(Fault::new(check.span(), "the page declares no check"));
            }
            for (table, span) in tables {
                checks.extend(declaration(&mut Keys::new(table, span, params, &mut faults)));
            }
        }
    }
    faults.sort_by_key(|fault| fault.span.start);
    if faults.is_empty() { Ok(Declared { checks }) } else { Err(faults) }
}

/// The check of a rule whose page declares it, with parameters that its page has.
///
/// # Errors
/// When there is no such parameter, or its value cannot be used.
pub fn build(rule: &Rule, params: &toml::Table) -> Result<Box<dyn ReportRule>, toml::de::Error> {
    if let Some(unknown) = params.keys().find(|key| !rule.meta.params.contains_key(*key)) {
        let known: Vec<String> = rule.meta.params.keys().map(|name| format!("`{name}`")).collect();
        let expected = if known.is_empty() { "there are none".to_owned() } else { format!("expected {}", known.join(", ")) };
        return Err(toml::de::Error::custom(format!("unknown field `{unknown}`, {expected}")));
    }
    for (name, value) in params {
        let default = &rule.meta.params[name];
        let number = |value: &toml::Value| value.is_integer() || value.is_float();
        if !(value.same_type(default) || number(value) && number(default)) {
            let message = format!("invalid type: {}, expected {}", value.type_str(), default.type_str());
            return Err(toml::de::Error::custom(message));
        }
    }
    match read(rule.front, params) {
        Ok(declared) => Ok(Box::new(declared)),
        Err(faults) => Err(toml::de::Error::custom(faults.first().map_or("", |fault| &fault.message))),
    }
}

/// The names of all kinds, for messages.
const KINDS: [&str; 4] = ["bound", "pattern", "required", "agree"];

/// What a template can name where it is not known of which kind it is.
const ALL_VALUES: [&str; 6] = ["value", "limit", "match", "place", "left", "right"];

fn declaration(keys: &mut Keys<'_, '_>) -> Option<Declaration> {
    let (kind, at) = keys.demand("kind", Keys::text)?;
    let kind = match kind.as_str() {
        "bound" => bound::read(keys).map(Kind::Bound),
        "pattern" => pattern::read(keys).map(Kind::Pattern),
        "required" => required::read(keys).map(Kind::Required),
        "agree" => agree::read(keys).map(Kind::Agree),
        other => {
            keys.unknown("kind of check", other, &KINDS, at);
            return None;
        }
    };
    let names: &[&str] = match &kind {
        Some(Kind::Bound(_)) => &bound::VALUES,
        Some(Kind::Pattern(pattern)) => pattern.values(),
        Some(Kind::Required(_)) => &required::VALUES,
        Some(Kind::Agree(_)) => &agree::VALUES,
        None => &ALL_VALUES,
    };
    let when = condition::read(keys);
    let message = keys.template("message", names, !when.is_empty());
    let label = keys.template("label", names, !when.is_empty());
    let help = keys.optional("help", Keys::text).map(|(help, _)| help);
    keys.finish();
    Some(Declaration { when, kind: kind?, words: Words { message, label, help } })
}

impl ReportRule for Declared {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for declaration in &self.checks {
            declaration.check(report, sink);
        }
    }
}

impl Declaration {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let mut reasons = Vec::with_capacity(self.when.len());
        for condition in &self.when {
            match condition.holds(report) {
                Some(reason) => reasons.push(reason),
                None => return,
            }
        }
        let found = match &self.kind {
            Kind::Bound(bound) => bound.check(report),
            Kind::Pattern(pattern) => pattern.check(report),
            Kind::Required(required) => required.check(report),
            Kind::Agree(agree) => agree.check(report),
        };
        for mut one in found {
            if let Some((_, reason)) = reasons.first() {
                one.values.push(("when", reason.clone()));
            }
            let message = self.words.message.as_ref().map_or(one.message, |template| template.fill(&one.values));
            let label = self.words.label.as_ref().map_or(one.label, |template| template.fill(&one.values));
            let mut draft = Draft::new(message, Label::new(report.place(one.place), label).about(one.subject));
            // The same place twice explains nothing.
            let because = reasons.iter().filter(|(span, _)| *span != one.place);
            let related = one.related.into_iter().chain(because.map(|(span, text)| (*span, format!("\"{text}\""))));
            draft = draft.all_related(related.map(|(span, text)| Label::new(report.place(span), text)));
            if let Some(help) = &self.words.help {
                draft = draft.help(help.clone());
            }
            sink.push(draft);
        }
    }
}

#[cfg(test)]
mod tests;
