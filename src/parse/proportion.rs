//! A part, a whole and the percentage in the parenthesis beside them: `12 of 40 labels (30%)`, `30% (12/40)`.
//!
//! Knows nothing about whether they agree. Only the adjacent parenthesis is read, and only when the words between name the
//! things that are counted; a percentage of something else, an estimate or a weighted figure is not read.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::quantity::{BLANK, NUMBER, Quantity, clauses, has_word, words};

/// `part` of `whole`, and the percentage printed beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proportion {
    /// From the first to the last of the three.
    pub range: Range<usize>,
    /// How many.
    pub part: Quantity,
    /// Of how many.
    pub whole: Quantity,
    /// The percentage, without its sign.
    pub percent: Quantity,
}

/// Words that make a percentage one of another thing, or no plain share.
const OTHER_THING: [&str; 60] = [
    "weighted",
    "unweighted",
    "adjusted",
    "unadjusted",
    "age-adjusted",
    "standardised",
    "standardized",
    "imputed",
    "estimated",
    "extrapolated",
    "projected",
    "planned",
    "target",
    "targeted",
    "expected",
    "required",
    "goal",
    "quota",
    "increase",
    "increased",
    "increases",
    "increasing",
    "rise",
    "rose",
    "gain",
    "gains",
    "gained",
    "improve",
    "improves",
    "improved",
    "improving",
    "improvement",
    "reduction",
    "reduced",
    "reduces",
    "reducing",
    "decrease",
    "decreased",
    "decreases",
    "drop",
    "drops",
    "dropped",
    "decline",
    "declined",
    "higher",
    "lower",
    "more",
    "less",
    "fewer",
    "faster",
    "slower",
    "better",
    "worse",
    "grew",
    "growth",
    "change",
    "changed",
    "about",
    "approximately",
    "roughly",
];

/// How many words may stand between the whole and the parenthesis.
const FURTHEST_WORD: usize = 5;
/// How many bytes these words may take: a bounded look keeps hostile texts linear.
const FURTHEST: usize = 80;

/// The proportions of a text.
#[must_use]
pub fn proportions(text: &str) -> Vec<Proportion> {
    static RATIO: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let tens = "(?:twen|thir|for|fif|six|seven|eigh|nine)ty";
        let ones = "(?:one|two|three|four|five|six|seven|eight|nine)";
        let teens = "ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen";
        let count = format!(r"(?:{NUMBER}|(?i-u:\b(?:{tens}(?:[- ]{ones})?|{teens}|{ones})\b))");
        let of = format!(
            r"(?:{BLANK}+(?:(?:out{BLANK}+)?of|von|sur){BLANK}+(?:the{BLANK}+|all{BLANK}+|our{BLANK}+|these{BLANK}+|a{BLANK}+total{BLANK}+of{BLANK}+)?|{BLANK}?(?P<slash>/){BLANK}?)"
        );
        Regex::new(&format!("(?P<part>{count}){of}(?P<whole>{count})")).ok()
    });
    let mut out = Vec::new();
    // Two scans settle most texts: without a percent sign or a bracket there is nothing to compare.
    let bytes = text.as_bytes();
    if memchr::memchr(b'%', bytes).is_none() || memchr::memchr3(b'(', b'[', b'=', bytes).is_none() {
        return out;
    }
    shares_of_one_whole(text, &mut out);
    for clause in clauses(text) {
        let part_of_text = &text[clause.clone()];
        if memchr::memchr(b'%', part_of_text.as_bytes()).is_none()
            || memchr::memchr3(b'(', b'[', b'=', part_of_text.as_bytes()).is_none()
        {
            continue;
        }
        let Some(ratio) = RATIO.as_ref() else { return out };
        let mut all = ratio.captures_iter(part_of_text).peekable();
        // Asked once for the clause, which may hold many.
        if all.peek().is_none() || has_word(part_of_text, &["weighted", "adjusted", "age-adjusted", "imputed"]) {
            continue;
        }
        for found in all {
            let (Some(part), Some(whole)) = (found.name("part"), found.name("whole")) else { continue };
            let slash = found.name("slash").is_some();
            out.extend(read(text, clause.start, &(part.range(), whole.range()), slash));
        }
    }
    out
}

