//! The index changes nothing but the time that a check takes: the same findings with and without it, whatever has become of the
//! files and of the index since it was built.
//!
//! `CLAIMLINT_CASES=500` makes the random tests longer.

#![allow(clippy::print_stderr, reason = "tests say what they measured or skipped")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::{Folder, Ran, fixtures, program, report};
use proptest::prelude::*;

const INDEX: &str = ".claimlint_cache";
const JSON: [&str; 4] = ["check", "--output-format", "json", "--fail-on=info"];

/// A folder that is a repository as far as the program looks.
fn repository(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(files);
    folder.write(".git/HEAD", b"");
    folder
}

fn build(folder: &Folder) -> Ran {
    let ran = folder.run(&["index", "build"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{ran:?}");
    ran
}

/// Checks some files with the index and without; what was printed without it, and what was said of the index.
fn both(folder: &Folder, files: &[&str]) -> (Ran, String) {
    let with = folder.run(&[&JSON[..], files].concat());
    let without = folder.run(&[&JSON[..], &["--no-cache"], files].concat());
    assert_eq!((with.code, &with.stdout), (without.code, &without.stdout), "{files:?}: {}", with.stderr);
    let said = with.stderr.replacen(&without.stderr, "", 1);
    (without, said)
}

/// The files of the index that hold something.
fn parts(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let holds = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name == "manifest") || path.extension().is_some_and(|own| own == "segment")
    };
    let mut found: Vec<PathBuf> = entries.filter(holds).collect();
    found.sort();
    found
}

const SUBJECTS: [&str; 8] =
    ["Delta", "delta", "The Gamma model", "BERT-large", "Gamma", "In this study, Delta", "Training on Delta", "This model"];
const VERBS: [&str; 7] =
    ["improves", "does not improve", "reduces", "consistently improves", "improve", "increases", "is shown to improve"];
const OBJECTS: [&str; 6] =
    ["recall on Squad", "the recall", "mean accuracy", "accuracies of small models", "the perplexity on news", "results"];
const TAILS: [&str; 8] = [
    "",
    "by 8.2 points",
    "by 7.5 points on the test set",
    "with many tasks",
    "with many tasks and languages in all trials",
    "in 12 of 14 studies",
    "with joint training",
    "on the test set",
];

fn sentence() -> impl Strategy<Value = String> {
    (0..SUBJECTS.len(), 0..VERBS.len(), 0..OBJECTS.len(), 0..TAILS.len()).prop_map(|(subject, verb, object, tail)| {
        format!("{} {} {} {}", SUBJECTS[subject], VERBS[verb], OBJECTS[object], TAILS[tail]).trim_end().to_owned()
    })
}

/// A claim: one sentence or two, with or without a stop, cut off or not.
fn claim() -> impl Strategy<Value = String> {
    let joined = (sentence(), prop_oneof![Just(", whereas "), Just("; "), Just(", and ")], sentence())
        .prop_map(|(a, joint, b)| format!("{a}{joint}{b}"));
    let whole = prop_oneof![4 => sentence(), 1 => joined];
    (whole, 0..10_usize, 20..60_usize).prop_map(|(text, ending, at)| match ending {
        0..=5 => format!("{text}."),
        6 => text,
        7 => text.to_uppercase(),
        8 => format!("{text} of the"),
        _ => text.chars().take(at).collect(),
    })
}

fn row() -> impl Strategy<Value = (String, &'static str, &'static str)> {
    let verdict = prop_oneof![
        5 => Just("✓"),
        3 => Just("×"),
        1 => Just("VERIFIED"),
        1 => Just("REFUTED"),
        1 => Just("NOT ENOUGH INFO"),
        1 => Just("HOLDS"),
        1 => Just(""),
    ];
    let confidence = prop_oneof![3 => Just("0.31"), 1 => Just("0.9"), 1 => Just("90%"), 1 => Just("")];
    (claim(), verdict, confidence)
}

const TITLES: [&str; 4] = ["On the gains of Delta", "On the gains of delta.", "Gamma and what it is for", "Notes"];
const ABSTRACTS: [&str; 3] = [
    "This review asks whether training on Delta changes what small models of language can do, and finds that it does in most of \
     the studies that were retrieved.",
    "This review asks whether training on Delta changes what small models of language can do, and finds nothing of the kind in any \
     of the studies.",
    "Short.",
];

