//! The same text with verdicts that cannot both be right.

use serde::Deserialize;

use crate::corpus::tie::Tie;
use crate::corpus::{Cluster, Conflict, Corpus, Needs, Relation};
use crate::rules::conflicts::{self, Member, Wording};
use crate::rules::{CorpusRule, Sink};

/// `conflicting-verdict`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConflictingVerdict {}

impl CorpusRule for ConflictingVerdict {
    fn ties(&self) -> Option<&'static [Tie]> {
        Some(&[Tie::Conflict])
    }

    fn needs(&self) -> Needs {
        Needs { equal: true, ..Needs::default() }
    }

    fn check(&self, corpus: &Corpus<'_, '_>, sink: &mut Sink) {
        conflicts::push_clusters(corpus, sink, |conflict| conflict.relation == Relation::SameText, self);
    }
}

impl Wording for ConflictingVerdict {
    fn message(&self, primary: &Member<'_, '_>, opposite: &Member<'_, '_>, _: &Conflict) -> String {
        format!("{} here, {} in {}", primary.verdict(), opposite.verdict(), opposite.place(primary))
    }

    fn remark(&self, corpus: &Corpus<'_, '_>, cluster: &Cluster) -> Option<&'static str> {
        let all_cut = cluster.members.iter().all(|&number| corpus.is_cut(number));
        all_cut.then_some(if cluster.members.len() == 2 { "both are cut" } else { "all are cut" })
    }
}
