//! Whether the teams that hours and topics name are there.

use frontdesk_model::{TeamId, prechat::PreChatForm};

use crate::{Desk, error::Result};

impl Desk {
    pub(super) async fn known_team(&self, _: Option<TeamId>) -> Result<()> {
        Ok(())
    }

    pub(super) async fn known_teams_of(&self, _: &PreChatForm) -> Result<()> {
        Ok(())
    }
}
