//! From claims with verdicts to the conflicts between them.
//!
//! Knows texts, verdict classes and whether a claim is cut; nothing about files, rules or levels. Claims are named by
//! their number in the order they come in. Claims of one text are one node, nodes whose words read alike one form, and
//! only forms are joined: a sentence that stands in 100,000 reports costs no more than one.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::guards::{self, Reading};
use super::join::{self, Entry, Overlap, Thresholds};
use super::key::{self, Topic};
use super::lexicon::{self, Kind};
use crate::report::VerdictClass;

/// A claim as it is compared.
#[derive(Debug, Clone, Copy)]
pub struct Item<'t> {
    /// The claim cell.
    pub text: &'t str,
    /// [`key::normalised_hash`] of it.
    pub key: u64,
    /// The verdict, when it is known.
    pub class: Option<VerdictClass>,
    /// True when the claim counts as cut off.
    pub cut: bool,
}

impl<'t> Item<'t> {
    /// A claim of that text.
    #[must_use]
    pub fn new(text: &'t str, class: Option<VerdictClass>, cut: bool) -> Self {
        Self { text, key: key::normalised_hash(text), class, cut }
    }
}

/// How two claims in conflict are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The same text after normalisation.
    SameText,
    /// Not the same text, but the same claim.
    NearDuplicate,
    /// One claim is a clause of the other.
    Compound,
}

/// Which claim of a [`Relation::Compound`] conflict is the compound, and which of its clauses the part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// True when the supported side is the compound; else it is one of the parts that are all supported.
    pub compound_is_supported: bool,
    /// Number of the clause.
    pub clause: u32,
}

/// Claims of one text that are in conflict with claims of one text.
///
/// Of many texts in conflict with many, only as many conflicts are listed as tie them all together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    /// How the two texts are related.
    pub relation: Relation,
    /// The node whose supported claims take part.
    pub supported: u32,
    /// The node whose claims of class `against` take part.
    pub other: u32,
    /// The class that stands against the support.
    pub against: VerdictClass,
    /// How much the words overlap.
    pub overlap: Overlap,
    /// For a compound: which clause.
    pub part: Option<Part>,
}

/// Fewer words than these say too little to be compared by likeness.
pub(super) const LEAST_WORDS: usize = 3;

/// The classes that take part in conflicts; the first is the one that the others stand against.
pub(super) const CLASSES: [VerdictClass; 4] =
    [VerdictClass::Supported, VerdictClass::Refuted, VerdictClass::NotEnoughInfo, VerdictClass::Mixed];

/// The place of a class in [`CLASSES`].
pub(super) fn slot(class: VerdictClass) -> Option<usize> {
    CLASSES.iter().position(|&known| known == class)
}

/// Claims of one text, by class.
#[derive(Debug, Clone, Copy)]
struct Node {
    first: u32,
    start: u32,
    ends: [u32; 4],
}

/// All conflicts between some claims.
#[derive(Debug)]
pub struct Comparison {
    nodes: Vec<Node>,
    members: Vec<u32>,
    conflicts: Vec<Conflict>,
    verified: Vec<(Topic, u32)>,
}

