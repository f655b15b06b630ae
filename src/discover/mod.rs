//! Which files are reported on, which are compared with them, and their bytes.
//!
//! Paths select what is reported; the corpus is what is compared. Knows nothing about what a report is: that is told by
//! content, later. The order of the result depends on paths only, never on the walk, the arguments or threads.

mod git;
mod ignored;
mod list;
mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use walkdir::WalkDir;

use crate::source::{MAX_BYTES, Source};
use ignored::Ignores;
pub use list::paths_of_list;
use paths::{absolute, repository, shown, slashed};

/// Endings of the files that a walk takes up.
const EXTENSIONS: [&str; 3] = ["txt", "md", "markdown"];

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
    /// Of the paths, report only on what changed since this git revision.
    pub since: Option<String>,
    /// Leave out what is ignored even where it is named.
    pub force_exclude: bool,
    /// Take up what `.gitignore` and `.claimlintignore` leave out.
    pub no_ignore: bool,
    /// Take up hidden files and folders.
    pub hidden: bool,
}

/// Why a file or folder was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// Its name begins with a dot.
    Hidden,
    /// By `.gitignore`.
    GitIgnored,
    /// By `.claimlintignore`.
    OwnIgnored,
    /// Its name has another ending than reports have.
    Ending,
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
    pub fn reason(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::GitIgnored => "ignored by .gitignore",
            Self::OwnIgnored => "ignored by .claimlintignore",
            Self::Ending => "neither .txt nor Markdown",
            Self::Unchanged => "not changed since the revision",
            Self::FolderLink => "a link to a folder",
            Self::Special => "neither file nor folder",
        }
    }
}

/// The files of a run, in the order of their absolute paths.
#[derive(Debug, Default)]
pub struct Found {
    /// The files that could be read.
    pub sources: Vec<Source>,
    /// Which of them are reported on.
    pub selected: Vec<bool>,
    /// Files below a named folder, or of the corpus, that could not be read, with the reason.
    pub unreadable: Vec<(String, String)>,
    /// What was passed over among the paths asked for, with the reason.
    pub passed_over: Vec<(String, Skip)>,
    /// For each source, its absolute path.
    pub paths: Vec<PathBuf>,
    /// The source that is standard input.
    pub stdin: Option<usize>,
    /// What is odd about the request, in words for the user.
    pub remarks: Vec<String>,
}

