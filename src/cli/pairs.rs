//! `claimlint pairs`.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use rayon::prelude::*;
use serde::Serialize;

use super::config::working_directory;
use super::{Failure, output, remark};
use crate::config::Plans;
use crate::config::run::{BaselineChoice, RunOptions};
use crate::config::search::{Configurations, Search};
use crate::corpus::guards::{Guard, Judgement, Relation, judge};
use crate::corpus::jaccard::Pairs;
use crate::corpus::relate::{Related, Relations};
use crate::corpus::{Item, Ratio, Thresholds};
use crate::discover::{Found, Request, discover};
use crate::ledger::{self, Fault, Form};
use crate::parse::{Vocabulary, parse};
use crate::render::{escape, to_json};
use crate::report::{Report, VerdictClass};
use crate::source::{Source, SourceId, Span};
use crate::truncation::{self, CLAIM_CAP};

/// Arguments of `pairs`.
#[derive(Debug, Args)]
pub(super) struct PairsArgs {
    /// Reports, folders of reports, and ledgers: .tsv, .csv or .jsonl with a column or key named claim [default: .]
    paths: Vec<PathBuf>,
    /// Only pairs whose verdicts cannot both be right
    #[arg(long, conflicts_with_all = ["explain", "jaccard"])]
    conflicts: bool,
    /// Say of two claims which guards accept them as the same; as printed in columns a and b
    #[arg(long, num_args = 2, value_names = ["A", "B"], conflicts_with_all = ["jaccard", "format"])]
    explain: Option<Vec<String>>,
    /// All pairs whose sets of plain words have at least this Jaccard similarity, such as 0.8 or 4/5
    #[arg(long, value_name = "P", value_parser = ratio)]
    jaccard: Option<Ratio>,
    /// How to print pairs: as cells divided by tabs, or as one JSON object a line
    #[arg(long, value_enum, default_value_t = PairsFormat::Tsv, value_name = "FORMAT")]
    format: PairsFormat,
    /// How many threads to use [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PairsFormat {
    Tsv,
    Jsonl,
}

fn ratio(text: &str) -> Result<Ratio, String> {
    text.parse().map_err(|()| "write a decimal or a fraction above 0 and at most 1, such as 0.8 or 4/5".to_owned())
}

