//! `/audit`: what staff and the desk itself did.

use axum::extract::State;
use frontdesk_desk::{AuditFilter, Desk};
use frontdesk_model::audit::AuditEntry;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::List,
    identity::Caller,
    paging::{PageQuery, Paging, Query, text},
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default().routes(routes!(list))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct AuditQuery {
    /// An action such as `moderation.refuse`, or the beginning of several such
    /// as `moderation`.
    action: Option<String>,
    /// The id of what it was done to.
    subject: Option<String>,
}

/// Read the audit log.
///
/// For admins: what staff and the desk itself did that others may later ask
/// about. The newest entry comes first.
#[utoipa::path(get, path = "/audit", tag = "moderation", operation_id = "listAudit",
    params(AuditQuery, PageQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page of entries.", body = List<AuditEntry>),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn list(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(query): Query<AuditQuery>,
    Paging(page): Paging,
) -> Result<List<AuditEntry>, Problem> {
    let filter = AuditFilter {
        action: text(query.action),
        subject: text(query.subject),
    };
    Ok(desk.audit(&actor, &filter, &page).await?.into())
}
