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
    let d = format!(
        "# Faktencheck\n\n| Bewertung | Nr. | Behauptung |\n|---|---|---|\n| ❌ Falsch | 1 | \"{claim}\" |\n| Bestätigt | 2 | Die Mühle steht still |\n"
    );
    let c = format!(
        "# Claim audit\n\n## 1. {claim}\n\n**Verdict:** FALSE, the mast broke in May.\n\n## 2. The old mill is tended by volunteers\n\n**Verdict:** TRUE\n"
    );
    let folder = Folder::new(&[("a.md", &a), ("b.md", &b), ("c.md", &c), ("d.md", &d)]);
    let ran = |files: &[&str]| {
        let mut args = vec!["check", "--isolated", "--output-format", "concise", "--exit-zero"];
        args.extend(files);
        folder.run(&args).stdout
    };
    assert_eq!(ran(&["a.md", "b.md"]), "b.md:5:3: warning[conflicting-verdict] cannot verify here, verified in a.md:5\n");
    assert_eq!(ran(&["a.md", "d.md"]), "d.md:5:18: error[conflicting-verdict] Falsch here, verified in a.md:5\n");
    assert_eq!(ran(&["a.md", "c.md"]), "c.md:3:7: error[conflicting-verdict] FALSE here, verified in a.md:5\n");
}

