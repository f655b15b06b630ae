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
    "will",
    "can",
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
const SCOPE: &str = "only solely exclusively some most many few several half rarely seldom infrequently sometimes often frequently usually always mostly mainly primarily chiefly largely merely \
    virtually maybe partly partially may might could possibly perhaps potentially likely probably almost nearly little majority minority except unless any yet \
    would shall should must positively negatively inversely more less fewer least same different last significantly former latter";
const UNIVERSAL: &str = "all each every both entire whole everything everyone";

/// Forms that no ending tells: the base word, then its other forms.
const IRREGULAR: &str = "\
    arise arose arisen, awake awoke awoken, bear bore borne, beat beaten, become became, begin began begun, bend bent, bind bound, \
    bite bit bitten, bleed bled, blow blew blown, break broke broken, breed bred, bring brought, build built, burn burnt, \
    buy bought, catch caught, choose chose chosen, cling clung, come came, creep crept, deal dealt, dig dug, draw drew drawn, \
    dream dreamt, drink drank drunk, drive drove driven, eat ate eaten, fall fell fallen, feed fed, feel felt, fight fought, \
    find found, flee fled, fly flew flown, forbid forbade forbidden, forget forgot forgotten, forgive forgave forgiven, \
    freeze froze frozen, get got gotten, give gave given, go went gone goes, grind ground, grow grew grown, hang hung, \
    hear heard, hide hid hidden, hold held, keep kept, kneel knelt, know knew known, lay laid, lead led, lean leant, \
    leap leapt, learn learnt, leave left, lend lent, light lit, lose lost, make made, mean meant, meet met, mistake mistook mistaken, \
    overcome overcame, pay paid, prove proven, ride rode ridden, ring rang rung, rise rose risen, run ran running, saw sawn, say said, \
    see saw seen, seek sought, sell sold, send sent, sew sewn, shake shook shaken, shine shone, shoot shot, show shown, \
    shrink shrank shrunk, sing sang sung, sink sank sunk, sit sat sitting, sleep slept, slide slid, speak spoke spoken, speed sped, \
    spell spelt, spend spent, spin spun, spring sprang sprung, stand stood, steal stole stolen, stick stuck, sting stung, \
    strike struck stricken, string strung, strive strove striven, swear swore sworn, sweep swept, swell swollen, swim swam swum, \
    swing swung, take took taken, teach taught, tear tore torn, tell told, think thought, throw threw thrown, tread trod trodden, \
    undergo underwent undergone, understand understood, wake woke woken, wear wore worn, weave wove woven, weep wept, win won, \
    wind wound, withdraw withdrew withdrawn, wring wrung, write wrote written, \
    man men, woman women, child children, person people persons, foot feet, tooth teeth, goose geese, mouse mice, ox oxen, \
    life lives, wife wives, knife knives, leaf leaves, loaf loaves, half halves, calf calves, wolf wolves, shelf shelves, self selves, \
    criterion criteria, phenomenon phenomena, bacterium bacteria, medium media, datum data, stratum strata, axis axes, \
    analysis analyses, hypothesis hypotheses, thesis theses, diagnosis diagnoses, basis bases, crisis crises, synthesis syntheses, \
    index indices, matrix matrices, vertex vertices, appendix appendices, focus foci, nucleus nuclei, stimulus stimuli, \
    locus loci, radius radii, genus genera, corpus corpora, formula formulae, vertebra vertebrae, larva larvae, \
    shelf shelves, thief thieves, scarf scarves, hoof hooves, die dying dies died, lie lying lies lied, tie tying ties tied, \
    high highest, low lowest, large largest, small smallest, big biggest, long longest, short shortest, strong strongest, \
    weak weakest, fast fastest, slow slowest, old oldest, young youngest, early earliest, late latest";

