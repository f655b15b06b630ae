//! What is read of changes, and what is not.

use proptest::prelude::*;

use super::*;

proptest! {
    /// The reader by hand reads what its pattern says.
    #[test]
    fn from_to_as_its_pattern_says(parts in proptest::collection::vec(proptest::sample::select(vec![
        "from", "From", " ", " ", "\u{a0}", "\u{2009}", "1", "12", "234", "5678", ",", "_", ".", "-", "\u{2212}", "%", "percent", "to", " to ", "ms",
        "(", ")", "(x)", " (a b) ", "é", "to 3", " 4",
    ]), 0..12)) {
        let number = format!("(?:{SIGN})?{NUMBER}");
        let unit = format!(r"(?:{BLANK}+(?P<unit>[A-Za-z]+))?(?:{BLANK}+\([^()0-9]{{1,30}}\))?");
        let pattern = Regex::new(&format!(
            r"^[Ff]rom{BLANK}+(?P<a>{number})(?P<ap>{BLANK}?(?:%|percent))?{unit}{BLANK}+to{BLANK}+(?P<b>{number})(?P<bp>{BLANK}?(?:%|percent))?"
        )).unwrap();
        let text = format!("from 1{}", parts.concat());
        let read = FromTo::read(&text, 0).map(|found| {
            let unit = Some(found.unit).filter(|unit| !unit.is_empty());
            (found.before, unit, found.after, found.percent, found.end)
        });
        let expected = pattern.captures(&text).map(|found| {
            let at = |name: &str| found.name(name).map(|part| part.range());
            (at("a").unwrap(), at("unit"), at("b").unwrap(), at("ap").or(at("bp")).is_some(), found.get(0).unwrap().end())
        });
        prop_assert_eq!(read, expected, "{}", text);
    }
}

fn read_sizes(text: &str) -> Vec<String> {
    let print = |s: Sized| format!("{} {} {} {:?}", s.change.before.value, s.change.after.value, s.size.value, s.measure);
    sized(text).into_iter().map(print).collect()
}

#[test]
fn sizes_that_belong_to_a_change() {
    for (text, read) in [
        ("Accuracy rose from 71.2 to 78.4, a gain of 8.2 points.", "71.2 78.4 8.2 Absolute"),
        ("Accuracy rose from 71.2 to 78.4 on SQuAD (an increase of 8.2).", "71.2 78.4 8.2 Absolute"),
        ("It rose by 8.2 points from 71.2 to 78.4.", "71.2 78.4 8.2 Absolute"),
        ("It rose from 40 to 50, by 25%.", "40 50 25 Percent"),
        ("from 40% to 50%, a difference of 10 percentage points", "40 50 10 Absolute"),
        ("from 40 to 80, by a factor of 2", "40 80 2 Multiple"),
        ("a reduction of 10 ms, from 40 ms to 30 ms", "40 30 10 Absolute"),
        ("fell from 12 to 9 hours, a drop of 3 hours", "12 9 3 Absolute"),
    ] {
        assert_eq!(read_sizes(text), [read], "{text}");
    }
}

#[test]
fn sizes_of_something_else() {
    for text in [
        "rose from 71.2 to 78.4 and from 60.0 to 63.1, a gain of 3.1 points",
        "rose from 71.2 to 78.4, whereas MNLI saw a gain of 3.1 points",
        "rose from 71.2 to 78.4 after a gain of 3.1 points",
        "rose from 71.2 to 78.4, a gain of up to 9 points",
        "rose from 71.2 to 78.4, beating the baseline by 3.1 points",
        "rose from 3 to 8 weeks, a gain of 4.1 points",
        "grew from 2019 to 2020, a gain of 8.2 points",
        "from 2 hours to 30 minutes, a reduction of 1.5 hours",
        "from 1.2 million to 900,000, a drop of 300,000",
        "varied from 1 to 10 by 1",
        "a gain of 2.1 points when moving from 71.2 to 78.4",
        "a gain of 0.4 points per year, from 71.2 to 78.4",
        "rose from 12 of 40 sites in 2019 to 30 of 80, a gain of 8 points",
        "rose from 71.2 to 78.4 by 2020 and by 2030",
        "from 1e-4 to 1e-3, by 9",
        "from v1.2 to v1.3, a change of 0.2",
        "rose from 71.2 ± 0.3 to 78.4 ± 0.2, a gain of 8 points",
    ] {
        assert_eq!(read_sizes(text), Vec::<String>::new(), "{text}");
    }
}