/// Runs `pairs`.
pub(super) fn run(args: &PairsArgs) -> Result<ExitCode, Failure> {
    if let Some(jobs) = args.jobs {
        // Fails only where a pool is running already, which cannot be here.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
    let input = Input::read(args)?;
    let plans = &input.report_plans;
    let ids: Vec<SourceId> = (0..).map(SourceId).take(input.found.sources.len()).collect();
    let read = |(source, &id)| if plans.is_input(id) { None } else { parse(source, id, plans.of(id).vocabulary()) };
    let reports: Vec<Report<'_>> = input.found.sources.par_iter().zip(&ids).filter_map(read).collect();
    let mut unread = !input.found.unreadable.is_empty();
    for (path, reason) in &input.found.unreadable {
        remark("error", &format!("cannot read {path}: {reason}"));
    }
    if let Some(least) = args.jaccard {
        let mut texts: Vec<Cow<'_, str>> = Vec::new();
        for own in &input.ledgers {
            let rows = own.rows(true, |row| row.claim, &mut unread)?;
            texts.extend(rows.into_iter().map(Option::unwrap_or_default));
        }
        texts.extend(
            reports.iter().flat_map(|report| report.claims.iter().map(|claim| Cow::Borrowed(report.source.slice(claim.text)))),
        );
        let pairs = Pairs::new(&texts, least);
        output::to_stdout(|out| write_plain(&pairs, args.format, out))?;
        return Ok(exit_code(unread));
    }
    let mut rows: Vec<(&Ledger, Vec<ledger::Row<'_>>)> = Vec::new();
    for own in &input.ledgers {
        rows.push((own, own.rows(false, |row| row, &mut unread)?.into_iter().flatten().collect()));
    }
    let mut claims: Vec<Claim<'_>> = Vec::new();
    let only_ledger = input.ledgers.len() == 1 && reports.is_empty();
    for (own, rows) in &rows {
        let vocabulary = input.ledger_plans.of(own.id).vocabulary();
        of_ledger((!only_ledger).then_some(own.name.as_str()), rows, vocabulary, &mut claims);
    }
    for report in &reports {
        of_report(report, &mut claims);
    }
    match &args.explain {
        Some(names) => {
            let [a, b] = [0, 1].map(|at| find(&claims, &names[at], unread));
            let (a, b) = (a?, b?);
            output::to_stdout(|out| explain([a, b], out))?;
        }
        None => {
            let items: Vec<Item<'_>> = claims.iter().map(|claim| Item::new(claim.text, claim.class, claim.cut)).collect();
            let marked: Vec<(u32, &str)> = (0..).zip(&claims).filter_map(|(at, claim)| Some((at, claim.own_word?))).collect();
            let relations = Relations::new(&items, Thresholds::default()).with_own_words(&items, &marked);
            output::to_stdout(|out| write_related(&claims, &relations, args, out))?;
        }
    }
    Ok(exit_code(unread))
}

/// What could not be read is never passed over silently.
fn exit_code(unread: bool) -> ExitCode {
    ExitCode::from(if unread { 2 } else { 0 })
}

/// A ledger and its bytes.
struct Ledger {
    path: PathBuf,
    /// Its number among [`Input::ledger_plans`].
    id: SourceId,
    name: String,
    form: Form,
    bytes: Vec<u8>,
}

impl Ledger {
    /// Its rows; says what is wrong with those that cannot be read, and sets `unread`.
    fn rows<'l, T: Send>(
        &'l self,
        only_claims: bool,
        build: impl Fn(ledger::Row<'l>) -> T + Sync,
        unread: &mut bool,
    ) -> Result<Vec<Option<T>>, Failure> {
        /// More of them say nothing new.
        const MOST: usize = 20;
        let place = |fault: &Fault| format!("{}:{}: {}", self.name, fault.line, fault.message);
        let read = ledger::read(&self.bytes, self.form, only_claims, build).map_err(|fault| Failure::Message(place(&fault)))?;
        for fault in read.faults.iter().take(MOST) {
            remark("error", &place(fault));
        }
        if read.faults.len() > MOST {
            remark("error", &format!("{}: {} more lines cannot be read", self.name, read.faults.len() - MOST));
        }
        *unread |= !read.faults.is_empty();
        Ok(read.rows)
    }
}

/// What is compared: ledgers by path, then reports by path.
struct Input {
    ledgers: Vec<Ledger>,
    ledger_plans: Plans,
    found: Found,
    report_plans: Plans,
}

impl Input {
    fn read(args: &PairsArgs) -> Result<Self, Failure> {
        let cwd = working_directory()?;
        let mut paths = args.paths.clone();
        if let Some(names) = args.explain.as_ref().filter(|_| paths.is_empty()) {
            paths.extend(names.iter().filter_map(|name| name.rsplit_once(':')).map(|(path, _)| PathBuf::from(path)));
        }
        let form_of = |path: &PathBuf| Form::of(path).filter(|_| !path.is_dir());
        let mut ledgers: Vec<Ledger> = Vec::new();
        for (path, form) in paths.iter().filter_map(|path| Some((path, form_of(path)?))) {
            let bytes = fs::read(path).map_err(|error| Failure::Message(format!("cannot read {}: {error}", path.display())))?;
            ledgers.push(Ledger { path: cwd.join(path), id: SourceId(0), name: path.display().to_string(), form, bytes });
        }
        ledgers.sort_by(|a, b| a.path.cmp(&b.path));
        ledgers.dedup_by(|a, b| a.path == b.path);
        let reports: Vec<PathBuf> = paths.into_iter().filter(|path| form_of(path).is_none()).collect();

        let message = |error: &dyn std::fmt::Display| Failure::Message(error.to_string());
        let configurations = Configurations::new(&cwd, &Search::Upwards).map_err(|error| message(&error))?;
        let mut found = Found::default();
        if ledgers.is_empty() || !reports.is_empty() {
            let request = Request { cwd, paths: reports, isolated: true, ..Request::default() };
            let discovered = discover(&request, &configurations, &mut io::stdin().lock());
            configurations.check()?;
            found = discovered.map_err(|error| message(&error))?;
        }
        let options = RunOptions { baseline: BaselineChoice::Nothing, ..RunOptions::default() };
        // What is configured for a ledger is what is configured for any file of that path.
        let mut as_files = Found {
            sources: ledgers.iter().map(|ledger| Source::new(ledger.name.clone(), ledger.name.clone(), Vec::new())).collect(),
            paths: ledgers.iter().map(|ledger| ledger.path.clone()).collect(),
            selected: vec![true; ledgers.len()],
            ..Found::default()
        };
        let ledger_plans = configurations.run(&mut as_files, &options)?.plans;
        for ledger in &mut ledgers {
            let at = as_files.paths.iter().position(|path| *path == ledger.path).unwrap_or_default();
            ledger.id = SourceId(u32::try_from(at).unwrap_or(u32::MAX));
        }
        let report_plans = configurations.run(&mut found, &options)?.plans;
        Ok(Self { ledgers, ledger_plans, found, report_plans })
    }
}

/// A claim and where it stands.
struct Claim<'c> {
    /// Its report or ledger; `None` for the only ledger.
    file: Option<&'c str>,
    line: u32,
    text: &'c str,
    /// The verdict as printed.
    printed: Option<&'c str>,
    class: Option<VerdictClass>,
    /// The verdict, when it is a word of the report's own.
    own_word: Option<&'c str>,
    cut: bool,
}

impl Claim<'_> {
    fn place(&self) -> String {
        self.file.map_or_else(|| self.line.to_string(), |file| format!("{file}:{}", self.line))
    }
}

