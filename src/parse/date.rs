//! The line that dates a report.
//!
//! The order of day and month is never guessed: `06/07/2026` is no date that can be read.

use jiff::civil::Date;

/// Full and three-letter names, lower case, January first.
const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// What a line says about a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateReading {
    /// A day of the Gregorian calendar.
    Day(Date),
    /// It has the form of a date, but there is no such day or month.
    NoSuchDay,
}

/// Reads `Month D, YYYY`, `D Month YYYY` and `YYYY-MM-DD`. `None` when the line has none of these forms.
#[must_use]
pub fn read(line: &str) -> Option<DateReading> {
    let line = line.trim().trim_end_matches('.');
    if line.len() > 40 {
        return None;
    }
    let (year, month, day) = iso(line).or_else(|| named(line))?;
    Some(match month {
        Some(month) => Date::new(year, month, day).map_or(DateReading::NoSuchDay, DateReading::Day),
        None => DateReading::NoSuchDay,
    })
}

type Parts = (i16, Option<i8>, i8);

fn iso(line: &str) -> Option<Parts> {
    let mut parts = line.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let right = parts.next().is_none() && year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
    if !right || !line.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return None;
    }
    Some((year.parse().ok()?, month.parse().ok(), day.parse().ok()?))
}

fn named(line: &str) -> Option<Parts> {
    let words: Vec<&str> = line.split([' ', '\u{a0}', ',']).filter(|word| !word.is_empty()).collect();
    let &[a, b, year] = words.as_slice() else { return None };
    let is_word = |word: &str| word.len() >= 3 && word.trim_end_matches('.').chars().all(char::is_alphabetic);
    let (month, day) = if is_word(a) { (a, b) } else { (b, a) };
    let day = day.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
    let number = |text: &str, most: usize| !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    if !is_word(month) || !number(day, 2) || !(number(year, 4) && year.len() == 4) {
        return None;
    }
    Some((year.parse().ok()?, month_number(month), day.parse().ok()?))
}

fn month_number(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    let at = MONTHS.iter().position(|&month| month == word || (word.len() == 3 && month.starts_with(&word)) || (word == "sept" && month == "september"))?;
    i8::try_from(at + 1).ok()
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
        assert_eq!(read("February 29, 2028"), day(2028, 2, 29));
        for wrong in ["February 29, 2027", "June 31, 2026", "Jume 3, 2026", "2026-13-01"] {
            assert_eq!(read(wrong), Some(DateReading::NoSuchDay), "{wrong}");
        }
        for other in ["06/07/2026", "Assignee Research", "A Survey of 2026", "Review of 12 Papers"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
