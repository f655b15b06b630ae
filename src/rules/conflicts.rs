//! How clusters of conflicting claims are put into words: shared by the rules about verdicts.

use std::borrow::Cow;

use crate::corpus::{Cluster, Conflict, Corpus};
use crate::finding::{Label, View};
use crate::report::{Claim, Report, VerdictClass, VerdictForm};
use crate::rules::{Draft, Sink};
use crate::source::{Place, Span};

/// A member of a cluster, as a rule words it.
pub struct Member<'r, 's> {
    /// Its number in the corpus.
    pub number: u32,
    /// Its report.
    pub report: &'r Report<'s>,
    /// The claim.
    pub claim: &'r Claim,
    /// See [`Corpus::class`].
    pub class: Option<VerdictClass>,
}

impl<'r, 's> Member<'r, 's> {
    /// The claim of that number.
    pub fn new(corpus: &Corpus<'r, 's>, number: u32) -> Self {
        let (report, claim) = corpus.claim(number);
        Self { number, report, claim, class: corpus.class(number) }
    }

    /// What its verdict is called: as printed when it is a word, else by class.
    pub fn verdict(&self) -> &'r str {
        let Some(verdict) = self.claim.verdict else { return "undecided" };
        if let Some(word) = verdict.word {
            return self.report.source.slice(word);
        }
        if matches!(verdict.form, VerdictForm::Word | VerdictForm::OwnWord) && !verdict.span.is_empty() {
            return self.report.source.slice(verdict.span);
        }
        match verdict.class {
            Some(VerdictClass::Supported) => "verified",
            Some(VerdictClass::Refuted) => "refused",
            Some(VerdictClass::Mixed) => "partly verified",
            Some(VerdictClass::Corrected) => "corrected",
            Some(VerdictClass::NotEnoughInfo | VerdictClass::Pending) | None => "undecided",
        }
    }

    /// True when the claim is verified.
    pub fn is_supported(&self) -> bool {
        self.class == Some(VerdictClass::Supported)
    }

    /// `verified here, confidence 0.15`.
    pub fn label(&self) -> String {
        let printed = self.claim.confidence.map(|confidence| self.report.text(confidence.span)).filter(|text| !text.is_empty());
        let verdict = self.verdict();
        printed.map_or_else(|| format!("{verdict} here"), |printed| format!("{verdict} here, confidence {printed}"))
    }

    /// Where it is, for a sentence in the file of `from`: `000.txt:40`, or `line 40` in the same file.
    pub fn place(&self, from: &Self) -> String {
        let line = self.report.source.line_number(self.claim.row.start);
        if self.report.id == from.report.id { format!("line {line}") } else { format!("{}:{line}", self.report.source.name) }
    }

    /// The text of the claim.
    pub fn text(&self) -> &'r str {
        self.report.source.slice(self.claim.text)
    }
}

/// What a rule says of a cluster.
pub trait Wording {
    /// The sentence, seen from `primary`, of which `opposite` is the first claim in conflict with it by `conflict`.
    fn message(&self, primary: &Member<'_, '_>, opposite: &Member<'_, '_>, conflict: &Conflict) -> String;

    /// What is to be seen at a place. `opposite` is a claim that it is in conflict with.
    fn label(&self, member: &Member<'_, '_>, _opposite: &Member<'_, '_>, _conflict: &Conflict) -> String {
        member.label()
    }

    /// The part of the claim to point at.
    fn span(&self, member: &Member<'_, '_>, _conflict: &Conflict) -> Span {
        member.claim.text
    }

    /// What to add to the label of the primary place.
    fn remark(&self, _corpus: &Corpus<'_, '_>, _cluster: &Cluster) -> Option<&'static str> {
        None
    }
}

/// Pushes one finding for every cluster of the conflicts that `wanted` picks.
pub fn push_clusters(corpus: &Corpus<'_, '_>, sink: &mut Sink, wanted: impl Fn(&Conflict) -> bool, wording: &impl Wording) {
    for cluster in corpus.clusters(wanted) {
        if let Some(draft) = draft(corpus, &cluster, wording) {
            sink.push(draft);
        }
    }
}

fn draft(corpus: &Corpus<'_, '_>, cluster: &Cluster, wording: &impl Wording) -> Option<Draft> {
    let members: Vec<Member<'_, '_>> = cluster.members.iter().map(|&number| Member::new(corpus, number)).collect();
    let heaviest = cluster.heaviest();
    let marked = |member: &&Member<'_, '_>| member.class == Some(heaviest);
    let selected = || members.iter().filter(|member| corpus.is_selected(member.report.id));
    let primary = selected().find(marked).or_else(|| selected().next())?;
    let oppositions = cluster.oppositions(corpus.comparison());
    let (opposite, conflict) = oppositions.get(&primary.number)?;
    let place = |member: &Member<'_, '_>| -> Place {
        let (_, conflict) = &oppositions[&member.number];
        member.report.place(wording.span(member, conflict))
    };
    let label = |member: &Member<'_, '_>| {
        let (opposite, conflict) = &oppositions[&member.number];
        let opposite = Member::new(corpus, *opposite);
        let text = wording.label(member, &opposite, conflict);
        let view = corpus
            .is_selected(member.report.id)
            .then(|| View { message: wording.message(member, &opposite, conflict), opposite: place(&opposite) });
        Label::new(place(member), Cow::Owned(text)).about(member.claim.text).as_member().seen(view)
    };
    let mut own = label(primary);
    if let Some(remark) = wording.remark(corpus, cluster) {
        own.text = Cow::Owned(format!("{}; {remark}", own.text));
    }
    let draft = Draft::new(wording.message(primary, &Member::new(corpus, *opposite), conflict), own)
        .all_related(members.iter().filter(|member| member.number != primary.number).map(label))
        .help("compare the two and correct one of the verdicts");
    Some(match heaviest {
        VerdictClass::NotEnoughInfo => draft.case("not-enough-info"),
        VerdictClass::Mixed => draft.case("mixed"),
        _ => draft,
    })
}
