//! What a rule found: places, words, a possible repair, and a fingerprint that survives edits elsewhere.
//!
//! Knows nothing about reports and rules beyond their names, nor about output formats.

use std::borrow::Cow;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::catalogue::Rule;
use crate::ignore::Silenced;
use crate::source::{Place, Source, SourceId, Span};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The rule does not run.
    Off,
    /// Worth knowing.
    Info,
    /// Damaged, or very likely wrong.
    Warning,
    /// Two places of a report cannot both be right, or it cannot be read.
    Error,
}

impl Level {
    /// All levels, the lightest first.
    pub const ALL: [Self; 4] = [Self::Off, Self::Info, Self::Warning, Self::Error];

    /// The name in every output format and in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place with what is to be seen there.
#[derive(Debug, Clone)]
pub struct Label {
    /// The place that is shown.
    pub place: Place,
    /// The claim, statement, item or heading that the place belongs to: what fingerprints name and what one cause is
    /// judged by.
    pub subject: Span,
    /// What is to be seen there.
    pub text: Cow<'static, str>,
    /// The fingerprint of this place as a member of a cluster; empty where a place only explains.
    pub fingerprint: String,
    /// True for a member of a cluster of conflicting claims.
    pub member: bool,
    /// How the finding reads from here; only where its file is selected, and something else of the finding stands against it.
    pub view: Option<Box<View>>,
}

/// How a finding reads from one of its places: it is a contradiction there as much as at the primary place, and a format
/// that hangs findings on files shows it in both.
///
/// Depends on the files compared only, never on what else is selected: several runs over parts of the files give the same
/// as one run.
#[derive(Debug, Clone)]
pub struct View {
    /// The finding's sentence as seen from here.
    pub message: String,
    /// What stands against it: the first place that does.
    pub opposite: Place,
}

/// Whether a repair can change what a report says.
///
/// Ordered: who wants unsafe ones wants safe ones too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// It cannot change the meaning.
    Safe,
    /// It may.
    Unsafe,
}

impl Applicability {
    /// The name in every output format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// A repair, all of it in the file of the primary place.
#[derive(Debug, Clone)]
pub struct Fix {
    /// Whether it can change the meaning.
    pub applicability: Applicability,
    /// What it does, in the imperative.
    pub message: String,
    /// Its edits, in the order of the file, without overlap.
    pub edits: Vec<Edit>,
}

/// A span of the primary file to be replaced.
#[derive(Debug, Clone)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub content: String,
}

impl Fix {
    /// A repair of one edit.
    #[must_use]
    pub fn new(applicability: Applicability, message: impl Into<String>, span: Span, content: impl Into<String>) -> Self {
        Self { applicability, message: message.into(), edits: vec![Edit { span, content: content.into() }] }
    }
}

/// One finding, stamped with rule and level.
#[derive(Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// Its level in this run.
    pub level: Level,
    /// One sentence, lower case, with both observed values.
    pub message: String,
    /// Where it is.
    pub primary: Label,
    /// The other side of the contradiction.
    pub related: Vec<Label>,
    /// What to do, beginning with a verb.
    pub help: Option<Cow<'static, str>>,
    /// A repair.
    pub fix: Option<Fix>,
    /// Why it is not shown, unless it is asked for.
    pub silenced: Option<Silenced>,
}

impl Finding {
    /// The place it is sorted by: path, offset, rule.
    #[must_use]
    pub fn key(&self) -> (Place, &str) {
        (self.primary.place, self.rule.id)
    }

    /// True when it has a repair of that kind.
    #[must_use]
    pub fn has_fix(&self, applicability: Applicability) -> bool {
        self.fix.as_ref().is_some_and(|fix| fix.applicability == applicability)
    }
}

/// Stamps every primary place and every cluster member with its fingerprint: the first 32 hex digits of the SHA-256 of
/// rule, path and normalised subject, with an ordinal among equals in the order of the file.
///
/// No line number and no other file goes into it, so it outlives edits elsewhere.
pub fn stamp_fingerprints(findings: &mut [Finding], sources: &[Source]) {
    let mut labels: Vec<(&'static str, &mut Label)> = Vec::with_capacity(findings.len());
    for finding in findings {
        let members = finding.related.iter_mut().filter(|label| label.member);
        labels.extend(std::iter::once(&mut finding.primary).chain(members).map(|label| (finding.rule.id, label)));
    }
    // Many findings may be about one subject, such as a long paragraph: it is read once for each rule.
    let key = |(rule, label): &(&'static str, &mut Label)| (label.place.source, label.subject, *rule);
    let mut subjects: Vec<(SourceId, Span, &str)> = labels.iter().map(key).collect();
    subjects.par_sort_unstable();
    subjects.dedup();
    let digests: Vec<[u8; 16]> =
        subjects.par_iter().map(|&(source, subject, rule)| base(rule, &sources[source.0 as usize], subject)).collect();
    let base_of = |label| digests[subjects.partition_point(|subject| *subject < key(label))];
    let mut bases: Vec<[u8; 16]> = labels.par_iter().map(base_of).collect();
    let mut order: Vec<u32> = (0..).take(labels.len()).collect();
    order.par_sort_by_key(|&index| {
        let (rule, label) = &labels[index as usize];
        (label.place, *rule, index)
    });
    let mut seen: FxHashMap<[u8; 16], u32> = FxHashMap::with_capacity_and_hasher(labels.len(), rustc_hash::FxBuildHasher);
    for index in order {
        let digest = &mut bases[index as usize];
        let ordinal = seen.entry(*digest).or_default();
        if *ordinal > 0 {
            *digest = short(Sha256::new().chain_update(*digest).chain_update(ordinal.to_le_bytes()));
        }
        *ordinal += 1;
    }
    labels.par_iter_mut().zip(bases).for_each(|((_, label), digest)| label.fingerprint = hex(&digest));
}

fn base(rule: &str, source: &Source, subject: Span) -> [u8; 16] {
    let mut hash = Sha256::new();
    for part in [rule, &source.key] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    // Blanks are collapsed, so that a fingerprint outlives re-wrapping.
    for word in source.slice(subject).split_whitespace() {
        hash.update(word.as_bytes());
        hash.update(b" ");
    }
    short(hash)
}

fn short(hash: Sha256) -> [u8; 16] {
    hash.finalize()[..16].try_into().unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).map(|n| char::from(DIGITS[usize::from(n)])).collect()
}
