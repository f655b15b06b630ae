//! Declared checks of every kind, and every fault of one. What the policy rules say stands in their pages.

use super::*;
use crate::catalogue::Catalogue;
use crate::finding::{Finding, Level};
use crate::parse::{Vocabulary, parse};
use crate::rules::Weight;
use crate::source::{Source, SourceId};

const REPORT: &str = "Naps, Sleep, and Recall\n\nA. Author\n\nJune 1, 2026\n\nAbstract\n\nWe ask whether naps\nrestore alertness.\n\n\
    2 Methodology\n\nA search of three databases yielded 4 papers.\n\n3 Results\n\n4 papers retrieved. 4 claims extracted; 2 verified. \
    Quality review score: 62/100.\n\n4 Limitations\n\nReaders should consult  primary sources.\n\n5 Extracted Claims\n\n\
    Claim\tVerified\tConfidence\nNaps restore alertness.\t✓\t33%\nNaps prove that sleep helps.\t✓\t71%\nNaps raise wages.\t×\t8%\n\
    Naps lower wages.\tmaybe\t9%\n\nReferences\n\n- <https://example.org/naps>\n- <http://arxiv.org/abs/2005.13013v1>\n\
    - <http://arxiv.org/abs/2005.13013v2>\n- Smith (2020). A title of some words. Journal of Sleep.\n";

/// `line:column: message`, each with its related places behind `<-`.
fn says(front: &str) -> Vec<String> {
    says_of(front, REPORT)
}

fn says_of(front: &str, text: &str) -> Vec<String> {
    let declared = read(front, &toml::Table::new()).unwrap_or_else(|faults| panic!("{faults:?}"));
    let source = Source::new("report.txt", "report.txt", text.as_bytes().to_vec());
    let report = parse(&source, SourceId(0), Vocabulary::built_in()).expect("a report");
    let mut sink = Sink::new(Catalogue::built_in().rules()[0]);
    declared.check(&report, &mut sink);
    let at = |label: &Label| {
        let place = source.position(label.place.span.start);
        format!("{}:{}", place.line, place.column)
    };
    let line = |finding: &Finding| {
        let related: String = finding.related.iter().map(|label| format!(" <- {} {}", at(label), label.text)).collect();
        format!("{} {}{related}", at(&finding.primary), finding.message)
    };
    sink.into_findings(|_| Some(Weight { level: Level::Error, is_users: false })).map(|found| line(&found)).collect()
}

fn check(rest: &str) -> Vec<String> {
    says(&format!("[check]\n{rest}\n"))
}

