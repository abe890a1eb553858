//! `frontdesk car`: content out of and into the desk as CAR files.

use std::path::PathBuf;

use frontdesk_desk::{Desk, ExportedRoots};

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
    /// Write files to a CAR
    ///
    /// Either a CID, or --ticket, or --all. The file is there when it is complete.
    Export(Export),
    /// Take in CARs; their roots are kept and can be fetched under /ipfs/
    ///
    /// Every block is checked before anything of a file is kept.
    Import(Import),
}

#[derive(Debug, clap::Args)]
struct Export {
    /// All files of a ticket: its id or its number
    #[arg(long, value_name = "ID", conflicts_with = "all")]
    ticket: Option<String>,
    /// All files, and all roots that were imported
    #[arg(long)]
    all: bool,
    /// The CID of a file or directory, unless --ticket or --all says what; then the file to write
    #[arg(value_name = "CID|FILE", num_args = 1..=2, required = true)]
    names: Vec<String>,
    #[command(flatten)]
    data: DataFlags,
}

#[derive(Debug, clap::Args)]
struct Import {
    /// CAR files of version 1
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    data: DataFlags,
}

pub async fn run(args: Args) -> Result<()> {
    match args.command {
        Command::Export(args) => export(args).await,
        Command::Import(args) => import(args).await,
    }
}

async fn export(args: Export) -> Result<()> {
    let (what, file) = selection(args.ticket, args.all, &args.names)?;
    let desk = open::for_command(&args.data).await?;
    let exported = desk.export_car(&what, &file).await;
    desk.close().await;
    let exported = exported?;
    for cid in &exported.withheld {
        tracing::warn!(cid, "left out: this file may not be given out");
    }
    output::print(&format!(
        "{} roots, {} bytes in {}\n",
        exported.roots.len(),
        exported.bytes,
        file.display(),
    ))
}

async fn import(args: Import) -> Result<()> {
    let desk = open::for_command(&args.data).await?;
    let done = import_all(&desk, &args.files).await;
    desk.close().await;
    done
}

/// One file after the other; the first that is bad ends it.
async fn import_all(desk: &Desk, files: &[PathBuf]) -> Result<()> {
    for file in files {
        let imported = desk.import_car(file).await?;
        output::print(&format!(
            "{}: {} blocks, {} of them new ({} bytes)\n",
            file.display(),
            imported.blocks,
            imported.new_blocks,
            imported.new_bytes,
        ))?;
        for root in imported.roots {
            output::print(&format!("  {root}\n"))?;
        }
    }
    Ok(())
}

fn selection(
    ticket: Option<String>,
    all: bool,
    names: &[String],
) -> Result<(ExportedRoots, PathBuf)> {
    match (ticket, all, names) {
        (None, false, [cid, file]) => Ok((ExportedRoots::Cid(cid.clone()), file.into())),
        (Some(ticket), false, [file]) => Ok((ExportedRoots::Ticket(ticket), file.into())),
        (None, true, [file]) => Ok((ExportedRoots::All, file.into())),
        _ => Err(Error::Usage(
            "say what to export, a CID, --ticket ID or --all, and then one file to write".into(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_exported_to_one_file() {
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        let both = selection(None, false, &names(&["bafy", "a.car"])).unwrap();
        assert_eq!(both, (ExportedRoots::Cid("bafy".into()), "a.car".into()));
        let all = selection(None, true, &names(&["a.car"])).unwrap();
        assert_eq!(all, (ExportedRoots::All, "a.car".into()));
        assert!(selection(None, false, &names(&["a.car"])).is_err());
        assert!(selection(None, true, &names(&["bafy", "a.car"])).is_err());
        assert!(selection(Some("7".into()), false, &names(&["b", "a.car"])).is_err());
    }
}
