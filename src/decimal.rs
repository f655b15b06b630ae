//! Decimal numbers as they are printed: never floats, trailing zeros kept.
//!
//! Knows nothing about where a number stands. Rounding follows scrutiny's "up or down": a value printed with k
//! decimals stands for every value within half a unit of its last decimal, both ties included.

use std::cmp::Ordering;
use std::fmt;
use std::num::NonZeroU8;

/// `digits · 10^-scale`, at most 18 digits as it is read.
///
/// Every claim and statement holds some: packed, and with a scale that is never zero inside, so that an `Option` takes no more.
#[derive(Clone, Copy)]
#[repr(C, packed(4))]
pub struct Decimal {
    digits: i128,
    scale: Scale,
}

/// One more than the decimals after the point.
#[derive(Clone, Copy)]
struct Scale(NonZeroU8);

impl Decimal {
    /// Reads `[+-]digits[.digits]` or `.digits`; ASCII only, no blanks, no exponent.
    /// `None` for anything else, and for numbers longer than this type holds.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, body) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        // Eighteen digits fit.
        let (mut digits, mut scale, mut point, mut seen) = (0i64, 0u8, false, 0u8);
        for byte in body.bytes() {
            match byte {
                b'0'..=b'9' => {
                    seen += 1;
                    if seen > 18 {
                        return None;
                    }
                    digits = digits * 10 + i64::from(byte - b'0');
                    scale += u8::from(point);
                }
                b'.' if !point => point = true,
                _ => return None,
            }
        }
        let ends_in_digit = body.as_bytes().last().is_some_and(u8::is_ascii_digit);
        (seen > 0 && ends_in_digit).then(|| Self::new(i128::from(if negative { -digits } else { digits }), scale))
    }

    /// `digits · 10^-scale`.
    #[must_use]
    pub fn new(digits: i128, scale: u8) -> Self {
        Self { digits, scale: Scale(NonZeroU8::MIN.saturating_add(scale)) }
    }

    /// The digits without the point: the value in units of its last decimal.
    #[must_use]
    pub fn digits(self) -> i128 {
        self.digits
    }

    /// Decimals printed after the point.
    #[must_use]
    pub fn scale(self) -> u8 {
        self.scale.0.get() - 1
    }

    /// The value as a count: a whole number printed without decimals.
    #[must_use]
    pub fn count(self) -> Option<u32> {
        if self.scale() == 0 { u32::try_from(self.digits).ok() } else { None }
    }

    /// True below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.digits < 0
    }

    /// True below one.
    #[must_use]
    pub fn is_below_one(self) -> bool {
        self.digits < power(self.scale())
    }

    /// True when it is zero, however printed.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// A hundred times the value: a fraction in percent.
    #[must_use]
    pub fn hundredfold(self) -> Self {
        if self.scale() >= 2 { Self::new(self.digits, self.scale() - 2) } else { Self::new(self.units(2), 0) }
    }

    /// A hundredth of the value: a percentage as a fraction. `None` when it has too many decimals for this type.
    #[must_use]
    pub fn hundredth(self) -> Option<Self> {
        (self.scale() <= 16).then(|| Self::new(self.digits, self.scale() + 2))
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let scale = self.scale().max(other.scale());
        Self::new(self.units(scale) + other.units(scale), scale)
    }

    /// The value with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::new(-self.digits, self.scale())
    }

    /// The value in units of `10^-scale`, which is not coarser than its own.
    fn units(self, scale: u8) -> i128 {
        self.digits * power(scale - self.scale())
    }

    /// Rounding-equal: the difference is at most half a unit of the coarser one's last decimal.
    #[must_use]
    pub fn rounds_to(self, other: Self) -> bool {
        let fine = self.scale().max(other.scale());
        let coarse = self.scale().min(other.scale());
        let difference = (self.units(fine) - other.units(fine)).abs();
        2 * difference <= if fine == coarse { 0 } else { 10i128.pow(u32::from(fine - coarse)) }
    }

    /// `self / scale` and `other / other_scale` are the same fraction within the rounding of the printed values.
    #[must_use]
    pub fn same_ratio(self, scale: Self, other: Self, other_scale: Self) -> bool {
        // Compare the intervals self ± half a unit over scale, and other ± half a unit over other_scale.
        let (Some(a), Some(b)) = (self.half_units(other_scale), other.half_units(scale)) else { return false };
        (a.0 - b.0).abs() <= a.1 + b.1
    }

    /// Twice the value times `by`, and the half unit of the value times `by`, both in one fixed unit.
    fn half_units(self, by: Self) -> Option<(i128, i128)> {
        const FINE: u32 = 18;
        let unit = 10i128.checked_pow(FINE.checked_sub(u32::from(self.scale()) + u32::from(by.scale()))?)?;
        let value = self.digits().checked_mul(by.digits)?.checked_mul(2)?.checked_mul(unit)?;
        let half = by.digits().checked_mul(unit)?;
        Some((value, half.abs()))
    }
}

/// A power of ten. Nearly all decimals have few digits.
fn power(exponent: u8) -> i128 {
    const SMALL: [i64; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];
    SMALL.get(usize::from(exponent)).map_or_else(|| 10i128.pow(u32::from(exponent)), |&power| i128::from(power))
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.scale() == other.scale() {
            return self.digits().cmp(&other.digits());
        }
        let fine = self.scale().max(other.scale());
        self.units(fine).cmp(&other.units(fine))
    }
}

impl From<u32> for Decimal {
    fn from(value: u32) -> Self {
        Self::new(i128::from(value), 0)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scale, digits) = (self.scale(), self.digits().unsigned_abs());
        let sign = if self.is_negative() { "-" } else { "" };
        let unit = 10u128.pow(u32::from(scale));
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        write!(f, "{sign}{}.{:0width$}", digits / unit, digits % unit, width = usize::from(scale))
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    fn d(text: &str) -> Decimal {
        Decimal::parse(text).unwrap_or_else(|| panic!("{text} is a decimal"))
    }

    #[test]
    fn reads_what_is_printed() {
        for text in ["8.3", "8.30", "0.27", "-0.12", "10"] {
            assert_eq!(d(text).to_string(), text);
        }
        assert_eq!(d(".27").to_string(), "0.27");
        for bad in ["", ".", "1.", "0,27", "0.2.7", "NaN", "inf", "1e3", "high", "+", "٣"] {
            assert!(Decimal::parse(bad).is_none(), "{bad} is no decimal");
        }
    }

    #[test]
    fn takes_little_room() {
        assert_eq!((size_of::<Decimal>(), size_of::<Option<Decimal>>()), (20, 20));
    }

    #[test]
    fn rounding_equal_takes_both_ties() {
        for (a, b) in [("8.3", "8.30"), ("8.3", "8.25"), ("8.3", "8.34"), ("8.3", "8.35"), ("8", "8.3")] {
            assert!(d(a).rounds_to(d(b)) && d(b).rounds_to(d(a)), "{a} {b}");
        }
        for (a, b) in [("8.3", "8.4"), ("8.3", "8.36"), ("8.30", "8.31")] {
            assert!(!d(a).rounds_to(d(b)), "{a} {b}");
        }
    }

    #[test]
    fn ratios_on_two_scales() {
        assert!(d("8.3").same_ratio(d("10"), d("83"), d("100")));
        assert!(d("8.3").same_ratio(d("10"), d("83.4"), d("100")));
        assert!(!d("8.3").same_ratio(d("10"), d("90"), d("100")));
    }
}
