//! The rules: what one is, the registry (one row a rule), and the sink that findings go into.
//!
//! A rule sees the model and its own parameters, nothing else. It says what is wrong and where; level, selection and
//! suppression are the engine's. No rule searches raw text with patterns of its own: that is the parser's work.
//!
//! # Add a rule in three steps
//! 1. `rules/<category>/<rule-id>.md`: the page, with at least one flagged and one clean example. It is the test.
//! 2. `src/rules/<category>/<rule_id>.rs`: a struct whose fields are the parameters, and one `check` function.
//! 3. Here: its `mod` line and its row in [`ROWS`], side by side with its neighbours.

use std::borrow::Cow;

use crate::catalogue::Rule;
use crate::corpus::{Corpus, Thresholds};
use crate::finding::{Finding, Fix, Label, Level};
use crate::report::Report;
use crate::source::{Place, Span};

// Plain `mod` lines, outside the macro: rustfmt does not see modules that a macro declares.
mod count {
    pub mod verified_count_mismatch;
}
mod cross_report {
    pub mod compound_verdict_conflict;
    pub mod conflicting_verdict;
    pub mod near_duplicate_conflicting_verdict;
    pub mod shared_abstract;
    #[cfg(test)]
    mod tests;
    mod wording;
}

/// A rule that looks at one report.
pub trait ReportRule: Send + Sync {
    /// Pushes what is wrong with `report` into `sink`.
    fn check(&self, report: &Report<'_>, sink: &mut Sink);
}

/// A rule that compares reports.
pub trait CorpusRule: Send + Sync {
    /// How alike two claims must be for this rule, when it asks for that: the corpus finds what any rule asks for.
    fn thresholds(&self) -> Option<Thresholds> {
        None
    }

    /// Pushes what is wrong between the reports of `corpus` into `sink`.
    fn check(&self, corpus: &Corpus<'_, '_>, sink: &mut Sink);
}

/// Builds a rule from its parameters: the page's, overlaid with the user's. Fails on a parameter that it does not have.
type Build<R> = fn(toml::Table) -> Result<Box<R>, toml::de::Error>;

/// What a rule looks at, and how it is built.
#[derive(Clone, Copy)]
pub enum Check {
    /// One report.
    Report(Build<dyn ReportRule>),
    /// The reports of a run.
    Corpus(Build<dyn CorpusRule>),
}

/// A row of the registry.
pub struct Row {
    /// Name of the rule.
    pub id: &'static str,
    /// Name of its folder.
    pub category: &'static str,
    /// Its page.
    pub page: &'static str,
    /// How it is built.
    pub check: Check,
}

macro_rules! rows {
    ($($kind:ident $category:literal / $id:literal => $rule:path,)*) => {
        &[$(Row {
            id: $id,
            category: $category,
            page: include_str!(concat!("../../rules/", $category, "/", $id, ".md")),
            check: Check::$kind(|params| Ok(Box::new(params.try_into::<$rule>()?))),
        }),*]
    };
}

/// The registry.
pub const ROWS: &[Row] = rows! {
    Report "count"/"verified-count-mismatch" => count::verified_count_mismatch::VerifiedCountMismatch,
    Corpus "cross-report"/"conflicting-verdict" => cross_report::conflicting_verdict::ConflictingVerdict,
    Corpus "cross-report"/"near-duplicate-conflicting-verdict" => cross_report::near_duplicate_conflicting_verdict::NearDuplicateConflictingVerdict,
    Corpus "cross-report"/"compound-verdict-conflict" => cross_report::compound_verdict_conflict::CompoundVerdictConflict,
    Corpus "cross-report"/"shared-abstract" => cross_report::shared_abstract::SharedAbstract,
};

/// A finding as a rule words it; the sink adds rule and level.
#[derive(Debug)]
pub struct Draft {
    message: String,
    primary: Label,
    related: Vec<Label>,
    help: Option<Cow<'static, str>>,
    fix: Option<Fix>,
    case: Option<&'static str>,
}

impl Draft {
    /// A finding: one sentence, lower case, with both observed values and no advice; and its place.
    #[must_use]
    pub fn new(message: impl Into<String>, primary: Label) -> Self {
        Self { message: message.into(), primary, related: Vec::new(), help: None, fix: None, case: None }
    }

    /// Adds a place that shows the other side.
    #[must_use]
    pub fn related(mut self, label: Label) -> Self {
        self.related.push(label);
        self
    }

    /// Adds places that show the other side.
    #[must_use]
    pub fn all_related(mut self, labels: impl IntoIterator<Item = Label>) -> Self {
        self.related.extend(labels);
        self
    }

    /// What to do, beginning with a verb.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// A repair.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Which of the cases that the page lists under `[levels]` it is.
    #[must_use]
    pub fn case(mut self, case: &'static str) -> Self {
        self.case = Some(case);
        self
    }
}

impl Label {
    /// A place that is a subject of its own.
    #[must_use]
    pub fn new(place: Place, text: impl Into<Cow<'static, str>>) -> Self {
        Self { place, subject: place.span, text: text.into(), fingerprint: String::new(), member: false }
    }

    /// Names the claim, sentence, item or heading that the place belongs to.
    #[must_use]
    pub fn about(mut self, subject: Span) -> Self {
        self.subject = subject;
        self
    }

    /// Makes the place a member of a cluster, with a fingerprint of its own.
    #[must_use]
    pub fn as_member(mut self) -> Self {
        self.member = true;
        self
    }
}

/// Where a rule's findings go. It stamps rule and level, which a rule cannot choose.
#[derive(Debug)]
pub struct Sink {
    rule: &'static Rule,
    level: Level,
    level_is_users: bool,
    findings: Vec<Finding>,
}

impl Sink {
    /// A sink for one rule at the level it has in this run. `level_is_users` says that a user set it: it is then the
    /// most that a case can have.
    #[must_use]
    pub fn new(rule: &'static Rule, level: Level, level_is_users: bool) -> Self {
        Self { rule, level, level_is_users, findings: Vec::new() }
    }

    /// Takes a finding.
    pub fn push(&mut self, draft: Draft) {
        let Draft { message, primary, related, help, fix, case } = draft;
        let level = match case.and_then(|case| self.rule.meta.levels.get(case)) {
            Some(&level) if self.level_is_users => level.min(self.level),
            Some(&level) => level,
            None => self.level,
        };
        if level > Level::Off {
            self.findings.push(Finding { rule: self.rule, level, message, primary, related, help, fix });
        }
    }

    /// What was pushed.
    #[must_use]
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
