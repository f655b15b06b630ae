//! The research question that a report says it answers.

use std::ops::Range;

/// What follows "question:" in a passage, up to the mark that ends it or the end of the passage.
#[must_use]
pub fn question(passage: &str) -> Option<Range<usize>> {
    const NAMES: [&str; 3] = ["question:", "question**:", "question:**"];
    let lower = passage.to_ascii_lowercase();
    let start = NAMES.iter().filter_map(|name| Some(lower.find(name)? + name.len())).min()?;
    let start = start + (passage[start..].len() - passage[start..].trim_start_matches(['*', ' ', '\u{a0}']).len());
    let end = passage[start..].find('?').map_or(passage.trim_end().len(), |mark| start + mark + 1);
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_in_their_forms() {
        let found = |text: &'static str| question(text).map(|range| &text[range]);
        assert_eq!(found("This paper examines: X. Research question: Do naps help?."), Some("Do naps help?"));
        assert_eq!(found("**Question:** What do lawns cost"), Some("What do lawns cost"));
        for text in ["We ask a question.", "Research question:", "questions: many"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
