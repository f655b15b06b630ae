//! What holds of every input: parsing is total, places exist, and the result depends on nothing but the reports.

mod common;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use claimlint::catalogue::Catalogue;
use claimlint::config::search::{Configurations, Search};
use claimlint::config::{Plan, Plans, RuleChoice};
use claimlint::discover::{Request, discover};
use claimlint::engine::{Outcome, lint};
use claimlint::finding::{Applicability, Finding, Label, Level};
use claimlint::fix::{self, repair};
use claimlint::parse::{Vocabulary, parse};
use claimlint::render::{Format, Style, escape, render};
use claimlint::report::{Claim, OddityKind, Report, VerdictClass};
use claimlint::source::{Source, SourceId, Span};
use proptest::prelude::*;
use proptest::sample::Index;

use common::{Folder, fixtures};

static FIXTURES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(fixtures);

/// So many cases, unless PROPTEST_CASES says otherwise.
fn config(cases: u32) -> ProptestConfig {
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() { default } else { ProptestConfig { cases, ..default } }
}

/// One change of a report's bytes.
#[derive(Debug, Clone)]
enum Change {
    Truncate(Index),
    DuplicateLine(Index),
    DeleteLine(Index),
    /// Puts text before a byte: also into the middle of a character.
    Insert(Index, &'static str),
    /// Replaces the first of these after a byte by the other.
    Swap(Index, &'static str, &'static str),
    /// Goes on with another report from the same share of it.
    Splice(Index, Index),
}

fn change() -> impl Strategy<Value = Change> {
    const HOSTILE: [&str; 19] = [
        "\0",
        "\u{1b}[2J",
        "\u{202e}",
        "\u{feff}",
        "\r",
        "\r\n",
        "\n\n",
        "\t",
        "\t\t",
        "|",
        "||",
        "|---|",
        "`",
        "```\n",
        "(",
        ",,",
        "✓",
        "𝔸\u{301}",
        "99999999999999999999",
    ];
    const PAIRS: [(&str, &str); 12] = [
        ("\t", "    "),
        ("\t", " | "),
        (" | ", "\t"),
        ("|", ""),
        (" ", "\u{a0}"),
        (" ", "\t"),
        ("✓", "×"),
        ("×", "√"),
        (".", "?."),
        ("0", "٣"),
        ("claims", "claims claims"),
        ("\n", "\r"),
    ];
    let at = || any::<Index>();
    prop_oneof![
        1 => at().prop_map(Change::Truncate),
        2 => at().prop_map(Change::DuplicateLine),
        2 => at().prop_map(Change::DeleteLine),
        4 => (at(), prop::sample::select(&HOSTILE[..])).prop_map(|(at, text)| Change::Insert(at, text)),
        4 => (at(), prop::sample::select(&PAIRS[..])).prop_map(|(at, (from, to))| Change::Swap(at, from, to)),
        1 => (at(), at()).prop_map(|(at, other)| Change::Splice(at, other)),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    let line = |bytes: &[u8], at: usize| {
        let start = bytes[..at].iter().rposition(|&b| b == b'\n').map_or(0, |end| end + 1);
        let end = bytes[at..].iter().position(|&b| b == b'\n').map_or(bytes.len(), |end| at + end + 1);
        start..end
    };
    let len = bytes.len() + 1;
    match change {
        Change::Truncate(at) => bytes.truncate(at.index(len)),
        Change::DuplicateLine(at) => {
            let line = line(bytes, at.index(len));
            let copy = bytes[line.clone()].to_vec();
            bytes.splice(line.end..line.end, copy);
        }
        Change::DeleteLine(at) => {
            let line = line(bytes, at.index(len));
            bytes.drain(line);
        }
        Change::Insert(at, text) => {
            let at = at.index(len);
            bytes.splice(at..at, text.bytes());
        }
        Change::Swap(at, from, to) => {
            let start = at.index(len);
            if let Some(found) = bytes[start..].windows(from.len()).position(|window| window == from.as_bytes()) {
                bytes.splice(start + found..start + found + from.len(), to.bytes());
            }
        }
        Change::Splice(at, other) => {
            let other = &FIXTURES[other.index(FIXTURES.len())].1;
            bytes.truncate(at.index(len));
            bytes.extend_from_slice(&other[at.index(other.len() + 1)..]);
        }
    }
}

/// A bundled report with some changes.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    (any::<Index>(), prop::collection::vec(change(), 0..8)).prop_map(|(which, changes)| {
        let mut bytes = FIXTURES[which.index(FIXTURES.len())].1.clone();
        changes.iter().for_each(|change| apply(&mut bytes, change));
        bytes
    })
}

