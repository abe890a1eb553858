//! How search works, and what is remembered of it.

use std::time::Duration;

use super::{Number, setting::section};

section! {
    /// How search works, and what is remembered of it.
    "Search" Search {
        /// Days that the log of searches is kept, which has no people in it; 0 logs nothing.
        search_log_days: Number<0, 3_650> = "90",
    }
}

impl Search {
    /// How long searches are remembered; none when none is.
    pub fn log(&self) -> Option<Duration> {
        Some(self.search_log_days.days()).filter(|days| !days.is_zero())
    }
}
