//! One claim, one verdict, two confidences.

use std::collections::BTreeMap;

use rayon::slice::ParallelSliceMut;
use serde::Deserialize;

use crate::corpus::Corpus;
use crate::corpus::key::normalised;
use crate::corpus::tie::Tie;
use crate::decimal::Decimal;
use crate::finding::{Label, View};
use crate::rules::conflicts::Member;
use crate::rules::{CorpusRule, Draft, Sink};
use crate::source::Place;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConfidenceDrift {
    /// How far apart two confidences may lie, between 0 and 1.
    tolerance: f64,
}

impl CorpusRule for ConfidenceDrift {
    fn ties(&self) -> Option<&'static [Tie]> {
        Some(&[Tie::Confidence])
    }

    fn check(&self, corpus: &Corpus<'_, '_>, sink: &mut Sink) {
        let tolerance = Decimal::parse(&self.tolerance.abs().to_string()).unwrap_or_else(|| Decimal::from(0));
        let mut keys = corpus.claims_by(|report, claim| {
            let class = claim.verdict.and_then(|verdict| verdict.class)?;
            report.text(claim.text).contains(char::is_alphanumeric).then_some((claim.key, class))
        });
        keys.par_sort_unstable();
        let alike = keys.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1);
        let mut groups: Vec<Vec<u32>> = alike.map(|alike| alike.iter().map(|&(_, number)| number).collect()).collect();
        groups.sort_unstable();
        for group in groups {
            let mut texts: BTreeMap<String, Vec<(Member<'_, '_>, Decimal)>> = BTreeMap::new();
            for number in group {
                let member = Member::new(corpus, number);
                let value = member.claim.confidence.and_then(|one| if one.percent { one.value?.hundredth() } else { one.value });
                if let Some(value) = value {
                    texts.entry(normalised(member.text())).or_default().push((member, value));
                }
            }
            for members in texts.into_values() {
                push(corpus, &members, tolerance, sink);
            }
        }
    }
}

fn push(corpus: &Corpus<'_, '_>, members: &[(Member<'_, '_>, Decimal)], tolerance: Decimal, sink: &mut Sink) {
    let apart = |a: Decimal, b: Decimal| {
        let difference = a.plus(b.negated());
        difference > tolerance || difference < tolerance.negated()
    };
    // The lowest and the highest value up to each member: what lies apart from a value begins where one of them does.
    let mut ends: Vec<(Decimal, Decimal)> = Vec::with_capacity(members.len());
    for &(_, value) in members {
        let (low, high) = ends.last().copied().unwrap_or((value, value));
        ends.push((low.min(value), high.max(value)));
    }
    let opposite = |value: Decimal| {
        let at = ends.partition_point(|&(low, high)| !apart(value, low) && !apart(value, high));
        members.get(at).map(|(member, _)| member)
    };
    let selected = |one: &&(Member<'_, '_>, Decimal)| corpus.is_selected(one.0.report.id);
    let Some(first) = members.first() else { return };
    let later = members.iter().filter(selected).find(|one| apart(one.1, first.1));
    let found = later.or_else(|| members.iter().filter(selected).find(|one| opposite(one.1).is_some()));
    let Some((primary, value)) = found else { return };
    let printed = |member: &Member<'_, '_>| {
        member.claim.confidence.map_or_else(String::new, |confidence| member.report.text(confidence.span).to_owned())
    };
    let place = |member: &Member<'_, '_>| -> Place {
        member.report.place(member.claim.confidence.map_or(member.claim.row, |confidence| confidence.span))
    };
    let view = |member: &Member<'_, '_>, value: Decimal| {
        opposite(value).map(|other| View {
            message: format!("confidence {} here, {} in {}", printed(member), printed(other), other.place(member)),
            opposite: place(other),
        })
    };
    let label = |member: &Member<'_, '_>, value: Decimal| {
        Label::new(place(member), format!("{} here", printed(member)))
            .about(member.claim.text)
            .as_member()
            .seen(if corpus.is_selected(member.report.id) { view(member, value) } else { None })
    };
    let Some(own) = view(primary, *value) else { return };
    let others = members.iter().filter(|(member, _)| member.number != primary.number);
    sink.push(
        Draft::new(own.message, label(primary, *value))
            .all_related(others.map(|(member, value)| label(member, *value)))
            .help("compare the two"),
    );
}
