//! `claimlint completions`.

use std::process::ExitCode;

use clap::Args;
use clap_complete::{Shell, generate};

use super::{Failure, command, output};

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Runs `completions`.
pub(super) fn run(args: &CompletionsArgs) -> Result<ExitCode, Failure> {
    // The generator panics on a stream that fails, so it never sees one.
    let mut script = Vec::new();
    generate(args.shell, &mut command(), env!("CARGO_PKG_NAME"), &mut script);
    output::to_stdout(|out| out.write_all(&script))?;
    Ok(ExitCode::SUCCESS)
}
