//! A claim and its denial, both verified.
//!
//! Only claims that are equal word for word but for the denial, which must concern the claim as a whole.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::corpus::{Corpus, key};
use crate::finding::{Label, View};
use crate::parse::frame::{denial, has_subordinate, said_and_denied, stands_alone};
use crate::report::{Claim, VerdictClass};
use crate::rules::conflicts::Member;
use crate::rules::{CorpusRule, Draft, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OppositeClaimsVerified {}

/// A claim and its denial begin alike: what does not share these bytes need not be read.
const START: usize = 8;
/// Fewer words say too little.
const LEAST_WORDS: usize = 3;

impl CorpusRule for OppositeClaimsVerified {
    fn check(&self, corpus: &Corpus<'_, '_>, sink: &mut Sink) {
        let supported = |claim: &Claim| claim.verdict.is_some_and(|verdict| verdict.class == Some(VerdictClass::Supported));
        let mut denied: Vec<u32> = Vec::new();
        let mut starts: FxHashSet<[u8; START]> = FxHashSet::default();
        each(corpus, |number, text, claim| {
            if supported(claim)
                && denial(text).is_some_and(|at| at >= START)
                && let Some(start) = start(text)
            {
                denied.push(number);
                starts.insert(start);
            }
        });
        if denied.is_empty() {
            return;
        }
        let mut said: FxHashMap<Vec<u64>, Vec<u32>> = FxHashMap::default();
        each(corpus, |number, text, claim| {
            if supported(claim) && start(text).is_some_and(|start| starts.contains(&start)) && denial(text).is_none() {
                let (words, denials) = said_and_denied(text);
                if denials == 0 {
                    said.entry(words).or_default().push(number);
                }
            }
        });
        let mut pairs: FxHashMap<Vec<u64>, (Vec<u32>, Vec<u32>)> = FxHashMap::default();
        for number in denied {
            let member = Member::new(corpus, number);
            let (words, denials) = said_and_denied(member.text());
            let Some(others) = said.get(&words).filter(|_| denials == 1 && words.len() >= LEAST_WORDS) else { continue };
            if whole(corpus, &member) {
                pairs.entry(words).or_insert_with(|| (Vec::new(), others.clone())).0.push(number);
            }
        }
        let mut pairs: Vec<(Vec<u32>, Vec<u32>)> = pairs.into_values().collect();
        pairs.sort_unstable();
        for (denied, said) in pairs {
            push(corpus, &denied, &said, sink);
        }
    }
}

/// One finding for all claims of one wording and all its denials.
fn push(corpus: &Corpus<'_, '_>, denied: &[u32], said: &[u32], sink: &mut Sink) {
    let mut members: Vec<(u32, bool)> =
        denied.iter().map(|&number| (number, true)).chain(said.iter().map(|&number| (number, false))).collect();
    members.retain(|&(number, _)| !corpus.is_cut(number));
    members.sort_unstable();
    let selected = |number: u32| corpus.is_selected(corpus.claim(number).0.id);
    let Some(&(_, first)) = members.first() else { return };
    // The later place is pointed at, unless only the first one is looked at.
    let primary = members.iter().find(|&&(number, side)| side != first && selected(number));
    let Some(&(primary, side)) = primary.or_else(|| members.iter().find(|&&(number, _)| selected(number))) else { return };
    let first_of = |side: bool| members.iter().find(|&&(_, other)| other == side).map(|&(number, _)| Member::new(corpus, number));
    let (Some(said), Some(denied)) = (first_of(false), first_of(true)) else { return };
    let opposite = |side: bool| if side { &said } else { &denied };
    let message = |member: &Member<'_, '_>, side: bool| {
        format!("verified here, and its opposite is verified in {}", opposite(side).place(member))
    };
    let label = |number: u32, side: bool| {
        let member = Member::new(corpus, number);
        let text = if side { "denied here" } else { "said here" };
        let against = opposite(side).report.place(opposite(side).claim.text);
        let view = selected(number).then(|| View { message: message(&member, side), opposite: against });
        Label::new(member.report.place(member.claim.text), text).about(member.claim.text).as_member().seen(view)
    };
    let others = members.iter().filter(|&&(number, _)| number != primary).map(|&(number, side)| label(number, side));
    sink.push(
        Draft::new(message(&Member::new(corpus, primary), side), label(primary, side))
            .all_related(others)
            .help("compare the two and correct one of the verdicts"),
    );
}

/// True for a claim of one clause that means the same wherever it stands.
fn whole(corpus: &Corpus<'_, '_>, member: &Member<'_, '_>) -> bool {
    let text = member.text();
    !corpus.is_cut(member.number) && !has_subordinate(text) && key::clauses(text).is_empty() && stands_alone(text)
}

fn start(text: &str) -> Option<[u8; START]> {
    let start: [u8; START] = text.as_bytes().get(..START)?.try_into().ok()?;
    Some(start.map(|byte| byte.to_ascii_lowercase()))
}

fn each(corpus: &Corpus<'_, '_>, mut sink: impl FnMut(u32, &str, &Claim)) {
    let mut number = 0;
    for report in corpus.reports() {
        for claim in &report.claims {
            sink(number, report.text(claim.text), claim);
            number += 1;
        }
    }
}
