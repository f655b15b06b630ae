//! Claims by text: the claims of one text are one node.
//!
//! Knows texts and verdict classes, nothing about words. Nodes are in the order of their first claims, then those that were
//! appended.

use std::collections::BTreeMap;

use super::compare::Item;
use super::key;
use super::sets::{index, range, sum};
use crate::report::VerdictClass;

/// The classes that take part in conflicts; the first is the one that the others stand against.
pub(super) const CLASSES: [VerdictClass; 4] =
    [VerdictClass::Supported, VerdictClass::Refuted, VerdictClass::NotEnoughInfo, VerdictClass::Mixed];

/// The place of a class in [`CLASSES`].
pub(super) fn slot(class: VerdictClass) -> Option<usize> {
    CLASSES.iter().position(|&known| known == class)
}

/// Claims with a class of [`CLASSES`], by text.
#[derive(Debug, Default)]
pub struct Nodes {
    /// For each node, its first claim.
    first: Vec<u32>,
    /// For each node, where its claims begin in `members`; then their end.
    starts: Vec<u32>,
    /// The claims by node, in each by class, then in order.
    members: Vec<u32>,
    /// For each of `members`, the place of its class in [`CLASSES`].
    slots: Vec<u8>,
}

impl Nodes {
    /// Groups claims: by hash, settled by comparing the texts. Those without letters and digits are left out.
    #[must_use]
    pub fn new(items: &[Item<'_>]) -> Self {
        const FREE: u64 = 0;
        // Texts that were made to have one hash are looked up by their letters, so that they do not cost the square of their
        // number.
        const MOST_STEPS: usize = 64;
        let mut crowded: BTreeMap<String, u32> = BTreeMap::new();
        // Upper half of the key, number of the node and one.
        let mut table = vec![FREE; (2 * items.len()).next_power_of_two()];
        let mask = table.len() - 1;
        let mut first: Vec<u32> = Vec::with_capacity(items.len());
        let mut of_node: Vec<(u32, u8)> = Vec::with_capacity(items.len());
        let mut claims: Vec<u32> = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let Some(slot) = item.class.and_then(slot).filter(|_| item.text.contains(char::is_alphanumeric)) else { continue };
            let tag = item.key & !u64::from(u32::MAX);
            #[allow(clippy::cast_possible_truncation, reason = "reduced to the number of slots")]
            let mut place = item.key as usize & mask;
            let mut steps = 0;
            let node = loop {
                if steps == MOST_STEPS {
                    break *crowded.entry(key::normalised(item.text)).or_insert_with(|| {
                        first.push(index(at));
                        index(first.len() - 1)
                    });
                }
                steps += 1;
                let known = table[place];
                if known == FREE {
                    table[place] = tag | u64::from(index(first.len()) + 1);
                    first.push(index(at));
                    break index(first.len() - 1);
                }
                #[allow(clippy::cast_possible_truncation, reason = "the lower half")]
                let node = (known as u32) - 1;
                if known & !u64::from(u32::MAX) == tag && is_same(&items[first[node as usize] as usize], item) {
                    break node;
                }
                place = (place + 1) & mask;
            };
            #[allow(clippy::cast_possible_truncation, reason = "one of four")]
            of_node.push((node, slot as u8));
            claims.push(index(at));
        }
        drop(table);
        let mut starts = vec![0; first.len() + 1];
        for &(node, _) in &of_node {
            starts[node as usize + 1] += 1;
        }
        sum(&mut starts);
        let mut next = starts.clone();
        let mut members = vec![0; claims.len()];
        let mut slots = vec![0; claims.len()];
        // By class, then in order.
        for class in 0..CLASSES.len() {
            for (&(node, slot), &claim) in of_node.iter().zip(&claims).filter(|&(&(_, slot), _)| usize::from(slot) == class) {
                let at = &mut next[node as usize];
                (members[*at as usize], slots[*at as usize]) = (claim, slot);
                *at += 1;
            }
        }
        Self { first, starts, members, slots }
    }

    /// Adds other nodes behind its own; `numbers` are those of their claims here. Gives how many stand before them.
    pub(super) fn append(&mut self, other: &Self, numbers: &[u32]) -> u32 {
        let (nodes, members) = (index(self.first.len()), index(self.members.len()));
        let here = |&claim: &u32| numbers[claim as usize];
        self.first.extend(other.first.iter().map(here));
        self.starts.truncate(self.first.len() - other.first.len());
        self.starts.extend(other.starts.iter().map(|start| members + start));
        self.members.extend(other.members.iter().map(here));
        self.slots.extend(&other.slots);
        nodes
    }

    /// How many nodes there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.first.len()
    }

    /// The first claim of a node.
    #[must_use]
    pub fn first(&self, node: u32) -> u32 {
        self.first[node as usize]
    }

    /// All claims of a node.
    #[must_use]
    pub fn all(&self, node: u32) -> &[u32] {
        range(&self.starts, node, &self.members)
    }

    /// The claims of a class in a node, in order.
    #[must_use]
    pub fn claims(&self, node: u32, class: VerdictClass) -> &[u32] {
        slot(class).map_or(&[], |slot| self.of_slot(node, slot))
    }

    fn of_slot(&self, node: u32, slot: usize) -> &[u32] {
        let slots = range(&self.starts, node, &self.slots);
        let below = |bound: usize| slots.partition_point(|&own| usize::from(own) < bound);
        &self.all(node)[below(slot)..below(slot + 1)]
    }

    /// True when a node has claims of the class at a place in [`CLASSES`].
    pub(super) fn has(&self, node: u32, slot: usize) -> bool {
        range(&self.starts, node, &self.slots).iter().any(|&own| usize::from(own) == slot)
    }

    /// True when a node has claims that stand against support.
    pub(super) fn is_denied(&self, node: u32) -> bool {
        range(&self.starts, node, &self.slots).iter().any(|&own| own > 0)
    }
}

fn is_same(one: &Item<'_>, other: &Item<'_>) -> bool {
    one.key == other.key && (one.text == other.text || key::normalised(one.text) == key::normalised(other.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_one_hash_are_told_apart() {
        let texts: Vec<String> = (0..300).map(|at| format!("Claim {} holds.", at % 200)).collect();
        let item = |text| Item { key: 7, ..Item::new(text, Some(VerdictClass::Supported), false) };
        let items: Vec<Item<'_>> = texts.iter().map(|text| item(text)).collect();
        let nodes = Nodes::new(&items);
        assert_eq!(nodes.count(), 200);
        for node in 0..200 {
            let both = [node, node + 200];
            assert_eq!(nodes.all(node), &both[..if node < 100 { 2 } else { 1 }]);
        }
    }
}
