//! A claim read closely: its words as they stand, its names, its negations, and what a passive says in the active voice.
//!
//! Knows one claim at a time; `guards` lays two side by side.

use std::ops::Range;

use super::key::{self, Word};
use super::lexicon::{self, Kind};

/// A claim, or a clause of one, read closely.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The text that the words are ranges of.
    text: String,
    pub(super) words: Vec<Word>,
    /// The words as they stand there, in lower case.
    pub(super) raw: Vec<String>,
    /// The number of negations in each clause.
    pub(super) denials: Vec<u32>,
    pub(super) cut: bool,
    /// What is left of the word in which it was cut off: it is none of the words.
    pub(super) rest: String,
    open: bool,
}

impl Reading {
    /// Reads a claim or clause; `cut` says that more was to come.
    #[must_use]
    pub fn new(text: &str, cut: bool) -> Self {
        let prepared = key::prepared(text);
        let mut words = key::words(&prepared);
        let last = if cut { words.pop() } else { None };
        let rest = last.map_or_else(String::new, |word| prepared[word.range].to_owned());
        let clauses = key::clauses(&prepared);
        let clause_of = |at: usize| clauses.iter().rposition(|clause| clause.start <= at).unwrap_or(0);
        let mut denials = vec![0; clauses.len().max(1)];
        for word in words.iter().filter(|word| word.kind == Kind::Negation) {
            denials[clause_of(word.range.start)] += 1;
        }
        let raw = words.iter().map(|word| prepared[word.range.clone()].to_lowercase()).collect();
        Self { text: prepared.into_owned(), words, raw, denials, cut, rest, open: !crate::text::ends_in_stop(text) }
    }

    /// The first few words of this claim that the other does not have; `None` when there are none, or only a long run.
    #[must_use]
    pub fn differing(&self, other: &Self) -> Option<&str> {
        const MOST_WORDS: usize = 3;
        let lacks = |at: usize| !other.has(self.words[at].stem);
        let mut at = 0;
        while at < self.words.len() {
            let start = at;
            while at < self.words.len() && lacks(at) {
                at += 1;
            }
            let run = &self.words[start..at];
            let says = run.iter().any(|word| word.kind != Kind::Stop);
            if says && run.len() <= MOST_WORDS {
                return Some(&self.text[run[0].range.start..run[run.len() - 1].range.end]);
            }
            at += usize::from(run.is_empty());
        }
        None
    }

    /// True when this goes on as `other` does and breaks off inside a word, behind a word that leaves it open, or at the
    /// usual cap: nothing else tells that it is cut.
    pub(super) fn breaks_off(&self, other: &Self) -> bool {
        let len = self.words.len();
        if !self.open || self.cut || len < 5 || len > other.words.len() {
            return false;
        }
        let goes_on = self.words[..len - 1].iter().zip(&other.words).all(|(a, b)| a.stem == b.stem)
            && other.raw[len - 1].starts_with(&self.raw[len - 1]);
        let inside_a_word = other.raw[len - 1].len() > self.raw[len - 1].len();
        let left_open = len < other.words.len()
            && (crate::text::ends_in_function_word(&self.text)
                || crate::truncation::at_cap(self.text.chars().count(), crate::truncation::CLAIM_CAP));
        goes_on && (inside_a_word || left_open)
    }

    /// The names: hyphenated ones with capitals or digits after the hyphen are one name.
    pub(super) fn names(&self) -> Vec<(usize, u64)> {
        let mut names = Vec::new();
        for unit in self.units() {
            let words = &self.words[unit.clone()];
            if is_one_name(words) {
                names.push((unit.start, joined(words)));
            } else {
                names.extend(unit.filter(|&at| self.words[at].name).map(|at| (at, self.words[at].stem)));
            }
        }
        names
    }

    /// Everything a name of another claim may be found as: single words, and hyphenated ones as a whole.
    pub(super) fn has_name(&self, name: u64) -> bool {
        let counts = |word: &Word| matches!(word.kind, Kind::Content | Kind::Number);
        self.words.iter().any(|word| word.stem == name && counts(word))
            || self.units().any(|unit| unit.len() > 1 && joined(&self.words[unit]) == name)
    }

