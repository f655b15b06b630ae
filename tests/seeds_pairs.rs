//! The conflicts of the five real reports, against the list of every defect and every tempting false positive in them.
//!
//! The reports are not part of this repository; without them the test says so and passes.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "tests say what they measured or skipped")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use claimlint::corpus::{Cluster, Comparison, Item, Relation, Thresholds};
use claimlint::report::VerdictClass;
use claimlint::text::ends_in_stop;

struct Row {
    file: String,
    line: usize,
    text: String,
    class: VerdictClass,
    cut: bool,
}

fn rows(folder: &Path) -> Vec<Row> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut rows = Vec::new();
    for path in files {
        let file = path.file_name().unwrap().to_str().unwrap().to_owned();
        for (at, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            let cells: Vec<&str> = line.split('\t').collect();
            let class = match cells.get(1) {
                Some(&"✓") => VerdictClass::Supported,
                Some(&"×") => VerdictClass::Refuted,
                _ => continue,
            };
            let cut = !ends_in_stop(cells[0]) && cells[0].chars().count() >= 119;
            rows.push(Row { file: file.clone(), line: at + 1, text: cells[0].to_owned(), class, cut });
        }
    }
    rows
}

type Pair = BTreeSet<(String, usize)>;

fn pairs_of(truth: &str, kind: &str, rule: &str) -> BTreeSet<Pair> {
    let place = |file: &str, line: &str| (file.to_owned(), line.parse().unwrap());
    let cells = truth.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    cells
        .filter(|cells| cells[0] == kind && cells[1].contains(rule) && !cells[4].is_empty())
        .map(|cells| BTreeSet::from([place(cells[2], cells[3]), place(cells[4], cells[5])]))
        .collect()
}

#[test]
fn every_conflict_of_the_real_reports_is_found_and_no_trap() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let Ok(truth) = fs::read_to_string(folder.join("seeds-truth.tsv")) else {
        println!("skipped: no reports at {}", folder.display());
        return;
    };
    let rows = rows(&folder.join("seeds"));
    assert_eq!(rows.len(), 62);
    let items: Vec<Item<'_>> = rows.iter().map(|row| Item::new(&row.text, Some(row.class), row.cut)).collect();
    let comparison = Comparison::new(&items, Thresholds::default());
    let mut clusters = 0;
    let mut traps = pairs_of(&truth, "trap", "");
    traps.append(&mut pairs_of(&truth, "agree", ""));
    for (relation, rule) in [
        (Relation::SameText, "conflicting-verdict"),
        (Relation::NearDuplicate, "near-duplicate-conflicting-verdict"),
        (Relation::Compound, "compound-verdict-conflict"),
    ] {
        let mut found: BTreeSet<Pair> = BTreeSet::new();
        for conflict in comparison.conflicts().iter().filter(|conflict| conflict.relation == relation) {
            for &a in comparison.claims(conflict.supported, VerdictClass::Supported) {
                for &b in comparison.claims(conflict.other, conflict.against) {
                    found.insert([a, b].map(|at| (rows[at as usize].file.clone(), rows[at as usize].line)).into());
                }
            }
        }
        let mut expected = pairs_of(&truth, "defect", rule);
        if relation == Relation::SameText {
            expected.retain(|pair| !pairs_of(&truth, "defect", "near-").contains(pair));
        }
        for pair in &expected {
            assert!(found.contains(pair), "{rule} misses {pair:?}");
        }
        for pair in &found {
            assert!(!traps.contains(pair), "{rule} falls into {pair:?}");
        }
        let more: Vec<_> = found.difference(&expected).collect();
        println!("{rule}: {} of {} found, besides {more:?}", expected.intersection(&found).count(), expected.len());
        clusters += Cluster::of(&comparison, |conflict| conflict.relation == relation).len();
    }
    println!("{} traps avoided; {clusters} clusters", traps.len());
    assert_eq!(clusters, 4);
}
