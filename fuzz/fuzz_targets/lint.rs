//! Two reports, split at a line `=====`, are linted and printed in every format.
#![no_main]

use std::sync::LazyLock;

use claimlint::config::{Plan, Plans, RuleChoice};
use claimlint::engine::lint;
use claimlint::render::{Format, Style, render};
use claimlint::source::Source;
use libfuzzer_sys::fuzz_target;

static PLANS: LazyLock<Plans> =
    LazyLock::new(|| Plan::new(&RuleChoice::default()).expect("the default plan holds").0.into());
const MARKER: &[u8] = b"\n=====\n";

fuzz_target!(|bytes: &[u8]| {
    let at = bytes.windows(MARKER.len()).position(|window| window == MARKER);
    let (first, second) = at.map_or((bytes, &b""[..]), |at| (&bytes[..at], &bytes[at + MARKER.len()..]));
    let sources = [("a.txt", first), ("b.txt", second)].map(|(name, bytes)| Source::new(name, name, bytes.to_vec()));
    let outcome = lint(&sources, &[true, true], &PLANS);
    for &format in Format::ALL {
        render(format, &outcome, &sources, &Style::default(), &mut std::io::sink()).expect("a sink takes everything");
    }
});
