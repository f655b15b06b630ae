//! What single English words do in a claim: which carry content, which deny, which bound.
//!
//! Knows nothing about claims. Every word is named by a 64-bit hash, so that looking one up allocates nothing. The words
//! are in `lists`; `stem` makes one of the forms of a word, and `affixes` finds opposites by how words begin and end.

mod affixes;
mod lists;
mod stem;

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

pub use self::affixes::{NEGATING_PREFIXES, are_counterparts, counterparts, turns_by_prefix};
use self::lists::{
    ACRONYMS, ANTONYMS, APART, COMPARATIVES, CURRENCIES, DIRECTIONS, FUNCTION, IRREGULAR, METRICS, MONTHS, NEGATION, ORDINALS,
    PHRASES, SCOPE, STOP, SYNONYMS, UNIVERSAL, VARYING,
};
pub use self::stem::{MAX_STEMMED, stem};
use crate::text::{ONES, TENS};

/// What a word does in a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Says what the claim is about; these are what likeness is measured in.
    Content,
    /// A number, in digits or as a word.
    Number,
    /// Turns the clause round.
    Negation,
    /// Bounds the claim: some, most, only, may. Both claims must have it.
    Scope,
    /// All, each, both: may be left out, but not replaced.
    Universal,
    /// A preposition, auxiliary or conjunction: may be left out, but not replaced.
    Function,
    /// Carries nothing of its own: articles, pronouns, generic subjects such as "this study".
    Stop,
}

