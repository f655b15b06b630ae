//! Expected relations between pairs of claims, each checked in both orders and with verdicts both ways.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::guards::{self, Reading, judge};
use super::heard::{self, Listener};
use super::lexicon::Kind;
use super::{Cluster, Comparison, Item, Relation, Thresholds};
use crate::report::VerdictClass::{NotEnoughInfo, Refuted, Supported};

fn relation(verified: (&str, bool), refused: (&str, bool)) -> Option<Relation> {
    let claim = |(text, cut), class| Item::new(text, Some(class), cut);
    let one = [claim(verified, Supported), claim(refused, Refuted)];
    let two = [claim(refused, Refuted), claim(verified, Supported)];
    let [one, two] = [one, two].map(|items| Comparison::new(&items, Thresholds::default()));
    assert_eq!(one.conflicts().len(), two.conflicts().len(), "{verified:?} / {refused:?} depends on the order");
    assert_eq!(one.conflicts().first().map(|c| c.relation), two.conflicts().first().map(|c| c.relation));
    one.conflicts().first().map(|conflict| conflict.relation)
}

#[test]
fn what_a_passive_says_first_its_partner_may_have_lost() {
    let by = "he old chefs of the little northern kitchen of the remote mountain hotel near the lake between seven villages";
    for what in
        ["Green plants in clay pots", "Red hens with black tails", "Large jugs of sweet cider", "Tired guests in dark cellars"]
    {
        let (passive, active) = (format!("{what} are watered by t{by}."), format!("T{by} watered g"));
        let found = [false, true].map(|turned| {
            let (a, b) = ((&*passive, false), (&*active, true));
            if turned { relation(b, a) } else { relation(a, b) }
        });
        assert_eq!(found, [Some(Relation::NearDuplicate); 2], "{what}");
    }
}

fn check(a: &str, b: &str, expected: Option<Relation>) {
    assert_eq!(relation((a, false), (b, false)), expected, "{a} / {b}");
    assert_eq!(relation((b, false), (a, false)), expected, "{b} / {a}");
}

#[test]
fn the_same_claim_however_written() {
    for (a, b) in [
        ("The clips come from Video captions and Wikihow.", "the clips come from video captions and wikihow."),
        ("The adapter helps on every task.", "The adapter helps on every task"),
    ] {
        check(a, b, Some(Relation::SameText));
    }
}

#[test]
fn nearly_the_same_claim() {
    for (a, b) in [
        (
            "Joint training on all 9 tasks gives the best mean score.",
            "Joint training on all nine tasks gives the best mean score.",
        ),
        (
            "The study uses the frozen Delta Large encoder as the starting point.",
            "We use the frozen Delta Large encoder (Meyer et al., 2020) as a starting point.",
        ),
        (
            "The suite measures zero-shot transfer and covers 40 languages.",
            "The suite measures zero-shot transfer and covers up to 40 languages for each task.",
        ),
        ("Each model is tuned for three epochs on the Delta corpus.", "Each model is tuned for 3 epochs on the Delta corpus."),
        ("Zero-shot transfer improves with adapter tuning.", "Adapter tuning improves zero-shot transfer."),
        (
            "Prefix tuning on the Delphi corpus lowers the error rate for entity linking.",
            "In this study, prefix tuning on the Delphi corpus lowers the error rate for entity linking overall.",
        ),
        ("The baseline holds 1,104,934 examples of speech.", "The baseline holds 1104934 examples of speech."),
    ] {
        check(a, b, Some(Relation::NearDuplicate));
    }
}

#[test]
fn different_claims() {
    for (a, b) in [
        ("Delta does not see benefits from joint training.", "Delta does see benefits from joint training."),
        (
            "Training on Delta yields a gain of 8.2 points on the test set.",
            "Training on Gamma yields a gain of 7.5 points on the test set.",
        ),
        (
            "Training on Delta yields a gain of 8.2 points on the test set.",
            "Training on Delta yields a gain of 7.5 points on the test set.",
        ),
        ("The DELI+ training task contains 1,104,934 examples.", "The MOLI training task contains 392,702 examples."),
        (
            "Sparse routing outperforms label smoothing on long texts.",
            "Label smoothing outperforms sparse routing on long texts.",
        ),
        ("SPARTA outperforms LABEL on long texts.", "LABEL outperforms SPARTA on long texts."),
        ("Joint training increases recall on rare words.", "Joint training decreases recall on rare words."),
        ("Joint training helps transfer to rare words.", "Joint training hurts transfer to rare words."),
        ("Gains are larger for rare words in speech.", "Gains are smaller for rare words in speech."),
        ("The model is trained on English text from newspapers.", "The model is trained on German text from newspapers."),
        ("All layers are trained with dropout 0.1 on Delta.", "All layers are trained with dropout 0.3 on Delta."),
        ("The survey covers work published in 2019 on parsing.", "The survey covers work published in 2020 on parsing."),
        ("Joint training improves accuracy on the Delta corpus.", "Joint training improves recall on the Delta corpus."),
        ("Joint training improves transfer.", "Joint training may improve transfer."),
        ("Joint training improves recall for rare words.", "Joint training improves recall for only rare words."),
        ("The suite XTRA measures transfer to rare languages.", "The suite XTRA-R measures transfer to rare languages."),
        (
            "The suite XTRA compares transfer across up to 40 languages for each task.",
            "The study uses target tasks from the recent XTRA suite for transfer.",
        ),
    ] {
        check(a, b, None);
    }
}

