//! `check --fix` and `check --diff`: repairs go to their files, or are shown.

use std::collections::BTreeMap;
use std::io;

use clap::Args;

use super::{Failure, Manners, output, remark};
use crate::discover::Found;
use crate::engine::Outcome;
use crate::finding::Applicability;
use crate::fix::{MAX_ROUNDS, Repaired, bytes, repair, replace, write_back};
use crate::render::{Change, write_diff};
use crate::source::{Source, SourceId};

/// What to do about findings that can be repaired.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fixing")]
pub(super) struct Fixing {
    /// Repair in the files what can be repaired without a change of meaning
    #[arg(long)]
    pub(super) fix: bool,
    /// With --fix or --diff: make the repairs, too, that may change the meaning
    #[arg(long, requires = "fixing")]
    unsafe_fixes: bool,
    /// Show what --fix would change, and change nothing; the exit code is 1 when there is something
    #[arg(long)]
    pub(super) diff: bool,
}

impl Fixing {
    fn upto(&self) -> Applicability {
        if self.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe }
    }

    /// True when standard output is for something else than findings: a diff, or the repaired text of standard input.
    pub(super) fn takes_stdout(&self, reads_stdin: bool) -> bool {
        self.diff || self.fix && reads_stdin
    }

    /// Repairs the files; `outcome` is then what is left. False when one could not be repaired.
    pub(super) fn fix(
        &self,
        found: &mut Found,
        outcome: &mut Outcome,
        manners: Manners,
        lint: impl Fn(&[Source]) -> Outcome,
    ) -> Result<bool, Failure> {
        let same_file = found.same_file();
        let repaired = repair(&mut found.sources, &same_file, self.upto(), outcome, &lint);
        let mut fixed = 0;
        let mut failed = false;
        for (&id, file) in &repaired {
            let index = id.0 as usize;
            let name = &found.sources[index].name;
            let written =
                if found.stdin == Some(index) { Ok(()) } else { write_back(&found.paths[index], &file.before, &file.after) };
            if let Err(error) = written {
                remark("error", &format!("{name} is not fixed: {error}"));
                failed = true;
                replace(&mut found.sources, &same_file, id, &file.before);
                continue;
            }
            fixed += file.made.len();
            if manners.verbose {
                remark("info", &format!("{name}: {}", by_rule(file)));
            }
            warn_of_unrest(name, file, manners);
        }
        if failed {
            // What was found in a repaired text is not what is on disk.
            *outcome = lint(&found.sources);
        }
        outcome.fixed = fixed;
        if let Some(stdin) = found.stdin {
            output::to_stdout(|out| out.write_all(&bytes(&found.sources[stdin])))?;
        }
        Ok(!failed)
    }

    /// Shows what repairs would change. True when there is something.
    pub(super) fn diff(
        &self,
        found: &mut Found,
        outcome: &mut Outcome,
        manners: Manners,
        lint: impl Fn(&[Source]) -> Outcome,
    ) -> Result<bool, Failure> {
        let held_back = outcome.fixable(Applicability::Unsafe);
        let same_file = found.same_file();
        let repaired = repair(&mut found.sources, &same_file, self.upto(), outcome, lint);
        let name = |id: &SourceId| &found.sources[id.0 as usize].name;
        let mut spelled_out = Vec::new();
        output::to_stdout(|out| {
            for (id, file) in &repaired {
                let change = Change { name: name(id), before: &file.before, after: &file.after, made: &file.made };
                if !write_diff(&change, manners.color.wanted(), out)? {
                    spelled_out.push(name(id));
                }
            }
            io::Result::Ok(())
        })?;
        for (id, file) in &repaired {
            warn_of_unrest(name(id), file, manners);
        }
        if !manners.quiet {
            for name in spelled_out {
                remark(
                    "warning",
                    &format!("the diff of {name} cannot be applied: it spells out characters that act on a terminal"),
                );
            }
            let repairs: usize = repaired.values().map(|file| file.made.len()).sum();
            let more = match held_back {
                count if count > 0 && !self.unsafe_fixes => format!("; {count} more with --unsafe-fixes"),
                _ => String::new(),
            };
            let plural = |count: usize| if count == 1 { "" } else { "s" };
            let files = repaired.len();
            let what = match repairs {
                0 => "nothing to repair".to_owned(),
                _ => format!("{repairs} finding{} fixable in {files} file{}", plural(repairs), plural(files)),
            };
            remark("info", &format!("{what}{more}"));
        }
        Ok(!repaired.is_empty())
    }
}

fn warn_of_unrest(name: &str, file: &Repaired, manners: Manners) {
    if !file.at_rest && !manners.quiet {
        remark("warning", &format!("{name}: after {MAX_ROUNDS} rounds of repairs there are still some to be made"));
    }
}

/// `3 fixed (doubled-punctuation 2, repeated-word 1)`.
fn by_rule(file: &Repaired) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (rule, _) in &file.made {
        *counts.entry(rule).or_default() += 1;
    }
    let counts: Vec<String> = counts.into_iter().map(|(rule, count)| format!("{rule} {count}")).collect();
    format!("{} fixed ({})", file.made.len(), counts.join(", "))
}