/// "Of the 14 trials, 8 (57%) were at low risk, 4 (29%) had some concerns": counts of one whole, each with its percentage
/// right behind it.
fn shares_of_one_whole(text: &str, out: &mut Vec<Proportion>) {
    // In longer sentences, the percentages may have found another whole.
    const LONGEST: usize = 320;
    const MOST_WORDS: usize = 4;
    if !text.contains("Of ") {
        return;
    }
    for sentence in crate::text::sentences(text).filter(|sentence| sentence.len() <= LONGEST) {
        let body = &text[sentence.clone()];
        let lead = body.trim_start_matches(['*', '_', ' ']);
        let Some(rest) = ["Of the ", "Of all ", "Of these ", "Of our ", "Of "].iter().find_map(|of| lead.strip_prefix(of)) else {
            continue;
        };
        let start = sentence.end - rest.len();
        let digits = |from: usize| {
            let fits = |c: char| c.is_ascii_digit() || c == ',';
            let length = text[from..].find(|c| !fits(c)).unwrap_or(text.len() - from);
            from..from + text[from..from + length].trim_end_matches(',').len()
        };
        let Some(whole) = Quantity::count(text, digits(start)).filter(|whole| !whole.value.is_zero()) else { continue };
        let Some(comma) = text[whole.range.end..sentence.end].find(',').map(|at| whole.range.end + at) else { continue };
        let noun = &text[whole.range.end..comma];
        let parts = &text[comma..sentence.end];
        // A part of a part has a whole of its own, and so has what is weighted.
        let of_another =
            parts.match_indices(" of ").any(|(at, of)| parts[at + of.len()..].starts_with(|c: char| c.is_ascii_digit()));
        let others = ["which", "whom", "these", "them", "those", "among", "weighted", "adjusted", "respectively", "CI"];
        if words(noun).count() > MOST_WORDS || plain_words(noun).is_none() || of_another || has_word(parts, &others) {
            continue;
        }
        for (at, _) in parts.match_indices(" (") {
            let open = comma + at;
            let number = text[comma..open].rfind(' ').map_or(comma, |blank| comma + blank + 1);
            let percent = digits_and_stop(text, open + 2);
            let closed = text[percent.end..].starts_with("%)");
            let part = Quantity::count(text, number..open).filter(|part| closed && part.value <= whole.value);
            let Some((part, percent)) = part.zip(Quantity::bare(text, percent)) else { continue };
            // "8 reported deaths, 3 (38%) of them late": the share may be one of a number before it.
            let before = &text[comma..part.range.start];
            let above = before.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<u32>().ok());
            let sure = !before.trim_end().ends_with(['<', '>', '~', '≈', '=', '±']) && !has_word(before, &OTHER_THING);
            if sure && !above.into_iter().any(|above| fits_share(&part, above, &percent)) {
                let range = whole.range.start..percent.range.end;
                out.push(Proportion { range, part, whole: whole.clone(), percent });
            }
        }
    }
}

/// True when a part of a whole is about so many percent.
fn fits_share(part: &Quantity, whole: u32, percent: &Quantity) -> bool {
    let unit = 10i128.pow(u32::from(percent.value.scale()));
    let (part, whole, percent) = (part.value.digits(), i128::from(whole), percent.value.digits());
    let apart = (100 * part).saturating_mul(unit).saturating_sub(percent.saturating_mul(whole)).saturating_abs();
    apart <= unit.saturating_mul(whole)
}

fn digits_and_stop(text: &str, from: usize) -> Range<usize> {
    let length = text[from..].find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len() - from);
    from..from + length
}

