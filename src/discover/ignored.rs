//! What `.gitignore` and `.claimlintignore` leave out. Both have git's syntax; where they differ, the second holds.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Skip;

/// Our own file, which means something outside of repositories too.
pub(super) const OWN: &str = ".claimlintignore";

/// The files that apply in a folder: those above it and its own.
pub(super) struct Ignores {
    off: bool,
    /// From the outermost folder to the current one.
    levels: Vec<Level>,
    /// Why the current folder is left out itself.
    left_out: Option<Skip>,
    /// What could not be read as meant: the file, and what is wrong in which line.
    pub(super) faults: Vec<(PathBuf, String)>,
}

struct Level {
    folder: PathBuf,
    /// Outside of a repository `.gitignore` means nothing.
    in_repository: bool,
    git: Option<Gitignore>,
    own: Option<Gitignore>,
}

impl Ignores {
    /// Those of the folders above `folder`, up to the root of its repository; without one, of all.
    pub(super) fn above(folder: &Path, off: bool) -> Self {
        let mut ignores = Self { off, levels: Vec::new(), left_out: None, faults: Vec::new() };
        if !off {
            let repository = folder.ancestors().find(|above| is_repository(above));
            let mut above: Vec<&Path> = folder.ancestors().skip(1).collect();
            if let Some(root) = repository {
                above.retain(|folder| folder.starts_with(root));
            }
            above.into_iter().rev().for_each(|folder| ignores.push(folder));
        }
        ignores
    }

    /// Goes into a folder, out of those that it is not below.
    pub(super) fn enter(&mut self, folder: &Path) {
        if !self.off {
            while self.levels.last().is_some_and(|level| !folder.starts_with(&level.folder)) {
                self.levels.pop();
            }
            self.push(folder);
        }
    }

    fn push(&mut self, folder: &Path) {
        let in_repository = self.levels.last().is_some_and(|level| level.in_repository) || is_repository(folder);
        let git = if in_repository { self.read(folder, ".gitignore") } else { None };
        let own = self.read(folder, OWN);
        self.levels.push(Level { folder: folder.to_owned(), in_repository, git, own });
    }

    fn read(&mut self, folder: &Path, name: &str) -> Option<Gitignore> {
        let file = folder.join(name);
        if !file.is_file() {
            return None;
        }
        let mut builder = GitignoreBuilder::new(folder);
        // What git makes of its own file is not our business.
        builder.allow_unclosed_class(name != OWN);
        let fault = builder.add(&file);
        let matcher = builder.build();
        if name == OWN {
            let faults = fault.into_iter().chain(matcher.as_ref().err().cloned()).flat_map(each_fault);
            self.faults.extend(faults.map(|fault| (file.clone(), fault)));
        }
        matcher.ok()
    }

    /// Why something below the current folder is left out, if it is.
    pub(super) fn judge(&self, path: &Path, is_dir: bool) -> Option<Skip> {
        if self.left_out.is_some() {
            return self.left_out.clone();
        }
        let decided = |matcher: fn(&Level) -> Option<&Gitignore>| {
            let matchers = self.levels.iter().rev().filter_map(matcher);
            matchers.map(|matcher| matcher.matched(path, is_dir)).find(|matched| !matched.is_none())
        };
        if let Some(own) = decided(|level| level.own.as_ref()) {
            return own.is_ignore().then_some(Skip::OwnIgnored);
        }
        decided(|level| level.git.as_ref()).filter(ignore::Match::is_ignore).map(|_| Skip::GitIgnored)
    }

    /// Those that apply to the files of a folder that was not walked to. A folder on the way that is left out leaves out
    /// all that is below it.
    pub(super) fn of(folder: &Path) -> Self {
        let mut ignores = Self::above(folder, false);
        ignores.push(folder);
        let levels = std::mem::take(&mut ignores.levels);
        for level in levels {
            ignores.left_out = ignores.judge(&level.folder, true);
            ignores.levels.push(level);
        }
        ignores
    }
}

/// True for the root of a repository or of another working tree of one.
fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// The faults of a file, without its path.
fn each_fault(fault: ignore::Error) -> Vec<String> {
    match fault {
        ignore::Error::Partial(faults) => faults.into_iter().flat_map(each_fault).collect(),
        ignore::Error::WithPath { err, .. } => each_fault(*err),
        fault => vec![fault.to_string()],
    }
}
