//! [`lint`]: the one funnel from files to findings. Pure; threads over reports.
//!
//! Levels, suppression, selection and order are decided here and nowhere else.

use std::cmp::Ordering;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::catalogue::Rule;
use crate::config::{CorpusRun, Plan, Plans, Silence, needs};
use crate::corpus::index::Fault;
use crate::corpus::index::select::Selection;
use crate::corpus::{Corpus, Needs, RelatedClaims};
use crate::finding::{Applicability, Finding, Findings, Fingerprint, Label, Level, stamp_fingerprints};
use crate::ignore::{Applied, Silenced, places, stamped};
use crate::parse::{parse, parse_compared};
use crate::report::Report;
use crate::rules::{Draft, Sink};
use crate::source::{Place, Source, SourceId, Span};

/// What came out of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The findings to be shown, by path, offset and rule.
    pub shown: Findings,
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
    /// The findings that are suppressed or baselined, in the same order; empty once they are among those shown.
    pub silenced: Findings,
    /// For each baseline, the numbers of its entries that are of no use any more.
    pub stale: Vec<Vec<usize>>,
    /// Findings that were repaired in their files, and so are not among those shown.
    pub fixed: usize,
    /// Findings by rule, those that are not shown too; only where they were asked for.
    pub statistics: Option<Vec<RuleCount>>,
}

/// How many findings a rule has at one level.
#[derive(Debug, Clone, Copy)]
pub struct RuleCount {
    /// The rule.
    pub rule: &'static Rule,
    /// The level.
    pub level: Level,
    /// Its findings.
    pub findings: usize,
    /// Those of them that have a safe repair.
    pub fixable: usize,
}

/// How many findings are shown, without those that are silenced.
#[derive(Debug, Clone, Copy, Default)]
pub struct Totals {
    /// Of level `error`.
    pub errors: usize,
    /// Of level `warning`.
    pub warnings: usize,
    /// Of level `info`.
    pub infos: usize,
    /// With a safe repair.
    pub fixable: usize,
    /// With an unsafe one.
    pub fixable_unsafe: usize,
}

impl Outcome {
    /// How many findings there are of each kind.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for finding in self.shown.iter().filter(|finding| finding.silenced.is_none()) {
            match finding.level {
                Level::Error => totals.errors += 1,
                Level::Warning => totals.warnings += 1,
                Level::Info => totals.infos += 1,
                Level::Off => {}
            }
            match finding.fix.as_ref().map(|fix| fix.applicability) {
                Some(Applicability::Safe) => totals.fixable += 1,
                Some(Applicability::Unsafe) => totals.fixable_unsafe += 1,
                None => {}
            }
        }
        totals
    }

    /// Findings of a level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.shown.iter().filter(|finding| finding.level == level && finding.silenced.is_none()).count()
    }

    /// Puts the silenced findings among those that are shown, each in its place, with the reason behind its message.
    pub fn show_silenced(&mut self) {
        for finding in &mut self.silenced {
            match &finding.silenced {
                Some(Silenced::Ignored(reason)) => finding.message.extend([" (suppressed: ", reason, ")"]),
                Some(Silenced::Baselined) => finding.message.push_str(" (in the baseline)"),
                None => {}
            }
        }
        self.shown.append(&mut self.silenced);
        self.shown.sort_by(|a, b| in_order(a, b));
    }

    /// Leaves out all but the `most` gravest findings; of equally grave ones the first stay. The order stays, too.
    pub fn keep_at_most(&mut self, most: usize) {
        if self.shown.len() <= most {
            return;
        }
        let mut gravest: Vec<usize> = (0..self.shown.len()).collect();
        gravest.sort_by_key(|&index| std::cmp::Reverse(self.shown[index].level));
        let mut keep = vec![false; self.shown.len()];
        gravest[..most].iter().for_each(|&index| keep[index] = true);
        let before = self.shown.len();
        let mut keep = keep.into_iter();
        self.shown.retain(|_| keep.next().unwrap_or(true));
        self.not_shown += before - self.shown.len();
    }

    /// How many findings there are of each rule at each level, most first.
    #[must_use]
    pub fn counts(&self) -> Vec<RuleCount> {
        let mut counts: FxHashMap<(&str, Level), RuleCount> = FxHashMap::default();
        for finding in self.shown.iter().filter(|finding| finding.silenced.is_none()) {
            let (rule, level) = (finding.rule, finding.level);
            let count = counts.entry((rule.id, level)).or_insert(RuleCount { rule, level, findings: 0, fixable: 0 });
            count.findings += 1;
            count.fixable += usize::from(finding.has_fix(Applicability::Safe));
        }
        let mut counts: Vec<RuleCount> = counts.into_values().collect();
        counts.sort_by(|a, b| (b.findings, b.level, a.rule.id).cmp(&(a.findings, a.level, b.rule.id)));
        counts
    }

    /// Findings with a repair of that kind.
    #[must_use]
    pub fn fixable(&self, applicability: Applicability) -> usize {
        self.shown.iter().filter(|finding| finding.has_fix(applicability) && finding.silenced.is_none()).count()
    }
}

