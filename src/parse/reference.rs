//! Items of the reference list and the work each one names.
//!
//! Identity follows the catalogue's definition: arXiv id and version, else DOI, else address, else text.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::report::Identity;

/// An item without its bullet or number, and what was read from it.
#[derive(Debug)]
pub struct Item<'t> {
    /// Where its text begins, when a bullet or number stands before it.
    pub marker: Option<usize>,
    /// The item without bullet, number and the brackets around an address.
    pub body: Range<usize>,
    /// The printed number of a numbered list.
    pub number: Option<u32>,
    /// Which work it is.
    pub identity: Identity<'t>,
    /// The address.
    pub url: Option<Range<usize>>,
}

/// How an item of a list begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// `-`, `*`, `•`
    Bullet,
    /// `1.`, `1)`, `[1]`
    Number(u32),
}

/// The marker at the start of a line without leading blanks, and where the item's text begins.
#[must_use]
pub fn marker(line: &str) -> Option<(Marker, usize)> {
    let blank_after = |at: usize| {
        let rest = &line[at..];
        let body = rest.trim_start();
        (body.len() < rest.len() || rest.starts_with('<') || body.is_empty()).then(|| line.len() - body.len())
    };
    // Most lines that are asked about begin with none of these.
    if line.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    for bullet in ['-', '*', '•', '–', '+'] {
        if let Some(rest) = line.strip_prefix(bullet) {
            return blank_after(line.len() - rest.len()).map(|at| (Marker::Bullet, at));
        }
    }
    let bracketed = line.starts_with('[');
    let digits = line[usize::from(bracketed)..].bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&digits) {
        return None;
    }
    let end = usize::from(bracketed) + digits;
    let number = line[usize::from(bracketed)..end].parse().ok()?;
    let closes = if bracketed { line[end..].starts_with(']') } else { line[end..].starts_with(['.', ')']) };
    let at = closes
        .then(|| end + 1)
        .and_then(|at| if bracketed { Some(line.len() - line[at..].trim_start().len()) } else { blank_after(at) });
    at.map(|at| (Marker::Number(number), at))
}

/// Reads one item; `text` is without the blanks around it, possibly of several lines.
#[must_use]
pub fn read(text: &str) -> Item<'_> {
    let marker = marker(text);
    let number = match marker {
        Some((Marker::Number(number), _)) => Some(number),
        Some((Marker::Bullet, _)) | None => None,
    };
    let marker = marker.map(|(_, at)| at);
    let mut body = marker.unwrap_or(0)..text.len();
    // Most items of most lists.
    if let Some(url) = text[body.clone()].strip_prefix('<').and_then(|url| url.strip_suffix('>'))
        && let Some(identity) = usual_arxiv(url)
    {
        let body = body.start + 1..body.end - 1;
        return Item { marker, url: Some(body.clone()), body, number, identity };
    }
    if text[body.clone()].starts_with('<') {
        body.start += 1;
        let close = memchr::memchr(b'>', &text.as_bytes()[body.clone()]);
        // Only a lone address loses its brackets; a text that begins with one stays whole.
        match close {
            Some(at) if text[body.start + at + 1..].trim_end_matches(['.', ',', ';']).trim().is_empty() => {
                body.end = body.start + at;
            }
            Some(_) => body.start -= 1,
            None => {}
        }
    }
    let url = address(text, body.clone());
    let identity = identity(&text[body.clone()], url.clone().map(|range| &text[range]));
    Item { marker, body, number, identity, url }
}

/// The first `http://` or `https://` address in a range of a text, without final punctuation.
fn address(text: &str, within: Range<usize>) -> Option<Range<usize>> {
    let part = &text[within.clone()];
    let at = memchr::memchr_iter(b':', part.as_bytes()).filter(|&at| part[at..].starts_with("://")).find_map(|at| {
        let scheme = &part[..at];
        let start = scheme.len() - scheme.chars().rev().take_while(char::is_ascii_alphabetic).count();
        ["http", "https"].iter().any(|known| scheme[start..].eq_ignore_ascii_case(known)).then_some(start)
    })?;
    let url = without_final_marks(&part[at..at + address_length(&part[at..])]);
    Some(within.start + at..within.start + at + url.len())
}

