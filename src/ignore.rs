//! Entries that silence findings, and what they silence: those of configurations, and comments in Markdown reports.
//!
//! A place is silenced when an entry fits it; a finding when all its selected places are, so that it means the same whichever
//! of them is checked. Knows nothing about files.

use std::borrow::Cow;
use std::cell::OnceCell;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::catalogue::Catalogue;
use crate::config::Plans;
use crate::corpus::key::normalised;
use crate::finding::{Finding, Findings, Fingerprint, Label};
use crate::parse::ignore_comment::{self, IgnoreComment, Reach};
use crate::report::{Dialect, Report};
use crate::rules::{Draft, Sink};
use crate::source::{Place, SourceId, Span};

/// An entry that silences findings.
#[derive(Debug, Clone)]
pub struct Ignore {
    /// Where it is stated: its first line.
    pub place: Place,
    /// All of it, which its fingerprint names.
    pub subject: Span,
    /// The rule; without it, any.
    pub rule: Option<&'static str>,
    /// The text of the claim, as written; without it, any.
    pub claim: Option<String>,
    /// The fingerprint; without it, any.
    pub fingerprint: Option<Fingerprint>,
    /// The last day on which it holds, and where it is stated.
    pub expires: Option<(Date, Span)>,
    /// Why.
    pub reason: String,
    /// Where it applies.
    pub scope: Scope,
    /// True when all files that it may apply to are checked in this run.
    pub is_covered: bool,
}

/// Where an entry applies.
#[derive(Debug, Clone)]
pub enum Scope {
    /// In these files, which are in order.
    Files(Vec<SourceId>),
    /// In a part of one file.
    Part(Place),
}

impl Scope {
    fn holds(&self, place: Place) -> bool {
        match self {
            Self::Files(files) => files.binary_search(&place.source).is_ok(),
            Self::Part(part) => {
                part.source == place.source && place.span.start < part.span.end && part.span.start <= place.span.start
            }
        }
    }

    fn sources(&self) -> &[SourceId] {
        match self {
            Self::Files(files) => files,
            Self::Part(part) => std::slice::from_ref(&part.source),
        }
    }
}

/// Why a finding is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silenced {
    /// An entry fits it, for this reason.
    Ignored(String),
    /// It was there when the baseline was made.
    Baselined,
}

/// What the entries of a run did.
pub(crate) struct Applied<'i> {
    ignores: Vec<Cow<'i, Ignore>>,
    used: Vec<bool>,
    /// Comments that cannot be read as they are meant.
    faults: Vec<(&'static str, Draft)>,
}

