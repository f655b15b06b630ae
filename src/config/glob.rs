//! Globs that are anchored at a folder: that of the file which states them, or the working directory.

use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A set of globs. A pattern without wildcard that names a folder means everything below it; `*` does not cross `/`, `**` does.
#[derive(Debug, Clone)]
pub struct Globs {
    patterns: Vec<String>,
    bases: Vec<PathBuf>,
    files: GlobSet,
    /// What holds nothing but matches.
    folders: GlobSet,
}

impl Globs {
    /// The globs as seen from the folder `anchor`, which is absolute.
    ///
    /// # Errors
    /// With the number of the first pattern that is none, and why.
    pub fn new<P: AsRef<str>>(anchor: &Path, patterns: &[P]) -> Result<Self, (usize, globset::Error)> {
        let (mut files, mut folders) = (GlobSetBuilder::new(), GlobSetBuilder::new());
        let mut bases = Vec::new();
        for (index, pattern) in patterns.iter().enumerate() {
            let (base, full, is_literal) = anchored(anchor, pattern.as_ref());
            let build = |glob: &str| GlobBuilder::new(glob).literal_separator(true).build().map_err(|error| (index, error));
            files.add(build(&full)?);
            if is_literal {
                files.add(build(&format!("{full}/**"))?);
                folders.add(build(&full)?);
            } else if let Some(folder) = full.strip_suffix("/**") {
                folders.add(build(folder)?);
            }
            bases.push(base);
        }
        let built = |set: &GlobSetBuilder| set.build().map_err(|error| (0, error));
        let patterns = patterns.iter().map(|pattern| pattern.as_ref().to_owned()).collect();
        Ok(Self { patterns, bases, files: built(&files)?, folders: built(&folders)? })
    }

    /// The patterns as written.
    #[must_use]
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }

    /// For each pattern the folder (or file) above its first wildcard, absolute: nothing outside of it is matched.
    #[must_use]
    pub fn bases(&self) -> &[PathBuf] {
        &self.bases
    }

    /// True when both match the same files.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.bases == other.bases && self.patterns == other.patterns
    }

    /// True for a file, named by its absolute path, that one of the patterns matches.
    #[must_use]
    pub fn is_match(&self, path: &Path) -> bool {
        self.files.is_match(path)
    }

    /// True for a folder that holds nothing but matches.
    #[must_use]
    pub fn holds(&self, folder: &Path) -> bool {
        self.folders.is_match(folder)
    }
}

/// The folder above the first wildcard, the whole glob, and whether it has no wildcard.
fn anchored(anchor: &Path, pattern: &str) -> (PathBuf, String, bool) {
    let mut base = PathBuf::new();
    let mut rest: Vec<&str> = Vec::new();
    for part in pattern.split('/') {
        if rest.is_empty() && !part.contains(['*', '?', '[', '{', '\\']) {
            base.push(if part.is_empty() && base.as_os_str().is_empty() && pattern.starts_with('/') { "/" } else { part });
        } else {
            rest.push(part);
        }
    }
    let base = absolute(anchor, &base);
    let literal = globset::escape(slashed(&base).trim_end_matches('/'));
    match rest.is_empty() {
        true => (base, literal, true),
        false => (base, format!("{literal}/{}", rest.join("/")), false),
    }
}

/// The path from the root of the file system, without `.` and `..`; links are not followed.
#[must_use]
pub fn absolute(folder: &Path, path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in folder.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// The path with `/`.
#[must_use]
pub fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// `path` as seen from `folder`, with `/`; both are absolute.
#[must_use]
pub fn relative(folder: &Path, path: &Path) -> String {
    if let Some(inside) = inside(folder, path) {
        return inside;
    }
    let common = folder.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(common).map(|_| Component::ParentDir);
    let relative: PathBuf = up.chain(path.components().skip(common)).collect();
    slashed(&relative)
}

/// True for a file that lies in the folder itself, both absolute: quicker than [`Path::parent`], of which it may miss some.
#[must_use]
pub fn lies_in(folder: &Path, file: &Path) -> bool {
    let is_separator = |byte: u8| byte == b'/' || cfg!(windows) && byte == b'\\';
    match file.as_os_str().as_encoded_bytes().strip_prefix(folder.as_os_str().as_encoded_bytes()) {
        Some([separator, name @ ..]) => {
            is_separator(*separator) && !name.is_empty() && !name.iter().any(|&byte| is_separator(byte))
        }
        _ => false,
    }
}

/// Runs of files that lie in one folder: what holds for the first mostly holds for all.
pub fn runs<'f>(files: impl Iterator<Item = &'f Path>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut folder: Option<&Path> = None;
    for (at, file) in files.enumerate() {
        match runs.last_mut().filter(|_| folder.is_some_and(|folder| lies_in(folder, file))) {
            Some(run) => run.end = at + 1,
            None => {
                runs.push(at..at + 1);
                folder = file.parent();
            }
        }
    }
    runs
}

