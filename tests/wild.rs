//! Real Markdown reports from public repositories: which are reports, how many claims they make, and every finding.
//!
//! The documents are not part of this repository; without them the test says so and passes.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "tests say what they measured or skipped")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use claimlint::config::{Plan, Plans, RuleChoice};
use claimlint::engine::lint;
use claimlint::parse::{Vocabulary, parse};
use claimlint::report::Dialect;
use claimlint::source::{Source, SourceId};

/// Claims as counted by hand, by the number that a document's name begins with.
const CLAIMS: [(&str, usize); 28] = [
    ("07", 29),
    ("12", 21),
    ("14", 10),
    ("18", 16),
    ("19", 129),
    ("21", 114),
    ("25", 9),
    ("26", 69),
    ("28", 54),
    ("30", 14),
    ("34", 2),
    ("38", 25),
    ("39", 34),
    ("40", 34),
    ("41", 15),
    ("42", 14),
    ("44", 63),
    ("45", 32),
    ("46", 26),
    ("47", 41),
    ("48", 22),
    ("49", 23),
    ("53", 10),
    ("56", 59),
    ("63", 8),
    ("65", 8),
    ("72", 18),
    ("74", 16),
];

/// Documents that talk about verification and verify nothing.
const DECOYS: [&str; 3] = ["29", "32", "59"];

/// All that is to be found: document, line and rule. Nothing else may be found in any of them.
///
/// Those of 26 are rows of three cells below a header of four; the line ends of 65 are mixed in fact; the quotation in
/// 21:110 is never closed.
const FINDINGS: [(&str, usize, &str); 5] = [
    ("18", 19, "class-count-mismatch"),
    ("18", 27, "parts-total-mismatch"),
    ("21", 110, "claim-truncated"),
    ("49", 17, "class-count-mismatch"),
    ("65", 17, "mixed-line-endings"),
];

fn documents() -> Option<Vec<(String, PathBuf)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/wild");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: no documents at {}", folder.display());
        return None;
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension != "tsv"));
    files.sort();
    let number = |path: &Path| path.file_name().unwrap().to_str().unwrap().split('-').next().unwrap().to_owned();
    Some(files.into_iter().map(|path| (number(&path), path)).collect())
}

fn source(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_str().unwrap();
    Source::new(name, name, fs::read(path).unwrap())
}

#[test]
fn claims_are_as_many_as_counted_by_hand() {
    let Some(documents) = documents() else { return };
    let mut faults = String::new();
    for (number, expected) in CLAIMS {
        let (_, path) = documents.iter().find(|(name, _)| name == number).expect("the document is there");
        let source = source(path);
        let report = parse(&source, SourceId(0), Vocabulary::built_in());
        let read = report.as_ref().map_or(0, |report| report.claims.len());
        if read != expected {
            let _ = writeln!(faults, "{number}: {read} claims read, {expected} counted by hand");
        }
        assert!(report.is_some_and(|report| report.dialect == Dialect::Markdown), "{number}");
    }
    assert!(faults.is_empty(), "\n{faults}");
    println!("ran: the claims of {} documents", CLAIMS.len());
}

#[test]
fn what_talks_about_verification_is_no_report() {
    let Some(documents) = documents() else { return };
    for (number, path) in documents.iter().filter(|(number, _)| DECOYS.contains(&number.as_str())) {
        assert!(parse(&source(path), SourceId(0), Vocabulary::built_in()).is_none(), "{number}");
    }
    println!("ran: {} decoys", DECOYS.len());
}

#[test]
fn every_finding_is_one_that_is_there() {
    let Some(documents) = documents() else { return };
    let plans: Plans = Plan::new(&RuleChoice::default()).unwrap().0.into();
    let mut faults = String::new();
    for (number, path) in &documents {
        let sources = [source(path)];
        let outcome = lint(&sources, &[true], &plans);
        let found: Vec<(usize, &str)> = outcome
            .shown
            .iter()
            .map(|finding| (sources[0].line_number(finding.primary.place.span.start), finding.rule.id))
            .filter(|&(_, rule)| number != "26" || rule != "table-row-malformed")
            .collect();
        let expected: Vec<(usize, &str)> =
            FINDINGS.iter().filter(|(name, ..)| name == number).map(|&(_, line, rule)| (line, rule)).collect();
        if found != expected {
            let _ = writeln!(faults, "{number}: found {found:?}, expected {expected:?}");
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
    println!("ran: {} documents, {} findings", documents.len(), FINDINGS.len());
}
