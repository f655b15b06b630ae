//! The program explains itself: completions, manual pages, help, and what `init` writes.

mod common;

use std::collections::BTreeSet;
use std::process::Command;

use common::{Folder, Ran, program, report};

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

fn folder() -> Folder {
    let ledger = "claim\tverdict\nA holds in all trials.\t✓\nA holds in all trials.\t×\n";
    Folder::new(&[("reports/a.txt", &report("A", 1, &[("A holds in all trials.", "✓", "0.31")])), ("ledger.tsv", ledger)])
}

/// What a command prints, which must succeed.
fn printed(folder: &Folder, args: &[&str]) -> String {
    let ran = folder.run(args);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{args:?}");
    ran.stdout
}

/// The commands that `--help` lists.
fn commands(folder: &Folder) -> Vec<String> {
    let help = printed(folder, &["--help"]);
    let list = help.split_once("Commands:\n").unwrap().1.split_once("\n\n").unwrap().0;
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.map(|line| line.split_whitespace().next().unwrap().to_owned()).filter(|name| name != "help").collect()
}

/// The long options that a text names.
fn options(text: &str) -> BTreeSet<&str> {
    let is_part = |c: char| c.is_ascii_lowercase() || c == '-';
    text.match_indices("--")
        .filter(|(at, _)| !text[..*at].ends_with(is_part))
        .map(|(at, _)| {
            let rest = &text[at..];
            rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())].trim_end_matches('-')
        })
        .filter(|option| option.len() > 3)
        .collect()
}

#[test]
fn completions_are_printed_for_every_shell() {
    let folder = folder();
    for shell in SHELLS {
        let script = printed(&folder, &["completions", shell]);
        for word in commands(&folder).iter().map(String::as_str).chain(["unsafe-fixes", "stdin-filename"]) {
            assert!(script.contains(word), "{shell} does not complete {word}");
        }
        // What the shell itself thinks of it, where it is there.
        if matches!(shell, "bash" | "fish" | "zsh") {
            folder.write(&format!("script.{shell}"), script.as_bytes());
            let mut command = Command::new(shell);
            if let Ok(ran) = command.arg("-n").arg(folder.path().join(format!("script.{shell}"))).output() {
                assert!(ran.status.success(), "{shell}: {}", String::from_utf8_lossy(&ran.stderr));
            }
        }
    }
}

#[test]
fn every_option_stands_in_the_manual() {
    let folder = folder();
    let names = commands(&folder);
    assert!(names.len() >= 6, "{names:?}");
    let summary = printed(&folder, &["man"]).replace("\\-", "-");
    for name in &names {
        assert!(summary.contains(&format!("claimlint-{name}(1)")), "{name}");
        let page = printed(&folder, &["man", name]).replace("\\-", "-");
        assert!(page.starts_with(&format!(".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n.TH claimlint-{name} 1")), "{page}");
        let help = printed(&folder, &[name, "--help"]);
        let missing: Vec<&str> = options(&help).difference(&options(&page)).copied().collect();
        assert!(missing.is_empty(), "{name}: {missing:?}");
    }
}

/// An example is a line of help that begins with the name of the program, set in.
#[cfg(unix)]
#[test]
fn the_examples_in_the_help_run() {
    let folder = folder();
    for name in ["init -q -b main", "add -A", "-c user.name=a -c user.email=a@b commit -qm one"] {
        let ran = Command::new("git").current_dir(folder.path()).args(name.split(' ')).output();
        if !ran.is_ok_and(|ran| ran.status.success()) {
            return;
        }
    }
    let mut tried = 0;
    let pages = commands(&folder).into_iter().map(|name| vec![name, "--help".to_owned()]);
    for args in pages.chain([vec!["--help".to_owned()]]) {
        let help = printed(&folder, &args.iter().map(String::as_str).collect::<Vec<_>>());
        let Some((_, examples)) = help.split_once("\nExamples:\n") else { continue };
        for line in examples.lines().take_while(|line| line.starts_with("  ")) {
            let example = line.trim_start().split("   ").next().unwrap();
            let mut shell = Command::new("sh");
            let name = std::path::Path::new(program(folder.path()).get_program()).parent().unwrap().to_owned();
            let path = format!("{}:{}", name.display(), std::env::var("PATH").unwrap_or_default());
            let ran = Ran::new(shell.arg("-c").arg(example).env("PATH", path).current_dir(folder.path()), b"");
            assert!(ran.code.is_some_and(|code| code < 2), "{example}: {ran:?}");
            tried += 1;
        }
    }
    assert!(tried >= 12, "{tried}");
}

#[test]
fn what_init_writes_is_read_and_changes_nothing() {
    let folder = folder();
    let check = |folder: &Folder| folder.run(&["check", "--output-format", "json"]);
    let before = check(&folder);
    let ran = folder.run(&["init"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (Some(0), "claimlint: info: claimlint.toml is written; all of it is commented out\n")
    );
    assert_eq!(check(&folder), before);
    // Every example in it is one that is understood, too.
    let text = folder.read("claimlint.toml");
    let is_example = |line: &str| line.strip_prefix("# ").is_some_and(|rest| rest.starts_with('[') || rest.contains(" = "));
    let uncommented: String =
        text.lines().map(|line| format!("{}\n", if is_example(line) { &line[2..] } else { line })).collect();
    assert!(uncommented.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count() > 12, "{uncommented}");
    folder.write("claimlint.toml", uncommented.as_bytes());
    // A folder that it names; no rule has to be in it.
    std::fs::create_dir(folder.path().join("house-rules")).unwrap();
    let ran = folder.run(&["check", "reports", "--isolated"]);
    assert_eq!(ran.code, Some(0));
    let ran = folder.run(&["check", "reports"]);
    assert!(!ran.stderr.contains("error"), "{}\n{uncommented}", ran.stderr);
    // It overwrites nothing.
    assert_eq!(folder.run(&["init"]).code, Some(2));
    assert_eq!(folder.read("claimlint.toml"), uncommented);
}

#[test]
fn init_says_what_a_configuration_below_the_root_means() {
    let folder = folder();
    folder.write(".git/HEAD", b"");
    folder.write("reports/.pre-commit-config.yaml", b"repos: []\n");
    let ran = folder.run_in("reports", &["init"], b"");
    assert!(ran.stderr.ends_with("are now compared with one another only, not with all of ..\n"), "{}", ran.stderr);
    assert!(ran.stdout.starts_with("# Add to .pre-commit-config.yaml:\n"), "{}", ran.stdout);
    assert_eq!(folder.read("reports/.pre-commit-config.yaml"), "repos: []\n");
}
