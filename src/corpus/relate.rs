//! How any two of some claims are related, whether their verdicts conflict or not: what `pairs` prints.
//!
//! Knows texts, verdict classes and whether a claim is cut; nothing about files or output. Claims are named by their number in
//! the order they come in. Claims of one text are judged once. `sets` and `alike` find which claims have words in common,
//! `entry` refuses what needs no closer look, [`super::guards::related`] decides.

mod entry;

use std::ops::ControlFlow;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::alike::alike;
use super::compare::Item;
use super::counts::Counts;
use super::forms::LEAST_WORDS;
use super::guards::{Judgement, Party, Relation, related};
use super::join::{Overlap, Thresholds};
use super::key;
use super::lexicon::Kind;
use super::own_words;
use super::sets::{Collector, NONE, Sets, index, range, sum};
use super::template::{self, fillings, opposed};
use crate::report::VerdictClass;
use entry::{Entry, Part, all_words};

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
    /// Of claims that are marked with words of their reports' own: by which words they stand against others, and whether they
    /// are marked with the word itself.
    own_words: FxHashMap<u32, Vec<(Word, bool)>>,
    /// For each claim, its node: the claims of one text.
    node_of: Vec<u32>,
    /// The claims of each node, in order; nodes are in the order of their first claims.
    nodes: Vec<Vec<u32>>,
    /// For each node, where its partners begin in `partners`; then their end.
    starts: Vec<u32>,
    /// Other nodes, with the number of the judgement.
    partners: Vec<(u32, u32)>,
    judgements: Vec<(u32, u32, Judgement)>,
    /// Compounds each clause of which is verified on its own, by which word.
    proved: FxHashSet<(Word, u32)>,
    same: Judgement,
}

/// A word by which claims are verified: [`KNOWN`] for all of the vocabulary, else one of a report's own.
type Word = u32;

