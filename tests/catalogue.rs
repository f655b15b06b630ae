//! The catalogue holds: pages, registry and Rust files are one set, every page has its shape, and every example of every
//! page says what its rule does.
//!
//! The expectations in the pages are written by hand, from the rules; nothing here rewrites them.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "tests say what they measured or skipped")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use claimlint::catalogue::{CATEGORIES, Catalogue, Certainty, FixKind, Meta, Rule, split_page};
use claimlint::config::Plan;
use claimlint::config::run::RunOptions;
use claimlint::config::search::{Configurations, Search};
use claimlint::discover::{Request, discover};
use claimlint::engine;
use claimlint::examples::{self, Case, FLAGGED, NOT_FLAGGED, SEE_ALSO, difference, transcript};
use claimlint::finding::{Applicability, Level};
use claimlint::rules::Check;

/// A page as it lies on disk.
struct PageFile {
    category: String,
    id: String,
    text: String,
}

/// What the checks of one page need to know of the others.
struct World {
    /// The ids of all pages.
    ids: BTreeSet<String>,
    /// The rules that compare reports.
    corpus: BTreeSet<String>,
}

#[test]
fn pages_registry_and_rust_files_are_one_set() {
    let pages = pages();
    let on_disk: BTreeSet<_> = pages.iter().map(|page| format!("{}/{}", page.category, page.id)).collect();
    let registered: BTreeSet<_> =
        Catalogue::built_in().rules().iter().map(|rule| format!("{}/{}", rule.category, rule.id)).collect();
    let declared = pages.iter().filter(|page| declares_its_check(&page.text));
    let project = pages.iter().filter(|page| page.category == "project");
    let declared = declared.chain(project);
    let coded: BTreeSet<_> = rust_files().into_iter().chain(declared.map(|p| format!("{}/{}", p.category, p.id))).collect();
    let mut faults = set_faults("page", &on_disk, "registry row", &registered);
    faults.extend(set_faults("page", &on_disk, "Rust file", &coded));
    assert_eq!(Catalogue::built_in().rules().len(), registered.len(), "a rule stands in the registry twice");
    assert_none(&faults);
}

#[test]
fn every_page_has_its_shape() {
    let pages = pages();
    let world = world(&pages);
    assert!(!pages.is_empty(), "no pages found");
    assert_none(&pages.iter().flat_map(|page| shape_faults(page, &world)).collect::<Vec<_>>());
}

/// One example shows a form of the defect, a second that it is not the only one; and so for what is left alone.
#[test]
fn every_page_has_two_examples_of_each_sort() {
    let mut faults = Vec::new();
    for page in pages() {
        let Ok(read) = read(&page.text) else { continue };
        for (flagged, sort) in [(true, "flagged"), (false, "clean")] {
            let count = read.cases.iter().filter(|case| case.flagged == flagged).count();
            if count < 2 {
                faults.push(format!("rules/{}/{}.md: {count} {sort} examples", page.category, page.id));
            }
        }
    }
    assert_none(&faults);
}

/// What a page promises of repairs is the most that its examples show, and what its rule offers at best is promised.
#[test]
fn no_repair_goes_further_than_its_page_says() {
    let mut faults = Vec::new();
    for rule in Catalogue::built_in().rules() {
        let promised = match rule.meta.fix {
            FixKind::None => None,
            FixKind::Safe => Some(Applicability::Safe),
            FixKind::Unsafe => Some(Applicability::Unsafe),
        };
        let page = examples::parse(rule.body, 1).unwrap();
        let fixes: Vec<Applicability> = page.cases.iter().flat_map(|case| fixes(rule, case)).collect();
        let best = if fixes.contains(&Applicability::Safe) { Some(Applicability::Safe) } else { fixes.first().copied() };
        if best != promised {
            faults.push(format!("{}: the page says {promised:?}, its examples show {best:?} at best", rule.id));
        }
    }
    assert_none(&faults);
}

