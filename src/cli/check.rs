//! `claimlint check`.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args};
use terminal_size::{Height, Width, terminal_size_of};

use super::baseline::BaselineArgs;
use super::config::{ConfigArgs, working_directory};
use super::fixing::Fixing;
use super::index::CacheArgs;
use super::progress::Progress;
use super::{Failure, Manners, output, remark};
use crate::catalogue::Catalogue;
use crate::config::run::{Run, RunOptions};
use crate::config::{FailOn, RuleChoice};
use crate::corpus::{RelatedClaims, lexicon};
use crate::discover::{Found, Listing, Reading, Request, Skip, paths_of_list};
use crate::engine::{Outcome, lint_related};
use crate::finding::{Finding, Level};
use crate::parse::Vocabulary;
use crate::preset;
use crate::render::{Format, Style, escape, limit_remark, render, summary_line, write_statistics};
use crate::source::{Source, SourceId};

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("fixing").args(["fix", "diff"]).multiple(true),
    after_help = "\
Without options: the reports below the working directory are checked, and compared with all of the
repository; a claimlint.toml near them is read; .gitignore and .claimlintignore hold; the rules are on
that \"claimlint rule\" does not list as off; no file is changed. Text for people is coloured, and
progress is shown, on a terminal only.

Exit codes: 0 nothing at or above --fail-on, 1 findings at or above it (with --diff: something to
repair), 2 the run failed (wrong usage, a bad configuration, a path that cannot be read, a file that
cannot be repaired, output that cannot be written).

Examples:
  claimlint check reports/                             all reports below a folder
  claimlint check --since main                         only those that changed on this branch
  claimlint check --diff                               what could be repaired
  claimlint check --fix reports/a.txt                  repair it, and print what is left
  claimlint check --rule first-person-claim=warning    turn a rule on that is off
  claimlint check --statistics --select cross-report   how often each of these rules finds something
  claimlint check --output-format json=claims.json     findings for programs, in a file
  claimlint check --stdin-filename reports/a.txt - < reports/a.txt
  git diff --cached --name-only -z --diff-filter=d | claimlint check --files-from -"
)]
pub(super) struct CheckArgs {
    /// Files and folders to check; `-` reads one report from standard input [default: .]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    config: ConfigArgs,

    /// Set the level of a rule: error, warning, info or off
    #[arg(long = "rule", value_name = "ID=LEVEL", value_parser = rule_level, help_heading = "Rules")]
    rules: Vec<(String, Level)>,
    /// Take the levels and parameters of a preset; --rule and [rules] of the configuration beat it
    #[arg(long = "preset", value_name = "NAME", value_parser = PossibleValuesParser::new(preset::names()), help_heading = "Rules")]
    presets: Vec<String>,
    /// Leave on only these rules or categories
    #[arg(long, value_name = "ID|CATEGORY", value_delimiter = ',', help_heading = "Rules")]
    select: Vec<String>,
    /// Turn off these rules or categories
    #[arg(long, value_name = "ID|CATEGORY", value_delimiter = ',', help_heading = "Rules")]
    ignore: Vec<String>,

    #[command(flatten)]
    baseline: BaselineArgs,
    /// Print what ignore entries and the baseline silence, too
    #[arg(long, help_heading = "Baseline and ignores")]
    show_suppressed: bool,

    /// What claims are compared with, anchored at the working directory [default: the repository]
    #[arg(long, value_name = "GLOB", help_heading = "Files")]
    corpus: Vec<String>,
    /// The path that standard input stands for
    #[arg(long, value_name = "NAME", help_heading = "Files")]
    stdin_filename: Option<PathBuf>,
    /// Check the paths that a file lists, `-` for standard input: one a line, or divided by NUL
    #[arg(long, value_name = "FILE", help_heading = "Files")]
    files_from: Option<PathBuf>,
    /// Of the paths, report only on files that changed since this git revision
    #[arg(long, value_name = "REF", help_heading = "Files")]
    since: Option<String>,
    /// Leave out what is ignored or excluded also where it is named
    #[arg(long, help_heading = "Files")]
    force_exclude: bool,
    /// Check what .gitignore and .claimlintignore leave out, too
    #[arg(long, conflicts_with = "force_exclude", help_heading = "Files")]
    no_ignore: bool,
    /// Check hidden files and folders, too
    #[arg(long, help_heading = "Files")]
    hidden: bool,
    /// List the files that would be checked or skipped, with the reason, and check nothing
    #[arg(long, help_heading = "Files")]
    show_files: bool,
    /// Exit with 2 when there is no report to check
    #[arg(long, help_heading = "Files")]
    error_on_no_files: bool,

