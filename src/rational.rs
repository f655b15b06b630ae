//! Exact ranges: which values a printed number can stand for, and which values follow from several of them.
//!
//! Knows nothing about where a number stands. Everything is whole-number arithmetic that gives up (`None`) where a number
//! would not fit; who asks then stays silent. A value printed with k decimals stands for every value within half a unit of
//! its last decimal, both ties included (scrutiny's "up or down"); a derived value contradicts a printed one only when
//! the two ranges are disjoint.

use std::cmp::Ordering;

use crate::decimal::Decimal;

/// `above / below` in lowest terms; `below` is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    above: i128,
    below: i128,
}

impl Ratio {
    /// The quotient; `None` when `below` is zero or the quotient cannot be held.
    #[must_use]
    pub fn new(above: i128, below: i128) -> Option<Self> {
        if below == 0 {
            return None;
        }
        let (mut a, mut b) = (above.checked_abs()?, below.checked_abs()?);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let sign = below.signum();
        Some(Self { above: above / a * sign, below: below / a * sign })
    }

    /// A whole number.
    #[must_use]
    pub fn whole(value: i128) -> Self {
        Self { above: value, below: 1 }
    }

    /// The value of a decimal.
    #[must_use]
    pub fn of(value: Decimal) -> Option<Self> {
        Self::new(value.digits(), power(value.scale())?)
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let left = self.above.checked_mul(other.below)?;
        Self::new(left.checked_add(other.above.checked_mul(self.below)?)?, self.below.checked_mul(other.below)?)
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negated())
    }

    /// The product.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        Self::new(self.above.checked_mul(other.above)?, self.below.checked_mul(other.below)?)
    }

    /// The quotient; `None` when `other` is zero.
    #[must_use]
    pub fn over(self, other: Self) -> Option<Self> {
        Self::new(self.above.checked_mul(other.below)?, self.below.checked_mul(other.above)?)
    }

    /// The value with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { above: -self.above, below: self.below }
    }

    /// The value without its sign.
    #[must_use]
    pub fn magnitude(self) -> Self {
        Self { above: self.above.abs(), below: self.below }
    }

    /// True above zero.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.above > 0
    }

    /// The order of two values; `None` when it cannot be told.
    #[must_use]
    pub fn compare(self, other: Self) -> Option<Ordering> {
        Some(self.above.checked_mul(other.below)?.cmp(&other.above.checked_mul(self.below)?))
    }

    /// The largest whole number that is not above the value.
    #[must_use]
    pub fn floor(self) -> i128 {
        self.above.div_euclid(self.below)
    }

    /// The smallest whole number that is not below the value.
    #[must_use]
    pub fn ceil(self) -> i128 {
        -(-self.above).div_euclid(self.below)
    }

    /// The value rounded to `scale` decimals, ties away from zero.
    #[must_use]
    pub fn rounded(self, scale: u8) -> Option<Decimal> {
        let doubled = self.above.checked_abs()?.checked_mul(power(scale)?)?.checked_mul(2)?;
        let units = doubled.checked_add(self.below)? / self.below.checked_mul(2)?;
        Some(Decimal::new(units * self.above.signum(), scale))
    }
}

/// All values from `low` to `high`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// The smallest value.
    pub low: Ratio,
    /// The largest value.
    pub high: Ratio,
}

impl Extent {
    /// What a printed number can stand for.
    #[must_use]
    pub fn printed(value: Decimal) -> Option<Self> {
        Self::about(Ratio::of(value)?, Ratio::new(1, power(value.scale())?.checked_mul(2)?)?)
    }

    /// `value ± half`.
    #[must_use]
    pub fn about(value: Ratio, half: Ratio) -> Option<Self> {
        Some(Self { low: value.minus(half)?, high: value.plus(half)? })
    }

    /// One value, exactly.
    #[must_use]
    pub fn exactly(value: Ratio) -> Self {
        Self { low: value, high: value }
    }

    /// The difference of two independent values.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        Some(Self { low: self.low.minus(other.high)?, high: self.high.minus(other.low)? })
    }

    /// The quotient of two independent values that are above zero; `None` for others.
    #[must_use]
    pub fn over(self, other: Self) -> Option<Self> {
        (self.low.is_positive() && other.low.is_positive())
            .then(|| Some(Self { low: self.low.over(other.high)?, high: self.high.over(other.low)? }))?
    }

    /// `by` times the values; `by` is above zero.
    #[must_use]
    pub fn times(self, by: Ratio) -> Option<Self> {
        Some(Self { low: self.low.times(by)?, high: self.high.times(by)? })
    }

    /// The values with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { low: self.high.negated(), high: self.low.negated() }
    }

    /// The values without their signs.
    #[must_use]
    pub fn magnitude(self) -> Option<Self> {
        let (low, high) = (self.low.magnitude(), self.high.magnitude());
        let (small, large) = if low.compare(high)?.is_le() { (low, high) } else { (high, low) };
        let spans_zero = !self.low.is_positive() && !self.high.negated().is_positive();
        Some(Self { low: if spans_zero { Ratio::whole(0) } else { small }, high: large })
    }

    /// True when no value lies in both; false also when it cannot be told.
    #[must_use]
    pub fn is_disjoint_from(self, other: Self) -> bool {
        let below = |a: Ratio, b: Ratio| a.compare(b).is_some_and(Ordering::is_lt);
        below(self.high, other.low) || below(other.high, self.low)
    }
}

/// `10^scale`.
fn power(scale: u8) -> Option<i128> {
    10i128.checked_pow(u32::from(scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Extent {
        Decimal::parse(text).and_then(Extent::printed).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn a_printed_number_stands_for_a_range() {
        assert_eq!(printed("8.3").low, Ratio { above: 33, below: 4 });
        assert!(!printed("8.3").is_disjoint_from(printed("8.25")));
        assert!(!printed("8.3").is_disjoint_from(printed("8.4").minus(printed("0.00")).unwrap()));
        assert!(printed("8.30").is_disjoint_from(printed("8.32")));
    }

    #[test]
    fn derived_ranges() {
        let gain = printed("78.41").minus(printed("71.25")).unwrap();
        assert!(!gain.is_disjoint_from(printed("7.2")));
        assert!(gain.is_disjoint_from(printed("7.3")));
        let loss = printed("71.25").minus(printed("78.41")).unwrap().magnitude().unwrap();
        assert!(!loss.is_disjoint_from(printed("7.2")));
        assert_eq!(printed("0.2").minus(printed("0.2")).unwrap().magnitude().unwrap().low, Ratio::whole(0));
        let share = printed("50").over(printed("40")).unwrap();
        assert!(!share.is_disjoint_from(printed("1.25")));
        assert!(printed("50").over(printed("0")).is_none());
    }

    #[test]
    fn rounding_is_exact() {
        let rounded = |above, below, scale| Ratio::new(above, below).unwrap().rounded(scale).unwrap().to_string();
        assert_eq!(rounded(200, 3, 0), "67");
        assert_eq!(rounded(1, 8, 2), "0.13");
        assert_eq!(rounded(-1, 8, 2), "-0.13");
        assert_eq!(rounded(1200, 40, 1), "30.0");
        assert_eq!((Ratio::new(-3, 2).unwrap().floor(), Ratio::new(-3, 2).unwrap().ceil()), (-2, -1));
    }

    #[test]
    fn what_does_not_fit_is_not_guessed() {
        let huge = Ratio::whole(i128::MAX);
        assert!(huge.plus(huge).is_none() && huge.times(huge).is_none());
        assert!(Ratio::new(1, 0).is_none() && Ratio::new(i128::MIN, 3).is_none());
    }
}
