//! The program: everything but the process itself is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    claimlint::cli::run()
}
