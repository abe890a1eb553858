//! Building the index anew from its source, in the background: the old generation serves until
//! the new one is complete. A build that was broken off goes on where its last commit left it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tantivy::TantivyError;

use crate::collection::{Mark, WriterSize};
use crate::document::{Change, Kind};
use crate::error::{Error, Result};
use crate::generation::{self, Generation};
use crate::index::SearchIndex;

/// Documents after which a build commits: what a crash makes it do again, and what memory
/// holds of ids to be replaced.
const COMMIT_EVERY: usize = 50_000;

/// A rebuild under way; there is one at a time. For each kind: read documents from the source
/// after [`cursor`](Self::cursor), [`apply`](Self::apply) them, until it
/// [`is_scanned`](Self::is_scanned); then [`catch_up`](Self::catch_up) with the changes since
/// [`position`](Self::position) if one likes; then [`finish`](Self::finish). Dropped before, it
/// can be taken up again by [`SearchIndex::rebuild`], after a restart too.
pub struct Rebuild {
    index: Arc<SearchIndex>,
    next: Arc<Generation>,
    /// By the place of the kind in [`Kind::ALL`].
    scans: [Scan; 3],
}

/// How far the scan of one kind has come, and what of it is not committed yet.
#[derive(Default)]
struct Scan {
    cursor: Option<String>,
    scanned: bool,
    uncommitted: usize,
    /// The writer that holds what is not committed.
    writer: u64,
}

impl SearchIndex {
    /// Begins to build the index anew, or goes on with a build that was broken off.
    /// `position` is where the caller's change log ends *before* anything is read.
    ///
    /// An index that is complete goes on serving unchanged. One that isn't serves what is there
    /// of it, which grows.
    ///
    /// # Errors
    /// [`Error::Rebuilding`] while there is a [`Rebuild`] already; else as [`Self::apply`].
    pub fn rebuild(self: &Arc<Self>, position: u64) -> Result<Rebuild> {
        self.claim()?;
        if self.rebuilding.swap(true, Ordering::AcqRel) {
            return Err(Error::Rebuilding);
        }
        let next = self.next_generation();
        let next = next.inspect_err(|_| self.rebuilding.store(false, Ordering::Release))?;
        let mut rebuild = Rebuild {
            index: self.clone(),
            next,
            scans: Default::default(),
        };
        if rebuild.mark(Kind::ALL[0]).start.is_none() {
            rebuild.note_start(position)?;
        }
        rebuild.scans = Kind::ALL.map(|kind| {
            let mark = rebuild.mark(kind);
            Scan {
                cursor: mark.cursor,
                scanned: mark.scanned,
                ..Scan::default()
            }
        });
        Ok(rebuild)
    }

    /// The serving generation if it is not complete; else the one after it, as far as it was
    /// built before.
    fn next_generation(&self) -> Result<Arc<Generation>> {
        let serving = self.serving();
        if !serving.is_complete() && !serving.is_damaged() {
            return Ok(serving);
        }
        let mut number = serving.number + 1;
        let Some(root) = self.root() else {
            return Ok(Arc::new(Generation::create(None, number)?));
        };
        let mut unfinished = None;
        if let Some(last) = generation::numbers(root)?.last()
            && *last > serving.number
        {
            number = *last;
            unfinished = Generation::open(root, number, false);
        }
        Ok(Arc::new(match unfinished {
            Some(unfinished) => unfinished,
            None => Generation::create(Some(root), number)?,
        }))
    }
}

impl Rebuild {
    /// Where the change log ended when this build began: changes from there on are not all in
    /// what was read. When the log doesn't reach back to it, [`restart`](Self::restart).
    pub fn position(&self) -> u64 {
        let start = self.mark(Kind::ALL[0]).start.unwrap_or_default();
        self.next.position().unwrap_or(start)
    }

    /// Forgets what was read, and begins anew at this position.
    ///
    /// # Errors
    /// As [`SearchIndex::apply`].
    pub fn restart(&mut self, position: u64) -> Result<()> {
        self.guarded(|next| {
            for kind in Kind::ALL {
                next.collection(kind).clear()?;
            }
            Ok(())
        })?;
        self.scans = Default::default();
        self.note_start(position)
    }

    /// After which document of this kind to read on, as the caller has put it; none: from the
    /// first one on.
    pub fn cursor(&self, kind: Kind) -> Option<&str> {
        self.scans[place(kind)].cursor.as_deref()
    }

