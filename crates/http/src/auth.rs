//! `/auth`, `/agents` and `/config`: signing in, who is who, and what a client
//! must know before it starts. Tokens are verified in [`crate::identity`].

use axum::{extract::State, http::StatusCode};
use frontdesk_desk::{AgentView, Desk, PublicConfig};
use frontdesk_model::{
    Person,
    auth::{LinkRedemption, LinkRequest, Login, SignedIn, VisitorSignIn},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    address::ClientAddress,
    answer::{Answer, Done},
    body::Json,
    identity::Caller,
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(login))
        .routes(routes!(visitor))
        .routes(routes!(request_link))
        .routes(routes!(redeem_link))
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

/// Have a link to sign in with mailed.
///
/// For customers. The answer is the same for every address: whether it is known
/// stands in no answer. The link leads to a page that sends what stands behind
/// its `#` to `/auth/link/redeem` when its button is pressed; it holds for 15
/// minutes and one time. Only where `linkSignIn` of `GET /config` is true.
#[utoipa::path(post, path = "/auth/link", tag = "identity", operation_id = "requestSignInLink",
    request_body = LinkRequest,
    responses(
        (status = 202, description = "A link is mailed, if the address may have one.", body = Done),
        (status = 403, description = "This desk mails no links."),
    ))]
async fn request_link(
    State(desk): State<Desk>,
    address: ClientAddress,
    Json(body): Json<LinkRequest>,
) -> Result<(StatusCode, Done), Problem> {
    desk.request_link(&body.email, address.0).await?;
    Ok((StatusCode::ACCEPTED, Done::OK))
}

/// Sign in by a mailed link.
///
/// The link is used up. The customer is whom the host application's tokens, or
/// an earlier link, have named with this address; who is new becomes one.
#[utoipa::path(post, path = "/auth/link/redeem", tag = "identity", operation_id = "redeemSignInLink",
    request_body = LinkRedemption,
    responses(
        (status = 200, description = "A token, and whose it is.", body = Answer<SignedIn>),
        (status = 403, description = "It is wrong, was used already or is too old."),
    ))]
async fn redeem_link(
    State(desk): State<Desk>,
    address: ClientAddress,
    Json(body): Json<LinkRedemption>,
) -> Result<Answer<SignedIn>, Problem> {
    let signed_in = desk.redeem_link(&body.token, address.0).await?;
    Ok(Answer::of(signed_in))
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