#[test]
fn a_compound_and_its_parts() {
    let halves = ["Delta shows consistent gains with many tasks", "Gamma does not see benefits from joint training"];
    for joint in [", whereas ", "; ", " whereas ", ", but ", ", while ", ", and "] {
        let compound = format!("{}{joint}{}.", halves[0], halves[1]);
        for half in halves {
            let half = format!("{half}.");
            assert_eq!(relation((&compound, false), (&half, false)), Some(Relation::Compound), "{compound} / {half}");
            // A compound that is refused may well have a part that holds.
            assert_eq!(relation((&half, false), (&compound, false)), None, "{compound} / {half}");
        }
        let denied = "Gamma sees benefits from joint training.";
        assert_eq!(relation((&compound, false), (denied, false)), None, "{compound}");
    }
    assert_eq!(
        relation(
            ("Delta shows consistent gains with many tasks, whereas Gamma does not see benefits from joint", true),
            ("Gamma does not see benefits from joint training.", false)
        ),
        Some(Relation::Compound)
    );
}

#[test]
fn a_refused_compound_of_verified_parts() {
    let claim = |text, class| Item::new(text, Some(class), false);
    let items = [
        claim("Delta shows consistent gains with many tasks, whereas Gamma loses two points overall.", Refuted),
        claim("Delta shows consistent gains with many tasks.", Supported),
        claim("Gamma loses two points.", Supported),
    ];
    let comparison = Comparison::new(&items, Thresholds::default());
    assert_eq!(comparison.conflicts().len(), 2);
    assert!(comparison.conflicts().iter().all(|c| c.part.is_some_and(|part| !part.compound_is_supported)));
    assert_eq!(Comparison::new(&items[..2], Thresholds::default()).conflicts(), []);
}

#[test]
fn a_cut_claim_is_compared_as_far_as_it_goes() {
    let whole =
        "Sparse routing on the Willow corpus raises mean recall for claim ranking on held out domains from the same source.";
    for end in [whole.len() * 4 / 5, whole.len() * 4 / 5 - 3, whole.len() * 9 / 10] {
        let part = whole[..end].trim_end();
        for cut in [true, false] {
            assert_eq!(relation((whole, false), (part, cut)), Some(Relation::NearDuplicate), "{part}");
        }
    }
    let other = "Sparse routing on the Willow corpus raises mean recall for entity linking when few";
    assert_eq!(relation((whole, false), (other, true)), None);
}

/// What the join leaves out before the guards see it, they would have refused.
#[test]
fn the_comparison_loses_nothing_that_the_guards_accept() {
    let pairs = include_str!("../../tests/pairs/relations.tsv").lines().skip(1);
    let texts: Vec<&str> = pairs.flat_map(|line| line.split('\t').skip(2)).collect();
    let counted = |text: &str| {
        let words = super::key::words(&super::key::prepared(text)).into_iter();
        let stems = words.filter(|word| matches!(word.kind, Kind::Content | Kind::Number)).map(|word| word.stem);
        stems.collect::<BTreeSet<u64>>().len()
    };
    let mut accepted = 0;
    for (at, a) in texts.iter().enumerate() {
        // Those near it in the list are about similar things.
        for b in texts[at + 1..].iter().take(12) {
            let judged = judge([a, b], [false; 2], Thresholds::default()).relation;
            let comparable = counted(a) > 2 && counted(b) > 2;
            if judged == guards::Relation::NearlySame && comparable {
                accepted += 1;
                assert_eq!(relation((a, false), (b, false)), Some(Relation::NearDuplicate), "{a} / {b}");
            }
        }
    }
    assert!(accepted > 25, "{accepted}");
}

