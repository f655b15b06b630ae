//! The folder of an index: who may write, and how it is brought up to date.
//!
//! Every file is written beside the others and then renamed, the manifest last: whoever reads finds either what was there before
//! or what comes after. One process writes at a time; who does not get the lock goes without.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::draft::{Draft, Kept, MOST_CLAIMS};
use super::keys;
use super::manifest::{Entry, Manifest, Part};
use super::page::Fault;
use super::stat::Stat;
use super::{FOLDER, Index, Location, MANIFEST, digest};
use crate::parse::{Vocabulary, parse_compared};
use crate::source::{MAX_BYTES, Source, SourceId};

const LOCK: &str = "lock";
const TAG: &str = "CACHEDIR.TAG";
const TAG_TEXT: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
    # This folder was made by claimlint. It can be deleted, and is made again.\n\
    # See https://bford.info/cachedir/\n";
const IGNORE_TEXT: &str = "*\n";

/// A file that the index is to know.
pub struct Wanted<'w> {
    /// Its absolute path.
    pub path: &'w Path,
    /// The vocabulary that it is read with.
    pub vocabulary: &'w Vocabulary,
    /// What that is known by.
    pub vocabulary_digest: u64,
    /// True when it was found to be as the index knows it.
    pub is_known: bool,
}

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// Files that the index knows now.
    pub files: usize,
    /// Their claims.
    pub claims: u64,
    /// Files that were read anew.
    pub read: usize,
    /// Files that are gone.
    pub gone: usize,
    /// Those that cannot be read: they are tried again each time.
    pub unreadable: Vec<PathBuf>,
    /// Bytes on disk.
    pub size: u64,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum NotWritten {
    /// Another process writes.
    Locked,
    /// In words.
    Failed(PathBuf, io::Error),
}

/// The right to write, until it is dropped.
struct Lock {
    /// Open: the system gives the lock free with it, whatever happens to the process.
    _file: File,
    /// The moment of locking, by the clock of the file system.
    since: i64,
}

impl Lock {
    fn take(folder: &Path) -> Result<Option<Self>, io::Error> {
        let Some(mut file) = open_locked(&folder.join(LOCK))? else { return Ok(None) };
        // A change of the content is what gives a file its time.
        file.set_len(0)?;
        file.write_all(b"\n")?;
        let since = Stat::of(&file.metadata()?).last();
        Ok(Some(Self { _file: file, since }))
    }
}

#[cfg(unix)]
fn open_locked(path: &Path) -> io::Result<Option<File>> {
    use rustix::fs::{FlockOperation, flock};
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(file)),
        Err(rustix::io::Errno::WOULDBLOCK) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[cfg(windows)]
fn open_locked(path: &Path) -> io::Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt;
    const SHARING_VIOLATION: i32 = 32;
    match OpenOptions::new().write(true).create(true).truncate(false).share_mode(0).open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(not(any(unix, windows)))]
fn open_locked(_: &Path) -> io::Result<Option<File>> {
    Err(io::ErrorKind::Unsupported.into())
}

/// A file of the run as the index is to have it.
enum Next {
    /// As the index has it, perhaps touched.
    Known(Entry),
    /// Read anew.
    Read(Entry, Kept),
}

/// Brings the index up to date, so that it knows the files that are wanted, which are in the order of their paths, and those
/// that it knew and that are still there. `anew` forgets what it knew.
///
/// # Errors
/// When nothing was written. What was there before is there still.
pub fn update(location: &Location, wanted: &[Wanted<'_>], anew: bool) -> Result<Done, NotWritten> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        |error: io::Error| NotWritten::Failed(path, error)
    };
    prepare(&location.folder).map_err(failed(&location.folder))?;
    let lock = Lock::take(&location.folder).map_err(failed(&location.folder))?.ok_or(NotWritten::Locked)?;
    let index = if anew { None } else { Index::open(location.clone()).ok() };
    let done = match index.map(|index| write(location, wanted, &lock, Some(&index))) {
        Some(Ok(done)) => Ok(done),
        // What cannot be read is no use: everything is read anew.
        Some(Err(Broken::Index)) | None => write(location, wanted, &lock, None),
        Some(Err(Broken::Disk(error))) => Err(Broken::Disk(error)),
    };
    done.map_err(|broken| match broken {
        Broken::Disk(error) => NotWritten::Failed(location.folder.clone(), error),
        Broken::Index => NotWritten::Failed(location.folder.clone(), io::ErrorKind::InvalidData.into()),
    })
}

