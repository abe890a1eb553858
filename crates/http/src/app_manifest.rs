//! `/manifest.webmanifest` (<https://www.w3.org/TR/appmanifest/>): the help
//! centre, or with `?for=console` the agents' console, as an app that a browser
//! can install under the desk's own name.

use std::collections::HashMap;

use axum::{
    Router,
    extract::{Query, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use frontdesk_desk::Desk;
use serde_json::{Value, json};

use crate::web::REVALIDATED;

/// Of the pages' ground, by day.
const BACKGROUND: &str = "#faf8f4";
/// Of the icon, and of the bar around the window.
const THEME: &str = "#1d6b57";

pub fn routes() -> Router<Desk> {
    Router::new().route("/manifest.webmanifest", get(manifest))
}

/// Which of the two apps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum App {
    Portal,
    Console,
}

async fn manifest(
    State(desk): State<Desk>,
    Query(asked): Query<HashMap<String, String>>,
) -> Response {
    let app = match asked.get("for").map(String::as_str) {
        Some("console") => App::Console,
        _ => App::Portal,
    };
    let content = describe(&desk.config().name, app).to_string();
    let headers = [
        (header::CONTENT_TYPE, "application/manifest+json"),
        (header::CACHE_CONTROL, REVALIDATED),
    ];
    (headers, content).into_response()
}

fn describe(desk: &str, app: App) -> Value {
    let (name, start, description) = match app {
        App::Portal => (
            desk.to_owned(),
            "/",
            "Find an answer, write to us, and follow your conversations.",
        ),
        App::Console => (
            format!("{desk} console"),
            "/console",
            "Answer customers' chats and tickets.",
        ),
    };
    let icon = |purpose: &str, src: &str| json!({"src": src, "sizes": "any", "type": "image/svg+xml", "purpose": purpose});
    let picture = |pixels: u32| json!({"src": format!("/icon-{pixels}.png"), "sizes": format!("{pixels}x{pixels}"), "type": "image/png"});
    json!({
        "id": start,
        "name": name,
        "short_name": desk,
        "description": description,
        "start_url": start,
        // One scope for both, since a console's page leads to articles.
        "scope": "/",
        "display": "standalone",
        "background_color": BACKGROUND,
        "theme_color": THEME,
        "icons": [
            icon("any", "/favicon.svg"),
            icon("maskable", "/icon-maskable.svg"),
            picture(192),
            picture(512),
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_app_has_the_desks_name_and_an_identity_of_its_own() {
        let [portal, console] = [App::Portal, App::Console].map(|app| describe("Fernway", app));
        assert_eq!(portal["name"], "Fernway");
        assert_eq!(console["name"], "Fernway console");
        assert_ne!(portal["id"], console["id"]);
        for manifest in [portal, console] {
            assert_eq!(manifest["id"], manifest["start_url"]);
            assert_eq!(manifest["icons"][1]["purpose"], "maskable");
        }
    }
}
