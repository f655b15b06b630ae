//! Precision, recall and their harmonic mean, stated in one sentence.
//!
//! Knows nothing about whether they agree. Each of the three has to be named and given once; averages over classes are not
//! read, for a mean of F-scores is no function of the means of precision and recall.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::quantity::{BLANK, NUMBER, Quantity, has_word, next_word};
use crate::decimal::Decimal;
use crate::text;

/// The three values of one sentence, all fractions or all percentages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FScore {
    /// The sentence.
    pub sentence: Range<usize>,
    /// Precision.
    pub precision: Quantity,
    /// Recall.
    pub recall: Quantity,
    /// The F-score.
    pub f: Quantity,
}

/// Words of sentences whose values do not determine one another.
const AVERAGES: [&str; 26] = [
    "macro",
    "macro-averaged",
    "macro-f1",
    "macro-average",
    "average",
    "averaged",
    "averages",
    "averaging",
    "mean",
    "means",
    "median",
    "weighted",
    "per-class",
    "class-wise",
    "classwise",
    "each",
    "respectively",
    "best",
    "highest",
    "lowest",
    "up",
    "maximum",
    "peak",
    "between",
    "improves",
    "macro-avg",
];

/// The complete triples of a text.
#[must_use]
pub fn f_scores(text: &str) -> Vec<FScore> {
    static RECALL: LazyLock<memchr::memmem::Finder<'static>> = LazyLock::new(|| memchr::memmem::Finder::new("ecall"));
    static PRECISION: LazyLock<memchr::memmem::Finder<'static>> = LazyLock::new(|| memchr::memmem::Finder::new("recision"));
    if RECALL.find(text.as_bytes()).is_none() || PRECISION.find(text.as_bytes()).is_none() {
        return Vec::new();
    }
    let named = |sentence: &Range<usize>| {
        let sentence = &text.as_bytes()[sentence.clone()];
        RECALL.find(sentence).is_some() && PRECISION.find(sentence).is_some()
    };
    text::sentences(text).filter(named).filter_map(|sentence| read(text, sentence)).collect()
}

fn read(text: &str, sentence: Range<usize>) -> Option<FScore> {
    static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let name = r"(?-u:\b)(?:(?P<p>[Pp]recision)|(?P<r>[Rr]ecall)|(?P<f>F[-_]?1(?:[- ](?:score|measure|value)s?)?|F[- ](?:score|measure)|F₁(?:[- ]score)?))";
        let is = format!(r"(?:{BLANK}*[=:]{BLANK}*|{BLANK}+(?:(?:of|is|was|at|reached|reaches|score{BLANK}+of){BLANK}+)?)");
        Regex::new(&format!("{name}(?:{is}(?P<n>{NUMBER}){BLANK}?(?P<percent>%)?)?")).ok()
    });
    let part = &text[sentence.clone()];
    if has_word(part, &AVERAGES) || part.contains(['±', '@']) {
        return None;
    }
    let mut values: [Option<(Quantity, bool)>; 3] = [None, None, None];
    for found in NAMED.as_ref()?.captures_iter(part) {
        let which = ["p", "r", "f"].iter().position(|name| found.name(name).is_some())?;
        // A second mention leaves open which value belongs to which system.
        let value = value(text, sentence.start, &found)?;
        if values[which].replace(value).is_some() {
            return None;
        }
    }
    let [Some((precision, a)), Some((recall, b)), Some((f, c))] = values else { return None };
    let one = Decimal::from(1);
    let fractions = [&precision, &recall, &f].iter().all(|quantity| quantity.value <= one) && !(a || b || c);
    let hundred = Decimal::from(100);
    let percentages = [&precision, &recall, &f].iter().all(|q| q.value > one && q.value <= hundred) && (a == b && b == c);
    let decimals = [&precision, &recall].iter().all(|quantity| quantity.value.scale() > 0) || percentages;
    ((fractions || percentages) && decimals && !precision.value.is_zero() && !recall.value.is_zero()).then_some(FScore {
        sentence,
        precision,
        recall,
        f,
    })
}

/// The value of a name, which no other number may follow: "F1 0.69 to 0.75" gives none.
fn value(text: &str, from: usize, found: &Captures<'_>) -> Option<(Quantity, bool)> {
    let number = found.name("n")?;
    let read = Quantity::read(text, from + number.start()..from + number.end())?;
    let rest = &text[from + found.get(0)?.end()..];
    let on = matches!(next_word(rest), "to" | "points" | "point" | "pp" | "times" | "percentage" | "higher" | "lower");
    (!on).then_some((read, found.name("percent").is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<String> {
        f_scores(text)
            .into_iter()
            .map(|found| format!("{} {} {}", found.precision.value, found.recall.value, found.f.value))
            .collect()
    }

    #[test]
    fn complete_triples_are_read() {
        for text in [
            "The tagger reached a precision of 0.80, a recall of 0.60, and an F1 of 0.75.",
            "Precision 0.80, recall 0.60, F1 0.75",
            "F1-score = 0.75 (precision = 0.80, recall = 0.60)",
            "an F-measure of 0.75 at precision 0.80 and recall 0.60",
        ] {
            assert_eq!(read_all(text), ["0.80 0.60 0.75"], "{text}");
        }
        assert_eq!(read_all("precision 80.1%, recall 60.2%, F1 68.7%"), ["80.1 60.2 68.7"]);
    }

    #[test]
    fn others_are_not() {
        for text in [
            "precision 0.80, recall 0.60, macro F1 0.75",
            "average precision of 0.80, recall of 0.60, F1 of 0.75",
            "precision 80%, recall 60%, F1 0.69",
            "precision 0.80, recall 0.60, F2 0.75",
            "precision and recall of 0.80 and 0.60, F1 of 0.75",
            "precision 0.80 and recall 0.60 for A; precision 0.9, F1 0.75",
            "precision 0.80, recall 0.60. F1 0.75.",
            "precision@5 of 0.80, recall of 0.60, F1 of 0.75",
            "precision 0.80, recall 0.60, F1 0.75 to 0.79",
            "precision of 0.80, recall of 0.60, F1 of 0.75 ± 0.02",
        ] {
            assert_eq!(read_all(text), Vec::<String>::new(), "{text}");
        }
    }
}
