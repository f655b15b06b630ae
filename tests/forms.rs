//! Forms that reports are written in: each is read, so a count that is right has no finding, and one that is wrong has.

#![allow(clippy::print_stdout, reason = "tests say which form they read")]

mod common;

use common::Folder;

/// What is found in a report of this name, without its path.
fn found(name: &str, text: &str) -> Vec<String> {
    let folder = Folder::new(&[(name, text)]);
    let ran = folder.run(&["check", name, "--isolated", "--output-format", "concise"]);
    assert!(!ran.stderr.contains("no report"), "{text}");
    ran.stdout.lines().map(|line| line.split_once(": ").map_or(line, |(_, finding)| finding).to_owned()).collect()
}

/// Checks a report as it stands, and with one text in it replaced.
fn check(name: &str, text: &str, right: &str, wrong: &str, findings: &[&str]) {
    assert_eq!(found(name, text), Vec::<String>::new(), "{text}");
    assert!(text.contains(right), "{right}");
    assert_eq!(found(name, &text.replace(right, wrong)), findings, "{wrong} in {text}");
}

#[test]
fn blocks_of_claim_and_verdict_without_markdown() {
    let text = "Fact check of the mayor's speech\n\nThree claims were checked: 1 true, 2 false.\n\n\
                Claim 1: The city planted 10,000 trees last year.\nVerdict: TRUE\nThe parks office lists 10,212.\n\n\
                Claim 2: Crime is at a low of thirty years.\nVerdict: FALSE\n\n\
                Claim 3: The bridge came in under budget.\nVerdict: False\n";
    let wrong = ["error[class-count-mismatch] 1 is said to be false, but 2 entries are marked so"];
    check(
        "a.txt",
        text,
        "1 true, 2 false",
        "2 true, 1 false",
        &["error[class-count-mismatch] 2 are said to be true, but 1 entry is marked so", wrong[0]],
    );
    check(
        "a.md",
        text,
        "1 true, 2 false",
        "1 true, 1 false",
        &["error[parts-total-mismatch] the parts add up to 2, the total says 3", wrong[0]],
    );
}

#[test]
fn labels_with_a_number_and_other_labels_of_verdicts() {
    let text = "# Fact-checking report\n\n**Claim 1:** The cell stores 450 Wh/kg.\n**Assessment:** Confirmed\n\n\
                **Claim #2:** It survives 2,000 cycles.\n**Our ruling:** Unconfirmed\n\n\
                **Claim 3:** It charges in ten minutes.\n**Conclusion:** Confirmed\n\nConfirmed: 2\nUnconfirmed: 1\n";
    check(
        "a.md",
        text,
        "Confirmed: 2",
        "Confirmed: 3",
        &["error[class-count-mismatch] 3 are said to be Confirmed, but 2 entries are marked so"],
    );
}

#[test]
fn tables_without_outer_bars() {
    let rows = "Claim | Verdict | Source\n--- | --- | ---\nRents rose 8% in 2025. | TRUE | statistics office\n\
                Vacancy is below 1%. | FALSE | register\nPermits fell by a fifth. | FALSE | register\n";
    let text = format!("Notes of the housing panel\n\nTRUE: 1, FALSE: 2\n\n{rows}");
    for name in ["a.txt", "a.md"] {
        check(
            name,
            &text,
            "TRUE: 1",
            "TRUE: 2",
            &["error[class-count-mismatch] 2 are said to be TRUE, but 1 entry is marked so"],
        );
    }
    // In the layout of numbered sections, too, outside the section of claims.
    let rows = "Claim | Verified | Confidence\n--- | --- | ---\nRents rose. | ✓ | 0.3\nVacancy fell. | × | 0.2\n";
    let text = format!(
        "Rents\n\nAssignee Research\n\nMay 2, 2026\n\nAbstract\n\nRents rise where homes are scarce.\n\n1 Introduction\n\nWe ask why.\n\n\
         2 Methodology\n\nA search yielded 7 papers. The quality score is 7.1/10.\n\n3 Results\n\n7 papers retrieved. 2 claims extracted; 1 independently \
         verified. Quality review score: 7.1/10.\n\n{rows}\n4 Limitations\n\nAutomated retrieval may miss sources.\n"
    );
    let only = |text: &str| found("a.txt", text).into_iter().filter(|line| line.contains("count")).collect::<Vec<_>>();
    assert_eq!(only(&text), Vec::<String>::new());
    assert_eq!(
        only(&text.replace("; 1 ind", "; 2 ind")),
        ["error[verified-count-mismatch] 2 claims are said to be verified, but 1 row carries ✓"]
    );
}

