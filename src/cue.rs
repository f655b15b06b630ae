//! Which words and characters that readers look for stand in a text: one look for all of them.
//!
//! Nearly every passage holds nothing that a given reader could read. A cue never misses: what has none of a reader's cues
//! holds nothing for it; what has them may hold something. Knows nothing about what the words mean.

use std::ops::BitOr;

use crate::text::{BITS, above_blank, first_eight, gathered, leading_letters, letters, ones};

/// A set of cues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cues(u32);

impl Cues {
    /// An ASCII digit.
    pub const DIGIT: Self = Self(1);
    /// `%`
    pub const PERCENT: Self = Self(1 << 1);
    /// `(` or `)`
    pub const ROUND: Self = Self(1 << 2);
    /// `[` or `]`
    pub const SQUARE: Self = Self(1 << 3);
    /// `{` or `}`
    pub const CURLY: Self = Self(1 << 4);
    /// `=`, `<` or `>`
    pub const COMPARES: Self = Self(1 << 5);
    /// A byte of a character beyond ASCII.
    pub const WIDE: Self = Self(1 << 6);
    /// Punctuation followed by punctuation.
    pub const DOUBLED: Self = Self(1 << 7);
    /// A word and, after one blank, a word as long that begins alike; both of ASCII letters.
    pub const REPEATED: Self = Self(1 << 8);
    /// "from"
    pub const FROM: Self = Self(1 << 9);
    /// Names of ranges and intervals.
    pub const RANGE: Self = Self(1 << 10);
    /// "recall"
    pub const RECALL: Self = Self(1 << 11);
    /// "respectively"
    pub const RESPECTIVELY: Self = Self(1 << 12);
    /// Steps of a literature search whose numbers add up.
    pub const FLOW: Self = Self(1 << 13);
    /// What reports say of their own claims.
    pub const CLAIMS: Self = Self(1 << 14);
    /// "score"
    pub const SCORE: Self = Self(1 << 18);
    /// What reports call their sources.
    pub const SOURCES: Self = Self(1 << 15);
    /// A number word.
    pub const NUMBER_WORD: Self = Self(1 << 16);
    /// What is left to be filled in.
    pub const PLACEHOLDER: Self = Self(1 << 17);
    /// What says that something grew or fell.
    pub const TREND: Self = Self(1 << 19);

    /// True when any of `wanted` is among them.
    #[must_use]
    pub fn has_any(self, wanted: Self) -> bool {
        self.0 & wanted.0 != 0
    }

    /// True when all of `wanted` are among them.
    #[must_use]
    pub fn has_all(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }

    /// The cues of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut cues = 0;
        // One when a letter stands before the block.
        let mut within = 0;
        let mut last = Word { eight: 0, start: 0 };
        for at in (0..bytes.len()).step_by(BITS) {
            // A word that begins in a block may end behind it. Behind the text stand blanks.
            let mut end = [b' '; BITS + 8];
            let block = bytes[at..].first_chunk().unwrap_or_else(|| {
                end[..bytes.len() - at].copy_from_slice(&bytes[at..]);
                &end
            });
            let (letters, marks) = letters_and_marks(block);
            for mark in ones(marks) {
                let class = CLASSES[usize::from(block[mark])];
                cues |= class & CUES;
                if class & SECOND != 0 {
                    cues |= doubled(bytes, at + mark);
                }
            }
            let starts = letters & !(letters << 1 | within);
            within = letters >> (BITS - 1);
            for start in ones(starts) {
                let word = Word { eight: first_eight(&block[start..]), start: at + start };
                if begins_a_word(word.eight) {
                    cues |= word_cues(head(word.eight));
                }
                // The first two letters, in whatever case.
                if (word.eight ^ last.eight) & 0xdfdf == 0 && repeats(bytes, last.start, word.start) {
                    cues |= Self::REPEATED.0;
                }
                last = word;
            }
        }
        Self(cues)
    }
}

/// Which bytes of a block are letters, and which are marks: a bit for each.
#[inline]
fn letters_and_marks(block: &[u8; BITS + 8]) -> (u64, u64) {
    let (mut all, mut marks) = (0, 0);
    for at in (0..BITS).step_by(8) {
        let eight = first_eight(&block[at..]);
        let letters = letters(eight);
        all |= gathered(letters) << at;
        marks |= gathered(above_blank(eight) & !letters) << at;
    }
    (all, marks)
}

