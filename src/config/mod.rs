//! What a run does: the rules that are on, at their levels, with their parameters; and the files that say so.
//!
//! `file` reads one `claimlint.toml`, `search` finds those that apply to a file, `glob` anchors their globs, `fault` says what
//! is wrong with them. What is resolved is a [`Plan`]: nothing optional is left in it. Knows nothing about reports but the
//! classes of verdicts.

use std::fmt;
use std::sync::Arc;

pub mod fault;
pub mod file;
pub mod glob;
pub mod run;
pub mod schema;
pub mod search;
mod show;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use self::file::{House, Rules, Settings, merge_rules};
use crate::baseline::Baseline;
use crate::catalogue::{CATEGORIES, Catalogue, Rule};
use crate::corpus::Needs;
use crate::corpus::index::select::Ties;
use crate::finding::Level;
use crate::ignore::Ignore;
use crate::parse::Vocabulary;
use crate::preset::{self, Preset};
use crate::rules::{Check, CorpusRule, ReportRule, Weight, declared};
use crate::source::{Place, SourceId};

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
    /// The lowest level that makes the exit code 1.
    pub fail_on: FailOn,
    /// Which baseline of the run its findings may stand in: its number in [`Silence::baselines`].
    pub baseline: Option<usize>,
    /// What the rules that are on weigh.
    weights: FxHashMap<&'static str, Weight>,
    /// The rules that exist where it holds; without house rules, those that are compiled in.
    house: Option<Arc<House>>,
    /// True when not every rule that is on by its level runs: some were selected, or left out.
    is_narrowed: bool,
}

/// The lowest level that makes the exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FailOn {
    /// Only errors.
    Error,
    /// Warnings and errors.
    #[default]
    Warning,
    /// Any finding.
    Info,
    /// None.
    Never,
}

impl FailOn {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Info, Self::Never];

    /// The name on the command line and in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Never => "never",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// True for a finding that makes the exit code 1.
    #[must_use]
    pub fn reached_by(self, level: Level) -> bool {
        match self {
            Self::Error => level >= Level::Error,
            Self::Warning => level >= Level::Warning,
            Self::Info => level >= Level::Info,
            Self::Never => false,
        }
    }
}

impl Plan {
    /// The marks and words of verdicts.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.as_ref().unwrap_or_else(|| Vocabulary::built_in())
    }

    /// The rules that exist where it holds.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        self.house.as_deref().map_or_else(|| Catalogue::built_in(), |house| &house.catalogue)
    }

    /// What a rule weighs; `None` when it is off.
    #[must_use]
    pub fn weight(&self, rule: &str) -> Option<Weight> {
        self.weights.get(rule).copied()
    }

    /// True when the rule runs; without one, when all do that are on.
    #[must_use]
    pub fn runs(&self, rule: Option<&str>) -> bool {
        rule.map_or(!self.is_narrowed, |rule| self.weights.contains_key(rule))
    }
}

/// What is wrong with a page of house rules.
#[derive(Debug)]
pub struct HouseFault {
    /// Where.
    pub place: Place,
    /// One sentence, lower case.
    pub message: String,
    /// What to do, beginning with a verb; may be empty.
    pub help: String,
    /// The page with the same id, when that is what is wrong.
    pub other: Option<Place>,
}

/// What silences findings in a run.
#[derive(Debug, Default)]
pub struct Silence {
    /// Entries of configurations.
    pub ignores: Vec<Ignore>,
    /// Baselines.
    pub baselines: Vec<Baseline>,
    /// The day; without it, no entry expires.
    pub today: Option<Date>,
    /// True when everything was compared that the configuration says.
    pub is_whole: bool,
}

/// The plans of a run, and which of them each file has.
pub struct Plans {
    plans: Vec<Plan>,
    /// For each source, the number of its plan.
    of: Vec<u32>,
    /// What is wrong with the pages of house rules.
    house_faults: Vec<HouseFault>,
    /// The sources that are no reports but our own inputs.
    inputs: FxHashSet<SourceId>,
    /// What silences findings.
    pub silence: Silence,
}

