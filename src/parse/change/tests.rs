//! What is read of changes, and what is not.

use proptest::prelude::*;

use super::*;
use crate::parse::quantity::SIGN;

proptest! {
    /// The reader by hand reads what its pattern says.
    #[test]
    fn from_to_as_its_pattern_says(parts in proptest::collection::vec(proptest::sample::select(vec![
        "from", "From", " ", " ", "\u{a0}", "\u{2009}", "1", "12", "234", "5678", ",", "_", ".", "-", "\u{2212}", "%", "percent", "to", " to ", "ms",
        "(", ")", "(x)", " (a b) ", "é", "to 3", " 4", "€", "US$", "EUR ", "million", " metric tons", "bn", " in 2019", " in May 2020", " (2021)",
    ]), 0..12), money in proptest::bool::ANY) {
        let number = format!("(?:{SIGN})?{NUMBER}");
        let money = if money { "€" } else { "" };
        let sign = |name: &str| format!(r"(?:(?P<{name}>(?:US)?[€$£¥₹]|(?:EUR|USD|GBP|CHF|JPY|CNY|INR)(?-u:\b)){BLANK}?)?");
        let unit = format!(r"(?:(?P<joined>[A-Za-z]{{1,4}})|{BLANK}+(?P<unit>[A-Za-z]+(?:{BLANK}+[A-Za-z]+){{0,2}}?))?");
        let year = "(?:1[5-9][0-9][0-9]|20[0-9][0-9])(?-u:\\b)";
        let when = format!(r"(?:{BLANK}+(?:in|during){BLANK}+(?:[A-Za-z0-9]+{BLANK}+)?{year}|{BLANK}+\({year}\)|{BLANK}+\([^()0-9]{{1,30}}\))?");
        let pattern = Regex::new(&format!(
            r"^[Ff]rom{BLANK}+{}(?P<a>{number})(?P<ap>{BLANK}?(?:%|percent))?{unit}{when}{BLANK}+to{BLANK}+{}(?P<b>{number})(?P<bp>{BLANK}?(?:%|percent))?",
            sign("ac"), sign("bc"),
        )).unwrap();
        let text = format!("from {money}1{}", parts.concat());
        let read = FromTo::read(&text, 0).map(|found| {
            let unit = Some(found.unit).filter(|unit| !unit.is_empty());
            (found.before, unit, found.after, found.percent, found.end, found.currencies.map(|sign| text[sign].to_owned()))
        });
        let expected = pattern.captures(&text).map(|found| {
            let at = |name: &str| found.name(name).map(|part| part.range());
            let sign = |name: &str| found.name(name).map_or("", |part| part.as_str()).to_owned();
            let end = found.get(0).unwrap().end();
            (at("a").unwrap(), at("joined").or(at("unit")), at("b").unwrap(), at("ap").or(at("bp")).is_some(), end, [sign("ac"), sign("bc")])
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
        ("The bill fell from €98.1 billion to €81.5 billion, a drop of 27%.", "98.1 81.5 27 Percent"),
        ("Revenue fell from $98.1 million to $81.5 million, by $16.6 million.", "98.1 81.5 16.6 Absolute"),
        ("Aid rose from EUR 40 million to EUR 50 million, by 25%", "40 50 25 Percent"),
        ("rose from £1.2bn to £1.5bn, an increase of 25%", "1.2 1.5 25 Percent"),
        ("The harvest fell from 98.1 metric tons to 81.5 metric tons, a drop of 27%.", "98.1 81.5 27 Percent"),
        ("fell from 98.1 metric tons to 81.5 metric tons, by 16.6 metric tons", "98.1 81.5 16.6 Absolute"),
        ("It shrank from 420 to 300 square kilometres, a decline of 40%.", "420 300 40 Percent"),
        ("The rate fell from 6.8% in January 2023 to 3.2% in January 2024, by 63%.", "6.8 3.2 63 Percent"),
        ("Debt fell from 74% in 2021 to 68%, by 6 percentage points", "74 68 6 Absolute"),
        ("It fell from 74 (2021) to 68 (2023), by 6", "74 68 6 Absolute"),
        ("Deaths fell from 120 to 96 between 2019 and 2024, a fall of 20%.", "120 96 20 Percent"),
        ("p99 latency fell from 12.4 ms to 8.1 ms, a 53% reduction.", "12.4 8.1 53 Percent"),
        ("Rents rose from £1,020 a month to £1,280 a month, an increase of 35%.", "1020 1280 35 Percent"),
        ("Deaths fell from 120 to 96, a 25% drop.", "120 96 25 Percent"),
        ("Counts rose from 2,400 to 3,312 riders per day (+38%).", "2400 3312 38 Percent"),
        ("It declined from 4.2 to 3.1 per million km, a 26% reduction.", "4.2 3.1 26 Percent"),
        ("It cost US$ 87/kWh in 2025, down from US$ 110/kWh in 2023, a fall of 31%.", "110 87 31 Percent"),
        ("Retrofits averaged $14,200, up from $12,600 in 2021, an increase of $1,600.", "12600 14200 1600 Absolute"),
        ("It brought in 41.2 million, up from 33.0 million, an increase of 35%.", "33.0 41.2 35 Percent"),
        ("The share was 62%, up from 54%, a gain of 8 points.", "54 62 8 Absolute"),
        ("The range fell from 400 km to 300 km (25%).", "400 300 25 Percent"),
        ("a 25 percent decline from 120 to 96", "120 96 25 Percent"),
        ("It rose from 61.2% to 66.3%, a 5.1 percentage point increase.", "61.2 66.3 5.1 Absolute"),
    ] {
        assert_eq!(read_sizes(text), [read], "{text}");
    }
}

#[test]
fn sizes_of_something_else() {
    for text in [
        "rose from 71.2 to 78.4 and from 60.0 to 63.1, a gain of 3.1 points",
        "It sold 1.2 million, up from 900,000, a gain of 300,000",
        "It sold 1.2 million, up from 1.1 million, a gain of 100,000",
        "It has 14 sites, up from 12 countries, a gain of 3",
        "the number of women rose from 20 to 30 (60%)",
        "rose from 20 to 30 women while others fell (-12%)",
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
        "rose from 71.2 to 78.4 by 2020",
        "Accuracy rose from 2 to 8 ms, by 12%",
        "Sales rose from $4.0 million to $5.0 million, a 10% increase in real terms.",
        "Sales rose from $4.0 million to $5.0 million, an increase of 10% after inflation.",
        "It grew from 1.2 million people to 1.5 million people, by 300,000.",
        "rose from 71.2 to 78.4, an annual increase of 2%",
        "rose from $40 million to €50 million, by 25%",
        "rose from 40 million to $50 million, by 25%",
        "rose from €98.1 million to €1.2 billion, a gain of 30%",
        "rose from 98.1 million to 120 thousand, a gain of 30%",
        "fell from 40 metric tons to 30 short tons, a drop of 20%",
        "fell from €40 to €30, a drop of 20 tons",
        "fell from 40 tons to 30 tons, a drop of €20",
        "fell from €40 billion to €30 billion, a drop of €100 million",
        "rose from 40 patients in the first arm to 50 in the second, by 3%",
        "fell from 40 due to 5 faults, a drop of 3%",
        "It rose from 40 to 50, a 12% annual increase",
        "It rose from 40 to 50, up to a 12% increase",
        "It rose from 40 to 50 with a 12% increase in cost",
    ] {
        assert_eq!(read_sizes(text), Vec::<String>::new(), "{text}");
    }
}
