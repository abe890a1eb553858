//! `/people`: who someone is, and what staff does about them.

use axum::extract::State;
use frontdesk_desk::Desk;
use frontdesk_model::{
    PersonId, PersonProfile,
    person::{Block, PersonPatch},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, List},
    body::{BareCommand, Command},
    identity::Caller,
    paging::{Id, PageQuery, Paging, Query, flag},
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(people))
        .routes(routes!(person, update))
        .routes(routes!(block))
        .routes(routes!(unblock))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct PeopleQuery {
    /// Must be `true`.
    #[param(value_type = bool, required = true)]
    blocked: Option<String>,
}

/// List who is blocked.
///
/// For staff. Whoever was blocked last comes first.
#[utoipa::path(get, path = "/people", tag = "identity", operation_id = "listPeople",
    params(PeopleQuery, PageQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page of people.", body = List<PersonProfile>),
        (status = 400, description = "`blocked` is missing: people are listed only by what was done about them."),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn people(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(query): Query<PeopleQuery>,
    Paging(page): Paging,
) -> Result<List<PersonProfile>, Problem> {
    if !flag("blocked", query.blocked.as_deref())? {
        return Err(Problem::invalid_field(
            "blocked",
            "blocked must be true: people are listed only by what was done about them",
        ));
    }
    Ok(desk.blocked_people(&actor, &page).await?.into())
}

/// Read who a customer or agent is.
///
/// For staff.
#[utoipa::path(get, path = "/people/{id}", tag = "identity", operation_id = "getPerson",
    params(("id" = PersonId, Path, description = "The person's id: the `sub` of their token.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The person.", body = Answer<PersonProfile>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "Nobody of this id was ever here."),
    ))]
async fn person(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<PersonId>,
) -> Result<Answer<PersonProfile>, Problem> {
    Ok(Answer::of(desk.person(&actor, &id).await?))
}

/// Mark a person as important, or not.
///
/// For staff. It counts from the person's next chat on.
#[utoipa::path(patch, path = "/people/{id}", tag = "identity", operation_id = "updatePerson",
    params(("id" = PersonId, Path, description = "The person's id.")),
    request_body = PersonPatch, security(("bearer" = [])),
    responses(
        (status = 200, description = "The person as they are now.", body = Answer<PersonProfile>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "Nobody of this id was ever here."),
    ))]
async fn update(
    State(desk): State<Desk>,
    Id(id): Id<PersonId>,
    command: Command<PersonPatch>,
) -> Result<Answer<PersonProfile>, Problem> {
    let person = desk
        .update_person(&command.call, &id, &command.body)
        .await?;
    Ok(Answer::of(person))
}

/// Block a customer.
///
/// For staff. Whatever they write is refused from now on, and their open chat
/// ends; they may still read. Blocking again changes the reason.
#[utoipa::path(post, path = "/people/{id}/block", tag = "identity", operation_id = "blockPerson",
    params(("id" = PersonId, Path, description = "The person's id.")),
    request_body = Block, security(("bearer" = [])),
    responses(
        (status = 200, description = "The person as they are now.", body = Answer<PersonProfile>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "Nobody of this id was ever here."),
        (status = 409, description = "The person is an agent or admin."),
    ))]
async fn block(
    State(desk): State<Desk>,
    Id(id): Id<PersonId>,
    command: Command<Block>,
) -> Result<Answer<PersonProfile>, Problem> {
    let person = desk.block_person(&command.call, &id, &command.body).await?;
    Ok(Answer::of(person))
}

/// Let a blocked customer write again.
///
/// For staff. No effect on anyone who isn't blocked.
#[utoipa::path(post, path = "/people/{id}/unblock", tag = "identity", operation_id = "unblockPerson",
    params(("id" = PersonId, Path, description = "The person's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The person as they are now.", body = Answer<PersonProfile>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "Nobody of this id was ever here."),
    ))]
async fn unblock(
    State(desk): State<Desk>,
    Id(id): Id<PersonId>,
    BareCommand(call): BareCommand,
) -> Result<Answer<PersonProfile>, Problem> {
    Ok(Answer::of(desk.unblock_person(&call, &id).await?))
}
