//! Applying repairs: which edits go together, the repaired bytes, and their way back to disk.
//!
//! A report is evidence: nothing is changed but what an edit names, and a file that is not any more what was read is left
//! alone. Pure, but for [`write_back`]. Knows nothing about rules, formats and the command line.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::engine::Outcome;
use crate::finding::{Applicability, Edit, Finding, Fix};
use crate::source::{Source, SourceId, Span};

/// Repairs that touch one another are made one after the other: in so many rounds at most. No chain of rules is that long;
/// what has not come to rest by then is two rules that undo each other's work.
pub const MAX_ROUNDS: usize = 10;

/// A file whose repairs were made in memory.
#[derive(Debug)]
pub struct Repaired {
    /// The bytes as they were read.
    pub before: Vec<u8>,
    /// The bytes that it should have.
    pub after: Vec<u8>,
    /// Each repair that was made: the rule, and the offset of its first edit in `before`.
    pub made: Vec<(&'static str, u32)>,
    /// False when repairs were left after [`MAX_ROUNDS`].
    pub at_rest: bool,
}

/// Makes the repairs of `outcome` up to `upto` in `sources`, and what follows from them: the sources are linted again
/// until nothing is left to repair. `outcome` is then that of the repaired sources.
///
/// `same_file` has for each source the number of the first one that is the same file under another name: repairs are made
/// once, and all names get them.
pub fn repair(
    sources: &mut [Source],
    same_file: &[usize],
    upto: Applicability,
    outcome: &mut Outcome,
    lint: impl Fn(&[Source]) -> Outcome,
) -> BTreeMap<SourceId, Repaired> {
    let mut repaired: BTreeMap<SourceId, Repaired> = BTreeMap::new();
    // What was done to each file in each round, to know where in the file as it was read a repair lies.
    let mut history: BTreeMap<SourceId, Vec<Vec<Shift>>> = BTreeMap::new();
    for round in 0..=MAX_ROUNDS {
        let mut wanted: BTreeMap<SourceId, Vec<&Finding>> = BTreeMap::new();
        for finding in &outcome.shown {
            let id = finding.primary.place.source;
            let is_first_name = same_file.get(id.0 as usize) == Some(&(id.0 as usize));
            if is_first_name && finding.fix.as_ref().is_some_and(|fix| fix.applicability <= upto) {
                wanted.entry(id).or_default().push(finding);
            }
        }
        let mut changed = false;
        for (id, findings) in wanted {
            let source = &sources[id.0 as usize];
            let fixes: Vec<&Fix> = findings.iter().filter_map(|finding| finding.fix.as_deref()).collect();
            let applied = apply(source, &fixes);
            if applied.made.is_empty() {
                continue;
            }
            if round == MAX_ROUNDS {
                if let Some(file) = repaired.get_mut(&id) {
                    file.at_rest = false;
                }
                continue;
            }
            changed = true;
            let rounds = history.entry(id).or_default();
            let file = repaired.entry(id).or_insert_with(|| Repaired {
                before: bytes(source),
                after: Vec::new(),
                made: Vec::new(),
                at_rest: true,
            });
            for &index in &applied.made {
                let at = fixes[index].edits[0].span.start;
                let original = rounds.iter().rev().fold(at, |at, shifts| before_shifts(shifts, at));
                file.made.push((findings[index].rule.id, original));
            }
            rounds.push(applied.shifts);
            file.after.clone_from(&applied.bytes);
            replace(sources, same_file, id, &applied.bytes);
        }
        if !changed {
            break;
        }
        *outcome = lint(sources);
    }
    for file in repaired.values_mut() {
        file.made.sort_by_key(|&(rule, at)| (at, rule));
    }
    // Repairs that took one another back leave nothing to write.
    repaired.retain(|_, file| file.before != file.after || !file.at_rest);
    repaired
}

/// Gives a source, and those that are the same file, other bytes.
pub fn replace(sources: &mut [Source], same_file: &[usize], id: SourceId, bytes: &[u8]) {
    for index in (0..sources.len()).filter(|&index| same_file[index] == id.0 as usize) {
        let (name, key) = (sources[index].name.clone(), sources[index].key.clone());
        sources[index] = Source::new(name, key, bytes.to_vec());
    }
}

/// What came of repairs that were tried on one file.
#[derive(Debug)]
pub struct Applied {
    /// The repaired bytes.
    pub bytes: Vec<u8>,
    /// Index of each repair that was made, in the order of the file.
    pub made: Vec<usize>,
    shifts: Vec<Shift>,
}

/// Replaces the edits of `fixes`: of those that touch one another the one that begins first, of those the first in
/// `fixes`. A repair is made whole or not at all; one that would change nothing is not made.
#[must_use]
pub fn apply(source: &Source, fixes: &[&Fix]) -> Applied {
    let original = bytes(source);
    let mut order: Vec<usize> = (0..fixes.len()).filter(|&index| is_sound(&original, fixes[index])).collect();
    order.sort_by_key(|&index| fixes[index].edits[0].span.start);
    let mut accepted: BTreeMap<Span, &Edit> = BTreeMap::new();
    let mut made = Vec::new();
    for index in order {
        let edits = &fixes[index].edits;
        if edits.iter().all(|edit| has_room(&accepted, edit.span)) {
            accepted.extend(edits.iter().map(|edit| (edit.span, edit)));
            made.push(index);
        }
    }
    let mut bytes = Vec::with_capacity(original.len());
    let mut shifts = Vec::with_capacity(accepted.len());
    let mut at = 0;
    for (span, edit) in accepted {
        bytes.extend_from_slice(&original[at..span.start as usize]);
        let start = bytes.len();
        bytes.extend_from_slice(edit.content.as_bytes());
        shifts.push(Shift { old: span, new: Span::of(start..bytes.len()) });
        at = span.end as usize;
    }
    bytes.extend_from_slice(&original[at..]);
    Applied { bytes, made, shifts }
}

/// True when the edits lie in the file, in order and apart, and change something.
fn is_sound(original: &[u8], fix: &Fix) -> bool {
    let in_order = fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start && pair[0].span != pair[1].span);
    let in_file = fix.edits.last().is_some_and(|edit| edit.span.end as usize <= original.len());
    in_order && in_file && fix.edits.iter().any(|edit| original[edit.span.range()] != *edit.content.as_bytes())
}

