//! How the demo's desk is set up: teams, what its agents are good at, and the
//! form before a chat.

use std::collections::HashMap;

use frontdesk_desk::FORM_DOCUMENT;
use frontdesk_model::{
    IdSource, TeamId, Timestamp,
    prechat::{FormField, PreChatForm, Topic},
    routing::{AgentUpdate, Strategy, TeamInput},
};
use frontdesk_store::Tx;
use serde::Deserialize;

use crate::error::{Error, Result};

/// `desk.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// One that others run over to stands before them.
    team: Vec<Team>,
    agent: Vec<Agent>,
    form: Form,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Team {
    name: String,
    description: String,
    strategy: Strategy,
    members: Vec<String>,
    overflow_to: Option<String>,
    overflow_after_seconds: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Agent {
    id: String,
    skills: Vec<String>,
    capacity: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    greeting: String,
    topic: Vec<FormTopic>,
    field: Vec<FormField>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FormTopic {
    id: String,
    label: String,
    team: Option<String>,
}

impl SetUp {
    /// Writes all of it; the agents must be stored already.
    pub async fn load(&self, tx: &mut Tx, ids: &IdSource, now: Timestamp) -> Result<()> {
        let mut teams = HashMap::new();
        for team in &self.team {
            let id = ids.make();
            tx.create_team(id, &team.input(&teams)?, now).await?;
            teams.insert(team.name.as_str(), id);
        }
        for agent in &self.agent {
            let update = AgentUpdate {
                skills: Some(agent.skills.clone()),
                capacity: Some(agent.capacity),
            };
            tx.update_agent(&agent.id.as_str().into(), &update).await?;
        }
        let form = self.form.document(&teams)?;
        let content = serde_json::to_value(&form)
            .map_err(|error| Error::Demo(format!("desk.toml: {error}")))?;
        tx.set_document(FORM_DOCUMENT, &content, now).await?;
        Ok(())
    }
}

impl Team {
    fn input(&self, known: &HashMap<&str, TeamId>) -> Result<TeamInput> {
        Ok(TeamInput {
            name: self.name.clone(),
            description: self.description.clone(),
            strategy: Some(self.strategy),
            skills: Vec::new(),
            members: self.members.iter().map(|id| id.as_str().into()).collect(),
            overflow_team_id: team_id(known, self.overflow_to.as_deref())?,
            overflow_after_seconds: self.overflow_after_seconds,
        })
    }
}

impl Form {
    fn document(&self, teams: &HashMap<&str, TeamId>) -> Result<PreChatForm> {
        let topics = self.topic.iter().map(|topic| {
            Ok(Topic {
                id: topic.id.clone(),
                label: topic.label.clone(),
                team_id: team_id(teams, topic.team.as_deref())?,
                skills: Vec::new(),
            })
        });
        let form = PreChatForm {
            enabled: true,
            greeting: self.greeting.clone(),
            topics: topics.collect::<Result<_>>()?,
            fields: self.field.clone(),
            suggest_articles: true,
        };
        form.validate()
            .map_err(|problems| Error::Demo(format!("desk.toml: {problems:?}")))
    }
}

fn team_id(known: &HashMap<&str, TeamId>, name: Option<&str>) -> Result<Option<TeamId>> {
    name.map(|name| {
        known
            .get(name)
            .copied()
            .ok_or_else(|| Error::Demo(format!("desk.toml names the team `{name}` too early")))
    })
    .transpose()
}
