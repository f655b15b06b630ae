//! The files of a run, and what is known of them.
//!
//! Knows that files may still have to be read; not how they were found.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Skip;
use super::read::{AHEAD, READERS, names, open_ahead, read_file, read_open, within_limit};
use crate::config::search::Configurations;
use crate::source::Source;

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
    pub(super) fn arrive<T>(&mut self, work: impl FnOnce(&Self) -> T) -> (T, Vec<usize>) {
        let coming: Vec<usize> = (0..self.sources.len()).filter(|&at| !self.sources[at].is_here()).collect();
        if coming.is_empty() {
            return (work(self), Vec::new());
        }
        let (next, failed) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
        let found = &*self;
        let read = || {
            let (mut buffer, mut ahead) = (Vec::new(), VecDeque::with_capacity(AHEAD));
            loop {
                while ahead.len() < AHEAD
                    && let Some(&at) = coming.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    ahead.push_back((at, open_ahead(&found.paths[at])));
                }
                let Some((at, file)) = ahead.pop_front() else { return };
                let bytes = file.and_then(|file| read_open(file, &mut buffer)).and_then(within_limit).unwrap_or_else(|error| {
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
    pub(super) fn leave_out(&mut self, files: &[usize]) {
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
