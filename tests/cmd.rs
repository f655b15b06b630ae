//! The command line as data: each file in `tests/cmd/` is one run, with its exact output and exit code.
//!
//! `TRYCMD=overwrite cargo test --test cmd` writes what the program prints now into the cases; read the diff.

const VERSION: &str = concat!("\"version\":\"", env!("CARGO_PKG_VERSION"), "\"");

#[test]
fn commands_print_what_the_cases_say() {
    // What the terminal of whoever runs the tests is like must not show.
    let plain = [("NO_COLOR", "1"), ("FORCE_COLOR", ""), ("CLICOLOR_FORCE", ""), ("COLUMNS", "100")];
    let cases = trycmd::TestCases::new();
    plain.iter().for_each(|(name, value)| {
        cases.env(*name, *value);
    });
    for (name, text) in [("[PROGRAM]", concat!("claimlint ", env!("CARGO_PKG_VERSION"))), ("[VERSION]", VERSION)] {
        cases.insert_var(name, text).unwrap();
    }
    cases.case("tests/cmd/*.toml");
    // The words of the operating system differ elsewhere.
    #[cfg(unix)]
    cases.case("tests/cmd/unix/*.toml");
}
