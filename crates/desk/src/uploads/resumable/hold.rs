//! Who works at which upload: one request at a time.
//!
//! A request whose client has gone may not know that for minutes. So whoever comes to resume the
//! upload asks it to stop, and waits until it has flushed what it has.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use frontdesk_model::UploadId;
use tokio::{sync::OwnedMutexGuard, time::timeout};
use tokio_util::sync::CancellationToken;

/// How often whoever waits asks again: the turn may have gone to another meanwhile.
const ASK_AGAIN: Duration = Duration::from_millis(200);

/// All uploads that requests work at, or wait for.
#[derive(Clone, Default)]
pub(crate) struct Holds(Arc<Mutex<HashMap<UploadId, Arc<Slot>>>>);

#[derive(Default)]
struct Slot {
    turn: Arc<tokio::sync::Mutex<()>>,
    /// Asks the present holder to stop.
    stop: Mutex<CancellationToken>,
}

/// The right to work at an upload, until it is dropped.
pub(super) struct Hold {
    holds: Holds,
    id: UploadId,
    stop: CancellationToken,
    /// None only while it is being dropped.
    held: Option<(Arc<Slot>, OwnedMutexGuard<()>)>,
}

impl Holds {
    /// Holds an upload that nobody else holds.
    pub(super) fn try_hold(&self, id: UploadId) -> Option<Hold> {
        let slot = self.slot(id);
        match Arc::clone(&slot.turn).try_lock_owned() {
            Ok(guard) => Some(self.hold(id, slot, guard)),
            Err(_) => {
                self.leave(id, slot);
                None
            }
        }
    }

    /// Waits for the turn; `stop` asks whoever has it to end soon.
    pub(super) async fn hold_within(
        &self,
        id: UploadId,
        patience: Duration,
        stop: bool,
    ) -> Option<Hold> {
        let slot = self.slot(id);
        let turn = Arc::clone(&slot.turn);
        // Dropped with the request that waits, also half-way.
        let waiting = Waiting {
            holds: self,
            id,
            slot: Some(slot),
        };
        let taking = async {
            let mut taking = Box::pin(turn.lock_owned());
            loop {
                if let Ok(guard) = timeout(ASK_AGAIN, &mut taking).await {
                    return guard;
                }
                if stop {
                    waiting.ask();
                }
            }
        };
        if stop {
            waiting.ask();
        }
        let guard = timeout(patience, taking).await.ok()?;
        let slot = waiting.arrived()?;
        Some(self.hold(id, slot, guard))
    }

    /// Asks all requests to end soon.
    pub(crate) fn stop_all(&self) {
        for slot in self.slots().values() {
            lock(&slot.stop).cancel();
        }
    }

    fn hold(&self, id: UploadId, slot: Arc<Slot>, guard: OwnedMutexGuard<()>) -> Hold {
        let stop = CancellationToken::new();
        *lock(&slot.stop) = stop.clone();
        Hold {
            holds: self.clone(),
            id,
            stop,
            held: Some((slot, guard)),
        }
    }

    fn slot(&self, id: UploadId) -> Arc<Slot> {
        Arc::clone(self.slots().entry(id).or_default())
    }

    /// Forgets the slot with the last who was interested in it.
    fn leave(&self, id: UploadId, slot: Arc<Slot>) {
        let mut slots = self.slots();
        drop(slot);
        if slots
            .get(&id)
            .is_some_and(|slot| Arc::strong_count(slot) == 1)
        {
            slots.remove(&id);
        }
    }

    fn slots(&self) -> std::sync::MutexGuard<'_, HashMap<UploadId, Arc<Slot>>> {
        lock(&self.0)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Waiting<'a> {
    holds: &'a Holds,
    id: UploadId,
    slot: Option<Arc<Slot>>,
}

impl Waiting<'_> {
    fn ask(&self) {
        if let Some(slot) = &self.slot {
            lock(&slot.stop).cancel();
        }
    }

    fn arrived(mut self) -> Option<Arc<Slot>> {
        self.slot.take()
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(slot) = self.slot.take() {
            self.holds.leave(self.id, slot);
        }
    }
}

impl Hold {
    /// Ends when somebody else wants the upload.
    pub(super) fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        self.stop.clone().cancelled_owned()
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if let Some((slot, guard)) = self.held.take() {
            drop(guard);
            self.holds.leave(self.id, slot);
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ID: UploadId = UploadId(Uuid::from_u128(1));

    #[tokio::test]
    async fn one_holds_an_upload_at_a_time_and_nothing_is_left_behind() {
        let holds = Holds::default();
        let first = holds.try_hold(ID).unwrap();
        assert!(holds.try_hold(ID).is_none());
        let late = holds.hold_within(ID, Duration::from_millis(1), false).await;
        assert!(late.is_none());
        drop(first);
        assert!(holds.slots().is_empty());
        drop(holds.try_hold(ID).unwrap());
        assert!(holds.slots().is_empty());
    }

    #[tokio::test]
    async fn who_resumes_stops_who_is_there() {
        let holds = Holds::default();
        let first = holds.try_hold(ID).unwrap();
        let work = tokio::spawn(async move {
            first.stopped().await;
            drop(first);
        });
        let second = holds.hold_within(ID, PATIENCE, true).await.unwrap();
        work.await.unwrap();
        // The word was for the first alone.
        assert!(!second.stop.is_cancelled());
        drop(second);
        assert!(holds.slots().is_empty());
    }

    const PATIENCE: Duration = Duration::from_secs(10);
}