/// Words that stand for each other in nearly every sentence: spellings, abbreviations and plain synonyms. The first of a group
/// stands for all. Not here: what is a kind of the other (dog, puppy), and what a report measures.
const SYNONYMS: &str = "\
    centre center, metre meter, litre liter, fibre fiber, theatre theater, calibre caliber, grey gray, programme program, \
    aluminium aluminum, sulphur sulfur, sulphate sulfate, mould mold, plough plow, tyre tire, kerb curb, practise practice, \
    sceptical skeptical, manoeuvre maneuver, artefact artifact, pyjamas pajamas, tumour tumor, leukaemia leukemia, \
    percent pct, kilogram kg, milligram mg, microgram mcg ug, kilometre kilometer km, centimetre centimeter cm, \
    millimetre millimeter mm, millilitre milliliter ml, hour hr hrs, millisecond ms, gigabyte gb, megabyte mb, \
    show demonstrate reveal illustrate indicate exhibit, confirm verify corroborate, examine investigate explore, \
    assess evaluate, use employ utilise utilize, obtain achieve attain reach, begin start commence, help assist aid, \
    need require necessitate, choose select, buy purchase, finish complete conclude, increase raise elevate heighten, \
    reduce decrease diminish lessen, decline fall drop, improve enhance ameliorate, outperform surpass exceed beat, \
    worsen deteriorate, degrade impair, hinder impede hamper, prevent avert, allow permit let, forbid prohibit ban, \
    contain include comprise, create generate produce, construct build, eliminate eradicate, remove delete, \
    alter change modify, convert transform, combine merge, gather collect, get receive, give provide supply, \
    keep retain, maintain sustain preserve, repair fix mend, ruin destroy demolish, hurt injure, vanish disappear, \
    occur happen, continue persist, cease discontinue, predict forecast, calculate compute, recommend advise, suggest imply, \
    argue contend, assert claim, answer reply respond, ask inquire enquire, speak talk, shout yell scream, \
    look gaze stare watch, throw toss hurl, jump leap hop, run sprint, hurry rush, walk stroll saunter, slice cut chop, \
    wash clean cleanse, mix blend, hold grip grasp, grab seize, lift hoist, pull drag tug, push shove, place put, close shut, \
    hide conceal, attach fasten, accelerate speed, postpone defer, encounter face, instruct teach, comprehend understand, \
    big large, small little tiny, huge enormous gigantic immense vast, quick fast rapid swift speedy, \
    important crucial essential vital, substantial considerable, adequate sufficient enough, accurate precise correct, \
    wrong incorrect erroneous, main principal primary chief, famous renowned celebrated, rich wealthy affluent, \
    difficult hard challenging, easy effortless, clever intelligent smart, happy glad joyful cheerful delighted pleased joyous, \
    sad unhappy sorrowful miserable, angry mad furious, afraid scared frightened, ill sick unwell, pretty beautiful lovely, \
    dirty filthy, silent quiet, loud noisy, naked nude, wet damp, cold chilly, empty vacant, broad wide, thin slim slender, \
    novel new, strange odd weird peculiar, common widespread prevalent, rare uncommon scarce infrequent, particular specific, \
    comparable similar, diverse varied, toxic poisonous, deadly lethal fatal, dangerous hazardous, near nearby close, \
    distant faraway, outside outdoors outdoor, inside indoors indoor, alone solo lone, together jointly, \
    frequently often, rarely seldom infrequently, mostly mainly primarily chiefly largely, only solely exclusively merely, \
    nearly almost virtually, probably likely, perhaps maybe possibly, entirely completely fully totally wholly, \
    person someone somebody individual, man guy bloke gentleman, woman lady, child kid, baby infant, teenager adolescent teen, \
    father dad daddy, mother mom mum mommy mummy, grandmother grandma, grandfather grandpa, physician doctor, \
    attorney lawyer, policeman cop, researcher scientist investigator, friend buddy pal, spouse partner, \
    motorcycle motorbike, bicycle bike, bicyclist cyclist, car automobile, truck lorry, airplane plane aircraft aeroplane, \
    couch sofa settee, rug carpet, television tv telly, telephone phone, photograph photo picture pic, film movie, \
    shop store, street road, trail track path, beach seashore shore seaside, stone rock boulder, house home, \
    flat apartment, country nation, stomach belly tummy, illness disease sickness, medicine medication drug, \
    heart cardiac, kidney renal, liver hepatic, lung pulmonary, vaccination immunisation immunization inoculation, \
    job occupation, benefit advantage, drawback disadvantage shortcoming, aim goal objective purpose, \
    approach method technique, effect impact, amount quantity, piece slab chunk block, kind sort type, group bunch, \
    example instance, contest competition, clothes attire clothing garment outfit apparel, trousers pants, \
    garbage trash rubbish waste, holiday vacation, cookie biscuit, petrol gasoline, maize corn, aubergine eggplant, \
    worldwide global globally, yearly annual annually, daily everyday";

