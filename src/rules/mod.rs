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
use crate::corpus::tie::Tie;
use crate::corpus::{Corpus, Needs};
use crate::finding::{Finding, Fix, Label, Level, View};
use crate::report::Report;
use crate::source::{Place, SourceId, Span};

// Plain `mod` lines, outside the macro: rustfmt does not see modules that a macro declares.
mod claim {
    pub mod abstract_truncated;
    pub mod claim_empty;
    pub mod claim_truncated;
    pub mod doubled_punctuation;
    pub mod duplicate_claim;
    pub mod first_person_claim;
    pub mod incomplete_enumeration;
    pub mod placeholder_text;
    pub mod repeated_word;
    pub mod respectively_length_mismatch;
    pub mod stated_count_list_mismatch;
    pub mod title_not_covered;
    pub mod unbalanced_delimiter;
}
mod confidence {
    pub mod confidence_drift;
    pub mod confidence_invalid;
    pub mod confidence_out_of_range;
    pub mod confidence_scale_mixed;
    pub mod confidence_verdict_inversion;
}
mod count {
    pub mod class_count_mismatch;
    pub mod extracted_count_mismatch;
    pub mod flow_arithmetic_mismatch;
    pub mod papers_count_mismatch;
    pub mod parts_total_mismatch;
    pub mod references_exceed_papers;
    pub mod summary_statement_missing;
    pub mod verified_count_mismatch;
    pub mod verified_exceeds_extracted;
}
mod date {
    pub mod date_invalid;
    pub mod date_mismatch;
    pub mod reference_newer_than_report;
}
mod encoding {
    pub mod invalid_encoding;
    pub mod mixed_line_endings;
    pub mod suspicious_character;
}
mod number {
    pub mod difference_mismatch;
    pub mod direction_mismatch;
    pub mod f_score_mismatch;
    pub mod percent_count_mismatch;
    pub mod percent_sum;
    pub mod range_reversed;
}
mod reference {
    pub mod citation_undefined;
    pub mod duplicate_reference;
    pub mod duplicate_reference_version;
    pub mod insecure_reference_url;
    pub mod reference_id_impossible;
    pub mod reference_list_broken;
    pub mod reference_malformed;
    pub mod reference_uncited;
    pub mod reference_version_drift;
    pub mod references_empty;
}
mod score {
    pub mod score_mismatch;
    pub mod score_out_of_range;
    pub mod score_scale_mismatch;
}
mod statistic {
    pub mod binary_sd_mismatch;
    pub mod correlation_out_of_range;
    pub mod interval_excludes_estimate;
    pub mod interval_p_mismatch;
    pub mod mean_granularity;
    pub mod mean_sd_granularity;
    pub mod p_value_decision_error;
    pub mod p_value_mismatch;
    pub mod p_value_out_of_range;
}
mod structure {
    pub mod metadata_missing;
    pub mod section_duplicate;
    pub mod section_missing;
    pub mod section_order;
    pub mod table_header_missing;
    pub mod table_row_malformed;
}
mod verdict {
    pub mod verdict_lookalike;
    pub mod verdict_missing;
    pub mod verdict_unknown;
}
// Rules that are data in their pages.
pub mod declared;
// What several rules share.
mod confidence_scale;
mod conflicts;
mod layout;
mod listings;
mod p_values;
mod scores;
mod wording;
mod works;
mod cross_report {
    pub mod compound_verdict_conflict;
    pub mod conflicting_number;
    pub mod conflicting_verdict;
    pub mod duplicate_report;
    pub mod near_duplicate_conflicting_verdict;
    pub mod opposite_claims_verified;
    pub mod shared_abstract;
    #[cfg(test)]
    mod tests;
}

/// A rule that looks at one report.
pub trait ReportRule: Send + Sync {
    /// Pushes what is wrong with `report` into `sink`.
    fn check(&self, report: &Report<'_>, sink: &mut Sink);
}

/// A rule that compares reports.
pub trait CorpusRule: Send + Sync {
    /// What this rule asks of the comparison of claims: the corpus finds what any rule asks for.
    fn needs(&self) -> Needs {
        Needs::default()
    }

