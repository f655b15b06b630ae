//! Work is linear in the input: a hostile report of four times the size takes about four times as long.
//!
//! The bounds are generous, because tests run on busy machines: what they catch is the square.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "tests say what they measured or skipped")]

use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use claimlint::catalogue::Catalogue;
use claimlint::config::{Plan, RuleChoice};
use claimlint::corpus::relate::Relations;
use claimlint::corpus::{Item, Thresholds};
use claimlint::engine::lint;
use claimlint::finding::Level;
use claimlint::render::{Format, Style, render};
use claimlint::source::Source;

/// A quarter that takes less counts as this: small times are noise.
const FLOOR: Duration = Duration::from_millis(40);
/// What four times the input may take, in times of the quarter. Linear is 4, quadratic 16.
const MOST: u32 = 10;

/// One measurement at a time: tests run side by side.
static TURN: Mutex<()> = Mutex::new(());

fn time(text: &str) -> Duration {
    let sources = [Source::new("a.txt", "a.txt", text.as_bytes().to_vec())];
    // The rules that are off by default, too.
    let off = Catalogue::built_in().rules().iter().filter(|rule| rule.meta.level == Level::Off);
    let levels = off.map(|rule| (rule.id.to_owned(), Level::Warning)).collect();
    let (plan, _) = Plan::new(&RuleChoice { levels, ..RuleChoice::default() }).unwrap();
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let start = Instant::now();
    let outcome = lint(&sources, &[true], &plan.into());
    for &format in Format::ALL {
        render(format, &outcome, &sources, &Style::default(), &mut std::io::sink()).unwrap();
    }
    start.elapsed()
}

/// Times a quarter and the whole, twice where the first answer is bad.
#[track_caller]
fn assert_linear(name: &str, size: usize, build: impl Fn(usize) -> String) {
    let mut last = String::new();
    for _ in 0..3 {
        let (quarter, whole) = (time(&build(size / 4)), time(&build(size)));
        last = format!("{name}: {} takes {quarter:?}, {size} takes {whole:?}", size / 4);
        println!("{last}");
        if whole <= quarter.max(FLOOR) * MOST {
            return;
        }
    }
    panic!("{last}");
}

/// As [`assert_linear`], of the relations between claims.
#[track_caller]
fn assert_pairs_linear(name: &str, size: usize, claim: impl Fn(usize) -> String) {
    let time = |n: usize| {
        let texts: Vec<String> = (0..n).map(&claim).collect();
        let items: Vec<Item<'_>> = texts.iter().map(|text| Item::new(text, None, false)).collect();
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let start = Instant::now();
        let _: ControlFlow<()> = Relations::new(&items, Thresholds::default()).each(|_| ControlFlow::Continue(()));
        start.elapsed()
    };
    let mut last = String::new();
    for _ in 0..3 {
        let (quarter, whole) = (time(size / 4), time(size));
        last = format!("{name}: {} takes {quarter:?}, {size} takes {whole:?}", size / 4);
        println!("{last}");
        if whole <= quarter.max(FLOOR) * MOST {
            return;
        }
    }
    panic!("{last}");
}

#[test]
fn pairs_of_one_template() {
    assert_pairs_linear("a template filled with words", 8_000, |i| format!("The farm of w{i}x yields more millet in dry years."));
    assert_pairs_linear("a template filled with words, and a number", 8_000, |i| {
        format!("The farm of w{i}x yields {} tons of millet in dry years.", i % 50)
    });
    assert_pairs_linear("a template filled with words, denied", 8_000, |i| {
        format!("The farm of w{i}x does not yield more millet in dry years")
    });
}

fn table(rows: impl Iterator<Item = String>) -> String {
    let head = "A Report\n\n3 Results\n\nNothing.\n\n5 Extracted Claims\n\nClaim\tVerified\tConfidence\n";
    head.chars().chain(rows.flat_map(|row| row.chars().collect::<Vec<_>>())).collect()
}

fn prose(text: &str) -> String {
    format!(
        "A Report\n\n1 Introduction\n\n{text}\n\n3 Results\n\n{text}\n\n5 Extracted Claims\n\nClaim\tVerified\tConfidence\nA claim.\t✓\t0.5\n"
    )
}

