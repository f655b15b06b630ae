//! One verified claim, two numbers.

use std::collections::BTreeMap;

use rayon::slice::ParallelSliceMut;
use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::corpus::Corpus;
use crate::corpus::tie::Tie;
use crate::decimal::Decimal;
use crate::finding::{Label, View};
use crate::parse::frame::{FrameNumber, LEAST_WORDS, frame, frame_hash, stands_alone, word_count};
use crate::parse::quantity::has_digits;
use crate::report::VerdictClass;
use crate::rules::conflicts::Member;
use crate::rules::{CorpusRule, Draft, Sink};
use crate::source::{Place, Span};

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConflictingNumber {
    /// How far apart two numbers may lie, in their own unit.
    spread: f64,
}

/// Claims with more numbers are lists.
const MOST_NUMBERS: usize = 6;

/// A claim that has the frame, with its numbers.
struct Framed<'r, 's> {
    member: Member<'r, 's>,
    numbers: Vec<FrameNumber>,
}

impl CorpusRule for ConflictingNumber {
    fn ties(&self) -> Option<&'static [Tie]> {
        Some(&[Tie::Frame])
    }

    fn check(&self, corpus: &Corpus<'_, '_>, sink: &mut Sink) {
        let mut hashes = corpus.claims_by(|report, claim| {
            let supported = claim.verdict.is_some_and(|verdict| verdict.class == Some(VerdictClass::Supported));
            let text = report.text(claim.text);
            (supported && has_digits(text, 1)).then(|| frame_hash(text)).flatten()
        });
        hashes.par_sort_unstable();
        let alike = hashes.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1);
        let mut groups: Vec<Vec<u32>> = alike.map(|alike| alike.iter().map(|&(_, number)| number).collect()).collect();
        groups.sort_unstable();
        for group in groups {
            let mut frames: BTreeMap<Vec<u8>, Vec<Framed<'_, '_>>> = BTreeMap::new();
            for number in group {
                let member = Member::new(corpus, number);
                let (text, numbers) = frame(member.text());
                frames.entry(text).or_default().push(Framed { member, numbers });
            }
            for framed in frames.into_values().filter(|framed| framed.len() > 1) {
                self.check_frame(corpus, framed, sink);
            }
        }
    }
}

impl ConflictingNumber {
    /// Claims of one frame: those that agree in all numbers but one, and give that one as a result.
    fn check_frame(&self, corpus: &Corpus<'_, '_>, mut framed: Vec<Framed<'_, '_>>, sink: &mut Sink) {
        let text = framed[0].member.text();
        let places = framed[0].numbers.len();
        let differ = framed.iter().any(|one| {
            one.numbers.len() == places && one.numbers.iter().zip(&framed[0].numbers).any(|(a, b)| a.value != b.value)
        });
        if !differ || places > MOST_NUMBERS || word_count(text) < LEAST_WORDS {
            return;
        }
        framed.retain(|one| one.numbers.len() == places && !corpus.is_cut(one.member.number));
        if stands_alone(text) {
            self.check_places(corpus, &framed, places, sink);
        } else {
            // What it is about is the study at hand.
            for of_report in framed.chunk_by(|a, b| a.member.report.id == b.member.report.id) {
                self.check_places(corpus, of_report, places, sink);
            }
        }
    }

    /// Claims of one frame that may be about the same thing: each place that they give as a result.
    fn check_places(&self, corpus: &Corpus<'_, '_>, framed: &[Framed<'_, '_>], places: usize, sink: &mut Sink) {
        for place in 0..places {
            let mut by_others: BTreeMap<Vec<String>, Vec<&Framed<'_, '_>>> = BTreeMap::new();
            for one in framed.iter().filter(|one| one.numbers[place].is_result) {
                let others = one.numbers.iter().enumerate().filter(|&(at, _)| at != place);
                by_others.entry(others.map(|(_, number)| canonical(number.value)).collect()).or_default().push(one);
            }
            for cluster in by_others.values() {
                self.push(corpus, cluster, place, sink);
            }
        }
    }

    fn push(&self, corpus: &Corpus<'_, '_>, cluster: &[&Framed<'_, '_>], place: usize, sink: &mut Sink) {
        let spread = Decimal::parse(&self.spread.abs().to_string()).unwrap_or_else(|| Decimal::from(0));
        let apart = |a: &Framed<'_, '_>, b: &Framed<'_, '_>| {
            let (a, b) = (a.numbers[place].value, b.numbers[place].value);
            let difference = a.plus(b.negated());
            !a.rounds_to(b) && difference > spread && !difference.is_negative()
                || !a.rounds_to(b) && difference < spread.negated()
        };
        // Many claims may give one number: the first of them is compared for all.
        let mut given = FxHashSet::default();
        let firsts: Vec<&Framed<'_, '_>> =
            cluster.iter().copied().filter(|one| given.insert(one.numbers[place].value.to_string())).collect();
        let opposite = |one: &Framed<'_, '_>| firsts.iter().copied().find(|other| apart(one, other));
        let selected = |one: &&&Framed<'_, '_>| corpus.is_selected(one.member.report.id);
        let Some(&first) = cluster.first() else { return };
        // The later place is pointed at, unless only the first one is looked at.
        let later = cluster.iter().filter(selected).find(|one| apart(one, first));
        let found = later.or_else(|| cluster.iter().filter(selected).find(|one| opposite(one).is_some()));
        let Some(&primary) = found else { return };
        let at = |one: &Framed<'_, '_>| -> Place {
            one.member.report.place(Span::of(one.numbers[place].range.clone()).shift(one.member.claim.text.start))
        };
        let view = |one: &Framed<'_, '_>| {
            opposite(one).map(|other| View {
                message: format!("{} here, {} in {}", shown(one, place), shown(other, place), other.member.place(&one.member)),
                opposite: at(other),
            })
        };
        let label = |one: &Framed<'_, '_>| {
            Label::new(at(one), format!("{} here", shown(one, place)))
                .about(one.member.claim.text)
                .as_member()
                .seen(if corpus.is_selected(one.member.report.id) { view(one) } else { None })
        };
        let Some(own) = view(primary) else { return };
        sink.push(
            Draft::new(own.message, label(primary))
                .all_related(cluster.iter().filter(|one| one.member.number != primary.member.number).map(|one| label(one)))
                .help("compare the two and correct one of the numbers"),
        );
    }
}

/// The number with its sign of percent, or the unit behind it.
fn shown(one: &Framed<'_, '_>, place: usize) -> String {
    let text = one.member.text();
    let range = &one.numbers[place].range;
    let rest = &text[range.end..];
    if rest.starts_with('%') {
        return text[range.start..=range.end].to_owned();
    }
    let unit = ["points", "point", "percent"].into_iter().find(|unit| rest.trim_start().starts_with(unit));
    unit.map_or_else(|| text[range.clone()].to_owned(), |unit| format!("{} {unit}", &text[range.clone()]))
}

/// One spelling for one value.
fn canonical(value: Decimal) -> String {
    let text = value.to_string();
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
