//! Dates: the line that dates a report, and the places where its prose dates it again.
//!
//! The order of day and month is never guessed: `06/07/2026` is a date that is not read.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use memchr::memmem::Finder;
use regex::{Captures, Regex};

use crate::text::sentences;

/// Full names, lower case, January first.
pub const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// What a line says about a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateReading {
    /// A day of the Gregorian calendar.
    Day(Date),
    /// The month has no such day.
    NoSuchDay {
        /// The year.
        year: i16,
        /// The month, from 1.
        month: i8,
        /// The day.
        day: i8,
    },
    /// The word or number at these bytes is no month, though nearly one.
    NoSuchMonth(Range<usize>),
    /// A date in a form that is not read: `06/07/2026`, "23 Juni 2026", "June 2026".
    Unread,
}

/// Reads `Month D, YYYY`, `D Month YYYY`, `YYYY-MM-DD` and `YYYY/MM/DD`. `None` when the line is no date at all.
#[must_use]
pub fn read(line: &str) -> Option<DateReading> {
    const LONGEST: usize = 60;
    if line.len() > LONGEST || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let body = bare(line);
    let start = body.as_ptr() as usize - line.as_ptr() as usize;
    // "Published: May 3, 2026" may be another day than that of the report.
    if let Some(day) = after_label(body) {
        return read(day).map(|_| DateReading::Unread);
    }
    if body.len() > 40 {
        return None;
    }
    let reading = iso(body).or_else(|| named(body)).or_else(|| other_form(body).then_some(DateReading::Unread))?;
    Some(match reading {
        DateReading::NoSuchMonth(range) => DateReading::NoSuchMonth(range.start + start..range.end + start),
        other => other,
    })
}

/// A line without the day of the week before a date, the time and a remark in brackets behind it.
fn bare(line: &str) -> &str {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let mut body = line.trim().trim_end_matches('.');
    if let Some((day, rest)) = body.split_once(',')
        && DAYS.iter().any(|known| day.eq_ignore_ascii_case(known))
    {
        body = rest.trim_start();
    }
    if let Some((date, _)) = body.split_once(" (").filter(|_| body.ends_with(')')) {
        body = date.trim_end();
    }
    // "2026-05-11 14:02 UTC", "2026-05-11T14:02:00Z"
    const ISO: usize = "2026-05-11".len();
    match body.get(..ISO).zip(body.get(ISO..)) {
        Some((date, time)) if iso(date).is_some() && time.starts_with(['T', ' ']) => date,
        _ => body,
    }
}

/// What stands behind "Published:", "Generated on", "Last updated:".
fn after_label(line: &str) -> Option<&str> {
    const LABELS: [&str; 10] =
        ["published", "generated", "last updated", "updated", "created", "compiled", "issued", "posted", "as of", "report date"];
    let label = LABELS.iter().find(|label| line.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label)))?;
    let rest = &line[label.len()..];
    let rest = rest.strip_prefix(" on").unwrap_or(rest);
    rest.starts_with([':', ' ']).then(|| rest.trim_start_matches([':', ' ']))
}

fn on_calendar(year: i16, month: i8, day: i8) -> DateReading {
    Date::new(year, month, day).map_or(DateReading::NoSuchDay { year, month, day }, DateReading::Day)
}

fn iso(line: &str) -> Option<DateReading> {
    let sign = if line.contains('/') { '/' } else { '-' };
    let mut parts = line.split(sign);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let right = parts.next().is_none() && year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
    if !right || !line.chars().all(|c| c.is_ascii_digit() || c == sign) {
        return None;
    }
    let number: i8 = month.parse().ok()?;
    if !(1..=12).contains(&number) {
        return Some(DateReading::NoSuchMonth(5..5 + month.len()));
    }
    Some(on_calendar(year.parse().ok()?, number, day.parse().ok()?))
}

fn named(line: &str) -> Option<DateReading> {
    let words: Vec<&str> = line.split([' ', '\u{a0}', ',']).filter(|word| !word.is_empty() && *word != "of").collect();
    let &[a, b, year] = words.as_slice() else { return None };
    let is_word = |word: &str| word.len() >= 3 && word.trim_end_matches('.').chars().all(char::is_alphabetic);
    let (month, day) = if is_word(a) { (a, b) } else { (b, a) };
    let day = day.strip_suffix("er").unwrap_or(day).trim_end_matches(['.', 's', 't', 'n', 'd', 'r', 'h']);
    let number = |text: &str, most: usize| !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    if !(is_word(month) && number(day, 2) && number(year, 4) && year.len() == 4) {
        return None;
    }
    match month_number(month) {
        Some(number) => Some(on_calendar(year.parse().ok()?, number, day.parse().ok()?)),
        None if is_foreign_month(month) => Some(DateReading::Unread),
        None if is_misspelt_month(month) => {
            let at = month.as_ptr() as usize - line.as_ptr() as usize;
            Some(DateReading::NoSuchMonth(at..at + month.len()))
        }
        None => None,
    }
}