fn of_ledger<'c>(file: Option<&'c str>, rows: &'c [ledger::Row<'_>], vocabulary: &Vocabulary, claims: &mut Vec<Claim<'c>>) {
    let column = vocabulary.column_form(rows.iter().filter_map(|row| row.verdict.as_deref()));
    let texts: Vec<&str> = rows.iter().map(|row| &*row.claim).collect();
    let cuts = truncation::cuts_among(&texts, CLAIM_CAP);
    claims.extend(rows.iter().zip(cuts).map(|(row, cut)| {
        let printed = row.verdict.as_deref();
        let verdict = printed.map(|cell| vocabulary.read(Span::of(0..cell.len()), cell, column));
        let class = verdict.and_then(|verdict| verdict.class);
        let own_word = verdict.and_then(|verdict| Some(&printed?[verdict.own_word()?.range()]));
        Claim { file, line: row.line, text: &row.claim, printed, class, own_word, cut: cut.is_some() }
    }));
}

fn of_report<'c>(report: &'c Report<'_>, claims: &mut Vec<Claim<'c>>) {
    let cuts = truncation::cuts(report, CLAIM_CAP);
    claims.extend(report.claims.iter().zip(cuts).map(|(claim, cut)| Claim {
        file: Some(&report.source.name),
        line: u32::try_from(report.source.line_number(claim.row.start)).unwrap_or(u32::MAX),
        text: report.text(claim.text),
        printed: claim.verdict.map(|verdict| report.text(verdict.span)).filter(|text| !text.is_empty()),
        class: claim.verdict.and_then(|verdict| verdict.class),
        own_word: claim.verdict.and_then(|verdict| Some(report.text(verdict.own_word()?))),
        cut: cut.is_some(),
    }));
}