/// How far the repairs go that a rule offers in an example.
fn fixes(rule: &'static Rule, case: &Case) -> Vec<Applicability> {
    let sources = case.sources();
    let plan = Plan::of_rule(rule, case.params.clone()).unwrap();
    let outcome = engine::lint(&sources, &vec![true; sources.len()], &plan.into());
    outcome.shown.iter().filter_map(|finding| finding.fix.as_ref()).map(|fix| fix.applicability).collect()
}

#[test]
fn every_example_says_what_its_rule_does() {
    let mut faults = Vec::new();
    let mut cases = 0;
    for page in pages().iter().filter(|page| Catalogue::built_in().get(&page.id).is_some()) {
        // A page that cannot be read is the business of the test of the shape.
        if let Ok(read) = read(&page.text) {
            cases += read.cases.len();
            faults.extend(example_faults(page, &read.cases, &|case| run(&page.id, case)));
        }
    }
    eprintln!("{cases} examples ran, {} say something else than their rule", faults.len());
    assert_none(&faults);
}

/// Reports on a case with its own rule alone, all files selected.
fn run(id: &str, case: &Case) -> Result<String, String> {
    if Catalogue::built_in().get(id).is_some_and(|rule| matches!(rule.check, Check::Project)) {
        return run_in_a_folder(id, case);
    }
    let sources = case.sources();
    let plan = Plan::only(id, case.params.clone()).map_err(|error| error.to_string())?;
    let outcome = engine::lint(&sources, &vec![true; sources.len()], &plan.into());
    Ok(transcript(&outcome.shown, &sources))
}

/// Reports on a case about our own inputs: all rules run, and those of its own are told.
fn run_in_a_folder(id: &str, case: &Case) -> Result<String, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    for (name, bytes) in &case.files {
        fs::write(folder.path().join(name), bytes).map_err(|error| error.to_string())?;
    }
    let configurations = Configurations::new(folder.path(), &Search::Upwards).map_err(|error| error.to_string())?;
    let request = Request { cwd: folder.path().to_owned(), ..Request::default() };
    let found = discover(&request, &configurations, &mut std::io::empty());
    configurations.check().map_err(|error| error.to_string())?;
    let mut found = found.map_err(|error| error.to_string())?;
    let run = configurations.run(&mut found, &RunOptions::default()).map_err(|error| format!("{error:?}"))?;
    let mut outcome = engine::lint(&found.sources, &found.selected, &run.plans);
    outcome.shown.retain(|finding| finding.rule.id == id);
    Ok(transcript(&outcome.shown, &found.sources))
}

/// What is wrong with a page, whatever its rule does.
fn shape_faults(page: &PageFile, world: &World) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |what: String| faults.push(format!("rules/{}/{}.md: {what}", page.category, page.id));
    if !page.id.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())) {
        fault("the id is not kebab-case".to_owned());
    }
    if !CATEGORIES.contains(&page.category.as_str()) {
        fault(format!("there is no category {}", page.category));
    }
    let Some((front, _)) = split_page(&page.text) else {
        fault("no front matter between lines \"+++\"".to_owned());
        return faults;
    };
    match toml::from_str::<Meta>(front) {
        Ok(meta) => meta_faults(&page.id, &meta, world).into_iter().for_each(&mut fault),
        Err(error) => fault(format!("front matter: {error}")),
    }
    let read = match read(&page.text) {
        Ok(read) => read,
        Err(error) => {
            fault(error.to_string());
            return faults;
        }
    };
    let names: Vec<_> = read.sections.iter().map(|section| section.name).filter(|&name| name != "Parameters").collect();
    if names != ["Why", FLAGGED, NOT_FLAGGED, SEE_ALSO] {
        fault(format!("the sections are {names:?}"));
    }
    if read.sections.iter().position(|section| section.name == "Parameters").is_some_and(|at| at != 1) {
        fault("the parameters stand elsewhere than after the reason".to_owned());
    }
    let prose: String =
        read.sections.iter().filter(|s| matches!(s.name, "Why" | "Parameters")).map(|section| section.text).collect();
    let params = Meta::read(front, &page.id).map(|meta| meta.params).unwrap_or_default();
    let explained = |name: &str| [format!("`{name}`"), format!("`{name} = ")].iter().any(|form| prose.contains(form));
    for name in params.keys().filter(|name| !explained(name)) {
        fault(format!("the parameter `{name}` is not explained"));
    }
    for id in read.see_also.iter().filter(|&&id| id == page.id || !world.ids.contains(id)) {
        fault(format!("see also names {id}, which is no other rule"));
    }
    for (flagged, what) in [(true, "flagged"), (false, "clean")] {
        if !read.cases.iter().any(|case| case.flagged == flagged) {
            fault(format!("no {what} example"));
        }
    }
    for level in Meta::read(front, &page.id).map(|meta| unshown_levels(&meta, &read.cases)).unwrap_or_default() {
        fault(format!("no example has a finding of level {level}, which [levels] lists"));
    }
    if world.corpus.contains(&page.id) && !read.cases.iter().any(|case| case.flagged && case.files.len() > 1) {
        fault("a rule that compares reports has no flagged example with two files".to_owned());
    }
    let mut seen = BTreeSet::new();
    for case in &read.cases {
        if !seen.insert(&case.name) {
            fault(format!("line {}: a second example {:?}", case.line, case.name));
        }
        for key in case.params.keys().filter(|key| !params.contains_key(*key)) {
            fault(format!("line {}: there is no parameter {key}", case.line));
        }
        for what in case.place_faults() {
            fault(format!("line {}, {:?}: {what}", case.line, case.name));
        }
    }
    faults
}

