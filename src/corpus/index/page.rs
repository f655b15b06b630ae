//! Files in pages with checksums: damage is seen where it is read, without reading the rest.
//!
//! Knows bytes, nothing about what they mean. Offsets are those of the content, as if there were no checksums. Files are read
//! at places, never mapped: one that is cut short while it is read is an error, not the end of the process.

use std::fs::File;
use std::io::{self, Write};

/// Bytes of a page on disk. Most of what is read is a few bytes here and there, each time with the checksum of its page.
const PAGE: usize = 1024;
/// Bytes of content in a page.
pub const CONTENT: usize = PAGE - 8;

/// Why a file of the index cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is none.
    Missing,
    /// Another version of the program made it.
    Outdated,
    /// It is not what was written.
    Damaged,
    /// It cannot be read; in words.
    Unreadable(String),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing,
            io::ErrorKind::UnexpectedEof => Self::Damaged,
            _ => Self::Unreadable(error.to_string()),
        }
    }
}

const STEP: u64 = 0x517c_c1b7_2722_0a95;

/// Mixes a number so that every bit of it reaches every bit.
#[must_use]
pub fn mix(value: u64) -> u64 {
    let value = (value ^ value >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let value = (value ^ value >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    value ^ value >> 33
}

/// The number at the beginning of some bytes.
#[inline]
#[must_use]
pub fn u32_of(bytes: &[u8]) -> u32 {
    bytes.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

/// The number at the beginning of some bytes.
#[inline]
#[must_use]
pub fn u64_of(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// A checksum, four words at a time. Every change of one word changes it.
#[must_use]
pub fn checksum(seed: u64, bytes: &[u8]) -> u64 {
    let mut lanes = [seed, seed ^ STEP, seed.rotate_left(17), !seed];
    let step = |lane: u64, word: [u8; 8]| (lane ^ u64::from_le_bytes(word)).wrapping_mul(STEP).rotate_left(29);
    let mut take = |block: &[u8; 32]| {
        let (&[first, second, third, fourth], []) = block.as_chunks::<8>() else { return };
        lanes = [step(lanes[0], first), step(lanes[1], second), step(lanes[2], third), step(lanes[3], fourth)];
    };
    let (blocks, rest) = bytes.as_chunks::<32>();
    blocks.iter().for_each(&mut take);
    let mut last = [0; 32];
    last[..rest.len()].copy_from_slice(rest);
    take(&last);
    lanes.into_iter().fold(mix(bytes.len() as u64), |sum, lane| mix(sum ^ lane).wrapping_add(lane))
}

/// A file that is being written: the first page last.
pub struct Writer<W: Write + io::Seek> {
    out: io::BufWriter<W>,
    page: Vec<u8>,
    /// Pages that are written.
    pages: u64,
    /// The checksum of the checksums.
    digest: u64,
}

impl<W: Write + io::Seek> Writer<W> {
    /// Begins behind the first page.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(out: W) -> io::Result<Self> {
        let mut out = io::BufWriter::with_capacity(1 << 20, out);
        out.write_all(&[0; PAGE])?;
        Ok(Self { out, page: Vec::with_capacity(PAGE), pages: 1, digest: 0 })
    }

    /// Where the next byte goes.
    pub fn position(&self) -> u64 {
        self.pages * CONTENT as u64 + self.page.len() as u64
    }

    /// Writes what comes next.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(CONTENT - self.page.len()));
            self.page.extend_from_slice(now);
            bytes = later;
            if self.page.len() == CONTENT {
                self.end_page()?;
            }
        }
        Ok(())
    }

    fn end_page(&mut self) -> io::Result<()> {
        self.page.resize(CONTENT, 0);
        let sum = checksum(self.pages, &self.page);
        self.digest = mix(self.digest ^ sum);
        self.out.write_all(&self.page)?;
        self.out.write_all(&sum.to_le_bytes())?;
        self.page.clear();
        self.pages += 1;
        Ok(())
    }

    /// Writes the first page and everything to the disk; gives the file's name for its content, and its size in bytes.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self, first: &[u8]) -> io::Result<(W, u64, u64)> {
        if !self.page.is_empty() {
            self.end_page()?;
        }
        let mut page = first.to_vec();
        page.resize(CONTENT, 0);
        let sum = checksum(0, &page);
        page.extend(sum.to_le_bytes());
        let mut out = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        out.seek(io::SeekFrom::Start(0))?;
        out.write_all(&page)?;
        Ok((out, mix(self.digest ^ sum), self.pages * PAGE as u64))
    }
}