    /// By which ties its findings relate reports; `None` when every report of the corpus may have a part in a finding.
    fn ties(&self) -> Option<&'static [Tie]> {
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
    /// One report, as its page says: built by [`declared::build`].
    Declared,
    /// Our own inputs, such as the configuration: the engine finds what is wrong with them.
    Project,
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
    ($($kind:ident $category:literal / $id:literal $(=> $rule:path)?,)*) => {
        &[$(Row {
            id: $id,
            category: $category,
            page: include_str!(concat!("../../rules/", $category, "/", $id, ".md")),
            check: Check::$kind$((|params| Ok(Box::new(params.try_into::<$rule>()?))))?,
        }),*]
    };
}

/// The registry.
pub const ROWS: &[Row] = rows! {
    Report "count"/"verified-count-mismatch" => count::verified_count_mismatch::VerifiedCountMismatch,
    Report "count"/"extracted-count-mismatch" => count::extracted_count_mismatch::ExtractedCountMismatch,
    Report "count"/"verified-exceeds-extracted" => count::verified_exceeds_extracted::VerifiedExceedsExtracted,
    Report "count"/"papers-count-mismatch" => count::papers_count_mismatch::PapersCountMismatch,
    Report "count"/"references-exceed-papers" => count::references_exceed_papers::ReferencesExceedPapers,
    Report "count"/"flow-arithmetic-mismatch" => count::flow_arithmetic_mismatch::FlowArithmeticMismatch,
    Report "count"/"summary-statement-missing" => count::summary_statement_missing::SummaryStatementMissing,
    Report "count"/"parts-total-mismatch" => count::parts_total_mismatch::PartsTotalMismatch,
    Report "count"/"class-count-mismatch" => count::class_count_mismatch::ClassCountMismatch,
    Report "score"/"score-mismatch" => score::score_mismatch::ScoreMismatch,
    Report "score"/"score-out-of-range" => score::score_out_of_range::ScoreOutOfRange,
    Report "score"/"score-scale-mismatch" => score::score_scale_mismatch::ScoreScaleMismatch,
    Corpus "claim"/"claim-truncated" => claim::claim_truncated::ClaimTruncated,
    Report "claim"/"abstract-truncated" => claim::abstract_truncated::AbstractTruncated,
    Report "claim"/"claim-empty" => claim::claim_empty::ClaimEmpty,
    Report "claim"/"duplicate-claim" => claim::duplicate_claim::DuplicateClaim,
    Report "claim"/"doubled-punctuation" => claim::doubled_punctuation::DoubledPunctuation,
    Report "claim"/"unbalanced-delimiter" => claim::unbalanced_delimiter::UnbalancedDelimiter,
    Report "claim"/"repeated-word" => claim::repeated_word::RepeatedWord,
    Report "claim"/"placeholder-text" => claim::placeholder_text::PlaceholderText,
    Report "claim"/"respectively-length-mismatch" => claim::respectively_length_mismatch::RespectivelyLengthMismatch,
    Report "claim"/"first-person-claim" => claim::first_person_claim::FirstPersonClaim,
    Report "claim"/"incomplete-enumeration" => claim::incomplete_enumeration::IncompleteEnumeration,
    Report "claim"/"stated-count-list-mismatch" => claim::stated_count_list_mismatch::StatedCountListMismatch,
    Report "claim"/"title-not-covered" => claim::title_not_covered::TitleNotCovered,
    Report "verdict"/"verdict-missing" => verdict::verdict_missing::VerdictMissing,
    Report "verdict"/"verdict-unknown" => verdict::verdict_unknown::VerdictUnknown,
    Report "verdict"/"verdict-lookalike" => verdict::verdict_lookalike::VerdictLookalike,
    Report "confidence"/"confidence-invalid" => confidence::confidence_invalid::ConfidenceInvalid,
    Report "confidence"/"confidence-out-of-range" => confidence::confidence_out_of_range::ConfidenceOutOfRange,
    Report "confidence"/"confidence-scale-mixed" => confidence::confidence_scale_mixed::ConfidenceScaleMixed,
    Report "confidence"/"confidence-verdict-inversion" => confidence::confidence_verdict_inversion::ConfidenceVerdictInversion,
    Report "reference"/"duplicate-reference" => reference::duplicate_reference::DuplicateReference,
    Report "reference"/"duplicate-reference-version" => reference::duplicate_reference_version::DuplicateReferenceVersion,
    Report "reference"/"reference-list-broken" => reference::reference_list_broken::ReferenceListBroken,
    Report "reference"/"reference-malformed" => reference::reference_malformed::ReferenceMalformed,
    Report "reference"/"reference-id-impossible" => reference::reference_id_impossible::ReferenceIdImpossible,
    Report "reference"/"references-empty" => reference::references_empty::ReferencesEmpty,
    Report "reference"/"citation-undefined" => reference::citation_undefined::CitationUndefined,
    Report "reference"/"insecure-reference-url" => reference::insecure_reference_url::InsecureReferenceUrl,
    Report "reference"/"reference-uncited" => reference::reference_uncited::ReferenceUncited,
    Corpus "reference"/"reference-version-drift" => reference::reference_version_drift::ReferenceVersionDrift,
    Corpus "confidence"/"confidence-drift" => confidence::confidence_drift::ConfidenceDrift,
    Report "structure"/"section-missing" => structure::section_missing::SectionMissing,
    Report "structure"/"section-duplicate" => structure::section_duplicate::SectionDuplicate,
    Report "structure"/"section-order" => structure::section_order::SectionOrder,
    Report "structure"/"metadata-missing" => structure::metadata_missing::MetadataMissing,
    Report "structure"/"table-header-missing" => structure::table_header_missing::TableHeaderMissing,
    Report "structure"/"table-row-malformed" => structure::table_row_malformed::TableRowMalformed,
    Report "encoding"/"invalid-encoding" => encoding::invalid_encoding::InvalidEncoding,
    Report "encoding"/"mixed-line-endings" => encoding::mixed_line_endings::MixedLineEndings,
    Report "encoding"/"suspicious-character" => encoding::suspicious_character::SuspiciousCharacter,
    Report "date"/"date-invalid" => date::date_invalid::DateInvalid,
    Report "date"/"date-mismatch" => date::date_mismatch::DateMismatch,
    Report "date"/"reference-newer-than-report" => date::reference_newer_than_report::ReferenceNewerThanReport,
    Report "number"/"percent-count-mismatch" => number::percent_count_mismatch::PercentCountMismatch,
    Report "number"/"difference-mismatch" => number::difference_mismatch::DifferenceMismatch,
    Report "number"/"direction-mismatch" => number::direction_mismatch::DirectionMismatch,
    Report "number"/"range-reversed" => number::range_reversed::RangeReversed,
    Report "number"/"f-score-mismatch" => number::f_score_mismatch::FScoreMismatch,
    Report "number"/"percent-sum" => number::percent_sum::PercentSum,
    Report "statistic"/"p-value-mismatch" => statistic::p_value_mismatch::PValueMismatch,
    Report "statistic"/"p-value-decision-error" => statistic::p_value_decision_error::PValueDecisionError,
    Report "statistic"/"p-value-out-of-range" => statistic::p_value_out_of_range::PValueOutOfRange,
    Report "statistic"/"correlation-out-of-range" => statistic::correlation_out_of_range::CorrelationOutOfRange,
    Report "statistic"/"interval-excludes-estimate" => statistic::interval_excludes_estimate::IntervalExcludesEstimate,
    Report "statistic"/"interval-p-mismatch" => statistic::interval_p_mismatch::IntervalPMismatch,
    Report "statistic"/"mean-granularity" => statistic::mean_granularity::MeanGranularity,
    Report "statistic"/"mean-sd-granularity" => statistic::mean_sd_granularity::MeanSdGranularity,
    Report "statistic"/"binary-sd-mismatch" => statistic::binary_sd_mismatch::BinarySdMismatch,
    Corpus "cross-report"/"conflicting-verdict" => cross_report::conflicting_verdict::ConflictingVerdict,
    Corpus "cross-report"/"near-duplicate-conflicting-verdict" => cross_report::near_duplicate_conflicting_verdict::NearDuplicateConflictingVerdict,
    Corpus "cross-report"/"compound-verdict-conflict" => cross_report::compound_verdict_conflict::CompoundVerdictConflict,
    Corpus "cross-report"/"conflicting-number" => cross_report::conflicting_number::ConflictingNumber,
    Corpus "cross-report"/"opposite-claims-verified" => cross_report::opposite_claims_verified::OppositeClaimsVerified,
    Corpus "cross-report"/"duplicate-report" => cross_report::duplicate_report::DuplicateReport,
    Corpus "cross-report"/"shared-abstract" => cross_report::shared_abstract::SharedAbstract,
    Declared "policy"/"minimum-score",
    Declared "policy"/"minimum-verified-claims",
    Declared "policy"/"minimum-verified-confidence",
    Declared "policy"/"minimum-references",
    Declared "policy"/"unverified-claim-listed",
    Declared "policy"/"disclaimer-missing",
    Declared "policy"/"single-host-references",
    Declared "policy"/"tier-mismatch",
    Project "project"/"unused-ignore",
    Project "project"/"expired-ignore",
    Project "project"/"ignore-without-reason",
    Project "project"/"stale-baseline-entry",
    Project "project"/"invalid-house-rule",
};

/// A finding as a rule words it; the sink adds rule and level.
#[derive(Debug)]
pub struct Draft {
    message: String,
    primary: Label,
    related: Vec<Label>,
    help: Option<Cow<'static, str>>,
    fix: Option<Box<Fix>>,
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
        // Nearly all have one.
        self.related.reserve_exact(1);
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
        self.fix = Some(Box::new(fix));
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
        Self { place, subject: place.span, text: text.into(), fingerprint: None, member: false, view: None }
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

