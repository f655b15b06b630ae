//! A segment that is being made: texts in order, and what they are listed under.
//!
//! Knows files by number only. Texts are numbered in the order of their bytes, so that what begins with a text stands together.
//! The same files in the same order make the same bytes, whatever the number of threads.

use std::borrow::Cow;
use std::io::{self, Seek, Write};

use rayon::prelude::*;

use super::keys::{self, Forms, Posting, Said};
use super::layout::{Sections, Table, index, said};
use super::page::Writer;
use crate::corpus::counts::Counts;
use crate::report::VerdictClass;

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

/// A text with what is said of it.
struct Heard<'t> {
    text: Cow<'t, str>,
    has_verdict: bool,
    is_supported: bool,
    takes_part: bool,
    is_cut: bool,
}

impl<'t> Heard<'t> {
    fn new(text: Cow<'t, str>, said: impl Iterator<Item = Said>) -> Self {
        let mut heard = Self { has_verdict: false, is_supported: false, takes_part: false, is_cut: false, text };
        if heard.text.contains(char::is_alphanumeric) {
            for said in said {
                heard.has_verdict |= said.class.is_some() || said.own_word;
                heard.is_supported |= said.class == Some(VerdictClass::Supported);
                heard.takes_part |= said.takes_part();
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
        if heard.has_verdict {
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
