//! The search index as its callers see it: which generation serves, and changes to it. A
//! generation is built anew in `rebuild`, looked at in `status`, searched in `search`.

use std::fs::{self, File, TryLockError};
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::document::{Change, Kind};
use crate::error::{Error, Result};
use crate::generation::{self, Generation};
use crate::knowledge::Knowledge;
use crate::semantic::Semantic;

/// Version of the schema and analyzers. An index of another version is not read but rebuilt.
pub const SCHEMA_VERSION: u32 = 3;

/// The file that names the generation that is complete and serves.
const CURRENT: &str = "current";
/// The file that the process that writes holds locked.
const LOCK: &str = "writer.lock";
/// The number of the first generation.
const FIRST: u64 = 1;

/// The search index over articles, conversations and customers. Cheap to share behind an `Arc`;
/// searches run in parallel with each other, with a batch and with a rebuild.
///
/// On disk: `v<schema>/<generation>/<kind>/…`, `v<schema>/current`, and `writer.lock`.
pub struct SearchIndex {
    /// Held for reading while a batch is applied, so that the swap waits for it.
    serving: RwLock<Arc<Generation>>,
    /// The directory of this version; none in memory.
    root: Option<PathBuf>,
    /// The generation whose position the caller was told last.
    told: AtomicU64,
    /// Held by the process that writes, from its first write on.
    lock: Mutex<Option<File>>,
    /// Whether there is a [`Rebuild`](crate::Rebuild).
    pub(crate) rebuilding: AtomicBool,
    pub(crate) knowledge: Knowledge,
    pub(crate) semantic: Semantic,
}

/// An index that was opened.
pub struct Opened {
    /// The index, ready to search and change.
    pub index: SearchIndex,
    /// [`SearchIndex::needs_rebuild`] at this moment.
    pub needs_rebuild: bool,
}

impl SearchIndex {
    /// Opens the index under `dir`, which is created if missing. Directories of older schema
    /// versions are removed. An index that is missing, unreadable or damaged is replaced by an
    /// empty one, or by what a rebuild has done so far.
    ///
    /// # Errors
    /// [`Error::Io`] or [`Error::Engine`] if `dir` cannot be read and written.
    pub fn open(dir: &Path) -> Result<Opened> {
        fs::create_dir_all(dir).map_err(Error::io(dir))?;
        remove_older_versions(dir)?;
        let root = dir.join(version_name(SCHEMA_VERSION));
        if !root.is_dir() {
            generation::remove(&root)?;
            fs::create_dir(&root).map_err(Error::io(&root))?;
        }
        let generation = serving_generation(&root)?;
        for number in generation::numbers(&root)? {
            if number < generation.number {
                generation::remove(&root.join(number.to_string()))?;
            }
        }
        let index = Self::new(generation, Some(root));
        Ok(Opened {
            needs_rebuild: index.needs_rebuild(),
            index,
        })
    }

    /// Opens the index under `dir` to look at it, beside a process that keeps it: nothing is
    /// made or removed, but for the note of damage that a look finds. Where there is none, or
    /// it cannot be read, it is empty.
    ///
    /// # Errors
    /// [`Error::Io`] if `dir` cannot be read, [`Error::Engine`] if the search engine cannot
    /// start.
    pub fn open_to_read(dir: &Path) -> Result<Self> {
        let root = dir.join(version_name(SCHEMA_VERSION));
        if !root.is_dir() {
            return Ok(Self::new(Generation::create(None, FIRST)?, None));
        }
        let generation = readable_generation(&root)?;
        Ok(Self::new(generation, Some(root)))
    }

    /// An empty index without a directory, which counts as complete.
    ///
    /// # Errors
    /// [`Error::Engine`] if the search engine cannot start.
    pub fn in_memory() -> Result<Self> {
        let generation = Generation::create(None, FIRST)?;
        generation.set_complete();
        Ok(Self::new(generation, None))
    }

    fn new(generation: Generation, root: Option<PathBuf>) -> Self {
        Self {
            told: AtomicU64::new(generation.number),
            lock: Mutex::new(None),
            serving: RwLock::new(Arc::new(generation)),
            root,
            rebuilding: AtomicBool::new(false),
            knowledge: Knowledge::default(),
            semantic: Semantic::default(),
        }
    }

    /// Takes the index for this process to write, as the first write does, until it is dropped.
    ///
    /// # Errors
    /// [`Error::Busy`] if another process writes to it; [`Error::Io`] if `dir` cannot be written.
    pub fn claim(&self) -> Result<()> {
        let Some(dir) = self.directory() else {
            return Ok(());
        };
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if lock.is_none() {
            let path = dir.join(LOCK);
            let file = File::create(&path).map_err(Error::io(&path))?;
            match file.try_lock() {
                Ok(()) => *lock = Some(file),
                Err(TryLockError::WouldBlock) => return Err(Error::Busy),
                Err(TryLockError::Error(error)) => return Err(Error::io(&path)(error)),
            }
        }
        Ok(())
    }

