//! Pages of lists. A cursor is opaque to clients; inside it is the sort key of
//! the last row seen, so that a page never skips or repeats a row while others
//! are inserted.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Rows a list gives when the caller doesn't say.
pub const DEFAULT_LIMIT: u32 = 20;
/// Rows a list gives at most.
pub const MAX_LIMIT: u32 = 100;

/// Where the next page starts: after the row with this key and id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cursor {
    /// The sort key: a time in milliseconds, a `seq`, or an offset of a ranked list.
    pub key: i64,
    /// Tells rows of the same key apart; nil for lists that need none.
    pub id: Uuid,
}

impl Cursor {
    pub fn encode(&self) -> String {
        format!("{:x}.{}", self.key.cast_unsigned(), self.id.simple())
    }

    pub fn decode(text: &str) -> Option<Self> {
        let (key, id) = text.split_once('.')?;
        Some(Self {
            key: u64::from_str_radix(key, 16).ok()?.cast_signed(),
            id: Uuid::try_parse(id).ok()?,
        })
    }
}

/// A request for one page: a checked limit (1 to [`MAX_LIMIT`]) and a cursor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PageRequest {
    pub limit: u32,
    pub after: Option<Cursor>,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self {
            limit: DEFAULT_LIMIT,
            after: None,
        }
    }
}

/// One page of a list, and where the next begins, if there is one.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Cuts `rows`, of which one more than `limit` was asked for, to a page.
    pub fn cut(mut rows: Vec<T>, limit: u32, key: impl Fn(&T) -> Cursor) -> Self {
        let limit = limit as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(key) } else { None };
        Self { items: rows, next }
    }

    pub fn map<U>(self, each: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(each).collect(),
            next: self.next,
        }
    }
}

/// The `page` member of a list's answer.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PageInfo {
    /// Give it back as `?cursor=` for the next page; null on the last one.
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_wire() {
        for key in [0, 1, -5, i64::MAX, i64::MIN] {
            let cursor = Cursor {
                key,
                id: Uuid::from_u128(7),
            };
            assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        }
    }

    #[test]
    fn a_forged_cursor_is_refused() {
        for text in [
            "",
            ".",
            "zz.zz",
            "1",
            "1.2",
            "1.00000000000000000000000000000007x",
        ] {
            assert_eq!(Cursor::decode(text), None, "{text}");
        }
    }

    #[test]
    fn the_last_page_has_no_next() {
        let key = |row: &i64| Cursor {
            key: *row,
            id: Uuid::nil(),
        };
        assert_eq!(Page::cut(vec![1, 2, 3], 3, key).next, None);
        let page = Page::cut(vec![1, 2, 3], 2, key);
        assert_eq!(page.items, [1, 2]);
        assert_eq!(page.next.map(|next| next.key), Some(2));
    }
}