/// Lints the selected ones of `sources`, which are in the order of paths, each by its own plan, and compares all of them.
///
/// # Panics
/// If `selected` is not as long as `sources`.
#[must_use]
pub fn lint(sources: &[Source], selected: &[bool], plans: &Plans) -> Outcome {
    lint_related(sources, selected, plans, &RelatedClaims::default())
}

/// The same, when it is known which claims of some sources have to do with those that are selected.
///
/// # Panics
/// If `selected` is not as long as `sources`.
#[must_use]
pub fn lint_related(sources: &[Source], selected: &[bool], plans: &Plans, related: &RelatedClaims) -> Outcome {
    assert_eq!(sources.len(), selected.len(), "every source is selected or not");
    let id = |index: usize| SourceId(u32::try_from(index).unwrap_or(u32::MAX));
    // Without text there is no report; what an index knows is mostly not read, and a report is large.
    let may_have_text: Vec<usize> =
        (0..sources.len()).filter(|&index| selected[index] || !sources[index].is_here_and_empty()).collect();
    let read = |&index: &usize| {
        let source = &sources[index];
        if source.text().is_empty() || plans.is_input(id(index)) {
            return (None, Findings::new());
        }
        let plan = plans.of(id(index));
        let mut report = if selected[index] {
            parse(source, id(index), plan.vocabulary())
        } else {
            parse_compared(source, id(index), plan.vocabulary(), related.get(&id(index)).map(Vec::as_slice))
        };
        let findings =
            report.as_ref().filter(|_| selected[index]).map_or_else(Findings::new, |report| check_report(report, plan));
        if let Some(report) = &mut report {
            report.keep_compared();
        }
        (report, findings)
    };
    // In the order of sources, as that is how they arrive.
    let at_once = (may_have_text.len() / (64 * rayon::current_num_threads())).clamp(1, 64);
    let chunks = may_have_text.chunks(at_once).enumerate().par_bridge();
    // The number of a chunk, and what was found in its reports.
    type Chunk<'a> = (usize, Vec<(Option<Report<'a>>, Findings)>);
    let mut chunks: Vec<Chunk<'_>> = chunks.map(|(number, chunk)| (number, chunk.iter().map(read).collect())).collect();
    chunks.sort_unstable_by_key(|&(number, _)| number);

    let mut outcome = Outcome::default();
    // The findings of each file, by its number.
    let mut found: Vec<Findings> = Vec::new();
    found.resize_with(sources.len(), Findings::new);
    let mut reports: Vec<Report<'_>> = Vec::with_capacity(may_have_text.len());
    for (&index, (report, findings)) in may_have_text.iter().zip(chunks.into_iter().flat_map(|(_, chunk)| chunk)) {
        if selected[index] {
            found[index] = findings;
            match &report {
                Some(report) => {
                    outcome.reports.push(report.id);
                    outcome.claims += report.claims.len();
                }
                None if !plans.is_input(id(index)) => outcome.not_reports.push(id(index)),
                None => {}
            }
        }
        reports.extend(report);
    }
    outcome.skipped = outcome.not_reports.len();

    compare_reports(&reports, selected, plans, related, &mut found);
    found.par_iter_mut().with_max_len(1024).for_each(|findings| {
        one_cause_one_finding(findings);
        findings.sort_by(|a, b| in_order(a, b));
    });
    let mut findings = Findings::with_capacity(found.iter().map(Vec::len).sum());
    for own in found {
        findings.extend(own);
    }
    stamp_fingerprints(&mut findings, sources);
    outcome.stale = silence(&mut findings, &reports, sources, selected, plans);
    if findings.iter().any(|finding| finding.silenced.is_some()) {
        (outcome.silenced, outcome.shown) = findings.into_iter().partition(|finding| finding.silenced.is_some());
    } else {
        outcome.shown = findings;
    }
    outcome.baselined = outcome.silenced.iter().filter(|finding| finding.silenced == Some(Silenced::Baselined)).count();
    outcome.suppressed = outcome.silenced.len() - outcome.baselined;
    // Many small parts: freeing them is work worth sharing.
    reports.into_par_iter().with_max_len(1024).for_each(drop);
    outcome
}

