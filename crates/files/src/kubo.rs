//! Files on an IPFS node that speaks the
//! [Kubo RPC](https://docs.ipfs.tech/reference/kubo/rpc/) (`IPFS_URL`).
//!
//! The DAG is built here and sent as a CAR, so that a CID never depends on the node's settings. The
//! file is stored by being pinned: what is not pinned counts as not stored.

use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use cid::Cid;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream, Stream, StreamExt as _, TryStreamExt as _};
use reqwest::multipart::{Form, Part};
use reqwest::{Body, RequestBuilder, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::time::timeout;
use url::Url;

use crate::backend::{Backend, ByteStream, Object};
use crate::block::{Blocks, MAX_BLOCK_BYTES, canonical, identity, verify};
use crate::car;
use crate::error::{Error, IoContext, Result};
use crate::ingest::{Staged, Stored};
use crate::node;

/// How long a connection to the node may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How long the node may take over a small request, or between two pieces of a file.
const PATIENCE: Duration = Duration::from_secs(20);
/// The slowest transfer to the node that is waited for, in bytes a second.
const SLOWEST: u64 = 256 * 1024;
/// The most bytes of an answer that is not a file.
const MAX_ANSWER: usize = 64 * 1024;

/// An IPFS node behind the Kubo RPC.
#[derive(Debug, Clone)]
pub struct KuboBackend {
    client: reqwest::Client,
    /// Ends in `/api/v0/`.
    rpc: Url,
    /// For messages: the address without user and password.
    shown: String,
    patience: Duration,
}

impl KuboBackend {
    /// Takes the node's address, such as `http://localhost:5001`; a user and password in it are
    /// sent as basic authentication. Does not connect: [`health`](Backend::health) does.
    ///
    /// # Errors
    /// [`Error::NodeAddress`] if the address is none; [`Error::Backend`] where TLS cannot be set up.
    pub fn new(address: &str) -> Result<Self> {
        let (rpc, shown) = rpc_of(address)?;
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            // The RPC never redirects; following one would send the file somewhere else.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| Error::Backend {
                backend: shown.clone(),
                why: chain(&error),
            })?;
        Ok(Self {
            client,
            rpc,
            shown,
            patience: PATIENCE,
        })
    }

    fn call(&self, command: &str, query: &[(&str, &str)]) -> RequestBuilder {
        let mut url = self.rpc.clone();
        url.set_path(&format!("{}{command}", self.rpc.path()));
        url.query_pairs_mut().extend_pairs(query);
        self.client.post(url)
    }

    /// Sends a request and waits for the head of the answer, for at most `within`.
    async fn send(&self, request: RequestBuilder, within: Duration) -> Result<Response> {
        match timeout(within, request.send()).await {
            Err(_) => Err(self.silent(within)),
            Ok(Err(error)) => Err(self.unavailable(&error)),
            Ok(Ok(answer)) => Ok(answer),
        }
    }

    /// The answer to a small request, or what the node said instead.
    async fn ask(&self, command: &str, query: &[(&str, &str)]) -> Result<Answer> {
        let answer = self.send(self.call(command, query), self.patience).await?;
        self.collect(answer).await
    }

    async fn collect(&self, answer: Response) -> Result<Answer> {
        self.collect_at_most(answer, MAX_ANSWER).await
    }

    async fn collect_at_most(&self, mut answer: Response, most: usize) -> Result<Answer> {
        let status = answer.status();
        let mut body = Vec::new();
        loop {
            let piece = timeout(self.patience, answer.chunk()).await;
            match piece.map_err(|_| self.silent(self.patience))? {
                Err(error) => return Err(self.unavailable(&error)),
                Ok(None) => break,
                Ok(Some(piece)) if body.len() + piece.len() <= most => body.extend(piece),
                Ok(Some(_)) => return Err(self.failed("the answer is too long".to_owned())),
            }
        }
        if status.is_success() {
            return Ok(Answer::Yes(body));
        }
        let message = match serde_json::from_slice::<Refused>(&body) {
            Ok(refused) => refused.message,
            Err(_) => String::from_utf8_lossy(&body).trim().to_owned(),
        };
        match status.as_u16() {
            // Kubo answers 500 to every command that did not succeed.
            500 => Ok(Answer::No(message)),
            502..=504 => Err(Error::Unavailable {
                backend: self.shown.clone(),
                why: format!("answered {status}: {message}"),
            }),
            _ => Err(self.failed(format!("answered {status}: {message}"))),
        }
    }

    /// The address, for messages.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    /// A block that the node itself has, and that is what its CID says.
    pub(crate) async fn block(&self, cid: &Cid) -> Result<Bytes> {
        if let Some(bytes) = identity(cid) {
            return Ok(Bytes::copy_from_slice(bytes));
        }
        let name = canonical(cid).to_string();
        // What other nodes have is not ours to give.
        let query = [("arg", name.as_str()), ("offline", "true")];
        let answer = self.send(self.call("block/get", &query), self.patience);
        match self.collect_at_most(answer.await?, MAX_BLOCK_BYTES).await? {
            Answer::Yes(block) => verify(cid, &block).map(|()| block.into()),
            Answer::No(message) if is_missing(&message) => Err(Error::NotFound(*cid)),
            Answer::No(message) => Err(self.failed(message)),
        }
    }

    /// Sends an archive of the DAG `root`, about `size` bytes long, and has it pinned.
    pub(crate) async fn import(&self, root: &Cid, car: ByteStream, size: u64) -> Result<()> {
        // The client tells that a body failed, but not how.
        let failure = Arc::new(Mutex::new(None));
        let slot = Arc::clone(&failure);
        let car = car.map_err(move |error| {
            let (kind, text) = (error.kind(), error.to_string());
            *lock(&slot) = Some(error);
            io::Error::new(kind, text)
        });
        let sent = self.send_archive(root, Part::stream(Body::wrap_stream(car)), size);
        let outcome = sent.await;
        let failed = lock(&failure).take();
        match failed {
            None => outcome,
            Some(error) => Err(match error.downcast::<Error>() {
                Ok(error) => error,
                Err(source) => Error::Io {
                    what: format!("the archive of {root} could not be read"),
                    source,
                },
            }),
        }
    }

    async fn is_pinned(&self, root: &Cid) -> Result<bool> {
        let root = root.to_string();
        let query = [("arg", root.as_str()), ("type", "recursive")];
        match self.ask("pin/ls", &query).await? {
            Answer::Yes(_) => Ok(true),
            Answer::No(message) if message.contains("not pinned") => Ok(false),
            Answer::No(message) => Err(self.failed(message)),
        }
    }

    fn json<T: DeserializeOwned>(&self, answer: Answer) -> Result<T> {
        match answer {
            Answer::No(message) => Err(self.failed(message)),
            Answer::Yes(body) => serde_json::from_slice(&body)
                .map_err(|error| self.failed(format!("answered what was not expected: {error}"))),
        }
    }

    async fn import_staged(&self, staged: &Staged) -> Result<()> {
        let file = staged.reopen().during("could not open", staged.path())?;
        let length = car::length(&staged.cid, &staged.blocks);
        let car = car::write(&staged.cid, staged.blocks.clone(), file);
        let part = Part::stream_with_length(Body::wrap_stream(car), length);
        self.send_archive(&staged.cid, part, length).await
    }

    async fn send_archive(&self, root: &Cid, part: Part, length: u64) -> Result<()> {
        let part = part
            .file_name("upload.car")
            .mime_str("application/vnd.ipld.car")
            .expect("this is a media type");
        let request = self
            .call("dag/import", &[("pin-roots", "true")])
            .multipart(Form::new().part("file", part));
        let within = self.patience + Duration::from_secs(length / SLOWEST);
        let answer = self.send(request, within).await?;
        match self.collect(answer).await? {
            Answer::No(message) => Err(self.failed(message)),
            Answer::Yes(body) => self.check_import(root, &body),
        }
    }

    /// The answer is one JSON object a line; the node must have pinned the root that was sent.
    fn check_import(&self, root: &Cid, body: &[u8]) -> Result<()> {
        for line in serde_json::Deserializer::from_slice(body).into_iter::<Imported>() {
            let line = line
                .map_err(|error| self.failed(format!("answered what was not expected: {error}")))?;
            let Some(imported) = line.root else { continue };
            if !imported.pin_error_msg.is_empty() {
                return Err(self.failed(format!("did not pin {root}: {}", imported.pin_error_msg)));
            }
            // Nodes may write the same CID in another base.
            if Cid::try_from(imported.cid.link.as_str()).is_ok_and(|cid| cid == *root) {
                return Ok(());
            }
        }
        Err(self.failed(format!("did not confirm the import of {root}")))
    }

    fn unavailable(&self, error: &reqwest::Error) -> Error {
        Error::Unavailable {
            backend: self.shown.clone(),
            why: chain(error),
        }
    }

    fn silent(&self, within: Duration) -> Error {
        Error::Unavailable {
            backend: self.shown.clone(),
            why: format!("no answer within {} s", within.as_secs_f32()),
        }
    }

    fn failed(&self, why: String) -> Error {
        Error::Backend {
            backend: self.shown.clone(),
            why,
        }
    }

    /// The bytes of an answer, each piece waited for patiently.
    fn pieces(&self, answer: Response) -> impl Stream<Item = io::Result<Bytes>> + use<> {
        let patience = self.patience;
        stream::try_unfold(answer, move |mut answer| async move {
            let piece = timeout(patience, answer.chunk()).await?;
            let piece = piece.map_err(io::Error::other)?;
            Ok(piece.map(|piece| (piece, answer)))
        })
    }

    /// The roots that are pinned, as they are told.
    async fn pins(&self) -> Result<impl Stream<Item = Result<Cid>> + use<>> {
        let query = [("type", "recursive"), ("stream", "true")];
        let answer = self
            .send(self.call("pin/ls", &query), self.patience)
            .await?;
        if !answer.status().is_success() {
            return match self.collect(answer).await? {
                Answer::No(message) => Err(self.failed(message)),
                Answer::Yes(_) => Err(self.failed("no list in the answer".to_owned())),
            };
        }
        let node = self.clone();
        let state = (Box::pin(self.pieces(answer)), Vec::new());
        Ok(stream::try_unfold(state, move |(mut pieces, mut read)| {
            let node = node.clone();
            async move {
                let line = node.line(&mut pieces, &mut read).await?;
                let Some(line) = line else { return Ok(None) };
                let pin: Pin = node.json(Answer::Yes(line))?;
                let cid = Cid::try_from(pin.cid.as_str())
                    .map_err(|error| node.failed(format!("told of a pin that is none: {error}")))?;
                Ok(Some((cid, (pieces, read))))
            }
        }))
    }

    /// The next line that is not empty; `read` holds what was read beyond it.
    async fn line(
        &self,
        pieces: &mut (impl Stream<Item = io::Result<Bytes>> + Unpin),
        read: &mut Vec<u8>,
    ) -> Result<Option<Vec<u8>>> {
        loop {
            if let Some(end) = read.iter().position(|byte| *byte == b'\n') {
                let rest = read.split_off(end + 1);
                let line = std::mem::replace(read, rest);
                if line.iter().any(|byte| !byte.is_ascii_whitespace()) {
                    return Ok(Some(line));
                }
                continue;
            }
            if read.len() > MAX_ANSWER {
                return Err(self.failed("a line of the answer is too long".to_owned()));
            }
            match pieces.try_next().await {
                Ok(Some(piece)) => read.extend(piece),
                Ok(None) if read.is_empty() => return Ok(None),
                // The last line may lack its end.
                Ok(None) => read.push(b'\n'),
                Err(error) => {
                    return Err(Error::Unavailable {
                        backend: self.shown.clone(),
                        why: error.to_string(),
                    });
                }
            }
        }
    }
}