    /// Applies the changes in their order. When it returns they are on disk and searchable.
    /// Costs a commit (several `fsync`) per kind of document, so batch what there is.
    ///
    /// `position` is the place in the caller's change log up to which all changes are in the
    /// index then. It reaches the disk with the last of the changes: after a crash,
    /// [`Self::position`] is never ahead of them. While the index is built for the first time,
    /// the position isn't kept: what the build reads may be older than the changes, so they
    /// have to be applied once more from [`Self::position`] on when it is done.
    ///
    /// # Errors
    /// [`Error::Replaced`] if a position is given and a rebuild has ended since
    /// [`Self::position`] was asked for: nothing was applied; go on from what it says now.
    /// [`Error::Busy`] if another process writes to the index, [`Error::Engine`] if the disk
    /// refuses. Then the batch may be applied in part; apply it again.
    pub fn apply(&self, changes: Vec<Change>, position: Option<u64>) -> Result<()> {
        self.claim()?;
        let serving = self.serving.read().unwrap_or_else(PoisonError::into_inner);
        if position.is_some() && self.told.load(Ordering::Acquire) != serving.number {
            return Err(Error::Replaced);
        }
        let position = position.filter(|_| serving.is_complete());
        let articles_change = changes.iter().any(|change| change.kind() == Kind::Article);
        self.guarded(&serving, || serving.apply(&changes, position))?;
        if articles_change {
            self.semantic.changed();
        }
        Ok(())
    }

    /// The place in the caller's change log up to which all changes are in the index; none if
    /// it was never told, and while the index is built for the first time.
    pub fn position(&self) -> Option<u64> {
        let serving = self.serving();
        self.told.store(serving.number, Ordering::Release);
        serving.position()
    }

    /// Whether documents are missing or damage was found, so that
    /// [`rebuild`](Self::rebuild) is called for. Stays so over restarts until it is done.
    pub fn needs_rebuild(&self) -> bool {
        let serving = self.serving();
        !serving.is_complete() || serving.is_damaged()
    }

    /// The generation that answers at this moment.
    pub(crate) fn serving(&self) -> Arc<Generation> {
        let serving = self.serving.read().unwrap_or_else(PoisonError::into_inner);
        serving.clone()
    }

    /// The directory that was opened, which outlives the versions of the index; none in memory.
    pub(crate) fn directory(&self) -> Option<&Path> {
        self.root.as_deref().and_then(Path::parent)
    }

    pub(crate) fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// Lets a complete generation serve, durably, and removes the one before.
    pub(crate) fn swap(&self, next: Arc<Generation>) -> Result<()> {
        let mut serving = self.serving.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(root) = &self.root {
            write_current(root, next.number)?;
        }
        next.set_complete();
        // Also where the serving one was completed itself: its position is another now.
        self.told.store(0, Ordering::Release);
        let number = next.number;
        let old = std::mem::replace(&mut *serving, next);
        // Searches needn't wait until the merges of the old one are done.
        drop(serving);
        if old.number != number
            && let Err(error) = old.remove_files()
        {
            // The next start removes what is left.
            tracing::warn!(%error, "the former search index could not be removed");
        }
        self.semantic.changed();
        Ok(())
    }

    /// Runs something on a generation, and notes when it finds damage.
    pub(crate) fn guarded<T>(
        &self,
        generation: &Generation,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(Err(error)) if error.is_damage() => {
                tracing::warn!(%error, "the search index is damaged and has to be rebuilt");
                generation.set_damaged();
                Err(error)
            }
            Ok(done) => done,
            Err(_) => {
                tracing::warn!("the search index is damaged and has to be rebuilt");
                generation.set_damaged();
                Err(Error::Damaged)
            }
        }
    }
}

/// The complete generation; else what a rebuild has done of one; else an empty one.
fn serving_generation(root: &Path) -> Result<Generation> {
    let current = current(root);
    let complete = current.and_then(|number| Generation::open(root, number, true));
    if let Some(complete) = complete {
        return Ok(complete);
    }
    let numbers = generation::numbers(root)?;
    let latest = numbers.last().copied();
    let unfinished = latest.filter(|number| current != Some(*number));
    match unfinished.and_then(|number| Generation::open(root, number, false)) {
        Some(unfinished) => Ok(unfinished),
        None => Generation::create(Some(root), latest.map_or(FIRST, |number| number + 1)),
    }
}

/// The complete generation, or what a rebuild has done of the first one.
fn readable_generation(root: &Path) -> Result<Generation> {
    let mut number = current(root);
    while let Some(serving) = number {
        if let Some(complete) = Generation::open(root, serving, true) {
            return Ok(complete);
        }
        // It may have been replaced meanwhile.
        number = current(root);
        if number == Some(serving) {
            let unreadable = Generation::create(None, serving)?;
            unreadable.set_damaged();
            return Ok(unreadable);
        }
    }
    let latest = generation::numbers(root)?.last().copied();
    match latest.and_then(|number| Generation::open(root, number, false)) {
        Some(unfinished) => Ok(unfinished),
        None => Generation::create(None, FIRST),
    }
}

/// The number of the generation that serves.
fn current(root: &Path) -> Option<u64> {
    let number = fs::read_to_string(root.join(CURRENT)).ok()?;
    number.trim().parse().ok()
}

/// Replaces the file as a whole: it names either the old generation or the new one.
fn write_current(root: &Path, number: u64) -> Result<()> {
    let (path, new) = (root.join(CURRENT), root.join("current.new"));
    let write = || {
        let mut file = File::create(&new)?;
        writeln!(file, "{number}")?;
        file.sync_all()?;
        fs::rename(&new, &path)?;
        File::open(root)?.sync_all()
    };
    write().map_err(Error::io(&path))
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
            generation::remove(&entry.path())?;
        }
    }
    Ok(())
}
