//! Sections in another order than their names or their numbers say.

use serde::Deserialize;

use crate::finding::Label;
use crate::report::{Report, Section, SectionKind};
use crate::rules::{Draft, ReportRule, Sink, layout};
use crate::text;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionOrder {}

impl ReportRule for SectionOrder {
    fn check(&self, report: &Report<'_>, sink: &mut Sink) {
        let numbered: Vec<(&Section, u32)> = numbered(report);
        let wrong = |pair: &[(&Section, u32)]| pair[1].1 != pair[0].1 + 1;
        let by_name = misplaced(report);
        if by_name.is_none() && !numbered.windows(2).any(wrong) || !layout::is_of_seven(report) {
            return;
        }
        // A house may have an order of its own, as long as its numbers follow it.
        let own_order = numbered.len() >= 3 && !numbered.windows(2).any(wrong);
        if let Some((before, after)) = by_name.filter(|_| !own_order) {
            let [early, late] = [before, after].map(|section| text::quoted(report.text(section.name)));
            sink.push(
                Draft::new(
                    format!("\"{early}\" comes before \"{late}\""),
                    Label::new(report.place(after.heading), "this belongs first").about(after.heading),
                )
                .related(Label::new(report.place(before.heading), "before it"))
                .help("bring the sections into order"),
            );
            return;
        }
        for pair in numbered.windows(2).filter(|pair| wrong(pair)) {
            let ((before, last), (section, number)) = (pair[0], pair[1]);
            let gap = number.saturating_sub(last).saturating_sub(1);
            if explained_by_a_gap(report, before, section) || (gap > 0 && unnumbered_between(report, before, section) == gap) {
                continue;
            }
            let place = section.number.unwrap_or(section.heading);
            sink.push(
                Draft::new(
                    format!("section number {number} follows {last}"),
                    Label::new(report.place(place), "this number").about(section.heading),
                )
                .related(Label::new(report.place(before.number.unwrap_or(before.heading)), "after this one"))
                .help("number the sections in their order"),
            );
        }
    }
}

/// The sections with a number of one part, at the level of the first known section that has one.
fn numbered<'r>(report: &'r Report<'_>) -> Vec<(&'r Section, u32)> {
    let number = |section: &Section| report.text(section.number?).parse().ok().filter(|&number: &u32| number < 100);
    let first = report.sections.iter().find(|section| section.kind.is_some() && number(section).is_some());
    let Some(level) = first.map(|section| section.level) else { return Vec::new() };
    let level = report.sections.iter().filter(move |section| section.level == level);
    level.filter_map(|section| Some((section, number(section)?))).collect()
}

/// The first two neighbouring known sections of which the later belongs before the earlier.
fn misplaced<'r>(report: &'r Report<'_>) -> Option<(&'r Section, &'r Section)> {
    let mut seen = [false; SectionKind::ALL.len()];
    let mut last: Option<&Section> = None;
    for section in &report.sections {
        // Where the claims stand is a matter of style: before the limitations, or at the very top.
        let Some(kind) = section.kind.filter(|&kind| kind != SectionKind::Claims) else { continue };
        // What comes twice is another defect.
        if std::mem::replace(&mut seen[kind as usize], true) {
            continue;
        }
        if let Some(before) = last.filter(|before| before.kind > section.kind) {
            return Some((before, section));
        }
        last = Some(section);
    }
    None
}

/// True when a section that the layout has between the two is missing, which explains the gap.
fn explained_by_a_gap(report: &Report<'_>, before: &Section, after: &Section) -> bool {
    let (Some(from), Some(to)) = (before.kind, after.kind) else { return false };
    SectionKind::ALL.into_iter().any(|kind| from < kind && kind < to && report.section(kind).is_none())
}

/// How many known sections between the two have no number, though they count: `3 Results`, `## Limitations`, `5 Claims`.
fn unnumbered_between(report: &Report<'_>, before: &Section, after: &Section) -> u32 {
    let between = |section: &&Section| section.heading > before.heading && section.heading < after.heading;
    let unnumbered = |section: &&Section| section.kind.is_some() && section.number.is_none();
    report.sections.iter().filter(between).filter(unnumbered).map(|_| 1).sum()
}
