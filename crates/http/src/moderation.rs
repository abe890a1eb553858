//! `/moderation`: the rules, trying them, and the review list.

use axum::extract::State;
use frontdesk_desk::Desk;
use frontdesk_model::{
    ReviewId, RuleId,
    moderation::{
        ModerationRule, RejectReview, Review, ReviewInContext, ReviewState, RuleInput, Trial,
        TryText,
    },
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, Created, Done, List, created},
    body::{BareCommand, Command, Json},
    idempotency::IdempotencyHeader,
    identity::Caller,
    paging::{Id, PageQuery, Paging, Query, text},
    problem::Problem,
    tickets::unknown,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(rules, create))
        .routes(routes!(update, delete))
        .routes(routes!(try_text))
        .routes(routes!(reviews))
        .routes(routes!(review))
        .routes(routes!(approve))
        .routes(routes!(reject))
}

/// List the rules.
#[utoipa::path(get, path = "/moderation/rules", tag = "moderation",
    operation_id = "listModerationRules", security(("bearer" = [])),
    responses(
        (status = 200, description = "All of them, oldest first.", body = Answer<Vec<ModerationRule>>),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn rules(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<Answer<Vec<ModerationRule>>, Problem> {
    Ok(Answer::of(desk.moderation_rules(&actor).await?))
}

/// Make a rule.
///
/// For admins. It holds from the next text on. When several rules match, the
/// strictest action decides (refuse, hold, mask, flag), and everything that any
/// mask rule matches is masked.
#[utoipa::path(post, path = "/moderation/rules", tag = "moderation",
    operation_id = "createModerationRule", params(IdempotencyHeader), request_body = RuleInput,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The rule.", body = Answer<ModerationRule>),
        (status = 403, description = "The caller is not an admin."),
        (status = 409, description = "There are too many rules."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn create(
    State(desk): State<Desk>,
    command: Command<RuleInput>,
) -> Result<Created<ModerationRule>, Problem> {
    let rule = desk.create_rule(&command.call, &command.body).await?;
    Ok(created("moderation/rules", rule))
}

/// Replace a rule.
#[utoipa::path(put, path = "/moderation/rules/{id}", tag = "moderation",
    operation_id = "updateModerationRule",
    params(("id" = RuleId, Path, description = "The rule's id."), IdempotencyHeader),
    request_body = RuleInput, security(("bearer" = [])),
    responses(
        (status = 200, description = "The rule as it is now.", body = Answer<ModerationRule>),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such rule."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn update(
    State(desk): State<Desk>,
    Id(id): Id<RuleId>,
    command: Command<RuleInput>,
) -> Result<Answer<ModerationRule>, Problem> {
    let rule = desk.update_rule(&command.call, id, &command.body).await?;
    Ok(Answer::of(rule))
}

/// Delete a rule.
///
/// What it has put on the review list stays there.
#[utoipa::path(delete, path = "/moderation/rules/{id}", tag = "moderation",
    operation_id = "deleteModerationRule",
    params(("id" = RuleId, Path, description = "The rule's id."), IdempotencyHeader),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "It is gone.", body = Done),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such rule."),
    ))]
async fn delete(
    State(desk): State<Desk>,
    Id(id): Id<RuleId>,
    BareCommand(call): BareCommand,
) -> Result<Done, Problem> {
    desk.delete_rule(&call, id).await?;
    Ok(Done::OK)
}

/// Try a text.
///
/// For staff: what the saved rules, or one that is still being written, would
/// do with it. Nothing is stored, nobody is told.
#[utoipa::path(post, path = "/moderation/try", tag = "moderation", operation_id = "tryModeration",
    request_body = TryText, security(("bearer" = [])),
    responses(
        (status = 200, description = "What would happen.", body = Answer<Trial>),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn try_text(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Json(body): Json<TryText>,
) -> Result<Answer<Trial>, Problem> {
    Ok(Answer::of(desk.try_moderation(&actor, &body)?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ReviewQuery {
    /// Everything when it is missing.
    #[param(value_type = Option<ReviewState>)]
    state: Option<String>,
}

/// List reviews.
///
/// For staff. Of those that are pending, what waits longest comes first;
/// otherwise the newest.
#[utoipa::path(get, path = "/moderation/reviews", tag = "moderation", operation_id = "listReviews",
    params(ReviewQuery, PageQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page of reviews.", body = List<Review>),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn reviews(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(query): Query<ReviewQuery>,
    Paging(page): Paging,
) -> Result<List<Review>, Problem> {
    let state = text(query.state)
        .map(|name| {
            ReviewState::parse(&name)
                .ok_or_else(|| unknown("state", ReviewState::ALL.iter().map(|it| it.as_str())))
        })
        .transpose()?;
    Ok(desk.reviews(&actor, state, &page).await?.into())
}

/// Read a review and what was said around it.
///
/// For staff.
#[utoipa::path(get, path = "/moderation/reviews/{id}", tag = "moderation",
    operation_id = "getReview",
    params(("id" = ReviewId, Path, description = "The review's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The review, and up to three messages on either side of it.", body = Answer<ReviewInContext>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such review."),
    ))]
async fn review(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ReviewId>,
) -> Result<Answer<ReviewInContext>, Problem> {
    Ok(Answer::of(desk.review(&actor, id).await?))
}

/// Approve a review.
///
/// What was held is sent on in its sender's name; a flagged text is found in
/// order.
#[utoipa::path(post, path = "/moderation/reviews/{id}/approve", tag = "moderation",
    operation_id = "approveReview",
    params(("id" = ReviewId, Path, description = "The review's id."), IdempotencyHeader),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The review as it is now.", body = Answer<Review>),
        (status = 403, description = "The caller is not staff, or has written it."),
        (status = 404, description = "There is no such review."),
        (status = 409, description = "Somebody has decided already, or it can't be sent any more."),
    ))]
async fn approve(
    State(desk): State<Desk>,
    Id(id): Id<ReviewId>,
    BareCommand(call): BareCommand,
) -> Result<Answer<Review>, Problem> {
    Ok(Answer::of(desk.approve_review(&call, id).await?))
}

/// Reject a review.
///
/// The sender of what was held is told that it is not sent. A flagged text
/// stays where it is.
#[utoipa::path(post, path = "/moderation/reviews/{id}/reject", tag = "moderation",
    operation_id = "rejectReview",
    params(("id" = ReviewId, Path, description = "The review's id."), IdempotencyHeader),
    request_body = RejectReview, security(("bearer" = [])),
    responses(
        (status = 200, description = "The review as it is now.", body = Answer<Review>),
        (status = 403, description = "The caller is not staff, or has written it."),
        (status = 404, description = "There is no such review."),
        (status = 409, description = "Somebody has decided already."),
    ))]
async fn reject(
    State(desk): State<Desk>,
    Id(id): Id<ReviewId>,
    command: Command<RejectReview>,
) -> Result<Answer<Review>, Problem> {
    let review = desk.reject_review(&command.call, id, &command.body).await?;
    Ok(Answer::of(review))
}
