//! The body of a rule page: its sections, and its examples as cases that can be run.
//!
//! Reads the pages under `rules/` and those that users write. Knows nothing about front matter, rules or how a case is
//! run; [`transcript`] says what came out of a run in the words of a page.

use std::fmt::{self, Write as _};

use crate::finding::{Finding, Label};
use crate::source::{Source, Span};

/// The section whose cases must be reported.
pub const FLAGGED: &str = "Flagged";
/// The section whose cases must not.
pub const NOT_FLAGGED: &str = "Not flagged";
/// The section that names neighbouring rules.
pub const SEE_ALSO: &str = "See also";

/// What follows the front matter of a page.
#[derive(Debug)]
pub struct Page<'p> {
    /// The parts below `##` headings, in the order of the page.
    pub sections: Vec<Section<'p>>,
    /// The examples of [`FLAGGED`] and [`NOT_FLAGGED`], in the order of the page.
    pub cases: Vec<Case>,
    /// The rules that [`SEE_ALSO`] names.
    pub see_also: Vec<&'p str>,
}

/// A part below a `##` heading.
#[derive(Debug)]
pub struct Section<'p> {
    /// The heading.
    pub name: &'p str,
    /// The line of the heading in the page, from 1.
    pub line: usize,
    /// What stands below it.
    pub text: &'p str,
}

/// An example: files, and what the rule says of them.
#[derive(Debug, Default)]
pub struct Case {
    /// The heading above it.
    pub name: String,
    /// The line of that heading in the page, from 1.
    pub line: usize,
    /// True when the rule must report something.
    pub flagged: bool,
    /// Names and contents, in the order of the page. Every content ends with one line end.
    pub files: Vec<(String, Vec<u8>)>,
    /// Parameters that differ from the rule's defaults.
    pub params: toml::Table,
    /// The findings in the form of [`transcript`]; empty when there must be none.
    pub expected: String,
}

impl Case {
    /// Its files as they are handed to the engine: in the order of paths.
    #[must_use]
    pub fn sources(&self) -> Vec<Source> {
        let mut files: Vec<_> = self.files.iter().collect();
        files.sort_by(|a, b| a.0.cmp(&b.0));
        files.into_iter().map(|(name, bytes)| Source::new(name.as_str(), name.as_str(), bytes.clone())).collect()
    }
}

impl Case {
    /// Expected findings that are not written as such, or at places that do not exist in the files of the case.
    #[must_use]
    pub fn place_faults(&self) -> Vec<String> {
        let sources = self.sources();
        let mut faults = Vec::new();
        for (index, line) in self.expected.lines().enumerate() {
            let body = line.strip_prefix("  ");
            if index == 0 && body.is_some() {
                faults.push("the first line is a related place".to_owned());
            }
            let body = body.unwrap_or(line);
            match place_exists(body, &sources) {
                None => faults.push(format!("this is no \"file:line:column-column: message\": {body}")),
                Some(false) => faults.push(format!("there is no such place: {body}")),
                Some(true) => {}
            }
        }
        faults
    }
}

/// Whether the place before the message exists; `None` when there is none or no message.
fn place_exists(line: &str, sources: &[Source]) -> Option<bool> {
    let (place, message) = line.split_once(": ")?;
    let mut parts = place.rsplitn(3, ':');
    let (from, to) = parts.next()?.split_once('-')?;
    let (from, to): (u32, u32) = (from.parse().ok()?, to.parse().ok()?);
    let number: u32 = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    if message.trim() != message || message.is_empty() {
        return None;
    }
    let Some(source) = sources.iter().find(|source| source.name == name) else { return Some(false) };
    let end = |column| source.offset(number, column).filter(|&at| source.line_number(at) == number as usize);
    Some(from <= to && end(from).is_some() && end(to).is_some_and(|at| at <= source.line(number as usize - 1).end))
}

