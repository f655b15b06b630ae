use serde::Deserialize;

use crate::report::Report;
use crate::rules::{ReportRule, Sink};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct VerifiedCountMismatch {}

impl ReportRule for VerifiedCountMismatch {
    fn check(&self, _report: &Report<'_>, _sink: &mut Sink) {}
}
