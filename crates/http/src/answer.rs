//! The shape of every success: `{"success": true, "data": …}`, lists with
//! `page` beside it. Failures are [`crate::problem`]'s.

use axum::{
    Json,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use frontdesk_desk::Submitted;
use frontdesk_model::{
    moderation::Held,
    page::{Page, PageInfo},
};
use serde::Serialize;
use utoipa::ToSchema;

/// One thing.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answer<T> {
    /// Always true.
    pub success: bool,
    pub data: T,
}

impl<T> Answer<T> {
    pub fn of(data: T) -> Self {
        Self {
            success: true,
            data,
        }
    }
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// Always true.
    pub success: bool,
    pub data: Vec<T>,
    pub page: PageInfo,
}

impl<T> From<Page<T>> for List<T> {
    fn from(page: Page<T>) -> Self {
        Self {
            success: true,
            data: page.items,
            page: PageInfo {
                next: page.next.map(|next| next.encode()),
            },
        }
    }
}

impl<T: Serialize> IntoResponse for List<T> {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// Success that gives nothing back.
#[derive(Debug, Serialize, ToSchema)]
pub struct Done {
    /// Always true.
    pub success: bool,
    /// Always null.
    #[schema(value_type = Option<Object>)]
    pub data: (),
}

impl Done {
    pub const OK: Self = Self {
        success: true,
        data: (),
    };
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// `201 Created`, with the address of what was made.
pub type Created<T> = (StatusCode, [(HeaderName, String); 1], Answer<T>);

/// `place` is the path under `/api/support`.
pub fn created<T>(place: &str, data: T) -> Created<T> {
    let location = format!("{}/{place}", crate::PREFIX);
    (
        StatusCode::CREATED,
        [(header::LOCATION, location)],
        Answer::of(data),
    )
}

/// `202 Accepted`: what was sent waits for a review, and is not in its place yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct Waiting {
    /// Always true.
    pub success: bool,
    /// Always null.
    #[schema(value_type = Option<Object>)]
    pub data: (),
    pub held: Held,
}

/// `201 Created`, or `202 Accepted` for what moderation holds.
#[allow(clippy::large_enum_variant, reason = "lives for one answer")]
pub enum Submission<T> {
    Created(Created<T>),
    Waiting(Waiting),
}

impl<T: Serialize> IntoResponse for Submission<T> {
    fn into_response(self) -> Response {
        match self {
            Self::Created(created) => created.into_response(),
            Self::Waiting(waiting) => (StatusCode::ACCEPTED, Json(waiting)).into_response(),
        }
    }
}

/// `place` gives the path of what was made, under `/api/support`.
pub fn submission<T>(submitted: Submitted<T>, place: impl FnOnce(&T) -> String) -> Submission<T> {
    match submitted {
        Submitted::Done(data) => Submission::Created(created(&place(&data), data)),
        Submitted::Held { held } => Submission::Waiting(Waiting {
            success: true,
            data: (),
            held,
        }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_success_without_content_still_has_the_member_data() {
        let done = serde_json::to_value(Done::OK).unwrap();
        assert_eq!(done, json!({"success": true, "data": null}));
    }

    #[test]
    fn the_last_page_says_so_with_null() {
        let page = Page {
            items: vec![1, 2],
            next: None,
        };
        let list = serde_json::to_value(List::from(page)).unwrap();
        assert_eq!(
            list,
            json!({"success": true, "data": [1, 2], "page": {"next": null}})
        );
    }
}
