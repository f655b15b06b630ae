//! One claim, one verdict, two confidences.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::corpus::Corpus;
use crate::corpus::key::{normalised, normalised_hash};
use crate::decimal::Decimal;
use crate::finding::Label;
use crate::report::VerdictClass;
use crate::rules::conflicts::Member;
use crate::rules::{CorpusRule, Draft, Sink};

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConfidenceDrift {
    /// How far apart two confidences may lie, between 0 and 1.
    tolerance: f64,
}

impl CorpusRule for ConfidenceDrift {
    fn check(&self, corpus: &Corpus<'_, '_>, sink: &mut Sink) {
        let tolerance = Decimal::parse(&self.tolerance.abs().to_string()).unwrap_or_else(|| Decimal::from(0));
        let mut hashes: FxHashMap<(u64, VerdictClass), Vec<u32>> = FxHashMap::default();
        let mut number = 0;
        for report in corpus.reports() {
            for claim in &report.claims {
                let text = report.text(claim.text);
                if let Some(class) = claim.verdict.and_then(|verdict| verdict.class)
                    && text.contains(char::is_alphanumeric)
                {
                    hashes.entry((normalised_hash(text), class)).or_default().push(number);
                }
                number += 1;
            }
        }
        let mut groups: Vec<Vec<u32>> = hashes.into_values().filter(|group| group.len() > 1).collect();
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
    let selected = |one: &&(Member<'_, '_>, Decimal)| corpus.is_selected(one.0.report.id);
    let Some(first) = members.first() else { return };
    let later = members.iter().filter(selected).find(|one| apart(one.1, first.1)).map(|later| (later, first));
    let found = later.or_else(|| {
        let primary = members.iter().find(selected)?;
        members.iter().find(|one| apart(one.1, primary.1)).map(|other| (primary, other))
    });
    let Some(((primary, _), (opposite, _))) = found else { return };
    let printed = |member: &Member<'_, '_>| {
        member.claim.confidence.map_or_else(String::new, |confidence| member.report.text(confidence.span).to_owned())
    };
    let label = |member: &Member<'_, '_>| {
        let span = member.claim.confidence.map_or(member.claim.row, |confidence| confidence.span);
        Label::new(member.report.place(span), format!("{} here", printed(member))).about(member.claim.text).as_member()
    };
    sink.push(
        Draft::new(
            format!("confidence {} here, {} in {}", printed(primary), printed(opposite), opposite.place(primary)),
            label(primary),
        )
        .all_related(members.iter().filter(|(member, _)| member.number != primary.number).map(|(member, _)| label(member)))
        .help("compare the two"),
    );
}
