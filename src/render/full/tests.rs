use proptest::prelude::*;

use super::super::testing::{at, finding, outcome, place, rendered, rule, source};
use super::super::{Format, Style, escape, render};
use crate::finding::{Finding, Label, Level};
use crate::source::Source;

/// What one finding looks like at 80 columns, after an empty line, without the last line.
fn drawn(finding: Finding, sources: &[Source]) -> String {
    let all = rendered(Format::Full, &outcome(vec![finding], sources), sources, 80);
    let (body, last) = all.trim_end().rsplit_once('\n').unwrap();
    assert!(last.starts_with("1 error in 1 of "), "{last}");
    format!("\n{}\n", body.trim_end())
}

/// A line of 50 characters, 40 times.
fn long_line() -> String {
    "The five boxing wizards jump quickly over a dog.  ".repeat(40)
}

#[test]
fn a_label_far_to_the_right_is_brought_into_view() {
    let text = format!("Title\n\n{}14 verified by hand, as said. {}\n", &long_line()[..1200], &long_line()[..770]);
    let sources = [source("reports/a.txt", &text)];
    let label = Label::new(at(&sources, 0, "14"), "stated here");
    let one = finding("14 claims are said to be independently verified, but 13 rows carry ✓", label);
    assert_eq!(
        drawn(one, &sources),
        r"
error[verified-count-mismatch]: 14 claims are said to be independently
  │ verified, but 13 rows carry ✓
   ╭─[reports/a.txt:3:1201]
 3 │ …ds jump quickly over a dog.  14 verified by hand, as said. The five boxin…
   ·                               ─┬
   ·                                ╰── stated here
   ╰────
  help: correct the number or the marks
   see: claimlint rule verified-count-mismatch
"
    );
}

#[test]
fn two_labels_far_apart_on_one_line_get_an_excerpt_each() {
    let line = long_line();
    let text = format!("{}14 verified. {}13 retrieved. {}\n", &line[..200], &line[..900], &line[..800]);
    let sources = [source("reports/a.txt", &text)];
    let mut one = finding("13 are retrieved, but 14 verified", Label::new(at(&sources, 0, "13"), "13 here"));
    one.related.push(Label::new(at(&sources, 0, "14"), "14 there"));
    assert_eq!(
        drawn(one, &sources),
        r"
error[verified-count-mismatch]: 13 are retrieved, but 14 verified
   ╭─[reports/a.txt:1:1114]
 1 │ …ards jump quickly over a dog.  13 retrieved. The five boxing wizards jump…
   ·                                 ─┬
   ·                                  ╰── 13 here
   ╰────
   ╭─[reports/a.txt:1:201]
 1 │ …rds jump quickly over a dog.  14 verified. The five boxing wizards jump q…
   ·                                ─┬
   ·                                 ╰── 14 there
   ╰────
  help: correct the number or the marks
   see: claimlint rule verified-count-mismatch
"
    );
}

#[test]
fn tabs_and_wide_characters_keep_carets_in_place() {
    let text = "Claim\tVerified\tConfidence\nÉcole 漢字 e\u{301}tude 𝔸 holds.\t✓\t0.27\n\nB holds.\t×\t0.31\n";
    let sources = [source("a.txt", text)];
    let mut one = finding("two rows", Label::new(at(&sources, 0, "✓"), "verified here"));
    one.related.push(Label::new(at(&sources, 0, "0.31"), "confidence of the other"));
    one.related.push(Label::new(at(&sources, 0, "0.27"), "its confidence"));
    assert_eq!(
        drawn(one, &sources),
        "
error[verified-count-mismatch]: two rows
   ╭─[a.txt:2:26]
 2 │ École 漢字 e\u{301}tude 𝔸 holds.   ✓   0.27
   ·                             ┬   ──┬─
   ·                             │     ╰── its confidence
   ·                             ╰── verified here
 3 │
 4 │ B holds.    ×   0.31
   ·                 ──┬─
   ·                   ╰── confidence of the other
   ╰────
  help: correct the number or the marks
   see: claimlint rule verified-count-mismatch
"
    );
}

