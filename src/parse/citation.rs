//! Citations in running text, by number (`[3]`, `[3, 7]`, `[3–7]`) and by author and year.
//!
//! Knows nothing about the list they point into. What is written in square brackets for another reason is left alone:
//! links, code, labels at the start of a line, intervals such as `[0, 1]`, years.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::date::MONTHS;

/// A citation by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The brackets and what is in them.
    pub range: Range<usize>,
    /// The smallest number in it.
    pub lowest: u32,
    /// The largest number in it.
    pub highest: u32,
    /// True when it holds one number only; two may also be an interval.
    pub single: bool,
}

/// Longer contents of square brackets are no citation.
const LONGEST: usize = 48;

/// Words before a pair of numbers in brackets that make it an interval.
const OF_INTERVALS: [&str; 13] =
    ["in", "range", "interval", "scale", "between", "ci", "bounds", "span", "domain", "from", "within", "to", "over"];

/// The citations of a passage, in its order.
pub fn citations(text: &str) -> impl Iterator<Item = Citation> + '_ {
    let bytes = text.as_bytes();
    let mut ticks = 0;
    let mut counted = 0;
    memchr::memchr_iter(b'[', bytes).filter_map(move |at| {
        ticks += memchr::memchr_iter(b'`', &bytes[counted..at]).count();
        counted = at;
        let window = &bytes[at + 1..bytes.len().min(at + 1 + LONGEST)];
        let end = at + 1 + memchr::memchr(b']', window)?;
        let inner = text.get(at + 1..end)?;
        let numbers = numbers(inner)?;
        let before = text[..at].chars().next_back()?;
        let code = ticks % 2 == 1 || before.is_alphanumeric() || matches!(before, ')' | ']' | '_' | '}' | '!' | '[' | '$' | '\\');
        // At the start of a line it numbers what follows.
        let line = text[..at].rfind(|c: char| !matches!(c, ' ' | '\t' | '-' | '*' | '•' | '>'));
        let label = line.is_none_or(|line| matches!(bytes[line], b'\n' | b'\r' | b'|'));
        let link = matches!(bytes.get(end + 1), Some(b'(' | b':' | b'['));
        let single = numbers.len() == 1;
        let word = text[..at].trim_end_matches([' ', '=', ':', '∈']);
        let word = &word[word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len()..];
        let interval =
            !single && (matches!(before, '=' | '∈' | '%') || OF_INTERVALS.iter().any(|known| word.eq_ignore_ascii_case(known)));
        if code || label || link || interval {
            return None;
        }
        let (lowest, highest) = (*numbers.iter().min()?, *numbers.iter().max()?);
        Some(Citation { range: at..end + 1, lowest, highest, single })
    })
}

/// The numbers of `3`, `3, 7`, `3-7`, each from 1 to 999; `None` for anything else.
fn numbers(inner: &str) -> Option<Vec<u32>> {
    let mut out = Vec::new();
    for part in inner.split([',', ';']) {
        let mut ends = part.trim().splitn(2, ['-', '–']);
        let first = ends.next()?;
        for number in std::iter::once(first).chain(ends) {
            let number = number.trim();
            let right = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0');
            out.push(right.then(|| number.parse().ok()).flatten()?);
        }
    }
    Some(out)
}

/// A footnote's label: `[^3]` where it is cited, `[^3]:` where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnote {
    /// The label with its brackets.
    pub range: Range<usize>,
    /// True at the footnote itself.
    pub defines: bool,
}

/// The labels of footnotes in a text, in its order; none in code.
pub fn footnotes(text: &str) -> impl Iterator<Item = Footnote> + '_ {
    let bytes = text.as_bytes();
    let (mut ticks, mut counted) = (0, 0);
    memchr::memmem::find_iter(bytes, b"[^").filter_map(move |at| {
        ticks += memchr::memchr_iter(b'`', &bytes[counted..at]).count();
        counted = at;
        let window = &bytes[at + 2..bytes.len().min(at + 2 + LONGEST)];
        let length = memchr::memchr(b']', window).filter(|&length| length > 0)?;
        // "[^a-z]" is an expression.
        let label = &window[..length];
        let named = label.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
            && (label.iter().all(u8::is_ascii_digit) || !label.contains(&b'-'));
        let end = at + 2 + length + 1;
        let first = at == 0 || matches!(bytes[at - 1], b'\n' | b'\r');
        let defines = first && bytes.get(end) == Some(&b':');
        (named && ticks % 2 == 0).then_some(Footnote { range: at..end, defines })
    })
}