    /// Runs of words with nothing but hyphens between them.
    fn units(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut at = 0;
        std::iter::from_fn(move || {
            let start = at;
            if start == self.words.len() {
                return None;
            }
            at += 1;
            while self.words.get(at).is_some_and(|word| word.glued) {
                at += 1;
            }
            Some(start..at)
        })
    }

    pub(super) fn has(&self, stem: u64) -> bool {
        self.words.iter().any(|word| word.stem == stem)
    }

    /// What was read, as its words are ranges of it.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// A word as it stands there.
    pub(super) fn said(&self, at: usize) -> &str {
        &self.text[self.words[at].range.clone()]
    }

    /// The word before or behind a word that is no article or the like.
    pub(super) fn neighbour(&self, at: usize, behind: bool) -> Option<usize> {
        let says = |&at: &usize| self.words[at].kind != Kind::Stop;
        if behind { (at + 1..self.words.len()).find(says) } else { (0..at).rev().find(says) }
    }

    /// True for "aims" where what follows is done by trying: "aims to evaluate".
    pub(super) fn asks_about(&self, at: usize) -> bool {
        let aims = matches!(&*self.raw[at], "aim" | "aims" | "aimed" | "seek" | "seeks" | "sought");
        let verb = aims.then(|| self.neighbour(at, true)).flatten().filter(|&to| self.raw[to] == "to");
        verb.and_then(|to| self.neighbour(to, true)).is_some_and(|verb| lexicon::is_inquiry(self.words[verb].stem))
    }

    /// True for a word that says how many there are of what follows.
    pub(super) fn counts_others(&self, at: usize) -> bool {
        self.words[at].kind == Kind::Number || matches!(&*self.raw[at], "many" | "multiple" | "several" | "various")
    }

    /// True when punctuation that ends a part of a sentence stands right before a word.
    pub(super) fn breaks_before(&self, at: usize) -> bool {
        let from = at.checked_sub(1).map_or(0, |before| self.words[before].range.end);
        self.text.get(from..self.words[at].range.start).is_some_and(|between| between.contains([',', ';', ':', '.']))
    }

    /// The words around a word that say something, with nothing between them.
    pub(super) fn run(&self, at: usize) -> Range<usize> {
        // What leads to a list is no part of its first item: "subjects including law and medicine".
        let says = |at: usize| {
            let leads = matches!(&*self.raw[at], "including" | "namely");
            !leads && matches!(self.words[at].kind, Kind::Content | Kind::Number | Kind::Scope)
        };
        let mut start = at;
        while start > 0 && says(start - 1) && !self.breaks_before(start) {
            start -= 1;
        }
        let end = (at + 1..self.words.len()).find(|&at| !says(at) || self.breaks_before(at)).unwrap_or(self.words.len());
        start..end
    }

    /// The last word of the part that is joined to the one that starts at a word: by "and" or "or", or by a comma in a list
    /// that has one of these.
    pub(super) fn joined_before(&self, start: usize) -> Option<usize> {
        let joint = |at: usize| matches!(&*self.raw[at], "and" | "or");
        let says = |&at: &usize| matches!(self.words[at].kind, Kind::Content | Kind::Number | Kind::Scope);
        let before = self.neighbour(start, false)?;
        if joint(before) {
            return self.neighbour(before, false).filter(says);
        }
        let listed = self.breaks_before(start) && (start..self.raw.len()).any(joint);
        Some(before).filter(says).filter(|_| listed)
    }

    /// True where numbers are listed and so is something else: "3 and 5 points in men and women". The lists belong together.
    pub(super) fn lists_numbers_of_others(&self) -> bool {
        let joints = (1..self.raw.len().saturating_sub(1)).filter(|&at| matches!(&*self.raw[at], "and" | "or"));
        let numbers = |at: usize| self.run(at).any(|at| self.words[at].kind == Kind::Number);
        let joins_numbers = |at: usize| numbers(at - 1) && numbers(at + 1);
        let (of_numbers, others): (Vec<usize>, Vec<usize>) = joints.partition(|&at| joins_numbers(at));
        !of_numbers.is_empty() && of_numbers.len() + others.len() > 1
    }

