//! Messages with named values in braces: `the score is {value}, below {limit}`.

/// A text in which values are set.
#[derive(Debug, Clone)]
pub struct Template {
    /// What stands before a value, and its name.
    parts: Vec<(String, &'static str)>,
    tail: String,
}

impl Template {
    /// Reads a template; the second part are the names in braces that are not `allowed`.
    pub fn new(text: &str, allowed: &[&'static str]) -> (Self, Vec<String>) {
        let mut template = Self { parts: Vec::new(), tail: String::new() };
        let mut unknown = Vec::new();
        let mut rest = text;
        while let Some((before, name, after)) = braced(rest) {
            match allowed.iter().find(|known| **known == name) {
                Some(&known) => template.parts.push((before.to_owned(), known)),
                None => unknown.push(name.to_owned()),
            }
            rest = after;
        }
        rest.clone_into(&mut template.tail);
        (template, unknown)
    }

    /// The text with its values.
    pub fn fill(&self, values: &[(&'static str, String)]) -> String {
        let mut out = String::new();
        for (before, name) in &self.parts {
            out.push_str(before);
            out.push_str(values.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str()));
        }
        out.push_str(&self.tail);
        out
    }
}

/// What stands before the first name in braces, the name, and what follows. A name is of small letters and hyphens, so
/// the `{2,4}` of an expression is none.
pub fn braced(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let open = from + text[from..].find('{')?;
        let after = &text[open + 1..];
        let length = after.find(|c: char| !(c.is_ascii_lowercase() || c == '-')).unwrap_or(after.len());
        if length > 0 && after[length..].starts_with('}') {
            return Some((&text[..open], &after[..length], &after[length + 1..]));
        }
        from = open + 1;
    }
}