/// Hash of a word in lower case.
#[must_use]
pub const fn hash(word: &[u8]) -> u64 {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ word.len() as u64;
    let mut at = 0;
    while at < word.len() {
        let mut chunk = 0;
        let mut shift = 0;
        while shift < 64 && at < word.len() {
            chunk |= (word[at] as u64) << shift;
            shift += 8;
            at += 1;
        }
        state = (state.rotate_left(5) ^ chunk).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    state ^= state >> 32;
    state = state.wrapping_mul(0xd6e8_feb8_6659_fd93);
    state ^ state >> 29
}

/// [`hash`] of the first `len` bytes, which must be within the buffer, eight at a time.
#[must_use]
#[inline]
pub fn hash_start(buffer: &[u8; MAX_STEMMED], len: usize) -> u64 {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ len as u64;
    for (at, chunk) in buffer.chunks_exact(8).enumerate().take(len.div_ceil(8)) {
        let eight = u64::from_le_bytes(chunk.try_into().unwrap_or_default());
        let bytes = (len - 8 * at).min(8);
        state = (state.rotate_left(5) ^ (eight & (u64::MAX >> (64 - 8 * bytes)))).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    state ^= state >> 32;
    state = state.wrapping_mul(0xd6e8_feb8_6659_fd93);
    state ^ state >> 29
}

/// What a word is, by the hash of its lower-case form. `Content` when the table does not have it.
#[must_use]
pub fn kind(word: u64) -> Kind {
    TABLE.get(word)
}

/// The value of a number word below one hundred.
#[must_use]
pub fn number_word(word: &[u8]) -> Option<u8> {
    if !(3..=9).contains(&word.len()) || !matches!(word[0], b'z' | b'o' | b't' | b'f' | b's' | b'e' | b'n') {
        return None;
    }
    let mut value = 0;
    for unit in ONES {
        if unit.as_bytes() == word {
            return Some(value);
        }
        value += 1;
    }
    for tens in TENS {
        if tens.as_bytes() == word {
            return Some(value);
        }
        value += 10;
    }
    None
}

/// The hash that stands for an ordinal in digits: `3` for "third" and "3rd".
#[must_use]
pub const fn ordinal(digits: &[u8]) -> u64 {
    hash(digits).rotate_left(17)
}

/// The stem of a number word, a cardinal or an ordinal; of any other word its own hash.
fn number_stem(plain: u64, word: &[u8]) -> u64 {
    static KNOWN: LazyLock<FxHashMap<u64, u64>> = LazyLock::new(|| {
        let value = |at: usize| {
            if at < 19 {
                at + 1
            } else if at < 27 {
                10 * (at - 17)
            } else {
                100 * (1 + 9 * (at - 27))
            }
        };
        let words = ORDINALS.split_whitespace().enumerate();
        words.map(|(at, word)| (hash(word.as_bytes()), ordinal(value(at).to_string().as_bytes()))).collect()
    });
    match number_word(word) {
        Some(value) => {
            let digits = [b'0' + value / 10, b'0' + value % 10];
            hash(if value < 10 { &digits[1..] } else { &digits })
        }
        None => KNOWN.get(&plain).copied().unwrap_or(plain),
    }
}

/// What is known of a word by itself.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// What it does.
    pub kind: Kind,
    /// Hash of its stem.
    pub stem: u64,
    /// Hash of the stem that stands for it and for the words that mean the same.
    pub sense: u64,
    /// True when it is the first word of a phrase: see [`phrase`].
    pub opens_phrase: bool,
    /// Which way something goes by it: 1 for "increases", -1 for "reduces", 0 for what says no such thing.
    pub direction: i8,
    /// True when it only leads to other words: "made of", "located in".
    pub light: bool,
    /// True when it stands for another word, but not everywhere: "higher risk", "increased risk".
    pub varies: bool,
}

impl Known {
    /// A word of which nothing is known.
    pub const NONE: Self =
        Self { kind: Kind::Content, stem: 0, sense: 0, opens_phrase: false, direction: 0, light: false, varies: false };
}

/// Looks up the lower-case word in `buffer[..len]`, whose hash is `plain`.
#[must_use]
pub fn known(plain: u64, buffer: &mut [u8; MAX_STEMMED], len: usize) -> Known {
    /// The words of the lists, but for those that mean the same as others.
    static LISTED: LazyLock<FxHashMap<u64, Known>> = LazyLock::new(|| {
        let forms = IRREGULAR.split(',').chain(APART.split(',')).flat_map(|group| group.split_whitespace().skip(1));
        let heads = PHRASES.iter().map(|&(head, _, _)| head);
        let words = kinds().map(|(word, _)| word).chain(forms).chain(heads);
        let look_up = |word: &str| {
            let mut buffer = [0; MAX_STEMMED];
            buffer[..word.len()].copy_from_slice(word.as_bytes());
            let plain = hash(word.as_bytes());
            (plain, listed(plain, &mut buffer, word.len()))
        };
        words.map(look_up).collect()
    });
    if let Some(known) = LISTED.get(&plain) {
        return *known;
    }
    // No irregular form, as these are listed; but for those with a prefix.
    content(Kind::Content, false, prefixed_irregular(&buffer[..len]).unwrap_or_else(|| stemmed(buffer, len)))
}

/// The stems of the words that do not count as content.
pub fn small_words() -> impl Iterator<Item = u64> {
    let look_up = |word: &str| {
        let mut buffer = [0; MAX_STEMMED];
        buffer[..word.len()].copy_from_slice(word.as_bytes());
        listed(hash(word.as_bytes()), &mut buffer, word.len())
    };
    let small = kinds().filter(|&(_, kind)| kind != Kind::Number);
    small.map(move |(word, _)| look_up(word)).flat_map(|known| [known.stem, known.sense])
}

/// Makes the tables that the first call of [`known`] would make.
pub fn prepare() {
    let mut buffer = [0; MAX_STEMMED];
    buffer[..4].copy_from_slice(b"word");
    let _ = known(hash(b"word"), &mut buffer, 4);
}

/// What the lists say of a word.
fn listed(plain: u64, buffer: &mut [u8; MAX_STEMMED], len: usize) -> Known {
    let kind = kind(plain);
    let opens_phrase = PHRASES_BY_HEAD.contains_key(&plain);
    let stem = match kind {
        Kind::Number => number_stem(plain, &buffer[..len]),
        Kind::Function if plain == hash(b"one") => ONE,
        Kind::Function => function_word(plain),
        Kind::Content | Kind::Scope => return content(kind, opens_phrase, of_content(plain, buffer, len)),
        _ => plain,
    };
    let light = LIGHT.contains(&stem);
    Known { kind, stem, sense: stem, opens_phrase, direction: direction(stem), light, varies: false }
}

fn content(kind: Kind, opens_phrase: bool, stem: u64) -> Known {
    let Sense { first: sense, direction, is_light: light, varies } = sense_of(stem);
    Known { kind, stem, sense, opens_phrase, direction, light, varies }
}

fn of_content(plain: u64, buffer: &mut [u8; MAX_STEMMED], len: usize) -> u64 {
    irregular(plain, &buffer[..len]).unwrap_or_else(|| stemmed(buffer, len))
}

fn stemmed(buffer: &mut [u8; MAX_STEMMED], len: usize) -> u64 {
    let stemmed = stem(buffer, len);
    hash_start(buffer, stemmed)
}

/// What is known of the words of a stem.
#[derive(Clone, Copy)]
struct Sense {
    /// The stem that stands for it and those that mean the same.
    first: u64,
    /// See [`Known::direction`], of the stem that stands for it.
    direction: i8,
    /// See [`Known::light`], of the stem that stands for it.
    is_light: bool,
    /// See [`Known::varies`].
    varies: bool,
}

fn sense_of(stem: u64) -> Sense {
    static SENSES: LazyLock<FxHashMap<u64, Sense>> = LazyLock::new(|| {
        let listed = FIRST_SENSES.keys().copied().chain(SIGNS.keys().copied()).chain(LIGHT.iter().copied());
        let varying = stems_of(VARYING);
        let of = |stem: u64| {
            let first = sense(stem);
            let varies = varying.contains(&first);
            (stem, Sense { first, direction: direction(first), is_light: LIGHT.contains(&first), varies })
        };
        listed.chain(varying.iter().copied()).map(of).collect()
    });
    SENSES.get(&stem).copied().unwrap_or(Sense { first: stem, direction: 0, is_light: false, varies: false })
}

/// The stem of the number one: "one patient" and "a patient" are the same.
pub const ONE: u64 = hash(b"1");

/// The phrase that `rest` (what follows a word, whose hash is `head`) continues: how long its rest is, and the word it stands for.
#[must_use]
pub fn phrase(head: u64, rest: &[u8]) -> Option<(usize, &'static str)> {
    // All begin with a blank; mostly another word follows. Hyphens do as well: "state-of-the-art".
    let [first @ (b' ' | b'-'), next, ..] = rest else { return None };
    let next = next.to_ascii_lowercase();
    let tails = PHRASES_BY_HEAD.get(&head)?.iter().copied();
    tails.filter(|(tail, _)| tail.as_bytes()[1] == next).find_map(|(tail, word)| {
        let said = rest.get(..tail.len())?.iter().map(|byte| if byte == first { b' ' } else { byte.to_ascii_lowercase() });
        let found = said.eq(tail.bytes());
        let goes_on = |next: &u8| next.is_ascii_alphanumeric() || *next >= 0x80 || (*next == b'-' && *first == b'-');
        let ends = !rest.get(tail.len()).is_some_and(goes_on);
        (found && ends).then(|| (tail.len() + abbreviation(&rest[tail.len()..], word), word))
    })
}

/// How long the abbreviation of a phrase is that follows it in brackets: "large language models (LLMs)".
fn abbreviation(rest: &[u8], word: &str) -> usize {
    let Some(inner) = rest.strip_prefix(b" (") else { return 0 };
    let found = inner.get(..word.len()).is_some_and(|inner| inner.eq_ignore_ascii_case(word.as_bytes()));
    let behind = inner.get(word.len()..).unwrap_or_default();
    let behind = behind.strip_prefix(b"s").unwrap_or(behind);
    if found && behind.first() == Some(&b')') { rest.len() - behind.len() + 1 } else { 0 }
}

/// What an acronym stands for that would be a small word but for its capitals; given in lower case.
#[must_use]
pub fn acronym(letters: &[u8]) -> Option<&'static str> {
    ACRONYMS.iter().find(|(short, _)| short.as_bytes() == letters).map(|&(_, instead)| instead)
}

