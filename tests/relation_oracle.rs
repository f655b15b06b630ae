//! The conflicts of many claims are those that comparing each claim with each other gives: no filter of the join loses any.
//!
//! `CLAIMLINT_ORACLE=20000 cargo test --release --test relation_oracle -- --nocapture` does it at that size, or with the claims of
//! a TSV ledger, when it names one. Of more claims than these, some are compared with all.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "tests say what they measured or skipped")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
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
const DO: [&str; 14] = [
    "are watered by",
    "was raised by the old mills that stand near",
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

/// The pairs of claims that stand against each other, the supported one first, one of them among the `sampled` nodes, found by
/// comparing these with all; of a node and a class, the first claim. Compounds that are made up of their parts are left out.
fn pairs_by_force(items: &[Item<'_>], sampled: impl Fn(usize) -> bool) -> BTreeSet<[u32; 2]> {
    let thresholds = Thresholds::default();
    let (nodes, sides) = read(items);
    let is_supported = |node: usize| nodes[node].claims.contains_key(&Supported);
    let is_denied = |node: usize| nodes[node].claims.keys().any(|&class| class != Supported);
    let wholes = || sides.iter().filter(|side| side.clause.is_none() && side.words.len() >= 3);
    let mut having: HashMap<u64, Vec<usize>> = HashMap::new();
    let some: Vec<&Side> = wholes().filter(|side| sampled(side.node)).collect();
    for (at, side) in some.iter().enumerate() {
        for &word in &side.words {
            having.entry(word).or_default().push(at);
        }
    }
    let mut pairs = BTreeSet::new();
    let mut shared = vec![0; some.len()];
    for b in wholes() {
        let met: Vec<usize> = b.words.iter().filter_map(|word| having.get(word)).flatten().copied().collect();
        met.iter().for_each(|&at| shared[at] += 1);
        for at in met {
            let a = some[at];
            let overlap = Overlap { shared: std::mem::take(&mut shared[at]), left: a.words.len(), right: b.words.len() };
            let opposed = is_supported(a.node) && is_denied(b.node) || is_denied(a.node) && is_supported(b.node);
            if a.node == b.node || !opposed || a.clauses != b.clauses || !thresholds.hold(overlap) {
                continue;
            }
            for (supported, denied) in [(a, b), (b, a)] {
                let Some(first) = nodes[supported.node].claims.get(&Supported) else { continue };
                if is_denied(denied.node) && same_claim(&supported.reading, &denied.reading).is_ok() {
                    let denied = nodes[denied.node].claims.iter().filter(|(class, _)| **class != Supported);
                    pairs.extend(denied.map(|(_, claims)| [first[0], claims[0]]));
                }
            }
        }
    }
    pairs
}

/// The claims of a TSV ledger that are marked ✓ or ×.
fn of_ledger(text: &str) -> Vec<(String, VerdictClass, bool)> {
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let columns = lines.next().unwrap();
    let [claim, verdict] = ["claim", "verdict"].map(|name| columns.iter().position(|column| *column == name).unwrap());
    let class = |mark: &str| match mark {
        "✓" => Some(Supported),
        "×" => Some(Refuted),
        _ => None,
    };
    lines.filter_map(|cells| Some((cells[claim].to_owned(), class(cells[verdict])?, false))).collect()
}

#[test]
fn at_the_size_that_is_asked_for() {
    const ALL: usize = 20_000;
    const SAMPLED: usize = 2000;
    let Ok(wanted) = std::env::var("CLAIMLINT_ORACLE") else {
        println!("skipped: CLAIMLINT_ORACLE says neither how many claims nor a ledger");
        return;
    };
    let claims = match wanted.parse() {
        Ok(size) => claims(1, size, size / 10),
        Err(_) => of_ledger(&std::fs::read_to_string(wanted).unwrap()),
    };
    let size = claims.len();
    let items = items(&claims);
    let start = Instant::now();
    let comparison = Comparison::new(&items, Thresholds::default());
    println!("{size} claims joined in {:?}", start.elapsed());
    if size <= ALL {
        for relation in [Relation::NearDuplicate, Relation::Compound] {
            let start = Instant::now();
            let (join, force) = (by_join(&comparison, relation), by_force(&items, relation));
            println!("{relation:?}: {} clusters, by force in {:?}", force.len(), start.elapsed());
            assert_eq!(join, force);
        }
        return;
    }
    // Too many to compare all with all: some of them with all.
    let start = Instant::now();
    let found = pairs_by_force(&items, |node| node % (size / SAMPLED) == 0);
    println!("{} pairs of a sample, by force in {:?}", found.len(), start.elapsed());
    let mut cluster_of: HashMap<u32, usize> = HashMap::new();
    for (at, cluster) in by_join(&comparison, Relation::NearDuplicate).into_iter().enumerate() {
        cluster_of.extend(cluster.into_iter().map(|claim| (claim, at)));
    }
    let lost: Vec<[&str; 2]> = found
        .iter()
        .filter(|[a, b]| !cluster_of.contains_key(a) || cluster_of.get(a) != cluster_of.get(b))
        .map(|pair| pair.map(|claim| items[claim as usize].text))
        .collect();
    assert!(!found.is_empty() && lost.is_empty(), "{} of {} lost: {lost:#?}", lost.len(), found.len());
}
