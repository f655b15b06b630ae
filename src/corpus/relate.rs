//! How any two of some claims are related, whether their verdicts conflict or not: what `pairs` prints.
//!
//! Knows texts, verdict classes and whether a claim is cut; nothing about files or output. Claims are named by their number in
//! the order they come in. Claims of one text are judged once. `sets` and `alike` find which claims have words in common,
//! [`super::guards::judge`] decides.

use std::ops::ControlFlow;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::alike::alike;
use super::compare::Item;
use super::counts::Counts;
use super::forms::LEAST_WORDS;
use super::guards::{Judgement, Relation, judge};
use super::join::{Overlap, Thresholds};
use super::key;
use super::lexicon::Kind;
use super::sets::{Collector, NONE, Sets, index, range, sum};
use super::template::{self, Template, fillings, opposed};
use crate::report::VerdictClass;

/// Two claims that are related.
#[derive(Debug, Clone, Copy)]
pub struct Related<'r> {
    /// Number of the first claim.
    pub a: u32,
    /// Number of the second claim, which comes later.
    pub b: u32,
    /// How they are related. Its first claim is `b` where `turned` says so.
    pub judgement: &'r Judgement,
    /// True when the judgement names `b` first.
    pub turned: bool,
    /// True when their verdicts cannot both be right.
    pub conflict: bool,
}

/// The related ones among some claims.
pub struct Relations {
    classes: Vec<Option<VerdictClass>>,
    /// For each claim, its node: the claims of one text.
    node_of: Vec<u32>,
    /// The claims of each node, in order; nodes are in the order of their first claims.
    nodes: Vec<Vec<u32>>,
    /// For each node, where its partners begin in `partners`; then their end.
    starts: Vec<u32>,
    /// Other nodes, with the number of the judgement.
    partners: Vec<(u32, u32)>,
    judgements: Vec<(u32, u32, Judgement)>,
    /// Compounds each clause of which is verified on its own.
    proved: FxHashSet<u32>,
    same: Judgement,
}

