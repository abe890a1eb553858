//! `/search/synonyms`: words that mean the same to those who search.

use axum::extract::State;
use frontdesk_desk::Desk;
use frontdesk_model::{
    SynonymId,
    search::{Synonym, SynonymInput},
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
        .routes(routes!(list, create))
        .routes(routes!(update, delete))
}

/// List synonyms.
///
/// For staff.
#[utoipa::path(get, path = "/search/synonyms", tag = "search", operation_id = "listSynonyms",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "All of them, oldest first: there are at most 1,000.",
            body = Answer<Vec<Synonym>>),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn list(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<Answer<Vec<Synonym>>, Problem> {
    Ok(Answer::of(desk.synonyms(&actor).await?))
}

/// Make a synonym.
///
/// For admins. It holds from the next search on. Audited.
#[utoipa::path(post, path = "/search/synonyms", tag = "search", operation_id = "createSynonym",
    params(IdempotencyHeader), request_body = SynonymInput, security(("bearer" = [])),
    responses(
        (status = 201, description = "The synonym; `Location` is its address.", body = Answer<Synonym>),
        (status = 403, description = "The caller is not an admin."),
        (status = 409, description = "There are too many."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn create(
    State(desk): State<Desk>,
    command: Command<SynonymInput>,
) -> Result<Created<Synonym>, Problem> {
    let made = desk.create_synonym(&command.call, &command.body).await?;
    Ok(created(&format!("search/synonyms/{}", made.id), made))
}

/// Replace a synonym.
///
/// For admins. It holds from the next search on. Audited.
#[utoipa::path(put, path = "/search/synonyms/{id}", tag = "search", operation_id = "updateSynonym",
    params(("id" = SynonymId, Path, description = "The synonym's id."), IdempotencyHeader),
    request_body = SynonymInput, security(("bearer" = [])),
    responses(
        (status = 200, description = "The synonym as it is now.", body = Answer<Synonym>),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such synonym."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn update(
    State(desk): State<Desk>,
    Id(id): Id<SynonymId>,
    command: Command<SynonymInput>,
) -> Result<Answer<Synonym>, Problem> {
    let made = desk
        .update_synonym(&command.call, id, &command.body)
        .await?;
    Ok(Answer::of(made))
}

/// Delete a synonym.
///
/// For admins. Audited.
#[utoipa::path(delete, path = "/search/synonyms/{id}", tag = "search",
    operation_id = "deleteSynonym",
    params(("id" = SynonymId, Path, description = "The synonym's id."), IdempotencyHeader),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "It is gone.", body = Done),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such synonym."),
    ))]
async fn delete(
    State(desk): State<Desk>,
    Id(id): Id<SynonymId>,
    BareCommand(call): BareCommand,
) -> Result<Done, Problem> {
    desk.delete_synonym(&call, id).await?;
    Ok(Done::OK)
}
