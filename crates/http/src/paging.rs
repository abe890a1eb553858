//! `?limit=` and `?cursor=` of every list, other parts of query strings, and
//! ids in paths.

use std::str::FromStr;

use axum::{
    RequestPartsExt as _,
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use frontdesk_model::{
    Cursor, PageRequest, Timestamp,
    page::{DEFAULT_LIMIT, MAX_LIMIT},
};
use serde::{Deserialize, de::DeserializeOwned};
use utoipa::IntoParams;

use crate::problem::Problem;

/// The parameters of every list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Rows of one page, 1 to 100; 20 when it is missing.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// `page.next` of the page before.
    cursor: Option<String>,
}

/// The checked page that a list is asked for.
#[derive(Debug)]
pub struct Paging(pub PageRequest);

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Query(query) = parts.extract::<Query<PageQuery>>().await?;
        let after = match query.cursor.as_deref().filter(|text| !text.is_empty()) {
            None => None,
            Some(text) => Some(Cursor::decode(text).ok_or_else(|| {
                Problem::invalid_field("cursor", "cursor must be `page.next` of an earlier page")
            })?),
        };
        let limit = limit(query.limit.as_deref())?;
        Ok(Self(PageRequest { limit, after }))
    }
}

/// A list's limit: the default when it is missing.
///
/// # Errors
/// 400 unless it is a whole number from 1 to [`MAX_LIMIT`].
pub fn limit(text: Option<&str>) -> Result<u32, Problem> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(DEFAULT_LIMIT);
    };
    text.parse()
        .ok()
        .filter(|limit| (1..=MAX_LIMIT).contains(limit))
        .ok_or_else(|| {
            Problem::invalid_field(
                "limit",
                format!("limit must be a whole number from 1 to {MAX_LIMIT}"),
            )
        })
}

/// A query string; one that cannot be read is a 400.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match axum::extract::Query::try_from_uri(&parts.uri) {
            Ok(axum::extract::Query(query)) => Ok(Self(query)),
            Err(rejection) => Err(Problem::bad_request(format!(
                "the query string cannot be read: {}",
                rejection.body_text()
            ))),
        }
    }
}

/// A yes-or-no parameter; no when it is missing.
pub fn flag(name: &str, text: Option<&str>) -> Result<bool, Problem> {
    match text {
        None | Some("" | "false" | "0") => Ok(false),
        Some("true" | "1") => Ok(true),
        Some(_) => Err(Problem::invalid_field(
            name,
            format!("{name} must be true or false"),
        )),
    }
}

/// A text parameter; blank counts as missing.
pub fn text(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

/// The value of a parameter, unless it is missing or blank.
pub fn read<T>(
    name: &str,
    value: Option<String>,
    parse: impl Fn(&str) -> Option<T>,
    must_be: &str,
) -> Result<Option<T>, Problem> {
    text(value)
        .map(|value| {
            parse(&value)
                .ok_or_else(|| Problem::invalid_field(name, format!("{name} must be {must_be}")))
        })
        .transpose()
}

/// A time, unless it is missing or blank.
pub fn time(name: &str, value: Option<String>) -> Result<Option<Timestamp>, Problem> {
    let must_be = "a time such as 2026-01-31T09:30:00Z";
    read(name, value, |text| Timestamp::parse(text).ok(), must_be)
}

/// The one parameter of a path. Ids are opaque: one that cannot be is simply not there.
#[derive(Debug)]
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let missing = || Problem::not_found("there is nothing under this id, or it isn't yours");
        let Path(text) = parts
            .extract::<Path<String>>()
            .await
            .map_err(|_| missing())?;
        text.parse().map(Self).map_err(|_| missing())
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use uuid::Uuid;

    use super::*;

    async fn page(query: &str) -> Result<PageRequest, Problem> {
        let (mut parts, ()) = Request::get(format!("/?{query}"))
            .body(())
            .unwrap()
            .into_parts();
        parts.extract::<Paging>().await.map(|Paging(page)| page)
    }

    #[tokio::test]
    async fn a_limit_is_1_to_100_and_20_by_default() {
        assert_eq!(page("").await.unwrap(), PageRequest::default());
        assert_eq!(page("limit=1").await.unwrap().limit, 1);
        assert_eq!(page("limit=100").await.unwrap().limit, 100);
        for bad in ["0", "101", "-1", "ten", "1.5"] {
            assert!(page(&format!("limit={bad}")).await.is_err(), "{bad}");
        }
    }

    #[tokio::test]
    async fn a_cursor_is_one_of_ours() {
        let cursor = Cursor {
            key: 7,
            id: Uuid::nil(),
        };
        let query = format!("cursor={}", cursor.encode());
        assert_eq!(page(&query).await.unwrap().after, Some(cursor));
        assert!(page("cursor=nonsense").await.is_err());
    }

    #[test]
    fn a_flag_is_true_or_false() {
        assert_eq!(flag("unread", Some("true")), Ok(true));
        assert_eq!(flag("unread", None), Ok(false));
        assert!(flag("unread", Some("yes")).is_err());
    }
}