impl From<Plan> for Plans {
    /// Every file has this plan.
    fn from(plan: Plan) -> Self {
        Self {
            plans: vec![plan],
            of: Vec::new(),
            house_faults: Vec::new(),
            inputs: FxHashSet::default(),
            silence: Silence::default(),
        }
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
        Self { plans, of, house_faults: Vec::new(), inputs: FxHashSet::default(), silence: Silence::default() }
    }

    /// What is wrong with the pages of house rules.
    #[must_use]
    pub fn house_faults(&self) -> &[HouseFault] {
        &self.house_faults
    }

    /// True for a file that is no report but one of our own inputs, such as a configuration.
    #[must_use]
    pub fn is_input(&self, source: SourceId) -> bool {
        self.inputs.contains(&source)
    }

    /// Every plan, by its number.
    #[must_use]
    pub fn all(&self) -> &[Plan] {
        &self.plans
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

    /// By which ties the rules of all plans relate reports; `None` when one may relate any report with any other.
    #[must_use]
    pub fn ties(&self) -> Option<Ties> {
        let runs = self.corpus_runs();
        let mut ties = Vec::new();
        for run in &runs {
            ties.extend(run.check.ties()?);
        }
        ties.sort_unstable();
        ties.dedup();
        Some(Ties { ties, needs: needs(&runs) })
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

/// What some rules ask of the comparison of claims.
#[must_use]
pub fn needs(runs: &[CorpusRun<'_>]) -> Needs {
    runs.iter().map(|run| run.check.needs()).fold(Needs::default(), Needs::and)
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
    /// Presets, after those of the configuration.
    pub presets: Vec<String>,
}

impl Plan {
    /// The rules that are on by default, changed by `choice`. The second part are remarks for the user.
    ///
    /// # Errors
    /// When `choice` names a rule or category that does not exist.
    pub fn new(choice: &RuleChoice) -> Result<(Self, Vec<String>), PlanError> {
        choice.check(&[])?;
        Self::resolve(None, &[], choice)
    }

    /// What `settings` say, with those of its overrides that fit, changed by `choice`. The second part are remarks for the
    /// user.
    ///
    /// # Errors
    /// When `choice` names a rule or category that does not exist.
    pub fn resolve(
        settings: Option<&Settings>,
        overrides: &[usize],
        choice: &RuleChoice,
    ) -> Result<(Self, Vec<String>), PlanError> {
        let catalogue = settings.map_or_else(|| Catalogue::built_in(), Settings::catalogue);
        let presets: Vec<&Preset> = settings
            .iter()
            .flat_map(|settings| &settings.presets)
            .map(|stated| &stated.value)
            .chain(&choice.presets)
            .filter_map(|name| preset::get(name))
            .collect();
        let overrides = || settings.iter().flat_map(|own| overrides.iter().map(|&index| &own.overrides[index].value));
        let mut rules: Rules = settings.map_or_else(Rules::new, |settings| settings.rules.clone());
        overrides().for_each(|found| merge_rules(&mut rules, &found.rules));
        let mut plan = Self::default();
        let terms: Vec<_> =
            settings.iter().flat_map(|own| &own.vocabulary).chain(overrides().flat_map(|found| &found.vocabulary)).collect();
        if !terms.is_empty() {
            plan.vocabulary = Some(Vocabulary::with(terms.into_iter().map(|term| (term.value.0, term.value.1.as_str()))));
        }
        plan.house = settings.and_then(|settings| settings.house.clone());
        plan.is_narrowed = !(choice.select.is_empty() && choice.ignore.is_empty());
        let mut remarks = Vec::new();
        for rule in catalogue.rules() {
            let named = |names: &[String]| names.iter().any(|name| name == rule.id || name == rule.category);
            let stated = rules.get(rule.id);
            let by_option = choice.levels.iter().rev().find(|(name, _)| name == rule.id).map(|&(_, level)| level);
            let preset = presets.iter().rev().find_map(|preset| preset.rules.get(rule.id));
            let stated_level = || stated?.level.as_ref().map(|level| level.value);
            let users = by_option.or_else(stated_level).or_else(|| preset.map(|setting| setting.level));
            let level = users.unwrap_or(rule.meta.level);
            let on = (choice.select.is_empty() || named(&choice.select)) && !named(&choice.ignore);
            if level == Level::Off && choice.select.iter().any(|name| name == rule.id) {
                remarks.push(format!("{} is off; turn it on with a level, such as --rule {}=warning", rule.id, rule.id));
            }
            if on && level > Level::Off {
                let params = stated.into_iter().flat_map(|stated| &stated.params);
                let params = params.map(|(name, stated)| (name.clone(), stated.value.clone()));
                let preset = preset.into_iter().flat_map(|setting| setting.params.clone());
                let params = preset.chain(params).collect();
                plan.add(rule, Weight { level, is_users: users.is_some() }, params)?;
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
        Self::of_rule(catalogue.get(id).ok_or_else(|| unknown(catalogue, "rule", id))?, params)
    }

    /// One rule alone, as [`Plan::only`] has it.
    ///
    /// # Errors
    /// When it has no such parameter.
    pub fn of_rule(rule: &'static Rule, params: toml::Table) -> Result<Self, PlanError> {
        let level = if rule.meta.level == Level::Off { Level::Warning } else { rule.meta.level };
        let mut plan = Self::default();
        plan.add(rule, Weight { level, is_users: false }, params)?;
        Ok(plan)
    }

    fn add(&mut self, rule: &'static Rule, weight: Weight, params: toml::Table) -> Result<(), PlanError> {
        let mut all = rule.meta.params.clone();
        all.extend(params);
        let params = all.clone();
        self.weights.insert(rule.id, weight);
        let refused = |error: toml::de::Error| PlanError(format!("{}: {}", rule.id, error.message()));
        match rule.check {
            Check::Report(build) => {
                self.report_rules.push(Active { rule, weight, params, check: build(all).map_err(refused)? });
            }
            Check::Declared => {
                let check = declared::build(rule, &all).map_err(refused)?;
                self.report_rules.push(Active { rule, weight, params, check });
            }
            Check::Corpus(build) => {
                self.corpus_rules.push(Active { rule, weight, params, check: build(all).map_err(refused)? });
            }
            Check::Project => {}
        }
        Ok(())
    }
}

/// Whether a rule takes these parameters over its defaults.
///
/// # Errors
/// When it does not, and why.
pub fn try_params(rule: &'static Rule, params: &toml::Table) -> Result<(), PlanError> {
    Plan::default().add(rule, Weight { level: Level::Warning, is_users: true }, params.clone())
}

impl RuleChoice {
    /// Whether all that it names exists, among the rules that are compiled in and those of `houses`.
    ///
    /// # Errors
    /// When it names a rule, category or preset that does not exist.
    pub fn check(&self, houses: &[Arc<House>]) -> Result<(), PlanError> {
        // Slips of the pen are judged by what the first reports have.
        let catalogue = houses.first().map_or_else(|| Catalogue::built_in(), |house| &house.catalogue);
        let is_rule = |name: &str| {
            let known = |catalogue: &Catalogue| catalogue.get(name).is_some() || catalogue.is_broken(name);
            known(catalogue) || houses.iter().any(|house| known(&house.catalogue))
        };
        if let Some(name) = self.presets.iter().find(|name| preset::get(name).is_none()) {
            return Err(unknown(catalogue, "preset", name));
        }
        let no_rule = |name: &&String| !is_rule(name);
        if let Some(name) =
            self.select.iter().chain(&self.ignore).filter(no_rule).find(|name| !CATEGORIES.contains(&name.as_str()))
        {
            return Err(unknown(catalogue, "rule or category", name));
        }
        match self.levels.iter().map(|(name, _)| name).find(no_rule) {
            Some(name) => Err(unknown(catalogue, "rule", name)),
            None => Ok(()),
        }
    }
}

fn unknown(catalogue: &Catalogue, what: &str, name: &str) -> PlanError {
    if CATEGORIES.contains(&name) && what == "rule" {
        return PlanError(format!("{name:?} is a category; a level belongs to a rule"));
    }
    let hint = catalogue.suggestion(name).map_or_else(String::new, |near| format!("; did you mean {near}?"));
    PlanError(format!("there is no {what} named {name:?}{hint}"))
}
