//! The languages that the pages of Frontdesk are written in. Which languages
//! search knows the words of is another matter (`search::Language`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ticket::text_enum;

text_enum!(
    /// A language of the portal's and the widget's own words.
    InterfaceLanguage {
        English = "en",
        German = "de",
        Arabic = "ar",
    }
);