    /// Says how the finding reads from here, where something stands against this place. For places in selected files.
    #[must_use]
    pub fn seen(mut self, view: Option<View>) -> Self {
        self.view = view.map(Box::new);
        self
    }
}

/// Where a rule's findings go. It stamps rule and level, which a rule cannot choose.
#[derive(Debug)]
pub struct Sink {
    rule: &'static Rule,
    drafts: Vec<Draft>,
}

impl Sink {
    /// A sink for one rule.
    #[must_use]
    pub fn new(rule: &'static Rule) -> Self {
        Self { rule, drafts: Vec::new() }
    }

    /// Takes a finding.
    pub fn push(&mut self, draft: Draft) {
        self.drafts.push(draft);
    }

    /// What was pushed; `weight` says what the rule weighs in the file of a primary place, `None` where it is off.
    pub fn into_findings(self, weight: impl Fn(SourceId) -> Option<Weight>) -> impl Iterator<Item = Box<Finding>> {
        let rule = self.rule;
        self.drafts.into_iter().filter_map(move |draft| {
            let Draft { message, primary, related, help, fix, case } = draft;
            let weight = weight(primary.place.source)?;
            let level = match case.and_then(|case| rule.meta.levels.get(case)) {
                Some(&level) if weight.is_users => level.min(weight.level),
                Some(&level) => level,
                None => weight.level,
            };
            let finding = || Finding { rule, level, message, primary, related, help, fix, silenced: None };
            (level > Level::Off).then(|| Box::new(finding()))
        })
    }
}

/// How much a rule's findings weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight {
    /// The level; never off.
    pub level: Level,
    /// True when a user set it: it is then the most that a case can have.
    pub is_users: bool,
}
