//! Runs the built program in a folder of its own.

// Each test file uses a part of it.
#![allow(dead_code)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A temporary folder with files in it; outside of any repository, unless it is made one.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// A folder with these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        files.iter().for_each(|(name, text)| folder.write(name, text.as_bytes()));
        folder
    }

    /// Writes a file and the folders above it.
    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// What a file holds.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// The program with these arguments, run here.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_in(".", args, b"")
    }

    /// The program, run in a folder below, with bytes on standard input.
    pub fn run_in(&self, below: &str, args: &[&str], stdin: &[u8]) -> Ran {
        let mut command = program(&self.path().join(below));
        Ran::new(command.args(args), stdin)
    }
}

/// The program, with nothing of the terminal of whoever runs the tests.
pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_claimlint"));
    command.current_dir(folder);
    for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "RAYON_NUM_THREADS"] {
        command.env_remove(name);
    }
    command
}

/// What a run printed.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// Runs a command to its end.
    pub fn new(command: &mut Command, stdin: &[u8]) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        let stdin = stdin.to_vec();
        // The program may end without having read it all.
        let writer = std::thread::spawn(move || drop(input.write_all(&stdin)));
        let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Self { code: status.code(), stdout: String::from_utf8(stdout).unwrap(), stderr: String::from_utf8(stderr).unwrap() }
    }
}

/// A report with this title, these rows and whatever count of verified claims.
pub fn report(title: &str, verified: usize, rows: &[(&str, &str, &str)]) -> String {
    let mut text = format!(
        "{title}\n\n3 Results\n\n{} claims extracted; {verified} independently verified. Quality review score: 8.1/10.\n\n\
         5 Extracted Claims\n\nClaim\tVerified\tConfidence\n",
        rows.len()
    );
    for (claim, verdict, confidence) in rows {
        text.push_str(&format!("{claim}\t{verdict}\t{confidence}\n"));
    }
    text
}

/// The bundled reports, all folders together, by name.
pub fn fixtures() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let is_report = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "txt" || extension == "md");
        files.extend(fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(is_report));
    }
    files.sort();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    files.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}
