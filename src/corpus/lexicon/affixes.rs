//! Words that are opposites by how they begin or end: "hyperglycemia" and "hypoglycemia", "harmful" and "harmless".
//!
//! Knows beginnings and endings, no words, but for a few that look like opposites.

/// The prefixes that may turn a word round, with the fewest letters of such a word without it.
pub const NEGATING_PREFIXES: [(&str, usize); 13] = [
    ("un", 4),
    ("non", 4),
    ("in", 5),
    ("im", 5),
    ("dis", 5),
    ("ir", 5),
    ("il", 5),
    ("anti", 5),
    ("de", 6),
    ("mis", 6),
    ("mal", 6),
    ("dys", 6),
    ("a", 6),
];

/// The fewest letters of a word that is left behind such a prefix.
const LEAST_REST: usize = 4;

/// True when `turned` is `base` with a prefix that turns it round, such as "unstable" for "stable"; both in lower case.
#[must_use]
pub fn turns_by_prefix(base: &str, turned: &str) -> bool {
    let Some(prefix) = turned.strip_suffix(base) else { return false };
    let prefix = prefix.trim_end_matches('-');
    NEGATING_PREFIXES.into_iter().any(|(known, least)| known == prefix && base.len() >= least)
}

/// The words that say the opposite of a lower-case word by another beginning or ending. Most are no words at all.
pub fn counterparts(word: &str) -> impl Iterator<Item = String> + '_ {
    let swaps = word.bytes().next().map_or(&[][..], swaps);
    let swapped = swaps.iter().filter_map(move |swap| Some(format!("{}{}", swap.1, swapped(word, *swap)?)));
    let ended = END_SWAPS.into_iter().filter_map(move |swap| Some(format!("{}{}", ended(word, swap)?, swap.1)));
    swapped.chain(ended)
}

/// True when one of two lower-case words is among the [`counterparts`] of the other. Allocates nothing, as any two words of two
/// claims may be asked about.
#[must_use]
pub fn are_counterparts(one: &str, other: &str) -> bool {
    let swaps = one.bytes().next().map_or(&[][..], swaps);
    swaps.iter().any(|swap| other.strip_prefix(swap.1).is_some_and(|rest| swapped(one, *swap) == Some(rest)))
        || END_SWAPS.into_iter().any(|swap| other.strip_suffix(swap.1).is_some_and(|rest| ended(one, swap) == Some(rest)))
}

/// What stands behind a beginning that may be swapped for another.
fn swapped<'w>(word: &'w str, (prefix, _): (&str, &str)) -> Option<&'w str> {
    let rest = word.strip_prefix(prefix).filter(|rest| rest.len() >= LEAST_REST)?;
    let misleads = matches!(prefix, "over" | "under") && NOT_OPPOSED_BY_OVER.iter().any(|start| rest.starts_with(start));
    (!misleads).then_some(rest)
}

/// The endings that stand for the opposite of others.
const END_SWAPS: [(&str, &str); 2] = [("ful", "less"), ("less", "ful")];

/// What stands before an ending that may be swapped for another.
fn ended<'w>(word: &'w str, (ending, _): (&str, &str)) -> Option<&'w str> {
    word.strip_suffix(ending).filter(|rest| rest.len() >= 3)
}

/// The beginnings with that first letter that stand for the opposite of others.
fn swaps(first: u8) -> &'static [(&'static str, &'static str)] {
    match first {
        b'a' => &[("anti", "pro")],
        b'd' => &[("down", "up")],
        b'e' => &[("endo", "exo"), ("exo", "endo"), ("extra", "intra")],
        b'h' => &[("hetero", "homo"), ("homo", "hetero"), ("hyper", "hypo"), ("hypo", "hyper")],
        b'i' => &[("inter", "intra"), ("intra", "inter"), ("intra", "extra")],
        b'm' => &[
            ("macro", "micro"),
            ("max", "min"),
            ("micro", "macro"),
            ("min", "max"),
            ("mono", "multi"),
            ("mono", "poly"),
            ("multi", "mono"),
        ],
        b'o' => &[("over", "under")],
        b'p' => &[("poly", "mono"), ("post", "pre"), ("pre", "post"), ("pro", "anti")],
        b's' => &[("sub", "super"), ("super", "sub")],
        b'u' => &[("under", "over"), ("up", "down")],
        _ => &[],
    }
}

/// How words go on that mean something else with "over" than the opposite of what they mean with "under": "undertake".
const NOT_OPPOSED_BY_OVER: [&str; 11] = ["go", "la", "lie", "line", "score", "stand", "stood", "tak", "took", "wear", "writ"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_and_endings_make_opposites() {
        for (one, other) in [
            ("hyperglycemia", "hypoglycemia"),
            ("upregulated", "downregulated"),
            ("overestimates", "underestimates"),
            ("pre-operative", "post-operative"),
            ("intracellular", "extracellular"),
            ("monolingual", "multilingual"),
            ("harmful", "harmless"),
        ] {
            assert!(counterparts(one).any(|word| word == other), "{one}");
            assert!(counterparts(other).any(|word| word == one), "{other}");
            assert!(are_counterparts(one, other) && are_counterparts(other, one), "{one}");
        }
        for (one, other) in [("overtake", "undertake"), ("less", "ful"), ("upon", "downon"), ("overlay", "underlay")] {
            assert!(!counterparts(one).any(|word| word == other), "{one}");
            assert!(!are_counterparts(one, other) && !are_counterparts(other, one), "{one}");
        }
        assert!(turns_by_prefix("stable", "unstable") && turns_by_prefix("linear", "non-linear"));
        assert!(!turns_by_prefix("less", "unless-") && !turns_by_prefix("it", "unit"));
    }
}