type Tails = Vec<(&'static str, &'static str)>;

static PHRASES_BY_HEAD: LazyLock<FxHashMap<u64, Tails>> = LazyLock::new(|| {
    let mut map: FxHashMap<u64, Tails> = FxHashMap::default();
    for &(head, tail, word) in PHRASES {
        map.entry(hash(head.as_bytes())).or_default().push((tail, word));
    }
    map
});

/// Irregular forms, by hash, with their base word.
static FORMS: LazyLock<FxHashMap<u64, &'static str>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for group in IRREGULAR.split(',').chain(APART.split(',')) {
        let mut words = group.split_whitespace();
        let base = words.next().unwrap_or_default();
        words.for_each(|word| _ = map.entry(hash(word.as_bytes())).or_insert(base));
    }
    map
});

/// The stem of the base word of an irregular form, whose hash is `plain`: "take" for "taken", "overtake" for "overtaken".
fn irregular(plain: u64, word: &[u8]) -> Option<u64> {
    FORMS.get(&plain).map(|base| plain_stem(base)).or_else(|| prefixed_irregular(word))
}

/// As [`irregular`], of those with a prefix.
fn prefixed_irregular(word: &[u8]) -> Option<u64> {
    const PREFIXES: [&str; 8] = ["over", "under", "out", "re", "mis", "fore", "un", "up"];
    if !matches!(word, [b'o' | b'u' | b'r' | b'm' | b'f', ..]) {
        return None;
    }
    PREFIXES.into_iter().find_map(|prefix| {
        let rest = word.strip_prefix(prefix.as_bytes()).filter(|rest| rest.len() > 2)?;
        FORMS.get(&hash(rest)).map(|base| plain_stem(&format!("{prefix}{base}")))
    })
}

