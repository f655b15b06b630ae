//! The manifest: which files the index knows, as they were when they were read, and in which segments their claims are.
//!
//! It is read as a whole and replaced as a whole: what it says at one moment belongs together.

use std::path::Path;

use super::Location;
use super::layout::FORMAT;
use super::page::{Fault, checksum, u32_of, u64_of};
use super::stat::Stat;

const MAGIC: &[u8; 8] = b"CLAIMIDX";

/// The beginning of the SHA-256 of a content.
pub type Digest = [u8; 16];

/// A file that the index knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// As it was.
    pub stat: Stat,
    /// True when it was old enough then that a later change shows.
    pub is_settled: bool,
    /// Its content.
    pub digest: Digest,
    /// The vocabulary that it was read with.
    pub vocabulary: u64,
    /// The number of its segment.
    pub segment: u32,
    /// Its number there.
    pub file: u32,
    /// How many claims it has.
    pub claims: u32,
}

/// A segment by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The name, which follows from the content.
    pub name: u64,
    /// Bytes on disk.
    pub size: u64,
}

impl Part {
    /// The name of the file.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{:016x}.segment", self.name)
    }
}

/// Bytes of a file's entry on disk.
const RECORD: usize = 64;

/// Where the number of the segment stands there, twice that number and 1 where the entry is settled; then what follows it.
const SEGMENT: usize = 48;
const FILE: usize = SEGMENT + 4;
const CLAIMS: usize = FILE + 4;
/// Where the path ends.
const END: usize = CLAIMS + 4;

/// All files, in the order of their paths, and all segments. Of most files little is asked: they stay as they are on disk.
#[derive(Debug, Default, Clone)]
pub struct Manifest {
    /// The segments, the largest first.
    pub parts: Vec<Part>,
    records: Vec<u8>,
    paths: String,
}

impl Manifest {
    /// Adds a file that comes after those that it has.
    pub fn push(&mut self, path: &str, entry: &Entry) {
        self.paths.push_str(path);
        let out = &mut self.records;
        out.extend(entry.stat.size.to_le_bytes());
        out.extend([entry.stat.modified, entry.stat.changed].iter().flat_map(|time| time.to_le_bytes()));
        out.extend(entry.digest);
        out.extend(entry.vocabulary.to_le_bytes());
        let end = u32::try_from(self.paths.len()).unwrap_or(u32::MAX);
        let numbers = [entry.segment << 1 | u32::from(entry.is_settled), entry.file, entry.claims, end];
        out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len() / RECORD
    }

    /// True when there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The files.
    pub fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        self.records().iter().map(entry)
    }

    /// A file by its number.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn entry(&self, number: usize) -> Entry {
        entry(&self.records()[number])
    }

    fn records(&self) -> &[[u8; RECORD]] {
        self.records.as_chunks().0
    }

    /// The path of a file as seen from the root.
    #[must_use]
    pub fn path(&self, number: usize) -> &str {
        let end = |number: usize| u32_of(&self.records()[number][END..]) as usize;
        let start = number.checked_sub(1).map_or(0, end);
        &self.paths[start..end(number)]
    }

    /// For each of some absolute paths, which are in order, the number of its file. (Were the files in no order, some would not
    /// be found.)
    #[must_use]
    pub fn numbers<'p>(&self, location: &Location, paths: impl Iterator<Item = &'p Path>) -> Vec<Option<usize>> {
        let mut root = location.root.as_os_str().as_encoded_bytes().to_vec();
        if !root.last().is_some_and(|&byte| std::path::is_separator(char::from(byte))) {
            root.extend(std::path::MAIN_SEPARATOR_STR.bytes());
        }
        let mut next = 0;
        paths
            .map(|path| {
                // Mostly the next one is it.
                let rest = path.as_os_str().as_encoded_bytes().strip_prefix(&root[..])?;
                let is_it = |next: usize| next < self.len() && self.path(next).as_bytes() == rest;
                if !is_it(next) {
                    let path = location.relative(path)?;
                    while next < self.len() && Path::new(self.path(next)) < path {
                        next += 1;
                    }
                }
                let found = is_it(next).then_some(next);
                next += usize::from(found.is_some());
                found
            })
            .collect()
    }

    /// As it is on disk.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(stamp().to_le_bytes());
        out.extend((self.parts.len() as u64).to_le_bytes());
        out.extend((self.len() as u64).to_le_bytes());
        for part in &self.parts {
            out.extend([part.name, part.size].iter().flat_map(|number| number.to_le_bytes()));
        }
        out.extend(&self.records);
        out.extend(self.paths.as_bytes());
        let sum = checksum(0, &out);
        out.extend(sum.to_le_bytes());
        out
    }

    /// Reads what [`Manifest::bytes`] gives.
    ///
    /// # Errors
    /// When it is none, or that of another version.
    pub fn read(mut bytes: Vec<u8>) -> Result<Self, Fault> {
        let mut rest = Bytes(&bytes);
        if rest.take(8)? != MAGIC {
            return Err(Fault::Damaged);
        }
        if rest.u64()? != stamp() {
            return Err(Fault::Outdated);
        }
        let (body, sum) = bytes.split_last_chunk::<8>().ok_or(Fault::Damaged)?;
        if checksum(0, body) != u64::from_le_bytes(*sum) {
            return Err(Fault::Damaged);
        }
        let (parts, entries) = (rest.u64()?, rest.u64()?);
        let len = body.len();
        let mut manifest = Self::default();
        for _ in 0..parts {
            manifest.parts.push(Part { name: rest.u64()?, size: rest.u64()? });
        }
        let start = bytes.len() - rest.0.len();
        let end = usize::try_from(entries).ok().and_then(|entries| entries.checked_mul(RECORD)?.checked_add(start));
        let end = end.filter(|&end| end <= len).ok_or(Fault::Damaged)?;
        manifest.paths = String::from_utf8(bytes[end..len].to_vec()).map_err(|_| Fault::Damaged)?;
        bytes.truncate(end);
        bytes.drain(..start);
        manifest.records = bytes;
        let mut last = 0;
        for record in manifest.records() {
            let end = u32_of(&record[END..]) as usize;
            if end < last || !manifest.paths.is_char_boundary(end) || u64::from(u32_of(&record[SEGMENT..]) >> 1) >= parts {
                return Err(Fault::Damaged);
            }
            last = end;
        }
        Ok(manifest)
    }
}

