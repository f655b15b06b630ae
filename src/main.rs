//! The program: everything but the process itself is in the library.

use std::process::ExitCode;

/// Reports are many small things, made and freed on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    claimlint::cli::run()
}
