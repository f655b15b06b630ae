//! Which files are reported on, which are compared with them, and their bytes.
//!
//! Paths select what is reported; the corpus is what is compared. Knows nothing about what a report is: that is told by
//! content, later. The order of the result depends on paths only, never on the walk, the arguments or threads.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::source::{MAX_BYTES, Source};

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
    /// Which of them are reported on.
    pub selected: Vec<bool>,
    /// Files below a named folder, or of the corpus, that could not be read, with the reason.
    pub unreadable: Vec<(String, String)>,
    /// What a walk passed over, with the reason.
    pub passed_over: Vec<(String, &'static str)>,
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

/// Finds and reads the files of a request.
///
/// # Errors
/// When a named path is missing or cannot be read, or a glob is none.
pub fn discover(request: &Request, stdin: &mut dyn Read) -> Result<Found, DiscoverError> {
    let mut found = Found::default();
    let mut entries = Entries::new();
    let default = [PathBuf::from(".")];
    let paths = if request.paths.is_empty() { &default[..] } else { &request.paths };
    let mut roots: Vec<PathBuf> = Vec::new();
    for path in paths {
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
            entries.insert(absolute, Entry { name: shown, selected: true, named: true, bytes: Some(bytes) });
            continue;
        }
        let absolute = absolute(&request.cwd, path);
        let metadata = fs::metadata(&absolute)
            .map_err(|error| DiscoverError::Path(shown(&request.cwd, &absolute, path.is_absolute()), error))?;
        roots.extend(repository(&absolute));
        let walk = Walk { request, absolute_names: path.is_absolute(), selected: true, globs: None };
        if metadata.is_dir() {
            walk.run(&absolute, &mut entries, &mut found);
        } else {
            walk.take(absolute, true, &mut entries);
        }
    }
    let walk = Walk { request, absolute_names: false, selected: false, globs: None };
    if !request.corpus.is_empty() {
        for pattern in &request.corpus {
            let (base, globs) =
                corpus_glob(&request.cwd, pattern).map_err(|error| DiscoverError::Glob(pattern.clone(), error))?;
            Walk { globs: Some(&globs), ..walk }.run(&base, &mut entries, &mut found);
        }
    } else if !request.isolated {
        roots.sort();
        roots.dedup();
        for root in &roots {
            walk.run(root, &mut entries, &mut found);
        }
    }
    read_all(entries, &request.cwd, &mut found)?;
    found.passed_over.sort();
    found.passed_over.dedup();
    Ok(found)
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
    let read: Vec<(Entry, io::Result<Source>)> = entries
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
            (entry, source)
        })
        .collect();
    for (entry, source) in read {
        match source {
            Ok(source) => {
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
                if hidden || ignored {
                    found.passed_over.push((self.name(path), if hidden { "hidden" } else { "ignored by .gitignore" }));
                    if is_dir {
                        walk.skip_current_dir();
                    }
                    continue;
                }
            }
            if is_dir {
                ignores.enter(path);
            } else if !self.wanted(path) {
                found.passed_over.push((self.name(path), "neither .txt nor Markdown"));
            } else if entry.file_type().is_file() || fs::metadata(path).is_ok_and(|target| target.is_file()) {
                self.take(entry.into_path(), false, entries);
            }
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

/// The repository that a path lies in.
fn repository(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// The path from the root of the file system, without `.` and `..`; links are not followed.
fn absolute(cwd: &Path, path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in cwd.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// The path as people see it: relative to the working directory, unless it was named absolutely.
fn shown(cwd: &Path, path: &Path, absolute: bool) -> String {
    if absolute {
        return slashed(path);
    }
    let common = cwd.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    if common <= 1 && path.is_absolute() && cwd.components().count() > 1 {
        // Nothing but the root of the file system in common: "../../.." helps nobody.
        return slashed(path);
    }
    let up = cwd.components().skip(common).map(|_| Component::ParentDir);
    let relative: PathBuf = up.chain(path.components().skip(common)).collect();
    slashed(&relative)
}

fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}
