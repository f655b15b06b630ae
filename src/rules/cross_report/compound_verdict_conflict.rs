//! A claim and a part of it with verdicts that cannot both be right.
//!
//! A verified whole with a refused part, or a refused whole all of whose parts are verified. A refused whole may well have
//! one verified part.

use serde::Deserialize;

use crate::corpus::tie::Tie;
use crate::corpus::{Conflict, Corpus, Needs, Ratio, Relation, Thresholds, key};
use crate::rules::conflicts::{self, Member, Wording};
use crate::rules::{CorpusRule, Sink};
use crate::source::Span;

/// `compound-verdict-conflict`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CompoundVerdictConflict {
    containment: Ratio,
    jaccard: Ratio,
}

impl CorpusRule for CompoundVerdictConflict {
    fn ties(&self) -> Option<&'static [Tie]> {
        Some(&[Tie::Conflict])
    }

    fn needs(&self) -> Needs {
        Needs { alike: Some(Thresholds { containment: self.containment, jaccard: self.jaccard }), ..Needs::default() }
    }

    fn check(&self, corpus: &Corpus<'_, '_>, sink: &mut Sink) {
        let thresholds = Thresholds { containment: self.containment, jaccard: self.jaccard };
        let wanted = |conflict: &Conflict| conflict.relation == Relation::Compound && thresholds.hold(conflict.overlap);
        conflicts::push_clusters(corpus, sink, wanted, self);
    }
}

/// The clause when `member` is the compound of the conflict.
fn clause(member: &Member<'_, '_>, conflict: &Conflict) -> Option<(u32, bool)> {
    let part = conflict.part?;
    (part.compound_is_supported == member.is_supported()).then_some((part.clause, part.compound_is_supported))
}

impl Wording for CompoundVerdictConflict {
    fn message(&self, primary: &Member<'_, '_>, opposite: &Member<'_, '_>, conflict: &Conflict) -> String {
        let (own, other, place) = (primary.verdict(), opposite.verdict(), opposite.place(primary));
        match (clause(primary, conflict), primary.is_supported()) {
            (None, false) => format!("{own} here, but {other} as part of {place}"),
            (Some(_), true) => format!("{own} here, but its part is {other} in {place}"),
            (Some(_), false) => format!("{own} here, but each of its parts is {other}, the first in {place}"),
            (None, true) => format!("{own} here like the other parts, but the whole is {other} in {place}"),
        }
    }

    fn label(&self, member: &Member<'_, '_>, _: &Member<'_, '_>, conflict: &Conflict) -> String {
        match clause(member, conflict) {
            Some((_, true)) => format!("this part of a {} claim", member.verdict()),
            _ => member.label(),
        }
    }

    fn span(&self, member: &Member<'_, '_>, conflict: &Conflict) -> Span {
        let Some((number, true)) = clause(member, conflict) else { return member.claim.text };
        let range = key::clauses(member.text()).into_iter().nth(number as usize);
        range.map_or(member.claim.text, |range| Span::of(range).shift(member.claim.text.start))
    }
}
