//! Which files are reported on, which are compared with them, and their bytes.
//!
//! Paths select what is reported; the corpus is what is compared. Knows nothing about what a report is: that is told by
//! content, later. The order of the result depends on paths only, never on the walk, the arguments or threads.
//!
//! `walk` goes through a folder, `ignored` and `git` say what is left out there, `list` reads lists of paths.

mod git;
mod ignored;
mod list;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::glob::{Globs, absolute, relative, runs, shown};
use crate::config::search::{Compared, Configurations};
use crate::corpus::index::{Index, Look, Stats};
use crate::source::{MAX_BYTES, Source};
use ignored::Ignores;
pub use list::paths_of_list;
use walk::Walk;

/// What a user asked to have checked and compared.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The working directory, absolute.
    pub cwd: PathBuf,
    /// Paths as named; `-` is standard input. Without any, and without a list, the working directory.
    pub paths: Vec<PathBuf>,
    /// The paths of a list, which may be empty.
    pub listed: Option<Vec<PathBuf>>,
    /// The name that standard input stands for.
    pub stdin_filename: Option<PathBuf>,
    /// Globs of what is compared, anchored at the working directory.
    pub corpus: Vec<String>,
    /// Compare only the paths themselves, unless there are globs.
    pub isolated: bool,
    /// Of the paths, report only on what changed since this git revision.
    pub since: Option<String>,
    /// Leave out what is ignored or excluded even where it is named.
    pub force_exclude: bool,
    /// Take up what `.gitignore` and `.claimlintignore` leave out.
    pub no_ignore: bool,
    /// Take up hidden files and folders.
    pub hidden: bool,
}

/// Why a file or folder was passed over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// Its name begins with a dot.
    Hidden,
    /// By `.gitignore`.
    GitIgnored,
    /// By `.claimlintignore`.
    OwnIgnored,
    /// By a configuration; why, in words.
    Configured(String),
    /// It has not changed since the revision asked for.
    Unchanged,
    /// A link to a folder: to follow it could lead in a circle, or twice to one report.
    FolderLink,
    /// Neither file nor folder: a pipe, a device.
    Special,
}

impl Skip {
    /// The reason in words.
    #[must_use]
    pub fn reason(&self) -> &str {
        match self {
            Self::Hidden => "hidden",
            Self::GitIgnored => "ignored by .gitignore",
            Self::OwnIgnored => "ignored by .claimlintignore",
            Self::Configured(why) => why,
            Self::Unchanged => "not changed since the revision",
            Self::FolderLink => "a link to a folder",
            Self::Special => "neither file nor folder",
        }
    }
}

/// The files of a run, in the order of their absolute paths.
#[derive(Debug, Default)]
pub struct Found {
    /// The files that could be read, and those that are still to be read: see [`Found::arriving`].
    pub sources: Vec<Source>,
    /// Their absolute paths.
    pub paths: Vec<PathBuf>,
    /// Which of them are reported on.
    pub selected: Vec<bool>,
    /// The folders that were named and taken up as a whole, absolute.
    pub walked: Vec<PathBuf>,
    /// Files below a named folder, or of the corpus, that could not be read, with the reason.
    pub unreadable: Vec<(String, String)>,
    /// What was passed over among the paths asked for, with the reason.
    pub passed_over: Vec<(String, Skip)>,
    /// The source that is standard input.
    pub stdin: Option<usize>,
    /// What is known of the sources by an index.
    pub known: Vec<Known>,
    /// The folder that everything lies below that is compared, when there is one.
    pub root: Option<PathBuf>,
    /// What is odd about the request, in words for the user.
    pub remarks: Vec<String>,
}

/// What is known of a source by an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// False for a source that was not read: it has no text.
    pub is_read: bool,
    /// Its number in the index, when its content is the one that the index knows.
    pub number: Option<usize>,
    /// True when the file was not even touched since.
    pub is_same: bool,
}

