//! A segment: the claims of some files, listed under their keys, in one file that never changes.
//!
//! Knows files by number only. Texts are numbered in the order of their bytes, so that what begins with a text stands together.
//! The same files in the same order make the same bytes, whatever the number of threads.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Seek, Write};
use std::ops::Range;

use rayon::prelude::*;

use super::keys::{self, Forms, Posting, Said};
use super::page::{CONTENT, Fault, Reader, Writer, u32_of, u64_of};
use crate::corpus::counts::Counts;
use crate::report::VerdictClass;

/// Changes with what is written below, and with what claims are listed under.
pub const FORMAT: u32 = 2;

const MAGIC: &[u8; 8] = b"CLAIMSEG";

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

/// The most claims of a file that is kept.
pub const MOST_CLAIMS: usize = 1 << 24;

/// What goes into a segment.
#[derive(Default)]
pub struct Draft {
    files: u32,
    arena: Vec<u8>,
    rows: Vec<Row>,
    /// Key, file, what tells apart.
    reports: Vec<(u64, u32, u32)>,
}

#[derive(Clone, Copy)]
struct Row {
    /// The first bytes of the text.
    head: u64,
    start: u64,
    len: u32,
    file: u32,
    /// The number of the claim, then the flags.
    number: u32,
    confidence: u32,
}

/// What is kept of a file.
#[derive(Debug, Default, Clone)]
pub struct Kept {
    /// The texts one after the other.
    pub texts: String,
    /// For each claim, where its text ends, its number, and what is said of it.
    pub claims: Vec<(usize, u32, Said)>,
    /// What it is listed under as a whole, with what tells apart.
    pub keys: Vec<(u64, u32)>,
}

impl Draft {
    /// Takes in a file; gives its number.
    pub fn add(&mut self, kept: &Kept) -> u32 {
        let file = self.files;
        self.files += 1;
        let mut start = 0;
        for &(end, number, said) in &kept.claims {
            let text = &kept.texts.as_bytes()[start..end];
            let mut head = [0; 8];
            let len = text.len().min(8);
            head[..len].copy_from_slice(&text[..len]);
            self.rows.push(Row {
                head: u64::from_be_bytes(head),
                start: self.arena.len() as u64,
                len: u32::try_from(text.len()).unwrap_or(u32::MAX),
                file,
                number: number << 8 | u32::from(said.flags()),
                confidence: said.confidence,
            });
            self.arena.extend_from_slice(text);
            start = end;
        }
        self.reports.extend(kept.keys.iter().map(|&(key, apart)| (key, file, apart)));
        file
    }

    /// How many files it has.
    #[must_use]
    pub fn files(&self) -> u32 {
        self.files
    }

    fn text(&self, row: &Row) -> &[u8] {
        let start = usize::try_from(row.start).unwrap_or(usize::MAX);
        &self.arena[start..start + row.len as usize]
    }

    /// Writes it; gives its name and size.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write<W: Write + Seek>(mut self, out: W) -> io::Result<(W, u64, u64)> {
        let mut rows = std::mem::take(&mut self.rows);
        rows.par_sort_unstable_by(|a, b| {
            let texts = || self.text(a).cmp(self.text(b));
            let order = a.head.cmp(&b.head).then_with(texts);
            order.then_with(|| (a.file, a.number).cmp(&(b.file, b.number)))
        });
        let mut out = Writer::new(out)?;
        let mut sections = Sections { files: self.files, ..Sections::default() };
        // For each text, its first row; then the end.
        let same = |a: &Row, b: &Row| a.head == b.head && self.text(a) == self.text(b);
        let mut starts: Vec<u32> = (0..rows.len()).filter(|&at| at == 0 || !same(&rows[at - 1], &rows[at])).map(index).collect();
        sections.texts = index(starts.len());
        sections.claims = index(rows.len());
        starts.push(index(rows.len()));

        sections.blob = out.position();
        let mut ends: Vec<u64> = Vec::with_capacity(starts.len());
        let mut end = 0;
        for &start in &starts[..starts.len() - 1] {
            ends.push(end);
            let text = self.text(&rows[start as usize]);
            out.write(text)?;
            end += text.len() as u64;
        }
        ends.push(end);
        sections.blob_len = end;
        sections.records = out.position();
        for (&blob, &first) in ends.iter().zip(&starts) {
            out.write(&blob.to_le_bytes())?;
            out.write(&first.to_le_bytes())?;
        }
        drop(ends);
        sections.occurrences = out.position();
        for row in &rows {
            for part in [row.file, row.number, row.confidence] {
                out.write(&part.to_le_bytes())?;
            }
        }