#[test]
fn tables_of_claims_that_are_alike() {
    assert_linear("rows alike", 6_000, |n| table((0..n).map(|_| "The same claim in each row.\t✓\t0.5\n".to_owned())));
    assert_linear("rows alike, opposite verdicts", 8_000, |n| {
        table((0..n).map(|i| format!("The same claim in each row.\t{}\t0.5\n", if i % 2 == 0 { "✓" } else { "×" })))
    });
    assert_linear("rows that differ in a number", 8_000, |n| {
        table(
            (0..n).map(|i| format!("Field {i} yields more than field {}.\t{}\t0.5\n", i + 1, if i % 2 == 0 { "✓" } else { "×" })),
        )
    });
    assert_linear("rows that differ in a word", 8_000, |n| {
        table((0..n).map(|i| {
            format!("The farm of w{i}x yields more millet in dry years.\t{}\t0.5\n", if i % 2 == 0 { "✓" } else { "×" })
        }))
    });
}

#[test]
fn claims_that_begin_alike() {
    // Prefixes of one another make a text of quadratic length: the input is as long as it says.
    assert_linear("prefixes of one another", 480, |n| {
        let words: Vec<String> = (0..n).map(|i| format!("w{i}")).collect();
        table((1..n).map(|i| format!("{}\t{}\t0.5\n", words[..=i / 8].join(" "), if i % 2 == 0 { "✓" } else { "×" })))
    });
    assert_linear("a long common beginning", 8_000, |n| {
        table((0..n).map(|i| {
            format!("{}{i:06}\t✓\t0.5\n", "In dry fields the yield of millet depends on the day of the first rain and on w")
        }))
    });
}

#[test]
fn numbers_that_are_wrong() {
    // One line of them, not a quotation mark in it.
    assert_linear("wrong percentages", 60_000, |n| prose(&"They found 12 of 40 (35%), and ".repeat(n / 4)));
    assert_linear("wrong differences", 60_000, |n| prose(&"It rose from 71.2 to 78.4, a gain of 8.2 points. ".repeat(n / 4)));
    assert_linear("wrong directions", 60_000, |n| prose(&"It rose from 78.4 to 71.2 in May. ".repeat(n / 4)));
}

#[test]
fn rows_that_are_broken() {
    assert_linear("rows without cells", 10_000, |n| table((0..n).map(|i| format!("just words {i}\n"))));
    assert_linear("verdicts of their own", 8_000, |n| table((0..n).map(|i| format!("Claim number {i} holds.\tword{i}\tx{i}\n"))));
    assert_linear("tables without end", 8_000, |n| "Claim\tVerified\tConfidence\nA claim.\t✓\t0.5\n\n".repeat(n));
    assert_linear("pipes", 200_000, |n| format!("| Claim | Verified | Confidence |\n|---|---|---|\n{}\n", "|".repeat(n)));
    assert_linear("rows of pipes", 2_000, |n| {
        format!("| Claim | Verified | Confidence |\n|---|---|---|\n{}", "| | | | |\n".repeat(n))
    });
    assert_linear("a row of blanks", 400_000, |n| table(std::iter::once(format!("A claim.{}✓    0.5\n", " ".repeat(n)))));
    assert_linear("a cell without end", 400_000, |n| {
        table(std::iter::once(format!("{}\t✓\t0.5\n", (0..n / 8).map(|i| format!("w{i:06} ")).collect::<String>())))
    });
    assert_linear("a word without end", 400_000, |n| table(std::iter::once(format!("{}\t✓\t0.5\n", "w".repeat(n)))));
    assert_linear("a confidence without end", 200_000, |n| table(std::iter::once(format!("A claim.\t✓\t0.{}\n", "5".repeat(n)))));
}

