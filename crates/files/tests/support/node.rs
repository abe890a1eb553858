//! A small IPFS node: those commands of the Kubo RPC that the backend uses, over real HTTP. It
//! checks every block that it is sent, and answers as Kubo does.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use frontdesk_files::{Cid, RAW, cid_of};
use rust_unixfs::file::adder::parse_file_branch;

use super::car;

/// How the node behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Good,
    ConfirmsAnother,
    ConfirmsNothing,
    PinFails,
    Refuses,
    Forbids,
    BadGateway,
    CutsBlocksShort,
    ChangesBlocks,
}

/// A node on a port of its own, until it is dropped.
pub struct Node {
    pub url: String,
    store: Shared,
    server: tokio::task::JoinHandle<()>,
}

type Shared = Arc<Mutex<Store>>;

struct Store {
    manner: Manner,
    blocks: HashMap<Cid, Vec<u8>>,
    pins: HashSet<Cid>,
    last_import: Option<(Cid, usize)>,
    questions: usize,
}

impl Node {
    pub async fn start(manner: Manner) -> Self {
        let store = Arc::new(Mutex::new(Store {
            manner,
            blocks: HashMap::new(),
            pins: HashSet::new(),
            last_import: None,
            questions: 0,
        }));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        // Like Kubo's, these routes take POST alone.
        let app = Router::new()
            .route("/api/v0/dag/import", post(import))
            .route("/api/v0/block/get", post(block))
            .route("/api/v0/pin/ls", post(pin_ls))
            .route("/api/v0/pin/rm", post(pin_rm))
            .route("/api/v0/id", post(id))
            .layer(DefaultBodyLimit::disable())
            .with_state(store.clone());
        let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, store, server }
    }

    /// The root of the last import and how many distinct blocks came with it.
    pub fn last_import(&self) -> (Cid, usize) {
        lock(&self.store)
            .last_import
            .expect("something was imported")
    }

    /// How often it was asked who it is.
    pub fn questions(&self) -> usize {
        lock(&self.store).questions
    }

    pub fn blocks(&self) -> usize {
        lock(&self.store).blocks.len()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.server.abort();
    }
}

type Params = Query<HashMap<String, String>>;

fn lock(store: &Shared) -> MutexGuard<'_, Store> {
    store.lock().unwrap()
}

/// How Kubo says that a command failed.
fn refusal(message: &str) -> Response {
    let body = serde_json::json!({ "Message": message, "Code": 0, "Type": "error" });
    (StatusCode::INTERNAL_SERVER_ERROR, body.to_string()).into_response()
}

async fn import(State(store): State<Shared>, query: Params, mut form: Multipart) -> Response {
    assert_eq!(query["pin-roots"], "true");
    let field = form.next_field().await.unwrap().expect("a part");
    assert!(field.file_name().is_some());
    let bytes = field.bytes().await.unwrap();
    assert!(form.next_field().await.unwrap().is_none());
    let mut store = lock(&store);
    match store.manner {
        Manner::Refuses => return refusal("the repository is locked"),
        Manner::Forbids => return (StatusCode::FORBIDDEN, "403 - Forbidden").into_response(),
        Manner::ConfirmsNothing => return "{\"Stats\":{\"BlockCount\":1}}\n".into_response(),
        _ => {}
    }
    let (roots, blocks) = match car::parse(&bytes) {
        Ok(parsed) => parsed,
        Err(wrong) => return refusal(&format!("import failed: {wrong}")),
    };
    let mut root = roots[0];
    store.last_import = Some((root, blocks.len()));
    store.blocks.extend(blocks);
    if read(&store.blocks, &root).is_none() {
        return refusal("the DAG is incomplete");
    }
    store.pins.insert(root);
    let mut pin_error = "";
    match store.manner {
        Manner::ConfirmsAnother => root = cid_of(RAW, b"another"),
        Manner::PinFails => pin_error = "no space left",
        _ => {}
    }
    // In base58btc, as some nodes answer.
    let link = root.to_string_of_base(cid::multibase::Base::Base58Btc);
    let answer = serde_json::json!({
        "Root": { "Cid": { "/": link.unwrap() }, "PinErrorMsg": pin_error }
    });
    format!("{answer}\n").into_response()
}

async fn block(State(store): State<Shared>, query: Params) -> Response {
    assert_eq!(query["offline"], "true");
    let store = lock(&store);
    let cid: Cid = query["arg"].parse().unwrap();
    let Some(block) = store.blocks.get(&cid) else {
        return refusal("block was not found locally (offline): ipld: could not find it");
    };
    let mut block = block.clone();
    match store.manner {
        Manner::CutsBlocksShort if cid.codec() == RAW => block.truncate(block.len() / 2),
        Manner::ChangesBlocks if cid.codec() == RAW => block[0] ^= 1,
        _ => {}
    }
    block.into_response()
}

async fn pin_ls(State(store): State<Shared>, query: Params) -> Response {
    assert_eq!(query["type"], "recursive");
    let root = &query["arg"];
    if !lock(&store).pins.contains(&root.parse().unwrap()) {
        return refusal(&format!("path '{root}' is not pinned"));
    }
    let keys = serde_json::json!({ "Keys": { root: { "Type": "recursive" } } });
    keys.to_string().into_response()
}

async fn pin_rm(State(store): State<Shared>, query: Params) -> Response {
    let root = &query["arg"];
    if !lock(&store).pins.remove(&root.parse().unwrap()) {
        return refusal("not pinned or pinned indirectly");
    }
    serde_json::json!({ "Pins": [root] })
        .to_string()
        .into_response()
}

async fn id(State(store): State<Shared>) -> Response {
    let mut store = lock(&store);
    store.questions += 1;
    if store.manner == Manner::BadGateway {
        return (StatusCode::BAD_GATEWAY, "no upstream").into_response();
    }
    let id = serde_json::json!({ "ID": "12D3Test", "AgentVersion": "test-node/1" });
    id.to_string().into_response()
}

/// A file's bytes, if all of its blocks are here. Nodes are decoded by an independent library.
fn read(blocks: &HashMap<Cid, Vec<u8>>, cid: &Cid) -> Option<Vec<u8>> {
    let block = blocks.get(cid)?;
    if cid.codec() == RAW {
        return Some(block.clone());
    }
    let branch = parse_file_branch(block)?;
    let mut bytes = Vec::new();
    for link in branch.links {
        let child = link.cid.to_string().parse().unwrap();
        let part = read(blocks, &child)?;
        assert_eq!(part.len() as u64, link.blocksize);
        bytes.extend(part);
    }
    assert_eq!(bytes.len() as u64, branch.filesize);
    Some(bytes)
}
