//! Paths as text only: nothing here but [`repository`] looks at the disk.

use std::path::{Component, Path, PathBuf};

/// The repository that a path lies in.
pub(super) fn repository(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| is_repository(folder)).map(Path::to_owned)
}

/// True for the root of a repository or of another working tree of one.
pub(super) fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// The path from the root of the file system, without `.` and `..`; links are not followed.
pub(super) fn absolute(cwd: &Path, path: &Path) -> PathBuf {
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
pub(super) fn shown(cwd: &Path, path: &Path, absolute: bool) -> String {
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

pub(super) fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// A path from the bytes that a program printed; `None` when the system has no such paths.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere not all bytes are a path")]
pub(super) fn from_bytes(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

/// A path from the bytes that a program printed; `None` when the system has no such paths.
#[cfg(not(unix))]
pub(super) fn from_bytes(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(PathBuf::from)
}