impl Backend for KuboBackend {
    fn put(&self, staged: Staged) -> BoxFuture<'_, Result<Stored>> {
        Box::pin(async move {
            self.import_staged(&staged).await?;
            let (stored, _removed) = staged.into_parts();
            Ok(stored)
        })
    }

    /// Block by block, each checked: so a node can withhold bytes, but not change them.
    fn read<'a>(&'a self, root: &'a Cid, range: Range<u64>) -> BoxFuture<'a, Result<ByteStream>> {
        Box::pin(async move {
            if !self.is_pinned(root).await? {
                return Err(Error::NotFound(*root));
            }
            node::read(Arc::new(self.clone()), root, range).await
        })
    }

    fn size<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<Option<u64>>> {
        Box::pin(async move {
            if !self.is_pinned(root).await? {
                return Ok(None);
            }
            Ok(Some(node::file(self, root).await?.size))
        })
    }

    fn has<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<bool>> {
        Box::pin(self.is_pinned(root))
    }

    /// Unpins the file: its blocks go with the node's next garbage collection, unless something
    /// else there holds them.
    fn delete<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let root = root.to_string();
            match self.ask("pin/rm", &[("arg", root.as_str())]).await? {
                Answer::Yes(_) => Ok(()),
                Answer::No(message) if message.contains("not pinned") => Ok(()),
                Answer::No(message) => Err(self.failed(message)),
            }
        })
    }

    /// Every file that is pinned, whoever has pinned it.
    fn list(&self) -> BoxStream<'_, Result<Object>> {
        stream::once(self.pins())
            .try_flatten()
            .try_filter_map(move |cid| async move {
                match node::file(self, &cid).await {
                    Ok(file) => Ok(Some(Object {
                        cid,
                        size: file.size,
                        since: None,
                    })),
                    // Unpinned and swept meanwhile, or no file.
                    Err(Error::NotFound(_) | Error::Block { .. }) => Ok(None),
                    Err(error) => Err(error),
                }
            })
            .boxed()
    }

    fn kind(&self) -> &'static str {
        "ipfs"
    }

    fn health(&self) -> BoxFuture<'_, Result<String>> {
        Box::pin(async move {
            let answer = self.ask("id", &[]).await?;
            let id: Identity = self.json(answer)?;
            let (shown, agent, peer) = (&self.shown, id.agent_version, id.id);
            Ok(format!("{agent} at {shown}, peer {peer}"))
        })
    }
}

