//! Words that stand for each other in the place at hand, though not everywhere: "higher risk" is "increased risk", but "prices
//! were higher" is not "prices increased".
//!
//! Knows two claims laid side by side; the guards then take these words as accounted for.

use std::sync::LazyLock;

use super::Reading;
use super::pair::Words;
use crate::corpus::lexicon::{self, Kind};

static LOWER: LazyLock<u64> = LazyLock::new(|| lexicon::stem_hash("lower"));
static REDUCE: LazyLock<u64> = LazyLock::new(|| lexicon::stem_hash("reduce"));
static HIGHER: LazyLock<u64> = LazyLock::new(|| lexicon::stem_hash("higher"));
static INCREASE: LazyLock<u64> = LazyLock::new(|| lexicon::stem_hash("increase"));
static GREATER: LazyLock<u64> = LazyLock::new(|| lexicon::stem_hash("greater"));
static CONDUCT: LazyLock<u64> = LazyLock::new(|| lexicon::stem_hash("conduct"));
static METRE: LazyLock<u64> = LazyLock::new(|| lexicon::stem_hash("metre"));
static DECLINE: LazyLock<u64> = LazyLock::new(|| lexicon::stem_hash("decline"));
static GROW: LazyLock<u64> = LazyLock::new(|| lexicon::stem_hash("grow"));
static SHRINK: LazyLock<u64> = LazyLock::new(|| lexicon::stem_hash("shrink"));

/// More words than this stand for no others.
const MOST: usize = 3;

/// The words between two matches that stand for those of the other side there.
pub(super) fn stand_ins(sides: [&Reading; 2], matches: &[(usize, usize)]) -> Words {
    let mut found: Words = [Vec::new(), Vec::new()];
    let mut from = [0; 2];
    let ends = sides.map(|side| side.words.len());
    for ends in matches.iter().map(|&(a, b)| [a, b]).chain([ends]) {
        let starts = std::mem::replace(&mut from, ends.map(|end| end + 1));
        let run = |side: usize| Run::new(sides[side], starts[side], ends[side]);
        let Some(left) = run(0) else { continue };
        let Some(right) = run(1) else { continue };
        if left.stands_for(&right) || right.stands_for(&left) {
            found[0].extend(left.words());
            found[1].extend(right.words());
        }
    }
    found
}

/// A few words between two matches.
struct Run<'r> {
    reading: &'r Reading,
    places: [usize; MOST],
    len: usize,
    /// Where the next match stands, or the end.
    end: usize,
}

impl<'r> Run<'r> {
    /// The words that say something from one place up to another; `None` for none and for too many.
    fn new(reading: &'r Reading, start: usize, end: usize) -> Option<Self> {
        if start >= end {
            return None;
        }
        let mut run = Self { reading, places: [0; MOST], len: 0, end };
        // "One third" is "a third".
        let is_one = |at: usize| {
            let next = reading.words.get(at + 1);
            reading.words[at].stem == lexicon::ONE && next.is_some_and(|next| next.kind == Kind::Number)
        };
        // Negations have a guard of their own, and "do" comes with them.
        let says = |at: usize| {
            let silent = matches!(reading.words[at].kind, Kind::Stop | Kind::Negation);
            !silent && !matches!(&*reading.raw[at], "do" | "does" | "did")
        };
        for at in (start..end).filter(|&at| says(at) && !is_one(at)) {
            *run.places.get_mut(run.len)? = at;
            run.len += 1;
        }
        (run.len > 0).then_some(run)
    }

    fn words(&self) -> &[usize] {
        &self.places[..self.len]
    }

