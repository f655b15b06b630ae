//! What keeps an item of the reference list from leading to a work, and where its identifier is printed.
//!
//! Knows the words of one item. A free text that could be a citation is never faulted: better silent than wrong.

use std::ops::Range;

use super::reference::Item;
use crate::report::{Identity, ReferenceFaultKind};

/// What is wrong with an item, and where. `text` is the item, `start` where it begins behind its bullet or number, and
/// `marked` says that it has one: a line without one may be a remark.
#[must_use]
pub fn read(text: &str, start: usize, marked: bool, item: &Item<'_>) -> Option<(Range<usize>, ReferenceFaultKind)> {
    let lone = |url: &Range<usize>| *url == item.body && &text[start..url.start] == "<" && &text[url.end..] == ">";
    if matches!(item.identity, Identity::Arxiv { .. }) && item.url.as_ref().is_some_and(lone) {
        return None;
    }
    // An address that gave a number of arXiv leads to it.
    if let Some(url) = item.url.as_ref().filter(|_| !matches!(item.identity, Identity::Arxiv { .. })) {
        let kind = address_fault(&text[url.clone()]);
        if kind.is_some() {
            return kind.map(|kind| (url.clone(), kind));
        }
    }
    let body = &text[start..];
    if let Some(inner) = body.strip_prefix('<') {
        let like_address = |text: &str| text.contains("://") || text.starts_with("www.") || text.starts_with("doi");
        match memchr::memchr(b'>', inner.as_bytes()).map(|at| (&inner[..at], &inner[at + 1..])) {
            None if like_address(inner) => {
                let complete = item.url.as_ref().is_some_and(|url| url.end == text.len());
                return Some((start..text.len(), ReferenceFaultKind::BracketOpen { complete }));
            }
            // An address may be broken over lines, where the blank belongs to the layout.
            Some((inner, ""))
                if memchr::memchr2(b' ', b'\t', inner.trim().as_bytes()).is_some()
                    && like_address(inner)
                    && !inner.contains(['\n', '\r']) =>
            {
                return Some((start + 1..start + 1 + inner.len(), ReferenceFaultKind::Blank));
            }
            Some((inner, "")) if item.url.is_none() && is_misspelt_address(inner) => {
                return Some((start..text.len(), ReferenceFaultKind::NoAddress));
            }
            _ => {}
        }
    }
    let nameless = marked && item.url.is_none() && matches!(item.identity, Identity::Text(_)) && !could_be_found(body);
    nameless.then_some((start..text.len(), ReferenceFaultKind::NoAddress))
}

/// True for what has the form of an address, but a scheme that leads nowhere: `htp:/example.org`, `http:/example.org`.
fn is_misspelt_address(inner: &str) -> bool {
    const OTHERS: [&str; 9] = ["ftp", "ftps", "sftp", "file", "git", "ssh", "s3", "gs", "ipfs"];
    let Some((scheme, rest)) = inner.split_once(":/") else { return false };
    let known = rest.starts_with('/') && OTHERS.iter().any(|other| scheme.eq_ignore_ascii_case(other));
    let like_scheme = (2..=6).contains(&scheme.len()) && scheme.bytes().all(|byte| byte.is_ascii_alphabetic());
    like_scheme && !known && rest.contains('.') && !inner.contains([' ', '\t', '\n', '\r'])
}

/// What is wrong with an `http` address itself.
fn address_fault(url: &str) -> Option<ReferenceFaultKind> {
    let (_, rest) = url.split_once("://")?;
    let (host, path) = rest.find(['/', '?', '#']).map_or((rest, ""), |at| rest.split_at(at));
    let host = host.rsplit('@').next().unwrap_or("");
    let name = host.split(':').next().unwrap_or("").to_ascii_lowercase();
    if !name.contains('.') && name != "localhost" && !host.starts_with('[') {
        return Some(ReferenceFaultKind::NoHost);
    }
    let path = path.split(['?', '#']).next().unwrap_or("").trim_matches('/');
    let name = name.strip_prefix("www.").or_else(|| name.strip_prefix("export.")).unwrap_or(&name);
    let cut = match name {
        "arxiv.org" => matches!(path, "abs" | "pdf" | "html" | "format" | "e-print"),
        "doi.org" | "dx.doi.org" => path.is_empty(),
        _ => false,
    };
    cut.then_some(ReferenceFaultKind::NoDocument)
}

