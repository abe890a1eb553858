//! Where the caller is reached: browsers that take push messages, a number for
//! SMS; and the link at the end of a mail.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use frontdesk_desk::Desk;
use frontdesk_model::{
    PushSubscriptionId,
    preferences::{ConfirmPhone, NewPhone, NewPushDevice, Subscription},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, Created, Done, created},
    body::Json,
    identity::Caller,
    paging::{Id, Query, flag},
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(push_key))
        .routes(routes!(add_device))
        .routes(routes!(remove_device))
        .routes(routes!(test_device))
        .routes(routes!(add_phone, remove_phone))
        .routes(routes!(confirm_phone))
        .routes(routes!(subscription, unsubscribe))
        .routes(routes!(sms_receipt))
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PushKey {
    /// An uncompressed point on P-256 in base64url, for `applicationServerKey`.
    public_key: String,
}

/// Get the key for web push.
#[utoipa::path(get, path = "/notifications/push-key", tag = "notifications",
    operation_id = "getPushKey",
    responses((status = 200, description = "The key that browsers subscribe with (RFC 8292).",
        body = Answer<PushKey>)))]
async fn push_key(State(desk): State<Desk>) -> Answer<PushKey> {
    Answer::of(PushKey {
        public_key: desk.push_key(),
    })
}

#[derive(Debug, Serialize, ToSchema)]
struct NewDevice {
    id: PushSubscriptionId,
}

/// Have push messages sent to a browser.
///
/// The body is what `PushSubscription.toJSON()` gives, with a name of the device. A browser that is
/// known keeps its id, and becomes the caller's.
#[utoipa::path(post, path = "/notifications/push-subscriptions", tag = "notifications",
    operation_id = "createPushSubscription", request_body = NewPushDevice,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "It gets them from now on.", body = Answer<NewDevice>),
        (status = 409, description = "There are too many."),
    ))]
async fn add_device(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Json(input): Json<NewPushDevice>,
) -> Result<Created<NewDevice>, Problem> {
    let id = desk.add_push_device(&actor, &input).await?;
    let place = format!("notifications/push-subscriptions/{id}");
    Ok(created(&place, NewDevice { id }))
}

/// Send no more push messages to a browser.
#[utoipa::path(delete, path = "/notifications/push-subscriptions/{id}", tag = "notifications",
    operation_id = "deletePushSubscription",
    params(("id" = PushSubscriptionId, Path, description = "The subscription's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "It gets none any more.", body = Done),
        (status = 404, description = "The caller has no such subscription."),
    ))]
async fn remove_device(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<PushSubscriptionId>,
) -> Result<Done, Problem> {
    desk.remove_push_device(&actor, id).await?;
    Ok(Done::OK)
}

/// Try a browser.
#[utoipa::path(post, path = "/notifications/push-subscriptions/{id}/test", tag = "notifications",
    operation_id = "testPushSubscription",
    params(("id" = PushSubscriptionId, Path, description = "The subscription's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The push service has taken a message.", body = Done),
        (status = 404, description = "The caller has no such subscription, or it has ended."),
        (status = 503, description = "The push service takes nothing now."),
    ))]
async fn test_device(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<PushSubscriptionId>,
) -> Result<Done, Problem> {
    desk.test_push_device(&actor, id).await?;
    Ok(Done::OK)
}

/// Give a number for SMS.
///
/// A code of six digits is sent to it, three times an hour at most. Nothing else is sent there
/// before it is confirmed.
#[utoipa::path(post, path = "/notifications/phone", tag = "notifications",
    operation_id = "addPhone", request_body = NewPhone, security(("bearer" = [])),
    responses(
        (status = 202, description = "The code is on its way.", body = Done),
        (status = 409, description = "The desk sends no SMS."),
        (status = 429, description = "Too many codes were sent."),
        (status = 503, description = "It can't be sent now."),
    ))]
async fn add_phone(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Json(input): Json<NewPhone>,
) -> Result<(StatusCode, Done), Problem> {
    desk.add_phone(&actor, &input).await?;
    Ok((StatusCode::ACCEPTED, Done::OK))
}