const KNOWN: Word = 0;

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
        let same = Judgement { relation: Relation::Same, excludes: false, overlap, clause: None, objections: Vec::new() };
        let classes = items.iter().map(|item| item.class).collect();
        let (own_words, proved) = (FxHashMap::default(), FxHashSet::default());
        let mut relations = Self { classes, own_words, node_of, nodes, starts, partners, judgements, proved, same };
        relations.proved = relations.proved(items);
        relations
    }

    /// The same, when some of the claims are marked with words of their reports' own: these, with their words as printed, in order.
    #[must_use]
    pub fn with_own_words(mut self, items: &[Item<'_>], marked: &[(u32, &str)]) -> Self {
        for (word, claims) in (KNOWN + 1..).zip(own_words::opposed(marked)) {
            for (claim, class) in claims {
                self.own_words.entry(claim).or_default().push((word, class == VerdictClass::Supported));
            }
        }
        if !self.own_words.is_empty() {
            self.proved = self.proved(items);
        }
        self
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
        let both_verified = || [a, b].into_iter().all(|claim| self.classes[claim as usize] == Some(VerdictClass::Supported));
        match judgement.relation {
            Relation::Same | Relation::NearlySame => self.opposed([a, b]).next().is_some(),
            Relation::PartOf => {
                let Some((side, _)) = judgement.clause else { return false };
                let compound = usize::from((side == 1) != turned);
                let whole = self.node_of[[a, b][compound] as usize];
                self.opposed([a, b]).any(|(word, verified)| verified == compound || self.proved.contains(&(word, whole)))
            }
            Relation::OtherNumber => both_verified(),
            Relation::Negated => judgement.excludes && both_verified(),
            Relation::Different => false,
        }
    }

    /// By which words the verdicts of two claims cannot both be right, were the claims one; and which of the two is verified.
    fn opposed(&self, claims: [u32; 2]) -> impl Iterator<Item = (Word, usize)> {
        let [a, b] = claims.map(|claim| self.stances(claim));
        a.flat_map(move |(word, verified)| {
            let against = b.clone().filter(move |&(other, by_other)| other == word && by_other != verified);
            against.map(move |_| (word, usize::from(!verified)))
        })
    }

    /// By which words a claim is verified, or denied.
    fn stances(&self, claim: u32) -> impl Iterator<Item = (Word, bool)> + Clone {
        let known = match self.classes[claim as usize] {
            Some(VerdictClass::Supported) => Some((KNOWN, true)),
            Some(VerdictClass::Refuted | VerdictClass::NotEnoughInfo | VerdictClass::Mixed) => Some((KNOWN, false)),
            _ => None,
        };
        known.into_iter().chain(self.own_words.get(&claim).into_iter().flatten().copied())
    }

    /// The compounds each clause of which some verified claim says.
    fn proved(&self, items: &[Item<'_>]) -> FxHashSet<(Word, u32)> {
        let mut clauses: FxHashMap<(Word, u32), FxHashSet<usize>> = FxHashMap::default();
        for (a, b, judgement) in &self.judgements {
            if let Some((side, clause)) = judgement.clause {
                let (compound, part) = if side == 0 { (*a, *b) } else { (*b, *a) };
                let stances = self.nodes[part as usize].iter().flat_map(|&claim| self.stances(claim));
                for (word, _) in stances.filter(|&(_, verified)| verified) {
                    clauses.entry((word, compound)).or_default().insert(clause);
                }
            }
        }
        let text = |node: u32| items[self.nodes[node as usize][0] as usize].text;
        clauses.retain(|&(_, compound), clauses| clauses.len() == key::clauses(text(compound)).len());
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

/// Every two nodes, the earlier first, that are related, and how.
fn judged(texts: &[(&str, bool)], thresholds: Thresholds) -> Vec<(u32, u32, Judgement)> {
    let counts = Counts::new(8 * texts.len());
    let known = &all_words(texts);
    let mut entries: Vec<Entry> = texts
        .par_iter()
        .enumerate()
        .flat_map_iter(|(node, &(text, cut))| {
            let clauses = key::clauses(text);
            let last = clauses.len().max(1) - 1;
            let kind = if clauses.is_empty() { Part::Whole } else { Part::Compound };
            let whole = Entry::new(index(node), text, 0..text.len(), kind, cut, known);
            let parts = clauses.into_iter().enumerate();
            let parts =
                parts.map(move |(at, range)| Entry::new(index(node), text, range, Part::Clause, cut && at == last, known));
            std::iter::once(whole).chain(parts)
        })
        .collect();
    let text = |entry: &Entry| &texts[entry.node as usize].0[entry.start as usize..entry.end as usize];
    entries.par_iter().for_each(|entry| key::scan(&key::prepared(text(entry)), |word| counts.add(word.stem)));
    entries.par_iter_mut().for_each(|entry| entry.template = template::template(text(entry), entry.cut, entry.open, &counts));
    let party = |entry: &Entry| Party::new(texts[entry.node as usize].0, texts[entry.node as usize].1);
    // Lays one beside others.
    let judge_entries = |y: &Entry, others: &mut dyn Iterator<Item = &Entry>, out: &mut Vec<(u32, u32, Judgement)>| {
        let mut own: Option<Party<'_>> = None;
        for x in others.filter(|x| x.may_be_related(y)) {
            let (own, other) = (&*own.get_or_insert_with(|| party(y)), &party(x));
            let (nodes, parties) =
                if x.node < y.node { ([x.node, y.node], [other, own]) } else { ([y.node, x.node], [own, other]) };
            out.extend(related(parties, thresholds).map(|judgement| (nodes[0], nodes[1], judgement)));
        }
    };
    let related_by = |entries: &[&Entry], numbers: bool| {
        let key = |entry: &&Entry| (entry.template.frame, entry.template.hole);
        let sets = Sets::new(entries, key, |entry, out| collect(text(entry), entry.cut, numbers, out));
        let entry = |at: u32| entries[at as usize];
        let enough = |set: u32| sets.lens()[set as usize] as usize >= LEAST_WORDS;
        let frame = |set: u32| key(&entries[sets.texts(set)[0] as usize]);
        let skips = fillings(&sets, frame);
        let mut found: Vec<(u32, u32, Judgement)> = (0..index(sets.count()))
            .into_par_iter()
            .filter(|&set| enough(set))
            .flat_map_iter(|set| {
                let mut out = Vec::new();
                let same = sets.texts(set);
                for (at, &y) in same.iter().enumerate() {
                    judge_entries(entry(y), &mut same[..at].iter().map(|&x| entry(x)), &mut out);
                }
                out
            })
            .collect();
        let judge_sets = |set: u32, others: &[(u32, u32)], out: &mut Vec<(u32, u32, Judgement)>| {
            if enough(set) {
                let others = || others.iter().filter(|(other, _)| enough(*other)).flat_map(|&(other, _)| sets.texts(other));
                sets.texts(set).iter().for_each(|&y| judge_entries(entry(y), &mut others().map(|&x| entry(x)), out));
            }
        };
        found.extend(alike(&sets, thresholds, &skips, judge_sets));
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
            opposed((index(start)..index(end)).map(|set| (set, frame(set).1, said(set))), |a, b| {
                judge_sets(a, &[(b, 0)], &mut found);
            });
            start = end;
        }
        found
    };
    let mut found = related_by(&entries.iter().collect::<Vec<_>>(), true);
    // Claims that differ in a number share fewer words than they would without.
    found.extend(related_by(&entries.iter().filter(|entry| !entry.is_clause).collect::<Vec<_>>(), false));
    found.par_sort_unstable_by_key(|&(a, b, _)| (a, b));
    found.dedup_by_key(|&mut (a, b, _)| (a, b));
    found
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
                    let judgement = crate::corpus::guards::judge([x.text, y.text], [x.cut, y.cut], Thresholds::default());
                    if judgement.relation != Relation::Different {
                        expected.push((index(a), index(b), judgement.relation));
                    }
                }
            }
            let found: Vec<_> = related(&items).into_iter().map(|(a, b, relation, _)| (a, b, relation)).collect();
            prop_assert_eq!(found, expected);
        }
    }

    const SUBJECTS: [&str; 8] = [
        "The XLM-R model",
        "BERT",
        "The new model",
        "Tall stable plants in clay pots",
        "T5-small and BERT",
        "No model",
        "We",
        "The unstable merge",
    ];
    const VERBS: [&str; 14] = [
        "raises",
        "lowers",
        "does not raise",
        "was raised by",
        "are watered and raised by",
        "is not lowered by",
        "consistently improves",
        "improves",
        "may be unstable for",
        "is stable for",
        "over-estimates",
        "underestimates",
        "is shown in front of",
        "is shown behind",
    ];
    const OBJECTS: [&str; 6] = [
        "recall on Delta",
        "the recall of small models",
        "BERT",
        "three old and patient gardeners",
        "Delta and Gamma",
        "the loss of dry soils",
    ];
    const TAILS: [&str; 13] = [
        "",
        " by 8.2 points",
        " by 7.5 points in dry years",
        " in dry years",
        " in most districts at low cost",
        " without tuning",
        ", whereas BERT raises Delta",
        "; Gamma is stable",
        " of 9 tasks near the great lake of the north",
        " by a total of 7 points",
        " to 8.2 points in front of large lakes",
        " before 9 small boys of the great lake",
        " after 9 large boys of the small lake",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 40 } else { 2000 }))]

        #[test]
        fn what_is_not_looked_at_closely_is_not_related(
            claims in prop::collection::vec((0..SUBJECTS.len(), 0..VERBS.len(), 0..OBJECTS.len(), 0..TAILS.len(), 0_usize..12), 0..40),
        ) {
            let texts: Vec<(String, bool)> = claims.into_iter().map(|(subject, verb, object, tail, rest)| {
                let mut text = format!("{} {} {}{}", SUBJECTS[subject], VERBS[verb], OBJECTS[object], TAILS[tail]);
                match rest {
                    0..6 => text.push('.'),
                    6 => {}
                    _ => text.truncate(text.len() * rest / 12),
                }
                (text, rest > 6)
            }).collect();
            let items: Vec<Item<'_>> = texts.iter().map(|(text, cut)| Item::new(text, Some(Supported), *cut)).collect();
            let stems = |text: &str, cut: bool, numbers: bool| {
                let words = key::words(text);
                let words = &words[..words.len() - usize::from(cut)];
                let counts = |word: &&key::Word| word.kind == Kind::Content || numbers && word.kind == Kind::Number;
                words.iter().filter(counts).map(|word| word.stem).collect::<FxHashSet<u64>>()
            };
            // They have enough words in common, with numbers or without.
            let meet = |a: (&str, bool), b: (&str, bool), numbers: bool| {
                let (a, b) = (stems(a.0, a.1, numbers), stems(b.0, b.1, numbers));
                let shared = a.intersection(&b).count();
                let overlap = Overlap { shared, left: a.len(), right: b.len() };
                a.len().min(b.len()) >= LEAST_WORDS && Thresholds::default().hold(overlap)
            };
            let (mut expected, mut possible) = (Vec::new(), Vec::new());
            for a in 0..items.len() {
                for b in a + 1..items.len() {
                    // Claims of one text are judged as one.
                    let whole = |at: usize| items.iter().filter(|item| key::normalised(item.text) == key::normalised(items[at].text)).all(|item| item.cut);
                    let first = |at: usize| items.iter().position(|item| key::normalised(item.text) == key::normalised(items[at].text)).unwrap_or(at);
                    let judgement = crate::corpus::guards::judge([first(a), first(b)].map(|at| items[at].text), [whole(a), whole(b)], Thresholds::default());
                    let [one, other] = [first(a), first(b)].map(|at| items[at].text);
                    let (one, other) = ((one, whole(a)), (other, whole(b)));
                    let candidates = match judgement.clause {
                        Some((side, clause)) => {
                            let (compound, part) = if side == 0 { (one, other) } else { (other, one) };
                            let ranges = key::clauses(compound.0);
                            let last = clause + 1 == ranges.len();
                            meet((&compound.0[ranges[clause].clone()], compound.1 && last), part, true)
                        }
                        None => [true, false].into_iter().any(|numbers| meet(one, other, numbers)),
                    };
                    let candidates = candidates || judgement.relation == Relation::Same;
                    if judgement.relation != Relation::Different {
                        let pair = (index(a), index(b), judgement.relation);
                        expected.extend(candidates.then_some(pair));
                        possible.push(pair);
                    }
                }
            }
            let found: Vec<_> = related(&items).into_iter().map(|(a, b, relation, _)| (a, b, relation)).collect();
            let named = |pairs: &[(u32, u32, Relation)]| -> Vec<(String, String, Relation)> {
                pairs.iter().map(|&(a, b, relation)| (texts[a as usize].0.clone(), texts[b as usize].0.clone(), relation)).collect()
            };
            let lost: Vec<_> = expected.into_iter().filter(|pair| !found.contains(pair)).collect();
            prop_assert!(lost.is_empty(), "lost {:#?}", named(&lost));
            let more: Vec<_> = found.into_iter().filter(|pair| !possible.contains(pair)).collect();
            prop_assert!(more.is_empty(), "more {:#?}", named(&more));
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
        // Opposites that may both hold.
        let lesions = ["Benign", "Malignant"].map(|kind| format!("{kind} lesions of the lung were removed."));
        let items = lesions.each_ref().map(|text| Item::new(text, Some(Supported), false));
        assert!(matches!(related(&items)[..], [(0, 1, Relation::Negated, false)]));
        let items = [(7, Refuted), (5, Supported), (0, Supported)];
        let items = items.map(|(text, class)| Item::new(TEXTS[text], Some(class), false));
        assert_eq!(related(&items).iter().filter(|found| found.3).count(), 2);
    }
}
