//! What can go wrong in the binary itself: each ends the command with a
//! sentence on standard error that says what to do.

use std::path::PathBuf;

use crate::config::Invalid;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Config(#[from] Invalid),
    /// The directory of the data cannot be made.
    #[error("DATA_DIR: {path} cannot be made: {source}")]
    DataDir {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("the database cannot be used: {0}")]
    Store(#[from] frontdesk_store::Error),
    #[error("the store of files cannot be used: {0}")]
    Files(#[from] frontdesk_files::Error),
    #[error("the search index cannot be used: {0}")]
    Search(#[from] frontdesk_search::Error),
    #[error("SEARCH_MODEL: {0}; `make model` fetches it")]
    Model(#[from] frontdesk_embedding::Error),
    /// The benchmark of the search cannot be read.
    #[error("the benchmark cannot be run: {0}")]
    Benchmark(#[from] frontdesk_search::evaluation::Error),
    /// The search finds less than it did; the table was printed.
    #[error("the search is worse than it may be: {0}")]
    UnderFloors(String),
    #[error("{0}")]
    Desk(#[from] frontdesk_desk::Error),
    /// The port is taken, or may not be used.
    #[error("PORT, HOST: cannot listen on {address}: {source}")]
    Listen {
        address: std::net::SocketAddr,
        source: std::io::Error,
    },
    #[error("TLS_CERT, TLS_KEY: {certificate} and {key} cannot be used: {source}")]
    Tls {
        certificate: PathBuf,
        key: PathBuf,
        source: std::io::Error,
    },
    #[error("MAIL_TEMPLATES_DIR: {0}")]
    Templates(#[from] frontdesk_notify::TemplateError),
    #[error("JWT_JWKS: {place} {why}")]
    KeySet { place: String, why: String },
    /// A master key of files is not to be had. Never with the key in it.
    #[error("{setting}: {why}")]
    MasterKey { setting: &'static str, why: String },
    /// What was given to a command is not usable.
    #[error("{0}")]
    Usage(String),
    /// The demo data is wrong: a fault of the build.
    #[error("the demo data: {0}")]
    Demo(String),
    #[error("metrics: {0}")]
    Metrics(#[from] metrics_exporter_prometheus::BuildError),
    /// Some check of `doctor` failed; it has said which.
    #[error("{0} of the checks failed")]
    Unhealthy(usize),
    /// What a check has found; it was printed.
    #[error("{0} stored files are damaged, and no other copy of them was found")]
    Damaged(usize),
    /// What a comparison has found; it was printed.
    #[error("the search index differs from the database; `frontdesk index rebuild` builds it anew")]
    IndexDiffers,
    #[error("{what}: {source}")]
    Io {
        what: &'static str,
        source: std::io::Error,
    },
    #[error(transparent)]
    Bench(#[from] crate::bench::Error),
}

impl Error {
    pub fn io(what: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Io { what, source }
    }
}