impl Found {
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

/// One file that was found, by its absolute path.
struct Entry {
    name: String,
    selected: bool,
    /// Named itself: that it cannot be read is an error of the request.
    named: bool,
    bytes: Option<Vec<u8>>,
    is_stdin: bool,
}

type Entries = BTreeMap<PathBuf, Entry>;

/// Finds and reads the files of a request.
///
/// # Errors
/// When a named path is missing or cannot be read, a glob is none, or git does not know the revision.
pub fn discover(request: &Request, stdin: &mut dyn Read) -> Result<Found, DiscoverError> {
    let mut found = Found::default();
    let mut entries = Entries::new();
    let mut changed = Changed { since: request.since.as_deref(), by_root: BTreeMap::new() };
    let mut roots: BTreeSet<PathBuf> = BTreeSet::new();
    // Folders of which every file is taken up already.
    let mut walked: BTreeSet<PathBuf> = BTreeSet::new();
    let mut ignored_folders = BTreeMap::new();
    for path in &request.paths {
        if path.as_os_str() == "-" {
            let absolute =
                request.stdin_filename.as_ref().map_or_else(|| PathBuf::from("-"), |name| absolute(&request.cwd, name));
            let mut bytes = Vec::new();
            stdin.read_to_end(&mut bytes).map_err(|error| DiscoverError::Path("standard input".to_owned(), error))?;
            let shown = request
                .stdin_filename
                .as_ref()
                .map_or_else(|| "-".to_owned(), |name| shown(&request.cwd, &absolute, name.is_absolute()));
            roots.extend(request.stdin_filename.as_ref().and_then(|_| repository(&absolute)));
            entries.insert(absolute, Entry { name: shown, selected: true, named: true, bytes: Some(bytes), is_stdin: true });
            continue;
        }
        let absolute = absolute(&request.cwd, path);
        let name = || shown(&request.cwd, &absolute, path.is_absolute());
        let metadata = fs::metadata(&absolute).map_err(|error| DiscoverError::Path(name(), error))?;
        let root = repository(&absolute);
        roots.extend(root.clone());
        let changed = changed.of(root.as_deref(), &name, request.no_ignore)?;
        let walk = Walk { request, absolute_names: path.is_absolute(), selected: true, globs: None, changed };
        if metadata.is_dir() {
            walk.run(&absolute, &mut entries, &mut found);
            if changed.is_none() {
                walked.insert(absolute);
            }
        } else if let Some(skip) = walk.skip_named(&absolute, &mut ignored_folders, &mut found) {
            found.passed_over.push((name(), skip));
        } else {
            walk.take(absolute, true, &mut entries);
        }
    }
    let walk = Walk { request, absolute_names: false, selected: false, globs: None, changed: None };
    if !request.corpus.is_empty() {
        for pattern in &request.corpus {
            let (base, globs) =
                corpus_glob(&request.cwd, pattern).map_err(|error| DiscoverError::Glob(pattern.clone(), error))?;
            let taken = Walk { globs: Some(&globs), ..walk }.run(&base, &mut entries, &mut found);
            // That there is no such folder is said already.
            if taken == 0 && base.exists() {
                found.remarks.push(format!("--corpus {pattern} names no file"));
            }
        }
    } else if !request.isolated {
        for root in roots.difference(&walked) {
            walk.run(root, &mut entries, &mut found);
        }
    }
    read_all(entries, &request.cwd, &mut found)?;
    found.passed_over.sort();
    found.passed_over.dedup();
    found.remarks.sort();
    found.remarks.dedup();
    Ok(found)
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
            return Err(DiscoverError::Since(format!("{} is in no git repository", name())));
        };
        if !self.by_root.contains_key(root) {
            let files = git::changed_since(root, revision, no_ignore).map_err(DiscoverError::Since)?;
            self.by_root.insert(root.to_owned(), files.into_iter().collect());
        }
        Ok(self.by_root.get(root))
    }
}

