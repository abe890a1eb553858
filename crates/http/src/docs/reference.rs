//! The page `/docs/plain`: operations by tag, socket events and schemas, made from
//! the description's JSON.

use std::fmt::Write as _;

use frontdesk_model::events::{EVENTS, From};
use serde_json::Value;
use utoipa::openapi::OpenApi;

use super::{escape, frame, prose, table};

/// In the order in which the page lists them.
const METHODS: &[&str] = &["get", "head", "post", "put", "patch", "delete", "options"];

/// The whole page.
pub fn page(api: &OpenApi) -> String {
    let api = serde_json::to_value(api).expect("a description of strings and maps serializes");
    let mut html = format!("<p>{}</p>\n", words(&api["info"]["description"]));
    for tag in list(&api["tags"]) {
        let name = text(&tag["name"]);
        html += &format!(
            "<h2 id=\"{0}\">{0}</h2>\n<p>{1}</p>\n",
            escape(name),
            words(&tag["description"])
        );
        for (path, item) in members(&api["paths"]) {
            for method in METHODS {
                let operation = &item[*method];
                if list(&operation["tags"]).any(|tag| tag == name) {
                    html += &operation_html(method, path, operation);
                }
            }
        }
    }
    html += &events_html();
    html += "<h2 id=\"schemas\">schemas</h2>\n";
    for (name, schema) in members(&api["components"]["schemas"]) {
        html += &schema_html(name, schema);
    }
    frame("Reference", &html)
}

fn operation_html(method: &str, path: &str, operation: &Value) -> String {
    let mut html = format!(
        "<section id=\"{}\">\n<h3><code><b>{}</b> {}</code></h3>\n<p><strong>{}</strong></p>\n",
        escape(text(&operation["operationId"])),
        method.to_uppercase(),
        escape(path),
        words(&operation["summary"])
    );
    if operation["description"].is_string() {
        html += &format!("<p>{}</p>\n", words(&operation["description"]));
    }
    if operation["security"].is_array() {
        let optional = list(&operation["security"]).any(|way| way == &serde_json::json!({}));
        html += if optional {
            "<p>A bearer token may be sent.</p>\n"
        } else {
            "<p>Needs a bearer token.</p>\n"
        };
    }
    for (media_type, content) in members(&operation["requestBody"]["content"]) {
        html += &format!(
            "<p>Body: {} as <code>{}</code>.</p>\n",
            type_html(&content["schema"]),
            escape(media_type)
        );
    }
    let mut parameters = String::new();
    for parameter in list(&operation["parameters"]) {
        let _ = writeln!(
            parameters,
            "<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(text(&parameter["name"])),
            escape(text(&parameter["in"])),
            type_html(&parameter["schema"]),
            words(&parameter["description"])
        );
    }
    if !parameters.is_empty() {
        html += &table("Parameter|In|Type|Meaning", &parameters);
    }
    let mut answers = String::new();
    for (status, response) in members(&operation["responses"]) {
        let schema = members(&response["content"]).next();
        let shape = schema.map_or_else(String::new, |(_, content)| type_html(&content["schema"]));
        let _ = writeln!(
            answers,
            "<tr><td><code>{}</code></td><td>{shape}</td><td>{}</td></tr>",
            escape(status),
            words(&response["description"])
        );
    }
    html += &table("Answer|Type|Meaning", &answers);
    html + "</section>\n"
}

fn events_html() -> String {
    let mut rows = String::new();
    for event in EVENTS {
        let from = match event.from {
            From::Client => "client",
            From::Server => "server",
        };
        let arguments: Vec<_> = event.arguments.iter().map(|name| payload(name)).collect();
        let _ = writeln!(
            rows,
            "<tr><td><code>{}</code></td><td>{from}</td><td><code>{}</code></td>\
             <td>{}</td><td>{}</td></tr>",
            event.namespace,
            event.name,
            arguments.join(", "),
            event.ack.map(payload).unwrap_or_default()
        );
    }
    format!(
        "<h2 id=\"events\">events</h2>\n<p>Socket.IO, with the token as <code>auth.token</code> of \
         the handshake. An event that fails is acknowledged with {}.</p>\n{}",
        payload("AckError"),
        table("Namespace|From|Event|Arguments|Acknowledged with", &rows)
    )
}

