//! What the score rules share: the scores a report states, and which of them are one score.

use crate::decimal::Decimal;
use crate::report::{Fact, Report, Statement};

/// A stated score.
#[derive(Debug, Clone, Copy)]
pub struct Score<'r> {
    /// Where it is stated.
    pub statement: &'r Statement,
    /// The score.
    pub value: Decimal,
    /// What it is out of.
    pub scale: Decimal,
    /// True for an overall score.
    pub overall: bool,
}

/// The scores of a report, in order.
pub fn all<'r>(report: &'r Report<'_>) -> Vec<Score<'r>> {
    let score = |statement: &'r Statement| match statement.fact {
        Fact::Score { value, scale, overall } => Some(Score { statement, value, scale, overall }),
        _ => None,
    };
    report.statements.iter().filter_map(score).collect()
}

/// Each score with the first one before it that states the same thing.
pub fn pairs<'r>(report: &'r Report<'_>) -> Vec<(Score<'r>, Score<'r>)> {
    let scores = all(report);
    let pair = |(index, &later): (usize, &Score<'r>)| {
        // An overall score and a quality score in one report are two scores.
        scores[..index].iter().find(|earlier| earlier.overall == later.overall).map(|&earlier| (earlier, later))
    };
    scores.iter().enumerate().filter_map(pair).collect()
}

impl Score<'_> {
    /// Different scales that express the same ratio within rounding.
    pub fn same_ratio(&self, other: &Self) -> bool {
        self.value.same_ratio(self.scale, other.value, other.scale)
    }
}
