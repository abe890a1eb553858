//! `frontdesk doctor`: looks at everything that a server needs, and says of
//! what is wrong how to mend it.

use std::fmt::Write as _;

use frontdesk_desk::KeyRing;
use frontdesk_files::Scanner;
use frontdesk_model::attachment::FilesMode;
use frontdesk_notify::Mailer;
use frontdesk_search::SearchIndex;
use frontdesk_store::{PlaceCounts, Store};

use crate::{
    config::{Config, Database, Flags, Value},
    error::{Error, Result},
    jwks::KeySet,
    master_key, open, output, tls,
};

/// Less room than this is worth a warning.
const LITTLE_ROOM: u64 = 1024 * 1024 * 1024;

/// Fewer connections than this are worth a note.
const FEW_FILES: u64 = 12_000;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Read through the whole database as well, which takes a while
    #[arg(long)]
    deep: bool,
    #[command(flatten)]
    flags: Flags,
}

/// What became of one check.
enum Finding {
    Good(String),
    /// It works, but should be looked at.
    Doubtful(String),
    Bad(String),
}

use Finding::{Bad, Doubtful, Good};

/// # Errors
/// `Config` when the configuration is not valid, `Unhealthy` when a check failed.
pub async fn run(args: Args) -> Result<()> {
    let config = Config::load(&args.flags)?;
    let mut findings = vec![
        ("configuration", configuration(&config)),
        ("data directory", data_dir(&config)),
        ("free disk", free_disk(&config)),
        ("open files", open_files()),
    ];
    let (database, store) = database(&config).await;
    findings.push(("database", database));
    let mut places = None;
    let mut sealing = Good("not known without the database".into());
    if let Some(store) = store {
        findings.push(("accounts", accounts(&store).await));
        findings.push(("outbox", outbox(&store).await));
        if args.deep {
            findings.push(("integrity", integrity(&config, &store).await));
        }
        places = store.place_counts().await.ok();
        sealing = master_keys(&config, &store).await;
        store.close().await;
    }
    findings.push(("files", files(&config).await));
    findings.push(("sealed files", sealing));
    findings.push(("IPFS node", node(&config, places).await));
    findings.push(("virus scanner", scanner(&config).await));
    findings.push(("search index", index(&config)));
    findings.push(("search model", model(&config).await));
    findings.push(("key set", key_set(&config).await));
    findings.push(("TLS", certificate(&config).await));
    findings.push(("mail", mail(&config).await));

    output::print(&report(&findings))?;
    let bad = findings.iter().filter(|(_, one)| matches!(one, Bad(_)));
    match bad.count() {
        0 => Ok(()),
        bad => Err(Error::Unhealthy(bad)),
    }
}

fn report(findings: &[(&str, Finding)]) -> String {
    let mut text = String::new();
    for (what, finding) in findings {
        let (mark, sentence) = match finding {
            Good(sentence) => ("ok  ", sentence),
            Doubtful(sentence) => ("note", sentence),
            Bad(sentence) => ("BAD ", sentence),
        };
        let _ = writeln!(text, "{mark}  {what:<15} {sentence}");
    }
    text
}

fn configuration(config: &Config) -> Finding {
    let local = config
        .web
        .public_url
        .as_ref()
        .is_none_or(|url| url.as_str().starts_with("http://localhost"));
    if local {
        return Doubtful(
            "valid; PUBLIC_URL is this machine's: set it to the address that customers use".into(),
        );
    }
    let weakness = config
        .identity
        .jwt_secret
        .as_ref()
        .and_then(|secret| secret.weakness());
    if let Some(weakness) = weakness {
        return Doubtful(format!("valid; {weakness}"));
    }
    if config.identity.jwt_secret.is_none() && config.identity.jwt_jwks.is_none() {
        return Doubtful(
            "valid; without JWT_SECRET or JWT_JWKS your application cannot sign its users in"
                .into(),
        );
    }
    Good("valid; `frontdesk config` shows it".into())
}

fn data_dir(config: &Config) -> Finding {
    let dir = config.storage.data_dir();
    let probe = dir.join(format!(".doctor-{}", std::process::id()));
    let tried = open::data_dir(config)
        .map_err(|error| error.to_string())
        .and_then(|()| {
            std::fs::write(&probe, b"probe")
                .and_then(|()| std::fs::remove_file(&probe))
                .map_err(|error| error.to_string())
        });
    match tried {
        Ok(()) => Good(format!("{} can be written to", dir.display())),
        Err(why) => Bad(format!(
            "{} cannot be written to ({why}); give it to the user that runs Frontdesk, \
             or set DATA_DIR to another",
            dir.display()
        )),
    }
}

