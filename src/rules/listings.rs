//! How often each verdict stands in the listings of a report: the rows of a table, all status lines, all marked lines.
//!
//! A report may list its claims twice, or only some of them; which listing a count speaks of is not known. So a count is
//! held against each of them, and against all of them together.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::report::{Claim, ClaimForm, Report, Verdict, VerdictClass, VerdictForm};
use crate::source::Span;

/// What a claim is marked with, or a label names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Sign {
    /// A word, lower case, letters and digits only.
    Word(String),
    /// A mark.
    Mark(char),
    /// All words and marks of a class.
    Class(VerdictClass),
}

impl Sign {
    /// What a verdict is known by, the most exact first.
    pub fn of(report: &Report<'_>, verdict: &Verdict) -> Vec<Self> {
        let word =
            verdict.word.map(|word| Self::Word(folded(report.text(word)))).filter(|word| *word != Self::Word(String::new()));
        let mark =
            (verdict.form == VerdictForm::Mark).then(|| report.text(verdict.span).chars().next().map(Self::Mark)).flatten();
        word.into_iter().chain(mark).chain(verdict.class.map(Self::Class)).collect()
    }
}

/// Letters and digits in lower case.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Claims that are listed together.
#[derive(Debug)]
pub struct Listing {
    /// How many.
    pub claims: usize,
    /// Index of the first of them.
    pub first: usize,
    /// Index of the table, when they are the rows of one.
    pub table: Option<usize>,
    /// True when one claim is listed twice: two passes, or before and after.
    pub repeats: bool,
    /// True when its heading says that it shows some claims only.
    pub sample: bool,
    signs: FxHashMap<Sign, usize>,
    /// Claims with no readable verdict.
    unread: usize,
    /// Claims with a word that the vocabulary does not have.
    own_words: usize,
    /// Claims with a mark that leaves open what was found, such as a lone ⚠.
    open: usize,
}

impl Listing {
    fn new<'c>(report: &Report<'_>, claims: impl Iterator<Item = (usize, &'c Claim)>, table: Option<usize>) -> Option<Self> {
        let mut listing = Self {
            claims: 0,
            first: usize::MAX,
            table,
            repeats: false,
            sample: false,
            signs: FxHashMap::default(),
            unread: 0,
            own_words: 0,
            open: 0,
        };
        let mut keys = FxHashSet::default();
        for (at, claim) in claims {
            listing.claims += 1;
            listing.first = listing.first.min(at);
            listing.repeats |= !keys.insert(claim.key);
            let Some(verdict) = &claim.verdict else {
                listing.unread += 1;
                continue;
            };
            let signs = Sign::of(report, verdict);
            let undecided = matches!(verdict.class, Some(VerdictClass::NotEnoughInfo | VerdictClass::Mixed));
            listing.open += usize::from(verdict.form == VerdictForm::Mark && verdict.word.is_none() && undecided);
            listing.own_words += usize::from(verdict.form == VerdictForm::OwnWord);
            listing.unread += usize::from(signs.is_empty());
            for sign in signs {
                *listing.signs.entry(sign).or_default() += 1;
            }
        }
        let place = table.map(|table| report.tables[table].section);
        let section = place.unwrap_or_else(|| report.section_at(report.claims.get(listing.first)?.row.start));
        let heading = section.map(|section| report.text(report.sections[section].name).to_lowercase()).unwrap_or_default();
        let some = [
            "top",
            "sample",
            "samples",
            "selected",
            "example",
            "examples",
            "notable",
            "highlights",
            "excerpt",
            "most",
            "spot",
            "key",
        ];
        listing.sample = heading.split(|c: char| !c.is_alphanumeric()).any(|word| some.contains(&word));
        (listing.claims > 0).then_some(listing)
    }

    /// How many claims carry a sign.
    pub fn count(&self, sign: &Sign) -> usize {
        self.signs.get(sign).copied().unwrap_or(0)
    }