/// Several words that stand for one. What follows the first word of each, and the word.
const PHRASES: &[(&str, &str, &str)] = &[
    ("close", " to", "near"),
    ("far", " away from", "far"),
    ("far", " from", "far"),
    ("one", " of", "partly"),
    ("a", " group of", "some"),
    ("the", " group of", "some"),
    ("a", " bunch of", "some"),
    ("in", " front of", "front"),
    ("data", " set", "dataset"),
    ("data", " sets", "dataset"),
    ("data", " base", "database"),
    ("health", " care", "healthcare"),
    ("next", " to", "beside"),
    ("per", " cent", "percent"),
    ("percentage", " points", "point"),
    ("percentage", " point", "point"),
    ("a", " lot of", "many"),
    ("lots", " of", "many"),
    ("plenty", " of", "many"),
    ("a", " number of", "several"),
    ("a", " pair of", "two"),
    ("a", " couple of", "two"),
    ("a", " few", "few"),
    ("a", " majority of", "most"),
    ("the", " majority of", "most"),
    ("due", " to", "because"),
    ("owing", " to", "because"),
    ("because", " of", "because"),
    ("as", " well as", "and"),
    ("in", " order to", "to"),
    ("so", " as to", "to"),
    ("carry", " out", "conduct"),
    ("carries", " out", "conduct"),
    ("carried", " out", "conduct"),
    ("carrying", " out", "conduct"),
    ("take", " part", "participate"),
    ("takes", " part", "participate"),
    ("took", " part", "participate"),
    ("taking", " part", "participate"),
    ("is", " able to", "can"),
    ("are", " able to", "can"),
    ("was", " able to", "can"),
    ("were", " able to", "can"),
    ("make", " use of", "use"),
    ("makes", " use of", "use"),
    ("made", " use of", "use"),
    ("in", " spite of", "despite"),
    ("regardless", " of", "despite"),
    ("with", " respect to", "regarding"),
    ("with", " regard to", "regarding"),
    ("no", " one", "nobody"),
    ("at", " the same time", "meanwhile"),
];

/// Words that turn a claim round where they stand for one another, because they say which way something goes.
const DIRECTIONS: &[(&str, &str)] = &[
    ("increase", "reduce decline"),
    ("rise", "decline reduce"),
    ("grow", "shrink decline reduce"),
    ("climb", "decline"),
    ("gain", "loss lose decline"),
    ("boost", "reduce degrade hurt lower"),
    ("increase", "lower"),
    ("rise", "lower"),
    ("higher", "lower reduce"),
    ("greater", "lower less smaller fewer"),
    ("more", "less fewer lower"),
    ("improve", "degrade worsen harm hurt reduce lower decline"),
    ("help", "hurt harm hinder"),
    ("benefit", "harm hurt"),
    ("beneficial", "harmful detrimental"),
    ("strengthen", "weaken"),
    ("amplify", "attenuate dampen reduce"),
    ("better", "worse"),
    ("faster", "slower"),
    ("larger", "smaller"),
    ("longer", "shorter"),
    ("stronger", "weaker"),
    ("outperform", "underperform trail"),
    ("positive", "negative"),
    ("positively", "negatively inversely"),
    ("upregulate", "downregulate"),
    ("activate", "inhibit deactivate suppress"),
    ("promote", "inhibit suppress prevent hinder"),
    ("induce", "inhibit prevent suppress reduce"),
    ("stimulate", "inhibit suppress"),
    ("cause", "prevent"),
    ("accelerate", "slow delay decelerate"),
    ("enable", "prevent block disable"),
    ("allow", "prevent forbid"),
    ("support", "oppose contradict refute"),
    ("confirm", "refute contradict disprove"),
    ("agree", "disagree"),
    ("accept", "reject"),
    ("succeed", "fail"),
    ("pass", "fail"),
    ("protect", "harm expose"),
    ("widen", "narrow"),
    ("expand", "shrink contract"),
    ("lengthen", "shorten"),
    ("tighten", "loosen"),
    ("win", "lose"),
    ("above", "below"),
    ("safe", "dangerous unsafe"),
    ("effective", "useless"),
];

