//! The index of a corpus on disk: which of the reports that are not reported on have to be read.
//!
//! It is only a filter. What it lets through is read, parsed and compared by the same code as without it, so that the findings
//! are the same as long as it lets through every report, and of it every claim, that has a part in one; `select` says which
//! these are. A file that cannot be used is no index: then everything is read.
//!
//! `page` knows files in pages with checksums, `keys` what a report and its claims are listed under. A segment holds the lists:
//! `layout` says how, `draft` makes one, `segment` reads it. `stat` tells whether a file has
//! changed, `manifest` knows which files are known and how they were, `select` which reports belong together, `store` the folder: locks, and how it is brought up to date.

pub mod draft;
pub mod keys;
mod layout;
pub mod manifest;
pub mod page;
pub mod segment;
pub mod select;
pub mod stat;
pub mod store;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

pub use layout::FORMAT;
pub use manifest::{Digest, Manifest};
pub use page::Fault;
use segment::Segment;
pub use stat::{Stat, Stats};

/// The name of the folder.
pub const FOLDER: &str = ".claimlint_cache";

/// The file that says what the others are.
const MANIFEST: &str = "manifest";

/// Where an index lies, and what its paths are seen from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The folder of the index, absolute.
    pub folder: PathBuf,
    /// The root of what is compared, absolute.
    pub root: PathBuf,
}

impl Location {
    /// A path as the index names it; `None` for one that it does not take: outside of the root, or not UTF-8.
    #[must_use]
    pub fn relative<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        let separator = std::path::MAIN_SEPARATOR;
        let (root, path) = (self.root.to_str()?, path.to_str()?);
        let rest = path.strip_prefix(root)?;
        let rest = if root.ends_with(separator) { rest } else { rest.strip_prefix(separator)? };
        (!rest.is_empty()).then(|| Path::new(rest))
    }
}

/// An index that is read.
pub struct Index {
    /// Where it lies.
    pub location: Location,
    /// What it knows.
    pub manifest: Manifest,
    segments: Vec<Segment>,
}

/// What became of a file that the index knows.
#[derive(Debug)]
pub enum Look {
    /// It is as it was.
    Same,
    /// Its content is the same, though it was touched.
    Touched,
    /// It has changed to this.
    Changed(Vec<u8>),
}

impl Index {
    /// Reads the index of a folder.
    ///
    /// # Errors
    /// When there is none that can be used.
    pub fn open(location: Location) -> Result<Self, Fault> {
        let once = || {
            let manifest = read_manifest(&location.folder)?;
            let open = |part: &manifest::Part| {
                let file = File::open(location.folder.join(part.file_name()))?;
                Segment::open(file, part.size)
            };
            let segments = manifest.parts.iter().map(open).collect::<Result<Vec<Segment>, Fault>>()?;
            let is_known = |entry: manifest::Entry| entry.file < segments[entry.segment as usize].files();
            // A segment most of whose files are of no use any more does not stay.
            let is_too_large = |segment: &Segment| segment.files() as usize / 2 > manifest.len();
            if !manifest.entries().all(is_known) || segments.iter().any(is_too_large) {
                return Err(Fault::Damaged);
            }
            Ok((manifest, segments))
        };
        // It may have been replaced between the manifest and a segment.
        let (manifest, segments) = once().or_else(|fault| match fault {
            Fault::Missing if location.folder.join(MANIFEST).exists() => once().map_err(|fault| match fault {
                Fault::Missing => Fault::Damaged,
                other => other,
            }),
            other => Err(other),
        })?;
        Ok(Self { location, manifest, segments })
    }

    /// See [`Manifest::numbers`].
    #[must_use]
    pub fn numbers<'p>(&self, paths: impl Iterator<Item = &'p Path>) -> Vec<Option<usize>> {
        self.manifest.numbers(&self.location, paths)
    }

    /// What became of a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn look(&self, number: usize, path: &Path, stats: &mut Stats) -> io::Result<Look> {
        let entry = self.manifest.entry(number);
        let stat = stats.of(path)?;
        if stat == entry.stat && entry.is_settled {
            return Ok(Look::Same);
        }
        let bytes = fs::read(path)?;
        Ok(if digest(&bytes) == entry.digest { Look::Touched } else { Look::Changed(bytes) })
    }

    /// True when a file is as it was, as far as can be told without reading it.
    #[must_use]
    pub fn is_as_it_was(&self, number: usize, path: &Path, stats: &mut Stats) -> bool {
        let entry = self.manifest.entry(number);
        entry.is_settled && stats.of(path).is_ok_and(|stat| stat == entry.stat)
    }

    /// For each segment and file the number of its report in the run, when `numbers` gives the number of each report here.
    #[must_use]
    pub fn live(&self, numbers: impl Iterator<Item = Option<usize>>) -> Vec<Vec<u32>> {
        let mut live: Vec<Vec<u32>> = self.segments.iter().map(|segment| vec![select::NONE; segment.files() as usize]).collect();
        for (source, number) in (0..).zip(numbers) {
            if let Some(entry) = number.map(|number| self.manifest.entry(number)) {
                live[entry.segment as usize][entry.file as usize] = source;
            }
        }
        live
    }

    /// Bytes on disk.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.manifest.parts.iter().map(|part| part.size).sum::<u64>() + self.manifest.bytes().len() as u64
    }

    /// Reads all of it, for the checksums.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn verify(&self) -> Result<(), Fault> {
        self.segments.iter().try_for_each(Segment::verify)
    }
}

fn read_manifest(folder: &Path) -> Result<Manifest, Fault> {
    Manifest::read(fs::read(folder.join(MANIFEST))?)
}

/// What a content is known by.
#[must_use]
pub fn digest(bytes: &[u8]) -> Digest {
    let full: [u8; 32] = Sha256::digest(bytes).into();
    full.first_chunk().copied().unwrap_or_default()
}
