//! `/chat/sessions/{id}/notes`: what staff writes to each other.

use axum::extract::State;
use frontdesk_desk::Desk;
use frontdesk_model::{
    ConversationId,
    conversation::{NewNote, Note},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Created, List, created},
    body::Command,
    idempotency::IdempotencyHeader,
    identity::Caller,
    paging::{Id, PageQuery, Paging},
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default().routes(routes!(list, write))
}

/// List the notes of a conversation.
///
/// For staff, of a chat or a ticket; oldest first.
#[utoipa::path(get, path = "/chat/sessions/{id}/notes", tag = "conversations", operation_id = "listNotes",
    params(("id" = ConversationId, Path, description = "The conversation's id."), PageQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "A page of notes.", body = List<Note>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such conversation."),
    ))]
async fn list(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
    Paging(page): Paging,
) -> Result<List<Note>, Problem> {
    Ok(desk.notes(&actor, id, &page).await?.into())
}

/// Write a note.
///
/// For staff. Every agent's console hears of it by the event `note`; the
/// customer never sees it.
#[utoipa::path(post, path = "/chat/sessions/{id}/notes", tag = "conversations", operation_id = "createNote",
    params(("id" = ConversationId, Path, description = "The conversation's id."), IdempotencyHeader),
    request_body = NewNote, security(("bearer" = [])),
    responses(
        (status = 201, description = "The note.", body = crate::answer::Answer<Note>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such conversation."),
        (status = 409, description = "It was merged into another."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn write(
    State(desk): State<Desk>,
    Id(id): Id<ConversationId>,
    command: Command<NewNote>,
) -> Result<Created<Note>, Problem> {
    let note = desk.write_note(&command.call, id, &command.body).await?;
    Ok(created(&format!("chat/sessions/{id}/notes"), note))
}