/// Other opposites: both claims may be right, of different things.
const ANTONYMS: &[(&str, &str)] = &[
    ("high", "low"),
    ("highest", "lowest"),
    ("upper", "lower"),
    ("maximum", "minimum"),
    ("maximal", "minimal"),
    ("large", "small"),
    ("huge", "small"),
    ("giant", "small"),
    ("massive", "small"),
    ("great", "small slight"),
    ("major", "minor"),
    ("most", "least fewest few"),
    ("many", "few"),
    ("best", "worst"),
    ("good", "bad poor evil awful terrible"),
    ("nice", "awful nasty horrible"),
    ("fast", "slow"),
    ("quickly", "slowly"),
    ("long", "short brief"),
    ("lengthy", "short brief"),
    ("tall", "short"),
    ("strong", "weak"),
    ("thick", "thin"),
    ("wide", "narrow"),
    ("deep", "shallow"),
    ("heavy", "light"),
    ("fat", "thin"),
    ("dense", "sparse"),
    ("hot", "cold cool"),
    ("warm", "cold cool"),
    ("wet", "dry"),
    ("hard", "easy soft"),
    ("simple", "complex"),
    ("expensive", "cheap inexpensive"),
    ("rich", "poor"),
    ("full", "empty"),
    ("clean", "dirty"),
    ("loud", "quiet"),
    ("bright", "dark dim"),
    ("light", "dark"),
    ("white", "black dark"),
    ("rough", "smooth"),
    ("sharp", "blunt dull"),
    ("straight", "curved crooked"),
    ("old", "young new"),
    ("elderly", "young"),
    ("senior", "junior young"),
    ("ancient", "modern"),
    ("early", "late"),
    ("earlier", "later"),
    ("before", "after"),
    ("over", "under"),
    ("with", "without"),
    ("near", "far distant"),
    ("inside", "outside"),
    ("behind", "front"),
    ("top", "bottom"),
    ("left", "right"),
    ("north", "south"),
    ("east", "west"),
    ("day", "night"),
    ("daytime", "nighttime night"),
    ("morning", "evening midnight night"),
    ("summer", "winter"),
    ("dawn", "dusk"),
    ("sunrise", "sunset"),
    ("happy", "sad"),
    ("love", "hate dislike"),
    ("like", "dislike"),
    ("laugh", "cry"),
    ("smile", "frown"),
    ("asleep", "awake"),
    ("alive", "dead"),
    ("live", "die"),
    ("birth", "death"),
    ("open", "close closed"),
    ("start", "end stop finish"),
    ("stop", "continue"),
    ("same", "different opposite"),
    ("similar", "different dissimilar"),
    ("success", "failure"),
    ("true", "false"),
    ("correct", "wrong"),
    ("present", "absent"),
    ("presence", "absence"),
    ("presence", "lack"),
    ("include", "exclude"),
    ("add", "remove subtract"),
    ("buy", "sell"),
    ("give", "take"),
    ("send", "receive"),
    ("push", "pull"),
    ("lift", "drop"),
    ("throw", "catch"),
    ("enter", "leave exit"),
    ("arrive", "leave depart"),
    ("come", "go leave"),
    ("ascend", "descend"),
    ("up", "down"),
    ("sit", "stand"),
    ("stand", "lie"),
    ("attack", "defend"),
    ("build", "destroy"),
    ("create", "destroy"),
    ("remember", "forget"),
    ("ask", "answer"),
    ("employ", "dismiss"),
    ("allow", "forbid"),
    ("connect", "disconnect"),
    ("attach", "detach"),
    ("import", "export"),
    ("profit", "loss"),
    ("supply", "demand"),
    ("active", "passive inactive"),
    ("chronic", "acute"),
    ("mild", "severe"),
    ("benign", "malignant"),
    ("primary", "secondary"),
    ("common", "rare"),
    ("public", "private"),
    ("rural", "urban"),
    ("domestic", "foreign"),
    ("local", "global remote"),
    ("internal", "external"),
    ("guilty", "innocent"),
    ("legal", "illegal"),
    ("mandatory", "optional voluntary"),
    ("permanent", "temporary"),
    ("professional", "amateur"),
    ("optimistic", "pessimistic"),
    ("odd", "even"),
    ("supervised", "unsupervised"),
    ("parallel", "sequential"),
    ("online", "offline"),
    ("all", "none"),
    ("everyone", "nobody"),
    ("always", "never"),
    ("former", "latter"),
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

/// First to nineteenth, then the tens, the hundredth and the thousandth.
const ORDINALS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth \
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth \
    ninetieth hundredth thousandth";

/// The hash that stands for an ordinal in digits: `3` for "third" and "3rd".
#[must_use]
pub fn ordinal(digits: &[u8]) -> u64 {
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
}

impl Known {
    /// A word of which nothing is known.
    pub const NONE: Self = Self { kind: Kind::Content, stem: 0, sense: 0, opens_phrase: false, direction: 0, light: false };
}

/// Looks up the lower-case word in `buffer[..len]`, whose hash is `plain`.
#[must_use]
pub fn known(plain: u64, buffer: &mut [u8; MAX_STEMMED], len: usize) -> Known {
    let kind = kind(plain);
    let (stem, sense) = match kind {
        Kind::Number => {
            let stem = number_stem(plain, &buffer[..len]);
            (stem, stem)
        }
        Kind::Function => {
            let stem = if plain == hash(b"one") { ONE } else { function_word(plain) };
            (stem, stem)
        }
        Kind::Content | Kind::Scope => {
            let stem = irregular(&buffer[..len]).unwrap_or_else(|| {
                let stemmed = stem(buffer, len);
                hash_start(buffer, stemmed)
            });
            (stem, sense(stem))
        }
        _ => (plain, plain),
    };
    Known {
        kind,
        stem,
        sense,
        opens_phrase: PHRASES_BY_HEAD.contains_key(&plain),
        direction: direction(sense),
        light: is_light(sense),
    }
}

/// Makes the tables that the first call of [`known`] would make.
pub fn prepare() {
    let mut buffer = [0; MAX_STEMMED];
    buffer[..4].copy_from_slice(b"word");
    let _ = known(hash(b"word"), &mut buffer, 4);
}

/// The stem of the number one: "one patient" and "a patient" are the same.
pub const ONE: u64 = hash(b"1");

/// The phrase that `rest` (what follows a word, whose hash is `head`) continues: how long its rest is, and the word it stands for.
#[must_use]
pub fn phrase(head: u64, rest: &[u8]) -> Option<(usize, &'static str)> {
    PHRASES_BY_HEAD.get(&head)?.iter().copied().find_map(|(tail, word)| {
        let found = rest.get(..tail.len())?.eq_ignore_ascii_case(tail.as_bytes());
        let ends = rest.get(tail.len()).is_none_or(|next| !next.is_ascii_alphanumeric() && *next < 0x80);
        (found && ends).then_some((tail.len(), word))
    })
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
    for group in IRREGULAR.split(',') {
        let mut words = group.split_whitespace();
        let base = words.next().unwrap_or_default();
        words.for_each(|word| _ = map.entry(hash(word.as_bytes())).or_insert(base));
    }
    map
});

