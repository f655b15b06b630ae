//! Which files are reported on, which are compared with them, and their bytes.
//!
//! Paths select what is reported; the corpus is what is compared. Knows nothing about what a report is: that is told by
//! content, later. The order of the result depends on paths only, never on the walk, the arguments or threads.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::config::glob::{Globs, absolute, relative, shown};
use crate::config::search::{Compared, Configurations};
use crate::source::{MAX_BYTES, Source};

/// What a user asked to have checked and compared.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The working directory, absolute.
    pub cwd: PathBuf,
    /// Paths as named; `-` is standard input.
    pub paths: Vec<PathBuf>,
    /// The name that standard input stands for.
    pub stdin_filename: Option<PathBuf>,
    /// Globs of what is compared, anchored at the working directory.
    pub corpus: Vec<String>,
    /// Compare only the paths themselves, unless there are globs.
    pub isolated: bool,
    /// Take up what `.gitignore` leaves out.
    pub no_ignore: bool,
    /// Take up hidden files and folders.
    pub hidden: bool,
}

/// The files of a run, in the order of their absolute paths.
#[derive(Debug, Default)]
pub struct Found {
    /// The files that could be read.
    pub sources: Vec<Source>,
    /// Their absolute paths.
    pub paths: Vec<PathBuf>,
    /// Which of them are reported on.
    pub selected: Vec<bool>,
    /// Files below a named folder, or of the corpus, that could not be read, with the reason.
    pub unreadable: Vec<(String, String)>,
    /// What a walk passed over, with the reason.
    pub passed_over: Vec<(String, String)>,
}

/// A request that cannot be carried out.
#[derive(Debug)]
pub enum DiscoverError {
    /// A named path that is missing or cannot be read.
    Path(String, io::Error),
    /// A glob that is none, as the user wrote it.
    Glob(String, globset::Error),
}

impl std::fmt::Display for DiscoverError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Path(path, error) => write!(f, "cannot read {path}: {error}"),
            Self::Glob(pattern, error) => write!(f, "--corpus {pattern}: {}", error.kind()),
        }
    }
}

impl std::error::Error for DiscoverError {}

/// One file that was found, by its absolute path.
struct Entry {
    name: String,
    selected: bool,
    /// Named itself: that it cannot be read is an error of the request.
    named: bool,
    bytes: Option<Vec<u8>>,
}

type Entries = BTreeMap<PathBuf, Entry>;

/// Finds and reads the files of a request; `configurations` say what is compared, and what a walk takes up.
///
/// # Errors
/// When a named path is missing or cannot be read, or a glob is none.
pub fn discover(request: &Request, configurations: &Configurations, stdin: &mut dyn Read) -> Result<Found, DiscoverError> {
    let mut found = Found::default();
    let mut entries = Entries::new();
    let default = [PathBuf::from(".")];
    let paths = if request.paths.is_empty() { &default[..] } else { &request.paths };
    let mut compared: Vec<Compared> = Vec::new();
    let walk = Walk { request, configurations, absolute_names: false, selected: false, globs: None };
    for path in paths {
        if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            stdin.read_to_end(&mut bytes).map_err(|error| DiscoverError::Path("standard input".to_owned(), error))?;
            let (absolute, name) = match &request.stdin_filename {
                Some(name) => {
                    let absolute = absolute(&request.cwd, name);
                    compared.push(configurations.compared(absolute.parent().unwrap_or(&absolute)));
                    let shown = shown(&request.cwd, &absolute, name.is_absolute());
                    (absolute, shown)
                }
                // Without a name it lies nowhere, so nothing is compared with it; it is read as a file of this folder.
                None => (request.cwd.join("-"), "-".to_owned()),
            };
            entries.insert(absolute, Entry { name, selected: true, named: true, bytes: Some(bytes) });
            continue;
        }
        let absolute = absolute(&request.cwd, path);
        let metadata = fs::metadata(&absolute)
            .map_err(|error| DiscoverError::Path(shown(&request.cwd, &absolute, path.is_absolute()), error))?;
        let walk = Walk { absolute_names: path.is_absolute(), selected: true, ..walk };
        if metadata.is_dir() {
            compared.push(configurations.compared(&absolute));
            walk.run(&absolute, &mut entries, &mut found);
        } else {
            compared.push(configurations.compared(absolute.parent().unwrap_or(&absolute)));
            walk.take(absolute, true, &mut entries);
        }
    }
    if !request.corpus.is_empty() {
        for pattern in &request.corpus {
            let globs = Globs::new(&request.cwd, &[pattern]).map_err(|(_, error)| DiscoverError::Glob(pattern.clone(), error))?;
            walk.run_globs(&globs, &mut entries, &mut found);
        }
    } else if !request.isolated {
        let mut roots: Vec<PathBuf> = Vec::new();
        let mut globs: Vec<Globs> = Vec::new();
        for compared in compared {
            match compared {
                Compared::Below(root) if !roots.contains(&root) => roots.push(root),
                Compared::Matches(found) if globs.iter().all(|known| !known.is_same(&found)) => globs.push(found),
                Compared::Below(_) | Compared::Matches(_) | Compared::Named => {}
            }
        }
        for root in &roots {
            walk.run(root, &mut entries, &mut found);
        }
        for globs in &globs {
            walk.run_globs(globs, &mut entries, &mut found);
        }
    }
    read_all(entries, request, configurations, &mut found)?;
    found.passed_over.sort();
    found.passed_over.dedup();
    found.unreadable.sort();
    found.unreadable.dedup();
    Ok(found)
}

