//! Opens what a desk stands on, as the configuration says. Commands beside
//! `serve` use the same, so that they see the same data.

use std::sync::Arc;

use aws_lc_rs::rand;
use frontdesk_desk::{Desk, KeyRing, Moderator, Parts};
use frontdesk_embedding::Model;
use frontdesk_files::{
    Backend, BreakerRules, LocalBackend, Node, PROFILE, Partials, S3Backend, Staging,
};
use frontdesk_model::{Clock, IdSource};
use frontdesk_notify::Templates;
use frontdesk_search::SearchIndex;
use frontdesk_store::Store;

use crate::{
    config::{Config, DataFlags, SigningSecret},
    error::{Error, Result},
    master_key,
    moderator::WebhookModerator,
};

/// Under which name the generated secret is kept in the database.
const SECRET_SETTING: &str = "jwt_secret";
const SECRET_BYTES: usize = 32;

/// Makes the directory of the data, readable for its owner only.
pub fn data_dir(config: &Config) -> Result<()> {
    let path = config.storage.data_dir();
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| Error::DataDir {
        path: path.to_owned(),
        source,
    })
}

/// Opens the database and brings its schema up to date.
pub async fn store(config: &Config) -> Result<Store> {
    data_dir(config)?;
    let store = config.storage.store(clock()?, IdSource::System);
    #[cfg(debug_assertions)]
    let store = frontdesk_store::StoreConfig {
        failpoints: crate::fail_point::from_environment()?,
        ..store
    };
    Ok(Store::open(&store).await?)
}

/// The system's clock, unless a test of the binary asks for another.
fn clock() -> Result<Clock> {
    #[cfg(debug_assertions)]
    let clock = crate::fail_point::clock_from_environment()?;
    #[cfg(not(debug_assertions))]
    let clock = Clock::System;
    Ok(clock)
}

/// The keys of tokens: `JWT_SECRET`, or the secret that was made for this
/// database, by whichever process came first.
pub async fn keys(config: &Config, store: &Store) -> Result<KeyRing> {
    if let Some(SigningSecret(secret)) = &config.identity.jwt_secret {
        return Ok(KeyRing::new(secret.0.as_bytes()));
    }
    let secret = store
        .setting_or_insert(SECRET_SETTING, &new_secret()?)
        .await?;
    Ok(KeyRing::new(secret.as_bytes()))
}

/// 256 random bits, in hexadecimal digits.
fn new_secret() -> Result<String> {
    let mut bytes = [0; SECRET_BYTES];
    rand::fill(&mut bytes).map_err(|_| Error::Usage("the system gives no random bytes".into()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Where files are made durable: a bucket, or the directory `objects` of the data.
pub async fn backend(config: &Config) -> Result<Arc<dyn Backend>> {
    Ok(match config.s3.settings() {
        Some(settings) => Arc::new(S3Backend::new(&settings)?),
        None => Arc::new(LocalBackend::open(config.storage.data_dir()).await?),
    })
}

/// The model that articles are found by, if there is one. Loading reads 90 MB, which would hold
/// up other tasks.
pub async fn model(config: &Config) -> Result<Option<Arc<Model>>> {
    let Some(path) = config.storage.search_model.clone() else {
        return Ok(None);
    };
    let loaded = tokio::task::spawn_blocking(move || Model::load(&path)).await;
    let model = loaded.map_err(|error| Error::io("the search model")(error.into()))??;
    Ok(Some(Arc::new(model)))
}

/// The IPFS node that files are handed over to, when the operator has one.
pub fn node(config: &Config) -> Result<Option<Node>> {
    let url = config.files.ipfs_url.as_ref();
    let node = url.map(|url| Node::new(url.as_str(), BreakerRules::default()));
    Ok(node.transpose()?)
}

/// The outside check of moderation, when the operator has one.
fn moderator(config: &Config) -> Result<Option<Arc<dyn Moderator>>> {
    let (Some(url), Some(secret)) = (
        &config.moderation.moderation_url,
        &config.moderation.moderation_secret,
    ) else {
        return Ok(None);
    };
    let moderator = WebhookModerator::new(url, secret)?;
    Ok(Some(Arc::new(moderator)))
}

/// The form of mail, checked; read once.
pub fn templates(config: &Config, port: u16) -> Result<Templates> {
    let brand = config.mail.brand(&config.web, port);
    let dir = config.mail.mail_templates_dir.as_deref();
    Ok(Templates::load(dir, brand)?)
}

/// The desk over these parts, for a server that listens on `port`.
pub async fn desk(
    config: &Config,
    port: u16,
    store: Store,
    keys: KeyRing,
    index: SearchIndex,
) -> Result<Desk> {
    let ids = IdSource::System;
    let master_keys = master_key::open(config, &store).await?;
    let fresh = ids.next().to_string();
    Ok(Desk::open(Parts {
        config: config.desk(port),
        store,
        backend: backend(config).await?,
        node: node(config)?,
        staging: Staging::open(config.storage.staging_dir(), PROFILE).await?,
        master_keys,
        partials: Partials::open(config.storage.partial_dir(), &fresh).await?,
        index,
        keys,
        templates: templates(config, port)?,
        moderator: moderator(config)?,
        clock: clock()?,
        ids,
    })
    .await?)
}

/// The desk for a command that changes files and ends: without the search
/// index, which the server keeps open, and without workers.
pub async fn for_command(data: &DataFlags) -> Result<Desk> {
    let config = Config::load(&data.0)?;
    let store = store(&config).await?;
    let keys = keys(&config, &store).await?;
    let index = SearchIndex::in_memory()?;
    desk(&config, config.web.port.narrow(), store, keys, index).await
}
