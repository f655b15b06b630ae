//! What the rules say of small corpora, built without a parser.

use crate::catalogue::Catalogue;
use crate::corpus::{Corpus, Thresholds};
use crate::cue::Cues;
use crate::finding::{Finding, Findings, Level};
use crate::report::{Claim, ClaimForm, Confidence, Dialect, Report, Verdict, VerdictClass, VerdictForm};
use crate::rules::{Check, Sink, Weight};
use crate::source::{Source, SourceId, Span};

/// Lines `claim TAB mark TAB confidence`; a mark is ✓, ×, ? (not enough information), ~ (mixed) or a word.
fn source(name: &str, rows: &str) -> Source {
    Source::new(name, name, rows.as_bytes().to_vec())
}

fn report(source: &Source, id: u32) -> Report<'_> {
    let span = |start: usize, len: usize| Span::of(start..start + len);
    let mut claims = Vec::new();
    for line in 0..source.line_count() {
        let row = source.line(line);
        let cells: Vec<&str> = source.slice(row).split('\t').collect();
        let [text, mark, confidence] = cells[..] else { continue };
        let start = row.start as usize;
        let class = match mark {
            "✓" | "TRUE" => VerdictClass::Supported,
            "×" | "FALSE" => VerdictClass::Refuted,
            "?" => VerdictClass::NotEnoughInfo,
            _ => VerdictClass::Mixed,
        };
        let form = if mark.is_ascii() && mark.len() > 1 { VerdictForm::Word } else { VerdictForm::Mark };
        let mark_at = start + text.len() + 1;
        let confidence = span(mark_at + mark.len() + 1, confidence.len());
        claims.push(Claim {
            form: ClaimForm::Row,
            row,
            text: span(start, text.len()),
            key: crate::corpus::key::normalised_hash(text),
            verdict: Some(Verdict { span: span(mark_at, mark.len()), word: None, class: Some(class), form }),
            confidence: Some(Confidence { span: confidence, value: None, percent: false }),
        });
    }
    Report { claims, ..Report::new(source, SourceId(id), Dialect::Plain) }
}

fn check(rule: &str, files: &[(&str, &str)], selected: &[bool]) -> Findings {
    let sources: Vec<Source> = files.iter().map(|(name, rows)| source(name, rows)).collect();
    let reports: Vec<Report<'_>> = (0..).zip(&sources).map(|(id, source)| report_with_table(source, id)).collect();
    let rule = Catalogue::built_in().get(rule).expect("the rule is registered");
    let Check::Corpus(build) = rule.check else { panic!("a rule about the corpus") };
    let corpus = Corpus::new(&reports, selected, Thresholds::default());
    let mut sink = Sink::new(rule);
    build(rule.meta.params.clone()).expect("its parameters are its page's").check(&corpus, &mut sink);
    sink.into_findings(|_| Some(Weight { level: rule.meta.level, is_users: false })).collect()
}

fn report_with_table(source: &Source, id: u32) -> Report<'_> {
    let mut report = report(source, id);
    let claims = 0..report.claims.len();
    report.tables.push(crate::report::Table { section: None, header: None, confidence_head: None, claims });
    report
}

fn lines(finding: &Finding) -> Vec<String> {
    let mut lines = vec![format!("{} [{}]", finding.message, finding.primary.text)];
    lines.extend(finding.related.iter().map(|label| format!("{}: {}", label.place.source.0, label.text)));
    lines
}

const A: (&str, &str) = ("a.txt", "The adapter works.\t✓\t0.15\nAnother claim stands here.\t✓\t0.2");
const B: (&str, &str) = ("b.txt", "the adapter works\t×\t0.15");

#[test]
fn one_text_with_two_verdicts() {
    let findings = check("conflicting-verdict", &[A, B], &[true, true]);
    assert_eq!(findings.len(), 1);
    assert_eq!(
        lines(&findings[0]),
        ["refused here, verified in a.txt:1 [refused here, confidence 0.15]", "0: verified here, confidence 0.15"]
    );
    assert_eq!(findings[0].level, Level::Error);
    let seen = check("conflicting-verdict", &[A, B], &[true, false]);
    assert_eq!(lines(&seen[0])[0], "verified here, refused in b.txt:1 [verified here, confidence 0.15]");
    assert!(check("conflicting-verdict", &[A, B], &[false, false]).is_empty());
}