    /// True when so many claims may carry a sign, as far as they can be read.
    pub fn may_be(&self, sign: &Sign, stated: usize) -> bool {
        let most = self.count(sign);
        let (own, open) = match sign {
            Sign::Class(VerdictClass::Supported | VerdictClass::Refuted) => (self.own_words, 0),
            // A lone ⚠ may have been meant for this class, or for another one.
            Sign::Class(_) => (self.own_words, self.open),
            Sign::Word(_) | Sign::Mark(_) => (0, 0),
        };
        // A word of the report's own may be meant by the name of a class.
        (most.saturating_sub(open)..=most + self.unread + open + own).contains(&stated)
    }
}

/// The listings of a report, or of a part of it.
#[derive(Debug)]
pub struct Counts {
    listings: Vec<Listing>,
    /// True when all claims stand in one listing.
    pub single: bool,
    /// True when the entries cannot be counted: some stand for several claims.
    pub ambiguous: bool,
}

/// More tables than these are held against a count together only.
const MOST_TABLES: usize = 48;

impl Counts {
    /// Counts the claims that begin in `span`, or all.
    pub fn new(report: &Report<'_>, span: Option<Span>) -> Self {
        let before = |offset: u32| report.claims.partition_point(|claim| claim.row.start < offset);
        let range = span.map_or(0..report.claims.len(), |span| before(span.start)..before(span.end.max(span.start + 1)));
        let claims = || range.clone().zip(&report.claims[range.clone()]);
        let forms = [ClaimForm::Row, ClaimForm::StatusLine, ClaimForm::Item, ClaimForm::Governed];
        let of_form = |form: ClaimForm| claims().filter(move |(_, claim)| claim.form == form);
        let table = |claim: usize| report.tables.partition_point(|table| table.claims.end <= claim);
        let tables = table(range.start)..table(range.end).max(table(range.start));
        // The rows of the only table are that table.
        let only = (tables.len() == 1).then_some(tables.start);
        let listing = |form: ClaimForm| Listing::new(report, of_form(form), only.filter(|_| form == ClaimForm::Row));
        let mut listings: Vec<Listing> = forms.into_iter().filter_map(listing).collect();
        let single = listings.len() == 1 && tables.len() < 2;
        if tables.len() > 1 && tables.len() <= MOST_TABLES {
            let of_table = |at: usize| {
                let range = report.tables[at].claims.clone();
                Listing::new(report, range.map(|claim| (claim, &report.claims[claim])), Some(at))
            };
            listings.extend(tables.filter_map(of_table));
        }
        let all = (!single).then(|| Listing::new(report, claims(), None)).flatten();
        // All of them together only settle that a number may be right.
        listings.extend(all.map(|all| Listing { repeats: true, ..all }));
        let ambiguous = claims().any(|(_, claim)| stands_for_several(report.text(claim.row)));
        Self { listings, single, ambiguous }
    }

    /// The listings, and all claims together.
    pub fn listings(&self) -> impl Iterator<Item = &Listing> {
        self.listings.iter()
    }

    /// The ways to read a label that some claim fits, the most exact first; `by_class` says that its class is its own.
    pub fn readings<'a>(&'a self, signs: &'a [Sign], by_class: bool) -> impl Iterator<Item = Sign> + 'a {
        let carried = |sign: &Sign| self.listings.iter().any(|listing| listing.count(sign) > 0);
        signs.iter().filter(move |sign| by_class || !matches!(sign, Sign::Class(_))).filter(move |sign| carried(sign)).cloned()
    }
}

/// True for an entry such as "[30-33] four claims".
fn stands_for_several(row: &str) -> bool {
    let text = row.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '*' | '#' | '[' | 'C'));
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let rest = text[first..].trim_start();
    let dash = ["-", "–", "—"].into_iter().find_map(|dash| rest.strip_prefix(dash));
    first > 0
        && first <= 4
        && row.trim_start_matches(['|', ' ', '*']).starts_with(['[', '#', 'C', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
        && dash.is_some_and(|rest| {
            let second = digits(rest.trim_start_matches(['C', '#', ' ']));
            second > 0
                && second <= 4
                && rest.trim_start_matches(['C', '#', ' '])[second..].trim_start().starts_with([']', '|', ':', '*'])
        })
}
