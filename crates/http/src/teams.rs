//! `/teams`, `PATCH /agents/{id}` and the router's decisions: who gets which
//! chat, and why.

use axum::extract::State;
use frontdesk_desk::{AgentView, Desk};
use frontdesk_model::{
    ConversationId, PersonId, TeamId,
    routing::{AgentUpdate, Decision, Team, TeamInput},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, Created, Done, List, created},
    body::{BareCommand, Command},
    idempotency::IdempotencyHeader,
    identity::Caller,
    paging::{Id, PageQuery, Paging},
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(update, delete))
        .routes(routes!(update_agent))
        .routes(routes!(decisions))
        .routes(routes!(decisions_of_chat))
}

/// List all teams.
///
/// For agents.
#[utoipa::path(get, path = "/teams", tag = "routing", operation_id = "listTeams",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "All of them, by name.", body = Answer<Vec<Team>>),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn list(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<Answer<Vec<Team>>, Problem> {
    Ok(Answer::of(desk.teams(&actor).await?))
}

/// Make a team.
///
/// For admins. It counts at once.
#[utoipa::path(post, path = "/teams", tag = "routing", operation_id = "createTeam",
    params(IdempotencyHeader), request_body = TeamInput, security(("bearer" = [])),
    responses(
        (status = 201, description = "The team.", body = Answer<Team>),
        (status = 403, description = "The caller is not an admin."),
        (status = 409, description = "Another team has this name."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn create(
    State(desk): State<Desk>,
    command: Command<TeamInput>,
) -> Result<Created<Team>, Problem> {
    let team = desk.create_team(&command.call, &command.body).await?;
    Ok(created("teams", team))
}

/// Change a team.
///
/// For admins. What is missing gets its default. It counts at once: offers to
/// those who are no longer members are taken back.
#[utoipa::path(put, path = "/teams/{id}", tag = "routing", operation_id = "updateTeam",
    params(("id" = TeamId, Path, description = "The team's id."), IdempotencyHeader),
    request_body = TeamInput, security(("bearer" = [])),
    responses(
        (status = 200, description = "The team as it is now.", body = Answer<Team>),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such team."),
        (status = 409, description = "Another team has this name."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn update(
    State(desk): State<Desk>,
    Id(id): Id<TeamId>,
    command: Command<TeamInput>,
) -> Result<Answer<Team>, Problem> {
    let team = desk.update_team(&command.call, id, &command.body).await?;
    Ok(Answer::of(team))
}

/// Delete a team.
///
/// For admins. Its chats that have an agent are everybody's, should they come
/// back to the queue.
#[utoipa::path(delete, path = "/teams/{id}", tag = "routing", operation_id = "deleteTeam",
    params(("id" = TeamId, Path, description = "The team's id."), IdempotencyHeader),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "It is gone.", body = Done),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such team."),
        (status = 409, description = "Chats are waiting for it."),
    ))]
async fn delete(
    State(desk): State<Desk>,
    Id(id): Id<TeamId>,
    BareCommand(call): BareCommand,
) -> Result<Done, Problem> {
    desk.delete_team(&call, id).await?;
    Ok(Done::OK)
}

/// Change an agent's skills and capacity.
///
/// For admins. What is missing stays; it counts at once.
#[utoipa::path(patch, path = "/agents/{id}", tag = "routing", operation_id = "updateAgent",
    params(("id" = PersonId, Path, description = "The agent's id: the `sub` of their token.")),
    request_body = AgentUpdate, security(("bearer" = [])),
    responses(
        (status = 200, description = "The agent as they are now.", body = Answer<AgentView>),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such agent."),
    ))]
async fn update_agent(
    State(desk): State<Desk>,
    Id(id): Id<PersonId>,
    command: Command<AgentUpdate>,
) -> Result<Answer<AgentView>, Problem> {
    let agent = desk.update_agent(&command.call, &id, &command.body).await?;
    Ok(Answer::of(agent))
}

/// List what was decided about all chats.
///
/// For agents: who was offered which chat, and why. The newest come first.
#[utoipa::path(get, path = "/chat/decisions", tag = "routing", operation_id = "listDecisions",
    params(PageQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page of decisions.", body = List<Decision>),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn decisions(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Paging(page): Paging,
) -> Result<List<Decision>, Problem> {
    Ok(desk.decisions(&actor, &page).await?.into())
}

/// List what was decided about a chat.
///
/// For agents. The newest come first.
#[utoipa::path(get, path = "/chat/sessions/{id}/decisions", tag = "routing",
    operation_id = "listChatDecisions",
    params(("id" = ConversationId, Path, description = "The session's id."), PageQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "A page of decisions.", body = List<Decision>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such chat."),
    ))]
async fn decisions_of_chat(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
    Paging(page): Paging,
) -> Result<List<Decision>, Problem> {
    Ok(desk.chat_decisions(&actor, id, &page).await?.into())
}
