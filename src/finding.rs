//! What a rule found: places, words, a possible repair, and a fingerprint that survives edits elsewhere.
//!
//! Knows nothing about reports and rules beyond their names, nor about output formats.

use std::borrow::Cow;
use std::fmt;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::catalogue::Rule;
use crate::ignore::Silenced;
use crate::source::{Place, Source, SourceId, Span};
use crate::text;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The rule does not run.
    Off,
    /// Worth knowing.
    Info,
    /// Damaged, or very likely wrong.
    Warning,
    /// Two places of a report cannot both be right, or it cannot be read.
    Error,
}

impl Level {
    /// All levels, the lightest first.
    pub const ALL: [Self; 4] = [Self::Off, Self::Info, Self::Warning, Self::Error];

    /// The name in every output format and in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place with what is to be seen there.
#[derive(Debug, Clone)]
pub struct Label {
    /// The place that is shown.
    pub place: Place,
    /// The claim, statement, item or heading that the place belongs to: what fingerprints name and what one cause is
    /// judged by.
    pub subject: Span,
    /// What is to be seen there.
    pub text: Cow<'static, str>,
    /// The fingerprint of this place as a member of a cluster; none where a place only explains.
    pub fingerprint: Option<Fingerprint>,
    /// True for a member of a cluster of conflicting claims.
    pub member: bool,
    /// How the finding reads from here; only where its file is selected, and something else of the finding stands against it.
    pub view: Option<Box<View>>,
}

impl Label {
    /// The fingerprint as it is printed; empty where there is none.
    #[must_use]
    pub fn fingerprint_text(&self) -> String {
        self.fingerprint.map(|fingerprint| fingerprint.to_string()).unwrap_or_default()
    }
}

/// How a finding reads from one of its places: it is a contradiction there as much as at the primary place, and a format
/// that hangs findings on files shows it in both.
///
/// Depends on the files compared only, never on what else is selected: several runs over parts of the files give the same
/// as one run.
#[derive(Debug, Clone)]
pub struct View {
    /// The finding's sentence as seen from here.
    pub message: String,
    /// What stands against it: the first place that does.
    pub opposite: Place,
}

/// Whether a repair can change what a report says.
///
/// Ordered: who wants unsafe ones wants safe ones too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// It cannot change the meaning.
    Safe,
    /// It may.
    Unsafe,
}

impl Applicability {
    /// The name in every output format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// A repair, all of it in the file of the primary place.
#[derive(Debug, Clone)]
pub struct Fix {
    /// Whether it can change the meaning.
    pub applicability: Applicability,
    /// What it does, in the imperative.
    pub message: String,
    /// Its edits, in the order of the file, without overlap.
    pub edits: Vec<Edit>,
}

/// A span of the primary file to be replaced.
#[derive(Debug, Clone)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub content: String,
}

impl Fix {
    /// A repair of one edit.
    #[must_use]
    pub fn new(applicability: Applicability, message: impl Into<String>, span: Span, content: impl Into<String>) -> Self {
        Self { applicability, message: message.into(), edits: vec![Edit { span, content: content.into() }] }
    }
}

/// One finding, stamped with rule and level.
#[derive(Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// Its level in this run.
    pub level: Level,
    /// One sentence, lower case, with both observed values.
    pub message: String,
    /// Where it is.
    pub primary: Label,
    /// The other side of the contradiction.
    pub related: Vec<Label>,
    /// What to do, beginning with a verb.
    pub help: Option<Cow<'static, str>>,
    /// A repair; boxed because few findings have one and all are moved.
    pub fix: Option<Box<Fix>>,
    /// Why it is not shown, unless it is asked for.
    pub silenced: Option<Silenced>,
}

/// Findings, each where it was made: they are sorted and put together, which moves none of what they hold.
#[allow(clippy::vec_box, reason = "a finding is large, and is handed on several times")]
pub type Findings = Vec<Box<Finding>>;

impl Finding {
    /// The place it is sorted by: path, offset, rule.
    #[must_use]
    pub fn key(&self) -> (Place, &str) {
        (self.primary.place, self.rule.id)
    }

    /// The fingerprints of its labels; the primary one is number 0, the related ones follow.
    fn fingerprints(&self) -> impl Iterator<Item = (u32, Fingerprint)> {
        let numbered = (0..).zip(std::iter::once(&self.primary).chain(&self.related));
        numbered.filter_map(|(number, label)| Some((number, label.fingerprint?)))
    }

    /// True when it has a repair of that kind.
    #[must_use]
    pub fn has_fix(&self, applicability: Applicability) -> bool {
        self.fix.as_ref().is_some_and(|fix| fix.applicability == applicability)
    }
}

/// Names a place across runs. Printed as 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint that is printed so.
    #[must_use]
    pub fn read(digits: &str) -> Option<Self> {
        let number = u128::from_str_radix(digits, 16).ok()?;
        let fingerprint = Self(number.to_be_bytes());
        // Nor a sign, nor capitals, nor fewer digits.
        (fingerprint.digits() == digits.as_bytes()).then_some(fingerprint)
    }

    /// Its first half as a number.
    fn start(self) -> u64 {
        let Self([a, b, c, d, e, f, g, h, ..]) = self;
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }

    /// Its digits, which are ASCII.
    #[must_use]
    pub fn digits(self) -> [u8; 32] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut digits = [0; 32];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        digits
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.digits()))
    }
}

