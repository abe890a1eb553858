//! An article's Markdown as HTML for readers and crawlers without scripts. The
//! app renders the same text once it runs (`ui/markdown-view`); both keep to the
//! same subset: raw HTML stays text, and addresses lead to the web, to a mailbox
//! or to this site.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::headings::{Heading, fragment, mark};

/// Characters of the summary that search engines show.
const SUMMARY_CHARS: usize = 160;

/// HTML that may stand in a page, whatever the text is, and its headings.
pub fn to_html(text: &str) -> (String, Vec<Heading>) {
    let mut written = String::with_capacity(text.len() + text.len() / 2);
    let (events, headings) = mark(parse(text).map(harmless).collect());
    html::push_html(&mut written, events.into_iter());
    (written, headings)
}

/// The first words of the text, on one line, without marks.
pub fn summary(text: &str) -> String {
    let mut words = String::new();
    for event in parse(text) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => words.push(' '),
            _ => {}
        }
        if words.len() > 4 * SUMMARY_CHARS {
            break;
        }
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= SUMMARY_CHARS {
        return words;
    }
    let cut: String = words.chars().take(SUMMARY_CHARS).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end())
}

fn parse(text: &str) -> Parser<'_> {
    let options =
        Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    Parser::new_ext(text, options)
}

fn harmless(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: address(dest_url),
            title,
            id,
        }),
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Image {
            link_type,
            dest_url: address(dest_url),
            title,
            id,
        }),
        // The page has its own title; headings in the text begin below it.
        Event::Start(Tag::Heading {
            level: HeadingLevel::H1,
            id,
            classes,
            attrs,
        }) => Event::Start(Tag::Heading {
            level: HeadingLevel::H2,
            id,
            classes,
            attrs,
        }),
        Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
            Event::End(TagEnd::Heading(HeadingLevel::H2))
        }
        event => event,
    }
}

/// The address, or none when it might do something else than lead somewhere.
fn address(to: CowStr<'_>) -> CowStr<'_> {
    let lower = to.trim_start().to_ascii_lowercase();
    let scheme = lower
        .split_once(':')
        .map(|(scheme, _)| scheme)
        .filter(|scheme| !scheme.contains(['/', '?', '#']));
    if let Some(within) = fragment(&to) {
        return within.into();
    }
    match scheme {
        None | Some("http" | "https" | "mailto") => to,
        Some(_) => "".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_reads_as_it_was_meant() {
        let (html, headings) = to_html(
            "# Refunds\n\nSee [how](/help/how), [when](#when) and ~~not~~ this:\n\n- [x] one\n\n### When `it` is *due*",
        );
        assert!(html.contains("<h2 id=\"h-refunds\">Refunds</h2>"), "{html}");
        let link = "<a href=\"#h-refunds\" aria-labelledby=\"h-refunds\">#</a>";
        assert!(html.contains(link), "{html}");
        assert!(html.contains("<a href=\"#h-when\">when</a>"), "{html}");
        let found: Vec<_> = headings
            .iter()
            .map(|it| (it.level, it.id.as_str(), it.text.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (2, "h-refunds", "Refunds"),
                (3, "h-when-it-is-due", "When it is due")
            ]
        );
        assert!(html.contains("<a href=\"/help/how\">how</a>"), "{html}");
        assert!(html.contains("<del>not</del>"), "{html}");
    }

    #[test]
    fn nothing_that_somebody_wrote_acts() {
        for evil in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<div onclick=alert(1)>\n\nx\n\n</div>",
            "[x](javascript:alert(1))",
            "[x]( JaVaScRiPt:alert(1))",
            "![x](data:text/html,<script>1</script>)",
            "[x](https://example.com/\" onmouseover=\"alert(1))",
            "<https://example.com/\"onclick=x>",
            "# <script>",
        ] {
            let html = to_html(evil).0.to_lowercase();
            for markup in [
                "<script",
                "<img src=x",
                "<div onclick",
                "=\"javascript",
                "=\"data",
            ] {
                assert!(!html.contains(markup), "{markup} of {evil} in {html}");
            }
            for link in html.split("<a ").skip(1) {
                let tag = link.split('>').next().unwrap();
                if tag.starts_with("href=\"#h-") {
                    continue; // to a heading, which is tested above
                }
                assert_eq!(tag.matches('"').count(), 2, "more than an address: {tag}");
            }
        }
    }

    #[test]
    fn a_summary_is_one_line_that_ends_with_a_word() {
        assert_eq!(
            summary("# Refunds\n\nMoney **back**\nin `5` days."),
            "Refunds Money back in 5 days."
        );
        let long = summary(&"refunded ".repeat(100));
        assert!(long.chars().count() <= SUMMARY_CHARS + 1);
        assert!(long.ends_with("refunded…"), "{long}");
    }
}
