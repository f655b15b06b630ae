//! `claimlint check`.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::config::{ConfigArgs, working_directory};
use super::progress::Progress;
use super::{Failure, Manners, output, remark};
use crate::config::{FailOn, RuleChoice};
use crate::discover::{Found, Request, discover};
use crate::engine::{Outcome, lint};
use crate::finding::{Finding, Level};
use crate::render::{Format, Style, escape, render, summary_line};
use crate::source::Source;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Files and folders to check; `-` reads one report from standard input [default: .]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    config: ConfigArgs,

    /// Set the level of a rule: error, warning, info or off
    #[arg(long = "rule", value_name = "ID=LEVEL", value_parser = rule_level, help_heading = "Rules")]
    rules: Vec<(String, Level)>,
    /// Leave on only these rules or categories
    #[arg(long, value_name = "ID|CATEGORY", value_delimiter = ',', help_heading = "Rules")]
    select: Vec<String>,
    /// Turn off these rules or categories
    #[arg(long, value_name = "ID|CATEGORY", value_delimiter = ',', help_heading = "Rules")]
    ignore: Vec<String>,

    /// What claims are compared with, anchored at the working directory [default: the repository]
    #[arg(long, value_name = "GLOB", help_heading = "Files")]
    corpus: Vec<String>,
    /// The path that standard input stands for
    #[arg(long, value_name = "NAME", help_heading = "Files")]
    stdin_filename: Option<PathBuf>,
    /// Check what .gitignore leaves out, too
    #[arg(long, help_heading = "Files")]
    no_ignore: bool,
    /// Check hidden files and folders, too
    #[arg(long, help_heading = "Files")]
    hidden: bool,
    /// List the files that would be checked or skipped, with the reason, and check nothing
    #[arg(long, help_heading = "Files")]
    show_files: bool,

    /// How to print findings: full, concise, json or jsonl; `FORMAT=FILE` writes to a file
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = target, help_heading = "Output")]
    output_format: Vec<Target>,
    /// The lowest level that makes the exit code 1 [default: warning]
    #[arg(long, value_parser = fail_on(), value_name = "LEVEL", help_heading = "Output")]
    fail_on: Option<FailOn>,
    /// Exit with 0 although there are findings
    #[arg(long, help_heading = "Output")]
    exit_zero: bool,
    /// How many threads to use [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), help_heading = "Output")]
    jobs: Option<u16>,
}

/// A format and where it goes; without a file, to standard output.
#[derive(Debug, Clone)]
struct Target {
    format: Format,
    file: Option<PathBuf>,
}

fn target(text: &str) -> Result<Target, String> {
    let (format, file) = text.split_once('=').map_or((text, None), |(format, file)| (format, Some(file)));
    let format = format.parse::<Format>().map_err(|error| error.to_string())?;
    match file {
        Some("") => Err("the file after `=` is missing".to_owned()),
        file => Ok(Target { format, file: file.map(PathBuf::from) }),
    }
}

fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    PossibleValuesParser::new(FailOn::ALL.map(FailOn::name)).map(|name| FailOn::named(&name).unwrap_or_default())
}

fn rule_level(text: &str) -> Result<(String, Level), String> {
    let (id, level) = text.split_once('=').ok_or("write ID=LEVEL, such as claim-truncated=info")?;
    let known = Level::ALL.into_iter().find(|known| known.name() == level);
    known
        .map(|level| (id.to_owned(), level))
        .ok_or_else(|| format!("there is no level {level:?}; there are error, warning, info and off"))
}

