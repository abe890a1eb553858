//! `/chat/availability`, `/chat/hours`, `/chat/form` and what customers leave
//! while nobody is there.

use axum::extract::State;
use frontdesk_desk::{Desk, HoursView};
use frontdesk_model::{
    ConversationId, TeamId,
    availability::{Availability, LeaveMessage, MessageLeft, OfflineMessage},
    hours::BusinessHours,
    prechat::PreChatForm,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, Done, Submission, Waiting, submission},
    body::{BareCommand, Command},
    idempotency::IdempotencyHeader,
    identity::{Caller, MaybeCaller},
    paging::{Id, Query, text},
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(availability))
        .routes(routes!(hours, set_hours, remove_hours))
        .routes(routes!(form, set_form))
        .routes(routes!(offline_message))
        .routes(routes!(leave_message))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct TopicQuery {
    /// A topic of the form before a chat: asks about its team.
    topic_id: Option<String>,
}

/// Ask whether a chat would find somebody now.
///
/// The hours, whether agents are there, how many chats wait, and when a message
/// that is left is answered as a rule. Cheap enough for each page view.
#[utoipa::path(get, path = "/chat/availability", tag = "chat", operation_id = "getAvailability",
    params(TopicQuery), security((), ("bearer" = [])),
    responses((status = 200, description = "How it stands now.", body = Answer<Availability>)))]
async fn availability(
    State(desk): State<Desk>,
    _caller: MaybeCaller,
    Query(query): Query<TopicQuery>,
) -> Result<Answer<Availability>, Problem> {
    let topic = text(query.topic_id);
    Ok(Answer::of(desk.availability(topic.as_deref()).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct TeamQuery {
    /// A team; the desk itself when it is missing.
    #[param(value_type = Option<TeamId>)]
    team_id: Option<String>,
}

impl TeamQuery {
    fn team(self) -> Result<Option<TeamId>, Problem> {
        text(self.team_id)
            .map(|id| {
                id.parse()
                    .map_err(|_| Problem::invalid_field("teamId", "teamId must be a team's id"))
            })
            .transpose()
    }
}

/// Read the business hours.
///
/// For staff: a team's, or the desk's. A team without its own has the desk's.
#[utoipa::path(get, path = "/chat/hours", tag = "chat", operation_id = "getBusinessHours",
    params(TeamQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "The hours.", body = Answer<HoursView>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such team."),
    ))]
async fn hours(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(query): Query<TeamQuery>,
) -> Result<Answer<HoursView>, Problem> {
    Ok(Answer::of(desk.hours(&actor, query.team()?).await?))
}

/// Set the business hours.
///
/// For admins: a team's own, or the desk's. Windows are local times of the
/// time zone; one that ends before it begins goes over midnight. A holiday's
/// hours replace those of its weekday.
#[utoipa::path(put, path = "/chat/hours", tag = "chat", operation_id = "setBusinessHours",
    params(TeamQuery), request_body = BusinessHours, security(("bearer" = [])),
    responses(
        (status = 200, description = "The hours as they are now.", body = Answer<HoursView>),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such team."),
    ))]
async fn set_hours(
    State(desk): State<Desk>,
    Query(query): Query<TeamQuery>,
    command: Command<BusinessHours>,
) -> Result<Answer<HoursView>, Problem> {
    let team = query.team()?;
    let hours = desk.set_hours(&command.call, team, &command.body).await?;
    Ok(Answer::of(hours))
}

/// Take a team's own business hours away.
///
/// For admins: the desk's hold for the team then.
#[utoipa::path(delete, path = "/chat/hours", tag = "chat", operation_id = "removeBusinessHours",
    params(TeamQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "They are gone.", body = Done),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "The team has no hours of its own."),
    ))]
async fn remove_hours(
    State(desk): State<Desk>,
    Query(query): Query<TeamQuery>,
    BareCommand(call): BareCommand,
) -> Result<Done, Problem> {
    let team = query.team()?.ok_or_else(|| {
        Problem::invalid_field("teamId", "teamId is required: the desk always has hours")
    })?;
    desk.remove_hours(&call, team).await?;
    Ok(Done::OK)
}

/// Read the form before a chat.
#[utoipa::path(get, path = "/chat/form", tag = "chat", operation_id = "getPreChatForm",
    security((), ("bearer" = [])),
    responses((status = 200, description = "The form.", body = Answer<PreChatForm>)))]
async fn form(State(desk): State<Desk>, _caller: MaybeCaller) -> Answer<PreChatForm> {
    Answer::of(desk.form())
}

/// Set the form before a chat.
///
/// For admins. Topics say which team and skills a chat needs; answers to the
/// fields are kept with the chat.
#[utoipa::path(put, path = "/chat/form", tag = "chat", operation_id = "setPreChatForm",
    request_body = PreChatForm, security(("bearer" = [])),
    responses(
        (status = 200, description = "The form as it is now.", body = Answer<PreChatForm>),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn set_form(
    State(desk): State<Desk>,
    command: Command<PreChatForm>,
) -> Result<Answer<PreChatForm>, Problem> {
    Ok(Answer::of(
        desk.set_form(&command.call, &command.body).await?,
    ))
}

/// Leave a message instead of chatting.
///
/// It becomes a ticket of the caller's; what was answered on the form is
/// written below it.
#[utoipa::path(post, path = "/chat/offline-message", tag = "chat", operation_id = "leaveOfflineMessage",
    params(IdempotencyHeader), request_body = OfflineMessage, security(("bearer" = [])),
    responses(
        (status = 201, description = "The ticket; `Location` is its address.", body = Answer<MessageLeft>),
        (status = 202, description = "It waits for a review, and becomes a ticket when it is approved.",
            body = Waiting),
        (status = 403, description = "The caller is blocked."),
        (status = 422, description = "Moderation refused it, or the key was used for another request."),
    ))]
async fn offline_message(
    State(desk): State<Desk>,
    command: Command<OfflineMessage>,
) -> Result<Submission<MessageLeft>, Problem> {
    let left = desk.offline_message(&command.call, &command.body).await?;
    Ok(submission(left, |left| {
        format!("tickets/{}", left.ticket_id)
    }))
}

/// Stop waiting: the chat becomes a ticket.
///
/// For the owner of a waiting chat. The ticket is the same conversation, with
/// the same id; the chat ends.
#[utoipa::path(post, path = "/chat/sessions/{id}/leave-message", tag = "chat", operation_id = "leaveMessage",
    params(("id" = ConversationId, Path, description = "The session's id."), IdempotencyHeader),
    request_body = LeaveMessage, security(("bearer" = [])),
    responses(
        (status = 201, description = "The ticket; `Location` is its address.", body = Answer<MessageLeft>),
        (status = 202, description = "The message waits for a review; until then the chat goes on waiting.",
            body = Waiting),
        (status = 403, description = "The caller is blocked."),
        (status = 404, description = "There is no such chat, or it is somebody else's."),
        (status = 409, description = "The chat doesn't wait any more."),
        (status = 422, description = "Moderation refused the message or the subject, or the key was used for another request."),
    ))]
async fn leave_message(
    State(desk): State<Desk>,
    Id(id): Id<ConversationId>,
    command: Command<LeaveMessage>,
) -> Result<Submission<MessageLeft>, Problem> {
    let left = desk.leave_message(&command.call, id, &command.body).await?;
    Ok(submission(left, |left| {
        format!("tickets/{}", left.ticket_id)
    }))
}
