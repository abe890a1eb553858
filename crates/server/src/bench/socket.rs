//! A small Socket.IO client: protocol 5 over Engine.IO 4, by WebSocket alone,
//! one namespace a connection. Only what a load generator needs: no
//! reconnection, no binary packets, no polling.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use futures_util::{
    SinkExt, StreamExt,
    stream::{SplitSink, SplitStream},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use tokio::{net::TcpStream, sync::oneshot, task::JoinHandle, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config, tungstenite::Message,
};

use super::{
    ANSWER_TIMEOUT,
    error::{Error, Result},
};

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;
type Writer = SplitSink<Stream, Message>;
type Reader = SplitStream<Stream>;

/// Acknowledgements of [`Socket::request`] have ids from here on; smaller ones
/// belong to the caller of [`Socket::emit`].
const FIRST_REQUEST: u64 = 1 << 40;

/// What comes in, besides the answers to requests.
pub enum Packet<'a> {
    /// The payload is a JSON array: the name, then the arguments.
    Event { name: &'a str, payload: &'a str },
    /// The payload is a JSON array: the arguments of the acknowledgement.
    Ack { id: u64, payload: &'a str },
}

/// Called in the read loop, in the order of arrival.
pub type OnPacket = Box<dyn FnMut(Packet<'_>) + Send>;

/// A connection to one namespace; closed when it is dropped.
pub struct Socket {
    shared: Arc<Shared>,
    reading: JoinHandle<()>,
}

struct Shared {
    /// The namespace as it stands in packets: `/chat/user,`, nothing for `/`.
    namespace: String,
    writer: tokio::sync::Mutex<Writer>,
    waiting: Mutex<HashMap<u64, oneshot::Sender<String>>>,
    next_request: AtomicU64,
    /// Why the connection has ended.
    closed: OnceLock<String>,
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.reading.abort();
    }
}

impl Socket {
    /// Connects to a namespace of the server at `base` (`ws://host:port`).
    ///
    /// # Errors
    /// `Connect`; `Refused` with what the server says about the token.
    pub async fn connect(
        base: &str,
        namespace: &str,
        token: &str,
        on_packet: OnPacket,
    ) -> Result<Self> {
        let opening = open(base, namespace, token);
        let (writer, reader, namespace) = timeout(ANSWER_TIMEOUT, opening)
            .await
            .map_err(|_| Error::NoAnswer(format!("the handshake of {namespace}")))??;
        let shared = Arc::new(Shared {
            namespace,
            writer: tokio::sync::Mutex::new(writer),
            waiting: Mutex::default(),
            next_request: AtomicU64::new(FIRST_REQUEST),
            closed: OnceLock::new(),
        });
        let reading = tokio::spawn(read(shared.clone(), reader, on_packet));
        Ok(Self { shared, reading })
    }

    /// Sends an event; its acknowledgement comes as [`Packet::Ack`] with this id.
    ///
    /// # Errors
    /// `Closed`.
    pub async fn emit(&self, id: u64, event: &str, payload: &impl Serialize) -> Result<()> {
        debug_assert!(id < FIRST_REQUEST, "the id belongs to requests");
        self.shared.write(id, event, payload).await
    }

    /// Sends an event and waits for its acknowledgement.
    ///
    /// # Errors
    /// `Closed`, `NoAnswer`, `Refused` when `success` is false, `Answer`.
    pub async fn request<T: DeserializeOwned>(
        &self,
        event: &str,
        payload: &impl Serialize,
    ) -> Result<T> {
        let answer = self.request_text(event, payload).await?;
        let (answer,): (Value,) =
            serde_json::from_str(&answer).map_err(|why| Error::answer(event, why))?;
        if answer["success"] != true {
            return Err(Error::Refused {
                what: event.to_owned(),
                why: answer["error"].as_str().unwrap_or("no reason").to_owned(),
            });
        }
        serde_json::from_value(answer).map_err(|why| Error::answer(event, why))
    }

