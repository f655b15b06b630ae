//! `claimlint index`, and what `check` does with the index.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use rayon::prelude::*;

use super::config::{ConfigArgs, working_directory};
use super::{Failure, Manners, output, remark};
use crate::config::Plans;
use crate::config::run::{BaselineChoice, RunOptions};
use crate::config::search::Configurations;
use crate::corpus::RelatedClaims;
use crate::corpus::index::select::Selection;
use crate::corpus::index::store::{Done, NotWritten, Wanted, update};
use crate::corpus::index::{Fault, Index, Location, Look, Stats};
use crate::discover::{Found, Listing, Reading, Request};
use crate::engine::needed;
use crate::render::escape;
use crate::source::SourceId;

/// Options of `check` that say which index is used.
#[derive(Debug, Args)]
#[command(next_help_heading = "Index")]
pub(super) struct CacheArgs {
    /// Neither use nor keep an index
    #[arg(long)]
    no_cache: bool,
    /// The folder of the index [default: .claimlint_cache at the root of what is compared]
    #[arg(long, value_name = "DIR", conflicts_with = "no_cache")]
    cache_dir: Option<PathBuf>,
}

/// The index of a run of `check`.
pub(super) struct Cache {
    location: Location,
    /// Its folder as messages show it.
    folder: String,
    index: Option<Index>,
    /// True when it is to be written even where nothing has changed: there is none that can be used.
    is_due: bool,
}

impl CacheArgs {
    /// The index of what is compared; `None` where none is used or kept.
    pub(super) fn open(&self, listing: &Listing<'_>, configurations: &Configurations, note: &dyn Fn(&str)) -> Option<Cache> {
        let root = listing.root().filter(|_| !self.no_cache)?;
        let location = Location::of(root.to_owned(), self.cache_dir.as_ref().map(|folder| configurations.absolute(folder)));
        let folder = configurations.shown_path(&location.folder);
        let (index, is_due) = match Index::open(location.clone()) {
            Ok(index) => (Some(index), false),
            Err(Fault::Missing) => (None, listing.keeps_index),
            Err(Fault::Outdated) => (None, true),
            Err(Fault::Damaged) => {
                note(&unusable(&folder, &Fault::Damaged));
                (None, true)
            }
            Err(fault @ Fault::Unreadable(_)) => {
                note(&unusable(&folder, &fault));
                (None, false)
            }
        };
        (index.is_some() || is_due).then_some(Cache { location, folder, index, is_due })
    }
}

fn unusable(folder: &str, fault: &Fault) -> String {
    match fault {
        Fault::Unreadable(why) => format!("cannot read the index in {folder}: {why}; it is not used"),
        _ => format!("the index in {folder} is damaged; it is not used"),
    }
}

impl Cache {
    /// What has to be read.
    pub(super) fn reading(&self, listing: &Listing<'_>) -> Reading<'_> {
        match &self.index {
            Some(index) if !listing.is_mostly_selected() => Reading::New(index),
            _ => Reading::All,
        }
    }

    /// Reads what has a part in what is found in the selected reports; says which claims of that have.
    pub(super) fn complete(
        &mut self,
        found: &mut Found,
        plans: &Plans,
        configurations: &Configurations,
        note: &dyn Fn(&str),
    ) -> RelatedClaims {
        let Some(index) = self.index.as_ref().filter(|_| !found.known.iter().all(|known| known.is_read)) else {
            return RelatedClaims::default();
        };
        let Some(ties) = plans.ties() else {
            found.read_more(configurations, |_| true);
            return RelatedClaims::default();
        };
        let digests = vocabularies(plans);
        // What has become a page of house rules since is no report, but findings may point at it.
        let is_read_otherwise = |at: usize, number: usize| {
            plans.is_input(id(at)) || index.manifest.entry(number).vocabulary != digests[plans.number(at)]
        };
        let other = |at: usize| found.known[at].number.is_some_and(|number| is_read_otherwise(at, number));
        let others: Vec<bool> = (0..found.sources.len()).map(other).collect();
        found.read_more(configurations, |at| others[at]);
        found.known.iter_mut().zip(&others).filter(|(_, other)| **other).for_each(|(known, _)| known.number = None);
        let live = index.live(found.known.iter().map(|known| known.number.filter(|_| !known.is_read)));
        let selection = Selection::new(index, live, ties);
        match needed(&found.sources, |at| found.known[at].is_read, &found.selected, plans, selection) {
            Ok(related) => {
                found.read_more(configurations, |at| related.contains_key(&id(at)));
                related
            }
            Err(fault) => {
                note(&unusable(&self.folder, &fault));
                self.index = None;
                self.is_due = true;
                found.read_more(configurations, |_| true);
                RelatedClaims::default()
            }
        }
    }

    /// Brings the index up to date, when it is not. Where that cannot be, it stays as it is.
    pub(super) fn keep(self, found: &Found, plans: &Plans, manners: Manners) {
        let wanted = Files::new(found, plans);
        let is_new = |at: usize| wanted.is_file(at) && !found.known[at].is_same;
        if !self.is_due && !(0..found.sources.len()).any(is_new) {
            return;
        }
        let result = update(&self.location, &wanted.all(), self.index.is_none());
        if let (true, Err(NotWritten::Failed(path, error))) = (manners.verbose, result) {
            remark("info", &format!("the index is not kept: cannot write {}: {error}", path.display()));
        }
    }
}

/// For each plan, what its vocabulary is known by.
fn vocabularies(plans: &Plans) -> Vec<u64> {
    plans.all().iter().map(|plan| plan.vocabulary().digest()).collect()
}

/// The files of a run as the index takes them.
struct Files<'f> {
    found: &'f Found,
    plans: &'f Plans,
    digests: Vec<u64>,
}