static FIRST_SENSES: LazyLock<FxHashMap<u64, u64>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for group in SYNONYMS.split(',') {
        let mut words = group.split_whitespace().map(stem_of);
        let first = words.next().unwrap_or(0);
        words.for_each(|stem| _ = map.entry(stem).or_insert(first));
    }
    map
});

/// The stem that stands for a stem and those that mean the same.
fn sense(stem: u64) -> u64 {
    FIRST_SENSES.get(&stem).copied().unwrap_or(stem)
}

/// The stem of a lower-case word: of its base word, when it is irregular.
fn stem_of(word: &str) -> u64 {
    irregular(hash(word.as_bytes()), word.as_bytes()).unwrap_or_else(|| plain_stem(word))
}

/// True for an adverb in "ly", in lower case: "quickly", not "early".
#[must_use]
pub fn is_adverb(word: &str) -> bool {
    const NOT: [&str; 26] = [
        "early", "daily", "weekly", "monthly", "yearly", "hourly", "family", "anomaly", "assembly", "supply", "reply", "apply",
        "imply", "multiply", "comply", "elderly", "friendly", "deadly", "costly", "likely", "unlikely", "lonely", "lively",
        "ugly", "july", "italy",
    ];
    word.len() > 4 && word.ends_with("ly") && !NOT.contains(&word)
}

/// True for a form of "to be".
#[must_use]
pub fn is_be(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" | "isn't" | "aren't" | "wasn't" | "weren't")
}

/// True for an auxiliary that a negation brings along, in lower case.
#[must_use]
pub fn is_auxiliary(word: &str) -> bool {
    matches!(word, "do" | "does" | "did") || is_be(word)
}

/// True for a verb behind which an adjective says what the claim as a whole says: "is associated with higher", "leads to lower".
#[must_use]
pub fn is_linking(stem: u64) -> bool {
    const LINKING: &str = "associate show lead result link relate tie cause yield produce achieve report find make remain become get \
        perform work correlate appear seem prove";
    static SET: LazyLock<FxHashSet<u64>> = LazyLock::new(|| stems_of(LINKING));
    SET.contains(&stem)
}

/// True for a word that may be a past participle, in lower case.
#[must_use]
pub fn is_participle(word: &str) -> bool {
    /// Verbs with one form for all.
    const PLAIN: [&str; 20] = [
        "become",
        "bid",
        "broadcast",
        "burst",
        "cast",
        "come",
        "cost",
        "cut",
        "hit",
        "hurt",
        "let",
        "overcome",
        "put",
        "read",
        "run",
        "set",
        "shed",
        "shut",
        "split",
        "spread",
    ];
    word.len() > 3 && word.ends_with("ed")
        || !word.ends_with("ly") && irregular(hash(word.as_bytes()), word.as_bytes()).is_some()
        || PLAIN.contains(&word)
}

