//! `frontdesk index`: how the search index of this data directory is, building
//! it anew, comparing it with the store. Directly on the data.

use std::{cell::Cell, fmt::Write as _};

use frontdesk_desk::{Desk, VERIFY_SAMPLE};
use frontdesk_model::search_index::{RebuildProgress, SearchIndexCheck, SearchIndexStatus};
use frontdesk_search::SearchIndex;
use serde_json::json;

use crate::{
    config::{Config, DataFlags},
    error::{Error, Result},
    open, output,
};

/// Lines that a rebuild tells of its way.
const PARTS: u64 = 20;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Print how the index is, and how many documents it has of those in the database
    Status(Common),
    /// Build the index anew from the database, while no server runs
    ///
    /// A running server does the same when an admin asks for it in the console, and answers
    /// meanwhile. What is broken off is gone on with by the next call, or by the server.
    Rebuild(Common),
    /// Compare the index with the database
    ///
    /// All ids, and the content of a sample. Fails when something differs.
    Verify(VerifyArgs),
}

#[derive(Debug, clap::Args)]
struct Common {
    /// Print JSON instead of the table
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data: DataFlags,
}

#[derive(Debug, clap::Args)]
struct VerifyArgs {
    /// Compare the content of every document, not of a sample
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    common: Common,
}

/// # Errors
/// `IndexDiffers` after a comparison that has found a difference; whatever keeps the command
/// from its end.
pub async fn run(args: Args) -> Result<()> {
    match args.command {
        Command::Status(common) => {
            let desk = desk(&common.data, Use::Look).await?;
            let status = desk.search_index_status().await;
            desk.close().await;
            print_status(&common, &status?)
        }
        Command::Rebuild(common) => {
            let desk = desk(&common.data, Use::Write).await?;
            let built = desk.rebuild_index(|| false, tell()).await;
            let status = desk.search_index_status().await;
            desk.close().await;
            built?;
            print_status(&common, &status?)
        }
        Command::Verify(args) => {
            let desk = desk(&args.common.data, Use::Look).await?;
            let sample = if args.all { usize::MAX } else { VERIFY_SAMPLE };
            let check = desk.verify_index(sample).await;
            desk.close().await;
            let check = check?;
            print_check(&args.common, &check)?;
            match check.ok {
                true => Ok(()),
                false => Err(Error::IndexDiffers),
            }
        }
    }
}

/// What a command does with the index: a server may run while one looks.
enum Use {
    Look,
    Write,
}

/// The desk with the index on the disk, without workers.
async fn desk(data: &DataFlags, intent: Use) -> Result<Desk> {
    let config = Config::load(&data.0)?;
    let store = open::store(&config).await?;
    let keys = open::keys(&config, &store).await?;
    let dir = config.storage.index_dir();
    let opened = tokio::task::spawn_blocking(move || match intent {
        Use::Look => SearchIndex::open_to_read(&dir),
        Use::Write => Ok(SearchIndex::open(&dir)?.index),
    })
    .await;
    let index = opened.map_err(|error| Error::io("the search index")(error.into()))??;
    open::desk(&config, config.web.port.narrow(), store, keys, index).await
}

/// How far it is, on standard error, a line for each twentieth of the way.
fn tell() -> impl Fn(&RebuildProgress) {
    let told = Cell::new(None);
    move |progress: &RebuildProgress| {
        let part = progress.done * PARTS / progress.total.max(1);
        if told.replace(Some(part)) != Some(part) {
            eprintln!("{} of {} documents", progress.done, progress.total);
        }
    }
}

fn print_status(args: &Common, status: &SearchIndexStatus) -> Result<()> {
    if args.json {
        return output::print(&format!("{:#}\n", json!(status)));
    }
    let mut table = String::new();
    let mut row = |name: &str, text: String| {
        let _ = writeln!(table, "{name:<16}{text}");
    };
    row("state", status.state.clone());
    row("generation", status.generation.to_string());
    row("bytes", status.bytes.to_string());
    row("behind", format!("{} changes", status.behind));
    if status.rebuild_bytes > 0 {
        row("next", format!("{} bytes are built", status.rebuild_bytes));
    }
    for kind in &status.kinds {
        let text = format!(
            "{} of {} documents, {} segments, {} bytes",
            kind.documents, kind.stored, kind.segments, kind.bytes
        );
        row(&kind.kind, text);
    }
    output::print(&table)
}

fn print_check(args: &Common, check: &SearchIndexCheck) -> Result<()> {
    if args.json {
        return output::print(&format!("{:#}\n", json!(check)));
    }
    let mut table = String::new();
    for kind in &check.kinds {
        let _ = writeln!(
            table,
            "{:<16}{} in the index of {} in the database: {} missing, {} extra, {} of {} compared differ",
            kind.kind,
            kind.indexed,
            kind.stored,
            kind.missing,
            kind.extra,
            kind.different,
            kind.compared,
        );
        for id in &kind.examples {
            let _ = writeln!(table, "{:<16}such as {id}", "");
        }
    }
    if check.damaged {
        let _ = writeln!(table, "{:<16}it cannot be read", "damaged");
    }
    let _ = writeln!(table, "{:<16}{} changes", "pending", check.pending);
    output::print(&table)
}
