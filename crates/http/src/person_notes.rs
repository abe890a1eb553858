//! `/people/{id}/notes`: what staff writes down about customers.

use axum::extract::{Path, State};
use frontdesk_desk::Desk;
use frontdesk_model::{
    PersonId, PersonNoteId,
    person_note::{NewPersonNote, PersonNote},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, Created, Done, created},
    body::{BareCommand, Command},
    idempotency::IdempotencyHeader,
    identity::Caller,
    paging::Id,
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(list, add))
        .routes(routes!(edit, delete))
}

/// List the notes about a person.
///
/// For staff; the person never sees them.
#[utoipa::path(get, path = "/people/{id}/notes", tag = "identity", operation_id = "listPersonNotes",
    params(("id" = PersonId, Path, description = "The person's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "All of them, newest first: there are at most 100.", body = Answer<Vec<PersonNote>>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "Nobody of this id was ever here."),
    ))]
async fn list(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<PersonId>,
) -> Result<Answer<Vec<PersonNote>>, Problem> {
    Ok(Answer::of(desk.person_notes(&actor, &id).await?))
}

/// Write down a note about a person.
///
/// For staff.
#[utoipa::path(post, path = "/people/{id}/notes", tag = "identity", operation_id = "addPersonNote",
    params(("id" = PersonId, Path, description = "The person's id."), IdempotencyHeader),
    request_body = NewPersonNote, security(("bearer" = [])),
    responses(
        (status = 201, description = "The note; `Location` is its address.", body = Answer<PersonNote>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "Nobody of this id was ever here."),
        (status = 409, description = "There are 100 already."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn add(
    State(desk): State<Desk>,
    Id(id): Id<PersonId>,
    command: Command<NewPersonNote>,
) -> Result<Created<PersonNote>, Problem> {
    let note = desk
        .add_person_note(&command.call, &id, &command.body)
        .await?;
    Ok(created(&format!("people/{id}/notes/{}", note.id), note))
}

/// Change a note.
///
/// For its author, and for admins.
#[utoipa::path(put, path = "/people/{id}/notes/{note}", tag = "identity", operation_id = "editPersonNote",
    params(
        ("id" = PersonId, Path, description = "The person's id."),
        ("note" = PersonNoteId, Path, description = "The note's id."),
    ),
    request_body = NewPersonNote, security(("bearer" = [])),
    responses(
        (status = 200, description = "The note as it is now.", body = Answer<PersonNote>),
        (status = 403, description = "The caller is not its author, nor an admin."),
        (status = 404, description = "There is no such note about this person."),
    ))]
async fn edit(
    State(desk): State<Desk>,
    Path(path): Path<(String, String)>,
    command: Command<NewPersonNote>,
) -> Result<Answer<PersonNote>, Problem> {
    let (person, note) = place(path)?;
    let note = desk
        .edit_person_note(&command.call, &person, note, &command.body)
        .await?;
    Ok(Answer::of(note))
}

/// Delete a note.
///
/// For its author, and for admins.
#[utoipa::path(delete, path = "/people/{id}/notes/{note}", tag = "identity", operation_id = "deletePersonNote",
    params(
        ("id" = PersonId, Path, description = "The person's id."),
        ("note" = PersonNoteId, Path, description = "The note's id."),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "It is gone.", body = Done),
        (status = 403, description = "The caller is not its author, nor an admin."),
        (status = 404, description = "There is no such note about this person."),
    ))]
async fn delete(
    State(desk): State<Desk>,
    Path(path): Path<(String, String)>,
    BareCommand(call): BareCommand,
) -> Result<Done, Problem> {
    let (person, note) = place(path)?;
    desk.delete_person_note(&call, &person, note).await?;
    Ok(Done::OK)
}

/// The place of a note; one that cannot be is not there.
fn place((person, note): (String, String)) -> Result<(PersonId, PersonNoteId), Problem> {
    let note = note.parse();
    let note = note.map_err(|_| Problem::not_found("there is no such note about this person"))?;
    Ok((PersonId(person), note))
}