impl Known {
    /// A source that was read, and of which nothing else is known.
    pub const READ: Self = Self { is_read: true, number: None, is_same: false };
}

/// What to read of the files that are not selected. Those that are selected are always read.
#[derive(Clone, Copy)]
pub enum Reading<'i> {
    /// All of them.
    All,
    /// Those that an index does not know as they are.
    New(&'i Index),
    /// None, nor those that are selected.
    Nothing,
}

impl Found {
    /// Reads sources that were not read, none of which is selected. One that cannot be read keeps no text, and is named among
    /// the unreadable ones.
    pub fn read_more(&mut self, configurations: &Configurations, wanted: impl Fn(usize) -> bool) {
        let unread = (0..self.sources.len()).filter(|&at| !self.known[at].is_read && wanted(at));
        let unread: Vec<(usize, Option<PathBuf>)> =
            unread.map(|at| (at, configurations.root(self.paths[at].parent().unwrap_or(&self.paths[at])))).collect();
        if unread.is_empty() {
            return;
        }
        let (paths, cwd) = (&self.paths, configurations.cwd());
        let read = unread.into_par_iter().map(|(at, root)| {
            let path = &paths[at];
            let (name, key) = names(cwd, root.as_deref(), path, false);
            let bytes = read_file(path, &mut Vec::new());
            let failed = bytes.as_ref().err().map(|error| (name.clone(), error.to_string()));
            (at, Source::new(name, key, bytes.unwrap_or_default()), failed)
        });
        for (at, source, failed) in read.collect::<Vec<_>>() {
            self.sources[at] = source;
            self.known[at].is_read = true;
            self.unreadable.extend(failed);
        }
        self.unreadable.sort();
        self.unreadable.dedup();
    }

    /// Does `work` while the files arrive that are still to be read, in order: it waits where it asks for the text of one that is
    /// not there yet. One that cannot be read has no text, and is named among the unreadable ones.
    pub fn arriving<T>(&mut self, work: impl FnOnce(&Self) -> T) -> T {
        let (done, failed) = self.arrive(work);
        for at in failed {
            self.known[at].is_read = false;
        }
        done
    }

    /// As [`Self::arriving`]; also gives the numbers of the files that could not be read, in order.
    fn arrive<T>(&mut self, work: impl FnOnce(&Self) -> T) -> (T, Vec<usize>) {
        let coming: Vec<usize> = (0..self.sources.len()).filter(|&at| !self.sources[at].is_here()).collect();
        if coming.is_empty() {
            return (work(self), Vec::new());
        }
        let (next, failed) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
        let found = &*self;
        let read = || {
            let mut buffer = Vec::new();
            while let Some(&at) = coming.get(next.fetch_add(1, Ordering::Relaxed)) {
                let bytes = read_file(&found.paths[at], &mut buffer).and_then(within_limit).unwrap_or_else(|error| {
                    failed.lock().unwrap_or_else(PoisonError::into_inner).insert(at, error.to_string());
                    Vec::new()
                });
                found.sources[at].arrive(bytes);
            }
        };
        let done = thread::scope(|scope| {
            (0..READERS.min(coming.len())).for_each(|_| _ = scope.spawn(read));
            work(found)
        });
        let failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.unreadable.extend(failed.iter().map(|(&at, reason)| (self.sources[at].name.clone(), reason.clone())));
        self.unreadable.sort();
        self.unreadable.dedup();
        (done, failed.into_keys().collect())
    }

    /// Leaves out files, whose numbers are in order.
    fn leave_out(&mut self, files: &[usize]) {
        fn without<T>(files: &[usize], all: &mut Vec<T>) {
            let mut at = 0..;
            all.retain(|_| at.next().is_none_or(|at| files.binary_search(&at).is_err()));
        }
        without(files, &mut self.sources);
        without(files, &mut self.paths);
        without(files, &mut self.selected);
        without(files, &mut self.known);
        self.stdin = self.stdin.map(|at| at - files.partition_point(|&file| file < at));
    }

