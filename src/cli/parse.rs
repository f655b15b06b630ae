//! `claimlint parse`.

use std::io::{self};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Failure, output, remark};
use crate::discover::{Request, discover};
use crate::parse::{Vocabulary, parse};
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
    let cwd = std::env::current_dir().map_err(|error| Failure::Message(format!("cannot tell the working directory: {error}")))?;
    let request = Request { cwd, paths: args.files.clone(), isolated: true, ..Request::default() };
    let found = discover(&request, &mut io::stdin().lock()).map_err(|error| Failure::Message(error.to_string()))?;
    let mut unread = !found.unreadable.is_empty();
    for (path, reason) in &found.unreadable {
        remark("error", &format!("cannot read {path}: {reason}"));
    }
    output::to_stdout(|out| {
        for source in &found.sources {
            match parse(source, SourceId(0), Vocabulary::built_in()) {
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
