//! Any bytes are read without panic, and every place of what was read exists.
#![no_main]

use claimlint::parse::{Vocabulary, parse};
use claimlint::render::write_report;
use claimlint::source::{Source, SourceId};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = Source::new("a.txt", "a.txt", bytes.to_vec());
    assert_eq!(source.text().len(), bytes.len());
    if let Some(report) = parse(&source, SourceId(0), Vocabulary::built_in()) {
        // Printing slices every span.
        write_report(&report, &mut std::io::sink()).expect("a sink takes everything");
    }
});
