//! Which reports that are not read yet have a part in what is found in those that are reported on.
//!
//! A report that is read in vain costs a little; one that is missed would cost a finding. What decides is the real comparison, of
//! the claims that were read and of those that the index gives: a cluster is followed to its end, as its finding shows every
//! member. Before any claim of the index is judged, all claims of its text and of its profile are known, since the first of them
//! stands for all.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::keys::{self, Forms, Kind, Posting, Said, UNLIKE_ANY, Wanted, Whole, tagged};
use super::segment::{Segment, Text};
use super::{Fault, Index};
use crate::corpus::RelatedClaims;
use crate::corpus::cluster::Cluster;
use crate::corpus::compare::{Comparison, Item, Needs};
use crate::corpus::join::Thresholds;
use crate::corpus::key::Topic;
use crate::corpus::tie::{self, Tie};
use crate::parse::frame;
use crate::report::{Report, VerdictClass};
use crate::source::SourceId;

/// No report.
pub const NONE: u32 = u32::MAX;

/// How the rules of a run relate reports.
#[derive(Debug, Clone)]
pub struct Ties {
    /// All ties by which any of them does.
    pub ties: Vec<Tie>,
    /// What they ask of the comparison of claims.
    pub needs: Needs,
}

impl Ties {
    fn has(&self, tie: Tie) -> bool {
        self.ties.contains(&tie)
    }

    fn thresholds(&self) -> Thresholds {
        self.needs.alike.unwrap_or_default()
    }
}

/// The search in one index.
pub struct Selection<'i> {
    index: &'i Index,
    /// For each segment and file the number of its report in the run, [`NONE`] for one that is not to be found there: gone,
    /// changed, not compared.
    live: Vec<Vec<u32>>,
    ties: Ties,
    /// The texts of the index that were met.
    met: Vec<Met>,
    numbers: FxHashMap<(usize, u32), usize>,
    /// What is listed under the keys that were looked up.
    by_key: FxHashMap<u64, Vec<usize>>,
    /// For each text, the keys that it shares with all texts that may be one with it: that of its text first.
    keys_of: FxHashMap<String, Vec<u64>>,
    /// Texts that were met, and whose keys are not looked up yet.
    queue: Vec<usize>,
    /// The partners of forms that were looked up side by side, by profile.
    partners: FxHashMap<u64, Vec<(usize, u32)>>,
    /// Texts whose partners are all known.
    expanded: FxHashSet<String>,
    /// Compounds whose parts are all known.
    parted: FxHashSet<String>,
    /// Claims that are related in another way: report and number.
    others: Vec<(u32, u32)>,
}

/// A text of the index.
struct Met {
    text: String,
    /// Its claims: report, number, and what is said.
    said: Vec<(u32, u32, Said)>,
    topic: Option<Topic>,
}

impl Met {
    fn may_be_cut(&self) -> bool {
        self.said.iter().any(|(_, _, said)| said.cut)
    }
}

/// A claim of a report that was read.
struct Read<'r> {
    source: u32,
    number: u32,
    text: &'r str,
    said: Said,
    is_selected: bool,
}

impl<'i> Selection<'i> {
    /// A search; `live` says for each segment and file of the index which report of the run it is, [`NONE`] for none.
    #[must_use]
    pub fn new(index: &'i Index, live: Vec<Vec<u32>>, ties: Ties) -> Self {
        Self {
            index,
            live,
            ties,
            met: Vec::new(),
            numbers: FxHashMap::default(),
            by_key: FxHashMap::default(),
            keys_of: FxHashMap::default(),
            queue: Vec::new(),
            partners: FxHashMap::default(),
            expanded: FxHashSet::default(),
            parted: FxHashSet::default(),
            others: Vec::new(),
        }
    }

