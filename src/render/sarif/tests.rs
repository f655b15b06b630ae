use serde_json::{Value, json};

use super::super::testing::{at, finding, outcome, place, rendered, rule, source};
use super::super::{Format, limit_remark};
use crate::finding::{Applicability, Finding, Fingerprint, Fix, Label, Level, View};
use crate::ignore::Silenced;
use crate::source::Source;

fn parsed(shown: Vec<Finding>, sources: &[Source]) -> Value {
    serde_json::from_str(&rendered(Format::Sarif, &outcome(shown, sources), sources, 80)).unwrap()
}

#[test]
fn a_contradiction_between_two_files_is_a_result_in_each() {
    let sources = [source("reports/a b:✓.txt", "é 14\n"), source("reports/b.txt", "13\n\t𝔸 14")];
    let view = |message: &str, opposite| Some(View { message: message.to_owned(), opposite });
    let (here, there) = (at(&sources, 0, "14"), at(&sources, 1, "14"));
    let mut one = finding("refused here, verified in reports/b.txt:2", {
        Label::new(here, "refused [here]").as_member().seen(view("", there))
    });
    one.rule = rule("conflicting-verdict", "cross-report");
    one.primary.fingerprint = Fingerprint::read(&"aa".repeat(16));
    let mut member = Label::new(there, "verified here").as_member().seen(view("verified here, refused elsewhere", here));
    member.fingerprint = Fingerprint::read(&"bb".repeat(16));
    one.related.push(member);
    one.fix = Some(Box::new(Fix::new(Applicability::Unsafe, "write 13", here.span, "13")));
    let sarif = parsed(vec![one], &sources);
    let run = &sarif["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let location = |uri: &str, line: u32, start: u32, end: u32| {
        json!({
            "artifactLocation": { "uri": uri, "uriBaseId": "%SRCROOT%" },
            "region": { "startLine": line, "startColumn": start, "endLine": line, "endColumn": end },
        })
    };
    let a = location("reports/a%20b%3A%E2%9C%93.txt", 1, 3, 5);
    let b = location("reports/b.txt", 2, 4, 6);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    let hash = |line: &str| line.rsplit_once(':').map(|(_, ordinal)| ordinal.to_owned());
    assert_eq!(hash(results[0]["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap()), Some("1".to_owned()));
    assert_eq!(results[0]["partialFingerprints"]["claimlint/v1"], "aa".repeat(16));
    assert_eq!(results[1]["partialFingerprints"]["claimlint/v1"], "bb".repeat(16));
    assert_eq!(results[0]["locations"], json!([{ "physicalLocation": a }]));
    assert_eq!(results[1]["locations"], json!([{ "physicalLocation": b }]));
    let related = json!([{ "id": 1, "physicalLocation": b, "message": { "text": "verified here" } }]);
    assert_eq!(results[0]["relatedLocations"], related);
    assert_eq!(
        results[0]["message"]["text"],
        "Refused here, verified in reports/b.txt:2. See [verified here (reports/b.txt:2)](1). Correct the number or the marks."
    );
    assert_eq!(
        results[1]["message"]["text"],
        "Verified here, refused elsewhere. See [refused \\[here\\] (reports/a b:✓.txt:1)](1). Correct the number or the marks."
    );
    let change = json!({
        "artifactLocation": a["artifactLocation"],
        "replacements": [{ "deletedRegion": a["region"], "insertedContent": { "text": "13" } }],
    });
    assert_eq!(results[0]["fixes"][0]["artifactChanges"], json!([change]));
    assert_eq!(results[0]["fixes"][0]["properties"]["applicability"], "unsafe");
    // A repair lies in the file of the primary place.
    assert_eq!(results[1].get("fixes"), None);
    let described = &run["tool"]["driver"]["rules"][results[0]["ruleIndex"].as_u64().unwrap() as usize];
    assert_eq!((&described["id"], &described["name"]), (&json!("conflicting-verdict"), &json!("ConflictingVerdict")));
}

#[test]
fn several_results_of_a_rule_on_one_line_stay_apart() {
    let sources = [source("a.txt", "14 and 13")];
    let found = [("14", "aa"), ("13", "bb")].map(|(needle, fingerprint)| {
        let mut one = finding("said", Label::new(at(&sources, 0, needle), ""));
        one.primary.fingerprint = Fingerprint::read(&fingerprint.repeat(16));
        one
    });
    let sarif = parsed(found.into(), &sources);
    let hash =
        |n: usize| sarif["runs"][0]["results"][n]["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().to_owned();
    assert_eq!(hash(1), format!("{}:{}", hash(0), "bb".repeat(16)));
}

#[test]
fn what_github_refuses_is_left_out_and_said() {
    let sources = [source("a", &"x".repeat(25_010))];
    let found = |count: usize| {
        let one = |n| {
            let mut one = finding("said", Label::new(place(0, n, n + 1), ""));
            // The last ten are the heaviest.
            one.level = if n < 25_000 { Level::Warning } else { Level::Error };
            one
        };
        outcome((0..count).map(one).collect(), &sources)
    };
    assert_eq!(limit_remark(Format::Sarif, &found(5_000), &sources), None);
    let said = limit_remark(Format::Sarif, &found(25_000), &sources);
    assert_eq!(said.as_deref(), Some("GitHub shows 5000 of the 25000 results in SARIF, the heaviest"));
    let all = found(25_010);
    let said = limit_remark(Format::Sarif, &all, &sources);
    assert_eq!(said.as_deref(), Some("10 of 25010 results are left out of SARIF: GitHub takes 25000"));
    let sarif: Value = serde_json::from_str(&rendered(Format::Sarif, &all, &sources, 80)).unwrap();
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    assert_eq!(results.iter().filter(|result| result["level"] == "error").count(), 10);
    let columns = results.iter().map(|result| result["locations"][0]["physicalLocation"]["region"]["startColumn"].as_u64());
    assert!(columns.is_sorted());
    let said = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    assert_eq!(said, "10 results, the lightest, are left out: a run may have 25000.");
}

#[test]
fn what_is_silenced_says_so() {
    let sources = [source("a.txt", "14 and\n13")];
    let found = [("14", Silenced::Ignored("known [x]".to_owned())), ("13", Silenced::Baselined)].map(|(needle, silenced)| {
        let mut one = finding("said", Label::new(at(&sources, 0, needle), ""));
        one.silenced = Some(silenced);
        one
    });
    let outcome = outcome(found.into(), &sources);
    let sarif: Value = serde_json::from_str(&rendered(Format::Sarif, &outcome, &sources, 80)).unwrap();
    let result = |n: usize| &sarif["runs"][0]["results"][n];
    assert_eq!(result(0)["suppressions"], json!([{ "kind": "external", "justification": "known \\[x\\]" }]));
    assert_eq!(result(1)["suppressions"], json!([{ "kind": "external", "justification": "in the baseline" }]));
    assert_eq!((result(0).get("baselineState"), &result(1)["baselineState"]), (None, &json!("unchanged")));
    // Elsewhere it fails nothing and is no open issue.
    assert_eq!(rendered(Format::Gitlab, &outcome, &sources, 80), "[]\n");
    assert!(rendered(Format::Junit, &outcome, &sources, 80).contains("tests=\"2\" failures=\"0\""));
    assert!(rendered(Format::Github, &outcome, &sources, 80).lines().all(|line| line.starts_with("::notice ")));
}