/// Reads what was found. Files are small: many of them are read at once.
fn read_all(entries: Entries, cwd: &Path, found: &mut Found) -> Result<(), DiscoverError> {
    let mut keys: BTreeMap<PathBuf, Option<PathBuf>> = BTreeMap::new();
    for path in entries.keys() {
        let folder = path.parent().unwrap_or(path);
        if !keys.contains_key(folder) {
            keys.insert(folder.to_owned(), repository(path));
        }
    }
    let entries: Vec<(PathBuf, Entry)> = entries.into_iter().collect();
    let read: Vec<(PathBuf, Entry, io::Result<Source>)> = entries
        .into_par_iter()
        .map(|(path, mut entry)| {
            let root = keys.get(path.parent().unwrap_or(&path)).and_then(Option::as_deref).unwrap_or(cwd);
            let key = slashed(path.strip_prefix(root).unwrap_or(&path));
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
                if entry.is_stdin {
                    found.stdin = Some(found.sources.len());
                }
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
    absolute_names: bool,
    selected: bool,
    /// What is taken up by name; without them, by ending.
    globs: Option<&'r GlobSet>,
    /// What may be selected; without it, everything.
    changed: Option<&'r BTreeSet<PathBuf>>,
}

impl Walk<'_> {
    fn take(&self, path: PathBuf, named: bool, entries: &mut Entries) {
        let entry = entries.entry(path).or_insert_with_key(|path| Entry {
            name: self.name(path),
            selected: false,
            named: false,
            bytes: None,
            is_stdin: false,
        });
        entry.selected |= self.selected;
        entry.named |= named;
    }

    /// Why a file that was named is not taken up.
    fn skip_named(&self, path: &Path, ignored: &mut BTreeMap<PathBuf, Ignores>, found: &mut Found) -> Option<Skip> {
        if self.changed.is_some_and(|changed| !changed.contains(path)) {
            return Some(Skip::Unchanged);
        }
        if !self.request.force_exclude || self.request.no_ignore {
            return None;
        }
        let ignores = ignored.entry(path.parent().unwrap_or(path).to_owned()).or_insert_with_key(|folder| {
            let ignores = Ignores::of(folder);
            found.remarks.extend(ignores.faults.iter().cloned());
            ignores
        });
        ignores.judge(path, false)
    }

    /// How many files were taken up.
    fn run(&self, root: &Path, entries: &mut Entries, found: &mut Found) -> usize {
        let mut taken = 0;
        let mut ignores = Ignores::above(root, self.request.no_ignore);
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
            if entry.depth() > 0
                && let Some(skip) = self.skip(&entry, &ignores)
            {
                self.pass_over(path, skip, found);
                if is_dir {
                    walk.skip_current_dir();
                }
                continue;
            }
            if is_dir {
                ignores.enter(path);
            } else if self.is_file(&entry, found) {
                self.take(entry.into_path(), false, entries);
                taken += 1;
            }
        }
        found.remarks.append(&mut ignores.faults);
        taken
    }

    fn skip(&self, entry: &walkdir::DirEntry, ignores: &Ignores) -> Option<Skip> {
        if !self.request.hidden && entry.file_name().as_encoded_bytes().starts_with(b".") {
            return Some(Skip::Hidden);
        }
        let is_dir = entry.file_type().is_dir();
        let ending = || {
            let to_folder = || entry.path_is_symlink() && entry.path().is_dir();
            let skip = || if to_folder() { Skip::FolderLink } else { Skip::Ending };
            (!is_dir && !self.wanted(entry.path())).then(skip)
        };
        let unchanged = || {
            let unchanged = |changed: &BTreeSet<PathBuf>| !is_dir && !changed.contains(entry.path());
            self.changed.is_some_and(unchanged).then_some(Skip::Unchanged)
        };
        ignores.judge(entry.path(), is_dir).or_else(ending).or_else(unchanged)
    }

    /// True for a file, also behind a link. A link that leads nowhere is named, not passed over in silence.
    fn is_file(&self, entry: &walkdir::DirEntry, found: &mut Found) -> bool {
        let kind = if entry.path_is_symlink() {
            match fs::metadata(entry.path()) {
                Ok(target) => target.file_type(),
                Err(error) => {
                    let dangling = error.kind() == io::ErrorKind::NotFound;
                    let reason = if dangling { "it is a link to nothing".to_owned() } else { error.to_string() };
                    found.unreadable.push((self.name(entry.path()), reason));
                    return false;
                }
            }
        } else {
            entry.file_type()
        };
        if !kind.is_file() {
            self.pass_over(entry.path(), if kind.is_dir() { Skip::FolderLink } else { Skip::Special }, found);
        }
        kind.is_file()
    }

    fn pass_over(&self, path: &Path, skip: Skip, found: &mut Found) {
        if self.selected {
            found.passed_over.push((self.name(path), skip));
        }
    }

    fn wanted(&self, path: &Path) -> bool {
        match self.globs {
            Some(globs) => globs.is_match(path),
            None => path.extension().is_some_and(|own| EXTENSIONS.iter().any(|known| own.eq_ignore_ascii_case(known))),
        }
    }

    fn name(&self, path: &Path) -> String {
        shown(&self.request.cwd, path, self.absolute_names)
    }
}

/// A glob anchored at the working directory: the folder above its first wildcard, and the matcher of absolute paths.
fn corpus_glob(cwd: &Path, pattern: &str) -> Result<(PathBuf, GlobSet), globset::Error> {
    let mut base = PathBuf::new();
    let mut rest = Vec::new();
    for component in Path::new(pattern).components() {
        let text = component.as_os_str().to_string_lossy();
        if rest.is_empty() && !text.contains(['*', '?', '[', '{']) {
            base.push(component);
        } else {
            rest.push(text.into_owned());
        }
    }
    let base = absolute(cwd, &base);
    let literal = globset::escape(&slashed(&base));
    let full = if rest.is_empty() { literal } else { format!("{literal}/{}", rest.join("/")) };
    let build = |glob: &str| GlobBuilder::new(glob).literal_separator(true).build();
    let mut globs = GlobSetBuilder::new();
    globs.add(build(&full)?);
    if rest.is_empty() {
        // A folder means everything below it.
        globs.add(build(&format!("{full}/**"))?);
    }
    Ok((base, globs.build()?))
}
