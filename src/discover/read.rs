//! Reads the files that were found, as far as they have to be read.
//!
//! Knows paths and an index; not why a file was taken up.

use std::fs::File;
use std::io::{self, Read};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;

use rayon::prelude::*;

use super::{DiscoverError, Entry, Found, Known, Request};
use crate::config::glob::{relative, runs, shown};
use crate::config::search::Configurations;
use crate::corpus::index::{Index, Look, Stats};
use crate::source::{MAX_BYTES, Source};

/// What to read of the files that are not selected. Those that are selected are always read.
#[derive(Clone, Copy)]
pub enum Reading<'i> {
    /// All of them.
    All,
    /// Those that an index does not know as they are.
    New(&'i Index),
    /// None, nor those that are selected.
    Nothing,
}

/// Reads what was found, or announces it: see [`Listing::announce`].
pub(super) fn read_all(
    mut entries: Vec<Entry>,
    reading: Reading<'_>,
    request: &Request,
    configurations: &Configurations,
    found: &mut Found,
) -> Result<(), DiscoverError> {
    let mut roots: Vec<Option<PathBuf>> = Vec::new();
    let mut root_of: Vec<u32> = Vec::with_capacity(entries.len());
    for run in runs(entries.iter().map(|entry| entry.path.as_path())) {
        let path = &entries[run.start].path;
        root_of.resize(run.end, u32::try_from(roots.len()).unwrap_or(u32::MAX));
        roots.push(configurations.root(path.parent().unwrap_or(path)));
    }
    let numbers = match reading {
        Reading::New(index) => index.numbers(entries.iter().map(|entry| entry.path.as_path())),
        Reading::All | Reading::Nothing => vec![None; entries.len()],
    };
    let count = entries.len();
    let is_announced = matches!(reading, Reading::All) && are_many(count);
    let files = entries.par_iter_mut().zip(root_of).zip(numbers);
    let read = files.map_init(Reader::default, |reader, ((entry, own), number)| {
        let stdin = entry.stdin.as_mut().map(std::mem::take);
        let is_nameless = stdin.is_some() && request.stdin_filename.is_none();
        let names = |entry: &Entry| match is_nameless {
            true => ("-".to_owned(), relative(&request.cwd, &entry.path)),
            false => names(&request.cwd, roots[own as usize].as_deref(), &entry.path, entry.absolute_name),
        };
        let (bytes, known) = match stdin {
            Some(bytes) => (Some(bytes), Known::READ),
            None if is_announced && !entry.named => {
                let (name, key) = names(entry);
                return Ok((Some(Box::new(Source::announced(name, key))), Known::READ));
            }
            None => reader.read(&entry.path, entry.selected, reading, number)?,
        };
        let Some(bytes) = bytes else { return Ok((None, known)) };
        let bytes = within_limit(bytes)?;
        let (name, key) = names(entry);
        Ok((Some(Box::new(Source::new(name, key, bytes))), known))
    });
    let read: Vec<io::Result<(Option<Box<Source>>, Known)>> = read.collect();
    found.paths.reserve(count);
    found.sources.reserve(count);
    for (entry, source) in entries.into_iter().zip(read) {
        match source {
            Ok((source, known)) => {
                if entry.stdin.is_some() {
                    found.stdin = Some(found.sources.len());
                }
                found.paths.push(entry.path);
                found.sources.push(source.map_or_else(Source::unread, |source| *source));
                found.known.push(known);
                found.selected.push(entry.selected);
            }
            Err(error) => {
                let name = shown(&request.cwd, &entry.path, entry.absolute_name);
                if entry.named {
                    return Err(DiscoverError::Path(name, error));
                }
                found.unreadable.push((name, error.to_string()));
            }
        }
    }
    Ok(())
}

/// How messages name a file, and how fingerprints do: by its path from the root of what it lies in.
pub(super) fn names(cwd: &Path, root: Option<&Path>, path: &Path, absolute: bool) -> (String, String) {
    let name = shown(cwd, path, absolute);
    let root = root.filter(|_| name != "-").unwrap_or(cwd);
    let key = if root == cwd && !absolute { name.clone() } else { relative(root, path) };
    (name, key)
}

/// How many threads read files that were announced: more of them than work otherwise, as one that waits for the disk does
/// nothing else.
pub(super) const READERS: usize = 8;

/// How many files each of them has open at once: all but the first are on their way from the disk meanwhile.
pub(super) const AHEAD: usize = 8;

/// True for so many files that it pays to read them while others are worked on; not when fewer threads are wanted than there
/// are processors.
fn are_many(files: usize) -> bool {
    const FEW: usize = 256;
    if files < FEW {
        return false;
    }
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    rayon::current_num_threads() >= processors
}

/// Reads files that are mostly near one another.
#[derive(Default)]
struct Reader {
    buffer: Vec<u8>,
    stats: Stats,
}

impl Reader {
    /// The content of a file, or nothing where it need not be read.
    fn read(
        &mut self,
        path: &Path,
        selected: bool,
        reading: Reading<'_>,
        number: Option<usize>,
    ) -> io::Result<(Option<Vec<u8>>, Known)> {
        let Self { buffer, stats } = self;
        match (reading, number) {
            (Reading::Nothing, _) => Ok((None, Known { is_read: false, ..Known::READ })),
            (Reading::New(index), Some(number)) if selected => {
                let is_same = index.is_as_it_was(number, path, stats);
                let known = Known { is_read: true, number: is_same.then_some(number), is_same };
                Ok((Some(read_file(path, buffer)?), known))
            }
            (Reading::New(index), Some(number)) => {
                let known = |is_same| Known { is_read: false, number: Some(number), is_same };
                Ok(match index.look(number, path, stats)? {
                    Look::Same => (None, known(true)),
                    Look::Touched => (None, known(false)),
                    Look::Changed(bytes) => (Some(bytes), Known::READ),
                })
            }
            (Reading::All | Reading::New(_), _) => Ok((Some(read_file(path, buffer)?), Known::READ)),
        }
    }
}

/// The bytes of a file: see [`read_open`].
pub(super) fn read_file(path: &Path, buffer: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    read_open(File::open(path)?, buffer)
}

/// Opens a file that is soon to be read, and has the system fetch it, where it can be asked to.
pub(super) fn open_ahead(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    // Nothing depends on it.
    #[cfg(target_os = "linux")]
    let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::WillNeed);
    Ok(file)
}

/// The bytes of an open file. `buffer` is used again for each: that spares asking for the size of a small file, and leaves
/// nothing over in the result.
pub(super) fn read_open(mut file: File, buffer: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    const SMALL: usize = 1 << 16;
    buffer.clear();
    buffer.reserve(SMALL);
    if Read::by_ref(&mut file).take(SMALL as u64).read_to_end(buffer)? < SMALL {
        return Ok(buffer.clone());
    }
    let mut bytes = Vec::with_capacity(2 * buffer.len());
    bytes.extend_from_slice(buffer);
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn within_limit(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    if bytes.len() > MAX_BYTES { Err(io::Error::other("files of 4 GiB and more are not read")) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn files_of_any_size_are_read_whole() {
        let mut buffer = Vec::new();
        for size in [0, 1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 300_000, 5] {
            let file = tempfile::NamedTempFile::new().unwrap();
            let bytes: Vec<u8> = (0..size).map(|at: u32| at.to_le_bytes()[0] ^ at.to_le_bytes()[1]).collect();
            fs::write(file.path(), &bytes).unwrap();
            assert!(read_file(file.path(), &mut buffer).unwrap() == bytes, "{size}");
        }
    }
}
