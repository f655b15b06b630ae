//! Lists of paths that other programs print.

use std::path::PathBuf;

/// The paths of a list: divided by NUL where there is one, else one a line. Empty ones are left out; LF and CRLF end a
/// line. A `-` is a file of that name.
///
/// # Errors
/// The number (from 1) of a path that the system cannot have.
pub fn paths_of_list(list: &[u8]) -> Result<Vec<PathBuf>, usize> {
    let by_nul = list.contains(&0);
    let parts = list.split(|&byte| byte == if by_nul { 0 } else { b'\n' });
    let bare = |part| if by_nul { part } else { <[u8]>::strip_suffix(part, b"\r").unwrap_or(part) };
    parts
        .map(bare)
        .enumerate()
        .filter(|(_, part)| !part.is_empty())
        .map(|(index, part)| match part {
            b"-" => Ok(PathBuf::from("./-")),
            part => from_bytes(part).ok_or(index + 1),
        })
        .collect()
}

/// A path from the bytes that a program printed; `None` when the system has no such paths.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere not all bytes are a path")]
pub(super) fn from_bytes(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

/// A path from the bytes that a program printed; `None` when the system has no such paths.
#[cfg(not(unix))]
pub(super) fn from_bytes(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_nuls() {
        let paths = |list: &[u8]| paths_of_list(list).unwrap();
        assert_eq!(paths(b"a b.txt\r\n\n-\nc.txt"), ["a b.txt", "./-", "c.txt"].map(PathBuf::from));
        assert_eq!(paths(b"a\nb.txt\0c\r\0\0"), ["a\nb.txt", "c\r"].map(PathBuf::from));
        assert!(paths(b"").is_empty());
    }
}
