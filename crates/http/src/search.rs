//! `/search`, `/search/suggest` and `/search/click`.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use frontdesk_desk::Desk;
use frontdesk_model::{
    SearchId,
    page::PageInfo,
    search::{
        ClickInput, Facets, Language, QUERY_MAX_CHARS, SearchInput, SearchParameters,
        SearchResults, SearchSort, SearchSurface, SearchType, Suggestions, read_visit,
    },
    ticket::Priority,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, Done},
    body,
    identity::MaybeCaller,
    paging::{PageQuery, Paging, Query, flag, text},
    problem::Problem,
    tickets::unknown,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(search))
        .routes(routes!(suggest))
        .routes(routes!(click))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// What to look for, 2 to 500 characters. Any text is valid; `"a phrase"`, `-without` and
    /// filters such as `status:open`, `tag:vip`, `has:attachment`, `before:2026-01-31`, `after:7d`
    /// and, for staff, `from:maya`, `assignee:me` and `team:billing` narrow it.
    #[param(value_type = String, min_length = 2, max_length = 500)]
    q: Option<String>,
    /// Where to look; `all` when it is missing.
    #[serde(rename = "type")]
    #[param(value_type = Option<SearchType>)]
    kind: Option<String>,
    /// What comes first; `relevance` when it is missing.
    #[param(value_type = Option<SearchSort>)]
    sort: Option<String>,
    /// A category's slug.
    category: Option<String>,
    /// A ticket's status, or a chat's: `waiting`, `active` or `closed`.
    status: Option<String>,
    /// A ticket's priority.
    #[param(value_type = Option<Priority>)]
    priority: Option<String>,
    /// A tag of an article or a ticket.
    tag: Option<String>,
    /// The id of the agent whom a conversation is assigned to; counts for staff only.
    assignee: Option<String>,
    /// The id of the team that a chat is with; counts for staff only.
    team: Option<String>,
    /// The language of articles and conversations.
    #[param(value_type = Option<Language>)]
    language: Option<String>,
    /// `true` to be told how the results are spread.
    #[param(value_type = Option<bool>)]
    facets: Option<String>,
    /// Where it was typed, for the analytics; `console` for staff and `portal` for others when
    /// it is missing.
    #[param(value_type = Option<SearchSurface>)]
    surface: Option<String>,
    /// A random id of the page, at most 64 letters, digits, `-` and `_`: what is typed on it
    /// until something is opened counts as one search. It is forgotten after minutes.
    #[param(value_type = Option<String>, max_length = 64)]
    visit: Option<String>,
}

/// What a search found.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SearchAnswer {
    /// Always true.
    success: bool,
    data: SearchResults,
    /// The query as it was understood: without blanks around it.
    query: String,
    page: PageInfo,
    /// How the results are spread; null unless `facets=true`.
    facets: Option<Facets>,
    /// The query with its typos mended, when that finds more; on the first page.
    did_you_mean: Option<String>,
    /// Whether the best article is likely to answer: where it is not, offer a ticket or a chat at
    /// once. It is judged on the first page of a search for articles, and true on others.
    answered: bool,
    /// What `POST /search/click` refers to; null when the search is not logged.
    search_id: Option<SearchId>,
}

impl IntoResponse for SearchAnswer {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// Search articles, tickets, chats and customers.
///
/// Best first, typos forgiven. Customers find their own tickets and chats, staff all of them, and
/// customers too; without a token there are only articles, and another `type` is a 401. `limit`
/// counts for each kind. Searches for articles are logged without whose they were.
#[utoipa::path(get, path = "/search", tag = "search", operation_id = "search",
    params(SearchQuery, PageQuery), security((), ("bearer" = [])),
    responses(
        (status = 200, description = "What was found.", body = SearchAnswer),
        (status = 403, description = "Only staff may search customers."),
    ))]
async fn search(
    State(desk): State<Desk>,
    MaybeCaller(reader): MaybeCaller,
    Query(query): Query<SearchQuery>,
    Paging(page): Paging,
) -> Result<SearchAnswer, Problem> {
    let input = SearchInput::parse(&SearchParameters {
        q: query.q.as_deref(),
        kind: query.kind.as_deref(),
        sort: query.sort.as_deref(),
        category: query.category.as_deref(),
        status: query.status.as_deref(),
        priority: query.priority.as_deref(),
        tag: query.tag.as_deref(),
        assignee: query.assignee.as_deref(),
        team: query.team.as_deref(),
        language: query.language.as_deref(),
        surface: query.surface.as_deref(),
        visit: query.visit.as_deref(),
        facets: flag("facets", query.facets.as_deref())?,
    })?;
    let found = desk.search(reader.as_ref(), &input, &page).await?;
    Ok(SearchAnswer {
        success: true,
        data: found.results,
        query: input.text,
        page: PageInfo {
            next: found.next.map(|next| next.encode()),
        },
        facets: found.facets,
        did_you_mean: found.did_you_mean,
        answered: found.answered,
        search_id: found.search_id,
    })
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct SuggestQuery {
    /// What was typed so far, at most 500 characters.
    #[param(value_type = String, max_length = 500)]
    q: String,
    /// As in `GET /search`.
    #[param(value_type = Option<SearchSurface>)]
    surface: Option<String>,
    /// As in `GET /search`; without it, nothing is logged.
    #[param(value_type = Option<String>, max_length = 64)]
    visit: Option<String>,
}

/// Complete what is being typed.
///
/// For a search field, at every key stroke; and for what somebody is about to ask a person: when
/// `answered` is true, the first three `articles` are worth showing before.
#[utoipa::path(get, path = "/search/suggest", tag = "search", operation_id = "suggest",
    params(SuggestQuery), security((), ("bearer" = [])),
    responses((status = 200,
        description = "Completions, the query with its typos mended, and the best articles.",
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
    let surface = surface(query.surface)?;
    let visit = read_visit(query.visit.as_deref())?;
    let suggestions = desk
        .suggest(reader.as_ref(), query.q.trim(), surface, visit.as_deref())
        .await?;
    Ok(Answer::of(suggestions))
}

/// The surface of a parameter, unless it is missing.
pub(crate) fn surface(given: Option<String>) -> Result<Option<SearchSurface>, Problem> {
    text(given)
        .map(|text| {
            let names = SearchSurface::ALL.iter().map(|one| one.as_str());
            SearchSurface::parse(&text).ok_or_else(|| unknown("surface", names))
        })
        .transpose()
}

/// Say that a result was opened.
///
/// For the analytics; whoever got the search's answer may say so, with or without a token. Of
/// what is no article, only the place in the list is remembered.
#[utoipa::path(post, path = "/search/click", tag = "search", operation_id = "clickSearchResult",
    request_body = ClickInput, security((), ("bearer" = [])),
    responses(
        (status = 200, description = "It is noted.", body = Done),
        (status = 404, description = "The search is not in the log, or the article is gone."),
    ))]
async fn click(
    State(desk): State<Desk>,
    _: MaybeCaller,
    body::Json(body): body::Json<ClickInput>,
) -> Result<Done, Problem> {
    desk.click_result(&body).await?;
    Ok(Done::OK)
}
