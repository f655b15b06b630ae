//! Which configuration a file has: the nearest `claimlint.toml` upwards from the file, never from the working directory, and
//! never from beyond the file's repository.
//!
//! Reads files when they are first asked for, each once. What concerns a whole run (what is compared, the baseline, which
//! level fails) comes from the outermost file, so that it never depends on which report was named.

use std::cell::RefCell;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::fault::{Fault, Faults};
use super::file::{House, Origin, Outline, Settings, Stated};
use super::glob::{Globs, absolute, lies_in, relative, shown};
use super::{FailOn, Plan, PlanError, Plans, RuleChoice};
use crate::catalogue::Catalogue;
use crate::house;
use crate::source::{Source, Span};

/// The name under which a configuration is found.
pub const FILE_NAME: &str = "claimlint.toml";

/// Endings of the files that are taken up without configuration.
const EXTENSIONS: [&str; 3] = ["txt", "md", "markdown"];

/// The same as globs.
pub(super) const DEFAULT_INCLUDE: [&str; 3] = ["**/*.txt", "**/*.md", "**/*.markdown"];

/// Where configurations are looked for.
#[derive(Debug, Clone, Default)]
pub enum Search {
    /// Upwards from each file.
    #[default]
    Upwards,
    /// In this file and nowhere else.
    Only(PathBuf),
    /// Nowhere.
    Nowhere,
}

/// A file that was read, with what it extends.
#[derive(Debug)]
pub struct Configuration {
    /// Its number among the files that were read.
    pub file: usize,
    /// Its folder, absolute.
    pub folder: PathBuf,
    /// What it says.
    pub settings: Settings,
}

/// What the claims of a report are compared with.
#[derive(Debug, Clone)]
pub enum Compared {
    /// The files that these match.
    Matches(Globs),
    /// Everything below this folder.
    Below(PathBuf),
    /// Nothing but what is named.
    Named,
}

/// All configurations of a run.
pub struct Configurations {
    cwd: PathBuf,
    /// The number of the only configuration.
    only: Option<usize>,
    is_off: bool,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    /// All files that were read, in the order of reading.
    sources: Vec<Source>,
    paths: Vec<PathBuf>,
    faults: Vec<Fault>,
    /// The configurations, by the number of their file; a file that is only extended has none.
    configurations: FxHashMap<usize, Arc<Configuration>>,
    folders: FxHashMap<PathBuf, Arc<Surroundings>>,
    /// What lies above the folder that was asked for last: files come folder by folder.
    last: Option<(PathBuf, Arc<[Arc<Configuration>]>)>,
}

/// What lies above the files of a folder.
#[derive(Debug, Clone, Default)]
struct Surroundings {
    /// The nearest first.
    configurations: Vec<usize>,
    repository: Option<PathBuf>,
}

impl Configurations {
    /// Nothing is read yet, unless it is one file.
    ///
    /// # Errors
    /// When that file cannot be read.
    pub fn new(cwd: &Path, search: &Search) -> io::Result<Self> {
        let mut configurations =
            Self { cwd: cwd.to_owned(), only: None, is_off: matches!(search, Search::Nowhere), state: RefCell::default() };
        if let Search::Only(path) = search {
            let path = absolute(cwd, path);
            let text = fs::read(&path)?;
            configurations.only = Some(configurations.state.get_mut().configuration(cwd, path, text));
        }
        Ok(configurations)
    }

    /// The repository that a folder lies in.
    #[must_use]
    pub fn repository(&self, folder: &Path) -> Option<PathBuf> {
        self.surroundings(folder).repository.clone()
    }

    /// The root that paths in fingerprints are relative to: the repository's, else the outermost configuration's folder.
    #[must_use]
    pub fn root(&self, folder: &Path) -> Option<PathBuf> {
        self.repository(folder).or_else(|| self.outermost(folder).map(|found| found.folder.clone()))
    }

    /// What the reports of a folder are compared with.
    #[must_use]
    pub fn compared(&self, folder: &Path) -> Compared {
        if self.is_off {
            return Compared::Named;
        }
        let outermost = self.outermost(folder);
        if let Some(globs) = outermost.as_ref().and_then(|found| found.settings.corpus.clone()) {
            return Compared::Matches(globs.value);
        }
        // A file that is named with --config may lie anywhere.
        let own = outermost.map(|found| found.folder.clone()).filter(|root| folder.starts_with(root));
        own.or_else(|| self.repository(folder)).map_or(Compared::Named, Compared::Below)
    }

