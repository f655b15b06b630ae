use super::super::testing::{at, finding, outcome, place, rendered, rule, source};
use super::super::{Format, Style, escape, render};
use crate::finding::{Finding, Label, Level};
use crate::source::Source;

/// What one finding looks like at 80 columns, without the last line.
fn drawn(finding: Finding, sources: &[Source]) -> String {
    let all = rendered(Format::Full, &outcome(vec![finding], sources), sources, 80);
    let (body, last) = all.trim_end().rsplit_once('\n').unwrap();
    assert!(last.ends_with("(62 claims)"), "{last}");
    assert!(all.lines().all(|line| line.chars().count() <= 80), "too wide:\n{all}");
    format!("\n{}", body.trim_end())
}

fn long_line() -> String {
    "The five boxing wizards jump quickly over lazy dogs. ".repeat(40)
}

#[test]
fn a_label_far_to_the_right_is_brought_into_view() {
    let text = format!("Title\n\n{}14 verified by hand, as is said.{}\n", &long_line()[..1200], long_line());
    let sources = [source("reports/a.txt", &text)];
    let label = Label::new(at(&sources, 0, "14"), "stated here");
    let shown = drawn(finding("14 claims are said to be verified, but 13 rows carry ✓", label), &sources);
    println!("{shown}");
}

#[test]
fn two_labels_far_apart_on_one_line_get_an_excerpt_each() {
    let text = format!("{}14 verified{}13 retrieved{}\n", &long_line()[..200], &long_line()[..900], long_line());
    let sources = [source("reports/a.txt", &text)];
    let mut finding = finding("two numbers", Label::new(at(&sources, 0, "13 retrieved"), "but this says 13"));
    finding.related.push(Label::new(at(&sources, 0, "14 verified"), "this says 14"));
    println!("{}", drawn(finding, &sources));
}

#[test]
fn tabs_and_wide_characters_keep_carets_in_place() {
    let text = "Claim\tVerified\tConfidence\nÉcole 漢字 e\u{301}tude 𝔸 holds.\t✓\t0.27\n\nB holds.\t×\t0.31\n";
    let sources = [source("a.txt", text)];
    let mut finding = finding("two rows", Label::new(at(&sources, 0, "✓"), "verified here"));
    finding.related.push(Label::new(at(&sources, 0, "0.31"), "confidence of the other"));
    finding.related.push(Label::new(at(&sources, 0, "0.27"), "its confidence"));
    println!("{}", drawn(finding, &sources));
}

#[test]
fn a_conflict_across_files_shows_ten_of_them() {
    let row =
        "The pretrained XLM-R Large model achieves state-of-the-art performance on many zero-shot cross-lingual transfer tasks.";
    let sources: Vec<Source> = (0..13)
        .map(|n| {
            source(
                &format!("reports/{n:03}.txt"),
                &format!("Title\n\nClaim\tVerified\tConfidence\n{row}\t{}\t0.23\n", if n == 3 { '×' } else { '✓' }),
            )
        })
        .collect();
    let mut finding = finding(
        "refused here, verified in 12 other reports",
        Label::new(at(&sources, 3, row), "refused, confidence 0.23").as_member(),
    );
    finding.rule = rule("conflicting-verdict", "cross-report");
    finding.help = Some("decide which verdict holds".into());
    for n in (0..13).filter(|&n| n != 3) {
        finding.related.push(Label::new(at(&sources, n, row), "verified, confidence 0.23").as_member());
    }
    println!("{}", drawn(finding, &sources));
}

#[test]
fn empty_places_are_pointed_at() {
    let sources = [source("a.txt", "One\n\nThree\n"), source("b.txt", "no line end")];
    let mut one = finding("nothing stands here", Label::new(place(0, 4, 4), "a blank line"));
    one.related.push(Label::new(place(0, 11, 11), "the end"));
    one.related.push(Label::new(place(1, 11, 11), "the other end"));
    println!("{}", drawn(one, &sources));
}

#[test]
fn a_label_longer_than_the_window_is_cut() {
    let text = format!("{}\nnext\n", &long_line()[..400]);
    let sources = [source("a.txt", &text)];
    let long = "what is to be seen here takes more words than fit beside the place that it is about, so it is wrapped";
    let mut one = finding("a very long place", Label::new(place(0, 0, 404), long));
    one.related.push(Label::new(at(&sources, 0, "wizards"), "inside the other"));
    println!("{}", drawn(one, &sources));
}

#[test]
fn hostile_text_is_spelled_out() {
    let sources = [source("a\u{1b}[2J.txt", "x\u{1b}[31m \u{202e}evil\u{7f} \u{85}\u{200b}\r\n")];
    let label = Label::new(at(&sources, 0, "evil"), "re\u{1b}]8;;http://x\u{7}d");
    let shown = drawn(finding("two\nlines \u{202e}and\u{1b}[0m", label), &sources);
    println!("{shown}");
}

#[test]
fn xx() {
    let sources = [source("a.txt", "evil")];
    let mut f = finding(
        "some message that is rather long and needs to be wrapped at the end of a terminal line, for sure",
        Label::new(place(0, 0, 4), "re"),
    );
    f.level = Level::Info;
    let mut out = Vec::new();
    render(Format::Full, &outcome(vec![f], &sources), &sources, &Style { color: true, width: 80 }, &mut out).unwrap();
    println!("{}", String::from_utf8(out).unwrap().replace('\u{1b}', "ESC"));
    let _ = escape::line("");
}