/// An event's argument: a schema, several of them, or a plain type.
fn payload(name: &str) -> String {
    match name.strip_suffix("[]") {
        Some(element) => format!("{}[]", link(element)),
        None if matches!(name, "string" | "boolean") => escape(name),
        None => link(name),
    }
}

fn schema_html(name: &str, schema: &Value) -> String {
    let mut html = format!(
        "<section id=\"schema-{0}\">\n<h3><code>{0}</code></h3>\n",
        escape(name)
    );
    if schema["description"].is_string() {
        html += &format!("<p>{}</p>\n", words(&schema["description"]));
    }
    let mut rows = String::new();
    for (member, schema) in schema_members(schema) {
        let _ = writeln!(
            rows,
            "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
            escape(member),
            type_html(schema),
            words(&schema["description"])
        );
    }
    if rows.is_empty() {
        html += &format!("<p>{}</p>\n", type_html(schema));
    } else {
        html += &table("Member|Type|Meaning", &rows);
    }
    html + "</section>\n"
}

/// An object's members, those of the parts that it is put together from
/// included.
fn schema_members(schema: &Value) -> Vec<(&String, &Value)> {
    let parts = list(&schema["allOf"]);
    parts
        .chain([schema])
        .flat_map(|part| members(&part["properties"]))
        .collect()
}

/// A schema in one line, with links to those that have a name.
fn type_html(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return link(name.rsplit('/').next().unwrap_or_default());
    }
    for alternatives in ["oneOf", "anyOf", "allOf"] {
        if schema[alternatives].is_array() {
            let types: Vec<_> = list(&schema[alternatives]).map(type_html).collect();
            let between = if alternatives == "allOf" {
                " and "
            } else {
                " or "
            };
            return types.join(between);
        }
    }
    if schema["enum"].is_array() {
        let names: Vec<_> = list(&schema["enum"])
            .map(|name| format!("<code>{}</code>", escape(text(name))))
            .collect();
        return names.join(", ");
    }
    match &schema["type"] {
        Value::String(name) if name == "array" => format!("{}[]", type_html(&schema["items"])),
        Value::String(name) => escape(name),
        Value::Array(names) => {
            let names: Vec<_> = names.iter().map(text).collect();
            escape(&names.join(" or "))
        }
        _ => String::new(),
    }
}

fn link(schema: &str) -> String {
    format!(
        "<a href=\"#schema-{0}\"><code>{0}</code></a>",
        escape(schema)
    )
}

fn words(value: &Value) -> String {
    prose(text(value))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_operation_event_and_schema_is_on_the_page() {
        let api = crate::openapi();
        let page = page(&api);
        let api = serde_json::to_value(&api).unwrap();
        for (path, item) in members(&api["paths"]) {
            for (method, operation) in members(item) {
                let anchor = format!("<section id=\"{}\">", text(&operation["operationId"]));
                assert!(page.contains(&anchor), "{method} {path}");
            }
        }
        for event in EVENTS {
            assert!(page.contains(&format!("<code>{}</code>", event.name)));
        }
        for (name, _) in members(&api["components"]["schemas"]) {
            assert!(page.contains(&format!("id=\"schema-{name}\"")), "{name}");
        }
    }

    #[test]
    fn every_link_within_the_page_leads_somewhere() {
        let page = page(&crate::openapi());
        let links: BTreeSet<_> = page
            .split("href=\"#")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(links.len() > 20);
        for link in links {
            assert!(page.contains(&format!("id=\"{link}\"")), "#{link}");
        }
    }
}