    /// The folder that what the reports of a folder are compared with lies below, unless these are the paths that are named.
    #[must_use]
    pub fn compared_root(&self, folder: &Path) -> Option<PathBuf> {
        match self.compared(folder) {
            Compared::Matches(_) => self.outermost(folder).map(|found| found.folder.clone()),
            Compared::Below(root) => Some(root),
            Compared::Named => None,
        }
    }

    /// Whether an index of what the reports of a folder are compared with is kept.
    #[must_use]
    pub fn keeps_index(&self, folder: &Path) -> bool {
        self.outermost(folder).and_then(|found| found.settings.cache.as_ref().map(|stated| stated.value)).unwrap_or(false)
    }

    /// Why a walk does not take up a file of a folder.
    #[must_use]
    pub fn not_included(&self, folder: &Path, file: &Path) -> Option<String> {
        let above = self.above(folder);
        let Some(include) = above.iter().find_map(|found| found.settings.include.as_ref()) else {
            return (!has_usual_ending(file)).then(|| "neither .txt nor Markdown".to_owned());
        };
        let name = || self.state.borrow().sources[include.at.file].name.clone();
        (!include.value.is_match(file)).then(|| format!("not included by {}", name()))
    }

    /// The file whose `exclude` leaves out a file or folder that lies in `folder`, as messages show it.
    #[must_use]
    pub fn excluded_by(&self, folder: &Path, path: &Path, is_folder: bool) -> Option<String> {
        let found = self.above(folder).iter().find_map(|found| {
            let exclude = found.settings.exclude.as_ref()?;
            let hit = if is_folder { exclude.value.holds(path) } else { exclude.value.is_match(path) };
            hit.then_some(exclude.at.file)
        })?;
        Some(self.state.borrow().sources[found].name.clone())
    }

    /// The nearest configuration of a folder.
    #[must_use]
    pub fn nearest(&self, folder: &Path) -> Option<Arc<Configuration>> {
        self.above(folder).first().cloned()
    }

    /// The outermost configuration of a folder.
    #[must_use]
    pub fn outermost(&self, folder: &Path) -> Option<Arc<Configuration>> {
        self.above(folder).last().cloned()
    }

    /// The configurations of a folder, the nearest first.
    pub(super) fn above(&self, folder: &Path) -> Arc<[Arc<Configuration>]> {
        if self.is_off {
            return Arc::default();
        }
        if let Some((_, above)) = self.state.borrow().last.as_ref().filter(|(last, _)| last.as_os_str() == folder.as_os_str()) {
            return Arc::clone(above);
        }
        let numbers = match self.only {
            Some(only) => vec![only],
            None => self.surroundings(folder).configurations.clone(),
        };
        let mut state = self.state.borrow_mut();
        let above: Arc<[_]> = numbers.iter().filter_map(|number| state.configurations.get(number).cloned()).collect();
        state.last = Some((folder.to_owned(), Arc::clone(&above)));
        above
    }

    fn surroundings(&self, folder: &Path) -> Arc<Surroundings> {
        if let Some(known) = self.state.borrow().folders.get(folder) {
            return Arc::clone(known);
        }
        let is_root = folder.join(".git").exists();
        let above = folder.parent().filter(|_| !is_root).map(|parent| self.surroundings(parent));
        let mut found = above.map_or_else(Surroundings::default, |above| (*above).clone());
        if is_root {
            found.repository = Some(folder.to_owned());
        }
        let mut state = self.state.borrow_mut();
        if self.only.is_none() && !self.is_off {
            let path = folder.join(FILE_NAME);
            match fs::read(&path) {
                Ok(text) => {
                    let number = state.configuration(&self.cwd, path, text);
                    found.configurations.insert(0, number);
                }
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
                Err(error) => {
                    let file = state.add(&self.cwd, path, Vec::new());
                    state.faults.push(unreadable(Origin { file, span: Span::at(0) }, "this file", &error));
                }
            }
        }
        let found = Arc::new(found);
        state.folders.insert(folder.to_owned(), Arc::clone(&found));
        found
    }