    /// Whether the last document of this kind was read.
    pub fn is_scanned(&self, kind: Kind) -> bool {
        self.scans[place(kind)].scanned
    }

    /// Adds documents that were read. `cursor` is where to read on, none if these were the
    /// last. They are committed together with the cursor: from time to time, and at the end.
    ///
    /// # Errors
    /// As [`SearchIndex::apply`].
    pub fn apply(
        &mut self,
        changes: Vec<Change>,
        kind: Kind,
        cursor: Option<String>,
    ) -> Result<()> {
        let operations = generation::operations(&self.next.collection(kind).fields, &changes, kind);
        let count = operations.len();
        let writer =
            self.guarded(|next| next.collection(kind).add(operations, WriterSize::Rebuild))?;
        let scan = &mut self.scans[place(kind)];
        if scan.uncommitted > 0 && scan.writer != writer {
            return Err(forgotten());
        }
        scan.writer = writer;
        scan.uncommitted += count;
        scan.scanned = cursor.is_none();
        scan.cursor = cursor;
        let is_last = scan.scanned;
        if is_last || scan.uncommitted >= COMMIT_EVERY {
            self.commit(kind)?;
        }
        if is_last {
            // Its memory was for many documents at once.
            self.guarded(|next| next.collection(kind).close_merged())?;
        }
        Ok(())
    }

    /// Commits what was added, so that the next rebuild goes on here.
    ///
    /// # Errors
    /// As [`SearchIndex::apply`].
    pub fn pause(mut self) -> Result<()> {
        self.commit_all()
    }

    /// Applies changes of the log on top of what was read, up to `position`.
    ///
    /// # Errors
    /// As [`SearchIndex::apply`].
    pub fn catch_up(&mut self, changes: Vec<Change>, position: u64) -> Result<()> {
        self.commit_all()?;
        self.guarded(|next| next.apply(&changes, Some(position)))
    }

    /// Lets the new generation serve and removes the old one. The index's position is
    /// [`position`](Self::position) then: apply the changes from there on.
    ///
    /// # Errors
    /// As [`SearchIndex::apply`]; the build can be taken up again.
    pub fn finish(mut self) -> Result<()> {
        let position = self.position();
        self.commit_all()?;
        self.guarded(|next| next.apply(&[], Some(position)))?;
        for kind in Kind::ALL {
            self.next.collection(kind).close_writer();
        }
        self.index.swap(self.next.clone())
    }

    fn commit_all(&mut self) -> Result<()> {
        for kind in Kind::ALL {
            if self.scans[place(kind)].uncommitted > 0 {
                self.commit(kind)?;
            }
        }
        Ok(())
    }

    fn commit(&mut self, kind: Kind) -> Result<()> {
        let scan = &self.scans[place(kind)];
        let (cursor, scanned, writer) = (scan.cursor.clone(), scan.scanned, scan.writer);
        let committed = self.guarded(|next| {
            next.collection(kind).commit(writer, |mark| Mark {
                cursor,
                scanned,
                ..mark
            })
        })?;
        if !committed {
            return Err(forgotten());
        }
        self.scans[place(kind)].uncommitted = 0;
        Ok(())
    }

    fn note_start(&self, position: u64) -> Result<()> {
        self.guarded(|next| {
            next.collection(Kind::ALL[0])
                .apply(Vec::new(), |mark| Mark {
                    start: Some(position),
                    ..mark
                })
        })
    }

    /// What is damaged of the new generation is noted with it, so that it is begun anew.
    fn guarded<T>(&self, work: impl FnOnce(&Generation) -> Result<T>) -> Result<T> {
        self.index.guarded(&self.next, || work(&self.next))
    }

    fn mark(&self, kind: Kind) -> Mark {
        self.next.collection(kind).mark()
    }
}

impl Drop for Rebuild {
    fn drop(&mut self) {
        self.index.rebuilding.store(false, Ordering::Release);
    }
}

/// A change that failed beside this build took what was not committed with it: the build goes on
/// from its last commit when it is taken up again.
fn forgotten() -> Error {
    Error::Engine(TantivyError::SystemError(
        "a part of the rebuild was lost before it was on disk".to_owned(),
    ))
}

fn place(kind: Kind) -> usize {
    Kind::ALL
        .iter()
        .position(|other| *other == kind)
        .unwrap_or_default()
}