/// What differs between two transcripts, line by line: `-` what is expected, `+` what came, a blank before what is equal.
/// `None` when they are equal.
#[must_use]
pub fn difference(expected: &str, actual: &str) -> Option<String> {
    let (expected, actual): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    if expected == actual {
        return None;
    }
    let same = expected.iter().zip(&actual).take_while(|(a, b)| a == b).count();
    let same_end = expected[same..].iter().rev().zip(actual[same..].iter().rev()).take_while(|(a, b)| a == b).count();
    let mut out = String::new();
    let mut write = |mark: char, lines: &[&str]| {
        for line in lines {
            let _ = writeln!(out, "{mark} {line}");
        }
    };
    write(' ', &expected[..same]);
    write('-', &expected[same..expected.len() - same_end]);
    write('+', &actual[same..actual.len() - same_end]);
    write(' ', &expected[expected.len() - same_end..]);
    Some(out)
}

/// Why a page cannot be read as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageError {
    /// The line in the page, from 1.
    pub line: usize,
    /// One sentence, lower case.
    pub message: String,
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for PageError {}

/// Reads what follows the front matter. `first_line` is the number of its first line in the page.
///
/// # Errors
/// At the first line that is not as a page must be: a fence that is never closed, a block whose use is not clear, an escape
/// that does not exist, parameters that are not TOML, an example without file, or with findings where none may be.
pub fn parse(body: &str, first_line: usize) -> Result<Page<'_>, PageError> {
    let mut page = Page { sections: Vec::new(), cases: Vec::new(), see_also: Vec::new() };
    let mut lines = Lines { body, at: 0, number: first_line };
    let mut section_start = 0;
    while let Some(line) = lines.next() {
        let number = lines.number - 1;
        if let Some(name) = line.strip_prefix("## ") {
            close(&mut page, &body[section_start..lines.at - line.len()]);
            section_start = lines.at;
            page.sections.push(Section { name: name.trim(), line: number, text: "" });
        } else if let (Some(name), Some(flagged)) = (line.strip_prefix("### "), examples_of(&page)) {
            let name = name.trim().to_owned();
            page.cases.push(Case { name, line: number, flagged, ..Case::default() });
        } else if let Some(fence) = Fence::open(line) {
            let block = lines.block(&fence, number)?;
            let starts = page.sections.last().map_or(0, |section| section.line);
            if examples_of(&page).is_some() {
                let case = page.cases.last_mut().filter(|case| case.line > starts);
                let case = case.ok_or_else(|| error(number, "this block stands before the first \"### \" heading"))?;
                case.take(fence.info, block, number)?;
            }
        } else if page.sections.last().is_some_and(|section| section.name == SEE_ALSO) && !line.trim().is_empty() {
            let id = line.strip_prefix("- `").and_then(|rest| rest.split_once('`')).map(|(id, _)| id);
            page.see_also.push(id.ok_or_else(|| error(number, "expected an item such as \"- `rule-id`\""))?);
        }
    }
    close(&mut page, &body[section_start..]);
    page.cases.iter().try_for_each(Case::complete)?;
    Ok(page)
}

/// Findings in the form of the `text` block of a page: `file:line:column-column: message`, each followed by its related
/// places, indented by two blanks. Columns count code points from 1, the second is one past the last; a place that goes on
/// to another line ends with its first. A finding of another level than its rule's is marked: `[warning] message`.
#[must_use]
pub fn transcript(findings: &[Box<Finding>], sources: &[Source]) -> String {
    let mut out = String::new();
    for finding in findings {
        let meta = &finding.rule.meta;
        // Whoever reads the page knows the level of its rule.
        let case = (!meta.levels.is_empty() && finding.level != meta.level).then(|| format!("[{}] ", finding.level.name()));
        let message = format!("{}{}", case.unwrap_or_default(), finding.message);
        write_place(&mut out, "", &finding.primary, &message, sources);
        for label in &finding.related {
            write_place(&mut out, "  ", label, &label.text, sources);
        }
    }
    out
}

