//! The blocks of a Markdown text in order: headings, running text, tables, fenced blocks. Which they are is decided by
//! pulldown-cmark; what they mean is not known here.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::html_table;
use crate::source::{Source, Span};

/// A block that holds no other one.
#[derive(Debug)]
pub struct Block {
    /// Its text as it is on disk, without the blanks around it.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Debug)]
pub enum BlockKind {
    /// A heading of a level from 1, outside lists and quotations.
    Heading(u8),
    /// A paragraph, or the text of a list item before any list inside it.
    Text {
        /// The list item that it begins.
        item: Option<Item>,
        /// In how many lists it stands.
        depth: u8,
    },
    /// A table: its header and its rows, divided by bars or written in HTML.
    Table(Vec<Span>),
    /// A fenced block without its fences.
    Fence,
    /// Front matter without its fences.
    FrontMatter,
    /// A line that divides.
    Rule,
}

/// Which item of a list a text begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Number of the list in the file, from 0.
    pub list: u32,
    /// True for `1.`
    pub ordered: bool,
    /// True for `[ ]` and `[x]`.
    pub task: bool,
}

/// Reads the blocks of a text. Code that is set off by blanks alone, and HTML but for its
/// tables, are none.
#[must_use]
pub fn read(source: &Source) -> Vec<Block> {
    read_as(source, plainer)
}

fn read_as(source: &Source, prepare: fn(&str) -> Cow<'_, str>) -> Vec<Block> {
    let text = source.text();
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut walk =
        Walk { text, start, blocks: Vec::new(), lists: Vec::new(), count: 0, quotes: 0, open: None, item: None, skip: None };
    let parsed = prepare(&text[start..]);
    for (event, range) in Parser::new_ext(&parsed, options).into_offset_iter() {
        walk.take(event, range);
    }
    walk.close();
    walk.blocks
}

/// The text with the same blocks, byte for byte at the same places, that takes less work: emphasis and code inside lines are
/// letters, and a lone carriage return, which ends a line, is a line feed.
///
/// What a line begins with stays, and so does a line that begins a fence: the first may be a list, a heading or a rule, and
/// what stands in the second decides whether it is a fence.
fn plainer(text: &str) -> Cow<'_, str> {
    let is_lead = |byte: u8| byte.is_ascii_whitespace() || byte.is_ascii_digit() || b"*_`~>#-+.)=".contains(&byte);
    let mut out = Cow::Borrowed(text.as_bytes());
    let mut start = 0;
    while start < text.len() {
        let bytes = &text.as_bytes()[start..];
        let length = memchr::memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len());
        let line = &bytes[..length];
        let lead = line.iter().position(|&byte| !is_lead(byte)).unwrap_or(length);
        let fenced = line[..lead].windows(3).any(|three| matches!(three, b"```" | b"~~~"));
        // What is escaped stays with its backslash.
        let escaped = |at: usize| line[..lead + at].ends_with(b"\\");
        for at in memchr::memchr3_iter(b'*', b'_', b'`', &line[lead..]).filter(|&at| !fenced && !escaped(at)) {
            out.to_mut()[start + lead + at] = b'x';
        }
        if bytes.get(length) == Some(&b'\r') && bytes.get(length + 1) != Some(&b'\n') {
            out.to_mut()[start + length] = b'\n';
        }
        start += length + 1;
    }
    match out {
        Cow::Borrowed(_) => Cow::Borrowed(text),
        // ASCII has taken the place of ASCII.
        Cow::Owned(bytes) => String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned),
    }
}

struct Walk<'t> {
    text: &'t str,
    /// Where the text begins that was handed to the parser.
    start: usize,
    blocks: Vec<Block>,
    /// The lists around this place: number, and whether its items are numbered.
    lists: Vec<(u32, bool)>,
    count: u32,
    quotes: u32,
    /// A text that goes on.
    open: Option<Range<usize>>,
    /// The item that the next text begins.
    item: Option<Item>,
    /// The end of a block whose inside is not read.
    skip: Option<TagEnd>,
}