#[test]
fn inside_one_report_and_of_other_classes() {
    let both = [("a.txt", "The adapter works.\tTRUE\t\nThe adapter works.\tFALSE\t")];
    assert_eq!(lines(&check("conflicting-verdict", &both, &[true])[0])[0], "FALSE here, TRUE in line 1 [FALSE here]");
    for (mark, level, word) in [("?", Level::Warning, "undecided"), ("~", Level::Info, "partly verified")] {
        let rows = format!("The adapter works.\t{mark}\t");
        let findings = check("conflicting-verdict", &[A, ("b.txt", &rows)], &[true, true]);
        assert_eq!((findings[0].level, findings[0].message.as_str()), (level, &*format!("{word} here, verified in a.txt:1")));
    }
}

#[test]
fn nearly_one_claim() {
    let a = ("a.txt", "The suite aims to compare zero-shot transfer across many rare languages.\t✓\t0.21");
    let b = ("b.txt", "The suite compares zero-shot transfer across many rare languages.\t×\t0.14");
    let findings = check("near-duplicate-conflicting-verdict", &[a, b], &[true, true]);
    assert_eq!(
        lines(&findings[0]),
        [
            "nearly the same claim is verified in a.txt:1 [refused here, confidence 0.14]",
            "0: verified here, confidence 0.21; differs in \"aims to\""
        ]
    );
    assert!(check("conflicting-verdict", &[a, b], &[true, true]).is_empty());
}

#[test]
fn a_whole_and_its_parts() {
    let whole = "Delta shows consistent gains with many tasks, whereas Gamma loses two points overall.";
    let part = "Gamma loses two points.\t×\t0.09";
    let verified = format!("{whole}\t✓\t0.17");
    let findings = check("compound-verdict-conflict", &[("a.txt", &verified), ("b.txt", part)], &[true, true]);
    assert_eq!(
        lines(&findings[0]),
        ["refused here, but verified as part of a.txt:1 [refused here, confidence 0.09]", "0: this part of a verified claim"]
    );
    let clause = findings[0].related[0].place.span.range();
    assert_eq!(&verified[clause], "Gamma loses two points overall.");
    let seen = check("compound-verdict-conflict", &[("a.txt", &verified), ("b.txt", part)], &[true, false]);
    assert_eq!(seen[0].message, "verified here, but its part is refused in b.txt:1");
    let refused = format!("{whole}\t×\t0.17");
    let parts = "Delta shows consistent gains with many tasks.\t✓\t0.3\nGamma loses two points.\t✓\t0.2";
    let findings = check("compound-verdict-conflict", &[("a.txt", &refused), ("b.txt", parts)], &[true, true]);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].message, "refused here, but each of its parts is verified, the first in b.txt:1");
    assert_eq!(findings[0].related.len(), 2);
}

#[test]
fn one_abstract_under_two_titles() {
    use crate::report::{Paragraph, Section, SectionKind};
    let text = "This abstract is long enough to be compared, because it says at length what was done, how, and what came of it.";
    let sources: Vec<Source> = ["One title", "Another title", "one  title."]
        .into_iter()
        .map(|title| source(&format!("{title}.txt"), &format!("{title}\nAbstract\n{text}")))
        .collect();
    let reports: Vec<Report<'_>> = (0..)
        .zip(&sources)
        .map(|(id, source)| {
            let [title, heading, body] = [0, 1, 2].map(|line| source.line(line));
            let kind = Some(SectionKind::Abstract);
            let section = Section { kind, number: None, name: heading, heading, level: 1, body };
            let paragraphs = vec![Paragraph { span: body, section: Some(0), cues: Cues::default() }];
            Report { title: Some(title), sections: vec![section], paragraphs, ..report(source, id) }
        })
        .collect();
    let rule = Catalogue::built_in().get("shared-abstract").expect("the rule is registered");
    let Check::Corpus(build) = rule.check else { panic!("a rule about the corpus") };
    let run = |reports: &[Report<'_>], selected: &[bool]| {
        let mut sink = Sink::new(rule);
        let check = build(rule.meta.params.clone()).expect("it has no parameters");
        check.check(&Corpus::new(reports, selected, Thresholds::default()), &mut sink);
        sink.into_findings(|_| Some(Weight { level: rule.meta.level, is_users: false }))
            .map(|found| lines(&found))
            .collect::<Vec<_>>()
    };
    let expected = ["2 reports with different titles share this abstract [this abstract]", "1: the same abstract"];
    assert_eq!(run(&reports, &[true; 3]), [expected]);
    assert_eq!(run(&reports, &[false; 3]), Vec::<Vec<String>>::new());
    let [_, b, _] = <[Report<'_>; 3]>::try_from(reports).expect("three reports");
    assert_eq!(run(&[b], &[true; 3]), Vec::<Vec<String>>::new());
}