fn meta_faults(id: &str, meta: &Meta, world: &World) -> Vec<String> {
    let mut faults = Vec::new();
    let summary = &meta.summary;
    if summary.chars().count() > 100 {
        faults.push("the summary is longer than 100 characters".to_owned());
    }
    if summary.ends_with('.') || summary.trim() != summary || summary.chars().next().is_none_or(char::is_uppercase) {
        faults.push(format!("the summary is no lower-case sentence without stop: {summary:?}"));
    }
    if meta.certainty == Certainty::Heuristic && (meta.level == Level::Error || meta.levels.values().any(|&l| l == Level::Error))
    {
        faults.push("a heuristic rule is an error by default".to_owned());
    }
    if meta.since.split('.').count() != 3 || !meta.since.split('.').all(|part| part.parse::<u32>().is_ok()) {
        faults.push(format!("{:?} is no version", meta.since));
    }
    for other in meta.yields_to.iter().filter(|other| *other == id || !world.ids.contains(*other)) {
        faults.push(format!("it yields to {other}, which is no other rule"));
    }
    for name in meta.params.keys().filter(|name| *name == "level" || name.contains(|c: char| c != '-' && !c.is_ascii_lowercase()))
    {
        faults.push(format!("a parameter cannot be called {name:?}"));
    }
    faults
}

/// The levels of cases, other than the rule's own, that no example shows.
fn unshown_levels(meta: &Meta, cases: &[Case]) -> Vec<&'static str> {
    let shown = |level: &Level| cases.iter().any(|case| case.expected.contains(&format!(": [{}] ", level.name())));
    meta.levels.values().filter(|&level| *level != meta.level && !shown(level)).map(|level| level.name()).collect()
}

/// The cases whose transcript is not the one that the page expects.
fn example_faults(page: &PageFile, cases: &[Case], run: &dyn Fn(&Case) -> Result<String, String>) -> Vec<String> {
    let mut faults = Vec::new();
    for case in cases {
        let at = format!("rules/{}/{}.md:{}: {}", page.category, page.id, case.line, case.name);
        match run(case) {
            Err(error) => faults.push(format!("{at}\n  {error}")),
            Ok(actual) => {
                if let Some(difference) = difference(&case.expected, &actual) {
                    faults.push(format!("{at}\n{difference}"));
                }
            }
        }
    }
    faults
}

fn set_faults(a: &str, left: &BTreeSet<String>, b: &str, right: &BTreeSet<String>) -> Vec<String> {
    let lacks = |name: &String, what: &str| format!("{name} has no {what}");
    let mut faults: Vec<_> = left.difference(right).map(|name| lacks(name, b)).collect();
    faults.extend(right.difference(left).map(|name| format!("{} though it has a {b}", lacks(name, a))));
    faults
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n\n{}\n", faults.len(), faults.join("\n"));
}