    /// What a sentence in the passive says in the active voice, in each way that its last part may be read: "the pan is held
    /// by the cook in white", "the pan is held by the cook in the morning". Nothing for other sentences.
    pub(super) fn in_active_voice(&self) -> Vec<Self> {
        let recast = |order: Vec<usize>| Self {
            words: order.iter().map(|&at| self.words[at].clone()).collect(),
            raw: order.iter().map(|&at| self.raw[at].clone()).collect(),
            text: self.text.clone(),
            denials: self.denials.clone(),
            rest: self.rest.clone(),
            ..*self
        };
        self.active_orders().into_iter().map(recast).collect()
    }

    /// The words of a sentence in the passive, in the orders that they have in the active voice.
    fn active_orders(&self) -> Vec<Vec<usize>> {
        let Some(Passive { start, be, verb, by, agent_end, end }) = self.passive() else { return Vec::new() };
        let all = 0..self.words.len();
        let is_turned = |at: &usize| {
            let auxiliary = lexicon::is_be(&self.raw[*at]) && self.words[*at].kind != Kind::Negation;
            !((be..verb).contains(at) && auxiliary)
        };
        let order = |agent: Range<usize>, rest: Range<usize>| -> Vec<usize> {
            let parts = [0..start, agent, be..verb + 1, start..be, verb + 1..by, rest, end..all.end];
            parts.into_iter().flatten().filter(is_turned).collect()
        };
        let mut orders = vec![order(by + 1..agent_end, agent_end..end)];
        // "Scored by a defender and saved by a keeper": the second passive is no part of the agent.
        let goes_on = |at: usize| {
            let joined = matches!(&*self.raw[at], "and" | "or");
            self.raw[at] == "by" || joined && self.raw.get(at + 1).is_some_and(|next| lexicon::is_participle(next))
        };
        if agent_end < end && !(agent_end..end).any(goes_on) {
            orders.push(order(by + 1..end, end..end));
            // "By the first and the second army in May": two agents, and when.
            let joined = matches!(&*self.raw[agent_end], "and" | "or");
            let says = |at: &usize| matches!(self.words[*at].kind, Kind::Content | Kind::Number | Kind::Scope | Kind::Stop);
            let both = (agent_end + 1..end).take_while(says).last().map_or(end, |last| last + 1);
            if joined && both < end {
                orders.push(order(by + 1..both, both..end));
            }
        }
        orders
    }

    /// True for what may stand between an auxiliary and its verb: "was first seen", "has not often been told".
    fn goes_with_verb(&self, at: usize) -> bool {
        const ADVERBS: [&str; 12] =
            ["all", "also", "both", "ever", "first", "last", "most", "now", "often", "once", "still", "then"];
        let raw = &*self.raw[at];
        self.words[at].kind == Kind::Negation || lexicon::is_adverb(raw) || ADVERBS.contains(&raw)
    }

    /// True for what looks like a passive with an agent, whether it can be turned into the active voice or not: "the delay was
    /// caused by flooding".
    pub(super) fn seems_passive(&self) -> bool {
        self.raw.iter().position(|word| word == "by").is_some_and(|by| {
            let participle = (1..by).rev().find(|&at| lexicon::is_participle(&self.raw[at]));
            participle.is_some_and(|at| self.raw[..at].iter().any(|word| lexicon::is_be(word)))
        })
    }

