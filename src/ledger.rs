//! Ledgers: claims in rows, one file for all of them, as tables or as lines of JSON.
//!
//! Bytes in, rows out; pure. Knows nothing about reports. Of a row only the claim and its verdict are read: nothing else decides
//! how two claims are related. A row that cannot be read is a [`Fault`] with its line, and the rest
//! goes on.

use std::borrow::Cow;
use std::fmt;
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};

/// How a ledger is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Cells divided by tabs, the first line names them. Nothing is quoted.
    Tsv,
    /// Cells divided by commas, the first line names them. Cells in quotes may hold commas and line ends (RFC 4180).
    Csv,
    /// One JSON object a line.
    Jsonl,
}

impl Form {
    /// The form that the ending of a file's name says; `None` for what is no ledger.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let is = |ending: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
        [("tsv", Self::Tsv), ("csv", Self::Csv), ("jsonl", Self::Jsonl)]
            .into_iter()
            .find(|(ending, _)| is(ending))
            .map(|(_, form)| form)
    }

    /// How many lines come before the first row.
    #[must_use]
    pub fn head(self) -> u32 {
        u32::from(self != Self::Jsonl)
    }
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row<'l> {
    /// The line on which it begins, from 1, the header included.
    pub line: u32,
    /// The claim; not blank.
    pub claim: Cow<'l, str>,
    /// The verdict as printed.
    pub verdict: Option<Cow<'l, str>>,
}

/// What cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: u32,
    /// What is wrong with it.
    pub message: String,
}

/// The rows of a ledger.
#[derive(Debug)]
pub struct Ledger<T> {
    /// Each row as it was built, by number of the data line, from 0; `None` for a blank line and for one that cannot be read.
    pub rows: Vec<Option<T>>,
    /// The rows that cannot be read, by line.
    pub faults: Vec<Fault>,
}

/// Reads a ledger and makes of each row what `build` makes of it; `only_claims` leaves the verdicts unread.
///
/// # Errors
/// When the first line does not say where the claims are.
pub fn read<'l, T: Send>(
    bytes: &'l [u8],
    form: Form,
    only_claims: bool,
    build: impl Fn(Row<'l>) -> T + Sync,
) -> Result<Ledger<T>, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match form {
        Form::Tsv => {
            let (head, rest) = first_line(bytes);
            let cells: Vec<Cow<'_, str>> = head.split(|&byte| byte == b'\t').map(String::from_utf8_lossy).collect();
            let columns = Columns::new(cells.iter().map(|cell| &**cell), only_claims)?;
            Ok(lines(rest, form, |line| tab_row(line, &columns), build))
        }
        Form::Csv => comma_rows(bytes, only_claims, build),
        Form::Jsonl => Ok(lines(bytes, form, |line| json_row(line, only_claims), build)),
    }
}

/// Which cells of a row are what.
struct Columns {
    claim: usize,
    verdict: Option<usize>,
}

impl Columns {
    fn new<'h>(head: impl Iterator<Item = &'h str>, only_claims: bool) -> Result<Self, Fault> {
        let names: Vec<String> = head.map(|name| name.trim().to_lowercase()).collect();
        let fault = |message: String| Fault { line: 1, message };
        let find = |wanted: &str| -> Result<Option<usize>, Fault> {
            let mut found = names.iter().enumerate().filter(|(_, name)| *name == wanted).map(|(at, _)| at);
            let first = found.next();
            match found.next() {
                Some(_) => Err(fault(format!("two columns are called {wanted:?}"))),
                None => Ok(first),
            }
        };
        let claim = find("claim")?
            .ok_or_else(|| fault("no column is called \"claim\"; the first line of a ledger names its columns".to_owned()))?;
        Ok(Self { claim, verdict: if only_claims { None } else { find("verdict")? } })
    }

    fn row<'l>(&self, cell: impl Fn(usize) -> Result<Option<Cow<'l, str>>, String>) -> Result<Row<'l>, String> {
        let claim = cell(self.claim)?.ok_or("it ends before the claim")?;
        if claim.is_empty() {
            return Err("the claim is empty".to_owned());
        }
        let verdict = self.verdict.map_or(Ok(None), cell)?.filter(|text| !text.is_empty());
        Ok(Row { line: 0, claim, verdict })
    }
}

