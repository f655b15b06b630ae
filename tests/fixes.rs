//! Repairs do what the rules' pages say, change nothing else, and reach the disk whole or not at all.

mod common;

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use claimlint::catalogue::{Catalogue, FixKind};
use claimlint::config::Plan;
use claimlint::engine::{Outcome, lint};
use claimlint::examples;
use claimlint::finding::Applicability::{self, Safe, Unsafe};
use claimlint::fix::{bytes, repair};
use claimlint::source::Source;
use common::{Folder, Ran, program, report};

/// The sources with the repairs of one rule up to `upto`, and what the rule then says.
fn repaired(id: &str, params: &toml::Table, mut sources: Vec<Source>, upto: Applicability) -> (Vec<Source>, Outcome) {
    let plans = Plan::only(id, params.clone()).unwrap().into();
    let selected = vec![true; sources.len()];
    let each_its_own: Vec<usize> = (0..sources.len()).collect();
    let lint = |sources: &[Source]| lint(sources, &selected, &plans);
    let mut outcome = lint(&sources);
    repair(&mut sources, &each_its_own, upto, &mut outcome, lint);
    (sources, outcome)
}

#[test]
fn a_rule_repairs_what_its_page_says_and_then_finds_no_more_of_it() {
    let mut faults = Vec::new();
    for rule in Catalogue::built_in().rules() {
        let page = examples::parse(rule.body, 1).unwrap();
        let mut best = FixKind::None;
        for case in &page.cases {
            let none = |upto| repaired(rule.id, &case.params, case.sources(), upto).1;
            let plans = Plan::only(rule.id, case.params.clone()).unwrap().into();
            let sources = case.sources();
            let found = lint(&sources, &vec![true; sources.len()], &plans);
            for fix in found.shown.iter().filter_map(|finding| finding.fix.as_ref()) {
                assert!(!fix.edits.is_empty() && !fix.message.is_empty(), "{}: an empty repair", rule.id);
                match (rule.meta.fix, fix.applicability) {
                    (FixKind::Safe, Safe) => best = FixKind::Safe,
                    (FixKind::Unsafe, Unsafe) => best = FixKind::Unsafe,
                    (FixKind::Safe, Unsafe) => {}
                    (page, own) => faults.push(format!("{}, {:?}: {own:?}, but its page says {page:?}", rule.id, case.name)),
                }
            }
            if none(Safe).fixable(Safe) > 0 || none(Unsafe).fixable(Safe) + none(Unsafe).fixable(Unsafe) > 0 {
                faults.push(format!("{}, {:?}: something is left to repair", rule.id, case.name));
            }
        }
        if best != rule.meta.fix {
            faults.push(format!("{}: its page says {:?}, but no example has such a repair", rule.id, rule.meta.fix));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

const HEADER: &str = "Claim\tVerified\tConfidence\n";

/// `5 Extracted Claims` with these lines, then references.
fn table(lines: &str, references: &str) -> String {
    format!("5 Extracted Claims\n\n{HEADER}{lines}\nReferences\n\n{references}")
}

/// Rule, how far repairs go, the text before and after.
fn cases() -> Vec<(&'static str, Applicability, String, String)> {
    let two = "A holds in all trials.\t✓\t0.31\nB holds in all trials.\t✓\t0.29\n";
    let status = |line: &str| {
        let first =
            "# Fact-Check Report\n\n### 1. A holds in all trials\n\n- **Status**: VERIFIED\n\n### 2. B holds in all trials\n\n";
        format!("{first}{line}")
    };
    let rows = |lines: &str| table(lines, "");
    let list = |lines: &str| table(two, lines);
    let case = |rule, upto, before: String, after: String| (rule, upto, before, after);
    let counts = |extracted: &str, verified: &str| {
        format!("3 Results\n\n{extracted} claims extracted; {verified} independently verified.\n\n{}", rows(two))
    };
    vec![
        case("verified-count-mismatch", Unsafe, counts("2", "3"), counts("2", "2")),
        case("verified-count-mismatch", Safe, counts("2", "3"), counts("2", "3")),
        case("extracted-count-mismatch", Unsafe, counts("4", "2"), counts("2", "2")),
        case(
            "duplicate-claim",
            Unsafe,
            rows(&format!("{two}A holds in all trials.\t✓\t0.31\r\nC fails.\t×\t0.10\n")),
            rows(&format!("{two}C fails.\t×\t0.10\n")),
        ),
        case(
            "doubled-punctuation",
            Safe,
            rows("Is A so?.\t✓\t0.3\nA,, B; C;; D.\t✓\t0.3\n"),
            rows("Is A so?\t✓\t0.3\nA, B; C;; D.\t✓\t0.3\n"),
        ),
        case(
            "repeated-word",
            Safe,
            rows("In the the long run it it holds.\t✓\t0.3\n"),
            rows("In the long run it it holds.\t✓\t0.3\n"),
        ),
        case(
            "verdict-lookalike",
            Safe,
            rows(&format!("{two}C holds.\t√\t0.3\nD fails.\tx\t0.1\n")),
            rows(&format!("{two}C holds.\t✓\t0.3\nD fails.\t×\t0.1\n")),
        ),
        case("confidence-invalid", Safe, rows(&format!("{two}C holds.\t✓\t0,27\n")), rows(&format!("{two}C holds.\t✓\t0.27\n"))),
        case(
            "confidence-scale-mixed",
            Unsafe,
            rows(&format!("{two}C holds.\t✓\t27%\n")),
            rows(&format!("{two}C holds.\t✓\t0.27\n")),
        ),
        case(
            "duplicate-reference",
            Safe,
            list("- https://a.org/1\n- https://a.org/2\n- https://a.org/1\n"),
            list("- https://a.org/1\n- https://a.org/2\n"),
        ),
        // Another form of the address: which one to keep is a choice.
        case(
            "duplicate-reference",
            Safe,
            list("- https://a.org/1\n- http://a.org/1/\n"),
            list("- https://a.org/1\n- http://a.org/1/\n"),
        ),
        case(
            "duplicate-reference",
            Unsafe,
            list("- https://a.org/1\n- http://a.org/1/\n- https://b.org"),
            list("- https://a.org/1\n- https://b.org"),
        ),
        // Numbers cite by the order of the list: what is deleted moves them.
        case(
            "duplicate-reference",
            Safe,
            format!("3 Results\n\nIt holds [3].\n\n{}", list("- https://a.org/1\n- https://a.org/1\n- https://b.org\n")),
            format!("3 Results\n\nIt holds [3].\n\n{}", list("- https://a.org/1\n- https://a.org/1\n- https://b.org\n")),
        ),
        case(
            "duplicate-reference-version",
            Unsafe,
            list(
                "- <http://arxiv.org/abs/2005.13013v1>\n- <http://arxiv.org/abs/2005.13013v3>\n- <http://arxiv.org/abs/2005.13013v2>\n",
            ),
            list("- <http://arxiv.org/abs/2005.13013v3>\n"),
        ),
        case(
            "reference-list-broken",
            Safe,
            list("- https://a.org/1\r\n- https://a.org/2\r\n \r\n\r\n- https://a.org/3"),
            list("- https://a.org/1\r\n- https://a.org/2\r\n- https://a.org/3"),
        ),
        case("reference-malformed", Safe, list("- <https://a.org/1\n"), list("- <https://a.org/1>\n")),
        case(
            "insecure-reference-url",
            Safe,
            list("- <http://arxiv.org/abs/2005.13013v1>\n- http://a.org/1\n"),
            list("- <https://arxiv.org/abs/2005.13013v1>\n- http://a.org/1\n"),
        ),
        case("insecure-reference-url", Unsafe, list("- HTTP://a.org/1\n"), list("- https://a.org/1\n")),
        case(
            "table-header-missing",
            Safe,
            format!("5 Extracted Claims\n\n{two}\n").replace('\n', "\r\n"),
            format!("5 Extracted Claims\n\n{HEADER}{two}\n").replace('\n', "\r\n"),
        ),
        // The only row has no line end to go by.
        case(
            "table-header-missing",
            Safe,
            "\u{feff}5 Extracted Claims\r\n\r\nA holds.\t✓\t0.3".to_owned(),
            "\u{feff}5 Extracted Claims\r\n\r\nClaim\tVerified\tConfidence\r\nA holds.\t✓\t0.3".to_owned(),
        ),
        case(
            "table-row-malformed",
            Safe,
            rows(&format!("{two}C holds.    ✓    0.27\n")),
            rows(&format!("{two}C holds.\t✓\t0.27\n")),
        ),
        // With the tab before its claim the row would have a cell too many: another claim, and another verdict.
        case(
            "table-row-malformed",
            Safe,
            rows(&format!("{two}\tC holds in all trials.    ✓    0.19\n")),
            rows(&format!("{two}\tC holds in all trials.    ✓    0.19\n")),
        ),
        case("mixed-line-endings", Safe, rows("A.\t✓\t0.3\r\nB.\t✓\t0.2\r\n"), rows("A.\t✓\t0.3\nB.\t✓\t0.2\n")),
        case("suspicious-character", Safe, rows("zero\u{200b}width so\u{ad}ft.\t✓\t0.3\n"), rows("zerowidth soft.\t✓\t0.3\n")),
        // Without it the line is an item, and its label gives the heading a verdict.
        case("suspicious-character", Unsafe, status("\u{feff}- **Status**: VERIFIED\n"), status("- **Status**: VERIFIED\n")),
        case(
            "suspicious-character",
            Safe,
            status("\u{feff}- **Status**: VERIFIED\n"),
            status("\u{feff}- **Status**: VERIFIED\n"),
        ),
        // Without it the line is a heading, and the table below it another one.
        case("suspicious-character", Unsafe, rows("A.\t✓\t0.3\n\nResu\u{200b}lts\n"), rows("A.\t✓\t0.3\n\nResults\n")),
        case(
            "range-reversed",
            Unsafe,
            rows("The effect was 0.3 (95% CI [0.45, 0.12]).\t✓\t0.3\n"),
            rows("The effect was 0.3 (95% CI [0.12, 0.45]).\t✓\t0.3\n"),
        ),
    ]
}

#[test]
fn repairs_change_this_and_nothing_else() {
    let mut tried = std::collections::BTreeSet::new();
    for (rule, upto, before, after) in cases() {
        tried.insert(rule);
        let sources = vec![Source::new("a.txt", "a.txt", before.clone().into_bytes())];
        let (sources, _) = repaired(rule, &toml::Table::new(), sources, upto);
        assert_eq!(sources[0].text(), after, "{rule} {upto:?} on {before:?}");
    }
    let able = Catalogue::built_in().rules().iter().filter(|rule| rule.meta.fix != FixKind::None).map(|rule| rule.id);
    let missing: Vec<&str> = able.filter(|id| !tried.contains(id)).collect();
    assert!(missing.is_empty(), "rules with repairs and without a case here: {missing:?}");
}

#[test]
fn repairs_wait_for_one_another() {
    // The ends of two lines are changed together, and one of the lines is to be deleted.
    let text = "5 Extracted Claims\n\nClaim\tVerified\tConfidence\nA,, B.\t✓\t0.3\r\n\nReferences\n\n- https://a.org/1\n- https://a.org/2\n\r\n- https://a.org/3\n";
    let folder = Folder::new(&[("a.txt", text)]);
    let ran = folder.run(&["check", "a.txt", "--fix", "-v"]);
    assert_eq!(
        ran.stderr,
        "claimlint: info: a.txt: 3 fixed (doubled-punctuation 1, mixed-line-endings 1, reference-list-broken 1)\nno findings in 1 report (1 claim); 3 fixed\n"
    );
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""));
    assert_eq!(folder.read("a.txt"), text.replace(",,", ",").replace("\n\r\n", "\n").replace("\r\n", "\n"));
}

/// A report with a finding that can be repaired.
fn fixable(title: &str) -> String {
    report(title, 1, &[("Is A so?.", "✓", "0.31"), ("B holds in all trials.", "×", "0.12")])
}

#[test]
fn bytes_that_no_repair_names_stay() {
    let folder = Folder::new(&[]);
    let text =
        [b"\xef\xbb\xbfTitle \xff\xfe\r\n\r\n".as_slice(), fixable("x").replace('\n', "\r\n").as_bytes(), b"\xc3"].concat();
    folder.write("a.txt", &text);
    let ran = folder.run(&["check", "a.txt", "--fix", "--exit-zero"]);
    assert_eq!(ran.code, Some(0));
    let at = text.windows(2).position(|pair| pair == b"?.").unwrap() + 1;
    let expected = [&text[..at], &text[at + 1..]].concat();
    assert_eq!(fs::read(folder.path().join("a.txt")).unwrap(), expected);
    assert_eq!(bytes(&Source::new("a", "a", expected.clone())), expected);
}

#[test]
fn no_temporary_file_is_left_and_clean_files_are_not_touched() {
    let folder = Folder::new(&[("a.txt", &fixable("A")), ("clean.txt", &fixable("B").replace("?.", "?"))]);
    let clean = folder.path().join("clean.txt");
    let before = fs::metadata(&clean).unwrap().modified().unwrap();
    folder.run(&["check", "--fix"]);
    let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["a.txt", "clean.txt"]);
    assert_eq!(fs::metadata(&clean).unwrap().modified().unwrap(), before);
    assert!(!folder.read("a.txt").contains("?."));
}

