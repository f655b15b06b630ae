//! Which means and standard deviations whole numbers can have: GRIM, GRIMMER and DEBIT.
//!
//! Knows nothing about reports. Exact: no floating point. Sources: GRIM, Brown & Heathers 2017 (doi:10.1177/1948550616673876);
//! GRIMMER, Anaya 2016 (doi:10.7287/peerj.preprints.2400v1) with Allard's test of parity; DEBIT, Heathers & Brown 2019.
//! A value that rounds to the printed one, up or down from 5, is consistent with it.

use crate::decimal::Decimal;
use crate::rational::{Extent, Ratio};

/// The sums of `n` answers to `items` questions whose mean may be printed as `mean`; `None` when so many are possible
/// that the test says nothing, or when that cannot be told.
fn sums(mean: Decimal, n: i128, items: i128) -> Option<std::ops::RangeInclusive<i128>> {
    let count = n.checked_mul(items)?;
    if n < 1 || items < 1 || count >= 10i128.checked_pow(u32::from(mean.scale()))? {
        return None;
    }
    let range = Extent::printed(mean)?.times(Ratio::whole(count))?;
    Some(range.low.ceil()..=range.high.floor())
}

/// True when no sum of whole numbers gives the mean (GRIM).
#[must_use]
pub fn mean_is_impossible(mean: Decimal, n: i128, items: i128) -> bool {
    sums(mean, n, items).is_some_and(|sums| sums.is_empty())
}

/// True when whole numbers can give the mean, but none that give it have the standard deviation too (GRIMMER).
///
/// With K the sum and S the sum of squares of `n` whole numbers, SD² = (S − K²/n) / (n − 1); S is whole, has the parity of
/// K, and is at least K²/n.
#[must_use]
pub fn sd_is_impossible(mean: Decimal, sd: Decimal, n: i128, items: i128) -> bool {
    let possible = || {
        let sums = sums(mean, n, items).filter(|sums| !sums.is_empty() && n > 1)?;
        let printed = Extent::printed(sd)?;
        let least = if printed.low.is_positive() { printed.low } else { Ratio::whole(0) };
        // Answers are means over the items: their sums are `items` times as large.
        let square =
            |value: Ratio| value.times(value)?.times(Ratio::whole(items.checked_mul(items)?))?.times(Ratio::whole(n - 1));
        let (low, high) = (square(least)?, square(printed.high)?);
        let mut any = false;
        for sum in sums {
            let base = Ratio::new(sum.checked_mul(sum)?, n)?;
            let (from, to) = (low.plus(base)?.ceil(), high.plus(base)?.floor());
            // Two neighbours hold both parities.
            any |= from < to || from == to && (from - sum).rem_euclid(2) == 0;
        }
        Some(any)
    };
    possible() == Some(false)
}

/// The variance of `n` zeros and ones with the printed mean: m(1 − m) n / (n − 1), as a range.
fn binary_variance(mean: Decimal, n: i128) -> Option<Extent> {
    let printed = Extent::printed(mean)?;
    let (zero, one, half) = (Ratio::whole(0), Ratio::whole(1), Ratio::new(1, 2)?);
    if n < 2 || mean.is_negative() || mean > 1.into() {
        return None;
    }
    let low = if printed.low.is_positive() { printed.low } else { zero };
    let high = if printed.high.compare(one)?.is_gt() { one } else { printed.high };
    let spread = |m: Ratio| m.times(one.minus(m)?)?.times(Ratio::new(n, n - 1)?);
    let (a, b) = (spread(low)?, spread(high)?);
    let (small, large) = if a.compare(b)?.is_le() { (a, b) } else { (b, a) };
    let peak = low.compare(half)?.is_le() && high.compare(half)?.is_ge();
    Some(Extent { low: small, high: if peak { spread(half)? } else { large } })
}

/// True when no data of zeros and ones have both the mean and the standard deviation (DEBIT).
#[must_use]
pub fn binary_sd_is_impossible(mean: Decimal, sd: Decimal, n: i128) -> bool {
    let impossible = || {
        let printed = Extent::printed(sd)?;
        let least = if printed.low.is_positive() { printed.low } else { Ratio::whole(0) };
        let squared = Extent { low: least.times(least)?, high: printed.high.times(printed.high)? };
        Some(binary_variance(mean, n)?.is_disjoint_from(squared))
    };
    impossible() == Some(true)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn cases_of_the_literature() {
        // Brown & Heathers 2017: 5.19 with n = 28; scrutiny's documentation: 5.21 fits.
        assert!(mean_is_impossible(d("5.19"), 28, 1));
        assert!(!mean_is_impossible(d("5.18"), 28, 1));
        assert!(!mean_is_impossible(d("5.19"), 100, 1), "too many for two decimals");
        assert!(mean_is_impossible(d("5.19"), 14, 2));
        assert!(!mean_is_impossible(d("5.2"), 28, 1));
        assert!(binary_sd_is_impossible(d("0.30"), d("0.40"), 28));
        assert!(!binary_sd_is_impossible(d("0.30"), d("0.47"), 28));
        assert!(!binary_sd_is_impossible(d("0.50"), d("0.51"), 28));
    }

    #[test]
    fn grimmer_tells_parities() {
        // 3 and 4: K = 7, S = 25, SD = 0.707. An SD of 0.50 would need S = 24.75.
        assert!(!sd_is_impossible(d("3.50"), d("0.71"), 2, 1));
        assert!(sd_is_impossible(d("3.50"), d("0.50"), 2, 1));
        // K = 9, n = 2: S would be 41, which is SD 0.71; 42 has the wrong parity (SD 1.22).
        assert!(sd_is_impossible(d("4.50"), d("1.22"), 2, 1));
    }

    proptest! {
        #[test]
        fn data_are_never_impossible(data in prop::collection::vec(1i128..=7, 2..60)) {
            let n = i128::try_from(data.len()).unwrap();
            let (sum, squares): (i128, i128) = (data.iter().sum(), data.iter().map(|x| x * x).sum());
            let mean = Ratio::new(sum, n).unwrap().rounded(2).unwrap();
            let variance = Ratio::new(squares * n - sum * sum, n * (n - 1)).unwrap();
            // The SD in hundredths, rounded: `twice` is the largest s with (s / 200)² ≤ variance.
            let scaled = variance.times(Ratio::whole(40_000)).unwrap();
            let twice = (0..4000).take_while(|s| Ratio::whole(s * s).compare(scaled).unwrap().is_le()).last().unwrap();
            let sd = Decimal::new((twice + 1) / 2, 2);
            prop_assert!(!mean_is_impossible(mean, n, 1));
            prop_assert!(!sd_is_impossible(mean, sd, n, 1));
        }

        #[test]
        fn zeros_and_ones_are_never_impossible(ones in 0i128..=40, zeros in 0i128..=40) {
            let n = ones + zeros;
            prop_assume!(n > 1);
            let mean = Ratio::new(ones, n).unwrap().rounded(2).unwrap();
            let variance = Ratio::new(ones * zeros, n * (n - 1)).unwrap();
            let scaled = variance.times(Ratio::whole(40_000)).unwrap();
            let twice = (0..400).take_while(|s| Ratio::whole(s * s).compare(scaled).unwrap().is_le()).last().unwrap();
            prop_assert!(!binary_sd_is_impossible(mean, Decimal::new((twice + 1) / 2, 2), n));
        }
    }
}