fn write_place(out: &mut String, indent: &str, label: &Label, text: &str, sources: &[Source]) {
    let source = &sources[label.place.source.0 as usize];
    let Span { start, end } = label.place.span;
    let (from, mut to) = (source.position(start), source.position(end));
    if to.line > from.line {
        to = source.position(source.line(from.line as usize - 1).end.max(start));
    }
    let _ = writeln!(out, "{indent}{}:{}:{}-{}: {text}", source.name, from.line, from.column, to.column);
}

fn error(line: usize, message: impl Into<String>) -> PageError {
    PageError { line, message: message.into() }
}

/// Gives the section that ends here its text.
fn close<'p>(page: &mut Page<'p>, text: &'p str) {
    if let Some(section) = page.sections.last_mut() {
        section.text = text;
    }
}

/// Whether the examples of the current section are flagged; `None` where there are none.
fn examples_of(page: &Page<'_>) -> Option<bool> {
    match page.sections.last()?.name {
        FLAGGED => Some(true),
        NOT_FLAGGED => Some(false),
        _ => None,
    }
}

/// The lines of a page, each with its line end.
struct Lines<'p> {
    body: &'p str,
    at: usize,
    /// The number of the line that comes next.
    number: usize,
}

impl<'p> Lines<'p> {
    fn next(&mut self) -> Option<&'p str> {
        let line = self.body[self.at..].split_inclusive('\n').next()?;
        self.at += line.len();
        self.number += 1;
        Some(line)
    }

    /// What stands before the line that closes the fence, which is passed.
    fn block(&mut self, fence: &Fence<'_>, opened: usize) -> Result<&'p str, PageError> {
        let start = self.at;
        loop {
            let end = self.at;
            let line = self.next().ok_or_else(|| error(opened, "this fence is never closed"))?;
            if fence.is_closed_by(line) {
                return Ok(&self.body[start..end]);
            }
        }
    }
}

/// The line that opens a fenced block.
struct Fence<'p> {
    mark: char,
    length: usize,
    info: &'p str,
}

impl<'p> Fence<'p> {
    fn open(line: &'p str) -> Option<Self> {
        let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let info = line.trim_start_matches(mark);
        let length = line.len() - info.len();
        (length >= 3 && !(mark == '`' && info.contains('`'))).then(|| Self { mark, length, info: info.trim() })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let rest = line.trim_start_matches(self.mark);
        line.len() - rest.len() >= self.length && rest.trim().is_empty()
    }
}

impl Case {
    /// Takes a fenced block: a file, or parameters, or the expected findings.
    fn take(&mut self, info: &str, block: &str, line: usize) -> Result<(), PageError> {
        let (name, rest) = info.split_once(char::is_whitespace).unwrap_or((info, ""));
        match (name, rest.trim()) {
            ("", _) => Err(error(line, "this block needs a file name, \"toml\" or \"text\" after its fence")),
            ("text", "") if !self.expected.is_empty() => Err(error(line, "this example has a second \"text\" block")),
            ("text", "") if !self.flagged => Err(error(line, "an example that is not flagged expects no findings")),
            ("text", "") if block.trim().is_empty() => Err(error(line, "a flagged example expects findings")),
            ("text", "") => {
                block.clone_into(&mut self.expected);
                Ok(())
            }
            ("toml", "") if !self.params.is_empty() => Err(error(line, "this example has a second \"toml\" block")),
            ("toml", "") => {
                self.params = toml::from_str(block).map_err(|fault| {
                    let before = fault.span().map_or(0, |span| block[..span.start].matches('\n').count());
                    error(line + 1 + before, fault.message())
                })?;
                Ok(())
            }
            _ if self.files.iter().any(|(file, _)| file == name) => {
                Err(error(line, format!("this example has a second file {name}")))
            }
            (_, "") => {
                self.files.push((name.to_owned(), block.as_bytes().to_vec()));
                Ok(())
            }
            (_, "escaped") => {
                let mut bytes = Vec::with_capacity(block.len());
                for (index, text) in block.split_inclusive('\n').enumerate() {
                    unescape(text, &mut bytes).map_err(|what| error(line + 1 + index, what))?;
                }
                self.files.push((name.to_owned(), bytes));
                Ok(())
            }
            (_, word) => Err(error(line, format!("only \"escaped\" may follow a file name, not {word:?}"))),
        }
    }

