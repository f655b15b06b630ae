//! The join of plain words beside the comparison of claims, in one run over one ledger.
//!
//! `cargo bench --bench join -- LEDGER.tsv`: seconds for each, and the ratio. With `--repeated`, half of all claims are copied to 3
//! to 50 places, with either verdict, as reports that draw on one another do.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use claimlint::corpus::jaccard::Pairs;
use claimlint::corpus::{Comparison, Item, Ratio, Thresholds};
use claimlint::ledger::{Form, read};
use claimlint::report::VerdictClass;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(ledger) = arguments.iter().find(|argument| !argument.starts_with('-')) else {
        println!("skipped: no ledger is named");
        return;
    };
    let repeated = arguments.iter().any(|argument| argument == "--repeated");
    let path = Path::new(ledger);
    let bytes = fs::read(path).expect("the ledger can be read");
    let form = Form::of(path).expect("a ledger ends in .tsv, .csv or .jsonl");
    let rows = read(&bytes, form, false, |row| (row.claim, row.verdict)).expect("the ledger has a column for claims").rows;
    let mut claims: Vec<(&str, Option<VerdictClass>)> = rows
        .iter()
        .flatten()
        .map(|(claim, verdict)| {
            let class = match verdict.as_deref() {
                Some("✓") => Some(VerdictClass::Supported),
                Some("×") => Some(VerdictClass::Refuted),
                _ => None,
            };
            (&**claim, class)
        })
        .collect();
    if repeated {
        claims = copied(&claims);
    }
    let texts: Vec<&str> = claims.iter().map(|claim| claim.0).collect();

    let start = Instant::now();
    let pairs = Pairs::new(&texts, Ratio::new(4, 5).expect("four fifths is a ratio"));
    let mut count = 0_u64;
    let _: ControlFlow<()> = pairs.each(|_| {
        count += 1;
        ControlFlow::Continue(())
    });
    let plain = start.elapsed();
    drop(pairs);
    println!("{} claims; plain words: {count} pairs in {plain:.2?}", claims.len());

    let start = Instant::now();
    let items: Vec<Item<'_>> =
        claims.iter().map(|&(text, class)| Item::new(text, class, !text.ends_with('.') && text.len() >= 117)).collect();
    let hashed = start.elapsed();
    let comparison = Comparison::new(&items, Thresholds::default());
    let compared = start.elapsed();
    let ratio = compared.as_secs_f64() / plain.as_secs_f64();
    println!("{} conflicts in {compared:.2?} (hashing {hashed:.2?}), {ratio:.2} times as long", comparison.conflicts().len());
}

/// Half of the claims, each in 3 to 50 places, among the others: as many claims as there were.
fn copied<'c>(claims: &[(&'c str, Option<VerdictClass>)]) -> Vec<(&'c str, Option<VerdictClass>)> {
    let mut out = Vec::with_capacity(claims.len());
    let half = claims.len() / 2;
    out.extend_from_slice(&claims[..half]);
    let mut at = half;
    let mut state = 1_u64;
    while out.len() < claims.len() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (text, class) = claims[at];
        let copies = 3 + (state >> 33) % 48;
        out.extend((0..copies).map(|copy| {
            let other = if class == Some(VerdictClass::Supported) { VerdictClass::Refuted } else { VerdictClass::Supported };
            (text, if copy % 16 == 15 { Some(other) } else { class })
        }));
        at += 1;
    }
    out.truncate(claims.len());
    out
}