    /// Puts more files among the others, not selected.
    pub(crate) fn add(&mut self, files: Vec<(PathBuf, Source)>) {
        if files.is_empty() {
            return;
        }
        let stdin = self.stdin.map(|index| self.paths[index].clone());
        let files = files.into_iter().map(|file| (file, (false, Known::READ)));
        let states = std::mem::take(&mut self.selected).into_iter().zip(std::mem::take(&mut self.known));
        let known = std::mem::take(&mut self.paths).into_iter().zip(std::mem::take(&mut self.sources)).zip(states);
        let mut all: Vec<((PathBuf, Source), (bool, Known))> = known.collect();
        all.extend(files);
        all.sort_by(|a, b| a.0.0.cmp(&b.0.0));
        for ((path, source), (is_selected, known)) in all {
            self.paths.push(path);
            self.sources.push(source);
            self.selected.push(is_selected);
            self.known.push(known);
        }
        self.stdin = stdin.and_then(|path| self.paths.binary_search(&path).ok());
    }

    /// For each source, the number of the first one that is the same file: links give a file several names.
    #[must_use]
    pub fn same_file(&self) -> Vec<usize> {
        // Only files with the same text can be one file.
        let mut by_text: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (index, source) in self.sources.iter().enumerate() {
            by_text.entry(source.text()).or_default().push(index);
        }
        let mut first: Vec<usize> = (0..self.sources.len()).collect();
        for names in by_text.into_values().filter(|names| names.len() > 1) {
            let mut targets: BTreeMap<PathBuf, usize> = BTreeMap::new();
            for index in names.into_iter().filter(|&index| self.stdin != Some(index)) {
                if let Ok(target) = fs::canonicalize(&self.paths[index]) {
                    first[index] = *targets.entry(target).or_insert(index);
                }
            }
        }
        first
    }
}

/// A request that cannot be carried out.
#[derive(Debug)]
pub enum DiscoverError {
    /// A named path that is missing or cannot be read.
    Path(String, io::Error),
    /// A glob that is none, as the user wrote it.
    Glob(String, globset::Error),
    /// What changed cannot be told, in words for the user.
    Since(String),
}

impl std::fmt::Display for DiscoverError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Path(path, error) => write!(f, "cannot read {path}: {error}"),
            Self::Glob(pattern, error) => write!(f, "--corpus {pattern}: {}", error.kind()),
            Self::Since(what) => write!(f, "--since: {what}"),
        }
    }
}

impl std::error::Error for DiscoverError {}

/// One file that was found.
struct Entry {
    /// Absolute.
    path: PathBuf,
    /// True when messages name it by that path.
    absolute_name: bool,
    selected: bool,
    /// Named itself: that it cannot be read is an error of the request.
    named: bool,
    /// What standard input holds, where it is that.
    stdin: Option<Vec<u8>>,
}

impl Entry {
    /// Takes in what is said of the same file later: it stays as it was met first, but standard input is what it was named for.
    fn merge(&mut self, next: &mut Self) {
        self.selected |= next.selected;
        self.named |= next.named;
        if next.stdin.is_some() {
            self.stdin = next.stdin.take();
            self.absolute_name = next.absolute_name;
        }
    }
}

/// The files in the order of their paths, each once. From `walked` on, they are that already.
fn each_once(mut all: Vec<Entry>, walked: usize) -> Vec<Entry> {
    let order = |a: &Entry, b: &Entry| a.path.cmp(&b.path);
    let is_same = |a: &Entry, b: &Entry| a.path.as_os_str() == b.path.as_os_str();
    let mut entries: Vec<Entry> = all.drain(..walked).collect();
    entries.sort_by(order);
    entries.dedup_by(|next, first| {
        let is_same = is_same(next, first);
        if is_same {
            first.merge(next);
        }
        is_same
    });
    // What is named mostly lies where the walk has been.
    let met = all.len();
    for mut entry in entries {
        match all[..met].binary_search_by(|known| order(known, &entry)) {
            Ok(at) => {
                entry.merge(&mut all[at]);
                all[at] = entry;
            }
            Err(_) => all.push(entry),
        }
    }
    if all.len() > met {
        all.sort_by(order);
    }
    all
}

