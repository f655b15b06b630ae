//! temp
use std::borrow::Cow;
pub fn normalised(text: &str) -> Cow<'_, str> { Cow::Owned(text.trim().trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()) }