impl Walk<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        if let Some(end) = self.skip {
            if event == Event::End(end) {
                self.skip = None;
            } else if let (Event::Start(Tag::TableRow), Some(Block { kind: BlockKind::Table(rows), .. })) =
                (&event, self.blocks.last_mut())
            {
                rows.push(trimmed(self.text, shifted(&range, self.start)));
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(&tag, &range),
            Event::End(TagEnd::List(_)) => {
                self.close();
                self.lists.pop();
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                self.close();
                self.quotes = self.quotes.saturating_sub(1);
            }
            Event::End(TagEnd::Item | TagEnd::Paragraph | TagEnd::Heading(_)) => self.close(),
            Event::End(_) => {}
            Event::Rule => {
                self.close();
                self.push(range, BlockKind::Rule);
            }
            Event::Html(_) => self.close(),
            Event::TaskListMarker(_) => {
                if let Some(item) = &mut self.item {
                    item.task = true;
                }
            }
            Event::Text(_)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_) => self.inline(&range),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => {
                self.inline(range);
                return;
            }
            _ => self.close(),
        }
        match tag {
            Tag::Heading { level, .. } if self.lists.is_empty() && self.quotes == 0 => {
                let level = heading_level(*level);
                self.push(range.clone(), BlockKind::Heading(level));
                self.skip = Some(TagEnd::Heading(level_of(level)));
            }
            Tag::List(first) => {
                self.lists.push((self.count, first.is_some()));
                self.count += 1;
            }
            Tag::Item => {
                let (list, ordered) = self.lists.last().copied().unwrap_or_default();
                self.item = Some(Item { list, ordered, task: false });
            }
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::Table(_) => {
                self.push(range.clone(), BlockKind::Table(Vec::new()));
                if let Some(Block { kind: BlockKind::Table(rows), .. }) = self.blocks.last_mut() {
                    let line = self.text[self.start + range.start..].split(['\n', '\r']).next().unwrap_or("");
                    rows.push(trimmed(self.text, self.start + range.start..self.start + range.start + line.len()));
                }
                self.skip = Some(TagEnd::Table);
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
                self.push(range.clone(), BlockKind::Fence);
                self.skip = Some(TagEnd::CodeBlock);
            }
            Tag::HtmlBlock => {
                let range = shifted(range, self.start);
                let rows = html_table::rows(self.text, range.clone());
                if rows.len() > 1 {
                    self.blocks.push(Block { span: trimmed(self.text, range), kind: BlockKind::Table(rows) });
                }
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => self.skip = Some(TagEnd::CodeBlock),
            Tag::MetadataBlock(kind) => {
                self.push(range.clone(), BlockKind::FrontMatter);
                self.skip = Some(TagEnd::MetadataBlock(*kind));
            }
            _ => {}
        }
    }

    fn inline(&mut self, range: &Range<usize>) {
        let range = shifted(range, self.start);
        match &mut self.open {
            Some(open) => open.end = open.end.max(range.end),
            None => self.open = Some(range),
        }
    }

    /// Ends the text that goes on.
    fn close(&mut self) {
        let Some(range) = self.open.take() else { return };
        let item = self.item.take();
        let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
        let span = trimmed(self.text, range);
        if !span.is_empty() {
            self.blocks.push(Block { span, kind: BlockKind::Text { item, depth } });
        }
    }

    fn push(&mut self, range: Range<usize>, kind: BlockKind) {
        self.blocks.push(Block { span: trimmed(self.text, shifted(&range, self.start)), kind });
    }
}

