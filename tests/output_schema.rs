//! The JSON Schema of our output holds for real output, and says nothing of members that are not there.

mod common;

use std::path::Path;

use claimlint::render::OUTPUT_SCHEMA;
use common::{Ran, program};
use serde_json::{Value, json};

/// The schema of one of its parts. Strict: no object may have a member that the schema does not name, which the published
/// one allows, so that a new member is written into it.
fn validator(part: &str) -> jsonschema::Validator {
    let mut schema: Value = serde_json::from_str(OUTPUT_SCHEMA).unwrap();
    forbid_others(&mut schema);
    schema.as_object_mut().unwrap().remove("anyOf");
    schema["$ref"] = json!(format!("#/$defs/{part}"));
    jsonschema::validator_for(&schema).unwrap()
}

fn forbid_others(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.contains_key("properties") {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
            members.values_mut().for_each(forbid_others);
        }
        Value::Array(items) => items.iter_mut().for_each(forbid_others),
        _ => {}
    }
}

#[track_caller]
fn holds(part: &str, text: &str) -> usize {
    let validator = validator(part);
    let mut objects = 0;
    for object in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        let object = object.unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&object).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(faults, Vec::<String>::new());
        objects += 1;
    }
    objects
}

fn run(args: &[&str]) -> String {
    Ran::new(program(Path::new(env!("CARGO_MANIFEST_DIR"))).args(args), b"").stdout
}

/// Reports with every kind of defect: the bundled ones and the cases of the command line.
const REPORTS: [&str; 3] = ["fixtures", "tests/cmd/bytes.in", "tests/cmd/levels.in"];

#[test]
fn check_prints_what_the_schema_says() {
    let everything = run(&[&["check", "--isolated", "--output-format", "json", "--statistics"], &REPORTS[..]].concat());
    assert!(everything.contains("\"fix\":") && everything.contains("\"statistics\":"), "{everything}");
    assert_eq!(holds("check", &everything), 1);
    assert_eq!(holds("check", &run(&["check", "--isolated", "--output-format", "json", "fixtures/clean"])), 1);
    let lines = run(&[&["check", "--isolated", "--output-format", "jsonl"], &REPORTS[..]].concat());
    assert!(holds("diagnostic", &lines) > 20, "{lines}");
}

#[test]
fn parse_prints_what_the_schema_says() {
    let folders = ["fixtures/clean", "fixtures/contradictions", "tests/cmd/bytes.in", "tests/cmd/damaged.in"];
    let files = folders.iter().flat_map(|folder| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        std::fs::read_dir(root.join(folder))
            .unwrap()
            .map(move |entry| format!("{folder}/{}", entry.unwrap().file_name().display()))
    });
    let mut files: Vec<String> = files.filter(|name| !name.ends_with(".toml")).collect();
    files.sort();
    let objects: usize = files.iter().map(|file| holds("parse", &run(&["parse", file]))).sum();
    assert!(objects >= 12, "{objects} of {}", files.len());
}

#[test]
fn the_program_prints_the_schema() {
    assert_eq!(run(&["config", "schema", "--output"]), OUTPUT_SCHEMA);
}

#[test]
fn the_schema_tells_good_from_bad() {
    let text = run(&["check", "--isolated", "--output-format", "json", "tests/cmd/levels.in"]);
    let good: Value = serde_json::from_str(&text).unwrap();
    let published = jsonschema::validator_for(&serde_json::from_str(OUTPUT_SCHEMA).unwrap()).unwrap();
    assert!(published.is_valid(&good));
    for (path, value) in [
        ("/schema_version", json!(2)),
        ("/diagnostics/0/level", json!("fatal")),
        ("/diagnostics/0/range/start/column", json!(0)),
        ("/diagnostics/0/fingerprint", json!("1")),
        ("/summary/errors", json!("1")),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(path).unwrap() = value;
        assert!(!published.is_valid(&bad), "{path}");
    }
    let mut more = good;
    more["new"] = json!(true);
    assert!(published.is_valid(&more), "a member that comes later breaks no reader");
}
