//! Brings stored notifications to the people who are connected.

use std::collections::BTreeMap;

use frontdesk_model::{PersonId, notification::Notification};
use frontdesk_store::StoredNotification;

use crate::{
    Desk,
    hub::{Event, Namespace},
};

/// People after whom others get a turn: chat must not wait for an announcement.
const AT_A_STRETCH: usize = 64;

impl Desk {
    /// Shows notifications that were just committed to their people: one event a
    /// person and then the new unread count. Who isn't connected finds them in the
    /// list.
    pub(crate) async fn deliver_notifications(&self, stored: Vec<StoredNotification>) {
        let mut by_person: BTreeMap<PersonId, Vec<Notification>> = BTreeMap::new();
        for one in stored {
            metrics::counter!("frontdesk_notifications_total").increment(1);
            if !one.hidden && self.hub.is_connected(&one.person_id, Namespace::Root) {
                let of_person = by_person.entry(one.person_id).or_default();
                of_person.push(one.notification);
            }
        }
        let mut told = Vec::with_capacity(by_person.len());
        for (nth, (person, notifications)) in by_person.into_iter().enumerate() {
            if nth % AT_A_STRETCH == AT_A_STRETCH - 1 {
                tokio::task::yield_now().await;
            }
            let event = Event::Notifications(notifications);
            self.hub.send(&person, Namespace::Root, &event);
            told.push(person);
        }
        if let Err(error) = self.tell_unread_to_all(&told).await {
            tracing::warn!(%error, "unread counts could not be told");
        }
    }
}
