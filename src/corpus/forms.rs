//! Which texts are the same claim: they are read, joined and laid side by side.
//!
//! Knows texts and which side of a conflict they stand on. Nodes, or clauses of nodes, whose words read alike are one form.
//! The forms of the side that has fewer nodes are indexed; the texts of the other side ask one by one, and only those that
//! meet a form that is alike are kept.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::compare::Item;
use super::counts::Counts;
use super::guards::{self, Reading};
use super::heard::{self, Draft, Heard, Listener, Said};
use super::join::{Entry, Index, Overlap, Search, Thresholds};
use super::key::{self, Topic};
use super::nodes::Nodes;
use super::sets::index;

/// Fewer words than these say too little to be compared by likeness.
pub(super) const LEAST_WORDS: usize = 3;

/// So many nodes are read with one set of buffers.
const CHUNK: usize = 512;

/// So many of these are one piece of work. Left to itself, the pool hands out a quarter of all at once, and whoever has the last
/// one keeps the others waiting.
const CHUNKS_AT_ONCE: usize = 4;

/// Nodes, or clauses of nodes, whose words read alike.
pub(super) struct Form {
    /// What is known of all of them.
    first: Draft,
    /// Their nodes and clauses, as a range of [`Side::listed`].
    nodes: Range<u32>,
    /// Into how many clauses the claim splits.
    pub clauses: u32,
}

impl Form {
    /// True for a clause.
    pub fn is_clause(&self) -> bool {
        self.first.entry.is_clause
    }

    /// True when the two may be compared: a compound with a compound, a clause with what is no compound.
    fn fits(&self, other: &Draft) -> bool {
        let simple = |draft: &Draft| draft.entry.is_clause || draft.clauses == 0;
        match (self.is_clause(), other.entry.is_clause) {
            (false, false) => self.clauses == other.clauses,
            (true, true) => false,
            _ => simple(&self.first) && simple(other),
        }
    }
}

/// The forms of one side: of the nodes that are supported, or of those that are denied.
#[derive(Default)]
pub(super) struct Side {
    forms: Vec<Form>,
    listed: Vec<(u32, u32)>,
}

impl Side {
    /// A form by its number.
    pub fn form(&self, at: u32) -> &Form {
        &self.forms[at as usize]
    }

    /// The nodes of a form, in order, and which clause of them it is.
    pub fn nodes(&self, form: &Form) -> &[(u32, u32)] {
        &self.listed[form.nodes.start as usize..form.nodes.end as usize]
    }

    /// Makes one form of the drafts of one profile; hands the first of each to `first`.
    fn group<'d>(drafts: impl ExactSizeIterator<Item = &'d Draft>, mut first: impl FnMut(usize)) -> Self {
        let mut side = Self { forms: Vec::new(), listed: Vec::with_capacity(drafts.len()) };
        let drafts: Vec<&Draft> = drafts.collect();
        let mut order: Vec<(u64, u32)> = (0..).zip(&drafts).map(|(at, draft)| (draft.profile, at)).collect();
        order.par_sort_unstable();
        for alike in order.chunk_by(|a, b| a.0 == b.0) {
            let start = index(side.listed.len());
            let of_form = alike.iter().map(|&(_, at)| drafts[at as usize]);
            side.listed.extend(of_form.map(|draft| (draft.node, draft.clause)));
            let at = alike[0].1 as usize;
            let draft = *drafts[at];
            side.forms.push(Form { first: draft, nodes: start..index(side.listed.len()), clauses: draft.clauses });
            first(at);
        }
        side
    }
}

/// Two forms that are the same claim, or a clause and a claim.
pub(super) struct Accepted {
    pub supported: u32,
    pub denied: u32,
    /// How much the words overlap, of the supported form to the left.
    pub overlap: Overlap,
}

/// What came out of the join.
pub(super) struct Joined {
    /// The supported side, and the denied side.
    pub sides: [Side; 2],
    /// In the order of the supported forms, then of the denied.
    pub accepted: Vec<Accepted>,
    /// See [`super::Comparison::verified`].
    pub verified: Vec<(Topic, u32)>,
}

