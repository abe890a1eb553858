//! `/search/analytics`: what was searched for, and what came of it.

use axum::extract::State;
use frontdesk_desk::{AnalyticsPeriod, Desk};
use frontdesk_model::{
    Timestamp,
    search::{Language, SearchAnalytics, SearchSurface},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::Answer,
    identity::Caller,
    paging::{Query, text, time},
    problem::Problem,
    search::surface,
    tickets::unknown,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default().routes(routes!(analytics))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct AnalyticsQuery {
    /// 30 days before `to` when it is missing; 366 days at most.
    #[param(value_type = Option<Timestamp>)]
    from: Option<String>,
    /// Now when it is missing.
    #[param(value_type = Option<Timestamp>)]
    to: Option<String>,
    /// Only queries in this language.
    #[param(value_type = Option<Language>)]
    language: Option<String>,
    /// Only what was typed there.
    #[param(value_type = Option<SearchSurface>)]
    surface: Option<String>,
}

/// See what was searched for.
///
/// For staff. Sums and days, the most frequent queries, those that found nothing, that nobody
/// opened a result of, and that no article seemed to answer; and the articles that answer. The
/// log has no people in it, and is kept for `SEARCH_LOG_DAYS`.
#[utoipa::path(get, path = "/search/analytics", tag = "search",
    operation_id = "getSearchAnalytics", params(AnalyticsQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "The searches of that time.", body = Answer<SearchAnalytics>),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn analytics(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(query): Query<AnalyticsQuery>,
) -> Result<Answer<SearchAnalytics>, Problem> {
    let language = text(query.language)
        .map(|text| {
            let names = Language::ALL.iter().map(|one| one.as_str());
            Language::parse(&text).ok_or_else(|| unknown("language", names))
        })
        .transpose()?;
    let period = AnalyticsPeriod {
        from: time("from", query.from)?,
        to: time("to", query.to)?,
        language,
        surface: surface(query.surface)?,
    };
    Ok(Answer::of(desk.search_analytics(&actor, &period).await?))
}
