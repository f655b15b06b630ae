//! `claimlint baseline`, and the options that say which baseline.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use rustc_hash::FxHashSet;

use super::config::{ConfigArgs, working_directory};
use super::{Failure, output, remark};
use crate::baseline::{Entry, entries, write};
use crate::config::run::{BaselineChoice, Run, RunOptions};
use crate::config::search::Configurations;
use crate::discover::{Found, Request, discover};
use crate::engine::{Outcome, lint};
use crate::render::escape;

/// Options of every command that uses a baseline.
#[derive(Debug, Args)]
pub(super) struct BaselineArgs {
    /// The baseline [default: that of the configuration, else .claimlint-baseline.toml at the root]
    #[arg(long, value_name = "FILE", help_heading = "Baseline and ignores", conflicts_with = "no_baseline")]
    baseline: Option<PathBuf>,
    /// Use no baseline
    #[arg(long, help_heading = "Baseline and ignores")]
    no_baseline: bool,
}

impl BaselineArgs {
    /// Which baseline holds. Without configuration there is none but one that is named.
    pub(super) fn choice(&self, isolated: bool) -> BaselineChoice {
        match &self.baseline {
            Some(file) => BaselineChoice::File(file.clone()),
            None if self.no_baseline || isolated => BaselineChoice::Nothing,
            None => BaselineChoice::Configured,
        }
    }
}

/// Arguments of `baseline`.
#[derive(Debug, Args)]
pub(super) struct BaselineCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Take all findings into the baseline; entries that it has stay
    Create(ActionArgs),
    /// Remove the entries whose findings are gone
    Prune(ActionArgs),
    /// Print the entries, and which of them are of no use any more
    Show(ActionArgs),
}

#[derive(Debug, Args)]
struct ActionArgs {
    /// Files and folders to check [default: .]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    config: ConfigArgs,
    /// The baseline [default: that of the configuration, else .claimlint-baseline.toml at the root]
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    baseline: Option<PathBuf>,
}

/// Runs `baseline`.
pub(super) fn run(args: &BaselineCommand) -> Result<ExitCode, Failure> {
    match &args.action {
        Action::Create(args) => create(args),
        Action::Prune(args) => prune(args),
        Action::Show(args) => show(args),
    }
}

/// What came out of a run.
struct Checked {
    configurations: Configurations,
    found: Found,
    run: Run,
    outcome: Outcome,
}

/// Checks the reports that `args` name. `choice` is the baseline that silences findings.
fn checked(args: &ActionArgs, choice: BaselineChoice) -> Result<Checked, Failure> {
    let cwd = working_directory()?;
    let configurations = args.config.open(&cwd)?;
    let request = Request { cwd, paths: args.paths.clone(), isolated: args.config.isolated, ..Request::default() };
    let found = discover(&request, &configurations, &mut io::stdin().lock());
    configurations.check()?;
    let mut found = found.map_err(|error| Failure::Message(error.to_string()))?;
    let options = RunOptions { baseline: choice, other_corpus: args.config.isolated, ..RunOptions::default() };
    let run = configurations.run(&mut found, &options)?;
    let outcome = lint(&found.sources, &found.selected, &run.plans);
    for (path, reason) in &found.unreadable {
        remark("error", &format!("cannot read {path}: {reason}"));
    }
    Ok(Checked { configurations, found, run, outcome })
}

fn code(found: &Found) -> ExitCode {
    if found.unreadable.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

fn create(args: &ActionArgs) -> Result<ExitCode, Failure> {
    let Checked { configurations, found, outcome, .. } = checked(args, BaselineChoice::Nothing)?;
    let place = |index: usize| match &args.baseline {
        Some(file) => configurations.absolute(file),
        None => configurations.baseline_path(found.paths[index].parent().unwrap_or(&found.paths[index])).0,
    };
    let mut files: BTreeMap<PathBuf, Vec<Entry>> = BTreeMap::new();
    for (index, _) in found.selected.iter().enumerate().filter(|&(_, &selected)| selected) {
        files.entry(place(index)).or_default();
    }
    for finding in outcome.shown {
        let file = place(finding.primary.place.source.0 as usize);
        files.entry(file).or_default().extend(entries(&[finding], &found.sources, &found.selected));
    }
    if files.is_empty() {
        return Err(Failure::Message("there is no report to take findings from".to_owned()));
    }
    for (path, mut entries) in files {
        let known = existing(&configurations, &path)?;
        let before = known.len();
        entries.extend(known);
        let text = write(entries);
        let shown = configurations.shown_path(&path);
        let count = text.matches("\n[[finding]]\n").count();
        output::to_file(&path, |out| out.write_all(text.as_bytes()))?;
        output::to_stdout(|out| writeln!(out, "{}: {}, {} new", escape::line(&shown), counted(count), count - before))?;
    }
    Ok(code(&found))
}

/// The entries of a baseline; none when there is no such file.
fn existing(configurations: &Configurations, path: &Path) -> Result<Vec<Entry>, Failure> {
    match fs::read(path) {
        Ok(text) => Ok(configurations.read_baseline(path, text)?.entries().cloned().collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Failure::Message(format!("cannot read the baseline {}: {error}", configurations.shown_path(path)))),
    }
}

fn existing_only(args: &ActionArgs) -> Result<Checked, Failure> {
    let choice = args.baseline.clone().map_or(BaselineChoice::Configured, BaselineChoice::File);
    let checked = checked(args, choice)?;
    if checked.run.baselines.is_empty() {
        return Err(Failure::Message("there is no baseline; make it with: claimlint baseline create".to_owned()));
    }
    Ok(checked)
}

fn prune(args: &ActionArgs) -> Result<ExitCode, Failure> {
    let Checked { configurations, found, run, outcome } = existing_only(args)?;
    for (number, path) in run.baselines.iter().enumerate() {
        let stale = outcome.stale.get(number).map_or(&[][..], Vec::as_slice);
        let entries: Vec<&Entry> = run.plans.silence.baselines[number].entries().collect();
        let kept = entries.iter().enumerate().filter(|(index, _)| !stale.contains(index)).map(|(_, &entry)| entry.clone());
        let shown = configurations.shown_path(path);
        if !stale.is_empty() {
            let text = write(kept);
            output::to_file(path, |out| out.write_all(text.as_bytes()))?;
        }
        let left = counted(entries.len() - stale.len());
        output::to_stdout(|out| writeln!(out, "{}: {left}, {} removed", escape::line(&shown), stale.len()))?;
    }
    Ok(code(&found))
}

fn show(args: &ActionArgs) -> Result<ExitCode, Failure> {
    let Checked { configurations, found, run, outcome } = existing_only(args)?;
    output::to_stdout(|out| {
        for (number, path) in run.baselines.iter().enumerate() {
            let stale: FxHashSet<usize> = outcome.stale.get(number).into_iter().flatten().copied().collect();
            let mut count = 0;
            for (index, entry) in run.plans.silence.baselines[number].entries().enumerate() {
                let mark = if stale.contains(&index) { " (stale)" } else { "" };
                let line = format!("{}: {}{mark} {} {}", entry.path, entry.rule, entry.fingerprint, entry.text);
                writeln!(out, "{}", escape::line(line.trim_end()))?;
                count += 1;
            }
            let shown = configurations.shown_path(path);
            writeln!(out, "{}: {}, {} stale", escape::line(&shown), counted(count), stale.len())?;
        }
        Ok(())
    })?;
    Ok(code(&found))
}

fn counted(entries: usize) -> String {
    format!("{entries} {}", if entries == 1 { "entry" } else { "entries" })
}