fn free_disk(config: &Config) -> Finding {
    let dir = config.storage.data_dir();
    match fs4::available_space(dir) {
        Ok(free) if free < LITTLE_ROOM => Doubtful(format!(
            "{} MiB left at {}; make room before it is full",
            free / 1024 / 1024,
            dir.display()
        )),
        Ok(free) => Good(format!(
            "{} GiB left at {}",
            free / LITTLE_ROOM,
            dir.display()
        )),
        Err(error) => Doubtful(format!("cannot be measured at {}: {error}", dir.display())),
    }
}

/// The server raises its own soft limit; the hard one is the system's.
fn open_files() -> Finding {
    match crate::open_files::raise_limit() {
        Some(limit) if limit < FEW_FILES => Doubtful(format!(
            "at most {limit}, of which each connection is one; raise the hard limit \
             (LimitNOFILE of systemd, `ulimit -Hn`) to serve more people at once"
        )),
        Some(limit) => Good(format!("up to {limit}, of which each connection is one")),
        None => Good("without a limit".into()),
    }
}

async fn database(config: &Config) -> (Finding, Option<Store>) {
    let (setting, _) = config.values.text("database_url");
    let place = match config.storage.database_file() {
        Some(file) => file.display().to_string(),
        None => Database::shown(setting),
    };
    match open::store(config).await {
        Ok(store) => match store.ping().await {
            Ok(()) => (
                Good(format!("{place} answers, its schema is current")),
                Some(store),
            ),
            Err(error) => (Bad(format!("{place}: {error}")), None),
        },
        Err(error) => (
            Bad(format!(
                "{place}: {error}; check DATABASE_URL, and that the database runs and lets this user in"
            )),
            None,
        ),
    }
}

async fn accounts(store: &Store) -> Finding {
    match store.has_admin().await {
        Ok(true) => Good("there is an admin".into()),
        Ok(false) => Doubtful(
            "there is no admin yet; make one by `frontdesk admin create --email …`, \
             unless your application signs admins in"
                .into(),
        ),
        Err(error) => Bad(format!("cannot be read: {error}")),
    }
}

async fn integrity(config: &Config, store: &Store) -> Finding {
    if config.storage.database_file().is_none() {
        return Good("PostgreSQL looks after that itself; see its pg_amcheck".into());
    }
    match store.find_damage().await {
        Ok(found) => match found.first() {
            None => Good("the database has no damage".into()),
            Some(first) => Bad(format!(
                "{} damages, the first: {first}; restore the database from a backup",
                found.len()
            )),
        },
        Err(error) => Bad(format!("cannot be checked: {error}")),
    }
}

async fn outbox(store: &Store) -> Finding {
    match store.outbox_depth().await {
        Ok(depth) if depth.dead > 0 => Doubtful(format!(
            "{} jobs were given up; their errors are in the log",
            depth.dead
        )),
        Ok(depth) => Good(format!("{} jobs are waiting", depth.ready)),
        Err(error) => Bad(format!("cannot be read: {error}")),
    }
}

async fn files(config: &Config) -> Finding {
    let backend = match open::backend(config).await {
        Ok(backend) => backend,
        Err(error) => return Bad(error.to_string()),
    };
    match backend.health().await {
        Ok(by) => Good(by),
        Err(error) if config.s3.s3_url.is_some() => Bad(format!(
            "{error}; check S3_URL, bucket and region, and that the key may read, write, delete and list"
        )),
        Err(error) => Bad(error.to_string()),
    }
}

/// Whether everything that is sealed can be opened.
async fn master_keys(config: &Config, store: &Store) -> Finding {
    let (keys, in_use) = match (master_key::find(config), store.master_keys_in_use().await) {
        (Ok(keys), Ok(in_use)) => (keys, in_use),
        (Err(error), _) => return Bad(error.to_string()),
        (_, Err(error)) => return Bad(error.to_string()),
    };
    let Some(keys) = keys else {
        return match (in_use.first(), config.files.files_mode) {
            (Some(id), _) => Bad(format!(
                "files or secrets are sealed under the master key {id}, which is not here; set \
                 FILES_MASTER_KEY"
            )),
            (None, FilesMode::Sealed) => Good("the first start makes a master key".into()),
            (None, FilesMode::Public) => {
                Good("off: whoever knows a file's CID can fetch it; see FILES_MODE".into())
            }
        };
    };
    if let Some(id) = in_use.iter().find(|id| !keys.knows(id)) {
        return Bad(format!(
            "files or secrets are sealed under the master key {id}, which is not here; set \
             FILES_MASTER_KEY, or FILES_MASTER_KEYS_OLD if it was replaced"
        ));
    }
    if config.files.files_master_key.is_none() {
        return Doubtful(format!(
            "the master key {} is in {} alone; keep a copy elsewhere, or set FILES_MASTER_KEY",
            keys.id(),
            master_key::own_file(config).display()
        ));
    }
    Good(format!("under the master key {}", keys.id()))
}

