//! A fresh database for each rule, and short words for what rules need.

use std::{
    future::Future,
    sync::atomic::{AtomicU32, Ordering},
};

use frontdesk_model::{
    Clock, ConversationId, IdSource, Page, PageRequest, Person, PersonId, Role, Timestamp,
    chat::Sender, notification::NotificationType, ticket::Priority,
};
use frontdesk_store::{
    Appended, ChatRow, DatabaseUrl, NewChat, NewChatMessage, NewMessage, NewNotification,
    NewTicketRow, Result, Store, StoreConfig, TicketRow,
};
use frontdesk_testkit::Postgres;
use serde_json::json;
use tempfile::TempDir;

/// `rules!(a, b,)` makes each of these functions a test on both engines.
macro_rules! rules {
    ($($rule:ident,)*) => {
        mod sqlite {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $rule() {
                super::$rule($crate::world::World::sqlite().await).await;
            }
        )*}

        mod postgres {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $rule() {
                super::$rule($crate::world::World::postgres().await).await;
            }
        )*}
    };
}

pub struct World {
    pub store: Store,
    pub config: StoreConfig,
    pub ids: IdSource,
    clients: AtomicU32,
    _dir: Option<TempDir>,
}

/// When the worlds begin.
pub const START: Timestamp = Timestamp(1_700_000_000_000);

impl World {
    pub async fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(dir.path().join("desk.db"));
        Self::open(url, Some(dir)).await
    }

    pub async fn postgres() -> Self {
        let url = tokio::task::spawn_blocking(|| Postgres::shared().create_database())
            .await
            .unwrap();
        Self::open(DatabaseUrl::Postgres(url), None).await
    }

    async fn open(url: DatabaseUrl, dir: Option<TempDir>) -> Self {
        let config = StoreConfig {
            clock: Clock::manual(START),
            ..StoreConfig::new(url)
        };
        Self {
            store: Store::open(&config).await.unwrap(),
            ids: config.ids.clone(),
            config,
            clients: AtomicU32::new(0),
            _dir: dir,
        }
    }

    pub fn now(&self) -> Timestamp {
        self.config.clock.now()
    }

    /// The same database, opened once more, as another process would.
    pub async fn another(&self) -> Store {
        Store::open(&self.config).await.unwrap()
    }

    /// Closes the store and opens it again.
    pub async fn reopen(&mut self) {
        self.store.close().await;
        self.store = self.another().await;
    }

    pub async fn waiting_chat(&self, user: &str) -> ChatRow {
        let mut tx = self.store.begin().await.unwrap();
        let chat = tx.open_chat(&self.new_chat(user)).await.unwrap();
        tx.commit().await.unwrap();
        chat
    }

    pub fn new_chat(&self, user: &str) -> NewChat {
        NewChat {
            id: self.ids.make(),
            user_id: user.into(),
            user_name: user.to_uppercase(),
            topic: None,
            team_id: None,
            skills: Vec::new(),
            answers: Vec::new(),
            created_at: self.now(),
        }
    }

    /// A chat that `agent` has accepted.
    pub async fn active_chat(&self, user: &str, agent: &str) -> ChatRow {
        let chat = self.waiting_chat(user).await;
        let mut tx = self.store.begin().await.unwrap();
        let chat = tx
            .accept_chat(chat.id, &staff(agent), self.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        chat
    }

    /// A message of a chat, with a `clientId` of its own.
    pub fn message(&self, chat: ConversationId, sender: Sender, who: &str) -> NewChatMessage {
        let client = self.clients.fetch_add(1, Ordering::Relaxed);
        NewChatMessage {
            id: self.ids.make(),
            conversation_id: chat,
            sender,
            sender_id: who.into(),
            sender_name: who.to_uppercase(),
            client_id: Some(format!("client-{client}")),
            content: format!("message {client}"),
            attachments: Vec::new(),
            response: false,
            created_at: self.now(),
            notifications: Vec::new(),
            jobs: Vec::new(),
        }
    }

    pub async fn say(&self, chat: ConversationId, sender: Sender, who: &str) -> Result<Appended> {
        self.store
            .append_chat(self.message(chat, sender, who))
            .await
    }

    pub fn new_ticket(&self, user: &str) -> NewTicketRow {
        NewTicketRow {
            id: self.ids.make(),
            user_id: user.into(),
            user_name: user.to_uppercase(),
            subject: format!("Subject of {user}"),
            description: "It is broken".into(),
            category: "general".into(),
            priority: Priority::Medium,
            tags: vec!["vip".into()],
            attachments: Vec::new(),
            created_at: self.now(),
        }
    }

    pub async fn ticket(&self, user: &str) -> TicketRow {
        self.create_ticket(&self.new_ticket(user)).await
    }

    pub async fn create_ticket(&self, ticket: &NewTicketRow) -> TicketRow {
        let mut tx = self.store.begin().await.unwrap();
        let row = tx.create_ticket(ticket).await.unwrap();
        tx.commit().await.unwrap();
        row
    }

    pub fn response(&self, ticket: ConversationId, sender: Sender, internal: bool) -> NewMessage {
        NewMessage {
            id: self.ids.make(),
            conversation_id: ticket,
            internal,
            sender,
            sender_id: sender.as_str().into(),
            sender_name: sender.as_str().to_uppercase(),
            client_id: None,
            content: "a response".into(),
            attachments: Vec::new(),
            created_at: self.now(),
        }
    }

    pub async fn respond(&self, response: &NewMessage) -> Appended {
        let mut tx = self.store.begin().await.unwrap();
        let appended = tx.append(response).await.unwrap();
        tx.commit().await.unwrap();
        appended
    }

    pub fn notification(&self, person: &str, dedup_key: Option<&str>) -> NewNotification {
        NewNotification {
            id: self.ids.make(),
            person_id: person.into(),
            kind: NotificationType::System,
            title: "Title".into(),
            message: "Message".into(),
            data: json!({"ticketId": "7"}),
            dedup_key: dedup_key.map(str::to_owned),
            created_at: self.now(),
        }
    }
}

pub fn staff(id: &str) -> Person {
    person(id, Role::Agent)
}

pub fn person(id: &str, role: Role) -> Person {
    Person {
        id: PersonId::from(id),
        name: id.to_uppercase(),
        email: None,
        role,
    }
}

/// Reads a list to its end in pages of `limit`, checking that each but the last
/// is full.
pub async fn all_pages<T, F>(limit: u32, mut read: impl FnMut(PageRequest) -> F) -> Vec<T>
where
    F: Future<Output = Result<Page<T>>>,
{
    let mut items = Vec::new();
    let mut after = None;
    loop {
        let page = read(PageRequest { limit, after }).await.unwrap();
        if page.next.is_some() {
            assert_eq!(page.items.len(), limit as usize, "a page is full");
        }
        items.extend(page.items);
        after = page.next;
        if after.is_none() {
            return items;
        }
    }
}