/// All rules, those too that are off.
static EVERYTHING: LazyLock<Plans> = LazyLock::new(|| {
    let rules = Catalogue::built_in().rules().iter().filter(|rule| rule.meta.level == Level::Off);
    let levels = rules.map(|rule| (rule.id.to_owned(), Level::Warning)).collect();
    Plan::new(&RuleChoice { levels, ..RuleChoice::default() }).unwrap().0.into()
});

fn sources(files: &[(&str, &[u8])]) -> Vec<Source> {
    let mut files = files.to_vec();
    files.sort_unstable();
    files.iter().map(|(name, bytes)| Source::new(*name, *name, bytes.to_vec())).collect()
}

fn check(sources: &[Source]) -> Outcome {
    lint(sources, &vec![true; sources.len()], &EVERYTHING)
}

fn print(format: Format, outcome: &Outcome, sources: &[Source]) -> String {
    let mut out = Vec::new();
    render(format, outcome, sources, &Style::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn labels(finding: &Finding) -> impl Iterator<Item = &Label> {
    std::iter::once(&finding.primary).chain(&finding.related)
}

/// Every span of the model.
fn spans(report: &Report<'_>) -> Vec<Span> {
    let mut spans: Vec<Span> = [report.title, report.byline, report.date.map(|date| date.span)].into_iter().flatten().collect();
    for section in &report.sections {
        spans.extend([section.name, section.heading, section.body]);
        spans.extend(section.number);
    }
    spans.extend(report.paragraphs.iter().map(|paragraph| paragraph.span));
    for table in &report.tables {
        spans.extend(table.header.into_iter().chain(table.confidence_head));
        assert!(table.claims.end <= report.claims.len());
    }
    for claim in &report.claims {
        spans.extend([claim.row, claim.text]);
        spans.extend(claim.verdict.iter().map(|verdict| verdict.span));
        spans.extend(claim.verdict.iter().filter_map(|verdict| verdict.word));
        spans.extend(claim.confidence.iter().map(|confidence| confidence.span));
    }
    for statement in &report.statements {
        assert!(statement.sentence.contains(statement.span), "{statement:?}");
        spans.extend([statement.span, statement.sentence]);
    }
    for tally in &report.tallies {
        spans.push(tally.place);
        spans.extend(tally.total.map(|total| total.span));
        for entry in &tally.entries {
            spans.extend([entry.label, entry.span, entry.verdict.span]);
            spans.extend(entry.verdict.word.into_iter().chain(entry.percent.map(|(span, _)| span)));
        }
    }
    for reference in &report.references {
        assert!(reference.item.contains(reference.span), "{reference:?}");
        spans.extend([reference.item, reference.span]);
        spans.extend(reference.url.into_iter().chain(reference.blank_before));
    }
    for oddity in &report.oddities {
        spans.push(oddity.span);
        if let OddityKind::RowBlanks { gaps } = oddity.kind {
            spans.extend(gaps);
        }
    }
    spans
}

fn exists(source: &Source, span: Span) -> bool {
    span.start <= span.end && source.text().get(span.range()).is_some()
}

/// Bytes that a failing test prints as text.
#[derive(Clone)]
struct Printed(Vec<u8>);

impl std::fmt::Debug for Printed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.escape_ascii())
    }
}

/// The verdict of each claim and its confidence, as far as they can be read.
fn verdicts(source: &Source) -> Vec<(Option<VerdictClass>, Option<String>)> {
    let Some(report) = parse(source, SourceId(0), Vocabulary::built_in()) else { return Vec::new() };
    let of = |claim: &Claim| {
        let class = claim.verdict.and_then(|verdict| verdict.class);
        (class, claim.confidence.and_then(|own| own.value).map(|value| value.to_string()))
    };
    report.claims.iter().map(of).collect()
}