impl Cues {
    /// Both sets together; `|` where a constant is wanted.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOr for Cues {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

/// A run of ASCII letters.
struct Word {
    /// Its first bytes, and what stands behind it.
    eight: u64,
    start: usize,
}

/// The first eight letters of a word in lower case, the first one in the lowest byte; blanks after a shorter one.
#[inline]
fn head(eight: u64) -> u64 {
    const BLANKS: u64 = 0x2020_2020_2020_2020;
    let length = leading_letters(eight);
    let others = if length < 8 { u64::MAX << (8 * length) } else { 0 };
    (eight & !others) | BLANKS
}

/// True when two words are as long and begin alike, and one blank or line end divides them.
#[cold]
fn repeats(bytes: &[u8], last: usize, start: usize) -> bool {
    let length = |start: usize| bytes[start..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let between = &bytes[last + length(last)..start];
    let alike = || head(first_eight(&bytes[last..])) == head(first_eight(&bytes[start..]));
    length(start) == length(last) && matches!(between, b" " | b"\n" | b"\r" | b"\r\n") && alike()
}

/// The cue of a mark at a place, when it stands behind another one.
#[inline]
fn doubled(bytes: &[u8], at: usize) -> u32 {
    let before = at.checked_sub(1).map_or(0, |before| CLASSES[usize::from(bytes[before])]);
    if before & FIRST != 0 { Cues::DOUBLED.0 } else { 0 }
}

/// In [`CLASSES`]: can be doubled by what follows.
const FIRST: u32 = 1 << 30;
/// In [`CLASSES`]: can double what stands before it.
const SECOND: u32 = 1 << 29;
/// The bits of [`CLASSES`] that are cues.
const CUES: u32 = SECOND - 1;

static CLASSES: [u32; 256] = classes();

const fn classes() -> [u32; 256] {
    let mut out = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        let c = byte as u8;
        out[byte] = match c {
            0x80.. => Cues::WIDE.0,
            b'0'..=b'9' => Cues::DIGIT.0,
            b'%' => Cues::PERCENT.0,
            b'(' | b')' => Cues::ROUND.0,
            b'[' | b']' => Cues::SQUARE.0,
            b'{' | b'}' => Cues::CURLY.0,
            b'=' | b'<' | b'>' => Cues::COMPARES.0,
            b'.' | b',' | b';' => FIRST | SECOND,
            b'?' | b'!' | b':' => FIRST,
            _ => 0,
        };
        byte += 1;
    }
    out
}

/// Words by their first four letters, or as a whole when they are shorter.
const WORDS: [(&[u8; 4], Cues); 63] = [
    (b"from", Cues::FROM),
    (b"c   ", Cues::RANGE),
    (b"ci  ", Cues::RANGE),
    (b"cri ", Cues::RANGE),
    (b"hdi ", Cues::RANGE),
    (b"iqr ", Cues::RANGE),
    (b"conf", Cues::RANGE),
    (b"cred", Cues::RANGE),
    (b"inte", Cues::RANGE),
    (b"rang", Cues::RANGE),
    (b"betw", Cues::RANGE),
    (b"reca", Cues::RECALL),
    (b"resp", Cues::RESPECTIVELY),
    (b"scre", Cues::FLOW),
    (b"soug", Cues::FLOW),
    (b"asse", Cues::FLOW),
    (b"leav", Cues::FLOW),
    (b"clai", Cues::CLAIMS),
    (b"veri", Cues::CLAIMS),
    (b"scor", Cues::SCORE),
    (b"pape", Cues::SOURCES),
    (b"stud", Cues::SOURCES),
    (b"arti", Cues::SOURCES),
    (b"reco", Cues::SOURCES),
    (b"docu", Cues::SOURCES),
    (b"publ", Cues::SOURCES),
    (b"zero", Cues::NUMBER_WORD),
    (b"one ", Cues::NUMBER_WORD),
    (b"two ", Cues::NUMBER_WORD),
    (b"thre", Cues::NUMBER_WORD),
    (b"four", Cues::NUMBER_WORD),
    (b"five", Cues::NUMBER_WORD),
    (b"six ", Cues::NUMBER_WORD),
    (b"seve", Cues::NUMBER_WORD),
    (b"eigh", Cues::NUMBER_WORD),
    (b"nine", Cues::NUMBER_WORD),
    (b"ten ", Cues::NUMBER_WORD),
    (b"elev", Cues::NUMBER_WORD),
    (b"twel", Cues::NUMBER_WORD),
    (b"thir", Cues::NUMBER_WORD),
    (b"fift", Cues::NUMBER_WORD),
    (b"sixt", Cues::NUMBER_WORD),
    (b"twen", Cues::NUMBER_WORD),
    (b"fort", Cues::NUMBER_WORD),
    (b"todo", Cues::PLACEHOLDER),
    (b"tbd ", Cues::PLACEHOLDER),
    (b"fixm", Cues::PLACEHOLDER),
    (b"xxx ", Cues::PLACEHOLDER),
    (b"xxxx", Cues::PLACEHOLDER),
    (b"lore", Cues::PLACEHOLDER),
    (b"incr", Cues::TREND),
    (b"rise", Cues::TREND),
    (b"rose", Cues::TREND),
    (b"risi", Cues::TREND),
    (b"grow", Cues::TREND),
    (b"grew", Cues::TREND),
    (b"clim", Cues::TREND),
    (b"decr", Cues::TREND),
    (b"drop", Cues::TREND),
    (b"fall", Cues::TREND),
    (b"fell", Cues::TREND),
    (b"decl", Cues::TREND),
    (b"redu", Cues::TREND),
];

/// The beginnings of [`WORDS`]: for each first letter and each second one, or none, a bit for each third byte.
static BEGIN: [u32; 1024] = {
    let mut out = [0; 1024];
    let mut at = 0;
    while at < WORDS.len() {
        let word = WORDS[at].0;
        let row = letter(word[0]) << 5 | letter(word[1]);
        // Any byte may stand behind a shorter word.
        out[row] |= if word[2] == b' ' { u32::MAX } else { 1 << letter(word[2]) };
        at += 1;
    }
    out
};

const fn letter(byte: u8) -> usize {
    LETTERS[byte as usize] as usize
}

/// For each byte that is a letter its number from 1, else 0.
static LETTERS: [u8; 256] = {
    let mut out = [0; 256];
    let mut byte = 0_u8;
    while byte < 255 {
        if byte.is_ascii_alphabetic() {
            out[byte as usize] = byte & 0x1f;
        }
        byte += 1;
    }
    out
};

/// False for nearly all words that are none of [`WORDS`].
#[inline]
fn begins_a_word(eight: u64) -> bool {
    let [first, second, third, ..] = eight.to_le_bytes();
    let row = usize::from(first & 0x1f) << 5 | letter(second);
    BEGIN[row] >> (third & 0x1f) & 1 != 0
}

const SLOTS: usize = 1024;

/// [`WORDS`] by hash: a word and its cues; words that share a slot are looked for in the next.
static TABLE: [(u32, u32); SLOTS] = table();

const fn slot(word: u32) -> usize {
    (word.wrapping_mul(0x9e37_79b1) >> 22) as usize
}

const fn table() -> [(u32, u32); SLOTS] {
    let mut out = [(0, 0); SLOTS];
    let mut at = 0;
    while at < WORDS.len() {
        let (word, cues) = WORDS[at];
        let word = u32::from_le_bytes(*word);
        let mut slot = slot(word);
        while out[slot].0 != 0 {
            slot = (slot + 1) % SLOTS;
        }
        out[slot] = (word, cues.0);
        at += 1;
    }
    out
}

#[inline]
fn word_cues(head: u64) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "the first four letters")]
    let word = head as u32;
    let mut slot = slot(word);
    loop {
        let (known, cues) = TABLE[slot];
        if known == word {
            return cues;
        }
        if known == 0 {
            return 0;
        }
        slot = (slot + 1) % SLOTS;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_characters_give_their_cues() {
        for (text, cues) in [
            ("It rose From 3", Cues::FROM | Cues::DIGIT | Cues::TREND),
            ("95%CI", Cues::DIGIT | Cues::PERCENT | Cues::RANGE),
            ("two C.I.", Cues::NUMBER_WORD | Cues::RANGE),
            ("in the the end", Cues::REPEATED),
            ("the\r\nThe", Cues::REPEATED),
            ("the  the", Cues::default()),
            ("a.b, d", Cues::default()),
            ("why?.", Cues::DOUBLED),
            ("[TODO] é", Cues::SQUARE | Cues::PLACEHOLDER | Cues::WIDE),
            ("", Cues::default()),
        ] {
            assert_eq!(Cues::of(text), cues, "{text:?}");
        }
    }
}
