//! The model of a report as one line of JSON: what `claimlint parse` prints. `INTERFACE` is its contract.

use std::io::{self, Write};

use serde::Serialize;

use super::json::{Range, range, to_json};
use crate::report::{
    Amount, Claim, Confidence, Fact, Identity, Reference, Report, SearchStage, Statement, Table, Tally, Verdict, VerdictClass,
};
use crate::source::Span;
use crate::truncation::{CLAIM_CAP, cuts};

/// Raised when a field changes its meaning or goes; new fields do not raise it.
const SCHEMA_VERSION: u32 = 1;

/// Writes one report as one object on a line of its own.
///
/// # Errors
/// What `out` fails with.
pub fn write_report(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let at = |span: Span| range(report.source, span);
    let text = |span: Span| Text { text: report.text(span), range: at(span) };
    let abstract_ = report.abstract_paragraphs().map(|paragraph| paragraph.span).reduce(Span::cover);
    let claims = report.claims.iter().zip(cuts(report, CLAIM_CAP));
    let json = ReportJson {
        schema_version: SCHEMA_VERSION,
        path: &report.source.name,
        dialect: report.dialect.name(),
        title: report.title.map(text),
        byline: report.byline.map(text),
        date: report.date.map(|date| DateJson {
            text: report.text(date.span),
            iso: date.day.map(|day| day.to_string()),
            range: at(date.span),
        }),
        abstract_: abstract_.map(text),
        sections: report
            .sections
            .iter()
            .map(|section| SectionJson {
                number: section.number.map(|span| report.text(span)),
                name: report.text(section.name),
                level: section.level,
                range: at(section.heading),
            })
            .collect(),
        claims: claims.map(|(claim, cut)| claim_json(report, claim, cut.is_some())).collect(),
        tables: report.tables.iter().map(|table| table_json(report, table)).collect(),
        statements: statements_json(report),
        references: report.references.iter().map(|reference| reference_json(report, reference)).collect(),
        oddities: report.oddities.iter().map(|oddity| OddityJson { kind: oddity.kind.name(), range: at(oddity.span) }).collect(),
    };
    let mut bytes = Vec::with_capacity(4096);
    to_json(&json, &mut bytes)?;
    bytes.push(b'\n');
    out.write_all(&bytes)
}

#[derive(Serialize)]
struct ReportJson<'a> {
    schema_version: u32,
    path: &'a str,
    dialect: &'static str,
    title: Option<Text<'a>>,
    byline: Option<Text<'a>>,
    date: Option<DateJson<'a>>,
    #[serde(rename = "abstract")]
    abstract_: Option<Text<'a>>,
    sections: Vec<SectionJson<'a>>,
    claims: Vec<ClaimJson<'a>>,
    tables: Vec<TableJson<'a>>,
    statements: Vec<StatementJson>,
    references: Vec<ReferenceJson<'a>>,
    oddities: Vec<OddityJson>,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct DateJson<'a> {
    text: &'a str,
    iso: Option<String>,
    range: Range,
}

#[derive(Serialize)]
struct SectionJson<'a> {
    number: Option<&'a str>,
    name: &'a str,
    level: u8,
    range: Range,
}

#[derive(Serialize)]
struct ClaimJson<'a> {
    text: &'a str,
    verdict: Option<VerdictJson<'a>>,
    confidence: Option<ConfidenceJson<'a>>,
    truncated: bool,
    range: Range,
}

#[derive(Serialize)]
struct VerdictJson<'a> {
    class: &'static str,
    printed: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct ConfidenceJson<'a> {
    printed: &'a str,
    value: Option<String>,
    range: Range,
}

fn claim_json<'a>(report: &'a Report<'_>, claim: &Claim, truncated: bool) -> ClaimJson<'a> {
    let verdict = |verdict: Verdict| VerdictJson {
        class: verdict.class.map_or("unrecognised", |class| class.name()),
        printed: report.text(verdict.span),
        range: range(report.source, verdict.span),
    };
    let confidence = |confidence: Confidence| ConfidenceJson {
        printed: report.text(confidence.span),
        value: confidence.value.map(|value| value.to_string()),
        range: range(report.source, confidence.span),
    };
    ClaimJson {
        text: report.text(claim.text),
        verdict: claim.verdict.map(verdict),
        confidence: claim.confidence.map(confidence),
        truncated,
        range: range(report.source, claim.text),
    }
}

/// A table of claims.
#[derive(Serialize)]
struct TableJson<'a> {
    header: Option<&'a str>,
    section: Option<&'a str>,
    /// The numbers of its claims in `claims`, from 0: the first, and one past the last.
    claims: [usize; 2],
    range: Range,
}