/// The texts of all nodes, as they are read.
struct Texts<'n, 't> {
    nodes: &'n Nodes,
    items: &'n [Item<'t>],
}

impl<'t> Texts<'_, 't> {
    fn text(&self, node: u32) -> &'t str {
        self.items[self.nodes.first(node) as usize].text
    }

    /// True when all claims of the node are cut.
    fn is_cut(&self, node: u32) -> bool {
        self.nodes.all(node).iter().all(|&at| self.items[at as usize].cut)
    }

    fn hear(&self, listener: &mut Listener, node: u32, sink: impl FnMut(Said<'_>)) {
        listener.claim(self.text(node), node, self.is_cut(node), sink);
    }

    fn read(&self, draft: &Draft) -> Reading {
        let (text, cut) = (self.text(draft.node), self.is_cut(draft.node));
        if draft.entry.is_clause {
            let ranges = key::clauses(text);
            let last = draft.clause as usize + 1 == ranges.len();
            return Reading::new(&text[ranges[draft.clause as usize].clone()], cut && last);
        }
        Reading::new(text, cut)
    }
}

/// Finds the forms on the two sides that are the same claim.
pub(super) fn join(nodes: &Nodes, items: &[Item<'_>], thresholds: Thresholds, topics: bool) -> Joined {
    let texts = Texts { nodes, items };
    let side = |is: &dyn Fn(u32) -> bool| -> Vec<u32> { (0..index(nodes.count())).filter(|&node| is(node)).collect() };
    let (supported, denied) = (side(&|node| nodes.has(node, 0)), side(&|node| nodes.is_denied(node)));
    let supported_asks = supported.len() > denied.len();
    let (asking, indexed) = if supported_asks { (supported, denied) } else { (denied, supported) };

    let topics_of_indexed = topics && !supported_asks;
    let (own, words, mut verified) = read_indexed(&texts, &indexed, topics_of_indexed);
    let entries: Vec<Entry> = own.forms.iter().map(|form| form.first.entry).collect();
    let lists = Index::new(&entries, &words.counted, thresholds, &words.counts);

    let asked = Asked { texts: &texts, own: &own, words: &words, lists: &lists, topics: topics && supported_asks };
    let (drafts, met, more) = asked.ask(&asking);
    verified.extend(more);
    let mut firsts = Vec::new();
    let other = Side::group(drafts.iter().map(|kept| &kept.draft), |at| firsts.push(at));
    let met_by = |form: usize| {
        let Kept { met: Range { start, end }, .. } = &drafts[firsts[form]];
        &met[*start as usize..*end as usize]
    };

    let judged = |form: usize, last: &mut Option<(u32, Reading)>, out: &mut Vec<Accepted>| {
        let draft = &other.forms[form].first;
        let mut reading: Option<Reading> = None;
        for &(at, overlap) in met_by(form) {
            let partner = &own.forms[at as usize].first;
            let is_same = partner.profile == draft.profile || {
                if last.as_ref().is_none_or(|(known, _)| *known != at) {
                    *last = Some((at, texts.read(partner)));
                }
                let reading = reading.get_or_insert_with(|| texts.read(draft));
                last.as_ref().is_some_and(|(_, partner)| {
                    let (a, b) = if supported_asks { (&*reading, partner) } else { (partner, &*reading) };
                    guards::same_claim(a, b).is_ok()
                })
            };
            if is_same {
                let (supported, denied) = if supported_asks { (index(form), at) } else { (at, index(form)) };
                let Overlap { shared, left, right } = overlap;
                let overlap = if supported_asks { overlap } else { Overlap { shared, left: right, right: left } };
                out.push(Accepted { supported, denied, overlap });
            }
        }
    };
    let forms: Vec<usize> = (0..other.forms.len()).collect();
    let mut accepted: Vec<Accepted> = forms
        .par_chunks(64)
        .with_max_len(CHUNKS_AT_ONCE)
        .flat_map_iter(|chunk| {
            let (mut last, mut out) = (None, Vec::new());
            for &form in chunk {
                judged(form, &mut last, &mut out);
            }
            out
        })
        .collect();
    accepted.sort_unstable_by_key(|accepted| (accepted.supported, accepted.denied));
    let sides = if supported_asks { [other, own] } else { [own, other] };
    Joined { sides, accepted, verified: turned_round(verified, nodes) }
}

/// The words of the forms that are indexed.
struct Words {
    /// Those that count, each once, in the order of [`Entry::start`].
    counted: Vec<u64>,
    /// All of them.
    heard: Vec<Heard>,
    /// Where those of each form lie among [`Words::heard`].
    heard_of: Vec<Range<u32>>,
    counts: Counts,
}

impl Words {
    /// All words of a form in order, and those that count.
    fn of(&self, form: u32, entry: &Entry) -> (&[Heard], &[u64]) {
        let Range { start, end } = self.heard_of[form as usize];
        (&self.heard[start as usize..end as usize], entry.words(&self.counted))
    }
}

/// The forms of the nodes to be indexed, their words, and the topics of the nodes, if wanted.
fn read_indexed(texts: &Texts<'_, '_>, indexed: &[u32], topics: bool) -> (Side, Words, Vec<(Topic, u32)>) {
    #[derive(Default)]
    struct Read {
        drafts: Vec<Draft>,
        words: Vec<u64>,
        /// All words of each draft, one after the other; and where they end.
        heard: Vec<Heard>,
        ends: Vec<u32>,
        verified: Vec<(Topic, u32)>,
    }
    let counts = Counts::new(indexed.len() * 8);
    let mut chunks: Vec<Read> = indexed
        .par_chunks(CHUNK)
        .with_max_len(CHUNKS_AT_ONCE)
        .map(|nodes| {
            let mut out = Read::default();
            let mut listener = Listener::new(topics);
            for &node in nodes {
                texts.hear(&mut listener, node, |said| {
                    out.verified.extend(said.topic.map(|topic| (topic, node)));
                    if said.words.len() < LEAST_WORDS {
                        return;
                    }
                    said.words.iter().for_each(|&word| counts.add(word));
                    let mut draft = said.draft;
                    draft.entry.start = index(out.words.len());
                    out.words.extend_from_slice(said.words);
                    out.heard.extend_from_slice(said.heard);
                    out.ends.push(index(out.heard.len()));
                    out.drafts.push(draft);
                });
            }
            out
        })
        .collect();
    chunks.par_iter_mut().with_max_len(CHUNKS_AT_ONCE).for_each(|chunk| {
        let mut start = 0;
        for (draft, &end) in chunk.drafts.iter_mut().zip(&chunk.ends) {
            let heard = &chunk.heard[start as usize..end as usize];
            heard::complete(&mut draft.entry, heard, &counts);
            (draft.entry.frame, draft.entry.hole) = heard::frame(heard, &draft.entry, &counts);
            start = end;
        }
    });
    let mut counted = Vec::with_capacity(chunks.iter().map(|chunk| chunk.words.len()).sum());
    let mut heard = Vec::with_capacity(chunks.iter().map(|chunk| chunk.heard.len()).sum());
    let mut drafts: Vec<Draft> = Vec::with_capacity(chunks.iter().map(|chunk| chunk.drafts.len()).sum());
    let mut ends: Vec<u32> = Vec::with_capacity(drafts.capacity());
    let mut verified = Vec::new();
    for chunk in chunks {
        let base = index(heard.len());
        ends.extend(chunk.ends.into_iter().map(|end| base + end));
        heard.extend(chunk.heard);
        let base = index(counted.len());
        counted.extend(chunk.words);
        verified.extend(chunk.verified);
        drafts.extend(chunk.drafts.into_iter().map(|mut draft| {
            draft.entry.start += base;
            draft
        }));
    }
    let mut heard_of = Vec::new();
    let side = Side::group(drafts.iter(), |at| heard_of.push(at.checked_sub(1).map_or(0, |before| ends[before])..ends[at]));
    (side, Words { counted, heard, heard_of, counts }, verified)
}

/// A text that has met forms of the other side.
struct Kept {
    draft: Draft,
    /// What it has met, as a range; empty where another one of its profile tells.
    met: Range<u32>,
}

/// Forms that were met, and how much they overlap.
type Met = Vec<(u32, Overlap)>;

/// What the texts of one side ask the other.
struct Asked<'a, 't> {
    texts: &'a Texts<'a, 't>,
    own: &'a Side,
    words: &'a Words,
    lists: &'a Index<'a>,
    topics: bool,
}

impl Asked<'_, '_> {
    fn ask(&self, nodes: &[u32]) -> (Vec<Kept>, Met, Vec<(Topic, u32)>) {
        type Answer = (Vec<Kept>, Met, Vec<(Topic, u32)>);
        let answers: Vec<Answer> = nodes
            .par_chunks(CHUNK)
            .with_max_len(CHUNKS_AT_ONCE)
            .map(|nodes| {
                let (mut kept, mut met, mut verified): Answer = Default::default();
                let mut listener = Listener::new(self.topics);
                let mut search = Search::default();
                // What reads alike meets the same.
                let mut known: FxHashSet<u64> = FxHashSet::default();
                for &node in nodes {
                    self.texts.hear(&mut listener, node, |said| {
                        verified.extend(said.topic.map(|topic| (topic, node)));
                        let mut draft = said.draft;
                        if said.words.len() < LEAST_WORDS {
                            return;
                        }
                        let start = index(met.len());
                        if !known.contains(&draft.profile) {
                            heard::complete(&mut draft.entry, said.heard, &self.words.counts);
                            let frame = || heard::frame(said.heard, &draft.entry, &self.words.counts);
                            self.lists.partners(&draft.entry, said.words, frame, &mut search);
                            met.extend(search.found.iter().filter(|&&(at, _)| {
                                let form = self.own.form(at);
                                let (heard, words) = self.words.of(at, &form.first.entry);
                                form.fits(&draft) && !heard::is_replaced([said.heard, heard], [said.words, words])
                            }));
                            if index(met.len()) == start {
                                return;
                            }
                            known.insert(draft.profile);
                        }
                        kept.push(Kept { draft, met: start..index(met.len()) });
                    });
                }
                (kept, met, verified)
            })
            .collect();
        let (mut kept, mut met, mut verified): Answer = Default::default();
        for (more, also_met, also_verified) in answers {
            let base = index(met.len());
            kept.extend(more.into_iter().map(|one| Kept { met: one.met.start + base..one.met.end + base, ..one }));
            met.extend(also_met);
            verified.extend(also_verified);
        }
        (kept, met, verified)
    }
}

/// The topics of verified nodes: see [`super::Comparison::verified`].
pub(super) fn topics(nodes: &Nodes, items: &[Item<'_>]) -> Vec<(Topic, u32)> {
    let texts = Texts { nodes, items };
    let supported: Vec<u32> = (0..index(nodes.count())).filter(|&node| nodes.has(node, 0)).collect();
    let verified = supported.par_chunks(CHUNK).with_max_len(CHUNKS_AT_ONCE).flat_map_iter(|nodes| {
        let (mut listener, mut out) = (Listener::new(true), Vec::new());
        for &node in nodes {
            texts.hear(&mut listener, node, |said| out.extend(said.topic.map(|topic| (topic, node))));
        }
        out
    });
    turned_round(verified.collect(), nodes)
}

/// Leaves the topics that some turn round and others do not, in order.
fn turned_round(mut verified: Vec<(Topic, u32)>, nodes: &Nodes) -> Vec<(Topic, u32)> {
    let turned: FxHashSet<u64> = verified.iter().filter(|(topic, _)| topic.is_turned).map(|(topic, _)| topic.hash).collect();
    verified.retain(|(topic, _)| turned.contains(&topic.hash));
    verified.sort_unstable_by_key(|&(topic, node)| (topic.hash, nodes.first(node)));
    verified
}