    /// The first passive with an agent: "the pan is (being) held by the cook".
    fn passive(&self) -> Option<Passive> {
        const BREAKS: [&str; 12] =
            ["but", "while", "whereas", "which", "who", "that", "because", "when", "if", "although", "though", "since"];
        let breaks = |at: &usize| self.breaks_before(*at) || BREAKS.contains(&&*self.raw[*at]);
        let by = (0..self.raw.len()).find(|&at| self.raw[at] == "by")?;
        let is_be = |at: usize| lexicon::is_be(&self.raw[at]);
        let verb = (1..by).rev().find(|&at| {
            let between = (0..at).rev().take_while(|&at| is_be(at) || self.goes_with_verb(at));
            lexicon::is_participle(&self.raw[at]) && between.into_iter().any(is_be)
        })?;
        const MODALS: [&str; 12] =
            ["can", "could", "had", "has", "have", "may", "might", "must", "shall", "should", "will", "would"];
        let goes_with_verb = |&at: &usize| {
            let modal = MODALS.contains(&&*self.raw[at]);
            is_be(at) || modal || self.goes_with_verb(at)
        };
        let be = (0..verb).rev().take_while(goes_with_verb).last()?;
        if (verb + 1..=by).any(|at| breaks(&at)) {
            return None;
        }
        let start = (0..be).rev().find(breaks).map_or(0, |at| at + usize::from(BREAKS.contains(&&*self.raw[at])));
        let end = (by + 1..self.raw.len()).find(breaks).unwrap_or(self.raw.len());
        let content = |at: usize| matches!(self.words[at].kind, Kind::Content | Kind::Number | Kind::Scope);
        // "By the authors" is an agent, though it says nothing of its own.
        let generic = |at: usize| matches!(&*self.raw[at], "author" | "authors" | "us" | "them" | "him" | "her");
        let says = |&at: &usize| self.words[at].kind != Kind::Stop;
        let agent = (by + 1..end).find(|&at| content(at));
        let agent = match (by + 1..end).find(says) {
            next if (by + 1..next.unwrap_or(end)).any(generic) && next != agent.filter(|_| next.is_some()) => {
                let agent_end = next.unwrap_or(end);
                return (start < be).then_some(Passive { start, be, verb, by, agent_end, end });
            }
            _ => agent?,
        };
        // "Increased by 5%" and "by using" name no agent; "signed by 196 parties" does.
        let counts = || {
            let mut run = (agent + 1..end).take_while(|&at| content(at)).peekable();
            run.peek().is_some_and(|&at| self.words[at].kind == Kind::Content)
                && !run.any(|at| lexicon::is_unit(self.words[at].stem))
        };
        let is_agent = self.words[agent].kind == Kind::Content || self.words[agent].kind == Kind::Number && counts();
        if !is_agent || self.raw[agent].ends_with("ing") {
            return None;
        }
        const PLACES: [&str; 10] =
            ["above", "around", "behind", "below", "beside", "despite", "inside", "near", "outside", "towards"];
        let leads_on = |at: usize| at > agent && PLACES.contains(&&*self.raw[at]);
        let agent_end = (agent..end).find(|&at| !content(at) || leads_on(at)).unwrap_or(end);
        (start < be).then_some(Passive { start, be, verb, by, agent_end, end })
    }

    /// True for a word that only leads to another one: "made of", "red in colour"; not "colour blindness", "paint workers".
    pub(super) fn only_leads(&self, at: usize) -> bool {
        let raw = self.raw[at].as_str();
        let small = |at: Option<usize>| at.and_then(|at| self.words.get(at)).is_none_or(|word| word.kind == Kind::Function);
        let leads = lexicon::is_participle(raw) || raw.ends_with("ly") || small(Some(at + 1));
        self.words[at].light && leads
    }

    /// True for an adverb such as "quickly".
    pub(super) fn is_adverb(&self, at: usize) -> bool {
        self.words[at].kind == Kind::Content && lexicon::is_adverb(&self.raw[at])
    }

    /// True for a negation that denies what the claim as a whole says: "does not improve", "no effect was found", not "patients
    /// with no symptoms", "not always", "not only", nor "when it is not tuned".
    pub(super) fn denies_the_whole(&self, at: usize) -> bool {
        // "No longer" denies what has been so.
        const PARTS: [&str; 11] =
            ["without", "nor", "neither", "hardly", "barely", "unlikely", "none", "nothing", "nowhere", "lacking", "no longer"];
        const LIMITS: [&str; 14] = [
            "only",
            "just",
            "merely",
            "necessarily",
            "always",
            "all",
            "every",
            "each",
            "yet",
            "fully",
            "entirely",
            "significantly",
            "both",
            "alone",
        ];
        let next = self.raw.get(at + 1).map_or("", String::as_str);
        let before = self.neighbour(at, false);
        let in_a_part = self.raw[at] == "no"
            && before
                .is_some_and(|before| self.words[before].kind == Kind::Function && !lexicon::is_auxiliary(&self.raw[before]));
        !PARTS.contains(&&*self.raw[at]) && !LIMITS.contains(&next) && !in_a_part && !self.has_subordinate()
    }

