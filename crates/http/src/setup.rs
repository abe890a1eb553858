//! `/setup`: how far the desk is set up. For admins.

use axum::extract::State;
use frontdesk_desk::{Desk, SetupState};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{answer::Answer, identity::Caller, problem::Problem};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default().routes(routes!(setup))
}

/// See how far the desk is set up.
///
/// What there is of the things that a new desk needs, for a list of what is still to be done.
#[utoipa::path(get, path = "/setup", tag = "operation", operation_id = "getSetup",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "What is there.", body = Answer<SetupState>),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn setup(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<Answer<SetupState>, Problem> {
    Ok(Answer::of(desk.setup(&actor).await?))
}
