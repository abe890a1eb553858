//! A bare Socket.IO server: it acknowledges each `echo` with what came, and does
//! nothing else. `frontdesk bench echo --url http://localhost:3103` measures it:
//! what a message, and a connection, cost at the least with this stack.
//!
//! ```sh
//! cargo run --release -p frontdesk-realtime --example echo -- 3103
//! ```

use std::{net::Ipv4Addr, time::Duration};

use axum::Router;
use frontdesk_model::events::ROOT;
use serde_json::Value;
use socketioxide::{
    SocketIo,
    extract::{AckSender, SocketRef, TryData},
};
use tokio::{net::TcpListener, runtime::Builder};

const PORT: u16 = 3103;

fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok());
    // As many threads as the desk takes on two cores.
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    runtime.block_on(serve(port.unwrap_or(PORT)))
}

async fn serve(port: u16) -> std::io::Result<()> {
    let (layer, io) = SocketIo::builder()
        .ping_interval(Duration::from_secs(25))
        .build_layer();
    io.ns(ROOT, async |socket: SocketRef| {
        socket.on(
            "echo",
            async |TryData(payload): TryData<Value>, ack: AckSender| {
                if let Ok(payload) = payload {
                    // The client has gone when there is no way to it.
                    let _ = ack.send(&payload);
                }
            },
        );
    });
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    axum::serve(listener, Router::new().layer(layer)).await
}
