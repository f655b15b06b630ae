//! How alike two sets of words must be, and how alike they are.
//!
//! Knows numbers of words only. Ratios are fractions, so that no comparison at the border depends on rounding.

/// A fraction between 0 and 1, so that no comparison at the border depends on rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    numerator: u32,
    denominator: u32,
}

impl Ratio {
    const SCALE: u32 = 1_000_000;

    /// `numerator / denominator`; `None` unless it lies in (0, 1].
    #[must_use]
    pub fn new(numerator: u32, denominator: u32) -> Option<Self> {
        (0 < numerator && numerator <= denominator).then_some(Self { numerator, denominator })
    }

    /// True when `part / whole` is at least this.
    #[must_use]
    pub fn holds(self, part: usize, whole: usize) -> bool {
        self.denominator as usize * part >= self.numerator as usize * whole
    }

    /// The least part of `whole` that is at least this.
    #[must_use]
    pub fn least(self, whole: usize) -> usize {
        (self.numerator as usize * whole).div_ceil(self.denominator as usize)
    }

    /// The lesser of two.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        let left = u64::from(self.numerator) * u64::from(other.denominator);
        let right = u64::from(other.numerator) * u64::from(self.denominator);
        if left <= right { self } else { other }
    }
}

impl std::str::FromStr for Ratio {
    type Err = ();

    /// Reads a decimal such as `0.8` or a fraction such as `4/5`, exactly.
    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some((numerator, denominator)) = text.split_once('/') {
            let number = |part: &str| part.trim().parse::<u32>().map_err(drop);
            return Self::new(number(numerator)?, number(denominator)?).ok_or(());
        }
        let (whole, decimals) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let decimals = decimals.trim_end_matches('0');
        let is_number =
            !(whole.is_empty() && decimals.is_empty()) && whole.bytes().chain(decimals.bytes()).all(|b| b.is_ascii_digit());
        if !is_number || decimals.len() > 9 {
            return Err(());
        }
        let denominator = 10_u32.pow(u32::try_from(decimals.len()).map_err(drop)?);
        let part = |digits: &str| if digits.is_empty() { Ok(0) } else { digits.parse::<u32>().map_err(drop) };
        let numerator =
            part(whole)?.checked_mul(denominator).and_then(|whole| whole.checked_add(part(decimals).ok()?)).ok_or(())?;
        Self::new(numerator, denominator).ok_or(())
    }
}

impl<'de> serde::Deserialize<'de> for Ratio {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        let scaled = (value * f64::from(Self::SCALE)).round();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range by the guard")]
        let ratio = (scaled >= 1.0 && scaled <= f64::from(Self::SCALE)).then(|| Self::new(scaled as u32, Self::SCALE));
        ratio.flatten().ok_or_else(|| serde::de::Error::custom(format!("{value} is not above 0 and at most 1")))
    }
}

/// How alike two claims must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// Shared words over the words of the shorter claim.
    pub containment: Ratio,
    /// Shared words over all words of both.
    pub jaccard: Ratio,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { containment: Ratio { numerator: 3, denominator: 4 }, jaccard: Ratio { numerator: 1, denominator: 2 } }
    }
}

impl Thresholds {
    /// What lets through all that either lets through.
    #[must_use]
    pub fn lowest(self, other: Self) -> Self {
        Self { containment: self.containment.min(other.containment), jaccard: self.jaccard.min(other.jaccard) }
    }

    /// True when sets of that overlap are alike enough.
    #[must_use]
    pub fn hold(&self, overlap: Overlap) -> bool {
        let Overlap { shared, left, right } = overlap;
        self.containment.holds(shared, left.min(right)) && self.jaccard.holds(shared, left + right - shared)
    }

    /// What holds where the Jaccard similarity is at least that, however much of the shorter set it is.
    #[must_use]
    pub fn of_jaccard(jaccard: Ratio) -> Self {
        Self { containment: Ratio { numerator: 1, denominator: u32::MAX }, jaccard }
    }

    /// The least number of shared words of two sets of those sizes.
    #[must_use]
    pub fn least(&self, a: usize, b: usize) -> usize {
        let Ratio { numerator: p, denominator: q } = self.jaccard;
        let jaccard = (p as usize * (a + b)).div_ceil(p as usize + q as usize);
        jaccard.max(self.containment.least(a.min(b)))
    }
}

/// How much two sets share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// Words in both.
    pub shared: usize,
    /// Words in the first.
    pub left: usize,
    /// Words in the second.
    pub right: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_exact_at_the_border() {
        let half = Ratio::new(1, 2).unwrap();
        assert!(half.holds(3, 6) && !half.holds(3, 7));
        assert_eq!((half.least(7), half.least(6)), (4, 3));
        assert_eq!(Ratio::new(0, 2), None);
        assert_eq!(half.min(Ratio::new(2, 5).unwrap()), Ratio::new(2, 5).unwrap());
        for (text, same) in [("4/5", (4, 5)), ("0.8", (8, 10)), (".80", (8, 10)), ("1", (1, 1)), ("1.0", (1, 1))] {
            assert_eq!(text.parse(), Ok(Ratio::new(same.0, same.1).unwrap()), "{text}");
        }
        for text in ["", ".", "0", "0.0", "5/4", "1.1", "-0.5", "4/", "x", "0.1234567891", "0/0", "99999999999"] {
            assert_eq!(text.parse::<Ratio>(), Err(()), "{text}");
        }
        let read: Ratio = toml::from_str::<std::collections::BTreeMap<String, Ratio>>("r = 0.75").unwrap()["r"];
        assert!(read.holds(3, 4) && !read.holds(299, 400));
        assert!(toml::from_str::<std::collections::BTreeMap<String, Ratio>>("r = 1.5").is_err());
    }
}
