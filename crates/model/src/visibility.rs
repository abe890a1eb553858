//! Who sees what an agent has made: a macro, a view.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ticket::text_enum;

text_enum!(
    /// Which of the agents see it and use it.
    Visibility {
        Everyone = "everyone",
        /// Only who made it.
        Me = "me",
    }
);