impl<'f> Files<'f> {
    fn new(found: &'f Found, plans: &'f Plans) -> Self {
        Self { found, plans, digests: vocabularies(plans) }
    }

    /// False for standard input, and for what is no report but an input of our own.
    fn is_file(&self, at: usize) -> bool {
        self.found.stdin != Some(at) && !self.plans.is_input(id(at))
    }

    fn all(&self) -> Vec<Wanted<'f>> {
        let wanted = |at: usize| Wanted {
            path: &self.found.paths[at],
            vocabulary: self.plans.of(id(at)).vocabulary(),
            vocabulary_digest: self.digests[self.plans.number(at)],
            is_known: self.found.known[at].is_same && self.found.known[at].number.is_some(),
        };
        (0..self.found.sources.len()).filter(|&at| self.is_file(at)).map(wanted).collect()
    }
}

fn id(at: usize) -> SourceId {
    SourceId(u32::try_from(at).unwrap_or(u32::MAX))
}

/// Arguments of `index`.
#[derive(Debug, Args)]
#[command(after_help = "\
With an index, check reads only what has to do with the reports that are checked, and finds the same.
It lies in .claimlint_cache at the root of what is compared, is kept up to date by check, and can be
deleted at any time. \"cache = true\" in claimlint.toml makes check build it.")]
pub(super) struct IndexCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make the index of what the given paths are compared with
    Build(ActionArgs),
    /// Bring the index up to date; makes it where there is none
    Update(ActionArgs),
    /// Print what the index has, and what has changed since; the exit code is 1 without one that can be used
    Status(ActionArgs),
}

#[derive(Debug, Args)]
struct ActionArgs {
    /// Files and folders; what they are compared with is what the index is of [default: .]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    config: ConfigArgs,
    /// What claims are compared with, anchored at the working directory [default: the repository]
    #[arg(long, value_name = "GLOB", help_heading = "Files")]
    corpus: Vec<String>,
    /// The folder of the index [default: .claimlint_cache at the root of what is compared]
    #[arg(long, value_name = "DIR", help_heading = "Files")]
    cache_dir: Option<PathBuf>,
    /// How many threads to use [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
}

/// Runs `index`.
pub(super) fn run(args: &IndexCommand) -> Result<ExitCode, Failure> {
    match &args.action {
        Action::Build(args) => write(args, true),
        Action::Update(args) => write(args, false),
        Action::Status(args) => status(args),
    }
}

/// What is compared, unread.
struct Compared {
    configurations: Configurations,
    found: Found,
    plans: Plans,
    location: Location,
}