/// Finds and reads the files of a request; `configurations` say what is compared, and what a walk takes up.
///
/// # Errors
/// When a named path is missing or cannot be read, a glob is none, or git does not know the revision.
pub fn discover(request: &Request, configurations: &Configurations, stdin: &mut dyn Read) -> Result<Found, DiscoverError> {
    Listing::new(request, configurations, stdin)?.read(Reading::All)
}

/// The files of a request, before they are read.
pub struct Listing<'r> {
    request: &'r Request,
    configurations: &'r Configurations,
    entries: Vec<Entry>,
    found: Found,
    /// True when a configuration says that an index is kept.
    pub keeps_index: bool,
}

impl<'r> Listing<'r> {
    /// Finds the files of a request; standard input is read.
    ///
    /// # Errors
    /// When a named path is missing, a glob is none, or git does not know the revision.
    pub fn new(request: &'r Request, configurations: &'r Configurations, stdin: &mut dyn Read) -> Result<Self, DiscoverError> {
        let (entries, mut found, folders) = list(request, configurations, stdin)?;
        let mut roots: BTreeSet<Option<PathBuf>> = BTreeSet::new();
        if !request.corpus.is_empty() {
            roots.insert(Some(request.cwd.clone()));
        } else if !request.isolated {
            roots.extend(folders.iter().map(|folder| configurations.compared_root(folder)));
        }
        found.root = if roots.len() == 1 { roots.into_iter().next().flatten() } else { None };
        let keeps_index = folders.iter().any(|folder| configurations.keeps_index(folder));
        Ok(Self { request, configurations, entries, found, keeps_index })
    }

    /// The folder that everything lies below that is compared, when there is one.
    #[must_use]
    pub fn root(&self) -> Option<&Path> {
        self.found.root.as_deref()
    }

    /// True when most of the files are selected, so that there is little that need not be read.
    #[must_use]
    pub fn is_mostly_selected(&self) -> bool {
        2 * self.entries.iter().filter(|entry| entry.selected).count() > self.entries.len()
    }

    /// Reads the files.
    ///
    /// # Errors
    /// When a named path cannot be read.
    pub fn read(self, reading: Reading<'_>) -> Result<Found, DiscoverError> {
        let mut found = self.announce(reading)?;
        let ((), failed) = found.arrive(|_| ());
        found.leave_out(&failed);
        Ok(found)
    }

    /// Reads the files; of many, only those that were named or lie on standard input: see [`Found::arriving`] for the others.
    ///
    /// # Errors
    /// When a named path cannot be read.
    pub fn announce(self, reading: Reading<'_>) -> Result<Found, DiscoverError> {
        let Self { request, configurations, entries, mut found, .. } = self;
        read_all(entries, reading, request, configurations, &mut found)?;
        found.passed_over.sort();
        found.passed_over.dedup();
        found.unreadable.sort();
        found.unreadable.dedup();
        found.remarks.sort();
        found.remarks.dedup();
        Ok(found)
    }
}

