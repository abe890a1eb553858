//! Runs every connection on a line that the sockets can end: the acceptor that
//! stands between TCP (and TLS above it) and HTTP.

use std::{
    future::{Ready, ready},
    io,
};

use axum::{Extension, middleware::AddExtension};
use axum_server::accept::Accept;
use frontdesk_realtime::{Line, LineSwitch};
use tokio::net::TcpStream;
use tower::Layer;

/// Accepts TCP connections; each of their requests carries the line's switch.
#[derive(Clone, Copy, Debug)]
pub struct LineAcceptor;

impl<S> Accept<TcpStream, S> for LineAcceptor {
    type Stream = Line<TcpStream>;
    type Service = AddExtension<S, LineSwitch>;
    type Future = Ready<io::Result<(Self::Stream, Self::Service)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        // Small packets go out at once: Nagle's algorithm would hold acks back.
        let delayed = stream.set_nodelay(true);
        let (line, switch) = Line::new(stream);
        let service = Extension(switch).layer(service);
        ready(delayed.and(Ok((line, service))))
    }
}
