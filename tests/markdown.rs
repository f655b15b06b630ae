//! Markdown reports that are written here, in many forms: a consistent one has no finding, and one seeded defect gives
//! exactly that finding.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "tests say what they measured or skipped")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use claimlint::config::{Plan, Plans, RuleChoice};
use claimlint::engine::lint;
use claimlint::parse::{Vocabulary, parse};
use claimlint::report::{ClaimForm, Dialect};
use claimlint::source::{Source, SourceId};
use proptest::prelude::*;

use common::Folder;

/// A verdict in its printed forms: word, mark.
const VERDICTS: [(&str, &str); 4] =
    [("VERIFIED", "✅"), ("PARTIALLY VERIFIED", "⚠️"), ("INCORRECT", "❌"), ("UNVERIFIABLE", "❓")];

const SUBJECTS: [&str; 8] = [
    "The north field",
    "The old mill",
    "The river gauge",
    "The seed bank",
    "The stone barn",
    "The east orchard",
    "The weather mast",
    "The deep well",
];
const FACTS: [&str; 8] = [
    "was surveyed before the first frost of the season",
    "holds more water than the village needs in summer",
    "lost its roof in the storm of that winter",
    "is tended by volunteers from three parishes",
    "yields a third of what it did a decade earlier",
    "was rebuilt with timber from the nearby forest",
    "has been measured daily since the spring",
    "stands on land that the council bought back",
];

/// How a report lists its claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listing {
    Table,
    MarkTable,
    StatusLines,
    Items,
    Governed,
    Records,
}

/// How it counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Summary {
    Table,
    TableWithTotal,
    List,
    Sentence,
    Fence,
}

#[derive(Debug, Clone)]
struct Plot {
    verdicts: Vec<usize>,
    listing: Listing,
    summary: Summary,
    below: bool,
    /// Added to the count of the first class that has claims.
    wrong: i32,
    /// Added to the total.
    wrong_total: i32,
}

impl Plot {
    fn count(&self, class: usize) -> i32 {
        i32::try_from(self.verdicts.iter().filter(|&&verdict| verdict == class).count()).unwrap()
    }

    fn stated(&self, class: usize) -> i32 {
        let first = (0..VERDICTS.len()).find(|&class| self.count(class) > 0);
        self.count(class) + if first == Some(class) { self.wrong } else { 0 }
    }

    fn total(&self) -> i32 {
        i32::try_from(self.verdicts.len()).unwrap() + self.wrong_total
    }

    fn summary(&self) -> String {
        let rows: Vec<(&str, &str, i32)> =
            (0..4).map(|class| (VERDICTS[class].1, VERDICTS[class].0, self.stated(class))).collect();
        let mut out = "## Summary\n\n".to_owned();
        match self.summary {
            Summary::Table | Summary::TableWithTotal => {
                out.push_str("| Verdict | Count |\n|:---|---:|\n");
                for (mark, word, count) in rows {
                    let _ = writeln!(out, "| {mark} **{word}** | {count} |");
                }
                if self.summary == Summary::TableWithTotal {
                    let _ = writeln!(out, "| **Total** | **{}** |", self.total());
                }
            }
            Summary::List => {
                let _ = writeln!(out, "- **Total claims**: {}", self.total());
                for (mark, word, count) in rows {
                    let _ = writeln!(out, "- {mark} {word}: {count}");
                }
            }
            Summary::Sentence => {
                let parts: Vec<String> = rows.iter().map(|(_, word, count)| format!("{count} {}", word.to_lowercase())).collect();
                let _ = writeln!(out, "{} claims checked: {}.", self.total(), parts.join(", "));
            }
            Summary::Fence => {
                let _ = writeln!(out, "```text\nTotal claims: {}", self.total());
                for (_, word, count) in rows {
                    let _ = writeln!(out, "{word}: {count}");
                }
                out.push_str("```\n");
            }
        }
        out.push('\n');
        out
    }

