//! Configuration, ignores and baseline: one report has one configuration, however it is named; what is silenced stays so.

mod common;

use std::collections::BTreeSet;

use common::{Folder, Ran, report};

const CUT: (&str, &str, &str) = ("Terraces keep more of the rain in the soil than the", "✓", "0.31");
const WHOLE: (&str, &str, &str) = ("Hedges slow the wind over the fields behind them.", "✓", "0.28");

fn project() -> Folder {
    Folder::new(&[
        (".git/HEAD", ""),
        ("claimlint.toml", "fail-on = \"error\"\n[rules]\nclaim-truncated = \"info\"\n"),
        ("a.txt", &report("Outer", 1, &[CUT])),
        ("sub/claimlint.toml", "fail-on = \"never\"\n[rules]\nclaim-truncated = \"error\"\n"),
        ("sub/deep/b.txt", &report("Inner", 1, &[CUT])),
        ("elsewhere/none", ""),
    ])
}

/// Level and rule of each finding in the concise format.
fn levels(ran: &Ran) -> Vec<&str> {
    ran.stdout.lines().filter_map(|line| line.split(": ").nth(1)).map(|rest| rest.split(' ').next().unwrap()).collect()
}

#[test]
fn a_file_has_one_configuration_however_it_is_named() {
    let folder = project();
    let text = folder.read("sub/deep/b.txt");
    let absolute = folder.path().join("sub/deep/b.txt");
    let absolute = absolute.to_str().unwrap();
    let check = ["check", "--output-format", "concise", "--select", "claim-truncated"];
    for (cwd, path) in [
        (".", "sub/deep/b.txt"),
        (".", "./sub/../sub/deep/b.txt"),
        (".", "sub"),
        (".", absolute),
        ("sub", "deep/b.txt"),
        ("sub/deep", "b.txt"),
        ("sub/deep", "."),
        ("elsewhere", "../sub/deep/b.txt"),
        ("elsewhere", absolute),
    ] {
        let ran = folder.run_in(cwd, &[&check[..], &[path]].concat(), b"");
        assert_eq!((levels(&ran), ran.code), (vec!["error[claim-truncated]"], Some(1)), "{cwd} {path}: {ran:?}");
        if path.ends_with(".txt") {
            let buffer = folder.run_in(cwd, &[&check[..], &["--stdin-filename", path, "-"]].concat(), text.as_bytes());
            assert_eq!(ran, buffer, "{cwd} {path} as a buffer");
        }
    }
    // What a run over everything says of a file is what a run over that file says.
    let all = folder.run(&check);
    assert_eq!(levels(&all), ["info[claim-truncated]", "error[claim-truncated]"]);
    // The outermost file says what fails, whichever report was named.
    assert_eq!(folder.run(&[&check[..], &["a.txt"]].concat()).code, Some(0));
    assert_eq!(all.code, Some(1));
    assert_eq!(
        all.stderr,
        "claimlint: warning: sub/claimlint.toml:1: \"fail-on\" has no effect here; it is that of claimlint.toml\n"
    );
}

#[test]
fn a_configuration_beyond_the_repository_is_not_read() {
    let folder = Folder::new(&[
        ("claimlint.toml", "[rules]\nclaim-truncated = \"off\"\n"),
        ("repository/.git/HEAD", ""),
        ("repository/a.txt", &report("Inner", 1, &[CUT])),
    ]);
    let check = ["check", "--output-format", "concise", "--select", "claim-truncated"];
    assert_eq!(levels(&folder.run_in("repository", &check, b"")), ["warning[claim-truncated]"]);
    let named = folder.run_in("repository", &[&check[..], &["--config", "../claimlint.toml"]].concat(), b"");
    assert_eq!((levels(&named), named.code), (vec![], Some(0)));
}

#[test]
fn extended_files_come_first_and_keep_their_globs() {
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        (
            "shared/base.toml",
            "exclude = [\"../old/**\"]\n[rules]\nclaim-truncated = { level = \"info\", cap = 44 }\nrepeated-word = \"off\"\n\
             [[override]]\npath = \"../drafts/**\"\nrules = { claim-truncated = \"off\" }\n",
        ),
        ("claimlint.toml", "extend = \"shared/base.toml\"\n[rules]\nclaim-truncated = \"error\"\n"),
        ("a.txt", &report("The the one", 1, &[CUT])),
        ("old/b.txt", &report("Two", 1, &[CUT])),
        ("drafts/c.txt", &report("Three", 1, &[CUT])),
    ]);
    let ran = folder.run(&["check", "--output-format", "concise", "--select", "claim-truncated,repeated-word"]);
    assert_eq!(ran.stdout.lines().count(), 1, "{ran:?}");
    assert!(ran.stdout.starts_with("a.txt:10:") && ran.stdout.contains("error[claim-truncated]"), "{ran:?}");
}

