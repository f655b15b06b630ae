//! The configuration of one file as it holds in the end: TOML, with comments that say where each value is stated.

use std::fmt::{self, Write as _};
use std::path::Path;

use super::FailOn;
use super::file::{CLASSES, Origin, RuleSettings, Rules, Stated, Term, merge_rules};
use super::glob::Globs;
use super::search::{Compared, Configurations, DEFAULT_INCLUDE};
use crate::catalogue::{Catalogue, Rule};
use crate::preset;
use crate::render::escape;

/// A resolved configuration, ready to be printed.
#[derive(Debug, Default)]
pub struct Resolved(String);

impl fmt::Display for Resolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const DEFAULT: &str = "default";

impl Configurations {
    /// What holds for a file of a folder, or for any file of it that no override fits.
    #[must_use]
    pub fn resolved(&self, path: &Path, folder: &Path) -> Resolved {
        let (nearest, outermost) = (self.nearest(folder), self.outermost(folder));
        let mut out = Resolved::default();
        let file = |file: usize| self.shown_path(&self.path(file));
        match &nearest {
            Some(found) => out.comment(&format!("{}: {}", self.shown_path(path), file(found.file))),
            None => out.comment(&format!("{}: no configuration", self.shown_path(path))),
        }
        let settings = outermost.as_ref().map(|found| &found.settings);
        match (settings.and_then(|settings| settings.corpus.as_ref()), self.compared(folder)) {
            (Some(stated), _) => out.globs("corpus", &[stated], self),
            (None, Compared::Below(root)) => out.comment(&format!("corpus: everything below {}", self.shown_path(&root))),
            (None, _) => out.comment("corpus: nothing but the paths that are named"),
        }
        let above = self.above(folder);
        match above.iter().find_map(|found| found.settings.include.as_ref()) {
            Some(stated) => out.globs("include", &[stated], self),
            None => out.value("include", &list(&DEFAULT_INCLUDE), DEFAULT),
        }
        let exclude: Vec<&Stated<Globs>> = above.iter().rev().filter_map(|found| found.settings.exclude.as_ref()).collect();
        if exclude.is_empty() {
            out.value("exclude", "[]", DEFAULT);
        } else {
            out.globs("exclude", &exclude, self);
        }
        let fail_on = settings.and_then(|settings| settings.fail_on.as_ref());
        let (level, origin) = fail_on.map_or((FailOn::default(), None), |stated| (stated.value, Some(stated.at)));
        out.value("fail-on", &quoted(level.name()), &self.origin(origin));
        let (baseline, at) = self.baseline_path(folder);
        if at.is_some() || baseline.is_file() {
            out.value("baseline", &quoted(&self.shown_path(&baseline)), &self.origin(at));
        } else {
            out.comment(&format!("baseline: none; it would be {}", self.shown_path(&baseline)));
        }
        let cache = settings.and_then(|settings| settings.cache.as_ref());
        let (wanted, at) = cache.map_or((false, None), |stated| (stated.value, Some(stated.at)));
        out.value("cache", &wanted.to_string(), &self.origin(at));

        let Some(nearest) = nearest else {
            out.rules(Catalogue::built_in(), &[], &Rules::new(), self);
            return out;
        };
        let fits = || nearest.settings.overrides.iter().filter(|stated| stated.value.path.is_match(path));
        let mut rules = nearest.settings.rules.clone();
        fits().for_each(|stated| merge_rules(&mut rules, &stated.value.rules));
        if !nearest.settings.presets.is_empty() {
            let items: Vec<(&str, Origin)> =
                nearest.settings.presets.iter().map(|stated| (stated.value.as_str(), stated.at)).collect();
            out.items("presets", &items, self);
        }
        if let Some(house) = &nearest.settings.house {
            let pages: Vec<&str> = house.pages.iter().map(|(_, page)| page.name.as_str()).collect();
            out.comment(&format!("house rules: {}", pages.join(", ")));
        }
        let presets: Vec<&Stated<String>> = nearest.settings.presets.iter().collect();
        out.rules(nearest.settings.catalogue(), &presets, &rules, self);
        let terms: Vec<&Term> =
            nearest.settings.vocabulary.iter().chain(fits().flat_map(|stated| &stated.value.vocabulary)).collect();
        if !terms.is_empty() {
            out.0.push_str("\n[vocabulary]\n");
            for (name, class) in CLASSES {
                let own: Vec<&&Term> = terms.iter().filter(|term| term.value.0 == class).collect();
                if !own.is_empty() {
                    let items: Vec<(&str, Origin)> = own.iter().map(|term| (term.value.1.as_str(), term.at)).collect();
                    out.items(name, &items, self);
                }
            }
        }
        for stated in &nearest.settings.ignores {
            if stated.value.path.as_ref().is_none_or(|globs| path == folder || globs.is_match(path)) {
                let _ = write!(out.0, "\n[[ignore]] # {}\n", escape::line(&self.shown(stated.at)));
                let entry = &stated.value;
                let path = entry.path.as_ref().map(|globs| list(globs.patterns()));
                let texts = [
                    ("rule", entry.rule.map(quoted)),
                    ("path", path),
                    ("claim", entry.claim.as_deref().map(quoted)),
                    ("fingerprint", entry.fingerprint.as_deref().map(quoted)),
                    ("expires", entry.expires.as_ref().map(|stated| stated.value.to_string())),
                    ("reason", Some(quoted(&entry.reason))),
                ];
                for (key, value) in texts {
                    if let Some(value) = value {
                        let _ = writeln!(out.0, "{key} = {value}");
                    }
                }
            }
        }
        out
    }