/// The files of a request, and the folders of what was named, each once.
fn list(
    request: &Request,
    configurations: &Configurations,
    stdin: &mut dyn Read,
) -> Result<(Vec<Entry>, Found, BTreeSet<PathBuf>), DiscoverError> {
    let mut found = Found::default();
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    let mut entries: Vec<Entry> = Vec::new();
    let default = [PathBuf::from(".")];
    let paths = if request.paths.is_empty() && request.listed.is_none() { &default[..] } else { &request.paths };
    let mut compared: Vec<Compared> = Vec::new();
    let mut changed = Changed { since: request.since.as_deref(), by_root: BTreeMap::new() };
    // Folders of which every file is taken up already.
    let mut walked: BTreeSet<PathBuf> = BTreeSet::new();
    let mut ignored: BTreeMap<PathBuf, Ignores> = BTreeMap::new();
    let walk = Walk { request, configurations, absolute_names: false, selected: false, globs: None, changed: None };
    // What the last walk has met.
    let mut last_walk = 0..0;
    for path in paths.iter().chain(request.listed.iter().flatten()) {
        if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            stdin.read_to_end(&mut bytes).map_err(|error| DiscoverError::Path("standard input".to_owned(), error))?;
            let (path, absolute_name) = match &request.stdin_filename {
                Some(name) => {
                    let absolute = absolute(&request.cwd, name);
                    let folder = absolute.parent().unwrap_or(&absolute);
                    if folders.insert(folder.to_owned()) {
                        compared.push(configurations.compared(folder));
                    }
                    (absolute, name.is_absolute())
                }
                // Without a name it lies nowhere, so nothing is compared with it; it is read as a file of this folder.
                None => (request.cwd.join("-"), false),
            };
            entries.push(Entry { path, absolute_name, selected: true, named: true, stdin: Some(bytes) });
            continue;
        }
        let absolute = absolute(&request.cwd, path);
        let name = || shown(&request.cwd, &absolute, path.is_absolute());
        let metadata = fs::metadata(&absolute).map_err(|error| DiscoverError::Path(name(), error))?;
        let folder = if metadata.is_dir() { &absolute } else { absolute.parent().unwrap_or(&absolute) };
        if folders.insert(folder.to_owned()) {
            compared.push(configurations.compared(folder));
        }
        let changed = changed.of(configurations.repository(folder).as_deref(), &name, request.no_ignore)?;
        let walk = Walk { absolute_names: path.is_absolute(), selected: true, changed, ..walk };
        if metadata.is_dir() {
            last_walk = walk.run(&absolute, &mut entries, &mut found);
            if changed.is_none() {
                walked.insert(absolute);
            }
        } else if let Some(skip) = walk.skip_named(&absolute, &mut ignored, &mut found) {
            found.passed_over.push((name(), skip));
        } else {
            walk.take(absolute, true, &mut entries);
        }
    }
    if !request.corpus.is_empty() {
        for pattern in &request.corpus {
            let globs = Globs::new(&request.cwd, &[pattern]).map_err(|(_, error)| DiscoverError::Glob(pattern.clone(), error))?;
            last_walk = walk.run_globs(&globs, &mut entries, &mut found);
            // That there is no such folder is said already.
            if last_walk.is_empty() && globs.bases().iter().all(|base| base.exists()) {
                found.remarks.push(format!("--corpus {pattern} names no file"));
            }
        }
    } else if !request.isolated {
        let mut roots: BTreeSet<PathBuf> = BTreeSet::new();
        let mut globs: Vec<Globs> = Vec::new();
        for compared in compared {
            match compared {
                Compared::Below(root) => {
                    roots.insert(root);
                }
                Compared::Matches(found) if globs.iter().all(|known| !known.is_same(&found)) => globs.push(found),
                Compared::Matches(_) | Compared::Named => {}
            }
        }
        for root in roots.difference(&walked) {
            last_walk = walk.run(root, &mut entries, &mut found);
        }
        for globs in &globs {
            last_walk = walk.run_globs(globs, &mut entries, &mut found);
        }
    }
    found.walked = walked.into_iter().collect();
    let walked = if last_walk.end == entries.len() { last_walk.start } else { entries.len() };
    Ok((each_once(entries, walked), found, folders))
}

/// What changed since a revision, asked for once in each repository.
struct Changed<'r> {
    since: Option<&'r str>,
    by_root: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