    fn complete(&self) -> Result<(), PageError> {
        if self.files.is_empty() {
            return Err(error(self.line, "this example has no file"));
        }
        if self.flagged && self.expected.is_empty() {
            return Err(error(self.line, "this flagged example has no \"text\" block with its findings"));
        }
        Ok(())
    }
}

/// Reads `\t`, `\r`, `\n`, `\\`, `\xff` (one byte) and `\u{202e}` (one character).
fn unescape(text: &str, out: &mut Vec<u8>) -> Result<(), String> {
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let after = &rest[at + 1..];
        let mut length = 1;
        match after.as_bytes().first() {
            Some(b't') => out.push(b'\t'),
            Some(b'r') => out.push(b'\r'),
            Some(b'n') => out.push(b'\n'),
            Some(b'\\') => out.push(b'\\'),
            Some(b'x') => {
                let digits = after.get(1..3).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
                let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                out.push(byte.ok_or("two hexadecimal digits must follow \\x")?);
                length = 3;
            }
            Some(b'u') => {
                let digits = after[1..].strip_prefix('{').and_then(|inner| inner.split_once('}')).map(|(digits, _)| digits);
                let read = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
                let (digits, c) = digits.zip(read).ok_or("a character such as \\u{202e} was expected")?;
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                length = digits.len() + 3;
            }
            _ => {
                let c = after.trim_end_matches(['\n', '\r']).chars().next().map_or_else(String::new, String::from);
                return Err(format!("there is no escape \\{c}; a backslash is written \\\\"));
            }
        }
        rest = &after[length..];
    }
    out.extend_from_slice(rest.as_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::finding::Level;
    use crate::source::{Place, SourceId};

    const BODY: &str = "## Why\n\nBecause.\n\n```toml\nnot = \"a parameter\"\n```\n\n## Flagged\n\nSome words.\n\n### two files\n\n\
        ````b.md\n# B\n\n```text\n## no heading\n```\n````\n\n```toml\ncap = 60\n```\n\n```a.txt escaped\nx\\ty\\r\\n\\xff\\u{202e}\\\\\n```\n\n\
        ```text\na.txt:1:1-2: wrong\n  b.md:1:1-2: here\n```\n\n## Not flagged\n\n### clean\n\n~~~a.txt\nfine\n~~~\n\n\
        ## See also\n\n- `other-rule`\n- `third-rule`, for more\n";

    #[test]
    fn a_page_is_read() {
        let page = parse(BODY, 8).unwrap();
        let names: Vec<_> = page.sections.iter().map(|section| (section.name, section.line)).collect();
        assert_eq!(names, [("Why", 8), ("Flagged", 16), ("Not flagged", 43), ("See also", 51)]);
        assert!(page.sections[0].text.starts_with("\nBecause.") && page.sections[0].text.ends_with("```\n\n"));
        assert_eq!(page.see_also, ["other-rule", "third-rule"]);
        let [first, second] = &page.cases[..] else { panic!("{:?}", page.cases) };
        assert_eq!((first.name.as_str(), first.line, first.flagged), ("two files", 20, true));
        assert_eq!(first.files[0], ("b.md".to_owned(), b"# B\n\n```text\n## no heading\n```\n".to_vec()));
        assert_eq!(first.files[1], ("a.txt".to_owned(), b"x\ty\r\n\xff\xe2\x80\xae\\\n".to_vec()));
        assert_eq!(first.params["cap"].as_integer(), Some(60));
        assert_eq!(first.expected, "a.txt:1:1-2: wrong\n  b.md:1:1-2: here\n");
        assert_eq!((second.flagged, second.expected.as_str(), &second.files[0].1[..]), (false, "", &b"fine\n"[..]));
        let order: Vec<_> = first.sources().into_iter().map(|source| source.name).collect();
        assert_eq!(order, ["a.txt", "b.md"]);
    }

    #[test]
    fn faults_carry_their_line() {
        let fault = |body: &str| parse(body, 1).unwrap_err().to_string();
        let flagged = |rest: &str| fault(&format!("## Flagged\n### case\n{rest}"));
        let file = "```a.txt\na\n```\n";
        assert_eq!(flagged("```a.txt\na\n"), "line 3: this fence is never closed");
        assert_eq!(fault("## Flagged\n```a.txt\na\n```\n"), "line 2: this block stands before the first \"### \" heading");
        assert_eq!(
            fault(&format!("## Flagged\n### a\n{file}```text\na\n```\n## Not flagged\n{file}")),
            "line 10: this block stands before the first \"### \" heading"
        );
        assert_eq!(flagged("```\na\n```\n"), "line 3: this block needs a file name, \"toml\" or \"text\" after its fence");
        assert_eq!(flagged(&format!("{file}{file}")), "line 6: this example has a second file a.txt");
        assert_eq!(flagged(file), "line 2: this flagged example has no \"text\" block with its findings");
        assert_eq!(flagged("```text\na\n```\n"), "line 2: this example has no file");
        assert_eq!(flagged("```text\n```\n"), "line 3: a flagged example expects findings");
        assert_eq!(flagged("```a.txt escapd\na\n```\n"), "line 3: only \"escaped\" may follow a file name, not \"escapd\"");
        assert_eq!(flagged("```a.txt escaped\na\nb\\q\n```\n"), "line 5: there is no escape \\q; a backslash is written \\\\");
        assert_eq!(flagged("```a.txt escaped\n\\xf\n```\n"), "line 4: two hexadecimal digits must follow \\x");
        assert_eq!(flagged("```a.txt escaped\n\\u{d800}\n```\n"), "line 4: a character such as \\u{202e} was expected");
        assert!(flagged("```toml\na = 1\nb = \n```\n").starts_with("line 5: "));
        assert_eq!(
            fault("## Not flagged\n### a\n```text\na\n```\n"),
            "line 3: an example that is not flagged expects no findings"
        );
        assert_eq!(fault("## See also\nprose\n"), "line 2: expected an item such as \"- `rule-id`\"");
    }

    #[test]
    fn places_are_written_in_code_points() {
        let sources =
            [Source::new("a.txt", "a.txt", "É ✓\tx\r\nnext\n".into()), Source::new("b.txt", "b.txt", "one\n\ntwo\n".into())];
        let label = |source: u32, start: u32, end: u32, text: &'static str| {
            Label::new(Place { source: SourceId(source), span: Span::new(start, end) }, text)
        };
        let finding = |primary: Label, related: Vec<Label>| Finding {
            rule: Catalogue::built_in().rules()[0],
            level: Level::Error,
            message: "a message".to_owned(),
            primary,
            related,
            help: None,
            fix: None,
            silenced: None,
        };
        let findings = [
            finding(label(0, 3, 6, ""), vec![label(1, 4, 4, "empty"), label(0, 7, 13, "two lines")]),
            finding(label(1, 0, 3, ""), Vec::new()),
        ]
        .map(Box::new);
        assert_eq!(
            transcript(&findings, &sources),
            "a.txt:1:3-4: a message\n  b.txt:2:1-1: empty\n  a.txt:1:5-6: two lines\nb.txt:1:1-4: a message\n"
        );
    }
}
