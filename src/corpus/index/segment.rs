//! A segment: the claims of some files, listed under their keys, in one file that never changes.
//!
//! Knows files and texts by number. `draft` makes it, `layout` says where everything lies.

use std::fs::File;
use std::ops::Range;

use super::draft::Kept;
use super::keys::{Posting, Said};
use super::layout::{Sections, Table, index, said, slot};
use super::page::{CONTENT, Fault, Reader, u32_of, u64_of};

/// A claim of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The file.
    pub file: u32,
    /// The number of the claim in it.
    pub number: u32,
    /// What is said of it.
    pub said: Said,
}

/// A segment that is read.
pub struct Segment {
    reader: Reader,
    sections: Sections,
}

/// A text, and which occurrences it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Its occurrences, by number.
    pub occurrences: Range<u32>,
}

impl Segment {
    /// Reads the first page of a file of that size.
    ///
    /// # Errors
    /// When it is none of this program.
    pub fn open(file: File, size: u64) -> Result<Self, Fault> {
        let reader = Reader::new(file, size)?;
        let mut page = Vec::new();
        let sections = Sections::read(reader.read(0, CONTENT, &mut page)?)?;
        Ok(Self { reader, sections })
    }

    /// How many files it has.
    #[must_use]
    pub fn files(&self) -> u32 {
        self.sections.files
    }

    /// How many texts it has.
    #[must_use]
    pub fn texts(&self) -> u32 {
        self.sections.texts
    }