impl Changed<'_> {
    /// The files of a repository that changed; `None` when nobody asked.
    fn of(
        &mut self,
        root: Option<&Path>,
        name: &dyn Fn() -> String,
        no_ignore: bool,
    ) -> Result<Option<&BTreeSet<PathBuf>>, DiscoverError> {
        let Some(revision) = self.since else { return Ok(None) };
        let Some(root) = root else {
            let name = Some(name()).filter(|name| !name.is_empty()).unwrap_or_else(|| ".".to_owned());
            return Err(DiscoverError::Since(format!("{name} is in no git repository")));
        };
        if !self.by_root.contains_key(root) {
            let files = git::changed_since(root, revision, no_ignore).map_err(DiscoverError::Since)?;
            self.by_root.insert(root.to_owned(), files.into_iter().collect());
        }
        Ok(self.by_root.get(root))
    }
}

/// Reads what was found, or announces it: see [`Listing::announce`].
fn read_all(
    mut entries: Vec<Entry>,
    reading: Reading<'_>,
    request: &Request,
    configurations: &Configurations,
    found: &mut Found,
) -> Result<(), DiscoverError> {
    let mut roots: Vec<Option<PathBuf>> = Vec::new();
    let mut root_of: Vec<u32> = Vec::with_capacity(entries.len());
    for run in runs(entries.iter().map(|entry| entry.path.as_path())) {
        let path = &entries[run.start].path;
        root_of.resize(run.end, u32::try_from(roots.len()).unwrap_or(u32::MAX));
        roots.push(configurations.root(path.parent().unwrap_or(path)));
    }
    let numbers = match reading {
        Reading::New(index) => index.numbers(entries.iter().map(|entry| entry.path.as_path())),
        Reading::All | Reading::Nothing => vec![None; entries.len()],
    };
    let count = entries.len();
    let is_announced = matches!(reading, Reading::All) && are_many(count);
    let files = entries.par_iter_mut().zip(root_of).zip(numbers);
    let read = files.map_init(Reader::default, |reader, ((entry, own), number)| {
        let stdin = entry.stdin.as_mut().map(std::mem::take);
        let is_nameless = stdin.is_some() && request.stdin_filename.is_none();
        let names = |entry: &Entry| match is_nameless {
            true => ("-".to_owned(), relative(&request.cwd, &entry.path)),
            false => names(&request.cwd, roots[own as usize].as_deref(), &entry.path, entry.absolute_name),
        };
        let (bytes, known) = match stdin {
            Some(bytes) => (Some(bytes), Known::READ),
            None if is_announced && !entry.named => {
                let (name, key) = names(entry);
                return Ok((Some(Box::new(Source::announced(name, key))), Known::READ));
            }
            None => reader.read(&entry.path, entry.selected, reading, number)?,
        };
        let Some(bytes) = bytes else { return Ok((None, known)) };
        let bytes = within_limit(bytes)?;
        let (name, key) = names(entry);
        Ok((Some(Box::new(Source::new(name, key, bytes))), known))
    });
    let read: Vec<io::Result<(Option<Box<Source>>, Known)>> = read.collect();
    found.paths.reserve(count);
    found.sources.reserve(count);
    for (entry, source) in entries.into_iter().zip(read) {
        match source {
            Ok((source, known)) => {
                if entry.stdin.is_some() {
                    found.stdin = Some(found.sources.len());
                }
                found.paths.push(entry.path);
                found.sources.push(source.map_or_else(Source::unread, |source| *source));
                found.known.push(known);
                found.selected.push(entry.selected);
            }
            Err(error) => {
                let name = shown(&request.cwd, &entry.path, entry.absolute_name);
                if entry.named {
                    return Err(DiscoverError::Path(name, error));
                }
                found.unreadable.push((name, error.to_string()));
            }
        }
    }
    Ok(())
}

/// How messages name a file, and how fingerprints do: by its path from the root of what it lies in.
fn names(cwd: &Path, root: Option<&Path>, path: &Path, absolute: bool) -> (String, String) {
    let name = shown(cwd, path, absolute);
    let root = root.filter(|_| name != "-").unwrap_or(cwd);
    let key = if root == cwd && !absolute { name.clone() } else { relative(root, path) };
    (name, key)
}

