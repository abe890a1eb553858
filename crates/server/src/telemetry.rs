//! The log. Lines of requests are written by `http`, numbers by `metrics`.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{LogFormat, Telemetry};

/// Starts the log of a server.
pub fn start_log(config: &Telemetry) {
    let filter = EnvFilter::new(&config.log.0);
    let log = fmt()
        .with_env_filter(filter)
        .with_writer(stderr)
        .with_ansi(stderr().is_terminal());
    // It can be started once a process; a second time is a test's.
    let _ = match config.log_format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
}

/// Starts the log of a command that speaks for itself: warnings and errors.
pub fn start_quiet_log() {
    let _ = fmt()
        .with_env_filter(EnvFilter::new("warn"))
        .with_writer(stderr)
        .with_ansi(stderr().is_terminal())
        .without_time()
        .try_init();
}
