//! The binary `frontdesk`: configuration, command line, wiring, telemetry and
//! the demo's data. What the desk does lives in the other crates.

mod admin;
mod bench;
mod car;
mod cli;
mod config;
mod demo;
mod detach;
mod doctor;
mod error;
#[cfg(debug_assertions)]
mod fail_point;
mod index;
mod jwks;
mod lines;
mod master_key;
mod metrics;
mod moderator;
mod open;
mod open_files;
mod output;
mod schema;
mod search;
mod serve;
mod shutdown;
mod storage;
mod telemetry;
mod tls;
mod token;

use std::{io, num::NonZero, process::ExitCode, thread};

use clap::Parser;
use mimalloc::MiMalloc;
use tokio::runtime::{Builder, Runtime};

/// A tenth less CPU a message than the system's on Linux, and it stays quick when
/// thousands of connections have come and gone.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    open_files::raise_limit();
    match runtime() {
        Ok(runtime) => runtime.block_on(run(cli)),
        Err(error) => {
            eprintln!("frontdesk: the threads could not be started: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One core is left to the database's own thread: on small machines a worker
/// for each core costs more in waking one another than it gives. The variable
/// `TOKIO_WORKER_THREADS` decides otherwise.
fn runtime() -> io::Result<Runtime> {
    let mut builder = Builder::new_multi_thread();
    if std::env::var_os("TOKIO_WORKER_THREADS").is_none() {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        builder.worker_threads(cores.saturating_sub(1).max(1));
    }
    builder.enable_all().build()
}

async fn run(cli: cli::Cli) -> ExitCode {
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
