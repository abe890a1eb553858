//! The search index as its callers see it: opened once, changed in batches, marked complete
//! after a rebuild.

use std::fs::{self, File};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::collection::{Collection, Mark, Operation};
use crate::document::{Change, Kind};
use crate::error::{Error, Result};
use crate::keys;
use crate::knowledge::Knowledge;
use crate::schema::Fields;
use crate::semantic::Semantic;

/// Version of the schema and analyzers. An index of another version is not read but rebuilt.
pub const SCHEMA_VERSION: u32 = 3;

/// The file whose presence says that the index holds everything it should.
const COMPLETE_MARKER: &str = "complete";

/// The search index over articles, conversations and customers. Cheap to share behind an `Arc`; searches run in
/// parallel with each other and with a batch.
pub struct SearchIndex {
    articles: Collection,
    conversations: Collection,
    customers: Collection,
    /// The directory of this version; none in memory.
    root: Option<PathBuf>,
    pub(crate) knowledge: Knowledge,
    pub(crate) semantic: Semantic,
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
            conversations: Collection::in_memory()?,
            customers: Collection::in_memory()?,
            root: None,
            knowledge: Knowledge::default(),
            semantic: Semantic::default(),
        })
    }

    /// Applies the changes in their order. When it returns they are on disk and searchable.
    /// Costs a commit (several `fsync`) per kind of document, so batch what there is.
    ///
    /// `position` is the place in the caller's change log up to which all changes are in the
    /// index then. It reaches the disk with the last of the changes: after a crash,
    /// [`Self::position`] is never ahead of them.
    ///
    /// # Errors
    /// [`Error::Busy`] if another process writes to the index, [`Error::Engine`] if the disk
    /// refuses. Then the batch may be applied in part; apply it again.
    pub fn apply(&self, changes: Vec<Change>, position: Option<u64>) -> Result<()> {
        let mut batches: Vec<(Kind, Vec<Operation>)> = Vec::new();
        for kind in Kind::ALL {
            let fields = &self.collection(kind).fields;
            let operations: Vec<Operation> = changes
                .iter()
                .filter(|change| change.kind() == kind)
                .map(|change| operation(fields, change))
                .collect();
            if !operations.is_empty() {
                batches.push((kind, operations));
            }
        }
        if batches.is_empty() && position.is_some() {
            batches.push((Kind::Article, Vec::new()));
        }
        let articles_change = batches.iter().any(|(kind, _)| *kind == Kind::Article);
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
        if articles_change {
            self.semantic.changed();
        }
        Ok(())
    }

    /// The place in the caller's change log up to which all changes are in the index; none if
    /// it was never told.
    pub fn position(&self) -> Option<u64> {
        Kind::ALL
            .into_iter()
            .filter_map(|kind| self.collection(kind).mark().position)
            .max()
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
        for kind in Kind::ALL {
            self.collection(kind)
                .apply(vec![Operation::DeleteAll], |_| Mark::default())?;
        }
        Ok(())
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

    /// The directory that was opened, which outlives the versions of the index; none in memory.
    pub(crate) fn directory(&self) -> Option<&Path> {
        self.root.as_deref().and_then(Path::parent)
    }

    pub(crate) fn collection(&self, kind: Kind) -> &Collection {
        match kind {
            Kind::Article => &self.articles,
            Kind::Conversation => &self.conversations,
            Kind::Customer => &self.customers,
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
                articles: Collection::open(&root.join("articles"))?,
                conversations: Collection::open(&root.join("conversations"))?,
                customers: Collection::open(&root.join("customers"))?,
                root: Some(root.to_owned()),
                knowledge: Knowledge::default(),
                semantic: Semantic::default(),
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
            articles: Collection::create(&root.join("articles"))?,
            conversations: Collection::create(&root.join("conversations"))?,
            customers: Collection::create(&root.join("customers"))?,
            root: Some(root.to_owned()),
            knowledge: Knowledge::default(),
            semantic: Semantic::default(),
        })
    }
}

fn operation(fields: &Fields, change: &Change) -> Operation {
    match change {
        Change::Put(document) => Operation::Put {
            id: keys::of_id(document.id()),
            document: fields.document(document),
        },
        Change::Delete(_, id) => Operation::Delete {
            id: keys::of_id(id),
        },
    }
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
