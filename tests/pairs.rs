//! How any two claims are related: our own pairs from many fields, and the labelled pairs of public data sets.
//!
//! The data sets are not part of this repository; without them the test says so and passes.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "tests say what they measured or skipped")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use claimlint::corpus::guards::{Judgement, Relation, judge};
use claimlint::corpus::relate::Relations;
use claimlint::corpus::{self, Comparison, Item, Overlap, Thresholds};
use claimlint::report::VerdictClass;

fn judged(a: &str, b: &str) -> Judgement {
    judge([a, b], [false; 2], Thresholds::default())
}

/// The cells of each line but the first.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split('\t').collect())
}

#[test]
fn pairs_from_many_fields() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for cells in rows(include_str!("pairs/relations.tsv")) {
        let [expected, field, a, b] = cells[..] else { panic!("four cells are expected in {cells:?}") };
        for (a, b) in [(a, b), (b, a)] {
            count += 1;
            let found = judged(a, b);
            if found.relation.name() != expected {
                wrong.push(format!("{field}: {expected}, not {}\n  {a}\n  {b}\n  {:?}", found.relation.name(), found.objections));
            }
        }
    }
    assert!(count >= 1400, "only {count} pairs were read");
    assert!(wrong.is_empty(), "{} of {count} are wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// What guards accept, the filters before them must let through.
#[test]
fn pairs_among_all_others_are_related_as_they_are_alone() {
    const LEAST_WORDS: usize = 3;
    let text = include_str!("pairs/relations.tsv");
    let all = |of: usize| rows(text).map(move |cells| cells[of]);
    let items: Vec<Item<'_>> = all(2).chain(all(3)).map(|text| Item::new(text, Some(VerdictClass::Supported), false)).collect();
    let mut found = BTreeSet::new();
    let _: ControlFlow<()> = Relations::new(&items, Thresholds::default()).each(|related| {
        found.insert((related.a, related.b, related.judgement.relation.name()));
        ControlFlow::Continue(())
    });
    let (count, mut seen) = (u32::try_from(items.len() / 2).unwrap(), 0);
    for (at, (a, b)) in (0..count).zip(all(2).zip(all(3))) {
        let judgement = judged(a, b);
        let Overlap { left, right, .. } = judgement.overlap;
        let alike = left.min(right) >= LEAST_WORDS && Thresholds::default().hold(judgement.overlap);
        if alike && !matches!(judgement.relation, Relation::Different | Relation::PartOf) {
            seen += 1;
            assert!(found.contains(&(at, at + count, judgement.relation.name())), "lost: {a} / {b}");
        }
    }
    assert!(seen >= 200, "only {seen} pairs have enough words in common");
}

/// What was found of the pairs of one label.
#[derive(Default, Clone, Copy)]
struct Share {
    found: u32,
    of: u32,
}

impl Share {
    fn count(&mut self, found: bool) {
        self.found += u32::from(found);
        self.of += 1;
    }

    fn value(self) -> f64 {
        f64::from(self.found) / f64::from(self.of.max(1))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.of == 0 { write!(f, "{:^15}", "-") } else { write!(f, "{:.3} {:>4}/{:<4}", self.value(), self.found, self.of) }
    }
}

/// How the judgements fare on some labelled pairs.
#[derive(Default, Clone, Copy)]
struct Score {
    /// Of the pairs that were called same or nearly the same: the duplicates.
    precision: Share,
    /// Of the duplicates: those that were called so.
    recall: Share,
    /// Of the pairs that differ in a number: those that were called so.
    numbers: Share,
    /// Of the denials and opposites: those that were called so.
    negated: Share,
    /// Of the conflicts: those that were called duplicates.
    missed: Share,
    /// Of the duplicates: those that `check` compares, when one is verified and the other refused.
    checked: Share,
    /// Of the pairs that are no duplicates: those that `check` compares.
    alarms: Share,
}

impl Score {
    fn count(&mut self, label: &str, note: &str, relation: Relation, checked: bool) {
        let duplicate = matches!(relation, Relation::Same | Relation::NearlySame);
        // Such pairs say nearly the same; the data set leaves open whether they are duplicates.
        if duplicate && !note.starts_with("near") {
            self.precision.count(label == "duplicate");
        }
        if label == "duplicate" {
            self.checked.count(checked);
        } else if !note.starts_with("near") {
            self.alarms.count(checked);
        }
        match label {
            "duplicate" => self.recall.count(duplicate),
            "conflict_number" => self.numbers.count(relation == Relation::OtherNumber),
            "conflict_negation" => self.negated.count(relation == Relation::Negated),
            _ => {}
        }
        if label.starts_with("conflict") {
            self.missed.count(duplicate);
        }
    }
}

#[test]
fn labelled_pairs_of_public_data_sets() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/pairs");
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for source in ["breakingnli", "covidfact", "feversym", "nli4ct", "scifact", "sick"] {
        let Ok(text) = fs::read_to_string(folder.join(format!("{source}.dev.tsv"))) else {
            println!("skipped: no pairs at {}", folder.display());
            return;
        };
        for cells in rows(&text) {
            let [_, a, b, label, _, _, note] = cells[..] else { panic!("seven cells are expected in {cells:?}") };
            let relation = judged(a, b).relation;
            assert_eq!(relation, judged(b, a).relation, "the order counts: {a} / {b}");
            let items = [(a, VerdictClass::Supported), (b, VerdictClass::Refuted)]
                .map(|(text, class)| Item::new(text, Some(class), false));
            let comparison = Comparison::new(&items, Thresholds::default());
            let checked = comparison.conflicts().iter().any(|conflict| conflict.relation != corpus::Relation::Compound);
            for of in [source, "all"] {
                scores.entry(of.to_owned()).or_default().count(label, note, relation, checked);
            }
        }
    }
    let heads = ["precision", "recall", "other number", "negated", "conflict lost", "checked", "false alarms"];
    println!("{:12} {}", "", heads.map(|head| format!("{head:^15}")).join(" "));
    for (source, score) in &scores {
        let Score { precision, recall, numbers, negated, missed, checked, alarms } = score;
        println!("{source:12} {precision} {recall} {numbers} {negated} {missed} {checked} {alarms}");
    }
    let all = scores["all"];
    assert!(all.precision.value() >= 0.98);
    assert!(all.recall.value() >= 0.76);
    assert!(all.numbers.value() >= 0.97);
    assert!(all.negated.value() >= 0.81);
    assert!(all.missed.value() <= 0.002);
    assert!(all.alarms.value() <= 0.001);
    assert!(all.checked.value() >= 0.70);
}