    fn raw(&self, nth: usize) -> &'r str {
        &self.reading.raw[self.places[nth]]
    }

    fn stem(&self, nth: usize) -> u64 {
        self.reading.words[self.places[nth]].stem
    }

    /// True when another kind of word than a small one follows: a noun or an object.
    fn describes_next(&self) -> bool {
        self.reading.words.get(self.end).is_some_and(|next| next.kind == Kind::Content && next.direction == 0)
    }

    /// True when a number follows: "around 5%", "over a third", "over a century".
    fn bounds_a_number(&self) -> bool {
        let behind = self.places[self.len - 1] + 1;
        let (Some(word), raw) = (self.reading.words.get(behind), self.reading.raw.get(behind)) else { return false };
        let counted = word.kind == Kind::Number || word.stem == lexicon::ONE || lexicon::is_currency(word.stem);
        counted || raw.is_some_and(|raw| matches!(&**raw, "a" | "an" | "half"))
    }

    /// True for a verb that says how something went: no object follows.
    fn has_no_object(&self) -> bool {
        let small = |at: usize| {
            let word = self.reading.words.get(at);
            word.is_none_or(|word| matches!(word.kind, Kind::Function | Kind::Number | Kind::Scope)) || self.reading.is_adverb(at)
        };
        small(self.places[0] + 1)
    }

    /// True for a verb behind which stands how much it was: "grew by 5%", "grew sharply, by about 5%", "grew at a rate of 5%"; not "grew
    /// in 5 patients".
    fn is_measured(&self) -> bool {
        let behind = self.places[self.len - 1] + 1;
        const LEADS: [&str; 16] = [
            "by", "to", "from", "at", "a", "an", "rate", "average", "of", "about", "almost", "around", "less", "more", "over",
            "than",
        ];
        let leads = |&at: &usize| LEADS.contains(&&*self.reading.raw[at]) || self.reading.is_adverb(at);
        let number = (behind..self.reading.words.len()).find(|at| !leads(at));
        number.is_some_and(|at| self.reading.words[at].kind == Kind::Number)
    }

    fn stands_for(&self, other: &Self) -> bool {
        let said = |run: &Self| match run.len {
            1 => [run.raw(0), ""],
            2 => [run.raw(0), run.raw(1)],
            _ => ["", ""],
        };
        match (said(self), said(other)) {
            (["to", ""], ["into", ""]) | (["with", ""], ["using", ""]) => true,
            (["by", "using"], ["using" | "with", ""]) => true,
            (["every", ""], ["each", ""]) => true,
            (["per", ""], ["every" | "each", ""]) => true,
            (["around", ""], ["about" | "approximately" | "roughly" | "circa", ""])
            | (["more" | "older", "than"], ["over" | "above" | "exceeding", ""])
            | (["less" | "fewer" | "younger", "than"], ["under" | "below", ""]) => {
                self.bounds_a_number() && other.bounds_a_number()
            }
            (["older", ""], ["over" | "above", ""]) => [self, other].into_iter().all(Self::ends_a_range),
            (["lives", ""], ["live" | "lived" | "living", ""]) | (["leaves", ""], ["leave" | "left" | "leaving", ""]) => true,
            (["performed", ""], [_, ""]) if other.stem(0) == *CONDUCT => true,
            // "The 100 m", but no "m" is a metre that is not counted.
            (["m", ""], [_, ""]) if other.stem(0) == *METRE => self.is_counted(),
            (["cut" | "cuts" | "cutting", ""], [_, ""]) if other.stem(0) == *REDUCE => true,
            ([own, ""], [theirs, ""]) => self.goes_as(own, other, theirs),
            _ => false,
        }
    }

    /// True behind a number.
    fn is_counted(&self) -> bool {
        self.places[0].checked_sub(1).is_some_and(|before| self.reading.words[before].kind == Kind::Number)
    }

    /// True behind "and" or "or", as in "aged 65 and over".
    fn ends_a_range(&self) -> bool {
        let before = self.reading.neighbour(self.places[0], false);
        before.is_some_and(|before| matches!(&*self.reading.raw[before], "and" | "or"))
    }

    /// True where two words say that something is or gets more, or less: before a noun or an object, as a verb without one.
    fn goes_as(&self, own: &str, other: &Self, theirs: &str) -> bool {
        let (left, right) = (self.stem(0), other.stem(0));
        let up = [*HIGHER, *INCREASE, *GREATER];
        let down = [*LOWER, *REDUCE];
        let describes = self.describes_next() && other.describes_next();
        if describes && [&up[..], &down].iter().any(|way| way.contains(&left) && way.contains(&right)) {
            return true;
        }
        let alone = self.has_no_object() && other.has_no_object();
        let decreases = |raw: &str| raw.starts_with("decreas") || raw.starts_with("diminish");
        if alone && left == *DECLINE && decreases(theirs) {
            return true;
        }
        // Plants grow, too, and muscles contract.
        let measured = self.is_measured() && other.is_measured();
        alone
            && measured
            && (own.starts_with("gr") && left == *GROW && right == *INCREASE
                || (left == *SHRINK || own.starts_with("contract")) && (right == *DECLINE || decreases(theirs)))
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::guards::{Reading, same_claim};

    #[test]
    fn words_stand_for_others_in_their_place_only() {
        let same = |a: &str, b: &str| {
            let [a, b] = [a, b].map(|text| Reading::new(text, false));
            let found = same_claim(&a, &b).is_ok();
            assert_eq!(found, same_claim(&b, &a).is_ok());
            found
        };
        for (a, b) in [
            ("Workers on night shifts have a higher risk of gout.", "Workers on night shifts have an increased risk of gout."),
            ("The filters lower emissions of soot.", "The filters reduce emissions of soot."),
            ("Thefts of bikes fell sharply in Bergen.", "Thefts of bikes decreased sharply in Bergen."),
            ("Rents in Turin grew by 4%.", "Rents in Turin rose by 4%."),
            ("The council cut the fee for parking.", "The council reduced the fee for parking."),
            ("The bridge is more than 300 metres long.", "The bridge is over 300 metres long."),
            ("Around one third of the barley was lost.", "Roughly a third of the barley was lost."),
            ("The density was measured with a float.", "The density was measured using a float."),
            ("The survey was performed in May.", "The survey was carried out in May."),
        ] {
            assert!(same(a, b), "{a} / {b}");
        }
        for (a, b) in [
            ("Fees were lower in towns with a port.", "Fees were reduced in towns with a port."),
            ("Nodules grew in 12 dogs.", "Nodules increased in 12 dogs."),
            ("The surgeon cut the tendon.", "The surgeon lost the tendon."),
            ("The bridge is over 300 metres long.", "The bridge is around 300 metres long."),
            ("The guild dropped the fee for parking.", "The guild reduced the fee for parking."),
            ("The filters lower emissions of soot.", "The filters increase emissions of soot."),
        ] {
            assert!(!same(a, b), "{a} / {b}");
        }
    }
}
