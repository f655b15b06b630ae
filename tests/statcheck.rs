//! Test statistics against statcheck 1.6, row by row.
//!
//! The table is no part of this repository; without it the test says so and passes. Rows with a judgement are those where
//! the peer is not to be followed; what is done instead is asserted here, class by class.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "tests say what they measured or skipped")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use claimlint::statistic::{OneTailed, Options, Test, read};

/// One row: the cells by the name of their column.
type Row = BTreeMap<String, String>;

fn rows(table: &str) -> Vec<Row> {
    let mut lines = table.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let cells =
        |line: &str| head.iter().zip(line.split('\t')).map(|(name, cell)| ((*name).to_owned(), cell.to_owned())).collect();
    lines.map(cells).collect()
}

/// The peer's defaults, overlaid with the column `options`.
fn options(row: &Row) -> Options {
    let mut options = Options { one_tailed: OneTailed::Off, ..Options::default() };
    match row["options"].split_once('=') {
        None => {}
        Some(("OneTailedTxt", "TRUE")) => options.one_tailed = OneTailed::Near,
        Some(("OneTailedTests", "TRUE")) => options.one_tailed = OneTailed::All,
        Some(("alpha", alpha)) => options.alpha = alpha.parse().unwrap(),
        Some(other) => panic!("unknown option {other:?}"),
    }
    options
}

/// What is wrong with our reading where the peer is to be followed.
fn differs(row: &Row, tests: &[Test]) -> Option<String> {
    if tests.len().to_string() != row["n_extracted"] {
        return Some(format!("{} read", tests.len()));
    }
    let test = tests.get(row["row"].parse::<usize>().unwrap().checked_sub(1)?)?;
    let p: f64 = row["computed_p"].parse().unwrap();
    if ((test.computed_p - p) / p).abs() > 1e-9 {
        return Some(format!("p = {:e}", test.computed_p));
    }
    let said = |value: bool| value.to_string();
    if said(test.error) != row["error"] || said(test.decision_error) != row["decision_error"] {
        return Some(format!("error {}, decision error {}", test.error, test.decision_error));
    }
    None
}

/// What is wrong with our reading of a row where the peer is not to be followed.
fn misjudged(row: &Row, tests: &[Test]) -> Option<String> {
    let text = row["text"].as_str();
    let errors = tests.iter().filter(|test| test.error).count();
    let fault = |holds: bool, what: &str| (!holds).then(|| format!("{what}: {} read, {errors} wrong", tests.len()));
    match row["judgement"].as_str() {
        // A tiny p in powers of ten is right; so is t = 0.
        "peer-false-positive" => fault(tests.len() == 1 && errors == 0, "read, and no error"),
        // Silence instead of another value than the one that stands there.
        "peer-misread" => fault(tests.is_empty(), "not read"),
        "peer-stops" => fault(tests.len() == 1 && errors == 0 && tests[0].computed_p == 0.0, "read as p = 0"),
        // Either silence, or the right reading: all of these but one print a p that fits.
        "peer-misses" => {
            let wrong = text == "t(28) = 2.20, p = 0";
            fault(tests.len() <= 1 && (errors == 1) == (wrong && !tests.is_empty()), "read rightly or not at all")
        }
        other => Some(format!("unknown judgement {other:?}")),
    }
}

#[test]
fn every_row_is_judged_as_the_peer_does_or_as_the_table_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/statcheck-cases.tsv");
    let Ok(table) = fs::read_to_string(&path) else {
        eprintln!("skipped: no table of statcheck cases");
        return;
    };
    let rows = rows(&table);
    let mut faults = Vec::new();
    let (mut followed, mut judged, mut read_besides) = (0, 0, 0);
    for row in &rows {
        let tests = read(&row["text"].replace("\\n", "\n"), &options(row));
        let fault = if row["judgement"].is_empty() {
            followed += 1;
            differs(row, &tests)
        } else {
            judged += 1;
            read_besides += usize::from(row["judgement"] == "peer-misses" && !tests.is_empty());
            misjudged(row, &tests)
        };
        faults.extend(fault.map(|what| format!("{:?} {}: {what}", row["text"], row["options"])));
    }
    eprintln!("{followed} rows agree with the peer, {judged} are judged apart; {read_besides} are read besides the peer's");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!((followed, judged), (175, 38), "the table has other rows than it had");
}