/// The sources that have to be read, too, so that nothing is missed in the selected ones, when those that `is_read` says are:
/// all that are selected, and all that the index does not know as they are. And which of their claims have a part in it.
///
/// # Errors
/// When the index is damaged: then every source has to be read.
pub fn needed(
    sources: &[Source],
    is_read: impl Fn(usize) -> bool,
    selected: &[bool],
    plans: &Plans,
    selection: Selection<'_>,
) -> Result<RelatedClaims, Fault> {
    let read: Vec<SourceId> =
        (0..).zip(sources).filter(|&(index, _)| is_read(index as usize)).map(|(index, _)| SourceId(index)).collect();
    let report = |&id: &SourceId| {
        let source = &sources[id.0 as usize];
        if plans.is_input(id) { None } else { parse_compared(source, id, plans.of(id).vocabulary(), Some(&[])) }
    };
    let reports: Vec<Report<'_>> = read.par_iter().filter_map(report).collect();
    selection.needed(&reports, selected)
}

/// The order of findings: by path, offset and rule.
fn in_order(a: &Finding, b: &Finding) -> Ordering {
    a.key().cmp(&b.key()).then_with(|| a.message.cmp(&b.message))
}

fn check_report(report: &Report<'_>, plan: &Plan) -> Findings {
    let mut findings = Findings::new();
    for active in &plan.report_rules {
        let mut sink = Sink::new(active.rule);
        active.check.check(report, &mut sink);
        findings.extend(sink.into_findings(|_| Some(active.weight)));
    }
    findings
}

/// Adds to the findings of each file what the rules that compare reports find. A rule runs once for each set of parameters
/// that a plan gives it, and reports on the files of those plans; what a finding weighs is said by the plan of its primary
/// place.
fn compare_reports(reports: &[Report<'_>], selected: &[bool], plans: &Plans, related: &RelatedClaims, found: &mut [Findings]) {
    let runs = plans.corpus_runs();
    // Comparing is work: not without a rule that looks at it.
    if runs.is_empty() {
        return;
    }
    let check = |corpus: &Corpus<'_, '_>, run: &CorpusRun<'_>| -> Findings {
        let mut sink = Sink::new(run.rule);
        if run.is_everywhere() {
            run.check.check(corpus, &mut sink);
        } else {
            let at = |(source, &selected): (usize, &bool)| selected && run.weight(plans.number(source)).is_some();
            let selected: Vec<bool> = selected.iter().enumerate().map(at).collect();
            run.check.check(&corpus.with_selected(&selected), &mut sink);
        }
        sink.into_findings(|source| run.weight(plans.number(source.0 as usize))).collect()
    };
    let corpus = Corpus::uncompared(reports, selected, related.clone());
    // Some parts of the comparison keep one thread busy: meanwhile, the others run what does not ask for it.
    let asks = |run: &CorpusRun<'_>| run.check.needs() != Needs::default();
    let (compared, unasked): (_, Vec<Option<Findings>>) = rayon::join(
        || corpus.compared(needs(&runs)),
        || runs.par_iter().with_max_len(1).map(|run| (!asks(run)).then(|| check(&corpus, run))).collect(),
    );
    let found_by = runs.par_iter().zip(unasked).with_max_len(1);
    let found_by: Vec<Findings> = found_by.map(|(run, found)| found.unwrap_or_else(|| check(&compared, run))).collect();
    let findings = found_by.into_iter().flatten();
    let mut take = |finding: Box<Finding>| {
        let source = finding.primary.place.source.0 as usize;
        if selected[source] {
            found[source].push(finding);
        }
    };
    if !runs.windows(2).any(|pair| pair[0].rule.id == pair[1].rule.id) {
        return findings.for_each(take);
    }
    // Two sets of parameters may both find one contradiction, each from its own side.
    let mut findings: Findings = findings.collect();
    findings.sort_by(|a, b| (a.rule.id, a.primary.place).cmp(&(b.rule.id, b.primary.place)));
    let mut members: FxHashSet<(&str, Place)> = FxHashSet::default();
    for finding in findings {
        if !members.contains(&(finding.rule.id, finding.primary.place)) {
            members.extend(finding.related.iter().filter(|label| label.member).map(|label| (finding.rule.id, label.place)));
            take(finding);
        }
    }
}