#[test]
fn prose_of_one_kind() {
    for (name, piece, size) in [
        ("brackets", "(", 400_000),
        ("quotes", "\"", 400_000),
        ("ticks and commas", "`,,", 6_000),
        ("doubled commas", "word,, ", 6_000),
        ("stops", ". ", 400_000),
        ("ellipses", "12 claims: … ", 400_000),
        ("question stops", "?. ", 60_000),
        ("one word", "word", 400_000),
        ("digits", "7", 400_000),
        ("grouped digits", "1,000,", 400_000),
        ("a word again and again", "word ", 6_000),
        ("number words", "twenty-", 400_000),
        ("statements", "13 claims were verified. ", 60_000),
        ("scores", "A quality score of 8.1/10. ", 250_000),
        ("labelled scores", "Quality score: 8.7 ", 400_000),
        ("proportions", "Accuracy: 12/40 = 35%.\n", 400_000),
        ("counted p", "cap = 120 ", 200_000),
        ("impossible p", "p = 68 is not a probability ", 400_000),
        ("impossible r", "r(3) = 1.5 ", 200_000),
        ("means", "They were alike (M = 450, SD = 122, n = 2) and ", 300_000),
        ("a search without a stop", "The search found 140 records (121 from registers) of which 110 were screened ", 60_000),
        ("a search in sentences", "The search found 140 records (121 from registers). Of these, 110 were screened. ", 60_000),
        ("papers", "12 papers retrieved. ", 250_000),
        ("of", "13 of 14 of ", 200_000),
        ("percent signs", "5%", 200_000),
        ("lone carriage returns", "\r", 400_000),
        ("marks", "✓", 200_000),
        ("invisible characters", "wo\u{200b}rd and ", 400_000),
        ("combining marks", "\u{301}", 200_000),
    ] {
        assert_linear(name, size, |n| prose(&piece.repeat(n / piece.len())));
    }
}

#[test]
fn headings_and_references() {
    assert_linear("headings", 20_000, |n| "1 Introduction\n\n2 Methodology\n\n3 Results\n\n".repeat(n / 3));
    assert_linear("empty headings", 20_000, |n| format!("# Claims\n# Results\n# Methods\n{}", "# \n#\n".repeat(n / 2)));
    let list = |items: String| format!("A Report\n\n1 Introduction\n\n2 Methodology\n\n3 Results\n\nReferences\n\n{items}");
    assert_linear("references alike", 2_000, |n| list("- http://arxiv.org/abs/2005.13013v1\n".repeat(n)));
    assert_linear("versions of one work", 2_000, |n| {
        list((0..n).map(|i| format!("- http://arxiv.org/abs/2005.13013v{}\n", i + 1)).collect())
    });
    assert_linear("references in words", 12_000, |n| list((0..n).map(|i| format!("- Author {i}, A title\n\n")).collect()));
    assert_linear("an entry of many years", 12_000, |n| {
        let years: String = (0..n).map(|at| format!("word{at} {}, ", 1900 + at % 100)).collect();
        format!(
            "A Report\n\n1 Introduction\n\nSo says Okafor et al. (2018).\n\n2 Methodology\n\n3 Results\n\nReferences\n\n\
             - Okafor, N. Naps at Work. 2019.\n- Berg, T. Sleep at Sea. {years}\n"
        )
    });
    assert_linear("one long reference", 400_000, |n| list(format!("- http://example.org/{}\n", "a/".repeat(n / 2))));
    assert_linear("blank lines in a list", 40_000, |n| list(format!("- one\n{}- two\n", "\n".repeat(n))));
}

/// A Markdown report around some text.
fn markdown(text: &str) -> String {
    format!(
        "# Fact-check report\n\n## Claims checked\n\n| Claim | Verdict |\n|---|---|\n| The mill holds water in summer. | ✅ |\n\n{text}\n"
    )
}

#[test]
fn counts_that_name_their_part() {
    assert_linear("counts that name their part", 40_000, |n| {
        let part = |i| format!("## Part {i}\n\n**Claim:** Sky {i} is blue.\n**Verdict:** TRUE\n\nPart {i}: 2 true, 1 false.\n\n");
        (0..n).fold("# Fact check\n\n".to_owned(), |text, i| text + &part(i))
    });
}

#[test]
fn hostile_markdown() {
    for (name, piece, size) in [
        ("quotation signs", ">", 100_000),
        ("open brackets", "[", 100_000),
        ("links", "[a](b", 100_000),
        ("images", "![", 100_000),
        ("stars", "*a **", 60_000),
        ("underscores", "_a __", 60_000),
        ("back-ticks", "`a ``", 100_000),
        ("angle brackets", "<a ", 100_000),
        ("cells in HTML", "<td", 100_000),
        ("rows in HTML", "<tr><td>a ", 60_000),
        ("arrows between marks", "❌ → ", 60_000),
        ("bars", "| ", 100_000),
        ("marks", "✅ ", 100_000),
        ("labels", "Status: VERIFIED ", 100_000),
        ("counts", "9 verified, ", 60_000),
    ] {
        assert_linear(name, size, |n| markdown(&piece.repeat(n / piece.len())));
        assert_linear(&format!("{name}, a line each"), size / 8, |n| markdown(&format!("{piece}\n").repeat(n / piece.len())));
    }
    assert_linear("nested lists", 1_200, |n| {
        markdown(&(0..n).map(|depth| format!("{}- ✅ item\n", "  ".repeat(depth / 8))).collect::<String>())
    });
    assert_linear("nested quotations", 400, |n| markdown(&format!("{} text\n", "> ".repeat(n)).repeat(8)));
}

