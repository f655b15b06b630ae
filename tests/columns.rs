//! One report, every surface: where each says that a character is.
//!
//! The lines have ASCII, a check mark, a combining accent, Chinese, an astral letter and a tab before the place, and end in
//! CRLF, CR and LF.

mod common;

use claimlint::source::Source;
use common::Folder;
use serde_json::Value;

/// A doubled comma after each of these, in a claim. For each: code points, UTF-16 units and UTF-8 bytes before it in the line.
const BEFORE: [(&str, u64, u64, u64); 7] = [
    ("Rain falls", 10, 10, 10),
    ("Rain ✓ falls", 12, 12, 14),
    ("Rain fe\u{301}lls", 11, 11, 12),
    ("Rain 漢字 falls", 13, 13, 17),
    ("Rain 𝔸 falls", 12, 13, 15),
    ("Rain 😀 𝔸✓é falls", 16, 18, 25),
    ("Rain ∑ in 𝔸 plain words of a long claim falls", 45, 46, 50),
];
const ENDS: [&str; 3] = ["\r\n", "\r", "\n"];

fn report() -> String {
    let mut text = "Columns\n\n3 Results\n\n7 claims extracted; 7 independently verified. Quality review score: 8.1/10.\n\n\
                    5 Extracted Claims\n\nVerified\tClaim\tConfidence\n"
        .to_owned();
    for (n, (before, ..)) in BEFORE.iter().enumerate() {
        text.push_str(&format!("✓\t{before},, it says, in field {n}.\t0.31{}", ENDS[n % ENDS.len()]));
    }
    text
}

/// Line, column and column one past the end that a surface gives.
type Spots = Vec<(u64, u64, Option<u64>)>;

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn spots<'a>(items: impl IntoIterator<Item = &'a Value>, start: &str, end: &str, column: &str) -> Spots {
    let spot = |item: &Value| {
        let start = item.pointer(start).unwrap_or_else(|| panic!("no {start} in {item}"));
        let end = item.pointer(end).unwrap_or_else(|| panic!("no {end} in {item}"));
        (number(&start["line"]), number(&start[column]), Some(number(&end[column])))
    };
    items.into_iter().map(spot).collect()
}

#[test]
fn every_surface_says_the_same_place_in_its_own_unit() {
    let folder = Folder::new(&[("a.txt", &report())]);
    let printed = |format: &str| {
        folder.run(&["check", "--isolated", "--select", "doubled-punctuation", "--output-format", format, "a.txt"]).stdout
    };
    // The mark and the tab before each claim: two characters, four bytes.
    let expected = |column: fn(&(&str, u64, u64, u64)) -> u64, mark: u64| -> Spots {
        (10..).zip(&BEFORE).map(|(line, row)| (line, column(row) + mark + 1, Some(column(row) + mark + 3))).collect()
    };
    let (points, units, bytes) = (expected(|row| row.1, 2), expected(|row| row.2, 2), expected(|row| row.3, 4));
    let without_end = |spots: &Spots| spots.iter().map(|&(line, column, _)| (line, column, None)).collect::<Spots>();

    let json: Value = serde_json::from_str(&printed("json")).unwrap();
    let diagnostics = json["diagnostics"].as_array().unwrap();
    assert_eq!(spots(diagnostics, "/range/start", "/range/end", "column"), points);
    assert_eq!(spots(diagnostics, "/range/start", "/range/end", "utf16_column"), units);
    // The offsets are those of the bytes.
    let text = report();
    for diagnostic in diagnostics {
        let offset = |end: &str| usize::try_from(number(&diagnostic["range"][end]["offset"])).unwrap();
        assert_eq!(&text[offset("start")..offset("end")], ",,");
    }
    // The table itself, against the one place that converts.
    let source = Source::new("a.txt", "a.txt", text.into_bytes());
    for (&(line, column, _), &(_, byte, _)) in points.iter().zip(&bytes) {
        let offset = source.offset(u32::try_from(line).unwrap(), u32::try_from(column).unwrap()).unwrap();
        assert_eq!(u64::from(source.byte_column(offset)), byte);
    }

    let lines = printed("jsonl");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(spots(&lines, "/range/start", "/range/end", "column"), points);

    let rdjson: Value = serde_json::from_str(&printed("rdjson")).unwrap();
    let diagnostics = rdjson["diagnostics"].as_array().unwrap();
    assert_eq!(spots(diagnostics, "/location/range/start", "/location/range/end", "column"), bytes);

    let sarif: Value = serde_json::from_str(&printed("sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["columnKind"], "unicodeCodePoints");
    let results = sarif["runs"][0]["results"].as_array().unwrap().iter();
    let region = |result: &Value| {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        (number(&region["startLine"]), number(&region["startColumn"]), Some(number(&region["endColumn"])))
    };
    assert_eq!(results.map(region).collect::<Spots>(), points);

    let property = |line: &str, name: &str| {
        let rest = &line[line.find(name).unwrap_or_else(|| panic!("no {name} in {line}")) + name.len()..];
        rest.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse::<u64>().unwrap()
    };
    let github = printed("github");
    let commands =
        github.lines().map(|line| (property(line, ",line="), property(line, ",col="), Some(property(line, ",endColumn="))));
    assert_eq!(commands.collect::<Spots>(), points);

    let checkstyle = printed("checkstyle");
    let errors = checkstyle.lines().filter(|line| line.starts_with("<error "));
    let errors = errors.map(|line| (property(line, " line=\""), property(line, " column=\""), None));
    assert_eq!(errors.collect::<Spots>(), without_end(&points));

    let junit = printed("junit");
    let cases = junit.lines().filter(|line| line.starts_with("<testcase "));
    let place = |line: &str| {
        let (line, column) = line.rsplit_once(" at ").unwrap().1.split_once(':').unwrap();
        (line.parse().unwrap(), column.trim_end_matches("\">").parse().unwrap(), None)
    };
    assert_eq!(cases.map(place).collect::<Spots>(), without_end(&points));

    let concise = printed("concise");
    let place = |line: &str| {
        let mut parts = line.split(':').skip(1);
        let mut next = || parts.next().unwrap().parse().unwrap();
        (next(), next(), None)
    };
    assert_eq!(concise.lines().map(place).collect::<Spots>(), without_end(&points));

    let full = printed("full");
    let heads = full.lines().filter_map(|line| line.trim_start().strip_prefix("╭─[a.txt")).map(|line| line.trim_end_matches(']'));
    assert_eq!(heads.map(place).collect::<Spots>(), without_end(&points));

    let lines_only = |spots: &Spots| spots.iter().map(|spot| spot.0).collect::<Vec<_>>();
    let gitlab: Value = serde_json::from_str(&printed("gitlab")).unwrap();
    let issues = gitlab.as_array().unwrap().iter().map(|issue| number(&issue["location"]["lines"]["begin"]));
    assert_eq!(issues.collect::<Vec<_>>(), lines_only(&points));
    let markdown = printed("markdown");
    let rows = markdown.lines().filter(|line| line.starts_with("| warning")).map(|line| property(line, "`a.txt:"));
    assert_eq!(rows.collect::<Vec<_>>(), lines_only(&points));
}