/// An entry as it is on disk.
#[inline]
fn entry(record: &[u8; RECORD]) -> Entry {
    let [size, modified, changed] = [0, 8, 16].map(|at| u64_of(&record[at..]));
    let [segment, file, claims] = [SEGMENT, FILE, CLAIMS].map(|at| u32_of(&record[at..]));
    Entry {
        stat: Stat { size, modified: modified.cast_signed(), changed: changed.cast_signed() },
        is_settled: segment & 1 == 1,
        digest: record[24..].first_chunk().copied().unwrap_or_default(),
        vocabulary: u64_of(&record[40..]),
        segment: segment >> 1,
        file,
        claims,
    }
}

/// What this version of the program writes: what another one has read may be read differently by this one.
fn stamp() -> u64 {
    let version = env!("CARGO_PKG_VERSION").as_bytes();
    checksum(FORMAT.into(), version)
}

struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, len: usize) -> Result<&'b [u8], Fault> {
        let (taken, rest) = self.0.split_at_checked(len).ok_or(Fault::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn u64(&mut self) -> Result<u64, Fault> {
        Ok(self.take(8)?.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes)))
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn what_is_written_is_read_and_every_change_of_a_byte_is_seen() {
        let entry = Entry {
            stat: Stat { size: 3, modified: -5, changed: 7 },
            is_settled: true,
            digest: [9; 16],
            vocabulary: 11,
            segment: 0,
            file: 4,
            claims: 12,
        };
        let mut manifest = Manifest { parts: vec![Part { name: 1, size: 4096 }], ..Manifest::default() };
        let entries = [entry, Entry { is_settled: false, ..entry }];
        manifest.push("a/b.txt", &entries[0]);
        manifest.push("a.txt", &entries[1]);
        let bytes = manifest.bytes();
        let read = Manifest::read(bytes.clone()).unwrap();
        assert_eq!((read.entries().collect::<Vec<_>>(), &read.parts), (entries.to_vec(), &manifest.parts));
        assert_eq!((read.entry(1), read.len()), (entries[1], 2));
        assert_eq!([read.path(0), read.path(1)], ["a/b.txt", "a.txt"]);
        let location = Location { folder: PathBuf::new(), root: PathBuf::from("r") };
        let paths = ["r/a/a", "r/a/b.txt", "r/a.txt", "r/b", "s"].map(Path::new);
        assert_eq!(read.numbers(&location, paths.into_iter()), [None, Some(0), Some(1), None, None]);
        for at in 0..bytes.len() {
            let mut broken = bytes.clone();
            broken[at] ^= 4;
            assert!(Manifest::read(broken).is_err(), "{at}");
            assert!(Manifest::read(bytes[..at].to_vec()).is_err(), "{at}");
        }
    }
}
