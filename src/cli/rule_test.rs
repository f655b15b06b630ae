//! `claimlint rule --test`: runs the examples of rule pages, each with its own rule on, and shows what differs.

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use super::page::{Role, Style};
use super::{Failure, output};
use crate::catalogue::{Catalogue, PageFault, Rule};
use crate::config::Plan;
use crate::config::file::House;
use crate::config::run::RunOptions;
use crate::config::search::{Configurations, Search};
use crate::discover::{Request, discover};
use crate::engine;
use crate::examples::{self, Case, difference, transcript};
use crate::house;
use crate::render::escape;
use crate::rules::Check;
use crate::source::Source;

/// What came of the examples.
#[derive(Default)]
struct Tally {
    pages: usize,
    examples: usize,
    failed: usize,
    faults: usize,
}

/// Runs the examples of rules, and of the pages in folders and of a configuration, which are linted first.
pub(super) fn run(
    rules: &[&'static Rule],
    folders: &[&String],
    configured: Option<&House>,
    style: Style,
) -> Result<ExitCode, Failure> {
    let again = |page: &Source| Source::new(page.name.clone(), page.key.clone(), page.text().as_bytes().to_vec());
    let mut house: Vec<Source> =
        configured.map_or_else(Vec::new, |house| house.pages.iter().map(|(_, page)| again(page)).collect());
    for folder in folders {
        let found = pages(Path::new(folder)).map_err(|error| Failure::Message(format!("cannot read {folder}: {error}")))?;
        if found.is_empty() {
            return Err(Failure::Message(format!("there is no page in {folder}")));
        }
        house.extend(found);
    }
    let mut tally = Tally::default();
    output::to_stdout(|out| {
        // All pages of a configuration are linted, so their rules are not told twice.
        for rule in rules.iter().filter(|rule| configured.is_none() || rule.category != house::CATEGORY) {
            let place = format!("rules/{}/{}.md", rule.category, rule.id);
            test(rule, &place, style, &mut tally, out)?;
        }
        test_pages(&house, style, &mut tally, out)?;
        summary(&tally, out)
    })?;
    Ok(ExitCode::from(u8::from(tally.failed > 0 || tally.faults > 0)))
}

/// Lints the pages of users, and runs the examples of those without fault.
fn test_pages(pages: &[Source], style: Style, tally: &mut Tally, out: &mut dyn Write) -> io::Result<()> {
    let (catalogue, faults) = Catalogue::with_house_rules(pages);
    tally.faults += faults.len();
    for fault in &faults {
        write_fault(fault, pages, out)?;
    }
    for (index, page) in pages.iter().enumerate() {
        match catalogue.get(house::id(page)).filter(|_| faults.iter().all(|fault| fault.page != index)) {
            Some(rule) => test(rule, &page.name, style, tally, out)?,
            None => tally.pages += 1,
        }
    }
    Ok(())
}

/// The pages of a folder, each by its path as given.
fn pages(folder: &Path) -> io::Result<Vec<Source>> {
    let read = |path: &std::path::PathBuf| {
        let name = path.to_string_lossy().replace('\\', "/");
        Ok(Source::new(name.as_str(), name.as_str(), std::fs::read(path)?))
    };
    house::files(folder)?.iter().map(read).collect()
}

fn write_fault(fault: &PageFault, pages: &[Source], out: &mut dyn Write) -> io::Result<()> {
    let source = &pages[fault.page];
    let at = source.position(fault.span.start);
    let help = if fault.help.is_empty() { String::new() } else { format!("; {}", fault.help) };
    let message = escape::line(&fault.message).into_owned() + &escape::line(&help);
    writeln!(out, "{}:{}:{}: {message}", escape::line(&source.name), at.line, at.column)
}

/// Runs the examples of one rule.
fn test(rule: &'static Rule, place: &str, style: Style, tally: &mut Tally, out: &mut dyn Write) -> io::Result<()> {
    tally.pages += 1;
    let cases = match examples::parse(rule.body, rule.front.lines().count() + 3) {
        Ok(page) => page.cases,
        Err(error) => {
            tally.faults += 1;
            return writeln!(out, "{}:{}: {}", escape::line(place), error.line, escape::line(&error.message));
        }
    };
    for case in &cases {
        tally.examples += 1;
        let what = match lint(rule, case) {
            Ok(actual) => difference(&case.expected, &actual),
            Err(error) => Some(format!("! {error}\n")),
        };
        if let Some(what) = what {
            tally.failed += 1;
            writeln!(out, "{}:{}: {}", escape::line(place), case.line, escape::line(&case.name))?;
            for line in what.lines() {
                let role = match line.as_bytes().first() {
                    Some(b'-') => Role::Removed,
                    Some(b'+') => Role::Added,
                    _ => Role::Dim,
                };
                writeln!(out, "  {}", style.paint(role, &escape::line(line)))?;
            }
        }
    }
    Ok(())
}

/// What the rule says of an example, with its own rule alone and all files selected.
fn lint(rule: &'static Rule, case: &Case) -> Result<String, String> {
    if matches!(rule.check, Check::Project) {
        return lint_folder(rule, case).map_err(|error| error.to_string());
    }
    let sources = case.sources();
    let plan = Plan::of_rule(rule, case.params.clone()).map_err(|error| error.to_string())?;
    let outcome = engine::lint(&sources, &vec![true; sources.len()], &plan.into());
    Ok(transcript(&outcome.shown, &sources))
}

/// What a rule about our own inputs says of an example: its files are laid into a folder of their own, and all rules run.
fn lint_folder(rule: &Rule, case: &Case) -> Result<String, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    for (name, bytes) in &case.files {
        std::fs::write(folder.path().join(name), bytes)?;
    }
    let configurations = Configurations::new(folder.path(), &Search::Upwards)?;
    let request = Request { cwd: folder.path().to_owned(), ..Request::default() };
    let found = discover(&request, &configurations, &mut io::empty());
    configurations.check()?;
    let mut found = found?;
    let run = configurations.run(&mut found, &RunOptions::default()).map_err(|error| format!("{error:?}"))?;
    let mut outcome = engine::lint(&found.sources, &found.selected, &run.plans);
    outcome.shown.retain(|finding| finding.rule.id == rule.id);
    Ok(transcript(&outcome.shown, &found.sources))
}

fn summary(tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
    let counted = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let (examples, pages) = (counted(tally.examples, "example"), counted(tally.pages, "page"));
    let failed = if tally.failed == 0 { "all as expected".to_owned() } else { format!("{} not as expected", tally.failed) };
    let faults = if tally.faults == 0 { String::new() } else { format!("; {} in the pages", counted(tally.faults, "fault")) };
    writeln!(out, "{examples} of {pages}: {failed}{faults}")
}
