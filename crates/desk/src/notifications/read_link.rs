//! Marking read from the screen what a push message tells of: the message
//! carries a signed token, so the service worker needs no sign-in. The token
//! names one person and one delivery, and is good for nothing else.

use std::time::Duration;

use frontdesk_model::{
    DeliveryId, PersonId, Timestamp, delivery::DeliveredNotification, events::NotificationRead,
};
use serde::{Deserialize, Serialize};

use crate::{
    Desk,
    error::{Error, Result},
    hub::{Event, Namespace},
};

/// How long a message on a screen can be marked read from there.
const LIFE: Duration = Duration::from_secs(7 * 24 * 3_600);

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: PersonId,
    read: DeliveryId,
    until: Timestamp,
}

impl Desk {
    /// What a push message carries to be marked read by.
    pub(super) fn read_token(&self, person: &PersonId, delivery: DeliveryId) -> Result<String> {
        self.senders.tokens.sign(&Claims {
            sub: person.clone(),
            read: delivery,
            until: self.clock.now().plus(LIFE),
        })
    }

    /// Marks all that a push message tells of as read; doing so again changes
    /// nothing.
    ///
    /// # Errors
    /// `NotFound` for a token that is not ours, or whose time is over.
    pub async fn mark_read_by_token(&self, token: &str) -> Result<()> {
        let now = self.clock.now();
        let claims = self.senders.tokens.read::<Claims>(token);
        let Claims { sub, read, .. } = claims
            .filter(|claims| now < claims.until)
            .ok_or_else(|| Error::not_found("push message"))?;
        let told = self.store.delivered_notifications(read).await?;
        let unread: Vec<_> = told.iter().filter(|one| !one.read).collect();
        if unread.is_empty() {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        for DeliveredNotification { id, .. } in &unread {
            tx.mark_read(&sub, *id, now).await?;
        }
        tx.commit().await?;
        for one in unread {
            let event = Event::NotificationRead(NotificationRead {
                notification_id: Some(one.id),
                conversation_id: None,
            });
            self.hub.send(&sub, Namespace::Root, &event);
        }
        self.tell_unread(&sub).await
    }
}
