//! The search index as its callers see it: opened once, changed in batches, marked complete
//! after a rebuild.

use std::fs::{self, File};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::collection::{Collection, Operation};
use crate::document::{Change, Kind};
use crate::error::{Error, Result};

/// Version of the schema and analyzers. An index of another version is not read but rebuilt.
pub const SCHEMA_VERSION: u32 = 1;

/// The file whose presence says that the index holds everything it should.
const COMPLETE_MARKER: &str = "complete";

/// The search index over articles and tickets. Cheap to share behind an `Arc`; searches run in
/// parallel with each other and with a batch.
pub struct SearchIndex {
    articles: Collection,
    tickets: Collection,
    /// The directory of this version; none in memory.
    root: Option<PathBuf>,
}

/// An index that was opened.
pub struct Opened {
    /// The index, ready to search and change.
    pub index: SearchIndex,
    /// Whether documents are missing: apply every document there is, then call
    /// [`SearchIndex::mark_complete`]. Until then every opening says so again, so that a crash
    /// in the middle of a rebuild is seen.
    pub needs_rebuild: bool,
}

impl SearchIndex {
    /// Opens the index under `dir`, which is created if missing. Directories of older schema
    /// versions are removed. An index that is missing, unreadable or damaged is replaced by an
    /// empty one.
    ///
    /// # Errors
    /// [`Error::Io`] or [`Error::Engine`] if `dir` cannot be read and written.
    pub fn open(dir: &Path) -> Result<Opened> {
        fs::create_dir_all(dir).map_err(Error::io(dir))?;
        remove_older_versions(dir)?;
        let root = dir.join(version_name(SCHEMA_VERSION));
        let index = match Self::open_existing(&root) {
            Some(index) => index,
            None => Self::create(&root)?,
        };
        let needs_rebuild = !root.join(COMPLETE_MARKER).is_file();
        Ok(Opened {
            index,
            needs_rebuild,
        })
    }

    /// An empty index without a directory.
    ///
    /// # Errors
    /// [`Error::Engine`] if the search engine cannot start.
    pub fn in_memory() -> Result<Self> {
        Ok(Self {
            articles: Collection::in_memory()?,
            tickets: Collection::in_memory()?,
            root: None,
        })
    }

    /// Applies the changes in their order. When it returns they are on disk and searchable.
    /// Costs a commit (several `fsync`) per kind of document, so batch what there is.
    ///
    /// # Errors
    /// [`Error::Busy`] if another process writes to the index, [`Error::Engine`] if the disk
    /// refuses. Then the batch may be applied in part; apply it again.
    pub fn apply(&self, changes: Vec<Change>) -> Result<()> {
        let mut articles = Vec::new();
        let mut tickets = Vec::new();
        for change in changes {
            match change {
                Change::PutArticle(article) => articles.push(Operation::Put {
                    document: self.articles.fields.article(&article),
                    id: article.id,
                }),
                Change::DeleteArticle(id) => articles.push(Operation::Delete { id }),
                Change::PutTicket(ticket) => tickets.push(Operation::Put {
                    document: self.tickets.fields.ticket(&ticket),
                    id: ticket.id,
                }),
                Change::DeleteTicket(id) => tickets.push(Operation::Delete { id }),
            }
        }
        self.articles.apply(articles)?;
        self.tickets.apply(tickets)
    }

    /// Removes every document, to rebuild from nothing. The index counts as incomplete until
    /// [`Self::mark_complete`].
    ///
    /// # Errors
    /// As [`Self::apply`], and [`Error::Io`] if the mark cannot be removed.
    pub fn clear(&self) -> Result<()> {
        if let Some(root) = &self.root {
            remove_if_present(&root.join(COMPLETE_MARKER))?;
        }
        self.articles.apply(vec![Operation::DeleteAll])?;
        self.tickets.apply(vec![Operation::DeleteAll])
    }

    /// Records that every document has been applied: the end of a rebuild.
    ///
    /// # Errors
    /// [`Error::Io`] if the mark cannot be written.
    pub fn mark_complete(&self) -> Result<()> {
        let Some(root) = &self.root else {
            return Ok(());
        };
        let marker = root.join(COMPLETE_MARKER);
        File::create(&marker)
            .and_then(|file| file.sync_all())
            .map_err(Error::io(&marker))
    }

    pub(crate) fn collection(&self, kind: Kind) -> &Collection {
        match kind {
            Kind::Article => &self.articles,
            Kind::Ticket => &self.tickets,
        }
    }

    /// The index in `root`, or none if it has to be made anew.
    fn open_existing(root: &Path) -> Option<Self> {
        if !root.exists() {
            return None;
        }
        // tantivy reports most damage as an error but some by a panic.
        let opened = catch_unwind(AssertUnwindSafe(|| {
            Ok::<_, Error>(Self {
                articles: Collection::open(&articles_dir(root))?,
                tickets: Collection::open(&tickets_dir(root))?,
                root: Some(root.to_owned()),
            })
        }));
        match opened {
            Ok(Ok(index)) => Some(index),
            Ok(Err(error)) => {
                tracing::warn!(%error, path = %root.display(), "search index is damaged and will be rebuilt");
                None
            }
            Err(_) => {
                tracing::warn!(path = %root.display(), "search index is damaged and will be rebuilt");
                None
            }
        }
    }

    /// An empty index in `root`, in the place of whatever is there.
    fn create(root: &Path) -> Result<Self> {
        remove_if_present(root)?;
        Ok(Self {
            articles: Collection::create(&articles_dir(root))?,
            tickets: Collection::create(&tickets_dir(root))?,
            root: Some(root.to_owned()),
        })
    }
}

fn articles_dir(root: &Path) -> PathBuf {
    root.join("articles")
}

fn tickets_dir(root: &Path) -> PathBuf {
    root.join("tickets")
}

fn version_name(version: u32) -> String {
    format!("v{version}")
}

fn remove_older_versions(dir: &Path) -> Result<()> {
    for entry in fs::read_dir(dir).map_err(Error::io(dir))? {
        let entry = entry.map_err(Error::io(dir))?;
        let name = entry.file_name();
        let version = name
            .to_str()
            .and_then(|name| name.strip_prefix('v'))
            .and_then(|digits| digits.parse::<u32>().ok());
        if version.is_some_and(|version| version < SCHEMA_VERSION) {
            remove_if_present(&entry.path())?;
        }
    }
    Ok(())
}

fn remove_if_present(path: &Path) -> Result<()> {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else if path.exists() {
        fs::remove_file(path)
    } else {
        Ok(())
    };
    removed.map_err(Error::io(path))
}
