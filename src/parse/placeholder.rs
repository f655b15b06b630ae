//! What a template or an author left to be filled in.
//!
//! A text may speak of such marks ("14 TODO comments"): a lone word is only a placeholder when it stands where something
//! else belongs, in brackets, before a colon or what is to be done, as a value ("is TBD"), or as the whole text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::text::is_quoted;

/// The placeholders of a passage, in its order.
#[must_use]
pub fn placeholders(text: &str) -> Vec<Range<usize>> {
    static FORMS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"\[(?:TODO|TBD|FIXME|XXX+)(?:[ :][^\[\]\n]{0,80})?\]",
            r"|\((?:TODO|TBD|FIXME)(?::[^()\n]{0,80})?\)",
            r"|\b(?:TODO|TBD|FIXME)(?:\([a-z]+\))?:",
            r"|\b(?:is|are|was|were|remains?|remained|still|be) (?P<value>TODO|TBD|FIXME)\b",
            r"|(?:^|[.!?] )(?P<task>TODO|TBD|FIXME) (?:add|check|cite|complete|confirm|fill|find|fix|insert|link|more|source|update|verify|write)\b",
            r"|\bXXXX+\b",
            r"|\[(?i-u:citation needed)\]|\[(?:version|date|URL)\]",
            r"|\b[Ll]orem ipsum dolor\b",
            r"|\{\{ ?[A-Za-z][A-Za-z0-9_. -]{0,40}\}\}",
            r"|<claim>",
        ))
        .ok()
    });
    if is_all_placeholder(text) {
        let start = text.len() - text.trim_start().len();
        return std::iter::once(start..start + text.trim().len()).collect();
    }
    // One scan for what every form must hold settles nearly all passages.
    static HINTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"TODO|TBD|FIXME|XXXX|\[XXX|orem ipsum|\{\{|<claim>|\[version\]|\[date\]|\[URL\]|needed\]|NEEDED\]|Needed\]")
            .ok()
    });
    if HINTS.as_ref().is_some_and(|hints| !hints.is_match(text)) {
        return Vec::new();
    }
    let Some(forms) = FORMS.as_ref() else { return Vec::new() };
    let tags = text.contains("</claim>");
    let (mut ticks, mut counted) = (0, 0);
    let left_over = |range: &Range<usize>| {
        ticks += memchr::memchr_iter(b'`', &text.as_bytes()[counted..range.start]).count();
        counted = range.start;
        ticks % 2 == 0 && is_left_over(text, range) && !(tags && &text[range.clone()] == "<claim>")
    };
    // Of a sentence that leaves something open, the word alone is the placeholder; "is TODO comments" goes on.
    let word = |found: Captures<'_>| match found.name("value") {
        Some(value) => match text[value.end()..].chars().next() {
            None | Some('.' | ';' | ',' | ')') => Some(value.range()),
            Some(':') => Some(value.start()..value.end() + 1),
            Some(_) => None,
        },
        None => found.name("task").or(found.get(0)).map(|found| found.range()),
    };
    forms.captures_iter(text).filter_map(word).filter(left_over).collect()
}

/// False for what is quoted, a link, or joined to other letters.
fn is_left_over(text: &str, range: &Range<usize>) -> bool {
    let found = &text[range.clone()];
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let quoted = matches!(before, Some('\'' | '‘' | '`')) || is_quoted(text, range);
    let link = found.ends_with(']') && matches!(after, Some('(' | '[' | ':'));
    let joined =
        |c: Option<char>| matches!(c, Some('-' | '_' | '/' | '$' | '^' | '#' | '.')) || c.is_some_and(char::is_alphanumeric);
    let joined = joined(before) || (found.starts_with('X') && (joined(after) && after != Some('.')));
    !(quoted || link || joined)
}

/// True for a text that is nothing but a placeholder.
#[must_use]
pub fn is_all_placeholder(text: &str) -> bool {
    let text = text.trim();
    matches!(text, "None" | "nan" | "NaN" | "null" | "undefined" | "TODO" | "TBD" | "FIXME" | "TODO." | "TBD." | "XXX" | "N/A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_and_what_speaks_of_them() {
        let found = |text: &'static str| placeholders(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(
            found("It holds [TODO: source], [citation needed] and (TBD). TODO: more. {{ name }} of [version] gains XXXX points."),
            ["[TODO: source]", "[citation needed]", "(TBD)", "TODO:", "{{ name }}", "[version]", "XXXX"]
        );
        assert_eq!(found("Lorem ipsum dolor sit."), ["Lorem ipsum dolor"]);
        assert_eq!(found("The sample size is TBD. TODO add the source."), ["TBD", "TODO"]);
        assert_eq!(found("What is left is TODO: more."), ["TODO:"]);
        assert_eq!(found(" undefined "), ["undefined"]);
        assert_eq!(found("<claim>"), ["<claim>"]);
        for text in [
            "XXL models, chapter XXX, CVE-2024-XXXX",
            "14 TODO comments (TODO, FIXME) were found",
            "TODO comments are found by the tool",
            "`TODO: fix` and \"TODO: fix\"",
            "the [date](https://example.org) and [URL]: x",
            "x_{{i}} and ${{ secrets.key }}",
            "<claim>It holds.</claim>",
            "4. Add \"as of [date]\" to volatile statistics",
            "None of the models",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
