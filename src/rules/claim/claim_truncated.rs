//! A claim that breaks off: "…multilingual MLM duri".

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::corpus::Corpus;
use crate::corpus::tie::{self, Tie, may_go_on};
use crate::finding::Label;
use crate::parse::placeholder::is_all_placeholder;
use crate::report::{Claim, Report};
use crate::rules::{CorpusRule, Draft, Sink};
use crate::source::Span;
use crate::text;
use crate::truncation::{CLAIM_CAP, Cut, cuts};

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimTruncated {
    /// The length in characters at which the generator cuts claims.
    cap: Cap,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged, expecting = "a number of characters or \"auto\"")]
enum Cap {
    Characters(usize),
    Auto(Auto),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Auto {
    Auto,
}

impl Cap {
    /// The cap itself, or the length that most claims of the run without a final stop have, the longest of several. Shorter
    /// ones than 60 characters are headings and the like.
    fn characters(self, corpus: &Corpus<'_, '_>) -> usize {
        const LEAST: usize = 60;
        if let Self::Characters(characters) = self {
            return characters;
        }
        let mut lengths: FxHashMap<usize, usize> = FxHashMap::default();
        for report in corpus.reports() {
            for text in report.claims.iter().map(|claim| report.text(claim.text)) {
                let length = text::characters(text);
                if length >= LEAST && !text::ends_in_stop(text) {
                    *lengths.entry(length).or_default() += 1;
                }
            }
        }
        lengths.into_iter().map(|(length, count)| (count, length)).max().map_or(CLAIM_CAP, |(_, length)| length)
    }
}

impl CorpusRule for ClaimTruncated {
    fn ties(&self) -> Option<&'static [Tie]> {
        // The usual length is that of all claims.
        matches!(self.cap, Cap::Characters(_)).then_some(&[Tie::Prefix])
    }

    fn check(&self, corpus: &Corpus<'_, '_>, sink: &mut Sink) {
        let cap = self.cap.characters(corpus);
        let selected = corpus.reports().iter().enumerate().filter(|(_, report)| corpus.is_selected(report.id));
        let mut open: Vec<(&Report<'_>, &Claim)> = Vec::new();
        for (at, report) in selected {
            let cuts = if cap == CLAIM_CAP { Cow::Borrowed(corpus.cuts(at)) } else { Cow::Owned(cuts(report, cap)) };
            for (claim, &cut) in report.claims.iter().zip(&*cuts) {
                match cut {
                    // "None" is no claim that could have been cut; `placeholder-text` speaks of it.
                    Some(_) if is_all_placeholder(report.text(claim.text)) => {}
                    Some(cut) => sink.push(draft(report, claim, cut, cap)),
                    None if may_go_on(report.text(claim.text)) => open.push((report, claim)),
                    None => {}
                }
            }
        }
        for (report, claim) in goes_on_elsewhere(corpus, &open) {
            sink.push(draft(report, claim, Cut::Prefix, cap));
        }
    }
}

/// What a word may be lengthened by without being cut: "model" and "models" are both complete.
const ENDINGS: [&str; 10] = ["s", "es", "d", "ed", "ing", "ly", "al", "er", "ers", "r"];

/// Those of the claims that break off inside a word with which another claim of the run goes on.
///
/// A claim that goes on after the word is no evidence: "X helps" and "X helps on small data" are both complete.
fn goes_on_elsewhere<'a, 's>(corpus: &Corpus<'a, 's>, open: &[(&'a Report<'s>, &'a Claim)]) -> Vec<(&'a Report<'s>, &'a Claim)> {
    // Only claims that share their first bytes can be prefixes of one another.
    let start = |text: &'a str| text.as_bytes().get(..tie::SHORTEST_PREFIX);
    let mut buckets: FxHashMap<&[u8], Vec<&str>> = FxHashMap::default();
    for (report, claim) in open {
        buckets.extend(start(report.source.slice(claim.text)).map(|start| (start, Vec::new())));
    }
    if buckets.is_empty() {
        return Vec::new();
    }
    for report in corpus.reports() {
        for claim in &report.claims {
            let text = report.source.slice(claim.text);
            if let Some(bucket) = start(text).and_then(|start| buckets.get_mut(start)) {
                bucket.push(text);
            }
        }
    }
    for bucket in buckets.values_mut() {
        bucket.sort_unstable();
        bucket.dedup();
    }
    let cut_in_word = |report: &'a Report<'s>, claim: &Claim| {
        let text = report.source.slice(claim.text);
        // What begins with a text stands right behind it in order.
        let bucket = start(text).and_then(|start| buckets.get(start)).map_or(&[][..], Vec::as_slice);
        let next = bucket.partition_point(|&other| other <= text);
        let longer = bucket[next..].iter().map_while(|other| other.strip_prefix(text)).last();
        let rest = longer.map(|rest| &rest[..rest.find(|c: char| !c.is_lowercase()).unwrap_or(rest.len())]);
        text.ends_with(char::is_alphabetic) && rest.is_some_and(|rest| !rest.is_empty() && !ENDINGS.contains(&rest))
    };
    open.iter().copied().filter(|&(report, claim)| cut_in_word(report, claim)).collect()
}

fn draft(report: &Report<'_>, claim: &Claim, cut: Cut, cap: usize) -> Draft {
    let text = report.text(claim.text);
    let why = match cut {
        Cut::OpenBracket => "a bracket or quotation mark is left open".to_owned(),
        Cut::FunctionWord => "the last word leaves the sentence open".to_owned(),
        // Many findings are of this kind: put together without the machinery of formats.
        Cut::Length => {
            let [mut length, mut most] = [itoa::Buffer::new(); 2];
            let length = length.format(text::characters(text));
            ["cut here, after ", length, " characters; the cap is ", most.format(cap)].concat()
        }
        Cut::OthersStop => "the other claims end in a stop".to_owned(),
        Cut::Prefix => "another claim goes on here".to_owned(),
    };
    let words = text::last_words(text, 2);
    let quote = text::quoted(&text[text::last_words(text, 3)]);
    let label = Label::new(report.place(Span::of(words).shift(claim.text.start)), why).about(claim.text);
    Draft::new(["claim is cut off: \"…", &quote, "\""].concat(), label).help("give the claim in full")
}