    /// True for a word that says which way what the claim as a whole says goes: "tuning increases recall", "is associated with
    /// lower risk", not "patients with lower scores".
    pub(super) fn directs_the_whole(&self, at: usize) -> bool {
        const BEFORE: [&str; 22] = [
            "is", "are", "was", "were", "be", "been", "has", "have", "had", "having", "may", "might", "can", "could", "will",
            "would", "should", "must", "to", "not", "also", "did",
        ];
        if self.has_subordinate() || self.words[at].kind == Kind::Negation {
            return false;
        }
        let raw = self.raw[at].as_str();
        let describes = raw.ends_with("er")
            || raw.ends_with("ed")
            || raw.ends_with("ful")
            || raw.ends_with("ive")
            || matches!(raw, "more" | "less" | "better" | "worse" | "positive" | "negative" | "above" | "below" | "safe");
        let Some(before) = at.checked_sub(1) else { return false };
        let skips = |at: &usize| matches!(self.words[*at].kind, Kind::Stop | Kind::Function) || self.is_adverb(*at);
        let content = (0..at).rev().find(|at| !skips(at));
        if describes {
            // Nothing but small words between it and the verb.
            let linked = content.is_some_and(|at| lexicon::is_linking(self.words[at].stem));
            let copula = (content.map_or(0, |at| at + 1)..at).any(|at| BEFORE[..10].contains(&&*self.raw[at]));
            let verb = raw.ends_with("ed") && self.words[before].kind == Kind::Content && !self.raw[before].ends_with("ing");
            return linked || copula || verb;
        }
        let modal = BEFORE.contains(&&*self.raw[before]) || self.is_adverb(before);
        modal || matches!(self.words[before].kind, Kind::Content | Kind::Number)
    }

    /// True when a clause hangs on another one, or two are joined: a word may turn round one of them only.
    fn has_subordinate(&self) -> bool {
        const JOINTS: [&str; 17] = [
            "when", "if", "which", "who", "where", "because", "although", "though", "since", "unless", "while", "whether",
            "until", "after", "before", "but", "whereas",
        ];
        self.raw.iter().any(|word| JOINTS.contains(&&**word))
    }

    /// True for a claim about whatever study is at hand: "we use", "the sample includes". What it says may hold of one study and
    /// not of another.
    #[must_use]
    pub fn is_about_itself(&self) -> bool {
        const PRONOUNS: [&str; 12] = ["we", "our", "i", "it", "its", "they", "their", "this", "these", "here", "he", "she"];
        const NOUNS: [&str; 37] = [
            "study",
            "studies",
            "paper",
            "work",
            "author",
            "authors",
            "article",
            "review",
            "report",
            "researchers",
            "model",
            "models",
            "method",
            "approach",
            "system",
            "experiment",
            "experiments",
            "result",
            "results",
            "analysis",
            "data",
            "dataset",
            "sample",
            "participants",
            "patients",
            "subjects",
            "respondents",
            "users",
            "trial",
            "intervention",
            "treatment",
            "group",
            "cohort",
            "survey",
            "evaluation",
            "findings",
            "baseline",
        ];
        let first = self.raw.first().map_or("", String::as_str);
        let noun = usize::from(matches!(first, "the" | "all" | "both" | "some" | "most"));
        PRONOUNS.contains(&first) || self.raw.get(noun).is_some_and(|word| NOUNS.contains(&&**word))
    }

    /// The noun that a word says more about from behind it ("a boy, who is young", "a wall made of stone"), and the words up to
    /// that one that do so.
    pub(super) fn described(&self, at: usize) -> Option<Described> {
        const MOST: usize = 3;
        let content = |at: usize| self.words[at].kind == Kind::Content;
        let first = (at.saturating_sub(MOST)..at).rev().take_while(|&at| content(at)).last().unwrap_or(at);
        let run = self.after_articles(first);
        let before = |back: usize| run.checked_sub(back).map(|at| (at, &*self.raw[at]));
        let noun = match (before(1), before(2)) {
            (Some((be, word)), Some((relative, "who" | "which" | "that"))) if lexicon::is_be(word) && be > 0 => {
                relative.checked_sub(1)?
            }
            (Some((_, "of" | "in")), Some((made, "made" | "colored" | "coloured" | "dyed" | "painted"))) => {
                let being = |&at: &usize| lexicon::is_be(&self.raw[at]) || matches!(&*self.raw[at], "which" | "that");
                (0..made).rev().find(|at| !being(at))?
            }
            // "treatment of cancer" is "cancer treatment", "exposure to lead" is "lead exposure".
            (Some((preposition, "of" | "for" | "in" | "with" | "to" | "from" | "on")), _) => {
                self.neighbour(preposition, false)?
            }
            _ => return None,
        };
        let ends = (at + 1..self.words.len()).find(|&at| !content(at)).unwrap_or(self.words.len());
        let ends_there = ends == self.words.len()
            || (at + 1..=ends).any(|at| self.breaks_before(at))
            || matches!(self.words[ends].kind, Kind::Function | Kind::Stop | Kind::Negation);
        (content(noun) && !self.raw[at].ends_with("ing")).then_some(Described { noun, phrase: first..at + 1, ends_there })
    }