    /// The plans of files, which are named by their absolute paths.
    ///
    /// # Errors
    /// When a configuration or `choice` cannot be read as it is meant.
    pub(super) fn plans(
        &self,
        files: &[PathBuf],
        runs: &[Range<usize>],
        choice: &RuleChoice,
        fail_on: Option<FailOn>,
        baselines: &FxHashMap<PathBuf, usize>,
    ) -> Result<(Plans, Vec<String>), PlanError> {
        let mut plans = Vec::new();
        let mut remarks: Vec<String> = Vec::new();
        // By the nearest file, its overrides that fit, the outermost file, and the baseline.
        type Key = (Option<usize>, Vec<usize>, Option<usize>, Option<usize>);
        let mut numbers: FxHashMap<Key, u32> = FxHashMap::default();
        let mut of = Vec::with_capacity(files.len());
        choice.check(&self.houses(runs.iter().map(|run| files[run.start].as_path())))?;
        for (at, end) in runs.iter().flat_map(|run| run.clone().map(|at| (at, run.end))) {
            if at < of.len() {
                continue;
            }
            let file = &files[at];
            let folder = file.parent().unwrap_or(file);
            let (nearest, outermost) = (self.nearest(folder), self.outermost(folder));
            let overrides = nearest.as_ref().map_or(&[][..], |found| &found.settings.overrides);
            let fits = overrides.iter().enumerate().filter(|(_, stated)| stated.value.path.is_match(file));
            let fits: Vec<usize> = fits.map(|(index, _)| index).collect();
            let number = |found: &Option<Arc<Configuration>>| found.as_ref().map(|found| found.file);
            // Those of one folder have one plan unless overrides tell them apart.
            let upto = if overrides.is_empty() { end } else { at + 1 };
            let key = (number(&nearest), fits, number(&outermost), baselines.get(folder).copied());
            if let Some(&known) = numbers.get(&key) {
                of.resize(upto, known);
                continue;
            }
            let (mut plan, said) = Plan::resolve(nearest.as_ref().map(|found| &found.settings), &key.1, choice)?;
            let stated = outermost.and_then(|found| found.settings.fail_on.as_ref().map(|stated| stated.value));
            plan.fail_on = fail_on.or(stated).unwrap_or_default();
            plan.baseline = key.3;
            remarks.extend(said);
            let number = u32::try_from(plans.len()).unwrap_or(u32::MAX);
            plans.push(plan);
            numbers.insert(key, number);
            of.resize(upto, number);
        }
        if plans.is_empty() {
            // A run without files still says what is wrong with its arguments.
            let (plan, said) = Plan::resolve(None, &[], choice)?;
            plans.push(plan);
            remarks = said;
        }
        // What is said of one plan only is what its configuration is for.
        let everywhere = |remark: &String| remarks.iter().filter(|other| *other == remark).count() == plans.len();
        let mut said: Vec<String> = remarks.iter().filter(|remark| everywhere(remark)).cloned().collect();
        said.sort();
        said.dedup();
        Ok((Plans::new(plans, of), said))
    }