/// The words that do something else than to say what a claim is about; of a word that is listed twice, the first counts.
fn kinds() -> impl Iterator<Item = (&'static str, Kind)> {
    let lists = [(STOP, Kind::Stop), (NEGATION, Kind::Negation), (SCOPE, Kind::Scope), (UNIVERSAL, Kind::Universal)];
    let listed = lists.into_iter().flat_map(|(list, kind)| list.split_whitespace().map(move |word| (word, kind)));
    let functions = FUNCTION.iter().flat_map(|group| group.split_whitespace()).chain(["one"]);
    let numbers = ONES.iter().chain(&TENS).copied().chain(ORDINALS.split_whitespace());
    listed.chain(functions.map(|word| (word, Kind::Function))).chain(numbers.map(|word| (word, Kind::Number)))
}

/// Open addressing over the word lists, sized so that a look-up is one or two probes.
struct Table {
    slots: Vec<(u64, Kind)>,
}

impl Table {
    const SIZE: usize = 1024;

    fn new() -> Self {
        let mut table = Self { slots: vec![(0, Kind::Content); Self::SIZE] };
        for (word, kind) in kinds() {
            table.put(hash(word.as_bytes()), kind);
        }
        table
    }

    fn slot(&self, word: u64) -> usize {
        #[expect(clippy::cast_possible_truncation, reason = "reduced to the size of the table")]
        let mut at = word as usize % Self::SIZE;
        while self.slots[at].0 != 0 && self.slots[at].0 != word {
            at = (at + 1) % Self::SIZE;
        }
        at
    }

    fn put(&mut self, word: u64, kind: Kind) {
        let at = self.slot(word);
        if self.slots[at].0 == 0 {
            self.slots[at] = (word, kind);
        }
    }

    fn get(&self, word: u64) -> Kind {
        self.slots[self.slot(word)].1
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

/// The hash that stands for a function word and those that stand for it.
#[must_use]
pub fn function_word(word: u64) -> u64 {
    static FIRST: LazyLock<FxHashMap<u64, u64>> = LazyLock::new(|| {
        let groups = FUNCTION.iter().map(|group| group.split_whitespace().map(|word| hash(word.as_bytes())).collect::<Vec<_>>());
        groups.flat_map(|group| group.clone().into_iter().map(move |word| (word, group[0]))).collect()
    });
    FIRST.get(&word).copied().unwrap_or(word)
}

/// The hash that stands for a lower-case word: of its stem, or of that of the words that mean the same.
#[must_use]
pub fn stem_hash(word: &str) -> u64 {
    sense(stem_of(word))
}

fn plain_stem(word: &str) -> u64 {
    let mut buffer = [0; MAX_STEMMED];
    let bytes = word.as_bytes();
    if bytes.len() > MAX_STEMMED {
        return hash(bytes);
    }
    buffer[..bytes.len()].copy_from_slice(bytes);
    let len = stem(&mut buffer, bytes.len());
    hash(&buffer[..len])
}

static OPPOSITES: LazyLock<FxHashMap<u64, Vec<u64>>> = LazyLock::new(|| {
    let mut map: FxHashMap<u64, Vec<u64>> = FxHashMap::default();
    let mut add = |one: u64, other: u64| {
        let opposites = map.entry(one).or_default();
        if one != other && !opposites.contains(&other) {
            opposites.push(other);
        }
    };
    for &(one, others) in DIRECTIONS.iter().chain(ANTONYMS) {
        for other in others.split_whitespace() {
            let pairs = read_as(one).into_iter().flat_map(|one| read_as(other).map(|other| (one, other)));
            pairs.for_each(|(one, other)| {
                add(one, other);
                add(other, one);
            });
        }
    }
    map
});

/// As what a lower-case word may stand in a claim, whatever it does there: by its stem, and by that of the words that mean the
/// same.
fn read_as(word: &str) -> [u64; 2] {
    let mut buffer = [0; MAX_STEMMED];
    buffer[..word.len()].copy_from_slice(word.as_bytes());
    let known = listed(hash(word.as_bytes()), &mut buffer, word.len());
    [known.stem, known.sense]
}

/// The stems that mean the opposite of a stem.
#[must_use]
pub fn opposites(stem: u64) -> &'static [u64] {
    OPPOSITES.get(&stem).map_or(&[], Vec::as_slice)
}

static SIGNS: LazyLock<FxHashMap<u64, i8>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for (one, others) in DIRECTIONS {
        map.entry(stem_hash(one)).or_insert(1);
        others.split_whitespace().for_each(|other| _ = map.entry(stem_hash(other)).or_insert(-1));
    }
    map
});