/// Parses, lints and renders; all places exist, and nothing harmful is printed.
fn assert_sound(bytes: &[u8]) {
    let sources = sources(&[("a.txt", bytes), ("b.txt", &FIXTURES[3].1)]);
    let source = &sources[0];
    assert_eq!(source.text().len(), bytes.len());
    if let Some(report) = parse(source, SourceId(0), Vocabulary::built_in()) {
        for span in spans(&report) {
            assert!(exists(source, span), "{span:?} of the model in {source:?}");
        }
    }
    let outcome = check(&sources);
    for label in outcome.shown.iter().flat_map(|finding| labels(finding)) {
        let source = &sources[label.place.source.0 as usize];
        assert!(exists(source, label.place.span) && exists(source, label.subject), "{label:?}");
    }
    for edit in outcome.shown.iter().filter_map(|finding| finding.fix.as_ref()).flat_map(|fix| &fix.edits) {
        // A repair is of the file of the primary place, which may be either.
        assert!(sources.iter().any(|source| exists(source, edit.span)));
    }
    for &format in Format::ALL {
        let text = print(format, &outcome, &sources);
        // Tabs stay in excerpts.
        let raw = text.chars().find(|&c| !matches!(c, '\n' | '\t') && escape::is_harmful(c));
        assert_eq!(raw, None, "{format}");
    }
    assert_fingerprints_are_unique(&outcome);
}

fn assert_fingerprints_are_unique(outcome: &Outcome) {
    let mut seen = BTreeSet::new();
    for finding in &outcome.shown {
        let members = finding.related.iter().filter(|label| label.member);
        for label in std::iter::once(&finding.primary).chain(members) {
            assert!(seen.insert(label.fingerprint), "{} of {finding:?}", label.fingerprint_text());
        }
    }
}

/// The fingerprints of the findings of rules that look at one report, but for those whose subject meets one of `except`.
fn own_fingerprints(outcome: &Outcome, file: SourceId, except: &[Span]) -> BTreeSet<String> {
    let meets = |span: Span| except.iter().any(|other| span.start <= other.end && other.start <= span.end);
    let own = outcome.shown.iter().filter(|finding| finding.primary.place.source == file);
    own.filter(|finding| !matches!(finding.rule.check, claimlint::rules::Check::Corpus(_)))
        .filter(|finding| !labels(finding).any(|label| meets(label.subject)))
        .map(|finding| format!("{} {}", finding.rule.id, finding.primary.fingerprint_text()))
        .collect()
}