/// A line and what follows it.
fn first_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    (without_return(&bytes[..end]), &bytes[(end + 1).min(bytes.len())..])
}

fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text.trim())),
        Err(error) => Err(format!("it is not UTF-8 (byte {} of a cell)", error.valid_up_to() + 1)),
    }
}

/// A row of cells that tabs divide; `None` when it is blank.
fn tab_row<'l>(line: &'l [u8], columns: &Columns) -> Result<Option<Row<'l>>, String> {
    if line.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    let cell = |wanted: usize| {
        let mut start = 0;
        for _ in 0..wanted {
            match memchr::memchr(b'\t', &line[start..]) {
                Some(at) => start += at + 1,
                None => return Ok(None),
            }
        }
        let end = memchr::memchr(b'\t', &line[start..]).map_or(line.len(), |at| start + at);
        utf8(&line[start..end]).map(Some)
    };
    columns.row(cell).map(Some)
}

/// Text; or a number or truth value, where it may stand for one.
struct Cell<'l, const TEXT_ONLY: bool>(Cow<'l, str>);

impl<'de: 'l, 'l, const TEXT_ONLY: bool> Deserialize<'de> for Cell<'l, TEXT_ONLY> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Cells<const TEXT_ONLY: bool>;
        impl<'de, const TEXT_ONLY: bool> Visitor<'de> for Cells<TEXT_ONLY> {
            type Value = Cow<'de, str>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }

            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text.trim()))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.trim().to_owned()))
            }

            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
                if TEXT_ONLY {
                    return Err(E::invalid_type(de::Unexpected::Bool(value), &self));
                }
                Ok(Cow::Borrowed(if value { "true" } else { "false" }))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
                if TEXT_ONLY {
                    return Err(E::invalid_type(de::Unexpected::Unsigned(value), &self));
                }
                Ok(Cow::Owned(value.to_string()))
            }
        }
        deserializer.deserialize_any(Cells::<TEXT_ONLY>).map(Self)
    }
}

/// A line of JSON; `None` when it is blank.
fn json_row(line: &[u8], only_claims: bool) -> Result<Option<Row<'_>>, String> {
    #[derive(Deserialize)]
    struct OnlyClaim<'l> {
        #[serde(borrow)]
        claim: Option<Cell<'l, true>>,
    }
    #[derive(Deserialize)]
    struct Object<'l> {
        #[serde(borrow)]
        claim: Option<Cell<'l, true>>,
        #[serde(borrow)]
        verdict: Option<Cell<'l, false>>,
    }
    if line.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    let fault = |error: serde_json::Error| {
        // The line is that of the ledger; the column is all that is left to say.
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        let what = if error.is_data() { "" } else { "it is no JSON object: " };
        format!("{what}{words} (column {})", error.column())
    };
    let Object { claim, verdict } = if only_claims {
        let OnlyClaim { claim } = serde_json::from_slice(line).map_err(fault)?;
        Object { claim, verdict: None }
    } else {
        serde_json::from_slice(line).map_err(fault)?
    };
    let claim = claim.ok_or("it has no key \"claim\"")?.0;
    if claim.is_empty() {
        return Err("the claim is empty".to_owned());
    }
    Ok(Some(Row { line: 0, claim, verdict: verdict.map(|cell| cell.0).filter(|text| !text.is_empty()) }))
}

