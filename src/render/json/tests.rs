use serde_json::{Value, json};

use super::super::Format;
use super::super::testing::{at, finding, outcome, place, rendered, source};
use crate::finding::{Applicability, Finding, Fingerprint, Fix, Label, Level};
use crate::source::Source;

fn parsed(shown: Vec<Finding>, sources: &[Source]) -> Value {
    serde_json::from_str(&rendered(Format::Json, &outcome(shown, sources), sources, 80)).unwrap()
}

fn position(line: u32, column: u32, utf16_column: u32, offset: u32) -> Value {
    json!({ "line": line, "column": column, "utf16_column": utf16_column, "offset": offset })
}

#[test]
fn the_object_is_the_contract() {
    let sources = [source("reports/a.txt", "14 verified\n✓ 13\n"), source("reports/b.txt", "13")];
    let mut one = finding("14 are said, 13 carry ✓", Label::new(at(&sources, 0, "14"), "stated here"));
    one.primary.fingerprint = Fingerprint::read("0f3b9c0f3b9c0f3b9c0f3b9c0f3b9c0f");
    one.related.push(Label::new(at(&sources, 0, "13"), "13 of 14 rows carry ✓"));
    let mut member = Label::new(at(&sources, 1, "13"), "and there").as_member();
    member.fingerprint = Fingerprint::read(&"aa".repeat(16));
    one.related.push(member);
    one.fix = Some(Box::new(Fix::new(Applicability::Safe, "write 13", at(&sources, 0, "14").span, "13")));
    let mut outcome = outcome(vec![one], &sources);
    (outcome.skipped, outcome.suppressed, outcome.baselined, outcome.not_shown) = (1, 2, 3, 4);
    outcome.fixed = 5;
    outcome.fixed = 5;
    let text = rendered(Format::Json, &outcome, &sources, 80);
    let first = json!({ "start": position(1, 1, 1, 0), "end": position(1, 3, 3, 2) });
    let expected = json!({
        "schema_version": 1,
        "tool": { "name": "claimlint", "version": env!("CARGO_PKG_VERSION") },
        "summary": { "files": 2, "skipped": 1, "claims": 62, "errors": 1, "warnings": 0, "infos": 0,
                     "suppressed": 2, "baselined": 3, "not_shown": 4, "fixable": 1,
                     "fixable_unsafe": 0, "fixed": 5 },
        "diagnostics": [ {
            "rule": "verified-count-mismatch",
            "category": "count",
            "level": "error",
            "message": "14 are said, 13 carry ✓",
            "path": "reports/a.txt",
            "range": first,
            "label": "stated here",
            "related": [
                { "path": "reports/a.txt", "message": "13 of 14 rows carry ✓",
                  "range": { "start": position(2, 3, 3, 16), "end": position(2, 5, 5, 18) } },
                { "path": "reports/b.txt", "message": "and there", "fingerprint": "aa".repeat(16), "range": first },
            ],
            "help": "correct the number or the marks",
            "fix": { "applicability": "safe", "message": "write 13", "edits": [ { "range": first, "content": "13" } ] },
            "fingerprint": "0f3b9c0f3b9c0f3b9c0f3b9c0f3b9c0f",
            "url": "https://claimlint.github.io/rules/count/verified-count-mismatch",
        } ],
    });
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), expected);
    // Readable: the head, then each finding on a line of its own.
    assert_eq!(text.lines().count(), 6);

    let line = rendered(Format::Jsonl, &outcome, &sources, 80);
    assert_eq!(line.lines().count(), 1);
    assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), expected["diagnostics"][0]);
}

#[test]
fn no_findings_make_an_empty_list() {
    assert_eq!(parsed(Vec::new(), &[])["diagnostics"], json!([]));
    assert_eq!(rendered(Format::Jsonl, &outcome(Vec::new(), &[]), &[], 80), "");
}

#[test]
fn many_findings_stay_in_order() {
    let sources = [source("a", &"x".repeat(20_000))];
    let shown = (0..20_000).map(|n| {
        let mut one = finding("", Label::new(place(0, n, n + 1), ""));
        one.level = Level::Info;
        one.help = None;
        one
    });
    let object = parsed(shown.collect(), &sources);
    let all = object["diagnostics"].as_array().unwrap();
    assert_eq!(all.len(), 20_000);
    assert!(all.iter().enumerate().all(|(n, one)| one["range"]["start"]["offset"] == n && one.get("help").is_none()));
}

#[test]
fn columns_in_every_unit() {
    // A byte order mark, ASCII, a check mark, a combining accent, Chinese, an astral letter, a tab; CRLF, CR, LF.
    let text = "\u{feff}a ✓ e\u{301} 漢字 𝔸\tz1\r\n𝔸z2\rz3\nz4";
    let table = [
        // needle, line, column, UTF-16 column, offset
        ("a", 1, 2, 2, 3),
        ("✓", 1, 4, 4, 5),
        ("e", 1, 6, 6, 9),
        ("\u{301}", 1, 7, 7, 10),
        ("漢", 1, 9, 9, 13),
        ("字", 1, 10, 10, 16),
        ("𝔸", 1, 12, 12, 20),
        ("\t", 1, 13, 14, 24),
        ("z1", 1, 14, 15, 25),
        ("z2", 2, 2, 3, 33),
        ("z3", 3, 1, 1, 36),
        ("z4", 4, 1, 1, 39),
    ];
    let sources = [source("a.txt", text)];
    for (needle, line, column, utf16, offset) in table {
        let object = parsed(vec![finding("", Label::new(at(&sources, 0, needle), ""))], &sources);
        let range = &object["diagnostics"][0]["range"];
        assert_eq!(range["start"], position(line, column, utf16, offset), "{needle:?}");
        let chars = u32::try_from(needle.chars().count()).unwrap();
        let units = u32::try_from(needle.encode_utf16().count()).unwrap();
        let bytes = u32::try_from(needle.len()).unwrap();
        assert_eq!(range["end"], position(line, column + chars, utf16 + units, offset + bytes), "{needle:?}");
    }
}

#[test]
fn hostile_text_is_escaped_and_reads_back() {
    let sources = [source("a\u{1b}\u{9b}.txt", "x")];
    let message = "\u{202e}evil\n\u{200b}\u{2028}\u{85}\u{7f}\u{feff}\"\\";
    let outcome = outcome(vec![finding(message, Label::new(place(0, 0, 1), "\u{2066}"))], &sources);
    let text = rendered(Format::Json, &outcome, &sources, 80);
    assert!(text.chars().all(|c| c == '\n' || !super::super::escape::is_harmful(c)), "{text:?}");
    let object: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(object["diagnostics"][0]["message"], message);
    assert_eq!(object["diagnostics"][0]["path"], "a\u{1b}\u{9b}.txt");
}
