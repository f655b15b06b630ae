//! Files and configurations put together: what the engine takes.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::fault::{Fault, Faults};
use super::file::{House, IgnoreEntry, Origin, Stated};
use super::glob::{self, absolute};
use super::search::Configurations;
use super::{FailOn, HouseFault, PlanError, Plans, RuleChoice, Silence};
use crate::baseline::{Baseline, FILE_NAME};
use crate::discover::Found;
use crate::finding::Fingerprint;
use crate::ignore::{Ignore, Scope};
use crate::source::{Place, Source, SourceId, Span};

/// What a command says about a run besides the configuration.
#[derive(Debug, Clone, Default)]
pub struct RunOptions {
    /// What it says of rules.
    pub rules: RuleChoice,
    /// The lowest level that makes the exit code 1.
    pub fail_on: Option<FailOn>,
    /// The baseline.
    pub baseline: BaselineChoice,
    /// True when something else is compared than the configuration says.
    pub other_corpus: bool,
}

/// Which baseline holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum BaselineChoice {
    /// That of the configuration, else the file of that name at the root, if there is one.
    #[default]
    Configured,
    /// This file.
    File(PathBuf),
    /// None.
    Nothing,
}

/// What is configured for the files of a run.
pub struct Run {
    /// Their plans, and what silences findings.
    pub plans: Plans,
    /// For each baseline of the run, its file.
    pub baselines: Vec<PathBuf>,
    /// Remarks for the user.
    pub remarks: Vec<String>,
}

/// Why there is no run.
#[derive(Debug)]
pub enum RunError {
    /// A configuration or baseline that cannot be read as it is meant.
    Faults(Faults),
    /// Options that name what does not exist.
    Options(PlanError),
    /// A baseline that was named and cannot be read.
    Baseline(String, io::Error),
}

impl From<PlanError> for RunError {
    fn from(error: PlanError) -> Self {
        Self::Options(error)
    }
}

impl Configurations {
    /// What is configured for the files that were found. Those of our own inputs that findings may point at are put among
    /// them, not selected.
    ///
    /// # Errors
    /// See [`RunError`].
    pub fn run(&self, found: &mut Found, options: &RunOptions) -> Result<Run, RunError> {
        self.check().map_err(RunError::Faults)?;
        let whole = whole_folders(found);
        let mut runs = glob::runs(found.paths.iter().map(PathBuf::as_path));
        let entries = self.ignore_entries(&found.paths, &runs);
        let (baselines, baseline_of) = self.baselines(&found.paths, &runs, &options.baseline)?;

        // Our own inputs, those first that reports are checked by.
        let houses = self.houses(runs.iter().map(|run| found.paths[run.start].as_path()));
        let pages: FxHashMap<&PathBuf, &Source> =
            houses.iter().flat_map(|house| house.pages.iter().map(|(path, source)| (path, source))).collect();
        let mut own: Vec<PathBuf> = entries.iter().map(|entry| self.path(entry.stated.at.file)).collect();
        own.extend(baselines.iter().map(|(path, _)| path.clone()));
        own.sort();
        own.dedup();
        let mut added: Vec<(PathBuf, Source)> = Vec::new();
        for (&path, source) in &pages {
            let source = Source::new(source.name.clone(), source.key.clone(), source.text().as_bytes().to_vec());
            added.push((path.clone(), source));
        }
        added.extend(own.into_iter().map(|path| (path.clone(), self.source_again(&path))));
        // A page may be among the files that were found, or be one of the other inputs.
        added.retain(|(path, _)| found.paths.binary_search(path).is_err());
        let is_input: FxHashSet<PathBuf> = added.iter().map(|(path, _)| path).chain(pages.keys().copied()).cloned().collect();
        if !added.is_empty() {
            found.add(added);
            runs = glob::runs(found.paths.iter().map(PathBuf::as_path));
        }
        let id = |path: &PathBuf| found.paths.binary_search(path).ok().and_then(|index| u32::try_from(index).ok()).map(SourceId);
        let known = |path: &PathBuf| id(path).unwrap_or_else(|| unreachable!("all inputs were put among the files"));
        let (mut plans, remarks) = self.plans(&found.paths, &runs, &options.rules, options.fail_on, &baseline_of)?;
        plans.inputs = is_input.iter().filter_map(id).collect();
        // A page that only other reports are checked by is of no concern here.
        let selected = found.paths.iter().zip(&found.selected).filter(|(_, is_selected)| **is_selected);
        plans.house_faults = house_faults(&self.houses(selected.map(|(path, _)| path.as_path())), known);
        let ignores = entries.into_iter().map(|entry| {
            let covered = |base: &PathBuf| {
                whole.iter().any(|folder| base.starts_with(folder)) || id(base).is_some_and(|id| found.selected[id.0 as usize])
            };
            let is_covered = entry.bases.iter().all(covered);
            let mut files: Vec<SourceId> = entry.files.iter().map(known).collect();
            files.sort();
            let place = Place { source: known(&self.path(entry.stated.at.file)), span: self.first_line(entry.stated.at) };
            ignore(entry.stated, place, files, is_covered)
        });
        plans.silence =
            Silence { ignores: ignores.collect(), baselines: Vec::new(), today: Some(today()), is_whole: !options.other_corpus };
        let mut files = Vec::new();
        for (path, mut baseline) in baselines {
            baseline.source = Some(known(&path));
            let root = self.root(path.parent().unwrap_or(&path)).unwrap_or_else(|| self.cwd().to_owned());
            baseline.mark_gone(|entry| {
                let file = absolute(&root, Path::new(&entry.path));
                whole.iter().any(|folder| file.starts_with(folder))
            });
            plans.silence.baselines.push(baseline);
            files.push(path);
        }
        Ok(Run { plans, baselines: files, remarks })
    }