fn table_json<'a>(report: &'a Report<'_>, table: &Table) -> TableJson<'a> {
    let rows = report.claims_of(table);
    let spans = table.header.into_iter().chain(rows.iter().map(|claim| claim.row));
    let whole = spans.reduce(Span::cover).unwrap_or_else(|| Span::at(0));
    TableJson {
        header: table.header.map(|header| report.text(header)),
        section: table.section.map(|section| report.text(report.sections[section].name)),
        claims: [table.claims.start, table.claims.end],
        range: range(report.source, whole),
    }
}

#[derive(Serialize)]
struct StatementJson {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<&'static str>,
    /// The class of verdict that is counted; absent where all are.
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'static str>,
    /// The label of a count, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    value: String,
    /// False where the number is approximate.
    #[serde(skip_serializing_if = "is_true")]
    exact: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    scale: Option<String>,
    /// Which claims are counted: those of the document, of the section, of the table.
    scope: &'static str,
    range: Range,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_true(value: &bool) -> bool {
    *value
}

/// The statements of the prose and the counts of the tallies, in the order of the file.
fn statements_json(report: &Report<'_>) -> Vec<StatementJson> {
    let told: Vec<Span> = report.statements.iter().map(|statement| statement.span).collect();
    let counted = report.tallies.iter().flat_map(|tally| tally_json(report, tally));
    let counted = counted.filter(|(span, _)| told.binary_search(span).is_err());
    let stated = report.statements.iter().map(|statement| (statement.span, statement_json(report, statement)));
    let mut all: Vec<(Span, StatementJson)> = stated.chain(counted).collect();
    all.sort_by_key(|(span, _)| *span);
    all.into_iter().map(|(_, json)| json).collect()
}

fn tally_json<'a>(report: &'a Report<'_>, tally: &'a Tally) -> impl Iterator<Item = (Span, StatementJson)> + 'a {
    let json = move |kind, span: Span, amount: Amount, label: Option<Span>, class: Option<&'static str>| {
        let statement = StatementJson {
            kind,
            what: Some("claims"),
            class,
            stage: None,
            label: label.map(|label| report.text(label).to_owned()),
            value: amount.exact().map_or_else(|| report.text(span).to_owned(), |count| count.to_string()),
            exact: amount.exact().is_some(),
            scale: None,
            scope: tally.scope.name(),
            range: range(report.source, span),
        };
        (span, statement)
    };
    let entries = tally.entries.iter().map(move |entry| {
        json("count", entry.span, entry.amount, Some(entry.label), entry.verdict.class.map(VerdictClass::name))
    });
    entries.chain(tally.total.iter().map(move |total| json("total", total.span, total.amount, None, None)))
}

fn statement_json(report: &Report<'_>, statement: &Statement) -> StatementJson {
    let range = range(report.source, statement.span);
    let count = |what, class, stage, count: u32| (Some(what), class, stage, count.to_string());
    let (what, class, stage, value) = match statement.fact {
        Fact::Score { value, scale, .. } => {
            return StatementJson {
                kind: "score",
                what: None,
                class: None,
                stage: None,
                label: None,
                value: value.to_string(),
                exact: true,
                scale: Some(scale.to_string()),
                scope: "document",
                range,
            };
        }
        Fact::ClaimsExtracted(number) => count("claims", None, None, number),
        Fact::ClaimsVerified(number) => count("claims", Some("supported"), None, number),
        Fact::Papers { count: number, noun, stage } => {
            let stage = match stage {
                SearchStage::Retrieved => "retrieved",
                SearchStage::Identified => "identified",
                SearchStage::Screened => "screened",
                SearchStage::Excluded => "excluded",
                SearchStage::Assessed => "assessed",
                SearchStage::Included => "included",
            };
            count(noun.name(2), None, Some(stage), number)
        }
    };
    StatementJson { kind: "count", what, class, stage, label: None, value, exact: true, scale: None, scope: "document", range }
}

#[derive(Serialize)]
struct ReferenceJson<'a> {
    text: &'a str,
    number: Option<u32>,
    arxiv: Option<&'a str>,
    version: Option<u32>,
    doi: Option<&'a str>,
    url: Option<&'a str>,
    range: Range,
}

fn reference_json<'a>(report: &'a Report<'_>, reference: &'a Reference<'_>) -> ReferenceJson<'a> {
    let (arxiv, version, doi) = match &reference.identity {
        Identity::Arxiv { id, version } => (Some(id.as_ref()), *version, None),
        Identity::Doi(doi) => (None, None, Some(doi.as_str())),
        Identity::Url(_) | Identity::Text(_) => (None, None, None),
    };
    ReferenceJson {
        text: report.text(reference.span),
        number: reference.number,
        arxiv,
        version,
        doi,
        url: reference.url.map(|span| report.text(span)),
        range: range(report.source, reference.span),
    }
}

#[derive(Serialize)]
struct OddityJson {
    kind: &'static str,
    range: Range,
}