fn read(text: &str, from: usize, (part, whole): &(Range<usize>, Range<usize>), slash: bool) -> Option<Proportion> {
    let shift = |range: &Range<usize>| range.start + from..range.end + from;
    let count = |range: Range<usize>| {
        // Beside a slash a number ends at the slash; nothing else may touch it.
        if slash { slashed(text, range) } else { Quantity::count(text, range) }
    };
    let (part, whole) = (count(shift(part))?, count(shift(whole))?);
    // "3/4/2020" is a date; "from 12 of 40 to 30 of 80 (5%)" may say by how much.
    let (before, after) = (text[from..part.range.start].trim_end(), &text[whole.range.end..]);
    let date = slash && (before.ends_with('/') || after.starts_with('/') || part.value > whole.value);
    if date || whole.value.is_zero() || before.ends_with(" to") {
        return None;
    }
    let equal = || percent_equal(text, whole.range.end);
    let percent = percent_after(text, whole.range.end).or_else(equal).or_else(|| percent_before(text, from, &part, &whole))?;
    let range = part.range.start.min(percent.range.start)..whole.range.end.max(percent.range.end);
    Some(Proportion { range, part, whole, percent })
}

/// A count beside a slash, which may touch it; nothing else may, or it is a date, a path or a version.
fn slashed(text: &str, range: Range<usize>) -> Option<Quantity> {
    let touches = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '\u{2013}');
    let (before, after) = (&text[..range.start], text[range.end..].trim_end_matches('.'));
    if before.ends_with(touches) || after.starts_with(|c: char| touches(c) && c != '.') {
        return None;
    }
    Quantity::bare(text, range).filter(|read| read.value.scale() == 0 && !read.value.is_negative())
}

/// The percentage in a parenthesis that opens at most a few plain words after the whole.
fn percent_after(text: &str, whole_end: usize) -> Option<Quantity> {
    let rest = &text[whole_end..];
    let open = find_near(rest, b"([")?;
    plain_words(&rest[..open])?;
    let inside = &rest[open + 1..];
    let length = inside.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(inside.len());
    closes_after_percent(&inside[length..])?;
    let start = whole_end + open + 1;
    Quantity::bare(text, start..start + length)
}

/// The percentage that an equals sign right behind the whole gives: `8/12 = 67%`.
fn percent_equal(text: &str, whole_end: usize) -> Option<Quantity> {
    let rest = text[whole_end..].trim_start_matches(' ').strip_prefix('=')?.trim_start_matches(' ');
    let length = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
    let behind = rest[length..].strip_prefix('%')?;
    let start = text.len() - rest.len();
    // "8/12 = 67% × 2" goes on.
    let ends = behind.is_empty() || behind.starts_with(['.', ',', ';', ')', ']', '\n']);
    if ends { Quantity::bare(text, start..start + length) } else { None }
}

