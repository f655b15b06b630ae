//! `claimlint init`.

use std::fs::File;
use std::io::{self, Write};
use std::process::ExitCode;

use super::config::working_directory;
use super::{Failure, Manners, output, remark};
use crate::config::glob::relative;
use crate::config::search::FILE_NAME;

const CONFIGURATION: &str = include_str!("init/claimlint.toml");
const HOOK: &str = include_str!("init/pre-commit.yaml");
const WORKFLOW: &str = include_str!("init/workflow.yaml");

/// Runs `init`: writes a configuration that changes nothing, and shows what belongs into files that others own.
pub(super) fn run(manners: Manners) -> Result<ExitCode, Failure> {
    let cwd = working_directory()?;
    let path = cwd.join(FILE_NAME);
    let written = File::create_new(&path).and_then(|mut file| file.write_all(CONFIGURATION.as_bytes()));
    let code = match written {
        Ok(()) => {
            if !manners.quiet {
                remark("info", &format!("{FILE_NAME} is written; all of it is commented out"));
            }
            0
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            remark("error", &format!("{FILE_NAME} exists already, and stays as it is"));
            2
        }
        Err(error) => return Err(Failure::Message(format!("cannot write {FILE_NAME}: {error}"))),
    };
    let root = cwd.ancestors().find(|folder| folder.join(".git").exists());
    if let Some(root) = root.filter(|&root| root != cwd && code == 0 && !manners.quiet) {
        let root = relative(&cwd, root);
        remark(
            "warning",
            &format!("claims of reports below here are now compared with one another only, not with all of {root}"),
        );
    }
    let version = env!("CARGO_PKG_VERSION");
    output::to_stdout(|out| {
        for (file, text) in [(".pre-commit-config.yaml", HOOK), (".github/workflows/claims.yaml", WORKFLOW)] {
            let verb = if cwd.join(file).exists() { "Add to" } else { "Write into" };
            writeln!(out, "# {verb} {file}:\n\n{}", text.replace("[VERSION]", version))?;
        }
        Ok(())
    })?;
    Ok(ExitCode::from(code))
}