/// A report in one of two layouts, with verdicts as marks or in words of its own.
fn a_report() -> impl Strategy<Value = String> {
    let parts = (0..TITLES.len(), 0..ABSTRACTS.len(), prop::collection::vec((0..3_u32, 1..4_u32), 0..3), any::<bool>());
    let own_words = any::<bool>();
    (parts, prop::collection::vec(row(), 1..7), own_words).prop_map(|((title, text, references, markdown), mut rows, own_words)| {
        for (_, verdict, _) in rows.iter_mut().filter(|_| own_words) {
            *verdict = match *verdict {
                "✓" => "TESTED",
                "×" => "UNTESTED",
                "VERIFIED" => "not tested",
                other => other,
            };
        }
        let (title, text) = (TITLES[title], ABSTRACTS[text]);
        let list: String =
            references.iter().map(|(work, version)| format!("- <http://arxiv.org/abs/2005.1301{work}v{version}>\n")).collect();
        if markdown {
            let rows: String =
                rows.iter().map(|(claim, verdict, confidence)| format!("| {claim} | {verdict} | {confidence} |\n")).collect();
            return format!(
                "# {title}\n\n## Abstract\n\n{text}\n\n## Claims\n\n| Claim | Verified | Confidence |\n| --- | --- | --- |\n{rows}\n\
                 ## References\n\n{list}"
            );
        }
        let rows: String = rows.iter().map(|(claim, verdict, confidence)| format!("{claim}\t{verdict}\t{confidence}\n")).collect();
        format!(
            "{title}\n\nAbstract\n\n{text}\n\n3 Results\n\n4 papers retrieved.\n\n5 Extracted Claims\n\nClaim\tVerified\tConfidence\n\
             {rows}\n6 References\n\n{list}"
        )
    })
}

/// What happens to the files.
#[derive(Debug, Clone)]
enum Edit {
    Write(usize, String),
    Remove(usize),
    Touch(usize),
    Configure(bool),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        3 => (0..16_usize, a_report()).prop_map(|(file, text)| Edit::Write(file, text)),
        1 => (0..16_usize).prop_map(Edit::Remove),
        1 => (0..16_usize).prop_map(Edit::Touch),
        1 => any::<bool>().prop_map(Edit::Configure),
    ]
}

fn name(file: usize) -> String {
    format!("{}/r{file:02}.{}", ["a", "b", "c"][file % 3], if file.is_multiple_of(4) { "md" } else { "txt" })
}

fn configuration(on: bool) -> &'static str {
    match on {
        true => "[[override]]\npath = \"b/**\"\nvocabulary = { refuted = [\"HOLDS\"] }\n[vocabulary]\nsupported = [\"HOLDS\"]\n",
        false => "[vocabulary]\nrefuted = [\"HOLDS\"]\n",
    }
}

fn cases() -> u32 {
    std::env::var("CLAIMLINT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(24)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn the_findings_are_the_same_whatever_happens(
        reports in prop::collection::vec(a_report(), 2..14),
        rounds in prop::collection::vec(
            (prop::collection::vec(edit(), 0..4), prop::collection::vec(any::<prop::sample::Index>(), 1..3)),
            1..4,
        ),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..4_u8), 1..4),
    ) {
        let folder = repository(&[]);
        reports.iter().enumerate().for_each(|(file, text)| folder.write(&name(file), text.as_bytes()));
        build(&folder);
        let present = || -> Vec<String> {
            (0..16).map(name).filter(|name| folder.path().join(name).is_file()).collect()
        };
        for (edits, selected) in rounds {
            for edit in edits {
                match edit {
                    Edit::Write(file, text) => folder.write(&name(file), text.as_bytes()),
                    Edit::Remove(file) => drop(fs::remove_file(folder.path().join(name(file)))),
                    Edit::Touch(file) => {
                        if let Ok(text) = fs::read(folder.path().join(name(file))) {
                            folder.write(&name(file), &text);
                        }
                    }
                    Edit::Configure(on) => folder.write("claimlint.toml", configuration(on).as_bytes()),
                }
            }
            let files = present();
            if files.is_empty() {
                continue;
            }
            for one in selected {
                let (_, said) = both(&folder, &[&files[one.index(files.len())]]);
                prop_assert_eq!(said, "");
            }
        }
        let files = present();
        if files.is_empty() {
            return Ok(());
        }
        for (file, at, kind) in damage {
            let parts = parts(&folder.path().join(INDEX));
            if parts.is_empty() {
                break;
            }
            let part = &parts[file.index(parts.len())];
            let mut bytes = fs::read(part).unwrap();
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                match kind {
                    0 | 1 => bytes[at] ^= 1 << (at % 8),
                    2 => bytes.truncate(at),
                    _ => bytes[at..].fill(0),
                }
            }
            fs::write(part, bytes).unwrap();
            both(&folder, &[&files[at.index(files.len())]]);
        }
    }
}

#[test]
fn the_bundled_reports_alone() {
    let folder = repository(&[]);
    fixtures().iter().for_each(|(name, text)| folder.write(name, text));
    build(&folder);
    let mut findings = 0;
    for (name, _) in fixtures() {
        let (ran, said) = both(&folder, &[&name]);
        assert_eq!(said, "", "{name}");
        findings += ran.stdout.matches("\"cross-report\"").count();
    }
    assert!(findings > 0);
}

