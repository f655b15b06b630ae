//! Findings as they hang on files: for a cluster, each selected place is a result of its own, the others are related.
//!
//! For the formats whose readers show a finding in the file it lies in (`sarif`, `github`, `gitlab`, `junit`, `rdjson`,
//! `checkstyle`). What a result says depends on the files compared, not on which of them are selected, so runs over parts of
//! the files give together what one run over all gives.

use std::path::Path;

use super::source_of;
use crate::finding::{Finding, Fix, Label};
use crate::source::{Place, Source};

/// A result has at most this many related places; how many more there are is said.
const RELATED: usize = 10;

/// A finding at one of its places.
pub(super) struct Placed<'a> {
    pub(super) finding: &'a Finding,
    /// The place that it hangs on.
    pub(super) own: &'a Label,
    /// The finding's sentence as seen from there.
    pub(super) message: &'a str,
    /// The other places, what stands against this one first.
    pub(super) related: Vec<&'a Label>,
    /// How many other places there are beyond those.
    pub(super) more: usize,
}

impl<'a> Placed<'a> {
    /// The repair, at the place that it belongs to.
    pub(super) fn fix(&self) -> Option<&'a Fix> {
        self.finding.fix.as_deref().filter(|_| std::ptr::eq(self.own, &raw const self.finding.primary))
    }

    /// One line for each related place, `path:line:column: what is to be seen there`, then how many more there are, and what
    /// to do; all of it untrusted.
    pub(super) fn details(&self, sources: &[Source], path: impl Fn(&Source) -> &str) -> Vec<String> {
        let line = |label: &&Label| {
            let source = source_of(sources, label.place);
            let at = source.position(label.place.span.start);
            let text = if label.text.is_empty() { "related" } else { &label.text };
            format!("{}:{}:{}: {text}", path(source), at.line, at.column)
        };
        let mut lines: Vec<String> = self.related.iter().map(line).collect();
        lines.extend(self.more_places());
        lines.extend(self.finding.help.as_ref().map(|help| format!("help: {help}")));
        lines
    }

    /// `+3 more places`.
    pub(super) fn more_places(&self) -> Option<String> {
        (self.more > 0).then(|| format!("+{} more {}", self.more, if self.more == 1 { "place" } else { "places" }))
    }
}

/// How many results there are.
pub(super) fn count(findings: &[Box<Finding>]) -> usize {
    let views = |finding: &Finding| finding.related.iter().filter(|label| label.view.is_some()).count();
    findings.iter().map(|finding| 1 + views(finding)).sum()
}

/// The results, by place and rule.
pub(super) fn by_file(findings: &[Box<Finding>]) -> Vec<Placed<'_>> {
    let mut all = Vec::with_capacity(findings.len());
    for finding in findings {
        place(finding, &mut all);
    }
    all.sort_by(|a, b| key(a).cmp(&key(b)));
    all
}

fn key<'a>(placed: &Placed<'a>) -> (Place, &'a str) {
    (placed.own.place, placed.finding.rule.id)
}

/// The results of one finding.
fn place<'a>(finding: &'a Finding, all: &mut Vec<Placed<'a>>) {
    let shown = RELATED.min(finding.related.len());
    let more = finding.related.len() - shown;
    if !finding.primary.member {
        let related = finding.related.iter().take(shown).collect();
        all.push(Placed { finding, own: &finding.primary, message: &finding.message, related, more });
        return;
    }
    let mut members: Vec<&Label> = std::iter::once(&finding.primary).chain(&finding.related).collect();
    members.sort_by_key(|label| label.place);
    for &own in &members {
        let is_primary = std::ptr::eq(own, &raw const finding.primary);
        let message = match &own.view {
            _ if is_primary => &finding.message,
            Some(view) => &view.message,
            None => continue,
        };
        let opposite = own.view.as_ref().and_then(|view| members.binary_search_by_key(&view.opposite, |label| label.place).ok());
        let opposite = opposite.map(|at| members[at]);
        let rest = members
            .iter()
            .copied()
            .filter(|&other| !std::ptr::eq(other, own) && !opposite.is_some_and(|opposite| std::ptr::eq(other, opposite)));
        let related = opposite.into_iter().chain(rest).take(shown).collect();
        all.push(Placed { finding, own, message, related, more });
    }
}

/// The path from the root of the repository or configuration, with `/`.
pub(super) fn root_path(source: &Source) -> &str {
    if Path::new(&source.key).is_absolute() { &source.name } else { &source.key }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at, finding, place as place_at, source};
    use super::*;
    use crate::finding::View;

    fn view(message: &str, opposite: Place) -> Option<View> {
        Some(View { message: message.to_owned(), opposite })
    }

    #[test]
    fn a_cluster_is_a_result_at_each_selected_place_with_its_opposite_first() {
        let sources: Vec<Source> = (0..14).map(|n| source(&format!("{n:02}.txt"), "x 13")).collect();
        let spot = |n: usize| at(&sources, n, "13");
        // The last one stands against all others; 00 is not selected.
        let member = |n: usize| {
            let opposite = spot(if n == 13 { 0 } else { 13 });
            let view = if n == 0 { None } else { view(&format!("seen from {n}"), opposite) };
            Label::new(spot(n), "").as_member().seen(view)
        };
        let mut one = Box::new(finding("seen from 13", member(13)));
        one.related = (0..13).map(member).collect();
        let all = by_file(std::slice::from_ref(&one));
        assert_eq!((all.len(), count(std::slice::from_ref(&one))), (13, 13));
        for (placed, n) in all.iter().zip(1..) {
            assert_eq!((placed.message, placed.own.place), (&*format!("seen from {n}"), spot(n)));
            assert_eq!((placed.related.len(), placed.more), (10, 3));
            assert_eq!(placed.related[0].place, spot(if n == 13 { 0 } else { 13 }));
            let rest: Vec<Place> = placed.related[1..].iter().map(|label| label.place).collect();
            assert!(rest.is_sorted() && !rest.contains(&placed.own.place) && !rest.contains(&placed.related[0].place));
        }
    }

    #[test]
    fn a_finding_without_members_is_one_result_with_its_places_in_order() {
        let sources = [source("b.txt", "14 13 12")];
        let mut one = finding("said", Label::new(at(&sources, 0, "12"), "here"));
        one.related = ["14", "13"].map(|needle| Label::new(at(&sources, 0, needle), needle.to_owned())).into();
        let two = finding("before", Label::new(place_at(0, 0, 1), ""));
        let findings = [one, two].map(Box::new);
        let all = by_file(&findings);
        assert_eq!(all.iter().map(|placed| placed.message).collect::<Vec<_>>(), ["before", "said"]);
        assert_eq!(
            all[1].details(&sources, |source| &source.name),
            ["b.txt:1:1: 14", "b.txt:1:4: 13", "help: correct the number or the marks"]
        );
        assert_eq!(all[0].more_places(), None);
    }
}
