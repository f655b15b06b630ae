//! What a file system says of a file: enough to tell whether it has changed, without reading it.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

/// What a file system says of a file. Where it is the same, the content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// In bytes.
    pub size: u64,
    /// When its content was changed, in nanoseconds since 1970.
    pub modified: i64,
    /// When anything of it was changed, its permissions too; 0 where nobody keeps that.
    pub changed: i64,
}

impl Stat {
    /// Of a file.
    #[must_use]
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        let modified = nanoseconds(metadata.mtime(), metadata.mtime_nsec());
        Self { size: metadata.len(), modified, changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()) }
    }

    /// Of a file.
    #[must_use]
    #[cfg(not(unix))]
    pub fn of(metadata: &Metadata) -> Self {
        let nanoseconds = |time: std::time::SystemTime| match time.duration_since(std::time::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_nanos()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |before| -before),
        };
        Self { size: metadata.len(), modified: metadata.modified().map_or(0, nanoseconds), changed: 0 }
    }

    /// The moment of its last change.
    #[must_use]
    pub fn last(self) -> i64 {
        self.modified.max(self.changed)
    }
}

#[cfg(unix)]
fn nanoseconds(seconds: i64, rest: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(rest)
}

/// Asks for many files, mostly of one folder after another: their names are then looked up in the folder, which is a third
/// quicker than from the root of the file system.
#[derive(Default)]
pub struct Stats {
    /// The folder of the last file.
    #[cfg(unix)]
    last: std::path::PathBuf,
    /// The same, once a second file of it was asked for.
    #[cfg(unix)]
    folder: Option<std::os::fd::OwnedFd>,
}

impl Stats {
    /// Of a file, named by its absolute path.
    ///
    /// # Errors
    /// When the file system does not say.
    #[cfg(unix)]
    pub fn of(&mut self, path: &Path) -> io::Result<Stat> {
        use rustix::fs::{AtFlags, CWD, Mode, OFlags, openat, statat};
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;

        let bytes = path.as_os_str().as_bytes();
        let end = bytes.iter().rposition(|&byte| byte == b'/').unwrap_or_default();
        let (folder, name) = (OsStr::from_bytes(&bytes[..end]), OsStr::from_bytes(&bytes[(end + 1).min(bytes.len())..]));
        if self.last.as_os_str() == folder {
            if self.folder.is_none() {
                self.folder = openat(CWD, folder, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()).ok();
            }
            if let Some(folder) = &self.folder {
                let stat = statat(folder, name, AtFlags::empty())?;
                return Ok(Stat {
                    size: u64::try_from(stat.st_size).unwrap_or_default(),
                    modified: nanoseconds(stat.st_mtime, stat.st_mtime_nsec.try_into().unwrap_or_default()),
                    changed: nanoseconds(stat.st_ctime, stat.st_ctime_nsec.try_into().unwrap_or_default()),
                });
            }
        } else {
            self.last = folder.into();
            self.folder = None;
        }
        Ok(Stat::of(&fs::metadata(path)?))
    }

    /// Of a file, named by its absolute path.
    ///
    /// # Errors
    /// When the file system does not say.
    #[cfg(not(unix))]
    pub fn of(&mut self, path: &Path) -> io::Result<Stat> {
        Ok(Stat::of(&fs::metadata(path)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_the_same_whichever_way_it_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["a", "b", "sub/c", "sub/d", "e"].map(|name| folder.path().join(name));
        fs::create_dir(folder.path().join("sub")).unwrap();
        let mut stats = Stats::default();
        for (at, path) in paths.iter().enumerate() {
            fs::write(path, "x".repeat(at)).unwrap();
        }
        for path in &paths {
            assert_eq!(stats.of(path).unwrap(), Stat::of(&fs::metadata(path).unwrap()), "{}", path.display());
        }
        fs::remove_file(&paths[1]).unwrap();
        assert!(stats.of(&paths[0]).is_ok() && stats.of(&paths[1]).is_err() && stats.of(&folder.path().join("none")).is_err());
    }
}
