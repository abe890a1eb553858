//! An admin makes, changes or deletes a team.

use std::collections::BTreeSet;

use frontdesk_model::{
    Actor, PersonId, TeamId,
    routing::{Team, TeamInput},
};
use frontdesk_store::{NewAudit, Tx};

use super::rules_of;
use crate::{
    Call, Desk,
    access::admins_only,
    chat::Router,
    error::{Error, Result},
};

impl Desk {
    /// # Errors
    /// `Forbidden` for anyone but admins; `InvalidInput`, also for members who
    /// aren't agents; `Conflict` when another team has the name.
    pub async fn create_team(&self, call: &Call, input: &TeamInput) -> Result<Team> {
        admins_only(&call.actor)?;
        let input = input.validate()?;
        self.check_members(&input.members).await?;
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        check_overflow(&mut tx, None, &input).await?;
        let team = tx
            .create_team(self.ids.make(), &input, self.clock.now())
            .await?;
        self.audit_team(&mut tx, &call.actor, "team.create", &team)
            .await?;
        self.keep_answer(&mut tx, call, &team).await?;
        tx.commit().await?;
        self.teams_changed(&mut router, &team.members).await?;
        Ok(team)
    }

    /// Makes a team be as the input says.
    ///
    /// # Errors
    /// As for a new one; `NotFound`.
    pub async fn update_team(&self, call: &Call, id: TeamId, input: &TeamInput) -> Result<Team> {
        admins_only(&call.actor)?;
        let input = input.validate()?;
        self.check_members(&input.members).await?;
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let before = tx.team(id).await?.ok_or_else(|| Error::not_found("team"))?;
        check_overflow(&mut tx, Some(id), &input).await?;
        let team = tx.update_team(id, &input, self.clock.now()).await?;
        self.audit_team(&mut tx, &call.actor, "team.update", &team)
            .await?;
        self.keep_answer(&mut tx, call, &team).await?;
        tx.commit().await?;
        let concerned = [before.members, team.members.clone()].concat();
        self.teams_changed(&mut router, &concerned).await?;
        Ok(team)
    }

    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound`; `Conflict` while chats
    /// wait for it.
    pub async fn delete_team(&self, call: &Call, id: TeamId) -> Result<()> {
        admins_only(&call.actor)?;
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin().await?;
        if self.first_answer::<()>(&mut tx, call).await?.is_some() {
            return Ok(());
        }
        let team = tx.delete_team(id).await?;
        self.audit_team(&mut tx, &call.actor, "team.delete", &team)
            .await?;
        self.keep_answer(&mut tx, call, &()).await?;
        tx.commit().await?;
        self.teams_changed(&mut router, &team.members).await
    }

    async fn check_members(&self, members: &[PersonId]) -> Result<()> {
        let staff = self.store.staff().await?;
        let staff: BTreeSet<_> = staff.iter().map(|person| &person.id).collect();
        match members.iter().find(|id| !staff.contains(id)) {
            Some(stranger) => Err(Error::invalid_field(
                "members",
                format!("members must be agents who have signed in before; {stranger} is none"),
            )),
            None => Ok(()),
        }
    }

    async fn audit_team(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        action: &'static str,
        team: &Team,
    ) -> Result<()> {
        let details = serde_json::to_value(team).map_err(|error| Error::internal(&error))?;
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor: Some(actor),
            action,
            subject: team.id.to_string(),
            details,
            at: self.clock.now(),
        })
        .await?;
        Ok(())
    }

    /// After the commit: the router knows the teams as they are now, offers
    /// move, and the members hear it.
    async fn teams_changed(&self, router: &mut Router, concerned: &[PersonId]) -> Result<()> {
        let teams = self.store.teams().await?;
        router.set_teams(teams.iter().map(rules_of));
        self.settle(router).await;
        for agent in concerned.iter().collect::<BTreeSet<_>>() {
            self.tell_agent_state(router, agent).await;
        }
        Ok(())
    }
}

async fn check_overflow(tx: &mut Tx, id: Option<TeamId>, input: &TeamInput) -> Result<()> {
    let Some(helper) = input.overflow_team_id else {
        return Ok(());
    };
    if Some(helper) == id {
        return Err(Error::invalid_field(
            "overflowTeamId",
            "a team can't overflow to itself",
        ));
    }
    match tx.team(helper).await? {
        Some(_) => Ok(()),
        None => Err(Error::invalid_field(
            "overflowTeamId",
            "overflowTeamId must be the id of another team",
        )),
    }
}
