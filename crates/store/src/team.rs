//! Teams of agents.

use frontdesk_model::{
    ConversationId, TeamId, Timestamp,
    routing::{DEFAULT_OVERFLOW_SECONDS, Strategy, Team, TeamInput},
};

use crate::{
    Error, Result, Store, Tx,
    db::Source,
    row::{One, row},
    sql::Builder,
};

row!(Team {
    id,
    name,
    description,
    strategy,
    skills,
    members,
    overflow_team_id,
    overflow_after_seconds,
    created_at,
    updated_at,
});

const TEAMS: &str = "SELECT id, name, description, strategy, skills, members, overflow_team_id,
        overflow_after_seconds, created_at, updated_at
    FROM team WHERE ";

const NOT_FOUND: Error = Error::NotFound { what: "team" };

impl Tx {
    /// Stores a team. `Conflict` when another has its name, in any case.
    pub async fn create_team(
        &mut self,
        id: TeamId,
        input: &TeamInput,
        now: Timestamp,
    ) -> Result<Team> {
        self.name_is_free(id, &input.name).await?;
        let stored = self
            .run(
                "INSERT INTO team (id, name, folded_name, description, strategy, skills, members,
                     overflow_team_id, overflow_after_seconds, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
                 ON CONFLICT DO NOTHING",
                &[
                    &id,
                    &input.name,
                    &input.name.to_lowercase(),
                    &input.description,
                    &strategy(input),
                    &input.skills,
                    &input.members,
                    &input.overflow_team_id,
                    &overflow_after(input),
                    &now,
                ],
            )
            .await?;
        if stored == 0 {
            return Err(name_taken());
        }
        find(self, id).await?.ok_or(NOT_FOUND)
    }

    /// Makes a team be as the input says. `NotFound`; `Conflict` when another
    /// has its name.
    pub async fn update_team(
        &mut self,
        id: TeamId,
        input: &TeamInput,
        now: Timestamp,
    ) -> Result<Team> {
        self.name_is_free(id, &input.name).await?;
        self.run(
            "UPDATE team SET name = $2, folded_name = $3, description = $4, strategy = $5,
                 skills = $6, members = $7, overflow_team_id = $8, overflow_after_seconds = $9,
                 updated_at = $10
             WHERE id = $1",
            &[
                &id,
                &input.name,
                &input.name.to_lowercase(),
                &input.description,
                &strategy(input),
                &input.skills,
                &input.members,
                &input.overflow_team_id,
                &overflow_after(input),
                &now,
            ],
        )
        .await?;
        find(self, id).await?.ok_or(NOT_FOUND)
    }

    /// Takes a team away: nothing overflows to it any more, and its chats with
    /// an agent are everybody's if they return. `NotFound`; `Conflict` while
    /// chats wait for it.
    pub async fn delete_team(&mut self, id: TeamId) -> Result<Team> {
        let team = find(self, id).await?.ok_or(NOT_FOUND)?;
        let deleted = self
            .run(
                "DELETE FROM team WHERE id = $1 AND NOT EXISTS (
                     SELECT 1 FROM chat WHERE team_id = $1 AND status = 'waiting')",
                &[&id],
            )
            .await?;
        if deleted == 0 {
            return Err(Error::conflict(
                "team",
                "chats are waiting for this team; hand them to another first",
            ));
        }
        self.run(
            "UPDATE team SET overflow_team_id = NULL WHERE overflow_team_id = $1",
            &[&id],
        )
        .await?;
        let left: Vec<One<ConversationId>> = self
            .all(
                "UPDATE chat SET team_id = NULL WHERE team_id = $1 AND status <> 'closed'
                 RETURNING conversation_id AS value",
                &[&id],
            )
            .await?;
        for chat in left {
            self.changed_conversation(chat.0);
        }
        Ok(team)
    }

    pub async fn team(&mut self, id: TeamId) -> Result<Option<Team>> {
        find(self, id).await
    }

    /// Asked before the write: PostgreSQL takes no more statements after one
    /// that broke the rule. (Of two at once, the rule itself stops one.)
    async fn name_is_free(&mut self, id: TeamId, name: &str) -> Result<()> {
        let mut sql = Builder::new(self.engine(), TEAMS);
        sql.push("folded_name = ").bind(name.to_lowercase());
        sql.push(" AND id <> ").bind(id);
        match self.fetch_optional::<Team>(sql.build()).await? {
            Some(_) => Err(name_taken()),
            None => Ok(()),
        }
    }
}

fn strategy(input: &TeamInput) -> Strategy {
    input.strategy.unwrap_or(Strategy::LeastLoaded)
}

fn overflow_after(input: &TeamInput) -> i64 {
    input
        .overflow_after_seconds
        .unwrap_or(DEFAULT_OVERFLOW_SECONDS)
}

fn name_taken() -> Error {
    Error::conflict("team", "another team has this name; choose another")
}

async fn find(db: &mut impl Source, id: TeamId) -> Result<Option<Team>> {
    let mut sql = Builder::new(db.engine(), TEAMS);
    sql.push("id = ").bind(id);
    db.fetch_optional(sql.build()).await
}

impl Store {
    /// All, by name.
    pub async fn teams(&self) -> Result<Vec<Team>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), TEAMS);
        sql.push("TRUE ORDER BY folded_name");
        db.fetch(sql.build()).await
    }

    pub async fn team(&self, id: TeamId) -> Result<Option<Team>> {
        let mut db = self;
        find(&mut db, id).await
    }
}
