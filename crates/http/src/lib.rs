//! REST, the file gateway, the API's description and the embedded web app.
//!
//! This crate only translates: a request becomes a call of a use case in
//! `desk`, its answer becomes JSON. Nothing is decided here but what HTTP itself
//! asks for. One file a resource, holding its routes, their documentation and
//! their handlers.
//!
//! The way of a request, from outside in: [`request_log`] → [`security`] →
//! [`problem`] (writes failures) → panics → [`address`] → and for the API: CORS
//! → body limit → compression → [`identity`] → [`limits`] → the handler.

mod address;
mod answer;
mod app_manifest;
mod articles;
mod audit;
mod auth;
mod availability;
mod body;
mod categories;
mod chat;
mod content;
mod conversations;
mod cors;
mod deliveries;
mod describe;
mod docs;
mod files;
mod gateway;
mod health;
mod help;
mod idempotency;
mod identity;
mod inbound_mail;
mod inbox;
mod limits;
mod macros;
mod moderation;
mod notes;
mod notification_devices;
mod notification_preferences;
mod notifications;
mod paging;
mod people;
mod person_notes;
mod problem;
mod range;
mod ratings;
mod request_log;
mod search;
mod search_analytics;
mod search_index;
mod search_synonyms;
mod security;
mod setup;
mod storage;
mod teams;
mod tickets;
mod upload;
mod uploads;
mod web;
mod webhooks;
mod widget;
mod widget_app;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{Extensions, HeaderMap, StatusCode, Version, header},
    middleware,
};
use frontdesk_desk::Desk;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, Predicate as _, predicate::DefaultPredicate},
};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// Where the API lives.
pub(crate) const PREFIX: &str = "/api/support";

/// What the operator can set about HTTP.
#[derive(Clone, Debug, Default)]
pub struct HttpOptions {
    /// Origins whose pages may call the API, such as `https://shop.example.com`;
    /// the desk's own pages always may.
    pub cors_origins: Vec<String>,
    /// Whether a proxy stands in front that sets `X-Forwarded-For`. Otherwise
    /// the header is the client's claim, and is ignored.
    pub trust_proxy: bool,
    /// Whether browsers are told to come over TLS only (RFC 6797).
    pub hsts: bool,
    /// Whether `/demo` shows a page that embeds the widget.
    pub demo: bool,
}

/// Everything that is served over HTTP but the sockets and `/metrics`, which
/// `server` adds. Expects to be served with `ConnectInfo<SocketAddr>`; without
/// it, all anonymous callers share one limit.
pub fn router(desk: Desk, options: HttpOptions) -> Router {
    let (api, _) = api_routes().split_for_parts();
    let api = api
        .fallback(problem::no_such_path)
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(middleware::from_fn_with_state(
            desk.clone(),
            limits::enforce,
        ))
        .layer(middleware::from_fn_with_state(
            desk.clone(),
            identity::identify,
        ))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(is_no_file)))
        .layer(DefaultBodyLimit::max(body::MAX_BYTES))
        .layer(cors::layer(&options.cors_origins))
        .layer(middleware::from_fn_with_state(
            desk.clone(),
            uploads::answer_discovery,
        ));
    let (files, _) = gateway::routes().split_for_parts();
    let files = files.layer(middleware::from_fn_with_state(
        desk.clone(),
        limits::enforce,
    ));
    let (other, _) = other_routes().split_for_parts();
    let policy = security::AppPolicy::new(desk.config());
    let widget = widget_app::routes(policy.clone(), options.demo);
    let help = help::routes(policy.clone())
        .merge(app_manifest::routes())
        .layer(middleware::from_fn_with_state(
            desk.clone(),
            limits::enforce,
        ))
        .layer(CompressionLayer::new());
    let app = axum::handler::Handler::with_state(web::serve, policy);
    let public_url: Arc<str> = desk.config().public_url.as_str().into();
    Router::new()
        .nest(PREFIX, api)
        .merge(files)
        .merge(other.layer(CompressionLayer::new()))
        .merge(widget)
        .merge(help)
        .method_not_allowed_fallback(problem::no_such_method)
        .with_state(desk)
        .fallback_service(app)
        .layer(middleware::from_fn_with_state(
            options.trust_proxy,
            address::note,
        ))
        .layer(CatchPanicLayer::custom(problem::from_panic))
        .layer(middleware::from_fn_with_state(public_url, problem::render))
        .layer(middleware::from_fn_with_state(
            options.hsts,
            security::guard,
        ))
        .layer(middleware::from_fn(request_log::record))
}

/// A file's bytes are given as they are, so that a range of them can be asked for.
fn is_no_file(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::ACCEPT_RANGES)
}

/// The description of the whole API, the payloads of socket events included.
/// The same at every call and in every build.
pub fn openapi() -> OpenApi {
    let routes = OpenApiRouter::default()
        .nest(PREFIX, api_routes())
        .merge(gateway::routes())
        .merge(other_routes());
    describe::complete(routes.into_openapi())
}

fn api_routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .merge(auth::routes())
        .merge(people::routes())
        .merge(person_notes::routes())
        .merge(tickets::routes())
        .merge(articles::routes())
        .merge(categories::routes())
        .merge(search::routes())
        .merge(search_analytics::routes())
        .merge(search_synonyms::routes())
        .merge(chat::routes())
        .merge(availability::routes())
        .merge(teams::routes())
        .merge(conversations::routes())
        .merge(notes::routes())
        .merge(inbox::routes())
        .merge(macros::routes())
        .merge(ratings::routes())
        .merge(moderation::routes())
        .merge(audit::routes())
        .merge(notifications::routes())
        .merge(notification_preferences::routes())
        .merge(notification_devices::routes())
        .merge(deliveries::routes())
        .merge(webhooks::routes())
        .merge(upload::routes())
        .merge(files::routes())
        .merge(uploads::routes())
        .merge(search_index::routes())
        .merge(storage::routes())
        .merge(inbound_mail::routes())
        .merge(widget::routes())
        .merge(setup::routes())
}

fn other_routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .merge(health::routes())
        .merge(docs::routes())
}
