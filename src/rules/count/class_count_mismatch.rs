//! "VERIFIED: 9" over ten entries that are marked so.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::super::listings::{Counts, Listing, Sign};
use crate::finding::Label;
use crate::report::{ClaimForm, Fact, Report, Scope, Tally, TallyEntry};
use crate::rules::wording::counted;
use crate::rules::{Draft, ReportRule, Sink};
use crate::source::Span;

/// More labels than these are no summary of verdicts.
const MOST_CLASSES: usize = 40;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassCountMismatch {}

impl ReportRule for ClassCountMismatch {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        if report.claims.is_empty() {
            return;
        }
        // "N claims verified" over one table has a rule of its own.
        let one_table = report.tables.len() == 1 && report.claims.iter().all(|claim| claim.form == ClaimForm::Row);
        let verified = |fact: Fact| one_table && matches!(fact, Fact::ClaimsVerified(_));
        let told: FxHashSet<Span> =
            report.statements.iter().filter(|statement| verified(statement.fact)).map(|statement| statement.span).collect();
        let mut scopes: FxHashMap<Option<(u32, u32)>, Counts> = FxHashMap::default();
        scopes.insert(None, Counts::new(report, None));
        // A summary has a line for each class; what has hundreds is a listing.
        for tally in report.tallies.iter().filter(|tally| tally.entries.len() <= MOST_CLASSES) {
            let span = match tally.scope {
                Scope::Document => None,
                Scope::Section(section) | Scope::Part(section) => Some(report.subtree(section)),
                Scope::Table(table) => {
                    let claims = report.claims_of(&report.tables[table]);
                    claims.first().zip(claims.last()).map(|(first, last)| first.row.cover(last.row))
                }
                Scope::Other => continue,
            };
            let scope = span.map(|span| (span.start, span.end));
            scopes.entry(scope).or_insert_with(|| Counts::new(report, span));
            let (counts, all) = (&scopes[&scope], &scopes[&None]);
            for entry in tally.entries.iter().filter(|entry| !told.contains(&entry.span)) {
                // What stands in a chapter may sum up the whole report, unless it names the chapter.
                let named = matches!(tally.scope, Scope::Part(_));
                if !is_heading(report, tally) && !named && may_be(report, tally, entry, all) {
                    continue;
                }
                if let Some((listing, marked)) = contradicted(report, tally, entry, counts) {
                    sink.push(draft(report, tally, entry, listing, marked));
                }
            }
        }
    }
}

/// True for the count in a heading of what stands below it.
fn is_heading(report: &Report<'_>, tally: &Tally) -> bool {
    matches!(tally.scope, Scope::Section(_))
        && tally.section.is_some_and(|section| report.sections[section].heading == tally.place)
}

/// The ways to read a label in these listings. Two labels of one class are told apart by their words only.
fn readings(report: &Report<'_>, tally: &Tally, entry: &TallyEntry, counts: &Counts) -> Vec<Sign> {
    let shared = tally.entries.iter().filter(|other| other.verdict.class == entry.verdict.class).count() > 1;
    counts.readings(&Sign::of(report, &entry.verdict), !shared).collect()
}

/// True when some way of counting gives the number.
fn may_be(report: &Report<'_>, tally: &Tally, entry: &TallyEntry, counts: &Counts) -> bool {
    let Some(stated) = entry.amount.exact() else { return true };
    let readings = readings(report, tally, entry, counts);
    counts.listings().any(|listing| readings.iter().any(|reading| listing.may_be(reading, stated as usize)))
}

/// The listing that contradicts a count, and how many of its entries are marked so.
fn contradicted<'c>(report: &Report<'_>, tally: &Tally, entry: &TallyEntry, counts: &'c Counts) -> Option<(&'c Listing, usize)> {
    let stated = entry.amount.exact()? as usize;
    if counts.ambiguous {
        return None;
    }
    let signs = Sign::of(report, &entry.verdict);
    // "INACCURATE (nuanced)" beside "INACCURATE (should fix)": one word for two kinds.
    if tally.entries.iter().any(|other| other.span != entry.span && Sign::of(report, &other.verdict).first() == signs.first()) {
        return None;
    }
    // Any way to count that gives the number is the right one.
    if may_be(report, tally, entry, counts) {
        return None;
    }
    // "All 8 were verified" may say that they were checked.
    let alone = tally.entries.len() == 1 && tally.total.is_none();
    if alone && counts.listings().any(|listing| listing.claims == stated) {
        return None;
    }
    let total = tally.total.and_then(|total| total.amount.exact()).map(|total| total as usize);
    let reading = readings(report, tally, entry, counts).into_iter().next()?;
    let heading = is_heading(report, tally);
    let mut best: Option<(&Listing, usize)> = None;
    for listing in counts.listings().filter(|listing| !listing.repeats) {
        let marked = listing.count(&reading);
        if marked == 0 {
            continue;
        }
        // More entries than stated contradict the number; fewer only where the listing is known to be whole.
        let whole = || {
            total == Some(listing.claims) || others_fit(report, tally, entry, counts, listing) || counts.single && !listing.sample
        };
        let contradicts = marked > stated || heading || whole();
        if contradicts && best.is_none_or(|(_, most)| marked > most) {
            best = Some((listing, marked));
        }
    }
    best
}

/// True when the other counts of a tally are those of the listing.
fn others_fit(report: &Report<'_>, tally: &Tally, entry: &TallyEntry, counts: &Counts, listing: &Listing) -> bool {
    let others = || tally.entries.iter().filter(|other| other.span != entry.span);
    let fits = |other: &TallyEntry| {
        let stated = other.amount.exact().map(|stated| stated as usize);
        let signs = Sign::of(report, &other.verdict);
        stated.is_some_and(|stated| counts.readings(&signs, true).any(|reading| listing.count(&reading) == stated))
    };
    others().all(fits) && others().any(|other| other.amount.exact().is_some_and(|count| count > 0))
}

fn draft(report: &Report<'_>, tally: &Tally, entry: &TallyEntry, listing: &Listing, marked: usize) -> Draft {
    let stated = entry.amount.exact().unwrap_or(0) as usize;
    let name = report.text(entry.verdict.word.unwrap_or(entry.verdict.span));
    let entries = counted(marked, "entry is", "entries are");
    let be = if stated == 1 { "is" } else { "are" };
    let place = listing.table.map_or(report.claims[listing.first].row, |table| report.tables[table].heading(report));
    let label = format!("{marked} of {} are marked {name}", counted(listing.claims, "entry", "entries"));
    Draft::new(
        format!("{stated} {be} said to be {name}, but {entries} marked so"),
        Label::new(report.place(entry.span), "stated here").about(tally.place),
    )
    .related(Label::new(report.place(place), label))
    .help("correct the number or the verdicts")
}