#[test]
fn words_of_fact_checks_and_audits() {
    for (supported, refuted) in [
        ("Confirmed", "Rejected"),
        ("SUPPORTS", "REFUTES"),
        ("Upheld", "Pants on Fire"),
        ("Vero", "Falso"),
        ("Verdadero", "Falso"),
        ("True", "Fake"),
        ("Grounded", "Hallucinated"),
    ] {
        let text = format!(
            "# Fact-check: three statements\n\n| Statement | Ruling |\n|---|---|\n| Crime tripled. | {refuted} |\n| Taxes were raised twice. | {supported} |\n\
             | Jobs doubled. | {refuted} |\n\n{supported}: 1\n{refuted}: 2\n"
        );
        let wrong = format!("error[class-count-mismatch] 1 is said to be {refuted}, but 2 entries are marked so");
        check("a.md", &text, &format!("{refuted}: 2"), &format!("{refuted}: 1"), &[&wrong]);
    }
}

#[test]
fn a_column_of_findings() {
    let text = "# Evidence ledger\n\n| Claim | Evidence | Finding |\n|---|---|---|\n| Rain fell by 20%. | gauges | Supported |\n\
                | Harvests were normal. | ministry | Contradicted |\n| Prices did not rise. | market | Contradicted |\n\nSupported: 1\nContradicted: 2\n";
    check(
        "a.md",
        text,
        "Contradicted: 2",
        "Contradicted: 1",
        &["error[class-count-mismatch] 1 is said to be Contradicted, but 2 entries are marked so"],
    );
}

#[test]
fn a_title_that_announces_claims_and_an_audit() {
    let text = "# Research Audit: Claims in the Loan Application\n\n1. ✅ The team published 42 papers since 2018.\n2. ✅ Two of the three labs have the \
                instrument.\n3. ❌ No competing group uses the method. A group in Lyon does.\n\n**Tally:** ✅ 2 · ❌ 1\n";
    check("a.md", text, "✅ 2", "✅ 3", &["error[class-count-mismatch] 3 are said to be ✅, but 2 entries are marked so"]);
}

#[test]
fn counts_of_a_part_that_is_named() {
    let text = "# Claim Verification Report\n\n## Part A\n\n### Verified (2)\n\n- The reactor reached 600 °C.\n- The catalyst lost 3%.\n\n### Refuted (1)\n\n\
                - No by-products were found.\n\n## Part B\n\n### Verified (1)\n\n- Yield was above 90%.\n\n### Refuted (2)\n\n- The process is cheaper.\n\
                - Steel was not corroded.\n\n## Summary\n\nPart A: 2 verified, 1 refuted. Part B: 1 verified, 2 refuted. Overall 3 verified and 3 refuted.\n";
    check(
        "a.md",
        text,
        "Part A: 2 verified",
        "Part A: 3 verified",
        &["error[class-count-mismatch] 3 are said to be verified, but 2 entries are marked so"],
    );
}