    /// As [`Socket::request`], with the acknowledgement's arguments as they came.
    ///
    /// # Errors
    /// `Closed`, `NoAnswer`.
    pub async fn request_text(&self, event: &str, payload: &impl Serialize) -> Result<String> {
        let id = self.shared.next_request.fetch_add(1, Ordering::Relaxed);
        let (sender, answer) = oneshot::channel();
        self.shared.waiting().insert(id, sender);
        if let Err(error) = self.shared.write(id, event, payload).await {
            self.shared.waiting().remove(&id);
            return Err(error);
        }
        match timeout(ANSWER_TIMEOUT, answer).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(_)) => Err(self.shared.closed_error(event)),
            Err(_) => {
                self.shared.waiting().remove(&id);
                Err(Error::NoAnswer(event.to_owned()))
            }
        }
    }

    /// Why the connection has ended, when it has.
    pub fn closed(&self) -> Option<&str> {
        self.shared.closed.get().map(String::as_str)
    }
}

impl Shared {
    fn waiting(&self) -> std::sync::MutexGuard<'_, HashMap<u64, oneshot::Sender<String>>> {
        // Nothing panics while it is held.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn write(&self, id: u64, event: &str, payload: &impl Serialize) -> Result<()> {
        let payload = serde_json::to_string(payload).map_err(|why| Error::answer(event, why))?;
        let packet = format!("42{}{id}[\"{event}\",{payload}]", self.namespace);
        self.send(packet)
            .await
            .map_err(|_| self.closed_error(event))
    }

    async fn send(
        &self,
        packet: String,
    ) -> std::result::Result<(), tokio_tungstenite::tungstenite::Error> {
        self.writer.lock().await.send(Message::text(packet)).await
    }

    fn closed_error(&self, what: &str) -> Error {
        let why = self.closed.get().map_or("by the server", String::as_str);
        Error::Closed {
            what: what.to_owned(),
            why: why.to_owned(),
        }
    }
}

/// The handshakes of Engine.IO and of the namespace.
async fn open(base: &str, namespace: &str, token: &str) -> Result<(Writer, Reader, String)> {
    let failed = |why: String| Error::Connect {
        what: format!("{base}, namespace {namespace}"),
        why,
    };
    let url = format!("{base}/socket.io/?EIO=4&transport=websocket");
    let (stream, _) = connect_async_with_config(url, None, true)
        .await
        .map_err(|why| failed(why.to_string()))?;
    let (mut writer, mut reader) = stream.split();
    let hello = next_text(&mut reader).await.map_err(failed)?;
    if !hello.starts_with('0') {
        return Err(failed(format!("this is no Engine.IO handshake: {hello}")));
    }
    let prefix = match namespace {
        "/" => String::new(),
        path => format!("{path},"),
    };
    let auth = serde_json::json!({ "token": token });
    writer
        .send(Message::text(format!("40{prefix}{auth}")))
        .await
        .map_err(|why| failed(why.to_string()))?;
    loop {
        let answer = next_text(&mut reader).await.map_err(failed)?;
        // Some servers ask at once whether the client is there.
        if answer == "2" {
            let pong = writer.send(Message::text("3")).await;
            pong.map_err(|why| failed(why.to_string()))?;
        }
        if answer.starts_with(&format!("40{prefix}")) {
            return Ok((writer, reader, prefix));
        }
        if let Some(refusal) = answer.strip_prefix(&format!("44{prefix}")) {
            let refusal: Value = serde_json::from_str(refusal).unwrap_or_default();
            return Err(Error::Refused {
                what: format!("the namespace {namespace}"),
                why: refusal["message"].as_str().unwrap_or("").to_owned(),
            });
        }
    }
}