impl Relations {
    /// Judges all pairs of claims that have enough words in common.
    #[must_use]
    pub fn new(items: &[Item<'_>], thresholds: Thresholds) -> Self {
        let (nodes, node_of) = group(items);
        let texts: Vec<(&str, bool)> =
            nodes.par_iter().map(|node| (items[node[0] as usize].text, node.iter().all(|&at| items[at as usize].cut))).collect();
        let judgements = judged(&texts, thresholds);
        let mut starts = vec![0; nodes.len() + 1];
        for &(a, b, _) in &judgements {
            starts[a as usize + 1] += 1;
            starts[b as usize + 1] += 1;
        }
        sum(&mut starts);
        let mut next = starts.clone();
        let mut partners = vec![(0, 0); 2 * judgements.len()];
        for (at, &(a, b, _)) in judgements.iter().enumerate() {
            for (own, other) in [(a, b), (b, a)] {
                partners[next[own as usize] as usize] = (other, index(at));
                next[own as usize] += 1;
            }
        }
        let overlap = Overlap { shared: 1, left: 1, right: 1 };
        let same = Judgement { relation: Relation::Same, overlap, clause: None, objections: Vec::new() };
        let classes = items.iter().map(|item| item.class).collect();
        let mut relations = Self { classes, node_of, nodes, starts, partners, judgements, proved: FxHashSet::default(), same };
        relations.proved = relations.proved(&texts);
        relations
    }

    /// Hands all related claims to `emit`, by number of the first, then of the second. Takes time and memory like what it hands
    /// out and what was put in, however many claims are equal.
    pub fn each<B>(&self, mut emit: impl FnMut(Related<'_>) -> ControlFlow<B>) -> ControlFlow<B> {
        let mut later: Vec<(u32, u32)> = Vec::new();
        for (a, &node) in self.node_of.iter().enumerate().filter(|&(_, &node)| node != NONE) {
            let a = index(a);
            later.clear();
            for &(other, judgement) in range(&self.starts, node, &self.partners).iter().chain([&(node, NONE)]) {
                let members = &self.nodes[other as usize];
                later.extend(members[members.partition_point(|&b| b <= a)..].iter().map(|&b| (b, judgement)));
            }
            later.sort_unstable();
            for &(b, judgement) in &later {
                let (first, judgement) = match self.judgements.get(judgement as usize) {
                    Some((first, _, judgement)) => (*first, judgement),
                    None => (node, &self.same),
                };
                let turned = first != node;
                let conflict = self.conflicts(a, b, judgement, turned);
                emit(Related { a, b, judgement, turned, conflict })?;
            }
        }
        ControlFlow::Continue(())
    }

    /// True when the verdicts of two related claims cannot both be right.
    fn conflicts(&self, a: u32, b: u32, judgement: &Judgement, turned: bool) -> bool {
        let verdicts = [a, b].map(|claim| self.classes[claim as usize]);
        let verified = verdicts.map(|class| class == Some(VerdictClass::Supported));
        let denied = verdicts
            .map(|class| matches!(class, Some(VerdictClass::Refuted | VerdictClass::NotEnoughInfo | VerdictClass::Mixed)));
        let opposed = verified[0] && denied[1] || verified[1] && denied[0];
        match judgement.relation {
            Relation::Same | Relation::NearlySame => opposed,
            Relation::PartOf => {
                let Some((side, _)) = judgement.clause else { return false };
                let compound = usize::from((side == 1) != turned);
                let whole = self.node_of[[a, b][compound] as usize];
                opposed && (verified[compound] || self.proved.contains(&whole))
            }
            Relation::OtherNumber | Relation::Negated => verified[0] && verified[1],
            Relation::Different => false,
        }
    }

    /// The compounds each clause of which some verified claim says.
    fn proved(&self, texts: &[(&str, bool)]) -> FxHashSet<u32> {
        let verified =
            |node: u32| self.nodes[node as usize].iter().any(|&at| self.classes[at as usize] == Some(VerdictClass::Supported));
        let mut clauses: FxHashMap<u32, FxHashSet<usize>> = FxHashMap::default();
        for (a, b, judgement) in &self.judgements {
            if let Some((side, clause)) = judgement.clause {
                let (compound, part) = if side == 0 { (*a, *b) } else { (*b, *a) };
                if verified(part) {
                    clauses.entry(compound).or_default().insert(clause);
                }
            }
        }
        clauses.retain(|&compound, clauses| clauses.len() == key::clauses(texts[compound as usize].0).len());
        clauses.into_keys().collect()
    }
}

/// Claims by text: by hash, settled by comparing the texts. Texts without letters and digits are left out.
fn group(items: &[Item<'_>]) -> (Vec<Vec<u32>>, Vec<u32>) {
    let mut by_key: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    let mut nodes: Vec<Vec<u32>> = Vec::new();
    let mut node_of = vec![NONE; items.len()];
    for (at, item) in items.iter().enumerate().filter(|(_, item)| item.text.contains(char::is_alphanumeric)) {
        let known = by_key.entry(item.key).or_default();
        let same = |&&node: &&u32| {
            let first = items[nodes[node as usize][0] as usize].text;
            first == item.text || key::normalised(first) == key::normalised(item.text)
        };
        let node = known.iter().find(same).copied().unwrap_or_else(|| {
            nodes.push(Vec::new());
            known.push(index(nodes.len() - 1));
            index(nodes.len() - 1)
        });
        nodes[node as usize].push(index(at));
        node_of[at] = node;
    }
    (nodes, node_of)
}

/// A claim or clause whose words are compared.
struct Entry {
    node: u32,
    /// Where it lies in the text of the node.
    start: u32,
    end: u32,
    /// True for a clause: clauses are compared with claims that are no compounds only.
    is_clause: bool,
    is_compound: bool,
    cut: bool,
    /// True when more may have been to come.
    open: bool,
    /// One bit for each word.
    signature: u64,
    /// The bits of the names that a complete partner must have, and of those that any partner must have.
    names: [u64; 2],
    template: Template,
}

/// Every two nodes, the earlier first, that are related, and how.
fn judged(texts: &[(&str, bool)], thresholds: Thresholds) -> Vec<(u32, u32, Judgement)> {
    let counts = Counts::new(8 * texts.len());
    let mut entries: Vec<Entry> = texts
        .par_iter()
        .enumerate()
        .flat_map_iter(|(node, &(text, cut))| {
            let clauses = key::clauses(text);
            let is_compound = !clauses.is_empty();
            let last = clauses.len().max(1) - 1;
            let whole = entry(index(node), text, 0..text.len(), cut, false, is_compound);
            let parts = clauses.into_iter().enumerate();
            let parts = parts.map(move |(at, range)| entry(index(node), text, range, cut && at == last, true, false));
            std::iter::once(whole).chain(parts)
        })
        .collect();
    let text = |entry: &Entry| &texts[entry.node as usize].0[entry.start as usize..entry.end as usize];
    entries.par_iter().for_each(|entry| key::scan(&key::prepared(text(entry)), |word| counts.add(word.stem)));
    entries.par_iter_mut().for_each(|entry| entry.template = template::template(text(entry), entry.cut, entry.open, &counts));
    let judge_entries = |x: &Entry, y: &Entry, out: &mut Vec<(u32, u32, Judgement)>| {
        if !may_be_related(x, y) {
            return;
        }
        let [a, b] = if x.node < y.node { [x.node, y.node] } else { [y.node, x.node] };
        let sides = [a, b].map(|node| texts[node as usize]);
        let judgement = judge(sides.map(|side| side.0), sides.map(|side| side.1), thresholds);
        if judgement.relation != Relation::Different {
            out.push((a, b, judgement));
        }
    };
    let related = |entries: &[&Entry], numbers: bool| {
        let key = |entry: &&Entry| (entry.template.frame, entry.template.hole);
        let sets = Sets::new(entries, key, |entry, out| collect(text(entry), entry.cut, numbers, out));
        let enough = |set: u32| sets.lens()[set as usize] as usize >= LEAST_WORDS;
        let frame = |set: u32| key(&entries[sets.texts(set)[0] as usize]);
        let skips = fillings(&sets, frame);
        let mut found: Vec<(u32, u32, Judgement)> = (0..index(sets.count()))
            .into_par_iter()
            .filter(|&set| enough(set))
            .flat_map_iter(|set| {
                let mut out = Vec::new();
                let same = sets.texts(set);
                for (at, &x) in same.iter().enumerate() {
                    same[at + 1..].iter().for_each(|&y| judge_entries(entries[x as usize], entries[y as usize], &mut out));
                }
                out
            })
            .collect();
        let judge_sets = |a: u32, b: u32, out: &mut Vec<(u32, u32, Judgement)>| {
            if enough(a) && enough(b) {
                for &x in sets.texts(a) {
                    sets.texts(b).iter().for_each(|&y| judge_entries(entries[x as usize], entries[y as usize], out));
                }
            }
        };
        found.extend(alike(&sets, thresholds, &skips, |a, b, _, out| judge_sets(a, b, out)));
        // Of what is passed over, opposites may yet be related.
        let mut start = 0;
        while start < sets.count() {
            let filled = &skips[start..];
            let end = start + 1 + filled[1..].iter().take_while(|skip| skip.start == index(start)).count();
            let said = |set: u32| {
                let of = |&at: &u32| {
                    let entry = entries[at as usize];
                    entry.template.word(text(entry))
                };
                sets.texts(set).iter().map(of)
            };
            opposed((index(start)..index(end)).map(|set| (set, frame(set).1, said(set))), |a, b| judge_sets(a, b, &mut found));
            start = end;
        }
        found
    };
    let mut found = related(&entries.iter().collect::<Vec<_>>(), true);
    // Claims that differ in a number share fewer words than they would without.
    found.extend(related(&entries.iter().filter(|entry| !entry.is_clause).collect::<Vec<_>>(), false));
    found.par_sort_unstable_by_key(|&(a, b, _)| (a, b));
    found.dedup_by_key(|&mut (a, b, _)| (a, b));
    found
}

fn entry(node: u32, text: &str, range: std::ops::Range<usize>, cut: bool, is_clause: bool, is_compound: bool) -> Entry {
    let part = &text[range.clone()];
    let prepared = key::prepared(part);
    let mut words = key::words(&prepared);
    if cut {
        words.pop();
    }
    let (mut signature, mut names) = (0, [0; 2]);
    for (at, word) in words.iter().enumerate().filter(|(_, word)| matches!(word.kind, Kind::Content | Kind::Number)) {
        let bit = 1 << (word.stem >> 58);
        signature |= bit;
        if word.name {
            names[0] |= bit;
            // What stands in the first half, no partner can have lost.
            names[1] |= if 2 * at < words.len() { bit } else { 0 };
        }
    }
    let open = cut || !crate::text::ends_in_stop(part);
    Entry {
        node,
        start: index(range.start),
        end: index(range.end),
        is_clause,
        is_compound,
        cut,
        open,
        signature,
        names,
        template: Template::NONE,
    }
}

/// False where a guard is sure to refuse: a clause is compared with a claim that is no compound, and names have to be there.
fn may_be_related(x: &Entry, y: &Entry) -> bool {
    let fits = match (x.is_clause, y.is_clause) {
        (true, true) => false,
        (true, false) => !y.is_compound,
        (false, true) => !x.is_compound,
        (false, false) => true,
    };
    let lacks = |own: &Entry, other: &Entry| own.names[usize::from(other.open)] & !other.signature != 0;
    fits && x.node != y.node && !lacks(x, y) && !lacks(y, x)
}

/// The words that likeness is measured in; without the last one of a claim that is cut.
fn collect(text: &str, cut: bool, numbers: bool, out: &mut Collector<'_>) {
    let mut push = |kind: Kind, stem: u64| {
        if kind == Kind::Content || numbers && kind == Kind::Number {
            // The bytes of the stem settle what the key leaves open.
            out.word(stem | 1 << 63, &stem.to_le_bytes());
        }
    };
    let mut held = None;
    key::scan(&key::prepared(text), |word| {
        if let Some((kind, stem)) = held.replace((word.kind, word.stem)) {
            push(kind, stem);
        }
    });
    if let Some((kind, stem)) = held.filter(|_| !cut) {
        push(kind, stem);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use VerdictClass::{Refuted, Supported};

    const TEXTS: [&str; 14] = [
        "Delta shows consistent gains with many tasks.",
        "delta shows consistent gains with many tasks",
        "In this study, Delta shows consistent gains with many tasks.",
        "Delta shows consistent gains with nine tasks.",
        "Delta shows no consistent gains with many tasks.",
        "Gamma does not see benefits from joint training.",
        "Gamma sees benefits from joint training.",
        "Delta shows consistent gains with many tasks, whereas Gamma does not see benefits from joint training.",
        "Delta shows consistent gains with many tasks; Gamma does not see benefits from joint training.",
        "The Gamma model does not see benefits from joint training.",
        "Recall on Delta rises by 8.2 points on the test set.",
        "Recall on Delta rises by 7.5 points on the test set.",
        "Recall on Delta rises by 7.5 points on the te",
        "Yes.",
    ];

    type Found = Vec<(u32, u32, Relation, bool)>;

    fn related(items: &[Item<'_>]) -> Found {
        let mut out = Vec::new();
        let _: ControlFlow<()> = Relations::new(items, Thresholds::default()).each(|related| {
            out.push((related.a, related.b, related.judgement.relation, related.conflict));
            ControlFlow::Continue(())
        });
        out
    }

    proptest! {
        #[test]
        fn the_relations_are_those_of_all_pairs(
            claims in prop::collection::vec((0..TEXTS.len(), any::<bool>(), prop::option::of(any::<bool>())), 0..20),
        ) {
            // Claims of one text are judged as one, so each text is cut or not.
            let items: Vec<Item<'_>> = claims.iter().map(|&(text, _, class)| {
                let class = class.map(|holds| if holds { Supported } else { Refuted });
                Item::new(TEXTS[text], class, text == 12)
            }).collect();
            let mut expected = Vec::new();
            for a in 0..items.len() {
                for b in a + 1..items.len() {
                    let (x, y) = (&items[a], &items[b]);
                    let judgement = judge([x.text, y.text], [x.cut, y.cut], Thresholds::default());
                    if judgement.relation != Relation::Different {
                        expected.push((index(a), index(b), judgement.relation));
                    }
                }
            }
            let found: Vec<_> = related(&items).into_iter().map(|(a, b, relation, _)| (a, b, relation)).collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn verdicts_that_cannot_both_be_right() {
        let conflict = |a: (usize, VerdictClass), b: (usize, VerdictClass)| {
            let items = [a, b].map(|(text, class)| Item::new(TEXTS[text], Some(class), false));
            let found = related(&items);
            assert_eq!(found.len(), 1, "{a:?} {b:?}");
            found[0].3
        };
        assert!(conflict((0, Supported), (1, Refuted)));
        assert!(!conflict((0, Refuted), (2, Refuted)));
        assert!(conflict((2, Refuted), (0, Supported)));
        // A number or a denial: both verified.
        assert!(conflict((10, Supported), (11, Supported)));
        assert!(!conflict((10, Supported), (11, Refuted)));
        assert!(conflict((5, Supported), (6, Supported)));
        assert!(!conflict((5, Refuted), (6, Supported)));
        // A compound that is refused may well have a part that holds; one that holds has no part that is refused.
        assert!(conflict((7, Supported), (5, Refuted)));
        assert!(!conflict((7, Refuted), (5, Supported)));
        let items = [(7, Refuted), (5, Supported), (0, Supported)];
        let items = items.map(|(text, class)| Item::new(TEXTS[text], Some(class), false));
        assert_eq!(related(&items).iter().filter(|found| found.3).count(), 2);
    }
}
