//! `/widget`: what the embeddable widget reads, and what admins set about it.
//! Its files are served by `widget_app`.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use frontdesk_desk::Desk;
use frontdesk_model::{
    error::ErrorCode,
    widget::{WidgetConfig, WidgetSettings},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{answer::Answer, body::Command, identity::Caller, problem::Problem};

/// The one answer that pages of any origin may read. The path is below the prefix.
pub const CONFIG_PATH: &str = "/widget/config";

/// How long a browser may use the configuration without asking again.
const CONFIG_CACHING: HeaderValue = HeaderValue::from_static("public, max-age=60");

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(config))
        .routes(routes!(settings, set_settings))
}

/// Read how the widget looks and what it shows.
///
/// For pages that embed it, of whatever origin; a page of an origin that isn't among the allowed
/// ones is refused.
#[utoipa::path(get, path = "/widget/config", tag = "widget", operation_id = "getWidgetConfig",
    security((), ("bearer" = [])),
    responses(
        (status = 200, description = "Looks and parts.", body = Answer<WidgetConfig>),
        (status = 403, description = "Pages of this origin may not embed the widget."),
    ))]
async fn config(State(desk): State<Desk>, headers: HeaderMap) -> Result<Response, Problem> {
    let asking = headers.get(header::ORIGIN).and_then(|it| it.to_str().ok());
    if let Some(origin) = asking
        && !desk.widget().allows(origin)
    {
        return Err(Problem::new(
            ErrorCode::Forbidden,
            format!("pages of {origin} may not embed the widget; an admin can allow it"),
        ));
    }
    let mut response = Answer::of(desk.widget_config()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, CONFIG_CACHING);
    Ok(response)
}

/// Read the widget's settings.
#[utoipa::path(get, path = "/widget/settings", tag = "widget", operation_id = "getWidgetSettings",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The settings.", body = Answer<WidgetSettings>),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn settings(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<Answer<WidgetSettings>, Problem> {
    Ok(Answer::of(desk.widget_settings(&actor)?))
}

/// Set how the widget looks, what it shows, and who may embed it.
///
/// What the body doesn't name goes back to its default. The colour of texts on the brand's colour
/// is chosen so that they can always be read.
#[utoipa::path(put, path = "/widget/settings", tag = "widget", operation_id = "setWidgetSettings",
    request_body = WidgetSettings, security(("bearer" = [])),
    responses(
        (status = 200, description = "The settings as they are now.", body = Answer<WidgetSettings>),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn set_settings(
    State(desk): State<Desk>,
    command: Command<WidgetSettings>,
) -> Result<Answer<WidgetSettings>, Problem> {
    Ok(Answer::of(
        desk.set_widget(&command.call, &command.body).await?,
    ))
}