#[test]
fn a_file_that_changed_meanwhile_is_left_alone() {
    use claimlint::fix::{NotWritten, write_back};
    let folder = Folder::new(&[("a.txt", "new")]);
    let path = folder.path().join("a.txt");
    assert!(matches!(write_back(&path, b"old", b"fixed"), Err(NotWritten::Changed)));
    assert_eq!(folder.read("a.txt"), "new");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    write_back(&path, b"new", b"fixed").unwrap();
    assert_eq!(folder.read("a.txt"), "fixed");
    assert!(matches!(write_back(&folder.path().join("none.txt"), b"", b""), Err(NotWritten::Io(_))));
    assert!(matches!(write_back(folder.path(), b"", b""), Err(NotWritten::Io(_))));
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_read_only_files_are_not_fixed() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new(&[("a.txt", &fixable("A")), ("locked.txt", &fixable("B"))]);
    let mode = |name: &str, mode| fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    mode("a.txt", 0o751);
    mode("locked.txt", 0o444);
    let ran = folder.run(&["check", "--fix", "--output-format", "concise"]);
    assert_eq!(fs::metadata(folder.path().join("a.txt")).unwrap().permissions().mode() & 0o7777, 0o751);
    assert_eq!(folder.read("locked.txt"), fixable("B"));
    assert_eq!(ran.code, Some(2));
    assert_eq!(ran.stderr, "claimlint: error: locked.txt is not fixed: it is read-only\n");
    assert_eq!(ran.stdout, "locked.txt:10:8: warning[doubled-punctuation] \"?.\" ends the sentence twice\n");
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_stay() {
    let folder = Folder::new(&[("sub/a.txt", &fixable("A"))]);
    std::os::unix::fs::symlink("sub/a.txt", folder.path().join("link.txt")).unwrap();
    // The same file under two names: repaired once, found clean under both.
    let ran = folder.run(&["check", "--fix"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""));
    assert_eq!(ran.stderr, "no findings in 2 reports (4 claims); 1 fixed\n");
    assert!(fs::symlink_metadata(folder.path().join("link.txt")).unwrap().is_symlink());
    assert_eq!(folder.read("link.txt"), fixable("A").replace("?.", "?"));
    folder.write("sub/a.txt", fixable("A").as_bytes());
    assert_eq!(folder.run(&["check", "link.txt", "--fix"]).code, Some(0));
    assert_eq!(folder.read("sub/a.txt"), fixable("A").replace("?.", "?"));
}

#[test]
fn standard_input_comes_back_repaired() {
    let folder = Folder::new(&[]);
    let text = format!("\u{feff}{}", fixable("A").replace('\n', "\r\n")).replace("0.12", "1.2");
    let ran = folder.run_in(".", &["check", "-", "--fix", "--output-format", "concise"], text.as_bytes());
    assert_eq!(ran.stdout, text.replace("?.", "?"));
    assert_eq!(ran.stderr, "-:11:26: error[confidence-out-of-range] confidence 1.2 is outside 0 to 1\n");
    assert_eq!(ran.code, Some(1));
    // What is no report comes back as it was.
    let mut command = program(folder.path());
    command.args(["check", "-", "--fix", "-q"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"just\xff\ttext").unwrap();
    let ran = child.wait_with_output().unwrap();
    assert_eq!((ran.stdout.as_slice(), ran.status.code()), (b"just\xff\ttext".as_slice(), Some(0)));
}

#[test]
fn a_diff_can_be_applied_and_is_what_a_fix_does() {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("skipped: there is no git");
        return;
    }
    let files =
        [("a.txt", fixable("A")), ("sub/b c.txt", fixable("B").replace('\n', "\r\n")), ("clean.txt", "no report".to_owned())];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (fixed, patched) = (Folder::new(&files), Folder::new(&files));
    let diff = patched.run(&["check", "--diff", "--unsafe-fixes"]);
    assert_eq!(diff.code, Some(1));
    assert_eq!(patched.read("a.txt"), fixable("A"), "--diff changes nothing");
    let mut git = Command::new("git");
    let ran = Ran::new(git.current_dir(patched.path()).args(["apply", "-p0", "--whitespace=nowarn"]), diff.stdout.as_bytes());
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{}", diff.stdout);
    assert_eq!(fixed.run(&["check", "--fix", "--unsafe-fixes"]).code, Some(0));
    for (name, _) in files {
        assert_eq!(fixed.read(name), patched.read(name), "{name}");
    }
    let again = patched.run(&["check", "--diff", "--unsafe-fixes"]);
    assert_eq!((again.code, again.stdout.as_str()), (Some(0), ""));
}

#[test]
fn the_bundled_reports_are_repaired_once_and_for_all() {
    let folder = Folder::new(&[]);
    for (name, bytes) in common::fixtures() {
        folder.write(&name, &bytes);
    }
    let first = folder.run(&["check", "--fix", "--unsafe-fixes", "--exit-zero", "--statistics"]);
    assert!(first.stdout.contains(" fixed"), "{}", first.stdout);
    let state = |folder: &Folder| {
        common::fixtures().iter().map(|(name, _)| fs::read(folder.path().join(name)).unwrap()).collect::<Vec<_>>()
    };
    let once = state(&folder);
    let again = Ran::new(program(folder.path()).args(["check", "--fix", "--unsafe-fixes", "--exit-zero", "--statistics"]), b"");
    assert!(!again.stdout.contains("fix"), "{}", again.stdout);
    assert_eq!(once, state(&folder));
}