    /// The house rules of files, each set once, in the order of the files.
    pub(super) fn houses<'f>(&self, files: impl Iterator<Item = &'f Path>) -> Vec<Arc<House>> {
        let mut houses: Vec<Arc<House>> = Vec::new();
        let mut last: Option<&Path> = None;
        for file in files {
            if last.is_some_and(|known| lies_in(known, file)) {
                continue;
            }
            let folder = *last.insert(file.parent().unwrap_or(file));
            if let Some(house) = self.nearest(folder).and_then(|found| found.settings.house.clone())
                && !houses.iter().any(|known| Arc::ptr_eq(known, &house))
            {
                houses.push(house);
            }
        }
        houses
    }

    /// Remarks on settings that have no effect: those that only the outermost file may make.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let state = self.state.borrow();
        let mut remarks = Vec::new();
        for surroundings in state.folders.values() {
            let Some((outermost, inner)) = surroundings.configurations.split_last() else { continue };
            for number in inner {
                let Some(found) = state.configurations.get(number) else { continue };
                let settings = &found.settings;
                let stated = [
                    ("corpus", settings.corpus.as_ref().map(|stated| stated.at)),
                    ("baseline", settings.baseline.as_ref().map(|stated| stated.at)),
                    ("cache", settings.cache.as_ref().map(|stated| stated.at)),
                    ("fail-on", settings.fail_on.as_ref().map(|stated| stated.at)),
                ];
                for (key, at) in stated {
                    // What an inner file extends may well be the outermost one.
                    if let Some(at) = at.filter(|at| at.file == *number) {
                        let source = &state.sources[at.file];
                        let line = source.line_number(at.span.start);
                        let outer = &state.sources[*outermost].name;
                        remarks.push(format!("{}:{line}: \"{key}\" has no effect here; it is that of {outer}", source.name));
                    }
                }
            }
        }
        remarks.sort();
        remarks.dedup();
        remarks
    }

    /// What is wrong with the files that were read.
    ///
    /// # Errors
    /// When anything is.
    pub fn check(&self) -> Result<(), Faults> {
        let mut state = self.state.borrow_mut();
        if state.faults.is_empty() {
            return Ok(());
        }
        let mut faults = std::mem::take(&mut state.faults);
        let sources = std::mem::take(&mut state.sources);
        faults.sort_by(|a, b| (&sources[a.file].name, a.span).cmp(&(&sources[b.file].name, b.span)));
        faults.dedup();
        Err(Faults { sources, faults })
    }

    /// True when nothing is configured anywhere.
    pub(super) fn is_off(&self) -> bool {
        self.is_off
    }

    /// The working directory.
    pub(crate) fn cwd(&self) -> &Path {
        &self.cwd
    }

    /// A path as seen from the working directory, absolute.
    #[must_use]
    pub fn absolute(&self, path: &Path) -> PathBuf {
        absolute(&self.cwd, path)
    }

    /// The path of a file that was read.
    pub(super) fn path(&self, file: usize) -> PathBuf {
        self.state.borrow().paths[file].clone()
    }

    /// A file that was read, once more.
    pub(super) fn source_again(&self, path: &Path) -> Source {
        let state = self.state.borrow();
        let file = state.paths.iter().rposition(|known| known == path).unwrap_or_default();
        let source = &state.sources[file];
        Source::new(source.name.clone(), source.key.clone(), source.text().as_bytes().to_vec())
    }

    /// The first line of a place in a file that was read.
    pub(super) fn first_line(&self, at: Origin) -> Span {
        let state = self.state.borrow();
        let text = state.sources[at.file].slice(at.span);
        let end = text.find(['\n', '\r']).unwrap_or(text.len());
        Span::of(0..end).shift(at.span.start)
    }

    /// Takes up a file that is no configuration.
    pub(super) fn add_file(&self, path: PathBuf, text: Vec<u8>) -> usize {
        self.state.borrow_mut().add(&self.cwd, path, text)
    }

    /// Reads a file that was taken up.
    pub(super) fn with_source<T>(&self, file: usize, read: impl FnOnce(&Source) -> T) -> T {
        read(&self.state.borrow().sources[file])
    }

    /// Faults with the files that they are in.
    pub(super) fn faults(&self, faults: Vec<Fault>) -> Faults {
        Faults { sources: std::mem::take(&mut self.state.borrow_mut().sources), faults }
    }

    /// A path as messages show it.
    #[must_use]
    pub fn shown_path(&self, path: &Path) -> String {
        shown(&self.cwd, path, false)
    }

    /// A file that was read, as messages show it, and the line of a place in it.
    #[must_use]
    pub fn shown(&self, at: Origin) -> String {
        let state = self.state.borrow();
        let source = &state.sources[at.file];
        format!("{}:{}", source.name, source.line_number(at.span.start))
    }
}

impl State {
    fn add(&mut self, cwd: &Path, path: PathBuf, text: Vec<u8>) -> usize {
        let root = path.ancestors().skip(1).find(|folder| folder.join(".git").exists());
        let key = relative(root.or(path.parent()).unwrap_or(cwd), &path);
        self.sources.push(Source::new(shown(cwd, &path, false), key, text));
        self.paths.push(path);
        self.sources.len() - 1
    }

