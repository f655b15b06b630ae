//! `claimlint parse`.

use std::io::{self};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::config::working_directory;
use super::{Failure, output, remark};
use crate::config::run::{BaselineChoice, RunOptions};
use crate::config::search::{Configurations, Search};
use crate::discover::{Request, discover};
use crate::parse::parse;
use crate::render::write_report;
use crate::source::SourceId;

/// Arguments of `parse`.
#[derive(Debug, Args)]
pub(super) struct ParseArgs {
    /// Reports to read; `-` is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Runs `parse`.
pub(super) fn run(args: &ParseArgs) -> Result<ExitCode, Failure> {
    let cwd = working_directory()?;
    let configurations = Configurations::new(&cwd, &Search::Upwards).map_err(|error| Failure::Message(error.to_string()))?;
    let request = Request { cwd, paths: args.files.clone(), isolated: true, ..Request::default() };
    let found = discover(&request, &configurations, &mut io::stdin().lock());
    configurations.check()?;
    let mut found = found.map_err(|error| Failure::Message(error.to_string()))?;
    let options = RunOptions { baseline: BaselineChoice::Nothing, ..RunOptions::default() };
    let run = configurations.run(&mut found, &options)?;
    let mut unread = !found.unreadable.is_empty();
    for (path, reason) in &found.unreadable {
        remark("error", &format!("cannot read {path}: {reason}"));
    }
    output::to_stdout(|out| {
        for (id, source) in (0..).map(SourceId).zip(&found.sources).filter(|&(id, _)| !run.plans.is_input(id)) {
            match parse(source, id, run.plans.of(id).vocabulary()) {
                Some(report) => write_report(&report, out)?,
                None => {
                    unread = true;
                    remark(
                        "error",
                        &format!("{} is no report: it has neither a table of claims nor three known headings", source.name),
                    );
                }
            }
        }
        Ok(())
    })?;
    Ok(ExitCode::from(if unread { 2 } else { 0 }))
}