fn read(page: &str) -> Result<examples::Page<'_>, examples::PageError> {
    let (front, body) = split_page(page).unwrap_or(("", page));
    // The two lines "+++" belong to neither part.
    let first_line = if front.is_empty() { 1 } else { front.lines().count() + 3 };
    examples::parse(body, first_line)
}

fn declares_its_check(page: &str) -> bool {
    split_page(page).and_then(|(front, _)| front.parse::<toml::Table>().ok()).is_some_and(|meta| meta.contains_key("check"))
}

fn pages() -> Vec<PageFile> {
    let files = files_below("rules", "md").into_iter();
    files.map(|(category, id, text)| PageFile { category, id, text }).collect()
}

/// The Rust files that are rules; what rules of a category share may stand beside them.
fn rust_files() -> Vec<String> {
    let files = files_below("src/rules", "rs").into_iter().filter(|(_, _, text)| is_rule(text));
    let names = files.map(|(folder, stem, _)| format!("{folder}/{stem}").replace('_', "-"));
    // What reads declared checks is no rule of its own.
    names.filter(|name| CATEGORIES.iter().any(|category| name.split('/').next() == Some(category))).collect()
}

fn is_rule(rust: &str) -> bool {
    rust.lines().any(|line| line.starts_with("impl ReportRule for ") || line.starts_with("impl CorpusRule for "))
}