/// The percentage before a parenthesis that holds the part and the whole, and nothing else but what is counted.
fn percent_before(text: &str, from: usize, part: &Quantity, whole: &Quantity) -> Option<Quantity> {
    let (lead, rest) = (text[from..part.range.start].trim_end(), &text[whole.range.end..]);
    // "93% = 241 of 259 bottles"
    let before = if let Some(before) = lead.strip_suffix('=') {
        before.trim_end()
    } else {
        let before = lead.strip_suffix(['(', '['])?.trim_end();
        let close = find_near(rest, b")];,")?;
        plain_words(&rest[..close])?;
        before
    };
    let least = before.len().saturating_sub(FURTHEST);
    let sign = least + memchr::memrchr(b'%', &before.as_bytes()[least..])?;
    plain_words(&before[sign + 1..])?;
    let digits = before[..sign].trim_end();
    let start = digits
        .rfind(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map_or(0, |at| at + digits[at..].chars().next().map_or(1, char::len_utf8));
    // What leads up to the percentage says of what it is one.
    let lead = &digits[..start];
    let near: Vec<&str> = words(lead).rev().take(4).collect();
    if near.iter().any(|word| OTHER_THING.iter().any(|other| word.eq_ignore_ascii_case(other)))
        || lead.trim_end().ends_with(['+', '-', '~', '<', '>', '≈', '\u{2212}', '±', '\u{2013}', '≤', '≥', ','])
            && !lead.ends_with(", ")
    {
        return None;
    }
    Quantity::read(text, from + start..from + digits.len())
}

/// Where the first of the ASCII characters stands that is near enough.
fn find_near(text: &str, any: &[u8]) -> Option<usize> {
    text.bytes().take(FURTHEST + 1).position(|byte| any.contains(&byte))
}

/// `Some` when nothing but a few words stands there that name what is counted.
fn plain_words(between: &str) -> Option<()> {
    let fine = between.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || matches!(c, '-' | '\'' | '’'));
    (fine && words(between).count() <= FURTHEST_WORD && !has_word(between, &OTHER_THING)).then_some(())
}

/// `Some` when a percent sign and the end of the statement follow.
fn closes_after_percent(rest: &str) -> Option<()> {
    let rest = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', '\u{2009}']).strip_prefix('%')?;
    rest.starts_with([')', ']', ';', ',']).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<String> {
        let print = |found: Proportion| format!("{}/{} {}", found.part.value, found.whole.value, found.percent.value);
        proportions(text).into_iter().map(print).collect()
    }

    #[test]
    fn the_three_numbers_are_read() {
        for (text, read) in [
            ("12 of 40 labels (35%) on the held out split", "12/40 35"),
            ("in twelve of the 40 sites surveyed (30.0%)", "12/40 30.0"),
            ("two of three (67 %)", "2/3 67"),
            ("1,200 out of 4,000 rows (30%, as planned)", "1200/4000 30"),
            ("30% (12/40)", "12/40 30"),
            ("Accuracy: 12/40 = 35%. More follows.", "12/40 35"),
            ("Recomputed: 35% = 12 of 40 bottles", "12/40 35"),
            ("12/40 (35%)", "12/40 35"),
            ("a rate of 35% in the control arm (12 of 40 women)", "12/40 35"),
        ] {
            assert_eq!(read_all(text), [read], "{text}");
        }
        assert_eq!(read_all("12 of 40 (35%) and 5 of 20 (25%)"), ["12/40 35", "5/20 25"]);
        assert_eq!(
            read_all("Of the 14 trials, 8 (57%) were at low risk, 4 (29%) had concerns and 2 (15%) were at high risk."),
            ["8/14 57", "4/14 29", "2/14 15"]
        );
    }

    #[test]
    fn other_percentages_are_not() {
        for text in [
            "12 of 40 sites (95% CI 8 to 16)",
            "12 of 40 sites (p = 5%)",
            "12 of 40 sites (+3%)",
            "from 12 of 40 sites in 2019 to 30 of 80 (5%)",
            "12 of 40 models improved (5%)",
            "the weighted share of 12 of 40 sites (35%)",
            "an increase of 35% (12 of 40 sites)",
            "12 of 40 sites; the rest (5%)",
            "12 of 40, a third (35%)",
            "blood pressure of 120/80 (15%)",
            "10 of 4.5 (35%)",
            "v1.2 of 40 (35%)",
            "5-12 of 40 (35%)",
            "about 30–35% (12 of 40)",
            "Of the 14 trials, 8 reported deaths, 3 (38%) late",
            "Of the 14 trials, 8 (57%) were small, of which 3 (38%) were open",
            "Of 14 trials with 1,216 women, 604 (50%) were lost",
            "Of the 14 trials, responses improved in 3 (38%)",
        ] {
            assert_eq!(read_all(text), Vec::<String>::new(), "{text}");
        }
    }
}
