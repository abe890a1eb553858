//! `frontdesk storage`: how much is stored, whether it is still what it was,
//! and away with what nothing needs. Directly on the data, beside a server or
//! without one.

use std::fmt::Write as _;

use frontdesk_desk::{Checked, Desk};
use frontdesk_model::storage::{Collection, Scrub, StorageSummary};
use serde_json::{Value, json};

use crate::{
    config::DataFlags,
    error::{Error, Result},
    open, output,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Print how much is stored, of what, and what its upkeep last did
    Status(Common),
    /// Compare everything with its CID, and repair what another copy is found of
    ///
    /// Fails when something is damaged and stays so.
    Scrub(ScrubArgs),
    /// Clear away what nothing needs: orphans, expired files, what was left behind
    Collect(Common),
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
struct ScrubArgs {
    /// Read no more than SCRUB_BYTES_PER_SECOND, as the server does
    #[arg(long)]
    gently: bool,
    #[command(flatten)]
    common: Common,
}

/// # Errors
/// `Damaged` after a check that has found damage; whatever keeps the command from its end.
pub async fn run(args: Args) -> Result<()> {
    match args.command {
        Command::Status(common) => {
            let desk = open::for_command(&common.data).await?;
            let summary = desk.storage_summary().await;
            desk.close().await;
            print(&common, &summary?, status_table)
        }
        Command::Scrub(args) => {
            let desk = open::for_command(&args.common.data).await?;
            let checked = scrub(&desk, args.gently).await;
            desk.close().await;
            let checked = checked?;
            report(&args.common, &checked)?;
            match checked.damaged.len() {
                0 => Ok(()),
                damaged => Err(Error::Damaged(damaged)),
            }
        }
        Command::Collect(common) => {
            let desk = open::for_command(&common.data).await?;
            let collected = desk.collect_now().await;
            desk.close().await;
            print(&common, &collected?, collection_table)
        }
    }
}

async fn scrub(desk: &Desk, gently: bool) -> Result<Checked> {
    let tell = |so_far: &Scrub| eprintln!("{} checked", so_far.checked);
    Ok(desk.scrub_now(gently, tell).await?)
}

fn print<T: serde::Serialize>(args: &Common, what: &T, table: fn(&T) -> String) -> Result<()> {
    if args.json {
        return print_json(&json!(what));
    }
    output::print(&table(what))
}

fn print_json(value: &Value) -> Result<()> {
    output::print(&format!("{value:#}\n"))
}

fn report(args: &Common, checked: &Checked) -> Result<()> {
    if !args.json {
        return output::print(&check_table(checked));
    }
    let mut value = json!(checked.scrub);
    let damaged = checked
        .damaged
        .iter()
        .map(|one| json!({ "cid": one.cid, "size": one.size, "isPack": one.is_pack }));
    value["unrepaired"] = damaged.collect();
    print_json(&value)
}

/// Lines of a name and what there is to say of it.
#[derive(Default)]
struct Table(String);

impl Table {
    fn row(&mut self, name: &str, text: &str) {
        let _ = writeln!(self.0, "{name:<16}{text}");
    }
}

fn status_table(summary: &StorageSummary) -> String {
    let mut table = Table::default();
    let quota = &summary.quota;
    let backend = &summary.backend;
    let scan = &summary.scan;
    table.row("files", &amount(summary.files, summary.bytes));
    table.row("blocks", &summary.blocks.to_string());
    table.row("mode", &summary.mode);
    table.row(
        "uploads",
        &format!(
            "{} under way",
            amount(summary.uploads.open, summary.uploads.bytes)
        ),
    );
    table.row(
        "scans",
        &format!(
            "{} clean, {} unscanned, {} pending, {} infected",
            scan.clean, scan.unscanned, scan.pending, scan.infected
        ),
    );
    table.row(
        "orphans",
        &amount(summary.orphans.files, summary.orphans.bytes),
    );
    let most = quota.total.map_or("no limit".to_owned(), bytes);
    table.row("quota", &format!("{} used of {most}", bytes(quota.used)));
    let health = if backend.healthy { "" } else { "BAD: " };
    table.row(
        "store",
        &format!("{}: {health}{}", backend.kind, backend.detail),
    );
    if let Some(breaker) = &backend.breaker {
        table.row(
            "IPFS node",
            &format!("{breaker}, {} files waiting", backend.waiting),
        );
    }
    for kind in &summary.by_type {
        table.row(
            "",
            &format!("{}: {}", kind.media_type, amount(kind.files, kind.bytes)),
        );
    }
    table.row(
        "last check",
        &summary
            .last_scrub
            .as_ref()
            .map_or("never".to_owned(), check_line),
    );
    table.row(
        "last clearing",
        &summary
            .last_collection
            .as_ref()
            .map_or("never".to_owned(), collection_line),
    );
    table.0
}

fn check_table(checked: &Checked) -> String {
    let mut table = Table::default();
    let scrub = &checked.scrub;
    table.row("checked", &scrub.checked.to_string());
    table.row("damaged", &scrub.damaged.to_string());
    table.row("repaired", &scrub.repaired.to_string());
    for one in &checked.damaged {
        let what = if one.is_pack {
            "imported blocks"
        } else {
            "file"
        };
        table.row(
            "DAMAGED",
            &format!("{} ({what}, {})", one.cid, bytes(one.size)),
        );
    }
    table.0
}

fn collection_table(collection: &Collection) -> String {
    let mut table = Table::default();
    table.row("cleared away", &amount(collection.files, collection.bytes));
    table.0
}

fn check_line(scrub: &Scrub) -> String {
    let when = match scrub.finished_at {
        Some(at) => at.to_string(),
        None => format!("under way since {}", scrub.started_at),
    };
    format!(
        "{when}: {} checked, {} damaged, {} of them repaired",
        scrub.checked, scrub.damaged, scrub.repaired
    )
}

fn collection_line(collection: &Collection) -> String {
    format!(
        "{}: {}",
        collection.finished_at,
        amount(collection.files, collection.bytes)
    )
}

fn amount(files: u64, size: u64) -> String {
    let noun = if files == 1 { "file" } else { "files" };
    format!("{files} {noun}, {}", bytes(size))
}

/// A size for people, in units of 1,024.
fn bytes(size: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if size < 1024 {
        return format!("{size} bytes");
    }
    let mut shown = size as f64 / 1024.0;
    let mut unit = 0;
    while shown >= 1024.0 && unit + 1 < UNITS.len() {
        shown /= 1024.0;
        unit += 1;
    }
    format!("{shown:.1} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_told_in_the_unit_that_fits() {
        assert_eq!(bytes(0), "0 bytes");
        assert_eq!(bytes(1_023), "1023 bytes");
        assert_eq!(bytes(1_536), "1.5 KiB");
        assert_eq!(bytes(10 * 1024 * 1024), "10.0 MiB");
        assert_eq!(bytes(5 << 50), "5120.0 TiB");
    }
}
