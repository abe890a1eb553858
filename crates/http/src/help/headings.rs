//! The headings of an article: ids that links may keep to, and what a table of
//! contents is made of. The app gives the same ids (`ui/heading-ids.ts`).

use std::collections::HashMap;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd};
use serde::Serialize;

/// Keeps the ids of headings apart from those of the page.
const PREFIX: &str = "h-";
/// An article with fewer headings has no table of contents.
const CONTENTS_MIN: usize = 3;
/// Headings below this level are left out of it.
const CONTENTS_MAX_LEVEL: u8 = 3;

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Heading {
    /// 2 to 6: the title of the page is the only one of level 1.
    pub level: u8,
    pub id: String,
    pub text: String,
}

/// Gives each heading its id and a link to itself beside it.
pub fn mark(events: Vec<Event<'_>>) -> (Vec<Event<'_>>, Vec<Heading>) {
    let headings = find(&events);
    let mut marked = Vec::with_capacity(events.len() + 2 * headings.len());
    let mut ids = headings.iter().map(|it| &it.id);
    let mut current = "";
    for event in events {
        match event {
            Event::Start(Tag::Heading {
                level,
                classes,
                attrs,
                ..
            }) => {
                current = ids.next().map_or("", String::as_str);
                marked.push(Event::Html("<div class=\"heading\">".into()));
                marked.push(Event::Start(Tag::Heading {
                    level,
                    id: Some(CowStr::from(current.to_owned())),
                    classes,
                    attrs,
                }));
            }
            Event::End(TagEnd::Heading(level)) => {
                marked.push(Event::End(TagEnd::Heading(level)));
                // An id has letters, numbers and hyphens alone.
                let link =
                    format!("<a href=\"#{current}\" aria-labelledby=\"{current}\">#</a></div>\n");
                marked.push(Event::Html(link.into()));
            }
            event => marked.push(event),
        }
    }
    (marked, headings)
}

/// What the table of contents lists; nothing for a short article.
pub fn contents(headings: &[Heading]) -> Vec<&Heading> {
    let listed: Vec<_> = headings
        .iter()
        .filter(|it| it.level <= CONTENTS_MAX_LEVEL && !it.text.is_empty())
        .collect();
    if listed.len() < CONTENTS_MIN {
        return Vec::new();
    }
    listed
}

/// The address within the page that an author means by `#how-it-works`.
pub fn fragment(to: &str) -> Option<String> {
    let name = to.strip_prefix('#')?;
    Some(match name {
        "" => to.to_owned(),
        name if name.starts_with(PREFIX) => to.to_owned(),
        name => format!("#{PREFIX}{name}"),
    })
}

fn find(events: &[Event<'_>]) -> Vec<Heading> {
    let mut ids = Ids::default();
    let mut headings = Vec::new();
    let mut open: Option<(u8, String)> = None;
    for event in events {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                open = Some((number(*level), String::new()))
            }
            Event::End(TagEnd::Heading(_)) => {
                let Some((level, text)) = open.take() else {
                    continue;
                };
                headings.push(Heading {
                    level,
                    id: ids.next(&text),
                    text: text.split_whitespace().collect::<Vec<_>>().join(" "),
                });
            }
            event => {
                if let Some((_, text)) = &mut open {
                    match event {
                        Event::Text(words) | Event::Code(words) => text.push_str(words),
                        Event::SoftBreak | Event::HardBreak => text.push(' '),
                        _ => {}
                    }
                }
            }
        }
    }
    headings
}

const fn number(level: HeadingLevel) -> u8 {
    level as u8
}

/// Makes ids that differ within a page.
#[derive(Default)]
struct Ids {
    given: HashMap<String, usize>,
}

impl Ids {
    fn next(&mut self, text: &str) -> String {
        let slug = slug(text);
        let times = self.given.entry(slug.clone()).or_default();
        *times += 1;
        match *times {
            1 => format!("{PREFIX}{slug}"),
            // Two hyphens: a heading that says the number itself has one.
            times => format!("{PREFIX}{slug}--{times}"),
        }
    }
}

/// The letters and numbers of a text, in lower case, its words joined by hyphens.
fn slug(text: &str) -> String {
    let lower = text.to_lowercase().replace(['\'', '\u{2019}'], "");
    let words: Vec<_> = lower
        .split(|it: char| !it.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return "section".to_owned();
    }
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the app is tested with as well.
    const CASES: &str = include_str!("../../../../web/apps/desk/src/ui/heading-ids.cases.json");

    #[test]
    fn headings_get_the_ids_that_the_app_gives_them() {
        let cases: Vec<(Vec<String>, Vec<String>)> = serde_json::from_str(CASES).unwrap();
        assert!(cases.len() > 5);
        for (texts, expected) in cases {
            let mut ids = Ids::default();
            let given: Vec<_> = texts.iter().map(|text| ids.next(text)).collect();
            assert_eq!(given, expected);
        }
    }

    #[test]
    fn a_short_article_has_no_table_of_contents() {
        let heading = |level: u8, text: &str| Heading {
            level,
            id: format!("h-{text}"),
            text: text.to_owned(),
        };
        let (one, two, deep) = (heading(2, "one"), heading(3, "two"), heading(4, "deep"));
        assert!(contents(&[one.clone(), two.clone(), deep.clone()]).is_empty());
        let three = heading(2, "three");
        let all = [one.clone(), two.clone(), deep, three.clone()];
        assert_eq!(contents(&all), [&one, &two, &three]);
    }

    #[test]
    fn links_within_an_article_lead_to_its_headings() {
        assert_eq!(
            fragment("#how-it-works").as_deref(),
            Some("#h-how-it-works")
        );
        assert_eq!(
            fragment("#h-how-it-works").as_deref(),
            Some("#h-how-it-works")
        );
        assert_eq!(fragment("#").as_deref(), Some("#"));
        assert_eq!(fragment("/help/x#y"), None);
    }
}