/// Stamps every primary place and every cluster member with its fingerprint: the first 32 hex digits of the SHA-256 of
/// rule, path and normalised subject, with an ordinal among equals in the order of the file.
///
/// No line number and no other file goes into it, so it outlives edits elsewhere. Fast when the findings are in the order of
/// their files.
pub fn stamp_fingerprints(findings: &mut [Box<Finding>], sources: &[Source]) {
    findings.par_chunk_by_mut(|a, b| a.primary.place.source == b.primary.place.source).for_each(|findings| {
        let mut hasher = Hasher::default();
        for finding in findings {
            let rule = finding.rule.id;
            for label in std::iter::once(&mut finding.primary).chain(finding.related.iter_mut().filter(|label| label.member)) {
                label.fingerprint = Some(hasher.of(rule, sources, label));
            }
        }
    });
    // Nearly all differ, and in their first bytes: whole ones are compared only where these are equal.
    let starts = findings.par_iter().flat_map_iter(|finding| finding.fingerprints().map(|(_, own)| own.start()));
    let mut starts: Vec<u64> = starts.collect();
    starts.par_sort_unstable();
    let twice: FxHashSet<u64> = starts.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    if twice.is_empty() {
        return;
    }
    // Among equals, each but the first gets another one.
    let mut equals: Vec<(Fingerprint, u32, u32)> = Vec::new();
    for (index, finding) in (0..).zip(findings.iter()) {
        let own = finding.fingerprints().filter(|(_, fingerprint)| twice.contains(&fingerprint.start()));
        equals.extend(own.map(|(number, fingerprint)| (fingerprint, index, number)));
    }
    equals.sort_unstable();
    let at = |findings: &[Box<Finding>], &(_, index, number): &(Fingerprint, u32, u32)| {
        let finding = &findings[index as usize];
        let label = std::iter::once(&finding.primary).chain(&finding.related).nth(number as usize);
        label.map(|label| (label.place, finding.rule.id))
    };
    for equals in equals.chunk_by_mut(|a, b| a.0 == b.0).filter(|equals| equals.len() > 1) {
        equals.sort_by(|a, b| at(findings, a).cmp(&at(findings, b)));
        for (ordinal, &(Fingerprint(digest), index, number)) in (0_u32..).zip(equals.iter()).skip(1) {
            let finding = &mut findings[index as usize];
            let label = match number {
                0 => &mut finding.primary,
                number => &mut finding.related[number as usize - 1],
            };
            label.fingerprint = Some(short(Sha256::new().chain_update(digest).chain_update(ordinal.to_le_bytes())));
        }
    }
}

/// Hashes subjects.
#[derive(Default)]
struct Hasher {
    /// What is hashed, in one piece.
    buffer: Vec<u8>,
    /// Many findings may be about one subject, such as a long paragraph: it is read once for each rule.
    long: FxHashMap<(&'static str, SourceId, Span), Fingerprint>,
}

impl Hasher {
    /// The fingerprint of a place, before it is told from its equals.
    fn of(&mut self, rule: &'static str, sources: &[Source], label: &Label) -> Fingerprint {
        const LONG: u32 = 1024;
        if label.subject.len() < LONG {
            return self.hash(rule, sources, label);
        }
        let key = (rule, label.place.source, label.subject);
        if let Some(&known) = self.long.get(&key) {
            return known;
        }
        let fingerprint = self.hash(rule, sources, label);
        self.long.insert(key, fingerprint);
        fingerprint
    }

    fn hash(&mut self, rule: &str, sources: &[Source], label: &Label) -> Fingerprint {
        let source = &sources[label.place.source.0 as usize];
        self.buffer.clear();
        for part in [rule, &source.key] {
            self.buffer.extend_from_slice(part.as_bytes());
            self.buffer.push(0);
        }
        // Blanks are collapsed, so that a fingerprint outlives re-wrapping; most subjects have none to collapse.
        let subject = source.slice(label.subject);
        if text::is_collapsed(subject) {
            self.buffer.extend_from_slice(subject.as_bytes());
            self.buffer.push(b' ');
        } else {
            for word in subject.split_whitespace() {
                self.buffer.extend_from_slice(word.as_bytes());
                self.buffer.push(b' ');
            }
        }
        short(Sha256::new().chain_update(&self.buffer))
    }
}

fn short(hash: Sha256) -> Fingerprint {
    Fingerprint(hash.finalize()[..16].try_into().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_do_not_matter() {
        let fingerprint = |text: &str| {
            let source = Source::new("a", "a", text.as_bytes().to_vec());
            let place = Place { source: SourceId(0), span: Span::of(0..text.len()) };
            Hasher::default().hash("r", &[source], &Label::new(place, ""))
        };
        for other in
            [" one two", "one two ", "one  two", "one\ttwo", "one\r\ntwo", "one\u{b}two", "one\u{a0}two", "one\u{2003}two"]
        {
            assert_eq!(fingerprint(other), fingerprint("one two"), "{other:?}");
        }
        assert_ne!(fingerprint("onetwo"), fingerprint("one two"));
        assert_ne!(fingerprint("one\u{1c}two"), fingerprint("one two"));
        // Frozen: baselines and ignore entries name fingerprints.
        assert_eq!(fingerprint("one two").to_string(), "56b98da952960ee2b290e6b05dddba5a");
        assert_eq!(fingerprint("").to_string(), "acc1e61a1112d5aa932a806702409712");
    }

    #[test]
    fn fingerprints_read_back() {
        let digits = "00f3b9c0a1b2c3d4e5f60718293a4bff";
        assert_eq!(Fingerprint::read(digits).map(|read| read.to_string()).as_deref(), Some(digits));
        for other in ["", "0f3b9c", &digits.to_uppercase(), &format!("+{}", &digits[1..]), &format!("0{digits}")] {
            assert_eq!(Fingerprint::read(other), None, "{other}");
        }
    }
}
