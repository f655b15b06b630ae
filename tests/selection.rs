//! Which files are checked: by git revision, by list, by ignore files; and that nothing is left out in silence.

#![allow(clippy::print_stderr, reason = "tests say what they measured or skipped")]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{Folder, Ran, report};

/// A report with one finding, named by its title.
fn faulty(title: &str) -> String {
    report(title, 1, &[("Is A so in all trials?.", "✓", "0.31")])
}

/// The names of the reports that have findings.
fn found(ran: &Ran) -> Vec<&str> {
    ran.stdout.lines().map(|line| line.split_once(".txt:").unwrap().0).collect()
}

fn git(folder: &Folder, args: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder.path()).args(["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]);
    let ran = command.args(args).output().unwrap();
    assert!(ran.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

/// A repository with one commit; `None`, said aloud, where there is no git.
fn repository(files: &[(&str, &str)]) -> Option<Folder> {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("skipped: there is no git");
        return None;
    }
    let folder = Folder::new(files);
    git(&folder, &["init", "-q", "-b", "main"]);
    git(&folder, &["add", "-A"]);
    git(&folder, &["commit", "-qm", "one"]);
    Some(folder)
}

const CONCISE: [&str; 3] = ["check", "--output-format", "concise"];

fn since(folder: &Folder, reference: &str, more: &[&str]) -> Ran {
    folder.run(&[&CONCISE[..], &["--since", reference], more].concat())
}

#[test]
fn since_a_revision_means_what_differs_from_it() {
    let names = ["changed", "committed", "deleted", "moved", "same", "staged", "sub/changed"];
    let files: Vec<(String, String)> = names.iter().map(|name| (format!("{name}.txt"), faulty(name))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let Some(folder) = repository(&[&files[..], &[(".gitignore", "ignored.txt\n")]].concat()) else { return };
    folder.write("committed.txt", faulty("committed again").as_bytes());
    git(&folder, &["commit", "-qam", "two"]);
    assert_eq!(found(&since(&folder, "HEAD~1", &[])), ["committed"]);
    folder.write("changed.txt", faulty("changed again").as_bytes());
    folder.write("sub/changed.txt", faulty("changed again too").as_bytes());
    folder.write("staged.txt", faulty("staged again").as_bytes());
    folder.write("a new one.txt", faulty("new").as_bytes());
    folder.write("ignored.txt", faulty("ignored").as_bytes());
    git(&folder, &["add", "staged.txt"]);
    git(&folder, &["mv", "moved.txt", "elsewhere.txt"]);
    fs::remove_file(folder.path().join("deleted.txt")).unwrap();
    let all = ["a new one", "changed", "elsewhere", "staged", "sub/changed"];
    assert_eq!(found(&since(&folder, "HEAD", &[])), all);
    assert_eq!(found(&since(&folder, "HEAD", &["sub", "staged.txt", "same.txt"])), ["staged", "sub/changed"]);
    let below = folder.run_in("sub", &[&CONCISE[..], &["--since", "HEAD"]].concat(), b"");
    assert_eq!(below.stdout.lines().count(), 1);
    assert!(found(&since(&folder, "HEAD", &["--no-ignore"])).contains(&"ignored"));
    let why = folder.run(&["check", "--since", "HEAD", "--show-files"]);
    assert!(why.stdout.contains("\nsame.txt: not changed since the revision\n"), "{}", why.stdout);
    let nothing = since(&folder, "HEAD", &["same.txt"]);
    assert_eq!((nothing.code, nothing.stdout.as_str()), (Some(0), ""));
    assert_eq!(nothing.stderr, "claimlint: warning: there is no report to check; 1 not changed, see --show-files\n");
}

#[test]
fn what_others_did_on_the_branch_is_not_what_changed_here() {
    let Some(folder) = repository(&[("a.txt", &faulty("a")), ("b.txt", &faulty("b"))]) else { return };
    git(&folder, &["checkout", "-qb", "own"]);
    folder.write("a.txt", faulty("a here").as_bytes());
    git(&folder, &["commit", "-qam", "here"]);
    git(&folder, &["checkout", "-q", "main"]);
    folder.write("b.txt", faulty("b there").as_bytes());
    git(&folder, &["commit", "-qam", "there"]);
    git(&folder, &["checkout", "-q", "own"]);
    assert_eq!(found(&since(&folder, "main", &[])), ["a"]);
    // Without a common past all that differs has changed.
    git(&folder, &["checkout", "-q", "--orphan", "alone"]);
    folder.write("b.txt", faulty("b").as_bytes());
    git(&folder, &["commit", "-qam", "alone"]);
    assert_eq!(found(&since(&folder, "main", &[])), ["a", "b"]);
}

#[test]
fn an_unchanged_report_still_contradicts_a_changed_one() {
    let one = |verdict| report(verdict, usize::from(verdict == "✓"), &[("A holds in all trials of the year.", verdict, "0.31")]);
    let Some(folder) = repository(&[("old.txt", &one("✓")), ("sub/new.txt", &one("✓"))]) else { return };
    folder.write("sub/new.txt", one("×").as_bytes());
    let ran = since(&folder, "HEAD", &["sub"]);
    assert_eq!(ran.stdout, "sub/new.txt:10:1: error[conflicting-verdict] refused here, verified in old.txt:10\n");
}

#[test]
fn a_revision_that_git_does_not_know_is_exit_code_2() {
    let Some(folder) = repository(&[("a.txt", &faulty("a"))]) else { return };
    for reference in ["nope", "--output=x", "", "HEAD:a.txt"] {
        let ran = folder.run(&["check", &format!("--since={reference}")]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{reference}");
        let expected = format!("claimlint: error: --since: there is no revision {reference:?} in ");
        assert!(ran.stderr.starts_with(&expected), "{}", ran.stderr);
    }
    let outside = Folder::new(&[("a.txt", &faulty("a"))]);
    let ran = since(&outside, "HEAD", &[]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(2), "claimlint: error: --since: . is in no git repository\n"));
    let mut command = common::program(folder.path());
    let ran = Ran::new(command.args(["check", "--since", "HEAD"]).env("PATH", ""), b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(2), "claimlint: error: --since: there is no program named git\n"));
}

#[cfg(unix)]
#[test]
fn names_may_hold_anything() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let Some(folder) = repository(&[("a.txt", &faulty("a"))]) else { return };
    let names: [&[u8]; 4] = [b"b c.txt", b"d\ne.txt", b"f\xff.txt", b"-g.txt"];
    for name in names {
        fs::write(folder.path().join(OsStr::from_bytes(name)), faulty("x")).unwrap();
    }
    let ran = since(&folder, "HEAD", &[]);
    assert_eq!(found(&ran), ["-g", "b c", "d\\ne", "f\u{fffd}"]);
    folder.write("list", &names.join(&0));
    let listed = folder.run(&[&CONCISE[..], &["--files-from", "list"]].concat());
    assert_eq!(found(&listed), found(&ran));
}

#[test]
fn a_list_names_files() {
    let folder = Folder::new(&[("a.txt", &faulty("a")), ("b c.txt", &faulty("b")), ("sub/d.txt", &faulty("d")), ("-.txt", "")]);
    let run = |args: &[&str], stdin: &[u8]| folder.run_in(".", &[&CONCISE[..], args].concat(), stdin);
    assert_eq!(found(&run(&["--files-from", "-"], b"a.txt\r\nb c.txt\r\n")), ["a", "b c"]);
    assert_eq!(found(&run(&["--files-from", "-", "sub"], b"a.txt\0")), ["a", "sub/d"]);
    // Not the working directory.
    let nothing = run(&["--files-from", "-"], b"\n");
    assert_eq!((nothing.code, nothing.stderr.as_str()), (Some(0), "claimlint: warning: there is no report to check\n"));
    let missing = run(&["--files-from", "-"], b"a.txt\nnope.txt\n");
    assert_eq!((missing.code, missing.stdout.as_str()), (Some(2), ""));
    assert!(missing.stderr.starts_with("claimlint: error: cannot read nope.txt: "), "{}", missing.stderr);
    assert!(run(&["--files-from", "nope"], b"").stderr.starts_with("claimlint: error: --files-from: cannot read nope: "));
    // A dash in a list is a file of that name.
    assert!(run(&["--files-from", "-"], b"-\n").stderr.starts_with("claimlint: error: cannot read -: "));
}

#[test]
fn ignore_files_leave_out_and_take_up_again() {
    let files = ["a", "drafts/b", "drafts/keep", "old/c", "generated/d", "deep/er/e", "deep/er/f"];
    let folder = Folder::new(&[(".git/HEAD", "")]);
    files.iter().for_each(|name| folder.write(&format!("{name}.txt"), faulty(name).as_bytes()));
    folder.write(".gitignore", b"generated/*\nold/\n");
    folder.write(".claimlintignore", b"# comment\ndrafts/*\n!drafts/keep.txt\n!generated/d.txt\n");
    folder.write("deep/.claimlintignore", b"f.txt\n");
    let run = |args: &[&str]| folder.run(&[&CONCISE[..], args].concat());
    assert_eq!(found(&run(&[])), ["a", "deep/er/e", "drafts/keep", "generated/d"]);
    assert_eq!(found(&run(&["--no-ignore"])).len(), files.len());
    // Those above a folder apply in it as well.
    assert_eq!(found(&run(&["deep/er", "drafts"])), ["deep/er/e", "drafts/keep"]);
    // What is named wins, unless --force-exclude is given, as in a hook.
    let named = ["a.txt", "drafts/b.txt", "drafts/keep.txt", "old/c.txt", "deep/er/f.txt", "generated/d.txt"];
    assert_eq!(found(&run(&named)).len(), named.len());
    assert_eq!(found(&run(&[&["--force-exclude"], &named[..]].concat())), ["a", "drafts/keep", "generated/d"]);
    let shown = folder.run(&[&["check", "--show-files", "--force-exclude"], &named[..]].concat());
    assert_eq!(
        shown.stdout,
        "a.txt: checked\ndeep/er/f.txt: ignored by .claimlintignore\ndrafts/b.txt: ignored by .claimlintignore\n\
         drafts/keep.txt: checked\ngenerated/d.txt: checked\nold/c.txt: ignored by .gitignore\n"
    );
    let nothing = run(&["--force-exclude", "old/c.txt", "--error-on-no-files"]);
    assert_eq!(
        (nothing.code, nothing.stderr.as_str()),
        (Some(2), "claimlint: error: there is no report to check; 1 ignored, see --show-files\n")
    );
}

#[test]
fn claimlintignore_needs_no_repository_and_says_what_is_wrong_with_it() {
    let folder = Folder::new(&[("a.txt", &faulty("a")), ("sub/b.txt", &faulty("b")), (".gitignore", "a.txt\n")]);
    folder.write(".claimlintignore", b"b.txt\na[\n");
    let ran = folder.run_in("sub", &[&CONCISE[..], &[".."]].concat(), b"");
    assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
    assert!(ran.stderr.starts_with("claimlint: warning: ../.claimlintignore: line 2: "), "{}", ran.stderr);
}

#[test]
fn what_a_configuration_excludes_is_left_out_of_hooks() {
    let folder = Folder::new(&[("a.txt", &faulty("a")), ("archive/b.txt", &faulty("b"))]);
    folder.write("claimlint.toml", b"exclude = [\"archive/**\"]\n");
    let named = |more: &[&str]| folder.run(&[&CONCISE[..], more, &["a.txt", "archive/b.txt"]].concat());
    assert_eq!(found(&named(&[])), ["a", "archive/b"]);
    assert_eq!(found(&named(&["--force-exclude"])), ["a"]);
    let shown = folder.run(&["check", "--show-files", "--force-exclude", "a.txt", "archive/b.txt"]);
    assert_eq!(shown.stdout, "a.txt: checked\narchive/b.txt: excluded by claimlint.toml\n");
}

#[test]
fn what_stands_for_an_excluded_file_is_left_out_as_that_file_is() {
    let folder = Folder::new(&[("a.txt", &faulty("a")), ("archive/b.txt", &faulty("b"))]);
    folder.write("claimlint.toml", b"exclude = [\"archive/**\"]\n");
    let buffer = faulty("b");
    let run = |args: &[&str]| {
        folder.run_in(".", &[&["check", "-", "--stdin-filename", "archive/b.txt"], args].concat(), buffer.as_bytes())
    };
    assert_eq!(found(&run(&["--output-format", "concise"])), ["archive/b"]);
    let left_out = run(&["--output-format", "concise", "--force-exclude"]);
    assert_eq!((left_out.code, left_out.stdout.as_str()), (Some(0), ""));
    assert_eq!(run(&["--show-files", "--force-exclude"]).stdout, "archive/b.txt: excluded by claimlint.toml\n");
    // An editor that repairs its buffer gets it back.
    assert_eq!(run(&["--fix", "--force-exclude"]).stdout, buffer);
}

#[test]
fn standard_input_is_read_once() {
    let folder = Folder::new(&[("a.txt", &faulty("a"))]);
    let twice = folder.run_in(".", &[&CONCISE[..], &["--isolated", "-", "-"]].concat(), faulty("x").as_bytes());
    assert_eq!(twice.code, Some(1), "{}", twice.stderr);
    assert_eq!(twice.stdout.lines().count(), 1, "{}", twice.stdout);
}

#[cfg(unix)]
#[test]
fn links_are_never_passed_over_in_silence() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new(&[("sub/a.txt", &faulty("a"))]);
    let link = |to: &str, name: &str| symlink(to, folder.path().join(name)).unwrap();
    link("nowhere", "dangling.txt");
    link("sub", "folder");
    link("sub", "folder.txt");
    link("sub/a.txt", "file.txt");
    let fifo = Command::new("mkfifo").arg(folder.path().join("pipe.txt")).status();
    let ran = folder.run(&CONCISE);
    assert_eq!(found(&ran), ["file", "sub/a"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (Some(2), "claimlint: error: cannot read dangling.txt: it is a link to nothing\n")
    );
    let shown = folder.run(&["check", "--show-files"]);
    let pipe = if fifo.is_ok_and(|status| status.success()) { "pipe.txt: neither file nor folder\n" } else { "" };
    assert_eq!(
        shown.stdout,
        format!(
            "dangling.txt: it is a link to nothing\nfile.txt: checked\nfolder: a link to a folder\nfolder.txt: a link to a folder\n{pipe}sub/a.txt: checked\n"
        )
    );
    assert_eq!(shown.code, Some(2));
    assert!(Path::new(folder.path()).join("dangling.txt").is_symlink());
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_that_is_named_is_walked_like_a_folder() {
    let files = [("real/a.txt", &*faulty("a")), ("real/.b.txt", &faulty("b")), ("real/c.bin", "x"), ("d.txt", &faulty("d"))];
    let folder = Folder::new(&files);
    std::os::unix::fs::symlink("real", folder.path().join("link")).unwrap();
    let ran = folder.run(&["check", "--isolated", "--show-files", "link"]);
    assert_eq!(ran.stdout, "link/.b.txt: hidden\nlink/a.txt: checked\nlink/c.bin: neither .txt nor Markdown\n", "{ran:?}");
}

#[test]
fn what_a_folder_ignores_is_ignored_there_only() {
    let folder = Folder::new(&[(".git/HEAD", ""), ("a/.gitignore", "*.md\n"), ("a/x.md", &faulty("x")), ("c.md", &faulty("c"))]);
    let ran = folder.run(&["check", "--show-files"]);
    assert_eq!(ran.stdout, ".git: hidden\na/.gitignore: hidden\na/x.md: ignored by .gitignore\nc.md: checked\n", "{ran:?}");
}
