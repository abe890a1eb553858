//! `/deliveries`: the ledger of what has left for people and for webhook
//! endpoints. For admins.

use std::str::FromStr;

use axum::{extract::State, http::StatusCode};
use frontdesk_desk::{DeliveryFilter, Desk};
use frontdesk_model::{
    ConversationId, DeliveryId, PersonId, Timestamp,
    delivery::{
        Channel, Delivery, DeliveryDetail, DeliveryState, DeliverySummary, ReplayDeliveries,
        Replayed,
    },
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, Done, List},
    body::{BareCommand, Command},
    idempotency::IdempotencyHeader,
    identity::Caller,
    paging::{Id, PageQuery, Paging, Query, read, text, time},
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(summary))
        .routes(routes!(get))
        .routes(routes!(replay))
        .routes(routes!(replay_all))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct DeliveryQuery {
    #[param(value_type = Option<Channel>)]
    channel: Option<String>,
    #[param(value_type = Option<DeliveryState>)]
    state: Option<String>,
    person_id: Option<String>,
    conversation_id: Option<String>,
    /// Part of a person's name, of a masked address, of a type or of an error;
    /// or the id of a delivery.
    q: Option<String>,
    /// Made from then on.
    #[param(value_type = Option<Timestamp>)]
    from: Option<String>,
    /// Made before then.
    #[param(value_type = Option<Timestamp>)]
    to: Option<String>,
}

/// Look through what was delivered.
///
/// What has left, waits or was given up, for people and for webhook endpoints; the newest come
/// first. Addresses are masked.
#[utoipa::path(get, path = "/deliveries", tag = "notifications", operation_id = "listDeliveries",
    params(DeliveryQuery, PageQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page of deliveries.", body = List<Delivery>),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn list(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(query): Query<DeliveryQuery>,
    Paging(page): Paging,
) -> Result<List<Delivery>, Problem> {
    let states: Vec<_> = DeliveryState::ALL.iter().map(|it| it.as_str()).collect();
    let filter = DeliveryFilter {
        channel: read(
            "channel",
            query.channel,
            Channel::parse,
            "email, push, sms or webhook",
        )?,
        state: read(
            "state",
            query.state,
            DeliveryState::parse,
            &format!("one of {}", states.join(", ")),
        )?,
        person_id: text(query.person_id).map(PersonId::from),
        conversation_id: read(
            "conversationId",
            query.conversation_id,
            |id| ConversationId::from_str(id).ok(),
            "the id of a conversation",
        )?,
        text: text(query.q),
        from: time("from", query.from)?,
        to: time("to", query.to)?,
    };
    Ok(desk.deliveries(&actor, &filter, &page).await?.into())
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct SummaryQuery {
    /// A day before `to` when it is missing; 31 days at most.
    #[param(value_type = Option<Timestamp>)]
    from: Option<String>,
    /// Now when it is missing.
    #[param(value_type = Option<Timestamp>)]
    to: Option<String>,
}

/// See how delivery goes.
///
/// Each channel: whether it is set up, whether its server answers, how much waits, and what was
/// sent, failed, came late or was given up, by hours.
#[utoipa::path(get, path = "/deliveries/summary", tag = "notifications",
    operation_id = "getDeliverySummary", params(SummaryQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "The channels at a glance.", body = Answer<DeliverySummary>),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn summary(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(query): Query<SummaryQuery>,
) -> Result<Answer<DeliverySummary>, Problem> {
    let (from, to) = (time("from", query.from)?, time("to", query.to)?);
    Ok(Answer::of(desk.delivery_summary(&actor, from, to).await?))
}

/// See one delivery.
///
/// With its tries, the latest first, and the notifications that it tells of; their titles are
/// null where the operator hides content.
#[utoipa::path(get, path = "/deliveries/{id}", tag = "notifications", operation_id = "getDelivery",
    params(("id" = DeliveryId, Path, description = "The delivery's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The delivery.", body = Answer<DeliveryDetail>),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such delivery."),
    ))]
async fn get(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<DeliveryId>,
) -> Result<Answer<DeliveryDetail>, Problem> {
    Ok(Answer::of(desk.delivery(&actor, id).await?))
}

/// Send a delivery again.
///
/// Under the same idempotency key, so that who has got it already can tell. What its person does
/// not want any more is skipped. Audited.
#[utoipa::path(post, path = "/deliveries/{id}/replay", tag = "notifications",
    operation_id = "replayDelivery",
    params(("id" = DeliveryId, Path, description = "The delivery's id."), IdempotencyHeader),
    security(("bearer" = [])),
    responses(
        (status = 202, description = "It is on its way.", body = Done),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such delivery."),
        (status = 409, description = "It is on its way already."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn replay(
    State(desk): State<Desk>,
    Id(id): Id<DeliveryId>,
    BareCommand(call): BareCommand,
) -> Result<(StatusCode, Done), Problem> {
    desk.replay_delivery(&call, id).await?;
    Ok((StatusCode::ACCEPTED, Done::OK))
}

/// Send dead deliveries again.
///
/// The oldest first, 10,000 at most. Audited.
#[utoipa::path(post, path = "/deliveries/replay", tag = "notifications",
    operation_id = "replayDeliveries", params(IdempotencyHeader),
    request_body = ReplayDeliveries, security(("bearer" = [])),
    responses(
        (status = 202, description = "They are on their way.", body = Answer<Replayed>),
        (status = 403, description = "The caller is not an admin."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn replay_all(
    State(desk): State<Desk>,
    command: Command<ReplayDeliveries>,
) -> Result<(StatusCode, Answer<Replayed>), Problem> {
    let replayed = desk.replay_deliveries(&command.call, &command.body).await?;
    Ok((StatusCode::ACCEPTED, Answer::of(replayed)))
}
