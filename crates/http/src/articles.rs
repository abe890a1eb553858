//! `/faq`: the articles of the help centre. Their categories are
//! [`crate::categories`]'.

use axum::extract::State;
use frontdesk_desk::{ArticleFilter, Desk, Voter};
use frontdesk_model::{
    ArticleId,
    article::{Article, ArticleInput, Feedback, RelatedArticle},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    address::ClientAddress,
    answer::{Answer, Created, Done, List, created},
    body::{BareCommand, Command, Json},
    idempotency::IdempotencyHeader,
    identity::MaybeCaller,
    paging::{Id, PageQuery, Paging, Query, flag, text},
    problem::Problem,
    tickets::unknown,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(get, update, delete))
        .routes(routes!(related))
        .routes(routes!(vote))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ArticleQuery {
    /// A category's slug.
    category: Option<String>,
    /// Words of the question or answer.
    search: Option<String>,
    /// For staff: `true` shows drafts too.
    #[param(value_type = Option<bool>)]
    drafts: Option<String>,
    /// `views` puts the most viewed first; otherwise what changed last.
    sort: Option<String>,
}

/// List articles.
///
/// What changed last comes first, unless `sort` says otherwise.
#[utoipa::path(get, path = "/faq", tag = "articles", operation_id = "listArticles",
    params(ArticleQuery, PageQuery), security((), ("bearer" = [])),
    responses(
        (status = 200, description = "A page of articles.", body = List<Article>),
        (status = 403, description = "Only staff may see drafts."),
    ))]
async fn list(
    State(desk): State<Desk>,
    MaybeCaller(reader): MaybeCaller,
    Query(query): Query<ArticleQuery>,
    Paging(page): Paging,
) -> Result<List<Article>, Problem> {
    let filter = ArticleFilter {
        drafts: flag("drafts", query.drafts.as_deref())?,
        most_viewed: match query.sort.as_deref() {
            None | Some("" | "updated") => false,
            Some("views") => true,
            Some(_) => return Err(unknown("sort", ["updated", "views"].into_iter())),
        },
        category: text(query.category),
        text: text(query.search),
    };
    let articles = desk.articles(reader.as_ref(), &filter, &page).await?;
    Ok(articles.into())
}

/// Read an article.
///
/// Counts a view, unless staff reads it. Drafts are only there for staff.
#[utoipa::path(get, path = "/faq/{id}", tag = "articles", operation_id = "getArticle",
    params(("id" = String, Path, description = "The article's id or slug.")),
    security((), ("bearer" = [])),
    responses(
        (status = 200, description = "The article.", body = Answer<Article>),
        (status = 404, description = "There is no such article."),
    ))]
async fn get(
    State(desk): State<Desk>,
    MaybeCaller(reader): MaybeCaller,
    Id(id): Id<String>,
) -> Result<Answer<Article>, Problem> {
    Ok(Answer::of(desk.article(reader.as_ref(), &id).await?))
}

/// List articles that go with one.
///
/// Published ones that are like it, before all of its own category, the nearest
/// first; never one that is known to be in another language. No view is counted.
#[utoipa::path(get, path = "/faq/{id}/related", tag = "articles", operation_id = "listRelatedArticles",
    params(("id" = String, Path, description = "The article's id or slug.")),
    security((), ("bearer" = [])),
    responses(
        (status = 200, description = "At most 5.", body = Answer<Vec<RelatedArticle>>),
        (status = 404, description = "There is no such article."),
    ))]
async fn related(
    State(desk): State<Desk>,
    MaybeCaller(reader): MaybeCaller,
    Id(id): Id<String>,
) -> Result<Answer<Vec<RelatedArticle>>, Problem> {
    let related = desk.related_articles(reader.as_ref(), &id).await?;
    Ok(Answer::of(related))
}

/// Say whether an article helped.
///
/// One vote for each person, or for each address of those who are not signed
/// in. A second vote changes the first.
#[utoipa::path(post, path = "/faq/{id}/feedback", tag = "articles", operation_id = "voteOnArticle",
    params(("id" = ArticleId, Path, description = "The article's id.")),
    request_body = Feedback, security((), ("bearer" = [])),
    responses(
        (status = 200, description = "The article with its votes.", body = Answer<Article>),
        (status = 404, description = "There is no such article."),
    ))]
async fn vote(
    State(desk): State<Desk>,
    MaybeCaller(caller): MaybeCaller,
    address: ClientAddress,
    Id(id): Id<ArticleId>,
    Json(feedback): Json<Feedback>,
) -> Result<Answer<Article>, Problem> {
    let voter = match caller {
        Some(actor) => Voter::Person(actor.id),
        None => Voter::Address(address.0),
    };
    Ok(Answer::of(desk.vote(&voter, id, feedback).await?))
}

/// Write an article.
///
/// For staff. It is a draft unless `isPublished` is true.
#[utoipa::path(post, path = "/faq", tag = "articles", operation_id = "createArticle",
    params(IdempotencyHeader), request_body = ArticleInput, security(("bearer" = [])),
    responses(
        (status = 201, description = "The article.", body = Answer<Article>),
        (status = 403, description = "The caller is not staff."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn create(
    State(desk): State<Desk>,
    command: Command<ArticleInput>,
) -> Result<Created<Article>, Problem> {
    let article = desk.create_article(&command.call, &command.body).await?;
    Ok(created(&format!("faq/{}", article.id), article))
}

/// Replace an article.
///
/// For staff. Its slug stays, so that links to it hold.
#[utoipa::path(put, path = "/faq/{id}", tag = "articles", operation_id = "updateArticle",
    params(("id" = ArticleId, Path, description = "The article's id."), IdempotencyHeader),
    request_body = ArticleInput, security(("bearer" = [])),
    responses(
        (status = 200, description = "The article as it is now.", body = Answer<Article>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such article."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn update(
    State(desk): State<Desk>,
    Id(id): Id<ArticleId>,
    command: Command<ArticleInput>,
) -> Result<Answer<Article>, Problem> {
    let article = desk
        .update_article(&command.call, id, &command.body)
        .await?;
    Ok(Answer::of(article))
}

/// Delete an article.
#[utoipa::path(delete, path = "/faq/{id}", tag = "articles", operation_id = "deleteArticle",
    params(("id" = ArticleId, Path, description = "The article's id."), IdempotencyHeader),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "It is gone.", body = Done),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such article."),
    ))]
async fn delete(
    State(desk): State<Desk>,
    Id(id): Id<ArticleId>,
    BareCommand(call): BareCommand,
) -> Result<Done, Problem> {
    desk.delete_article(&call, id).await?;
    Ok(Done::OK)
}