/// True when no accepted edit touches `span`. Two that only meet do not, unless one of them is an insertion: which of
/// them comes first would then matter.
fn has_room(accepted: &BTreeMap<Span, &Edit>, span: Span) -> bool {
    let before = accepted
        .range(..=span)
        .next_back()
        .is_none_or(|(other, _)| other.end < span.start || (other.end == span.start && !other.is_empty() && !span.is_empty()));
    let after = accepted
        .range(span..)
        .next()
        .is_none_or(|(other, _)| span.end < other.start || (span.end == other.start && !other.is_empty() && !span.is_empty()));
    before && after
}

/// An edit as it was made.
#[derive(Debug, Clone, Copy)]
struct Shift {
    old: Span,
    new: Span,
}

/// Where a place lay before the edits `shifts` were made; the start of an edit for what it put there.
fn before_shifts(shifts: &[Shift], at: u32) -> u32 {
    let Some(shift) = shifts[..shifts.partition_point(|shift| shift.new.start <= at)].last() else { return at };
    if at < shift.new.end { shift.old.start } else { shift.old.end + (at - shift.new.end) }
}

/// The bytes of a source as they are on disk.
#[must_use]
pub fn bytes(source: &Source) -> Vec<u8> {
    let mut bytes = source.text().as_bytes().to_vec();
    for (span, run) in source.invalid_bytes() {
        bytes[span.range()].copy_from_slice(run);
    }
    bytes
}

/// Why a repaired file was not written.
#[derive(Debug)]
pub enum NotWritten {
    /// The file is not any more what was read.
    Changed,
    /// It, or its folder, cannot be written.
    Io(io::Error),
}

impl fmt::Display for NotWritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed => f.write_str("it has changed since it was read"),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for NotWritten {}

