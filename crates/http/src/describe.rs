//! The OpenAPI description around the routes: what it is, how to sign in, what
//! the tags mean, the schemas of socket events, and the failures that every
//! operation shares. Each route's own words stand beside it.

use std::collections::BTreeMap;

use frontdesk_model::{
    conversation::OwnStatus,
    error::ErrorCode,
    events::EventSchemas,
    search::{SearchSort, SearchSurface, SearchType},
};
use utoipa::{
    OpenApi as _, PartialSchema, ToSchema,
    openapi::{
        Components, Content, Info, License, OpenApi, Ref, RefOr, Response, ResponseBuilder, Schema,
        Server,
        path::{Operation, PathItem},
        schema::ArrayItems,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
        tag::TagBuilder,
    },
};

use crate::problem::{MEDIA_TYPE, ProblemBody};

const SUMMARY: &str = "Everything under `/api/support` answers `{\"success\": true, \"data\": …}`; \
    lists add `page.next`, which is the `cursor` of the next page. Failures are \
    `application/problem+json` (RFC 9457), with a `code` of the table under `/docs/errors`. \
    Times are RFC 3339 in UTC, ids are opaque strings. Chat and notifications travel over \
    Socket.IO; the payloads of its events are among the schemas, and its table of events is \
    under `/docs/plain`.";

const TAGS: &[(&str, &str)] = &[
    ("identity", "Signing in, and who is who."),
    ("tickets", "Tickets and their responses."),
    ("articles", "The help centre: articles and categories."),
    (
        "search",
        "Finding articles, conversations and customers, and what was searched for.",
    ),
    ("chat", "Opening a chat and reading its history."),
    ("widget", "The chat that other sites embed."),
    ("routing", "Teams, and who gets which chat for what reason."),
    (
        "conversations",
        "What is done around a conversation: notes, merging, snoozing, ratings, transcripts.",
    ),
    (
        "inbox",
        "All conversations in one list for agents: views, drafts, tags, many changes at once.",
    ),
    ("macros", "Canned replies with variables and actions."),
    (
        "moderation",
        "Rules for what people write, what waits for a review, and the audit log.",
    ),
    (
        "notifications",
        "What happened while somebody was not looking.",
    ),
    (
        "webhooks",
        "Endpoints of the operator's that are told what happens.",
    ),
    ("mail", "Mail that comes in."),
    ("files", "Attachments, named by their content."),
    ("operation", "For those who run the desk."),
];

/// Completes the description that the routes have given.
pub fn complete(mut api: OpenApi) -> OpenApi {
    let mut info = Info::new("Frontdesk", env!("CARGO_PKG_VERSION"));
    info.description = Some(SUMMARY.to_owned());
    let mut license = License::new("Apache-2.0");
    license.identifier = Some("Apache-2.0".to_owned());
    info.license = Some(license);
    api.info = info;
    api.servers = Some(vec![Server::new("/")]);
    api.tags = Some(
        TAGS.iter()
            .map(|(name, text)| {
                TagBuilder::new()
                    .name(*name)
                    .description(Some(*text))
                    .build()
            })
            .collect(),
    );
    api.merge(EventSchemas::openapi());
    let components = api.components.get_or_insert_with(Components::new);
    add_components(components);
    refer_to_named_schemas(components);
    for (_, operation) in api.paths.paths.values_mut().flat_map(operations) {
        add_shared_failures(operation);
    }
    api
}

/// A path's operations with the names of their methods.
pub fn operations(item: &mut PathItem) -> Vec<(&'static str, &mut Operation)> {
    [
        ("GET", item.get.as_mut()),
        ("POST", item.post.as_mut()),
        ("PUT", item.put.as_mut()),
        ("PATCH", item.patch.as_mut()),
        ("HEAD", item.head.as_mut()),
        ("OPTIONS", item.options.as_mut()),
        ("DELETE", item.delete.as_mut()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation?)))
    .collect()
}

fn add_components(components: &mut Components) {
    components
        .schemas
        .insert(ProblemBody::name().into_owned(), ProblemBody::schema());
    // What only parameters refer to is not collected from the routes.
    let schemas = &mut components.schemas;
    schemas.insert(SearchType::name().into_owned(), SearchType::schema());
    schemas.insert(OwnStatus::name().into_owned(), OwnStatus::schema());
    schemas.insert(SearchSort::name().into_owned(), SearchSort::schema());
    schemas.insert(SearchSurface::name().into_owned(), SearchSurface::schema());
    let mut schemas = Vec::new();
    ProblemBody::schemas(&mut schemas);
    components.schemas.extend(schemas);
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some(
            "A token of the host application or of this desk, with `sub` and `exp`.",
        ))
        .build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
}

/// The generic answers spell out what they hold; where that has a name of its
/// own, they refer to it instead, so that generated types share it.
fn refer_to_named_schemas(components: &mut Components) {
    let named = components.schemas.clone();
    let is_wrapper = |name: &str| name.starts_with("Answer_") || name.starts_with("List_");
    for (name, schema) in &mut components.schemas {
        if let RefOr::T(Schema::Object(object)) = schema
            && is_wrapper(name)
            && let Some(data) = object.properties.get_mut("data")
        {
            refer(data, &named);
        }
    }
}

fn refer(schema: &mut RefOr<Schema>, named: &BTreeMap<String, RefOr<Schema>>) {
    if let RefOr::T(Schema::Array(array)) = schema {
        if let ArrayItems::RefOrSchema(items) = &mut array.items {
            refer(items, named);
        }
    } else if let Some((name, _)) = named.iter().find(|(_, other)| *other == schema) {
        *schema = RefOr::Ref(Ref::from_schema_name(name));
    }
}

/// Failures that need no words of their own, and the body of all of them.
fn add_shared_failures(operation: &mut Operation) {
    let mut shared = vec![ErrorCode::Internal];
    let takes_input = operation.request_body.is_some() || operation.parameters.is_some();
    if takes_input {
        shared.push(ErrorCode::InvalidInput);
    }
    if operation.request_body.is_some() {
        shared.extend([ErrorCode::TooLarge, ErrorCode::UnsupportedType]);
    }
    if operation.security.is_some() {
        shared.push(ErrorCode::Unauthenticated);
    }
    if operation.tags.as_deref() != Some(&["operation".to_owned()]) {
        shared.push(ErrorCode::RateLimited);
    }
    let responses = &mut operation.responses.responses;
    for code in shared {
        responses
            .entry(code.status().to_string())
            .or_insert_with(|| RefOr::T(Response::new(format!("{}.", code.title()))));
    }
    for (status, response) in responses {
        if let RefOr::T(response) = response
            && status.as_str() >= "400"
            && response.content.is_empty()
        {
            *response = with_problem(&response.description);
        }
    }
}

fn with_problem(description: &str) -> Response {
    let schema = Ref::from_schema_name(ProblemBody::name());
    ResponseBuilder::new()
        .description(description)
        .content(MEDIA_TYPE, Content::new(Some(schema)))
        .build()
}