fn compared(args: &ActionArgs) -> Result<Compared, Failure> {
    if let Some(jobs) = args.jobs {
        // Fails only where a pool is running already, which cannot be here.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
    let cwd = working_directory()?;
    let configurations = args.config.open(&cwd)?;
    let request = Request {
        cwd,
        paths: args.paths.clone(),
        corpus: args.corpus.clone(),
        isolated: args.config.isolated,
        ..Request::default()
    };
    let listing = Listing::new(&request, &configurations, &mut io::empty());
    configurations.check()?;
    let listing = listing.map_err(|error| Failure::Message(error.to_string()))?;
    let Some(root) = listing.root().map(ToOwned::to_owned) else {
        let message = "there is no one root of what these paths are compared with: no repository or configuration that holds \
            them all; name it with --corpus";
        return Err(Failure::Message(message.to_owned()));
    };
    let found = listing.read(Reading::Nothing);
    configurations.check()?;
    let mut found = found.map_err(|error| Failure::Message(error.to_string()))?;
    let options = RunOptions { baseline: BaselineChoice::Nothing, ..RunOptions::default() };
    let plans = configurations.run(&mut found, &options)?.plans;
    let location = Location::of(root, args.cache_dir.as_ref().map(|folder| configurations.absolute(folder)));
    for (path, reason) in &found.unreadable {
        remark("error", &format!("cannot read {path}: {reason}"));
    }
    Ok(Compared { configurations, found, plans, location })
}

fn write(args: &ActionArgs, anew: bool) -> Result<ExitCode, Failure> {
    let Compared { configurations, found, plans, location } = compared(args)?;
    let wanted = Files::new(&found, &plans).all();
    let folder = configurations.shown_path(&location.folder);
    let Done { files, claims, read, gone, unreadable, size } = update(&location, &wanted, anew).map_err(|error| match error {
        NotWritten::Locked => Failure::Message(format!("another process is writing the index in {folder}")),
        NotWritten::Failed(path, error) => {
            Failure::Message(format!("cannot write {}: {error}", configurations.shown_path(&path)))
        }
    })?;
    for path in &unreadable {
        remark("error", &format!("cannot read {}: it is not in the index", configurations.shown_path(path)));
    }
    let changes = if anew { String::new() } else { format!("; {read} read, {gone} gone") };
    let line = format!("{folder}: {}, {}, {}{changes}", counted(files as u64, "file"), counted(claims, "claim"), bytes(size));
    output::to_stdout(|out| writeln!(out, "{}", escape::line(&line)))?;
    Ok(ExitCode::from(if unreadable.is_empty() && found.unreadable.is_empty() { 0 } else { 2 }))
}

fn status(args: &ActionArgs) -> Result<ExitCode, Failure> {
    let Compared { configurations, found, plans, location } = compared(args)?;
    let folder = configurations.shown_path(&location.folder);
    let index = match Index::open(location) {
        Ok(index) => index,
        Err(fault) => {
            let what = match fault {
                Fault::Missing => "no index; make it with: claimlint index build".to_owned(),
                Fault::Outdated => "the index of another version; make it anew with: claimlint index build".to_owned(),
                Fault::Damaged => "damaged; make it anew with: claimlint index build".to_owned(),
                Fault::Unreadable(why) => format!("cannot be read: {why}"),
            };
            output::to_stdout(|out| writeln!(out, "{}", escape::line(&format!("{folder}: {what}"))))?;
            return Ok(ExitCode::from(1));
        }
    };
    let files = Files::new(&found, &plans);
    let numbers = index.numbers(found.paths.iter().map(PathBuf::as_path));
    #[derive(PartialEq, Eq)]
    enum State {
        Unchanged,
        Changed,
        New,
        Unreadable,
    }
    let state = |stats: &mut Stats, at: usize| {
        let Some(number) = numbers[at] else { return State::New };
        if index.manifest.entry(number).vocabulary != files.digests[plans.number(at)] {
            return State::Changed;
        }
        match index.look(number, &found.paths[at], stats) {
            Ok(Look::Same | Look::Touched) => State::Unchanged,
            Ok(Look::Changed(_)) => State::Changed,
            Err(_) => State::Unreadable,
        }
    };
    let states: Vec<State> =
        (0..found.sources.len()).into_par_iter().filter(|&at| files.is_file(at)).map_init(Stats::default, state).collect();
    let count = |wanted: &State| states.iter().filter(|state| *state == wanted).count();
    let mut met = vec![false; index.manifest.len()];
    for &number in numbers.iter().flatten() {
        met[number] = true;
    }
    let is_gone = |number: usize| !met[number] && !index.location.root.join(index.manifest.path(number)).is_file();
    let gone = (0..met.len()).filter(|&number| is_gone(number)).count();
    let claims: u64 = index.manifest.entries().map(|entry| u64::from(entry.claims)).sum();
    let sound = index.verify();
    output::to_stdout(|out| {
        let what = format!(
            "{folder}: {}, {}, {} in {}, format {}",
            counted(met.len() as u64, "file"),
            counted(claims, "claim"),
            bytes(index.size()),
            counted(index.manifest.parts.len() as u64, "segment"),
            crate::corpus::index::FORMAT
        );
        writeln!(out, "{}", escape::line(&what))?;
        let (unchanged, changed, new) = (count(&State::Unchanged), count(&State::Changed), count(&State::New));
        writeln!(out, "{unchanged} unchanged, {changed} changed, {new} new, {gone} gone")?;
        writeln!(out, "{}", if sound.is_ok() { "all checksums hold" } else { "damaged" })
    })?;
    Ok(ExitCode::from(if !found.unreadable.is_empty() || count(&State::Unreadable) > 0 { 2 } else { u8::from(sound.is_err()) }))
}

fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A size as people read it.
fn bytes(size: u64) -> String {
    const STEP: u64 = 1024;
    match size {
        0..STEP => format!("{size} bytes"),
        _ if size < STEP * STEP => format!("{}.{} KiB", size / STEP, size % STEP * 10 / STEP),
        _ => format!("{}.{} MiB", size / STEP / STEP, size / STEP % STEP * 10 / STEP),
    }
}