#[test]
fn the_real_reports_alone() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/seeds");
    if !seeds.is_dir() {
        eprintln!("skipped: there is no folder {}", seeds.display());
        return;
    }
    let folder = repository(&[]);
    let mut names = Vec::new();
    for entry in fs::read_dir(seeds).unwrap() {
        let entry = entry.unwrap();
        names.push(entry.file_name().into_string().unwrap());
        folder.write(names.last().unwrap(), &fs::read(entry.path()).unwrap());
    }
    build(&folder);
    for name in &names {
        assert_eq!(both(&folder, &[name]).1, "");
    }
}

/// Two reports that contradict one another, and one that has nothing to do with them.
fn three() -> Folder {
    repository(&[
        ("a.txt", &report("A", 1, &[("Delta improves recall on all tasks.", "✓", "0.9")])),
        ("b.txt", &report("B", 0, &[("Delta improves recall on all tasks.", "×", "0.2")])),
        ("c.txt", &report("C", 1, &[("Lakes are deeper in the north of the country.", "✓", "0.9")])),
    ])
}

#[test]
fn an_index_is_used_and_kept_up_to_date() {
    let folder = three();
    let ran = build(&folder);
    assert!(ran.stdout.starts_with(".claimlint_cache: 3 files, 3 claims, "), "{}", ran.stdout);
    assert_eq!(folder.read(".claimlint_cache/.gitignore"), "*\n");
    assert!(folder.read(".claimlint_cache/CACHEDIR.TAG").starts_with("Signature: 8a477f597d28d172789f06886806bc55\n"));
    let (ran, _) = both(&folder, &["a.txt"]);
    assert!(ran.stdout.contains("conflicting-verdict"));
    folder.write("d.txt", report("D", 1, &[("Lakes are deeper in the north of the country.", "×", "0.9")]).as_bytes());
    fs::remove_file(folder.path().join("b.txt")).unwrap();
    let status = |folder: &Folder| folder.run(&["index", "status"]).stdout.lines().nth(1).unwrap_or_default().to_owned();
    assert_eq!(status(&folder), "2 unchanged, 0 changed, 1 new, 1 gone");
    let (ran, _) = both(&folder, &["c.txt"]);
    assert!(ran.stdout.contains("conflicting-verdict"));
    assert_eq!(status(&folder), "3 unchanged, 0 changed, 0 new, 0 gone");
    let (ran, _) = both(&folder, &["a.txt"]);
    assert!(!ran.stdout.contains("conflicting-verdict"));
    folder.write("c.txt", report("C", 1, &[("Lakes are shallow.", "✓", "0.9")]).as_bytes());
    assert_eq!(status(&folder), "2 unchanged, 1 changed, 0 new, 0 gone");
    let ran = folder.run(&["index", "update"]);
    assert!(ran.stdout.ends_with("; 1 read, 0 gone\n"), "{}", ran.stdout);
}

#[test]
fn an_unchanged_report_is_not_read() {
    let folder = three();
    build(&folder);
    // What cannot be seen from outside shows in what the system is asked for.
    let mut command = Command::new("strace");
    command.args(["-f", "-e", "trace=openat", env!("CARGO_BIN_EXE_claimlint"), "check", "a.txt"]).current_dir(folder.path());
    let Ok(ran) = command.output() else {
        eprintln!("skipped: there is no strace");
        return;
    };
    let log = String::from_utf8_lossy(&ran.stderr).into_owned();
    if !log.contains("openat(") {
        eprintln!("skipped: strace does not work here");
        return;
    }
    assert!(log.contains("/b.txt\""), "the other side of the contradiction is read");
    assert!(!log.contains("/c.txt\""), "what has nothing to do with it is not read");
}

#[test]
fn the_configuration_makes_an_index() {
    let folder = three();
    folder.run(&["check", "a.txt"]);
    assert!(!folder.path().join(INDEX).exists());
    folder.write("claimlint.toml", b"cache = true\n");
    folder.run(&["check", "a.txt", "--no-cache"]);
    assert!(!folder.path().join(INDEX).exists());
    both(&folder, &["a.txt"]);
    assert_eq!(parts(&folder.path().join(INDEX)).len(), 2);
    // One that is damaged is made anew.
    let manifest = folder.path().join(INDEX).join("manifest");
    fs::write(&manifest, b"no manifest").unwrap();
    let (_, said) = both(&folder, &["a.txt"]);
    assert_eq!(said, "claimlint: warning: the index in .claimlint_cache is damaged; it is not used\n");
    let (_, said) = both(&folder, &["a.txt"]);
    assert_eq!((said.as_str(), folder.run(&["index", "status"]).code), ("", Some(0)));
}