/// Reads what was found. Files are small: many of them are read at once.
fn read_all(
    entries: Entries,
    request: &Request,
    configurations: &Configurations,
    found: &mut Found,
) -> Result<(), DiscoverError> {
    let mut roots: BTreeMap<PathBuf, Option<PathBuf>> = BTreeMap::new();
    for path in entries.keys() {
        let folder = path.parent().unwrap_or(path);
        if !roots.contains_key(folder) {
            roots.insert(folder.to_owned(), configurations.root(folder));
        }
    }
    let entries: Vec<(PathBuf, Entry)> = entries.into_iter().collect();
    let read: Vec<(PathBuf, Entry, io::Result<Source>)> = entries
        .into_par_iter()
        .map(|(path, mut entry)| {
            let root = roots.get(path.parent().unwrap_or(&path)).and_then(Option::as_deref);
            let root = root.filter(|_| entry.name != "-").unwrap_or(&request.cwd);
            let key = relative(root, &path);
            let bytes = entry.bytes.take().map_or_else(|| fs::read(&path), Ok);
            let source = bytes.and_then(|bytes| {
                if bytes.len() > MAX_BYTES {
                    return Err(io::Error::other("files of 4 GiB and more are not read"));
                }
                Ok(Source::new(entry.name.clone(), key, bytes))
            });
            (path, entry, source)
        })
        .collect();
    for (path, entry, source) in read {
        match source {
            Ok(source) => {
                found.paths.push(path);
                found.sources.push(source);
                found.selected.push(entry.selected);
            }
            Err(error) if entry.named => return Err(DiscoverError::Path(entry.name, error)),
            Err(error) => found.unreadable.push((entry.name, error.to_string())),
        }
    }
    Ok(())
}

/// One walk below a folder.
#[derive(Clone, Copy)]
struct Walk<'r> {
    request: &'r Request,
    configurations: &'r Configurations,
    absolute_names: bool,
    selected: bool,
    /// What is taken up by name; without them, by ending.
    globs: Option<&'r Globs>,
}