/// What a command led to: its result, or the node's reason why not.
enum Answer {
    Yes(Vec<u8>),
    No(String),
}

/// Whether a block is not there; nodes say so in words of their own.
fn is_missing(message: &str) -> bool {
    ["not found", "could not find", "ENOENT"]
        .iter()
        .any(|words| message.contains(words))
}

fn lock<T>(slot: &Mutex<T>) -> MutexGuard<'_, T> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Blocks for KuboBackend {
    fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Bytes>> {
        Box::pin(self.block(cid))
    }
}

#[derive(Deserialize)]
struct Refused {
    #[serde(rename = "Message")]
    message: String,
}

#[derive(Deserialize)]
struct Imported {
    #[serde(rename = "Root")]
    root: Option<ImportedRoot>,
}

#[derive(Deserialize)]
struct ImportedRoot {
    #[serde(rename = "Cid")]
    cid: Link,
    #[serde(rename = "PinErrorMsg", default)]
    pin_error_msg: String,
}

/// A CID in DAG-JSON.
#[derive(Deserialize)]
struct Link {
    #[serde(rename = "/")]
    link: String,
}

#[derive(Deserialize)]
struct Pin {
    #[serde(rename = "Cid")]
    cid: String,
}

#[derive(Deserialize)]
struct Identity {
    #[serde(rename = "ID")]
    id: String,
    #[serde(rename = "AgentVersion")]
    agent_version: String,
}

