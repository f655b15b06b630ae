//! What the confidence rules share: on which scale a value and a column are.

use crate::report::{Claim, Confidence};

/// The scale of a confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// 0 to 1.
    Fraction,
    /// 0 to 100, with or without `%`.
    Percent,
}

/// The scale that a value can only be on: a percent sign or a whole number from 2 to 100 says percent, a value between 0
/// and 1 says fraction. 0 and 1 fit both, and what is out of range fits neither.
#[must_use]
pub fn of(confidence: &Confidence) -> Option<Scale> {
    let value = confidence.value?;
    if confidence.percent || value.scale() == 0 && (2..=100).contains(&value.digits()) {
        Some(Scale::Percent)
    } else {
        (value.digits() > 0 && value.is_below_one()).then_some(Scale::Fraction)
    }
}

/// The scale of a column: the one that most of its values can only be on, fractions where there are as many.
#[must_use]
pub fn of_column(claims: &[Claim]) -> Scale {
    let (mut percentages, mut fractions) = (0, 0);
    for scale in claims.iter().filter_map(|claim| of(claim.confidence.as_ref()?)) {
        match scale {
            Scale::Percent => percentages += 1,
            Scale::Fraction => fractions += 1,
        }
    }
    if percentages > fractions { Scale::Percent } else { Scale::Fraction }
}
