//! Which claims are cut off. A judgement about the model, used by a rule and by the comparison of claims.
//!
//! Length alone decides nothing: a text is cut when it ends in no stop *and* something says that more was to come.

use crate::report::{Report, Table};
use crate::text;

/// Claims of the common generators are cut at this many characters.
pub const CLAIM_CAP: usize = 120;

/// Why a claim counts as cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// A bracket or quotation mark is not closed.
    OpenBracket,
    /// It ends in a word that leaves a sentence open.
    FunctionWord,
    /// It is as long as the generator lets a claim be, and most of the other claims end in a stop.
    Length,
    /// The other claims of the table end in a stop.
    OthersStop,
    /// Another claim of the run goes on where this one ends.
    Prefix,
}

/// For each claim of the report, in order: why it counts as cut off, or `None`.
///
/// `cap` is the length in characters at which the generator cuts. Looks at this report only, so [`Cut::Prefix`] is never
/// given.
#[must_use]
pub fn cuts(report: &Report<'_>, cap: usize) -> Vec<Option<Cut>> {
    // A claim that stands outside a table has no neighbours to compare it with.
    let mut cuts = vec![None; report.claims.len()];
    for table in &report.tables {
        for (at, cut) in table.claims.clone().zip(cuts_of_table(report, table, cap)) {
            cuts[at] = cut;
        }
    }
    cuts
}

/// True when a length in characters (or bytes) is that of a text cut at `cap`: a blank may have been stripped, a cut may
/// count one more.
#[must_use]
pub fn at_cap(length: usize, cap: usize) -> bool {
    length + 2 >= cap && length <= cap + 1
}

/// What a table's claims tell about one another.
#[derive(Default)]
struct Habits {
    filled: usize,
    stopped: usize,
    outside: usize,
    outside_stopped: usize,
    open_at_cap: usize,
}

fn cuts_of_table(report: &Report<'_>, table: &Table, cap: usize) -> Vec<Option<Cut>> {
    let texts: Vec<&str> = report.claims_of(table).iter().map(|claim| report.text(claim.text)).collect();
    cuts_among(&texts, cap)
}

/// For each text of a table or ledger: why it counts as cut off, or `None`.
#[must_use]
pub fn cuts_among(texts: &[&str], cap: usize) -> Vec<Option<Cut>> {
    let facts: Vec<(bool, bool)> =
        texts.iter().map(|text| (text::ends_in_stop(text), at_cap(text::characters(text), cap))).collect();
    let mut habits = Habits::default();
    for (text, &(stopped, in_window)) in texts.iter().zip(&facts) {
        if text.is_empty() {
            continue;
        }
        habits.filled += 1;
        habits.stopped += usize::from(stopped);
        habits.outside += usize::from(!in_window);
        habits.outside_stopped += usize::from(!in_window && stopped);
        habits.open_at_cap += usize::from(in_window && !stopped);
    }
    texts
        .iter()
        .zip(facts)
        .map(|(text, (stopped, in_window))| (!stopped).then(|| cut(text, in_window, &habits)).flatten())
        .collect()
}

fn cut(text: &str, in_window: bool, habits: &Habits) -> Option<Cut> {
    if !text.contains(char::is_alphanumeric) {
        return None;
    }
    if text::unclosed_opener(text).is_some() {
        return Some(Cut::OpenBracket);
    }
    if text::ends_in_function_word(text) {
        return Some(Cut::FunctionWord);
    }
    // Without another claim to compare with, three claims of the same odd length are needed.
    let most_others_stop = 2 * habits.outside_stopped >= habits.outside && (habits.outside > 0 || habits.open_at_cap >= 3);
    if in_window && most_others_stop {
        return Some(Cut::Length);
    }
    // This claim ends in no stop, so every stopped one is another.
    let others = habits.filled - 1;
    (others >= 3 && 5 * habits.stopped >= 4 * others).then_some(Cut::OthersStop)
}
