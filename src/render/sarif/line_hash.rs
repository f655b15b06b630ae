//! The hash by which GitHub recognises a result when lines move: `primaryLocationLineHash`.
//!
//! It is computed as GitHub's own uploader does, which otherwise warns of every result whose hash it finds to differ: of
//! the first hundred UTF-16 units from the start of the line, blanks and tabs left out and line ends made one, with an
//! ordinal among equal lines.

use rustc_hash::FxHashMap;

/// Units that a hash looks at.
const WINDOW: usize = 100;
/// Base of the polynomial.
const BASE: u64 = 37;
/// Stands behind the text.
const END: u16 = u16::MAX;

/// The hashes of the lines of one file.
pub(super) struct LineHashes(Vec<(u64, u32)>);

impl LineHashes {
    pub(super) fn new(text: &str) -> Self {
        let (units, starts) = units(text);
        let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
        let hash = |&start: &usize| {
            let line = units[start..].iter().copied().chain(std::iter::repeat(0)).take(WINDOW);
            let hash = line.fold(0_u64, |hash, unit| hash.wrapping_mul(BASE).wrapping_add(u64::from(unit)));
            let ordinal = seen.entry(hash).or_default();
            *ordinal += 1;
            (hash, *ordinal)
        };
        Self(starts.iter().map(hash).collect())
    }

    /// The hash of a line, from 0.
    pub(super) fn get(&self, line: usize) -> String {
        self.0.get(line).map_or_else(String::new, |(hash, ordinal)| format!("{hash:x}:{ordinal}"))
    }
}

/// What is hashed, and where in it lines start.
fn units(text: &str) -> (Vec<u16>, Vec<usize>) {
    let mut units = Vec::with_capacity(text.len() + 1);
    let mut starts = vec![0];
    let mut after_return = false;
    for unit in text.encode_utf16() {
        let is_return = unit == u16::from(b'\r');
        let is_feed = unit == u16::from(b'\n');
        if unit == u16::from(b' ') || unit == u16::from(b'\t') || is_feed && after_return {
            after_return = false;
            continue;
        }
        after_return = is_return;
        units.push(if is_return { u16::from(b'\n') } else { unit });
        if is_return || is_feed {
            starts.push(units.len());
        }
    }
    units.push(END);
    (units, starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<String> {
        let hashes = LineHashes::new(text);
        (0..hashes.0.len()).map(|line| hashes.get(line)).collect()
    }

    /// The values that the uploader's own tests expect.
    #[test]
    fn the_hashes_are_those_of_the_uploader() {
        assert_eq!(hashes(""), ["c129715d7a2bc9a3:1"]);
        let lines = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"];
        assert_eq!(hashes(" a\nb\n  \t\tc\n d"), lines);
        let lines = [
            "e9496ae3ebfced30:1",
            "fb7c023a8b9ccb3f:1",
            "ce8ba1a563dcdaca:1",
            "e20e36e16fcb0cc8:1",
            "b3edc88f2938467e:1",
            "c8e28b0b4002a3a0:1",
            "c129715d7a2bc9a3:1",
        ];
        assert_eq!(hashes(" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n"), lines);
        let repeated = hashes(&"Lorem ipsum dolor sit amet.\n".repeat(10));
        assert_eq!(
            (&*repeated[0], &*repeated[5], &*repeated[6]),
            ("a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:6", "a7f2ff1481e87703:1")
        );
    }

    #[test]
    fn lines_are_those_of_a_source() {
        for text in ["", "a", "\r\n", "\r\r\n\n", "a\r \nb\n\r", "\u{feff}𝔸\n✓\r\n"] {
            let source = crate::source::Source::new("a", "a", text.as_bytes().to_vec());
            assert_eq!(hashes(text).len(), source.line_count(), "{text:?}");
        }
    }
}
