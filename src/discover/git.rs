//! Which files of a repository changed since a revision, as the `git` program says.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::list::from_bytes;

/// The files below `root`, a repository's, that are not as they were where the current branch left `revision`: committed
/// since, staged, changed, and those that git does not know yet. What was deleted is not among them; what was renamed is,
/// under its new name. `with_ignored` adds what `.gitignore` leaves out.
///
/// # Errors
/// What git says, in words for the user: there is no such revision, no such program.
pub(super) fn changed_since(root: &Path, revision: &str, with_ignored: bool) -> Result<Vec<PathBuf>, String> {
    let git = |args: &[&str]| run(root, args);
    let unknown = || format!("there is no revision {revision:?} in {}", root.display());
    // No revision begins so, but an option does.
    if revision.is_empty() || revision.starts_with('-') {
        return Err(unknown());
    }
    let commit = git(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])?;
    if !commit.status.success() {
        return Err(complaint(&commit).unwrap_or_else(unknown));
    }
    let commit = String::from_utf8_lossy(&commit.stdout).trim().to_owned();
    // What others did on the branch since is not what changed here. Without a common past, all that differs did.
    let base = git(&["merge-base", &commit, "HEAD"])?;
    let base = if base.status.success() { String::from_utf8_lossy(&base.stdout).trim().to_owned() } else { commit };
    let options = ["--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-relative", "--ignore-submodules=all"];
    let tracked = git(&[&["diff", "--diff-filter=d"], &options[..], &[&base, "--"]].concat())?;
    let unknown_to_git: &[&str] = if with_ignored { &[] } else { &["--exclude-standard"] };
    let new = git(&[&["ls-files", "-z", "--others"], unknown_to_git].concat())?;
    let mut files = Vec::new();
    for output in [tracked, new] {
        if !output.status.success() {
            return Err(complaint(&output).unwrap_or_else(|| format!("git failed in {}", root.display())));
        }
        for name in output.stdout.split(|&byte| byte == 0).filter(|name| !name.is_empty()) {
            let name = from_bytes(name).ok_or_else(|| format!("git names {name:?}, which is no path here"))?;
            files.push(root.join(name));
        }
    }
    Ok(files)
}

fn run(root: &Path, args: &[&str]) -> Result<Output, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(args).env("GIT_OPTIONAL_LOCKS", "0");
    command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "there is no program named git".to_owned(),
        _ => format!("git cannot be run: {error}"),
    })
}

/// The first line that git said, without its "fatal: ".
fn complaint(output: &Output) -> Option<String> {
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().next()?.trim();
    Some(format!("git: {}", line.strip_prefix("fatal: ").unwrap_or(line))).filter(|_| !line.is_empty())
}