        // Some of the texts tell which words are frequent.
        const SAMPLE: usize = 8;
        let counts = Counts::new(starts.len() * 8);
        let heard = |range: &[u32]| {
            let rows = &rows[range[0] as usize..range[1] as usize];
            // The texts were strings once.
            Heard::new(String::from_utf8_lossy(self.text(&rows[0])), rows.iter().map(|row| said(row.number, row.confidence)))
        };
        starts.par_windows(2).step_by(SAMPLE).with_min_len(128).for_each(|range| {
            heard(range).forms().forms.iter().flat_map(|form| &form.traits.words).for_each(|&word| counts.add(word));
        });
        let listed: Vec<Listed> = starts
            .par_windows(2)
            .enumerate()
            .with_min_len(1024)
            .fold(Listed::default, |mut listed, (text, range)| {
                listed.take(index(text), &heard(range), &counts);
                listed
            })
            .collect();
        let Listed { mut keys, forms, mut postings } = Listed::all(listed);
        keys.par_sort_unstable();
        keys.dedup();
        sections.keys = Table::write(&mut out, keys.iter().map(|&(key, text)| (key, text.to_le_bytes())))?;
        drop(keys);
        postings.par_sort_unstable();
        let posting = |&(key, form): &(u64, u32)| (key, forms[form as usize].bytes());
        sections.postings = Table::write(&mut out, postings.iter().map(posting))?;
        drop((postings, forms));
        let mut reports = std::mem::take(&mut self.reports);
        reports.par_sort_unstable();
        let entry = |&(key, file, apart): &(u64, u32, u32)| {
            let mut place = [0; 8];
            place[..4].copy_from_slice(&file.to_le_bytes());
            place[4..].copy_from_slice(&apart.to_le_bytes());
            (key, place)
        };
        sections.reports = Table::write(&mut out, reports.iter().map(entry))?;
        out.finish(&sections.bytes())
    }
}

fn said(number: u32, confidence: u32) -> Said {
    Said::of_flags((number & 0xff).to_le_bytes()[0], confidence)
}

/// A text with what is said of it.
struct Heard<'t> {
    text: Cow<'t, str>,
    with_class: bool,
    is_supported: bool,
    takes_part: bool,
    is_cut: bool,
}

impl<'t> Heard<'t> {
    fn new(text: Cow<'t, str>, said: impl Iterator<Item = Said>) -> Self {
        let mut heard = Self { with_class: false, is_supported: false, takes_part: false, is_cut: false, text };
        if heard.text.contains(char::is_alphanumeric) {
            for said in said {
                heard.with_class |= said.class.is_some();
                heard.is_supported |= said.class == Some(VerdictClass::Supported);
                heard.takes_part |= said.conflicting().is_some();
                heard.is_cut |= said.cut;
            }
        }
        heard
    }

    /// Its forms, if it is held against other texts.
    fn forms(&self) -> Forms {
        if self.takes_part { Forms::of(&self.text, self.is_cut) } else { Forms { forms: Vec::new(), topic: None } }
    }
}

/// What texts are listed under.
#[derive(Default)]
struct Listed {
    keys: Vec<(u64, u32)>,
    forms: Vec<Posting>,
    /// Key, and the number of the form.
    postings: Vec<(u64, u32)>,
}

impl Listed {
    fn take(&mut self, at: u32, heard: &Heard<'_>, counts: &Counts) {
        if heard.with_class {
            self.keys.push((keys::of_text(&heard.text), at));
        }
        if heard.is_supported {
            self.keys.extend(keys::of_frame(&heard.text).map(|key| (key, at)));
        }
        let forms = heard.forms();
        self.keys.extend(forms.topic_key().map(|key| (key, at)));
        let mut under = Vec::new();
        // Whatever their verdicts: which of them stand against one another is not told by one spelling of a text.
        for form in &forms.forms {
            self.keys.push((form.profile, at));
            under.clear();
            keys::listed_under(form, counts, &mut under);
            let number = index(self.forms.len());
            self.postings.extend(under.iter().map(|&key| (key, number)));
            self.forms.push(Posting::new(at, &form.traits));
        }
    }

    /// Puts parts together, one after the other.
    fn all(parts: Vec<Self>) -> Self {
        let sum = |len: fn(&Self) -> usize| parts.iter().map(len).sum();
        let mut all = Self {
            keys: Vec::with_capacity(sum(|part| part.keys.len())),
            forms: Vec::with_capacity(sum(|part| part.forms.len())),
            postings: Vec::with_capacity(sum(|part| part.postings.len())),
        };
        for part in parts {
            let base = index(all.forms.len());
            all.keys.extend(part.keys);
            all.forms.extend(part.forms);
            all.postings.extend(part.postings.into_iter().map(|(key, form)| (key, base + form)));
        }
        all
    }
}

