//! A segment: the claims of some files, listed under their keys, in one file that never changes.
//!
//! Knows files by number only. Texts are numbered in the order of their bytes, so that what begins with a text stands together.
//! The same files in the same order make the same bytes, whatever the number of threads.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, Seek, Write};
use std::ops::Range;

use rayon::prelude::*;

use super::keys::{self, Forms, Kind, Posting, Said, tagged};
use super::page::{CONTENT, Fault, Reader, Writer};
use crate::report::VerdictClass;

/// Changes with what is written below, and with what claims are listed under.
pub const FORMAT: u32 = 1;

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

        // Lists of words are many times the texts, so that only so many are made at once.
        const AT_ONCE: usize = 40_000_000;
        const USUAL_WORDS: usize = 12;
        let parts = (starts.len() * USUAL_WORDS).div_ceil(AT_ONCE).next_power_of_two() as u64;
        let mut directory: Vec<(u64, [u8; 12])> = Vec::new();
        for part in 0..parts {
            let wanted = |key: u64| parts == 1 || key >> (64 - parts.ilog2()) == part;
            let listed: Vec<Listed> = starts
                .par_windows(2)
                .enumerate()
                .with_min_len(1024)
                .fold(Listed::default, |mut listed, (text, range)| {
                    let rows = &rows[range[0] as usize..range[1] as usize];
                    // The texts were strings once.
                    let said = rows.iter().map(|row| said(row.number, row.confidence));
                    listed.take(index(text), &String::from_utf8_lossy(self.text(&rows[0])), said, part == 0, &wanted);
                    listed
                })
                .collect();
            if part == 0 {
                let mut claims: Vec<(u64, u32)> = Vec::with_capacity(listed.iter().map(|listed| listed.keys.len()).sum());
                listed.iter().for_each(|listed| claims.extend(&listed.keys));
                claims.par_sort_unstable();
                claims.dedup();
                sections.keys = Table::write(&mut out, claims.iter().map(|&(key, text)| (key, text.to_le_bytes())))?;
                sections.postings = out.position();
            }
            let mut postings = Vec::with_capacity(listed.iter().map(|listed| listed.postings.len()).sum());
            listed.into_iter().for_each(|listed| postings.extend(listed.postings));
            postings.par_sort_unstable();
            for list in postings.chunk_by(|a, b| a.0 == b.0) {
                let start = (out.position() - sections.postings) / POSTING as u64;
                let mut place = [0; 12];
                place[..8].copy_from_slice(&start.to_le_bytes());
                place[8..].copy_from_slice(&index(list.len()).to_le_bytes());
                directory.push((list[0].0, place));
                for &(_, _, text, posting) in list {
                    let (facts, signature) = posting.parts();
                    for part in [text, facts, signature] {
                        out.write(&part.to_le_bytes())?;
                    }
                }
            }
        }
        sections.postings_len = (out.position() - sections.postings) / POSTING as u64;
        sections.words = Table::write(&mut out, directory.into_iter())?;
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

/// Key, length, text, what the posting says.
type Listing = (u64, u32, u32, Posting);

/// Bytes of a posting on disk.
const POSTING: usize = 12;

/// What texts are listed under.
#[derive(Default)]
struct Listed {
    keys: Vec<(u64, u32)>,
    postings: Vec<Listing>,
}

