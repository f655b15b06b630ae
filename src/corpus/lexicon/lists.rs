//! Word lists: what single English words do, which stand for one another, and which say the opposite.
//!
//! Data only. Forms are given as they are written; `super` turns them into stems.

pub(super) const STOP: &str = "a an the this that these those it its they them their he she his her i we our us my ours you your there here \
    such so thus hence therefore also still just very quite rather too study studies studied paper papers author authors \
    result results finding findings work article overall indeed moreover furthermore additionally namely however et al e.g i.e \
    etc eg ie further really actually now own have has had having";

/// Function words; the words of one group stand for each other.
pub(super) const FUNCTION: &[&str] = &[
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
pub(super) const NEGATION: &str = "not no never without cannot neither nor none nobody nothing nowhere lack lacks lacked lacking fail fails failed \
    failing unable hardly barely unlikely false untrue incapable refuse refuses refused n't";
pub(super) const SCOPE: &str = "only solely exclusively some most many few several half rarely seldom infrequently sometimes often frequently usually always mostly mainly primarily chiefly largely merely \
    virtually maybe partly partially may might could possibly perhaps potentially likely probably almost nearly little majority minority except unless any yet \
    would shall should must positively negatively inversely more less fewer least same different last significantly former latter";
pub(super) const UNIVERSAL: &str = "all each every both entire whole everything everyone";

/// Forms that no ending tells: the base word, then its other forms.
pub(super) const IRREGULAR: &str = "\
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
pub(super) const SYNONYMS: &str = "\
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
pub(super) const PHRASES: &[(&str, &str, &str)] = &[
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
pub(super) const DIRECTIONS: &[(&str, &str)] = &[
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
pub(super) const ANTONYMS: &[(&str, &str)] = &[
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

pub(super) const METRICS: &str = "accuracy f1 bleu rouge meteor perplexity recall precision auc auroc map iou miou dice psnr ssim fid wer cer rmse mae \
    mse ndcg mrr latency throughput memory calibration robustness sensitivity specificity coverage fidelity faithfulness exact-match \
    mortality survival incidence prevalence";

/// Words around which the two things compared must keep their sides.
pub(super) const COMPARATIVES: &str = "outperform exceed beat surpass better worse higher lower greater larger smaller faster slower more less fewer \
    stronger weaker longer shorter than trail underperform";

/// First to nineteenth, then the tens, the hundredth and the thousandth.
pub(super) const ORDINALS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth \
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth \
    ninetieth hundredth thousandth";
