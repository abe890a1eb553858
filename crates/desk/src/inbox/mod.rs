//! The agents' inbox: every conversation of the desk in one list, its views,
//! drafts, and changes of many conversations at once.

mod changes;
mod drafts;
mod live;
mod views;

pub(crate) use live::keep_lists_live;

use frontdesk_model::{
    Actor, ConversationId, Page, PageRequest, PersonId,
    inbox::{InboxCounts, InboxFilter, InboxItem, InboxOrder, InboxStatus, SavedViewCount},
};
use frontdesk_store::{InboxQuery, InboxRow};

use crate::{
    Desk,
    access::agents_only,
    conversation::kind_of,
    error::{Error, Result},
};

impl Desk {
    /// The conversations that a filter shows, by their last activity.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn inbox(
        &self,
        actor: &Actor,
        filter: &InboxFilter,
        order: InboxOrder,
        page: &PageRequest,
    ) -> Result<Page<InboxItem>> {
        agents_only(actor)?;
        let query = InboxQuery {
            filter,
            order,
            viewer: &actor.id,
        };
        Ok(self.store.inbox(&query, page).await?.map(item))
    }

    /// One conversation as its line in the list, whichever view it is in.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`.
    pub async fn inbox_item(&self, actor: &Actor, id: ConversationId) -> Result<InboxItem> {
        agents_only(actor)?;
        let row = self.store.inbox_row(id, &actor.id).await?;
        row.map(item)
            .ok_or_else(|| Error::not_found("conversation"))
    }

    /// How many conversations there are in each view that the caller sees.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn inbox_counts(&self, actor: &Actor) -> Result<InboxCounts> {
        agents_only(actor)?;
        let me = &actor.id;
        let snoozed = InboxFilter {
            status: InboxStatus::Snoozed,
            ..InboxFilter::default()
        };
        let mut views = Vec::new();
        for view in self.store.saved_views(me).await? {
            views.push(SavedViewCount {
                id: view.id,
                count: self.count_view(me, &view.filter).await?,
            });
        }
        Ok(InboxCounts {
            mine: self.count_view(me, &InboxFilter::mine()).await?,
            unassigned: self.count_view(me, &InboxFilter::unassigned()).await?,
            all: self.count_view(me, &InboxFilter::default()).await?,
            snoozed: self.count_view(me, &snoozed).await?,
            views,
        })
    }

    async fn count_view(&self, viewer: &PersonId, filter: &InboxFilter) -> Result<i64> {
        let query = InboxQuery {
            filter,
            order: InboxOrder::Newest,
            viewer,
        };
        Ok(self.store.inbox_count(&query).await?)
    }
}

fn item(row: InboxRow) -> InboxItem {
    let is_waiting = row.chat_status == Some(frontdesk_model::chat::ChatStatus::Waiting);
    InboxItem {
        id: row.id,
        kind: kind_of(row.ticket_number),
        subject: row.subject.or(row.topic),
        ticket_number: row.ticket_number,
        user_id: row.user_id,
        user_name: row.user_name,
        is_vip: row.is_vip,
        chat_status: row.chat_status,
        ticket_status: row.ticket_status,
        priority: row.priority,
        category: row.category,
        is_open: row.is_open,
        assignee_id: row.holder_id,
        assignee_name: row.holder_name,
        team_id: row.team_id,
        tags: row.tags,
        preview: row.last_message.or(row.description),
        message_count: row.last_seq,
        unread_count: row
            .agent_read_seq
            .map_or(0, |read| (row.last_seq - read).max(0)),
        waiting_since: row.queued_at.filter(|_| is_waiting),
        snoozed_until: row.snoozed_until,
        has_draft: row.has_draft,
        rating: row.rating,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