impl Comparison {
    /// Compares claims. What comes out depends on nothing but their texts, classes, cuts and order.
    #[must_use]
    pub fn new(items: &[Item<'_>], thresholds: Thresholds) -> Self {
        // Where nothing is supported, nothing stands against it.
        if !items.iter().any(|item| item.class == Some(VerdictClass::Supported)) {
            return Self { nodes: Vec::new(), members: Vec::new(), conflicts: Vec::new(), verified: Vec::new() };
        }
        let mut comparison = Self::group(items);
        let forms = Forms::new(&comparison, items);
        let accepted = forms.join(items, thresholds);
        comparison.conflicts = comparison.same_text();
        comparison.add_alike(&forms, &accepted);
        comparison.sort();
        comparison.verified = forms.verified;
        comparison.verified.par_sort_unstable_by_key(|&(topic, node)| (topic.hash, comparison.nodes[node as usize].first));
        comparison
    }

    /// The nodes with verified claims that are complete and no compounds, with their topics, by topic and first claim.
    #[must_use]
    pub fn verified(&self) -> &[(Topic, u32)] {
        &self.verified
    }

    /// The conflicts, by relation and the first claims of both sides.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// The claims of a class in a node, in order.
    #[must_use]
    pub fn claims(&self, node: u32, class: VerdictClass) -> &[u32] {
        let node = &self.nodes[node as usize];
        let Some(slot) = slot(class) else { return &[] };
        let start = if slot == 0 { node.start } else { node.ends[slot - 1] };
        &self.members[start as usize..node.ends[slot] as usize]
    }

    fn has(&self, node: u32, slot: usize) -> bool {
        !self.claims(node, CLASSES[slot]).is_empty()
    }

    fn all_claims(&self, node: u32) -> &[u32] {
        let node = &self.nodes[node as usize];
        &self.members[node.start as usize..node.ends[3] as usize]
    }

    /// Groups claims by text: by hash, settled by comparing the texts.
    fn group(items: &[Item<'_>]) -> Self {
        let mut keyed: Vec<(u64, u32)> = items
            .par_iter()
            .enumerate()
            .filter(|(_, item)| item.class.and_then(slot).is_some() && item.text.contains(char::is_alphanumeric))
            .map(|(at, item)| (item.key, index(at)))
            .collect();
        keyed.par_sort_unstable();
        let mut groups: Vec<Vec<u32>> = Vec::with_capacity(keyed.len());
        for run in keyed.chunk_by(|a, b| a.0 == b.0) {
            let first = items[run[0].1 as usize].text;
            let members = || run.iter().map(|&(_, at)| at);
            let one = run.len() == 1 || {
                let known = key::normalised(first);
                members().all(|at| {
                    let text = items[at as usize].text;
                    text == first || key::normalised(text) == known
                })
            };
            if one {
                groups.push(members().collect());
            } else {
                let mut by_text: BTreeMap<String, Vec<u32>> = BTreeMap::new();
                for at in members() {
                    by_text.entry(key::normalised(items[at as usize].text)).or_default().push(at);
                }
                groups.extend(by_text.into_values());
            }
        }
        groups.par_sort_unstable_by_key(|group| group[0]);
        let mut members = Vec::with_capacity(keyed.len());
        let nodes = groups
            .into_iter()
            .map(|group| {
                let (first, start) = (group[0], index(members.len()));
                let mut ends = [0; 4];
                for (class, end) in CLASSES.into_iter().zip(&mut ends) {
                    members.extend(group.iter().filter(|&&at| items[at as usize].class == Some(class)));
                    *end = index(members.len());
                }
                Node { first, start, ends }
            })
            .collect();
        Self { nodes, members, conflicts: Vec::new(), verified: Vec::new() }
    }

    fn same_text(&self) -> Vec<Conflict> {
        let overlap = Overlap { shared: 1, left: 1, right: 1 };
        let conflicts = |node: u32| {
            let against = (1..4).filter(move |&slot| self.has(node, 0) && self.has(node, slot)).map(|slot| CLASSES[slot]);
            against.map(move |against| Conflict {
                relation: Relation::SameText,
                supported: node,
                other: node,
                against,
                overlap,
                part: None,
            })
        };
        (0..index(self.nodes.len())).flat_map(conflicts).collect()
    }

    fn add_alike(&mut self, forms: &Forms, accepted: &[Accepted]) {
        // Compounds that are not supported: which clauses are supported on their own, by which forms.
        let mut proved: BTreeMap<u32, Vec<Proof>> = BTreeMap::new();
        let mut conflicts = Vec::new();
        for &Accepted { left, right, overlap } in accepted {
            let (a, b) = (&forms.forms[left as usize], &forms.forms[right as usize]);
            if b.entry.is_clause {
                for (at, &(node, clause)) in forms.nodes(b).iter().enumerate() {
                    proved.entry(node).or_default().push(Proof { clause, form: left, overlap, leads: at == 0 });
                }
                continue;
            }
            let relation = if a.entry.is_clause { Relation::Compound } else { Relation::NearDuplicate };
            for (slot, against) in CLASSES.into_iter().enumerate().skip(1) {
                let sides = [(a, 0), (b, slot)].map(|(form, slot)| {
                    forms.nodes(form).iter().copied().filter(|&(node, _)| self.has(node, slot)).collect::<Vec<_>>()
                });
                star(&sides[0], &sides[1], |(supported, clause), (other, _)| {
                    let part = a.entry.is_clause.then_some(Part { compound_is_supported: true, clause });
                    conflicts.push(Conflict { relation, supported, other, against, overlap, part });
                });
            }
        }
        for (&compound, parts) in &proved {
            let mut clauses: Vec<u32> = parts.iter().map(|part| part.clause).collect();
            clauses.sort_unstable();
            clauses.dedup();
            if clauses.len() < forms.clauses[compound as usize] as usize {
                continue;
            }
            for &Proof { clause, form, overlap, leads } in parts {
                // Every compound is tied to two texts of each part at least, the first one to all of them.
                let supported: Vec<(u32, u32)> =
                    forms.nodes(&forms.forms[form as usize]).iter().copied().filter(|&(node, _)| self.has(node, 0)).collect();
                for &(node, _) in supported.iter().filter(|&&(node, _)| node != compound).take(if leads { usize::MAX } else { 2 })
                {
                    let part = Some(Part { compound_is_supported: false, clause });
                    let relation = Relation::Compound;
                    let against = (1..4).filter(|&slot| self.has(compound, slot)).map(|slot| CLASSES[slot]);
                    conflicts.extend(against.map(|against| Conflict {
                        relation,
                        supported: node,
                        other: compound,
                        against,
                        overlap,
                        part,
                    }));
                }
            }
        }
        self.conflicts.append(&mut conflicts);
    }

    /// Orders the conflicts by place and leaves, of a compound and a part that meet in several clauses, the first.
    fn sort(&mut self) {
        let Self { nodes, conflicts, .. } = self;
        let first = |node: u32| nodes[node as usize].first;
        let pair = |c: &Conflict| (c.relation, first(c.supported), first(c.other), slot(c.against));
        conflicts.sort_by_key(|conflict| (pair(conflict), conflict.part));
        conflicts.dedup_by_key(|conflict| pair(conflict));
    }
}

/// Ties two lists together with a number of pairs that grows like their lengths: the first two of each with all of the
/// other. No node is paired with itself; two are needed because the first may be that one.
fn star(left: &[(u32, u32)], right: &[(u32, u32)], mut emit: impl FnMut((u32, u32), (u32, u32))) {
    for (i, &a) in left.iter().enumerate() {
        let partners = if i < 2 { right } else { &right[..right.len().min(2)] };
        for &b in partners.iter().filter(|b| b.0 != a.0) {
            emit(a, b);
        }
    }
}

/// Two forms that are the same claim, or a clause and a claim.
struct Accepted {
    left: u32,
    right: u32,
    overlap: Overlap,
}

/// A clause of a compound that is supported on its own.
struct Proof {
    clause: u32,
    form: u32,
    overlap: Overlap,
    /// True for the first of the compounds that share the clause.
    leads: bool,
}

/// Nodes, or clauses of nodes, whose words read alike.
struct Form {
    entry: Entry,
    /// Their nodes and clauses, as a range of [`Forms::listed`].
    nodes: Range<u32>,
    /// Which classes their claims have, one bit for each of [`CLASSES`].
    classes: u8,
    /// Into how many clauses the claim splits.
    clauses: u32,
}

struct Forms {
    forms: Vec<Form>,
    listed: Vec<(u32, u32)>,
    arena: Vec<u64>,
    /// For each node, into how many clauses it splits.
    clauses: Vec<u32>,
    /// For each node, whether all its claims are cut.
    cut: Vec<bool>,
    /// For each node, its first claim.
    first: Vec<u32>,
    /// The topics of complete claims that are verified.
    verified: Vec<(Topic, u32)>,
}

/// An entry before its form is known.
struct Draft {
    profile: u64,
    node: u32,
    clause: u32,
    clauses: u32,
    classes: u8,
    entry: Entry,
    /// Its words, as a range of [`Scanned::sequence`].
    sequence: Range<u32>,
}

impl Forms {
    fn new(comparison: &Comparison, items: &[Item<'_>]) -> Self {
        const CHUNK: usize = 1024;
        let nodes = &comparison.nodes;
        let cut: Vec<bool> = (0..index(nodes.len()))
            .into_par_iter()
            .map(|node| comparison.all_claims(node).iter().all(|&at| items[at as usize].cut))
            .collect();
        let counts = Counts::new(nodes.len() * 8);
        let starts: Vec<usize> = (0..nodes.len()).step_by(CHUNK).collect();
        let mut scanned: Vec<Scanned> = starts
            .par_iter()
            .map(|&start| {
                let mut out = Scanned::default();
                for (at, node) in nodes.iter().enumerate().skip(start).take(CHUNK) {
                    let classes = (0..4).filter(|&slot| comparison.has(index(at), slot)).fold(0, |bits, slot| bits | 1 << slot);
                    out.claim(items[node.first as usize].text, index(at), classes, cut[at], &counts);
                }
                out
            })
            .collect();
        scanned.par_iter_mut().for_each(|chunk| chunk.order(&counts));
        let mut arena = Vec::with_capacity(scanned.iter().map(|chunk| chunk.words.len()).sum());
        let mut drafts: Vec<Draft> = Vec::with_capacity(scanned.iter().map(|chunk| chunk.drafts.len()).sum());
        let mut clauses = vec![0; nodes.len()];
        let mut verified = Vec::new();
        for chunk in scanned {
            let base = index(arena.len());
            verified.extend(chunk.verified);
            arena.extend(chunk.words);
            drafts.extend(chunk.drafts.into_iter().map(|mut draft| {
                draft.entry.start += base;
                clauses[draft.node as usize] = draft.clauses;
                draft
            }));
        }
        let mut order: Vec<(u64, u32)> = drafts.iter().enumerate().map(|(at, draft)| (draft.profile, index(at))).collect();
        order.par_sort_unstable();
        let mut listed = Vec::with_capacity(drafts.len());
        let forms = order
            .chunk_by(|a, b| a.0 == b.0)
            .map(|alike| {
                let start = index(listed.len());
                let of_form = || alike.iter().map(|&(_, at)| &drafts[at as usize]);
                listed.extend(of_form().map(|draft| (draft.node, draft.clause)));
                let first = &drafts[alike[0].1 as usize];
                let classes = of_form().fold(0, |bits, draft| bits | draft.classes);
                Form { entry: first.entry, nodes: start..index(listed.len()), classes, clauses: first.clauses }
            })
            .collect();
        Self { forms, listed, arena, clauses, cut, first: nodes.iter().map(|node| node.first).collect(), verified }
    }

    fn nodes(&self, form: &Form) -> &[(u32, u32)] {
        &self.listed[form.nodes.start as usize..form.nodes.end as usize]
    }

    fn join(&self, items: &[Item<'_>], thresholds: Thresholds) -> Vec<Accepted> {
        let side = |classes: u8| -> Vec<u32> {
            let comparable = |form: &Form| form.classes & classes != 0 && form.entry.len as usize >= LEAST_WORDS;
            (0..self.forms.len()).filter(|&at| comparable(&self.forms[at])).map(index).collect()
        };
        let entries: Vec<Entry> = self.forms.iter().map(|form| form.entry).collect();
        // One side of the join stays the same for a while: it is read once.
        type Last = Option<(u32, Reading)>;
        join::join(
            &entries,
            &self.arena,
            &side(0b0001),
            &side(0b1110),
            thresholds,
            |lasts: &mut [Last; 2], left, right, overlap| {
                let (a, b) = (&self.forms[left as usize], &self.forms[right as usize]);
                // A compound is compared with a compound, a clause with what is no compound.
                let simple = |form: &Form| form.entry.is_clause || form.clauses == 0;
                let fits = if a.entry.is_clause || b.entry.is_clause { simple(a) && simple(b) } else { a.clauses == b.clauses };
                let same = fits
                    && (left == right || {
                        let [first, second] = lasts;
                        let (a, b) = (self.read_or(first, left, a, items), self.read_or(second, right, b, items));
                        guards::same_claim(a, b).is_ok()
                    });
                same.then_some(Accepted { left, right, overlap })
            },
        )
    }

    /// The reading of a form, taken from `last` when it is the one that was read last.
    fn read_or<'l>(&self, last: &'l mut Option<(u32, Reading)>, at: u32, form: &Form, items: &[Item<'_>]) -> &'l Reading {
        if last.as_ref().is_none_or(|(known, _)| *known != at) {
            *last = Some((at, self.read(form, items)));
        }
        &last.get_or_insert_with(|| (at, self.read(form, items))).1
    }

    fn read(&self, form: &Form, items: &[Item<'_>]) -> Reading {
        let (node, clause) = self.listed[form.nodes.start as usize];
        let text = items[self.first[node as usize] as usize].text;
        let cut = self.cut[node as usize];
        if form.entry.is_clause {
            let ranges = key::clauses(text);
            let last = clause as usize + 1 == ranges.len();
            return Reading::new(&text[ranges[clause as usize].clone()], cut && last);
        }
        Reading::new(text, cut)
    }
}

/// What was scanned from some nodes.
#[derive(Default)]
struct Scanned {
    words: Vec<u64>,
    /// For each of `words`, whether it is a fact that even a cut partner must have.
    early: Vec<bool>,
    /// Of every entry one after the other: the words that matter, in order.
    sequence: Vec<Heard>,
    drafts: Vec<Draft>,
    buffer: Vec<Heard>,
    /// The topics of complete claims that are verified.
    verified: Vec<(Topic, u32)>,
}

/// A word as the scan hears it.
#[derive(Debug, Clone, Copy)]
struct Heard {
    stem: u64,
    /// It counts as content.
    counted: bool,
    /// It is a name or a number.
    fact: bool,
    /// It says something of its own: adverbs such as "consistently" do not.
    said: bool,
    /// It is skipped where claims are laid side by side.
    skipped: bool,
}

impl Scanned {
    fn claim(&mut self, text: &str, node: u32, classes: u8, cut: bool, counts: &Counts) {
        let ranges = key::clauses(text);
        let clauses = index(ranges.len());
        let draft = Draft { profile: 0, node, clause: 0, clauses, classes, entry: Entry::EMPTY, sequence: 0..0 };
        self.entry(text, cut, draft, counts);
        for (clause, range) in ranges.iter().enumerate() {
            let last = clause + 1 == ranges.len();
            let entry = Entry { is_clause: true, ..Entry::EMPTY };
            let draft = Draft { profile: 0, node, clause: index(clause), clauses, classes, entry, sequence: 0..0 };
            self.entry(&text[range.clone()], cut && last, draft, counts);
        }
    }

    /// Scans a claim or clause. Everything that a guard may look at goes into the profile.
    fn entry(&mut self, text: &str, cut: bool, mut draft: Draft, counts: &Counts) {
        let prepared = key::prepared(text);
        let open = !crate::text::ends_in_stop(text);
        self.buffer.clear();
        let (buffer, mut profile) = (&mut self.buffer, u64::from(cut) << 1 | u64::from(open) | u64::from(draft.clauses) << 2);
        profile |= u64::from(draft.entry.is_clause) << 40;
        let mut topic = Topic::default();
        key::scan(&prepared, |word| {
            topic.add(&word, &prepared);
            let counted = matches!(word.kind, Kind::Content | Kind::Number);
            // The number one may stand as an article: "1 patient", "a patient", "one patient".
            let fact = counted && (word.name || word.kind == Kind::Number) && word.stem != lexicon::ONE;
            let said = counted && !is_adverb(&prepared.as_bytes()[word.range.clone()]);
            let flags = u64::from(word.name) | u64::from(word.marked) << 1 | u64::from(word.glued) << 2 | (word.kind as u64) << 3;
            profile = (profile.rotate_left(9) ^ word.stem ^ flags).wrapping_mul(0x517c_c1b7_2722_0a95);
            buffer.push(Heard { stem: word.stem, counted, fact, said, skipped: word.kind == Kind::Stop });
        });
        if cut {
            buffer.pop();
        } else if draft.classes & 1 != 0 && draft.clauses == 0 {
            self.verified.push((topic, draft.node));
        }
        let start = self.words.len();
        let all = buffer.len();
        let entry = &mut draft.entry;
        (entry.is_cut, entry.may_be_cut) = (cut, cut || open);
        // Looking through the words so far is quickest for a claim of usual length.
        const MANY_WORDS: usize = 64;
        let mut known_words: FxHashMap<u64, usize> = FxHashMap::default();
        for (at, &Heard { stem, fact, said, .. }) in buffer.iter().enumerate().filter(|(_, heard)| heard.counted) {
            let bit = Entry::bit(stem);
            entry.signature |= bit;
            entry.facts |= if fact { bit } else { 0 };
            entry.said |= if said { bit } else { 0 };
            let early = fact && 2 * at < all;
            entry.early_facts |= if early { bit } else { 0 };
            let known = if all > MANY_WORDS {
                known_words.get(&stem).copied()
            } else {
                self.words[start..].iter().position(|&word| word == stem).map(|at| start + at)
            };
            if let Some(known) = known {
                self.early[known] |= early;
            } else {
                if all > MANY_WORDS {
                    known_words.insert(stem, self.words.len());
                }
                self.words.push(stem);
                self.early.push(early);
                counts.add(stem);
            }
        }
        draft.sequence = index(self.sequence.len())..index(self.sequence.len() + all);
        self.sequence.extend_from_slice(buffer);
        entry.start = index(start);
        entry.len = index(self.words.len() - start);
        draft.profile = profile;
        self.drafts.push(draft);
    }

    /// Turns words into keys that ascend from the rarest to the most frequent.
    fn order(&mut self, counts: &Counts) {
        for Draft { entry, sequence, .. } in &mut self.drafts {
            let heard = &self.sequence[sequence.start as usize..sequence.end as usize];
            (entry.frame, entry.hole) = frame(heard, entry, counts).unwrap_or_default();
            let range = entry.start as usize..(entry.start + entry.len) as usize;
            let words = &mut self.words[range.clone()];
            for word in words.iter_mut() {
                *word = counts.key(*word);
            }
            let early = words.iter().zip(&self.early[range]).filter(|&(_, &early)| early);
            entry.must_have = early.map(|(&word, _)| word).min();
            entry.one_of = rarest_two(heard, counts);
            words.sort_unstable();
        }
    }
}

/// A claim, or one of its clauses, by what the claims that are alike are found: see [`traits`].
#[derive(Debug, Clone)]
pub struct Traits {
    /// Claims with one profile are one form.
    pub profile: u64,
    /// Facts and signature; its place in the arena says nothing.
    pub entry: Entry,
    /// The words that count, each once.
    pub words: Vec<u64>,
    /// Words of which a partner has every one.
    pub must_have: Vec<u64>,
    /// Of any two of these words, a partner has at least one.
    pub said: Vec<u64>,
}

/// The traits of a claim and of its clauses as they are in the comparison, when it is cut off or not; and its topic, unless it
/// is a compound or cut off.
pub(super) fn traits(text: &str, cut: bool) -> (Vec<Traits>, Option<Topic>) {
    thread_local! {
        static COUNTS: Counts = Counts::new(0);
    }
    let mut scanned = Scanned::default();
    COUNTS.with(|counts| scanned.claim(text, 0, 1, cut, counts));
    let Scanned { words, early, sequence, drafts, verified, .. } = scanned;
    let of = |draft: &Draft| {
        let range = draft.entry.start as usize..(draft.entry.start + draft.entry.len) as usize;
        let heard = &sequence[draft.sequence.start as usize..draft.sequence.end as usize];
        // A few of them are enough to choose from.
        const MOST: usize = 32;
        let mut said: Vec<u64> = Vec::new();
        for word in heard.iter().take(heard.len().div_ceil(2)).filter(|word| word.said) {
            if said.len() < MOST && !said.contains(&word.stem) {
                said.push(word.stem);
            }
        }
        let must_have = range.clone().filter(|&at| early[at]).map(|at| words[at]).take(MOST).collect();
        Traits { profile: draft.profile, entry: draft.entry, words: words[range].to_vec(), must_have, said }
    };
    (drafts.iter().map(of).collect(), verified.first().map(|&(topic, _)| topic))
}

/// The two rarest of the words that a claim says in its first half, which no partner can have lost: a guard refuses a
/// partner that lacks two of them.
fn rarest_two(heard: &[Heard], counts: &Counts) -> Option<[u64; 2]> {
    let mut two = [u64::MAX; 2];
    for word in heard.iter().take(heard.len().div_ceil(2)).filter(|word| word.said) {
        let key = counts.key(word.stem);
        if key < two[0] {
            two = [key, two[0]];
        } else if key > two[0] && key < two[1] {
            two[1] = key;
        }
    }
    (two[1] < u64::MAX).then_some(two)
}

/// True for a word in "ly".
fn is_adverb(word: &[u8]) -> bool {
    word.last_chunk::<2>().is_some_and(|end| end.eq_ignore_ascii_case(b"ly"))
}

/// The hash of a claim with its rarest word left out, and that word: see [`Entry::frame`].
///
/// `None` where a guard might overlook that the word is replaced: in the part of a claim that its partner may have lost.
fn frame(heard: &[Heard], entry: &Entry, counts: &Counts) -> Option<(u64, u64)> {
    let hole = (0..heard.len()).filter(|&at| heard[at].counted).min_by_key(|&at| counts.key(heard[at].stem))?;
    let last = hole + 1 == heard.len();
    // A claim that breaks off where another goes on has all words but its last in common with it.
    let whole = !(entry.is_cut || entry.may_be_cut && last);
    let early = 2 * hole < heard.len();
    let stem = heard[hole].stem;
    let once = heard.iter().filter(|word| word.stem == stem).count() == 1;
    if !once || !whole && !early {
        return None;
    }
    let words = heard.iter().enumerate().filter(|(_, word)| !word.skipped);
    let hash = words.fold(u64::from(whole), |state, (at, word)| {
        let word = if at == hole { 1 } else { word.stem };
        (state.rotate_left(11) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95)
    });
    Some((hash | 1, stem))
}

/// In how many claims words stand: counted in buckets by hash. Two words that share a bucket only share their place in
/// the order, which has no influence on what is found.
struct Counts {
    buckets: Vec<AtomicU32>,
    shift: u32,
}

impl Counts {
    fn new(words: usize) -> Self {
        let bits = words.next_power_of_two().ilog2().clamp(10, 20);
        Self { buckets: (0..1 << bits).map(|_| AtomicU32::new(0)).collect(), shift: 64 - bits }
    }

    fn bucket(&self, word: u64) -> &AtomicU32 {
        #[expect(clippy::cast_possible_truncation, reason = "at most 20 bits are left")]
        &self.buckets[(word >> self.shift) as usize]
    }

    fn add(&self, word: u64) {
        self.bucket(word).fetch_add(1, Ordering::Relaxed);
    }

    /// Count in the upper 16 bits, hash in the lower 48.
    fn key(&self, word: u64) -> u64 {
        let count = self.bucket(word).load(Ordering::Relaxed).min(u32::from(u16::MAX));
        u64::from(count) << 48 | word & 0xffff_ffff_ffff
    }
}

/// A number of claims, nodes or words fits: a run's sources hold less than 4 GiB each and claims take bytes.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
