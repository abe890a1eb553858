//! `/ipfs/{cid}[/path]`: content by its CID, as the path gateway
//! (<https://specs.ipfs.tech/http-gateways/path-gateway/>) and the trustless
//! gateway (<https://specs.ipfs.tech/http-gateways/trustless-gateway/>) of the
//! IPFS specifications give it. Nothing that is served here may act under the
//! desk's origin.

mod archive;
mod block;
mod file;
mod format;
mod headers;
mod listing;
mod path;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    response::{IntoResponse, Response},
    routing::get,
};
use frontdesk_desk::{Desk, Entity};
use frontdesk_model::error::ErrorCode;
use serde::Deserialize;
use tower_http::cors::{Any, CorsLayer};
use utoipa::{IntoParams, OpenApi};
use utoipa_axum::{router::OpenApiRouter, routes};

use self::{
    format::{Chosen, Format},
    path::ContentPath,
};
use crate::{
    paging::{Query, flag, text},
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    // Files are public to whoever knows their CID, so any page may read them.
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD])
        .allow_headers([
            header::ACCEPT,
            header::CACHE_CONTROL,
            header::RANGE,
            header::IF_NONE_MATCH,
            header::IF_RANGE,
        ])
        .expose_headers([
            header::ACCEPT_RANGES,
            header::CONTENT_DISPOSITION,
            header::CONTENT_LENGTH,
            header::CONTENT_LOCATION,
            header::CONTENT_RANGE,
            header::ETAG,
            headers::X_IPFS_PATH,
            headers::X_IPFS_ROOTS,
        ]);
    // A path has any number of segments, which OpenAPI cannot say: so its
    // description and its route are given apart.
    OpenApiRouter::with_openapi(Paths::openapi())
        .routes(routes!(fetch))
        .route("/ipfs/{cid}/", get(fetch))
        .route("/ipfs/{cid}/{*path}", get(fetch))
        .layer(cors)
}

#[derive(OpenApi)]
#[openapi(paths(fetch_path))]
struct Paths;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, rename_all = "kebab-case")]
#[into_params(parameter_in = Query)]
struct FetchQuery {
    /// The name under which a browser saves the file.
    filename: Option<String>,
    /// `true` makes a browser save the file even if it could show it.
    #[param(value_type = Option<bool>)]
    download: Option<String>,
    /// `raw` for the block itself, `car` for an archive of blocks. Beats `Accept`.
    format: Option<String>,
    /// Of a CAR: `block`, `entity` or `all` (the default).
    dag_scope: Option<String>,
    /// Of a CAR of an entity: the bytes `from:to` of a file, both included;
    /// negative ones count from the end, `*` is the end.
    entity_bytes: Option<String>,
    /// Of a CAR: 1.
    car_version: Option<String>,
    /// Of a CAR: `dfs`, or `unk` for any.
    car_order: Option<String>,
    /// Of a CAR: `y` to have a block each time that it occurs, `n` (the default) once.
    car_dups: Option<String>,
}

/// Fetch content by its CID.
///
/// Anyone who knows the CID may. `HEAD` gives the same headers without the
/// bytes. Images, audio, video and plain text are shown by a browser,
/// everything else is saved. With `Accept: application/vnd.ipld.raw` or
/// `application/vnd.ipld.car`, or `?format=`, blocks are given that a client
/// can check by itself.
#[utoipa::path(get, path = "/ipfs/{cid}", tag = "files", operation_id = "fetchFile",
    params(
        ("cid" = String, Path, description = "The CID, in any of its forms."),
        FetchQuery,
        ("Accept" = Option<String>, Header, description = "`application/vnd.ipld.raw`, `application/vnd.ipld.car` with the parameters `version`, `order` and `dups`, or anything else for the file."),
        ("Range" = Option<String>, Header, description = "A range of bytes of a file or block, such as `bytes=0-1023`; of several, the first is given."),
        ("If-None-Match" = Option<String>, Header, description = "Entity tags that are known."),
        ("If-Range" = Option<String>, Header, description = "The entity tag that `Range` is of."),
        ("Cache-Control" = Option<String>, Header, description = "`only-if-cached` makes what is not here a 412."),
    ),
    responses(
        (status = 200, description = "The file, the listing of a directory, the block or the archive.", content_type = "*/*", body = Vec<u8>),
        (status = 206, description = "The range of the file or block.", content_type = "*/*", body = Vec<u8>),
        (status = 301, description = "A directory, whose address ends in a slash."),
        (status = 304, description = "The content is known already."),
        (status = 404, description = "This is not stored here."),
        (status = 406, description = "The format is not offered, or this content has no such form."),
        (status = 412, description = "`only-if-cached`, and it is not stored here."),
        (status = 416, description = "The range lies outside of the file."),
        (status = 503, description = "The store of files does not answer."),
    ))]
