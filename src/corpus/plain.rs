//! Plain words: what other join programs compare claims by. Every word counts, as it stands there, in lower case.
//!
//! Knows nothing about stems, stop words or reports. A word is a maximal run of letters and digits (of any script); a single
//! one of `. , ' ’ / + -` between two runs stays inside, as in `8.2`, `1,104,934` and `xlm-r`.

/// For ASCII letters and digits 1, for the marks that join two runs 2, else 0.
const CLASS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = 1;
        } else if matches!(byte, b'.' | b',' | b'\'' | b'/' | b'+' | b'-') {
            table[byte as usize] = 2;
        }
        byte += 1;
    }
    table
};

/// The key of words of up to eight ASCII bytes is those bytes; that of any other word is a hash with this bit, which no
/// ASCII byte has.
const HASHED: u64 = 1 << 63;

/// Hands every word to `sink`: its key, and its bytes in whatever case. Words with different keys are different; words with
/// one key are the same unless [`is_hashed`].
pub fn words(text: &str, mut sink: impl FnMut(u64, &[u8])) {
    if text.is_ascii() {
        ascii_words(text.as_bytes(), &mut sink);
    } else {
        other_words(&text.to_lowercase(), &mut sink);
    }
}

/// True when two words may have that key.
#[must_use]
pub fn is_hashed(key: u64) -> bool {
    key & HASHED != 0
}

#[inline]
fn ascii_words(bytes: &[u8], sink: &mut impl FnMut(u64, &[u8])) {
    let class = |at: usize| bytes.get(at).map_or(0, |&byte| CLASS[usize::from(byte)]);
    let mut at = 0;
    while at < bytes.len() {
        if class(at) != 1 {
            at += 1;
            continue;
        }
        let start = at;
        loop {
            at += 1;
            match class(at) {
                1 => {}
                2 if class(at + 1) == 1 => at += 1,
                _ => break,
            }
        }
        let word = &bytes[start..at];
        sink(ascii_key(bytes, start, word.len()), word);
        // What ended the word begins none.
        at += 1;
    }
}

/// All bytes of a word have the bit that makes a letter a small one, but for capitals: setting it changes nothing else.
const SMALL: u64 = 0x2020_2020_2020_2020;

#[inline]
fn ascii_key(bytes: &[u8], start: usize, len: usize) -> u64 {
    if len > 8 {
        return hash(&bytes[start..start + len]);
    }
    let word = match bytes[start..].first_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => tail(&bytes[start..start + len]),
    };
    (word | SMALL) & (u64::MAX >> (64 - 8 * len))
}

fn tail(bytes: &[u8]) -> u64 {
    let mut chunk = [0; 8];
    chunk[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(chunk)
}

fn hash(word: &[u8]) -> u64 {
    const STEP: u64 = 0x517c_c1b7_2722_0a95;
    let (chunks, rest) = word.as_chunks::<8>();
    let chunks = chunks.iter().map(|&chunk| u64::from_le_bytes(chunk)).chain([tail(rest)]);
    let state = chunks.fold(word.len() as u64, |state, chunk| (state.rotate_left(5) ^ (chunk | SMALL)).wrapping_mul(STEP));
    (state ^ state >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93) | HASHED
}

/// Words of a text in lower case that is not all ASCII.
fn other_words(text: &str, sink: &mut impl FnMut(u64, &[u8])) {
    let joins = |c: char| matches!(c, '.' | ',' | '\'' | '’' | '/' | '+' | '-');
    let bytes = text.as_bytes();
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if !is_letter_or_digit(first) {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            if is_letter_or_digit(c) {
                end = at + c.len_utf8();
                chars.next();
                continue;
            }
            let after = at + c.len_utf8();
            if !joins(c) || !text[after..].starts_with(is_letter_or_digit) {
                break;
            }
            chars.next();
        }
        let word = &bytes[start..end];
        sink(if word.is_ascii() { ascii_key(bytes, start, word.len()) } else { hash(word) }, word);
    }
}

/// A letter or a number of any script: general categories L and N. Marks, and letters in circles, which are symbols, are
/// none.
fn is_letter_or_digit(c: char) -> bool {
    c.is_alphanumeric()
        && !unicode_normalization::char::is_combining_mark(c)
        && !matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f149}' | '\u{1f150}'..='\u{1f169}' | '\u{1f170}'..='\u{1f189}')
}

/// Numbers for words, in the order in which they are first met.
#[derive(Default)]
pub struct Dictionary {
    /// Number of the word and one, by key; 0 is free. A power of two of them.
    slots: Vec<Slot>,
    /// The keys, by number.
    keys: Vec<u64>,
    /// In how many texts each word stands.
    counts: Vec<u32>,
    /// The bytes, in lower case, of the words with hashed keys.
    bytes: Vec<u8>,
    /// By number, where in `bytes` the word ends; it begins where the one before ends.
    ends: Vec<u32>,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    key: u64,
    /// Number of the word and one; 0 when the slot is free.
    number: u32,
    /// The text that had the word last, and one.
    text: u32,
}

