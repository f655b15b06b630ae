//! `claimlint config`, and the options that say which configuration a command reads.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{Failure, output};
use crate::catalogue::Catalogue;
use crate::config::schema::schema;
use crate::config::search::{Configurations, Search};
use crate::render::OUTPUT_SCHEMA;

/// Options of every command that reads reports.
#[derive(Debug, Args)]
pub(super) struct ConfigArgs {
    /// Read this configuration, and no claimlint.toml near the files
    #[arg(long, value_name = "FILE", help_heading = "Configuration", conflicts_with = "isolated")]
    config: Option<PathBuf>,
    /// Read no configuration, and compare the given paths only with one another
    #[arg(long, help_heading = "Configuration")]
    pub(super) isolated: bool,
}

impl ConfigArgs {
    /// The configurations that these options choose.
    pub(super) fn open(&self, cwd: &Path) -> Result<Configurations, Failure> {
        let search = match &self.config {
            Some(file) => Search::Only(file.clone()),
            None if self.isolated => Search::Nowhere,
            None => Search::Upwards,
        };
        let file = self.config.as_deref().unwrap_or(cwd).display();
        Configurations::new(cwd, &search).map_err(|error| Failure::Message(format!("cannot read {file}: {error}")))
    }
}

/// The working directory.
pub(super) fn working_directory() -> Result<PathBuf, Failure> {
    std::env::current_dir().map_err(|error| Failure::Message(format!("cannot tell the working directory: {error}")))
}

/// Arguments of `config`.
#[derive(Debug, Args)]
pub(super) struct ConfigCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print the configuration of a file or folder, and where each value is stated
    Show(ShowArgs),
    /// Print the JSON Schema of claimlint.toml, with the house rules of this folder
    Schema(SchemaArgs),
}

#[derive(Debug, Args)]
struct SchemaArgs {
    /// Print the JSON Schema of what check and parse print instead
    #[arg(long)]
    output: bool,
}

#[derive(Debug, Args)]
struct ShowArgs {
    /// A report or a folder; it need not exist
    #[arg(default_value = ".")]
    path: PathBuf,
    #[command(flatten)]
    config: ConfigArgs,
}

/// Runs `config`.
pub(super) fn run(args: &ConfigCommand) -> Result<ExitCode, Failure> {
    match &args.action {
        Action::Show(args) => show(args)?,
        Action::Schema(SchemaArgs { output: true }) => output::to_stdout(|out| out.write_all(OUTPUT_SCHEMA.as_bytes()))?,
        Action::Schema(_) => {
            let cwd = working_directory()?;
            let configurations =
                Configurations::new(&cwd, &Search::Upwards).map_err(|error| Failure::Message(error.to_string()))?;
            let nearest = configurations.nearest(&cwd);
            configurations.check()?;
            let catalogue = nearest.as_ref().map_or_else(|| Catalogue::built_in(), |found| found.settings.catalogue());
            let schema = schema(catalogue);
            output::to_stdout(|out| {
                serde_json::to_writer_pretty(&mut *out, &schema)?;
                writeln!(out)
            })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints TOML that could be a configuration itself; comments say where each value comes from.
fn show(args: &ShowArgs) -> Result<(), Failure> {
    let cwd = working_directory()?;
    let configurations = args.config.open(&cwd)?;
    let path = configurations.absolute(&args.path);
    let folder = if path.is_dir() { path.clone() } else { path.parent().unwrap_or(&path).to_owned() };
    let resolved = configurations.resolved(&path, &folder);
    configurations.check()?;
    let text = resolved.to_string();
    output::to_stdout(|out| out.write_all(text.as_bytes()))
}
