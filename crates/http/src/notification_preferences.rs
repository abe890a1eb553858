//! `/notifications/preferences` and `/notifications/mutes`: how the caller wants
//! to be told of what.

use axum::extract::State;
use frontdesk_desk::Desk;
use frontdesk_model::{
    ConversationId,
    preferences::{NewMute, NotificationPreferences, PreferencesPatch},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, Done},
    body::Json,
    identity::Caller,
    paging::Id,
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(get, update))
        .routes(routes!(mute, unmute))
}

/// See how one is notified.
///
/// What the caller has chosen, or what holds without a choice; where they can be
/// reached; what they have muted; and which channels the operator has set up.
#[utoipa::path(get, path = "/notifications/preferences", tag = "notifications",
    operation_id = "getNotificationPreferences", security(("bearer" = [])),
    responses((status = 200, description = "The caller's preferences.",
        body = Answer<NotificationPreferences>)))]
async fn get(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<Answer<NotificationPreferences>, Problem> {
    Ok(Answer::of(desk.notification_preferences(&actor).await?))
}

/// Change how one is notified.
///
/// What the body doesn't name stays as it is. It holds for what waits to be sent, too.
#[utoipa::path(put, path = "/notifications/preferences", tag = "notifications",
    operation_id = "updateNotificationPreferences", request_body = PreferencesPatch,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The preferences as they are now.",
            body = Answer<NotificationPreferences>),
        (status = 400, description = "Something is wrong with them; nothing was changed."),
    ))]
async fn update(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Json(patch): Json<PreferencesPatch>,
) -> Result<Answer<NotificationPreferences>, Problem> {
    let updated = desk.update_notification_preferences(&actor, &patch).await?;
    Ok(Answer::of(updated))
}

/// Mute a conversation.
///
/// Nothing about it is sent by mail, push or SMS; it still appears in the list. Muting it again
/// replaces the time.
#[utoipa::path(put, path = "/notifications/mutes/{id}", tag = "notifications",
    operation_id = "muteConversation",
    params(("id" = ConversationId, Path, description = "The conversation's id.")),
    request_body = NewMute, security(("bearer" = [])),
    responses(
        (status = 200, description = "It is muted.", body = Done),
        (status = 404, description = "The caller sees no such conversation."),
        (status = 409, description = "Too many are muted."),
    ))]
async fn mute(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
    Json(input): Json<NewMute>,
) -> Result<Done, Problem> {
    desk.mute_conversation(&actor, id, &input).await?;
    Ok(Done::OK)
}

/// Take a mute back.
#[utoipa::path(delete, path = "/notifications/mutes/{id}", tag = "notifications",
    operation_id = "unmuteConversation",
    params(("id" = ConversationId, Path, description = "The conversation's id.")),
    security(("bearer" = [])),
    responses((status = 200, description = "It is not muted.", body = Done)))]
async fn unmute(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
) -> Result<Done, Problem> {
    desk.unmute_conversation(&actor, id).await?;
    Ok(Done::OK)
}