    /// True for "drug's" and "patients'".
    pub(super) fn is_possessive(&self, at: usize) -> bool {
        self.raw[at].ends_with("'s") || self.text[self.words[at].range.end..].starts_with('\'')
    }

    /// The first of the articles and the like that stand right before a word, or the word.
    fn after_articles(&self, at: usize) -> usize {
        let article = |at: &usize| matches!(&*self.raw[*at], "a" | "an" | "the" | "this" | "these" | "its" | "their" | "one");
        (0..at).rev().take_while(article).last().unwrap_or(at)
    }

    /// True when the sentence tells of what is going on: "is running". "Dogs are running" is about some dogs.
    pub(super) fn tells_of_now(&self) -> bool {
        (1..self.raw.len()).any(|at| {
            self.raw[at].ends_with("ing") && (lexicon::is_be(&self.raw[at - 1]) || at > 1 && lexicon::is_be(&self.raw[at - 2]))
        })
    }
}

/// What says more about a noun from behind it, as numbers of words.
pub(super) struct Described {
    pub noun: usize,
    /// The words that say more.
    pub phrase: Range<usize>,
    /// True when no noun or verb follows right behind the phrase.
    pub ends_there: bool,
}

/// The parts of a passive sentence, as numbers of words.
struct Passive {
    start: usize,
    be: usize,
    verb: usize,
    by: usize,
    agent_end: usize,
    end: usize,
}

/// For each word of a claim in the passive, whether it stands in the first half in whatever voice: what stands there, no partner
/// can have lost. `None` for other claims, of which the first half is just that. `prepared` is `text` as it is scanned.
pub(super) fn early_in_any_voice(text: &str, prepared: &str, cut: bool) -> Option<Vec<bool>> {
    // Nearly all claims are told by this.
    let bytes = prepared.as_bytes();
    let is_letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let is_by = |at: usize| {
        let begins = at.checked_sub(1).is_some_and(|before| bytes[before].eq_ignore_ascii_case(&b'b'));
        begins && !is_letter(at.checked_sub(2)) && !is_letter(Some(at + 1))
    };
    let by = memchr::memchr2_iter(b'y', b'Y', bytes).find(|&at| is_by(at))?;
    let mut words = prepared[..by].split(|c: char| !c.is_ascii_alphanumeric() && c != '\'').map(|word| word.trim_matches('\''));
    words.find(|word| (2..=7).contains(&word.len()) && lexicon::is_be(&word.to_ascii_lowercase()))?;
    let reading = Reading::new(text, cut);
    let orders = reading.active_orders();
    let len = reading.words.len();
    let mut early: Vec<bool> = (0..len).map(|at| 2 * at < len).collect();
    for order in &orders {
        let mut own = vec![false; len];
        order.iter().take(order.len().div_ceil(2)).for_each(|&at| own[at] = true);
        early.iter_mut().zip(own).for_each(|(early, own)| *early &= own);
    }
    (!orders.is_empty()).then_some(early)
}

fn is_one_name(words: &[Word]) -> bool {
    words.len() > 1 && words[1..].iter().any(|word| word.marked) && words.iter().any(|word| word.name)
}

fn joined(words: &[Word]) -> u64 {
    words.iter().fold(0, |state: u64, word| state.rotate_left(7).wrapping_mul(31) ^ word.stem)
}
