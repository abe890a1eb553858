//! Stored notifications.

use std::collections::{BTreeSet, HashMap, HashSet};

use frontdesk_model::{
    ConversationId, Cursor, NotificationId, Page, PageRequest, PersonId, Timestamp,
    job::Job,
    notification::{Notification, NotificationType},
};

use serde::{Deserialize, Serialize};

use crate::{
    Error, Result, SealedTable, Store, Tx,
    db::Source,
    row::{One, row},
    sealing::PayloadRow,
    sql::Builder,
    store::Core,
};

#[derive(Clone, Debug)]
pub struct NewNotification {
    pub id: NotificationId,
    pub person_id: PersonId,
    pub kind: NotificationType,
    pub title: String,
    pub message: String,
    pub data: serde_json::Value,
    /// A person gets what has the same key once.
    pub dedup_key: Option<String>,
    pub created_at: Timestamp,
}

/// A notification and whose it is.
#[derive(Clone, PartialEq, Debug)]
pub struct StoredNotification {
    pub person_id: PersonId,
    pub notification: Notification,
    /// Whether its person has turned this type off in the list.
    pub hidden: bool,
}

/// A type that a person has turned off in the list.
struct Hidden {
    person_id: PersonId,
    kind: NotificationType,
}

row!(Hidden { person_id, kind });

struct Unread {
    person_id: PersonId,
    count: i64,
}

row!(Unread { person_id, count });

pub(crate) struct NotificationRow {
    id: NotificationId,
    kind: NotificationType,
    title: String,
    message: String,
    data: serde_json::Value,
    sealed: Option<Vec<u8>>,
    sealed_under: Option<String>,
    read_at: Option<Timestamp>,
    created_at: Timestamp,
}

/// What a notification says, as it is sealed.
#[derive(Serialize, Deserialize)]
pub(crate) struct Words {
    pub title: String,
    pub message: String,
    pub data: serde_json::Value,
}

row!(NotificationRow {
    id,
    kind,
    title,
    message,
    data,
    sealed,
    sealed_under,
    read_at,
    created_at,
});

impl Words {
    /// What a notification says, whether it was sealed or not. What can't be
    /// opened does not keep its person from the rest.
    pub fn opened(
        core: &Core,
        id: NotificationId,
        plain: Self,
        sealed: (Option<&[u8]>, Option<&str>),
    ) -> Self {
        Self::opened_strictly(core, id, plain, sealed).unwrap_or_else(|error| {
            tracing::error!(%error, "a notification cannot be opened");
            Self {
                title: UNREADABLE.to_owned(),
                message: String::new(),
                data: serde_json::json!({}),
            }
        })
    }

    fn opened_strictly(
        core: &Core,
        id: NotificationId,
        plain: Self,
        sealed: (Option<&[u8]>, Option<&str>),
    ) -> Result<Self> {
        match sealed {
            (Some(bytes), Some(under)) => {
                core.open_body(&SealedTable::Notification.place(id.0), under, bytes)
            }
            _ => Ok(plain),
        }
    }
}

impl NotificationRow {
    fn opened(self, core: &Core) -> Notification {
        let sealed = (self.sealed.as_deref(), self.sealed_under.as_deref());
        let plain = Words {
            title: self.title,
            message: self.message,
            data: self.data,
        };
        let words = Words::opened(core, self.id, plain, sealed);
        Notification {
            id: self.id,
            kind: self.kind,
            title: words.title,
            message: words.message,
            data: words.data,
            read: self.read_at.is_some(),
            created_at: self.created_at,
        }
    }

    /// As what is to be sealed.
    pub(crate) fn into_payload(self, core: &Core) -> Result<PayloadRow> {
        let sealed = (self.sealed.as_deref(), self.sealed_under.as_deref());
        let plain = Words {
            title: self.title,
            message: self.message,
            data: self.data,
        };
        let words = Words::opened_strictly(core, self.id, plain, sealed)?;
        let body = serde_json::json!({
            "title": words.title, "message": words.message, "data": words.data,
        });
        Ok(PayloadRow::of(self.id.0, body, self.sealed_under))
    }
}

impl NewNotification {
    /// The conversation that it is about, as what it leads to says.
    pub fn conversation_id(&self) -> Option<ConversationId> {
        let named = |member| self.data.get(member)?.as_str()?.parse().ok();
        named("ticketId").or_else(|| named("sessionId"))
    }