#[test]
fn another_folder_may_hold_the_index() {
    let folder = three();
    let elsewhere = tempfile::tempdir().unwrap();
    let option = format!("--cache-dir={}", elsewhere.path().join("x/y").display());
    assert_eq!(folder.run(&["index", "build", &option]).code, Some(0));
    assert!(!folder.path().join(INDEX).exists());
    let with = folder.run(&[&JSON[..], &[&option, "a.txt"]].concat());
    assert_eq!(with.stdout, folder.run(&[&JSON[..], &["a.txt"]].concat()).stdout);
    assert_eq!(folder.run(&["index", "status", &option]).code, Some(0));
    assert_eq!(folder.run(&["index", "status"]).code, Some(1));
}

#[test]
fn an_index_that_cannot_be_written_is_used_as_it_is() {
    let folder = three();
    build(&folder);
    // Nobody can write to a folder as if it were a file.
    let lock = folder.path().join(INDEX).join("lock");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    let before: Vec<_> = parts(&folder.path().join(INDEX)).iter().map(|part| fs::read(part).unwrap()).collect();
    folder.write("c.txt", report("C", 1, &[("Delta improves recall on all tasks.", "×", "0.9")]).as_bytes());
    let (ran, said) = both(&folder, &["a.txt"]);
    assert!(ran.stdout.contains("c.txt") && said.is_empty());
    assert_eq!(before, parts(&folder.path().join(INDEX)).iter().map(|part| fs::read(part).unwrap()).collect::<Vec<_>>());
    assert_eq!(folder.run(&["index", "update"]).code, Some(2));
}

#[test]
fn what_an_interrupted_run_left_behind_does_no_harm() {
    let folder = three();
    build(&folder);
    for name in ["segment.tmp", "manifest.tmp", "00000000000000ff.segment"] {
        folder.write(&format!("{INDEX}/{name}"), b"half of it");
    }
    both(&folder, &["a.txt"]);
    folder.write("c.txt", report("C", 1, &[("Lakes are shallow.", "✓", "0.9")]).as_bytes());
    both(&folder, &["a.txt"]);
    for name in ["segment.tmp", "manifest.tmp", "00000000000000ff.segment"] {
        assert!(!folder.path().join(INDEX).join(name).exists(), "{name}");
    }
    // A segment that is gone is no index.
    let part = parts(&folder.path().join(INDEX)).remove(0);
    fs::remove_file(part).unwrap();
    let (_, said) = both(&folder, &["a.txt"]);
    assert!(said.contains("damaged"), "{said}");
}

#[test]
fn processes_that_write_at_once_leave_an_index_that_holds() {
    let folder = three();
    for round in 0..6 {
        for file in 0..20 {
            let claim = format!("Delta improves recall on {} tasks.", (round * 7 + file) % 9);
            folder.write(
                &format!("r{file}.txt"),
                report("R", 1, &[(&claim, if file % 2 == 0 { "✓" } else { "×" }, "0.9")]).as_bytes(),
            );
        }
        let spawn =
            |args: &[&str]| program(folder.path()).args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut writers = vec![spawn(&["index", "build"]), spawn(&["index", "update"]), spawn(&["index", "build"])];
        // Readers while it is replaced.
        for file in 0..3 {
            both(&folder, &[&format!("r{file}.txt")]);
        }
        for writer in &mut writers {
            writer.wait().unwrap();
        }
        both(&folder, &["a.txt"]);
        assert_eq!(folder.run(&["index", "status"]).code, Some(0));
    }
}

#[test]
fn the_same_files_make_the_same_segment() {
    let folder = repository(&[]);
    fixtures().iter().for_each(|(name, text)| folder.write(name, text));
    let segments = |jobs: &str| {
        assert_eq!(folder.run(&["index", "build", "--jobs", jobs]).code, Some(0));
        parts(&folder.path().join(INDEX))
            .into_iter()
            .filter(|part| part.extension().is_some())
            .map(|part| (part.clone(), fs::read(part).unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(segments("1"), segments("4"));
}

#[test]
fn a_report_that_has_become_a_page_of_house_rules_is_none() {
    let folder = repository(&[("a.txt", &report("A", 1, &[("Delta improves recall on Squad.", "✓", "0.9")]))]);
    folder.write("house/no-rule.md", b"# No rule\n\nIt has none of the parts of a page.\n");
    build(&folder);
    folder.write("claimlint.toml", b"house-rules = [\"house\"]\n");
    let (ran, said) = both(&folder, &["a.txt"]);
    assert_eq!((ran.code, said.as_str()), (Some(1), ""));
    assert!(ran.stdout.contains("invalid-house-rule"), "{ran:?}");
}