/// Which way something goes by a word of that stem: 1, -1, or 0 for neither.
fn direction(stem: u64) -> i8 {
    SIGNS.get(&stem).copied().unwrap_or(0)
}

fn stems_of(list: &str) -> FxHashSet<u64> {
    list.split_whitespace().map(stem_hash).collect()
}

/// True for the stem of a quantity that results are given in.
#[must_use]
pub fn is_metric(stem: u64) -> bool {
    static SET: LazyLock<FxHashSet<u64>> = LazyLock::new(|| stems_of(METRICS));
    SET.contains(&stem)
}

/// The stems of words that only lead to others.
static LIGHT: LazyLock<FxHashSet<u64>> = LazyLock::new(|| stems_of("make locate situate color colour dye paint respective"));

/// True for the stem of a verb that names a way to find something out: whoever tries to do it does it.
#[must_use]
pub fn is_inquiry(stem: u64) -> bool {
    const INQUIRY: &str = "analyse assess compare describe evaluate examine investigate measure quantify review test";
    static SET: LazyLock<FxHashSet<u64>> = LazyLock::new(|| stems_of(INQUIRY));
    SET.contains(&stem)
}

/// True for the stem of a unit that numbers are given in.
#[must_use]
pub fn is_unit(stem: u64) -> bool {
    const UNITS: &str = "percent point second minute hour day week month year decade millisecond mg microgram kg gram tonne ton ml \
        litre metre km cm mm mile foot inch gb mb kb dollar euro pound yen cent degree fold time kcal calorie watt volt hertz";
    static SET: LazyLock<FxHashSet<u64>> = LazyLock::new(|| stems_of(UNITS));
    SET.contains(&stem)
}

/// True for the stem of a currency.
#[must_use]
pub fn is_currency(stem: u64) -> bool {
    static SET: LazyLock<FxHashSet<u64>> = LazyLock::new(|| stems_of(CURRENCIES));
    SET.contains(&stem)
}

/// True for the stem of a month's name.
#[must_use]
pub fn is_month(stem: u64) -> bool {
    static SET: LazyLock<FxHashSet<u64>> = LazyLock::new(|| stems_of(MONTHS));
    SET.contains(&stem)
}

/// True for the stem of a word that says that something holds of the whole world, wherever it stands.
#[must_use]
pub fn is_worldwide(stem: u64) -> bool {
    static SET: LazyLock<FxHashSet<u64>> = LazyLock::new(|| stems_of("world worldwide"));
    SET.contains(&stem)
}

/// True for the stem of a word that says how much there is of what follows: "rates of", "levels of".
#[must_use]
pub fn is_measure(stem: u64) -> bool {
    static SET: LazyLock<FxHashSet<u64>> = LazyLock::new(|| stems_of("amount degree extent frequency level number rate"));
    SET.contains(&stem)
}

/// True for the stem of a word that belongs to the number it stands beside: a unit, or what bounds it ("a total of 3 patients",
/// "stage 3 or above").
#[must_use]
pub fn belongs_to_number(stem: u64) -> bool {
    const BOUNDS: &str =
        "above approximately around below estimated exactly greater higher lower maximum minimum older roughly total younger";
    static SET: LazyLock<FxHashSet<u64>> = LazyLock::new(|| stems_of(BOUNDS));
    is_unit(stem) || SET.contains(&stem)
}

