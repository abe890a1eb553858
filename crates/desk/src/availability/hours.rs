//! Business hours, read by staff and set by admins.

use frontdesk_model::{Actor, TeamId, hours::BusinessHours};
use frontdesk_store::NewAudit;
use serde::Serialize;
use utoipa::ToSchema;

use super::settings::hours_document;
use crate::{
    Call, Desk,
    access::admins_only,
    error::{Error, Result},
};

/// The hours of the desk or of a team.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HoursView {
    #[serde(flatten)]
    pub hours: BusinessHours,
    /// True for a team that has none of its own: these are the desk's.
    pub inherited: bool,
}

impl Desk {
    /// The hours of a team, or of the desk.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound` without the team.
    pub async fn hours(&self, actor: &Actor, team: Option<TeamId>) -> Result<HoursView> {
        if !actor.is_staff() {
            return Err(Error::forbidden("only agents may see how hours are set"));
        }
        self.known_team(team).await?;
        let settings = self.availability.settings();
        Ok(HoursView {
            hours: settings.opening(team).hours.clone(),
            inherited: team.is_some() && settings.own(team).is_none(),
        })
    }

    /// Sets the hours of a team, or of the desk.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `InvalidInput`, naming the member;
    /// `NotFound` without the team.
    pub async fn set_hours(
        &self,
        call: &Call,
        team: Option<TeamId>,
        hours: &BusinessHours,
    ) -> Result<HoursView> {
        admins_only(&call.actor)?;
        hours.calendar()?;
        self.known_team(team).await?;
        let name = hours_document(team);
        self.set_document(&call.actor, &name, "hours.set", hours)
            .await?;
        self.hours(&call.actor, team).await
    }

    /// Takes a team's own hours away: the desk's hold for it then.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound` when it has none.
    pub async fn remove_hours(&self, call: &Call, team: TeamId) -> Result<()> {
        admins_only(&call.actor)?;
        let name = hours_document(Some(team));
        let mut tx = self.store.begin().await?;
        if !tx.remove_document(&name).await? {
            return Err(Error::not_found("set of hours"));
        }
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor: Some(&call.actor),
            action: "hours.remove",
            subject: name,
            details: serde_json::json!({}),
            at: self.clock.now(),
        })
        .await?;
        tx.commit().await?;
        self.load_settings().await
    }

    /// Stores what an admin has set, and uses it from now on.
    pub(super) async fn set_document(
        &self,
        admin: &Actor,
        name: &str,
        action: &'static str,
        content: &impl Serialize,
    ) -> Result<()> {
        let content = serde_json::to_value(content).map_err(|error| Error::internal(&error))?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        tx.set_document(name, &content, now).await?;
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor: Some(admin),
            action,
            subject: name.to_owned(),
            details: content,
            at: now,
        })
        .await?;
        tx.commit().await?;
        self.load_settings().await
    }
}