impl Dictionary {
    /// How many words there are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.keys.len()
    }

    /// In how many texts a word stands.
    #[must_use]
    pub fn count(&self, number: u32) -> u32 {
        self.counts[number as usize]
    }

    /// Counts a word of a text, which is named by a number that is not below those before; the number of the word when it is
    /// the first time in this text.
    #[inline]
    pub fn add(&mut self, key: u64, word: &[u8], text: u32) -> Option<u32> {
        let slot = self.slot(key, word);
        let found = &mut self.slots[slot];
        if found.text == text + 1 {
            return None;
        }
        found.text = text + 1;
        let number = found.number - 1;
        self.counts[number as usize] += 1;
        Some(number)
    }

    /// The number of a word of another dictionary, which counts there as often as it does.
    pub fn adopt(&mut self, other: &Self, number: u32) -> u32 {
        let slot = self.slot(other.keys[number as usize], other.spelled(number));
        let own = self.slots[slot].number - 1;
        self.counts[own as usize] += other.count(number);
        own
    }

    /// The slot of a word, which is taken up when it is new.
    #[inline]
    fn slot(&mut self, key: u64, word: &[u8]) -> usize {
        if 2 * self.keys.len() >= self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut at = Self::home(key, self.slots.len());
        loop {
            let Slot { key: known, number, .. } = self.slots[at];
            if number == 0 {
                break;
            }
            if known == key && (!is_hashed(key) || self.is_word(number - 1, word)) {
                return at;
            }
            at = (at + 1) & mask;
        }
        let number = u32::try_from(self.keys.len()).unwrap_or(u32::MAX - 1);
        self.keys.push(key);
        self.counts.push(0);
        if is_hashed(key) {
            self.bytes.extend(word.iter().map(u8::to_ascii_lowercase));
        }
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
        self.slots[at] = Slot { key, number: number + 1, text: 0 };
        at
    }

    fn is_word(&self, number: u32, word: &[u8]) -> bool {
        self.spelled(number).eq_ignore_ascii_case(word)
    }

    /// The bytes of a word with a hashed key; none of any other.
    fn spelled(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.bytes[start as usize..self.ends[number] as usize]
    }

    fn home(key: u64, slots: usize) -> usize {
        #[allow(clippy::cast_possible_truncation, reason = "reduced to the number of slots")]
        let hash = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize;
        hash & (slots - 1)
    }

    #[cold]
    fn grow(&mut self) {
        let size = (4 * self.keys.len()).next_power_of_two().max(1 << 10);
        let old = std::mem::replace(&mut self.slots, vec![Slot::default(); size]);
        for slot in old.into_iter().filter(|slot| slot.number > 0) {
            let mut at = Self::home(slot.key, size);
            while self.slots[at].number > 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = slot;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        words(text, |_, word| out.push(String::from_utf8(word.to_ascii_lowercase()).unwrap()));
        out
    }

    #[test]
    fn one_mark_between_two_runs_stays_inside() {
        assert_eq!(split("XLM-R gains 8.2, or 1,104,934; it's a/b"), ["xlm-r", "gains", "8.2", "or", "1,104,934", "it's", "a/b"]);
        assert_eq!(split("a--b c. d ..e f- (g)"), ["a", "b", "c", "d", "e", "f", "g"]);
        assert_eq!(split("x_y 3% -2 1.2.3"), ["x", "y", "3", "2", "1.2.3"]);
        assert_eq!(split("it’s naïve–yes Ǆ ٣.٤"), ["it’s", "naïve", "yes", "ǆ", "٣.٤"]);
        // A mark after a letter is no letter, a letter in a circle is a symbol.
        assert_eq!(split("e\u{301}a Ⓐ x²"), ["e", "a", "x²"]);
        assert_eq!(split(""), Vec::<String>::new());
    }

    #[test]
    fn keys_ignore_case_and_nothing_else() {
        let key = |text: &str| {
            let mut keys = Vec::new();
            words(text, |key, _| keys.push(key));
            assert_eq!(keys.len(), 1, "{text}");
            keys[0]
        };
        for (a, b) in [("Delta", "dELTA"), ("Supercalifragilistic", "SUPERCALIFRAGILISTIC"), ("ÄB", "äb"), ("É", "é")] {
            assert_eq!(key(a), key(b));
        }
        for (a, b) in [("a", "aa"), ("abcdefgh", "abcdefg"), ("abcdefghi", "abcdefghj"), ("0", "00"), ("ä", "a")] {
            assert_ne!(key(a), key(b));
        }
        // The same word alone, before others and in a text that is not ASCII.
        let first = |text: &str| {
            let mut first = None;
            words(text, |key, _| first = first.or(Some(key)));
            first
        };
        assert_eq!(first("delta rises"), first("delta"));
        assert_eq!(first("delta – rises"), first("delta"));
    }

    #[test]
    fn words_of_one_key_are_told_apart() {
        let mut dictionary = Dictionary::default();
        let key = HASHED | 7;
        assert_eq!(dictionary.add(key, b"one long word", 0), Some(0));
        assert_eq!(dictionary.add(key, b"other long word", 0), Some(1));
        assert_eq!(dictionary.add(key, b"ONE long word", 0), None);
        assert_eq!(dictionary.add(key, b"ONE long word", 1), Some(0));
        assert_eq!((dictionary.count(0), dictionary.count(1), dictionary.size()), (2, 1, 2));
    }
}