    fn origin(&self, at: Option<Origin>) -> String {
        at.map_or_else(|| DEFAULT.to_owned(), |at| self.shown(at))
    }
}

// Writing into a string cannot fail.
impl Resolved {
    fn comment(&mut self, text: &str) {
        let _ = writeln!(self.0, "# {}", escape::line(text));
    }

    fn value(&mut self, key: &str, value: &str, origin: &str) {
        let _ = writeln!(self.0, "{key} = {value} # {}", escape::line(origin));
    }

    fn globs(&mut self, key: &str, stated: &[&Stated<Globs>], configurations: &Configurations) {
        let items = stated.iter().flat_map(|stated| stated.value.patterns().iter().map(|pattern| (pattern.as_str(), stated.at)));
        self.items(key, &items.collect::<Vec<_>>(), configurations);
    }

    /// A list; on one line when all of it is stated on one.
    fn items(&mut self, key: &str, items: &[(&str, Origin)], configurations: &Configurations) {
        let origins: Vec<String> = items.iter().map(|(_, at)| configurations.shown(*at)).collect();
        if origins.windows(2).all(|pair| pair[0] == pair[1]) {
            let texts: Vec<&str> = items.iter().map(|(text, _)| *text).collect();
            let origin = origins.first().map_or(DEFAULT, String::as_str);
            return self.value(key, &list(&texts), origin);
        }
        let _ = writeln!(self.0, "{key} = [");
        for ((text, _), origin) in items.iter().zip(&origins) {
            let _ = writeln!(self.0, "    {}, # {}", quoted(text), escape::line(origin));
        }
        self.0.push_str("]\n");
    }

    fn rules(&mut self, catalogue: &Catalogue, presets: &[&Stated<String>], rules: &Rules, configurations: &Configurations) {
        self.0.push_str("\n[rules]\n");
        let none = RuleSettings::default();
        for rule in catalogue.rules() {
            self.rule(rule, presets, rules.get(rule.id).unwrap_or(&none), configurations);
        }
    }

    fn rule(&mut self, rule: &Rule, presets: &[&Stated<String>], settings: &RuleSettings, configurations: &Configurations) {
        // The last preset that speaks of the rule.
        let preset = presets.iter().rev().find_map(|stated| Some((stated.at, preset::get(&stated.value)?.rules.get(rule.id)?)));
        let by_preset = preset.map(|(at, _)| at);
        let stated = settings.level.as_ref();
        let level = stated.map(|stated| stated.value).or(preset.map(|(_, setting)| setting.level)).unwrap_or(rule.meta.level);
        let mut origins = vec![(String::from("level"), configurations.origin(stated.map(|stated| stated.at).or(by_preset)))];
        let mut parts = vec![format!("level = {}", quoted(level.name()))];
        for (name, default) in &rule.meta.params {
            let stated = settings.params.get(name);
            let from_preset = preset.and_then(|(at, setting)| Some((at, setting.params.get(name)?)));
            let value = stated.map(|stated| &stated.value).or(from_preset.map(|(_, value)| value)).unwrap_or(default);
            parts.push(format!("{name} = {value}"));
            origins.push((name.clone(), configurations.origin(stated.map(|stated| stated.at).or(from_preset.map(|(at, _)| at)))));
        }
        let value = if parts.len() == 1 { quoted(level.name()) } else { format!("{{ {} }}", parts.join(", ")) };
        let same = origins.windows(2).all(|pair| pair[0].1 == pair[1].1);
        let origin = match same {
            true => origins.swap_remove(0).1,
            false => origins.iter().map(|(name, origin)| format!("{name}: {origin}")).collect::<Vec<_>>().join(", "),
        };
        self.value(rule.id, &value, &origin);
    }
}

fn quoted(text: &str) -> String {
    crate::baseline::toml_string(text)
}

fn list<P: AsRef<str>>(items: &[P]) -> String {
    format!("[{}]", items.iter().map(|item| quoted(item.as_ref())).collect::<Vec<_>>().join(", "))
}
