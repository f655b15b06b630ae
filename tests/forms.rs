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

#[test]
fn headings_that_count_in_brackets() {
    let text = "# Fact check of the brochure\n\nTotal: 5 claims — 3 correct, 2 incorrect.\n\n## Part I — History (3 claims: 2 correct, 1 incorrect)\n\n\
                - ✅ Correct: The tower was built in 1285.\n- ❌ Incorrect: Mozart played in it.\n- ✅ Correct: It burned in 1632.\n\n\
                ## Part II — Nature (2 claims — 1 correct, 1 incorrect)\n\n- ✅ Correct: The gorge is 90 m deep.\n- ❌ Incorrect: The lake never freezes.\n";
    check(
        "a.md",
        text,
        "3 claims: 2 correct, 1 inc",
        "3 claims: 1 correct, 2 inc",
        &[
            "error[class-count-mismatch] 1 is said to be correct, but 2 entries are marked so",
            "error[class-count-mismatch] 2 are said to be incorrect, but 1 entry is marked so",
        ],
    );
    check(
        "a.md",
        text,
        "Total: 5 claims",
        "Total: 6 claims",
        &["error[parts-total-mismatch] the parts add up to 5, the total says 6"],
    );
}

#[test]
fn the_column_with_the_verdicts_among_others() {
    let text = "# Fact check of the article\n\nOf 3 claims, 2 are accurate and 1 is exaggerated.\n\n| Claim | Finding | Rating |\n|---|---|---|\n\
                | Streaming uses 1% of all power. | about a third of that | Exaggerated |\n| Autoplay is on by default. | yes | Accurate |\n\
                | Traffic peaks at nine. | yes | Accurate |\n";
    let wrong = ["error[class-count-mismatch] 3 are said to be accurate, but 2 entries are marked so"];
    check("a.md", text, "Of 3 claims, 2 are accurate and 1", "Of 4 claims, 3 are accurate and 1", &wrong);
    // Two passes: what holds now is in the last column.
    let text = "# Fact check, second look\n\nNow 2 accurate, 1 inaccurate.\n\n| Claim | First check | Now |\n|---|---|---|\n| A meal costs £2.53. | ❌ Inaccurate | ✅ Accurate |\n\
                | Uptake rose by six points. | ❌ Inaccurate | ❌ Inaccurate |\n| Free meals began in 1906. | ✅ Accurate | ✅ Accurate |\n";
    check("a.md", text, "Now 2 acc", "Now 3 acc", &wrong);
}

#[test]
fn letters_with_verdicts_in_capitals() {
    let text = "Subject: the housing feature\nDate: 9 June 2026\n\nHi all,\n\nI went through the feature. 3 claims checked: 2 verified, 1 false.\n\n\
                1. \"Rents rose 7.4% in 2025.\" - VERIFIED (statistics office)\n2. \"The city built 12,000 flats.\" - FALSE (8,950)\n\
                3. \"The cap dates from 2020.\" - VERIFIED\n\nBest\n";
    check(
        "a.txt",
        text,
        "2 verified, 1 false",
        "1 verified, 2 false",
        &[
            "error[class-count-mismatch] 1 is said to be verified, but 2 entries are marked so",
            "error[class-count-mismatch] 2 are said to be false, but 1 entry is marked so",
        ],
    );
}

#[test]
fn syntheses_by_their_title_with_front_matter_and_sources() {
    let text = "---\ntitle: Shade and yield\ndate: 2026-05-14\n---\n\n# Evidence brief: Shade and yield\n\n| Field | Value |\n|---|---|\n| Papers | 22 |\n\
                | Quality score | 7.4/10 |\n\n## What was found\n\nYields fell in 9 of 22 papers (41%) [1], from 4.0 to 3.4 t per hectare (-15%). The quality score is 7.4/10 \
                (minimum score: 6.5/10). Costs were $87 per plot, down from $110 in 2023, a fall of 21% [2].\n\n| Outcome | Mean difference (95% CI) |\n|---|---|\n\
                | Yield | −0.6 (−1.0 to −0.2) |\n| Cup score (12 of 40 farms, 30%) | 1.2 (0.4 to 2.0) |\n\n## Sources\n\n1. https://beans.example/shade\n2. https://beans.example/costs\n";
    for (right, wrong, finding) in [
        ("(41%)", "(14%)", "error[percent-count-mismatch] 9 of 22 is 41%, not 14%"),
        ("(-15%)", "(-51%)", "error[difference-mismatch] from 4.0 to 3.4 is a change of 15%, not -51%"),
        ("fall of 21%", "fall of 31%", "error[difference-mismatch] from 110 to 87 is a change of 21%, not 31%"),
        (
            "The quality score is 7.4",
            "The quality score is 7.9",
            "error[score-mismatch] quality score 7.9/10 here, 7.4/10 in the report",
        ),
        ("−0.6 (", "−1.6 (", "error[interval-excludes-estimate] −1.6 lies outside its interval −1.0 to −0.2"),
        ("[2].", "[3].", "error[citation-undefined] [3] is cited, but the list has 2 entries"),
        ("example/costs", "example/shade/", "error[duplicate-reference] the same work as line 24: beans.example/shade"),
        ("2026-05-14", "2026-05-34", "error[date-invalid] May has no day 34"),
    ] {
        check("a.md", text, right, wrong, &[finding]);
    }
}

#[test]
fn footnotes_that_are_cited() {
    let text = "# Sodium cells\n\n## Executive Summary\n\nCells reach 160 Wh/kg.[^1] They cost less.[^2]\n\n[^1]: A. Roe. *Cells*. 2025.\n[^2]: B. Doe. *Costs*. 2024.\n";
    check("a.md", text, "less.[^2]", "less.[^3]", &["error[citation-undefined] [^3] is cited, but there is no such footnote"]);
}

