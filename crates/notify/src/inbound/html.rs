//! HTML of a mail as the text that it shows: quotes as `> `, links as Markdown,
//! everything else without decoration.
//!
//! A tree would cost time that grows with its depth, which is the sender's
//! choice; so tags become marks in one pass, mail-parser decodes the text
//! between them, and a second pass lays out lines. Both take linear time.

use mail_parser::decoders::html::html_to_text;

/// Bytes of HTML that are looked at; a page that is longer is cut.
const MAX_BYTES: usize = 1024 * 1024;
/// Bytes that a tag may have; what is longer is none.
const MAX_TAG: usize = 4 * 1024;
/// Quotes within quotes that are told apart.
const MAX_DEPTH: usize = 10;

/// Marks: characters of the private use area, which no mail means.
mod mark {
    pub const BREAK: char = '\u{e010}';
    /// A new line, unless one has just begun.
    pub const BLOCK: char = '\u{e011}';
    /// An empty line, unless there is one.
    pub const PARAGRAPH: char = '\u{e012}';
    pub const QUOTE: char = '\u{e013}';
    pub const END_OF_QUOTE: char = '\u{e014}';
    pub const LINK: char = '\u{e015}';
    pub const END_OF_LINK: char = '\u{e016}';
    pub const ITEM: char = '\u{e017}';
    pub const CELL: char = '\u{e018}';

    pub fn is(c: char) -> bool {
        ('\u{e010}'..='\u{e018}').contains(&c)
    }
}

pub(super) fn to_text(html: &str) -> String {
    let mut marked = Marked::default();
    marked.read(cut(html));
    let text = html_to_text(&marked.text);
    laid_out(&text, marked.links)
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Text with its entities, and marks where tags were.
#[derive(Default)]
struct Marked {
    text: String,
    /// Where each link leads, in their order; none where it is not the web.
    links: Vec<Option<String>>,
    in_pre: bool,
}

impl Marked {
    fn read(&mut self, mut rest: &str) {
        while let Some(at) = rest.find('<') {
            self.push(&rest[..at]);
            rest = &rest[at..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            } else if let Some(tag) = tag(rest) {
                rest = &rest[tag.len()..];
                rest = self.tag(tag, rest);
            } else {
                self.text.push_str("&lt;");
                rest = &rest[1..];
            }
        }
        self.push(rest);
    }

    fn push(&mut self, text: &str) {
        for c in text.chars().filter(|c| !mark::is(*c)) {
            match c {
                '\n' if self.in_pre => self.text.push(mark::BREAK),
                '>' => self.text.push_str("&gt;"),
                c => self.text.push(c),
            }
        }
    }

    /// Marks a tag; gives what is left, without what is never shown.
    fn tag<'h>(&mut self, tag: &str, rest: &'h str) -> &'h str {
        let inner = tag[1..tag.len() - 1].trim();
        let (closing, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let end = inner
            .find(|c: char| !c.is_ascii_alphanumeric() && c != ':')
            .unwrap_or(inner.len());
        let (name, attributes) = inner.split_at(end);
        match (name.to_ascii_lowercase().as_str(), closing) {
            ("head" | "style" | "script" | "template" | "title", false) => {
                return after_end_of(name, rest);
            }
            ("br" | "hr", _) => self.text.push(mark::BREAK),
            ("p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "table", _) => {
                self.text.push(mark::PARAGRAPH);
            }
            ("blockquote", false) => self.text.push(mark::QUOTE),
            ("blockquote", true) => self.text.push(mark::END_OF_QUOTE),
            ("li", false) => self.text.push(mark::ITEM),
            ("td" | "th", false) => self.text.push(mark::CELL),
            ("a", false) => {
                self.links
                    .push(attribute(attributes, "href").and_then(web_address));
                self.text.push(mark::LINK);
            }
            ("a", true) => self.text.push(mark::END_OF_LINK),
            ("pre", _) => {
                self.in_pre = !closing;
                self.text.push(mark::PARAGRAPH);
            }
            (
                "div" | "tr" | "li" | "section" | "article" | "header" | "footer" | "center"
                | "address" | "body",
                _,
            ) => self.text.push(mark::BLOCK),
            _ => {}
        }
        rest
    }
}

/// The tag that a text begins with: up to a `>` that is in no attribute.
fn tag(text: &str) -> Option<&str> {
    let second = text.as_bytes().get(1)?;
    if !second.is_ascii_alphabetic() && !matches!(second, b'/' | b'!' | b'?') {
        return None;
    }
    let near = &text.as_bytes()[..text.len().min(MAX_TAG)];
    let first = near.iter().position(|byte| *byte == b'>')?;
    let mut quote = None;
    for (at, byte) in near.iter().copied().enumerate() {
        match (byte, quote) {
            (b'>', None) => return Some(&text[..=at]),
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    // A quote that is never closed; then any `>` ends it.
    Some(&text[..=first])
}

/// What follows the end of an element whose content is never shown.
fn after_end_of<'h>(name: &str, rest: &'h str) -> &'h str {
    let mut at = 0;
    while let Some(found) = rest[at..].find("</") {
        at += found + 2;
        let tail = &rest[at..];
        let named = tail
            .get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name));
        if named {
            return tail.find('>').map_or("", |end| &tail[end + 1..]);
        }
    }
    ""
}