/// What is wrong with the pages of house rules.
fn house_rule_findings(plans: &Plans) -> Findings {
    let drafts = plans.house_faults().iter().map(|fault| {
        let mut draft = Draft::new(fault.message.clone(), Label::new(fault.place, "in this page"));
        draft = draft.all_related(fault.other.map(|place| Label::new(place, "the same name")));
        let help = if fault.help.is_empty() { "correct the page; its rule does not run" } else { &fault.help };
        ("invalid-house-rule", draft.help(help.to_owned()))
    });
    stamped(drafts.collect(), plans)
}

/// Marks the findings that entries or the baseline silence, and adds those about entries that are of no use. Gives, for each
/// baseline, the numbers of its stale entries.
fn silence(
    findings: &mut Findings,
    reports: &[Report<'_>],
    sources: &[Source],
    selected: &[bool],
    plans: &Plans,
) -> Vec<Vec<usize>> {
    let Silence { baselines, today, is_whole, .. } = &plans.silence;
    let mut applied = Applied::new(plans, reports, selected);
    let mut reasons = applied.silence(findings, reports, selected, *today);
    let mut own = applied.findings(plans, selected, *today);
    own.extend(house_rule_findings(plans));
    if baselines.is_empty() && own.is_empty() && reasons.is_empty() {
        return Vec::new();
    }
    let first = findings.len();
    findings.extend(own);
    stamp_fingerprints(&mut findings[first..], sources);
    reasons.resize(findings.len(), Vec::new());
    for (finding, reasons) in findings.iter_mut().zip(&reasons) {
        let baseline = plans.of(finding.primary.place.source).baseline.and_then(|number| baselines.get(number));
        let has = |label: &Label| label.fingerprint.zip(baseline).is_some_and(|(own, baseline)| baseline.has(own));
        let ignored = |index: usize| reasons.get(index).is_some_and(Option::is_some);
        if reasons.iter().all(Option::is_some) && !reasons.is_empty() {
            finding.silenced = reasons[0].clone().map(Silenced::Ignored);
        } else if places(finding, selected).enumerate().all(|(index, label)| ignored(index) || has(label)) {
            finding.silenced = Some(Silenced::Baselined);
        }
    }
    let mut stale = Vec::new();
    if *is_whole {
        let found: FxHashSet<Fingerprint> =
            findings.iter().flat_map(|finding| places(finding, selected)).filter_map(|label| label.fingerprint).collect();
        // Of two files that fingerprints do not tell apart, it is the one that is selected that has the findings.
        let by_key = |wanted: bool| {
            let files = (0..).map(SourceId).zip(sources).zip(selected);
            files.filter(move |&(_, &selected)| selected == wanted).map(|((id, source), _)| (source.key.as_str(), id))
        };
        let keys: FxHashMap<&str, SourceId> = by_key(false).chain(by_key(true)).collect();
        stale = baselines.iter().map(|baseline| baseline.stale(&found, &keys, selected, plans)).collect();
        let entries = baselines.iter().zip(&stale).flat_map(|(baseline, stale)| baseline.findings(stale, plans));
        let entries: Findings = entries.collect();
        let first = findings.len();
        findings.extend(entries);
        stamp_fingerprints(&mut findings[first..], sources);
    }
    findings.sort_by(|a, b| in_order(a, b));
    stale
}

/// Leaves out of one file's findings each whose rule yields to another rule that has a finding on the same subject.
fn one_cause_one_finding(findings: &mut Findings) {
    let mut subjects: Vec<(&str, Vec<Span>)> = Vec::new();
    for stronger in findings.iter().flat_map(|finding| &finding.rule.meta.yields_to) {
        if subjects.iter().all(|(known, _)| known != stronger) {
            let own = findings.iter().filter(|finding| finding.rule.id == stronger);
            subjects.push((stronger, own.map(|finding| finding.primary.subject).collect()));
        }
    }
    subjects.retain(|(_, spans)| !spans.is_empty());
    if subjects.is_empty() {
        return;
    }
    for (_, spans) in &mut subjects {
        spans.sort_unstable();
        // With each end the furthest one so far, one search tells whether any span reaches a place.
        let mut furthest = 0;
        for span in spans.iter_mut() {
            furthest = furthest.max(span.end);
            span.end = furthest;
        }
    }
    findings.retain(|finding| {
        let subject = finding.primary.subject;
        !finding.rule.meta.yields_to.iter().any(|rule| {
            let spans = subjects.iter().find(|(known, _)| known == rule).map_or(&[][..], |(_, spans)| spans);
            let before = spans.partition_point(|span| span.start <= subject.end);
            before > 0 && spans[before - 1].end >= subject.start
        })
    });
}
