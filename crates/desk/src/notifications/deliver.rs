//! Brings stored notifications to the people who are connected.

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
            if let Err(error) = self.tell_unread(&person_id).await {
                tracing::warn!(%error, "the unread count could not be told");
            }
        }
    }
}
