//! What repairs would change, as a unified diff: for reading, and for `patch` and `git apply`.
//!
//! A hunk names after its `@@` the rules whose repairs it shows, where such tools allow any text. Lines end at LF only, as
//! they do for these tools. A character that would act on a terminal is spelled out, as everywhere; a diff with such a line
//! cannot be applied, and the writer is told so.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};

use super::escape;

/// Lines shown before and after a change.
const CONTEXT: usize = 3;

/// A file before and after its repairs.
#[derive(Debug)]
pub struct Change<'a> {
    /// The path as people see it.
    pub name: &'a str,
    /// The bytes before.
    pub before: &'a [u8],
    /// The bytes after.
    pub after: &'a [u8],
    /// The repairs: rule, and offset in `before`; by offset.
    pub made: &'a [(&'static str, u32)],
}

/// Writes the diff of one file. False when it cannot be applied, because characters of its lines are spelled out.
///
/// # Errors
/// What `out` fails with.
pub fn write_diff(change: &Change<'_>, color: bool, out: &mut dyn Write) -> io::Result<bool> {
    let old: Vec<&[u8]> = change.before.split_inclusive(|&byte| byte == b'\n').collect();
    let new: Vec<&[u8]> = change.after.split_inclusive(|&byte| byte == b'\n').collect();
    let paint = |code: &'static str| if color { (code, "\u{1b}[0m") } else { ("", "") };
    let name = escape::line(change.name);
    // What follows a tab is no part of the name for those tools; without one, a blank would end it.
    let end = if name.contains(' ') { "\t" } else { "" };
    let (on, off) = paint("\u{1b}[1m");
    writeln!(out, "{on}--- {name}{end}{off}\n{on}+++ {name}{end}{off}")?;
    let mut applicable = name == change.name;
    let ends: Vec<usize> = old
        .iter()
        .scan(0, |end, line| {
            *end += line.len();
            Some(*end)
        })
        .collect();
    let line_of = |offset: u32| ends.partition_point(|&end| end <= offset as usize).min(old.len().saturating_sub(1));
    for ops in group_diff_ops(capture_diff_slices(Algorithm::Myers, &old, &new), CONTEXT) {
        let (Some(first), Some(last)) = (ops.first(), ops.last()) else { continue };
        let in_old = first.old_range().start..last.old_range().end;
        let in_new = first.new_range().start..last.new_range().end;
        let from = change.made.partition_point(|&(_, at)| line_of(at) < in_old.start);
        let shown = change.made[from..].iter().take_while(|&&(_, at)| line_of(at) < in_old.end.max(in_old.start + 1));
        let rules: BTreeSet<&str> = shown.map(|&(rule, _)| rule).collect();
        let rules: Vec<&str> = rules.into_iter().collect();
        let heading = if rules.is_empty() { String::new() } else { format!(" {}", rules.join(", ")) };
        let (on, off) = paint("\u{1b}[36m");
        writeln!(out, "{on}@@ -{} +{} @@{off}{heading}", extent(&in_old), extent(&in_new))?;
        for op in &ops {
            applicable &= write_lines(op, &old, &new, &paint, out)?;
        }
    }
    Ok(applicable)
}

fn write_lines(
    op: &DiffOp,
    old: &[&[u8]],
    new: &[&[u8]],
    paint: &impl Fn(&'static str) -> (&'static str, &'static str),
    out: &mut dyn Write,
) -> io::Result<bool> {
    let mut whole = true;
    let mut write = |sign: char, line: &[u8], at_start: bool, out: &mut dyn Write| -> io::Result<()> {
        let (on, off) = match sign {
            '-' => paint("\u{1b}[31m"),
            '+' => paint("\u{1b}[32m"),
            _ => ("", ""),
        };
        let (body, end) = match line {
            [body @ .., b'\r', b'\n'] => (body, "\r\n"),
            [body @ .., b'\n'] => (body, "\n"),
            body => (body, "\n\\ No newline at end of file\n"),
        };
        let mut text = String::with_capacity(body.len());
        whole &= push_harmless(&mut text, body, at_start);
        write!(out, "{on}{sign}{text}{off}{end}")
    };
    if op.tag() != DiffTag::Equal {
        for index in op.old_range() {
            write('-', old[index], index == 0, out)?;
        }
    }
    for index in op.new_range() {
        write(if op.tag() == DiffTag::Equal { ' ' } else { '+' }, new[index], index == 0, out)?;
    }
    Ok(whole)
}

/// `5,7`, in short `5` for a single line; for no line the one before it.
fn extent(lines: &std::ops::Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        count => format!("{},{count}", lines.start + 1),
    }
}

/// Appends a line, what is harmful spelled out but for tabs and a byte order mark where it belongs. False when something
/// was.
fn push_harmless(out: &mut String, line: &[u8], at_start: bool) -> bool {
    let mut whole = true;
    for (index, chunk) in line.utf8_chunks().enumerate() {
        let mut rest = chunk.valid();
        if index == 0
            && at_start
            && let Some(after) = rest.strip_prefix('\u{feff}')
        {
            out.push('\u{feff}');
            rest = after;
        }
        for (nth, part) in rest.split('\t').enumerate() {
            if nth > 0 {
                out.push('\t');
            }
            let harmless = escape::line(part);
            whole &= harmless == part;
            out.push_str(&harmless);
        }
        for byte in chunk.invalid() {
            whole = false;
            // Writing into a string cannot fail.
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(before: &[u8], after: &[u8], made: &[(&'static str, u32)]) -> (String, bool) {
        let mut out = Vec::new();
        let whole = write_diff(&Change { name: "a b.txt", before, after, made }, false, &mut out).unwrap();
        (String::from_utf8(out).unwrap(), whole)
    }

    #[test]
    fn hunks_name_their_rules() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12";
        let after = before.replace("2\n3\n", "2\n").replace("12", "twelve");
        let (text, whole) = diff(before.as_bytes(), after.as_bytes(), &[("b-rule", 4), ("a-rule", 5), ("last-rule", 24)]);
        assert!(whole);
        assert_eq!(
            text,
            "--- a b.txt\t\n+++ a b.txt\t\n@@ -1,6 +1,5 @@ a-rule, b-rule\n 1\n 2\n-3\n 4\n 5\n 6\n@@ -9,4 +8,4 @@ last-rule\n \
             9\n 10\n 11\n-12\n\\ No newline at end of file\n+twelve\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn what_acts_on_a_terminal_is_spelled_out() {
        let (text, whole) = diff("\u{feff}a\tb\u{202e}\r\nc\rd\r\n".as_bytes(), b"\xff\r\n", &[]);
        assert!(!whole);
        assert!(text.ends_with("@@ -1,2 +1 @@\n-\u{feff}a\tb\\u{202e}\r\n-c\\rd\r\n+\\xff\r\n"), "{text:?}");
        let (text, whole) = diff("\u{feff}a\tb\r\n".as_bytes(), "\u{feff}a\tb\n".as_bytes(), &[]);
        assert!(whole && text.ends_with("-\u{feff}a\tb\r\n+\u{feff}a\tb\n"), "{text:?}");
    }

    #[test]
    fn an_insertion_at_the_start_and_an_empty_file() {
        assert!(diff(b"b\n", b"a\nb\n", &[("r", 0)]).0.ends_with("@@ -1 +1,2 @@ r\n+a\n b\n"));
        assert!(diff(b"", b"a\n", &[]).0.ends_with("@@ -0,0 +1 @@\n+a\n"));
    }
}