    #[command(flatten)]
    cache: CacheArgs,

    #[command(flatten)]
    fixing: Fixing,

    /// How to print findings: full (the default), concise, json, jsonl, sarif, github, gitlab, junit, rdjson, checkstyle or
    /// markdown; FORMAT=FILE writes to a file
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = target, help_heading = "Output")]
    output_format: Vec<Target>,
    /// The lowest level that makes the exit code 1 [default: warning]
    #[arg(long, value_parser = fail_on(), value_name = "LEVEL", help_heading = "Output")]
    fail_on: Option<FailOn>,
    /// Exit with 0 although there are findings
    #[arg(long, help_heading = "Output")]
    exit_zero: bool,
    /// Print at most so many findings, the gravest, and how many are left out
    #[arg(long, value_name = "N", help_heading = "Output")]
    max_diagnostics: Option<usize>,
    /// Print how many findings each rule has: in full and concise instead of the findings, in json beside them
    #[arg(long, conflicts_with = "diff", help_heading = "Output")]
    statistics: bool,
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
    let listed = args.files_from.as_deref().map(listed).transpose()?;
    refuse_what_cannot_be(args)?;
    if let Some(jobs) = args.jobs {
        // Fails only where a pool is running already, which cannot be here.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
    prepare();
    // All of it on the threads that do the work: what one of them holds at the end, the allocator does not tidy up.
    rayon::scope(|_| check(args, manners, listed))
}

/// Runs `check`, whose options can be meant together.
fn check(args: &CheckArgs, manners: Manners, listed: Option<Vec<PathBuf>>) -> Result<ExitCode, Failure> {
    let note = |message: &str| {
        if !manners.quiet {
            remark("warning", message);
        }
    };
    let cwd = working_directory()?;
    let configurations = args.config.open(&cwd)?;
    let request = request(args, cwd, listed);
    let progress = Progress::start(manners.no_progress || manners.quiet);
    let listing = Listing::new(&request, &configurations, &mut io::stdin().lock());
    // What is wrong with a configuration explains what is wrong with the files.
    configurations.check()?;
    let listing = listing.map_err(|error| Failure::Message(error.to_string()))?;
    // Repairs are judged by all reports as they are then.
    let is_wanted = !(args.fixing.fix || args.fixing.diff || args.show_files);
    let mut cache = if is_wanted { args.cache.open(&listing, &configurations, &note) } else { None };
    let reading = cache.as_ref().map_or(Reading::All, |cache| cache.reading(&listing));
    // An index is laid beside what the files hold; without one, that is not asked for before they are linted.
    let found = if cache.is_some() { listing.read(reading) } else { listing.announce(reading) };
    configurations.check()?;
    let mut found = found.map_err(|error| Failure::Message(error.to_string()))?;
    let options = RunOptions {
        rules: RuleChoice {
            levels: args.rules.clone(),
            select: args.select.clone(),
            ignore: args.ignore.clone(),
            presets: args.presets.clone(),
        },
        fail_on: args.fail_on,
        baseline: args.baseline.choice(args.config.isolated),
        other_corpus: args.config.isolated || !args.corpus.is_empty(),
    };
    let Run { plans, remarks, .. } = configurations.run(&mut found, &options)?;
    for remark in configurations.remarks().iter().chain(&remarks).chain(&found.remarks) {
        note(remark);
    }
    let related =
        cache.as_mut().map_or_else(RelatedClaims::default, |cache| cache.complete(&mut found, &plans, &configurations, &note));
    let selected = found.selected.clone();
    let lint = |sources: &[Source]| lint_related(sources, &selected, &plans, &related);
    let mut outcome = found.arriving(|found| lint(&found.sources));
    let unreadable = found.unreadable.len();
    let unread: Vec<SourceId> = outcome.not_reports.iter().copied().filter(|id| !found.known[id.0 as usize].is_read).collect();
    let count_skipped = |outcome: &mut Outcome| {
        // What could not be read is named as such.
        outcome.not_reports.retain(|id| unread.binary_search(id).is_err());
        outcome.skipped = outcome.not_reports.len() + unreadable;
    };
    count_skipped(&mut outcome);
    let lint = |sources: &[Source]| {
        let mut outcome = lint(sources);
        count_skipped(&mut outcome);
        outcome
    };
    drop(progress);
    if args.show_files {
        output::to_stdout(|out| show_files(&found, &outcome, out))?;
        return Ok(ExitCode::from(if found.unreadable.is_empty() { 0 } else { 2 }));
    }
    for (path, reason) in &found.unreadable {
        remark("error", &format!("cannot read {path}: {reason}"));
    }
    if manners.verbose {
        for &id in &outcome.not_reports {
            remark("info", &format!("{} is skipped: {NOT_A_REPORT}", found.sources[id.0 as usize].name));
        }
    }
    let mut whole = found.unreadable.is_empty();
    let fails = if args.fixing.diff {
        if !args.output_format.is_empty() {
            // What is written there may be cut short; the diff is not.
            write_findings(args, manners, &mut lint(&found.sources), &found.sources)?;
        }
        args.fixing.diff(&mut found, &mut outcome, manners, lint)?
    } else {
        if args.fixing.fix {
            whole &= args.fixing.fix(&mut found, &mut outcome, manners, lint)?;
        }
        let fails = |finding: &Finding| plans.of(finding.primary.place.source).fail_on.reached_by(finding.level);
        let fails = outcome.shown.iter().any(|finding| fails(finding));
        write_findings(args, manners, &mut outcome, &found.sources)?;
        fails
    };
    if outcome.not_shown > 0 && !outcome.shown.is_empty() && !says_what_is_not_shown(args) {
        let findings = if outcome.not_shown == 1 { "finding is" } else { "findings are" };
        note(&format!("{} more {findings} not shown", outcome.not_shown));
    }
    if outcome.reports.is_empty() {
        let message = no_report(&found, &outcome);
        if args.error_on_no_files {
            return Err(Failure::Message(message));
        }
        note(&message);
    } else if !args.fixing.diff && outcome.shown.is_empty() && !manners.quiet {
        let _ = writeln!(io::stderr().lock(), "{}", summary_line(&outcome));
    }
    if let Some(cache) = cache {
        cache.keep(&found, &plans, manners);
    }
    // The program ends here: the system takes all memory back at once, which is faster than to free each part.
    std::mem::forget((found, outcome));
    Ok(ExitCode::from(if whole { u8::from(fails && !args.exit_zero) } else { 2 }))
}

