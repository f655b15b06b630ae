//! Each folder of `fixtures/` is linted as one run; `fixtures/<folder>.expected` has the findings in the concise format.
//!
//! `CLAIMLINT_BLESS=1 cargo test --test fixtures` writes what the program finds now; read the diff before you commit it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use claimlint::config::search::{Configurations, Search};
use claimlint::config::{Plan, RuleChoice};
use claimlint::discover::{Request, discover};
use claimlint::engine::lint;
use claimlint::render::{Format, Style, render};

const BLESS: &str = "CLAIMLINT_BLESS";

#[test]
fn every_folder_has_the_findings_that_are_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut faults = String::new();
    let folders = folders(&root);
    assert!(!folders.is_empty(), "no folders below {}", root.display());
    for folder in folders {
        let file = root.join(format!("{folder}.expected"));
        let actual = findings(&root, &folder);
        if std::env::var_os(BLESS).is_some_and(|value| !value.is_empty()) {
            fs::write(&file, &actual).unwrap();
            continue;
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if expected != actual {
            let _ = writeln!(faults, "fixtures/{folder}.expected (- expected, + found)\n{}", difference(&expected, &actual));
        }
    }
    assert!(faults.is_empty(), "\n\n{faults}\n{BLESS}=1 cargo test --test fixtures writes what is found\n");
}

#[test]
fn the_clean_folder_is_clean() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    assert_eq!(findings(&root, "clean"), "");
}

/// What the concise format says of a folder.
fn findings(root: &Path, folder: &str) -> String {
    let request = Request { cwd: root.to_owned(), paths: vec![PathBuf::from(folder)], isolated: true, ..Request::default() };
    let configurations = Configurations::new(root, &Search::Nowhere).unwrap();
    let found = discover(&request, &configurations, &mut std::io::empty()).unwrap();
    assert!(found.unreadable.is_empty(), "{:?}", found.unreadable);
    let (plan, _) = Plan::new(&RuleChoice::default()).unwrap();
    let outcome = lint(&found.sources, &found.selected, &plan.into());
    let mut out = Vec::new();
    render(Format::Concise, &outcome, &found.sources, &Style::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn folders(root: &Path) -> Vec<String> {
    let entries = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> =
        entries.filter(|path| path.is_dir()).map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// The lines that one side has more often than the other.
fn difference(expected: &str, actual: &str) -> String {
    let mut out = String::new();
    let (mut missing, mut found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    missing.retain(|line| found.iter().position(|other| other == line).map(|at| found.remove(at)).is_none());
    for (mark, line) in missing.iter().map(|line| ('-', line)).chain(found.iter().map(|line| ('+', line))) {
        let _ = writeln!(out, "  {mark} {line}");
    }
    if out.is_empty() { "  the same lines in another order\n".to_owned() } else { out }
}