async fn scanner(config: &Config) -> Finding {
    let Some(address) = &config.files.clamd_url else {
        return Good("off: set CLAMD_URL to have files looked at by clamd".into());
    };
    match Scanner::new(address.clone()).version().await {
        Ok(version) => Good(format!("{version}, at {address}")),
        Err(error) => Bad(format!(
            "{error}; start clamd, or correct CLAMD_URL; SCAN_UNAVAILABLE says what becomes of \
             files meanwhile"
        )),
    }
}

/// `places` is what the database tells of its files, where it could be read.
async fn node(config: &Config, places: Option<PlaceCounts>) -> Finding {
    let asked = match open::node(config) {
        Ok(None) => return Good("none is configured (IPFS_URL)".into()),
        Ok(Some(node)) => node.health().await,
        Err(error) => return Bad(error.to_string()),
    };
    let places = places.unwrap_or_default();
    let files = format!("{} files pinned, {} waiting", places.pinned, places.waiting);
    match asked {
        Err(error) => Bad(format!(
            "{error}; start the IPFS node, or correct IPFS_URL; \
             uploads are kept here until then ({files})"
        )),
        Ok(by) if places.lost > 0 => Doubtful(format!(
            "{by}: {files}; it has lost {} files of which there is no other copy",
            places.lost
        )),
        Ok(by) => Good(format!("{by}: {files}")),
    }
}

/// Looks only: a server may run beside it.
fn index(config: &Config) -> Finding {
    let dir = config.storage.index_dir();
    match SearchIndex::open_to_read(&dir) {
        Ok(index) if index.needs_rebuild() => {
            Doubtful("will be built from the database by the server".into())
        }
        Ok(_) => Good(format!("complete, at {}", dir.display())),
        Err(error) => Bad(format!(
            "{error}; while no server runs, {} may be deleted: it is built again",
            dir.display()
        )),
    }
}

async fn model(config: &Config) -> Finding {
    match open::model(config).await {
        Ok(None) => Good(
            "none is configured (SEARCH_MODEL): articles are found by their words alone".into(),
        ),
        Ok(Some(model)) => Good(format!(
            "articles are found by what they mean, too (model {})",
            model.fingerprint()
        )),
        Err(error) => Bad(error.to_string()),
    }
}

async fn key_set(config: &Config) -> Finding {
    let Some(source) = &config.identity.jwt_jwks else {
        return Good("none is configured (JWT_JWKS)".into());
    };
    let keys = KeyRing::new(b"only public keys are tried here");
    let published = match KeySet::new(source) {
        Ok(set) => set.publish(&keys).await,
        Err(error) => Err(error),
    };
    match published {
        Ok(()) => Good("can be read".into()),
        Err(error) => Bad(format!(
            "{error}; check the address, and that it is reachable from here"
        )),
    }
}

async fn mail(config: &Config) -> Finding {
    let Some(mail) = config.mail.config() else {
        return Good("off: set SMTP_URL and MAIL_FROM to send transcripts".into());
    };
    let port = config.web.port.narrow();
    if let Err(error) = open::templates(config, port) {
        return Bad(error.to_string());
    }
    let place = mail.url.place();
    let checked = match Mailer::new(&mail) {
        Ok(mailer) => mailer.check().await,
        Err(error) => Err(error),
    };
    match checked {
        Ok(()) => Good(format!("{place} takes mail from {}", mail.from)),
        Err(error) => Bad(format!(
            "{place}: {error}; check host, port, TLS and password of SMTP_URL"
        )),
    }
}

async fn certificate(config: &Config) -> Finding {
    match config.web.tls() {
        None => {
            Good("off: a proxy in front should speak HTTPS, or set TLS_CERT and TLS_KEY".into())
        }
        Some(files) => match tls::load(&files).await {
            Ok(_) => Good("certificate and key fit".into()),
            Err(error) => Bad(format!(
                "{error}; both must be PEM files, and belong together"
            )),
        },
    }
}
