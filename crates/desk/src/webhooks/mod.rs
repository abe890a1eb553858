//! Webhooks: endpoints of the operator's that are told what happens. Admins
//! keep them ([`edit`]); [`events`] says what they are told, in the transaction
//! of what happened. Sending is `notifications::send::webhook`.

mod edit;
mod events;

pub(crate) use events::{Happening, host};

use std::sync::{Arc, PoisonError, RwLock};

use frontdesk_model::webhook::{EVERY_EVENT, WebhookEvent};
use frontdesk_store::WebhookRow;

use crate::{Desk, error::Result};

/// What the active endpoints want, kept in memory: it is asked with every
/// message. Read again after each change, and from time to time.
#[derive(Default)]
pub(crate) struct Wanted(RwLock<Arc<Vec<Vec<String>>>>);

impl Wanted {
    fn has(&self, event: WebhookEvent) -> bool {
        let wanted = self.0.read().unwrap_or_else(PoisonError::into_inner);
        wanted.iter().any(|events| wants(events, event))
    }
}

/// Whether an endpoint with these events is told of one.
fn wants(events: &[String], event: WebhookEvent) -> bool {
    events
        .iter()
        .any(|one| one == EVERY_EVENT || one == event.as_str())
}

impl Desk {
    /// Reads what the endpoints want.
    pub(crate) async fn load_webhooks(&self) -> Result<()> {
        let rows = self.store.webhooks().await?;
        let kept: Vec<_> = rows.iter().map(|row| row.id).collect();
        self.senders.gates.keep_endpoints(&kept);
        let active = rows.into_iter().filter(|row| row.active);
        let wanted: Vec<_> = active.map(|row: WebhookRow| row.events).collect();
        *self
            .wanted_events
            .0
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(wanted);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_told_of_what_it_has_chosen_or_of_everything() {
        let one = ["ticket.created".to_owned()];
        assert!(wants(&one, WebhookEvent::TicketCreated));
        assert!(!wants(&one, WebhookEvent::ChatClosed));
        assert!(wants(&["*".to_owned()], WebhookEvent::ChatClosed));
    }
}
