//! README.md tells the truth: its commands print what it shows, and its table of rules is the catalogue's.
//!
//! `CLAIMLINT_BLESS=1 cargo test --test readme` writes the output and the table anew; read the diff.

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use claimlint::catalogue::Catalogue;
use common::{Ran, program};

const BLESS: &str = "CLAIMLINT_BLESS";
const TABLE: (&str, &str) = ("<!-- rules: written by tests/readme.rs -->\n", "<!-- end of rules -->\n");

#[test]
fn commands_print_what_it_shows_and_the_table_has_every_rule() {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let wanted = with_table(&with_outputs(&text));
    if std::env::var_os(BLESS).is_some_and(|value| !value.is_empty()) {
        fs::write(&path, wanted).unwrap();
        return;
    }
    let differs = text.lines().zip(wanted.lines()).enumerate().find(|(_, (is, should))| is != should);
    if let Some((number, (is, should))) = differs {
        panic!("README.md:{}\n  is      {is}\n  should  {should}\n{BLESS}=1 cargo test --test readme writes it anew", number + 1);
    }
    assert_eq!(text.len(), wanted.len(), "README.md is shorter or longer than it should be");
}

/// The text with the output of each command of each block `console` as the program prints it.
fn with_outputs(text: &str) -> String {
    let mut out = String::new();
    let mut commands = 0;
    let mut in_block = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_block = line == "```console";
        }
        let command = line.strip_prefix("$ claimlint ").filter(|_| in_block);
        if command.is_some() || !in_block || line == "```console" {
            let _ = writeln!(out, "{line}");
        }
        if let Some(command) = command {
            out.push_str(&output(command));
            commands += 1;
        }
    }
    assert!(commands > 0, "README.md shows no command");
    out
}

/// What a command prints in the root of the repository, then what it says on standard error.
fn output(command: &str) -> String {
    let mut program = program(Path::new(env!("CARGO_MANIFEST_DIR")));
    let Ran { stdout, stderr, .. } = Ran::new(program.args(command.split(' ')), b"");
    stdout + &stderr
}

fn with_table(text: &str) -> String {
    let (before, rest) = text.split_once(TABLE.0).expect("the table of rules begins");
    let (_, after) = rest.split_once(TABLE.1).expect("the table of rules ends");
    format!("{before}{}{}{}{after}", TABLE.0, table(), TABLE.1)
}

fn table() -> String {
    let mut out = "\n| rule | level | what it finds |\n| --- | --- | --- |\n".to_owned();
    for rule in Catalogue::built_in().rules() {
        let page = format!("rules/{}/{}.md", rule.category, rule.id);
        let _ = writeln!(out, "| [{}]({page}) | {} | {} |", rule.id, rule.meta.level.name(), rule.meta.summary);
    }
    out.push('\n');
    out
}