/// A file that is read.
pub struct Reader {
    file: File,
    pages: u64,
}

impl Reader {
    /// Reads nothing yet.
    ///
    /// # Errors
    /// When the file is not of that size.
    pub fn new(file: File, size: u64) -> Result<Self, Fault> {
        let found = file.metadata()?.len();
        if found != size || !size.is_multiple_of(PAGE as u64) {
            return Err(Fault::Damaged);
        }
        Ok(Self { file, pages: size / PAGE as u64 })
    }

    /// The content from `offset` on, `len` bytes of it. `buffer` is where it is read to; it may be used again for the next.
    ///
    /// # Errors
    /// When it lies outside of the file, or a page of it is not what was written.
    pub fn read<'b>(&self, offset: u64, len: usize, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], Fault> {
        let end = offset.checked_add(len as u64).filter(|&end| end <= self.pages * CONTENT as u64).ok_or(Fault::Damaged)?;
        let first = offset / CONTENT as u64;
        let to_usize = |number: u64| usize::try_from(number).map_err(|_| Fault::Damaged);
        let (start, count) = (to_usize(offset % CONTENT as u64)?, to_usize(end.div_ceil(CONTENT as u64).saturating_sub(first))?);
        if buffer.len() < count * PAGE {
            buffer.resize(count * PAGE, 0);
        }
        read_at(&self.file, &mut buffer[..count * PAGE], first * PAGE as u64)?;
        for (number, at) in (first..).zip(0..count) {
            let (content, sum) = buffer[at * PAGE..(at + 1) * PAGE].split_at(CONTENT);
            if sum != checksum(number, content).to_le_bytes() {
                return Err(Fault::Damaged);
            }
            // Closes the gap that the checksums before it leave.
            if at > 0 {
                buffer.copy_within(at * PAGE..at * PAGE + CONTENT, at * CONTENT);
            }
        }
        Ok(&buffer[start..start + len])
    }

    /// Reads everything, for its checksums.
    ///
    /// # Errors
    /// When a page is not what was written.
    pub fn verify(&self) -> Result<(), Fault> {
        let mut buffer = Vec::new();
        for page in (0..self.pages).step_by(64) {
            let count = (self.pages - page).min(64);
            self.read(page * CONTENT as u64, usize::try_from(count).unwrap_or(1) * CONTENT, &mut buffer)?;
        }
        Ok(())
    }
}

#[cfg(unix)]
fn read_at(file: &File, out: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, out, offset)
}

#[cfg(windows)]
fn read_at(file: &File, mut out: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !out.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, out, offset) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                out = &mut out[count..];
                offset += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(not(any(unix, windows)))]
fn read_at(_: &File, _: &mut [u8], _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn what_is_written_is_read_and_damage_is_seen_where_it_is() {
        let content: Vec<u8> = (0..3 * CONTENT + 100).map(|at| (at * 7 % 251) as u8).collect();
        let mut writer = Writer::new(Cursor::new(Vec::new())).unwrap();
        assert_eq!(writer.position(), CONTENT as u64);
        content.chunks(1000).for_each(|part| writer.write(part).unwrap());
        let (out, _, size) = writer.finish(b"first").unwrap();
        let bytes = out.into_inner();
        assert_eq!(bytes.len() as u64, size);
        let file = |bytes: &[u8]| {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(bytes).unwrap();
            file
        };
        let reader = Reader::new(file(&bytes), size).unwrap();
        let mut out = Vec::new();
        for (start, len) in
            [(0, 10), (CONTENT - 1, 2), (CONTENT, content.len() - CONTENT), (5, 0), (2 * CONTENT + 3, CONTENT + 50)]
        {
            let read = reader.read((start + CONTENT) as u64, len, &mut out).unwrap();
            assert_eq!(read, &content[start..start + len], "{start} {len}");
        }
        assert_eq!(reader.read(size, 1, &mut out), Err(Fault::Damaged));
        assert_eq!(reader.verify(), Ok(()));
        let mut broken = bytes.clone();
        broken[2 * PAGE + 17] ^= 1;
        let reader = Reader::new(file(&broken), size).unwrap();
        assert!(reader.read(CONTENT as u64, 10, &mut out).is_ok());
        assert_eq!(reader.read(2 * CONTENT as u64, 10, &mut out), Err(Fault::Damaged));
        assert_eq!(reader.verify(), Err(Fault::Damaged));
        assert!(Reader::new(file(&bytes[..bytes.len() - 1]), size).is_err());
    }
}
