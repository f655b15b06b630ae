//! The quantities of a report that a check can name: `quantity = "verified-claims"`.
//!
//! A quantity is read from the model, or not at all. Where the report leaves it open (a verdict that cannot be read, a
//! reference without address) a reading is the range of what it can be, and a check speaks only where all of it is wrong.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::keys::Keys;
use crate::decimal::Decimal;
use crate::parse::databases::databases;
use crate::rational::Ratio;
use crate::report::{Claim, Fact, Identity, Report, SearchStage, SectionKind, VerdictClass};
use crate::rules::confidence_scale::{self, Scale};
use crate::rules::{scores, works};
use crate::source::Span;
use crate::text;

/// A quantity by its name in pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    Score,
    Claims,
    VerifiedClaims,
    RefutedClaims,
    UnverifiedClaims,
    VerifiedShare,
    Confidence,
    VerifiedConfidence,
    References,
    ReferenceHosts,
    Papers,
    Databases,
    StatedClaims,
    StatedVerifiedClaims,
    TitleLength,
    AbstractLength,
    ClaimLength,
}

const NAMES: [(&str, Quantity); 17] = [
    ("score", Quantity::Score),
    ("claims", Quantity::Claims),
    ("verified-claims", Quantity::VerifiedClaims),
    ("refuted-claims", Quantity::RefutedClaims),
    ("unverified-claims", Quantity::UnverifiedClaims),
    ("verified-share", Quantity::VerifiedShare),
    ("confidence", Quantity::Confidence),
    ("verified-confidence", Quantity::VerifiedConfidence),
    ("references", Quantity::References),
    ("reference-hosts", Quantity::ReferenceHosts),
    ("papers", Quantity::Papers),
    ("databases", Quantity::Databases),
    ("stated-claims", Quantity::StatedClaims),
    ("stated-verified-claims", Quantity::StatedVerifiedClaims),
    ("title-length", Quantity::TitleLength),
    ("abstract-length", Quantity::AbstractLength),
    ("claim-length", Quantity::ClaimLength),
];

/// What quantities of one unit can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// How many.
    Count,
    /// 0 to 1.
    Fraction,
    /// Characters.
    Length,
}

/// What a report says of a quantity in one place.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The least that it can be.
    pub low: Ratio,
    /// The most; `None` where that is not known.
    pub high: Option<Ratio>,
    /// As printed, or as counted: `7.2/10`, `3 to 4`.
    pub shown: String,
    /// The place that stands for it.
    pub place: Span,
    /// What the place belongs to.
    pub subject: Span,
    /// The words of the report, where it says it in words.
    pub said: Option<String>,
    /// Other places that say the same.
    pub again: Vec<Span>,
    /// The things that were counted, with what they belong to.
    pub items: Vec<(Span, Span)>,
    /// True on a column of percentages.
    pub percent: bool,
}

impl Reading {
    fn new(low: Ratio, high: Option<Ratio>, shown: String, place: Span, subject: Span) -> Self {
        Self { low, high, shown, place, subject, said: None, again: Vec::new(), items: Vec::new(), percent: false }
    }

    fn count(low: usize, high: usize, place: Span) -> Self {
        let shown = if low == high { low.to_string() } else { format!("{low} to {high}") };
        let whole = |count: usize| Ratio::whole(i128::try_from(count).unwrap_or(i128::MAX));
        Self::new(whole(low), Some(whole(high)), shown, place, place)
    }
}

impl Quantity {
    /// Reads the name of a quantity.
    pub fn read(keys: &mut Keys<'_, '_>, key: &'static str) -> Option<Self> {
        let (name, at) = keys.demand(key, Keys::text)?;
        let quantity = NAMES.iter().find(|(known, _)| *known == name).map(|&(_, quantity)| quantity);
        if quantity.is_none() {
            keys.unknown("quantity", &name, &NAMES.map(|(known, _)| known), at);
        }
        quantity
    }