#[test]
fn bounds_on_every_quantity() {
    let bound = |quantity: &str, limits: &str| check(&format!("kind = \"bound\"\nquantity = {quantity:?}\n{limits}"));
    assert_eq!(bound("score", "min = 6.5"), ["18:75 the score is 62/100, below 6.5/10"]);
    assert_eq!(bound("score", "min = 62\nscale = 100"), [""; 0]);
    assert_eq!(bound("score", "max = 0.6\nscale = 1"), ["18:75 the score is 62/100, above 0.6/1"]);
    assert_eq!(bound("claims", "min = 5"), ["24:1 4 claims, fewer than 5"]);
    assert_eq!(bound("claims", "max = 3"), ["24:1 4 claims, more than 3"]);
    assert_eq!(bound("verified-claims", "min = 4"), ["24:1 2 to 3 verified claims, fewer than 4"]);
    assert_eq!(bound("verified-claims", "min = 3"), [""; 0], "the unread verdict may be the third");
    assert_eq!(bound("refuted-claims", "max = 0\nmark = \"each\""), ["29:1 1 to 2 refuted claims, more than 0"]);
    assert_eq!(bound("verified-share", "min = 0.8"), ["24:1 2 to 3 of 4 claims verified, less than 0.8"]);
    assert_eq!(bound("verified-share", "min = 0.75"), [""; 0]);
    assert_eq!(bound("verified-confidence", "min = 0.5"), ["27:27 verified with confidence 33%, below 50%"]);
    assert_eq!(bound("confidence", "max = 0.7"), ["28:32 confidence 71% is above 70%"]);
    assert_eq!(bound("references", "min = 4"), ["32:1 3 references, fewer than 4"], "two versions are one work");
    assert_eq!(bound("reference-hosts", "min = 3"), [""; 0], "the printed reference may be on a third host");
    assert_eq!(bound("reference-hosts", "min = 4"), ["32:1 2 to 3 hosts of references, fewer than 4"]);
    assert_eq!(bound("papers", "min = 5"), ["14:37 4 papers, fewer than 5 <- 18:1 4 here"]);
    assert_eq!(bound("databases", "min = 4"), ["14:13 3 databases, fewer than 4"]);
    assert_eq!(bound("stated-verified-claims", "min = 5"), ["18:41 2 verified claims, fewer than 5"]);
    assert_eq!(bound("title-length", "max = 20"), ["1:1 the title has 23 characters, more than 20"]);
    assert_eq!(bound("abstract-length", "max = 20"), ["9:1 the abstract has 38 characters, more than 20"]);
    assert_eq!(bound("claim-length", "max = 25"), ["28:1 the claim has 28 characters, more than 25"]);
    assert_eq!(
        says_of(
            "[check]\nkind = \"bound\"\nquantity = \"score\"\nmin = 6",
            "## Claims\n\n| Claim | Verdict |\n|--|--|\n| A. | ✅ |\n"
        ),
        [""; 0]
    );
}

#[test]
fn patterns_that_must_and_must_not_stand_in_a_place() {
    let pattern = |place: &str, pattern: &str, expect: &str| {
        check(&format!("kind = \"pattern\"\nplace = {place}\npattern = '{pattern}'\nexpect = {expect:?}"))
    };
    let absent = |place: &str, expression: &str| pattern(place, expression, "absent");
    assert_eq!(absent("\"claims\"", r"\bprove[sd]?\b"), ["28:6 \"prove\" stands in the claim"]);
    assert_eq!(absent("\"verified-claims\"", "wages"), [""; 0]);
    assert_eq!(
        absent("\"references\"", "http:"),
        ["35:4 \"http:\" stands in the reference", "36:4 \"http:\" stands in the reference"]
    );
    // However it is wrapped.
    assert_eq!(absent("\"abstract\"", "naps restore"), ["9:16 \"naps restore\" stands in section \"Abstract\""]);
    assert_eq!(absent("\"report\"", "consult primary"), ["22:16 \"consult primary\" stands in the report"]);
    assert_eq!(absent("\"title\"", "^Naps"), ["1:1 \"Naps\" stands in the title"]);
    assert_eq!(absent("\"byline\"", "Author"), ["3:4 \"Author\" stands in the byline"]);
    assert_eq!(absent("{ section = \"limitations\" }", "Readers"), ["22:1 \"Readers\" stands in section \"limitations\""]);
    let present = |place: &str, expression: &str| pattern(place, expression, "present");
    assert_eq!(present("\"limitations\"", "machine"), ["20:1 section \"Limitations\" does not say what it must"]);
    assert_eq!(present("\"limitations\"", "should consult primary sources"), [""; 0]);
    assert_eq!(present("\"introduction\"", "question"), ["10:19 section \"Introduction\" does not say what it must"]);
    assert_eq!(present("\"references\"", "^http"), ["37:3 the reference does not say what it must"], "each must say it");
    assert_eq!(present("\"prose\"", "alertness"), [""; 0]);
}