/// A citation by author and year: "(Okafor, 2019)", "Okafor et al. (2019)".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorYear {
    /// From the name to the year.
    pub range: Range<usize>,
    /// The first author.
    pub author: Range<usize>,
    /// The year, with its letter.
    pub year: Range<usize>,
    /// True where no other author is named: "(Okafor, 2019)", which "(Paris, 2019)" looks like.
    pub is_alone: bool,
}

/// Words before a year that name no author, beside the months.
const NO_AUTHORS: [&str; 12] =
    ["Spring", "Summer", "Autumn", "Winter", "Fall", "Since", "Until", "From", "In", "Version", "Table", "Figure"];

fn is_author(word: &str) -> bool {
    !NO_AUTHORS.contains(&word) && !MONTHS.iter().any(|month| month.eq_ignore_ascii_case(word))
}

/// The citations of a passage by author and year, in its order. A lone name before a bracket, "Paris (2019)", is none: it may
/// be that of anything.
pub fn author_years(text: &str) -> Vec<AuthorYear> {
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let name = r"\p{Lu}[\p{L}'’-]+";
        let others = format!(r"(?: et al\.?|,? (?:and|&) {name})");
        let [year, year_inside] = ["year", "at"].map(|name| format!("(?P<{name}>(?:19|20)[0-9]{{2}}[a-z]?)"));
        Regex::new(&format!(
            r"(?P<many>{name}){others},? \({year}[,)]|[(;] ?(?:see |e\.g\.,? )?(?P<inside>{name})(?:(?P<others>{others}), ?|(?P<more>{others}) |, ?){year_inside}(?:[,;)])"
        ))
        .ok()
    });
    // A year in or before a bracket: nothing else is looked at.
    if memchr::memchr(b'(', text.as_bytes()).is_none() {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut from = 0;
    // The bracket or semicolon that ends one citation may begin the next.
    while let Some(found) = FORM.as_ref().and_then(|form| form.captures_at(text, from)) {
        let author = found.name("many").or(found.name("inside"));
        let (Some(whole), Some(author), Some(year)) = (found.get(0), author, found.name("year").or(found.name("at"))) else {
            break;
        };
        from = whole.end() - 1;
        if is_author(author.as_str()) {
            let is_alone = ["many", "others", "more"].iter().all(|group| found.name(group).is_none());
            // "Okafor et al. (2019)" ends with its bracket.
            let end = from + usize::from(found.name("many").is_some() && whole.as_str().ends_with(')'));
            out.push(AuthorYear { range: author.start()..end, author: author.range(), year: year.range(), is_alone });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_with_a_year() {
        let found = |text: &'static str| author_years(text).into_iter().map(|c| &text[c.author]).collect::<Vec<_>>();
        assert_eq!(
            found("It holds (Okafor, 2019; Lindqvist and Berg, 2021a), as Müller et al. (2020) and Roe & Doe (2018) say."),
            ["Okafor", "Lindqvist", "Müller", "Roe"]
        );
        assert_eq!(found("It holds (see O’Neill et al. 2019)."), ["O’Neill"]);
        for text in
            ["in Paris (2019)", "(March, 2020)", "(n = 2019)", "the survey (2019)", "(Okafor, 12 points)", "Roe et al. said"]
        {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn labels_of_footnotes() {
        let found = |text: &'static str| footnotes(text).map(|f| (&text[f.range], f.defines)).collect::<Vec<_>>();
        assert_eq!(found("It holds.[^1] So it is.[^b]\n\n[^1]: A source."), [("[^1]", false), ("[^b]", false), ("[^1]", true)]);
        for text in ["`a[^1]`", "[^a-z]", "[^]", "[^ ]", "[^1"] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn citations_and_what_only_looks_like_them() {
        let found = |text: &'static str| citations(text).map(|c| (&text[c.range], c.highest)).collect::<Vec<_>>();
        assert_eq!(
            found("It holds [7], as others [3, 12] and [4–6; 9] say [1]."),
            [("[7]", 7), ("[3, 12]", 12), ("[4–6; 9]", 9), ("[1]", 1)]
        );
        // The word before it is looked for behind whatever character.
        assert_eq!(found("»seen»by [2], as\u{a0}said [3]"), [("[2]", 2), ("[3]", 3)]);
        for text in [
            "values in [1, 7]",
            "a 95% CI [1, 7]",
            "in [0, 1] or [0.1]",
            "since [2020]",
            "row x[7] and f(x)[7]",
            "`a [7]`",
            "see [7](https://example.org)",
            "[7] The seventh claim",
            "first\n- [8] the eighth",
            "[7]: https://example.org",
            "[n] and [ ] and [x]",
            "open [7",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
