//! `kind = "agree"`: two quantities of one report must be equal, or one at most the other.

use std::cmp::Ordering;

use super::Contradiction;
use super::keys::Keys;
use super::quantity::{Quantity, Reading};
use crate::report::Report;

/// What a template can name.
pub const VALUES: [&str; 2] = ["left", "right"];

/// Two quantities.
#[derive(Debug)]
pub struct Agree {
    left: Quantity,
    right: Quantity,
    relation: Relation,
}

/// How the left quantity must relate to the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Equal,
    AtMost,
    AtLeast,
}

const RELATIONS: [(&str, Relation); 3] =
    [("equal", Relation::Equal), ("at-most", Relation::AtMost), ("at-least", Relation::AtLeast)];

pub fn read(keys: &mut Keys<'_, '_>) -> Option<Agree> {
    let left = Quantity::read(keys, "left");
    let right = Quantity::read(keys, "right");
    let mut relation = Relation::Equal;
    if let Some((name, at)) = keys.optional("relation", Keys::text) {
        match RELATIONS.iter().find(|(known, _)| *known == name) {
            Some(&(_, known)) => relation = known,
            None => keys.unknown("relation", &name, &RELATIONS.map(|(known, _)| known), at),
        }
    }
    if let (Some(left), Some(right)) = (left, right)
        && left.unit() != right.unit()
    {
        keys.fault(keys.span(), format!("{} and {} cannot be compared", left.name(), right.name()));
    }
    Some(Agree { left: left?, right: right?, relation })
}

impl Agree {
    /// Each pair of readings that cannot both be right.
    pub fn check(&self, report: &Report<'_>) -> Vec<Contradiction> {
        let (left, right) = (self.left.readings(report), self.right.readings(report));
        let Some(right) = right.first() else { return Vec::new() };
        let mut out = Vec::new();
        for left in left.iter().filter(|left| self.contradict(left, right)) {
            let (here, there) = (self.left.counted(&left.shown), self.right.counted(&right.shown));
            let word = match self.relation {
                Relation::Equal => "but",
                Relation::AtMost => "more than",
                Relation::AtLeast => "fewer than",
            };
            out.push(Contradiction {
                place: left.place,
                subject: left.subject,
                message: format!("{here}, {word} {there}"),
                label: left.said.clone().unwrap_or_else(|| here.clone()),
                values: vec![("left", here), ("right", there.clone())],
                related: vec![(right.place, right.said.clone().unwrap_or(there))],
            });
        }
        out
    }

    /// True when no values that the two readings may have stand in the relation.
    fn contradict(&self, left: &Reading, right: &Reading) -> bool {
        // A high end that is not known is as high as may be.
        let above = |a: &Reading, b: &Reading| b.high.is_some_and(|high| a.low.compare(high) == Some(Ordering::Greater));
        match self.relation {
            Relation::Equal => above(left, right) || above(right, left),
            Relation::AtMost => above(left, right),
            Relation::AtLeast => above(right, left),
        }
    }
}
