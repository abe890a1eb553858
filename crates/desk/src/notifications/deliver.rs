//! Brings stored notifications to the people who are connected.

use frontdesk_model::events::UnreadCount;
use frontdesk_store::StoredNotification;

use crate::{
    Desk,
    hub::{Event, Namespace},
};

impl Desk {
    /// Shows notifications that were just committed to their people, with the
    /// new unread count. Who isn't connected finds them in the list.
    pub(crate) async fn deliver_notifications(&self, stored: Vec<StoredNotification>) {
        for StoredNotification {
            person_id,
            notification,
        } in stored
        {
            metrics::counter!("frontdesk_notifications_total").increment(1);
            if !self.hub.is_connected(&person_id, Namespace::Root) {
                continue;
            }
            let event = Event::Notification(notification);
            self.hub.send(&person_id, Namespace::Root, &event);
            match self.store.unread_count(&person_id).await {
                Ok(count) => {
                    let unread = Event::UnreadCount(UnreadCount { count });
                    self.hub.send(&person_id, Namespace::Root, &unread);
                }
                Err(error) => tracing::warn!(%error, "the unread count could not be read"),
            }
        }
    }
}
