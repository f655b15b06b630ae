//! Which configuration a command reads.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Failure;
use crate::config::search::{Configurations, Search};

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