#[test]
fn levels_and_parameters_come_from_the_plan_of_the_primary_place() {
    let pair = |verdict| {
        report("Terraces", usize::from(verdict == "✓"), &[("Terraces keep rain in the soil of steep slopes.", verdict, "0.3")])
    };
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        ("claimlint.toml", ""),
        ("strict/claimlint.toml", "[rules]\nconflicting-verdict = \"error\"\n"),
        ("strict/a.txt", &pair("✓")),
        ("lax/claimlint.toml", "[rules]\nconflicting-verdict = \"info\"\n"),
        ("lax/b.txt", &pair("×")),
        ("off/claimlint.toml", "[rules]\nconflicting-verdict = \"off\"\n"),
        ("off/c.txt", &pair("×")),
    ]);
    let check = |path: &str| {
        let ran = folder.run(&["check", "--output-format", "concise", "--select", "conflicting-verdict", path]);
        ran.stdout.lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(check("."), ["lax/b.txt:10:1: info[conflicting-verdict]"]);
    assert_eq!(check("lax"), ["lax/b.txt:10:1: info[conflicting-verdict]"]);
    assert_eq!(check("strict"), ["strict/a.txt:10:1: error[conflicting-verdict]"]);
    assert_eq!(check("off"), Vec::<String>::new());
}

#[test]
fn words_of_the_configuration_are_verdicts() {
    let folder = Folder::new(&[
        ("claimlint.toml", "[vocabulary]\nsupported = [\"HOLDS\"]\nrefuted = [\"BUSTED\", \"👎\"]\n"),
        (
            "a.txt",
            &report(
                "Words",
                3,
                &[("One holds here.", "holds", "0.3"), ("Two does not.", "Busted", "0.1"), ("Three.", "👎", "0.1")],
            ),
        ),
    ]);
    let ran = folder.run(&["check", "--output-format", "concise"]);
    assert!(
        ran.stdout.contains("3 claims are said to be verified, but 1 row carries") && !ran.stdout.contains("verdict-unknown"),
        "{ran:?}"
    );
    let parsed = folder.run(&["parse", "a.txt"]);
    assert_eq!(parsed.stdout.matches("\"class\":\"refuted\"").count(), 2, "{parsed:?}");
}

#[test]
fn what_is_left_out_above_stays_out() {
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        ("claimlint.toml", "exclude = [\"archive/**\", \"**/notes.txt\"]\n"),
        ("archive/claimlint.toml", "include = [\"*.txt\"]\n"),
        ("archive/a.txt", &report("One", 1, &[CUT])),
        ("b/notes.txt", &report("Two", 1, &[CUT])),
        ("b/c.rst", &report("Three", 1, &[CUT])),
        ("b/claimlint.toml", "include = [\"**/*.rst\"]\n"),
        ("b/d.txt", &report("Four", 1, &[CUT])),
    ]);
    for (cwd, expected) in [
        (
            ".",
            "archive: excluded by claimlint.toml\nb/c.rst: checked\nb/claimlint.toml: not included by b/claimlint.toml\n\
             b/d.txt: not included by b/claimlint.toml\nb/notes.txt: excluded by claimlint.toml\nclaimlint.toml: neither .txt nor Markdown\n",
        ),
        ("archive", "a.txt: excluded by ../claimlint.toml\nclaimlint.toml: excluded by ../claimlint.toml\n"),
    ] {
        let ran = folder.run_in(cwd, &["check", "--show-files"], b"");
        let shown: String = ran.stdout.lines().filter(|line| !line.contains(".git")).map(|line| format!("{line}\n")).collect();
        let shown: Vec<&str> = shown.lines().filter(|line| !line.starts_with("../")).collect();
        let expected: Vec<&str> = expected.lines().collect();
        assert_eq!(shown[..], expected[..], "{cwd}");
    }
    // What is named is checked.
    assert_eq!(folder.run(&["check", "archive/a.txt"]).code, Some(1));
}

