//! What people have chosen about notifications, and which conversations they
//! have muted.

use std::collections::{HashMap, HashSet};

use frontdesk_model::{
    ConversationId, PersonId, Timestamp, notification::NotificationType, preferences::Preferences,
};

use crate::{
    Result, Store, Tx,
    db::Source,
    row::{One, row},
    sql::{Builder, KEPT_ROWS},
};

/// A conversation that a person has muted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MuteRow {
    pub conversation_id: ConversationId,
    /// The ticket's subject or the chat's topic.
    pub subject: Option<String>,
    pub until: Option<Timestamp>,
}

row!(MuteRow {
    conversation_id,
    subject,
    until,
});

struct Muted {
    person_id: PersonId,
    conversation_id: ConversationId,
}

row!(Muted {
    person_id,
    conversation_id,
});

struct Chosen {
    person_id: PersonId,
    preferences: Preferences,
}

row!(Chosen {
    person_id,
    preferences,
});

impl Tx {
    pub async fn preferences(&mut self, person: &PersonId) -> Result<Option<Preferences>> {
        let mut sql = Builder::new(
            self.engine(),
            "SELECT preferences AS value FROM notification_preference WHERE person_id = ",
        );
        sql.bind(person).lock("notification_preference");
        let found: Option<One<Preferences>> = self.fetch_optional(sql.build()).await?;
        Ok(found.map(|found| found.0))
    }

    /// Stores what a person has chosen, in place of what they chose before.
    pub async fn save_preferences(
        &mut self,
        person: &PersonId,
        preferences: &Preferences,
        now: Timestamp,
    ) -> Result<()> {
        self.run(
            "INSERT INTO notification_preference (person_id, preferences, updated_at)
             VALUES ($1, $2, $3) ON CONFLICT (person_id) DO UPDATE
             SET preferences = excluded.preferences, updated_at = excluded.updated_at",
            &[person, preferences, &now],
        )
        .await?;
        self.run(
            "DELETE FROM notification_hidden WHERE person_id = $1",
            &[person],
        )
        .await?;
        for kind in NotificationType::ALL {
            if !preferences.of(*kind).in_app {
                self.run(
                    "INSERT INTO notification_hidden (person_id, kind) VALUES ($1, $2)
                     ON CONFLICT DO NOTHING",
                    &[person, kind],
                )
                .await?;
            }
        }
        Ok(())
    }

    /// Mutes a conversation; a second time replaces the first.
    pub async fn mute(
        &mut self,
        person: &PersonId,
        conversation: ConversationId,
        until: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<()> {
        self.run(
            "INSERT INTO notification_mute (person_id, conversation_id, until, created_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (person_id, conversation_id) DO UPDATE SET until = excluded.until",
            &[person, &conversation, &until, &now],
        )
        .await?;
        Ok(())
    }

    /// True when it was muted.
    pub async fn unmute(
        &mut self,
        person: &PersonId,
        conversation: ConversationId,
    ) -> Result<bool> {
        let changed = self
            .run(
                "DELETE FROM notification_mute WHERE person_id = $1 AND conversation_id = $2",
                &[person, &conversation],
            )
            .await?;
        Ok(changed > 0)
    }
}

impl Store {
    /// What each of these people has chosen, of those who have.
    pub async fn preferences_of<'p>(
        &self,
        people: impl IntoIterator<Item = &'p PersonId>,
    ) -> Result<HashMap<PersonId, Preferences>> {
        let mut db = self;
        let people: Vec<_> = people.into_iter().collect();
        let mut found = HashMap::new();
        for people in people.chunks(KEPT_ROWS) {
            let mut sql = Builder::new(
                db.engine(),
                "SELECT person_id, preferences FROM notification_preference WHERE person_id",
            );
            sql.within(people);
            let rows: Vec<Chosen> = db.fetch(sql.build()).await?;
            found.extend(rows.into_iter().map(|row| (row.person_id, row.preferences)));
        }
        Ok(found)
    }

    /// What is muted now by any of these people.
    pub async fn muted_by<'p>(
        &self,
        people: impl IntoIterator<Item = &'p PersonId>,
        now: Timestamp,
    ) -> Result<HashSet<(PersonId, ConversationId)>> {
        let mut db = self;
        let people: Vec<_> = people.into_iter().collect();
        let mut found = HashSet::new();
        for people in people.chunks(KEPT_ROWS) {
            let mut sql = Builder::new(
                db.engine(),
                "SELECT person_id, conversation_id FROM notification_mute WHERE person_id",
            );
            sql.within(people)
                .push(" AND (until IS NULL OR until > ")
                .bind(now)
                .push(")");
            let rows: Vec<Muted> = db.fetch(sql.build()).await?;
            let pairs = rows
                .into_iter()
                .map(|row| (row.person_id, row.conversation_id));
            found.extend(pairs);
        }
        Ok(found)
    }

    /// What a person has muted, the latest first.
    pub async fn mutes(&self, person: &PersonId, now: Timestamp) -> Result<Vec<MuteRow>> {
        let mut db = self;
        db.all(
            "SELECT m.conversation_id, COALESCE(t.subject, ch.topic) AS subject, m.until
             FROM notification_mute m
             LEFT JOIN ticket t ON t.conversation_id = m.conversation_id
             LEFT JOIN chat ch ON ch.conversation_id = m.conversation_id
             WHERE m.person_id = $1 AND (m.until IS NULL OR m.until > $2)
             ORDER BY m.created_at DESC, m.conversation_id",
            &[person, &now],
        )
        .await
    }
}
