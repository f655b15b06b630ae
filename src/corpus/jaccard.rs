//! Every pair of texts whose sets of plain words are alike: an exact self-join by Jaccard similarity.
//!
//! Knows texts, nothing about reports, verdicts or stems: this is what other join programs are compared with.

use std::ops::ControlFlow;

use super::alike::alike;
use super::join::{Ratio, Thresholds};
use super::plain;
use super::sets::{NONE, Sets, index, range, sum};

/// Two texts that are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// Number of the first text.
    pub a: u32,
    /// Number of the second text, which comes later.
    pub b: u32,
    /// How many words both have.
    pub shared: u32,
    /// How many words they have together.
    pub union: u32,
}

/// The pairs of texts that are alike, by sets of words.
pub struct Pairs {
    sets: Sets,
    /// For each set, where its partners begin in `partners`; then their end.
    partner_starts: Vec<u32>,
    /// Other sets, with the number of words in both.
    partners: Vec<(u32, u32)>,
}

impl Pairs {
    /// Finds the pairs of texts of which `shared / union` is at least `least`. A text without words is like no other.
    #[must_use]
    pub fn new<T: AsRef<str> + Sync>(texts: &[T], least: Ratio) -> Self {
        let mut sets = Sets::new(texts, |_| (), |text, out| plain::words(text.as_ref(), |key, word| out.word(key, word)));
        let pairs = |set: u32, others: &[(u32, u32)], out: &mut Vec<(u32, u32, u32)>| {
            out.extend(others.iter().map(|&(other, shared)| (other, set, shared)));
        };
        let alike = alike(&sets, Thresholds::of_jaccard(least), &[], pairs);
        sets.forget_words();
        let (partner_starts, partners) = both_ways(&alike, sets.count());
        Self { sets, partner_starts, partners }
    }

    /// Hands all pairs to `emit`, by number of the first text, then of the second. Takes time and memory like what it hands
    /// out and what was put in, however many texts are equal.
    pub fn each<B>(&self, mut emit: impl FnMut(Pair) -> ControlFlow<B>) -> ControlFlow<B> {
        let mut later: Vec<(u32, u32, u32)> = Vec::new();
        for (a, &set) in self.sets.set_of().iter().enumerate() {
            if set == NONE {
                continue;
            }
            let a = index(a);
            let len = self.sets.lens()[set as usize];
            let partners = range(&self.partner_starts, set, &self.partners).iter().copied();
            later.clear();
            for (other, shared) in partners.chain([(set, len)]) {
                let members = self.sets.texts(other);
                let after = members.partition_point(|&member| member <= a);
                let union = len + self.sets.lens()[other as usize] - shared;
                later.extend(members[after..].iter().map(|&b| (b, shared, union)));
            }
            later.sort_unstable();
            for &(b, shared, union) in &later {
                emit(Pair { a, b, shared, union })?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// For each set where its partners begin, and the partners.
fn both_ways(alike: &[(u32, u32, u32)], sets: usize) -> (Vec<u32>, Vec<(u32, u32)>) {
    let mut starts = vec![0_u32; sets + 1];
    for &(a, b, _) in alike {
        starts[a as usize + 1] += 1;
        starts[b as usize + 1] += 1;
    }
    sum(&mut starts);
    let mut next = starts.clone();
    let mut partners = vec![(0, 0); 2 * alike.len()];
    for &(a, b, shared) in alike {
        for (own, other) in [(a, b), (b, a)] {
            partners[next[own as usize] as usize] = (other, shared);
            next[own as usize] += 1;
        }
    }
    (starts, partners)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn all(pairs: &Pairs) -> Vec<Pair> {
        let mut out = Vec::new();
        let _: ControlFlow<()> = pairs.each(|pair| {
            out.push(pair);
            ControlFlow::Continue(())
        });
        out
    }

    /// Compares every text with every other.
    fn by_force(texts: &[String], p: usize, q: usize) -> Vec<Pair> {
        let sets: Vec<BTreeSet<String>> = texts
            .iter()
            .map(|text| {
                let mut set = BTreeSet::new();
                plain::words(text, |_, word| {
                    set.insert(String::from_utf8(word.to_ascii_lowercase()).unwrap());
                });
                set
            })
            .collect();
        let mut out = Vec::new();
        for a in 0..sets.len() {
            for b in a + 1..sets.len() {
                let shared = sets[a].intersection(&sets[b]).count();
                let union = sets[a].len() + sets[b].len() - shared;
                if union > 0 && q * shared >= p * union {
                    out.push(Pair { a: index(a), b: index(b), shared: index(shared), union: index(union) });
                }
            }
        }
        out
    }

    /// Texts that share most of their words: small vocabulary, some words in every text, so that lists get long.
    fn texts() -> impl Strategy<Value = Vec<String>> {
        let word = prop_oneof![4 => (0..12_u32).prop_map(|n| format!("w{n}")), 1 => (0..400_u32).prop_map(|n| format!("Averylongword{n}"))];
        prop::collection::vec(
            prop_oneof![
                3 => prop::collection::vec(word, 0..14).prop_map(|words| words.join(" ")),
                1 => (0..3_u32).prop_map(|n| format!("a b c d e f g h i j w{n}")),
            ],
            0..60,
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 200 } else { 2000 }))]

        #[test]
        fn the_join_is_all_pairs(texts in texts(), q in 1_u32..=20, p in 1_u32..=20) {
            let (p, q) = (p.min(q), q);
            let pairs = Pairs::new(&texts, Ratio::new(p, q).unwrap());
            prop_assert_eq!(all(&pairs), by_force(&texts, p as usize, q as usize));
        }
    }

    #[test]
    fn lists_that_are_split_by_the_second_word_lose_nothing() {
        // Every set has the same two rare words: their lists are long.
        let texts: Vec<String> = (0..600)
            .map(|n: u32| {
                let mixed = n.wrapping_mul(2_654_435_761) >> 8;
                let words = (0..10).map(|at| format!("{}{}", (b'a' + at) as char, mixed >> at & 3)).collect::<Vec<_>>();
                format!("x{} {}", n % 2, words.join(" "))
            })
            .collect();
        for (p, q) in [(1, 5), (1, 2), (7, 10), (4, 5), (9, 10), (1, 1)] {
            assert_eq!(all(&Pairs::new(&texts, Ratio::new(p, q).unwrap())), by_force(&texts, p as usize, q as usize), "{p}/{q}");
        }
    }

    #[test]
    fn one_text_many_times_takes_memory_once() {
        let texts = vec!["It rises in dry years."; 40_000];
        let mut count = 0_u64;
        let pairs = Pairs::new(&texts, Ratio::new(4, 5).unwrap());
        let stopped = pairs.each(|pair| {
            count += 1;
            if pair.a > 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(stopped.is_break() && count > 400_000);
    }

    #[test]
    fn pairs_at_the_border_count_and_empty_texts_do_not() {
        let texts = ["a b c d", "a b c d e", "", "!", "A, b; c. D", "a b c"];
        let found: Vec<(u32, u32)> =
            all(&Pairs::new(&texts, Ratio::new(4, 5).unwrap())).iter().map(|pair| (pair.a, pair.b)).collect();
        assert_eq!(found, [(0, 1), (0, 4), (1, 4)]);
    }
}