/// The next text; the error says why there is none.
async fn next_text(reader: &mut Reader) -> Result<String, String> {
    loop {
        match reader.next().await {
            Some(Ok(Message::Text(text))) => return Ok(text.as_str().to_owned()),
            Some(Ok(Message::Close(_))) | None => return Err("closed by the server".to_owned()),
            Some(Ok(_)) => {}
            Some(Err(why)) => return Err(why.to_string()),
        }
    }
}

async fn read(shared: Arc<Shared>, mut reader: Reader, mut on_packet: OnPacket) {
    let why = loop {
        let text = match reader.next().await {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Close(_))) | None => break "closed by the server".to_owned(),
            Some(Ok(_)) => continue,
            Some(Err(why)) => break why.to_string(),
        };
        match decode(&text, &shared.namespace) {
            Some(Decoded::Ping) => {
                if let Err(why) = shared.send("3".to_owned()).await {
                    break why.to_string();
                }
            }
            Some(Decoded::Disconnected) => break "disconnected from the namespace".to_owned(),
            Some(Decoded::Packet(Packet::Ack { id, payload })) if id >= FIRST_REQUEST => {
                let waiting = shared.waiting().remove(&id);
                if let Some(waiting) = waiting {
                    // Nobody waits any longer when it came too late.
                    let _ = waiting.send(payload.to_owned());
                }
            }
            Some(Decoded::Packet(packet)) => on_packet(packet),
            None => {}
        }
    };
    // Set once, here, so it cannot be set already.
    let _ = shared.closed.set(why);
    shared.waiting().clear();
}

enum Decoded<'a> {
    Ping,
    Disconnected,
    Packet(Packet<'a>),
}

/// Reads an Engine.IO packet, and the Socket.IO packet within. What belongs to
/// another namespace, and what clients may ignore, is none.
fn decode<'a>(text: &'a str, namespace: &str) -> Option<Decoded<'a>> {
    let disconnected = |rest: &str| rest == namespace.trim_end_matches(',') || rest == namespace;
    match text.as_bytes() {
        [b'2', ..] => Some(Decoded::Ping),
        [b'1', ..] => Some(Decoded::Disconnected),
        [b'4', b'1', ..] if disconnected(&text[2..]) => Some(Decoded::Disconnected),
        [b'4', b'2', ..] => {
            let payload = text[2..].strip_prefix(namespace)?;
            let payload = payload.trim_start_matches(|digit: char| digit.is_ascii_digit());
            let name = payload.strip_prefix("[\"")?.split('"').next()?;
            Some(Decoded::Packet(Packet::Event { name, payload }))
        }
        [b'4', b'3', ..] => {
            let rest = text[2..].strip_prefix(namespace)?;
            let (id, payload) = rest.split_at(rest.find('[')?);
            let id = id.parse().ok()?;
            Some(Decoded::Packet(Packet::Ack { id, payload }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_keeps_its_whole_payload() {
        let text = r#"42/chat/user,["agent-joined","Ada",{"id":"a"}]"#;
        let Some(Decoded::Packet(Packet::Event { name, payload })) = decode(text, "/chat/user,")
        else {
            panic!("it is an event");
        };
        assert_eq!(name, "agent-joined");
        assert_eq!(payload, r#"["agent-joined","Ada",{"id":"a"}]"#);
    }

    #[test]
    fn an_acknowledgement_carries_its_id() {
        let Some(Decoded::Packet(Packet::Ack { id, payload })) =
            decode(r#"4317[{"success":true}]"#, "")
        else {
            panic!("it is an acknowledgement");
        };
        assert_eq!((id, payload), (17, r#"[{"success":true}]"#));
    }

    #[test]
    fn pings_and_the_end_are_understood_and_other_namespaces_are_not_ours() {
        assert!(matches!(decode("2", ""), Some(Decoded::Ping)));
        assert!(matches!(
            decode("41/chat/user,", "/chat/user,"),
            Some(Decoded::Disconnected)
        ));
        assert!(decode(r#"42/chat/agent,["x"]"#, "/chat/user,").is_none());
        assert!(decode("6", "").is_none());
    }
}
