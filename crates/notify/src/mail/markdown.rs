//! Markdown as it is shown in mail: its safe subset as HTML. Raw HTML stays
//! text, images become links, and links lead to the web or to an address alone.

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

/// Nested deeper, nobody reads it.
const MAX_DEPTH: usize = 32;

/// HTML that may stand in a mail, whatever the text is.
pub(super) fn to_html(text: &str) -> String {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut shown = Shown::default();
    let events = Parser::new_ext(text, options).filter_map(|event| shown.take(event));
    let mut written = String::with_capacity(text.len() + text.len() / 2);
    html::push_html(&mut written, events);
    written
}

#[derive(Default)]
struct Shown {
    /// For each link or image that is open: whether its end is written.
    open: Vec<bool>,
    depth: usize,
}

impl Shown {
    fn take<'e>(&mut self, event: Event<'e>) -> Option<Event<'e>> {
        match event {
            Event::Start(Tag::Link {
                dest_url,
                link_type,
                ..
            }) => self.link(dest_url, link_type),
            Event::Start(Tag::Image { dest_url, .. }) => self.link(dest_url, LinkType::Inline),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                self.open.pop()?.then_some(Event::End(TagEnd::Link))
            }
            // A page has one title; headings in a message are below it.
            Event::Start(Tag::Heading { .. }) => Some(Event::InlineHtml("<p><strong>".into())),
            Event::End(TagEnd::Heading(_)) => Some(Event::InlineHtml("</strong></p>\n".into())),
            Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
            Event::Html(raw) | Event::InlineHtml(raw) => Some(Event::Text(raw)),
            // Who breaks a line in a message means it.
            Event::SoftBreak => Some(Event::HardBreak),
            Event::Start(tag @ (Tag::BlockQuote(_) | Tag::List(_))) => {
                self.depth += 1;
                (self.depth <= MAX_DEPTH).then_some(Event::Start(tag))
            }
            Event::End(tag @ (TagEnd::BlockQuote(_) | TagEnd::List(_))) => {
                let shown = self.depth <= MAX_DEPTH;
                self.depth = self.depth.saturating_sub(1);
                shown.then_some(Event::End(tag))
            }
            event => Some(event),
        }
    }

    fn link<'e>(&mut self, to: CowStr<'e>, link_type: LinkType) -> Option<Event<'e>> {
        // An image within a link leads where the link does.
        let nested = self.open.contains(&true);
        let good = !nested && (link_type == LinkType::Email || is_harmless(&to));
        self.open.push(good);
        good.then(|| {
            Event::Start(Tag::Link {
                link_type,
                dest_url: to,
                title: "".into(),
                id: "".into(),
            })
        })
    }
}

fn is_harmless(to: &str) -> bool {
    let to = to.trim_start().to_ascii_lowercase();
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| to.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_shown_as_they_mean_it() {
        let html =
            to_html("Hello **Maya**,\nsee [here](https://example.com/a?b=1&c=2).\n\n- one\n- two");
        assert_eq!(
            html,
            "<p>Hello <strong>Maya</strong>,<br />\n\
             see <a href=\"https://example.com/a?b=1&amp;c=2\">here</a>.</p>\n\
             <ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
        );
    }

    #[test]
    fn nothing_that_somebody_wrote_acts() {
        for evil in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<div onclick=alert(1)>\n\nx\n\n</div>",
            "[x](javascript:alert(1))",
            "[x]( JaVaScRiPt:alert(1))",
            "[x](data:text/html,<script>1</script>)",
            "![x](https://tracker.example/pixel.gif)",
            "[x](https://example.com/\" onmouseover=\"alert(1))",
            "# <script>",
            "```\n</pre><script>\n```",
            "<https://example.com/\"onclick=x>",
        ] {
            let html = to_html(evil).to_lowercase();
            for markup in [
                "<script",
                "<img",
                "<div",
                "href=\"javascript",
                "href=\"data",
            ] {
                assert!(!html.contains(markup), "{markup} of {evil} in {html}");
            }
            for link in html.split("<a ").skip(1) {
                let tag = link.split('>').next().unwrap();
                assert_eq!(tag.matches('"').count(), 2, "more than an address: {tag}");
            }
        }
    }

    #[test]
    fn deep_nesting_is_cut_and_still_balanced() {
        let html = to_html(&format!("{} x", ">".repeat(5_000)));
        assert_eq!(html.matches("<blockquote>").count(), MAX_DEPTH);
        assert_eq!(html.matches("</blockquote>").count(), MAX_DEPTH);
    }
}