#[test]
fn a_conflict_across_files_shows_ten_of_them() {
    let row = "The pretrained XLM-R Large model achieves state-of-the-art performance on many cross-lingual transfer tasks.";
    let sources: Vec<Source> = (0..13)
        .map(|n| {
            let mark = if n == 3 { '×' } else { '✓' };
            source(&format!("reports/{n:03}.txt"), &format!("Claim\tVerified\tConfidence\n{row}\t{mark}\t0.23\n"))
        })
        .collect();
    let refused = Label::new(at(&sources, 3, row), "refused, confidence 0.23").as_member();
    let mut one = finding("refused here, verified in 12 other reports", refused);
    one.rule = rule("conflicting-verdict", "cross-report");
    one.help = Some("decide which verdict holds".into());
    let verified = |n| Label::new(at(&sources, n, row), "verified, confidence 0.23").as_member();
    one.related.extend((0..13).filter(|&n| n != 3).map(verified));
    let shown = drawn(one, &sources);
    let excerpts: Vec<&str> = shown.lines().filter(|line| line.contains('╭')).collect();
    assert_eq!(excerpts.len(), 11);
    assert_eq!((excerpts[0], excerpts[10]), ("   ╭─[reports/003.txt:2:1]", "   ╭─[reports/010.txt:2:1]"));
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(
        format!("{}\n", lines[..11].join("\n")),
        r"
error[conflicting-verdict]: refused here, verified in 12 other reports
   ╭─[reports/003.txt:2:1]
 2 │ The pretrained XLM-R Large model achieves state-of-the-art performance on …
   · ────────────────────────────────────┬────────────────────────────────────
   ·                                     ╰── refused, confidence 0.23
   ╰────
   ╭─[reports/000.txt:2:1]
 2 │ The pretrained XLM-R Large model achieves state-of-the-art performance on …
   · ────────────────────────────────────┬────────────────────────────────────
   ·                                     ╰── verified, confidence 0.23
"
    );
    assert_eq!(
        lines[lines.len() - 4..].join("\n"),
        r"   ╰────
  +2 more places
  help: decide which verdict holds
   see: claimlint rule conflicting-verdict"
    );
}

#[test]
fn empty_places_are_pointed_at() {
    let sources = [source("a.txt", "One\n\nThree\n"), source("b.txt", "no line end")];
    let mut one = finding("nothing stands here", Label::new(place(0, 4, 4), "a blank line"));
    one.related.push(Label::new(place(0, 11, 11), "the end"));
    one.related.push(Label::new(place(1, 11, 11), "the other end"));
    assert_eq!(
        drawn(one, &sources),
        r"
error[verified-count-mismatch]: nothing stands here
   ╭─[a.txt:2:1]
 2 │
   · ▲
   · ╰── a blank line
 3 │ Three
 4 │
   · ▲
   · ╰── the end
   ╰────
   ╭─[b.txt:1:12]
 1 │ no line end
   ·            ▲
   ·            ╰── the other end
   ╰────
  help: correct the number or the marks
   see: claimlint rule verified-count-mismatch
"
    );
}

#[test]
fn long_labels_are_cut_and_overlapping_ones_kept_apart() {
    let sources = [source("a.txt", &format!("{}\nnext\n", &long_line()[..400]))];
    let words = "what is to be seen here takes more words than fit beside the place that it is about";
    let mut one = finding("a very long place", Label::new(place(0, 0, 400), words));
    one.related.push(Label::new(place(0, 4, 404), "two lines"));
    one.related.push(Label::new(at(&sources, 0, "wizards"), "inside the others"));
    assert_eq!(
        drawn(one, &sources),
        r"
error[verified-count-mismatch]: a very long place
   ╭─[a.txt:1:1]
 1 │ The five boxing wizards jump quickly over a dog.  The five boxing wizards …
   · ────────────────────────────────────┬────────────────────────────────────
   ·                                     ╰─┤ what is to be seen here takes more
   ·                                       │ words than fit beside the place
   ·                                       │ that it is about
   ╰────
   ╭─[a.txt:1:5]
 1 │ …five boxing wizards jump quickly over a dog.  The five boxing wizards jum…
   ·  ────────────────────────────────────┬────────────────────────────────────
   ·                                      ╰── two lines (to line 2)
   ╰────
   ╭─[a.txt:1:17]
 1 │ The five boxing wizards jump quickly over a dog.  The five boxing wizards …
   ·                 ───┬───
   ·                    ╰── inside the others
   ╰────
  help: correct the number or the marks
   see: claimlint rule verified-count-mismatch
"
    );
}

