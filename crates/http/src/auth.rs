//! `/auth`, `/agents` and `/config`: signing in, who is who, and what a client
//! must know before it starts. Tokens are verified in [`crate::identity`].

use axum::extract::State;
use frontdesk_desk::{AgentView, Desk, PublicConfig};
use frontdesk_model::{
    Person,
    auth::{Login, SignedIn, VisitorSignIn},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    address::ClientAddress, answer::Answer, body::Json, identity::Caller, problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(login))
        .routes(routes!(visitor))
        .routes(routes!(me))
        .routes(routes!(agents))
        .routes(routes!(config))
}

/// Sign in with an account of the desk's own.
///
/// For agents and admins. Wrong passwords are limited by address and account.
#[utoipa::path(post, path = "/auth/login", tag = "identity", operation_id = "login",
    request_body = Login,
    responses(
        (status = 200, description = "A token, and whose it is.", body = Answer<SignedIn>),
        (status = 401, description = "The e-mail address or the password is wrong."),
    ))]
async fn login(
    State(desk): State<Desk>,
    address: ClientAddress,
    Json(login): Json<Login>,
) -> Result<Answer<SignedIn>, Problem> {
    Ok(Answer::of(desk.login(&login, address.0).await?))
}

/// Sign in as an anonymous visitor.
///
/// Only where the operator allows it: see `visitors` of `GET /config`.
#[utoipa::path(post, path = "/auth/visitor", tag = "identity", operation_id = "signInVisitor",
    request_body = VisitorSignIn,
    responses(
        (status = 200, description = "A token, and whose it is.", body = Answer<SignedIn>),
        (status = 403, description = "This desk takes no visitors."),
    ))]
async fn visitor(
    State(desk): State<Desk>,
    address: ClientAddress,
    Json(body): Json<VisitorSignIn>,
) -> Result<Answer<SignedIn>, Problem> {
    Ok(Answer::of(desk.sign_in_visitor(&body, address.0).await?))
}

/// Say who the token belongs to.
#[utoipa::path(get, path = "/auth/me", tag = "identity", operation_id = "me",
    security(("bearer" = [])),
    responses((status = 200, description = "The caller.", body = Answer<Person>)))]
async fn me(Caller(actor): Caller) -> Answer<Person> {
    Answer::of(actor.person())
}

/// List agents and admins.
///
/// For staff: who they are, whether they take chats, and how many they hold.
#[utoipa::path(get, path = "/agents", tag = "identity", operation_id = "listAgents",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "All of them.", body = Answer<Vec<AgentView>>),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn agents(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<Answer<Vec<AgentView>>, Problem> {
    Ok(Answer::of(desk.agents(&actor).await?))
}

/// Read what a client must know before it starts.
#[utoipa::path(get, path = "/config", tag = "identity", operation_id = "getConfig",
    responses((status = 200, description = "Names and limits.", body = Answer<PublicConfig>)))]
async fn config(State(desk): State<Desk>) -> Answer<PublicConfig> {
    Answer::of(desk.public_config())
}