/// [`relative`] for a path below `folder` that needs no thought: most do not.
fn inside(folder: &Path, path: &Path) -> Option<String> {
    let is_separator = |byte: u8| std::path::is_separator(char::from(byte));
    let rest = path.as_os_str().as_encoded_bytes().strip_prefix(folder.as_os_str().as_encoded_bytes())?;
    // An empty part, or one that begins with a dot, may be one that needs thought.
    let is_plain = |pair: &[u8]| !(is_separator(pair[0]) && (is_separator(pair[1]) || pair[1] == b'.'));
    let [first, rest @ ..] = rest else { return None };
    let ends = rest.first().zip(rest.last());
    let is_part =
        is_separator(*first) && ends.is_some_and(|(&first, &last)| !is_separator(first) && first != b'.' && !is_separator(last));
    let rest = str::from_utf8(rest).ok().filter(|rest| is_part && rest.as_bytes().windows(2).all(is_plain))?;
    let separator = std::path::MAIN_SEPARATOR;
    Some(if separator == '/' { rest.to_owned() } else { rest.replace(separator, "/") })
}

/// The path as people see it: relative to the working directory, unless it was named absolutely.
#[must_use]
pub fn shown(cwd: &Path, path: &Path, absolute: bool) -> String {
    if absolute {
        return slashed(path);
    }
    if let Some(inside) = inside(cwd, path) {
        return inside;
    }
    let common = cwd.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    if common <= 1 && path.is_absolute() && cwd.components().count() > 1 {
        // Nothing but the root of the file system in common: "../../.." helps nobody.
        return slashed(path);
    }
    if path == cwd { ".".to_owned() } else { relative(cwd, path) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        Globs::new(Path::new("/r/a[b]"), &[pattern]).unwrap().is_match(Path::new(path))
    }

    #[test]
    fn globs_are_anchored() {
        for (pattern, path, expected) in [
            ("*.txt", "/r/a[b]/x.txt", true),
            ("*.txt", "/r/a[b]/c/x.txt", false),
            ("**/*.txt", "/r/a[b]/c/x.txt", true),
            ("**/*.txt", "/r/a[b]/x.txt", true),
            ("**/*.txt", "/r/x.txt", false),
            ("c", "/r/a[b]/c/d/x.txt", true),
            ("c/", "/r/a[b]/c/d/x.txt", true),
            ("./c/x.txt", "/r/a[b]/c/x.txt", true),
            ("c", "/r/a[b]/cd/x.txt", false),
            ("../e/**", "/r/e/x.txt", true),
            ("/r/e/*.txt", "/r/e/x.txt", true),
            ("{c,d}/*", "/r/a[b]/d/x.txt", true),
            (".", "/r/a[b]/d/x.txt", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn a_folder_of_nothing_but_matches_is_known() {
        let globs = Globs::new(Path::new("/r"), &["a/**", "b", "c/*", "**/d/**"]).unwrap();
        let holds = |path: &str| globs.holds(Path::new(path));
        assert!(holds("/r/a") && holds("/r/b") && holds("/r/x/d") && !holds("/r/c") && !holds("/r"));
        assert_eq!(globs.bases(), ["/r/a", "/r/b", "/r/c", "/r"].map(Path::new));
    }

    #[test]
    fn paths_are_seen_from_a_folder() {
        assert_eq!(relative(Path::new("/r/a"), Path::new("/r/b/c")), "../b/c");
        assert_eq!(relative(Path::new("/r/a"), Path::new("/r/ab/c")), "../ab/c");
        assert_eq!(relative(Path::new("/r/a"), Path::new("/r/a/b/c")), "b/c");
        assert_eq!(relative(Path::new("/"), Path::new("/b/c")), "b/c");
        assert_eq!(relative(Path::new("/r/a"), Path::new("/r/a")), "");
        assert!(lies_in(Path::new("/r/a"), Path::new("/r/a/b")));
        for other in ["/r/a", "/r/a/", "/r/ab", "/r/a/b/c", "/r/b/a"] {
            assert!(!lies_in(Path::new("/r/a"), Path::new(other)), "{other}");
        }
        assert_eq!(absolute(Path::new("/r/a"), Path::new("../b/./c")), Path::new("/r/b/c"));
        let files = ["/r/a", "/r/b", "/r/c/d", "/r/e", "/s/a", "/s/b"].map(Path::new);
        assert_eq!(runs(files.into_iter()), [0..2, 2..3, 3..4, 4..6]);
    }
}
