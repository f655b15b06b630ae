//! Comments in Markdown that silence findings, each on a line of its own:
//!
//! ```text
//! <!-- claimlint-ignore claim-truncated: the source cuts it, too -->
//! <!-- claimlint-ignore-file shared-abstract, duplicate-report: one study in two parts -->
//! ```
//!
//! The first form holds for the block below it, up to the next empty line; the second for the whole file. What stands in a
//! fenced block is text.

use crate::source::{Source, Span};

/// A comment that begins with `claimlint`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoreComment {
    /// All of it.
    pub span: Span,
    /// What it holds for; `None` when its first word is unknown.
    pub reach: Option<Reach>,
    /// The names of rules.
    pub rules: Vec<Span>,
    /// Why.
    pub reason: Option<Span>,
}

/// What a comment holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The block below it.
    Block(Span),
    /// The whole file.
    File,
}

/// The comments of a file, in order.
#[must_use]
pub fn read(source: &Source) -> Vec<IgnoreComment> {
    let mut comments = Vec::new();
    if memchr::memmem::find(source.text().as_bytes(), b"claimlint").is_none() {
        return comments;
    }
    let mut fence: Option<&str> = None;
    for line in 0..source.line_count() {
        let span = source.line(line);
        let text = source.slice(span).trim_end();
        let body = text.trim_start();
        let ticks = &body[..body.len() - body.trim_start_matches(['`', '~']).len()];
        match fence {
            Some(open) => {
                if ticks.starts_with(open) && ticks == body {
                    fence = None;
                }
                continue;
            }
            None if ticks.len() >= 3 && ticks.bytes().all(|b| b == ticks.as_bytes()[0]) => {
                fence = Some(ticks);
                continue;
            }
            None => {}
        }
        let Some(inner) = body.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")) else { continue };
        // Four blanks make a line of code of it.
        if text.len() - body.len() > 3 || inner.contains("-->") || !inner.trim_start().starts_with("claimlint") {
            continue;
        }
        let start = span.start as usize + text.len() - body.len();
        comments.push(comment(source, line, Span::of(start..start + body.len()), inner));
    }
    comments
}

fn comment(source: &Source, line: usize, span: Span, inner: &str) -> IgnoreComment {
    let part = |text: &str| {
        // Parts are slices of the source's text.
        let start = text.as_ptr() as usize - source.text().as_ptr() as usize;
        Span::of(start..start + text.len())
    };
    let inner = inner.trim();
    let (verb, rest) = inner.split_at(inner.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(inner.len()));
    let (rules, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let reach = match verb {
        "claimlint-ignore" => Some(Reach::Block(block_below(source, line))),
        "claimlint-ignore-file" => Some(Reach::File),
        _ => None,
    };
    let names = rules.split([',', ' ', '\t']).filter(|name| !name.is_empty());
    let reason = Some(reason.trim()).filter(|reason| !reason.is_empty()).map(part);
    IgnoreComment { span, reach, rules: names.map(part).collect(), reason }
}

/// From the first line below that is not empty, and no such comment, to the next that is empty.
fn block_below(source: &Source, line: usize) -> Span {
    let is_empty = |line: &usize| source.slice(source.line(*line)).trim().is_empty();
    let is_comment = |line: &usize| {
        let text = source.slice(source.line(*line)).trim_start();
        text.strip_prefix("<!--").is_some_and(|rest| rest.trim_start().starts_with("claimlint"))
    };
    let lines = line + 1..source.line_count();
    let Some(first) = lines.clone().find(|line| !is_empty(line) && !is_comment(line)) else {
        return Span::at(source.line(line).end);
    };
    let end = (first..source.line_count()).find(is_empty).unwrap_or(source.line_count());
    source.line(first).cover(source.line(end - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let source = Source::new("a.md", "a.md", text.as_bytes().to_vec());
        let comments = read(&source);
        let one = |comment: &IgnoreComment| {
            let rules: Vec<&str> = comment.rules.iter().map(|&rule| source.slice(rule)).collect();
            let reach = match comment.reach {
                Some(Reach::Block(span)) => format!("{:?}", source.slice(span)),
                Some(Reach::File) => "file".to_owned(),
                None => "unknown".to_owned(),
            };
            let line = source.line_number(comment.span.start);
            format!("{line} {} {} {reach}", rules.join("+"), comment.reason.map_or("-", |reason| source.slice(reason)))
        };
        comments.iter().map(one).collect()
    }

    #[test]
    fn forms() {
        let text = "<!-- claimlint-ignore a, b-c: why: so -->\n\n| x |\n| y |\n\nz\n  <!-- claimlint-ignore a -->\n\
            <!--claimlint-ignore-file d:e-->\n<!-- claimlint-ignor a: r -->\n<!-- claimlint-ignore: r -->";
        assert_eq!(told(text), ["1 a+b-c why: so \"| x |\\n| y |\"", "7 a - \"\"", "8 d e file", "9 a r unknown", "10  r \"\""]);
    }

    #[test]
    fn what_is_quoted_is_text() {
        for text in [
            "```\n<!-- claimlint-ignore a: b -->\n```",
            "~~~~\n~~~\n<!-- claimlint-ignore a: b -->\n~~~~",
            "    <!-- claimlint-ignore a: b -->",
            "write <!-- claimlint-ignore a: b -->",
            "<!-- claimlint-ignore a: b --> | x |",
            "`<!-- claimlint-ignore a: b -->`",
        ] {
            assert!(told(text).is_empty(), "{text}");
        }
    }
}