    /// The entries of all configurations that files of the run have, each with its files.
    fn ignore_entries(&self, files: &[PathBuf], runs: &[Range<usize>]) -> Vec<Scoped> {
        let mut scoped: Vec<Scoped> = Vec::new();
        let mut by_origin: FxHashMap<(usize, Span), usize> = FxHashMap::default();
        let mut seen: FxHashSet<usize> = FxHashSet::default();
        if self.is_off() {
            return scoped;
        }
        for run in runs {
            let files = &files[run.clone()];
            let folder = files[0].parent().unwrap_or(&files[0]);
            let Some(configuration) = self.nearest(folder) else { continue };
            let is_new = seen.insert(configuration.file);
            for stated in &configuration.settings.ignores {
                let index = *by_origin.entry((stated.at.file, stated.at.span)).or_insert_with(|| {
                    scoped.push(Scoped { stated: stated.clone(), files: Vec::new(), bases: Vec::new() });
                    scoped.len() - 1
                });
                let path = stated.value.path.as_ref();
                if is_new {
                    match path {
                        Some(globs) => scoped[index].bases.extend(globs.bases().iter().cloned()),
                        None => scoped[index].bases.push(configuration.folder.clone()),
                    }
                }
                let covered = files.iter().filter(|file| path.is_none_or(|globs| globs.is_match(file)));
                scoped[index].files.extend(covered.cloned());
            }
        }
        scoped
    }

    /// The baselines of the run, and for each folder of a report the number of its own.
    #[expect(clippy::type_complexity, reason = "two halves of one answer, taken apart at once")]
    fn baselines(
        &self,
        files: &[PathBuf],
        runs: &[Range<usize>],
        choice: &BaselineChoice,
    ) -> Result<(Vec<(PathBuf, Baseline)>, FxHashMap<PathBuf, usize>), RunError> {
        let mut baselines: Vec<(PathBuf, Baseline)> = Vec::new();
        let mut of = FxHashMap::default();
        if *choice == BaselineChoice::Nothing {
            return Ok((baselines, of));
        }
        for run in runs {
            let file = &files[run.start];
            let folder = file.parent().unwrap_or(file);
            if of.contains_key(folder) {
                continue;
            }
            let (path, at) = match choice {
                BaselineChoice::File(path) => (absolute(self.cwd(), path), None),
                _ => self.baseline_path(folder),
            };
            let known = baselines.iter().position(|(known, _)| *known == path);
            let number = match known {
                Some(number) => number,
                None => {
                    let text = match (fs::read(&path), at) {
                        (Ok(text), _) => text,
                        (Err(error), None)
                            if *choice == BaselineChoice::Configured && error.kind() == io::ErrorKind::NotFound =>
                        {
                            continue;
                        }
                        (Err(error), None) => return Err(RunError::Baseline(self.shown_path(&path), error)),
                        (Err(error), Some(at)) => {
                            let message = format!("cannot read the baseline: {error}");
                            let help = "make it with: claimlint baseline create".to_owned();
                            let fault = Fault { file: at.file, span: at.span, message, label: "named here".to_owned(), help };
                            return Err(RunError::Faults(self.faults(vec![fault])));
                        }
                    };
                    let baseline = self.read_baseline(&path, text)?;
                    baselines.push((path, baseline));
                    baselines.len() - 1
                }
            };
            of.insert(folder.to_owned(), number);
        }
        Ok((baselines, of))
    }