/// Fingerprints of all findings of a run.
fn fingerprints(ran: &Ran) -> BTreeSet<String> {
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let found = json["diagnostics"].as_array().unwrap().iter();
    found.map(|finding| finding["fingerprint"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_baseline_hides_what_was_there_and_nothing_else() {
    let folder = Folder::new(&[(".git/HEAD", "")]);
    for (name, bytes) in common::fixtures() {
        folder.write(&format!("in/{name}"), &bytes);
    }
    let check = |more: &[&str]| folder.run(&[&["check", "--output-format", "concise"], more].concat());
    let before = check(&[]);
    assert_eq!(before.code, Some(1));
    let created = folder.run(&["baseline", "create"]);
    assert_eq!((created.code, created.stderr.as_str()), (Some(0), ""), "{created:?}");
    let after = check(&[]);
    assert_eq!((after.code, after.stdout.as_str()), (Some(0), ""), "{after:?}");
    assert!(after.stderr.contains("baselined"), "{after:?}");
    assert_eq!(before.stdout, check(&["--no-baseline"]).stdout);
    assert_eq!(before.stdout.lines().count(), check(&["--show-suppressed"]).stdout.lines().count());
    // Each file alone, from its folder, and as a buffer.
    for (name, bytes) in common::fixtures() {
        let alone = folder.run_in("in", &["check", "--output-format", "concise", &name], b"");
        assert_eq!((alone.code, alone.stdout.as_str()), (Some(0), ""), "{name}");
        let buffer = folder.run_in("in", &["check", "--output-format", "concise", "--stdin-filename", &name, "-"], &bytes);
        assert_eq!(alone, buffer, "{name}");
    }
    // The second time there is nothing new.
    let text = folder.read(".claimlint-baseline.toml");
    assert!(folder.run(&["baseline", "create"]).stdout.ends_with(", 0 new\n"));
    assert_eq!(folder.read(".claimlint-baseline.toml"), text);
    // Every line moves.
    for (name, bytes) in common::fixtures() {
        let bom = bytes.starts_with("\u{feff}".as_bytes());
        let moved = if bom { bytes.clone() } else { [b"\n", &bytes[..]].concat() };
        folder.write(&format!("in/{name}"), &moved);
    }
    let moved = check(&[]);
    assert_eq!((moved.code, moved.stdout.as_str()), (Some(0), ""), "{moved:?}");
    // One new defect.
    folder.write("in/new.txt", report("New", 1, &[CUT]).as_bytes());
    let new = check(&[]);
    assert_eq!((new.code, levels(&new)), (Some(1), vec!["warning[claim-truncated]"]), "{new:?}");
    // Another report from elsewhere does not lose what is known.
    assert!(folder.run(&["baseline", "create", "in/new.txt"]).stdout.ends_with(", 1 new\n"));
    assert_eq!(check(&[]).stdout, "");
}

#[test]
fn what_was_repaired_is_said_and_pruned() {
    let folder =
        Folder::new(&[(".git/HEAD", ""), ("a.txt", &report("One", 2, &[CUT, WHOLE])), ("b.txt", &report("Two", 1, &[CUT]))]);
    folder.run(&["baseline", "create"]);
    folder.write("a.txt", report("One", 1, &[WHOLE]).as_bytes());
    std::fs::remove_file(folder.path().join("b.txt")).unwrap();
    let check = |more: &[&str]| folder.run(&[&["check", "--output-format", "concise"], more].concat());
    let stale = "warning[stale-baseline-entry]";
    assert_eq!(levels(&check(&[])), [stale, stale]);
    // Only where its file was checked by its rule, and compared with everything.
    assert_eq!(levels(&check(&["a.txt"])), [stale]);
    for more in [&["--isolated"][..], &["--corpus", "*.txt"], &["--select", "repeated-word"], &["--rule", "claim-truncated=off"]]
    {
        assert!(levels(&check(more)).is_empty(), "{more:?}");
    }
    let shown = folder.run(&["baseline", "show"]).stdout;
    assert!(shown.contains("a.txt: claim-truncated (stale) ") && shown.ends_with("2 entries, 2 stale\n"), "{shown}");
    assert_eq!(folder.run(&["baseline", "prune"]).stdout, ".claimlint-baseline.toml: 0 entries, 2 removed\n");
    assert_eq!(check(&[]).code, Some(0));
}

#[test]
fn a_conflict_is_silenced_when_all_its_selected_places_are() {
    let claim = "Terraces keep rain in the soil of steep slopes.";
    let side = |title, verdict| report(title, usize::from(verdict == "✓"), &[(claim, verdict, "0.3")]);
    let folder = Folder::new(&[(".git/HEAD", ""), ("a.txt", &side("One", "✓")), ("b.txt", &side("Two", "×"))]);
    let check = |more: &[&str]| {
        levels(&folder.run(&[&["check", "--output-format", "concise", "--select", "conflicting-verdict"], more].concat())).len()
    };
    // One side alone.
    folder.run(&["baseline", "create", "a.txt"]);
    assert_eq!((check(&["a.txt"]), check(&["b.txt"]), check(&[])), (0, 1, 1));
    folder.run(&["baseline", "create", "b.txt"]);
    assert_eq!((check(&["a.txt"]), check(&["b.txt"]), check(&[])), (0, 0, 0));
    // A third report joins: its place is new, the others are not.
    folder.write("c.txt", side("Three", "×").as_bytes());
    assert_eq!((check(&["a.txt"]), check(&["c.txt"]), check(&[])), (0, 1, 1));
    std::fs::remove_file(folder.path().join(".claimlint-baseline.toml")).unwrap();
    let by = |entry: &str| {
        folder.write("claimlint.toml", format!("[[ignore]]\nreason = \"known\"\n{entry}\n").as_bytes());
        (check(&["a.txt"]), check(&["b.txt"]), check(&[]))
    };
    assert_eq!(by("path = \"a.txt\""), (0, 1, 1));
    assert_eq!(by("path = [\"a.txt\", \"b.txt\", \"c.txt\"]"), (0, 0, 0));
    assert_eq!(by(&format!("claim = \"{}\"", claim.to_uppercase())), (0, 0, 0));
    assert_eq!(by("claim = \"Terraces keep rain\""), (1, 1, 1));
    assert_eq!(by("rule = \"conflicting-verdict\""), (0, 0, 0));
    assert_eq!(by("rule = \"shared-abstract\""), (1, 1, 1));
}

#[test]
fn fingerprints_name_the_claim_wherever_the_run_starts() {
    let folder =
        Folder::new(&[(".git/HEAD", ""), ("in/a.txt", &report("One", 1, &[CUT])), ("in/b.txt", &report("Two", 1, &[CUT]))]);
    let check = ["check", "--output-format", "json"];
    let all = fingerprints(&folder.run(&check));
    let one = fingerprints(&folder.run_in("in", &[&check[..], &["a.txt"]].concat(), b""));
    assert!(one.is_subset(&all) && one.len() == 1 && all.len() == 2, "{one:?} {all:?}");
    // Another confidence is another number, not another claim.
    folder.write("in/a.txt", report("One", 1, &[(CUT.0, CUT.1, "0.32")]).as_bytes());
    assert_eq!(all, fingerprints(&folder.run(&check)));
}

/// The blocks `toml` of a text that are configurations, or begin like one.
fn samples(text: &str) -> Vec<&str> {
    let blocks = text.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.filter(|block| !block.starts_with("[check]")).collect()
}

#[test]
fn the_schema_takes_what_the_program_takes() {
    let folder = Folder::new(&[]);
    let schema: serde_json::Value = serde_json::from_str(&folder.run(&["config", "schema"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let takes = |text: &str| {
        let table: toml::Table = toml::from_str(text).unwrap();
        let value = serde_json::to_value(&table).unwrap();
        let schema_takes = validator.is_valid(&value);
        folder.write("claimlint.toml", text.as_bytes());
        folder.write("a.txt", report("One", 1, &[WHOLE]).as_bytes());
        let ran = folder.run(&["check", "--fail-on", "never", "--no-baseline"]);
        assert_eq!(schema_takes, ran.code == Some(0), "{text}\n{ran:?}");
        schema_takes
    };
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    assert!(!samples(&readme).is_empty());
    for sample in samples(&readme) {
        assert!(takes(sample), "{sample}");
    }
    for good in [
        "corpus = [\"*.txt\"]\ninclude = [\"**/*.txt\"]\nexclude = \"archive\"\nfail-on = \"never\"\npresets = [\"publisher\"]\n",
        "[rules]\nclaim-truncated = { level = \"off\", cap = \"auto\" }\nconfidence-verdict-inversion = { margin = 0.1, ties = true }\n",
        "[[ignore]]\nrule = \"shared-abstract\"\npath = [\"a\", \"b/**\"]\nclaim = \"c\"\nexpires = \"2027-01-31\"\nreason = \"r\"\n",
        "[[override]]\npath = \"drafts/**\"\nrules = { claim-truncated = \"info\" }\nvocabulary = { mixed = [\"so so\"] }\n",
    ] {
        assert!(takes(good), "{good}");
    }
    for bad in [
        "exlude = []\n",
        "fail-on = \"warn\"\n",
        "corpus = 3\n",
        "presets = [\"publishers\"]\n",
        "[rules]\nclaim-trunkated = \"off\"\n",
        "[rules]\nencoding = \"off\"\n",
        "[rules]\nclaim-truncated = \"eror\"\n",
        "[rules]\nclaim-truncated = { caps = 1 }\n",
        "[rules]\nclaim-truncated = { cap = \"some\" }\n",
        "[vocabulary]\nholds = [\"x\"]\n",
        "[vocabulary]\nsupported = [\" \"]\n",
        "[[ignore]]\nrule = \"shared-abstract\"\n",
        "[[ignore]]\nreason = \"r\"\n",
        "[[ignore]]\nrule = \"shared-abstrac\"\nreason = \"r\"\n",
        "[[ignore]]\nfingerprint = \"xyz\"\nreason = \"r\"\n",
        "[[override]]\nrules = { claim-truncated = \"info\" }\n",
        "[[override]]\npath = \"a\"\nfail-on = \"info\"\n",
    ] {
        assert!(!takes(bad), "{bad}");
    }
}
