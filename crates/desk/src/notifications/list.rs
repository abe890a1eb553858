//! A person reads their notifications, and marks them read.

use frontdesk_model::{
    Actor, ConversationId, NotificationId, Page, PageRequest, PersonId, events::NotificationRead,
    notification::Notification,
};

use crate::{
    Desk,
    error::Result,
    hub::{Event, Namespace},
    tickets::access_of,
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
            return Ok(());
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

    /// Marks what one was notified of about a ticket or chat, which one has read.
    ///
    /// # Errors
    /// `NotFound`, for another's as well.
    pub async fn mark_conversation_read(&self, actor: &Actor, id: ConversationId) -> Result<()> {
        self.conversation_row(id, &access_of(actor)).await?;
        self.read_about(actor, id).await
    }

    /// The same, of a conversation that one may see.
    ///
    /// # Errors
    /// Only faults of ours.
    pub(crate) async fn read_about(&self, actor: &Actor, id: ConversationId) -> Result<()> {
        // Mostly there is nothing: no need to wait for one's turn to write.
        if !self.store.has_unread_about(&actor.id, id).await? {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        let read = tx.mark_read_about(&actor.id, id, self.clock.now()).await?;
        tx.commit().await?;
        if read > 0 {
            self.tell_read_about(&actor.id, id).await;
        }
        Ok(())
    }

    /// Tells all of a person's tabs that a conversation was read, and what is left.
    pub(crate) async fn tell_read_about(&self, person: &PersonId, id: ConversationId) {
        let read = Event::NotificationRead(NotificationRead {
            notification_id: None,
            conversation_id: Some(id),
        });
        self.hub.send(person, Namespace::Root, &read);
        if let Err(error) = self.tell_unread(person).await {
            tracing::warn!(%error, "an unread count could not be told");
        }
    }

    /// Tells all of the person's tabs what was read, and what is left.
    async fn tell_read(
        &self,
        actor: &Actor,
        notification_id: Option<NotificationId>,
    ) -> Result<()> {
        let read = Event::NotificationRead(NotificationRead {
            notification_id,
            conversation_id: None,
        });
        self.hub.send(&actor.id, Namespace::Root, &read);
        self.tell_unread(&actor.id).await
    }
}
