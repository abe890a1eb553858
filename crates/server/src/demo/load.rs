//! Writes the demo's data into an empty store: one transaction, so that it is
//! there as a whole or not at all.

use std::time::Duration;

use frontdesk_model::{
    ConversationId, IdSource, Person, Timestamp,
    article::CategoryInput,
    chat::{ChatStatus, Sender},
    notification::NotificationType,
    ticket::{TicketFilter, TicketStatus},
};
use frontdesk_model::{PageRequest, article};
use frontdesk_store::{
    Access, ArticleFilter, Assignee, NewChat, NewMessage, NewNotification, NewTicketRow, Store,
    TicketChange, TicketRow, Tx,
};

use super::data::{self, Data};
use crate::error::Result;

/// The setting that says that the data in this store is the demo's.
const MARK: &str = "demo";
/// Responses that are younger than this are still news to their reader.
const NEWS: Duration = Duration::from_secs(36 * 3_600);
/// How long the oldest article has been there.
const OLDEST_ARTICLE: Duration = Duration::from_secs(200 * 24 * 3_600);

/// What became of the demo's data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loaded {
    /// It was loaded now.
    Now,
    /// It was loaded by an earlier start.
    Before,
    /// The store holds other data, which was left alone.
    NotEmpty,
}

/// Fills the store when it is empty.
///
/// # Errors
/// When the data is not valid or the store fails; then nothing was loaded.
pub async fn load(store: &Store) -> Result<Loaded> {
    if store.setting(MARK).await?.is_some() {
        return Ok(Loaded::Before);
    }
    if !is_empty(store).await? {
        return Ok(Loaded::NotEmpty);
    }
    let data = Data::read()?;
    let loader = Loader {
        data: &data,
        ids: IdSource::System,
        now: frontdesk_model::Clock::System.now(),
    };
    let mut tx = store.begin().await?;
    loader.load(&mut tx).await?;
    tx.set_setting(MARK, &loader.now.to_string()).await?;
    tx.commit().await?;
    Ok(Loaded::Now)
}

async fn is_empty(store: &Store) -> Result<bool> {
    let one = PageRequest {
        limit: 1,
        after: None,
    };
    let drafts_too = ArticleFilter {
        drafts: true,
        ..ArticleFilter::default()
    };
    Ok(store.articles(&drafts_too, &one).await?.items.is_empty()
        && store.categories().await?.is_empty()
        && store
            .tickets(&Access::Staff, &TicketFilter::default(), &one)
            .await?
            .items
            .is_empty())
}

struct Loader<'d> {
    data: &'d Data,
    ids: IdSource,
    now: Timestamp,
}

