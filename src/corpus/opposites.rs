//! Verified claims that say the opposite of one another.
//!
//! Knows topics, which `compare` collects, and `guards`; nothing about output. Opposites have one topic, so that only claims of
//! one topic are laid side by side.

use rustc_hash::FxHashMap;

use super::Corpus;
use super::cluster::Union;
use super::guards::{Reading, are_opposites};
use super::join::Thresholds;
use crate::report::VerdictClass;

/// With how many others of its topic a claim is compared: a report may say one thing in ten thousand ways.
const MOST: usize = 16;

/// Verified claims of which some say the opposite of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opposites {
    /// The claims, in order, and whether an odd number of words turns them round.
    pub members: Vec<(u32, bool)>,
}

/// The text of some claims, read closely.
struct Said {
    reading: Reading,
    is_turned: bool,
    /// The claims, in order.
    claims: Vec<u32>,
}

/// Every group of verified claims that say the opposite of one another, by its first claim.
#[must_use]
pub fn opposites(corpus: &Corpus<'_, '_>) -> Vec<Opposites> {
    let comparison = corpus.comparison();
    let mut found = Vec::new();
    for topic in comparison.verified().chunk_by(|a, b| a.0.hash == b.0.hash) {
        if topic.iter().all(|(other, _)| other.is_turned == topic[0].0.is_turned) {
            continue;
        }
        let said = topic.iter().map(|&(topic, node)| {
            let claims = comparison.claims(node, VerdictClass::Supported).to_vec();
            let (report, claim) = corpus.claim(claims[0]);
            Said { reading: Reading::new(report.text(claim.text), false), is_turned: topic.is_turned, claims }
        });
        let (turned, plain): (Vec<Said>, Vec<Said>) = said.partition(|said| said.is_turned);
        found.extend(groups(corpus, &turned, &plain));
    }
    found.sort_unstable_by_key(|group| group.members[0]);
    found
}

/// The groups of one topic. What a claim says of the study at hand is compared within its report only.
fn groups(corpus: &Corpus<'_, '_>, turned: &[Said], plain: &[Said]) -> Vec<Opposites> {
    let report = |claim: u32| corpus.claim(claim).0.id;
    let mut union = Union::default();
    let mut sides: FxHashMap<u32, usize> = FxHashMap::default();
    let mut named: Vec<(u32, bool)> = Vec::new();
    let mut unite = |a: u32, b: u32| {
        let [a, b] = [(a, true), (b, false)].map(|claim| {
            *sides.entry(claim.0).or_insert_with(|| {
                named.push(claim);
                union.add()
            })
        });
        union.unite(a, b);
    };
    // Each is compared with the first of the other side, and with the others of its own rank.
    let near = |rank: usize, others: usize| (0..others.min(MOST)).chain((rank.max(MOST)..others).take(MOST));
    let pairs = (0..turned.len()).flat_map(|a| near(a, plain.len()).map(move |b| (a, b)));
    let back = (0..plain.len()).flat_map(|b| near(b, turned.len()).map(move |a| (a, b)));
    let mut pairs: Vec<(usize, usize)> = pairs.chain(back).collect();
    pairs.sort_unstable();
    pairs.dedup();
    for (a, b) in pairs {
        let (a, b) = (&turned[a], &plain[b]);
        if !are_opposites(&a.reading, &b.reading, Thresholds::default()) {
            continue;
        }
        if a.reading.is_about_itself() || b.reading.is_about_itself() {
            // Both lists are in the order of reports.
            for of_report in a.claims.chunk_by(|&a, &b| report(a) == report(b)) {
                let start = b.claims.partition_point(|&claim| report(claim) < report(of_report[0]));
                let len = b.claims[start..].partition_point(|&claim| report(claim) == report(of_report[0]));
                unite_all(of_report, &b.claims[start..start + len], &mut unite);
            }
        } else {
            unite_all(&a.claims, &b.claims, &mut unite);
        }
    }
    let mut groups: FxHashMap<usize, Vec<(u32, bool)>> = FxHashMap::default();
    for (at, &claim) in named.iter().enumerate() {
        groups.entry(union.root(at)).or_default().push(claim);
    }
    groups
        .into_values()
        .map(|mut members| {
            members.sort_unstable();
            Opposites { members }
        })
        .collect()
}

/// Ties all claims of two lists together, unless one is empty.
fn unite_all(turned: &[u32], plain: &[u32], unite: &mut impl FnMut(u32, u32)) {
    let (Some(&first), Some(&other)) = (turned.first(), plain.first()) else { return };
    for &claim in turned {
        unite(claim, other);
    }
    for &claim in plain {
        unite(first, claim);
    }
}
