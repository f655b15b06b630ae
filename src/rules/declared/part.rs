//! The places of a report that a check can name: `place = "limitations"`, `place = { section = "Ethics" }`.

use super::keys::Keys;
use crate::report::{Report, Section, SectionKind, VerdictClass};
use crate::rules::layout;
use crate::source::Span;

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The title.
    Title,
    /// Who signs it.
    Byline,
    /// The line with its date.
    Date,
    /// The prose of a known section and of the sections below it.
    Section(SectionKind),
    /// The prose of a section of another name, in lower case.
    Named(String),
    /// Each claim of the tables.
    Claims,
    /// Each claim with a verdict that supports it.
    VerifiedClaims,
    /// Each item of the reference list.
    References,
    /// All paragraphs, and nothing of tables or the reference list.
    Prose,
    /// Title, prose, claims and references.
    Report,
}

const NAMES: [(&str, Part); 13] = [
    ("title", Part::Title),
    ("byline", Part::Byline),
    ("date", Part::Date),
    ("abstract", Part::Section(SectionKind::Abstract)),
    ("introduction", Part::Section(SectionKind::Introduction)),
    ("methodology", Part::Section(SectionKind::Methodology)),
    ("results", Part::Section(SectionKind::Results)),
    ("limitations", Part::Section(SectionKind::Limitations)),
    ("claims", Part::Claims),
    ("verified-claims", Part::VerifiedClaims),
    ("references", Part::References),
    ("prose", Part::Prose),
    ("report", Part::Report),
];

/// A stretch of text, and what a finding in it is about.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    pub span: Span,
    pub subject: Span,
}

impl Piece {
    fn new(span: Span) -> Self {
        Self { span, subject: span }
    }
}

impl Part {
    /// Reads the name of a part.
    pub fn read(keys: &mut Keys<'_, '_>, key: &'static str) -> Option<Self> {
        if keys.raw(key).is_some_and(|value| value.get_ref().is_table()) {
            let (table, span) = keys.nested(key).pop()?;
            let mut inner = keys.of(table, span);
            let name = inner.demand("section", Keys::text);
            inner.finish();
            return name.map(|(name, _)| Self::Named(name.to_lowercase()));
        }
        let (name, at) = keys.demand(key, Keys::text)?;
        let part = NAMES.iter().find(|(known, _)| *known == name).map(|(_, part)| part.clone());
        if part.is_none() {
            keys.unknown("place", &name, &NAMES.map(|(known, _)| known), at);
        }
        part
    }

    /// As messages name it.
    pub fn name(&self) -> String {
        match self {
            Self::Title => "the title".to_owned(),
            Self::Byline => "the byline".to_owned(),
            Self::Date => "the date".to_owned(),
            Self::Section(kind) => format!("section \"{}\"", kind.name()),
            Self::Named(name) => format!("section \"{name}\""),
            Self::Claims | Self::VerifiedClaims => "the claim".to_owned(),
            Self::References => "the reference".to_owned(),
            Self::Prose => "the text".to_owned(),
            Self::Report => "the report".to_owned(),
        }
    }

    /// True when what must stand in it must stand in each of its pieces.
    pub fn is_of_items(&self) -> bool {
        matches!(self, Self::Claims | Self::VerifiedClaims | Self::References)
    }

    /// The texts of the part, in the order of the file.
    pub fn pieces(&self, report: &Report<'_>) -> Vec<Piece> {
        let claims = |verified: bool| {
            let wanted = report.claims.iter().filter(move |claim| {
                !verified || claim.verdict.is_some_and(|verdict| verdict.class == Some(VerdictClass::Supported))
            });
            wanted.map(|claim| Piece { span: claim.text, subject: claim.row })
        };
        let references = || report.references.iter().map(|reference| Piece { span: reference.span, subject: reference.item });
        match self {
            Self::Title => report.title.into_iter().map(Piece::new).collect(),
            Self::Byline => report.byline.into_iter().map(Piece::new).collect(),
            Self::Date => report.date.into_iter().map(|date| Piece::new(date.span)).collect(),
            Self::Section(_) | Self::Named(_) => {
                let sections = self.sections(report);
                let within = |section: Option<usize>| section.is_some_and(|index| sections.binary_search(&index).is_ok());
                report.paragraphs.iter().filter(|p| within(p.section)).map(|p| Piece::new(p.span)).collect()
            }
            Self::Claims => claims(false).collect(),
            Self::VerifiedClaims => claims(true).collect(),
            Self::References => references().collect(),
            Self::Prose => report.paragraphs.iter().map(|paragraph| Piece::new(paragraph.span)).collect(),
            Self::Report => {
                let title = report.title.into_iter().map(Piece::new);
                let passages = report.passages().map(|passage| Piece { span: passage.span, subject: passage.span });
                title.chain(passages).chain(references()).collect()
            }
        }
    }

    /// True when a report lacks it, or has nothing under its heading.
    pub fn is_missing(&self, report: &Report<'_>) -> bool {
        match self {
            Self::Section(_) | Self::Named(_) => {
                let sections = self.sections(report);
                sections.iter().all(|&index| report.text(report.sections[index].body).trim().is_empty())
            }
            _ => self.pieces(report).is_empty(),
        }
    }

    /// The heading above it.
    pub fn heading(&self, report: &Report<'_>) -> Option<Span> {
        let section = |kind: SectionKind| report.section(kind).map(|section| section.heading);
        match self {
            Self::Section(_) | Self::Named(_) => self.sections(report).first().map(|&index| report.sections[index].heading),
            Self::Claims | Self::VerifiedClaims => section(SectionKind::Claims),
            Self::References => section(SectionKind::References),
            _ => None,
        }
    }

    /// Where it would stand. The empty place in which section-missing misses a section is the same.
    pub fn gap(part: Option<&Self>, report: &Report<'_>) -> Span {
        match part {
            Some(Self::Section(kind)) => layout::gap(report, *kind),
            Some(Self::Claims | Self::VerifiedClaims) => layout::gap(report, SectionKind::Claims),
            Some(Self::References) => layout::gap(report, SectionKind::References),
            _ => report.title.or_else(|| report.sections.first().map(|first| first.heading)).unwrap_or_default(),
        }
    }

    /// The sections that it is made of, in order: that of its name and what lies below it, else those of a kindred name.
    fn sections(&self, report: &Report<'_>) -> Vec<usize> {
        let named = |wanted: &dyn Fn(&Section) -> bool| {
            let mut within: Option<u8> = None;
            let mut found = Vec::new();
            for (index, section) in report.sections.iter().enumerate() {
                within = within.filter(|&level| section.level > level);
                if within.is_none() && wanted(section) {
                    within = Some(section.level);
                }
                if within.is_some() {
                    found.push(index);
                }
            }
            found
        };
        match self {
            Self::Section(kind) => {
                let exact = named(&|section| section.kind == Some(*kind));
                if exact.is_empty() { named(&|section| layout::stands_for(report, section, *kind)) } else { exact }
            }
            Self::Named(name) => named(&|section| report.text(section.name).to_lowercase() == *name),
            _ => Vec::new(),
        }
    }
}
