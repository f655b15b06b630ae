//! `when`: a check is made only where a quantity lies within bounds, or where a text says something.

use super::bound::Limits;
use super::keys::Keys;
use super::part::Part;
use super::pattern::{Passage, compiled};
use super::quantity::Quantity;
use crate::report::Report;
use crate::source::Span;

/// What must hold for a check to be made.
#[derive(Debug)]
pub enum Condition {
    /// A quantity lies within bounds for certain.
    Within(Quantity, Limits),
    /// A text matches an expression.
    Says(Part, regex::Regex),
}

/// The conditions of a check: a table, or an array of tables that must all hold.
pub fn read(keys: &mut Keys<'_, '_>) -> Vec<Condition> {
    let tables = keys.nested("when");
    tables.into_iter().filter_map(|(table, span)| one(&mut keys.of(table, span))).collect()
}

fn one(keys: &mut Keys<'_, '_>) -> Option<Condition> {
    let quantity = keys.raw("quantity").is_some();
    let condition = if quantity {
        let quantity = Quantity::read(keys, "quantity");
        let limits = Limits::read(keys, quantity);
        quantity.zip(limits).map(|(quantity, limits)| Condition::Within(quantity, limits))
    } else if keys.raw("pattern").is_some() {
        let part = Part::read(keys, "place");
        let pattern = compiled(keys, "pattern");
        part.zip(pattern).map(|(part, pattern)| Condition::Says(part, pattern))
    } else {
        keys.fault(keys.span(), "a condition needs a `quantity` with `min` or `max`, or a `place` with a `pattern`");
        return None;
    };
    keys.finish();
    condition
}

impl Condition {
    /// Where it holds and how the report says so; `None` where it does not, or cannot be told.
    pub fn holds(&self, report: &Report<'_>) -> Option<(Span, String)> {
        match self {
            Self::Within(quantity, limits) => {
                let readings = quantity.readings(report);
                let reading = readings.into_iter().find(|reading| limits.surely_hold(reading))?;
                Some((reading.place, reading.said.unwrap_or_else(|| quantity.counted(&reading.shown))))
            }
            Self::Says(part, pattern) => part.pieces(report).into_iter().find_map(|piece| {
                let passage = Passage::new(report, piece.span);
                let span = passage.first(pattern)?;
                Some((span, crate::text::one_line(report.text(span))))
            }),
        }
    }
}
