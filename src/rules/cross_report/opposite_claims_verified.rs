//! A claim and its opposite, both verified.

use serde::Deserialize;

use crate::corpus::Corpus;
use crate::corpus::opposites::{Opposites, opposites};
use crate::finding::Label;
use crate::rules::conflicts::Member;
use crate::rules::{CorpusRule, Draft, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OppositeClaimsVerified {}

impl CorpusRule for OppositeClaimsVerified {
    fn check(&self, corpus: &Corpus<'_, '_>, sink: &mut Sink) {
        for group in opposites(corpus) {
            push(corpus, &group, sink);
        }
    }
}

/// One finding for all claims that say one thing and all that say its opposite.
fn push(corpus: &Corpus<'_, '_>, group: &Opposites, sink: &mut Sink) {
    let members = &group.members;
    let selected = |number: u32| corpus.is_selected(corpus.claim(number).0.id);
    let Some(&(_, first)) = members.first() else { return };
    // The later place is pointed at, unless only the first one is looked at.
    let primary = members.iter().find(|&&(number, side)| side != first && selected(number));
    let Some(&(primary, side)) = primary.or_else(|| members.iter().find(|&&(number, _)| selected(number))) else { return };
    let Some(&(opposite, _)) = members.iter().find(|&&(_, other)| other != side) else { return };
    let (primary, opposite) = (Member::new(corpus, primary), Member::new(corpus, opposite));
    let label = |number: u32, of: bool| {
        let member = Member::new(corpus, number);
        let text = if of == side { "said here" } else { "the opposite here" };
        Label::new(member.report.place(member.claim.text), text).about(member.claim.row).as_member()
    };
    let others = members.iter().filter(|&&(number, _)| number != primary.number).map(|&(number, side)| label(number, side));
    sink.push(
        Draft::new(
            format!("verified here, and its opposite is verified in {}", opposite.place(&primary)),
            label(primary.number, side),
        )
        .all_related(others)
        .help("compare the two and correct one of the verdicts"),
    );
}