impl From<io::Error> for NotWritten {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Puts `after` in the place of a file that holds `before`: beside it first, then renamed, so that nobody ever meets half
/// of it. A link is followed, permissions are kept.
///
/// # Errors
/// When the file has changed, is no regular file or is read-only, and when it cannot be written. It is then as it was.
pub fn write_back(path: &Path, before: &[u8], after: &[u8]) -> Result<(), NotWritten> {
    let path = fs::canonicalize(path)?;
    let metadata = fs::metadata(&path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is no regular file").into());
    }
    if metadata.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only").into());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".claimlint-").tempfile_in(folder)?;
    file.write_all(after)?;
    // A rename may reach the disk before the bytes do: after a power cut the file would be empty.
    file.as_file().sync_all()?;
    fs::set_permissions(file.path(), metadata.permissions())?;
    if fs::read(&path)? != before {
        return Err(NotWritten::Changed);
    }
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edit(start: u32, end: u32, content: &str) -> Edit {
        Edit { span: Span::new(start, end), content: content.to_owned() }
    }

    fn fix(edits: Vec<Edit>) -> Fix {
        Fix { applicability: Applicability::Safe, message: String::new(), edits }
    }

    fn applied(text: &[u8], fixes: &[Fix]) -> (String, Vec<usize>) {
        let applied = apply(&Source::new("a", "a", text.to_vec()), &fixes.iter().collect::<Vec<_>>());
        (String::from_utf8_lossy(&applied.bytes).into_owned(), applied.made)
    }

    #[test]
    fn of_two_that_touch_the_earlier_is_made() {
        let fixes = [fix(vec![edit(2, 4, "X")]), fix(vec![edit(0, 3, "Y")]), fix(vec![edit(5, 6, "")])];
        assert_eq!(applied(b"abcdefg", &fixes), ("Ydeg".to_owned(), vec![1, 2]));
        // Whole or not at all.
        let fixes = [fix(vec![edit(0, 1, "X")]), fix(vec![edit(0, 1, "Y"), edit(4, 5, "Y")])];
        assert_eq!(applied(b"abcdefg", &fixes), ("Xbcdefg".to_owned(), vec![0]));
        // What only meets goes together, but for insertions.
        let fixes =
            [fix(vec![edit(0, 2, "X")]), fix(vec![edit(2, 4, "Y")]), fix(vec![edit(4, 4, "Z")]), fix(vec![edit(4, 4, "W")])];
        assert_eq!(applied(b"abcdefg", &fixes), ("XYefg".to_owned(), vec![0, 1]));
    }

    #[test]
    fn what_is_no_repair_is_not_made() {
        let fixes = [
            fix(vec![edit(0, 1, "a")]),
            fix(vec![]),
            fix(vec![edit(3, 9, "")]),
            fix(vec![edit(2, 3, ""), edit(1, 2, "")]),
            fix(vec![edit(1, 2, "x"), edit(1, 2, "y")]),
        ];
        assert_eq!(applied(b"abcd", &fixes), ("abcd".to_owned(), vec![]));
    }

    #[test]
    fn bytes_that_are_not_utf8_stay() {
        let source = Source::new("a", "a", b"\xff a\xc3 b \xfe\xfd".to_vec());
        let fix = fix(vec![edit(2, 3, "X")]);
        assert_eq!(apply(&source, &[&fix]).bytes, b"\xff X\xc3 b \xfe\xfd");
    }

    #[test]
    fn a_place_is_traced_back() {
        // "abcdef" with "bc" -> "XYZ" and "e" deleted is "aXYZdf".
        let shifts = [Shift { old: Span::new(1, 3), new: Span::new(1, 4) }, Shift { old: Span::new(4, 5), new: Span::new(5, 5) }];
        let back: Vec<u32> = (0..7).map(|at| before_shifts(&shifts, at)).collect();
        assert_eq!(back, [0, 1, 1, 1, 3, 5, 6]);
    }

    proptest! {
        /// Outside of the edits that were made every byte stays, in order.
        #[test]
        fn nothing_else_changes(
            text in prop::collection::vec(any::<u8>(), 0..60),
            fixes in prop::collection::vec(prop::collection::vec((0..60_u32, 0..6_u32, "[xy]{0,3}"), 1..4), 0..8),
        ) {
            let source = Source::new("a", "a", text.clone());
            let fixes: Vec<Fix> = fixes
                .into_iter()
                .map(|edits| fix(edits.into_iter().map(|(start, length, content)| edit(start, start + length, &content)).collect()))
                .collect();
            let applied = apply(&source, &fixes.iter().collect::<Vec<_>>());
            let mut edits: Vec<&Edit> = applied.made.iter().flat_map(|&index| &fixes[index].edits).collect();
            edits.sort_by_key(|edit| edit.span);
            let mut expected = Vec::new();
            let mut at = 0;
            for edit in edits {
                prop_assert!(edit.span.start as usize >= at);
                expected.extend_from_slice(&text[at..edit.span.start as usize]);
                expected.extend_from_slice(edit.content.as_bytes());
                at = edit.span.end as usize;
            }
            expected.extend_from_slice(&text[at..]);
            prop_assert_eq!(applied.bytes, expected);
        }
    }
}