#[test]
fn counts_of_another_edition_or_run() {
    let text = "# Fact Check: Travel Guide\n\nResult: 2 verified, 1 wrong. (The first edition of this check had 3 verified and 3 open.)\n\n\
                - ✅ The bridge was opened in 1886.\n- ✅ The bookshop charges for entry.\n- ❌ The tram runs at night.\n\nThe pipeline printed:\n\n\
                ```\nverified: 7\nrefuted: 2\ntotal: 9\n```\n\n(That was an earlier run.)\n";
    check(
        "a.md",
        text,
        "Result: 2 verified",
        "Result: 3 verified",
        &["error[class-count-mismatch] 3 are said to be verified, but 2 entries are marked so"],
    );
}

#[test]
fn a_part_counts_its_own_claims_by_its_name() {
    let text = "# Verification Report\n\n## North\n\n| Claim | Status |\n|---|---|\n| The fjord is 41 km long. | Verified |\n| The mine closed in 1988. | Verified |\n\n\
                North: 2 verified, 0 wrong.\n\n## South\n\n| Claim | Status |\n|---|---|\n| The dam is old. | Verified |\n| The line is new. | Wrong |\n\n\
                South: 1 verified, 1 wrong.\n";
    check(
        "a.md",
        text,
        "South: 1 verified",
        "South: 2 verified",
        &["error[class-count-mismatch] 2 are said to be verified, but 1 entry is marked so"],
    );
}

#[test]
fn columns_of_labels_findings_and_assertions() {
    let text = "# Claim verification report\n\n| # | Assertion in the brief | Finding |\n|---|---|---|\n| 1 | The statute was amended. | Supported |\n| 2 | Three circuits agree. \
                | Supported |\n| 3 | No court disagrees. | Unsupported |\n\nSummary of findings: Supported (2), Unsupported (1).\n";
    let wrong = ["error[class-count-mismatch] 3 are said to be Supported, but 2 entries are marked so"];
    check("a.md", text, "Supported (2)", "Supported (3)", &wrong);
    let text = text.replace("Assertion in the brief | Finding", "Claim | Label").replace(" (2)", " 2").replace(" (1)", " 1");
    check("a.md", &text, "Supported 2", "Supported 3", &wrong);
}

#[test]
fn counts_of_several_passes_side_by_side() {
    let text = "# Claim Audit: Revised Manuscript\n\n| Verdict | Before revision | After revision |\n|---|---|---|\n| Verified | 9 | 12 |\n| Overstated | 3 | 1 |\n\
                | Unsupported | 2 | 1 |\n| Total | 14 | 14 |\n";
    check("a.md", text, "| 14 | 14 |", "| 14 | 15 |", &["error[parts-total-mismatch] the parts add up to 14, the total says 15"]);
}

#[test]
fn claims_that_could_be_verified() {
    let text = "Cocoa\n\nAssignee Research\n\nMay 2, 2026\n\nAbstract\n\nShade changes yields.\n\n1 Introduction\n\nWe ask how.\n\n2 Methodology\n\nA search \
                yielded 7 papers. The quality score is 7.1/10.\n\n3 Results\n\n7 papers retrieved. 2 claims extracted. In all, 1 of the 2 claims could be independently \
                verified. Quality review score: 7.1/10.\n\n4 Limitations\n\nAutomated retrieval may miss sources.\n\n5 Extracted Claims\n\nClaim\tVerified\tConfidence\n\
                Moderate shade did not lower yields.\tyes\t0.3\nHeavy shade raised yields.\tno\t0.2\n\nReferences\n\n- <https://arxiv.org/abs/2301.04567v1>\n";
    check(
        "a.txt",
        text,
        "1 of the 2 claims could",
        "2 of the 2 claims could",
        &["error[verified-count-mismatch] 2 claims are said to be verified, but 1 row carries yes"],
    );
}

