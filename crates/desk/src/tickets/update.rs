//! An agent changes a ticket: status, priority, category, assignee, tags.

use frontdesk_model::{
    ConversationId, PersonId,
    notification::NotificationType,
    ticket::{Ticket, TicketPatch, TicketStatus},
};
use frontdesk_store::{Access, Assignee, NewNotification, TicketChange, TicketRow};

use crate::{
    Call, Desk,
    error::{Error, Result},
    webhooks::Happening,
};

impl Desk {
    /// Changes what the patch names. The owner hears of a new status, a new
    /// assignee of their ticket.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`; `Conflict` for a merged
    /// ticket; `InvalidInput`, also when the assignee isn't an agent.
    pub async fn update_ticket(
        &self,
        call: &Call,
        id: ConversationId,
        patch: &TicketPatch,
    ) -> Result<Ticket> {
        if !call.actor.is_staff() {
            return Err(Error::forbidden("only agents may change a ticket"));
        }
        let patch = patch.validate()?;
        let assigned_to = match &patch.assigned_to {
            Some(Some(person)) => Some(Some(self.assignee(person).await?)),
            Some(None) => Some(None),
            None => None,
        };
        let now = self.clock.now();
        let mut tx = self.store.begin_by(&call.actor.id).await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let before = tx
            .ticket(id, &Access::Staff)
            .await?
            .ok_or_else(|| Error::not_found("ticket"))?;
        if before.merged_into.is_some() {
            return Err(Error::conflict(
                "this ticket was merged into another conversation; take it apart first",
            ));
        }
        let change = TicketChange {
            resolved_at: resolution(&before, patch.status, now),
            status: patch.status,
            priority: patch.priority,
            category: patch.category,
            assigned_to,
            tags: patch.tags,
        };
        let after = tx.update_ticket(id, &change, now).await?;
        let told = self.tidings(call, &before, &after);
        let notified = tx.add_notifications(&told).await?;
        self.emit(&mut tx, Happening::TicketUpdated(&after)).await?;
        let facts = self.facts_in(&mut tx, [&after]).await?;
        let ticket = self.ticket_view(after.clone(), &facts);
        self.keep_answer(&mut tx, call, &ticket).await?;
        tx.commit().await?;
        self.ticket_changed(&after, notified).await;
        Ok(ticket)
    }

    pub(crate) async fn assignee(&self, id: &PersonId) -> Result<Assignee> {
        match self.store.person(id).await? {
            Some(person) if person.role.is_staff() => Ok(Assignee {
                id: person.id,
                name: person.name,
            }),
            _ => Err(Error::invalid_field(
                "assignedTo",
                "assignedTo must be the id of an agent who has signed in before",
            )),
        }
    }

    /// Who must hear of the change.
    pub(crate) fn tidings(
        &self,
        call: &Call,
        before: &TicketRow,
        after: &TicketRow,
    ) -> Vec<NewNotification> {
        let mut told = Vec::new();
        if before.status != after.status && after.user_id != call.actor.id {
            told.push(self.status_changed(after));
        }
        if let Some(assignee) = &after.assigned_to
            && before.assigned_to != after.assigned_to
            && *assignee != call.actor.id
        {
            told.push(self.about_ticket(
                after,
                assignee,
                NotificationType::Assigned,
                format!("Ticket #{} is yours", after.number),
                format!("{} assigned “{}” to you", call.actor.name, after.subject),
            ));
        }
        told
    }

    pub(super) fn status_changed(&self, ticket: &TicketRow) -> NewNotification {
        let state = match ticket.status {
            TicketStatus::Open => "open again",
            TicketStatus::InProgress => "being worked on",
            TicketStatus::Resolved => "resolved",
            TicketStatus::Closed => "closed",
        };
        self.about_ticket(
            ticket,
            &ticket.user_id,
            NotificationType::TicketUpdate,
            format!("Ticket #{} is {state}", ticket.number),
            ticket.subject.clone(),
        )
    }
}

/// What becomes of `resolvedAt`: set when it is done, cleared when it is
/// reopened, kept from resolved to closed.
pub(crate) fn resolution(
    before: &TicketRow,
    status: Option<TicketStatus>,
    now: frontdesk_model::Timestamp,
) -> Option<Option<frontdesk_model::Timestamp>> {
    match status?.is_done() {
        true if before.resolved_at.is_none() => Some(Some(now)),
        true => None,
        false => Some(None),
    }
}
