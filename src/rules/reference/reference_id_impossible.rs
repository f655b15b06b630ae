//! An identifier that its scheme cannot have given out.
//!
//! arXiv: <https://info.arxiv.org/help/arxiv_identifier.html>; DOI prefixes: <https://www.doi.org/doi-handbook/>.

use serde::Deserialize;

use crate::finding::Label;
use crate::parse::reference_fault::printed_id;
use crate::report::{Identity, Report};
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceIdImpossible {}

impl ReportRule for ReferenceIdImpossible {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        for reference in &report.references {
            let fault = match &reference.identity {
                Identity::Arxiv { id, version } => arxiv_fault(id, *version),
                Identity::Doi(doi) => doi_fault(doi),
                Identity::Url(_) | Identity::Text(_) => None,
            };
            let Some(fault) = fault else { continue };
            let text = report.text(reference.item);
            // An identifier that the end of a line cuts may go on in the next line.
            let printed = printed_id(text, &reference.identity);
            if matches!(reference.identity, Identity::Doi(_)) && text.contains(['\n', '\r']) {
                continue;
            }
            let place = printed.map_or(reference.span, |range| Span::of(range).shift(reference.item.start));
            sink.push(
                Draft::new(fault, Label::new(report.place(place), "no such identifier").about(reference.item))
                    .help("look the work up and correct its identifier"),
            );
        }
    }
}

/// What is wrong with an arXiv identifier as the model keeps it: `2005.13013` or `math/0309136`.
fn arxiv_fault(id: &str, version: Option<u32>) -> Option<String> {
    let old = id.split_once('/');
    let (date, number) = match old {
        Some((_, digits)) => digits.split_at_checked(4)?,
        None => id.split_once('.')?,
    };
    let month: u32 = date.get(2..4)?.parse().ok()?;
    let year: u32 = date.get(0..2)?.parse().ok()?;
    let old = old.is_some();
    if !(1..=12).contains(&month) {
        return Some(format!("arXiv {id} has month {month}"));
    }
    let count = number.len();
    let new_since = (year, month) >= (15, 1);
    Some(match () {
        // Numbers such as math/0309136 were given out from August 1991 to March 2007.
        () if old && year < 91 && (year, month) > (7, 3) => {
            format!("arXiv {id} is from after March 2007, when such numbers ended")
        }
        () if old && (year, month) == (91, month) && month < 7 => format!("arXiv {id} is from before arXiv began"),
        () if !old && (year, month) < (7, 4) => format!("arXiv {id} is from before April 2007, when such numbers began"),
        () if !old && new_since && count == 4 => format!("arXiv {id} has 4 digits, but it is 5 since January 2015"),
        () if !old && !new_since && count == 5 => format!("arXiv {id} has 5 digits, but it was 4 before January 2015"),
        () if number.bytes().all(|digit| digit == b'0') => format!("arXiv {id} has number 0"),
        () if version == Some(0) => format!("arXiv {id}v0 has version 0"),
        () => return None,
    })
}

/// What is wrong with a DOI. Handles that are no DOI (`doi.org/the-identifier`) are not judged.
fn doi_fault(doi: &str) -> Option<String> {
    if !doi.starts_with(|c: char| c.is_ascii_digit()) || doi.starts_with("10/") {
        return None;
    }
    let (prefix, suffix) = doi.split_once('/').unwrap_or((doi, ""));
    let mut parts = prefix.split('.');
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let directory = parts.next() == Some("10");
    let registrant = parts.next().is_some_and(|part| digits(part) && (4..=9).contains(&part.len()));
    if !directory || !registrant || !parts.all(digits) {
        return Some(format!("doi {doi} has the prefix {prefix}, which no registrant has"));
    }
    suffix.is_empty().then(|| format!("doi {doi} has nothing after its prefix"))
}
