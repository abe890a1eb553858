//! A directory: its `index.html`, or a plain page that lists what is in it.

use std::fmt::Write as _;

use axum::{
    body::Body,
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use frontdesk_desk::{Directory, Entry, Listing, Located};

use super::{
    Asked, file,
    headers::{describe, set},
    not_modified,
    path::{encode, encode_all},
};
use crate::{problem::Problem, range::is_known};

/// Of the page's form: to be raised when it changes.
const VERSION: u32 = 1;
/// The page may change with the program, so it is kept for a week only.
const CACHE: &str = "public, max-age=604800, stale-while-revalidate=2678400";
/// Nothing but links, and what they lead to may be saved.
const POLICY: &str =
    "sandbox allow-downloads; default-src 'none'; base-uri 'none'; form-action 'none'";

/// The directory at the end of the path. Its address must end in a slash, or
/// the links of its pages would lead astray.
pub async fn answer(
    asked: &Asked<'_>,
    located: &Located,
    directory: &Directory,
) -> Result<Response, Problem> {
    if !asked.path.ends_in_slash {
        return Ok(redirect(asked));
    }
    if let Some(index) = directory.index().await? {
        let etag = format!("\"{}\"", located.cid());
        let disposition = index.disposition(Some("index.html"), asked.download);
        return file::answer_as(asked, located, &index, &etag, &disposition).await;
    }
    let etag = format!("\"DirIndex-{VERSION}_CID-{}\"", located.cid());
    let same_directory = format!("\"{}\"", located.cid());
    let mut response = if is_known(asked.headers, &etag) || is_known(asked.headers, &same_directory)
    {
        not_modified()
    } else {
        page(asked, &directory.list().await?)
    };
    let headers = response.headers_mut();
    describe(headers, asked, located, &etag);
    set(headers, header::CACHE_CONTROL, CACHE);
    set(headers, header::CONTENT_SECURITY_POLICY, POLICY);
    Ok(response)
}

/// To the same address with a slash, whatever else was asked.
fn redirect(asked: &Asked<'_>) -> Response {
    let mut place = format!("{}/", asked.path.encoded());
    if let Some(name) = &asked.filename {
        let _ = write!(place, "?filename={}", encode(name));
    }
    let mut response = StatusCode::MOVED_PERMANENTLY.into_response();
    set(response.headers_mut(), header::LOCATION, &place);
    response
}

fn page(asked: &Asked<'_>, listing: &Listing) -> Response {
    let html = html(asked, listing);
    let length = html.len();
    let mut response = Response::new(if asked.method == Method::HEAD {
        Body::empty()
    } else {
        Body::from(html)
    });
    let headers = response.headers_mut();
    set(headers, header::CONTENT_TYPE, "text/html; charset=utf-8");
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    response
}

fn html(asked: &Asked<'_>, listing: &Listing) -> String {
    let (cid, segments) = (&asked.path.cid, &asked.path.segments);
    let here = encode_all(cid, segments);
    let title = escape(&format!("/ipfs/{cid}/{}", segments.join("/")));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>Index of {title}</title>\n<h1>Index of /ipfs/{}</h1>\n<table>\n\
         <tr><th scope=\"col\">Name<th scope=\"col\">CID<th scope=\"col\">Bytes with all below\n",
        breadcrumbs(cid, segments)
    );
    if !segments.is_empty() {
        let _ = writeln!(page, "<tr><td><a href=\"{here}/..\">..</a><td><td>");
    }
    for entry in &listing.entries {
        row(&mut page, &here, entry);
    }
    page.push_str("</table>\n");
    if listing.more {
        page.push_str("<p>There are more entries than are listed here.\n");
    }
    page
}

/// A link for each step of the path.
fn breadcrumbs(cid: &str, segments: &[String]) -> String {
    let mut links = format!("<a href=\"{}\">{}</a>", encode_all(cid, &[]), escape(cid));
    for (at, name) in segments.iter().enumerate() {
        let place = encode_all(cid, &segments[..=at]);
        let _ = write!(links, "/<a href=\"{place}\">{}</a>", escape(name));
    }
    links
}

fn row(page: &mut String, here: &str, entry: &Entry) {
    let link = encode(&entry.name);
    let name = escape(&entry.name);
    let size = entry
        .dag_size
        .map_or(String::new(), |size| size.to_string());
    let cid = &entry.cid;
    // The name is encoded once for the query and once for the name within it,
    // as other gateways do.
    let filename = encode(&link);
    let _ = writeln!(
        page,
        "<tr><td><a href=\"{here}/{link}\">{name}</a>\
         <td><a class=\"ipfs-hash\" translate=\"no\" href=\"/ipfs/{cid}?filename={filename}\">{cid}</a>\
         <td>{size}"
    );
}

/// Text that cannot end where it stands.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_be_no_markup() {
        let entry = Entry {
            name: "\"><script>alert(1)</script>&'".into(),
            cid: "bafkqaaa".parse().unwrap(),
            dag_size: Some(7),
        };
        let mut page = String::new();
        row(&mut page, "/ipfs/bafy", &entry);
        assert!(!page.contains("<script"), "{page}");
        assert_eq!(page.matches('"').count(), 8, "{page}");
        assert!(!breadcrumbs("bafy", &[entry.name]).contains("<script"));
    }
}