/// All fingerprints of a file.
fn fingerprints(outcome: &Outcome) -> BTreeSet<String> {
    outcome.shown.iter().flat_map(|finding| labels(finding)).map(Label::fingerprint_text).collect()
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn random_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        assert_sound(&bytes);
    }

    #[test]
    fn random_lines_are_read(text in "([1-9]\\. |# |\\| |\t|claim |verified |✓|×|0\\.3|[a-z]{1,6} |\\.|\\||---|13 |extracted|References|\n|\n\n){0,60}") {
        assert_sound(text.as_bytes());
    }

    #[test]
    fn damaged_reports_are_read(bytes in damaged()) {
        assert_sound(&bytes);
    }

    #[test]
    fn the_number_of_threads_does_not_matter(files in prop::collection::vec(damaged(), 1..5)) {
        let names: Vec<String> = (0..files.len()).map(|n| format!("{n}.txt")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(String::as_str).zip(files.iter().map(Vec::as_slice)).collect();
        let sources = sources(&files);
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| print(Format::Json, &check(&sources), &sources))
        };
        prop_assert_eq!(with(1), with(3));
    }

    /// Repairs come to rest, leave nothing of their kind to repair, and safe ones change no verdict and no number.
    #[test]
    fn repairs_come_to_rest(files in prop::collection::vec(damaged().prop_map(Printed), 1..3), all in any::<bool>()) {
        let files: Vec<Vec<u8>> = files.into_iter().map(|file| file.0).collect();
        let names: Vec<String> = (0..files.len()).map(|n| format!("{n}.txt")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(String::as_str).zip(files.iter().map(Vec::as_slice)).collect();
        let mut repaired = sources(&files);
        let upto = if all { Applicability::Unsafe } else { Applicability::Safe };
        let own: Vec<usize> = (0..repaired.len()).collect();
        let mut outcome = check(&repaired);
        let made = repair(&mut repaired, &own, upto, &mut outcome, check);
        prop_assert!(made.values().all(|file| file.at_rest), "{:?}", made);
        let left = outcome.shown.iter().find(|finding| finding.fix.as_ref().is_some_and(|fix| fix.applicability <= upto));
        prop_assert!(left.is_none(), "{:?}", left);
        for (source, (_, before)) in repaired.iter().zip(&files) {
            let changed = fix::bytes(source) != *before;
            prop_assert_eq!(changed, made.contains_key(&SourceId(names.iter().position(|name| *name == source.name).unwrap() as u32)));
        }
        prop_assert!(repair(&mut repaired, &own, upto, &mut outcome, check).is_empty());
        if !all {
            for (source, (name, before)) in repaired.iter().zip(&files) {
                let before = Source::new(*name, *name, before.to_vec());
                // What could not be read before may be readable afterwards, with an invisible character less in it.
                let mut after = verdicts(source).into_iter();
                for was in verdicts(&before).into_iter().filter(|was| was.0.is_some()) {
                    let stays = after.any(|is| was.0 == is.0 && (was.1.is_none() || was.1 == is.1));
                    prop_assert!(stays, "{}: {:?}", name, was);
                }
            }
        }
    }

    #[test]
    fn a_final_line_end_changes_nothing(bytes in damaged()) {
        let text = String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned();
        // But for the rule that counts line ends.
        let others = |text: &str| concise(text).lines().filter(|line| !line.contains("[mixed-line-endings]")).collect::<Vec<_>>().join("\n");
        prop_assert_eq!(others(&text), others(&format!("{text}\n")));
    }

    #[test]
    fn the_kind_of_line_end_changes_nothing(bytes in damaged()) {
        let text = String::from_utf8_lossy(&bytes).replace('\r', "");
        let lines = concise(&text);
        prop_assert_eq!(&lines, &concise(&text.replace('\n', "\r\n")));
        prop_assert_eq!(&lines, &concise(&text.replace('\n', "\r")));
    }

    #[test]
    fn a_byte_order_mark_changes_only_the_first_columns(bytes in damaged()) {
        let text = format!("\n{}", String::from_utf8_lossy(&bytes));
        prop_assert_eq!(concise(&text), concise(&format!("\u{feff}{text}")));
    }

    #[test]
    fn fingerprints_outlive_blank_lines_above(bytes in damaged(), blank in 1..5usize) {
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim_start_matches('\u{feff}');
        let moved = format!("{}{text}", "\n".repeat(blank));
        let of = |text: &str| fingerprints(&check(&sources(&[("a.txt", text.as_bytes()), ("b.txt", &FIXTURES[4].1)])));
        prop_assert_eq!(of(text), of(&moved));
    }

    #[test]
    fn fingerprints_outlive_other_files(bytes in damaged(), other in damaged()) {
        let alone = check(&sources(&[("b.txt", &bytes)]));
        let before = check(&sources(&[("a.txt", &other), ("b.txt", &bytes)]));
        let after = check(&sources(&[("b.txt", &bytes), ("c.txt", &other)]));
        let own = own_fingerprints(&alone, SourceId(0), &[]);
        prop_assert_eq!(&own, &own_fingerprints(&before, SourceId(1), &[]));
        prop_assert_eq!(&own, &own_fingerprints(&after, SourceId(0), &[]));
    }

    #[test]
    fn fingerprints_outlive_edits_of_other_claims(which in any::<Index>(), claim in any::<Index>()) {
        let bytes = &FIXTURES[which.index(FIXTURES.len())].1;
        let before = sources(&[("a.txt", bytes)]);
        let report = parse(&before[0], SourceId(0), Vocabulary::built_in());
        let rows: Vec<(Span, Span)> = report.iter().flat_map(|report| &report.claims).map(|claim| (claim.row, claim.text)).collect();
        let Some(&(row, text)) = rows.get(claim.index(rows.len().max(1))) else { return Ok(()) };
        // Of equal claims a fingerprint counts which one it is: that changes with the number of them.
        if rows.iter().filter(|(_, other)| before[0].slice(*other) == before[0].slice(text)).count() > 1 {
            return Ok(());
        }
        let mut edited = bytes.clone();
        // Two letters change places: the number of bytes stays.
        if text.len() > 12 {
            edited.swap(text.start as usize + 2, text.start as usize + 3);
        }
        let after = sources(&[("a.txt", &edited)]);
        let (mut before, mut after) = (check(&before), check(&after));
        // A title is covered, or not, by all claims: what it lacks is about the claim that was edited, too.
        for outcome in [&mut before, &mut after] {
            outcome.shown.retain(|finding| finding.rule.id != "title-not-covered");
        }
        prop_assert_eq!(
            own_fingerprints(&before, SourceId(0), &[row, text]),
            own_fingerprints(&after, SourceId(0), &[row, text])
        );
    }
}