#[test]
fn an_author_with_another_year() {
    let text = "# Naps: a short review\n\n## Results\n\nNaps help (Okafor et al., 2019; Lindqvist & Berg, 2021).\n\n## References\n\n\
                - Okafor, N., & Roe, A. (2019). Naps at work. Journal of Rest, 12, 3–9.\n- Lindqvist, P., & Berg, O. (2021). Short sleep. Sleep Letters, 4, 55–60.\n";
    check(
        "a.md",
        text,
        "al., 2019",
        "al., 2018",
        &["error[citation-undefined] \"Okafor et al., 2018\" is cited, but no entry of the list has that author and year"],
    );
}

#[test]
fn counts_of_a_line_in_their_forms() {
    let claims = "| Claim | Verdict |\n|---|---|\n| Rents rose. | Verified |\n| Vacancy fell. | Verified |\n| Permits doubled. | Refuted |\n";
    for (line, right, wrong) in [
        ("**Totals:** Verified 2/3 (67%) · Refuted 1/3 (33%)", "Verified 2/3 (67%)", "Verified 3/3 (100%)"),
        ("Totals: Verified 2, Refuted 1", "Verified 2", "Verified 3"),
    ] {
        let wrong_count = "error[class-count-mismatch] 3 are said to be Verified, but 2 entries are marked so";
        check("a.md", &format!("# Claim audit of the leaflet\n\n{line}\n\n{claims}"), right, wrong, &[wrong_count]);
    }
    let text = "# Faktencheck: Heizen\n\nVon 3 geprüften Aussagen sind 2 richtig und 1 falsch. In der ersten Fassung waren es 3 richtige.\n\n| Aussage | Urteil |\n|---|---|\n| Gas wurde teurer. | Richtig |\n\
                | Jeder heizt mit Gas. | Falsch |\n| Der Bestand wuchs. | Richtig |\n";
    check(
        "a.md",
        text,
        "1 falsch",
        "2 falsch",
        &["error[class-count-mismatch] 2 are said to be falsch, but 1 entry is marked so"],
    );
    let text = "# Vérification des faits : l'eau\n\n3 affirmations vérifiées : 2 vraies, 1 fausse.\n\n| Affirmation | Verdict |\n|---|---|\n| Le prix a doublé. | Faux |\n\
                | Les fuites comptent. | Vrai |\n| L'eau manque en été. | Vrai |\n";
    check(
        "a.md",
        text,
        "2 vraies",
        "3 vraies",
        &[
            "error[parts-total-mismatch] the parts add up to 4, the total says 3",
            "error[class-count-mismatch] 3 are said to be vraies, but 2 entries are marked so",
        ],
    );
}

#[test]
fn a_claim_is_held_against_itself_without_what_explains_it() {
    let text = "# Fact check: the river festival\n\n| Claim | Verdict |\n|---|---|\n| It drew 80,000 visitors in 2025. | ✅ True |\n| It costs the city nothing. | ❌ False |\n\n\
                ## Corrections\n\n- ❌ It costs the city nothing. (The city pays €240,000.)\n";
    check(
        "a.md",
        text,
        "- ❌ It costs the city nothing. (The city pays €240,000.)",
        "- ❌ It drew 80,000 visitors in 2025. (The police counted 31,000.)",
        &["error[conflicting-verdict] refused here, True in line 5"],
    );
}

#[test]
fn counts_below_the_title_of_a_ledger() {
    let text = "Evidence ledger, 21 May 2026\n\n3 claims: 2 SUPPORTED, 1 REFUTED\n\nid\tclaim\tverdict\tconfidence\n1\tGraphene was isolated in 2004.\tSUPPORTED\t0.97\n\
                2\tIt absorbs 2.3% of visible light.\tSUPPORTED\t0.96\n3\tA square metre weighs 7.7 g.\tREFUTED\t0.95\n";
    check(
        "a.txt",
        text,
        "2 SUP",
        "3 SUP",
        &[
            "error[parts-total-mismatch] the parts add up to 4, the total says 3",
            "error[class-count-mismatch] 3 are said to be SUPPORTED, but 2 entries are marked so",
        ],
    );
}

#[test]
fn what_an_earlier_draft_said_of_the_claims() {
    let text = "# Claim verification report\n\n2 claims verified, 1 false.\n\n| Claim | Status |\n|---|---|\n| It has 42,000 users. | ✅ Verified |\n| It was never down. | ❌ False |\n\
                | The team has 34 people. | ✅ Verified |\n\nAn earlier draft of this report listed 1 verified claim.\n";
    check(
        "a.md",
        text,
        "2 claims verified",
        "3 claims verified",
        &["error[verified-count-mismatch] 3 claims are said to be verified, but 2 rows carry ✅"],
    );
}

#[test]
fn quotations_behind_a_time() {
    let text = "# Podcast fact-check\n\n2 correct, 1 wrong.\n\n**[04:12]** “Sugar is as addictive as tobacco.”\n**Verdict:** 🔴 Wrong\n\n\
                **[11:40]** “A can of soda has 39 grams of it.”\n**Verdict:** 🟢 Correct\n\nIt comes in two forms, “white” or “brown”\n\n\
                **[19:05]** “People eat less of it than in 2000.”\n**Verdict:** 🟢 Correct\n";
    check(
        "a.md",
        text,
        "2 correct",
        "3 correct",
        &["error[class-count-mismatch] 3 are said to be correct, but 2 entries are marked so"],
    );
}
