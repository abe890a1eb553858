//! What staff writes down about a customer, for the next colleague. It belongs
//! to the person, not to a conversation, and no customer ever sees it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{PersonId, PersonNoteId, Timestamp, error::FieldError, validate::Problems};

/// Characters of one note.
pub const PERSON_NOTE_MAX_CHARS: usize = 4_000;
/// Notes about one person.
pub const MAX_PERSON_NOTES: i64 = 100;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonNote {
    pub id: PersonNoteId,
    /// Whom it is about.
    pub person_id: PersonId,
    pub content: String,
    pub author_id: PersonId,
    pub author_name: String,
    pub created_at: Timestamp,
    /// When it was last changed; null when it never was.
    pub edited_at: Option<Timestamp>,
}

/// `POST /people/{id}/notes` and `PUT /people/{id}/notes/{note}`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct NewPersonNote {
    /// 1 to 4000 characters.
    pub content: String,
}

impl NewPersonNote {
    /// The content with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self) -> Result<String, Vec<FieldError>> {
        let mut problems = Problems::new();
        let content = problems.required("content", &self.content, PERSON_NOTE_MAX_CHARS);
        problems.finish(content)
    }
}
