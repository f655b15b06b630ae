//! What single English words do in a claim: which carry content, which deny, which bound, and a light stemmer.
//!
//! Knows nothing about claims. Every word is named by a 64-bit hash, so that looking one up allocates nothing.

use crate::text::{ONES, TENS};
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

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

const STOP: &str = "a an the this that these those it its they them their he she his her i we our us my ours you your there here \
    such so thus hence therefore also still just very quite rather too study studies studied paper papers author authors \
    result results finding findings work article overall indeed moreover furthermore additionally namely however et al e.g i.e \
    etc eg ie further really actually now own have has had having";

/// Function words; the words of one group stand for each other.
const FUNCTION: &[&str] = &[
    "in on at into onto within",
    "of for",
    "is are was were be been being am",
    "do does did doing",
    "who which whom whose",
    "while whereas but although though",
    "because since",
    "through via",
    "between among amongst",
    "aim aims aimed seek seeks",
    "and",
    "or",
    "as",
    "by",
    "from",
    "to",
    "with",
    "per",
    "than",
    "then",
    "can",
    "will",
    "would",
    "shall",
    "should",
    "must",
    "what",
    "when",
    "where",
    "how",
    "if",
    "either",
    "up",
    "upon",
    "about",
    "over",
    "under",
    "across",
    "throughout",
    "during",
    "along",
    "before",
    "after",
    "until",
    "beyond",
    "against",
    "out",
    "off",
];
const NEGATION: &str = "not no never without cannot neither nor none nobody nothing nowhere lack lacks lacked lacking fail fails failed \
    failing unable hardly barely unlikely false untrue incapable refuse refuses refused n't";
const SCOPE: &str = "only solely exclusively some most many few several half rarely seldom sometimes often usually always mostly mainly \
    partly partially may might could possibly perhaps potentially likely probably almost nearly little majority minority except unless any yet \
    more less fewer least same different first last";
const UNIVERSAL: &str = "all each every both entire whole everything everyone";

const ANTONYMS: &[(&str, &str)] = &[
    ("increase", "decrease reduce decline lower drop"),
    ("increasing", "decreasing"),
    ("raise", "lower reduce decrease drop"),
    ("rise", "fall drop decline"),
    ("rises", "falls drops"),
    ("higher", "lower"),
    ("high", "low"),
    ("highest", "lowest"),
    ("help", "hurt harm hinder"),
    ("benefit", "harm hurt"),
    ("improve", "degrade worsen harm hurt reduce"),
    ("enhance", "degrade reduce impair diminish weaken"),
    ("boost", "reduce hurt degrade"),
    ("larger", "smaller"),
    ("large", "small little"),
    ("largest", "smallest"),
    ("big", "small little"),
    ("bigger", "smaller"),
    ("more", "fewer less"),
    ("most", "least fewest"),
    ("better", "worse"),
    ("best", "worst"),
    ("faster", "slower"),
    ("fast", "slow"),
    ("longer", "shorter"),
    ("long", "short"),
    ("stronger", "weaker"),
    ("strong", "weak"),
    ("outperform", "underperform trail"),
    ("gain", "loss lose"),
    ("gains", "losses"),
    ("positive", "negative"),
    ("positively", "negatively"),
    ("upregulate", "downregulate"),
    ("activate", "inhibit deactivate suppress"),
    ("promote", "inhibit suppress prevent"),
    ("induce", "inhibit prevent suppress"),
    ("stimulate", "inhibit suppress"),
    ("enable", "prevent block"),
    ("allow", "prevent forbid"),
    ("accelerate", "slow delay"),
    ("maximum", "minimum"),
    ("maximal", "minimal"),
    ("upper", "lower"),
    ("early", "late"),
    ("earlier", "later"),
    ("before", "after"),
    ("above", "below"),
    ("over", "under"),
    ("with", "without"),
    ("open", "close closed"),
    ("start", "end stop"),
    ("first", "last"),
    ("same", "different"),
    ("similar", "different dissimilar"),
    ("agree", "disagree"),
    ("accept", "reject"),
    ("succeed", "fail"),
    ("success", "failure"),
    ("deep", "shallow"),
    ("dense", "sparse"),
    ("true", "false"),
    ("present", "absent"),
    ("presence", "absence"),
    ("supervised", "unsupervised"),
    ("simple", "complex"),
    ("expensive", "cheap"),
    ("good", "bad poor"),
    ("hot", "cold"),
    ("near", "far"),
    ("inside", "outside"),
    ("old", "young new"),
    ("safe", "dangerous"),
];

const METRICS: &str = "accuracy f1 bleu rouge meteor perplexity recall precision auc auroc map iou miou dice psnr ssim fid wer cer rmse mae \
    mse ndcg mrr latency throughput memory calibration robustness sensitivity specificity coverage fidelity faithfulness exact-match \
    mortality survival incidence prevalence";

