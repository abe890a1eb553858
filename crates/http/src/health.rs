//! `/healthz`: the process runs; `/readyz`: it can serve.

use axum::{Json, extract::State};
use frontdesk_desk::Desk;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::problem::Problem;

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(healthz))
        .routes(routes!(readyz))
}

#[derive(Debug, Serialize, ToSchema)]
struct Health {
    /// `ok` or `ready`.
    status: &'static str,
}

/// Ask whether the process runs.
#[utoipa::path(get, path = "/healthz", tag = "operation", operation_id = "healthz",
    responses((status = 200, description = "It does.", body = Health)))]
async fn healthz() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Ask whether the desk can serve.
///
/// It can when its database and its store of files answer.
#[utoipa::path(get, path = "/readyz", tag = "operation", operation_id = "readyz",
    responses(
        (status = 200, description = "It can.", body = Health),
        (status = 503, description = "Something behind the desk does not answer."),
    ))]
async fn readyz(State(desk): State<Desk>) -> Result<Json<Health>, Problem> {
    desk.ready().await?;
    Ok(Json(Health { status: "ready" }))
}