fn shifted(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

fn trimmed(text: &str, range: Range<usize>) -> Span {
    let inner = &text[range.clone()];
    let start = range.start + inner.len() - inner.trim_start().len();
    let body = inner.trim();
    Span::of(start.min(range.end)..start.min(range.end) + body.len())
}

fn heading_level(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn level_of(level: u8) -> HeadingLevel {
    match level {
        1 => HeadingLevel::H1,
        2 => HeadingLevel::H2,
        3 => HeadingLevel::H3,
        4 => HeadingLevel::H4,
        5 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

/// The lines of a text block without the blanks, quotation signs and hard breaks around them.
pub fn lines(source: &Source, span: Span) -> impl Iterator<Item = Span> + '_ {
    let text = source.slice(span);
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let end = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end);
            let body = text[at..end].trim_start_matches(|c: char| c.is_whitespace() || c == '>');
            let start = end - body.len();
            let body = body.trim_end().trim_end_matches('\\').trim_end();
            at = end + 1;
            if !body.is_empty() {
                return Some(Span::of(start..start + body.len()).shift(span.start));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shapes(text: &str) -> Vec<String> {
        shapes_of(text, read)
    }

    fn shapes_of(text: &str, read: fn(&Source) -> Vec<Block>) -> Vec<String> {
        let source = Source::new("a.md", "a.md", text.as_bytes().to_vec());
        let shape = |block: Block| {
            let words = source.slice(block.span).to_owned();
            match block.kind {
                BlockKind::Heading(level) => format!("h{level} {words}"),
                BlockKind::Text { item: Some(item), depth } => {
                    format!(
                        "{}{depth} {words}",
                        if item.task {
                            "task"
                        } else if item.ordered {
                            "ol"
                        } else {
                            "ul"
                        }
                    )
                }
                BlockKind::Text { item: None, .. } => format!("p {words}"),
                BlockKind::Table(rows) => {
                    format!("table {}", rows.iter().map(|&row| source.slice(row)).collect::<Vec<_>>().join(" / "))
                }
                BlockKind::Fence => "fence".to_owned(),
                BlockKind::FrontMatter => "front".to_owned(),
                BlockKind::Rule => "rule".to_owned(),
            }
        };
        read(&source).into_iter().map(shape).collect()
    }

    #[test]
    fn blocks_in_order_as_they_are_on_disk() {
        let text = "\u{feff}# Title\n\nA *first* line\nand `code`.\n\n- ✅ one **two**\n  - nested\n- [x] done\n\n1. ordered\n\n> quoted\n\n\
                    | a | b |\n|---|---|\n| 1 \\| 2 | `x` |\n\n```\n| no |\n```\n\n---\n\nSetext\n------\n";
        assert_eq!(
            shapes(text),
            [
                "h1 # Title",
                "p A *first* line\nand `code`.",
                "ul1 ✅ one **two**",
                "ul2 nested",
                "task1 done",
                "ol1 ordered",
                "p quoted",
                "table | a | b | / | 1 \\| 2 | `x` |",
                "fence",
                "rule",
                "h2 Setext\n------",
            ]
        );
        assert_eq!(shapes("---\ntitle: x\n---\n\nText."), ["front", "p Text."]);
        assert_eq!(shapes("    indented code\n\n<div>\nhtml\n</div>\n\nText <b>bold</b>."), ["p Text <b>bold</b>."]);
    }

    /// The blocks of a text whose lines are read as they are written.
    fn as_written(text: &str) -> Vec<String> {
        shapes_of(text, |source| read_as(source, |text| Cow::Borrowed(text)))
    }

    #[test]
    fn an_escaped_mark_stays_escaped() {
        assert_eq!(shapes("\\**"), as_written("\\**"));
    }

    proptest! {
        #[test]
        fn plainer_text_has_the_same_blocks(text in "(\\*\\*|\\*|_|`|```|~~~|> |- |1\\. |# |\\| |\\|---\\||    |a|b c|<b>|<!--|-->|\\[x\\]: /u|\\[|\\]|\\(|\\\\|:|=|---|\n|\n\n|é){0,40}") {
            prop_assert_eq!(shapes(&text), as_written(&text));
        }
    }
}