/// True for a text that names something a reader can look for: an identifier, a file, a year, or a title and its authors.
fn could_be_found(text: &str) -> bool {
    if text.contains(|c: char| c.is_numeric() || matches!(c, '/' | '@' | '`' | '"' | '“' | '«' | '„' | '‘'))
        || text.contains("](")
    {
        return true;
    }
    let inner_stop = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).contains('.');
    let words = || text.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
    let names =
        words().filter(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase)).count();
    // Scripts without capitals and without blanks are not judged.
    let foreign = text.chars().any(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
    foreign || words().any(inner_stop) || (names >= 2 && words().count() >= 4)
}

/// Where an item prints the arXiv number (with its version) or the DOI that it is known by.
#[must_use]
pub fn printed_id(text: &str, identity: &Identity<'_>) -> Option<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    match identity {
        Identity::Arxiv { id, version } => {
            let number = id.rsplit('/').next().unwrap_or(id);
            let at = lower.find(number)?;
            let mut end = at + number.len();
            if version.is_some() && lower[end..].starts_with('v') {
                end += 1;
                end += lower[end..].bytes().take_while(u8::is_ascii_digit).count();
            }
            // "math.GT/" belongs to the number.
            let old = id
                .contains('/')
                .then(|| lower[..at].trim_end_matches('/').rfind(|c: char| !c.is_ascii_alphabetic() && c != '-' && c != '.'));
            let start = old.map_or(at, |before| before.map_or(0, |before| before + 1));
            Some(start..end)
        }
        Identity::Doi(doi) => lower.find(doi.as_str()).map(|at| at..at + doi.len()),
        Identity::Url(_) | Identity::Text(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::reference;

    fn fault(text: &str) -> Option<ReferenceFaultKind> {
        let marker = reference::marker(text);
        let item = reference::read(text);
        read(text, marker.map_or(0, |(_, at)| at), marker.is_some(), &item).map(|(_, kind)| kind)
    }

    #[test]
    fn a_scheme_that_leads_nowhere_is_no_address() {
        for text in ["- <htp:/example.org/abs/2005.01234v1>", "- <http:/example.org/a>", "- <htttp://example.org/a>"] {
            assert_eq!(fault(text), Some(ReferenceFaultKind::NoAddress), "{text}");
        }
        for text in ["- <https://example.org/a>", "- <ftp://example.org/a>", "- <s3://bucket.example/a>", "- <Smith 2020: a/b>"] {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn items_that_lead_nowhere() {
        use ReferenceFaultKind as Kind;
        for (text, kind) in [
            ("- <http://arxiv.org/abs/", Kind::NoDocument),
            ("- https://doi.org/", Kind::NoDocument),
            ("- <http://arxiv.org/abs/2005.13013v2", Kind::BracketOpen { complete: true }),
            ("- <http://arxiv.org/abs/2005.13013v2 and more", Kind::BracketOpen { complete: false }),
            ("- <http://arxiv.org/abs/2005 .13013>", Kind::Blank),
            ("- http://arxiv/abs/2005.13013", Kind::NoHost),
            ("- Smith et al.", Kind::NoAddress),
            ("- various papers on the topic", Kind::NoAddress),
            ("-", Kind::NoAddress),
        ] {
            assert_eq!(fault(text), Some(kind), "{text}");
        }
    }

    #[test]
    fn items_that_can_be_found() {
        for text in [
            "- Smith (2020). A title of words. Venue.",
            "- <http://arxiv.org/abs/2005.13013v2>",
            "- RFC 9110",
            "- ISBN 978-3-16-148410-0",
            "- www.example.org/x",
            "- [the guide](guide.md)",
            "- `scripts/report.py`",
            "- Lee, J. Deep Learning for Soil Science. In press.",
            "- <5% of the sources are open",
            "- http://localhost:8000/x",
            "- 統計局年報",
            "Sources were chosen by hand",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn identifiers_are_found_where_they_are_printed() {
        let id = |text: &'static str| printed_id(text, &reference::read(text).identity).map(|range| &text[range]);
        assert_eq!(id("- <http://arxiv.org/abs/2013.04512v1>"), Some("2013.04512v1"));
        assert_eq!(id("- arXiv:math.GT/0313136"), Some("math.GT/0313136"));
        assert_eq!(id("- doi:11.1000/ABC."), Some("11.1000/ABC"));
    }
}
