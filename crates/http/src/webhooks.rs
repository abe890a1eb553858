//! `/webhooks`: endpoints of the operator's that are told what happens. For
//! admins.

use axum::{extract::State, http::StatusCode};
use frontdesk_desk::Desk;
use frontdesk_model::{
    DeliveryId, WebhookId,
    webhook::{NewWebhook, Webhook, WebhookPatch},
};
use serde::Serialize;
use utoipa::ToSchema;
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
        .routes(routes!(get, update, delete))
        .routes(routes!(test))
        .routes(routes!(rotate))
}

/// List the webhooks.
#[utoipa::path(get, path = "/webhooks", tag = "webhooks", operation_id = "listWebhooks",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "All endpoints, the oldest first.", body = Answer<Vec<Webhook>>),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn list(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<Answer<Vec<Webhook>>, Problem> {
    Ok(Answer::of(desk.webhooks(&actor).await?))
}

/// Make a webhook.
///
/// From now on its address gets the events that it names, signed by the Standard Webhooks
/// specification. The secret is in this answer and in no other. Addresses in private networks are
/// refused unless the operator allows them.
#[utoipa::path(post, path = "/webhooks", tag = "webhooks", operation_id = "createWebhook",
    params(IdempotencyHeader), request_body = NewWebhook, security(("bearer" = [])),
    responses(
        (status = 201, description = "The endpoint, with its secret.", body = Answer<Webhook>),
        (status = 403, description = "The caller is not an admin."),
        (status = 409, description = "There are too many."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn create(
    State(desk): State<Desk>,
    command: Command<NewWebhook>,
) -> Result<Created<Webhook>, Problem> {
    let webhook = desk.create_webhook(&command.call, &command.body).await?;
    Ok(created(&format!("webhooks/{}", webhook.id), webhook))
}

/// See one webhook.
#[utoipa::path(get, path = "/webhooks/{id}", tag = "webhooks", operation_id = "getWebhook",
    params(("id" = WebhookId, Path, description = "The endpoint's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The endpoint.", body = Answer<Webhook>),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such webhook."),
    ))]
async fn get(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<WebhookId>,
) -> Result<Answer<Webhook>, Problem> {
    Ok(Answer::of(desk.webhook(&actor, id).await?))
}

/// Change a webhook.
///
/// What the body doesn't name stays as it is. `active: true` also turns on one that was turned off
/// because it failed for days.
#[utoipa::path(patch, path = "/webhooks/{id}", tag = "webhooks", operation_id = "updateWebhook",
    params(("id" = WebhookId, Path, description = "The endpoint's id.")),
    request_body = WebhookPatch, security(("bearer" = [])),
    responses(
        (status = 200, description = "The endpoint as it is now.", body = Answer<Webhook>),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such webhook."),
    ))]
async fn update(
    State(desk): State<Desk>,
    Id(id): Id<WebhookId>,
    command: Command<WebhookPatch>,
) -> Result<Answer<Webhook>, Problem> {
    let webhook = desk
        .update_webhook(&command.call, id, &command.body)
        .await?;
    Ok(Answer::of(webhook))
}

/// Delete a webhook.
#[utoipa::path(delete, path = "/webhooks/{id}", tag = "webhooks", operation_id = "deleteWebhook",
    params(("id" = WebhookId, Path, description = "The endpoint's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "It is gone, and what waited for it is not sent.", body = Done),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such webhook."),
    ))]
async fn delete(
    State(desk): State<Desk>,
    Id(id): Id<WebhookId>,
    BareCommand(call): BareCommand,
) -> Result<Done, Problem> {
    desk.delete_webhook(&call, id).await?;
    Ok(Done::OK)
}

/// A test that is on its way.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WebhookTest {
    /// What became of it: `GET /deliveries/{deliveryId}`.
    delivery_id: DeliveryId,
}

/// Try a webhook.
///
/// Sends the event `webhook.test`, as a delivery like all others.
#[utoipa::path(post, path = "/webhooks/{id}/test", tag = "webhooks", operation_id = "testWebhook",
    params(("id" = WebhookId, Path, description = "The endpoint's id."), IdempotencyHeader),
    security(("bearer" = [])),
    responses(
        (status = 202, description = "It is on its way.", body = Answer<WebhookTest>),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such webhook."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn test(
    State(desk): State<Desk>,
    Id(id): Id<WebhookId>,
    BareCommand(call): BareCommand,
) -> Result<(StatusCode, Answer<WebhookTest>), Problem> {
    let delivery_id = desk.test_webhook(&call, id).await?;
    Ok((
        StatusCode::ACCEPTED,
        Answer::of(WebhookTest { delivery_id }),
    ))
}

/// Give a webhook a new secret.
///
/// It is in this answer and in no other. For a day requests are signed with the old one as well.
#[utoipa::path(post, path = "/webhooks/{id}/rotate-secret", tag = "webhooks",
    operation_id = "rotateWebhookSecret",
    params(("id" = WebhookId, Path, description = "The endpoint's id."), IdempotencyHeader),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The endpoint, with its new secret.", body = Answer<Webhook>),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such webhook."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn rotate(
    State(desk): State<Desk>,
    Id(id): Id<WebhookId>,
    BareCommand(call): BareCommand,
) -> Result<Answer<Webhook>, Problem> {
    Ok(Answer::of(desk.rotate_webhook_secret(&call, id).await?))
}
