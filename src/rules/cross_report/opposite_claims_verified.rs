//! A claim and its opposite, both verified.

use serde::Deserialize;

use crate::corpus::opposites::{Opposites, opposites};
use crate::corpus::tie::Tie;
use crate::corpus::{Corpus, Needs};
use crate::finding::{Label, View};
use crate::rules::conflicts::Member;
use crate::rules::{CorpusRule, Draft, Sink};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OppositeClaimsVerified {}

impl CorpusRule for OppositeClaimsVerified {
    fn ties(&self) -> Option<&'static [Tie]> {
        Some(&[Tie::Topic])
    }

    fn needs(&self) -> Needs {
        Needs { topics: true, ..Needs::default() }
    }

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
    let first_of = |side: bool| members.iter().find(|&&(_, other)| other == side).map(|&(number, _)| Member::new(corpus, number));
    let (Some(turned), Some(plain)) = (first_of(true), first_of(false)) else { return };
    let opposite = |side: bool| if side { &plain } else { &turned };
    let message = |member: &Member<'_, '_>, side: bool| {
        format!("verified here, and its opposite is verified in {}", opposite(side).place(member))
    };
    let label = |number: u32, side: bool| {
        let member = Member::new(corpus, number);
        let text = if side == first { "said here" } else { "the opposite here" };
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