fn find<'a, 'c>(claims: &'a [Claim<'c>], name: &str, unread: bool) -> Result<&'a Claim<'c>, Failure> {
    claims.iter().find(|claim| claim.place() == name).ok_or_else(|| {
        let why = if unread { "; some lines cannot be read" } else { "" };
        let form = claims.first().map_or_else(String::new, |claim| format!("; the first claim is {}", claim.place()));
        Failure::Message(format!("there is no claim {name:?}{form}{why}"))
    })
}

/// The pairs that are alike in plain words.
fn write_plain(pairs: &Pairs, format: PairsFormat, out: &mut dyn Write) -> io::Result<()> {
    let mut line: Vec<u8> = Vec::with_capacity(1 << 16);
    let mut number = itoa::Buffer::new();
    let (keys, end): ([&[u8]; 4], &[u8]) = match format {
        PairsFormat::Tsv => ([b"", b"\t", b"\t", b"\t"], b"\n"),
        PairsFormat::Jsonl => ([b"{\"id_a\":", b",\"id_b\":", b",\"inter\":", b",\"union\":"], b"}\n"),
    };
    let result = pairs.each(|pair| {
        for (key, value) in keys.into_iter().zip([pair.a, pair.b, pair.shared, pair.union]) {
            line.extend_from_slice(key);
            line.extend_from_slice(number.format(value).as_bytes());
        }
        line.extend_from_slice(end);
        if line.len() < (1 << 16) - 100 {
            return ControlFlow::Continue(());
        }
        let written = out.write_all(&line);
        line.clear();
        written.map_or_else(ControlFlow::Break, ControlFlow::Continue)
    });
    match result {
        ControlFlow::Break(error) => Err(error),
        ControlFlow::Continue(()) => out.write_all(&line),
    }
}

#[derive(Serialize)]
struct PairJson<'p> {
    a: PlaceJson,
    b: PlaceJson,
    relation: &'p str,
    similarity: f64,
    verdict_a: Option<&'p str>,
    verdict_b: Option<&'p str>,
    reason: &'p str,
    conflict: bool,
}

/// `path:line`, or the line of the only ledger.
#[derive(Serialize)]
#[serde(untagged)]
enum PlaceJson {
    Line(u32),
    Place(String),
}

/// The pairs that are related.
fn write_related(claims: &[Claim<'_>], relations: &Relations, args: &PairsArgs, out: &mut dyn Write) -> io::Result<()> {
    if args.format == PairsFormat::Tsv {
        out.write_all(b"a\tb\trelation\tsimilarity\tverdict_a\tverdict_b\treason\n")?;
    }
    let result = relations.each(|related| {
        if args.conflicts && !related.conflict {
            return ControlFlow::Continue(());
        }
        let (a, b) = (&claims[related.a as usize], &claims[related.b as usize]);
        let reason = reason(related.judgement, related.turned);
        let written = match args.format {
            PairsFormat::Tsv => {
                let cells = [
                    &a.place(),
                    &b.place(),
                    related.judgement.relation.name(),
                    &format!("{:.2}", similarity(related)),
                    a.printed.unwrap_or_default(),
                    b.printed.unwrap_or_default(),
                    &reason,
                ];
                let cells: Vec<Cow<'_, str>> = cells.into_iter().map(escape::line).collect();
                writeln!(out, "{}", cells.join("\t"))
            }
            PairsFormat::Jsonl => {
                let place = |claim: &Claim<'_>| match claim.file {
                    Some(_) => PlaceJson::Place(claim.place()),
                    None => PlaceJson::Line(claim.line),
                };
                let pair = PairJson {
                    a: place(a),
                    b: place(b),
                    relation: related.judgement.relation.name(),
                    similarity: (similarity(related) * 100.0).round() / 100.0,
                    verdict_a: a.printed,
                    verdict_b: b.printed,
                    reason: &reason,
                    conflict: related.conflict,
                };
                let mut line = Vec::with_capacity(256);
                to_json(&pair, &mut line).and_then(|()| {
                    line.push(b'\n');
                    out.write_all(&line)
                })
            }
        };
        written.map_or_else(ControlFlow::Break, ControlFlow::Continue)
    });
    match result {
        ControlFlow::Break(error) => Err(error),
        ControlFlow::Continue(()) => Ok(()),
    }
}

