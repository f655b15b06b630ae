//! Nearly the same claim with verdicts that cannot both be right.

use serde::Deserialize;

use crate::corpus::guards::Reading;
use crate::corpus::tie::Tie;
use crate::corpus::{Conflict, Corpus, Needs, Ratio, Relation, Thresholds};
use crate::rules::conflicts::{self, Member, Wording};
use crate::rules::{CorpusRule, Sink};
use crate::text::quoted;

/// `near-duplicate-conflicting-verdict`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NearDuplicateConflictingVerdict {
    containment: Ratio,
    jaccard: Ratio,
}

impl CorpusRule for NearDuplicateConflictingVerdict {
    fn ties(&self) -> Option<&'static [Tie]> {
        Some(&[Tie::Conflict])
    }

    fn needs(&self) -> Needs {
        Needs { alike: Some(Thresholds { containment: self.containment, jaccard: self.jaccard }), ..Needs::default() }
    }

    fn check(&self, corpus: &Corpus<'_, '_>, sink: &mut Sink) {
        let thresholds = Thresholds { containment: self.containment, jaccard: self.jaccard };
        let wanted = |conflict: &Conflict| conflict.relation == Relation::NearDuplicate && thresholds.hold(conflict.overlap);
        conflicts::push_clusters(corpus, sink, wanted, self);
    }
}

impl Wording for NearDuplicateConflictingVerdict {
    fn message(&self, primary: &Member<'_, '_>, opposite: &Member<'_, '_>, _: &Conflict) -> String {
        let place = opposite.place(primary);
        if primary.verdict() == "refused" || primary.verdict() == "verified" {
            format!("nearly the same claim is {} in {place}", opposite.verdict())
        } else {
            format!("{} here, nearly the same claim is {} in {place}", primary.verdict(), opposite.verdict())
        }
    }

    fn label(&self, member: &Member<'_, '_>, opposite: &Member<'_, '_>, _: &Conflict) -> String {
        let label = member.label();
        match Reading::new(member.text(), false).differing(&Reading::new(opposite.text(), false)) {
            Some(words) => format!("{label}; differs in \"{}\"", quoted(words)),
            None => label,
        }
    }
}
