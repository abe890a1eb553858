//! One generation of the index: a collection for each kind of document, built together. Which
//! generation serves is said in `index`; how one is built anew in `rebuild`.

use std::fs::{self, File};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::collection::{Collection, Mark, Operation};
use crate::document::{Change, Kind};
use crate::error::{Error, Result};
use crate::keys;
use crate::schema::Fields;

/// A file that says that this generation is not to be opened again.
const DAMAGED: &str = "damaged";

/// The collections of one generation.
pub(crate) struct Generation {
    /// Higher for later ones.
    pub(crate) number: u64,
    /// None in memory.
    dir: Option<PathBuf>,
    articles: Collection,
    conversations: Collection,
    customers: Collection,
    complete: AtomicBool,
    damaged: AtomicBool,
}

impl Generation {
    /// An empty generation under `root`, in the place of whatever is there; in memory without
    /// a root.
    pub(crate) fn create(root: Option<&Path>, number: u64) -> Result<Self> {
        let dir = root.map(|root| root.join(number.to_string()));
        if let Some(dir) = &dir {
            remove(dir)?;
        }
        let collection = |kind| match &dir {
            Some(dir) => Collection::create(&collection_dir(dir, kind)),
            None => Collection::in_memory(),
        };
        Ok(Self {
            number,
            articles: collection(Kind::Article)?,
            conversations: collection(Kind::Conversation)?,
            customers: collection(Kind::Customer)?,
            complete: AtomicBool::new(false),
            damaged: AtomicBool::new(false),
            dir,
        })
    }

    /// The generation under `root`, or none if it is damaged.
    pub(crate) fn open(root: &Path, number: u64, complete: bool) -> Option<Self> {
        let dir = root.join(number.to_string());
        if dir.join(DAMAGED).exists() {
            return None;
        }
        // tantivy reports most damage as an error but some by a panic.
        let opened = catch_unwind(AssertUnwindSafe(|| {
            let collection = |kind| Collection::open(&collection_dir(&dir, kind));
            Ok::<_, Error>(Self {
                number,
                articles: collection(Kind::Article)?,
                conversations: collection(Kind::Conversation)?,
                customers: collection(Kind::Customer)?,
                complete: AtomicBool::new(complete),
                damaged: AtomicBool::new(false),
                dir: Some(dir.clone()),
            })
        }));
        match opened {
            Ok(Ok(generation)) => Some(generation),
            Ok(Err(error)) => {
                tracing::warn!(%error, path = %dir.display(), "search index is damaged and will be rebuilt");
                None
            }
            Err(_) => {
                tracing::warn!(path = %dir.display(), "search index is damaged and will be rebuilt");
                None
            }
        }
    }

    pub(crate) fn collection(&self, kind: Kind) -> &Collection {
        match kind {
            Kind::Article => &self.articles,
            Kind::Conversation => &self.conversations,
            Kind::Customer => &self.customers,
        }
    }

    /// Applies the changes, a commit a kind; the last one carries `position`.
    pub(crate) fn apply(&self, changes: &[Change], position: Option<u64>) -> Result<()> {
        let mut batches: Vec<(Kind, Vec<Operation>)> = Vec::new();
        for kind in Kind::ALL {
            let operations = operations(&self.collection(kind).fields, changes, kind);
            if !operations.is_empty() {
                batches.push((kind, operations));
            }
        }
        if batches.is_empty() && position.is_some() {
            batches.push((Kind::Article, Vec::new()));
        }
        let last = batches.len().saturating_sub(1);
        for (place, (kind, operations)) in batches.into_iter().enumerate() {
            // With the last one all changes are there. What the others carry is older, and
            // `position` takes the newest.
            let position = position.filter(|_| place == last);
            self.collection(kind).apply(operations, |mark| Mark {
                position: position.or(mark.position),
                ..mark
            })?;
        }
        Ok(())
    }

    /// The place in the change log up to which it has all changes.
    pub(crate) fn position(&self) -> Option<u64> {
        let marks = Kind::ALL.map(|kind| self.collection(kind).mark().position);
        marks.into_iter().flatten().max()
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.complete.load(Ordering::Acquire)
    }

    pub(crate) fn set_complete(&self) {
        self.complete.store(true, Ordering::Release);
    }

    pub(crate) fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Acquire)
    }

    /// Notes, over restarts too, that it has to be replaced.
    pub(crate) fn set_damaged(&self) {
        let known = self.damaged.swap(true, Ordering::AcqRel);
        if known {
            return;
        }
        if let Some(dir) = &self.dir
            && let Err(error) = File::create(dir.join(DAMAGED)).and_then(|file| file.sync_all())
        {
            tracing::warn!(%error, path = %dir.display(), "the damage of the search index cannot be noted");
        }
    }

    /// Removes its files. Searches that are under way go on: they have them open.
    pub(crate) fn remove_files(&self) -> Result<()> {
        for kind in Kind::ALL {
            self.collection(kind).close_writer();
        }
        match &self.dir {
            Some(dir) => remove(dir),
            None => Ok(()),
        }
    }

    /// Bytes on disk of one kind.
    pub(crate) fn bytes(&self, kind: Kind) -> Result<u64> {
        match &self.dir {
            Some(dir) => directory_bytes(&collection_dir(dir, kind)),
            None => Ok(0),
        }
    }
}

/// The numbers of the generations under `root`, the greatest last.
pub(crate) fn numbers(root: &Path) -> Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(root).map_err(Error::io(root))? {
        let entry = entry.map_err(Error::io(root))?;
        numbers.extend(
            entry
                .file_name()
                .to_str()
                .and_then(|name| name.parse::<u64>().ok()),
        );
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// Bytes on disk of the generation with this number.
pub(crate) fn bytes_of(root: &Path, number: u64) -> Result<u64> {
    let dir = root.join(number.to_string());
    Kind::ALL
        .into_iter()
        .map(|kind| directory_bytes(&collection_dir(&dir, kind)))
        .sum()
}

/// What the changes of this kind write.
pub(crate) fn operations(fields: &Fields, changes: &[Change], kind: Kind) -> Vec<Operation> {
    let of_kind = changes.iter().filter(|change| change.kind() == kind);
    of_kind
        .map(|change| match change {
            Change::Put(document) => Operation::Put {
                id: keys::of_id(document.id()),
                document: fields.document(document),
            },
            Change::Delete(_, id) => Operation::Delete {
                id: keys::of_id(id),
            },
        })
        .collect()
}

/// Removes a file or directory, if it is there.
pub(crate) fn remove(path: &Path) -> Result<()> {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else if path.exists() {
        fs::remove_file(path)
    } else {
        Ok(())
    };
    removed.map_err(Error::io(path))
}

fn collection_dir(dir: &Path, kind: Kind) -> PathBuf {
    dir.join(match kind {
        Kind::Article => "articles",
        Kind::Conversation => "conversations",
        Kind::Customer => "customers",
    })
}

fn directory_bytes(dir: &Path) -> Result<u64> {
    let mut total = 0;
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        // A rebuild may have ended meanwhile.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(Error::io(dir)(error)),
    };
    for entry in entries {
        // A merge may remove it meanwhile.
        if let Ok(metadata) = entry.map_err(Error::io(dir))?.metadata() {
            total += metadata.len();
        }
    }
    Ok(total)
}
