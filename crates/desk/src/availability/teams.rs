//! Whether the teams that hours and topics name are there.

use frontdesk_model::{TeamId, prechat::PreChatForm};

use crate::{
    Desk,
    error::{Error, Result},
};

impl Desk {
    /// # Errors
    /// `NotFound`.
    pub(super) async fn known_team(&self, team: Option<TeamId>) -> Result<()> {
        if let Some(team) = team {
            let known = self.store.team(team).await?;
            known.ok_or_else(|| Error::not_found("team"))?;
        }
        Ok(())
    }

    /// # Errors
    /// `InvalidInput`.
    pub(super) async fn known_teams_of(&self, form: &PreChatForm) -> Result<()> {
        let known = self.store.teams().await?;
        let stranger = form
            .topics
            .iter()
            .filter_map(|topic| topic.team_id)
            .find(|id| known.iter().all(|team| team.id != *id));
        match stranger {
            Some(id) => Err(Error::invalid_field(
                "topics",
                format!("topics name the team {id}, which is not there"),
            )),
            None => Ok(()),
        }
    }
}
