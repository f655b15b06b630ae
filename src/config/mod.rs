//! What a run does: the rules that are on, at their levels, with their parameters.
//!
//! Knows nothing about reports.

use std::fmt;

use crate::catalogue::{CATEGORIES, Catalogue, Rule};
use crate::finding::Level;
use crate::parse::Vocabulary;
use crate::rules::{Check, CorpusRule, ReportRule, Weight};
use crate::source::SourceId;

/// A rule that is on, built with its parameters.
pub struct Active<R: ?Sized> {
    /// The rule.
    pub rule: &'static Rule,
    /// What its findings weigh.
    pub weight: Weight,
    /// All its parameters.
    pub params: toml::Table,
    /// Its check, built with them.
    pub check: Box<R>,
}

/// A resolved configuration: nothing optional is left.
#[derive(Default)]
pub struct Plan {
    /// Marks and words of verdicts; without it, those that are built in.
    pub vocabulary: Option<Vocabulary>,
    /// Rules that look at one report.
    pub report_rules: Vec<Active<dyn ReportRule>>,
    /// Rules that compare reports.
    pub corpus_rules: Vec<Active<dyn CorpusRule>>,
}

impl Plan {
    /// The marks and words of verdicts.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.as_ref().unwrap_or_else(|| Vocabulary::built_in())
    }
}

/// The plans of a run, and which of them each file has.
pub struct Plans {
    plans: Vec<Plan>,
    /// For each source, the number of its plan.
    of: Vec<u32>,
}

impl From<Plan> for Plans {
    /// Every file has this plan.
    fn from(plan: Plan) -> Self {
        Self { plans: vec![plan], of: Vec::new() }
    }
}

impl Plans {
    /// Plans, and for each source the number of its own.
    ///
    /// # Panics
    /// If there is no plan of such a number.
    #[must_use]
    pub fn new(plans: Vec<Plan>, of: Vec<u32>) -> Self {
        assert!(of.iter().all(|&number| (number as usize) < plans.len()), "every source has a plan");
        Self { plans, of }
    }

    /// The plan of a source.
    #[must_use]
    pub fn of(&self, source: SourceId) -> &Plan {
        &self.plans[self.number(source.0 as usize)]
    }

    /// The number of the plan of the source with that number.
    #[must_use]
    pub fn number(&self, source: usize) -> usize {
        self.of.get(source).map_or(0, |&number| number as usize)
    }

    /// The rules that compare reports, each once for every set of parameters that it has; those of one rule side by side.
    #[must_use]
    pub fn corpus_runs(&self) -> Vec<CorpusRun<'_>> {
        let mut runs: Vec<CorpusRun<'_>> = Vec::new();
        for (number, plan) in self.plans.iter().enumerate() {
            for active in &plan.corpus_rules {
                let same = runs.iter_mut().find(|run| run.rule.id == active.rule.id && *run.params == active.params);
                match same {
                    Some(run) => run.weights[number] = Some(active.weight),
                    None => {
                        let mut weights = vec![None; self.plans.len()];
                        weights[number] = Some(active.weight);
                        runs.push(CorpusRun { rule: active.rule, params: &active.params, check: &*active.check, weights });
                    }
                }
            }
        }
        runs.sort_by_key(|run| run.rule.id);
        runs
    }
}

/// A rule that compares reports, with one set of parameters.
pub struct CorpusRun<'p> {
    /// The rule.
    pub rule: &'static Rule,
    params: &'p toml::Table,
    /// Its check.
    pub check: &'p dyn CorpusRule,
    /// For each plan, what its findings weigh there.
    weights: Vec<Option<Weight>>,
}

impl CorpusRun<'_> {
    /// What it weighs in the plan of that number; `None` where the rule is off, or has other parameters.
    #[must_use]
    pub fn weight(&self, plan: usize) -> Option<Weight> {
        self.weights[plan]
    }

    /// True when every plan has it.
    #[must_use]
    pub fn is_everywhere(&self) -> bool {
        self.weights.iter().all(Option::is_some)
    }
}

