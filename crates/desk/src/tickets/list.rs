//! Lists of tickets, and how many there are of each state.

use frontdesk_model::{
    Actor, Page, PageRequest,
    ticket::{Ticket, TicketFilter},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::access_of;
use crate::{
    Desk,
    error::{Error, Result},
};

/// How many tickets there are, for the console's tabs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TicketCounts {
    pub open: i64,
    pub in_progress: i64,
    pub resolved: i64,
    pub closed: i64,
    /// Open or in progress, and nobody's.
    pub unassigned: i64,
    /// Open or in progress, and the caller's.
    pub mine: i64,
    /// Set aside for later; they count nowhere else.
    pub snoozed: i64,
}

impl Desk {
    /// The tickets that the caller may see, last changed first.
    ///
    /// # Errors
    /// Only faults of ours.
    pub async fn tickets(
        &self,
        actor: &Actor,
        filter: &TicketFilter,
        page: &PageRequest,
    ) -> Result<Page<Ticket>> {
        let rows = self.store.tickets(&access_of(actor), filter, page).await?;
        let facts = self.facts_of(&rows.items).await?;
        Ok(rows.map(|row| self.ticket_view(row, &facts)))
    }

    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn ticket_counts(&self, actor: &Actor) -> Result<TicketCounts> {
        if !actor.is_staff() {
            return Err(Error::forbidden("only agents may see the desk's counts"));
        }
        let counts = self
            .store
            .ticket_counts(&access_of(actor), Some(&actor.id))
            .await?;
        Ok(TicketCounts {
            open: counts.open,
            in_progress: counts.in_progress,
            resolved: counts.resolved,
            closed: counts.closed,
            unassigned: counts.unassigned,
            mine: counts.assigned,
            snoozed: counts.snoozed,
        })
    }
}