/// The stem of the base word of an irregular form: "take" for "taken", "overtake" for "overtaken".
fn irregular(word: &[u8]) -> Option<u64> {
    const PREFIXES: [&str; 8] = ["over", "under", "out", "re", "mis", "fore", "un", "up"];
    if let Some(base) = FORMS.get(&hash(word)) {
        return Some(plain_stem(base));
    }
    PREFIXES.into_iter().find_map(|prefix| {
        let rest = word.strip_prefix(prefix.as_bytes()).filter(|rest| rest.len() > 2)?;
        FORMS.get(&hash(rest)).map(|base| plain_stem(&format!("{prefix}{base}")))
    })
}

/// The stem that stands for a stem and those that mean the same.
fn sense(stem: u64) -> u64 {
    static SENSES: LazyLock<FxHashMap<u64, u64>> = LazyLock::new(|| {
        let mut map = FxHashMap::default();
        for group in SYNONYMS.split(',') {
            let mut words = group.split_whitespace().map(stem_of);
            let first = words.next().unwrap_or(0);
            words.for_each(|stem| _ = map.entry(stem).or_insert(first));
        }
        map
    });
    SENSES.get(&stem).copied().unwrap_or(stem)
}

/// The stem of a lower-case word: of its base word, when it is irregular.
fn stem_of(word: &str) -> u64 {
    irregular(word.as_bytes()).unwrap_or_else(|| plain_stem(word))
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
    word.len() > 3 && word.ends_with("ed")
        || irregular(word.as_bytes()).is_some()
        || matches!(word, "put" | "cut" | "set" | "hit" | "read" | "shut" | "hurt" | "spread")
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
        table.put(hash(b"one"), Kind::Function);
        for word in ONES.iter().chain(&TENS).copied().chain(ORDINALS.split_whitespace()) {
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
    for &(one, others) in DIRECTIONS.iter().chain(ANTONYMS) {
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

/// Which way something goes by a word of that stem: 1, -1, or 0 for neither.
fn direction(stem: u64) -> i8 {
    static SIGNS: LazyLock<FxHashMap<u64, i8>> = LazyLock::new(|| {
        let mut map = FxHashMap::default();
        for (one, others) in DIRECTIONS {
            map.entry(stem_hash(one)).or_insert(1);
            others.split_whitespace().for_each(|other| _ = map.entry(stem_hash(other)).or_insert(-1));
        }
        map
    });
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

/// True for the stem of a word that only leads to others.
fn is_light(stem: u64) -> bool {
    static SET: LazyLock<FxHashSet<u64>> = LazyLock::new(|| stems_of("make locate situate color colour dye paint respective"));
    SET.contains(&stem)
}

/// True for the stem of a unit that numbers are given in.
#[must_use]
pub fn is_unit(stem: u64) -> bool {
    const UNITS: &str = "percent point second minute hour day week month year decade millisecond mg microgram kg gram tonne ton ml \
        litre metre km cm mm mile foot inch gb mb kb dollar euro pound cent degree fold time kcal calorie watt volt hertz";
    static SET: LazyLock<FxHashSet<u64>> = LazyLock::new(|| stems_of(UNITS));
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
        // "boy", "day": as in their plurals.
        if len == 3 && buffer[2] == b'y' {
            buffer[2] = b'i';
        }
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
    one_spelling(buffer, len)
}

/// British and American spellings made one: organise, colour, dialogue, haemoglobin, defence. What comes out need not be a word,
/// so long as no two words fall together.
fn one_spelling(buffer: &mut [u8; MAX_STEMMED], len: usize) -> usize {
    let mut len = len;
    if len >= 8 && (buffer[..len].ends_with(b"isat") || buffer[..len].ends_with(b"izat")) {
        len -= 2;
    }
    if len >= 6 && buffer[..len].ends_with(b"ysis") {
        len -= 2;
    }
    if len >= 6 && (buffer[..len].ends_with(b"is") || buffer[..len].ends_with(b"ys")) {
        buffer[len - 1] = b'z';
    }
    if len >= 6 && buffer[..len].ends_with(b"ens") {
        buffer[len - 1] = b'c';
    }
    if len >= 6 && buffer[..len].ends_with(b"ogu") {
        len -= 1;
    }
    if len >= 6
        && let Some(at) = buffer[..len].windows(2).position(|two| two == b"ae" || two == b"oe")
    {
        buffer.copy_within(at + 1..len, at);
        len -= 1;
    }
    if let Some(at) = buffer[..len].windows(3).position(|three| three == b"our").filter(|&at| at >= 2 && len >= 5) {
        let next = buffer[..len].get(at + 3);
        if next.is_none_or(|next| matches!(next, b'a' | b'e' | b'i' | b'h')) {
            buffer.copy_within(at + 2..len, at + 1);
            len -= 1;
        }
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
    fn no_word_says_both_directions() {
        for (one, others) in DIRECTIONS {
            assert_eq!(direction(stem_hash(one)), 1, "{one}");
            for other in others.split_whitespace() {
                assert_eq!(direction(stem_hash(other)), -1, "{one} {other}");
            }
        }
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
        let words = "four for hour our source sauce poem pom precise price basis base does dose rise raise size sense science";
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
