//! Serving, with or without TLS. The certificate's files are read again on
//! SIGHUP, so that a renewed one needs no restart.

use std::{
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use axum::Router;
use axum_server::{
    Handle,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use hyper_util::rt::TokioTimer;

use crate::{
    config::TlsFiles,
    error::{Error, Result},
    lines::LineAcceptor,
};

/// How long a client may take for its handshake.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Reads the certificate and its key.
pub async fn load(files: &TlsFiles) -> Result<RustlsConfig> {
    RustlsConfig::from_pem_file(&files.certificate, &files.key)
        .await
        .map_err(|source| unusable(files, source))
}

fn unusable(files: &TlsFiles, source: std::io::Error) -> Error {
    Error::Tls {
        certificate: files.certificate.clone(),
        key: files.key.clone(),
        source,
    }
}

/// Bytes that are read from a connection before somebody takes them, and that the head of a request
/// may have. The usual 400 KB would be taken by each of many uploads.
const CONNECTION_BUFFER: usize = 64 * 1024;

/// Serves until `handle` ends it. Who takes longer than `header_timeout` to send
/// the head of a request, or the first or next one, is disconnected: connections
/// that never ask for anything would use up all there are.
pub async fn serve(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    app: Router,
    handle: Handle<SocketAddr>,
    header_timeout: Duration,
) -> std::io::Result<()> {
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let mut server = axum_server::from_tcp(listener)?
        .acceptor(LineAcceptor)
        .handle(handle);
    server
        .http_builder()
        .http1()
        .timer(TokioTimer::new())
        .max_buf_size(CONNECTION_BUFFER)
        .header_read_timeout(header_timeout);
    match tls {
        None => server.serve(app).await,
        Some(tls) => {
            server
                .map(|plain| {
                    RustlsAcceptor::new(tls)
                        .handshake_timeout(HANDSHAKE)
                        .acceptor(plain)
                })
                .serve(app)
                .await
        }
    }
}

/// Reads the files again at each SIGHUP; a bad file leaves the old one in use.
#[cfg(unix)]
pub async fn reload_on_hangup(tls: RustlsConfig, files: TlsFiles) {
    use tokio::signal::unix::{SignalKind, signal};

    let mut hangup = match signal(SignalKind::hangup()) {
        Ok(hangup) => hangup,
        Err(error) => {
            tracing::warn!(%error, "SIGHUP is not listened to");
            return;
        }
    };
    while hangup.recv().await.is_some() {
        match tls
            .reload_from_pem_file(&files.certificate, &files.key)
            .await
        {
            Ok(()) => tracing::info!("the TLS certificate was read again"),
            Err(source) => {
                let error = unusable(&files, source);
                tracing::error!(%error, "the TLS certificate stays as it was");
            }
        }
    }
}

#[cfg(not(unix))]
pub async fn reload_on_hangup(_: RustlsConfig, _: TlsFiles) {}
