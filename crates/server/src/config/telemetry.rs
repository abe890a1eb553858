//! What the server tells its operator.

use super::{LogFilter, LogFormat, Secret, setting::section};

section! {
    /// What the server tells its operator.
    "Telemetry" Telemetry {
        /// What is logged: error, warn, info, debug or trace, also by module (`info,frontdesk_desk=debug`). The log goes to standard error.
        log: LogFilter = "info",
        /// Lines for people, or one JSON object a line.
        log_format: LogFormat = "text",
        /// With it, /metrics asks for it as a bearer token.
        metrics_token: Option<Secret> = "",
    }
}
