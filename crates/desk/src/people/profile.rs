//! Who someone is, for staff.

use frontdesk_model::{Actor, Page, PageRequest, PersonId, PersonProfile};
use frontdesk_store::PersonRow;

use super::block::existing;
use crate::{Desk, access::agents_only, error::Result};

impl Desk {
    /// A person who has signed in here before.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`.
    pub async fn person(&self, actor: &Actor, id: &PersonId) -> Result<PersonProfile> {
        agents_only(actor)?;
        let person = existing(self.store.profile(id).await?)?;
        Ok(self.profile_view(person))
    }

    /// Those who are blocked, whoever was blocked last first.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn blocked_people(
        &self,
        actor: &Actor,
        page: &PageRequest,
    ) -> Result<Page<PersonProfile>> {
        agents_only(actor)?;
        let rows = self.store.blocked_page(page).await?;
        Ok(rows.map(|row| self.profile_view(row)))
    }

    pub(crate) fn profile_view(&self, row: PersonRow) -> PersonProfile {
        let online = self.is_said_online(&row.id);
        PersonProfile {
            last_seen_at: if online {
                self.clock.now()
            } else {
                row.last_seen_at
            },
            online,
            id: row.id,
            name: row.name,
            email: row.email,
            role: row.role,
            is_vip: row.is_vip,
            blocked_at: row.blocked_at,
            blocked_reason: row.blocked_reason,
            created_at: row.created_at,
        }
    }
}