/// True for the stem of a word that compares what stands left of it with what stands right of it.
#[must_use]
pub fn is_comparative(stem: u64) -> bool {
    static SET: LazyLock<FxHashSet<u64>> = LazyLock::new(|| stems_of(COMPARATIVES));
    SET.contains(&stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_hashes_agree() {
        let buffer = *b"abcdefghijklmnopqrstuvwxyz012345";
        for len in 0..=MAX_STEMMED {
            assert_eq!(hash_start(&buffer, len), hash(&buffer[..len]), "{len}");
        }
    }

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for forms in [
            "improve improves improved improving improvement improvements",
            "evaluate evaluates evaluated evaluating evaluation",
            "use uses used using",
            "perform performs performed performance",
            "study studies studied",
            "control controls controlled controlling",
            "task tasks",
            "consistent consistently",
            "show shows",
            "increase increases increasing",
        ] {
            let stems: FxHashSet<u64> = forms.split_whitespace().map(stem_hash).collect();
            assert_eq!(stems.len(), 1, "{forms}");
        }
    }

    #[test]
    fn different_words_keep_different_stems() {
        let words =
            "train transfer target task text test time token increase decrease larger smaller large speed need thing bring";
        let stems: FxHashSet<u64> = words.split_whitespace().map(stem_hash).collect();
        assert_eq!(stems.len(), words.split_whitespace().count());
    }

    #[test]
    fn no_word_says_both_directions() {
        for (one, others) in DIRECTIONS {
            assert_eq!(direction(stem_hash(one)), 1, "{one}");
            for other in others.split_whitespace() {
                assert_eq!(direction(stem_hash(other)), -1, "{one} {other}");
            }
        }
    }

    #[test]
    fn words_that_mean_the_same_have_one_sense() {
        let mut groups = FxHashMap::default();
        for group in SYNONYMS.split(',') {
            let senses: FxHashSet<u64> = group.split_whitespace().map(stem_hash).collect();
            assert_eq!(senses.len(), 1, "{group}");
            // "Nearly" is made from "near", "rarely" from "rare".
            let derived = ["nearly", "rarely"].into_iter().any(|word| group.trim_start().starts_with(word));
            let other = senses.into_iter().find_map(|sense| groups.insert(sense, group)).filter(|_| !derived);
            assert_eq!(other, None, "{group}");
        }
        assert_eq!(stem_hash("mainly"), stem_hash("mostly"));
        assert_ne!(stem_hash("mainly"), stem_hash("main"));
        assert_eq!(stem_hash("lowers"), stem_hash("reduces"));
        assert_ne!(stem_hash("lower"), stem_hash("reduce"));
    }

    #[test]
    fn one_spelling_one_form_one_sense() {
        for words in [
            "organise organize organised organizing organisation organization",
            "colour color colours coloured",
            "analyse analyze analysis analyses",
            "haemoglobin hemoglobin",
            "dialogue dialog dialogues",
            "defence defense",
            "take took taken taking",
            "undertake undertook undertaken",
            "overtake overtakes overtaken",
            "child children kid kids",
            "boy boys",
            "couch sofa",
            "percent pct",
        ] {
            let stems: FxHashSet<u64> = words.split_whitespace().map(stem_hash).collect();
            assert_eq!(stems.len(), 1, "{words}");
        }
        let words = "four for hour our source sauce poem pom precise price basis base does dose rise praise size sense science";
        let stems: FxHashSet<u64> = words.split_whitespace().map(stem_hash).collect();
        assert_eq!(stems.len(), words.split_whitespace().count());
    }

    #[test]
    fn words_have_kinds_and_opposites() {
        assert_eq!(kind(hash(b"whereas")), Kind::Function);
        assert_eq!(function_word(hash(b"on")), function_word(hash(b"in")));
        assert_eq!(kind(hash(b"without")), Kind::Negation);
        assert_eq!(kind(hash(b"seventeen")), Kind::Number);
        assert_eq!(kind(hash(b"accuracy")), Kind::Content);
        assert_eq!((number_word(b"seventeen"), number_word(b"ninety"), number_word(b"tend")), (Some(17), Some(90), None));
        assert!(opposites(stem_hash("helps")).contains(&stem_hash("hurts")));
        assert!(is_metric(stem_hash("recall")) && is_comparative(stem_hash("outperforms")));
    }
}