    /// Reads everything, for its checksums.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn verify(&self) -> Result<(), Fault> {
        self.reader.verify()
    }

    /// The numbers of the entries of a key.
    fn range(&self, table: &Table, key: u64, buffer: &mut Vec<u8>) -> Result<Range<u32>, Fault> {
        /// So many are read at once.
        const FEW: u32 = 64;
        let fan = self.reader.read(table.fan + 4 * slot(key, table.bits) as u64, 8, buffer)?;
        let (start, end) = (u32_of(fan), u32_of(&fan[4..]));
        if start > end || end > table.count {
            return Err(Fault::Damaged);
        }
        // The first entry that is not before, as far as a few around it tell; the first behind the key; where the few end.
        let mut look = |is_before: &dyn Fn(u64) -> bool, mut few: Range<u32>| {
            while few.end - few.start > FEW {
                let middle = few.start.midpoint(few.end);
                let other = u64_of(self.reader.read(table.at(middle), 8, buffer)?);
                if is_before(other) { few.start = middle + 1 } else { few.end = middle }
            }
            let entries = self.reader.read(table.at(few.start), few.len() * table.size(), buffer)?;
            let count =
                |is: &dyn Fn(u64) -> bool| entries.chunks_exact(table.size()).take_while(|entry| is(u64_of(entry))).count();
            Ok::<_, Fault>((few.start + index(count(is_before)), few.start + index(count(&|other| other <= key)), few.end))
        };
        let (first, mut last, seen) = look(&|other| other < key, start..end)?;
        if last == seen && seen < end {
            last = look(&|other| other <= key, seen..end)?.0;
        }
        Ok(first..last)
    }

    /// Hands `found` what stands behind each entry of the key.
    fn entries(&self, table: &Table, key: u64, buffer: &mut Vec<u8>, mut found: impl FnMut(&[u8])) -> Result<(), Fault> {
        const AT_ONCE: usize = 4096;
        let range = self.range(table, key, buffer)?;
        for start in range.clone().step_by(AT_ONCE) {
            let count = ((range.end - start) as usize).min(AT_ONCE);
            let entries = self.reader.read(table.at(start), count * table.size(), buffer)?;
            entries.chunks_exact(table.size()).for_each(|entry| found(&entry[8..]));
        }
        Ok(())
    }

    /// The texts that are listed under a key.
    ///
    /// # Errors
    /// When what is read is damaged.
    pub fn texts_of(&self, key: u64) -> Result<Vec<u32>, Fault> {
        let mut texts = Vec::new();
        self.entries(&self.sections.keys, key, &mut Vec::new(), |rest| texts.push(u32_of(rest)))?;
        Ok(texts)
    }

    /// The files that are listed under a key, with what tells them apart.
    ///
    /// # Errors
    /// When what is read is damaged.
    pub fn files_of(&self, key: u64) -> Result<Vec<(u32, u32)>, Fault> {
        let mut files = Vec::new();
        self.entries(&self.sections.reports, key, &mut Vec::new(), |rest| files.push((u32_of(rest), u32_of(&rest[4..]))))?;
        self.known_files(files.iter().map(|&(file, _)| file))?;
        Ok(files)
    }

    fn known_files(&self, mut files: impl Iterator<Item = u32>) -> Result<(), Fault> {
        if files.any(|file| file >= self.sections.files) { Err(Fault::Damaged) } else { Ok(()) }
    }

    /// How many postings the list of a key has. `buffer` is used again for each.
    ///
    /// # Errors
    /// When what is read is damaged.
    pub fn frequency(&self, key: u64, buffer: &mut Vec<u8>) -> Result<usize, Fault> {
        Ok(self.range(&self.sections.postings, key, buffer)?.len())
    }

    /// Hands `found` the postings of the list of a key. `buffer` is used again for each.
    ///
    /// # Errors
    /// When what is read is damaged.
    pub fn postings(&self, key: u64, buffer: &mut Vec<u8>, mut found: impl FnMut(&Posting)) -> Result<(), Fault> {
        self.entries(&self.sections.postings, key, buffer, |rest| found(&Posting::read(rest)))
    }

    /// Where a text lies, and which occurrences it has.
    fn record(&self, text: u32) -> Result<(Range<u64>, Range<u32>), Fault> {
        const RECORD: usize = 12;
        if text >= self.sections.texts {
            return Err(Fault::Damaged);
        }
        let mut buffer = Vec::new();
        let bytes = self.reader.read(self.sections.records + u64::from(text) * RECORD as u64, 2 * RECORD, &mut buffer)?;
        let (start, end) = (u64_of(bytes), u64_of(&bytes[RECORD..]));
        let occurrences = u32_of(&bytes[8..])..u32_of(&bytes[RECORD + 8..]);
        let is_sound = start <= end
            && end <= self.sections.blob_len
            && u32::try_from(end - start).is_ok()
            && occurrences.start <= occurrences.end
            && occurrences.end <= self.sections.claims;
        if is_sound { Ok((start..end, occurrences)) } else { Err(Fault::Damaged) }
    }

    fn bytes_of<'b>(&self, range: Range<u64>, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], Fault> {
        let len = usize::try_from(range.end - range.start).map_err(|_| Fault::Damaged)?;
        self.reader.read(self.sections.blob + range.start, len, buffer)
    }

    /// A text by its number.
    ///
    /// # Errors
    /// When what is read is damaged.
    pub fn text(&self, text: u32) -> Result<Text, Fault> {
        let (range, occurrences) = self.record(text)?;
        let mut buffer = Vec::new();
        let text = str::from_utf8(self.bytes_of(range, &mut buffer)?).map_err(|_| Fault::Damaged)?;
        Ok(Text { text: text.to_owned(), occurrences })
    }

    /// Occurrences by their numbers, in the order of files.
    ///
    /// # Errors
    /// When what is read is damaged.
    pub fn occurrences(&self, range: Range<u32>) -> Result<Vec<Occurrence>, Fault> {
        const OCCURRENCE: usize = 12;
        let mut buffer = Vec::new();
        let len = (range.end - range.start) as usize * OCCURRENCE;
        let start = self.sections.occurrences + u64::from(range.start) * OCCURRENCE as u64;
        let bytes = self.reader.read(start, len, &mut buffer)?;
        let occurrence = |bytes: &[u8]| {
            let (file, number, confidence) = (u32_of(bytes), u32_of(&bytes[4..]), u32_of(&bytes[8..]));
            Occurrence { file, number: number >> 8, said: said(number, confidence) }
        };
        let found: Vec<Occurrence> = bytes.chunks_exact(OCCURRENCE).map(occurrence).collect();
        self.known_files(found.iter().map(|occurrence| occurrence.file))?;
        Ok(found)
    }

    /// The texts that begin with `start` and go on.
    ///
    /// # Errors
    /// When what is read is damaged.
    pub fn texts_after(&self, start: &str) -> Result<Range<u32>, Fault> {
        let mut buffer = Vec::new();
        let mut first = |is_before: &dyn Fn(&[u8]) -> bool| {
            let (mut low, mut high) = (0, self.sections.texts);
            while low < high {
                let middle = low.midpoint(high);
                let (mut range, _) = self.record(middle)?;
                // More of it decides nothing.
                range.end = range.end.min(range.start + start.len() as u64 + 1);
                if is_before(self.bytes_of(range, &mut buffer)?) { low = middle + 1 } else { high = middle }
            }
            Ok::<u32, Fault>(low)
        };
        let from = first(&|text| text <= start.as_bytes())?;
        let to = first(&|text| text <= start.as_bytes() || text.starts_with(start.as_bytes()))?;
        Ok(from..to)
    }

    /// Hands back what was put in, file by file, of those that `wanted` takes, in order.
    ///
    /// # Errors
    /// When what is read is damaged.
    pub fn unpack(&self, wanted: &dyn Fn(u32) -> bool) -> Result<Vec<Kept>, Fault> {
        let mut files = vec![Kept::default(); self.sections.files as usize];
        for number in 0..self.sections.texts {
            let text = self.text(number)?;
            for Occurrence { file, number, said } in self.occurrences(text.occurrences)? {
                if wanted(file) {
                    let kept = &mut files[file as usize];
                    kept.texts.push_str(&text.text);
                    kept.claims.push((kept.texts.len(), number, said));
                }
            }
        }
        let table = &self.sections.reports;
        let width = table.size();
        let mut buffer = Vec::new();
        for at in (0..table.count).step_by(1024) {
            let count = (table.count - at).min(1024) as usize;
            let bytes = self.reader.read(table.at(at), count * width, &mut buffer)?;
            for entry in bytes.chunks_exact(width) {
                let (key, file, apart) = (u64_of(entry), u32_of(&entry[8..]), u32_of(&entry[12..]));
                self.known_files(std::iter::once(file))?;
                if wanted(file) {
                    files[file as usize].keys.push((key, apart));
                }
            }
        }
        Ok(files)
    }
}