async fn fetch(
    State(desk): State<Desk>,
    Query(query): Query<FetchQuery>,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers();
    refuse_service_worker(headers)?;
    let path = ContentPath::parse(request.uri())?;
    let asked = Asked {
        method: request.method(),
        headers,
        filename: text(query.filename.clone()),
        download: flag("download", query.download.as_deref())?,
        path,
        chosen: format::choose(&query, headers)?,
    };
    let answer = answer(&desk, &asked).await;
    match answer {
        Err(problem) if problem.code() == ErrorCode::NotFound && only_if_cached(headers) => {
            Err(Problem::new(
                ErrorCode::NotCached,
                "this is not stored here, and `only-if-cached` asks for nothing else",
            ))
        }
        answer => answer,
    }
}

/// Fetch what a path leads to from a CID.
///
/// As `fetchFile`, through the directories of a DAG; `path` may have several
/// segments.
#[utoipa::path(get, path = "/ipfs/{cid}/{path}", tag = "files", operation_id = "fetchPath",
    params(
        ("cid" = String, Path, description = "The CID that the path begins at."),
        ("path" = String, Path, description = "Names of directories and of a file, separated by slashes."),
        FetchQuery,
    ),
    responses(
        (status = 200, description = "The file, the listing of a directory, the block or the archive.", content_type = "*/*", body = Vec<u8>),
        (status = 206, description = "The range of the file or block.", content_type = "*/*", body = Vec<u8>),
        (status = 301, description = "A directory, whose address ends in a slash."),
        (status = 304, description = "The content is known already."),
        (status = 404, description = "This is not stored here, or the path leads nowhere."),
        (status = 406, description = "The format is not offered, or this content has no such form."),
        (status = 412, description = "`only-if-cached`, and it is not stored here."),
        (status = 416, description = "The range lies outside of the file."),
        (status = 503, description = "The store of files does not answer."),
    ))]
#[expect(
    dead_code,
    reason = "carries the description of `fetch`'s second route"
)]
fn fetch_path() {}

/// A request for content, understood.
struct Asked<'r> {
    method: &'r Method,
    headers: &'r HeaderMap,
    filename: Option<String>,
    download: bool,
    path: ContentPath,
    chosen: Chosen,
}

async fn answer(desk: &Desk, asked: &Asked<'_>) -> Result<Response, Problem> {
    let located = desk.locate(&asked.path.cid, &asked.path.segments).await?;
    match &asked.chosen.format {
        Format::Raw => block::answer(asked, &located).await,
        Format::Car(car) => archive::answer(asked, &located, car).await,
        Format::File => match located.open().await? {
            Entity::File(content) => file::answer(asked, &located, &content).await,
            Entity::Directory(directory) => listing::answer(asked, &located, &directory).await,
            Entity::Other => Err(Problem::new(
                ErrorCode::NotAcceptable,
                "this content is no file; ask for it with ?format=raw or ?format=car",
            )),
        },
    }
}

/// A worker of a path gateway would rule over every other file on it.
fn refuse_service_worker(headers: &HeaderMap) -> Result<(), Problem> {
    match headers.get("service-worker") {
        Some(value) if value == "script" => Err(Problem::bad_request(
            "a service worker cannot be registered from a file of the gateway",
        )),
        _ => Ok(()),
    }
}

fn only_if_cached(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::CACHE_CONTROL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(','))
        .any(|directive| directive.trim().eq_ignore_ascii_case("only-if-cached"))
}

/// What `If-None-Match` knows already.
fn not_modified() -> Response {
    axum::http::StatusCode::NOT_MODIFIED.into_response()
}