/// `06/07/2026`, `6.7.2026`, "June 2026", "2026".
fn other_form(line: &str) -> bool {
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) && matches!(&word[..2], "19" | "20");
    let digits = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let divided = ['/', '.'].into_iter().any(|by| line.split(by).count() == 3 && line.split(by).all(digits));
    let mut words = line.split([' ', '\u{a0}', ',']).filter(|word| !word.is_empty());
    let month_and_year = match (words.next(), words.next(), words.next()) {
        (Some(month), Some(year), None) => (month_number(month).is_some() || is_foreign_month(month)) && is_year(year),
        _ => false,
    };
    let quarter =
        line.split_once(' ').is_some_and(|(quarter, year)| matches!(quarter, "Q1" | "Q2" | "Q3" | "Q4") && is_year(year));
    divided || month_and_year || quarter || is_year(line)
}

/// The month of that name, from 1: in full, its first three letters, or "Sept".
#[must_use]
pub fn month_number(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    let at = MONTHS.iter().position(|&month| {
        month == word || (word.len() == 3 && month.starts_with(&word)) || (word == "sept" && month == "september")
    })?;
    i8::try_from(at + 1).ok()
}

/// "Jume" for June; "Version 2, 2026" and "Part 3, 2026" are no dates.
fn is_misspelt_month(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    word.len() >= 4 && MONTHS.iter().any(|month| month.len() >= 4 && strsim::osa_distance(&word, month) == 1)
        || word.len() >= 6 && MONTHS.iter().any(|month| month.len() >= 6 && strsim::osa_distance(&word, month) == 2)
}

/// Months as German, French, Spanish, Italian, Portuguese, Dutch and the Nordic languages write them.
fn is_foreign_month(word: &str) -> bool {
    const FOREIGN: &str = " januar jänner februar märz maerz mai juni juli oktober dezember janvier février fevrier mars avril juin \
        juillet août aout septembre octobre novembre décembre decembre enero febrero marzo abril mayo junio julio agosto \
        septiembre setiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre \
        janeiro fevereiro março maio junho julho setembro outubro novembro dezembro januari februari maart mei augustus \
        augusti januari februari marts maj december desember tammikuu ";
    let word = word.trim_end_matches('.').to_lowercase();
    FOREIGN.split(' ').any(|known| !known.is_empty() && known == word)
}

/// Which event a date in the prose belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatedEvent {
    /// generated, produced, compiled, created, prepared, written
    Made,
    /// published, issued, released, dated
    Published,
}

/// A place where the prose dates the report itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restated {
    /// The date.
    pub range: Range<usize>,
    /// Its day.
    pub day: Date,
    /// What happened on it.
    pub event: DatedEvent,
}

/// A date in the prose, as one group of a pattern.
macro_rules! date {
    () => {
        r"([a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9}\.? \d{4}|\d{4}-\d{2}-\d{2})"
    };
}