    fn place(&self) -> String {
        SealedTable::Notification.place(self.id.0)
    }

    fn words(&self) -> Words {
        Words {
            title: self.title.clone(),
            message: self.message.clone(),
            data: self.data.clone(),
        }
    }

    fn stored(&self, hidden: bool) -> StoredNotification {
        StoredNotification {
            hidden,
            person_id: self.person_id.clone(),
            notification: Notification {
                id: self.id,
                kind: self.kind,
                title: self.title.clone(),
                message: self.message.clone(),
                data: self.data.clone(),
                read: false,
                created_at: self.created_at,
            },
        }
    }
}

/// What is shown of a notification that can't be opened.
const UNREADABLE: &str = "This notification cannot be read";
/// Notifications that one statement stores: each has twelve arguments.
const ROWS_PER_STATEMENT: usize = 1_000;
/// Notifications that one job plans.
const PLANNED_TOGETHER: usize = 250;

impl Tx {
    /// Stores them and gives back those that are new, in their order: a
    /// repeated `dedup_key` adds nothing. What is to leave Frontdesk for them is
    /// planned by a job.
    pub async fn add_notifications(
        &mut self,
        notifications: &[NewNotification],
    ) -> Result<Vec<StoredNotification>> {
        let stored = self.add_past_notifications(notifications).await?;
        let jobs: Vec<_> = stored
            .chunks(PLANNED_TOGETHER)
            .map(|stored| Job::PlanDeliveries {
                notification_ids: stored.iter().map(|one| one.notification.id).collect(),
            })
            .collect();
        let now = self.core.clock.now();
        self.enqueue_all(&jobs, now).await?;
        Ok(stored)
    }

    /// As [`Tx::add_notifications`], of what is history: nothing leaves for it.
    pub async fn add_past_notifications(
        &mut self,
        notifications: &[NewNotification],
    ) -> Result<Vec<StoredNotification>> {
        let mut stored = Vec::with_capacity(notifications.len());
        for notifications in notifications.chunks(ROWS_PER_STATEMENT) {
            let hidden = self.hidden(notifications).await?;
            let is_hidden =
                |new: &NewNotification| hidden.contains(&(new.person_id.clone(), new.kind));
            // Always in the same order, so that two transactions with the same
            // keys never wait for each other crosswise.
            let mut sorted: Vec<_> = notifications.iter().collect();
            sorted.sort_by(|a, b| (&a.person_id, &a.dedup_key).cmp(&(&b.person_id, &b.dedup_key)));
            let mut sql = Builder::new(
                self.engine(),
                "INSERT INTO notification
                     (id, person_id, kind, title, message, data, dedup_key, created_at,
                      conversation_id, hidden, sealed, sealed_under) VALUES ",
            );
            let sealed = sorted
                .iter()
                .map(|new| self.core.body_to_keep(&new.place(), &new.words()))
                .collect::<Result<Vec<_>>>()?;
            let nothing = serde_json::json!({});
            sql.tuples(sorted.iter().zip(&sealed), |tuple, (&new, sealed)| {
                tuple.bind(new.id).bind(&new.person_id).bind(new.kind);
                match sealed {
                    None => tuple.bind(&new.title).bind(&new.message).bind(&new.data),
                    Some(_) => tuple.bind("").bind("").bind(&nothing),
                };
                tuple
                    .bind(&new.dedup_key)
                    .bind(new.created_at)
                    .bind(new.conversation_id())
                    .bind(is_hidden(new))
                    .bind(sealed.as_ref().map(|body| body.bytes.as_slice()))
                    .bind(sealed.as_ref().map(|body| body.under.as_str()));
            });
            sql.push(" ON CONFLICT (person_id, dedup_key) DO NOTHING RETURNING id AS value");
            let ids: Vec<One<NotificationId>> = self.fetch(sql.build()).await?;
            let ids: HashSet<_> = ids.into_iter().map(|id| id.0).collect();
            let new = notifications.iter().filter(|new| ids.contains(&new.id));
            stored.extend(new.map(|new| new.stored(is_hidden(new))));
        }
        Ok(stored)
    }

