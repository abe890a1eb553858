//! `/notifications`: a person's own list, and `/announcements` to everyone.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use frontdesk_desk::Desk;
use frontdesk_model::{
    NotificationId,
    notification::{NewAnnouncement, Notification},
    page::PageInfo,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::Done,
    body::{self, Command},
    idempotency::IdempotencyHeader,
    identity::Caller,
    paging::{Id, PageQuery, Paging, Query, flag},
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(mark_read))
        .routes(routes!(mark_all_read))
        .routes(routes!(mark_read_by_token))
        .routes(routes!(announce))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct NotificationQuery {
    /// `true` shows only those that are not read.
    #[param(value_type = Option<bool>)]
    unread: Option<String>,
}

/// A page of the caller's notifications.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Notifications {
    /// Always true.
    success: bool,
    data: Vec<Notification>,
    /// All that are not read, not only those of this page.
    unread_count: i64,
    page: PageInfo,
}

impl IntoResponse for Notifications {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// List the caller's notifications.
///
/// The newest come first.
#[utoipa::path(get, path = "/notifications", tag = "notifications", operation_id = "listNotifications",
    params(NotificationQuery, PageQuery), security(("bearer" = [])),
    responses((status = 200, description = "A page of notifications.", body = Notifications)))]
async fn list(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(query): Query<NotificationQuery>,
    Paging(page): Paging,
) -> Result<Notifications, Problem> {
    let unread_only = flag("unread", query.unread.as_deref())?;
    let list = desk.notifications(&actor, unread_only, &page).await?;
    Ok(Notifications {
        success: true,
        data: list.page.items,
        unread_count: list.unread_count,
        page: PageInfo {
            next: list.page.next.map(|next| next.encode()),
        },
    })
}

/// Mark one notification as read.
#[utoipa::path(post, path = "/notifications/{id}/read", tag = "notifications",
    operation_id = "markNotificationRead",
    params(("id" = NotificationId, Path, description = "The notification's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "It is read.", body = Done),
        (status = 404, description = "The caller has no such notification."),
    ))]
async fn mark_read(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<NotificationId>,
) -> Result<Done, Problem> {
    desk.mark_notification_read(&actor, id).await?;
    Ok(Done::OK)
}

/// Mark all notifications as read.
#[utoipa::path(post, path = "/notifications/read-all", tag = "notifications",
    operation_id = "markAllNotificationsRead", security(("bearer" = [])),
    responses((status = 200, description = "They are read.", body = Done)))]
async fn mark_all_read(State(desk): State<Desk>, Caller(actor): Caller) -> Result<Done, Problem> {
    desk.mark_all_notifications_read(&actor).await?;
    Ok(Done::OK)
}

/// What the service worker sends.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct ReadToken {
    /// `readToken` of a push message.
    token: String,
}

/// Mark read what a push message tells of.
///
/// No sign-in: the token is signed, and good for a week and for nothing else.
#[utoipa::path(post, path = "/notifications/read", tag = "notifications",
    operation_id = "markPushMessageRead", request_body = ReadToken,
    responses(
        (status = 200, description = "All of it is read.", body = Done),
        (status = 404, description = "The token is not one of this desk's, or its time is over."),
    ))]
async fn mark_read_by_token(
    State(desk): State<Desk>,
    body::Json(ReadToken { token }): body::Json<ReadToken>,
) -> Result<Done, Problem> {
    desk.mark_read_by_token(&token).await?;
    Ok(Done::OK)
}

/// Announce something to everyone.
///
/// For admins: a `system` notification to every person the desk knows. They
/// are given out in the background.
#[utoipa::path(post, path = "/announcements", tag = "notifications", operation_id = "announce",
    params(IdempotencyHeader), request_body = NewAnnouncement, security(("bearer" = [])),
    responses(
        (status = 202, description = "It is on its way.", body = Done),
        (status = 403, description = "The caller is not an admin."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn announce(
    State(desk): State<Desk>,
    command: Command<NewAnnouncement>,
) -> Result<(StatusCode, Done), Problem> {
    desk.announce(&command.call, &command.body).await?;
    Ok((StatusCode::ACCEPTED, Done::OK))
}
