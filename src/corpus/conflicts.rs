//! Which nodes are in conflict, from which forms are the same claim.
//!
//! Knows nodes and forms, nothing about words. Of many nodes in conflict with many, only as many conflicts are listed as tie
//! them all together.

use std::collections::BTreeMap;

use super::compare::{Conflict, Part, Relation};
use super::forms::{Accepted, Joined};
use super::join::Overlap;
use super::nodes::{CLASSES, Nodes, slot};
use super::sets::index;

/// The conflicts between claims of one text.
pub(super) fn same_text(nodes: &Nodes) -> Vec<Conflict> {
    let overlap = Overlap { shared: 1, left: 1, right: 1 };
    let conflicts = |node: u32| {
        let against = (1..4).filter(move |&slot| nodes.has(node, slot)).map(|slot| CLASSES[slot]);
        against.map(move |against| Conflict {
            relation: Relation::SameText,
            supported: node,
            other: node,
            against,
            overlap,
            part: None,
        })
    };
    let both = |&node: &u32| nodes.all(node).len() > 1 && nodes.has(node, 0);
    (0..index(nodes.count())).filter(both).flat_map(conflicts).collect()
}

/// A clause of a compound that is supported on its own.
struct Proof {
    clause: u32,
    form: u32,
    overlap: Overlap,
    /// True for the first of the compounds that share the clause.
    leads: bool,
}

/// Adds the conflicts between claims that are alike.
pub(super) fn add_alike(nodes: &Nodes, joined: &Joined, conflicts: &mut Vec<Conflict>) {
    let [supported_side, denied_side] = &joined.sides;
    // Compounds that are denied: into how many clauses they split, and which are supported on their own, by which forms.
    let mut proved: BTreeMap<u32, (u32, Vec<Proof>)> = BTreeMap::new();
    for &Accepted { supported, denied, overlap } in &joined.accepted {
        let (a, b) = (supported_side.form(supported), denied_side.form(denied));
        if b.is_clause() {
            for (at, &(node, clause)) in denied_side.nodes(b).iter().enumerate() {
                let proofs = &mut proved.entry(node).or_insert_with(|| (b.clauses, Vec::new())).1;
                proofs.push(Proof { clause, form: supported, overlap, leads: at == 0 });
            }
            continue;
        }
        let relation = if a.is_clause() { Relation::Compound } else { Relation::NearDuplicate };
        for (slot, against) in CLASSES.into_iter().enumerate().skip(1) {
            let denied: Vec<(u32, u32)> =
                denied_side.nodes(b).iter().copied().filter(|&(node, _)| nodes.has(node, slot)).collect();
            star(supported_side.nodes(a), &denied, |(supported, clause), (other, _)| {
                let part = a.is_clause().then_some(Part { compound_is_supported: true, clause });
                conflicts.push(Conflict { relation, supported, other, against, overlap, part });
            });
        }
    }
    for (&compound, (all, parts)) in &proved {
        let mut clauses: Vec<u32> = parts.iter().map(|part| part.clause).collect();
        clauses.sort_unstable();
        clauses.dedup();
        if clauses.len() < *all as usize {
            continue;
        }
        for &Proof { clause, form, overlap, leads } in parts {
            // Every compound is tied to two texts of each part at least, the first one to all of them.
            let supported = supported_side.nodes(supported_side.form(form)).iter().filter(|&&(node, _)| node != compound);
            for &(node, _) in supported.take(if leads { usize::MAX } else { 2 }) {
                let part = Some(Part { compound_is_supported: false, clause });
                let against = (1..4).filter(|&slot| nodes.has(compound, slot)).map(|slot| CLASSES[slot]);
                conflicts.extend(against.map(|against| Conflict {
                    relation: Relation::Compound,
                    supported: node,
                    other: compound,
                    against,
                    overlap,
                    part,
                }));
            }
        }
    }
}

/// Orders the conflicts by place and leaves, of a compound and a part that meet in several clauses, the first.
pub(super) fn sort(nodes: &Nodes, conflicts: &mut Vec<Conflict>) {
    let pair = |c: &Conflict| (c.relation, nodes.first(c.supported), nodes.first(c.other), slot(c.against));
    conflicts.sort_by_key(|conflict| (pair(conflict), conflict.part));
    conflicts.dedup_by_key(|conflict| pair(conflict));
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