/// Has other threads make what every run needs once, while this one looks for files.
fn prepare() {
    rayon::spawn(|| _ = Catalogue::built_in());
    rayon::spawn(|| {
        let _ = Vocabulary::built_in();
        lexicon::prepare();
    });
}

/// What is to be checked and compared.
fn request(args: &CheckArgs, cwd: PathBuf, listed: Option<Vec<PathBuf>>) -> Request {
    Request {
        cwd,
        paths: args.paths.clone(),
        listed,
        stdin_filename: args.stdin_filename.clone(),
        corpus: args.corpus.clone(),
        isolated: args.config.isolated,
        since: args.since.clone(),
        force_exclude: args.force_exclude,
        no_ignore: args.no_ignore,
        hidden: args.hidden,
    }
}

/// The paths of a list.
fn listed(list: &Path) -> Result<Vec<PathBuf>, Failure> {
    let (bytes, name) = if is_stdin(list) {
        let mut bytes = Vec::new();
        (io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes), "standard input".to_owned())
    } else {
        (fs::read(list), list.display().to_string())
    };
    let bytes = bytes.map_err(|error| Failure::Message(format!("--files-from: cannot read {name}: {error}")))?;
    paths_of_list(&bytes)
        .map_err(|number| Failure::Message(format!("--files-from: path {number} of {name} is none on this system")))
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Refuses what cannot be meant together and what clap does not know.
fn refuse_what_cannot_be(args: &CheckArgs) -> Result<(), Failure> {
    let reads_stdin = args.paths.iter().any(|path| is_stdin(path));
    let refuse = |message: &str| Err(Failure::Message(message.to_owned()));
    let on_stdout: Vec<Format> =
        args.output_format.iter().filter(|target| target.file.is_none()).map(|target| target.format).collect();
    if on_stdout.len() > 1 {
        return refuse("only one --output-format can go to standard output; give the others a file: FORMAT=FILE");
    }
    if args.fixing.diff && !on_stdout.is_empty() {
        return refuse("--diff goes to standard output; give --output-format a file: FORMAT=FILE");
    }
    if args.statistics && !args.output_format.iter().all(|target| counts_rules(target.format)) {
        return refuse("--statistics is for the formats full, concise and json");
    }
    if args.stdin_filename.is_some() && !reads_stdin {
        return refuse("--stdin-filename names standard input, which `-` reads");
    }
    if reads_stdin && args.files_from.as_deref().is_some_and(is_stdin) {
        return refuse("standard input cannot be both a report and a list of files");
    }
    Ok(())
}

