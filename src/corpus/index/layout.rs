//! How the file of a segment is laid out: tables of entries by key, and where everything lies.
//!
//! Knows numbers and offsets, nothing about claims. `draft` writes such a file, `segment` reads it.

use std::io::{self, Seek, Write};

use super::keys::{Posting, Said};
use super::page::{Fault, Writer};

/// Changes with what `draft` writes, and with what claims are listed under.
pub const FORMAT: u32 = 5;

const MAGIC: &[u8; 8] = b"CLAIMSEG";

/// Entries by ascending key, and for the upper bits of a key where they begin.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Table {
    pub(super) entries: u64,
    pub(super) count: u32,
    /// Bytes of an entry behind its key.
    pub(super) width: u32,
    pub(super) fan: u64,
    pub(super) bits: u32,
}

impl Table {
    /// Writes entries, which are in order.
    pub(super) fn write<W: Write + Seek, const N: usize>(
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

    /// Bytes of an entry.
    pub(super) fn size(&self) -> usize {
        8 + self.width as usize
    }

    /// Where an entry lies.
    pub(super) fn at(&self, number: u32) -> u64 {
        self.entries + u64::from(number) * self.size() as u64
    }
}

/// The upper bits.
pub(super) fn slot(key: u64, bits: u32) -> usize {
    usize::try_from(key.checked_shr(64 - bits).unwrap_or(0)).unwrap_or(0)
}

/// Where everything lies.
#[derive(Debug, Default, Clone)]
pub(super) struct Sections {
    pub(super) files: u32,
    pub(super) texts: u32,
    pub(super) claims: u32,
    pub(super) blob: u64,
    pub(super) blob_len: u64,
    pub(super) records: u64,
    pub(super) occurrences: u64,
    pub(super) keys: Table,
    pub(super) postings: Table,
    pub(super) reports: Table,
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

    /// As they stand on the first page.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(FORMAT.to_le_bytes());
        out.extend(self.numbers().iter().flat_map(|number| number.to_le_bytes()));
        out
    }

    /// Reads what [`Sections::bytes`] gives.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Fault> {
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

/// What the flags below the number of a claim say, and its confidence.
pub(super) fn said(number: u32, confidence: u32) -> Said {
    Said::of_flags((number & 0xff).to_le_bytes()[0], confidence)
}

/// A number of claims, texts or lists: there are less than 2^32 of them.
pub(super) fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
