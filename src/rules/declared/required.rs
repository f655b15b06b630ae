//! `kind = "required"`: a part of a report, or a quantity that it must state, must be there.

use super::Contradiction;
use super::keys::Keys;
use super::part::Part;
use super::quantity::Quantity;
use crate::report::Report;

/// What a template can name.
pub const VALUES: [&str; 1] = ["place"];

/// What must be there.
#[derive(Debug)]
pub enum Required {
    /// A part.
    Part(Part),
    /// A quantity that can be read.
    Quantity(Quantity),
}

pub fn read(keys: &mut Keys<'_, '_>) -> Option<Required> {
    if keys.raw("quantity").is_some() {
        Quantity::read(keys, "quantity").map(Required::Quantity)
    } else {
        Part::read(keys, "place").map(Required::Part)
    }
}

impl Required {
    /// What is missing.
    pub fn check(&self, report: &Report<'_>) -> Vec<Contradiction> {
        let (name, missing, part) = match self {
            Self::Part(part) => (part.name(), part.is_missing(report), Some(part)),
            Self::Quantity(quantity) => (quantity.noun().to_owned(), quantity.readings(report).is_empty(), None),
        };
        if !missing {
            return Vec::new();
        }
        let heading = part.and_then(|part| part.heading(report));
        let place = heading.unwrap_or_else(|| Part::gap(part, report));
        let (message, label) = match heading {
            Some(_) => (format!("{name} is empty"), "nothing follows"),
            None => (format!("{name} is missing"), "it belongs here"),
        };
        vec![Contradiction {
            place,
            subject: place,
            message,
            label: label.to_owned(),
            values: vec![("place", name)],
            related: Vec::new(),
        }]
    }
}
