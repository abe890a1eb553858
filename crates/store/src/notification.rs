//! Stored notifications.

use frontdesk_model::{
    NotificationId, Page, PageRequest, PersonId, Timestamp,
    notification::{Notification, NotificationType},
};

use crate::{Result, Store, Tx};

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

impl Tx {
    /// Stores them and gives back those that are new: a repeated `dedup_key`
    /// adds nothing.
    pub async fn add_notifications(
        &mut self,
        notifications: &[NewNotification],
    ) -> Result<Vec<StoredNotification>> {
        todo!()
    }
    /// True when it was unread. `NotFound` when it is not this person's.
    pub async fn mark_read(
        &mut self,
        person: &PersonId,
        id: NotificationId,
        now: Timestamp,
    ) -> Result<bool> {
        todo!()
    }
    /// How many were unread.
    pub async fn mark_all_read(&mut self, person: &PersonId, now: Timestamp) -> Result<u64> {
        todo!()
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
        todo!()
    }
    pub async fn unread_count(&self, person: &PersonId) -> Result<i64> {
        todo!()
    }
}