fn counts_rules(format: Format) -> bool {
    matches!(format, Format::Full | Format::Concise | Format::Json)
}

/// Writes the findings to where they are wanted, not more than are wanted.
fn write_findings(args: &CheckArgs, manners: Manners, outcome: &mut Outcome, sources: &[Source]) -> Result<(), Failure> {
    if args.show_suppressed {
        outcome.show_silenced();
    }
    if args.statistics {
        outcome.statistics = Some(outcome.counts());
    }
    if let Some(most) = args.max_diagnostics {
        outcome.keep_at_most(most);
    }
    let reads_stdin = args.paths.iter().any(|path| is_stdin(path));
    let default = [Target { format: Format::Full, file: None }];
    let targets = match &args.output_format[..] {
        [] => &default[..],
        targets => targets,
    };
    for target in targets {
        // Counts are for people; a program gets what it reads.
        let counts = outcome.statistics.as_ref().filter(|_| matches!(target.format, Format::Full | Format::Concise));
        if let Some(message) = limit_remark(target.format, outcome, sources).filter(|_| !manners.quiet) {
            remark("warning", &message);
        }
        let write = |style: &Style, out: &mut dyn Write| match counts {
            Some(counts) => write_statistics(counts, outcome, out),
            None => render(target.format, outcome, sources, style, out),
        };
        match &target.file {
            Some(file) => output::results_to_file(file, |out| write(&Style::default(), out))?,
            None if args.fixing.takes_stdout(reads_stdin) => {
                let color = manners.color.wanted_on(&io::stderr());
                output::to_stderr(|out| write(&style(color, terminal_size_of(io::stderr())), out))?;
            }
            None => output::to_stdout(|out| write(&style(manners.color.wanted(), terminal_size_of(io::stdout())), out))?,
        }
    }
    Ok(())
}

/// True when standard output ends with the line that sums up. Other formats do not say there what is left out.
fn says_what_is_not_shown(args: &CheckArgs) -> bool {
    let on_stdout = args.output_format.iter().find(|target| target.file.is_none()).map(|target| target.format);
    let default = args.output_format.is_empty() && !args.fixing.diff;
    default || on_stdout.is_some_and(|format| args.statistics || matches!(format, Format::Full | Format::Json))
}

/// As wide as the terminal that is written to, where it is one.
fn style(color: bool, size: Option<(Width, Height)>) -> Style {
    Style { color, width: size.map_or(Style::default().width, |(width, _)| usize::from(width.0)) }
}

/// Why there is nothing to check, as far as that is known.
fn no_report(found: &Found, outcome: &Outcome) -> String {
    let count = |skips: &[Skip]| found.passed_over.iter().filter(|(_, skip)| skips.contains(skip)).count();
    let counts = [
        (outcome.skipped, "skipped"),
        (count(&[Skip::GitIgnored, Skip::OwnIgnored]), "ignored"),
        (count(&[Skip::Unchanged]), "not changed"),
    ];
    let counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let why = if counts.is_empty() { String::new() } else { format!("; {}, see --show-files", counts.join(", ")) };
    format!("there is no report to check{why}")
}

const NOT_A_REPORT: &str = "no report: it has neither a table of claims nor three known headings";

fn show_files(found: &Found, outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let mut lines: Vec<(&str, &str)> = Vec::new();
    let mut not_reports = outcome.not_reports.iter().peekable();
    for (index, (source, &selected)) in found.sources.iter().zip(&found.selected).enumerate() {
        if not_reports.next_if(|id| id.0 as usize == index).is_some() {
            lines.push((&source.name, NOT_A_REPORT));
        } else if selected && found.known[index].is_read {
            lines.push((&source.name, "checked"));
        }
    }
    lines.extend(found.passed_over.iter().map(|(name, skip)| (name.as_str(), skip.reason())));
    lines.extend(found.unreadable.iter().map(|(name, reason)| (name.as_str(), reason.as_str())));
    lines.sort_unstable();
    for (name, what) in lines {
        writeln!(out, "{}: {}", escape::line(name), escape::line(what))?;
    }
    Ok(())
}
