//! The binary `frontdesk`: configuration, command line, wiring, telemetry and
//! the demo's data. What the desk does lives in the other crates.

mod admin;
mod bench;
mod cli;
mod config;
mod demo;
mod doctor;
mod error;
mod jwks;
mod metrics;
mod open;
mod output;
mod schema;
mod serve;
mod shutdown;
mod telemetry;
mod tls;
mod token;

use std::process::ExitCode;

use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    if rustls::crypto::aws_lc_rs::default_provider()
        .install_default()
        .is_err()
    {
        tracing::debug!("a TLS provider was installed already");
    }
    match cli.run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("frontdesk: {error}");
            ExitCode::FAILURE
        }
    }
}
