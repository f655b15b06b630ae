//! Where output goes: standard output, or a file that nobody takes for whole before it is.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use super::Failure;

/// Writes to standard output.
pub(super) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    write(&mut out)?;
    out.flush()?;
    Ok(())
}

/// Writes to standard error.
pub(super) fn to_stderr(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stderr().lock());
    write(&mut out)?;
    out.flush()?;
    Ok(())
}

/// Writes to a file that people keep: beside it first, then renamed, so that the old one is there until the new one is. What is
/// no regular file (a pipe, a device) is written to as it is.
pub(super) fn to_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let attempt = || -> io::Result<()> {
        if is_special(path) {
            return to_special(path, write);
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new().permissions(permissions(path)).tempfile_in(folder)?;
        let mut out = BufWriter::with_capacity(1 << 16, file.as_file_mut());
        write(&mut out)?;
        out.flush()?;
        drop(out);
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    attempt().map_err(|error| cannot_write(path, &error))
}

/// Writes the results of a run to a file, over those of the last one: they may be many megabytes, and to write them beside it
/// and rename costs several times as much. Until all is there the file begins with a NUL, which no format does, so that no
/// reader takes half of it for the whole; when it cannot be written nothing is left there, so that
/// nobody takes old results for new ones.
pub(super) fn results_to_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let attempt = || -> io::Result<()> {
        if is_special(path) {
            return to_special(path, write);
        }
        let file = File::options().write(true).create(true).truncate(false).open(path)?;
        let mut held = HeldBack { file, first: None, len: 0 };
        let mut out = BufWriter::with_capacity(1 << 16, &mut held);
        let written = write(&mut out).and_then(|()| out.flush());
        drop(out.into_parts());
        let written = written.and_then(|()| held.complete());
        if written.is_err() {
            // The first fault is the one to tell.
            let _ = fs::remove_file(path);
        }
        written
    };
    attempt().map_err(|error| cannot_write(path, &error))
}

/// Writes all but the first byte.
struct HeldBack {
    file: File,
    /// The first byte, in whose place a NUL stands.
    first: Option<u8>,
    len: u64,
}

impl HeldBack {
    fn complete(mut self) -> io::Result<()> {
        self.file.set_len(self.len)?;
        self.file.rewind()?;
        self.file.write_all(self.first.as_slice())
    }
}

impl Write for HeldBack {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match (self.first, bytes) {
            (None, &[first, ..]) => {
                let written = self.file.write(&[0])?;
                self.first = Some(first);
                written
            }
            _ => self.file.write(bytes)?,
        };
        self.len += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// True for what is there and no regular file.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file())
}

fn to_special(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(File::options().write(true).open(path)?);
    write(&mut out)?;
    out.flush()
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    Failure::Message(format!("cannot write {}: {error}", path.display()))
}

/// The permissions that a file has, or those that any new file gets.
#[cfg(unix)]
fn permissions(path: &Path) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).map_or_else(|_| fs::Permissions::from_mode(0o666), |found| found.permissions())
}

#[cfg(not(unix))]
fn permissions(path: &Path) -> fs::Permissions {
    fs::metadata(path).or_else(|_| fs::metadata(".")).map(|found| found.permissions()).expect("the working directory can be read")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_written_over_those_of_the_last_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("results");
        for text in ["a long text, the first one", "short", "", "more again"] {
            let write = |out: &mut dyn Write| {
                out.write_all(text.as_bytes())?;
                out.flush()?;
                let meanwhile = fs::read(&path)?;
                assert!(meanwhile.is_empty() || meanwhile[0] == 0 || text.is_empty(), "{meanwhile:?}");
                Ok(())
            };
            assert!(results_to_file(&path, write).is_ok());
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        let fail = |out: &mut dyn Write| out.write_all(b"half").and_then(|()| Err(io::Error::other("no more")));
        assert!(results_to_file(&path, fail).is_err());
        assert!(!path.exists());
    }
}