    /// The reports that have to be read, too, when `reports` were: all of the selected ones, and all that the index does not know
    /// as they are. And their claims that may have to do with those that were read: no others need be compared.
    ///
    /// # Errors
    /// When the index is damaged: then every report has to be read.
    pub fn needed(mut self, reports: &[Report<'_>], selected: &[bool]) -> Result<RelatedClaims, Fault> {
        let mut read: Vec<Read<'_>> = Vec::new();
        for report in reports {
            let is_selected = selected[report.id.0 as usize];
            let claim = |(number, (text, said))| Read { source: report.id.0, number, text, said, is_selected };
            read.extend((0..).zip(keys::claims(report)).map(claim));
        }
        let mut needed = FxHashSet::default();
        self.frames(&read, &mut needed)?;
        self.confidences(&read, &mut needed)?;
        self.prefixes(&read, &mut needed)?;
        self.wholes(reports, selected, &mut needed)?;
        self.topics(&read, &mut needed)?;
        self.own_words(&read, &mut needed)?;
        self.conflicts(&read, &mut needed)?;
        for report in reports {
            needed.remove(&report.id.0);
        }
        let mut related: RelatedClaims = needed.into_iter().map(|source| (SourceId(source), Vec::new())).collect();
        let met = self.met.iter().flat_map(|met| &met.said).map(|&(source, number, _)| (source, number));
        for (source, number) in met.chain(self.others) {
            if let Some(claims) = related.get_mut(&SourceId(source)) {
                claims.push(number);
            }
        }
        for claims in related.values_mut() {
            claims.sort_unstable();
            claims.dedup();
        }
        Ok(related)
    }

    fn live(&self, segment: usize, text: &Text) -> Result<Vec<(u32, u32, Said)>, Fault> {
        let found = self.index.segments[segment].occurrences(text.occurrences.clone())?;
        let live = &self.live[segment];
        let found = found.into_iter().map(|found| (live[found.file as usize], found.number, found.said));
        Ok(found.filter(|&(source, _, _)| source != NONE).collect())
    }

    /// The texts that are listed under a key, by segment and number.
    fn texts_of(&self, key: u64) -> Result<Vec<(usize, u32)>, Fault> {
        let mut out = Vec::new();
        for (segment, lists) in self.index.segments.iter().enumerate() {
            out.extend(lists.texts_of(key)?.into_iter().map(|text| (segment, text)));
        }
        Ok(out)
    }

    /// Takes in texts of the index.
    fn meet(&mut self, texts: Vec<(usize, u32)>) -> Result<Vec<usize>, Fault> {
        let mut numbers = Vec::with_capacity(texts.len());
        for (segment, text) in texts {
            if let Some(&known) = self.numbers.get(&(segment, text)) {
                numbers.push(known);
                continue;
            }
            let found = self.index.segments[segment].text(text)?;
            let said = self.live(segment, &found)?;
            let number = self.met.len();
            self.numbers.insert((segment, text), number);
            self.met.push(Met { text: found.text, said, topic: None });
            self.queue.push(number);
            numbers.push(number);
        }
        Ok(numbers)
    }

    /// Takes in all texts that may be one with those that were met.
    fn settle(&mut self) -> Result<(), Fault> {
        while let Some(number) = self.queue.pop() {
            let met = &self.met[number];
            if met.said.is_empty() {
                continue;
            }
            let text = met.text.clone();
            let forms = Forms::of(&text, met.may_be_cut());
            self.met[number].topic = forms.topic;
            self.look_up(&text, &forms)?;
        }
        Ok(())
    }

    /// Looks up what shares a key with a text.
    fn look_up(&mut self, text: &str, forms: &Forms) -> Result<(), Fault> {
        let mut keys = vec![keys::of_text(text)];
        keys.extend(forms.forms.iter().map(|form| form.profile));
        for &key in &keys {
            if !self.by_key.contains_key(&key) {
                let found = self.texts_of(key)?;
                let found = self.meet(found)?;
                self.by_key.insert(key, found);
            }
        }
        let known = self.keys_of.entry(text.to_owned()).or_default();
        keys.retain(|key| !known.contains(key));
        known.extend(keys);
        Ok(())
    }

    /// The texts of the index that share a key with a text.
    fn mates(&self, text: &str) -> impl Iterator<Item = &Met> {
        let keys = self.keys_of.get(text).map_or(&[][..], Vec::as_slice);
        keys.iter().filter_map(|key| self.by_key.get(key)).flatten().map(|&number| &self.met[number])
    }

    /// Takes in all texts that may be one with a text; gives its forms.
    fn complete(&mut self, text: &str, may_be_cut: bool) -> Result<Forms, Fault> {
        let forms = Forms::of(text, may_be_cut);
        self.look_up(text, &forms)?;
        self.settle()?;
        if may_be_cut || !self.mates(text).any(|met| met.text == text && met.may_be_cut()) {
            return Ok(forms);
        }
        self.complete(text, true)
    }

    /// Takes in all texts of the index that are the same claim as a text, or a part of it, or that it is a part of.
    fn expand(&mut self, text: &str, may_be_cut: bool) -> Result<(), Fault> {
        let mut open = vec![(text.to_owned(), may_be_cut)];
        while let Some((text, may_be_cut)) = open.pop() {
            if !self.expanded.insert(text.clone()) {
                continue;
            }
            let forms = self.complete(&text, may_be_cut)?;
            for form in &forms.forms {
                let found = match self.partners.get(&form.profile) {
                    Some(known) => known.clone(),
                    None => self.partners(&text, form)?,
                };
                let found = self.meet(found)?;
                self.settle()?;
                // Of a compound that does not hold, all parts have to be known before any of them stands against it.
                for number in if forms.topic.is_none() { Vec::new() } else { found } {
                    let (text, cut) = (self.met[number].text.clone(), self.met[number].may_be_cut());
                    self.part(&text, cut)?;
                }
            }
            // Any text that may be one with it may stand for all.
            let mates = self.mates(&text).filter(|met| met.text != text && !met.said.is_empty());
            open.extend(mates.map(|met| (met.text.clone(), met.may_be_cut())).collect::<Vec<_>>());
        }
        Ok(())
    }

    /// Takes in the claims that the parts of a compound may be.
    fn part(&mut self, text: &str, may_be_cut: bool) -> Result<(), Fault> {
        if !self.parted.insert(text.to_owned()) {
            return Ok(());
        }
        let forms = Forms::of(text, may_be_cut);
        for form in forms.forms.iter().filter(|form| form.traits.entry.is_clause) {
            let found = self.partners(text, form)?;
            self.meet(found)?;
        }
        self.settle()
    }

    /// The texts that are the same claim as a form of a text, or of which one is a part of the other, judged by themselves.
    fn partners(&self, text: &str, form: &keys::Form) -> Result<Vec<(usize, u32)>, Fault> {
        /// Lists that one thread reads: each is a few small reads.
        const AT_ONCE: usize = 8;
        let thresholds = self.ties.thresholds();
        let wanted = Wanted::new(form, thresholds);
        let reading = form.reading(text);
        let pairs = keys::pairs_of(form, thresholds);
        let mut found = Vec::new();
        for (segment, lists) in self.index.segments.iter().enumerate() {
            let asked = [&pairs[..], &self.shortest(lists, form)?].concat();
            // Texts, and whether it is as one that is cut off that they may be it.
            let listed = asked.par_chunks(AT_ONCE).map_init(Vec::new, |buffer, keys| {
                let mut texts: Vec<(u32, bool)> = Vec::new();
                for &key in keys {
                    let take = |posting: &Posting| wanted.may_be(posting).then(|| (posting.text, posting.is_cut()));
                    lists.postings(key, buffer, |posting| texts.extend(take(posting)))?;
                }
                Ok(texts)
            });
            let mut texts = listed.collect::<Result<Vec<_>, Fault>>()?.concat();
            texts.sort_unstable();
            texts.dedup();
            for same in texts.chunk_by(|a, b| a.0 == b.0) {
                let number = same[0].0;
                let is_one = self.numbers.contains_key(&(segment, number)) || {
                    let other = lists.text(number)?.text;
                    let forms = Forms::of(&other, same.iter().any(|(_, is_cut)| *is_cut)).forms;
                    forms.iter().any(|one| form.is_one_with(&reading, one, &other, thresholds))
                };
                if is_one {
                    found.push((segment, number));
                }
            }
        }
        Ok(found)
    }

    /// The keys of words of which every text has one that is one with a form, and stands under each of its words. A partner has
    /// each of the first and one of any two of the second: the shortest lists will do.
    fn shortest(&self, lists: &Segment, form: &keys::Form) -> Result<Vec<u64>, Fault> {
        let traits = &form.traits;
        let mut buffer = Vec::new();
        let mut of = |words: &[u64], most: usize| -> Result<Vec<(usize, u64)>, Fault> {
            let of_word = |&word: &u64| Ok((lists.frequency(keys::of_word(word), &mut buffer)?, keys::of_word(word)));
            let mut lists: Vec<(usize, u64)> = words.iter().map(of_word).collect::<Result<_, Fault>>()?;
            lists.sort_unstable();
            lists.truncate(most);
            Ok(lists)
        };
        let options = [(of(&traits.must_have, 1)?, 1), (of(&traits.said, 2)?, 2)];
        let options = options.into_iter().filter(|(lists, needed)| lists.len() == *needed).map(|(lists, _)| lists);
        let lists = match options.min_by_key(|lists| lists.iter().map(|(len, _)| len).sum::<usize>()) {
            Some(lists) => lists,
            None => {
                // Two sets of which one has n words share k of them, and so one of any n - k + 1.
                let len = traits.words.len();
                let shared = self.ties.thresholds().jaccard.least(len).clamp(1, len);
                of(&traits.words, len + 1 - shared)?
            }
        };
        Ok(lists.into_iter().map(|(_, key)| key).collect())
    }

    /// All claims marked with words of their reports' own that may be one with selected ones, whatever the words: the index does not
    /// keep them.
    fn own_words(&mut self, read: &[Read<'_>], needed: &mut FxHashSet<u32>) -> Result<(), Fault> {
        let is_marked = |said: Said| said.own_word && said.takes_part();
        let marked = || read.iter().filter(|claim| is_marked(claim.said) && claim.text.contains(char::is_alphanumeric));
        if !self.ties.has(Tie::Conflict) || !marked().any(|claim| claim.is_selected) {
            return Ok(());
        }
        // What was read ties others together, whether it is selected or not.
        let mut open: Vec<(String, bool)> = marked().map(|claim| (claim.text.to_owned(), claim.said.cut)).collect();
        let mut seen: FxHashSet<String> = FxHashSet::default();
        while let Some((text, may_be_cut)) = open.pop() {
            if !seen.insert(text.clone()) {
                continue;
            }
            let forms = self.complete(&text, may_be_cut)?;
            let mut found = Vec::new();
            for form in &forms.forms {
                found.extend(self.partners(&text, form)?);
            }
            let found = self.meet(found)?;
            self.settle()?;
            let alike = found.into_iter().map(|number| &self.met[number]).chain(self.mates(&text));
            let marked = alike.filter(|met| met.said.iter().any(|&(_, _, said)| is_marked(said)));
            open.extend(marked.map(|met| (met.text.clone(), met.may_be_cut())));
        }
        self.need(seen.iter().map(String::as_str), needed);
        Ok(())
    }

    /// Follows the clusters of the selected claims to their ends.
    fn conflicts(&mut self, read: &[Read<'_>], needed: &mut FxHashSet<u32>) -> Result<(), Fault> {
        if !self.ties.has(Tie::Conflict) {
            return Ok(());
        }
        let read: Vec<&Read<'_>> = read
            .iter()
            .filter(|claim| claim.said.conflicting().is_some() && claim.text.contains(char::is_alphanumeric))
            .collect();
        // For each text of the selected claims and those that may be spelled otherwise: selected, cut off.
        let mut texts: FxHashMap<&str, (bool, bool)> = FxHashMap::default();
        let selected: FxHashSet<u64> =
            read.iter().filter(|claim| claim.is_selected).map(|claim| keys::of_text(claim.text)).collect();
        for claim in &read {
            let known = texts.entry(claim.text).or_default();
            known.0 |= claim.is_selected || selected.contains(&keys::of_text(claim.text));
            known.1 |= claim.said.cut;
        }
        // Most of what is looked up is known from the beginning: all of it at once.
        let asked: Vec<(&str, bool)> =
            texts.iter().filter(|(_, (is_selected, _))| *is_selected).map(|(&text, &(_, cut))| (text, cut)).collect();
        let looked_up = asked.par_iter().flat_map_iter(|&(text, cut)| {
            let forms = Forms::of(text, cut).forms;
            forms.into_iter().map(|form| Ok((form.profile, self.partners(text, &form)?))).collect::<Vec<_>>()
        });
        self.partners = looked_up.collect::<Result<_, Fault>>()?;
        for (text, (is_selected, cut)) in texts {
            if is_selected {
                self.expand(text, cut)?;
            } else if self.complete(text, cut)?.topic.is_none() {
                self.part(text, cut)?;
            }
        }
        loop {
            let members = self.members(&read, None);
            let new: Vec<(&String, &bool)> = members.iter().filter(|(text, _)| !self.expanded.contains(*text)).collect();
            if new.is_empty() {
                self.need(members.keys().map(String::as_str), needed);
                self.judge_rightly(&read, &members, needed);
                return Ok(());
            }
            for (text, cut) in new {
                self.expand(text, *cut)?;
            }
        }
    }

    /// A claim that was met and is no member of anything may come in with a report that is needed. Where it would be judged there
    /// otherwise than here, since the claims are missing that are one with it, these are needed, too.
    fn judge_rightly(&self, read: &[&Read<'_>], members: &FxHashMap<String, bool>, needed: &mut FxHashSet<u32>) {
        loop {
            let comes_in: FxHashSet<u32> = read.iter().map(|claim| claim.source).chain(needed.iter().copied()).collect();
            let found = self.members(read, Some(&comes_in));
            let before = needed.len();
            self.need(found.keys().filter(|text| !members.contains_key(*text)).map(String::as_str), needed);
            if needed.len() == before {
                return;
            }
        }
    }

    /// The texts of all members of clusters that have a selected claim, each with whether some claim of it is cut off. `within`
    /// leaves only some of the reports.
    fn members(&self, read: &[&Read<'_>], within: Option<&FxHashSet<u32>>) -> FxHashMap<String, bool> {
        let selected: FxHashSet<u32> = read.iter().filter(|claim| claim.is_selected).map(|claim| claim.source).collect();
        let claims = self.claims(read, within);
        let items: Vec<Item<'_>> =
            claims.iter().map(|&(_, _, text, said)| Item::new(text, said.conflicting(), said.cut)).collect();
        let comparison = Comparison::new(&items, self.ties.needs);
        let mut members: FxHashMap<String, bool> = FxHashMap::default();
        for cluster in Cluster::of(&comparison, |_| true) {
            if cluster.members.iter().any(|&at| selected.contains(&claims[at as usize].0)) {
                for &at in &cluster.members {
                    let (_, _, text, said) = claims[at as usize];
                    *members.entry(text.to_owned()).or_default() |= said.cut;
                }
            }
        }
        members
    }

    /// All claims that are known so far, in order. Of those of the index that have one text, class and cut, the first is enough.
    fn claims<'s>(&'s self, read: &[&'s Read<'s>], within: Option<&FxHashSet<u32>>) -> Vec<(u32, u32, &'s str, Said)> {
        let mut claims: Vec<(u32, u32, &str, Said)> =
            read.iter().map(|claim| (claim.source, claim.number, claim.text, claim.said)).collect();
        let mut firsts: Vec<(u32, u32, Said)> = Vec::new();
        for met in &self.met {
            firsts.clear();
            let is_within = |source: u32| within.is_none_or(|within| within.contains(&source));
            for &(source, number, said) in met.said.iter().filter(|(source, _, _)| is_within(*source)) {
                let kind = |said: Said| (said.conflicting(), said.cut);
                match firsts.iter_mut().find(|first| kind(first.2) == kind(said)) {
                    Some(first) if (source, number) < (first.0, first.1) => *first = (source, number, said),
                    Some(_) => {}
                    None => firsts.push((source, number, said)),
                }
            }
            claims.extend(firsts.iter().map(|&(source, number, said)| (source, number, met.text.as_str(), said)));
        }
        claims.sort_unstable_by_key(|&(source, number, _, _)| (source, number));
        claims
    }

    /// The reports of texts and of all that may be one with them.
    fn need<'s>(&'s self, texts: impl Iterator<Item = &'s str>, needed: &mut FxHashSet<u32>) {
        for met in self.all_mates(texts) {
            needed.extend(met.said.iter().map(|&(source, _, _)| source));
        }
    }

    /// All texts of the index that may be one with some texts, by way of others, too.
    fn all_mates<'s>(&'s self, texts: impl Iterator<Item = &'s str>) -> Vec<&'s Met> {
        let mut open: Vec<&str> = texts.collect();
        let mut seen: FxHashSet<&str> = open.iter().copied().collect();
        let mut seen_keys: FxHashSet<u64> = FxHashSet::default();
        let mut found = Vec::new();
        while let Some(text) = open.pop() {
            for &key in self.keys_of.get(text).map_or(&[][..], Vec::as_slice) {
                if !seen_keys.insert(key) {
                    continue;
                }
                for &number in self.by_key.get(&key).map_or(&[][..], Vec::as_slice) {
                    let met = &self.met[number];
                    found.push(met);
                    if seen.insert(&met.text) {
                        open.push(&met.text);
                    }
                }
            }
        }
        found
    }

    /// Verified claims of one topic.
    fn topics(&mut self, read: &[Read<'_>], needed: &mut FxHashSet<u32>) -> Result<(), Fault> {
        if !self.ties.has(Tie::Topic) {
            return Ok(());
        }
        // What was read, whether it is selected or not.
        let mut sides: FxHashMap<u64, [bool; 2]> = FxHashMap::default();
        let mut asked: FxHashSet<u64> = FxHashSet::default();
        for claim in read.iter().filter(|claim| claim.said.conflicting().is_some()) {
            let is_asked = claim.is_selected && claim.said.class == Some(VerdictClass::Supported);
            let forms = if is_asked { self.complete(claim.text, claim.said.cut)? } else { Forms::of(claim.text, false) };
            let Some(topic) = forms.topic else { continue };
            sides.entry(topic.hash).or_default()[usize::from(topic.is_turned)] = true;
            if is_asked {
                asked.insert(topic.hash);
                // Another spelling of it may stand for it.
                asked.extend(self.mates(claim.text).filter_map(|mate| Some(mate.topic?.hash)));
            }
        }
        for hash in asked {
            let found = self.texts_of(tagged(Kind::Topic, hash))?;
            let found = self.meet(found)?;
            self.settle()?;
            let mut has = sides.get(&hash).copied().unwrap_or_default();
            let live = || found.iter().map(|&number| &self.met[number]).filter(|met| !met.said.is_empty());
            live().filter_map(|met| met.topic).for_each(|topic| has[usize::from(topic.is_turned)] = true);
            if has == [true; 2] {
                self.need(live().map(|met| met.text.as_str()), needed);
            }
        }
        Ok(())
    }

    /// Verified claims that are the same but for their numbers.
    fn frames(&mut self, read: &[Read<'_>], needed: &mut FxHashSet<u32>) -> Result<(), Fault> {
        if !self.ties.has(Tie::Frame) {
            return Ok(());
        }
        let is_supported = |said: &Said| said.class == Some(VerdictClass::Supported);
        let mut keys: FxHashMap<u64, Vec<&str>> = FxHashMap::default();
        for claim in read.iter().filter(|claim| is_supported(&claim.said)) {
            if let Some(key) = keys::of_frame(claim.text) {
                keys.entry(key).or_default().push(claim.text);
            }
        }
        let selected = read.iter().filter(|claim| claim.is_selected && is_supported(&claim.said));
        let asked: FxHashSet<u64> = selected.filter_map(|claim| keys::of_frame(claim.text)).collect();
        for key in asked {
            let found = self.texts_of(key)?;
            let mut texts: Vec<String> = keys[&key].iter().map(|&text| text.to_owned()).collect();
            let mut sources: Vec<u32> = Vec::new();
            for (segment, number) in found {
                let text = self.index.segments[segment].text(number)?;
                let live = self.live(segment, &text)?;
                let mut live = live.into_iter().filter(|(_, _, said)| is_supported(said)).peekable();
                if live.peek().is_some() {
                    texts.push(text.text);
                }
                for (source, number, _) in live {
                    sources.push(source);
                    self.others.push((source, number));
                }
            }
            let values =
                |text: &str| -> Vec<String> { frame::frame(text).1.iter().map(|number| number.value.to_string()).collect() };
            let first = values(&texts[0]);
            // What speaks of the study at hand is compared within its report.
            if texts.iter().any(|text| values(text) != first) && texts.iter().any(|text| frame::stands_alone(text)) {
                needed.extend(sources);
            }
        }
        Ok(())
    }

    /// Claims of one text and class with confidences that differ.
    fn confidences(&mut self, read: &[Read<'_>], needed: &mut FxHashSet<u32>) -> Result<(), Fault> {
        if !self.ties.has(Tie::Confidence) {
            return Ok(());
        }
        type Key = (u64, u8);
        let key = |text: &str, said: &Said| -> Option<Key> {
            let takes_part = said.class.is_some() && said.confidence != 0 && text.contains(char::is_alphanumeric);
            takes_part.then(|| (keys::of_text(text), tie::number_of(said.class)))
        };
        let mut known: FxHashMap<Key, Vec<u32>> = FxHashMap::default();
        let mut asked: FxHashSet<Key> = FxHashSet::default();
        for claim in read {
            if let Some(key) = key(claim.text, &claim.said) {
                known.entry(key).or_default().push(claim.said.confidence);
                if claim.is_selected {
                    asked.insert(key);
                }
            }
        }
        for (text, class) in asked {
            let found = self.texts_of(text)?;
            let mut values = known[&(text, class)].clone();
            let mut sources = Vec::new();
            for (segment, number) in found {
                let text = self.index.segments[segment].text(number)?;
                for (source, number, said) in self.live(segment, &text)? {
                    if said.confidence != 0 && tie::number_of(said.class) == class {
                        values.push(said.confidence);
                        sources.push(source);
                        self.others.push((source, number));
                    }
                }
            }
            if values.iter().any(|&value| value != values[0] || value == UNLIKE_ANY) {
                needed.extend(sources);
            }
        }
        Ok(())
    }

    /// Claims that go on where selected ones end: the last one of them in the order of texts is what is looked at.
    fn prefixes(&self, read: &[Read<'_>], needed: &mut FxHashSet<u32>) -> Result<(), Fault> {
        if !self.ties.has(Tie::Prefix) {
            return Ok(());
        }
        let is_open = |text: &str| tie::may_go_on(text) && text.ends_with(char::is_alphabetic);
        for claim in read.iter().filter(|claim| claim.is_selected && is_open(claim.text)) {
            for (segment, lists) in self.index.segments.iter().enumerate() {
                for number in lists.texts_after(claim.text)?.rev() {
                    let text = lists.text(number)?;
                    if let Some(&(source, _, _)) = self.live(segment, &text)?.first() {
                        needed.insert(source);
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// Titles, abstracts and cited works.
    fn wholes(&self, reports: &[Report<'_>], selected: &[bool], needed: &mut FxHashSet<u32>) -> Result<(), Fault> {
        let mut known: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        let mut asked: Vec<Whole> = Vec::new();
        for report in reports {
            for whole in keys::of_report(report).into_iter().filter(|whole| self.ties.has(whole.tie)) {
                known.entry(whole.key).or_default().push(whole.apart);
                if selected[report.id.0 as usize] {
                    asked.push(whole);
                }
            }
        }
        asked.sort_unstable();
        asked.dedup_by_key(|whole| whole.key);
        for Whole { tie, key, .. } in asked {
            let mut values = known[&key].clone();
            let mut sources = Vec::new();
            for (segment, live) in self.index.segments.iter().zip(&self.live) {
                for (file, apart) in segment.files_of(key)? {
                    let source = live[file as usize];
                    if source != NONE {
                        values.push(apart);
                        sources.push(source);
                    }
                }
            }
            if tie != Tie::Version || values.iter().any(|&value| value != values[0]) {
                needed.extend(sources);
            }
        }
        Ok(())
    }
}