/// The value of an attribute, as it stands there.
fn attribute<'h>(attributes: &'h str, name: &str) -> Option<&'h str> {
    let mut rest = attributes;
    while let Some(at) = rest.find('=') {
        let key = rest[..at].trim_end();
        let is_it = key.len() >= name.len()
            && key.is_char_boundary(key.len() - name.len())
            && key[key.len() - name.len()..].eq_ignore_ascii_case(name)
            && !key[..key.len() - name.len()].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let value = rest[at + 1..].trim_start();
        let (value, tail) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote)?,
            _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        if is_it {
            return Some(value);
        }
        rest = tail;
    }
    None
}

/// An address of the web that can stand in Markdown.
fn web_address(text: &str) -> Option<String> {
    let url = html_to_text(text);
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let is_plain = |c: char| {
        !c.is_whitespace() && !c.is_control() && !matches!(c, '(' | ')' | '<' | '>') && !mark::is(c)
    };
    (is_web && url.len() <= 2_000 && url.chars().all(is_plain)).then_some(url)
}

/// Lines as they are shown.
struct Lines {
    done: String,
    current: String,
    depth: usize,
    /// Whether the last line of `done` is empty, or there is none.
    gap: bool,
}

fn laid_out(text: &str, links: Vec<Option<String>>) -> String {
    let mut lines = Lines {
        done: String::with_capacity(text.len()),
        current: String::new(),
        depth: 0,
        gap: true,
    };
    let mut links = links.into_iter();
    // Where the label of the open link begins, and where it leads.
    let mut open: Option<(usize, Option<String>)> = None;
    for c in text.chars() {
        if mark::is(c) && c != mark::CELL {
            // A link ends with its line at the latest.
            if let Some((from, url)) = open.take() {
                lines.link(from, url);
            }
        }
        match c {
            mark::BREAK | '\n' => lines.end(),
            mark::BLOCK => lines.fresh(),
            mark::PARAGRAPH => lines.paragraph(),
            mark::QUOTE => {
                lines.fresh();
                lines.depth += 1;
            }
            mark::END_OF_QUOTE => {
                lines.fresh();
                lines.depth = lines.depth.saturating_sub(1);
            }
            mark::ITEM => {
                lines.fresh();
                lines.current.push_str("- ");
            }
            mark::CELL => lines.current.push(' '),
            mark::LINK => open = Some((lines.current.len(), links.next().flatten())),
            mark::END_OF_LINK => {}
            c => lines.current.push(c),
        }
    }
    if let Some((from, url)) = open {
        lines.link(from, url);
    }
    lines.fresh();
    lines.done
}

impl Lines {
    fn end(&mut self) {
        let line = self.current.trim();
        for _ in 0..self.depth.min(MAX_DEPTH) {
            self.done.push('>');
        }
        if self.depth > 0 && !line.is_empty() {
            self.done.push(' ');
        }
        self.gap = line.is_empty();
        self.done.push_str(line);
        self.done.push('\n');
        self.current.clear();
    }

    fn fresh(&mut self) {
        if !self.current.trim().is_empty() {
            self.end();
        }
    }

    fn paragraph(&mut self) {
        self.fresh();
        if !self.gap {
            self.end();
        }
    }

    fn link(&mut self, from: usize, url: Option<String>) {
        let label = self
            .current
            .get(from..)
            .unwrap_or_default()
            .trim()
            .to_owned();
        if let Some(url) = url
            && !label.is_empty()
            && label != url
        {
            let label = label.replace(['[', ']'], "");
            self.current.truncate(from);
            if self.current.ends_with(|c: char| c.is_alphanumeric()) {
                self.current.push(' ');
            }
            self.current.push_str(&format!("[{label}]({url})"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_the_text_that_it_shows() {
        let html = "<html><head><style>p{color:red}</style><title>x</title></head><body>\
            <p class='a>b'>Hello <b>Sam</b>,<br/>it&nbsp;is <a target=_blank href=\"https://a.example/?b=1&amp;c=2\">here</a>.</p>\
            <script>alert(1)</script><!-- <p>no</p> --><ul><li>one</li><li>two &lt;b&gt; 1 < 2</li></ul>\
            <a href=\"javascript:alert(1)\">plain</a> <a href=https://a.example>https://a.example</a>\
            <hr><img src=\"cid:1\"><blockquote><p>Quoted</p><p>more</p></blockquote>end</body></html>";
        assert_eq!(
            to_text(html).replace('\u{a0}', " "),
            "Hello Sam,\nit is [here](https://a.example/?b=1&c=2).\n\n- one\n- two <b> 1 < 2\n\n\
             plain https://a.example\n>\n> Quoted\n>\n> more\n>\nend\n"
        );
    }

    #[test]
    fn lines_are_those_that_are_seen() {
        assert_eq!(
            to_text("<div>a</div><div><br></div><div>b</div>"),
            "a\n\nb\n"
        );
        assert_eq!(to_text("<p>a</p>\n\n<p>b\n c</p>"), "a\n\nb c\n\n");
        assert_eq!(
            to_text("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"),
            "a b\nc\n\n"
        );
        assert_eq!(to_text("<pre>a\nb</pre>"), "a\nb\n\n");
    }

    #[test]
    fn what_is_made_to_hurt_does_not() {
        for html in [
            "<div>".repeat(100_000),
            "<blockquote>x".repeat(50_000),
            "<hr>".repeat(200_000),
            "<a href=\"https://a.example\">".repeat(20_000),
            "<a href=\"".repeat(100_000),
            "<style>".repeat(100_000),
            "<!--".repeat(100_000),
            "<".repeat(1_000_000),
            "&amp".repeat(200_000),
        ] {
            assert!(to_text(&html).len() <= 2 * html.len() + 2);
        }
    }
}