#[test]
fn a_column_headed_by_its_marks() {
    let text = "# Claims Verification: README\n\n| # | Claim | ✓/✗ | Note |\n|---|---|---|---|\n| 1 | Parses JSON5. | ✓ | |\n| 2 | No dependencies. | ✗ | two |\n\
                | 3 | Streams input. | ✗ | buffers all |\n\nSummary: 1 ✓, 2 ✗\n";
    check("a.md", text, "1 ✓, 2 ✗", "2 ✓, 2 ✗", &["error[class-count-mismatch] 2 are said to be ✓, but 1 entry is marked so"]);
}

#[test]
fn the_score_of_an_earlier_report() {
    let text = "# Claim Audit: Podcast\n\nQuality score: 82/100.\n\n| Claim | Verdict |\n|---|---|\n| Bees sleep. | True |\n| Bees see red. | False |\n\n\
                The previous episode had a quality score of 91/100. This episode has a quality score of 82/100.\n";
    check(
        "a.md",
        text,
        "has a quality score of 82",
        "has a quality score of 88",
        &["error[score-mismatch] quality score 88/100 here, 82/100 in the report"],
    );
}

#[test]
fn a_synthesis_with_two_known_headings() {
    let text = "# Literature Synthesis: Traffic\n\n## Abstract\n\nThe error falls from 3.10 to 2.74, by 11.6%, and more at longer horizons.\n\n## Findings\n\n\
                Attention helps at 60 minutes.\n\n## References\n\n- arXiv:1707.01926\n- arXiv:1906.00121\n";
    check(
        "a.md",
        text,
        "by 11.6%",
        "by 16.6%",
        &["error[difference-mismatch] from 3.10 to 2.74 is a change of 11.6%, not 16.6%"],
    );
}

#[test]
fn claims_with_their_verdict_beside_below_or_before_them() {
    let forms: [(&str, [&str; 3]); 12] = [
        (
            "line below an item",
            [
                "1. **The sky is blue.**\n   Verdict: TRUE\n",
                "2. **The sea is green.**\n   Verdict: FALSE\n",
                "3. **Grass is green.**\n   Verdict: FALSE\n",
            ],
        ),
        (
            "item below an item",
            [
                "- The sky is blue.\n  - Verdict: TRUE\n  - Why: physics\n",
                "- The sea is green.\n  - Verdict: FALSE\n",
                "- Grass is green.\n  - Verdict: FALSE\n",
            ],
        ),
        (
            "labels in items",
            [
                "1. **Claim:** The sky is blue.\n   - **Verdict:** TRUE\n",
                "2. **Claim:** The sea is green.\n   - **Verdict:** FALSE\n",
                "3. **Claim:** Grass is green.\n   - **Verdict:** FALSE\n",
            ],
        ),
        (
            "line below bold",
            [
                "**The sky is blue.**\nVerdict: TRUE\n\n",
                "**The sea is green.**\nVerdict: FALSE\n\n",
                "**Grass is green.**\nVerdict: FALSE\n",
            ],
        ),
        (
            "word behind bold",
            [
                "**1. The sky is blue.** TRUE. It scatters.\n\n",
                "**2. The sea is green.** FALSE. It is blue.\n\n",
                "**3. Grass is green.** FALSE.\n",
            ],
        ),
        (
            "word in brackets behind",
            ["1. The sky is blue. (TRUE)\n", "2. The sea is green. (FALSE)\n", "3. Grass is green. (FALSE)\n"],
        ),
        (
            "bold before",
            ["- **TRUE** — The sky is blue.\n", "- **FALSE** — The sea is green.\n", "- **FALSE:** Grass is green.\n"],
        ),
        ("brackets before", ["- [TRUE] The sky is blue.\n", "- [FALSE] The sea is green.\n", "- [FALSE] Grass is green.\n"]),
        (
            "arrow",
            [
                "**A.** \"The sky is blue.\" → TRUE\n",
                "**B.** \"The sea is green.\" → FALSE\n",
                "**C.** \"Grass is green.\" → FALSE\n",
            ],
        ),
        (
            "label inside",
            [
                "Stop 1. The sky is blue. **Verdict: True.**\n\n",
                "Stop 2. The sea is green. **Verdict: False.** It is blue.\n\n",
                "Stop 3. Grass is green. **Verdict: False**\n",
            ],
        ),
        (
            "quoted, indented",
            [
                "[1] \"The sky is blue.\"\n    VERDICT: TRUE\n\n",
                "[2] \"The sea is green.\"\n    VERDICT: FALSE\n\n",
                "[3] \"Grass is green.\"\n    VERDICT: FALSE\n",
            ],
        ),
        ("heading", ["## The sky is blue. — TRUE\n\n", "## The sea is green. — FALSE\n\n", "## Grass is green. — FALSE\n"]),
    ];
    for (form, claims) in forms {
        let text = format!("# Fact check of the leaflet\n\n1 true, 2 false.\n\n{}", claims.concat());
        println!("{form}");
        check(
            "a.md",
            &text,
            "1 true, 2 false",
            "2 true, 2 false",
            &["error[class-count-mismatch] 2 are said to be true, but 1 entry is marked so"],
        );
    }
}