impl Loader<'_> {
    async fn load(&self, tx: &mut Tx) -> Result<()> {
        for person in self.data.people.values() {
            tx.save_person(&view(person), self.now).await?;
        }
        self.data.set_up.load(tx, &self.ids, self.now).await?;
        self.categories(tx).await?;
        self.articles(tx).await?;
        let mut tickets: Vec<_> = self.data.tickets.iter().collect();
        tickets.sort_by(|one, other| other.age_hours.total_cmp(&one.age_hours));
        for ticket in tickets {
            self.ticket(tx, ticket).await?;
        }
        let mut chats: Vec<_> = self.data.chats.iter().collect();
        chats.sort_by(|one, other| other.age_hours.total_cmp(&one.age_hours));
        for chat in chats {
            self.chat(tx, chat).await?;
        }
        Ok(())
    }

    async fn categories(&self, tx: &mut Tx) -> Result<()> {
        for category in &self.data.categories {
            let input = CategoryInput {
                name: category.name.clone(),
                description: Some(category.description.clone()),
                slug: Some(category.slug.clone()),
            };
            let at = self.now.minus(OLDEST_ARTICLE);
            tx.create_category(self.ids.make(), &input, at).await?;
        }
        Ok(())
    }

    /// The articles' ages are spread evenly over the time there was a desk.
    async fn articles(&self, tx: &mut Tx) -> Result<()> {
        let count = u32::try_from(self.data.articles.len()).unwrap_or(u32::MAX);
        let step = OLDEST_ARTICLE / (count + 1);
        for (article, place) in self.data.articles.iter().zip(1..) {
            let at = self.now.minus(step * place);
            let article = article::Article {
                id: self.ids.make(),
                slug: article.slug.clone(),
                question: article.question.clone(),
                answer: article.answer.clone(),
                category: article.category.clone(),
                tags: article.tags.clone(),
                is_published: article.published,
                language: None,
                helpful: article.helpful,
                not_helpful: article.not_helpful,
                views: article.views,
                created_at: at,
                updated_at: at,
            };
            tx.import_article(&article).await?;
        }
        Ok(())
    }

    async fn ticket(&self, tx: &mut Tx, ticket: &data::Ticket) -> Result<()> {
        let customer = self.data.person(&ticket.customer)?;
        let opened = self.ago(ticket.age_hours);
        let row = NewTicketRow {
            id: self.ids.make(),
            user_id: customer.id.as_str().into(),
            user_name: customer.name.clone(),
            subject: ticket.subject.clone(),
            description: ticket.description.clone(),
            category: ticket.category.clone(),
            priority: ticket.priority,
            tags: Vec::new(),
            attachments: Vec::new(),
            created_at: opened,
        };
        let row = tx.create_ticket(&row).await?;
        let mut last = opened;
        for response in &ticket.responses {
            last = opened.plus(seconds(response.after_minutes * 60.0));
            self.response(tx, &row, response, last).await?;
        }
        let assignee = match &ticket.assignee {
            Some(id) => Some(Assignee::from(&view(self.data.person(id)?))),
            None => None,
        };
        let change = TicketChange {
            status: Some(ticket.status).filter(|status| *status != TicketStatus::Open),
            assigned_to: Some(assignee),
            tags: Some(ticket.tags.clone()),
            resolved_at: Some(ticket.status.is_done().then_some(last)),
            ..TicketChange::default()
        };
        tx.update_ticket(row.id, &change, last).await?;
        Ok(())
    }

    async fn response(
        &self,
        tx: &mut Tx,
        ticket: &TicketRow,
        response: &data::Response,
        at: Timestamp,
    ) -> Result<()> {
        let author = self.data.person(&response.by)?;
        let text = &response.text;
        let message = self.message(ticket.id, author, text, at);
        tx.append(&NewMessage {
            internal: response.internal,
            ..message
        })
        .await?;
        let to_customer = author.role.is_staff() && !response.internal;
        if to_customer && self.now.since(at) < NEWS {
            self.notify(tx, ticket, author, text, at).await?;
        }
        Ok(())
    }

    /// What the customer would have been told when the response came.
    async fn notify(
        &self,
        tx: &mut Tx,
        ticket: &TicketRow,
        author: &data::Person,
        text: &str,
        at: Timestamp,
    ) -> Result<()> {
        let first_line = text.lines().next().unwrap_or_default();
        let notification = NewNotification {
            id: self.ids.make(),
            person_id: ticket.user_id.clone(),
            kind: NotificationType::TicketResponse,
            title: format!("{} answered ticket #{}", author.name, ticket.number),
            message: first_line.to_owned(),
            data: serde_json::json!({
                "ticketId": ticket.id,
                "ticketNumber": ticket.number,
                "subject": ticket.subject,
            }),
            dedup_key: None,
            created_at: at,
        };
        tx.add_past_notifications(&[notification]).await?;
        Ok(())
    }

    async fn chat(&self, tx: &mut Tx, chat: &data::Chat) -> Result<()> {
        let customer = self.data.person(&chat.customer)?;
        let opened = self.ago(chat.age_hours);
        let row = tx
            .open_chat(&NewChat {
                id: self.ids.make(),
                user_id: customer.id.as_str().into(),
                user_name: customer.name.clone(),
                topic: Some(chat.topic.clone()),
                team_id: None,
                skills: Vec::new(),
                answers: Vec::new(),
                created_at: opened,
            })
            .await?;
        // An agent accepts just before their first message.
        let mut accepted = false;
        let mut last = opened;
        for message in &chat.messages {
            last = opened.plus(seconds(message.after_seconds));
            if Some(&message.by) == chat.agent.as_ref() && !accepted {
                let agent = view(self.data.person(&message.by)?);
                tx.accept_chat(row.id, &agent, last).await?;
                accepted = true;
            }
            let author = self.data.person(&message.by)?;
            tx.append(&self.message(row.id, author, &message.text, last))
                .await?;
        }
        if chat.status == ChatStatus::Closed {
            let at = last.plus(Duration::from_secs(60)).min(self.now);
            tx.close_chat(row.id, at).await?;
            for side in [Sender::User, Sender::Agent] {
                let all = i64::try_from(chat.messages.len()).unwrap_or(i64::MAX);
                tx.mark_chat_read(row.id, side, all).await?;
            }
        }
        Ok(())
    }

    fn message(
        &self,
        conversation: ConversationId,
        author: &data::Person,
        text: &str,
        at: Timestamp,
    ) -> NewMessage {
        NewMessage {
            id: self.ids.make(),
            conversation_id: conversation,
            internal: false,
            sender: if author.role.is_staff() {
                Sender::Agent
            } else {
                Sender::User
            },
            sender_id: author.id.as_str().into(),
            sender_name: author.name.clone(),
            client_id: None,
            content: text.to_owned(),
            attachments: Vec::new(),
            created_at: at,
        }
    }

    fn ago(&self, hours: f64) -> Timestamp {
        self.now.minus(seconds(hours * 3_600.0))
    }
}

fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}

fn view(person: &data::Person) -> Person {
    Person {
        id: person.id.as_str().into(),
        name: person.name.clone(),
        email: Some(person.email.clone()),
        role: person.role,
    }
}

#[cfg(test)]
mod tests {
    use frontdesk_model::article::CategoryInput;
    use frontdesk_store::{DatabaseUrl, Notes, StoreConfig};
    use frontdesk_testkit::Postgres;

    use super::*;

    async fn sqlite() -> (Store, tempfile::TempDir) {
        let dir = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(dir.path().join("desk.db"));
        (Store::open(&StoreConfig::new(url)).await.unwrap(), dir)
    }

    fn page() -> PageRequest {
        PageRequest {
            limit: 100,
            after: None,
        }
    }

    async fn tickets(store: &Store) -> Vec<TicketRow> {
        let filter = TicketFilter::default();
        let page = store.tickets(&Access::Staff, &filter, &page()).await;
        page.unwrap().items
    }

    /// What must hold of a store that the demo was loaded into.
    async fn is_a_believable_desk(store: &Store) {
        assert_eq!(store.categories().await.unwrap().len(), 6);
        assert_eq!(store.staff().await.unwrap().len(), 3);
        let articles = ArticleFilter::default();
        let articles = store.articles(&articles, &page()).await.unwrap().items;
        assert!(articles.len() >= 30);
        assert!(articles.iter().all(|article| article.views > 0));

        let mut tickets = tickets(store).await;
        assert_eq!(tickets.len(), 40);
        tickets.sort_by_key(|ticket| ticket.number);
        assert!(
            tickets.is_sorted_by_key(|ticket| ticket.created_at),
            "tickets are numbered by age"
        );
        for ticket in &tickets {
            let last = store
                .messages(ticket.id, 0, 1_000, Notes::PublicOnly)
                .await
                .unwrap()
                .pop();
            assert_eq!(ticket.status.is_done(), ticket.resolved_at.is_some());
            if let (Some(resolved_at), Some(last)) = (ticket.resolved_at, last) {
                assert!(resolved_at >= last.created_at, "{}", ticket.subject);
            }
        }
        assert!(!store.waiting_chats().await.unwrap().is_empty());
        assert_eq!(store.teams().await.unwrap().len(), 2);
        assert_eq!(store.agent_profiles().await.unwrap().len(), 3);
        assert_eq!(store.documents().await.unwrap().len(), 1);
        let maya = super::super::welcome::CUSTOMER.into();
        assert!(store.unread_count(&maya).await.unwrap() > 0);
        let to_index = store.search_changes(0, None, 1_000).await.unwrap();
        assert!(to_index.len() >= 70);
    }

    #[tokio::test]
    async fn an_empty_store_becomes_a_believable_desk_once() {
        let (store, _dir) = sqlite().await;
        assert_eq!(load(&store).await.unwrap(), Loaded::Now);
        is_a_believable_desk(&store).await;
        assert_eq!(load(&store).await.unwrap(), Loaded::Before);
        assert_eq!(tickets(&store).await.len(), 40);
    }

    #[tokio::test]
    async fn postgres_takes_the_same_data() {
        let url = DatabaseUrl::Postgres(Postgres::shared().create_database());
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        assert_eq!(load(&store).await.unwrap(), Loaded::Now);
        is_a_believable_desk(&store).await;
        store.close().await;
    }

    #[tokio::test]
    async fn a_store_with_data_of_its_own_is_left_alone() {
        let (store, _dir) = sqlite().await;
        let input = CategoryInput {
            name: "Billing".into(),
            ..CategoryInput::default()
        };
        let mut tx = store.begin().await.unwrap();
        let id = IdSource::System.make();
        tx.create_category(id, &input, Timestamp(0)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(load(&store).await.unwrap(), Loaded::NotEmpty);
        assert!(tickets(&store).await.is_empty());
        assert_eq!(store.setting(MARK).await.unwrap(), None);
    }
}