impl<'i> Applied<'i> {
    /// The entries of `plans`, and the comments in the selected ones of `reports`.
    pub(crate) fn new(plans: &'i Plans, reports: &[Report<'_>], selected: &[bool]) -> Self {
        let mut applied =
            Self { ignores: plans.silence.ignores.iter().map(Cow::Borrowed).collect(), used: Vec::new(), faults: Vec::new() };
        for report in reports.iter().filter(|report| report.dialect == Dialect::Markdown && selected[report.id.0 as usize]) {
            for comment in ignore_comment::read(report.source) {
                applied.take(report, &comment, plans.of(report.id).catalogue());
            }
        }
        applied.used = vec![false; applied.ignores.len()];
        applied
    }

    fn take(&mut self, report: &Report<'_>, comment: &IgnoreComment, catalogue: &Catalogue) {
        let place = report.place(comment.span);
        let mut fault = |rule, message: String, label: &'static str, help: String| {
            self.faults.push((rule, Draft::new(message, Label::new(place, label)).help(help)));
        };
        let form = "write <!-- claimlint-ignore rule-id: the reason -->";
        let Some(reach) = comment.reach else {
            let message = "this comment is none that silences anything".to_owned();
            return fault("unused-ignore", message, "not read", format!("{form}, or claimlint-ignore-file for the whole file"));
        };
        let Some(reason) = comment.reason else {
            let message = "this comment gives no reason, and silences nothing".to_owned();
            return fault("ignore-without-reason", message, "no reason", form.to_owned());
        };
        if comment.rules.is_empty() {
            let message = "this comment names no rule, and silences nothing".to_owned();
            return fault("unused-ignore", message, "no rule", form.to_owned());
        }
        let part = match reach {
            Reach::File => Span::of(0..report.source.text().len()),
            Reach::Block(block) => block,
        };
        for &rule in &comment.rules {
            let id = report.source.slice(rule);
            if catalogue.is_broken(id) {
                continue;
            }
            let Some(rule) = catalogue.get(id) else {
                let near = catalogue.suggestion(id);
                let help = near.map_or_else(|| form.to_owned(), |near| format!("did you mean {near}?"));
                fault("unused-ignore", format!("there is no rule \"{id}\""), "silences nothing", help);
                continue;
            };
            self.ignores.push(Cow::Owned(Ignore {
                place,
                subject: comment.span,
                rule: Some(rule.id),
                claim: None,
                fingerprint: None,
                expires: None,
                reason: report.source.slice(reason).to_owned(),
                scope: Scope::Part(report.place(part)),
                is_covered: true,
            }));
        }
    }

    /// For each finding, the reason why each of its selected places is silenced; `None` where one is not. Nothing at all
    /// when there are no entries.
    pub(crate) fn silence(
        &mut self,
        findings: &[Box<Finding>],
        reports: &[Report<'_>],
        selected: &[bool],
        today: Option<Date>,
    ) -> Vec<Vec<Option<String>>> {
        if self.ignores.is_empty() {
            return Vec::new();
        }
        let mut by_source: FxHashMap<SourceId, Vec<usize>> = FxHashMap::default();
        let holds = |ignore: &Ignore| ignore.expires.is_none_or(|(last, _)| today.is_none_or(|today| today <= last));
        for (index, ignore) in self.ignores.iter().enumerate().filter(|(_, ignore)| holds(ignore)) {
            for &source in ignore.scope.sources() {
                by_source.entry(source).or_default().push(index);
            }
        }
        let mut reason = |rule: &str, label: &Label| {
            let candidates = by_source.get(&label.place.source)?;
            let claim = OnceCell::new();
            let fits = |ignore: &Ignore| {
                ignore.rule.is_none_or(|own| own == rule)
                    && ignore.fingerprint.is_none_or(|own| label.fingerprint == Some(own))
                    && ignore.scope.holds(label.place)
                    && ignore.claim.as_ref().is_none_or(|own| {
                        claim.get_or_init(|| claim_at(reports, label)).as_ref().is_some_and(|text| *text == normalised(own))
                    })
            };
            let fitting: Vec<usize> = candidates.iter().copied().filter(|&index| fits(&self.ignores[index])).collect();
            for &index in &fitting {
                self.used[index] = true;
            }
            fitting.first().map(|&index| self.ignores[index].reason.clone())
        };
        findings.iter().map(|finding| places(finding, selected).map(|label| reason(finding.rule.id, label)).collect()).collect()
    }

    /// Findings about the entries themselves.
    pub(crate) fn findings(self, plans: &Plans, selected: &[bool], today: Option<Date>) -> Findings {
        let mut drafts = self.faults;
        for (ignore, used) in self.ignores.iter().zip(self.used) {
            let label = |place: Span, text: &'static str| {
                Label::new(Place { source: ignore.place.source, span: place }, text).about(ignore.subject)
            };
            let concerned = ignore.is_covered || ignore.scope.sources().iter().any(|source| selected[source.0 as usize]);
            if let (Some((last, at)), Some(today)) = (ignore.expires, today)
                && last < today
            {
                if concerned {
                    let draft = Draft::new(format!("this entry has silenced nothing since {last}"), label(at, "it ended here"));
                    drafts.push(("expired-ignore", draft.help("remove it, or give it a later date")));
                }
                continue;
            }
            let sources = || ignore.scope.sources().iter().chain([&ignore.place.source]);
            let ran = sources().all(|&source| plans.of(source).runs(ignore.rule));
            if !used && ignore.is_covered && ran {
                let what = ignore.rule.map_or_else(|| "no finding fits".to_owned(), |rule| format!("no finding of {rule} fits"));
                let draft = Draft::new(format!("{what} this entry"), label(ignore.place.span, "silences nothing"));
                drafts.push(("unused-ignore", draft.help("remove it")));
            }
        }
        stamped(drafts, plans)
    }
}

/// Gives drafts of rules about our own inputs what they weigh.
pub(crate) fn stamped(drafts: Vec<(&'static str, Draft)>, plans: &Plans) -> Findings {
    let mut findings = Findings::new();
    for (id, draft) in drafts {
        let Some(rule) = Catalogue::built_in().get(id) else { continue };
        let mut sink = Sink::new(rule);
        sink.push(draft);
        findings.extend(sink.into_findings(|source| plans.of(source).weight(id)));
    }
    findings
}

/// The places of a finding that are selected: the first, and the members of its cluster.
pub(crate) fn places<'f>(finding: &'f Finding, selected: &'f [bool]) -> impl Iterator<Item = &'f Label> {
    let members = finding.related.iter().filter(|label| label.member && selected[label.place.source.0 as usize]);
    std::iter::once(&finding.primary).chain(members)
}

/// The claim that a place lies in, as claims are compared.
fn claim_at(reports: &[Report<'_>], label: &Label) -> Option<String> {
    let at = reports.binary_search_by_key(&label.place.source, |report| report.id).ok()?;
    let report = &reports[at];
    let next = report.claims.partition_point(|claim| claim.row.start <= label.place.span.start);
    let claim = report.claims.get(next.checked_sub(1)?)?;
    (label.place.span.start <= claim.row.end).then(|| normalised(report.text(claim.text)))
}
