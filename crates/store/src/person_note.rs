//! What staff has written down about customers.

use frontdesk_model::{
    PersonId, PersonNoteId, Timestamp,
    person_note::{MAX_PERSON_NOTES, PersonNote},
};

use crate::{
    Error, Result, Store, Tx,
    db::Source,
    row::{One, row},
};

row!(PersonNote {
    id,
    person_id,
    content,
    author_id,
    author_name,
    created_at,
    edited_at,
});

impl Tx {
    /// `Conflict` when there are too many about this person.
    pub async fn add_person_note(&mut self, note: &PersonNote) -> Result<()> {
        let count: One<i64> = self
            .one(
                "SELECT COUNT(*) AS value FROM person_note WHERE person_id = $1",
                &[&note.person_id],
            )
            .await?;
        if count.0 >= MAX_PERSON_NOTES {
            return Err(Error::conflict(
                "note",
                format!("there are {MAX_PERSON_NOTES} notes already; remove some first"),
            ));
        }
        self.run(
            "INSERT INTO person_note (id, person_id, content, author_id, author_name, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            &[
                &note.id,
                &note.person_id,
                &note.content,
                &note.author_id,
                &note.author_name,
                &note.created_at,
            ],
        )
        .await?;
        self.changed_customer(&note.person_id);
        Ok(())
    }

    /// A note about this person. `NotFound` without it.
    pub async fn person_note(&mut self, person: &PersonId, id: PersonNoteId) -> Result<PersonNote> {
        self.optional(
            "SELECT * FROM person_note WHERE id = $1 AND person_id = $2",
            &[&id, person],
        )
        .await?
        .ok_or(Error::NotFound { what: "note" })
    }

    pub async fn edit_person_note(
        &mut self,
        note: &PersonNote,
        content: &str,
        now: Timestamp,
    ) -> Result<()> {
        self.run(
            "UPDATE person_note SET content = $2, edited_at = $3 WHERE id = $1",
            &[&note.id, &content, &now],
        )
        .await?;
        self.changed_customer(&note.person_id);
        Ok(())
    }

    pub async fn delete_person_note(&mut self, note: &PersonNote) -> Result<()> {
        self.run("DELETE FROM person_note WHERE id = $1", &[&note.id])
            .await?;
        self.changed_customer(&note.person_id);
        Ok(())
    }
}

impl Store {
    /// All notes about a person, newest first. No access is checked.
    pub async fn person_notes(&self, person: &PersonId) -> Result<Vec<PersonNote>> {
        let mut db = self;
        db.all(
            "SELECT * FROM person_note WHERE person_id = $1 ORDER BY created_at DESC, id DESC",
            &[person],
        )
        .await
    }
}
