//! The demo's files as they are written, and the check that they fit together.

use std::collections::{BTreeMap, HashSet};

use frontdesk_model::{
    Role,
    ticket::{Priority, TicketStatus},
};
use rust_embed::RustEmbed;
use serde::{Deserialize, de::DeserializeOwned};

use super::set_up::SetUp;
use crate::error::{Error, Result};

#[derive(RustEmbed)]
#[folder = "demo/"]
struct Folder;

/// Everything, in the order of the files.
#[derive(Debug)]
pub struct Data {
    pub categories: Vec<Category>,
    pub people: BTreeMap<String, Person>,
    pub articles: Vec<Article>,
    pub tickets: Vec<Ticket>,
    pub chats: Vec<Chat>,
    pub set_up: SetUp,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub slug: String,
    pub name: String,
    pub description: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub email: String,
    #[serde(default)]
    pub role: Role,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    pub slug: String,
    pub question: String,
    pub category: String,
    pub tags: Vec<String>,
    pub helpful: i64,
    pub not_helpful: i64,
    pub views: i64,
    pub published: bool,
    #[serde(skip)]
    pub answer: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    pub customer: String,
    pub subject: String,
    pub description: String,
    pub category: String,
    pub priority: Priority,
    pub status: TicketStatus,
    #[serde(default)]
    pub tags: Vec<String>,
    pub assignee: Option<String>,
    pub age_hours: f64,
    #[serde(default)]
    pub responses: Vec<Response>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    pub by: String,
    pub after_minutes: f64,
    pub text: String,
    #[serde(default)]
    pub internal: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chat {
    pub customer: String,
    pub agent: Option<String>,
    pub topic: String,
    pub status: frontdesk_model::chat::ChatStatus,
    pub age_hours: f64,
    pub messages: Vec<Message>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    pub by: String,
    pub after_seconds: f64,
    pub text: String,
}

impl Data {
    /// Reads all files.
    ///
    /// # Errors
    /// `Demo`, naming the file, when one is not as it should be.
    pub fn read() -> Result<Self> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Categories {
            category: Vec<Category>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct People {
            agent: Vec<Person>,
            customer: Vec<Person>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Tickets {
            ticket: Vec<Ticket>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Chats {
            chat: Vec<Chat>,
        }
        let people: People = toml_file("people.toml")?;
        let data = Self {
            categories: toml_file::<Categories>("categories.toml")?.category,
            people: people
                .agent
                .into_iter()
                .chain(people.customer)
                .map(|person| (person.id.clone(), person))
                .collect(),
            articles: articles()?,
            tickets: toml_file::<Tickets>("tickets.toml")?.ticket,
            chats: toml_file::<Chats>("chats.toml")?.chat,
            set_up: toml_file("desk.toml")?,
        };
        data.check()?;
        Ok(data)
    }

    pub fn person(&self, id: &str) -> Result<&Person> {
        self.people
            .get(id)
            .ok_or_else(|| Error::Demo(format!("people.toml has no `{id}`")))
    }

    /// Every name that one file has of another's must be there.
    fn check(&self) -> Result<()> {
        let slugs: HashSet<_> = self
            .categories
            .iter()
            .map(|one| one.slug.as_str())
            .collect();
        let used = self.articles.iter().map(|one| &one.category);
        for category in used.chain(self.tickets.iter().map(|one| &one.category)) {
            if !slugs.contains(category.as_str()) {
                return Err(Error::Demo(format!("categories.toml has no `{category}`")));
            }
        }
        let ticket_people = self.tickets.iter().flat_map(|ticket| {
            let by = ticket.responses.iter().map(|one| &one.by);
            by.chain([&ticket.customer]).chain(&ticket.assignee)
        });
        let chat_people = self.chats.iter().flat_map(|chat| {
            let by = chat.messages.iter().map(|one| &one.by);
            by.chain([&chat.customer]).chain(&chat.agent)
        });
        for id in ticket_people.chain(chat_people) {
            self.person(id)?;
        }
        Ok(())
    }
}

/// In the order of their names, so that each gets the same age everywhere.
fn articles() -> Result<Vec<Article>> {
    let mut names: Vec<_> = Folder::iter()
        .filter(|name| name.starts_with("articles/"))
        .collect();
    names.sort();
    names
        .iter()
        .map(|name| article(name, &text_file(name)?))
        .collect()
}

/// TOML between two lines of `+++`, then Markdown.
fn article(name: &str, text: &str) -> Result<Article> {
    let parts = text
        .strip_prefix("+++\n")
        .and_then(|text| text.split_once("\n+++\n"));
    let (head, body) = parts.ok_or_else(|| Error::Demo(format!("{name} has no +++ header")))?;
    let mut article: Article =
        toml::from_str(head).map_err(|error| Error::Demo(format!("{name}: {error}")))?;
    article.answer = body.trim().to_owned();
    Ok(article)
}

fn toml_file<T: DeserializeOwned>(name: &str) -> Result<T> {
    toml::from_str(&text_file(name)?).map_err(|error| Error::Demo(format!("{name}: {error}")))
}

fn text_file(name: &str) -> Result<String> {
    let file = Folder::get(name).ok_or_else(|| Error::Demo(format!("{name} is missing")))?;
    String::from_utf8(file.data.into_owned())
        .map_err(|_| Error::Demo(format!("{name} is not UTF-8")))
}

#[cfg(test)]
mod tests {
    use frontdesk_model::{
        article::{ArticleInput, slugify},
        chat::ChatStatus,
        validate::InputLimits,
    };

    use super::*;

    #[test]
    fn the_desk_is_believable() {
        let data = Data::read().unwrap();
        assert!(data.articles.len() >= 30);
        assert_eq!(data.categories.len(), 6);
        assert_eq!(data.tickets.len(), 40);
        for status in TicketStatus::ALL {
            assert!(data.tickets.iter().any(|ticket| ticket.status == *status));
        }
        let staff = data.people.values().filter(|one| one.role.is_staff());
        assert_eq!(staff.count(), 3);
        for id in [
            super::super::welcome::CUSTOMER,
            super::super::welcome::AGENT,
        ] {
            data.person(id).unwrap();
        }
    }

    #[test]
    fn every_text_keeps_to_the_rules_that_the_desk_has_for_it() {
        let data = Data::read().unwrap();
        let mut slugs = HashSet::new();
        for article in &data.articles {
            assert_eq!(article.slug, slugify(&article.slug));
            assert!(slugs.insert(&article.slug), "{}", article.slug);
            ArticleInput {
                question: article.question.clone(),
                answer: article.answer.clone(),
                category: Some(article.category.clone()),
                tags: article.tags.clone(),
                is_published: article.published,
                language: None,
            }
            .validate()
            .unwrap();
        }
        for ticket in &data.tickets {
            frontdesk_model::ticket::NewTicket {
                subject: ticket.subject.clone(),
                description: ticket.description.clone(),
                category: Some(ticket.category.clone()),
                priority: Some(ticket.priority),
                attachments: Vec::new(),
                context: None,
            }
            .validate(&InputLimits::default())
            .unwrap();
        }
    }

    #[test]
    fn links_between_articles_lead_somewhere() {
        let data = Data::read().unwrap();
        let slugs: HashSet<_> = data.articles.iter().map(|one| one.slug.as_str()).collect();
        for article in &data.articles {
            for rest in article.answer.split("](/help/").skip(1) {
                let slug = rest.split([')', '#']).next().unwrap();
                assert!(slugs.contains(slug), "{} links to {slug}", article.slug);
            }
        }
    }

    #[test]
    fn what_happened_lies_in_the_past_and_in_order() {
        let data = Data::read().unwrap();
        for ticket in &data.tickets {
            let mut last = 0.0;
            for response in &ticket.responses {
                assert!(response.after_minutes >= last, "{}", ticket.subject);
                last = response.after_minutes;
            }
            assert!(last / 60.0 <= ticket.age_hours, "{}", ticket.subject);
        }
        for chat in &data.chats {
            let after: Vec<_> = chat.messages.iter().map(|one| one.after_seconds).collect();
            assert!(after.is_sorted(), "{}", chat.topic);
            assert!(
                after.last().unwrap() / 3_600.0 <= chat.age_hours,
                "{}",
                chat.topic
            );
            assert_eq!(chat.agent.is_none(), chat.status == ChatStatus::Waiting);
        }
    }
}