#[test]
fn many_parts_of_markdown() {
    for (name, size, part) in [
        ("tables", 8_000, "| Claim | Verdict |\n|---|---|\n| The mill NN holds water. | ✅ |\n\n"),
        ("headings that count", 8_000, "## Verified (1)\n\n- The mill NN holds water.\n\n"),
        ("sections with a status", 8_000, "## NN. The mill holds water\n\n**Status**: VERIFIED\n\n"),
        ("lists that count", 8_000, "- Verified: NN\n- Wrong: 2\n- Total: 9\n\nText.\n\n"),
        ("tables that count", 6_000, "| Status | Count |\n|---|---|\n| verified | NN |\n| wrong | 2 |\n\n"),
        ("fences", 6_000, "```\nverified: NN\nwrong: 2\n```\n\n"),
        ("records", 4_000, "| Field | Value |\n|---|---|\n| Claim | The mill NN |\n| Status | TRUE |\n\n"),
    ] {
        let parts = |n: usize| (0..n).map(|at| part.replace("NN", &at.to_string())).collect::<String>();
        assert_linear(name, size, |n| markdown(&parts(n)));
    }
    assert_linear("a list of counts", 8_000, |n| markdown(&"- Verified: 1\n".repeat(n)));
    assert_linear("a giant table", 12_000, |n| {
        let rows: String = (0..n).map(|at| format!("| {at} | The mill {at} holds water. | VERIFIED (page {at}) |\n")).collect();
        format!("# Claim audit\n\n| # | Claim | Verdict |\n|---|---|---|\n{rows}")
    });
    assert_linear("words of its own, and their negations", 8_000, |n| {
        let rows: String = (0..n)
            .map(|at| {
                let word: String = at.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect();
                format!("| The mill {0} holds water. | {1}x{word} |\n", at / 2, if at % 2 == 0 { "" } else { "not " })
            })
            .collect();
        format!("# Claim audit\n\n| Claim | Verdict |\n|---|---|\n{rows}")
    });
    assert_linear("a wide table", 20_000, |n| {
        format!(
            "# Claim audit\n\n| Claim | Verdict |{}\n|---|---|{}\n| a | ✅ |{}\n",
            " x |".repeat(n),
            "---|".repeat(n),
            " y |".repeat(n)
        )
    });
}

#[test]
fn what_the_optional_rules_look_for() {
    let methods = |text: &str| {
        format!(
            "A Report\n\nAbstract\n\nWe ask.\n\n2 Methodology\n\n{text}\n\n3 Results\n\nNothing.\n\n5 Extracted Claims\n\n\
             Claim\tVerified\tConfidence\nA claim.\t✓\t0.5\n\nReferences\n\n- <http://arxiv.org/abs/2005.13013v2>\n"
        )
    };
    assert_linear("databases that are not searched", 8_000, |n| methods(&"we did not search two databases ".repeat(n)));
    assert_linear("numbers and lists", 8_000, |n| methods(&"two tasks, Alpha, Beta, ".repeat(n)));
    assert_linear("scores", 4_000, |n| {
        methods(&(0..n).map(|i| format!("Quality score: {}.{i}/10. ", i % 10)).collect::<String>())
    });
    assert_linear("tiers", 8_000, |n| methods(&"Tier: ".repeat(n)));
    assert_linear("titles", 8_000, |n| {
        let title: String = (0..n).map(|i| format!("Word{i}x ")).collect();
        methods("Nothing.").replacen("A Report", &title, 1)
    });
    assert_linear("limitations", 2_000, |n| methods(&"\n\n4 Limitations\n\nNone.".repeat(n)));
}
