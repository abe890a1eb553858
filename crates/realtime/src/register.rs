//! Registering the events of a namespace: from arguments on the wire to an event
//! in a connection's queue.

use std::{convert::Infallible, sync::Arc};

use serde::de::DeserializeOwned;
use socketioxide::{
    adapter::Adapter,
    extract::{AckSender, Event, SocketRef, TryData},
    handler::{FromMessageParts, Value},
    socket::Socket,
};

use crate::{
    ack,
    namespace::{Connection, Namespace, Reply, Work},
};

/// Registers an event with a payload of type `T`.
pub(crate) fn on<N: Namespace, T: DeserializeOwned + Send + Sync + 'static>(
    socket: &SocketRef,
    connection: &Arc<Connection<N>>,
    name: &'static str,
    event: fn(T) -> N::Event,
) {
    let connection = connection.clone();
    // The body runs in the read loop; only the future it gives back is spawned.
    socket.on(
        name,
        move |TryData(payload): TryData<T>,
              socket: SocketRef,
              Acknowledged(acknowledged): Acknowledged,
              ack: AckSender| {
            let event = payload
                .map(event)
                .map_err(|error| ack::malformed(name, &error));
            let reply = Reply {
                socket,
                ack,
                acknowledged,
            };
            settle(connection.receive(name, event, reply))
        },
    );
}

/// Registers an event whose payload, if there is one, doesn't matter.
pub(crate) fn on_bare<N: Namespace>(
    socket: &SocketRef,
    connection: &Arc<Connection<N>>,
    name: &'static str,
    event: fn() -> N::Event,
) {
    let connection = connection.clone();
    socket.on(
        name,
        move |socket: SocketRef, Acknowledged(acknowledged): Acknowledged, ack: AckSender| {
            let reply = Reply {
                socket,
                ack,
                acknowledged,
            };
            settle(connection.receive(name, Ok(event()), reply))
        },
    );
}

/// Answers every other event, which nobody would answer otherwise.
pub(crate) fn on_unknown<N: Namespace>(socket: &SocketRef, connection: &Arc<Connection<N>>) {
    let connection = connection.clone();
    socket.on_fallback(
        move |Event(name): Event,
              socket: SocketRef,
              Acknowledged(acknowledged): Acknowledged,
              ack: AckSender| {
            let reply = Reply {
                socket,
                ack,
                acknowledged,
            };
            let error = ack::unknown(&name, N::PATH);
            settle(connection.receive(UNKNOWN, Err(error), reply))
        },
    );
}

/// Stands in metrics for every name that a client has made up.
const UNKNOWN: &str = "unknown";

async fn settle(work: Option<Work>) {
    if let Some(work) = work {
        work.await;
    }
}

/// Whether the client has asked for an acknowledgement.
struct Acknowledged(bool);

impl<A: Adapter> FromMessageParts<A> for Acknowledged {
    type Error = Infallible;

    fn from_message_parts(
        _: &Arc<Socket<A>>,
        _: &mut Value,
        ack_id: &Option<i64>,
    ) -> Result<Self, Infallible> {
        Ok(Self(ack_id.is_some()))
    }
}