/// Folder, stem and text of the files one folder below `root`, sorted.
fn files_below(root: &str, extension: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
    for folder in fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for file in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if file.extension().is_some_and(|found| found == extension) {
                let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
                found.push((name(&folder), name(&file), fs::read_to_string(&file).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn world(pages: &[PageFile]) -> World {
    let corpus = Catalogue::built_in().rules().iter().filter(|rule| matches!(rule.check, Check::Corpus(_)));
    World { ids: pages.iter().map(|page| page.id.clone()).collect(), corpus: corpus.map(|rule| rule.id.to_owned()).collect() }
}

/// The checks above are checked themselves: each is shown a page with one thing wrong.
mod checkers {
    use super::*;

    const PAGE: &str = "+++\nlevel = \"error\"\ncertainty = \"exact\"\nsummary = \"a word is wrong\"\nsince = \"0.1.0\"\n\
        fix = \"none\"\nyields-to = [\"other\"]\n[params]\ncap = 3\n+++\n## Why\n\nNothing beyond `cap`.\n\n## Flagged\n\n### one\n\n\
        ```a.txt\none ✓ two\n```\n\n```b.txt\nthree\n```\n\n```text\na.txt:1:5-6: wrong\n  b.txt:1:1-6: here\n```\n\n\
        ## Not flagged\n\n### none\n\n```a.txt\none\n```\n\n## See also\n\n- `other`\n";

    fn page(text: &str) -> PageFile {
        PageFile { category: "count".to_owned(), id: "a-rule".to_owned(), text: text.to_owned() }
    }

    fn faults(from: &str, to: &str) -> Vec<String> {
        assert!(from.is_empty() || PAGE.contains(from), "{from:?} is not in the page");
        let ids = BTreeSet::from(["a-rule".to_owned(), "other".to_owned()]);
        shape_faults(&page(&PAGE.replacen(from, to, 1)), &World { corpus: BTreeSet::from(["a-rule".to_owned()]), ids })
    }

    #[track_caller]
    fn assert_fault(from: &str, to: &str, fault: &str) {
        let faults = faults(from, to);
        let [only] = &faults[..] else { panic!("one fault, not {faults:#?}") };
        assert!(only.contains(fault), "{only}");
    }

    #[test]
    fn a_good_page_has_no_faults() {
        assert_eq!(faults("", ""), Vec::<String>::new());
    }

    #[test]
    fn every_fault_of_a_page_is_found() {
        assert_fault("+++\n", "", "no front matter");
        assert_fault("level =", "levle =", "unknown field `levle`");
        assert_fault("\"exact\"", "\"heuristic\"", "heuristic rule is an error");
        assert_fault("a word is wrong", "a word is wrong.", "lower-case sentence");
        assert_fault("a word is wrong", "A word is wrong", "lower-case sentence");
        assert_fault("a word is wrong", &"a".repeat(101), "longer than 100");
        assert_fault("0.1.0", "0.1", "no version");
        assert_fault("[\"other\"]", "[\"a-rule\"]", "yields to a-rule");
        let param = "cap = 3\n+++\n## Why\n\nNothing beyond `cap`";
        assert_fault(param, &param.replace("cap", "level"), "cannot be called \"level\"");
        assert_fault("`cap`", "the cap", "`cap` is not explained");
        assert_fault("## Not flagged", "## Notes\n\n## Not flagged", "sections are [\"Why\", \"Flagged\", \"Notes\"");
        assert_fault("## See also\n\n- `other`\n", "", "the sections are");
        assert_fault("## See also", "## Parameters\n\n## See also", "parameters stand elsewhere");
        assert_fault("- `other`", "- `another`", "see also names another");
        assert_fault("### none\n\n```a.txt\none\n```\n", "", "no clean example");
        assert_fault("### none", "### one", "a second example \"one\"");
        assert_fault("  b.txt:1:1-6:", "  c.txt:1:1-6:", "there is no such place: c.txt:1:1-6");
        assert_fault("a.txt:1:5-6:", "a.txt:1:9-11:", "there is no such place");
        assert_fault("a.txt:1:5-6:", "a.txt:3:1-1:", "there is no such place");
        assert_fault("a.txt:1:5-6:", "a.txt:1:5:", "this is no \"file:line");
        assert_fault("a.txt:1:5-6: wrong\n", "", "first line is a related place");
        assert_fault("```b.txt", "```toml\nlid = 3\n```\n```b.txt", "no parameter lid");
        assert_fault("```text\na.txt:1:5-6: wrong\n  b.txt:1:1-6: here\n```\n", "", "no \"text\" block");
        assert_fault(
            "```b.txt\nthree\n```\n\n```text\na.txt:1:5-6: wrong\n  b.txt:1:1-6: here\n",
            "```text\na.txt:1:5-6: wrong\n",
            "two files",
        );
    }

    #[test]
    fn every_other_transcript_is_a_fault() {
        let read = read(PAGE).unwrap();
        let of = |id: &str, flagged: &'static str, clean: &'static str| {
            let says = move |case: &Case| Ok(if case.flagged { flagged } else { clean }.to_owned());
            example_faults(&PageFile { id: id.to_owned(), ..page(PAGE) }, &read.cases, &says)
        };
        let right = "a.txt:1:5-6: wrong\n  b.txt:1:1-6: here\n";
        assert!(of("a-rule", right, "").is_empty());
        assert_eq!(
            of("a-rule", "a.txt:1:5-7: wrong\n  b.txt:1:1-6: here\n", ""),
            ["rules/count/a-rule.md:17: one\n- a.txt:1:5-6: wrong\n+ a.txt:1:5-7: wrong\n    b.txt:1:1-6: here\n"]
        );
        assert_eq!(of("a-rule", "", "").len(), 1, "a finding that does not come");
        assert_eq!(of("a-rule", right, "a.txt:1:1-2: wrong\n").len(), 1, "a finding too many");
        let broken = example_faults(&page(PAGE), &read.cases, &|_| Err("no such parameter".to_owned()));
        assert_eq!(broken.len(), 2);
    }

    #[test]
    fn sets_that_differ_are_told_apart() {
        let set = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(
            set_faults("page", &set(&["a", "b"]), "registry row", &set(&["b", "c"])),
            ["a has no registry row", "c has no page though it has a registry row"]
        );
        assert!(set_faults("page", &set(&["a"]), "registry row", &set(&["a"])).is_empty());
        assert!(declares_its_check("+++\n[check]\nkind = \"bound\"\n+++\n") && !declares_its_check(PAGE));
        assert!(is_rule("struct A;\nimpl CorpusRule for A {") && !is_rule("//! impl ReportRule for nobody"));
    }
}
