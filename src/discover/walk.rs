//! The walk below a folder: which of the files that it meets are taken up, and why others are not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, FileType};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::ignored::Ignores;
use super::{Entry, Found, Request, Skip};
use crate::config::glob::{Globs, shown};
use crate::config::search::Configurations;
use crate::corpus::index::FOLDER;

/// Something that a folder holds.
struct Item {
    path: PathBuf,
    kind: FileType,
}

impl Item {
    /// The name, which begins there in the path.
    fn name(&self, start: usize) -> &[u8] {
        self.path.as_os_str().as_encoded_bytes().get(start..).unwrap_or_default()
    }
}

/// What a folder holds, in the order of names.
#[derive(Default)]
struct Held {
    items: Vec<Item>,
    errors: Vec<walkdir::Error>,
}

/// Lists a folder.
fn held(folder: &Path) -> Held {
    let start = start_of_names(folder);
    let (mut items, mut errors) = (Vec::new(), Vec::new());
    for entry in WalkDir::new(folder).min_depth(1).max_depth(1) {
        match entry {
            Ok(entry) => {
                let item = Item { kind: entry.file_type(), path: entry.into_path() };
                items.push((beginning(item.name(start)), item));
            }
            Err(error) => errors.push(error),
        }
    }
    items.sort_unstable_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.name(start).cmp(other.name(start))));
    Held { items: items.into_iter().map(|(_, item)| item).collect(), errors }
}

/// The first bytes of a name, as a number that has their order: most names differ in them.
fn beginning(name: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(name).for_each(|(byte, &own)| *byte = own);
    u64::from_be_bytes(bytes)
}

/// Where the name begins in the path of what a folder holds.
fn start_of_names(folder: &Path) -> usize {
    let folder = folder.as_os_str().as_encoded_bytes();
    let is_top = folder.last().is_some_and(|&byte| std::path::is_separator(char::from(byte)));
    folder.len() + usize::from(!is_top)
}

/// What is left to be done for something that is taken up.
enum Step {
    File(PathBuf),
    /// A folder, which is listed already.
    Folder(PathBuf, Held),
}

impl Step {
    fn folder(&mut self) -> Option<(&Path, &mut Held)> {
        match self {
            Self::Folder(path, held) => Some((path, held)),
            Self::File(_) => None,
        }
    }
}

/// One walk below a folder.
#[derive(Clone, Copy)]
pub(super) struct Walk<'r> {
    pub(super) request: &'r Request,
    pub(super) configurations: &'r Configurations,
    pub(super) absolute_names: bool,
    pub(super) selected: bool,
    /// What is taken up by name; without them, by ending.
    pub(super) globs: Option<&'r Globs>,
    /// What may be selected; without it, everything.
    pub(super) changed: Option<&'r BTreeSet<PathBuf>>,
}