    /// Reads the text of a baseline.
    ///
    /// # Errors
    /// When it is none.
    pub fn read_baseline(&self, path: &Path, text: Vec<u8>) -> Result<Baseline, RunError> {
        let file = self.add_file(path.to_owned(), text);
        self.with_source(file, Baseline::read).map_err(|(span, message)| {
            let fault = Fault { file, span, message, label: "here".to_owned(), help: String::new() };
            RunError::Faults(self.faults(vec![fault]))
        })
    }

    /// Where the baseline of a folder lies, and where that is stated.
    #[must_use]
    pub fn baseline_path(&self, folder: &Path) -> (PathBuf, Option<Origin>) {
        let outermost = self.outermost(folder);
        if let Some(stated) = outermost.as_ref().and_then(|found| found.settings.baseline.clone()) {
            return (stated.value, Some(stated.at));
        }
        let own = outermost.map(|found| found.folder.clone()).filter(|root| folder.starts_with(root));
        let root = own.or_else(|| self.repository(folder)).unwrap_or_else(|| self.cwd().to_owned());
        (root.join(FILE_NAME), None)
    }
}

/// What is wrong with the pages of house rules, each once.
fn house_faults(houses: &[Arc<House>], id: impl Fn(&PathBuf) -> SourceId) -> Vec<HouseFault> {
    let mut faults: Vec<HouseFault> = Vec::new();
    for house in houses {
        let place = |page: usize, span: Span| Place { source: id(&house.pages[page].0), span };
        for fault in &house.faults {
            let at = place(fault.page, fault.span);
            if faults.iter().any(|known| known.place == at && known.message == fault.message) {
                continue;
            }
            let first_line = |page: usize| house.pages[page].1.line(0);
            faults.push(HouseFault {
                place: at,
                message: fault.message.clone(),
                help: fault.help.clone(),
                other: fault.other.map(|other| place(other, first_line(other))),
            });
        }
    }
    faults
}

/// An entry with the files that it applies to.
struct Scoped {
    stated: Stated<IgnoreEntry>,
    files: Vec<PathBuf>,
    /// The folders (or files) outside of which it applies to nothing.
    bases: Vec<PathBuf>,
}

fn ignore(stated: Stated<IgnoreEntry>, place: Place, files: Vec<SourceId>, is_covered: bool) -> Ignore {
    let entry = stated.value;
    Ignore {
        place,
        subject: stated.at.span,
        rule: entry.rule,
        claim: entry.claim,
        fingerprint: entry.fingerprint.as_deref().and_then(Fingerprint::read),
        expires: entry.expires.map(|stated| (stated.value, stated.at.span)),
        reason: entry.reason,
        scope: Scope::Files(files),
        is_covered,
    }
}

/// The folders that were walked and are selected as a whole.
fn whole_folders(found: &Found) -> Vec<PathBuf> {
    let files = || found.paths.iter().zip(&found.selected);
    let left_out = |folder: &PathBuf| files().any(|(path, is_selected)| !is_selected && path.starts_with(folder));
    found.walked.iter().filter(|folder| !left_out(folder)).cloned().collect()
}

/// The day of the run in UTC, so that it is the same everywhere.
fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}