/// "This report was generated on June 23, 2026." Only the report itself, only a day that is read; of sources, data and
/// access nothing is said.
#[must_use]
pub fn restated(text: &str) -> Vec<Restated> {
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)\bthis (?:report|review|synthesis|document|audit|fact-check) (?:was|is|has been) ",
            r"(?:automatically )?(generated|produced|compiled|created|prepared|written|published|issued|released|dated)",
            r"(?: automatically)?(?: on| at)? ",
            date!(),
            r"\b",
        ))
        .ok()
    });
    // "Report generated on June 23, 2026." is a sentence of its own; in a longer one the same words may tell of a source.
    static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)^(?:report )?(?:(generated|produced|compiled|published|issued|released)(?: on|:| on:)|(?:report date|date of (?:this|the) report):) ",
            date!(),
            r"\.?$",
        ))
        .ok()
    });
    // A look at the word after each "this" settles nearly all paragraphs.
    const NOUNS: [&str; 6] = ["report", "review", "synthesis", "document", "audit", "fact-check"];
    static THIS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("his "));
    let about_itself = |at: usize| {
        let next = &text.as_bytes()[at + 4..];
        NOUNS.iter().any(|noun| next.get(..noun.len()).is_some_and(|word| word.eq_ignore_ascii_case(noun.as_bytes())))
    };
    let read_one = |captures: &Captures<'_>, offset: usize| {
        let (verb, date) = (captures.get(1).map_or("", |verb| verb.as_str()), captures.get(2)?);
        let Some(DateReading::Day(day)) = read(date.as_str()) else { return None };
        const MADE: [&str; 6] = ["generated", "produced", "compiled", "created", "prepared", "written"];
        let made = MADE.iter().any(|known| verb.eq_ignore_ascii_case(known));
        let event = if made { DatedEvent::Made } else { DatedEvent::Published };
        Some(Restated { range: date.start() + offset..date.end() + offset, day, event })
    };
    let mut out: Vec<Restated> = Vec::new();
    if THIS.find_iter(text.as_bytes()).any(about_itself) {
        let form = FORM.as_ref().into_iter();
        out.extend(form.flat_map(|form| form.captures_iter(text)).filter_map(|found| read_one(&found, 0)));
    }
    // Few paragraphs give a year, and few sentences begin so and are so short.
    const LONGEST: usize = 60;
    static YEARS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["20", "19"].map(Finder::new));
    if YEARS.iter().all(|year| year.find(text.as_bytes()).is_none()) {
        return out;
    }
    let may_be_label = |sentence: &Range<usize>| {
        sentence.len() <= LONGEST
            && matches!(text.as_bytes()[sentence.start] | 0x20, b'r' | b'g' | b'p' | b'c' | b'i' | b'd')
            && text.as_bytes()[sentence.clone()].iter().any(u8::is_ascii_digit)
    };
    for sentence in sentences(text).filter(may_be_label) {
        let found = LABEL.as_ref().and_then(|label| label.captures(&text[sentence.clone()]));
        out.extend(found.and_then(|found| read_one(&found, sentence.start)));
    }
    out.sort_by_key(|restated| restated.range.start);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_forms_and_no_others() {
        let day = |y, m, d| Some(DateReading::Day(Date::constant(y, m, d)));
        assert_eq!(read("June 23, 2026"), day(2026, 6, 23));
        assert_eq!(read("23 Jun 2026"), day(2026, 6, 23));
        assert_eq!(read("2026-06-23"), day(2026, 6, 23));
        for line in [
            "Tuesday, June 23, 2026",
            "23rd of June, 2026",
            "2026-06-23 14:02 UTC",
            "2026-06-23T14:02:00Z",
            "June 23, 2026 (revised)",
        ] {
            assert_eq!(read(line), day(2026, 6, 23), "{line}");
        }
        assert_eq!(read("Friday, Jume 3, 2026"), Some(DateReading::NoSuchMonth(8..12)));
        assert_eq!(read("February 29, 2028"), day(2028, 2, 29));
        assert_eq!(read("February 29, 2027"), Some(DateReading::NoSuchDay { year: 2027, month: 2, day: 29 }));
        assert_eq!(read("31 June 2026"), Some(DateReading::NoSuchDay { year: 2026, month: 6, day: 31 }));
        assert_eq!(read("Jume 3, 2026"), Some(DateReading::NoSuchMonth(0..4)));
        assert_eq!(read(" 3 Octber 2026"), Some(DateReading::NoSuchMonth(3..9)));
        assert_eq!(read("2026-13-01"), Some(DateReading::NoSuchMonth(5..7)));
        assert_eq!(read("2026/01/30"), read("2026-01-30"));
        for unread in [
            "06/07/2026",
            "6.7.2026",
            "23 Juni 2026",
            "23. Juni 2026",
            "6 mars 2026",
            "June 2026",
            "2026",
            "1er mars 2026",
            "Q2 2026",
            "Published: May 3, 2026",
            "Published: 11 May 2026",
            "Generated on 2026-05-11",
            "Last updated 6 May 2026",
        ] {
            assert_eq!(read(unread), Some(DateReading::Unread), "{unread}");
        }
        for other in [
            "Assignee Research",
            "A Survey of 2026",
            "Review of 12 Papers",
            "Version 2, 2026",
            "Part 3, 2026",
            "Issue 4, 2026",
            "Published 12 times",
            "Generated by model 4",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn dates_of_the_report_and_of_others() {
        let found = |text: &'static str| restated(text).into_iter().map(|r| (&text[r.range], r.event)).collect::<Vec<_>>();
        assert_eq!(found("This report was generated on March 3, 2024."), [("March 3, 2024", DatedEvent::Made)]);
        assert_eq!(found("As said, this review is dated 3 March 2024."), [("3 March 2024", DatedEvent::Published)]);
        assert_eq!(found("It holds. Report generated on 2024-03-03."), [("2024-03-03", DatedEvent::Made)]);
        assert_eq!(found("Published on March 3, 2024."), [("March 3, 2024", DatedEvent::Published)]);
        assert_eq!(found("Report date: 3 March 2024"), [("3 March 2024", DatedEvent::Published)]);
        for text in [
            "Published on March 3, 2024, the study found little.",
            "The data were accessed on March 3, 2024.",
            "A report was published on March 3, 2024.",
            "This report was generated from data up to March 3, 2024.",
            "This report was generated in 2024.",
            "This paper was published on March 3, 2024.",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