impl Walk<'_> {
    fn take(&self, path: PathBuf, named: bool, entries: &mut Entries) {
        let entry = entries.entry(path).or_insert_with_key(|path| Entry {
            name: shown(&self.request.cwd, path, self.absolute_names),
            selected: false,
            named: false,
            bytes: None,
        });
        entry.selected |= self.selected;
        entry.named |= named;
    }

    fn run_globs(&self, globs: &Globs, entries: &mut Entries, found: &mut Found) {
        let mut bases: Vec<&PathBuf> = globs.bases().iter().collect();
        bases.sort();
        bases.dedup_by(|inner, outer| inner.starts_with(outer));
        for base in bases {
            Walk { globs: Some(globs), ..*self }.run(base, entries, found);
        }
    }

    fn run(&self, root: &Path, entries: &mut Entries, found: &mut Found) {
        let mut ignores = Ignores::new(root, self.request.no_ignore);
        let mut walk = WalkDir::new(root).sort_by_file_name().into_iter();
        while let Some(next) = walk.next() {
            let entry = match next {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(root).to_owned();
                    let reason = error.io_error().map_or_else(|| "cannot be walked".to_owned(), ToString::to_string);
                    found.unreadable.push((self.name(&path), reason));
                    continue;
                }
            };
            let path = entry.path();
            let is_dir = entry.file_type().is_dir();
            if entry.depth() > 0 {
                let hidden = !self.request.hidden && entry.file_name().as_encoded_bytes().starts_with(b".");
                let ignored = ignores.matches(path, is_dir);
                let reason = match (hidden, ignored) {
                    (true, _) => Some("hidden".to_owned()),
                    (_, true) => Some("ignored by .gitignore".to_owned()),
                    _ => self.configurations.excluded_by(path, is_dir).map(|file| format!("excluded by {file}")),
                };
                if let Some(reason) = reason {
                    found.passed_over.push((self.name(path), reason));
                    if is_dir {
                        walk.skip_current_dir();
                    }
                    continue;
                }
            }
            if is_dir {
                ignores.enter(path);
            } else if let Some(reason) = self.unwanted(path) {
                found.passed_over.push((self.name(path), reason));
            } else if entry.file_type().is_file() || fs::metadata(path).is_ok_and(|target| target.is_file()) {
                self.take(entry.into_path(), false, entries);
            }
        }
    }

    fn unwanted(&self, path: &Path) -> Option<String> {
        match self.globs {
            Some(globs) => (!globs.is_match(path)).then(|| "not in the corpus".to_owned()),
            None => self.configurations.not_included(path),
        }
    }

    fn name(&self, path: &Path) -> String {
        shown(&self.request.cwd, path, self.absolute_names)
    }
}

/// The `.gitignore` files that apply below a folder: those above it up to the repository's root, then those met.
struct Ignores {
    off: bool,
    /// The matcher of each folder on the way to the current one.
    stack: Vec<(PathBuf, Gitignore)>,
}

impl Ignores {
    fn new(root: &Path, off: bool) -> Self {
        let mut ignores = Self { off, stack: Vec::new() };
        if let Some(repository) = repository(root).filter(|_| !off) {
            let mut above: Vec<&Path> = root.ancestors().skip(1).take_while(|folder| folder.starts_with(&repository)).collect();
            above.reverse();
            for folder in above {
                ignores.push(folder);
            }
        } else {
            // Outside of a repository .gitignore means nothing.
            ignores.off = true;
        }
        ignores
    }

    fn enter(&mut self, folder: &Path) {
        if !self.off {
            while self.stack.last().is_some_and(|(above, _)| !folder.starts_with(above)) {
                self.stack.pop();
            }
            self.push(folder);
        }
    }

    fn push(&mut self, folder: &Path) {
        let file = folder.join(".gitignore");
        if file.is_file() {
            let mut builder = GitignoreBuilder::new(folder);
            builder.add(file);
            if let Ok(matcher) = builder.build() {
                self.stack.push((folder.to_owned(), matcher));
            }
        }
    }

    fn matches(&self, path: &Path, is_dir: bool) -> bool {
        let own = self.stack.iter().rev().filter(|(folder, _)| path.starts_with(folder));
        let decided = own.map(|(_, matcher)| matcher.matched(path, is_dir)).find(|matched| !matched.is_none());
        decided.is_some_and(|matched| matched.is_ignore())
    }
}

/// The repository that a path lies in.
fn repository(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}
