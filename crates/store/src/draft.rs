//! What agents have begun to write. A draft is its writer's alone.

use frontdesk_model::{
    ConversationId, PersonId,
    inbox::{Draft, DraftKind},
};

use crate::{Result, Store, Tx, db::Source, row::row};

row!(Draft {
    conversation_id,
    kind,
    content,
    updated_at,
});

/// Drafts that a list shows at most, the newest.
const MAX_LISTED: i64 = 100;

impl Tx {
    /// Keeps a draft instead of the one before.
    pub async fn keep_draft(&mut self, person: &PersonId, draft: &Draft) -> Result<()> {
        self.run(
            "INSERT INTO draft (person_id, conversation_id, kind, content, updated_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (person_id, conversation_id, kind) DO UPDATE
             SET content = excluded.content, updated_at = excluded.updated_at",
            &[
                person,
                &draft.conversation_id,
                &draft.kind,
                &draft.content,
                &draft.updated_at,
            ],
        )
        .await?;
        Ok(())
    }

    /// One that isn't there is gone already.
    pub async fn drop_draft(
        &mut self,
        person: &PersonId,
        conversation: ConversationId,
        kind: DraftKind,
    ) -> Result<()> {
        self.run(
            "DELETE FROM draft WHERE person_id = $1 AND conversation_id = $2 AND kind = $3",
            &[person, &conversation, &kind],
        )
        .await?;
        Ok(())
    }
}

impl Store {
    /// A person's drafts, newest first; of one conversation alone if it is named.
    pub async fn drafts(
        &self,
        person: &PersonId,
        conversation: Option<ConversationId>,
    ) -> Result<Vec<Draft>> {
        let mut db = self;
        match conversation {
            None => {
                db.all(
                    "SELECT * FROM draft WHERE person_id = $1
                     ORDER BY updated_at DESC, conversation_id, kind LIMIT $2",
                    &[person, &MAX_LISTED],
                )
                .await
            }
            Some(conversation) => {
                db.all(
                    "SELECT * FROM draft WHERE person_id = $1 AND conversation_id = $2
                     ORDER BY updated_at DESC, kind",
                    &[person, &conversation],
                )
                .await
            }
        }
    }
}