impl Listed {
    fn take(
        &mut self,
        at: u32,
        text: &str,
        said: impl Iterator<Item = Said> + Clone,
        with_keys: bool,
        wanted: &impl Fn(u64) -> bool,
    ) {
        if !text.contains(char::is_alphanumeric) {
            return;
        }
        let with_class = said.clone().any(|said| said.class.is_some());
        let takes_part = said.clone().any(|said| said.conflicting().is_some());
        if with_keys && with_class {
            self.keys.push((keys::of_text(text), at));
            if said.clone().any(|said| said.class == Some(VerdictClass::Supported)) {
                self.keys.extend(keys::of_frame(text).map(|key| (key, at)));
            }
        }
        if !takes_part {
            return;
        }
        let forms = Forms::of(text, said.clone().any(|said| said.cut));
        if with_keys {
            self.keys.extend(forms.topic_key().map(|key| (key, at)));
            self.keys.extend(forms.forms.iter().map(|form| (form.profile, at)));
        }
        // Whatever their verdicts: which of them stand against one another is not told by one spelling of a text.
        for form in &forms.forms {
            let posting = Posting::new(&form.traits);
            let keys = form.traits.words.iter().map(|&word| tagged(Kind::Word, word)).filter(|&key| wanted(key));
            self.postings.extend(keys.map(|key| (key, posting.len(), at, posting)));
        }
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
        const USUAL: usize = 128;
        let count = entries.len();
        let bits = (count / USUAL).max(1).ilog2().min(22);
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
    postings: u64,
    postings_len: u64,
    keys: Table,
    words: Table,
    reports: Table,
}

impl Sections {
    fn numbers(&self) -> [u64; 24] {
        let table = |table: &Table| [table.entries, table.count.into(), table.width.into(), table.fan, table.bits.into()];
        let [keys, words, reports] = [&self.keys, &self.words, &self.reports].map(table);
        let mut out = [0; 24];
        let own = [
            self.files.into(),
            self.texts.into(),
            self.claims.into(),
            self.blob,
            self.blob_len,
            self.records,
            self.occurrences,
            self.postings,
            self.postings_len,
        ];
        for (at, number) in own.into_iter().chain(keys).chain(words).chain(reports).enumerate() {
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
            postings: next()?,
            postings_len: next()?,
            ..Self::default()
        };
        for table in [&mut sections.keys, &mut sections.words, &mut sections.reports] {
            let [entries, count, width, fan, bits] = [next()?, next()?, next()?, next()?, next()?];
            *table = Table { entries, count: small(count)?, width: small(width)?, fan, bits: small(bits)? };
            if table.bits > 32 {
                return Err(Fault::Damaged);
            }
        }
        let widths = [sections.keys.width, sections.words.width, sections.reports.width];
        if widths != [4, 12, 8] {
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

/// The list of a word.
#[derive(Debug, Clone, Copy)]
pub struct List {
    start: u64,
    /// How many postings it has.
    pub len: u32,
}

impl Segment {
    /// Reads the first page of a file of that size.
    ///
    /// # Errors
    /// When it is none of this program.
    pub fn open(file: File, size: u64) -> Result<Self, Fault> {
        let reader = Reader::new(file, size)?;
        let mut page = Vec::new();
        reader.read(0, CONTENT, &mut page)?;
        Ok(Self { sections: Sections::read(&page)?, reader })
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

    fn numbers<const N: usize>(&self, offset: u64) -> Result<[u32; N], Fault> {
        let mut bytes = Vec::new();
        self.reader.read(offset, 4 * N, &mut bytes)?;
        let mut out = [0; N];
        for (number, bytes) in out.iter_mut().zip(bytes.chunks_exact(4)) {
            *number = u32_of(bytes);
        }
        Ok(out)
    }

    /// Hands `found` what stands behind each entry of the key.
    fn entries(&self, table: &Table, key: u64, mut found: impl FnMut(&[u8])) -> Result<(), Fault> {
        const AT_ONCE: u32 = 256;
        let [mut start, mut end] = self.numbers(table.fan + 4 * slot(key, table.bits) as u64)?;
        if start > end || end > table.count {
            return Err(Fault::Damaged);
        }
        let width = 8 + table.width as usize;
        let at = |number: u32| table.entries + u64::from(number) * width as u64;
        let mut bytes = Vec::new();
        let last = end;
        while end - start > AT_ONCE {
            let middle = start.midpoint(end);
            self.reader.read(at(middle), 8, &mut bytes)?;
            if u64_of(&bytes) < key { start = middle + 1 } else { end = middle }
        }
        while start < last {
            let count = AT_ONCE.min(last - start);
            self.reader.read(at(start), count as usize * width, &mut bytes)?;
            for entry in bytes.chunks_exact(width) {
                match u64_of(entry).cmp(&key) {
                    Ordering::Less => {}
                    Ordering::Equal => found(&entry[8..]),
                    Ordering::Greater => return Ok(()),
                }
            }
            start += count;
        }
        Ok(())
    }

    /// The texts that are listed under a key.
    ///
    /// # Errors
    /// When what is read is damaged.
    pub fn texts_of(&self, key: u64) -> Result<Vec<u32>, Fault> {
        let mut texts = Vec::new();
        self.entries(&self.sections.keys, key, |rest| texts.push(u32_of(rest)))?;
        Ok(texts)
    }

    /// The files that are listed under a key, with what tells them apart.
    ///
    /// # Errors
    /// When what is read is damaged.
    pub fn files_of(&self, key: u64) -> Result<Vec<(u32, u32)>, Fault> {
        let mut files = Vec::new();
        self.entries(&self.sections.reports, key, |rest| files.push((u32_of(rest), u32_of(&rest[4..]))))?;
        self.known_files(files.iter().map(|&(file, _)| file))?;
        Ok(files)
    }

    fn known_files(&self, mut files: impl Iterator<Item = u32>) -> Result<(), Fault> {
        if files.any(|file| file >= self.sections.files) { Err(Fault::Damaged) } else { Ok(()) }
    }

    /// The list of a word; empty when it has none.
    ///
    /// # Errors
    /// When what is read is damaged.
    pub fn list(&self, key: u64) -> Result<List, Fault> {
        let mut list = List { start: 0, len: 0 };
        self.entries(&self.sections.words, key, |rest| list = List { start: u64_of(rest), len: u32_of(&rest[8..]) })?;
        let end = list.start.checked_add(u64::from(list.len)).ok_or(Fault::Damaged)?;
        if end > self.sections.postings_len { Err(Fault::Damaged) } else { Ok(list) }
    }

    /// Hands `found` the text of each posting of a list that `wanted` takes.
    ///
    /// # Errors
    /// When what is read is damaged.
    pub fn scan(&self, list: List, wanted: impl Fn(Posting) -> bool, mut found: impl FnMut(u32)) -> Result<(), Fault> {
        const AT_ONCE: u64 = 16 * 1024;
        let mut bytes = Vec::new();
        let end = list.start + u64::from(list.len);
        let mut at = list.start;
        while at < end {
            let count = AT_ONCE.min(end - at);
            let len = usize::try_from(count).unwrap_or(0) * POSTING;
            self.reader.read(self.sections.postings + at * POSTING as u64, len, &mut bytes)?;
            for posting in bytes.chunks_exact(POSTING) {
                if wanted(Posting::of(u32_of(&posting[4..]), u32_of(&posting[8..]))) {
                    found(u32_of(posting));
                }
            }
            at += count;
        }
        Ok(())
    }

    /// Where a text lies, and which occurrences it has.
    fn record(&self, text: u32) -> Result<(Range<u64>, Range<u32>), Fault> {
        const RECORD: usize = 12;
        if text >= self.sections.texts {
            return Err(Fault::Damaged);
        }
        let mut bytes = Vec::new();
        self.reader.read(self.sections.records + u64::from(text) * RECORD as u64, 2 * RECORD, &mut bytes)?;
        let (start, end) = (u64_of(&bytes), u64_of(&bytes[RECORD..]));
        let occurrences = u32_of(&bytes[8..])..u32_of(&bytes[RECORD + 8..]);
        let is_sound = start <= end
            && end <= self.sections.blob_len
            && end - start <= u64::from(u32::MAX)
            && occurrences.start <= occurrences.end
            && occurrences.end <= self.sections.claims;
        if is_sound { Ok((start..end, occurrences)) } else { Err(Fault::Damaged) }
    }

    fn bytes_of(&self, range: Range<u64>, out: &mut Vec<u8>) -> Result<(), Fault> {
        let len = usize::try_from(range.end - range.start).map_err(|_| Fault::Damaged)?;
        self.reader.read(self.sections.blob + range.start, len, out)
    }

    /// A text by its number.
    ///
    /// # Errors
    /// When what is read is damaged.
    pub fn text(&self, text: u32) -> Result<Text, Fault> {
        let (range, occurrences) = self.record(text)?;
        let mut bytes = Vec::new();
        self.bytes_of(range, &mut bytes)?;
        let text = String::from_utf8(bytes).map_err(|_| Fault::Damaged)?;
        Ok(Text { text, occurrences })
    }

    /// Occurrences by their numbers, in the order of files.
    ///
    /// # Errors
    /// When what is read is damaged.
    pub fn occurrences(&self, range: Range<u32>) -> Result<Vec<Occurrence>, Fault> {
        const OCCURRENCE: usize = 12;
        let mut bytes = Vec::new();
        let len = (range.end - range.start) as usize * OCCURRENCE;
        self.reader.read(self.sections.occurrences + u64::from(range.start) * OCCURRENCE as u64, len, &mut bytes)?;
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
        let mut bytes = Vec::new();
        let mut first = |is_before: &dyn Fn(&[u8]) -> bool| {
            let (mut low, mut high) = (0, self.sections.texts);
            while low < high {
                let middle = low.midpoint(high);
                let (mut range, _) = self.record(middle)?;
                // More of it decides nothing.
                range.end = range.end.min(range.start + start.len() as u64 + 1);
                self.bytes_of(range, &mut bytes)?;
                if is_before(&bytes) { low = middle + 1 } else { high = middle }
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
        let width = 8 + table.width as usize;
        let mut bytes = Vec::new();
        for at in (0..table.count).step_by(1024) {
            let count = (table.count - at).min(1024) as usize;
            self.reader.read(table.entries + u64::from(at) * width as u64, count * width, &mut bytes)?;
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

fn u32_of(bytes: &[u8]) -> u32 {
    bytes.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

fn u64_of(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// A number of claims, texts or lists: there are less than 2^32 of them.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
