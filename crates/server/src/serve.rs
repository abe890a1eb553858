//! `frontdesk serve`: puts the server together, runs it, and ends it in order.

use std::{
    convert::Infallible,
    net::{SocketAddr, TcpListener},
};

use axum::{Router, extract::Request, middleware::map_request, routing::any_service};
use axum_server::Handle;
use frontdesk_desk::{Desk, KeyRing, Workers};
use frontdesk_http::HttpOptions;
use frontdesk_realtime::{Realtime, RealtimeOptions};
use frontdesk_search::SearchIndex;
use frontdesk_store::Store;
use tokio::net::TcpSocket;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::{
    config::{Config, Flags, Source},
    demo,
    detach::detached,
    error::{Error, Result},
    jwks::KeySet,
    metrics, open, output,
    shutdown::Running,
    telemetry, tls,
};

/// Where a front end in development runs; with `--demo` its pages may call.
const DEVELOPMENT_ORIGIN: &str = "http://localhost:3000";

/// Connections that may wait to be taken, as far as the system allows
/// (`net.core.somaxconn`): after a restart all clients come back at once, and one
/// that finds no room tries again only after a second or more.
const BACKLOG: u32 = 4_096;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Fill an empty desk with a believable one, and print links to sign in with
    #[arg(long)]
    demo: bool,
    #[command(flatten)]
    flags: Flags,
}

/// Runs the server until a signal ends it.
pub async fn run(args: Args) -> Result<()> {
    let mut config = Config::load(&args.flags)?;
    if args.demo && *config.values.text("visitors").1 == Source::Default {
        config.identity.visitors = true;
    }
    telemetry::start_log(&config.telemetry);
    let recorder = metrics::start()?;
    // First, so that a port that is taken stops the start before data is made.
    let listener = listen(&config)?;
    let port = listener.local_addr().map_err(Error::io("the port"))?.port();
    let certificate = match config.web.tls() {
        Some(files) => Some((tls::load(&files).await?, files)),
        None => None,
    };

    let store = open::store(&config).await?;
    let keys = open_keys(&config, &store).await?;
    let index = open_index(&config).await?;
    let loaded = match args.demo {
        true => Some(demo::load(&store).await?),
        false => None,
    };
    let desk = open::desk(&config, port, store.clone(), keys.clone(), index).await?;
    // Its thread ends with it, when everything else has ended.
    let _embedder = match open::model(&config).await? {
        Some(model) => Some(desk.find_by_meaning(model).await?),
        None => None,
    };
    let workers = Workers::start(&desk);

    let mut origins = config.web.origins(port);
    if args.demo && !origins.iter().any(|origin| origin == DEVELOPMENT_ORIGIN) {
        origins.push(DEVELOPMENT_ORIGIN.to_owned());
    }
    let (sockets, app) = app(&config, port, &desk, &origins, args.demo);
    let app = app.merge(metrics::routes(recorder, store, desk.clone(), &config));
    let http = Handle::new();
    let tls = certificate.map(|(tls, files)| {
        tokio::spawn(tls::reload_on_hangup(tls.clone(), files));
        tls
    });
    let running = Running {
        server: tokio::spawn(tls::serve(
            listener,
            tls,
            app,
            http.clone(),
            config.web.request_header_seconds.seconds(),
        )),
        sockets,
        http,
        workers,
        desk,
    };
    running.http.listening().await;
    output::print(&format!("listening on {}\n", config.web.local_url(port)))?;
    tracing::info!(port, "ready");
    if let Some(loaded) = loaded {
        let url = config.web.public_url(port);
        output::print(&demo::welcome(&loaded, &keys, &url, &config)?)?;
    }
    running.until_signal().await
}

fn listen(config: &Config) -> Result<TcpListener> {
    let address = config.web.listen_on();
    bind(address).map_err(|source| Error::Listen { address, source })
}

fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)?.into_std()
}

async fn open_keys(config: &Config, store: &Store) -> Result<KeyRing> {
    match &config.identity.jwt_secret {
        None => tracing::info!(
            "JWT_SECRET is not set: tokens are signed with the secret that was made for this database"
        ),
        Some(secret) => {
            if let Some(weakness) = secret.weakness() {
                tracing::warn!("{weakness}");
            }
        }
    }
    let keys = open::keys(config, store).await?;
    if let Some(source) = &config.identity.jwt_jwks {
        let set = KeySet::new(source)?;
        set.publish(&keys).await?;
        tokio::spawn(set.keep_fresh(keys.clone()));
    }
    Ok(keys)
}

/// Opening reads files, which would hold up other tasks.
async fn open_index(config: &Config) -> Result<SearchIndex> {
    let dir = config.storage.index_dir();
    let opened = tokio::task::spawn_blocking(move || SearchIndex::open(&dir)).await;
    let opened = opened.map_err(|error| Error::io("the search index")(error.into()))??;
    Ok(opened.index)
}

/// Everything that is served, and the handle that ends the sockets.
fn app(
    config: &Config,
    port: u16,
    desk: &Desk,
    origins: &[String],
    demo: bool,
) -> (Realtime, Router) {
    let http = frontdesk_http::router(
        desk.clone(),
        HttpOptions {
            cors_origins: origins.to_vec(),
            trust_proxy: config.web.trust_proxy,
            hsts: config.web.public_url(port).starts_with("https://"),
            demo,
        },
    );
    let (service, sockets) = frontdesk_realtime::service(
        desk.clone(),
        RealtimeOptions {
            allowed_origins: origins.to_vec(),
            outbound_queue: config.web.socket_queue.narrow(),
            ..RealtimeOptions::default()
        },
    );
    // Apart from the API: polling is neither counted nor logged as requests are.
    let noting = sockets.clone();
    let note = move |request: Request| {
        noting.note(request.uri(), request.extensions());
        std::future::ready(request)
    };
    let endpoint = any_service(service)
        .layer::<_, Infallible>(map_request(detached))
        .layer::<_, Infallible>(map_request(note))
        .layer(polling_from(origins));
    let app = http
        .route("/socket.io", endpoint.clone())
        .route("/socket.io/", endpoint.clone())
        .route("/socket.io/{*rest}", endpoint);
    (sockets, app)
}

/// CORS for polling; WebSockets have no such thing, `realtime` checks them.
fn polling_from(origins: &[String]) -> CorsLayer {
    let origins = origins.iter().filter_map(|origin| origin.parse().ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([axum::http::Method::GET, axum::http::Method::POST])
        .allow_headers([axum::http::header::CONTENT_TYPE])
        .allow_credentials(true)
}
