//! `/macros`: canned replies with variables and actions.

use axum::extract::State;
use frontdesk_desk::Desk;
use frontdesk_model::{
    MacroId,
    macros::{AppliedMacro, ApplyMacro, Macro, NewMacro, RenderMacro, RenderedMacro},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, Created, Done, created},
    body::{Command, Json},
    idempotency::IdempotencyHeader,
    identity::Caller,
    paging::Id,
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(update, delete))
        .routes(routes!(render))
        .routes(routes!(apply))
}

/// List macros.
///
/// For staff: all shared ones and the caller's own, by title.
#[utoipa::path(get, path = "/macros", tag = "macros", operation_id = "listMacros",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "All of them: there are at most 1,000.", body = Answer<Vec<Macro>>),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn list(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<Answer<Vec<Macro>>, Problem> {
    Ok(Answer::of(desk.macros(&actor).await?))
}

/// Make a macro.
///
/// For staff. The reply may hold variables: `{{customer.name}}`,
/// `{{customer.firstName}}`, `{{customer.email}}`, `{{agent.name}}`,
/// `{{agent.firstName}}`, `{{ticket.number}}`, `{{ticket.subject}}`,
/// `{{chat.topic}}`, each with words to take instead: `{{chat.topic|your question}}`.
#[utoipa::path(post, path = "/macros", tag = "macros", operation_id = "createMacro",
    params(IdempotencyHeader), request_body = NewMacro, security(("bearer" = [])),
    responses(
        (status = 201, description = "The macro; `Location` is its address.", body = Answer<Macro>),
        (status = 403, description = "The caller is not staff."),
        (status = 409, description = "The shortcut is taken, or there are too many."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn create(
    State(desk): State<Desk>,
    command: Command<NewMacro>,
) -> Result<Created<Macro>, Problem> {
    let made = desk.create_macro(&command.call, &command.body).await?;
    Ok(created(&format!("macros/{}", made.id), made))
}

/// Replace a macro.
#[utoipa::path(put, path = "/macros/{id}", tag = "macros", operation_id = "updateMacro",
    params(("id" = MacroId, Path, description = "The macro's id.")),
    request_body = NewMacro, security(("bearer" = [])),
    responses(
        (status = 200, description = "The macro as it is now.", body = Answer<Macro>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such macro, or it is somebody else's own."),
        (status = 409, description = "The shortcut is taken."),
    ))]
async fn update(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<MacroId>,
    Json(body): Json<NewMacro>,
) -> Result<Answer<Macro>, Problem> {
    Ok(Answer::of(desk.update_macro(&actor, id, &body).await?))
}

/// Delete a macro.
#[utoipa::path(delete, path = "/macros/{id}", tag = "macros", operation_id = "deleteMacro",
    params(("id" = MacroId, Path, description = "The macro's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "It is gone.", body = Done),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such macro, or it is somebody else's own."),
    ))]
async fn delete(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<MacroId>,
) -> Result<Done, Problem> {
    desk.delete_macro(&actor, id).await?;
    Ok(Done::OK)
}

/// Render a macro's reply for a conversation.
#[utoipa::path(post, path = "/macros/{id}/render", tag = "macros", operation_id = "renderMacro",
    params(("id" = MacroId, Path, description = "The macro's id.")),
    request_body = RenderMacro, security(("bearer" = [])),
    responses(
        (status = 200, description = "The reply, to be looked over before it is sent.", body = Answer<RenderedMacro>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such macro or conversation."),
    ))]
async fn render(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<MacroId>,
    Json(body): Json<RenderMacro>,
) -> Result<Answer<RenderedMacro>, Problem> {
    Ok(Answer::of(desk.render_macro(&actor, id, &body).await?))
}

/// Use a macro in a conversation.
///
/// Sends `content`, when it is given, and carries out the macro's actions. What
/// does not fit the conversation is left out and told in `skipped`.
#[utoipa::path(post, path = "/macros/{id}/apply", tag = "macros", operation_id = "applyMacro",
    params(("id" = MacroId, Path, description = "The macro's id."), IdempotencyHeader),
    request_body = ApplyMacro, security(("bearer" = [])),
    responses(
        (status = 200, description = "What was done.", body = Answer<AppliedMacro>),
        (status = 403, description = "The caller is not staff, or another agent holds the chat."),
        (status = 404, description = "There is no such macro or conversation."),
        (status = 409, description = "The conversation was merged, or is a chat that is over."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn apply(
    State(desk): State<Desk>,
    Id(id): Id<MacroId>,
    command: Command<ApplyMacro>,
) -> Result<Answer<AppliedMacro>, Problem> {
    let applied = desk.apply_macro(&command.call, id, &command.body).await?;
    Ok(Answer::of(applied))
}
