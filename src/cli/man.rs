//! `claimlint man`.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Args, Command};
use clap_mangen::Man;

use super::{Failure, command, output};

/// Arguments of `man`.
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The page of this command [default: the program's]
    command: Option<String>,
}

/// Runs `man`.
pub(super) fn run(args: &ManArgs) -> Result<ExitCode, Failure> {
    let mut program = command().disable_help_subcommand(true);
    // Global options belong to every command, and the names become those of the pages.
    program.build();
    let page = match &args.command {
        None => program,
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| {
            let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
            Failure::Message(format!("there is no command named {name:?}; there are {}", names.join(", ")))
        })?,
    };
    output::to_stdout(|out| write(&page, out))?;
    Ok(ExitCode::SUCCESS)
}

fn write(page: &Command, out: &mut dyn Write) -> io::Result<()> {
    let source = format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    let man = Man::new(page.clone()).source(source);
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    if page.has_subcommands() {
        man.render_subcommands_section(out)?;
    }
    if let Some(notes) = page.get_after_help() {
        // As it stands: it holds tables, which filling would run together.
        writeln!(out, ".SH NOTES\n.nf")?;
        for line in notes.to_string().lines() {
            let line = line.replace('\\', "\\e").replace('-', "\\-");
            let guard = if line.starts_with(['.', '\'']) { "\\&" } else { "" };
            writeln!(out, "{guard}{line}")?;
        }
        writeln!(out, ".fi")?;
    }
    Ok(())
}
