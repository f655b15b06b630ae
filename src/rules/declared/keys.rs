//! The keys of a `[check]` table: typed reading with spans, parameters set in, and a fault for what is not known.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Fault;
use super::template::{self, Template};
use crate::catalogue::nearest;
use crate::decimal::Decimal;

/// A value and where it stands in the front matter.
pub type At<T> = (T, Range<usize>);

/// Reads one table.
pub struct Keys<'t, 'f> {
    table: &'t DeTable<'t>,
    span: Range<usize>,
    params: &'t toml::Table,
    faults: &'f mut Vec<Fault>,
    known: Vec<&'static str>,
}

/// A table, or the tables of an array.
pub fn tables<'t>(value: &'t Spanned<DeValue<'t>>, faults: &mut Vec<Fault>) -> Vec<(&'t DeTable<'t>, Range<usize>)> {
    let values: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
        DeValue::Array(array) => array.iter().collect(),
        _ => vec![value],
    };
    let mut out = Vec::with_capacity(values.len());
    for value in values {
        match value.get_ref().as_table() {
            Some(table) => out.push((table, value.span())),
            None => faults.push(Fault::new(value.span(), format!("expected a table, not {}", kind(value)))),
        }
    }
    out
}

fn kind(value: &Spanned<DeValue<'_>>) -> String {
    let name = value.get_ref().type_str();
    format!("{} {name}", if name.starts_with(['a', 'i']) { "an" } else { "a" })
}

impl<'t, 'f> Keys<'t, 'f> {
    pub fn new(table: &'t DeTable<'t>, span: Range<usize>, params: &'t toml::Table, faults: &'f mut Vec<Fault>) -> Self {
        Self { table, span, params, faults, known: Vec::new() }
    }

    /// Notes a fault.
    pub fn fault(&mut self, at: Range<usize>, message: impl Into<String>) {
        self.faults.push(Fault::new(at, message));
    }

    /// Notes a name that is not known, with the one that was probably meant.
    pub fn unknown(&mut self, what: &str, name: &str, known: &[&str], at: Range<usize>) {
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("use one of {}", known.join(", ")),
        };
        self.faults.push(Fault { span: at, message: format!("there is no {what} named {name:?}"), help });
    }

    /// Where the table stands.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The value of a key, where it is.
    pub fn raw(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.known.push(key);
        self.table.get(key)
    }

    /// A value that may be left out.
    pub fn optional<T>(
        &mut self,
        key: &'static str,
        read: fn(&mut Self, &'static str, &'t Spanned<DeValue<'t>>) -> Option<T>,
    ) -> Option<At<T>> {
        let value = self.raw(key)?;
        Some((read(self, key, value)?, value.span()))
    }

    /// A value that must be there.
    pub fn demand<T>(
        &mut self,
        key: &'static str,
        read: fn(&mut Self, &'static str, &'t Spanned<DeValue<'t>>) -> Option<T>,
    ) -> Option<At<T>> {
        if !self.table.contains_key(key) {
            self.known.push(key);
            self.fault(self.span.clone(), format!("`{key}` is missing"));
            return None;
        }
        self.optional(key, read)
    }

    /// A string; a parameter in braces stands for its value.
    pub fn text(&mut self, key: &'static str, value: &'t Spanned<DeValue<'t>>) -> Option<String> {
        let Some(text) = value.get_ref().as_str() else {
            self.fault(value.span(), format!("`{key}` must be a string, not {}", kind(value)));
            return None;
        };
        Some(self.with_params(text))
    }

    /// A decimal number, or a parameter in braces that is one.
    pub fn number(&mut self, key: &'static str, value: &'t Spanned<DeValue<'t>>) -> Option<Decimal> {
        let (printed, named) = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => (number.as_str().to_owned(), None),
            DeValue::Float(number) => (number.as_str().to_owned(), None),
            DeValue::String(text) => match self.param(text.as_ref()) {
                Some((name, param)) => (param.to_string(), Some(name.to_owned())),
                None => (format!("{text:?}"), None),
            },
            _ => (kind(value), None),
        };
        let read = Decimal::parse(&printed);
        if read.is_none() {
            let what = named.map_or_else(|| format!("`{key}`"), |name| format!("the parameter `{name}`"));
            self.fault(value.span(), format!("{what} must be a decimal number, not {printed}"));
        }
        read
    }

    /// The parameter that the whole text names: `{minimum}`.
    fn param<'p>(&'p self, text: &'p str) -> Option<(&'p str, &'p toml::Value)> {
        let name = text.strip_prefix('{')?.strip_suffix('}')?;
        Some((name, self.params.get(name)?))
    }

    /// Sets the values of parameters in; braces around anything else stay.
    fn with_params(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, name, after)) = template::braced(rest) {
            out.push_str(before);
            // `\p{greek}` is a class of characters.
            let class = before.ends_with("\\p") || before.ends_with("\\P");
            match self.params.get(name).filter(|_| !class) {
                Some(toml::Value::String(value)) => out.push_str(value),
                Some(value) => out.push_str(&value.to_string()),
                None => out.extend(["{", name, "}"]),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// A template that may name the values of its kind, and parameters.
    pub fn template(&mut self, key: &'static str, names: &[&'static str], has_condition: bool) -> Option<Template> {
        let (text, at) = self.optional(key, Self::text)?;
        let when = has_condition.then_some("when");
        let allowed: Vec<&'static str> = names.iter().copied().chain(when).collect();
        let (template, unknown) = Template::new(&text, &allowed);
        for name in unknown {
            self.unknown("value or parameter", &name, &allowed, at.clone());
        }
        Some(template)
    }

    /// A table, or several, under a key.
    pub fn nested(&mut self, key: &'static str) -> Vec<(&'t DeTable<'t>, Range<usize>)> {
        match self.raw(key) {
            Some(value) => tables(value, self.faults),
            None => Vec::new(),
        }
    }

    /// A reader of another table of the same page.
    pub fn of<'s>(&'s mut self, table: &'t DeTable<'t>, span: Range<usize>) -> Keys<'t, 's> {
        Keys::new(table, span, self.params, self.faults)
    }

    /// Notes the keys that nobody asked for.
    pub fn finish(&mut self) {
        let unknown = self.table.keys().filter(|key| !self.known.contains(&key.get_ref().as_ref()));
        let unknown: Vec<At<String>> = unknown.map(|key| (key.get_ref().to_string(), key.span())).collect();
        let known = self.known.clone();
        for (name, at) in unknown {
            self.unknown("key", &name, &known, at);
        }
    }
}