    /// The name in pages.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, quantity)| *quantity == self).map_or("", |(name, _)| name)
    }

    /// What it can be compared with.
    pub fn unit(self) -> Unit {
        match self {
            Self::Score | Self::VerifiedShare | Self::Confidence | Self::VerifiedConfidence => Unit::Fraction,
            Self::TitleLength | Self::AbstractLength | Self::ClaimLength => Unit::Length,
            _ => Unit::Count,
        }
    }

    /// True when it is a number of rows, which can be marked each.
    pub fn counts_claims(self) -> bool {
        matches!(self, Self::Claims | Self::VerifiedClaims | Self::RefutedClaims | Self::UnverifiedClaims)
    }

    /// One of what it counts.
    pub fn one(self) -> &'static str {
        match self {
            Self::Claims | Self::StatedClaims => "claim",
            Self::VerifiedClaims | Self::StatedVerifiedClaims => "verified claim",
            Self::RefutedClaims => "refuted claim",
            Self::UnverifiedClaims => "unverified claim",
            Self::References => "reference",
            Self::ReferenceHosts => "host of references",
            Self::Papers => "paper",
            Self::Databases => "database",
            Self::TitleLength | Self::AbstractLength | Self::ClaimLength => "character",
            Self::Score | Self::VerifiedShare | Self::Confidence | Self::VerifiedConfidence => "",
        }
    }

    /// What is missing where it is not stated.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Score => "the score",
            Self::Claims => "a table of claims",
            Self::VerifiedClaims | Self::VerifiedShare => "a claim with a verdict",
            Self::RefutedClaims | Self::UnverifiedClaims => "a claim with a verdict",
            Self::Confidence | Self::VerifiedConfidence => "a confidence",
            Self::References | Self::ReferenceHosts => "the list of references",
            Self::Papers => "the number of papers",
            Self::Databases => "the number of databases",
            Self::StatedClaims => "the number of claims",
            Self::StatedVerifiedClaims => "the number of verified claims",
            Self::TitleLength => "the title",
            Self::AbstractLength => "the abstract",
            Self::ClaimLength => "a claim",
        }
    }

    /// A value with what it counts: `4 verified claims`, `7.2/10`.
    pub fn counted(self, shown: &str) -> String {
        let one = self.one();
        match (one, shown) {
            ("", _) => shown.to_owned(),
            ("host of references", "1") => "1 host of references".to_owned(),
            ("host of references", _) => format!("{shown} hosts of references"),
            (_, "1") => format!("1 {one}"),
            _ => format!("{shown} {one}s"),
        }
    }

    /// A limit as the reading is printed.
    pub fn limit(self, limit: Decimal, scale: Option<Decimal>, reading: &Reading) -> String {
        match (self, scale) {
            (Self::Score, Some(scale)) => format!("{limit}/{scale}"),
            _ if reading.percent => {
                let sign = if reading.shown.ends_with('%') { "%" } else { "" };
                format!("{}{sign}", limit.hundredfold())
            }
            _ => limit.to_string(),
        }
    }

    /// The message for a value outside of its limits.
    pub fn outside(self, value: &str, limit: &str, below: bool) -> String {
        let word = if below { "below" } else { "above" };
        let count = if below { "fewer than" } else { "more than" };
        match self {
            Self::Score => format!("the score is {value}, {word} {limit}"),
            Self::VerifiedShare => format!("{value}, {} {limit}", if below { "less than" } else { "more than" }),
            Self::Confidence => format!("confidence {value} is {word} {limit}"),
            Self::VerifiedConfidence => format!("verified with confidence {value}, {word} {limit}"),
            Self::TitleLength => format!("the title has {value}, {count} {limit}"),
            Self::AbstractLength => format!("the abstract has {value}, {count} {limit}"),
            Self::ClaimLength => format!("the claim has {value}, {count} {limit}"),
            _ => format!("{value}, {count} {limit}"),
        }
    }

    /// What a report says of it; empty where it cannot be read.
    pub fn readings(self, report: &Report<'_>) -> Vec<Reading> {
        use VerdictClass::{Mixed, NotEnoughInfo, Pending, Refuted, Supported};
        match self {
            Self::Score => score(report),
            Self::Claims => claims(report, None),
            Self::VerifiedClaims => claims(report, Some(&[Supported])),
            Self::RefutedClaims => claims(report, Some(&[Refuted])),
            Self::UnverifiedClaims => claims(report, Some(&[Refuted, NotEnoughInfo, Mixed, Pending])),
            Self::VerifiedShare => verified_share(report),
            Self::Confidence => confidences(report, |_| true),
            Self::VerifiedConfidence => confidences(report, |claim| class(claim) == Some(Supported)),
            Self::References => references(report),
            Self::ReferenceHosts => hosts(report),
            Self::Papers => stated(report, |fact| match fact {
                Fact::Papers { count, stage: SearchStage::Retrieved, .. } => Some(count),
                _ => None,
            }),
            Self::StatedClaims => stated(report, |fact| match fact {
                Fact::ClaimsExtracted(count) => Some(count),
                _ => None,
            }),
            Self::StatedVerifiedClaims => stated(report, |fact| match fact {
                Fact::ClaimsVerified(count) => Some(count),
                _ => None,
            }),
            Self::Databases => searched(report),
            Self::TitleLength => report.title.into_iter().map(|span| length(report, span, span)).collect(),
            Self::AbstractLength => {
                let mut paragraphs = report.abstract_paragraphs().map(|paragraph| paragraph.span);
                let first = paragraphs.next();
                let span = first.map(|first| paragraphs.fold(first, Span::cover));
                span.into_iter().map(|span| length(report, span, span)).collect()
            }
            Self::ClaimLength => {
                let filled = report.claims.iter().filter(|claim| !claim.text.is_empty());
                filled.map(|claim| length(report, claim.text, claim.row)).collect()
            }
        }
    }
}