/// How many threads read files that were announced: more of them than work otherwise, as one that waits for the disk does
/// nothing else.
const READERS: usize = 16;

/// True for so many files that it pays to read them while others are worked on; not when fewer threads are wanted than there
/// are processors.
fn are_many(files: usize) -> bool {
    const FEW: usize = 256;
    if files < FEW {
        return false;
    }
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    rayon::current_num_threads() >= processors
}

/// Reads files that are mostly near one another.
#[derive(Default)]
struct Reader {
    buffer: Vec<u8>,
    stats: Stats,
}

impl Reader {
    /// The content of a file, or nothing where it need not be read.
    fn read(
        &mut self,
        path: &Path,
        selected: bool,
        reading: Reading<'_>,
        number: Option<usize>,
    ) -> io::Result<(Option<Vec<u8>>, Known)> {
        let Self { buffer, stats } = self;
        match (reading, number) {
            (Reading::Nothing, _) => Ok((None, Known { is_read: false, ..Known::READ })),
            (Reading::New(index), Some(number)) if selected => {
                let is_same = index.is_as_it_was(number, path, stats);
                let known = Known { is_read: true, number: is_same.then_some(number), is_same };
                Ok((Some(read_file(path, buffer)?), known))
            }
            (Reading::New(index), Some(number)) => {
                let known = |is_same| Known { is_read: false, number: Some(number), is_same };
                Ok(match index.look(number, path, stats)? {
                    Look::Same => (None, known(true)),
                    Look::Touched => (None, known(false)),
                    Look::Changed(bytes) => (Some(bytes), Known::READ),
                })
            }
            (Reading::All | Reading::New(_), _) => Ok((Some(read_file(path, buffer)?), Known::READ)),
        }
    }
}

/// The bytes of a file. `buffer` is used again for each: that spares asking for the size of a small file, and leaves nothing
/// over in the result.
fn read_file(path: &Path, buffer: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    const SMALL: usize = 1 << 16;
    let mut file = File::open(path)?;
    buffer.clear();
    buffer.reserve(SMALL);
    if Read::by_ref(&mut file).take(SMALL as u64).read_to_end(buffer)? < SMALL {
        return Ok(buffer.clone());
    }
    let mut bytes = Vec::with_capacity(2 * buffer.len());
    bytes.extend_from_slice(buffer);
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn within_limit(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    if bytes.len() > MAX_BYTES { Err(io::Error::other("files of 4 GiB and more are not read")) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_met_twice_is_one() {
        let entry =
            |path: &str, selected, named| Entry { path: PathBuf::from(path), absolute_name: false, selected, named, stdin: None };
        let stdin = Entry { absolute_name: true, stdin: Some(b"x".to_vec()), ..entry("/r/b", true, true) };
        let entries = vec![entry("/r/c", false, false), entry("/r/b", false, false), entry("/r/a/z", true, false), stdin];
        let entries = each_once(entries.into_iter().chain([entry("/r/c", true, true)]).collect(), 2);
        let seen = |entry: &Entry| (entry.path.clone(), entry.absolute_name, entry.selected, entry.named, entry.stdin.is_some());
        let expected =
            [("/r/a/z", false, true, false, false), ("/r/b", true, true, true, true), ("/r/c", false, true, true, false)];
        let expected = expected.map(|(path, name, selected, named, stdin)| (PathBuf::from(path), name, selected, named, stdin));
        assert_eq!(entries.iter().map(seen).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn files_of_any_size_are_read_whole() {
        let mut buffer = Vec::new();
        for size in [0, 1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 300_000, 5] {
            let file = tempfile::NamedTempFile::new().unwrap();
            let bytes: Vec<u8> = (0..size).map(|at: u32| at.to_le_bytes()[0] ^ at.to_le_bytes()[1]).collect();
            fs::write(file.path(), &bytes).unwrap();
            assert!(read_file(file.path(), &mut buffer).unwrap() == bytes, "{size}");
        }
    }
}