/// What a user said about rules that cannot be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanError(String);

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PlanError {}

/// What the command line says about rules.
#[derive(Debug, Clone, Default)]
pub struct RuleChoice {
    /// Levels by rule.
    pub levels: Vec<(String, Level)>,
    /// Rules or categories: nothing else stays on. Empty: everything.
    pub select: Vec<String>,
    /// Rules or categories that are off.
    pub ignore: Vec<String>,
}

impl Plan {
    /// The rules that are on by default, changed by `choice`. The second part are remarks for the user.
    ///
    /// # Errors
    /// When `choice` names a rule or category that does not exist.
    pub fn new(choice: &RuleChoice) -> Result<(Self, Vec<String>), PlanError> {
        let catalogue = Catalogue::built_in();
        for name in choice.select.iter().chain(&choice.ignore) {
            let known = catalogue.get(name).is_some() || catalogue.rules().iter().any(|rule| rule.category == name);
            if !known {
                return Err(unknown(catalogue, "rule or category", name));
            }
        }
        for (name, _) in &choice.levels {
            if catalogue.get(name).is_none() {
                return Err(unknown(catalogue, "rule", name));
            }
        }
        let mut plan = Self::default();
        let mut remarks = Vec::new();
        for rule in catalogue.rules() {
            let named = |names: &[String]| names.iter().any(|name| name == rule.id || name == rule.category);
            let users = choice.levels.iter().rev().find(|(name, _)| name == rule.id).map(|&(_, level)| level);
            let level = users.unwrap_or(rule.meta.level);
            let on = (choice.select.is_empty() || named(&choice.select)) && !named(&choice.ignore);
            if level == Level::Off && choice.select.iter().any(|name| name == rule.id) {
                remarks.push(format!("{} is off; turn it on with a level, such as --rule {}=warning", rule.id, rule.id));
            }
            if on && level > Level::Off {
                plan.add(rule, level, users.is_some(), toml::Table::new())?;
            }
        }
        Ok((plan, remarks))
    }

    /// One rule alone, at its default level (at `warning` when that is off), with `params` over its defaults.
    ///
    /// # Errors
    /// When there is no such rule, or it has no such parameter.
    pub fn only(id: &str, params: toml::Table) -> Result<Self, PlanError> {
        let catalogue = Catalogue::built_in();
        let rule = catalogue.get(id).ok_or_else(|| unknown(catalogue, "rule", id))?;
        let level = if rule.meta.level == Level::Off { Level::Warning } else { rule.meta.level };
        let mut plan = Self::default();
        plan.add(rule, level, false, params)?;
        Ok(plan)
    }

    fn add(&mut self, rule: &'static Rule, level: Level, level_is_users: bool, params: toml::Table) -> Result<(), PlanError> {
        let mut all = rule.meta.params.clone();
        all.extend(params);
        let params = all.clone();
        let weight = Weight { level, is_users: level_is_users };
        let refused = |error: toml::de::Error| PlanError(format!("{}: {}", rule.id, error.message()));
        match rule.check {
            Check::Report(build) => {
                self.report_rules.push(Active { rule, weight, params, check: build(all).map_err(refused)? });
            }
            Check::Corpus(build) => {
                self.corpus_rules.push(Active { rule, weight, params, check: build(all).map_err(refused)? });
            }
        }
        Ok(())
    }
}

fn unknown(catalogue: &Catalogue, what: &str, name: &str) -> PlanError {
    if CATEGORIES.contains(&name) && what == "rule" {
        return PlanError(format!("{name:?} is a category; a level belongs to a rule"));
    }
    let hint = catalogue.suggestion(name).map_or_else(String::new, |near| format!("; did you mean {near}?"));
    PlanError(format!("there is no {what} named {name:?}{hint}"))
}