#[test]
fn a_legend_and_a_changelog_are_no_claims() {
    let text = "# Fact check of the leaflet\n\n1 true, 1 false.\n\n- **TRUE** — the sources agree\n- **FALSE** — the sources disagree\n\nThe claims:\n\n\
                - ✅ The sky is blue.\n- ❌ The sea is green.\n- ❓ Grass is tall.\n\nIn May there had been 3 true and 4 false.\n";
    check(
        "a.md",
        text,
        "1 true, 1",
        "2 true, 1",
        &["error[class-count-mismatch] 2 are said to be true, but 1 entry is marked so"],
    );
}

#[test]
fn a_list_is_a_legend_as_a_whole_or_not() {
    let text = "# Fact check\n\n2 true, 1 false.\n\n- **TRUE** — The sky is blue.\n- **FALSE** — The sea is green.\n- **TRUE** — Grass is green.\n";
    check("a.md", text, "1 false", "2 false", &["error[class-count-mismatch] 2 are said to be false, but 1 entry is marked so"]);
}

#[test]
fn counts_below_the_last_claim_are_those_of_all() {
    let text = "# Fact check\n\n## The sky is blue.\nVerdict: TRUE\n\n## The sea is green.\nVerdict: FALSE\n\n## Grass is blue.\nVerdict: FALSE\n\n2 false, 1 true.\n";
    check(
        "a.md",
        text,
        "2 false",
        "3 false",
        &["error[class-count-mismatch] 3 are said to be false, but 2 entries are marked so"],
    );
}

#[test]
fn what_stands_above_a_verdict_may_be_no_claim() {
    let text = "# Fact check\n\n1 true, 2 false.\n\n## 1. The sky is blue\n\n**Analysis of the evidence**\nVerdict: TRUE\n\n## 2. The sea is green\n\n\
                **Analysis of the evidence**\nVerdict: FALSE\n\n## 3. Grass is blue\n\n- Our view\n  - Verdict: FALSE\n";
    check(
        "a.md",
        text,
        "2 false",
        "3 false",
        &["error[class-count-mismatch] 3 are said to be false, but 2 entries are marked so"],
    );
}

#[test]
fn one_line_counts_all_verdicts() {
    // Three of three: read alone, it might say that all were checked.
    let text = "# Fact check\n\n2 true, 1 false.\n\n**Claim:** The sky is blue.\n**Verdict:** TRUE\n\n**Claim:** The sea is green.\n**Verdict:** FALSE\n\n\
                **Claim:** Grass is green.\n**Verdict:** TRUE\n";
    check(
        "a.md",
        text,
        "2 true, 1",
        "3 true, 1",
        &["error[class-count-mismatch] 3 are said to be true, but 2 entries are marked so"],
    );
}