/// Reads rows that are lines, many at once. `parse` gets a line without its end.
fn lines<'l, T: Send>(
    bytes: &'l [u8],
    form: Form,
    parse: impl Fn(&'l [u8]) -> Result<Option<Row<'l>>, String> + Sync,
    build: impl Fn(Row<'l>) -> T + Sync,
) -> Ledger<T> {
    /// Bytes that one thread reads at a time.
    const CHUNK: usize = 1 << 20;
    let mut chunks: Vec<&[u8]> = Vec::with_capacity(bytes.len() / CHUNK + 1);
    let mut rest = bytes;
    while !rest.is_empty() {
        let least = CHUNK.min(rest.len());
        let end = memchr::memchr(b'\n', &rest[least - 1..]).map_or(rest.len(), |at| least + at);
        let (chunk, others) = rest.split_at(end);
        chunks.push(chunk);
        rest = others;
    }
    let counts: Vec<u32> = chunks.par_iter().map(|chunk| count(memchr::memchr_iter(b'\n', chunk).count())).collect();
    let mut first = form.head() + 1;
    let firsts: Vec<u32> = counts
        .iter()
        .map(|count| {
            let own = first;
            first += count;
            own
        })
        .collect();
    let read: Vec<Ledger<T>> = chunks
        .into_par_iter()
        .zip(firsts)
        .map(|(chunk, first)| {
            let mut ledger = Ledger { rows: Vec::new(), faults: Vec::new() };
            let mut rest = chunk;
            let mut number = first;
            while !rest.is_empty() {
                let (line, others) = first_line(rest);
                rest = others;
                ledger.rows.push(match parse(line) {
                    Ok(row) => row.map(|row| build(Row { line: number, ..row })),
                    Err(message) => {
                        ledger.faults.push(Fault { line: number, message });
                        None
                    }
                });
                number += 1;
            }
            ledger
        })
        .collect();
    let mut all = Ledger { rows: Vec::with_capacity(read.iter().map(|one| one.rows.len()).sum()), faults: Vec::new() };
    for one in read {
        all.rows.extend(one.rows);
        all.faults.extend(one.faults);
    }
    all
}

/// Reads rows of cells that commas divide.
fn comma_rows<'l, T>(bytes: &'l [u8], only_claims: bool, build: impl Fn(Row<'l>) -> T) -> Result<Ledger<T>, Fault> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let head = reader.byte_headers().map_err(|error| Fault { line: 1, message: error.to_string() })?;
    let cells: Vec<Cow<'_, str>> = head.iter().map(String::from_utf8_lossy).collect();
    let columns = Columns::new(cells.iter().map(|cell| &**cell), only_claims)?;
    let mut ledger = Ledger { rows: Vec::new(), faults: Vec::new() };
    let mut record = csv::ByteRecord::new();
    let (mut line, mut counted) = (1, 0);
    loop {
        let read = reader.read_byte_record(&mut record);
        // The reader takes a record to begin at the second half of CRLF, and so on the line before.
        let start = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(counted);
        let start = start.min(bytes.len());
        let start = start + bytes[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += line_ends(&bytes[counted..start.max(counted)]);
        counted = start.max(counted);
        let row = match read {
            Ok(false) => return Ok(ledger),
            Ok(true) => {
                let cell =
                    |at: usize| record.get(at).map(utf8).transpose().map(|cell| cell.map(|cell| Cow::Owned(cell.into_owned())));
                columns.row(cell)
            }
            Err(error) => Err(error.to_string()),
        };
        ledger.rows.push(match row {
            Ok(row) => Some(build(Row { line, ..row })),
            Err(message) => {
                ledger.faults.push(Fault { line, message });
                None
            }
        });
    }
}

/// How many lines end in the bytes: by LF, CRLF or a lone CR.
fn line_ends(bytes: &[u8]) -> u32 {
    let ends = |&at: &usize| bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    count(memchr::memchr2_iter(b'\r', b'\n', bytes).filter(ends).count())
}

fn count(lines: usize) -> u32 {
    u32::try_from(lines).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Found = (u32, String, Option<String>);

    fn rows(text: &str, form: Form) -> (Vec<Found>, Vec<(u32, String)>) {
        let build = |row: Row<'_>| (row.line, row.claim.into_owned(), row.verdict.map(Cow::into_owned));
        let ledger = read(text.as_bytes(), form, false, build).unwrap();
        let claims = read(text.as_bytes(), form, true, |row| (row.line, row.claim.into_owned())).unwrap();
        let all: Vec<_> = ledger.rows.iter().map(|row| row.as_ref().map(|row| (row.0, row.1.clone()))).collect();
        assert_eq!(all, claims.rows);
        let faults = |faults: Vec<Fault>| faults.into_iter().map(|fault| (fault.line, fault.message)).collect();
        (ledger.rows.into_iter().flatten().collect(), faults(ledger.faults))
    }

    fn row(line: u32, claim: &str, verdict: Option<&str>) -> Found {
        (line, claim.to_owned(), verdict.map(str::to_owned))
    }

    #[test]
    fn tabs_divide_cells_and_the_first_line_names_them() {
        let (found, faults) =
            rows("Report\t CLAIM \tverdict\r\na\tIt \"rises\".\t✓\r\n\nb\nc\t \t✓\nd\tIt falls.\t\tmore", Form::Tsv);
        assert_eq!(found, [row(2, "It \"rises\".", Some("✓")), row(6, "It falls.", None)]);
        assert_eq!(faults, [(4, "it ends before the claim".to_owned()), (5, "the claim is empty".to_owned())]);
    }

    #[test]
    fn commas_divide_cells_and_quotes_keep_them_together() {
        let (found, faults) = rows("\u{feff}claim,verdict\n\"Rows, wide\nones, \"\"help\"\".\",yes\n,no\nIt falls.\n", Form::Csv);
        assert_eq!(found, [row(2, "Rows, wide\nones, \"help\".", Some("yes")), row(5, "It falls.", None)]);
        assert_eq!(faults, [(4, "the claim is empty".to_owned())]);
    }

    #[test]
    fn lines_of_a_table_with_commas_end_in_any_way() {
        let text = "claim,verdict\nIt rises.,yes\n\n\"It\nfalls.\",no\nIt stays.,yes\n";
        for end in ["\n", "\r\n", "\r"] {
            let (found, faults) = rows(&text.replace('\n', end), Form::Csv);
            let lines: Vec<u32> = found.iter().map(|row| row.0).collect();
            assert_eq!((lines, faults.len()), (vec![2, 4, 6], 0), "{end:?}");
        }
    }

    #[test]
    fn lines_of_json() {
        let text = "{\"claim\": \"It \\u0072ises.\", \"verdict\": true, \"more\": [1]}\n\n{\"verdict\": \"no\"}\n{\"claim\": 7}\n{\"claim\": \"It \
                    falls.\", \"verdict\": null}\n[\n";
        let (found, faults) = rows(text, Form::Jsonl);
        assert_eq!(found, [row(1, "It rises.", Some("true")), row(5, "It falls.", None)]);
        let messages: Vec<&str> = faults.iter().map(|(_, message)| message.as_str()).collect();
        assert_eq!(faults.iter().map(|fault| fault.0).collect::<Vec<_>>(), [3, 4, 6]);
        assert_eq!(messages[0], "it has no key \"claim\"");
        assert!(messages[1].starts_with("invalid type: integer `7`, expected text"), "{}", messages[1]);
    }

    #[test]
    fn a_ledger_must_say_where_the_claims_are() {
        let fault = |text: &str| read(text.as_bytes(), Form::Tsv, false, |_| ()).unwrap_err().message;
        assert!(fault("a\tb\nc\td\n").starts_with("no column is called \"claim\""));
        assert!(fault("").starts_with("no column is called \"claim\""));
        assert_eq!(fault("claim\tClaim\n"), "two columns are called \"claim\"");
    }

    #[test]
    fn bytes_that_are_no_text_are_a_fault_of_their_row() {
        let ledger = read(b"claim\nIt rises.\nIt \xff.\n", Form::Tsv, false, |row| row.line).unwrap();
        assert_eq!(ledger.rows, [Some(2), None]);
        assert_eq!(ledger.faults, [Fault { line: 3, message: "it is not UTF-8 (byte 4 of a cell)".to_owned() }]);
    }

    #[test]
    fn long_ledgers_keep_their_line_numbers() {
        let text = format!("claim\n{}", (0..90_000).map(|at| format!("Claim number {at} holds.\n")).collect::<String>());
        let ledger = read(text.as_bytes(), Form::Tsv, true, |row| (row.line, row.claim.len())).unwrap();
        assert_eq!(ledger.rows.len(), 90_000);
        assert!(ledger.rows.iter().enumerate().all(|(at, row)| row.unwrap().0 as usize == at + 2));
    }
}