/// Confirm the number.
///
/// A code is good for ten minutes and five tries.
#[utoipa::path(post, path = "/notifications/phone/confirm", tag = "notifications",
    operation_id = "confirmPhone", request_body = ConfirmPhone, security(("bearer" = [])),
    responses(
        (status = 200, description = "SMS go there from now on.", body = Done),
        (status = 409, description = "There is no code that could be confirmed."),
    ))]
async fn confirm_phone(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Json(input): Json<ConfirmPhone>,
) -> Result<Done, Problem> {
    desk.confirm_phone(&actor, &input).await?;
    Ok(Done::OK)
}

/// Take the number back.
#[utoipa::path(delete, path = "/notifications/phone", tag = "notifications",
    operation_id = "deletePhone", security(("bearer" = [])),
    responses((status = 200, description = "It is forgotten.", body = Done)))]
async fn remove_phone(State(desk): State<Desk>, Caller(actor): Caller) -> Result<Done, Problem> {
    desk.remove_phone(&actor).await?;
    Ok(Done::OK)
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct UnsubscribeQuery {
    /// From a link in a mail.
    token: String,
    /// `true` brings the mail back.
    #[param(value_type = Option<bool>)]
    undo: Option<String>,
}

/// See what a link in a mail unsubscribes from.
///
/// No sign-in: the token is signed. Browsers are led to the page of the web app that asks for a
/// click; who asks for JSON gets what the token is about. Nothing is changed.
#[utoipa::path(get, path = "/notifications/unsubscribe", tag = "notifications",
    operation_id = "getSubscription", params(UnsubscribeQuery),
    responses(
        (status = 200, description = "What it is about.", body = Answer<Subscription>),
        (status = 303, description = "To the web app's page."),
        (status = 404, description = "The token is not one of this desk's."),
    ))]
async fn subscription(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Query(query): Query<UnsubscribeQuery>,
) -> Result<Response, Problem> {
    let accepts = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    if accepts.is_some_and(|accepts| accepts.contains("application/json")) {
        let subscription = desk.subscription(&query.token).await?;
        return Ok(Answer::of(subscription).into_response());
    }
    let place = &desk.config().public_url;
    // A token is of characters that an address can carry; anything else is not ours.
    let token: String = query
        .token
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .collect();
    Ok(Redirect::to(&format!("{place}/unsubscribe?token={token}")).into_response())
}

/// Unsubscribe by a link in a mail.
///
/// No sign-in: the token is signed. Mail programs call it with the body
/// `List-Unsubscribe=One-Click` (RFC 8058). Mail about the type is turned off, or the conversation
/// muted.
#[utoipa::path(post, path = "/notifications/unsubscribe", tag = "notifications",
    operation_id = "unsubscribe", params(UnsubscribeQuery),
    responses(
        (status = 200, description = "As it is now.", body = Answer<Subscription>),
        (status = 404, description = "The token is not one of this desk's."),
    ))]
async fn unsubscribe(
    State(desk): State<Desk>,
    Query(query): Query<UnsubscribeQuery>,
) -> Result<Answer<Subscription>, Problem> {
    let undo = flag("undo", query.undo.as_deref())?;
    Ok(Answer::of(desk.set_subscribed(&query.token, undo).await?))
}

/// Take a receipt of the SMS provider.
///
/// Signed by the provider: no sign-in.
#[utoipa::path(post, path = "/inbound/sms", tag = "notifications", operation_id = "receiveSmsReceipt",
    request_body(content = String, description = "As the provider writes it.",
        content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "It is taken.", body = Done),
        (status = 403, description = "It is not signed by the provider."),
    ))]
async fn sms_receipt(
    State(desk): State<Desk>,
    headers: HeaderMap,
    uri: axum::http::Uri,
    body: axum::body::Bytes,
) -> Result<Done, Problem> {
    let place = &desk.config().public_url;
    // Where the provider was told to call; what is signed names it in full.
    let query = uri.query().map(|query| format!("?{query}"));
    let signature = ["x-twilio-signature", "authorization"]
        .into_iter()
        .find_map(|name| headers.get(name)?.to_str().ok());
    let url = format!(
        "{place}{}/inbound/sms{}",
        crate::PREFIX,
        query.unwrap_or_default()
    );
    desk.take_sms_receipt(&url, signature, &body).await?;
    Ok(Done::OK)
}
