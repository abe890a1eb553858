//! The shape of every success: `{"success": true, "data": …}`, lists with
//! `page` beside it. Failures are [`crate::problem`]'s.

use axum::{
    Json,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use frontdesk_model::page::{Page, PageInfo};
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