impl Walk<'_> {
    /// Takes up a file; `named` says that the request names it.
    pub(super) fn take(&self, path: PathBuf, named: bool, entries: &mut Vec<Entry>) {
        entries.push(Entry { path, absolute_name: self.absolute_names, selected: self.selected, named, stdin: None });
    }

    /// Why a file that was named is not taken up.
    pub(super) fn skip_named(&self, path: &Path, ignored: &mut BTreeMap<PathBuf, Ignores>, found: &mut Found) -> Option<Skip> {
        if self.changed.is_some_and(|changed| !changed.contains(path)) {
            return Some(Skip::Unchanged);
        }
        if !self.request.force_exclude || self.request.no_ignore {
            return None;
        }
        let ignores = ignored.entry(path.parent().unwrap_or(path).to_owned()).or_insert_with_key(|folder| {
            let ignores = Ignores::of(folder);
            found.remarks.extend(self.ignore_faults(&ignores));
            ignores
        });
        ignores.judge(path, false).or_else(|| self.excluded(path.parent().unwrap_or(path), path, false))
    }

    fn excluded(&self, folder: &Path, path: &Path, is_dir: bool) -> Option<Skip> {
        self.configurations.excluded_by(folder, path, is_dir).map(|file| Skip::Configured(format!("excluded by {file}")))
    }

    fn ignore_faults(&self, ignores: &Ignores) -> Vec<String> {
        ignores.faults.iter().map(|(file, what)| format!("{}: {what}", self.name(file))).collect()
    }

    /// As [`Walk::run`], below the folders of globs.
    pub(super) fn run_globs(&self, globs: &Globs, entries: &mut Vec<Entry>, found: &mut Found) -> Range<usize> {
        let before = entries.len();
        let mut bases: Vec<&PathBuf> = globs.bases().iter().collect();
        bases.sort();
        bases.dedup_by(|inner, outer| inner.starts_with(outer));
        for base in bases {
            Walk { globs: Some(globs), ..*self }.run(base, entries, found);
        }
        before..entries.len()
    }

    /// Which of the entries are the files that were taken up. They come in the order of their paths.
    pub(super) fn run(&self, root: &Path, entries: &mut Vec<Entry>, found: &mut Found) -> Range<usize> {
        let before = entries.len();
        match fs::metadata(root) {
            Ok(metadata) if metadata.is_dir() => self.below(root, entries, found),
            Ok(metadata) if metadata.is_file() => self.take(root.to_owned(), false, entries),
            Ok(_) => self.pass_over(root, Skip::Special, found),
            Err(error) => found.unreadable.push((self.name(root), error.to_string())),
        }
        before..entries.len()
    }

    fn below(&self, root: &Path, entries: &mut Vec<Entry>, found: &mut Found) {
        let mut ignores = Ignores::above(root, self.request.no_ignore);
        let top = held(root);
        // The folders that the walk is in, the outermost first: what is left of each.
        let mut open = vec![self.enter(root, top, &mut ignores, found).into_iter()];
        while let Some(folder) = open.last_mut() {
            match folder.next() {
                Some(Step::File(path)) => self.take(path, false, entries),
                Some(Step::Folder(path, held)) => open.push(self.enter(&path, held, &mut ignores, found).into_iter()),
                None => _ = open.pop(),
            }
        }
        found.remarks.extend(self.ignore_faults(&ignores));
    }

    /// Judges what a folder holds. The folders that it leaves are listed side by side: that is most of the work of a walk.
    fn enter(&self, folder: &Path, held: Held, ignores: &mut Ignores, found: &mut Found) -> Vec<Step> {
        ignores.enter(folder);
        let mut steps = Vec::with_capacity(held.items.len());
        for error in held.errors {
            let reason = error.io_error().map_or_else(|| "cannot be walked".to_owned(), ToString::to_string);
            found.unreadable.push((self.name(error.path().unwrap_or(folder)), reason));
        }
        for item in held.items {
            if let Some(skip) = self.skip(folder, &item, ignores) {
                self.pass_over(&item.path, skip, found);
            } else if item.kind.is_dir() {
                steps.push(Step::Folder(item.path, Held::default()));
            } else if self.is_file(&item, found) {
                steps.push(Step::File(item.path));
            }
        }
        let mut folders: Vec<(&Path, &mut Held)> = steps.iter_mut().filter_map(Step::folder).collect();
        match &mut folders[..] {
            [] => {}
            [(path, held)] => **held = self::held(path),
            many => many.par_iter_mut().for_each(|(path, held)| **held = self::held(path)),
        }
        steps
    }

    fn skip(&self, folder: &Path, item: &Item, ignores: &Ignores) -> Option<Skip> {
        // What is asked of every file has to be quick.
        let name = item.name(start_of_names(folder));
        // The index itself is nobody's report.
        if name.first() == Some(&b'.') && (!self.request.hidden || name == FOLDER.as_bytes()) {
            return Some(Skip::Hidden);
        }
        let (path, is_dir) = (&item.path, item.kind.is_dir());
        let unwanted = || {
            let why = if is_dir { None } else { self.unwanted(folder, path) }?;
            let is_link_to_folder = item.kind.is_symlink() && path.is_dir();
            Some(if is_link_to_folder { Skip::FolderLink } else { Skip::Configured(why) })
        };
        let unchanged = || {
            let unchanged = |changed: &BTreeSet<PathBuf>| !is_dir && !changed.contains(path);
            self.changed.is_some_and(unchanged).then_some(Skip::Unchanged)
        };
        ignores.judge(path, is_dir).or_else(|| self.excluded(folder, path, is_dir)).or_else(unwanted).or_else(unchanged)
    }

    /// True for a file, also behind a link. A link that leads nowhere is named, not passed over in silence.
    fn is_file(&self, item: &Item, found: &mut Found) -> bool {
        let kind = if item.kind.is_symlink() {
            match fs::metadata(&item.path) {
                Ok(target) => target.file_type(),
                Err(error) => {
                    let dangling = error.kind() == io::ErrorKind::NotFound;
                    let reason = if dangling { "it is a link to nothing".to_owned() } else { error.to_string() };
                    found.unreadable.push((self.name(&item.path), reason));
                    return false;
                }
            }
        } else {
            item.kind
        };
        if !kind.is_file() {
            self.pass_over(&item.path, if kind.is_dir() { Skip::FolderLink } else { Skip::Special }, found);
        }
        kind.is_file()
    }

    fn pass_over(&self, path: &Path, skip: Skip, found: &mut Found) {
        if self.selected {
            found.passed_over.push((self.name(path), skip));
        }
    }

    fn unwanted(&self, folder: &Path, path: &Path) -> Option<String> {
        match self.globs {
            Some(globs) => (!globs.is_match(path)).then(|| "not in the corpus".to_owned()),
            None => self.configurations.not_included(folder, path),
        }
    }

    fn name(&self, path: &Path) -> String {
        shown(&self.request.cwd, path, self.absolute_names)
    }
}
