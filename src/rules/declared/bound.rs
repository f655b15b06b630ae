//! `kind = "bound"`: a quantity must not lie below or above a limit.

use std::cmp::Ordering;

use super::Contradiction;
use super::keys::Keys;
use super::quantity::{Quantity, Reading};
use crate::decimal::Decimal;
use crate::rational::Ratio;
use crate::report::Report;

/// What a template can name.
pub const VALUES: [&str; 2] = ["value", "limit"];

/// A quantity and its limits.
#[derive(Debug)]
pub struct Bound {
    quantity: Quantity,
    limits: Limits,
    /// Mark each thing that is counted, not the place that stands for all.
    each: bool,
}

/// `min` and `max`, at least one of them.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    min: Option<Decimal>,
    max: Option<Decimal>,
    /// What a score limit is out of.
    scale: Option<Decimal>,
}

pub fn read(keys: &mut Keys<'_, '_>) -> Option<Bound> {
    let quantity = Quantity::read(keys, "quantity");
    let limits = Limits::read(keys, quantity);
    let mark = keys.optional("mark", Keys::text);
    let mut each = false;
    if let Some((mark, at)) = mark {
        each = mark == "each";
        if !matches!(mark.as_str(), "each" | "all") {
            keys.unknown("way to mark", &mark, &["all", "each"], at);
        } else if each && quantity.is_some_and(|quantity| !quantity.counts_claims()) {
            keys.fault(at, "only claims can be marked each");
        }
    }
    Some(Bound { quantity: quantity?, limits: limits?, each })
}

impl Limits {
    /// Reads `min`, `max` and, for a score, `scale`.
    pub fn read(keys: &mut Keys<'_, '_>, quantity: Option<Quantity>) -> Option<Self> {
        let none = keys.raw("min").is_none() && keys.raw("max").is_none();
        if none {
            keys.fault(keys.span(), "`min` or `max` is missing");
        }
        let min = keys.optional("min", Keys::number);
        let max = keys.optional("max", Keys::number);
        if let (Some((min, _)), Some((max, at))) = (&min, &max)
            && min > max
        {
            keys.fault(at.clone(), format!("`max` {max} is below `min` {min}"));
        }
        let mut scale = None;
        if quantity == Some(Quantity::Score) {
            let read = keys.optional("scale", Keys::number);
            if let Some((zero, at)) = read.clone().filter(|(scale, _)| scale.is_zero() || scale.is_negative()) {
                keys.fault(at, format!("a score cannot be out of {zero}"));
            }
            scale = Some(read.map_or_else(|| Decimal::from(10), |(scale, _)| scale));
        }
        let (min, max) = (min.map(|(min, _)| min), max.map(|(max, _)| max));
        (!none && (min.is_some() || max.is_some())).then_some(Self { min, max, scale })
    }

    fn ratio(&self, limit: Decimal) -> Option<Ratio> {
        let limit = Ratio::of(limit)?;
        match self.scale {
            Some(scale) => limit.over(Ratio::of(scale)?),
            None => Some(limit),
        }
    }

    /// The limit that a reading breaks for certain, and whether it lies below it.
    fn broken_by(&self, reading: &Reading) -> Option<(Decimal, bool)> {
        let below = |limit: &Decimal| {
            let (high, limit) = reading.high.zip(self.ratio(*limit))?;
            (high.compare(limit)? == Ordering::Less).then_some(())
        };
        let above = |limit: &Decimal| (reading.low.compare(self.ratio(*limit)?)? == Ordering::Greater).then_some(());
        let min = self.min.filter(|limit| below(limit).is_some()).map(|limit| (limit, true));
        min.or_else(|| self.max.filter(|limit| above(limit).is_some()).map(|limit| (limit, false)))
    }

    /// True when the reading lies within the limits whatever it is exactly.
    pub fn surely_hold(&self, reading: &Reading) -> bool {
        let not = |order: Option<Ordering>, wrong: Ordering| order.is_some_and(|order| order != wrong);
        let min = self.min.is_none_or(|min| self.ratio(min).is_some_and(|min| not(reading.low.compare(min), Ordering::Less)));
        let max = self.max.is_none_or(|max| {
            reading.high.zip(self.ratio(max)).is_some_and(|(high, max)| not(high.compare(max), Ordering::Greater))
        });
        min && max
    }
}

impl Bound {
    /// The readings outside of the limits.
    pub fn check(&self, report: &Report<'_>) -> Vec<Contradiction> {
        let mut out = Vec::new();
        for reading in self.quantity.readings(report) {
            let Some((limit, below)) = self.limits.broken_by(&reading) else { continue };
            let limit = self.quantity.limit(limit, self.limits.scale, &reading);
            let value = self.quantity.counted(&reading.shown);
            let message = self.quantity.outside(&value, &limit, below);
            let values = vec![("value", value.clone()), ("limit", limit)];
            let label = reading.said.clone().unwrap_or(value);
            if self.each {
                out.extend(reading.items.iter().map(|&(place, subject)| Contradiction {
                    place,
                    subject,
                    message: message.clone(),
                    label: self.quantity.one().to_owned(),
                    values: values.clone(),
                    related: Vec::new(),
                }));
                continue;
            }
            let related = reading.again.iter().map(|&span| (span, format!("{} here", report.text(span)))).collect();
            out.push(Contradiction { place: reading.place, subject: reading.subject, message, label, values, related });
        }
        out
    }
}