/// Words around which the two things compared must keep their sides.
const COMPARATIVES: &str = "outperform exceed beat surpass better worse higher lower greater larger smaller faster slower more less fewer \
    stronger weaker longer shorter than trail underperform";

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

/// Open addressing over the word lists, sized so that a look-up is one or two probes.
struct Table {
    slots: Vec<(u64, Kind)>,
}

impl Table {
    const SIZE: usize = 1024;

    fn new() -> Self {
        let mut table = Self { slots: vec![(0, Kind::Content); Self::SIZE] };
        let lists = [(STOP, Kind::Stop), (NEGATION, Kind::Negation), (SCOPE, Kind::Scope), (UNIVERSAL, Kind::Universal)];
        for (list, kind) in lists {
            for word in list.split_whitespace() {
                table.put(hash(word.as_bytes()), kind);
            }
        }
        for word in FUNCTION.iter().flat_map(|group| group.split_whitespace()) {
            table.put(hash(word.as_bytes()), Kind::Function);
        }
        for word in ONES.iter().chain(&TENS) {
            table.put(hash(word.as_bytes()), Kind::Number);
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

/// The hash of the stem of a lower-case word.
#[must_use]
pub fn stem_hash(word: &str) -> u64 {
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
    for &(one, others) in ANTONYMS {
        for other in others.split_whitespace() {
            map.entry(stem_hash(one)).or_default().push(stem_hash(other));
            map.entry(stem_hash(other)).or_default().push(stem_hash(one));
        }
    }
    map
});

/// The stems that mean the opposite of a stem.
#[must_use]
pub fn opposites(stem: u64) -> &'static [u64] {
    OPPOSITES.get(&stem).map_or(&[], Vec::as_slice)
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

/// True for the stem of a word that compares what stands left of it with what stands right of it.
#[must_use]
pub fn is_comparative(stem: u64) -> bool {
    static SET: LazyLock<FxHashSet<u64>> = LazyLock::new(|| stems_of(COMPARATIVES));
    SET.contains(&stem)
}

/// Longer words are not stemmed.
pub const MAX_STEMMED: usize = 32;

/// Stems the lower-case word in `buffer[..len]` in place and returns the new length.
///
/// Takes off plural and verb endings and the commonest endings of nouns made from verbs, so that "improves", "improving"
/// and "improvement" are one. Only English; other words lose at most a final s or e.
#[must_use]
pub fn stem(buffer: &mut [u8; MAX_STEMMED], len: usize) -> usize {
    let mut len = len;
    if len < 4 || !buffer[..len].is_ascii() {
        // "use", "aim": only the final e, as in the longer forms.
        return if len == 3 && buffer[2] == b'e' { 2 } else { len };
    }
    let plural = |ending: &[u8]| buffer[..len].ends_with(ending);
    if (plural(b"ies") && len > 4) || plural(b"sses") || (plural(b"es") && matches!(buffer[len - 3], b'x' | b'z' | b'h')) {
        len -= 2;
    } else if buffer[len - 1] == b's' && !matches!(buffer[len - 2], b's' | b'u' | b'i') {
        len -= 1;
    }
    len = without(buffer, len, b"ly", 4);
    let derived = [(&b"ment"[..], 5), (b"ance", 4), (b"ence", 4)]
        .into_iter()
        .find(|(ending, least)| buffer[..len].ends_with(ending) && len >= ending.len() + least);
    if let Some((ending, _)) = derived {
        len -= ending.len();
    } else if buffer[..len].ends_with(b"tion") || buffer[..len].ends_with(b"sion") {
        len = without(buffer, len, b"ion", 4);
    } else if buffer[..len].ends_with(b"ing") {
        len = verb(buffer, len, 3);
    } else if buffer[..len].ends_with(b"ed") && !buffer[..len].ends_with(b"eed") {
        len = verb(buffer, len, 2);
    }
    if len > 2 && buffer[len - 1] == b'e' {
        len -= 1;
    }
    if len > 3 && buffer[len - 1] == buffer[len - 2] && !matches!(buffer[len - 1], b's' | b'e' | b'o') {
        len -= 1;
    }
    if len > 2 && buffer[len - 1] == b'y' {
        buffer[len - 1] = b'i';
    }
    len
}

fn without(buffer: &[u8; MAX_STEMMED], len: usize, ending: &[u8], least: usize) -> usize {
    if buffer[..len].ends_with(ending) && len >= ending.len() + least { len - ending.len() } else { len }
}

/// Takes off "ing" or "ed" where a stem with a vowel is left.
fn verb(buffer: &[u8; MAX_STEMMED], len: usize, ending: usize) -> usize {
    let rest = len - ending;
    let has_vowel = buffer[..rest].iter().any(|byte| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
    if rest >= 2 && has_vowel { rest } else { len }
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
