//! claimlint

// Tests count in small numbers.
#![cfg_attr(test, allow(clippy::cast_possible_truncation))]

pub mod catalogue;
pub mod cli;
pub mod config;
pub mod corpus;
pub mod decimal;
pub mod discover;
pub mod engine;
pub mod examples;
pub mod finding;
pub mod granularity;
pub mod parse;
pub mod rational;
pub mod render;
pub mod report;
pub mod rules;
pub mod source;
pub mod statistic;
pub mod text;
pub mod truncation;