#[test]
fn hostile_text_is_spelled_out() {
    let sources = [source("a\u{1b}[2J.txt", "x\u{1b}[31m \u{202e}evil\u{7f} \u{85}\u{200b}\r\n")];
    let label = Label::new(at(&sources, 0, "evil"), "re\u{1b}]8;;http://x\u{7}d");
    let mut one = finding("two\nlines \u{202e}and\u{1b}[0m", label);
    one.help = Some("press\r\u{9b}".into());
    assert_eq!(
        drawn(one, &sources),
        r"
error[verified-count-mismatch]: two\nlines \u{202e}and\u{1b}[0m
   ╭─[a\u{1b}[2J.txt:1:9]
 1 │ x?[31m �evil? ·�
   ·         ──┬─
   ·           ╰── re\u{1b}]8;;http://x\u{7}d
   ╰────
  help: press\r\u{9b}
   see: claimlint rule verified-count-mismatch
"
    );
}

#[test]
fn a_byte_order_mark_is_visible_where_it_is_meant() {
    let sources = [source("a.txt", "\u{feff}Title\n")];
    let one = finding("a byte order mark", Label::new(place(0, 0, 3), "this one"));
    assert!(drawn(one, &sources).contains(" 1 │ \u{fffd}Title\n   · ┬\n"));
}

#[test]
fn colour_only_where_wanted() {
    let sources = [source("a.txt", "text")];
    let mut one = finding("message", Label::new(place(0, 0, 4), "label"));
    one.level = Level::Warning;
    let outcome = outcome(vec![one], &sources);
    let mut colored = Vec::new();
    render(Format::Full, &outcome, &sources, &Style { color: true, width: 80 }, &mut colored).unwrap();
    let colored = String::from_utf8(colored).unwrap();
    assert!(colored.starts_with("\u{1b}[33mwarning[verified-count-mismatch]:\u{1b}[0m message\n"), "{colored:?}");
    assert!(!rendered(Format::Full, &outcome, &sources, 80).contains('\u{1b}'));
}

#[test]
fn nothing_is_written_for_no_findings() {
    assert_eq!(rendered(Format::Full, &outcome(Vec::new(), &[]), &[], 80), "");
}

fn text() -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "word ",
        "é",
        "✓",
        "漢",
        "𝔸",
        "e\u{301}",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\u{1b}",
        "\u{202e}",
        "\u{9b}",
        "\u{feff}",
        "long words in a row, ",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..120).prop_map(|pieces| pieces.concat())
}

/// A place on character boundaries.
fn anywhere(sources: &[Source], (source, a, b): (usize, usize, usize)) -> crate::source::Place {
    let text = sources[source].text();
    let on_boundary = |at: usize| (0..=at % (text.len() + 1)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let (a, b) = (on_boundary(a), on_boundary(b));
    place(source, a.min(b), a.max(b))
}

proptest! {
    #[test]
    fn drawing_is_total_harmless_and_narrow(
        texts in [text(), text()],
        spots in prop::collection::vec((0..2_usize, 0..4000_usize, 0..4000_usize), 1..14),
        words in text(),
        width in 40..200_usize,
    ) {
        let words = format!("words {words}");
        let sources = texts.map(|text| source("reports/a.txt", &text));
        let mut labels = spots.iter().map(|&spot| Label::new(anywhere(&sources, spot), words.clone()));
        let mut one = finding(&words, labels.next().unwrap());
        one.related.extend(labels);
        one.help = Some(words.clone().into());
        let outcome = outcome(vec![one], &sources);
        for color in [false, true] {
            let mut out = Vec::new();
            render(Format::Full, &outcome, &sources, &Style { color, width }, &mut out).unwrap();
            let out = String::from_utf8(out).unwrap();
            let esc = |c| color && c == '\u{1b}';
            prop_assert!(out.chars().all(|c| c == '\n' || esc(c) || !escape::is_harmful(c)), "{}", out);
            prop_assert!(out.contains(['▲', '┬']), "{}", out);
            prop_assert!(!out.contains("Failed to read"), "{}", out);
            if !color {
                let excerpts = out.lines().filter(|line| line.contains(" │ ") && line.trim_start().starts_with(|c: char| c.is_ascii_digit()));
                for line in excerpts {
                    prop_assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{}\n{}", line, out);
                }
            }
        }
    }
}
