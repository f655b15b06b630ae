//! Streams, files and folders: what data cases cannot show.

mod common;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use claimlint::render::Format;
use common::{Folder, Ran, program, report};

const SOWN: &str = "Millet sown before the first rain yields a tenth less than millet sown after it.";

fn early() -> String {
    report("Early Rain", 1, &[(SOWN, "✓", "0.31")])
}

fn late() -> String {
    report("Late Rain", 0, &[(SOWN, "×", "0.14")])
}

/// More findings than any pipe holds.
fn many() -> String {
    let rows: Vec<(String, &str, &str)> =
        (0..5000).map(|n| (format!("Field {n} yields more,, year after year."), "✓", "0.5")).collect();
    let rows: Vec<(&str, &str, &str)> = rows.iter().map(|(claim, verdict, value)| (claim.as_str(), *verdict, *value)).collect();
    report("Many", 5000, &rows)
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = Folder::new(&[("many.txt", &many())]);
    // The table in Markdown is cut to what a comment takes, which any pipe holds: it is written before the pipe is closed.
    for &format in Format::NAMES.iter().filter(|&&format| format != "markdown") {
        let mut child = program(folder.path())
            .args(["check", "--quiet", "--output-format", format, "many.txt"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        // Reading a line and going away is what `| head -1` does.
        BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "{format}");
        let ended = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{format}");
        assert!(ended.status.success(), "{format}: {}", ended.status);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_exit_code_2() {
    let folder = Folder::new(&[("a.txt", &report("A", 3, &[(SOWN, "✓", "0.31")]))]);
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    let said = "claimlint: error: cannot write the output: No space left on device (os error 28)\n";
    let runs: [&[&str]; 6] = [
        &["check", "a.txt"],
        &["check", "--output-format", "json", "a.txt"],
        &["check", "--show-files"],
        &["rule"],
        &["rule", "--format", "json"],
        &["parse", "a.txt"],
    ];
    for args in runs {
        let ended = program(folder.path()).args(args).stdin(Stdio::null()).stdout(full()).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&ended.stderr), said, "{args:?}");
        assert_eq!(ended.status.code(), Some(2), "{args:?}");
    }
    let ran = folder.run(&["check", "--output-format", "json=/dev/full", "a.txt"]);
    assert_eq!(ran.stderr, "claimlint: error: cannot write /dev/full: No space left on device (os error 28)\n");
    assert_eq!(ran.code, Some(2));
    // That remarks cannot be written is no reason to fail.
    let ended = program(folder.path()).args(["check", "-v", "a.txt"]).stdin(Stdio::null()).stderr(full()).output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
}

#[test]
fn a_file_gets_what_standard_output_would() {
    let folder = Folder::new(&[("early.txt", &early()), ("late.txt", &late())]);
    for &format in Format::NAMES {
        let printed = folder.run(&["check", "--output-format", format, "early.txt", "late.txt"]);
        let target = format!("{format}=out.{format}");
        let written = folder.run(&["check", "--output-format", &target, "early.txt", "late.txt"]);
        assert_eq!((written.code, written.stdout.as_str()), (Some(1), ""), "{format}");
        assert_eq!(folder.read(&format!("out.{format}")), printed.stdout, "{format}");
    }
    let several = folder.run(&["check", "--output-format=json=a.json", "--output-format=concise=b.txt", "early.txt", "late.txt"]);
    assert_eq!(several.code, Some(1));
    assert_eq!(folder.read("a.json"), folder.read("out.json"));
    assert_eq!(folder.read("b.txt"), folder.read("out.concise"));
}

#[test]
fn a_file_that_cannot_be_written_is_exit_code_2_and_leaves_nothing() {
    let folder = Folder::new(&[("early.txt", &early()), ("late.txt", &late()), ("file", "kept")]);
    let ran = folder.run(&["check", "--output-format", "json=nowhere/out.json", "."]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.starts_with("claimlint: error: cannot write nowhere/out.json: "), "{}", ran.stderr);
    assert!(!folder.path().join("nowhere").exists());
    // A file where a folder should be; --exit-zero does not hide it.
    let ran = folder.run(&["check", "--exit-zero", "--output-format", "json=file/out.json", "."]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(folder.read("file"), "kept");
    let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["early.txt", "file", "late.txt"]);
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_checked() {
    let folder = Folder::new(&[("in/early.txt", &early()), ("in/late.txt", &late())]);
    // It is a file, and nobody can read it from its start: not even who may read everything.
    std::os::unix::fs::symlink("/proc/self/mem", folder.path().join("in/mem.txt")).unwrap();
    let ran = folder.run(&["check", "--output-format", "concise", "in"]);
    assert_eq!(ran.stdout, "in/late.txt:10:1: error[conflicting-verdict] refused here, verified in in/early.txt:10\n");
    assert_eq!(ran.stderr, "claimlint: error: cannot read in/mem.txt: Input/output error (os error 5)\n");
    assert_eq!(ran.code, Some(2));
    let json = folder.run(&["check", "--output-format", "json", "in"]).stdout;
    assert!(json.contains(r#""summary":{"files":2,"skipped":1,"#), "{json}");
    let shown = folder.run(&["check", "--show-files", "in"]);
    assert_eq!(
        (shown.code, shown.stdout.as_str()),
        (Some(2), "in/early.txt: checked\nin/late.txt: checked\nin/mem.txt: Input/output error (os error 5)\n")
    );
    let named = folder.run(&["check", "in/early.txt", "in/mem.txt"]);
    assert_eq!((named.code, named.stdout.as_str()), (Some(2), ""));
    assert_eq!(named.stderr, "claimlint: error: cannot read in/mem.txt: Input/output error (os error 5)\n");
    let parsed = folder.run(&["parse", "in/mem.txt"]);
    assert_eq!((parsed.code, parsed.stderr), (Some(2), named.stderr));
}

/// Of many files, each is read while others are checked: it makes no difference.
#[cfg(target_os = "linux")]
#[test]
fn many_files_are_read_while_others_are_checked() {
    let folder = Folder::new(&[("in/early.txt", &early()), ("in/late.txt", &late()), ("in/empty.txt", "")]);
    for number in 0..600 {
        folder.write(&format!("in/{number:03}.txt"), common::report(&format!("Report {number}"), 0, &[]).as_bytes());
    }
    std::os::unix::fs::symlink("/proc/self/mem", folder.path().join("in/mem.txt")).unwrap();
    for paths in [&["in"][..], &["in", "in/late.txt"], &["in/late.txt", "--corpus", "in/**"]] {
        for format in ["concise", "json"] {
            let check = [&["check", "--output-format", format][..], paths].concat();
            let ran = folder.run(&check);
            assert_eq!(ran.stderr, "claimlint: error: cannot read in/mem.txt: Input/output error (os error 5)\n");
            assert_eq!(ran.code, Some(2));
            assert!(ran.stdout.contains("in/late.txt") && ran.stdout.contains("in/early.txt"), "{}", ran.stdout);
            // With fewer threads than processors, files are read before.
            assert_eq!(folder.run(&[&check[..], &["--jobs", "1"]].concat()), ran);
        }
    }
    let json = folder.run(&["check", "--output-format", "json", "in"]).stdout;
    assert!(json.contains(r#""summary":{"files":602,"skipped":2,"#), "{}", &json[..300]);
    let shown = folder.run(&["check", "--show-files", "in"]).stdout;
    assert_eq!(shown.lines().filter(|line| line.ends_with(": checked")).count(), 602);
    assert!(shown.contains("in/empty.txt: no report: ") && shown.contains("in/mem.txt: Input/output error"), "{shown}");
    let fixed = folder.run(&["check", "--fix", "--output-format", "json", "in"]);
    assert!(fixed.stdout.contains(r#""summary":{"files":602,"skipped":2,"#));
}

#[test]
fn a_repository_is_compared_as_a_whole() {
    let folder = Folder::new(&[("new/late.txt", &late()), ("old/deep/early.txt", &early()), ("elsewhere.md", "# No report\n")]);
    let late = ["check", "--output-format", "concise", "new/late.txt"];
    assert_eq!(folder.run(&late).stdout, "", "without a repository, paths are compared with one another");
    fs::create_dir(folder.path().join(".git")).unwrap();
    let conflict = "new/late.txt:10:1: error[conflicting-verdict] refused here, verified in old/deep/early.txt:10\n";
    assert_eq!(folder.run(&late), Ran { code: Some(1), stdout: conflict.to_owned(), stderr: String::new() });
    let from_below = folder.run_in("new", &["check", "--output-format", "concise"], b"");
    assert_eq!(
        from_below.stdout,
        "late.txt:10:1: error[conflicting-verdict] refused here, verified in ../old/deep/early.txt:10\n"
    );
    let isolated = folder.run(&[&late[..], &["--isolated"]].concat());
    assert_eq!((isolated.code, isolated.stdout.as_str()), (Some(0), ""));
    let other = folder.run(&["check", "--output-format", "concise", "old"]);
    assert_eq!(other.stdout, "old/deep/early.txt:10:1: error[conflicting-verdict] verified here, refused in new/late.txt:10\n");
    // A buffer takes the place of its file.
    let buffer = ["check", "--output-format", "concise", "--stdin-filename", "new/late.txt", "-"];
    assert_eq!(folder.run_in(".", &buffer, self::late().as_bytes()).stdout, conflict);
    assert_eq!(folder.run_in(".", &buffer, early().as_bytes()).stdout, "");
    // A corpus replaces the repository.
    assert_eq!(folder.run(&[&late[..], &["--corpus", "new/**"]].concat()).stdout, "");
}

#[test]
fn a_path_that_is_named_wins_over_gitignore() {
    let folder = Folder::new(&[
        ("late.txt", &late()),
        ("drafts/early.txt", &early()),
        ("drafts/kept.txt", &report("Kept", 1, &[("Goats graze the stubble after the harvest.", "✓", "0.2")])),
        (".gitignore", "/drafts/*\n!kept.txt\n"),
    ]);
    let all = ["check", "--output-format", "concise"];
    let conflict = "late.txt:10:1: error[conflicting-verdict] refused here, verified in drafts/early.txt:10\n";
    assert_eq!(folder.run(&all).stdout, conflict, "outside of a repository .gitignore means nothing");
    fs::create_dir(folder.path().join(".git")).unwrap();
    assert_eq!(folder.run(&all).stdout, "");
    let shown = folder.run(&["check", "--show-files"]).stdout;
    assert_eq!(
        shown,
        ".git: hidden\n.gitignore: hidden\ndrafts/early.txt: ignored by .gitignore\ndrafts/kept.txt: checked\nlate.txt: checked\n"
    );
    assert_eq!(folder.run(&[&all[..], &["--no-ignore"]].concat()).stdout, conflict);
    let named = folder.run(&[&all[..], &["drafts/early.txt"]].concat()).stdout;
    assert_eq!(named, "drafts/early.txt:10:1: error[conflicting-verdict] verified here, refused in late.txt:10\n");
    // Ignored files stay out of what is compared, too.
    assert_eq!(folder.run(&[&all[..], &["late.txt"]].concat()).stdout, "");
}

#[test]
fn hostile_text_reaches_no_stream() {
    let hostile = "\u{1b}[31m\u{202e}\u{200b}\u{9b}\u{7}\u{2028}\u{feff}x";
    let claim = format!("The {hostile} field yields more than the other one.");
    let text = report(hostile, 7, &[(&claim, "✓", hostile), (&claim, "×", "0.1"), (hostile, hostile, "0.1"), (&claim, "", "")])
        + &format!("\nReferences\n\n- https://example.org/{hostile}\n- https://example.org/{hostile}\n");
    let folder = Folder::new(&[]);
    let name = if cfg!(windows) { "a\u{202e}.txt".to_owned() } else { "a\u{1b}[31m\u{202e}\n.txt".to_owned() };
    folder.write(&name, text.as_bytes());
    folder.write(&format!("no-report-{name}"), b"nothing");
    let mut runs: Vec<Vec<&str>> = Format::NAMES.iter().map(|format| vec!["check", "-v", "--output-format", format]).collect();
    runs.push(vec!["check", "--show-files"]);
    runs.push(vec!["parse", &name]);
    runs.push(vec!["check", hostile]);
    runs.push(vec!["check", "--select", hostile]);
    let corpus = format!("[{hostile}");
    runs.push(vec!["check", "--corpus", &corpus]);
    runs.push(vec!["rule", hostile]);
    runs.push(vec!["check", "--statistics", "--rule", "insecure-reference-url=warning"]);
    runs.push(vec!["check", "--since", hostile]);
    folder.write("list", hostile.as_bytes());
    runs.push(vec!["check", "--files-from", "list"]);
    runs.push(vec!["man", hostile]);
    runs.push(vec!["check", "--diff", "--unsafe-fixes"]);
    // Last: it changes the file.
    runs.push(vec!["check", "--fix", "-v"]);
    for args in runs {
        let ran = folder.run(&args);
        // A diff keeps tabs, so that it can be applied.
        let kept = if args.contains(&"--diff") { "\n\t" } else { "\n" };
        for (stream, text) in [("standard output", &ran.stdout), ("standard error", &ran.stderr)] {
            let raw = text.chars().find(|&c| !kept.contains(c) && claimlint::render::escape::is_harmful(c));
            assert_eq!(raw, None, "{stream} of {args:?}:\n{text:?}");
        }
        assert!(!ran.stdout.is_empty() || !ran.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn colour_follows_option_then_environment() {
    let folder = Folder::new(&[("early.txt", &early()), ("late.txt", &late())]);
    type Case<'c> = (&'c [(&'c str, &'c str)], &'c [&'c str], bool);
    let cases: [Case<'_>; 9] = [
        (&[], &[], false),
        (&[("FORCE_COLOR", "1")], &[], true),
        (&[("FORCE_COLOR", "0")], &[], false),
        (&[("CLICOLOR_FORCE", "1")], &[], true),
        (&[("CLICOLOR_FORCE", "0")], &[], false),
        (&[("NO_COLOR", "1"), ("FORCE_COLOR", "1")], &[], false),
        (&[("NO_COLOR", "")], &["--color", "always"], true),
        (&[("NO_COLOR", "1")], &["--color", "always"], true),
        (&[("FORCE_COLOR", "1")], &["--color", "never"], false),
    ];
    for (variables, options, wanted) in cases {
        let mut command = program(folder.path());
        command.arg("check").args(options).envs(variables.iter().copied());
        let ran = Ran::new(&mut command, b"");
        assert_eq!(ran.stdout.contains('\u{1b}'), wanted, "{variables:?} {options:?}");
    }
    // Formats for programs are never coloured, nor are files.
    for format in ["concise", "json", "jsonl", "full=out.txt"] {
        let ran = folder.run(&["check", "--color", "always", "--output-format", format]);
        assert!(!ran.stdout.contains('\u{1b}'), "{format}");
    }
    assert!(!folder.read("out.txt").contains('\u{1b}'));
}

#[test]
fn json_says_what_concise_says() {
    let folder =
        Folder::new(&[("early.txt", &early()), ("late.txt", &late()), ("many.txt", &report("M", 3, &[("A,, b.", "✓", "2")]))]);
    let concise = folder.run(&["check", "--output-format", "concise"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&folder.run(&["check", "--output-format", "json"]).stdout).unwrap();
    let lines = |diagnostics: &[serde_json::Value]| -> String {
        let line = |d: &serde_json::Value| {
            let text = |name: &str| d[name].as_str().unwrap().to_owned();
            let start = &d["range"]["start"];
            let place = format!("{}:{}:{}", text("path"), start["line"], start["column"]);
            format!("{place}: {}[{}] {}\n", text("level"), text("rule"), text("message"))
        };
        diagnostics.iter().map(line).collect()
    };
    assert_eq!(lines(json["diagnostics"].as_array().unwrap()), concise);
    let jsonl = folder.run(&["check", "--output-format", "jsonl"]).stdout;
    let objects: Vec<serde_json::Value> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(&objects, json["diagnostics"].as_array().unwrap());
}

#[test]
fn rule_json_has_every_page() {
    let ran = Folder::new(&[]).run(&["rule", "--format", "json"]);
    let rules: Vec<serde_json::Value> = serde_json::from_str(&ran.stdout).unwrap();
    let catalogue = claimlint::catalogue::Catalogue::built_in().rules();
    assert_eq!(rules.len(), catalogue.len());
    for (json, rule) in rules.iter().zip(catalogue) {
        let got = [&json["id"], &json["category"], &json["level"], &json["summary"], &json["page"], &json["url"]];
        let wanted = [rule.id, rule.category, rule.meta.level.name(), &rule.meta.summary, rule.body.trim(), &rule.url()];
        assert_eq!(got.map(|value| value.as_str().unwrap()), wanted);
    }
}

#[test]
fn rule_without_id_is_a_table_by_category() {
    let folder = Folder::new(&[]);
    let all = folder.run(&["rule"]);
    assert_eq!((all.code, all.stderr.as_str()), (Some(0), ""));
    let catalogue = claimlint::catalogue::Catalogue::built_in();
    let width = catalogue.rules().iter().map(|rule| rule.id.len()).max().unwrap();
    let mut expected = String::new();
    for category in catalogue.rules().chunk_by(|a, b| a.category == b.category) {
        if !expected.is_empty() {
            expected.push('\n');
        }
        expected.push_str(&format!("{}\n", category[0].category));
        for rule in category {
            expected.push_str(&format!("  {:width$}  {:7}  {}\n", rule.id, rule.meta.level.name(), rule.meta.summary));
        }
    }
    assert_eq!(all.stdout, expected);
    // A category stands for its rules.
    let names: Vec<&str> = catalogue.rules().iter().filter(|rule| rule.category == "claim").map(|rule| rule.id).collect();
    let pages = |args: &[&str]| folder.run(&[&["rule"], args].concat()).stdout;
    assert_eq!(pages(&["claim"]), pages(&names));
}
