//! The rows and cells of a table that is written in HTML. Tags are looked for as they are written, nothing is rendered.

use std::ops::Range;

use crate::source::{Source, Span};

/// Blocks that hold text as it is, and comments.
const VERBATIM: [&str; 5] = ["!--", "pre", "script", "style", "textarea"];

/// The rows `<tr>…</tr>` of an HTML block, the header among them; none when it holds no table.
#[must_use]
pub fn rows(text: &str, block: Range<usize>) -> Vec<Span> {
    let inner = &text[block.clone()];
    let Some(name) = inner.trim_start().strip_prefix('<') else { return Vec::new() };
    if VERBATIM.iter().any(|verbatim| name.starts_with(verbatim)) {
        return Vec::new();
    }
    let mut out: Vec<Span> = Vec::new();
    let mut open: Option<usize> = None;
    for at in memchr::memchr_iter(b'<', inner.as_bytes()) {
        let begins = is_tag(&inner[at..], "tr");
        if begins || ["/tr", "/table", "/tbody", "/thead"].iter().any(|name| is_tag(&inner[at..], name)) {
            let ended = open.take().map(|from| Span::of(from..from + inner[from..at].trim_end().len()));
            out.extend(ended.map(|row| row.shift(Span::of(0..block.start).end)));
        }
        if begins {
            open = Some(at);
        }
    }
    out
}

/// The cells of a row; `None` when it is not written in HTML.
#[must_use]
pub fn cells(source: &Source, row: Span) -> Option<Vec<Span>> {
    let text = source.slice(row);
    if !is_tag(text, "tr") {
        return None;
    }
    let mut out = Vec::with_capacity(6);
    let mut open: Option<usize> = None;
    let mut push = |open: &mut Option<usize>, end: usize| {
        if let Some(from) = open.take() {
            let (start, body) = bare(&text[from..end]);
            out.push(Span::of(from + start..from + start + body.len()).shift(row.start));
        }
    };
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        let begins = ["td", "th"].iter().any(|name| is_tag(&text[at..], name));
        if begins || ["/td", "/th"].iter().any(|name| is_tag(&text[at..], name)) {
            push(&mut open, at);
        }
        if begins {
            // A tag that is never closed is none: no text is looked at twice.
            let end = memchr::memchr2(b'<', b'>', &text.as_bytes()[at + 1..]).map(|end| at + 1 + end);
            open = end.filter(|&end| text.as_bytes()[end] == b'>').map(|end| end + 1);
        }
    }
    push(&mut open, text.len());
    Some(out)
}

/// A cell without the blanks and tags around it, and where that begins: "<b>TRUE</b>" says "TRUE".
fn bare(cell: &str) -> (usize, &str) {
    let mut rest = cell.trim_start();
    while let Some(end) =
        rest.strip_prefix('<').and_then(|tag| tag.find(['<', '>'])).filter(|&end| rest[end + 1..].starts_with('>'))
    {
        rest = rest[end + 2..].trim_start();
    }
    let start = cell.len() - rest.len();
    let tagged = cell.trim_start().len() > rest.len();
    rest = rest.trim_end();
    while let Some((before, _)) = rest.strip_suffix('>').and_then(|tag| tag.rsplit_once('<')).filter(|_| tagged) {
        rest = before.trim_end();
    }
    (start, rest)
}

/// True for `<name>` and `<name …`, in whatever case.
fn is_tag(text: &str, name: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first() == Some(&b'<')
        && bytes.get(1..=name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
        && bytes.get(name.len() + 1).is_none_or(|next| matches!(next, b'>' | b'/') || next.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_cells_as_they_are_written() {
        let text = "<table class=\"x\">\n<thead><TR><th>Claim</th><th>Verdict</th></TR></thead>\n<tr>\n <td align=left> The <b>hall</b> </td>\n <td>\
                    <b>TRUE</b> <td></tr>\n<tr><td>The roof";
        let source = Source::new("a.md", "a.md", text.as_bytes().to_vec());
        let read: Vec<Vec<&str>> = rows(text, 0..text.len())
            .into_iter()
            .map(|row| cells(&source, row).expect("a row").into_iter().map(|cell| source.slice(cell)).collect())
            .collect();
        assert_eq!(read, [vec!["Claim", "Verdict"], vec!["The <b>hall</b>", "TRUE", ""]]);
        for none in ["<!-- <tr><td>a</td></tr> -->", "<pre><tr><td>a</td></tr></pre>", "<trout>", "", "a"] {
            assert_eq!(rows(none, 0..none.len()), [], "{none}");
        }
    }
}
