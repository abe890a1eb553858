//! What is known of agents beyond their person: skills, capacity, status.

use frontdesk_model::{PersonId, Timestamp, chat::AgentStatus, routing::AgentUpdate};

use crate::{Result, Store, Tx, db::Source, row::row};

/// An agent's row. Someone without one has no skills, the desk's capacity, and
/// is available.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgentProfile {
    pub person_id: PersonId,
    pub skills: Vec<String>,
    /// Chats offered to them at a time; none for the desk's own number.
    pub capacity: Option<i64>,
    pub status: AgentStatus,
    /// Away because nothing was heard from them.
    pub is_automatic: bool,
    pub last_active_at: Option<Timestamp>,
}

row!(AgentProfile {
    person_id,
    skills,
    capacity,
    status,
    is_automatic,
    last_active_at,
});

impl Tx {
    /// Keeps an agent's status, and when they were last heard of.
    pub async fn save_agent_status(
        &mut self,
        agent: &PersonId,
        status: AgentStatus,
        is_automatic: bool,
        last_active_at: Timestamp,
    ) -> Result<()> {
        self.run(
            "INSERT INTO agent (person_id, status, is_automatic, last_active_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (person_id) DO UPDATE SET
                 status = excluded.status,
                 is_automatic = excluded.is_automatic,
                 last_active_at = excluded.last_active_at",
            &[agent, &status, &is_automatic, &last_active_at],
        )
        .await?;
        Ok(())
    }

    /// Keeps when agents were last heard of, where that is later.
    pub async fn save_agent_activity(
        &mut self,
        agent: &PersonId,
        last_active_at: Timestamp,
    ) -> Result<()> {
        self.run(
            "INSERT INTO agent (person_id, last_active_at) VALUES ($1, $2)
             ON CONFLICT (person_id) DO UPDATE SET last_active_at = excluded.last_active_at
             WHERE agent.last_active_at IS NULL
                 OR agent.last_active_at < excluded.last_active_at",
            &[agent, &last_active_at],
        )
        .await?;
        Ok(())
    }

    /// Sets what the update names, and gives the profile as it is now.
    pub async fn update_agent(
        &mut self,
        agent: &PersonId,
        update: &AgentUpdate,
    ) -> Result<AgentProfile> {
        self.run(
            "INSERT INTO agent (person_id) VALUES ($1) ON CONFLICT DO NOTHING",
            &[agent],
        )
        .await?;
        if let Some(skills) = &update.skills {
            self.run(
                "UPDATE agent SET skills = $2 WHERE person_id = $1",
                &[agent, skills],
            )
            .await?;
        }
        if let Some(capacity) = &update.capacity {
            self.run(
                "UPDATE agent SET capacity = $2 WHERE person_id = $1",
                &[agent, capacity],
            )
            .await?;
        }
        self.one("SELECT * FROM agent WHERE person_id = $1", &[agent])
            .await
    }
}

impl Store {
    /// All that have a row.
    pub async fn agent_profiles(&self) -> Result<Vec<AgentProfile>> {
        let mut db = self;
        db.all("SELECT * FROM agent ORDER BY person_id", &[]).await
    }
}