/// An address without what the sentence around it adds at its end; a bracket that the address itself opens is its own.
fn without_final_marks(mut url: &str) -> &str {
    let count = |mark: char| url.matches(mark).count();
    let mut unopened = count(')').saturating_sub(count('('));
    loop {
        let Some(last) = url.chars().next_back() else { return url };
        match last {
            '.' | ',' | ';' | ']' | '*' | '_' => {}
            ')' if unopened > 0 => unopened -= 1,
            _ => return url,
        }
        url = &url[..url.len() - last.len_utf8()];
    }
}

/// How far an address goes that a text begins with: to a blank, an angle bracket, a quotation mark or a bar.
fn address_length(text: &str) -> usize {
    let ends = |byte: &u8| !byte.is_ascii_graphic() || matches!(byte, b'<' | b'>' | b'"' | b'|');
    let plain = text.bytes().position(|byte| ends(&byte)).unwrap_or(text.len());
    // Control characters belong to it, and so do most characters beyond ASCII.
    let rest = &text[plain..];
    plain + rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '|')).unwrap_or(rest.len())
}

fn identity<'t>(body: &str, url: Option<&'t str>) -> Identity<'t> {
    if let Some(url) = url {
        if let Some(identity) = usual_arxiv(url) {
            return identity;
        }
        let canonical = canonical_url(url);
        return arxiv_url(&canonical).or_else(|| doi_url(&canonical)).unwrap_or(Identity::Url(canonical));
    }
    let lower = body.to_ascii_lowercase();
    if let Some(at) = lower.find("arxiv:")
        && let Some(identity) = arxiv(lower[at + "arxiv:".len()..].trim_start())
    {
        return identity;
    }
    if let Some(doi) =
        ["doi:", "doi.org/"].iter().find_map(|prefix| lower.find(prefix).map(|at| lower[at + prefix.len()..].trim_start()))
    {
        let doi = doi.split(char::is_whitespace).next().unwrap_or("").trim_end_matches(['.', ',', ';', '>']);
        return doi_identity(&percent_decoded(doi));
    }
    Identity::Text(canonical_text(body))
}

/// The identity of an address in its most frequent form, `http://arxiv.org/abs/2005.13013v2`.
fn usual_arxiv(url: &str) -> Option<Identity<'_>> {
    let rest = url.strip_prefix("http").map(|rest| rest.strip_prefix('s').unwrap_or(rest))?;
    let id = rest.strip_prefix("://arxiv.org/abs/")?;
    // Nine or ten characters.
    let (number, version) = id.split_at_checked(if id.as_bytes().get(9).is_some_and(u8::is_ascii_digit) { 10 } else { 9 })?;
    let plain = number.bytes().enumerate().all(|(at, b)| if at == 4 { b == b'.' } else { b.is_ascii_digit() });
    let version = match version.strip_prefix('v') {
        None if version.is_empty() => None,
        None => return None,
        Some(digits) if (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) => {
            Some(digits.parse().ok()?)
        }
        Some(_) => return None,
    };
    plain.then_some(Identity::Arxiv { id: Cow::Borrowed(number), version })
}

/// Host in lower case without `www.` and default port, then path and query without fragment, `utm_*` and final slash.
fn canonical_url(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or("");
    let (host, path) = rest.find(['/', '?']).map_or((rest, ""), |at| rest.split_at(at));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let host = host.strip_suffix(":80").or_else(|| host.strip_suffix(":443")).unwrap_or(host);
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut out = String::with_capacity(url.len());
    out.push_str(host);
    out.push_str(unreserved_decoded(path).trim_end_matches('/'));
    let mut separator = '?';
    for pair in query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("utm_")) {
        out.push(separator);
        out.push_str(pair);
        separator = '&';
    }
    out
}