/// Entries by ascending key, and for the upper bits of a key where they begin.
#[derive(Debug, Default, Clone, Copy)]
struct Table {
    entries: u64,
    count: u32,
    /// Bytes of an entry behind its key.
    width: u32,
    fan: u64,
    bits: u32,
}

impl Table {
    fn write<W: Write + Seek, const N: usize>(
        out: &mut Writer<W>,
        entries: impl ExactSizeIterator<Item = (u64, [u8; N])>,
    ) -> io::Result<Self> {
        /// Bytes of entries that are read for a key.
        const USUAL: usize = 512;
        let count = entries.len();
        let bits = (count * (8 + N) / USUAL).max(1).ilog2().min(22);
        let mut fan = vec![0_u32; (1 << bits) + 1];
        let start = out.position();
        for (key, rest) in entries {
            fan[slot(key, bits) + 1] += 1;
            out.write(&key.to_le_bytes())?;
            out.write(&rest)?;
        }
        for at in 1..fan.len() {
            fan[at] += fan[at - 1];
        }
        let table = Self { entries: start, count: index(count), width: index(N), fan: out.position(), bits };
        for start in fan {
            out.write(&start.to_le_bytes())?;
        }
        Ok(table)
    }
}

impl Table {
    /// Bytes of an entry.
    fn size(&self) -> usize {
        8 + self.width as usize
    }

    /// Where an entry lies.
    fn at(&self, number: u32) -> u64 {
        self.entries + u64::from(number) * self.size() as u64
    }
}

/// The upper bits.
fn slot(key: u64, bits: u32) -> usize {
    usize::try_from(key.checked_shr(64 - bits).unwrap_or(0)).unwrap_or(0)
}

/// Where everything lies.
#[derive(Debug, Default, Clone)]
struct Sections {
    files: u32,
    texts: u32,
    claims: u32,
    blob: u64,
    blob_len: u64,
    records: u64,
    occurrences: u64,
    keys: Table,
    postings: Table,
    reports: Table,
}

impl Sections {
    fn numbers(&self) -> [u64; 22] {
        let table = |table: &Table| [table.entries, table.count.into(), table.width.into(), table.fan, table.bits.into()];
        let [keys, postings, reports] = [&self.keys, &self.postings, &self.reports].map(table);
        let mut out = [0; 22];
        let own =
            [self.files.into(), self.texts.into(), self.claims.into(), self.blob, self.blob_len, self.records, self.occurrences];
        for (at, number) in own.into_iter().chain(keys).chain(postings).chain(reports).enumerate() {
            out[at] = number;
        }
        out
    }

    fn bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(FORMAT.to_le_bytes());
        out.extend(self.numbers().iter().flat_map(|number| number.to_le_bytes()));
        out
    }

    fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let (magic, rest) = bytes.split_first_chunk::<8>().ok_or(Fault::Damaged)?;
        let (format, rest) = rest.split_first_chunk::<4>().ok_or(Fault::Damaged)?;
        if magic != MAGIC {
            return Err(Fault::Damaged);
        }
        if *format != FORMAT.to_le_bytes() {
            return Err(Fault::Outdated);
        }
        let mut numbers = rest.chunks_exact(8).map(|bytes| bytes.try_into().map_or(0, u64::from_le_bytes));
        let mut next = || numbers.next().ok_or(Fault::Damaged);
        let small = |number: u64| u32::try_from(number).map_err(|_| Fault::Damaged);
        let mut sections = Self {
            files: small(next()?)?,
            texts: small(next()?)?,
            claims: small(next()?)?,
            blob: next()?,
            blob_len: next()?,
            records: next()?,
            occurrences: next()?,
            ..Self::default()
        };
        for table in [&mut sections.keys, &mut sections.postings, &mut sections.reports] {
            let [entries, count, width, fan, bits] = [next()?, next()?, next()?, next()?, next()?];
            *table = Table { entries, count: small(count)?, width: small(width)?, fan, bits: small(bits)? };
            if table.bits > 32 {
                return Err(Fault::Damaged);
            }
        }
        let widths = [sections.keys.width, sections.postings.width, sections.reports.width];
        if widths != [4, index(Posting::BYTES), 8] {
            return Err(Fault::Damaged);
        }
        Ok(sections)
    }
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

/// A number of claims, texts or lists: there are less than 2^32 of them.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