#[test]
fn parts_and_quantities_that_are_required() {
    let required = |what: &str| check(&format!("kind = \"required\"\n{what}"));
    assert_eq!(required("place = \"introduction\""), ["10:19 section \"Introduction\" is missing"]);
    assert_eq!(required("place = { section = \"Ethics\" }"), ["1:1 section \"ethics\" is missing"]);
    for there in
        ["place = \"limitations\"", "place = \"date\"", "place = \"byline\"", "quantity = \"score\"", "quantity = \"papers\""]
    {
        assert_eq!(required(there), [""; 0], "{there}");
    }
    let text = "3 Results\n\nGood.\n\n4 Limitations\n\n5 Claims\n\nClaim\tVerified\nNaps help.\t✓\n";
    let of = |what: &str| says_of(&format!("[check]\nkind = \"required\"\n{what}"), text);
    assert_eq!(of("place = \"limitations\""), ["5:1 section \"Limitations\" is empty"]);
    assert_eq!(of("quantity = \"score\""), ["1:1 the score is missing"]);
}

#[test]
fn quantities_that_must_agree() {
    let agree = |rest: &str| check(&format!("kind = \"agree\"\n{rest}"));
    assert_eq!(agree("left = \"references\"\nright = \"papers\""), ["32:1 3 references, but 4 papers <- 14:37 4 papers"]);
    assert_eq!(agree("left = \"references\"\nright = \"papers\"\nrelation = \"at-most\""), [""; 0]);
    assert_eq!(
        agree("left = \"references\"\nright = \"papers\"\nrelation = \"at-least\""),
        ["32:1 3 references, fewer than 4 papers <- 14:37 4 papers"]
    );
    assert_eq!(agree("left = \"stated-verified-claims\"\nright = \"verified-claims\""), [""; 0], "2 or 3 are marked");
    assert_eq!(agree("left = \"stated-claims\"\nright = \"claims\""), [""; 0]);
}

#[test]
fn conditions_and_words_of_the_page() {
    let bound = "kind = \"bound\"\nquantity = \"references\"\nmin = 9\n";
    let with = |rest: &str| check(&format!("{bound}{rest}"));
    let when = |when: &str| with(&format!("when = {when}\nmessage = \"{{when}}: {{value}} of {{limit}}\""));
    assert_eq!(
        when("{ quantity = \"databases\", min = 2 }"),
        ["32:1 three databases: 3 references of 9 <- 14:13 \"three databases\""]
    );
    assert_eq!(when("{ quantity = \"databases\", max = 2 }"), [""; 0]);
    assert_eq!(when("{ quantity = \"verified-claims\", min = 3 }"), [""; 0], "not for certain");
    assert_eq!(
        when("{ place = \"results\", pattern = 'Quality \\w+' }"),
        ["32:1 Quality review: 3 references of 9 <- 18:53 \"Quality review\""]
    );
    assert_eq!(when("[{ quantity = \"papers\", min = 1 }, { quantity = \"claims\", min = 5 }]"), [""; 0]);
    let two = format!("[[check]]\n{bound}[[check]]\nkind = \"required\"\nplace = \"introduction\"\nhelp = \"write it\"\n");
    assert_eq!(says(&two), ["32:1 3 references, fewer than 9", "10:19 section \"Introduction\" is missing"]);
}

#[test]
fn parameters_are_set_in() {
    let params: toml::Table = "minimum = 2.50\nwords = \"x|y\"\nlow = \"five\"".parse().unwrap();
    let read = |rest: &str| read(&format!("[check]\n{rest}"), &params);
    let bound = "kind = \"bound\"\nquantity = \"score\"\n";
    assert!(read(&format!("{bound}min = \"{{minimum}}\"\nmessage = \"below {{minimum}}\"")).is_ok());
    let faults = read(&format!("{bound}min = \"{{low}}\"")).unwrap_err();
    assert_eq!(faults[0].message, "the parameter `low` must be a decimal number, not \"five\"");
    let pattern = "kind = \"pattern\"\nplace = \"title\"\nexpect = \"absent\"\n";
    let declared = read(&format!("{pattern}pattern = '\\p{{words}}'")).unwrap_err();
    assert!(declared[0].message.starts_with("this expression cannot be read"), "a class of characters is no parameter");
    assert!(read(&format!("{pattern}pattern = '({{words}}){{2,3}}'")).is_ok());
}

