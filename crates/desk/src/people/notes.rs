//! Staff writes down what the next colleague should know about a customer.

use frontdesk_model::{
    Actor, PersonId, PersonNoteId, Role,
    person_note::{NewPersonNote, PersonNote},
};
use frontdesk_store::Tx;
use serde_json::json;

use super::block::existing;
use crate::{
    Call, Desk,
    access::agents_only,
    error::{Error, Result},
};

impl Desk {
    /// All notes about a person, newest first.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`.
    pub async fn person_notes(&self, actor: &Actor, person: &PersonId) -> Result<Vec<PersonNote>> {
        agents_only(actor)?;
        existing(self.store.profile(person).await?)?;
        Ok(self.store.person_notes(person).await?)
    }

    /// # Errors
    /// `Forbidden` for anyone but staff; `InvalidInput`; `NotFound`; `Conflict`
    /// when there are too many.
    pub async fn add_person_note(
        &self,
        call: &Call,
        person: &PersonId,
        input: &NewPersonNote,
    ) -> Result<PersonNote> {
        agents_only(&call.actor)?;
        let content = input.validate()?;
        let mut tx = self.store.begin_by(&call.actor.id).await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        existing(tx.profile(person).await?)?;
        let note = PersonNote {
            id: self.ids.make(),
            person_id: person.clone(),
            content,
            author_id: call.actor.id.clone(),
            author_name: call.actor.name.clone(),
            created_at: self.clock.now(),
            edited_at: None,
        };
        tx.add_person_note(&note).await?;
        let details = json!({ "noteId": note.id });
        self.audit_person(&mut tx, call, "person.note.add", person, details)
            .await?;
        self.keep_answer(&mut tx, call, &note).await?;
        tx.commit().await?;
        Ok(note)
    }

    /// Changes a note of the caller's; admins may change all.
    ///
    /// # Errors
    /// `Forbidden` for anyone but its author and admins; `InvalidInput`; `NotFound`.
    pub async fn edit_person_note(
        &self,
        call: &Call,
        person: &PersonId,
        id: PersonNoteId,
        input: &NewPersonNote,
    ) -> Result<PersonNote> {
        agents_only(&call.actor)?;
        let content = input.validate()?;
        let now = self.clock.now();
        let mut tx = self.store.begin_by(&call.actor.id).await?;
        let before = own_note(&mut tx, &call.actor, person, id).await?;
        tx.edit_person_note(&before, &content, now).await?;
        let details = json!({ "noteId": id, "before": before.content });
        self.audit_person(&mut tx, call, "person.note.edit", person, details)
            .await?;
        tx.commit().await?;
        Ok(PersonNote {
            content,
            edited_at: Some(now),
            ..before
        })
    }

    /// Removes a note of the caller's; admins may remove all.
    ///
    /// # Errors
    /// `Forbidden` for anyone but its author and admins; `NotFound`.
    pub async fn delete_person_note(
        &self,
        call: &Call,
        person: &PersonId,
        id: PersonNoteId,
    ) -> Result<()> {
        agents_only(&call.actor)?;
        let mut tx = self.store.begin_by(&call.actor.id).await?;
        let note = own_note(&mut tx, &call.actor, person, id).await?;
        tx.delete_person_note(&note).await?;
        // Not what it said: who removes it may have to.
        let details = json!({ "noteId": id, "authorId": note.author_id });
        self.audit_person(&mut tx, call, "person.note.delete", person, details)
            .await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn own_note(
    tx: &mut Tx,
    actor: &Actor,
    person: &PersonId,
    id: PersonNoteId,
) -> Result<PersonNote> {
    let note = tx.person_note(person, id).await?;
    if note.author_id != actor.id && actor.role != Role::Admin {
        return Err(Error::forbidden(
            "only its author and admins may change a note",
        ));
    }
    Ok(note)
}