    /// Reads a file and what it extends; gives its number.
    fn configuration(&mut self, cwd: &Path, path: PathBuf, text: Vec<u8>) -> usize {
        let folder = path.parent().unwrap_or(&path).to_owned();
        let file = self.add(cwd, path.clone(), text);
        let settings = self.settings(cwd, file, &folder, &mut vec![path]);
        self.configurations.insert(file, Arc::new(Configuration { file, folder, settings }));
        file
    }

    fn settings(&mut self, cwd: &Path, file: usize, folder: &Path, open: &mut Vec<PathBuf>) -> Settings {
        let Outline { extend, house_rules } = Settings::outline(&self.sources[file], file, folder);
        let base = extend.and_then(|extend| self.base(cwd, extend, open));
        let house = self.house(cwd, &house_rules, base.as_ref().and_then(|base| base.house.as_ref()));
        let own = Settings::read(&self.sources[file], file, folder, house, &mut self.faults);
        match base {
            Some(base) => own.over(base),
            None => own,
        }
    }

    /// The settings of a file that another one is read over.
    fn base(&mut self, cwd: &Path, Stated { value: path, at }: Stated<PathBuf>, open: &mut Vec<PathBuf>) -> Option<Settings> {
        if open.contains(&path) {
            self.faults.push(Fault {
                file: at.file,
                span: at.span,
                message: "the files extend one another in a circle".to_owned(),
                label: "already being read".to_owned(),
                help: "remove one of the \"extend\" keys".to_owned(),
            });
            return None;
        }
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) => {
                self.faults.push(unreadable(at, &shown(cwd, &path, false), &error));
                return None;
            }
        };
        let folder = path.parent().unwrap_or(&path).to_owned();
        open.push(path.clone());
        let file = self.add(cwd, path, text);
        Some(self.settings(cwd, file, &folder, open))
    }

    /// The house rules of some folders, and those of the file that is read over. Each page once.
    fn house(&mut self, cwd: &Path, folders: &[Stated<PathBuf>], base: Option<&Arc<House>>) -> Option<Arc<House>> {
        if folders.is_empty() {
            return base.cloned();
        }
        let root = |path: &Path| path.ancestors().skip(1).find(|folder| folder.join(".git").exists()).map(Path::to_owned);
        let again = |(path, source): &(PathBuf, Source)| {
            (path.clone(), Source::new(source.name.clone(), source.key.clone(), source.text().as_bytes().to_vec()))
        };
        let mut pages: Vec<(PathBuf, Source)> = base.iter().flat_map(|base| base.pages.iter().map(again)).collect();
        for Stated { value: folder, at } in folders {
            let found = house::files(folder).map_err(|error| unreadable(*at, &shown(cwd, folder, false), &error));
            let found = found.unwrap_or_else(|fault| {
                self.faults.push(fault);
                Vec::new()
            });
            for path in found {
                if pages.iter().any(|(known, _)| *known == path) {
                    continue;
                }
                match fs::read(&path) {
                    Ok(text) => {
                        let key = relative(root(&path).as_deref().or(path.parent()).unwrap_or(cwd), &path);
                        let source = Source::new(shown(cwd, &path, false), key, text);
                        pages.push((path, source));
                    }
                    Err(error) => self.faults.push(unreadable(*at, &shown(cwd, &path, false), &error)),
                }
            }
        }
        let (paths, sources): (Vec<PathBuf>, Vec<Source>) = pages.into_iter().unzip();
        let (catalogue, faults) = Catalogue::with_house_rules(&sources);
        Some(Arc::new(House { catalogue, pages: paths.into_iter().zip(sources).collect(), faults }))
    }
}

/// True for the name of a file that is taken up without configuration: as [`Path::extension`] tells, but quicker.
fn has_usual_ending(file: &Path) -> bool {
    let name = file.as_os_str().as_encoded_bytes();
    EXTENSIONS.iter().any(|known| match name.split_at_checked(name.len().saturating_sub(known.len())) {
        Some(([.., before, b'.'], ending)) => {
            !std::path::is_separator(char::from(*before)) && ending.eq_ignore_ascii_case(known.as_bytes())
        }
        _ => false,
    })
}

fn unreadable(at: Origin, what: &str, error: &io::Error) -> Fault {
    Fault {
        file: at.file,
        span: at.span,
        message: format!("cannot read {what}: {error}"),
        label: "here".to_owned(),
        help: String::new(),
    }
}