#[test]
fn every_fault_has_its_place() {
    #[track_caller]
    fn fault(check: &str, at: &str, message: &str, help: &str) {
        let front = format!("[check]\n{check}\n");
        let faults = read(&front, &toml::Table::new()).expect_err("a fault");
        let [only] = &faults[..] else { panic!("one fault, not {faults:#?}") };
        assert_eq!((&front[only.span.clone()], only.message.as_str(), only.help.as_str()), (at, message, help));
    }
    let bound = "kind = \"bound\"\nquantity = \"score\"\nmin = 6";
    fault("kind = \"bond\"", "\"bond\"", "there is no kind of check named \"bond\"", "did you mean bound?");
    fault(&bound.replace("score", "scores"), "\"scores\"", "there is no quantity named \"scores\"", "did you mean score?");
    fault(&bound.replace("min = 6", ""), "[check]", "`min` or `max` is missing", "");
    fault(&format!("{bound}\nmaxx = 7"), "maxx", "there is no key named \"maxx\"", "did you mean max?");
    fault(&bound.replace('6', "true"), "true", "`min` must be a decimal number, not a boolean", "");
    fault(&bound.replace('6', "nan"), "nan", "`min` must be a decimal number, not nan", "");
    fault(&bound.replace('6', "\"{minimum}\""), "\"{minimum}\"", "`min` must be a decimal number, not \"{minimum}\"", "");
    fault(&format!("{bound}\nmax = 5"), "5", "`max` 5 is below `min` 6", "");
    fault(&format!("{bound}\nscale = 0"), "0", "a score cannot be out of 0", "");
    fault(&format!("{bound}\nmark = \"each\""), "\"each\"", "only claims can be marked each", "");
    fault(
        &format!("{bound}\nmessage = \"{{valu}}\""),
        "\"{valu}\"",
        "there is no value or parameter named \"valu\"",
        "did you mean value?",
    );
    fault(
        &format!("{bound}\nmessage = \"{{when}}\""),
        "\"{when}\"",
        "there is no value or parameter named \"when\"",
        "use one of value, limit",
    );
    fault(&format!("{bound}\nhelp = 3"), "3", "`help` must be a string, not an integer", "");
    fault(
        &format!("{bound}\nwhen = {{ place = \"prose\" }}"),
        "{ place = \"prose\" }",
        "a condition needs a `quantity` with `min` or `max`, or a `place` with a `pattern`",
        "",
    );
    let pattern = "kind = \"pattern\"\nplace = \"title\"\nexpect = \"absent\"\npattern = '(x'";
    fault(pattern, "'(x'", "this expression cannot be read: unclosed group", "");
    fault(&pattern.replace("(x", "x*"), "'x*'", "this expression matches the empty text, and so every text", "");
    let large = format!("'{}'", "(a{100}){100}".repeat(9));
    fault(
        &pattern.replace("'(x'", &large),
        &large,
        "this expression cannot be read: Compiled regex exceeds size limit of 1048576 bytes.",
        "",
    );
    let good = pattern.replace("(x", "x");
    fault(&good.replace("title", "titel"), "\"titel\"", "there is no place named \"titel\"", "did you mean title?");
    fault(&good.replace("absent", "never"), "\"never\"", "there is no expectation named \"never\"", "use one of present, absent");
    fault(
        &good.replace("\"title\"", "{ sectoin = \"a\", section = \"b\" }"),
        "sectoin",
        "there is no key named \"sectoin\"",
        "did you mean section?",
    );
    let agree = "kind = \"agree\"\nleft = \"claims\"\nright = \"papers\"";
    fault(&agree.replace("papers", "score"), "[check]", "claims and score cannot be compared", "");
    fault(
        &format!("{agree}\nrelation = \"same\""),
        "\"same\"",
        "there is no relation named \"same\"",
        "use one of equal, at-most, at-least",
    );
    assert_eq!(
        read("level = \"error\"\n", &toml::Table::new()).unwrap_err()[0].message,
        "the page declares no check: `[check]` is missing"
    );
    assert_eq!(read("check = 3\n", &toml::Table::new()).unwrap_err()[0].message, "expected a table, not an integer");
}
