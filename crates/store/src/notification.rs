//! Stored notifications.

use std::collections::HashSet;

use frontdesk_model::{
    Cursor, NotificationId, Page, PageRequest, PersonId, Timestamp,
    notification::{Notification, NotificationType},
};

use crate::{
    Error, Result, Store, Tx,
    db::Source,
    row::{One, row},
    sql::Builder,
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
}

struct NotificationRow {
    id: NotificationId,
    kind: NotificationType,
    title: String,
    message: String,
    data: serde_json::Value,
    read_at: Option<Timestamp>,
    created_at: Timestamp,
}

row!(NotificationRow {
    id,
    kind,
    title,
    message,
    data,
    read_at,
    created_at,
});

impl From<NotificationRow> for Notification {
    fn from(row: NotificationRow) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            title: row.title,
            message: row.message,
            data: row.data,
            read: row.read_at.is_some(),
            created_at: row.created_at,
        }
    }
}

impl NewNotification {
    fn stored(&self) -> StoredNotification {
        StoredNotification {
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

/// Notifications that one statement stores: each has eight arguments.
const ROWS_PER_STATEMENT: usize = 1_000;

impl Tx {
    /// Stores them and gives back those that are new, in their order: a
    /// repeated `dedup_key` adds nothing.
    pub async fn add_notifications(
        &mut self,
        notifications: &[NewNotification],
    ) -> Result<Vec<StoredNotification>> {
        let mut stored = Vec::with_capacity(notifications.len());
        for notifications in notifications.chunks(ROWS_PER_STATEMENT) {
            // Always in the same order, so that two transactions with the same
            // keys never wait for each other crosswise.
            let mut sorted: Vec<_> = notifications.iter().collect();
            sorted.sort_by(|a, b| (&a.person_id, &a.dedup_key).cmp(&(&b.person_id, &b.dedup_key)));
            let mut sql = Builder::new(
                self.engine(),
                "INSERT INTO notification
                     (id, person_id, kind, title, message, data, dedup_key, created_at) VALUES ",
            );
            sql.tuples(sorted, |tuple, new| {
                tuple
                    .bind(new.id)
                    .bind(&new.person_id)
                    .bind(new.kind)
                    .bind(&new.title)
                    .bind(&new.message)
                    .bind(&new.data)
                    .bind(&new.dedup_key)
                    .bind(new.created_at);
            });
            sql.push(" ON CONFLICT (person_id, dedup_key) DO NOTHING RETURNING id AS value");
            let ids: Vec<One<NotificationId>> = self.fetch(sql.build()).await?;
            let ids: HashSet<_> = ids.into_iter().map(|id| id.0).collect();
            let new = notifications.iter().filter(|new| ids.contains(&new.id));
            stored.extend(new.map(NewNotification::stored));
        }
        Ok(stored)
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
        sql.bind(person);
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
        Ok(page.map(Notification::from))
    }

    pub async fn unread_count(&self, person: &PersonId) -> Result<i64> {
        let mut db = self;
        let count: One<i64> = db
            .one(
                "SELECT COUNT(*) AS value FROM notification
                 WHERE person_id = $1 AND read_at IS NULL",
                &[person],
            )
            .await?;
        Ok(count.0)
    }
}
