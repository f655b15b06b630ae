//! The opt-in and policy rules on the real reports, whose answers are known from reading them. Runs where the folder
//! `../shared/corpora` is, and says whether it did.

#![allow(clippy::print_stderr, reason = "tests say what they measured or skipped")]

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use common::{Ran, program};

/// `file:line` of each finding of a rule, the file by its first three digits, and its message.
fn findings(seeds: &Path, options: &[&str]) -> Vec<(String, String, String)> {
    let args = ["check", "--isolated", "--quiet", "--fail-on", "never", "--output-format", "jsonl"];
    let Ran { code, stdout, stderr } = Ran::new(program(seeds).args(args).args(options).arg("."), b"");
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{options:?}");
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    let read = |line: &str| {
        let one: serde_json::Value = serde_json::from_str(line).expect("one object a line");
        let line = &one["range"]["start"]["line"];
        (text(&one["rule"]), format!("{}:{line}", &text(&one["path"])[..3]), text(&one["message"]))
    };
    stdout.lines().map(read).collect()
}

fn seeds() -> Option<PathBuf> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/seeds");
    if seeds.is_dir() {
        return Some(seeds);
    }
    eprintln!("skipped: there is no folder {}", seeds.display());
    None
}

fn of_rule(seeds: &Path, rule: &str) -> Vec<(String, String)> {
    let level = format!("{rule}=warning");
    let found = findings(seeds, &["--select", rule, "--rule", &level]);
    eprintln!("{rule}: {} findings on the real reports", found.len());
    found.into_iter().map(|(_, place, message)| (place, message)).collect()
}

#[test]
fn the_policy_rules() {
    let Some(seeds) = seeds() else { return };
    let counts = [
        ("minimum-score", 0),
        ("minimum-verified-claims", 0),
        ("minimum-verified-confidence", 52),
        ("minimum-references", 5),
        ("unverified-claim-listed", 10),
        ("disclaimer-missing", 0),
        ("single-host-references", 5),
        ("tier-mismatch", 0),
    ];
    for (rule, count) in counts {
        assert_eq!(of_rule(&seeds, rule).len(), count, "{rule}");
    }
    let listed: Vec<String> = of_rule(&seeds, "unverified-claim-listed").into_iter().map(|(place, _)| place).collect();
    let refused = ["000:45", "003:40", "004:32", "004:33", "004:34", "004:42", "004:47", "004:48", "004:49", "004:50"];
    assert_eq!(listed, refused);
    for (_, message) in of_rule(&seeds, "minimum-references") {
        assert_eq!(message, "3 references, fewer than 5");
    }
}

#[test]
fn what_the_titles_promise() {
    let Some(seeds) = seeds() else { return };
    let expected: [(&str, &[&str]); 5] = [
        ("000:3", &["family", "semantic", "textual", "similarity", "indo-european", "sino-tibetan"]),
        ("001:3", &["typologically", "distant", "adapters", "xtreme-r", "low-resource"]),
        ("002:3", &["scaling", "marginal", "classification", "capacity"]),
        ("003:3", &["multimodal", "xtreme-m", "natural", "inference", "accuracy"]),
        ("004:3", &["syntactic", "parsing", "typologically", "distant", "semantic", "similarity", "accuracy"]),
    ];
    let found = of_rule(&seeds, "title-not-covered");
    for ((place, message), (at, words)) in found.iter().zip(expected) {
        assert_eq!(place, at);
        let named: BTreeSet<String> = message.split('"').skip(1).step_by(2).map(str::to_lowercase).collect();
        assert_eq!(named, words.iter().map(|&word| word.to_owned()).collect(), "{at}");
    }
    assert_eq!(found.len(), 5);
}

#[test]
fn what_other_opt_in_rules_see() {
    let Some(seeds) = seeds() else { return };
    let expected = [
        ("first-person-claim", 8),
        ("insecure-reference-url", 15),
        ("confidence-verdict-inversion", 0),
        ("confidence-drift", 0),
        ("reference-version-drift", 0),
        ("stated-count-list-mismatch", 0),
        ("duplicate-report", 0),
        ("percent-sum", 0),
        ("mean-granularity", 0),
        ("interval-p-mismatch", 0),
    ];
    for (rule, count) in expected {
        let found = of_rule(&seeds, rule);
        assert_eq!(found.len(), count, "{rule}: {found:?}");
    }
    // Every open enumeration is one of a cut claim, which explains it.
    let both = ["--select", "claim-truncated,incomplete-enumeration", "--rule", "incomplete-enumeration=warning"];
    let rules: BTreeSet<String> = findings(&seeds, &both).into_iter().map(|(rule, ..)| rule).collect();
    assert_eq!(rules, BTreeSet::from(["claim-truncated".to_owned()]));
    assert!(!of_rule(&seeds, "incomplete-enumeration").is_empty());
}
