//! Serving, with or without TLS. The certificate's files are read again on
//! SIGHUP, so that a renewed one needs no restart.

use std::{
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use axum::Router;
use axum_server::{
    Handle,
    accept::NoDelayAcceptor,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};

use crate::{
    config::TlsFiles,
    error::{Error, Result},
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

/// Serves until `handle` ends it.
pub async fn serve(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    app: Router,
    handle: Handle<SocketAddr>,
) -> std::io::Result<()> {
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    // Small packets go out at once: Nagle's algorithm would hold acks back.
    let server = axum_server::from_tcp(listener)?
        .acceptor(NoDelayAcceptor::new())
        .handle(handle);
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