/// The address of the RPC, and how to show it.
fn rpc_of(address: &str) -> Result<(Url, String)> {
    let bad = |given: &str, why: String| Error::NodeAddress {
        given: given.to_owned(),
        why,
    };
    // An address that cannot be parsed is not repeated: a password may be in it.
    let mut rpc = Url::parse(address).map_err(|error| bad("IPFS_URL", error.to_string()))?;
    let mut shown = rpc.clone();
    if shown.set_username("").is_err() || shown.set_password(None).is_err() {
        return Err(bad("IPFS_URL", "it names no host".to_owned()));
    }
    let shown = shown.as_str().trim_end_matches('/').to_owned();
    if !matches!(rpc.scheme(), "http" | "https") {
        return Err(bad(
            &shown,
            "it must begin with http:// or https://".to_owned(),
        ));
    }
    if rpc.query().is_some() || rpc.fragment().is_some() {
        return Err(bad(
            &shown,
            "it must end with the host, port or path".to_owned(),
        ));
    }
    let base = rpc.path().trim_end_matches('/');
    let base = base.strip_suffix("/api/v0").unwrap_or(base);
    let path = format!("{base}/api/v0/");
    rpc.set_path(&path);
    Ok((rpc, format!("the IPFS node at {shown}")))
}

/// An error with its causes, without the address: the causes are what helps.
fn chain(error: &reqwest::Error) -> String {
    let mut parts = Vec::new();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        parts.push(error.to_string());
        cause = error.source();
    }
    if parts.is_empty() {
        parts.push("the request failed".to_owned());
    }
    parts.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rpc_lies_under_the_address() {
        for (address, rpc) in [
            ("http://localhost:5001", "http://localhost:5001/api/v0/"),
            ("http://localhost:5001/", "http://localhost:5001/api/v0/"),
            ("https://a.example/node/", "https://a.example/node/api/v0/"),
            ("http://a.example/api/v0", "http://a.example/api/v0/"),
        ] {
            assert_eq!(rpc_of(address).unwrap().0.as_str(), rpc);
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let backend = KuboBackend::new("http://me:secret@a.example:5001").unwrap();
        assert_eq!(backend.shown, "the IPFS node at http://a.example:5001");
        for address in ["ftp://me:secret@a.example", "http://me:secret@a b"] {
            let error = KuboBackend::new(address).unwrap_err();
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }

    #[tokio::test]
    async fn a_node_that_never_answers_is_unavailable() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let backend = KuboBackend {
            patience: Duration::from_millis(10),
            ..KuboBackend::new(&address).unwrap()
        };
        let error = backend.health().await.unwrap_err();
        assert!(matches!(error, Error::Unavailable { .. }), "{error}");
        assert!(
            error.to_string().contains("no answer within 0.01 s"),
            "{error}"
        );
    }

    #[test]
    fn an_address_that_is_none_is_refused() {
        for address in [
            "",
            "localhost",
            "localhost:5001",
            "ftp://a",
            "http://a/?x",
            "unix:/a",
        ] {
            let error = KuboBackend::new(address).unwrap_err();
            assert!(matches!(error, Error::NodeAddress { .. }), "{address}");
        }
    }
}