    fn claims(&self) -> String {
        let claim = |at: usize| format!("{} {}", SUBJECTS[at % 8], FACTS[(at / 8 + at) % 8]);
        let mut out = String::new();
        match self.listing {
            Listing::Table => {
                out.push_str("## Claims in detail\n\n| # | Claim | Evidence | Verdict |\n|---|---|---|---|\n");
                for (at, &verdict) in self.verdicts.iter().enumerate() {
                    let _ = writeln!(
                        out,
                        "| {} | {}. | `a \\| b`, page {at} | **{}** (see note) |",
                        at + 1,
                        claim(at),
                        VERDICTS[verdict].0
                    );
                }
            }
            Listing::MarkTable => {
                out.push_str("## Claims in detail\n\n| Claim | Status |\n| :-- | :-: |\n");
                for (at, &verdict) in self.verdicts.iter().enumerate() {
                    let _ = writeln!(out, "| {}. | {} {} |", claim(at), VERDICTS[verdict].1, VERDICTS[verdict].0);
                }
            }
            Listing::StatusLines => {
                out.push_str("## Claims in detail\n\n");
                for (at, &verdict) in self.verdicts.iter().enumerate() {
                    let _ = write!(
                        out,
                        "### {}. {}\n\n- **Status**: {}\n- **Source**: archive, box {at}\n\n",
                        at + 1,
                        claim(at),
                        VERDICTS[verdict].0
                    );
                }
            }
            Listing::Items => {
                out.push_str("## Claims in detail\n\n");
                for (at, &verdict) in self.verdicts.iter().enumerate() {
                    let _ = writeln!(out, "- {} {} ({})", VERDICTS[verdict].1, claim(at), VERDICTS[verdict].0.to_lowercase());
                }
            }
            Listing::Governed => {
                for (class, (word, mark)) in VERDICTS.iter().enumerate() {
                    let _ = write!(out, "## {mark} {word} claims\n\n");
                    for (at, _) in self.verdicts.iter().enumerate().filter(|&(_, &verdict)| verdict == class) {
                        let _ = writeln!(out, "{}. {}.", at + 1, claim(at));
                    }
                    out.push('\n');
                }
            }
            Listing::Records => {
                out.push_str("## Claims in detail\n\n");
                for (at, &verdict) in self.verdicts.iter().enumerate() {
                    let _ = write!(
                        out,
                        "### Claim {}\n\n| Field | Value |\n|---|---|\n| **Claim** | {}. |\n| **Status** | {} |\n| **Source** | archive |\n\n",
                        at + 1,
                        claim(at),
                        VERDICTS[verdict].0
                    );
                }
            }
        }
        out.push('\n');
        out
    }

    fn text(&self) -> String {
        let head = "# Fact-check report: the parish almanac\n\n**Date:** May 5, 2026\n\n";
        let method = "## Method\n\nEach claim was looked up in the archive.\n\n";
        let (summary, claims) = (self.summary(), self.claims());
        if self.below { format!("{head}{method}{claims}{summary}") } else { format!("{head}{summary}{method}{claims}") }
    }
}

fn plot() -> impl Strategy<Value = Plot> {
    let listing = prop::sample::select(vec![
        Listing::Table,
        Listing::MarkTable,
        Listing::StatusLines,
        Listing::Items,
        Listing::Governed,
        Listing::Records,
    ]);
    let summary =
        prop::sample::select(vec![Summary::Table, Summary::TableWithTotal, Summary::List, Summary::Sentence, Summary::Fence]);
    (prop::collection::vec(0..4usize, 3..24), listing, summary, any::<bool>()).prop_map(
        |(mut verdicts, listing, summary, below)| {
            // At least two classes, so that a listing shows what it is of.
            verdicts.extend([0, 2]);
            Plot { verdicts, listing, summary, below, wrong: 0, wrong_total: 0 }
        },
    )
}

fn findings(text: &str) -> Vec<String> {
    let sources = [Source::new("a.md", "a.md", text.as_bytes().to_vec())];
    let plans: Plans = Plan::new(&RuleChoice::default()).unwrap().0.into();
    lint(&sources, &[true], &plans).shown.iter().map(|finding| format!("{}: {}", finding.rule.id, finding.message)).collect()
}

fn config() -> ProptestConfig {
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() { default } else { ProptestConfig { cases: 96, ..default } }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_consistent_report_has_no_finding(plot in plot()) {
        let text = plot.text();
        prop_assert_eq!(findings(&text), Vec::<String>::new(), "{}", text);
    }

    #[test]
    fn all_claims_are_read(plot in plot()) {
        let text = plot.text();
        let source = Source::new("a.md", "a.md", text.clone().into_bytes());
        let report = parse(&source, SourceId(0), Vocabulary::built_in()).expect("a report");
        prop_assert_eq!(report.dialect, Dialect::Markdown);
        prop_assert_eq!(report.claims.len(), plot.verdicts.len(), "{}", text);
        let form = match plot.listing {
            Listing::Table | Listing::MarkTable => ClaimForm::Row,
            Listing::StatusLines | Listing::Records => ClaimForm::StatusLine,
            Listing::Items => ClaimForm::Item,
            Listing::Governed => ClaimForm::Governed,
        };
        prop_assert!(report.claims.iter().all(|claim| claim.form == form));
    }

    #[test]
    fn a_count_that_is_wrong_is_found(plot in plot(), wrong in prop::sample::select(vec![-1, 1, 2])) {
        // The total says what the wrong parts add up to: one defect, not two.
        let plot = Plot { wrong, wrong_total: wrong, ..plot };
        let found = findings(&plot.text());
        prop_assert_eq!(found.len(), 1, "{:?} in {}", found, plot.text());
        prop_assert!(found[0].starts_with("class-count-mismatch"), "{:?}", found);
    }

    #[test]
    fn a_total_that_is_wrong_is_found(plot in plot(), wrong in prop::sample::select(vec![-1, 1])) {
        let plot = Plot { wrong_total: wrong, ..plot };
        prop_assume!(plot.summary != Summary::Table);
        let found = findings(&plot.text());
        prop_assert_eq!(found.len(), 1, "{:?} in {}", found, plot.text());
        prop_assert!(found[0].starts_with("parts-total-mismatch"), "{:?}", found);
    }
}

