//! Numbers that are right by construction are never flagged, however they were rounded.

use claimlint::config::Plan;
use claimlint::engine;
use claimlint::source::Source;
use proptest::prelude::*;

/// What a rule says of one claim.
fn findings(rule: &str, claim: &str) -> Vec<String> {
    let report = format!("5 Extracted Claims\n\nClaim\tVerified\tConfidence\n{claim}\t✓\t0.31\n");
    let plan = Plan::only(rule, toml::Table::new()).unwrap();
    let outcome = engine::lint(&[Source::new("a.txt", "a.txt", report.into_bytes())], &[true], &plan.into());
    outcome.shown.into_iter().map(|finding| finding.message).collect()
}

/// `above / below` with so many decimals, rounded down or up from 5, in whole numbers.
fn printed(above: i64, below: i64, decimals: u32, tie_down: bool) -> String {
    let unit = 10i64.pow(decimals);
    let (twice, sign) = ((above.abs() * unit * 2), if above < 0 { "-" } else { "" });
    let units = if tie_down { (twice + below - 1) / (2 * below) } else { (twice + below) / (2 * below) };
    let width = decimals as usize;
    if decimals == 0 { format!("{sign}{units}") } else { format!("{sign}{}.{:0width$}", units / unit, units % unit) }
}

/// The largest value that half a unit of the last decimal lets through, and one that it does not.
fn off_by(text: &str, units: i64) -> String {
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| u32::try_from(decimals.len()).unwrap());
    let value: i64 = text.replace('.', "").parse().unwrap();
    printed(value + units, 10i64.pow(decimals), decimals, false)
}

proptest! {
    #[test]
    fn percentages_of_counts(part in 0i64..500, rest in 0i64..500, decimals in 0u32..3, down in any::<bool>()) {
        let whole = part + rest;
        prop_assume!(whole > 0);
        let percent = printed(part * 100, whole, decimals, down);
        for claim in [format!("It held in {part} of {whole} sites ({percent}%)."), format!("It held in {percent}% ({part}/{whole}).")] {
            prop_assert!(findings("percent-count-mismatch", &claim).is_empty(), "{}", claim);
        }
        let wrong = format!("It held in {part} of {whole} sites ({}%).", off_by(&percent, 2));
        prop_assert_eq!(findings("percent-count-mismatch", &wrong).len(), 1, "{}", wrong);
    }

    #[test]
    fn differences_of_rounded_values(a in 1i64..100_000, b in 1i64..100_000, decimals in 0u32..3, fewer in 0u32..3, down in any::<bool>()) {
        // The values have two decimals; they are printed with fewer, and so is their difference.
        let (from, to) = (printed(a, 100, decimals, down), printed(b, 100, decimals, !down));
        let size = printed((b - a).abs(), 100, fewer, down);
        let claim = format!("Accuracy went from {from} to {to}, a change of {size} points.");
        prop_assert!(findings("difference-mismatch", &claim).is_empty(), "{}", claim);
        let share = printed((b - a).abs() * 100, a, fewer, down);
        let claim = format!("Accuracy went from {from} to {to}, a change of {share}%.");
        prop_assert!(findings("difference-mismatch", &claim).is_empty(), "{}", claim);
        let verb = if b >= a { "increased" } else { "decreased" };
        let claim = format!("Accuracy {verb} from {from} to {to}.");
        prop_assert!(findings("direction-mismatch", &claim).is_empty(), "{}", claim);
    }

    #[test]
    fn f_scores_of_rounded_values(hits in 1i64..300, misses in 0i64..300, alarms in 0i64..300, decimals in 2u32..4, down in any::<bool>()) {
        let precision = printed(hits, hits + alarms, decimals, down);
        let recall = printed(hits, hits + misses, decimals, !down);
        let f = printed(2 * hits, 2 * hits + misses + alarms, decimals, down);
        let claim = format!("It had a precision of {precision}, a recall of {recall} and an F1 of {f}.");
        prop_assert!(findings("f-score-mismatch", &claim).is_empty(), "{}", claim);
    }

    #[test]
    fn estimates_inside_their_interval(low in -5_000i64..5_000, up in 0i64..3_000, more in 0i64..3_000, coarse in 0u32..3) {
        let (low_text, high_text) = (printed(low, 100, 2, false), printed(low + up + more, 100, 2, true));
        let estimate = printed(low + up, 100, coarse, false);
        for claim in [
            format!("The mean difference was {estimate} (95% CI {low_text} to {high_text})."),
            format!("The mean difference was {estimate} (95% CI [{low_text}, {high_text}])."),
        ] {
            prop_assert!(findings("interval-excludes-estimate", &claim).is_empty(), "{}", claim);
            prop_assert!(findings("range-reversed", &claim).is_empty(), "{}", claim);
        }
    }

    #[test]
    fn any_text_is_read_without_panic(text in "[ a-z0-9.,;:()%=<>χ²−–\u{a0}±ptFrzMnCI]{0,80}") {
        for rule in ["percent-count-mismatch", "difference-mismatch", "direction-mismatch", "range-reversed", "f-score-mismatch",
            "p-value-mismatch", "p-value-out-of-range", "correlation-out-of-range", "interval-excludes-estimate", "mean-granularity",
            "mean-sd-granularity", "binary-sd-mismatch", "interval-p-mismatch", "percent-sum"]
        {
            let _ = findings(rule, &format!("from 95% CI {text} of which precision recall {text}"));
        }
    }
}
