//! REST, gateway, OpenAPI and the embedded web app.
