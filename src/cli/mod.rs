//! The command line: arguments in, streams and an exit code out. One file for each subcommand.
//!
//! Wires input and output to the pure core. Standard output carries the report only; remarks go to standard error.

mod baseline;
mod check;
mod completions;
mod config;
mod fixing;
mod index;
mod init;
mod man;
mod output;
mod page;
mod pairs;
mod parse;
mod progress;
mod rule;
mod rule_test;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::fault::Faults;
use crate::config::run::RunError;
use crate::render::{Style, escape, faults};

/// Finds contradictions in reports that make claims
///
/// Checks that each report agrees with itself, and that no two reports give the same claim opposite verdicts.
#[derive(Debug, Parser)]
#[command(
    name = "claimlint",
    version,
    max_term_width = 100,
    after_help = "\
Exit codes: 0 nothing at or above --fail-on, 1 findings at or above it, 2 the run failed
(wrong usage, a path that cannot be read, output that cannot be written).

Examples:
  claimlint check reports/            check all reports below a folder
  claimlint check reports/a.txt       check one, and compare it with the whole repository
  claimlint check --fix reports/      make the repairs that cannot change the meaning
  claimlint rule claim-truncated      what a rule finds, why, and examples
  claimlint parse reports/a.txt       what was read from a report, as JSON
  claimlint pairs ledger.tsv          which of its claims are the same, and which conflict
  claimlint init                      write a commented claimlint.toml"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    manners: Manners,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check reports and print what contradicts itself
    Check(Box<check::CheckArgs>),
    /// Print the pages of rules; without an id, the catalogue
    Rule(rule::RuleArgs),
    /// Manage the baseline: the findings that were there when it was made
    Baseline(baseline::BaselineCommand),
    /// Manage the index: one report is then checked in no time, however many it is compared with
    Index(index::IndexCommand),
    /// Print the configuration of a file, or the schema of configurations
    Config(config::ConfigCommand),
    /// Print what was read from reports, as JSON: one object a line
    Parse(parse::ParseArgs),
    /// Print pairs of claims that are the same, part of one another, or in conflict
    Pairs(pairs::PairsArgs),
    /// Write a commented claimlint.toml, and show what belongs into a hook and a workflow; overwrites nothing
    Init,
    /// Print a script for a shell that completes commands and options
    Completions(completions::CompletionsArgs),
    /// Print a manual page, to be read with man -l -
    Man(man::ManArgs),
}

/// How the program behaves towards the terminal.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Terminal")]
struct Manners {
    /// When to colour; beats NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
    /// No progress on standard error
    #[arg(long, global = true)]
    no_progress: bool,
    /// No remarks on standard error, only errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Name skipped files on standard error
    #[arg(short, long, global = true)]
    verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    /// Whether to colour standard output.
    fn wanted(self) -> bool {
        self.wanted_on(&io::stdout())
    }

    /// Whether to colour a stream.
    fn wanted_on(self, stream: &impl IsTerminal) -> bool {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto if set("NO_COLOR") => false,
            Self::Auto => {
                let forced = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
                forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") || stream.is_terminal()
            }
        }
    }
}

/// Why a run ended without a result.
#[derive(Debug)]
enum Failure {
    /// Said on standard error; exit code 2.
    Message(String),
    /// A configuration that cannot be read as it is meant; exit code 2.
    Configuration(Box<Faults>),
    /// The reader of standard output went away: nobody is left to be told.
    ClosedPipe,
}

impl From<Faults> for Failure {
    fn from(faults: Faults) -> Self {
        Self::Configuration(Box::new(faults))
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Faults(faults) => faults.into(),
            RunError::Options(error) => Self::Message(error.to_string()),
            RunError::Baseline(path, error) => Self::Message(format!("cannot read the baseline {path}: {error}")),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ClosedPipe
        } else {
            Self::Message(format!("cannot write the output: {error}"))
        }
    }
}

/// All commands and options.
fn command() -> clap::Command {
    <Cli as clap::CommandFactory>::command()
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let Cli { command, manners } = Cli::parse();
    let result = match &command {
        Command::Check(args) => check::run(args, manners),
        Command::Rule(args) => rule::run(args, manners),
        Command::Baseline(args) => baseline::run(args),
        Command::Index(args) => index::run(args),
        Command::Config(args) => config::run(args),
        Command::Parse(args) => parse::run(args),
        Command::Pairs(args) => pairs::run(args),
        Command::Init => init::run(manners),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    };
    match result {
        Ok(code) => code,
        Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(Failure::Message(message)) => {
            remark("error", &message);
            ExitCode::from(2)
        }
        Err(Failure::Configuration(found)) => {
            let style = Style { color: manners.color.wanted_on(&io::stderr()), ..Style::default() };
            let _ = io::stderr().lock().write_all(faults(&found, &style).as_bytes());
            ExitCode::from(2)
        }
    }
}

/// A line on standard error. That it cannot be written is nothing anybody could be told.
fn remark(kind: &str, message: &str) {
    let _ = writeln!(io::stderr().lock(), "claimlint: {kind}: {}", escape::line(message));
}
