//! The manifest: which files the index knows, as they were when they were read, and in which segments their claims are.
//!
//! It is read as a whole and replaced as a whole: what it says at one moment belongs together.

use std::path::Path;

use super::Location;
use super::layout::FORMAT;
use super::page::{Fault, checksum};
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

/// All files and segments.
#[derive(Debug, Default, Clone)]
pub struct Manifest {
    /// The segments, the largest first.
    pub parts: Vec<Part>,
    /// The files, in the order of their paths.
    pub entries: Vec<Entry>,
    paths: String,
    ends: Vec<u32>,
}

impl Manifest {
    /// Adds a file that comes after those that it has.
    pub fn push(&mut self, path: &str, entry: Entry) {
        self.paths.push_str(path);
        self.ends.push(u32::try_from(self.paths.len()).unwrap_or(u32::MAX));
        self.entries.push(entry);
    }

    /// The path of a file as seen from the root, with `/`.
    #[must_use]
    pub fn path(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.paths[start..self.ends[number] as usize]
    }

    /// For each of some absolute paths, which are in order, the number of its file. (Were the files in no order, some would not
    /// be found.)
    #[must_use]
    pub fn numbers<'p>(&self, location: &Location, paths: impl Iterator<Item = &'p Path>) -> Vec<Option<usize>> {
        let mut next = 0;
        paths
            .map(|path| {
                // Mostly the next one is it.
                let is_it = |next: usize| next < self.entries.len() && location.is_at(self.path(next), path);
                if !is_it(next) {
                    let path = location.relative(path)?;
                    while next < self.entries.len() && Path::new(self.path(next)) < path {
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
        out.extend((self.entries.len() as u64).to_le_bytes());
        for part in &self.parts {
            out.extend([part.name, part.size].iter().flat_map(|number| number.to_le_bytes()));
        }
        for (entry, end) in self.entries.iter().zip(&self.ends) {
            out.extend(entry.stat.size.to_le_bytes());
            out.extend([entry.stat.modified, entry.stat.changed].iter().flat_map(|time| time.to_le_bytes()));
            out.extend(entry.digest);
            out.extend(entry.vocabulary.to_le_bytes());
            let numbers = [entry.segment << 1 | u32::from(entry.is_settled), entry.file, entry.claims, *end];
            out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        }
        out.extend(self.paths.as_bytes());
        let sum = checksum(0, &out);
        out.extend(sum.to_le_bytes());
        out
    }

    /// Reads what [`Manifest::bytes`] gives.
    ///
    /// # Errors
    /// When it is none, or that of another version.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let mut rest = Bytes(bytes);
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
        const PART: u64 = 16;
        const ENTRY: u64 = 64;
        let (parts, entries) = (rest.u64()?, rest.u64()?);
        let needed = parts.checked_mul(PART).zip(entries.checked_mul(ENTRY)).and_then(|(a, b)| a.checked_add(b));
        if needed.is_none_or(|needed| needed > body.len() as u64) {
            return Err(Fault::Damaged);
        }
        let mut manifest = Self::default();
        for _ in 0..parts {
            manifest.parts.push(Part { name: rest.u64()?, size: rest.u64()? });
        }
        for _ in 0..entries {
            let stat = Stat { size: rest.u64()?, modified: rest.u64()?.cast_signed(), changed: rest.u64()?.cast_signed() };
            let digest = rest.take(16)?.try_into().map_err(|_| Fault::Damaged)?;
            let vocabulary = rest.u64()?;
            let [segment, file, claims, end] = [rest.u32()?, rest.u32()?, rest.u32()?, rest.u32()?];
            let is_settled = segment & 1 == 1;
            if u64::from(segment >> 1) >= parts {
                return Err(Fault::Damaged);
            }
            manifest.entries.push(Entry { stat, is_settled, digest, vocabulary, segment: segment >> 1, file, claims });
            manifest.ends.push(end);
        }
        let paths = rest.0.strip_suffix(sum).ok_or(Fault::Damaged)?;
        manifest.paths = String::from_utf8(paths.to_vec()).map_err(|_| Fault::Damaged)?;
        let is_end = |&end: &u32| manifest.paths.is_char_boundary(end as usize);
        if !manifest.ends.iter().all(is_end) || !manifest.ends.is_sorted() {
            return Err(Fault::Damaged);
        }
        Ok(manifest)
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

    fn u32(&mut self) -> Result<u32, Fault> {
        Ok(self.take(4)?.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes)))
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
        manifest.push("a/b.txt", entry);
        manifest.push("a.txt", Entry { is_settled: false, ..entry });
        let bytes = manifest.bytes();
        let read = Manifest::read(&bytes).unwrap();
        assert_eq!((&read.entries, &read.parts), (&manifest.entries, &manifest.parts));
        assert_eq!([read.path(0), read.path(1)], ["a/b.txt", "a.txt"]);
        let location = Location { folder: PathBuf::new(), root: PathBuf::from("r") };
        let paths = ["r/a/a", "r/a/b.txt", "r/a.txt", "r/b", "s"].map(Path::new);
        assert_eq!(read.numbers(&location, paths.into_iter()), [None, Some(0), Some(1), None, None]);
        for at in 0..bytes.len() {
            let mut broken = bytes.clone();
            broken[at] ^= 4;
            assert!(Manifest::read(&broken).is_err(), "{at}");
            assert!(Manifest::read(&bytes[..at]).is_err(), "{at}");
        }
    }
}
