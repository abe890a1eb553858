//! `/categories`: what articles and tickets are sorted into.

use axum::extract::State;
use frontdesk_desk::Desk;
use frontdesk_model::{
    CategoryId,
    article::{Category, CategoryInput},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, Created, Done, created},
    body::{BareCommand, Command},
    idempotency::IdempotencyHeader,
    identity::MaybeCaller,
    paging::Id,
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(update, delete))
}

/// List all categories.
#[utoipa::path(get, path = "/categories", tag = "articles", operation_id = "listCategories",
    security((), ("bearer" = [])),
    responses((status = 200, description = "All of them, by name.", body = Answer<Vec<Category>>)))]
async fn list(State(desk): State<Desk>, _: MaybeCaller) -> Result<Answer<Vec<Category>>, Problem> {
    Ok(Answer::of(desk.categories().await?))
}

/// Make a category.
#[utoipa::path(post, path = "/categories", tag = "articles", operation_id = "createCategory",
    params(IdempotencyHeader), request_body = CategoryInput, security(("bearer" = [])),
    responses(
        (status = 201, description = "The category.", body = Answer<Category>),
        (status = 403, description = "The caller is not staff."),
        (status = 409, description = "There is one of this slug already."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn create(
    State(desk): State<Desk>,
    command: Command<CategoryInput>,
) -> Result<Created<Category>, Problem> {
    let category = desk.create_category(&command.call, &command.body).await?;
    Ok(created("categories", category))
}

/// Rename or describe a category.
#[utoipa::path(put, path = "/categories/{id}", tag = "articles", operation_id = "updateCategory",
    params(("id" = CategoryId, Path, description = "The category's id."), IdempotencyHeader),
    request_body = CategoryInput, security(("bearer" = [])),
    responses(
        (status = 200, description = "The category as it is now.", body = Answer<Category>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such category."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn update(
    State(desk): State<Desk>,
    Id(id): Id<CategoryId>,
    command: Command<CategoryInput>,
) -> Result<Answer<Category>, Problem> {
    let category = desk
        .update_category(&command.call, id, &command.body)
        .await?;
    Ok(Answer::of(category))
}

/// Delete a category.
#[utoipa::path(delete, path = "/categories/{id}", tag = "articles", operation_id = "deleteCategory",
    params(("id" = CategoryId, Path, description = "The category's id."), IdempotencyHeader),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "It is gone.", body = Done),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such category."),
        (status = 409, description = "There are articles in it."),
    ))]
async fn delete(
    State(desk): State<Desk>,
    Id(id): Id<CategoryId>,
    BareCommand(call): BareCommand,
) -> Result<Done, Problem> {
    desk.delete_category(&call, id).await?;
    Ok(Done::OK)
}