fn class(claim: &Claim) -> Option<VerdictClass> {
    claim.verdict.and_then(|verdict| verdict.class)
}

/// The scores, each with the places that repeat it.
fn score(report: &Report<'_>) -> Vec<Reading> {
    let mut out: Vec<Reading> = Vec::new();
    let mut known: BTreeMap<(Decimal, Decimal, bool), usize> = BTreeMap::new();
    for score in scores::all(report) {
        let value = Ratio::of(score.value).zip(Ratio::of(score.scale)).and_then(|(value, scale)| value.over(scale));
        let Some(value) = value else { continue };
        let span = score.statement.span;
        let index = *known.entry((score.value, score.scale, score.overall)).or_insert(out.len());
        match out.get_mut(index) {
            Some(reading) => reading.again.push(span),
            None => {
                let shown = format!("{}/{}", score.value, score.scale);
                out.push(Reading::new(value, Some(value), shown, span, score.statement.sentence));
            }
        }
    }
    out
}

/// The number of claims of some classes; a verdict that is not known may be of any.
fn claims(report: &Report<'_>, classes: Option<&[VerdictClass]>) -> Vec<Reading> {
    let Some(table) = report.tables.first() else { return Vec::new() };
    let wanted = |claim: &&Claim| classes.is_none_or(|classes| class(claim).is_some_and(|class| classes.contains(&class)));
    let counted: Vec<&Claim> = report.claims.iter().filter(wanted).collect();
    let unread = report.claims.iter().filter(|claim| classes.is_some() && class(claim).is_none()).count();
    let mut reading = Reading::count(counted.len(), counted.len() + unread, table.heading(report));
    let place = |claim: &Claim| if claim.text.is_empty() { claim.row } else { claim.text };
    reading.items = counted.into_iter().map(|claim| (place(claim), claim.text)).collect();
    vec![reading]
}

fn verified_share(report: &Report<'_>) -> Vec<Reading> {
    let share = |count: usize| Ratio::new(i128::try_from(count).ok()?, i128::try_from(report.claims.len()).ok()?);
    let Some(table) = report.tables.first() else { return Vec::new() };
    let verified = report.claims.iter().filter(|claim| class(claim) == Some(VerdictClass::Supported)).count();
    let unread = report.claims.iter().filter(|claim| class(claim).is_none()).count();
    let Some((low, high)) = share(verified).zip(share(verified + unread)) else { return Vec::new() };
    let counts = Reading::count(verified, verified + unread, table.heading(report));
    let shown = format!("{} of {} claims verified", counts.shown, report.claims.len());
    vec![Reading { low, high: Some(high), shown, ..counts }]
}

