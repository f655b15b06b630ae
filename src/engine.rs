//! [`lint`]: the one funnel from files to findings. Pure; threads over reports.
//!
//! Levels, suppression, selection and order are decided here and nowhere else.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::Plan;
use crate::corpus::{Corpus, Thresholds};
use crate::finding::{Finding, Level, stamp_fingerprints};
use crate::parse::{Vocabulary, parse};
use crate::report::Report;
use crate::rules::Sink;
use crate::source::{Source, SourceId, Span};

/// What came out of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The findings to be shown, by path, offset and rule.
    pub shown: Vec<Finding>,
    /// The reports that were selected and read, in order.
    pub reports: Vec<SourceId>,
    /// Their claims.
    pub claims: usize,
    /// Selected files that are no reports.
    pub not_reports: Vec<SourceId>,
    /// Files that were met, but are no reports or could not be read.
    pub skipped: usize,
    /// Findings that were left out because there were too many.
    pub not_shown: usize,
    /// Findings silenced by ignore entries.
    pub suppressed: usize,
    /// Findings that the baseline has.
    pub baselined: usize,
}

impl Outcome {
    /// Findings of a level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.shown.iter().filter(|finding| finding.level == level).count()
    }

    /// Findings with a repair that cannot change the meaning.
    #[must_use]
    pub fn fixable(&self) -> usize {
        self.shown.iter().filter(|finding| finding.has_safe_fix()).count()
    }
}

/// Lints the selected ones of `sources`, which are in the order of paths, and compares all of them.
///
/// # Panics
/// If `selected` is not as long as `sources`.
#[must_use]
pub fn lint(sources: &[Source], selected: &[bool], plan: &Plan) -> Outcome {
    assert_eq!(sources.len(), selected.len(), "every source is selected or not");
    let vocabulary = Vocabulary::built_in();
    let id = |index: usize| SourceId(u32::try_from(index).unwrap_or(u32::MAX));
    let read: Vec<(Option<Report<'_>>, Vec<Finding>)> = sources
        .par_iter()
        .enumerate()
        .map(|(index, source)| {
            let report = parse(source, id(index), vocabulary);
            let findings = report.as_ref().filter(|_| selected[index]).map_or_else(Vec::new, |report| check_report(report, plan));
            (report, findings)
        })
        .collect();

    let mut outcome = Outcome::default();
    let mut findings = Vec::new();
    let mut reports = Vec::with_capacity(read.len());
    for (index, (report, found)) in read.into_iter().enumerate() {
        findings.extend(found);
        match report {
            Some(report) => {
                if selected[index] {
                    outcome.reports.push(report.id);
                    outcome.claims += report.claims.len();
                }
                reports.push(report);
            }
            None if selected[index] => outcome.not_reports.push(id(index)),
            None => {}
        }
    }
    outcome.skipped = outcome.not_reports.len();

    let thresholds = plan.corpus_rules.iter().filter_map(|active| active.check.thresholds()).reduce(Thresholds::lowest);
    // Comparing is work: not without a rule that looks at it.
    let compared = if plan.corpus_rules.is_empty() { &[][..] } else { &reports[..] };
    let corpus = Corpus::new(compared, selected, thresholds.unwrap_or_default());
    let between: Vec<Vec<Finding>> = plan
        .corpus_rules
        .par_iter()
        .map(|active| {
            let mut sink = Sink::new(active.rule, active.level, active.level_is_users);
            active.check.check(&corpus, &mut sink);
            sink.into_findings()
        })
        .collect();
    findings.extend(between.into_iter().flatten());
    findings.retain(|finding| selected[finding.primary.place.source.0 as usize]);

    let mut findings = one_cause_one_finding(findings);
    findings.par_sort_by(|a, b| a.key().cmp(&b.key()).then_with(|| a.message.cmp(&b.message)));
    stamp_fingerprints(&mut findings, sources);
    outcome.shown = findings;
    // Many small parts: freeing them is work worth sharing.
    drop(corpus);
    reports.into_par_iter().for_each(drop);
    outcome
}

fn check_report(report: &Report<'_>, plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    for active in &plan.report_rules {
        let mut sink = Sink::new(active.rule, active.level, active.level_is_users);
        active.check.check(report, &mut sink);
        findings.append(&mut sink.into_findings());
    }
    findings
}

/// Leaves out a finding whose rule yields to another rule that has a finding on the same subject.
fn one_cause_one_finding(mut findings: Vec<Finding>) -> Vec<Finding> {
    let stronger: FxHashSet<&str> =
        findings.iter().flat_map(|finding| &finding.rule.meta.yields_to).map(String::as_str).collect();
    if stronger.is_empty() {
        return findings;
    }
    let mut subjects: FxHashMap<(&str, SourceId), Vec<Span>> = FxHashMap::default();
    for finding in findings.iter().filter(|finding| stronger.contains(finding.rule.id)) {
        subjects.entry((finding.rule.id, finding.primary.place.source)).or_default().push(finding.primary.subject);
    }
    for spans in subjects.values_mut() {
        spans.sort_unstable();
        // With each end the furthest one so far, one search tells whether any span reaches a place.
        let mut furthest = 0;
        for span in spans.iter_mut() {
            furthest = furthest.max(span.end);
            span.end = furthest;
        }
    }
    let explained = |finding: &Finding| {
        let subject = finding.primary.subject;
        finding.rule.meta.yields_to.iter().any(|rule| {
            let spans = subjects.get(&(rule.as_str(), finding.primary.place.source)).map_or(&[][..], Vec::as_slice);
            let before = spans.partition_point(|span| span.start <= subject.end);
            before > 0 && spans[before - 1].end >= subject.start
        })
    };
    let keep: Vec<bool> = findings.iter().map(|finding| !explained(finding)).collect();
    let mut keep = keep.into_iter();
    findings.retain(|_| keep.next().unwrap_or(true));
    findings
}
