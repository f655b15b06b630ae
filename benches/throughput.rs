//! Parse throughput, cost of each rule, and the whole lint, over reports that are written here.
//!
//! `cargo bench` runs all; `cargo bench -- rule/claim-truncated` one; `cargo bench -- --quick` takes less care.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use claimlint::catalogue::Catalogue;
use claimlint::config::{Plan, Plans, RuleChoice};
use claimlint::engine::lint;
use claimlint::parse::{Vocabulary, parse};
use claimlint::source::{Source, SourceId};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const REPORTS: usize = 500;

/// Numbers that look random and are the same in each run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap_or(0)
    }

    fn pick<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }
}

const WHO: [&str; 8] =
    ["Cover crops", "Wide rows", "Clay jars", "Late sowings", "Night harvests", "Hedges", "Mulched plots", "Deep wells"];
const DO: [&str; 8] = ["raise", "lower", "double", "halve", "delay", "stabilise", "reduce", "restore"];
const WHAT: [&str; 8] = [
    "the yield of millet",
    "the loss of seed",
    "the water in the soil",
    "the work of weeding",
    "the price of grain",
    "the spread of striga",
    "the number of bees",
    "the weight of ears",
];
const WHEN: [&str; 6] =
    ["in dry years", "after the first rain", "on sandy soils", "in most districts", "before the harvest", "over three seasons"];

fn sentence(numbers: &mut Numbers) -> String {
    let percent = numbers.below(60) + 1;
    let words = [numbers.pick(&WHO), numbers.pick(&DO), numbers.pick(&WHAT)];
    format!("{} by {percent} percent {}.", words.join(" "), numbers.pick(&WHEN))
}

/// A report of about 3.5 KB that agrees with itself.
fn report(numbers: &mut Numbers, title: usize) -> String {
    let mut prose = |sentences: usize| (0..sentences).map(|_| sentence(numbers)).collect::<Vec<_>>().join(" ");
    let (about, background, limits) = (prose(7), prose(8), prose(4));
    let rows = 10 + numbers.below(6);
    let verdicts: Vec<bool> = (0..rows).map(|_| numbers.below(4) > 0).collect();
    let verified = verdicts.iter().filter(|&&holds| holds).count();
    let papers = 5 + numbers.below(10);
    let mut text = format!(
        "Field Report {title}\n\nField Notes\n\nMay 5, 2026\n\nAbstract\n\n{about}\n\n1 Introduction\n\n{background}\n\n2 Methodology\n\n\
         The search yielded {papers} papers. The quality score is 8.1/10.\n\n3 Results\n\n{papers} papers retrieved. {rows} claims \
         extracted; {verified} independently verified. Quality review score: 8.1/10.\n\n4 Limitations\n\n{limits}\n\n\
         5 Extracted Claims\n\nClaim\tVerified\tConfidence\n"
    );
    for holds in verdicts {
        let (mark, confidence) = if holds { ("✓", 20 + numbers.below(20)) } else { ("×", 5 + numbers.below(10)) };
        let _ = writeln!(text, "{}\t{mark}\t0.{confidence:02}", sentence(numbers));
    }
    text.push_str("\nReferences\n\n");
    for item in 0..papers {
        let _ = writeln!(text, "- <http://arxiv.org/abs/{:02}{:02}.{title:04}{item}v1>", 15 + item % 10, 1 + item % 12);
    }
    text
}

/// The same report as a Markdown fact-check: headings, a summary table, status lines, marks and emphasis.
fn markdown(report: &str) -> String {
    let mut text = String::new();
    let mut claims = 0;
    for line in report.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        match cells[..] {
            ["Claim", ..] => text.push_str("| # | Claim | Verdict | Confidence |\n|---|---|---|---|\n"),
            [claim, mark, confidence] => {
                claims += 1;
                let _ = writeln!(
                    text,
                    "| {claims} | {claim} | **{}** | {confidence} |",
                    if mark == "✓" { "✅ VERIFIED" } else { "❌ WRONG" }
                );
            }
            _ if line.starts_with("Field Report") => {
                let _ = writeln!(text, "# Fact-check: {line}");
            }
            _ if line == "Abstract" || line == "References" || line.starts_with(|c: char| c.is_ascii_digit()) => {
                let _ = writeln!(text, "## {line}");
            }
            _ => {
                let _ = writeln!(text, "{}", line.replace("percent", "*percent*").replace("quality score", "**quality score**"));
            }
        }
    }
    text
}

fn sources() -> Vec<Source> {
    let mut numbers = Numbers(1);
    let name = |n| format!("{n:04}.txt");
    (0..REPORTS).map(|n| Source::new(name(n), name(n), report(&mut numbers, n).into_bytes())).collect()
}

fn throughput(criterion: &mut Criterion) {
    let sources = sources();
    let bytes: usize = sources.iter().map(|source| source.text().len()).sum();
    let selected = vec![true; sources.len()];
    let read = |sources: &[Source]| {
        let reports = sources.iter().map(|source| parse(source, SourceId(0), Vocabulary::built_in()));
        reports.flatten().map(|report| report.claims.len()).sum::<usize>()
    };
    assert!(read(&sources) > 10 * REPORTS, "the reports are read");
    // One thread: what the figures say of each report must not depend on the machine's cores.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");

    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(20);
    group.bench_function("reports", |bench| bench.iter(|| read(black_box(&sources))));
    let pages: Vec<Source> =
        sources.iter().map(|source| Source::new("a.md", "a.md", markdown(source.text()).into_bytes())).collect();
    assert!(read(&pages) > 10 * REPORTS, "the Markdown reports are read");
    let page_bytes: usize = pages.iter().map(|page| page.text().len()).sum();
    group.throughput(Throughput::Bytes(page_bytes as u64));
    group.bench_function("markdown", |bench| bench.iter(|| read(black_box(&pages))));
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("index", |bench| {
        bench.iter(|| {
            sources.iter().map(|source| Source::new("", "", source.text().as_bytes().to_vec()).line_count()).sum::<usize>()
        });
    });
    group.finish();

    // Each rule alone, parsing included: what it costs is what is above "none".
    let mut group = criterion.benchmark_group("rule");
    group.throughput(Throughput::Elements(REPORTS as u64)).sample_size(10);
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_millis(600));
    let none = Plans::from(Plan::default());
    group.bench_function("none", |bench| bench.iter(|| pool.install(|| lint(&sources, &selected, &none).reports.len())));
    for rule in Catalogue::built_in().rules() {
        let plan = Plan::only(rule.id, toml::Table::new()).expect("the page's parameters are the rule's").into();
        group.bench_function(rule.id, |bench| bench.iter(|| pool.install(|| lint(&sources, &selected, &plan).reports.len())));
    }
    group.finish();

    let plan = Plan::new(&RuleChoice::default()).expect("the default plan holds").0.into();
    let mut group = criterion.benchmark_group("lint");
    group.throughput(Throughput::Elements(REPORTS as u64)).sample_size(20);
    group.bench_function("one thread", |bench| bench.iter(|| pool.install(|| lint(&sources, &selected, &plan).shown.len())));
    group.bench_function("all threads", |bench| bench.iter(|| lint(&sources, &selected, &plan).shown.len()));
    group.finish();
}

criterion_group!(benches, throughput);
criterion_main!(benches);
