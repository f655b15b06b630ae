//! Which files are reported on, which are compared with them, and their bytes.
//!
//! Paths select what is reported; the corpus is what is compared. Knows nothing about what a report is: that is told by
//! content, later. The order of the result depends on paths only, never on the walk, the arguments or threads.
//!
//! `walk` goes through a folder, `ignored` and `git` say what is left out there, `list` reads lists of paths, `read` the files;
//! `found` is what comes out.

mod found;
mod git;
mod ignored;
mod list;
mod read;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::config::glob::{Globs, absolute, shown};
use crate::config::search::{Compared, Configurations};
pub use found::{Found, Known};
use ignored::Ignores;
pub use list::paths_of_list;
pub use read::Reading;
use read::read_all;
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
    let mut read_stdin = false;
    for path in paths.iter().chain(request.listed.iter().flatten()) {
        if path.as_os_str() == "-" {
            // Named again, it has nothing more to say.
            if std::mem::replace(&mut read_stdin, true) {
                continue;
            }
            let mut bytes = Vec::new();
            stdin.read_to_end(&mut bytes).map_err(|error| DiscoverError::Path("standard input".to_owned(), error))?;
            let mut selected = true;
            let (path, absolute_name) = match &request.stdin_filename {
                Some(name) => {
                    let absolute = absolute(&request.cwd, name);
                    let folder = absolute.parent().unwrap_or(&absolute);
                    if folders.insert(folder.to_owned()) {
                        compared.push(configurations.compared(folder));
                    }
                    // It is kept all the same: who repairs standard input gets it back as it was.
                    if let Some(skip) = walk.skip_named(&absolute, &mut ignored, &mut found) {
                        found.passed_over.push((shown(&request.cwd, &absolute, name.is_absolute()), skip));
                        selected = false;
                    }
                    (absolute, name.is_absolute())
                }
                // Without a name it lies nowhere, so nothing is compared with it; it is read as a file of this folder.
                None => (request.cwd.join("-"), false),
            };
            entries.push(Entry { path, absolute_name, selected, named: true, stdin: Some(bytes) });
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
}