/// A consistent report, what is changed in it, and the finding that this gives.
type Planted = (&'static str, &'static str, (&'static str, &'static str), &'static str);

const FORMS: [Planted; 9] = [
    (
        "German, with a table of shares",
        "# Faktencheck: die Wasserversorgung\n\n## Zusammenfassung\n\n| Bewertung | Anzahl | Anteil |\n|:--|--:|--:|\n| ✅ Bestätigt | 2 | 50 % |\n\
         | ⚠️ Teilweise bestätigt | 1 | 25 % |\n| ❌ Falsch | 1 | 25 % |\n| **Gesamt** | **4** | 100 % |\n\n## Behauptungen\n\n\
         | Nr. | Behauptung | Beleg | Bewertung |\n|--:|:--|:--|:--|\n| 1 | Das Werk versorgt drei Dörfer am Fluss | Bericht | Bestätigt |\n\
         | 2 | Die Leitung wurde vor der Dürre erneuert | Archiv | **Teilweise bestätigt** |\n| 3 | Der Pegel wird täglich gemessen | Reihe | Bestätigt |\n\
         | 4 | Die Pumpe stammt aus dem Nachbarort | Rechnung | Falsch |\n",
        ("| 1 | 25 % |\n| **Gesamt**", "| 1 | 35 % |\n| **Gesamt**"),
        "percent-count-mismatch",
    ),
    (
        "French, with a list of counts",
        "# Vérification des faits : les vergers\n\n- ✅ Confirmé : 2\n- ❌ Faux : 1\n- ⚠️ Non vérifiable : 1\n\n| Affirmation | Verdict | Source |\n\
         |---|---|---|\n| Les vergers du nord ont été plantés avant la guerre | Confirmé | archives |\n| Le pressoir traite deux tonnes par jour | Confirmé | registre |\n\
         | La récolte a doublé après la taille | Faux | comptes |\n| Le vieux poirier donne encore des fruits | Non vérifiable | aucune |\n",
        ("Confirmé : 2", "Confirmé : 3"),
        "class-count-mismatch",
    ),
    (
        "boxes to tick below underlined headings",
        "Claim check of the harbour leaflet\n==================================\n\nResults\n-------\n\n\
         - [x] The pier was rebuilt after the storm — **TRUE**\n- [x] The lighthouse is the oldest on that coast — **FALSE** (the one on the island is older)\n\
         - [ ] The crane can lift forty tonnes — **UNVERIFIABLE**\n- [x] The ferry runs in winter — **TRUE**\n\nSummary\n-------\n\n\
         4 claims checked: 2 true, 1 false, 1 unverifiable.\n",
        ("4 claims checked", "5 claims checked"),
        "parts-total-mismatch",
    ),
    (
        "verdicts behind the claims of headings, with folded tables, footnotes and links by reference",
        "# Fact check: the valley almanac\n\n**3 of 5 claims verified**, 1 false, 1 unverifiable.\n\n\
         ### 1. The north field was surveyed before the first frost — TRUE\n\nThe survey is in the archive.[^1]\n\n\
         ### 2. The old mill holds more water than the village needs — FALSE\n\n> The pond holds *half* of it, says the [water board][wb].\n\n\
         ### 3. The river gauge is read every day — TRUE\n\n<details>\n<summary>Readings</summary>\n\n| Day | Level |\n|---|---|\n| 1 | 2.1 |\n\n</details>\n\n\
         ### 4. The seed bank lost its roof in the storm — TRUE\n\n### 5. The deep well was dug by volunteers — UNVERIFIABLE\n\n\
         [^1]: Box 12.\n[wb]: https://example.org/water\n",
        ("**3 of 5 claims verified**", "**4 of 5 claims verified**"),
        "class-count-mismatch",
    ),
    (
        "numbered claims with quotations",
        "# Claim verification report\n\n## Claim 1: The barn was rebuilt with timber from the forest\n\n> \"Rebuilt with timber\" (page 3)\n\n\
         **Verdict:** ✅ Supported\n\n## Claim 2: The orchard yields a third of what it did\n\n**Verdict:** ⚠️ Partially supported\n\n\
         ## Claim 3: The mast stands on land that the council bought back\n\n**Verdict:** ❌ Contradicted\n\n## Scorecard\n\n\
         | Verdict | Claims |\n|---|---|\n| Supported | 1 |\n| Partially supported | 1 |\n| Contradicted | 1 |\n| Total | 3 |\n",
        ("| Total | 3 |", "| Total | 4 |"),
        "parts-total-mismatch",
    ),
    (
        "the verdict in the first column, breaks and bars in cells",
        "# Fact-check of the field notes\n\n| Verdict | Claim as printed | Page |\n|:-:|:--|--:|\n| ✔️ | The **north** field<br>measures `12 \\| 14` acres | 3 |\n\
         | ✘ | The barn holds 300 bales | 4 |\n| ✔️ | The stream never dries up | 7 |\n| ✔️ | The ewes lamb in March | 9 |\n\nOf 4 claims, 3 are correct and 1 is wrong.\n",
        ("Of 4 claims", "Of 5 claims"),
        "parts-total-mismatch",
    ),
    (
        "nested lists of labels",
        "# Fact-checking results\n\n## Chapter 1\n\n1. **Claim:** The chapel was built by monks.\n   - **Rating:** True\n   - **Evidence:** register\n\
         2. **Claim:** The yew is a thousand years old.\n   - **Rating:** Mostly false\n   - **Evidence:** core sample\n\n## Chapter 2\n\n\
         1. **Claim:** The bridge has five arches.\n   - **Rating:** False\n2. **Claim:** The well never froze.\n   - **Rating:** True\n\n\
         ## Tally\n\n* True: 2\n* Mostly false: 1\n* False: 1\n",
        ("* True: 2", "* True: 3"),
        "class-count-mismatch",
    ),
    (
        "a table in HTML",
        "# Fact-check report: the museum guide\n\n<table>\n<tr><th>Claim</th><th>Verdict</th></tr>\n\
         <tr><td>The hall was built in one summer</td>\n    <td><b>VERIFIED</b></td></tr>\n\
         <tr><td>The roof is of slate from the valley</td><td>VERIFIED</td></tr>\n\
         <tr><td>The bell was cast in the yard</td><td>FALSE</td></tr>\n</table>\n\nTotal: 3 claims.\n\n2 claims were verified.\n",
        ("2 claims were", "3 claims were"),
        "verified-count-mismatch",
    ),
    (
        "headings that name what was looked at",
        "# Fact-check report\n\n- ✅ Verified: 2\n- ❌ Wrong: 2\n\n## ✅ Verified: notes/harbour.md\n\n1. The pier is of oak.\n2. The ferry runs in winter.\n\n\
         ## ❌ Wrong: Chapter 2\n\n- The crane lifts forty tonnes.\n- The lamp is of brass.\n",
        ("Wrong: 2\n", "Wrong: 3\n"),
        "class-count-mismatch",
    ),
];

#[test]
fn one_planted_defect_is_the_only_finding_in_rarer_forms() {
    for (name, report, (from, to), rule) in FORMS {
        assert_eq!(findings(report), Vec::<String>::new(), "{name}");
        let source = Source::new("a.md", "a.md", report.as_bytes().to_vec());
        assert!(parse(&source, SourceId(0), Vocabulary::built_in()).is_some_and(|report| report.claims.len() > 2), "{name}");
        let found = findings(&report.replacen(from, to, 1));
        assert!(found.len() == 1 && found[0].starts_with(rule), "{name}: {found:?}");
    }
}

#[test]
fn a_row_with_a_cell_too_few_ends_in_its_verdict() {
    let report = "# Fact-check report\n\n| Item | Report | Check | Verdict |\n|---|---|---|---|\n| The pond | 3 acres | VERIFIED |\n| The barn | 300 bales | WRONG |\n";
    let source = Source::new("a.md", "a.md", report.as_bytes().to_vec());
    let read = parse(&source, SourceId(0), Vocabulary::built_in()).expect("a report");
    let claims: Vec<(&str, bool)> = read.claims.iter().map(|claim| (read.text(claim.text), claim.verdict.is_some())).collect();
    assert_eq!(claims, [("The pond | 3 acres", true), ("The barn | 300 bales", true)]);
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
        (
            "styleguide.md",
            "# Fact-check style guide\n\n| Verdict | When to use |\n|---|---|\n| True | The source says so |\n| False | It says otherwise |\n\n- ✅ Quote the source\n- ✅ Give the page\n- ❌ Guess\n\n**Claim:** The bridge has five arches.\n**Verdict:** TRUE\n",
        ),
        (
            "template.md",
            "# Fact-Check Report: [TITLE]\n\n| Claim | Verdict | Source |\n|---|---|---|\n| [claim] | [VERIFIED / FALSE] | [URL] |\n| {{claim}} | {{verdict}} | {{source}} |\n",
        ),
        (
            "release.md",
            "# Release checklist\n\n### 1. Build\n**Status:** ✅ PASS\n\n### 2. Tests\n**Status:** ✅ PASS\n\n### 3. Docs\n**Status:** ❌ FAIL\n",
        ),
        (
            "compatibility.md",
            "# Compatibility\n\n| Platform | Verified | Version |\n|---|---|---|\n| Linux | ✓ | 6.1 |\n| Windows | ✗ | 11 |\n\n| Browser | Supported |\n|---|---|\n| Firefox | ✅ Yes |\n| Safari | ⚠️ Partial |\n",
        ),
        (
            "requirements.md",
            "# Requirements\n\n| ID | Requirement | Status |\n|---|---|---|\n| R1 | The system shall verify claims | Verified |\n| R2 | It shall store verdicts | Not verified |\n",
        ),
        (
            "todo.md",
            "# To do before the fact-check\n\n- [x] Collect claims\n- [ ] Write verdicts\n- [ ] ✅ sign-off\n\n**Status:** in progress\n",
        ),
        ("roadmap.md", "# Roadmap\n\n## ✅ Completed\n- Parser\n- Table of claims\n\n## ❌ Rejected\n- Windows\n"),
        ("requirements.txt", "# pinned\nserde==1.0\nclap==4.6\n"),
        ("code.md", "# Claim audit tool\n\n```\n| Claim | Verdict |\n| --- | --- |\n| a b c d | VERIFIED |\n```\n"),
    ]);
    let ran = folder.run(&["check", "--isolated", "--output-format", "concise", "."]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("12"), "{}", ran.stderr);
}

#[test]
fn the_seeds_in_markdown_have_the_findings_of_the_seeds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = fs::read_dir(root.join("../shared/corpora/seeds"))
        .map_or(Vec::new(), |entries| entries.map(|entry| entry.unwrap().path()).collect());
    files.sort();
    println!("{} reports of their publisher", files.len());
    for folder in ["fixtures/clean", "fixtures/contradictions"] {
        let mut own: Vec<_> = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        // A row whose tabs were lost to blanks has no counterpart in Markdown.
        let blanks = |path: &Path| fs::read_to_string(path).unwrap().contains("    ");
        own.retain(|path| path.extension().is_some_and(|extension| extension == "txt") && !blanks(path));
        own.sort();
        files.extend(own);
    }
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
    let (markdown, plain) = (run(true), run(false));
    for (at, path) in files.iter().enumerate() {
        let of = |found: &[(u32, &'static str)]| -> Vec<&str> {
            found.iter().filter(|(source, _)| *source as usize == at).map(|&(_, rule)| rule).collect()
        };
        assert_eq!(of(&markdown), of(&plain), "{}", path.display());
    }
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
