//! The walk below a folder: which of the files that it meets are taken up, and why others are not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::ignored::Ignores;
use super::{Entry, Found, Request, Skip};
use crate::config::glob::{Globs, shown};
use crate::config::search::Configurations;
use crate::corpus::index::FOLDER;

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

    /// How many files were taken up below the folders of globs.
    pub(super) fn run_globs(&self, globs: &Globs, entries: &mut Vec<Entry>, found: &mut Found) -> usize {
        let mut bases: Vec<&PathBuf> = globs.bases().iter().collect();
        bases.sort();
        bases.dedup_by(|inner, outer| inner.starts_with(outer));
        bases.into_iter().map(|base| Walk { globs: Some(globs), ..*self }.run(base, entries, found)).sum()
    }

    /// How many files were taken up.
    pub(super) fn run(&self, root: &Path, entries: &mut Vec<Entry>, found: &mut Found) -> usize {
        let mut taken = 0;
        let mut ignores = Ignores::above(root, self.request.no_ignore);
        // Within a folder, all paths begin alike.
        let by_name = |a: &walkdir::DirEntry, b: &walkdir::DirEntry| a.path().as_os_str().cmp(b.path().as_os_str());
        let mut walk = WalkDir::new(root).sort_by(by_name).into_iter();
        // The folders that the walk is in, the outermost first.
        let mut folders: Vec<PathBuf> = Vec::new();
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
            folders.truncate(entry.depth());
            if let Some(folder) = folders.last()
                && let Some(skip) = self.skip(folder, &entry, &ignores)
            {
                self.pass_over(path, skip, found);
                if is_dir {
                    walk.skip_current_dir();
                }
                continue;
            }
            if is_dir {
                ignores.enter(path);
                folders.push(path.to_owned());
            } else if self.is_file(&entry, found) {
                self.take(entry.into_path(), false, entries);
                taken += 1;
            }
        }
        found.remarks.extend(self.ignore_faults(&ignores));
        taken
    }

    fn skip(&self, folder: &Path, entry: &walkdir::DirEntry, ignores: &Ignores) -> Option<Skip> {
        // What is asked of every file has to be quick.
        let folder_bytes = folder.as_os_str().as_encoded_bytes();
        let is_top = folder_bytes.last().is_some_and(|&byte| std::path::is_separator(char::from(byte)));
        let start = folder_bytes.len() + usize::from(!is_top);
        let is_hidden = entry.path().as_os_str().as_encoded_bytes().get(start) == Some(&b'.');
        // The index itself is nobody's report.
        if is_hidden && (!self.request.hidden || entry.file_name() == FOLDER) {
            return Some(Skip::Hidden);
        }
        let (path, is_dir) = (entry.path(), entry.file_type().is_dir());
        let unwanted = || {
            let why = if is_dir { None } else { self.unwanted(folder, path) }?;
            let is_link_to_folder = entry.path_is_symlink() && path.is_dir();
            Some(if is_link_to_folder { Skip::FolderLink } else { Skip::Configured(why) })
        };
        let unchanged = || {
            let unchanged = |changed: &BTreeSet<PathBuf>| !is_dir && !changed.contains(path);
            self.changed.is_some_and(unchanged).then_some(Skip::Unchanged)
        };
        ignores.judge(path, is_dir).or_else(|| self.excluded(folder, path, is_dir)).or_else(unwanted).or_else(unchanged)
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
