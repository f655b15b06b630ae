//! `claimlint rule`.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{Failure, Manners, output};
use crate::catalogue::{CATEGORIES, Catalogue, Certainty, FixKind, Rule};
use crate::finding::Level;

/// Arguments of `rule`.
#[derive(Debug, Args)]
pub(super) struct RuleArgs {
    /// Rules or categories; all of them when left out
    ids: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    format: PageFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PageFormat {
    Text,
    Markdown,
    Json,
}

/// Runs `rule`.
pub(super) fn run(args: &RuleArgs, manners: Manners) -> Result<ExitCode, Failure> {
    let catalogue = Catalogue::built_in();
    let mut rules: Vec<&Rule> = Vec::new();
    for id in &args.ids {
        match catalogue.get(id) {
            Some(rule) => rules.push(rule),
            None if CATEGORIES.contains(&id.as_str()) => {
                rules.extend(catalogue.rules().iter().filter(|rule| rule.category == id));
            }
            None => {
                let hint = catalogue.suggestion(id).map_or_else(String::new, |near| format!("; did you mean {near}?"));
                return Err(Failure::Message(format!("there is no rule or category named {id:?}{hint}")));
            }
        }
    }
    if args.ids.is_empty() {
        rules.extend(catalogue.rules());
    }
    let color = manners.color.wanted();
    output::to_stdout(|out| match args.format {
        PageFormat::Text if args.ids.is_empty() => table(&rules, color, out),
        PageFormat::Text => pages(&rules, color, out),
        PageFormat::Markdown => markdown(&rules, out),
        PageFormat::Json => json(&rules, out),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn bold(text: &str, color: bool) -> String {
    if color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// The catalogue by category: a line for each rule.
fn table(rules: &[&Rule], color: bool, out: &mut dyn Write) -> io::Result<()> {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    for (index, category) in rules.chunk_by(|a, b| a.category == b.category).enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", bold(category[0].category, color))?;
        for rule in category {
            writeln!(out, "  {:width$}  {:7}  {}", rule.id, rule.meta.level.name(), rule.meta.summary)?;
        }
    }
    Ok(())
}

/// Pages for reading in a terminal.
fn pages(rules: &[&Rule], color: bool, out: &mut dyn Write) -> io::Result<()> {
    for (index, rule) in rules.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}\n{}\n\n{}\n", bold(rule.id, color), rule.meta.summary, facts(rule))?;
        let mut fence: Option<&str> = None;
        for line in rule.body.trim().lines() {
            let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
            match fence {
                Some(open) if line == open => fence = None,
                Some(_) => writeln!(out, "    {line}")?,
                None if ticks.len() >= 3 => {
                    fence = Some(ticks);
                    let info = line[ticks.len()..].trim();
                    // Findings follow the files they are about, and say so themselves.
                    writeln!(out, "  {}:", if info == "text" { "findings" } else { info })?;
                }
                None if line.starts_with('#') => writeln!(out, "{}", bold(line.trim_start_matches('#').trim(), color))?,
                None => writeln!(out, "{line}")?,
            }
        }
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
    let mut facts =
        format!("category {}, level {}, {certainty}, {fix}, since {}", rule.category, rule.meta.level.name(), rule.meta.since);
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
