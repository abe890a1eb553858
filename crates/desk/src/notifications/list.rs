//! A person reads their notifications, and marks them read.

use frontdesk_model::{
    Actor, NotificationId, Page, PageRequest, events::NotificationRead, notification::Notification,
};

use crate::{
    Desk,
    error::{Error, Result},
    hub::{Event, Namespace},
};

/// A page of notifications, and how many are unread in all.
#[derive(Clone, Debug)]
pub struct NotificationList {
    pub page: Page<Notification>,
    pub unread_count: i64,
}

impl Desk {
    /// One's own notifications, newest first.
    ///
    /// # Errors
    /// Only faults of ours.
    pub async fn notifications(
        &self,
        actor: &Actor,
        unread_only: bool,
        page: &PageRequest,
    ) -> Result<NotificationList> {
        Ok(NotificationList {
            page: self
                .store
                .notifications(&actor.id, unread_only, page)
                .await?,
            unread_count: self.store.unread_count(&actor.id).await?,
        })
    }

    /// Marks one of one's own read; marking it again changes nothing.
    ///
    /// # Errors
    /// `NotFound`, for another's as well.
    pub async fn mark_notification_read(&self, actor: &Actor, id: NotificationId) -> Result<()> {
        let mut tx = self.store.begin().await?;
        if !tx.mark_read(&actor.id, id, self.clock.now()).await? {
            return Err(Error::not_found("notification"));
        }
        tx.commit().await?;
        self.tell_read(actor, Some(id)).await
    }

    /// Marks all of one's own read.
    ///
    /// # Errors
    /// Only faults of ours.
    pub async fn mark_all_notifications_read(&self, actor: &Actor) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.mark_all_read(&actor.id, self.clock.now()).await?;
        tx.commit().await?;
        self.tell_read(actor, None).await
    }

    /// Tells all of the person's tabs what was read, and what is left.
    async fn tell_read(
        &self,
        actor: &Actor,
        notification_id: Option<NotificationId>,
    ) -> Result<()> {
        let read = Event::NotificationRead(NotificationRead { notification_id });
        self.hub.send(&actor.id, Namespace::Root, &read);
        self.tell_unread(&actor.id).await
    }
}
