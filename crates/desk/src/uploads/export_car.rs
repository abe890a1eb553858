//! The operator exports content as a CAR: what a CID names, the files of a
//! ticket, or all that is here.

use std::{collections::HashSet, io, path::Path};

use frontdesk_files::{
    ByteStream, Cid,
    car::{self, MAX_HEADER_BYTES},
    unixfs,
};
use frontdesk_model::error::ErrorCode;
use futures_util::TryStreamExt as _;
use tempfile::NamedTempFile;
use tokio::io::{AsyncWriteExt as _, BufWriter};

use crate::{
    Desk,
    error::{Error, Result},
};

/// Bytes of one root in a CAR's header, and some.
const HEADER_BYTES_PER_ROOT: usize = 48;
/// Bytes that are written to the archive at a time.
const BUFFER: usize = 256 * 1024;

/// What is exported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExportedRoots {
    /// One DAG.
    Cid(String),
    /// Every file of a ticket, its responses and notes; by id or number.
    Ticket(String),
    /// Every file and every root that was imported.
    All,
}

/// What went into an archive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exported {
    pub roots: Vec<String>,
    /// Bytes of the archive.
    pub bytes: u64,
    /// Files that may not be given out, and were left out of a larger export.
    pub withheld: Vec<String>,
}

impl Desk {
    /// Writes an archive of whole DAGs, each block once, to `file`. It is there
    /// when it is complete and on disk, or as it was. For the operator: the
    /// caller has the machine.
    ///
    /// # Errors
    /// `InvalidInput`, `NotFound` for what isn't here, also when blocks are
    /// missing from a DAG; when the file cannot be written.
    pub async fn export_car(&self, what: &ExportedRoots, file: &Path) -> Result<Exported> {
        let mut exported = self.exported_roots(what).await?;
        let roots = exported
            .roots
            .iter()
            .map(|root| root.parse())
            .collect::<Result<Vec<Cid>, _>>()
            .map_err(|error| Error::internal(&error))?;
        if roots.len() * HEADER_BYTES_PER_ROOT > MAX_HEADER_BYTES {
            return Err(Error::new(
                ErrorCode::TooLarge,
                format!("{} roots are too many for one archive", roots.len()),
            ));
        }
        let blocks = unixfs::walk_all(self.blocks(), roots.clone());
        let archive = car::archive(&roots, blocks);
        exported.bytes = write(file, archive).await?;
        Ok(exported)
    }

    async fn exported_roots(&self, what: &ExportedRoots) -> Result<Exported> {
        let found = match what {
            ExportedRoots::Cid(cid) => {
                let root: Cid = cid.parse().map_err(|_| {
                    Error::new(ErrorCode::InvalidInput, format!("{cid:?} is not a CID"))
                })?;
                vec![root.to_string()]
            }
            ExportedRoots::Ticket(ticket) => self.files_of_ticket(ticket).await?,
            ExportedRoots::All => {
                let mut all = self.store.attachment_cids().await?;
                let known: HashSet<_> = all.iter().cloned().collect();
                let imported = self.store.imported_roots().await?;
                all.extend(imported.into_iter().filter(|root| !known.contains(root)));
                all
            }
        };
        self.without_withheld(found, matches!(what, ExportedRoots::Cid(_)))
            .await
    }

    /// Leaves out what may not leave the desk, unless it was asked for alone.
    async fn without_withheld(&self, found: Vec<String>, is_one: bool) -> Result<Exported> {
        let (mut roots, mut withheld) = (Vec::new(), Vec::new());
        for root in found {
            match self.check_readable(&root).await {
                Ok(()) => roots.push(root),
                Err(error) if is_one || !error.is_final() => return Err(error),
                Err(_) => withheld.push(root),
            }
        }
        Ok(Exported {
            roots,
            bytes: 0,
            withheld,
        })
    }

    async fn files_of_ticket(&self, ticket: &str) -> Result<Vec<String>> {
        let id = match (ticket.parse::<i64>(), ticket.parse()) {
            (Ok(number), _) => self.store.ticket_of_number(number).await?,
            (_, Ok(id)) => Some(id),
            _ => None,
        };
        let files = match id {
            Some(id) => self.store.ticket_files(id).await?,
            None => Vec::new(),
        };
        if files.is_empty() {
            let detail = format!("there is no ticket {ticket}, or it carries no files");
            return Err(Error::new(ErrorCode::NotFound, detail));
        }
        Ok(files)
    }
}

/// Writes beside the file and moves it into place when all is on disk.
async fn write(path: &Path, mut archive: ByteStream) -> Result<u64> {
    let failed = |error: io::Error| match error.downcast::<frontdesk_files::Error>() {
        Ok(error) => error.into(),
        Err(error) => {
            let detail = format!("{} cannot be written: {error}", path.display());
            Error::new(ErrorCode::InsufficientStorage, detail)
        }
    };
    let dir = match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    let temporary = NamedTempFile::new_in(dir).map_err(failed)?;
    let file = temporary.reopen().map_err(failed)?;
    let mut file = BufWriter::with_capacity(BUFFER, tokio::fs::File::from_std(file));
    let mut bytes = 0;
    while let Some(piece) = archive.try_next().await.map_err(failed)? {
        bytes += piece.len() as u64;
        file.write_all(&piece).await.map_err(failed)?;
    }
    file.flush().await.map_err(failed)?;
    file.get_ref().sync_all().await.map_err(failed)?;
    temporary
        .persist(path)
        .map_err(|refused| failed(refused.error))?;
    Ok(bytes)
}
