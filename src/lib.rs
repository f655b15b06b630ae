//! The library under the `claimlint` program: a linter for reports that make claims.
//!
//! This page is the plan of the house; each room says in its first lines what it knows, and what it must not know.
//!
//! # Flow
//!
//! ```text
//! paths, standard input -> discover -> Source                        input edge
//! Source  -> parse  -> Report (spans, no strings copied)             pure, total, per file, in parallel
//! Report  -> rules  -> findings                                      pure, per file, in parallel
//! claimlint.toml -> config -> Plans (one for each file)                pure but for reading
//! Reports -> corpus -> conflicts, clusters -> rules -> findings      pure, exact, in parallel
//! findings -> one cause, one finding -> order -> fingerprints -> ignores -> baseline   engine, and nowhere else
//! Outcome -> render -> stream                                        output edge
//! ```
//!
//! *Selected and compared*: paths select what is reported; what is compared is the corpus (the globs of `--corpus`, else the
//! repository, else the paths). Where there is an index of it, only what has a part in a finding is read. A finding between reports appears when at least one of its places is selected, so a hook
//! that passes one file still learns that an unchanged report contradicts it.
//!
//! # Rooms
//!
//! | room | what lives there |
//! |---|---|
//! | [`source`] | bytes as on disk, spans, lines, columns in three units |
//! | [`report`] | the model of a report: data only |
//! | [`parse`] | text to model; one file a part, one a dialect; the vocabulary of verdicts is data |
//! | [`text`], [`cue`], [`decimal`], [`rational`] | small questions about running text; numbers as printed, never floats |
//! | [`truncation`], [`statistic`], [`granularity`] | judgements about the model that rules share |
//! | [`catalogue`], [`examples`] | the pages under `rules/`: documentation, metadata and test at once |
//! | [`house`] | the pages of users: read, linted, made rules |
//! | [`rules`] | what a rule is, the registry, one file a rule; declared checks, which need none |
//! | [`preset`] | dated sets of levels and parameters |
//! | [`ledger`] | claims in rows, one file for all of them: tables, lines of JSON |
//! | [`corpus`] | keys of claims, exact join, same-claim guards, clusters; the index on disk |
//! | [`finding`] | findings, labels, fixes, fingerprints |
//! | [`config`] | which rules are on in which file, at which level, with which parameters; `claimlint.toml` |
//! | [`ignore`], [`baseline`] | what silences findings, and what is wrong with it |
//! | [`engine`] | the one funnel: [`engine::lint`] |
//! | [`fix`] | repairs: which go together, the repaired bytes, their way back to disk |
//! | [`discover`] | which files, and their bytes |
//! | [`render`] | one file an output format |
//! | [`cli`] | arguments, streams, exit codes |
//!
//! # Invariants
//!
//! 1. Parsing never fails and never panics; every span is in bounds and on character boundaries.
//! 2. Only `discover`, `config`, `fix`, `corpus::index` and `cli` touch files; only `render` and `cli` write to a stream.
//! 3. Rules see the model and their parameters. Extraction from raw text belongs to `parse`.
//! 4. Levels, suppression and order are decided in `engine` (a [`rules::Sink`] stamps what `config` resolved).
//! 5. The same input gives the same bytes, whatever the number of threads, the order of arguments or the working directory
//!    (but for paths, which people and JSON get relative to it).
//! 6. Pages, registry and files under `src/rules` are one set.
//! 7. Text of a report is untrusted: nothing of it reaches a terminal, a log or markup unescaped.
//! 8. Work is linear in the input and in what is reported.
//! 9. The findings are the same with the index and without it.
//!
//! Each has a test: `tests/properties.rs` (1, 5), `tests/catalogue.rs` (6), `tests/streams.rs` (7), `tests/linear.rs` (8),
//! `tests/index.rs` (9).

#![cfg_attr(not(test), warn(clippy::pedantic))]
#![warn(missing_docs, clippy::print_stdout, clippy::print_stderr, clippy::dbg_macro, clippy::todo)]
#![allow(
    clippy::doc_markdown,
    clippy::float_cmp,
    clippy::items_after_statements,
    clippy::many_single_char_names,
    clippy::match_bool,
    clippy::match_same_arms,
    clippy::naive_bytecount,
    clippy::needless_bitwise_bool,
    clippy::similar_names,
    clippy::single_match_else,
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    reason = "what these ask for reads no better here: tables of cases, two sides of one comparison"
)]

pub mod baseline;
pub mod catalogue;
pub mod cli;
pub mod config;
pub mod corpus;
pub mod cue;
pub mod decimal;
pub mod discover;
pub mod engine;
pub mod examples;
pub mod finding;
pub mod fix;
pub mod granularity;
pub mod house;
pub mod ignore;
pub mod ledger;
pub mod parse;
pub mod preset;
pub mod rational;
pub mod render;
pub mod report;
pub mod rules;
pub mod source;
pub mod statistic;
pub mod text;
pub mod truncation;