/// The findings of one report with line, column and message.
fn concise(text: &str) -> String {
    let sources = sources(&[("a.txt", text.as_bytes())]);
    print(Format::Concise, &check(&sources), &sources)
}

proptest! {
    // Each case runs the program some times.
    #![proptest_config(config(12))]

    #[test]
    fn neither_order_nor_folder_nor_source_of_bytes_matters(files in prop::collection::vec(damaged(), 2..4), turn in 1..3usize) {
        let folder = Folder::new(&[]);
        let mut names: Vec<String> = (0..files.len()).map(|n| format!("in/{n}.txt")).collect();
        names.iter().zip(&files).for_each(|(name, bytes)| folder.write(name, bytes));
        let with = |names: &[String], more: &[&str]| {
            let names = names.iter().map(String::as_str);
            folder.run(&["check", "--output-format", "json"].into_iter().chain(more.iter().copied()).chain(names).collect::<Vec<_>>())
        };
        let run = with(&names, &[]);
        // The folder as a whole.
        prop_assert_eq!(&run, &with(&["in".to_owned()], &[]));
        prop_assert_eq!(&run, &with(&names, &["--jobs", "1"]));
        // The first file as a buffer.
        let buffer = ["check", "--output-format", "json", "--stdin-filename", "in/0.txt", "in", "-"];
        prop_assert_eq!(&run, &folder.run_in(".", &buffer, &files[0]));
        // Another working directory: the same but for the paths.
        let below = folder.run_in("in", &["check", "--output-format", "json"], b"");
        prop_assert_eq!(without_fingerprints(&run.stdout).replace("in/", ""), without_fingerprints(&below.stdout));
        names.rotate_left(turn);
        names.push("./in/../in/0.txt".to_owned());
        prop_assert_eq!(&run, &with(&names, &[]));
        // In a repository fingerprints do not depend on the working directory either.
        folder.write(".git/HEAD", b"");
        let above = folder.run(&["check", "--output-format", "json", "in"]);
        let below = folder.run_in("in", &["check", "--output-format", "json", "."], b"");
        prop_assert_eq!(above.stdout.replace("in/", ""), below.stdout);
    }
}

fn without_fingerprints(json: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    let mut value = value;
    strip(&mut value);
    value.to_string()
}

fn strip(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.remove("fingerprint");
            map.values_mut().for_each(strip);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

#[test]
fn discovery_does_not_depend_on_the_order_of_paths() {
    let folder = Folder::new(&[("b/x.txt", ""), ("a/y.md", ""), ("c.markdown", ""), ("d.rs", "")]);
    let found = |paths: &[&str]| {
        let paths = paths.iter().map(PathBuf::from).collect();
        let request = Request { cwd: folder.path().to_owned(), paths, isolated: true, ..Request::default() };
        let configurations = Configurations::new(folder.path(), &Search::Nowhere).unwrap();
        let found = discover(&request, &configurations, &mut std::io::empty()).unwrap();
        found.sources.iter().map(|source| source.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(found(&["."]), ["a/y.md", "b/x.txt", "c.markdown"]);
    assert_eq!(found(&["c.markdown", "b", "a", "a/y.md"]), found(&["."]));
}