#[test]
fn companion_reports_conflict_whatever_their_tables_look_like() {
    let claim = "The river gauge has been measured daily since the spring";
    let a =
        format!("# Fact-check report\n\n| # | Claim | Source | Verdict |\n|---|---|---|---|\n| 1 | {claim}. | archive | ✅ |\n");
    let b = format!("# 팩트체크 보고서\n\n| 보고서 주장 | 판정 | 비고 |\n|---|---|---|\n| {claim} | ⚠️ cannot verify | 없음 |\n");
    let c = format!(
        "# Claim audit\n\n## 1. {claim}\n\n**Verdict:** FALSE, the mast broke in May.\n\n## 2. The old mill is tended by volunteers\n\n**Verdict:** TRUE\n"
    );
    let folder = Folder::new(&[("a.md", &a), ("b.md", &b), ("c.md", &c)]);
    let ran = |files: &[&str]| {
        let mut args = vec!["check", "--isolated", "--output-format", "concise", "--exit-zero"];
        args.extend(files);
        folder.run(&args).stdout
    };
    assert_eq!(ran(&["a.md", "b.md"]), "b.md:5:3: warning[conflicting-verdict] cannot verify here, verified in a.md:5\n");
    assert_eq!(ran(&["a.md", "c.md"]), "c.md:3:7: error[conflicting-verdict] FALSE here, verified in a.md:5\n");
}

#[test]
fn what_is_no_report_is_skipped() {
    let folder = Folder::new(&[
        (
            "README.md",
            "# mulch\n\nA tool.\n\n| Feature | Status |\n| --- | --- |\n| Parser | ✅ |\n| Printer | ❌ |\n\n- ✅ fast\n- ✅ small\n",
        ),
        ("CHANGELOG.md", "# Changelog\n\n## 1.2.0\n\n### Fixed\n\n- A crash.\n- Another one.\n\n### New\n\n- A flag.\n"),
        (
            "guide.md",
            "# Claim verification guide\n\n| Status | Meaning |\n| --- | --- |\n| VERIFIED | at least one source |\n| FALSE | a source says otherwise |\n\n- ✅ VERIFIED: a source was found\n- ❌ FALSE: a source contradicts\n",
        ),
        ("requirements.txt", "# pinned\nserde==1.0\nclap==4.6\n"),
        ("code.md", "# Claim audit tool\n\n```\n| Claim | Verdict |\n| --- | --- |\n| a b c d | VERIFIED |\n```\n"),
    ]);
    let ran = folder.run(&["check", "--isolated", "--output-format", "concise", "."]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("5"), "{}", ran.stderr);
}

#[test]
fn the_seeds_in_markdown_have_the_findings_of_the_seeds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/seeds");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: no reports at {}", folder.display());
        return;
    };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let plans: Plans = Plan::new(&RuleChoice::default()).unwrap().0.into();
    let run = |markdown: bool| {
        let sources: Vec<Source> = files
            .iter()
            .map(|path| {
                let text = fs::read_to_string(path).unwrap();
                let text = if markdown { as_markdown(&text) } else { text };
                let name = path.file_name().unwrap().to_str().unwrap();
                Source::new(name, name, text.into_bytes())
            })
            .collect();
        let outcome = lint(&sources, &vec![true; sources.len()], &plans);
        let mut found: Vec<(u32, &str)> =
            outcome.shown.iter().map(|finding| (finding.primary.place.source.0, finding.rule.id)).collect();
        found.sort_unstable();
        found
    };
    assert_eq!(run(true), run(false));
    println!("ran: {} reports", files.len());
}

/// A report of the plain dialect as Markdown: `##` before its headings, pipes for its tabs.
fn as_markdown(text: &str) -> String {
    let headings = ["Abstract", "References"];
    let mut out = String::new();
    let mut titled = false;
    for line in text.lines() {
        let numbered =
            line.len() < 40 && line.starts_with(|c: char| c.is_ascii_digit()) && line.contains(' ') && !line.ends_with('.');
        if line.contains('\t') {
            let _ = writeln!(out, "| {} |", line.replace('\t', " | "));
            if line.starts_with("Claim\t") {
                out.push_str("|---|---|---|\n");
            }
        } else if numbered || headings.contains(&line) {
            let _ = writeln!(out, "## {line}");
        } else if !titled && !line.trim().is_empty() {
            titled = true;
            let _ = writeln!(out, "# {line}");
        } else {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}
