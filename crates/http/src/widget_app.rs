//! The embeddable widget's files, embedded into the binary as the web app is:
//! `/widget.js`, the launcher that other sites load; `/widget/frame`, the page
//! that it opens in a frame, and that page's assets. With the demo, `/demo` is a
//! page that embeds it. What the widget reads and shows is `widget`'s.

use axum::{
    Extension, Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use frontdesk_desk::Desk;
use frontdesk_model::widget::WidgetSettings;
use rust_embed::RustEmbed;

use crate::{
    problem::Problem,
    security::AppPolicy,
    web::{IMMUTABLE, REVALIDATED, asset},
};

#[derive(RustEmbed)]
#[folder = "../../web/apps/widget/dist"]
#[allow_missing = true]
struct Assets;

/// The launcher's address stays the same, so a page learns of a newer one within minutes.
const LAUNCHER_CACHING: &str = "public, max-age=300, stale-while-revalidate=86400";
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// All routes; `/demo` among them where `demo` says so.
pub fn routes(policy: AppPolicy, demo: bool) -> Router<Desk> {
    let routes = Router::new()
        .route("/widget.js", get(launcher))
        .route("/widget/frame", get(frame))
        .route("/widget/assets/{name}", get(frames_asset));
    let routes = if demo {
        routes.route("/demo", get(demo_page))
    } else {
        routes
    };
    routes.layer(Extension(policy))
}

async fn launcher(headers: HeaderMap) -> Response {
    let mut response = asset::<Assets>("widget.js", &headers, LAUNCHER_CACHING);
    // Pages that are isolated (COEP) load it too.
    let everyone = HeaderValue::from_static("cross-origin");
    response.headers_mut().insert(RESOURCE_POLICY, everyone);
    response
}

/// The only page that others may frame.
async fn frame(
    State(desk): State<Desk>,
    Extension(policy): Extension<AppPolicy>,
    headers: HeaderMap,
) -> Response {
    let settings = desk.widget();
    let mut response = asset::<Assets>("frame.html", &headers, REVALIDATED);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        policy.framed(&embedders(&settings), settings.logo_url.as_deref()),
    );
    // The address of the page around it is nobody's business.
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    response
}

/// Who may frame it, as `frame-ancestors` writes it.
fn embedders(settings: &WidgetSettings) -> String {
    match &*settings.allowed_origins {
        [] => "*".to_owned(),
        origins => format!("'self' {}", origins.join(" ")),
    }
}

async fn frames_asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let name = format!("assets/{name}");
    if Assets::get(&name).is_none() {
        return Problem::not_found("there is no such file").into_response();
    }
    asset::<Assets>(&name, &headers, IMMUTABLE)
}

async fn demo_page(Extension(policy): Extension<AppPolicy>, headers: HeaderMap) -> Response {
    let mut response = asset::<Assets>("demo.html", &headers, REVALIDATED);
    policy.apply(response.headers_mut());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anyone_may_frame_it_until_origins_are_listed() {
        let mut settings = WidgetSettings::default();
        assert_eq!(embedders(&settings), "*");
        settings.allowed_origins = vec!["https://a.example".into(), "https://b.example".into()];
        assert_eq!(
            embedders(&settings),
            "'self' https://a.example https://b.example"
        );
    }
}
