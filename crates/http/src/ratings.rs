//! `/ratings`, and a conversation's own: what customers thought of it.

use axum::{
    Json as JsonAnswer,
    extract::State,
    response::{IntoResponse, Response},
};
use frontdesk_desk::Desk;
use frontdesk_model::{
    ConversationId, PersonId, Timestamp,
    conversation::Conversation,
    page::PageInfo,
    rating::{NewRating, Rating, RatingFilter, RatingSummary},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, List},
    body::Json,
    identity::Caller,
    paging::{Id, PageQuery, Paging, Query, text},
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(rate))
        .routes(routes!(list))
}

/// Rate a conversation.
///
/// For its customer, once its chat is closed or its ticket resolved. It may be
/// changed for some days (`RATING_DAYS`, 7).
#[utoipa::path(put, path = "/conversations/{id}/rating", tag = "conversations", operation_id = "rateConversation",
    params(("id" = ConversationId, Path, description = "The conversation.")),
    request_body = NewRating, security(("bearer" = [])),
    responses(
        (status = 200, description = "The conversation with its rating.", body = Answer<Conversation>),
        (status = 404, description = "There is no such conversation, or it is somebody else's."),
        (status = 409, description = "It still goes on, was merged, or the rating is too old to be changed."),
        (status = 422, description = "Moderation refused the comment."),
    ))]
async fn rate(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
    Json(body): Json<NewRating>,
) -> Result<Answer<Conversation>, Problem> {
    Ok(Answer::of(desk.rate_conversation(&actor, id, &body).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct RatingQuery {
    /// Only of this agent's work.
    agent_id: Option<String>,
    /// Rated then or later.
    #[param(value_type = Option<Timestamp>)]
    from: Option<String>,
    /// Rated before.
    #[param(value_type = Option<Timestamp>)]
    to: Option<String>,
}

fn time(name: &str, value: Option<String>) -> Result<Option<Timestamp>, Problem> {
    text(value)
        .map(|value| {
            Timestamp::parse(&value).map_err(|_| {
                Problem::invalid_field(
                    name,
                    format!("{name} must be a time such as 2026-01-31T09:30:00Z"),
                )
            })
        })
        .transpose()
}

/// A page of ratings.
#[derive(Debug, Serialize, ToSchema)]
struct RatingPage {
    /// Always true.
    success: bool,
    /// Newest first.
    data: Vec<Rating>,
    page: PageInfo,
    /// Of all that were asked for, not of this page alone.
    summary: RatingSummary,
}

impl IntoResponse for RatingPage {
    fn into_response(self) -> Response {
        JsonAnswer(self).into_response()
    }
}

/// List ratings.
///
/// For staff.
#[utoipa::path(get, path = "/ratings", tag = "conversations", operation_id = "listRatings",
    params(RatingQuery, PageQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page of ratings, and their summary.", body = RatingPage),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn list(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(query): Query<RatingQuery>,
    Paging(page): Paging,
) -> Result<RatingPage, Problem> {
    let filter = RatingFilter {
        agent: text(query.agent_id).map(PersonId),
        from: time("from", query.from)?,
        to: time("to", query.to)?,
    };
    let ratings = desk.ratings(&actor, &filter, &page).await?;
    let List { data, page, .. } = ratings.page.into();
    Ok(RatingPage {
        success: true,
        data,
        page,
        summary: ratings.summary,
    })
}
