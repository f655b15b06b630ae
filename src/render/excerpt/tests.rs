use proptest::prelude::*;

use super::super::testing::{any_text, anywhere, source};
use super::*;

#[test]
fn words_are_wrapped() {
    assert_eq!(wrap("", 10), "");
    assert_eq!(wrap("one two  three", 8), "one two\nthree");
    assert_eq!(wrap("a 漢字漢字漢字 b", 5), "a\n漢字\n漢字\n漢字\nb");
    assert_eq!(wrap("漢字", 1), "漢\n字");
}

proptest! {
    /// What an underline stands under is what its label names, as far as it is shown.
    #[test]
    fn marks_lie_on_their_text(
        texts in [any_text(), any_text()],
        spots in prop::collection::vec((0..2_usize, 0..4000_usize, 0..200_usize), 1..12),
        width in 40..200_usize,
    ) {
        let sources = texts.map(|text| source("a.txt", &text));
        let places: Vec<_> = spots.iter().map(|&spot| anywhere(&sources, spot)).collect();
        let spots: Vec<Spot<'_>> = places
            .iter()
            .map(|place| Spot { source: &sources[place.source.0 as usize], span: place.span, text: "" })
            .collect();
        let excerpt = Excerpt::new(&spots, width);
        prop_assert_eq!(excerpt.marks.len(), spots.len());
        for mark in &excerpt.marks {
            let shown = &excerpt.text[mark.at.clone()];
            let named = spots.iter().any(|spot| {
                let at = spot.source.position(spot.span.start);
                let mut text = String::new();
                escape::push_excerpt(&mut text, spot.source.slice(spot.span).split(['\n', '\r']).next().unwrap());
                let here = (mark.line, mark.column) == (at.line as usize - 1, at.column as usize - 1);
                here && text.starts_with(shown) && shown.is_empty() == text.is_empty()
            });
            prop_assert!(named, "{:?} in {:?}", shown, excerpt.text);
        }
        prop_assert!(excerpt.primary < excerpt.marks.len());
        for pair in excerpt.marks.windows(2) {
            prop_assert!(pair[0].at.end <= pair[1].at.start);
        }
    }
}
