//! What is wrong with a configuration: places in its files, all that were found at once.

use std::fmt;

use crate::source::{Source, Span};

/// Something that cannot be read as it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The number of the file in [`Faults::sources`].
    pub file: usize,
    /// Where.
    pub span: Span,
    /// One sentence, lower case.
    pub message: String,
    /// What is to be seen at the place.
    pub label: String,
    /// What to do, beginning with a verb; may be empty.
    pub help: String,
}

/// Everything that is wrong with the files of a configuration.
#[derive(Debug)]
pub struct Faults {
    /// The files.
    pub sources: Vec<Source>,
    /// By file, then by place; at least one.
    pub faults: Vec<Fault>,
}

impl fmt::Display for Faults {
    /// One line for each: `path:line:column: message`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            let source = &self.sources[fault.file];
            let at = source.position(fault.span.start);
            let end = if index == 0 { "" } else { "\n" };
            write!(f, "{end}{}:{}:{}: {}", source.name, at.line, at.column, fault.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
