//! The conflicts of many claims are those that comparing each claim with each other gives: no filter of the join loses any.
//!
//! `CLAIMLINT_ORACLE=20000 cargo test --release --test relation_oracle -- --nocapture` does it at that size.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "tests say what they measured or skipped")]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Instant;

use claimlint::corpus::guards::{Reading, same_claim};
use claimlint::corpus::lexicon::Kind;
use claimlint::corpus::{Cluster, Comparison, Item, Overlap, Relation, Thresholds, key};
use claimlint::report::VerdictClass::{self, Mixed, NotEnoughInfo, Refuted, Supported};
use proptest::prelude::*;

/// A claim, or a clause of one.
struct Side {
    node: usize,
    clause: Option<usize>,
    /// Into how many clauses the claim splits.
    clauses: usize,
    reading: Reading,
    words: HashSet<u64>,
}

struct Node {
    claims: BTreeMap<VerdictClass, Vec<u32>>,
}

/// What ties two sides of a conflict: nodes and classes.
type End = (usize, VerdictClass);

/// The clusters, found by comparing everything with everything.
fn by_force(items: &[Item<'_>], relation: Relation) -> BTreeSet<Vec<u32>> {
    let thresholds = Thresholds::default();
    let (nodes, sides) = read(items);
    let has = |node: usize, class| nodes[node].claims.contains_key(&class);
    let denied = |node: usize| [Refuted, NotEnoughInfo, Mixed].into_iter().filter(move |&class| has(node, class));
    let accepts = |a: &Side, b: &Side| {
        let simple = |side: &Side| side.clause.is_some() || side.clauses == 0;
        let fits = match (a.clause, b.clause) {
            (Some(_), Some(_)) => false,
            (None, None) => a.clauses == b.clauses,
            _ => simple(a) && simple(b),
        };
        let overlap = Overlap { shared: a.words.intersection(&b.words).count(), left: a.words.len(), right: b.words.len() };
        fits && a.words.len().min(b.words.len()) >= 3 && thresholds.hold(overlap) && same_claim(&a.reading, &b.reading).is_ok()
    };
    let mut ties: Vec<[End; 2]> = Vec::new();
    let mut proofs: BTreeMap<usize, BTreeMap<usize, BTreeSet<usize>>> = BTreeMap::new();
    for a in sides.iter().filter(|side| has(side.node, Supported)) {
        for b in sides.iter().filter(|side| denied(side.node).next().is_some() && side.node != a.node) {
            if !accepts(a, b) {
                continue;
            }
            if let Some(clause) = b.clause {
                proofs.entry(b.node).or_default().entry(clause).or_default().insert(a.node);
            } else if (relation == Relation::Compound) == a.clause.is_some() {
                ties.extend(denied(b.node).map(|class| [(a.node, Supported), (b.node, class)]));
            }
        }
    }
    if relation == Relation::Compound {
        for (compound, clauses) in proofs {
            let all = sides.iter().find(|side| side.node == compound).map_or(0, |side| side.clauses);
            if clauses.len() == all {
                for part in clauses.values().flatten() {
                    ties.extend(denied(compound).map(|class| [(*part, Supported), (compound, class)]));
                }
            }
        }
    } else {
        ties.retain(|[a, b]| a.0 != b.0);
    }
    // Ends that are tied make one cluster.
    let mut cluster_of: BTreeMap<End, usize> = BTreeMap::new();
    for (at, ends) in ties.iter().enumerate() {
        let known: Vec<usize> = ends.iter().filter_map(|end| cluster_of.get(end).copied()).collect();
        for cluster in cluster_of.values_mut().filter(|cluster| known.contains(cluster)) {
            *cluster = at;
        }
        for end in ends {
            cluster_of.insert(*end, at);
        }
    }
    let mut clusters: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for ((node, class), cluster) in cluster_of {
        clusters.entry(cluster).or_default().extend(&nodes[node].claims[&class]);
    }
    clusters
        .into_values()
        .map(|mut members| {
            members.sort_unstable();
            members
        })
        .collect()
}

fn read(items: &[Item<'_>]) -> (Vec<Node>, Vec<Side>) {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut members: Vec<Vec<usize>> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let node = *numbers.entry(key::normalised(item.text)).or_insert(members.len());
        if node == members.len() {
            members.push(Vec::new());
        }
        members[node].push(at);
    }
    let mut sides = Vec::new();
    let mut nodes = Vec::new();
    for (node, members) in members.into_iter().enumerate() {
        let text = items[members[0]].text;
        let cut = members.iter().all(|&at| items[at].cut);
        let clauses = key::clauses(text);
        let side = |clause: Option<usize>, text: &str, cut: bool| {
            let prepared = key::prepared(text);
            let mut words = key::words(&prepared);
            if cut {
                words.pop();
            }
            let counted = words.iter().filter(|word| matches!(word.kind, Kind::Content | Kind::Number));
            let words = counted.map(|word| word.stem).collect();
            Side { node, clause, clauses: clauses.len(), reading: Reading::new(text, cut), words }
        };
        sides.push(side(None, text, cut));
        for (at, range) in clauses.iter().enumerate() {
            sides.push(side(Some(at), &text[range.clone()], cut && at + 1 == clauses.len()));
        }
        let mut claims: BTreeMap<VerdictClass, Vec<u32>> = BTreeMap::new();
        for at in members {
            claims.entry(items[at].class.unwrap()).or_default().push(u32::try_from(at).unwrap());
        }
        nodes.push(Node { claims });
    }
    (nodes, sides)
}

fn by_join(comparison: &Comparison, relation: Relation) -> BTreeSet<Vec<u32>> {
    let clusters = Cluster::of(comparison, |conflict| conflict.relation == relation);
    clusters.into_iter().map(|cluster| cluster.members).collect()
}

/// Numbers that look random and are the same in each run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

const WHO: [&str; 8] =
    ["Cover crops", "The XTRA suite", "Clay jars", "MULCH-2 plots", "Night harvests in Kenya", "The study", "Deep wells", "We"];
const DO: [&str; 12] = [
    "raise",
    "lower",
    "improve",
    "reduce",
    "consistently raise",
    "do not raise",
    "outperform",
    "beat",
    "may improve",
    "use",
    "increase",
    "were found to increase",
];
const WHAT: [&str; 10] = [
    "the yield of millet",
    "the loss of seed",
    "water in the soil",
    "the work of weeding",
    "the price of grain in Delta",
    "the accuracy of forecasts",
    "the recall of forecasts",
    "hedges and bees",
    "Delta",
    "the mean score",
];
const WHEN: [&str; 10] = [
    "in dry years",
    "after the first rain",
    "by 8.2 points",
    "by 8.20 points on average",
    "by 9 percent",
    "by nine percent",
    "in most districts (Meyer et al., 2020)",
    "over three seasons on sandy soils near the river",
    "on all 9 tasks",
    "for rare words",
];
const EXTRA: [&str; 8] =
    [" overall", " further", " strongly", " in this study", " without irrigation", " only", " at low cost", " once more"];

fn sentence(numbers: &mut Numbers, variety: usize) -> String {
    let mut clause = || {
        let mut text = format!(
            "{} {} {} {}",
            numbers.pick(&WHO[..variety.min(8)]),
            numbers.pick(&DO),
            numbers.pick(&WHAT[..variety.min(10)]),
            numbers.pick(&WHEN)
        );
        for _ in 0..numbers.below(3) {
            text.push_str(numbers.pick(&EXTRA));
        }
        if numbers.below(8) == 0 {
            // A word less.
            let mut words: Vec<&str> = text.split(' ').collect();
            words.remove(numbers.below(words.len()));
            text = words.join(" ");
        }
        if variety > 8 && numbers.below(2) == 0 {
            text.push_str(&format!(" with w{}", numbers.below(variety)));
        }
        if variety > 8 && numbers.below(3) == 0 {
            // A template: what fills its start may come again behind it.
            let [start, end] = [0, 1].map(|_| numbers.below(variety));
            text = format!("The plots of w{start}x on slopes {} near w{end}x", numbers.pick(&DO));
            text.push_str(numbers.pick(&EXTRA));
        }
        text
    };
    let first = clause();
    let mut text = match clause().len() % 7 {
        0 => format!("{first}, whereas {}", clause()),
        1 => format!("{first}; {}", clause()),
        2 => format!("{}, and {first}", clause()),
        _ => first,
    };
    match numbers.below(6) {
        0 => text.truncate(text.len() * 4 / 5),
        1 => text.truncate(120.min(text.len())),
        2 => text = text.to_lowercase() + ".",
        _ => text.push('.'),
    }
    text
}

fn claims(seed: u64, count: usize, variety: usize) -> Vec<(String, VerdictClass, bool)> {
    let mut numbers = Numbers(seed);
    let mut claims: Vec<(String, VerdictClass, bool)> = Vec::with_capacity(count);
    while claims.len() < count {
        let class = numbers.pick(&[Supported, Supported, Refuted, NotEnoughInfo, Mixed]);
        if numbers.below(2) == 0 && !claims.is_empty() {
            // Repeated, as reports repeat claims.
            let known = claims[numbers.below(claims.len())].clone();
            claims.push((known.0, class, known.2));
        } else {
            let text = sentence(&mut numbers, variety);
            let cut = !text.ends_with('.') && numbers.below(2) == 0;
            claims.push((text, class, cut));
        }
    }
    claims
}

fn items(claims: &[(String, VerdictClass, bool)]) -> Vec<Item<'_>> {
    claims.iter().map(|(text, class, cut)| Item::new(text, Some(*class), *cut)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 60 } else { 400 }))]

    #[test]
    fn the_join_loses_no_conflict(seed in any::<u64>(), count in 0_usize..120, variety in 2_usize..16) {
        let claims = claims(seed, count, variety);
        let items = items(&claims);
        let comparison = Comparison::new(&items, Thresholds::default());
        for relation in [Relation::NearDuplicate, Relation::Compound] {
            let (join, force) = (by_join(&comparison, relation), by_force(&items, relation));
            let text = |clusters: &BTreeSet<Vec<u32>>| {
                clusters.iter().map(|cluster| cluster.iter().map(|&at| claims[at as usize].clone()).collect()).collect::<Vec<Vec<_>>>()
            };
            let lost: BTreeSet<_> = force.difference(&join).cloned().collect();
            let more: BTreeSet<_> = join.difference(&force).cloned().collect();
            prop_assert!(lost.is_empty() && more.is_empty(), "{:?}\nlost {:#?}\nmore {:#?}", relation, text(&lost), text(&more));
        }
    }
}

#[test]
fn at_the_size_that_is_asked_for() {
    let Some(size) = std::env::var("CLAIMLINT_ORACLE").ok().and_then(|size| size.parse::<usize>().ok()) else {
        println!("skipped: CLAIMLINT_ORACLE does not say how many claims");
        return;
    };
    let claims = claims(1, size, size / 10);
    let items = items(&claims);
    let start = Instant::now();
    let comparison = Comparison::new(&items, Thresholds::default());
    println!("{size} claims joined in {:?}", start.elapsed());
    for relation in [Relation::NearDuplicate, Relation::Compound] {
        let start = Instant::now();
        let (join, force) = (by_join(&comparison, relation), by_force(&items, relation));
        println!("{relation:?}: {} clusters, by force in {:?}", force.len(), start.elapsed());
        assert_eq!(join, force);
    }
}
