//! Brings stored notifications to the people who are connected.

use frontdesk_store::StoredNotification;

use crate::{
    Desk,
    hub::{Event, Namespace},
};

/// Events after which others get a turn: chat must not wait for an announcement.
const AT_A_STRETCH: usize = 64;

impl Desk {
    /// Shows notifications that were just committed to their people: one event
    /// each and then, once for all of a person's, the new unread count. Who isn't
    /// connected finds them in the list.
    pub(crate) async fn deliver_notifications(&self, stored: Vec<StoredNotification>) {
        let mut told = Vec::new();
        for (nth, one) in stored.into_iter().enumerate() {
            metrics::counter!("frontdesk_notifications_total").increment(1);
            if nth % AT_A_STRETCH == AT_A_STRETCH - 1 {
                tokio::task::yield_now().await;
            }
            if one.hidden || !self.hub.is_connected(&one.person_id, Namespace::Root) {
                continue;
            }
            let event = Event::Notification(one.notification);
            self.hub.send(&one.person_id, Namespace::Root, &event);
            told.push(one.person_id);
        }
        told.sort_unstable();
        told.dedup();
        if let Err(error) = self.tell_unread_to_all(&told).await {
            tracing::warn!(%error, "unread counts could not be told");
        }
    }
}
