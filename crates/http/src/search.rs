//! `/search` and `/search/suggest`.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use frontdesk_desk::Desk;
use frontdesk_model::{
    page::PageInfo,
    search::{QUERY_MAX_CHARS, SearchInput, SearchResults, SearchType, Suggestions},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::Answer,
    identity::MaybeCaller,
    paging::{PageQuery, Paging, Query},
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(search))
        .routes(routes!(suggest))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// What to look for, 2 to 500 characters.
    #[param(value_type = String, min_length = 2, max_length = 500)]
    q: Option<String>,
    /// Where to look; `all` when it is missing.
    #[serde(rename = "type")]
    #[param(value_type = Option<SearchType>)]
    kind: Option<String>,
    /// A category's slug.
    category: Option<String>,
}

/// What a search found.
#[derive(Debug, Serialize, ToSchema)]
struct SearchAnswer {
    /// Always true.
    success: bool,
    data: SearchResults,
    /// The query as it was understood: without blanks around it.
    query: String,
    page: PageInfo,
}

impl IntoResponse for SearchAnswer {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// Search articles and tickets.
///
/// Best first, typos forgiven. Customers find their own tickets, staff all of
/// them; without a token there are only articles, and `type=tickets` is a 401.
#[utoipa::path(get, path = "/search", tag = "search", operation_id = "search",
    params(SearchQuery, PageQuery), security((), ("bearer" = [])),
    responses((status = 200, description = "What was found.", body = SearchAnswer)))]
async fn search(
    State(desk): State<Desk>,
    MaybeCaller(reader): MaybeCaller,
    Query(query): Query<SearchQuery>,
    Paging(page): Paging,
) -> Result<SearchAnswer, Problem> {
    let input = SearchInput::parse(
        query.q.as_deref(),
        query.kind.as_deref(),
        query.category.as_deref(),
    )?;
    let found = desk.search(reader.as_ref(), &input, &page).await?;
    Ok(SearchAnswer {
        success: true,
        data: found.results,
        query: input.text,
        page: PageInfo {
            next: found.next.map(|next| next.encode()),
        },
    })
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct SuggestQuery {
    /// What was typed so far, at most 500 characters.
    #[param(value_type = String, max_length = 500)]
    q: String,
}

/// Complete what is being typed.
#[utoipa::path(get, path = "/search/suggest", tag = "search", operation_id = "suggest",
    params(SuggestQuery), security((), ("bearer" = [])),
    responses((status = 200, description = "Completions, and the query with its typos mended.",
        body = Answer<Suggestions>)))]
async fn suggest(
    State(desk): State<Desk>,
    MaybeCaller(reader): MaybeCaller,
    Query(query): Query<SuggestQuery>,
) -> Result<Answer<Suggestions>, Problem> {
    if query.q.chars().count() > QUERY_MAX_CHARS {
        return Err(Problem::invalid_field(
            "q",
            format!("q must have at most {QUERY_MAX_CHARS} characters"),
        ));
    }
    let suggestions = desk.suggest(reader.as_ref(), query.q.trim()).await?;
    Ok(Answer::of(suggestions))
}