const SENTENCES: [&str; 10] = [
    "Delta shows consistent gains with many tasks.",
    "delta shows consistent gains with many tasks",
    "In this study, Delta shows consistent gains with many tasks.",
    "Delta shows consistent gains, with many tasks.",
    "Gamma does not see benefits from joint training.",
    "Delta shows consistent gains with many tasks, whereas Gamma does not see benefits from joint training.",
    "Delta shows consistent gains with many tasks; Gamma does not see benefits from joint training.",
    "Gamma sees benefits from joint training.",
    "The Gamma model does not see benefits from joint training.",
    "Yes.",
];

/// The clusters of a relation as sets of (sentence, class), which do not depend on the order of the claims.
fn clusters(claims: &[(usize, u8)], relation: Relation) -> Vec<Vec<(usize, u8)>> {
    let class = |class| [Supported, Refuted, NotEnoughInfo][usize::from(class)];
    let items: Vec<Item<'_>> = claims.iter().map(|&(text, at)| Item::new(SENTENCES[text], Some(class(at)), false)).collect();
    let comparison = Comparison::new(&items, Thresholds::default());
    let mut clusters: Vec<Vec<(usize, u8)>> = Cluster::of(&comparison, |conflict| conflict.relation == relation)
        .into_iter()
        .map(|cluster| {
            let mut members: Vec<(usize, u8)> = cluster.members.iter().map(|&at| claims[at as usize]).collect();
            members.sort_unstable();
            members
        })
        .collect();
    clusters.sort();
    clusters
}

/// Words of every kind that the guards treat in a way of their own.
const WORDS: [&str; 32] = [
    "adapters",
    "adapter",
    "routing",
    "helps",
    "raises",
    "lowers",
    "the",
    "an",
    "by",
    "was",
    "raised",
    "not",
    "no",
    "3",
    "three",
    "one",
    "second",
    "2020",
    "only",
    "may",
    "DELTA",
    "XLM-R",
    "recall",
    "accuracy",
    "in",
    "among",
    "quickly",
    "training",
    "and",
    "pre-training",
    "her",
    "each",
];

/// A claim of such words, and whether it is cut off.
fn claims() -> impl Strategy<Value = (String, bool)> {
    let words = prop::collection::vec(prop::sample::select(&WORDS[..]), 0..9);
    (words, any::<bool>(), any::<bool>())
        .prop_map(|(words, cut, stop)| (words.join(" ") + if stop && !cut { "." } else { "" }, cut))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 2000 } else { 20_000 }))]

    #[test]
    fn what_is_replaced_the_guards_refuse(start in "(|adapters |the training |routing helps in |DELTA raises recall by )", a in claims(), b in claims()) {
        let [a, b] = [a, b].map(|(rest, cut)| (format!("{start}{rest}"), cut));
        let heard = |(text, cut): &(String, bool)| {
            let mut all = (Vec::new(), Vec::new());
            // The claim itself comes before its clauses.
            Listener::new(false).claim(text, 0, *cut, |said| {
                if !said.draft.entry.is_clause {
                    all = (said.heard.to_vec(), said.words.to_vec());
                }
            });
            all
        };
        let (one, other) = (heard(&a), heard(&b));
        if heard::is_replaced([&one.0, &other.0], [&one.1, &other.1]) {
            let [a, b] = [a, b].map(|(text, cut)| Reading::new(&text, cut));
            prop_assert!(guards::same_claim(&a, &b).is_err());
        }
    }
}

proptest! {
    #[test]
    fn clusters_do_not_depend_on_the_order(
        (claims, shuffled) in prop::collection::vec((0..SENTENCES.len(), 0_u8..3), 0..14)
            .prop_flat_map(|claims| (Just(claims.clone()), Just(claims).prop_shuffle()))
    ) {
        for relation in [Relation::SameText, Relation::NearDuplicate, Relation::Compound] {
            prop_assert_eq!(clusters(&claims, relation), clusters(&shuffled, relation));
        }
    }
}

#[test]
fn one_sentence_in_many_reports_is_one_conflict() {
    let claims = |at: usize| Item::new(SENTENCES[at % 3], Some(if at.is_multiple_of(2) { Supported } else { Refuted }), false);
    let items: Vec<Item<'_>> = (0..20_000).map(claims).collect();
    let comparison = Comparison::new(&items, Thresholds::default());
    assert!(comparison.conflicts().len() < 10);
    let near = Cluster::of(&comparison, |conflict| conflict.relation == Relation::NearDuplicate);
    assert_eq!(near.iter().map(|cluster| cluster.members.len()).sum::<usize>(), 20_000);
}