/// Why an update failed.
enum Broken {
    /// What was there cannot be read.
    Index,
    /// It cannot be written.
    Disk(io::Error),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

impl From<Fault> for Broken {
    fn from(_: Fault) -> Self {
        Self::Index
    }
}

/// Makes the folder, and says in it what it is.
fn prepare(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, text) in [(TAG, TAG_TEXT), (".gitignore", IGNORE_TEXT)] {
        match File::create_new(folder.join(name)) {
            Ok(mut file) => file.write_all(text.as_bytes())?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn write(location: &Location, wanted: &[Wanted<'_>], lock: &Lock, index: Option<&Index>) -> Result<Done, Broken> {
    let empty = Manifest::default();
    let old = index.map_or(&empty, |index| &index.manifest);
    let paths = || wanted.iter().map(|wanted| location.relative(wanted.path));
    let numbers = old.numbers(location, wanted.iter().map(|wanted| wanted.path));
    let next: Vec<io::Result<Option<Next>>> = wanted
        .par_iter()
        .zip(&numbers)
        .map(|(wanted, number)| match location.relative(wanted.path) {
            Some(_) => next(wanted, number.map(|number| old.entry(number)).as_ref(), lock.since),
            None => Ok(None),
        })
        .collect();

    // All files in the order of paths: those that are wanted, and those that are merely still there.
    let mut met = vec![false; old.len()];
    for &number in numbers.iter().flatten() {
        met[number] = true;
    }
    let rest: Vec<usize> = (0..old.len()).filter(|&number| !met[number]).collect();
    let is_there: Vec<bool> = rest.par_iter().map(|&number| location.root.join(old.path(number)).is_file()).collect();
    let mut done = Done { gone: is_there.iter().filter(|is_there| !**is_there).count(), ..Done::default() };
    let mut files: Vec<(&Path, Next)> = Vec::with_capacity(wanted.len());
    for ((path, next), wanted) in paths().zip(next).zip(wanted) {
        match next {
            Ok(next) => files.extend(path.zip(next)),
            Err(_) => done.unreadable.push(wanted.path.to_owned()),
        }
    }
    let kept = rest.iter().zip(is_there).filter(|(_, is_there)| *is_there);
    files.extend(kept.map(|(&number, _)| (Path::new(old.path(number)), Next::Known(old.entry(number)))));
    files.sort_by(|a, b| a.0.cmp(b.0));
    done.files = files.len();
    done.read = files.iter().filter(|(_, next)| matches!(next, Next::Read(..))).count();

    // New files make a segment of their own, together with segments that are not much larger or mostly of no use any more.
    const MUCH: usize = 4;
    let mut live = vec![0; old.parts.len()];
    for (_, next) in &files {
        if let Next::Known(entry) = next {
            live[entry.segment as usize] += 1;
        }
    }
    let segments = index.map_or(&[][..], |index| &index.segments);
    let mut merged: Vec<bool> = segments.iter().zip(&live).map(|(segment, live)| 2 * live < segment.files() as usize).collect();
    let mut count = done.read + merged.iter().zip(&live).filter(|(merged, _)| **merged).map(|(_, live)| live).sum::<usize>();
    for (at, live) in live.iter().enumerate().rev() {
        if count > 0 && count * MUCH >= *live && !merged[at] {
            merged[at] = true;
            count += live;
        }
    }
    let mut unpacked: Vec<Vec<Kept>> = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        let mut wanted = vec![false; if merged[at] { segment.files() as usize } else { 0 }];
        for (_, next) in &files {
            if let Next::Known(entry) = next
                && entry.segment as usize == at
                && merged[at]
            {
                wanted[entry.file as usize] = true;
            }
        }
        let is_wanted = |file: u32| wanted[file as usize];
        unpacked.push(if merged[at] { segment.unpack(&is_wanted)? } else { Vec::new() });
    }
    // Where a segment is among those that stay.
    let mut places = vec![0; segments.len()];
    let mut manifest = Manifest::default();
    for (at, part) in old.parts.iter().enumerate().filter(|&(at, _)| !merged[at]) {
        places[at] = to_u32(manifest.parts.len());
        manifest.parts.push(*part);
    }
    let own = to_u32(manifest.parts.len());
    let mut draft = Draft::default();
    for (path, next) in files {
        let entry = match next {
            Next::Read(entry, kept) => Entry { segment: own, file: draft.add(&kept), ..entry },
            Next::Known(entry) if merged[entry.segment as usize] => {
                let kept = std::mem::take(&mut unpacked[entry.segment as usize][entry.file as usize]);
                Entry { segment: own, file: draft.add(&kept), ..entry }
            }
            Next::Known(entry) => Entry { segment: places[entry.segment as usize], ..entry },
        };
        done.claims += u64::from(entry.claims);
        manifest.push(path.to_str().unwrap_or_default(), &entry);
    }
    drop(unpacked);
    if draft.files() > 0 {
        manifest.parts.push(write_segment(&location.folder, draft)?);
    }
    let bytes = manifest.bytes();
    if index.is_none_or(|index| index.manifest.bytes() != bytes) {
        replace(&location.folder, MANIFEST, |file| file.write_all(&bytes))?;
    }
    clean(&location.folder, &manifest.parts);
    done.size = manifest.parts.iter().map(|part| part.size).sum::<u64>() + bytes.len() as u64;
    Ok(done)
}

/// What the index is to have of a file; `None` for one that is too large for it.
fn next(wanted: &Wanted<'_>, known: Option<&Entry>, now: i64) -> io::Result<Option<Next>> {
    let same_vocabulary = |entry: &&Entry| entry.vocabulary == wanted.vocabulary_digest;
    if let Some(entry) = known.filter(|_| wanted.is_known).filter(same_vocabulary) {
        return Ok(Some(Next::Known(*entry)));
    }
    // Before it is read: a change that comes later shows.
    let stat = Stat::of(&fs::metadata(wanted.path)?);
    if let Some(entry) = known.filter(|entry| entry.is_settled && entry.stat == stat).filter(same_vocabulary) {
        return Ok(Some(Next::Known(*entry)));
    }
    let bytes = fs::read(wanted.path)?;
    let is_settled = stat.last() < now;
    let digest = digest(&bytes);
    if let Some(entry) = known.filter(|entry| entry.digest == digest).filter(same_vocabulary) {
        return Ok(Some(Next::Known(Entry { stat, is_settled, ..*entry })));
    }
    let Some(kept) = keep(bytes, wanted.vocabulary) else { return Ok(None) };
    let claims = to_u32(kept.claims.len());
    let entry = Entry { stat, is_settled, digest, vocabulary: wanted.vocabulary_digest, segment: 0, file: 0, claims };
    Ok(Some(Next::Read(entry, kept)))
}

/// What is kept of a content; nothing of one that is no report.
fn keep(bytes: Vec<u8>, vocabulary: &Vocabulary) -> Option<Kept> {
    if bytes.len() > MAX_BYTES {
        return None;
    }
    let source = Source::new(String::new(), String::new(), bytes);
    let mut kept = Kept::default();
    let Some(report) = parse_compared(&source, SourceId(0), vocabulary, Some(&[])) else { return Some(kept) };
    if report.claims.len() >= MOST_CLAIMS {
        return None;
    }
    for (number, (text, said)) in (0..).zip(keys::claims(&report)) {
        kept.texts.push_str(text);
        kept.claims.push((kept.texts.len(), number, said));
    }
    kept.keys = keys::of_report(&report).into_iter().map(|whole| (whole.key, whole.apart)).collect();
    Some(kept)
}

fn write_segment(folder: &Path, draft: Draft) -> Result<Part, io::Error> {
    let path = folder.join("segment.tmp");
    let (file, name, size) = draft.write(OpenOptions::new().write(true).create(true).truncate(true).open(&path)?)?;
    file.sync_all()?;
    drop(file);
    let part = Part { name, size };
    fs::rename(&path, folder.join(part.file_name()))?;
    Ok(part)
}

/// Writes a file beside the one of that name, and puts it in its place.
fn replace(folder: &Path, name: &str, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let path = folder.join(format!("{name}.tmp"));
    let mut file = File::create(&path)?;
    write(&mut file)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&path, folder.join(name))
}

/// Removes what belongs to no index any more, and what was left behind. That it cannot be removed does no harm.
fn clean(folder: &Path, parts: &[Part]) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let names: Vec<String> = parts.iter().map(Part::file_name).collect();
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let is_ours = Path::new(&name).extension().is_some_and(|own| own == "segment" || own == "tmp");
        if is_ours && !names.contains(&name) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

impl Location {
    /// The index of what is compared below a root, in `folder` or where it lies by default.
    #[must_use]
    pub fn of(root: PathBuf, folder: Option<PathBuf>) -> Self {
        Self { folder: folder.unwrap_or_else(|| root.join(FOLDER)), root }
    }
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