/// Runs `check`.
pub(super) fn run(args: &CheckArgs, manners: Manners) -> Result<ExitCode, Failure> {
    let choice = RuleChoice { levels: args.rules.clone(), select: args.select.clone(), ignore: args.ignore.clone() };
    let note = |message: &str| {
        if !manners.quiet {
            remark("warning", message);
        }
    };
    choice.check().map_err(|error| Failure::Message(error.to_string()))?;
    if args.output_format.iter().filter(|target| target.file.is_none()).count() > 1 {
        return Err(Failure::Message(
            "only one --output-format can go to standard output; give the others a file: FORMAT=FILE".to_owned(),
        ));
    }
    if args.stdin_filename.is_some() && !args.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Failure::Message("--stdin-filename names standard input, which `-` reads".to_owned()));
    }
    if let Some(jobs) = args.jobs {
        // Fails only where a pool is running already, which cannot be here.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
    let cwd = working_directory()?;
    let configurations = args.config.open(&cwd)?;
    let request = Request {
        cwd,
        paths: args.paths.clone(),
        stdin_filename: args.stdin_filename.clone(),
        corpus: args.corpus.clone(),
        isolated: args.config.isolated,
        no_ignore: args.no_ignore,
        hidden: args.hidden,
    };
    let progress = Progress::start(manners.no_progress || manners.quiet);
    let found = discover(&request, &configurations, &mut io::stdin().lock());
    // What is wrong with a configuration explains what is wrong with the files.
    configurations.check()?;
    let found = found.map_err(|error| Failure::Message(error.to_string()))?;
    let (plans, remarks) =
        configurations.plans(&found.paths, &choice, args.fail_on).map_err(|error| Failure::Message(error.to_string()))?;
    for remark in configurations.remarks().iter().chain(&remarks) {
        note(remark);
    }
    let mut outcome = lint(&found.sources, &found.selected, &plans);
    drop(progress);
    outcome.skipped += found.unreadable.len();

    if args.show_files {
        output::to_stdout(|out| show_files(&found, &outcome, out))?;
        return Ok(exit_code(&found, false));
    }
    for (path, reason) in &found.unreadable {
        remark("error", &format!("cannot read {path}: {reason}"));
    }
    if manners.verbose {
        for &id in &outcome.not_reports {
            remark("info", &format!("{} is skipped: {NOT_A_REPORT}", found.sources[id.0 as usize].name));
        }
    }
    write_findings(args, manners, &outcome, &found.sources)?;
    if outcome.files == 0 {
        let skipped =
            if outcome.skipped == 0 { String::new() } else { format!("; {} skipped, see --show-files", outcome.skipped) };
        note(&format!("there is no report to check{skipped}"));
    } else if outcome.shown.is_empty() && !manners.quiet {
        let _ = writeln!(io::stderr().lock(), "{}", summary_line(&outcome));
    }
    let fails = |finding: &Finding| plans.of(finding.primary.place.source).fail_on.reached_by(finding.level);
    let fails = !args.exit_zero && outcome.shown.iter().any(fails);
    Ok(exit_code(&found, fails))
}

fn write_findings(args: &CheckArgs, manners: Manners, outcome: &Outcome, sources: &[Source]) -> Result<(), Failure> {
    let default = [Target { format: Format::Full, file: None }];
    let targets = if args.output_format.is_empty() { &default[..] } else { &args.output_format };
    for target in targets {
        match &target.file {
            Some(file) => output::to_file(file, |out| render(target.format, outcome, sources, &Style::default(), out))?,
            None => {
                let width = terminal_size::terminal_size().map_or(Style::default().width, |(width, _)| usize::from(width.0));
                let style = Style { color: manners.color.wanted(), width };
                output::to_stdout(|out| render(target.format, outcome, sources, &style, out))?;
            }
        }
    }
    Ok(())
}

fn exit_code(found: &Found, fails: bool) -> ExitCode {
    ExitCode::from(if found.unreadable.is_empty() { u8::from(fails) } else { 2 })
}

const NOT_A_REPORT: &str = "no report: it has neither a table of claims nor three known headings";

fn show_files(found: &Found, outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let mut lines: Vec<(&str, &str)> = Vec::new();
    let mut not_reports = outcome.not_reports.iter().peekable();
    for (index, (source, &selected)) in found.sources.iter().zip(&found.selected).enumerate() {
        if not_reports.next_if(|id| id.0 as usize == index).is_some() {
            lines.push((&source.name, NOT_A_REPORT));
        } else if selected {
            lines.push((&source.name, "checked"));
        }
    }
    lines.extend(found.passed_over.iter().map(|(name, reason)| (name.as_str(), reason.as_str())));
    lines.extend(found.unreadable.iter().map(|(name, reason)| (name.as_str(), reason.as_str())));
    lines.sort_unstable();
    for (name, what) in lines {
        writeln!(out, "{}: {}", escape::line(name), escape::line(what))?;
    }
    Ok(())
}