/// The Jaccard similarity of the words that count: of the clause and the claim, where one is part of the other.
fn similarity(related: Related<'_>) -> f64 {
    let overlap = related.judgement.overlap;
    ratio_of(overlap.shared, overlap.left + overlap.right - overlap.shared)
}

fn ratio_of(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "numbers of words, for display")]
    let (part, whole) = (part as f64, whole as f64);
    if whole == 0.0 { 0.0 } else { part / whole }
}

/// Why two claims count as related, as people read it.
fn reason(judgement: &Judgement, turned: bool) -> String {
    match judgement.relation {
        Relation::Same => "the texts are equal".to_owned(),
        Relation::NearlySame => "every guard accepts them".to_owned(),
        Relation::PartOf => {
            let (side, clause) = judgement.clause.unwrap_or_default();
            let longer = if (side == 0) == turned { "b" } else { "a" };
            format!("clause {} of {longer}", clause + 1)
        }
        _ => {
            let said = judgement.objections.iter().map(|objection| {
                let [a, b] = [usize::from(turned), usize::from(!turned)].map(|side| words(&objection.words[side]));
                format!("{}: {a} | {b}", objection.guard.reason())
            });
            said.collect::<Vec<_>>().join("; ")
        }
    }
}

fn words(words: &[String]) -> String {
    if words.is_empty() { "–".to_owned() } else { words.join(" ") }
}

/// What every guard says of two claims.
fn explain(claims: [&Claim<'_>; 2], out: &mut dyn Write) -> io::Result<()> {
    let thresholds = Thresholds::default();
    let judgement = judge(claims.map(|claim| claim.text), claims.map(|claim| claim.cut), thresholds);
    for (name, claim) in ["a", "b"].into_iter().zip(claims) {
        let cut = if claim.cut { ", cut off" } else { "" };
        let verdict = claim.printed.map_or_else(String::new, |printed| format!(", {printed}"));
        writeln!(out, "{name}: {}{}{cut}", escape::line(&claim.place()), escape::line(&verdict))?;
        writeln!(out, "   {}", escape::line(&crate::text::one_line(claim.text)))?;
    }
    let overlap = judgement.overlap;
    let (shorter, union) = (overlap.left.min(overlap.right), overlap.left + overlap.right - overlap.shared);
    writeln!(out, "relation: {}", judgement.relation.name())?;
    if let Some((side, clause)) = judgement.clause {
        writeln!(out, "  clause {} of {} says the same as {}", clause + 1, ["a", "b"][side], ["b", "a"][side])?;
    }
    let enough = if thresholds.hold(overlap) { "enough" } else { "not enough" };
    writeln!(
        out,
        "words: {enough}; {} in both, {:.2} of the shorter claim's {shorter} (at least 0.75), {:.2} of all {union} (at least 0.50)",
        overlap.shared,
        ratio_of(overlap.shared, shorter),
        ratio_of(overlap.shared, union)
    )?;
    writeln!(out, "guards:")?;
    for guard in Guard::ALL {
        match judgement.objections.iter().find(|objection| objection.guard == guard) {
            Some(objection) => {
                let [a, b] = [0, 1].map(|side| words(&objection.words[side]));
                let why = format!("{}: {a} | {b}", guard.reason());
                writeln!(out, "  {:<12} refuses; {}", guard.name(), escape::line(&why))?;
            }
            None => writeln!(out, "  {:<12} accepts", guard.name())?,
        }
    }
    Ok(())
}
