//! `claimlint rule`.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::config::{ConfigArgs, working_directory};
use super::page::{self, Role, Style};
use super::{Failure, Manners, output, rule_test};
use crate::catalogue::{Catalogue, Certainty, FixKind, Rule};
use crate::finding::Level;
use crate::preset;

/// Arguments of `rule`.
#[derive(Debug, Args)]
pub(super) struct RuleArgs {
    /// Rules, categories, or the first words of rules such as confidence-; with --test also folders of house rules [default:
    /// all rules]
    ids: Vec<String>,
    #[command(flatten)]
    config: ConfigArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t = PageFormat::Text, conflicts_with = "test")]
    format: PageFormat,
    /// Run the examples of the pages, and show what is not as they say
    #[arg(long)]
    test: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PageFormat {
    Text,
    Markdown,
    Json,
}

/// Runs `rule`.
pub(super) fn run(args: &RuleArgs, manners: Manners) -> Result<ExitCode, Failure> {
    let is_folder = |id: &&String| args.test && Path::new(id).is_dir();
    let (folders, ids): (Vec<&String>, Vec<&String>) = args.ids.iter().partition(is_folder);
    let cwd = working_directory()?;
    let configurations = args.config.open(&cwd)?;
    let configuration = configurations.nearest(&cwd);
    configurations.check()?;
    let catalogue = configuration.as_ref().map_or_else(|| Catalogue::built_in(), |found| found.settings.catalogue());
    let rules = if ids.is_empty() && !folders.is_empty() { Vec::new() } else { chosen(&ids, catalogue)? };
    let terminal = terminal_size::terminal_size().filter(|_| io::stdout().is_terminal());
    let width = terminal.map_or(Style::COLUMNS, |(width, _)| usize::from(width.0).clamp(40, 120));
    let style = Style { color: manners.color.wanted(), width };
    // In a pipe, a rule is a line.
    let of_table = Style { width: terminal.map_or(usize::MAX, |_| width), ..style };
    if args.test {
        let own = configuration.as_ref().and_then(|found| found.settings.house.as_deref()).filter(|_| args.ids.is_empty());
        return rule_test::run(&rules, &folders, own, style);
    }
    output::to_stdout(|out| match args.format {
        PageFormat::Text if args.ids.is_empty() => table(&rules, of_table, out),
        PageFormat::Text => pages(&rules, style, out),
        PageFormat::Markdown => markdown(&rules, out),
        PageFormat::Json => json(&rules, out),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The rules that are named, each once, in the order of the arguments; all of them without a name.
fn chosen(names: &[&String], catalogue: &Catalogue) -> Result<Vec<&'static Rule>, Failure> {
    if names.is_empty() {
        return Ok(catalogue.rules().to_vec());
    }
    let mut rules: Vec<&'static Rule> = Vec::new();
    for &name in names {
        let words = format!("{}-", name.trim_end_matches('-'));
        let by: [&dyn Fn(&Rule) -> bool; 3] =
            [&|rule| rule.id == name, &|rule| rule.category == name, &|rule| rule.id.starts_with(&words)];
        let found = by.iter().map(|is| catalogue.rules().iter().copied().filter(|rule| is(rule)).collect::<Vec<_>>());
        let Some(found) = found.into_iter().find(|found| !found.is_empty()) else {
            let hint = catalogue.suggestion(name).map_or_else(String::new, |near| format!("; did you mean {near}?"));
            return Err(Failure::Message(format!("there is no rule or category named {name:?}{hint}")));
        };
        rules.extend(found.into_iter().filter(|rule| !rules.iter().any(|known| known.id == rule.id)).collect::<Vec<_>>());
    }
    Ok(rules)
}

/// The catalogue by category: a line for each rule.
fn table(rules: &[&Rule], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    for (index, category) in rules.chunk_by(|a, b| a.category == b.category).enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", style.paint(Role::Heading, category[0].category))?;
        for rule in category {
            let first = format!("  {:width$}  {:7}  ", rule.id, rule.meta.level.name());
            page::wrap(&rule.meta.summary, &first, &" ".repeat(first.len()), style, out)?;
        }
    }
    Ok(())
}

/// Pages for reading in a terminal.
fn pages(rules: &[&Rule], style: Style, out: &mut dyn Write) -> io::Result<()> {
    for (index, rule) in rules.iter().enumerate() {
        if index > 0 {
            writeln!(out, "\n")?;
        }
        writeln!(out, "{}", style.paint(Role::Heading, rule.id))?;
        page::wrap(&rule.meta.summary, "", "", style, out)?;
        writeln!(out, "\n{}\n", facts(rule))?;
        page::write(rule.body, style, out)?;
    }
    Ok(())
}

fn facts(rule: &Rule) -> String {
    let certainty = match rule.meta.certainty {
        Certainty::Exact => "exact",
        Certainty::Heuristic => "heuristic",
    };
    let fix = match rule.meta.fix {
        FixKind::None => "no fix",
        FixKind::Safe => "safe fix",
        FixKind::Unsafe => "unsafe fix",
    };
    let mut facts = format!("category {}, level {}, {certainty}, {fix}", rule.category, rule.meta.level.name());
    if !rule.meta.since.is_empty() {
        facts.extend([", since ", &rule.meta.since]);
    }
    if let Some((name, preset)) = rule.meta.preset.as_deref().and_then(|name| Some((name, preset::get(name)?))) {
        let level = preset.rules.get(rule.id).map_or(rule.meta.level, |setting| setting.level);
        facts.extend(["\npreset ", name, " of ", &preset.date.to_string(), ": ", level.name()]);
    }
    for (name, value) in &rule.meta.params {
        facts.extend(["\nparameter ", name, " = ", &value.to_string()]);
    }
    for (case, level) in &rule.meta.levels {
        facts.extend(["\ncase ", case, ": ", level.name()]);
    }
    facts
}

fn markdown(rules: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    for (index, rule) in rules.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "# {}\n\n{}\n\n{}\n\n{}", rule.id, rule.meta.summary, facts(rule), rule.body.trim())?;
    }
    Ok(())
}

#[derive(Serialize)]
struct JsonRule<'r> {
    id: &'r str,
    category: &'r str,
    level: Level,
    certainty: Certainty,
    summary: &'r str,
    since: &'r str,
    fix: FixKind,
    yields_to: &'r [String],
    params: &'r toml::Table,
    levels: &'r std::collections::BTreeMap<String, Level>,
    page: &'r str,
    url: String,
}

fn json(rules: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<JsonRule<'_>> = rules
        .iter()
        .map(|rule| JsonRule {
            id: rule.id,
            category: rule.category,
            level: rule.meta.level,
            certainty: rule.meta.certainty,
            summary: &rule.meta.summary,
            since: &rule.meta.since,
            fix: rule.meta.fix,
            yields_to: &rule.meta.yields_to,
            params: &rule.meta.params,
            levels: &rule.meta.levels,
            page: rule.body.trim(),
            url: rule.url(),
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &rules)?;
    writeln!(out)
}