    /// What their people have turned off in the list.
    async fn hidden(
        &mut self,
        notifications: &[NewNotification],
    ) -> Result<HashSet<(PersonId, NotificationType)>> {
        let people: BTreeSet<_> = notifications.iter().map(|new| &new.person_id).collect();
        let mut sql = Builder::new(
            self.engine(),
            "SELECT person_id, kind FROM notification_hidden WHERE person_id",
        );
        sql.within(people);
        let rows: Vec<Hidden> = self.fetch(sql.build()).await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.person_id, row.kind))
            .collect())
    }

    /// True when it was unread. `NotFound` when it is not this person's.
    pub async fn mark_read(
        &mut self,
        person: &PersonId,
        id: NotificationId,
        now: Timestamp,
    ) -> Result<bool> {
        let changed = self
            .run(
                "UPDATE notification SET read_at = $3
                 WHERE person_id = $1 AND id = $2 AND read_at IS NULL",
                &[person, &id, &now],
            )
            .await?;
        if changed == 1 {
            return Ok(true);
        }
        let known: Option<One<NotificationId>> = self
            .optional(
                "SELECT id AS value FROM notification WHERE person_id = $1 AND id = $2",
                &[person, &id],
            )
            .await?;
        match known {
            Some(_) => Ok(false),
            None => Err(Error::NotFound {
                what: "notification",
            }),
        }
    }

    /// Marks what the person was told about a conversation; how many were unread.
    pub async fn mark_read_about(
        &mut self,
        person: &PersonId,
        conversation: ConversationId,
        now: Timestamp,
    ) -> Result<u64> {
        self.run(
            "UPDATE notification SET read_at = $3
             WHERE person_id = $1 AND conversation_id = $2 AND read_at IS NULL",
            &[person, &conversation, &now],
        )
        .await
    }

    /// How many were unread.
    pub async fn mark_all_read(&mut self, person: &PersonId, now: Timestamp) -> Result<u64> {
        self.run(
            "UPDATE notification SET read_at = $2 WHERE person_id = $1 AND read_at IS NULL",
            &[person, &now],
        )
        .await
    }
}

impl Store {
    /// Newest first.
    pub async fn notifications(
        &self,
        person: &PersonId,
        unread_only: bool,
        page: &PageRequest,
    ) -> Result<Page<Notification>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), "SELECT * FROM notification WHERE person_id = ");
        sql.bind(person).push(" AND NOT hidden");
        if unread_only {
            sql.push(" AND read_at IS NULL");
        }
        sql.before("(created_at, id)", page)
            .push(" ORDER BY created_at DESC, id DESC")
            .limit(page);
        let rows: Vec<NotificationRow> = db.fetch(sql.build()).await?;
        let page = Page::cut(rows, page.limit, |row| Cursor {
            key: row.created_at.0,
            id: row.id.0,
        });
        Ok(page.map(|row| row.opened(&self.core)))
    }

    /// How many are unread of each of these people; those who have none are
    /// left out.
    pub async fn unread_counts(&self, people: &[PersonId]) -> Result<HashMap<PersonId, i64>> {
        let mut db = self;
        let mut counts = HashMap::new();
        for people in people.chunks(ROWS_PER_STATEMENT) {
            let mut sql = Builder::new(
                db.engine(),
                "SELECT person_id, COUNT(*) AS count FROM notification
                 WHERE read_at IS NULL AND NOT hidden AND person_id",
            );
            sql.within(people).push(" GROUP BY person_id");
            let rows: Vec<Unread> = db.fetch(sql.build()).await?;
            counts.extend(rows.into_iter().map(|row| (row.person_id, row.count)));
        }
        Ok(counts)
    }

    /// Whether anything is unread of what the person was told about a conversation.
    pub async fn has_unread_about(
        &self,
        person: &PersonId,
        conversation: ConversationId,
    ) -> Result<bool> {
        let mut db = self;
        let found: Option<One<NotificationId>> = db
            .optional(
                "SELECT id AS value FROM notification
                 WHERE person_id = $1 AND conversation_id = $2 AND read_at IS NULL LIMIT 1",
                &[person, &conversation],
            )
            .await?;
        Ok(found.is_some())
    }

    pub async fn unread_count(&self, person: &PersonId) -> Result<i64> {
        let mut db = self;
        let count: One<i64> = db
            .one(
                "SELECT COUNT(*) AS value FROM notification
                 WHERE person_id = $1 AND read_at IS NULL AND NOT hidden",
                &[person],
            )
            .await?;
        Ok(count.0)
    }
}