/// Undoes percent-encoding of letters, digits and `-._~`, which means the same either way.
fn unreserved_decoded(path: &str) -> String {
    decoded(path, |byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

fn percent_decoded(text: &str) -> String {
    decoded(text, |byte| byte.is_ascii_graphic())
}

fn decoded(text: &str, wanted: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let byte = rest.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let length = match byte.filter(|&byte| wanted(byte)) {
            Some(byte) => {
                out.push(char::from(byte));
                3
            }
            None => {
                out.push('%');
                1
            }
        };
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    out
}

fn arxiv_url(canonical: &str) -> Option<Identity<'static>> {
    let path = canonical.strip_prefix("export.").unwrap_or(canonical).strip_prefix("arxiv.org/")?;
    let (kind, id) = path.split_once('/')?;
    let id = id.split('?').next().unwrap_or("");
    matches!(kind, "abs" | "pdf" | "html" | "format" | "e-print").then(|| arxiv(&id.to_ascii_lowercase())).flatten()
}

/// Reads `2005.13013v2`, `math.gt/0309136`; what follows (a class in brackets, `.pdf`) is left out.
fn arxiv(text: &str) -> Option<Identity<'static>> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-'))).unwrap_or(text.len());
    let text = text[..end].trim_end_matches(['.', '/']);
    let text = text.strip_suffix(".pdf").unwrap_or(text);
    let (id, version) = match text.rsplit_once('v') {
        Some((id, digits)) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
            (id, Some(digits.parse().ok()?))
        }
        _ => (text, None),
    };
    let digits = |part: &str, lengths: Range<usize>| lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let new_style = id.split_once('.').is_some_and(|(month, number)| digits(month, 4..5) && digits(number, 4..6));
    if new_style {
        return Some(Identity::Arxiv { id: Cow::Owned(id.to_owned()), version });
    }
    let (archive, number) = id.split_once('/')?;
    let archive = archive.split('.').next().unwrap_or("");
    let named = !archive.is_empty() && archive.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    (named && digits(number, 7..8)).then(|| Identity::Arxiv { id: Cow::Owned(format!("{archive}/{number}")), version })
}

fn doi_url(canonical: &str) -> Option<Identity<'static>> {
    let doi = canonical.strip_prefix("dx.").unwrap_or(canonical).strip_prefix("doi.org/")?;
    Some(doi_identity(&percent_decoded(doi).to_lowercase()))
}

/// A DOI that is arXiv's own names an arXiv paper.
fn doi_identity(doi: &str) -> Identity<'static> {
    let doi = doi.to_lowercase();
    doi.strip_prefix("10.48550/arxiv.").and_then(arxiv).unwrap_or(Identity::Doi(doi))
}

/// NFKC, lower case, letters and digits only, single blanks.
fn canonical_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || is_mark(c) {
            out.push(c);
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arxiv_id(id: &str, version: Option<u32>) -> Identity<'_> {
        Identity::Arxiv { id: Cow::Borrowed(id), version }
    }

    #[test]
    fn one_work_however_it_is_written() {
        for text in [
            "- <http://arxiv.org/abs/2005.13013v2>",
            "- <https://www.arxiv.org/pdf/2005.13013v2.pdf>",
            "- <HTTP://ArXiv.ORG/abs/2005.13013v2>",
            "- <http://arxiv.org/abs/2005.13013v2/>",
            "* http://arxiv.org/abs/2005.13013v2#bib",
            "[1] Smith et al. arXiv:2005.13013v2 [cs.CL].",
            "1. https://export.arxiv.org/abs/2005.13013v2.",
            "2) https://doi.org/10.48550/arXiv.2005.13013v2",
        ] {
            assert_eq!(read(text).identity, arxiv_id("2005.13013", Some(2)), "{text}");
        }
        assert_eq!(read("arXiv:math.GT/0309136").identity, arxiv_id("math/0309136", None));
        assert_eq!(read("https://dx.doi.org/10.1000/A%28b%29").identity, Identity::Doi("10.1000/a(b)".into()));
        assert_eq!(read("A title. doi:10.1000/ABC.").identity, Identity::Doi("10.1000/abc".into()));
        assert_eq!(
            read("<https://www.Example.org:443/a%62c/?utm_source=x&q=1>").identity,
            Identity::Url("example.org/abc?q=1".into())
        );
        assert_ne!(read("https://example.org/A").identity, read("https://example.org/a").identity);
        assert_eq!(read("- Smith (2020). A Title.").identity, Identity::Text("smith 2020 a title".into()));
    }

    #[test]
    fn bodies_and_numbers() {
        let text = "[12] <http://arxiv.org/abs/2005.13013v2>";
        let item = read(text);
        assert_eq!((item.number, &text[item.body]), (Some(12), "http://arxiv.org/abs/2005.13013v2"));
        assert_eq!(marker("-not a bullet"), None);
        assert_eq!(marker("2005.13013"), None);
        assert_eq!(marker("3. x"), Some((Marker::Number(3), 3)));
    }
}