fn confidences(report: &Report<'_>, wanted: impl Fn(&Claim) -> bool) -> Vec<Reading> {
    let mut out = Vec::new();
    for table in &report.tables {
        let claims = report.claims_of(table);
        let percent = confidence_scale::of_column(claims) == Scale::Percent;
        for claim in claims.iter().filter(|claim| wanted(claim)) {
            let Some(confidence) = claim.confidence else { continue };
            let on_percent = confidence.percent || percent;
            let value = confidence.value.and_then(|value| if on_percent { value.hundredth() } else { Some(value) });
            let Some(value) = value.and_then(Ratio::of) else { continue };
            let shown = report.text(confidence.span).to_owned();
            let reading = Reading::new(value, Some(value), shown, confidence.span, claim.text);
            out.push(Reading { percent: on_percent, ..reading });
        }
    }
    out
}

fn references(report: &Report<'_>) -> Vec<Reading> {
    let section = report.section(SectionKind::References);
    // An empty list is references-empty's business, and may be one that is not read.
    let section = section.filter(|_| !report.references.is_empty());
    let count = works::distinct(report);
    section.map(|section| Reading::count(count, count, section.heading)).into_iter().collect()
}

/// The hosts that references lead to. A DOI and a text leave theirs open.
fn hosts(report: &Report<'_>) -> Vec<Reading> {
    let Some(section) = report.section(SectionKind::References) else { return Vec::new() };
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut open = 0;
    for reference in &report.references {
        match &reference.identity {
            Identity::Arxiv { .. } => _ = known.insert("arxiv.org"),
            Identity::Url(url) if !url.is_empty() => _ = known.insert(url.split(['/', '?', ':']).next().unwrap_or(url)),
            _ => open += 1,
        }
    }
    if report.references.is_empty() {
        return Vec::new();
    }
    let said = known.first().filter(|_| known.len() == 1).map(|host| (*host).to_owned());
    vec![Reading { said, ..Reading::count(known.len().max(usize::from(open > 0)), known.len() + open, section.heading) }]
}

/// A number that the prose states, with the places that repeat it.
fn stated(report: &Report<'_>, number: impl Fn(Fact) -> Option<u32>) -> Vec<Reading> {
    let mut out: Vec<Reading> = Vec::new();
    let mut known: FxHashMap<u32, usize> = FxHashMap::default();
    for statement in &report.statements {
        let Some(count) = number(statement.fact) else { continue };
        let index = *known.entry(count).or_insert(out.len());
        match out.get_mut(index) {
            Some(reading) => reading.again.push(statement.span),
            None => {
                let value = Ratio::whole(i128::from(count));
                out.push(Reading::new(value, Some(value), count.to_string(), statement.span, statement.sentence));
            }
        }
    }
    out
}

/// The number of databases that the methods say were searched.
fn searched(report: &Report<'_>) -> Vec<Reading> {
    let methods = report
        .paragraphs
        .iter()
        .filter(|paragraph| matches!(report.kind_of(paragraph.section), Some(SectionKind::Methodology | SectionKind::Results)));
    let found = methods.filter_map(|paragraph| {
        let found = databases(report.text(paragraph.span))?;
        let span = Span::of(found.range).shift(paragraph.span.start);
        let least = Ratio::whole(i128::from(found.least));
        let (high, shown) =
            if found.exact { (Some(least), found.least.to_string()) } else { (None, format!("at least {}", found.least)) };
        let reading = Reading::new(least, high, shown, span, paragraph.span);
        Some(Reading { said: Some(text::one_line(report.text(span))), ..reading })
    });
    found.collect()
}

/// Characters, as on one line.
fn length(report: &Report<'_>, span: Span, subject: Span) -> Reading {
    let count = text::one_line(report.text(span)).chars().count();
    Reading { subject, ..Reading::count(count, count, span) }
}
