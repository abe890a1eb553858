//! The queue of one connection's events: bounded in number and in bytes, filled
//! in the read loop, worked off in order by at most one task.
//!
//! There is no task while nothing waits: whoever puts an event into a resting
//! queue is told to start one. So an idle connection costs no task and no buffer.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// How much may wait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) items: usize,
    pub(crate) bytes: usize,
}

/// What to do after an event was put in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Next {
    /// The queue was resting: the caller starts to work it off.
    Start,
    /// Someone is at it already.
    Wait,
}

/// The queue is full; the item comes back.
#[derive(Debug)]
pub(crate) struct Full<T>(pub(crate) T);

pub(crate) struct Inbox<T> {
    bounds: Bounds,
    state: Mutex<State<T>>,
}

struct State<T> {
    waiting: VecDeque<(usize, T)>,
    bytes: usize,
    /// Someone is working the queue off, or it is still held.
    busy: bool,
}

impl<T> Inbox<T> {
    /// A queue that collects, but is held until [`Inbox::take`] is first called
    /// by the one who has prepared the connection.
    pub(crate) fn held(bounds: Bounds) -> Self {
        Self {
            bounds,
            state: Mutex::new(State {
                waiting: VecDeque::new(),
                bytes: 0,
                busy: true,
            }),
        }
    }

    /// Appends an item that holds `bytes` of text. An item that alone is over
    /// the bound in bytes is taken when nothing else waits: its size was already
    /// limited by that of a packet.
    pub(crate) fn put(&self, item: T, bytes: usize) -> Result<Next, Full<T>> {
        let mut state = self.lock();
        let full = state.waiting.len() >= self.bounds.items
            || (!state.waiting.is_empty() && state.bytes + bytes > self.bounds.bytes);
        if full {
            return Err(Full(item));
        }
        state.waiting.push_back((bytes, item));
        state.bytes += bytes;
        if state.busy {
            return Ok(Next::Wait);
        }
        state.busy = true;
        Ok(Next::Start)
    }

    /// The next item, for the one who works the queue off. None puts the queue
    /// to rest, frees its buffer and ends that work.
    pub(crate) fn take(&self) -> Option<T> {
        let mut state = self.lock();
        match state.waiting.pop_front() {
            Some((bytes, item)) => {
                state.bytes -= bytes;
                Some(item)
            }
            None => {
                state.waiting = VecDeque::new();
                state.busy = false;
                None
            }
        }
    }

    /// Lets the next [`Inbox::put`] start anew, after the work has ended by a
    /// panic instead of by an empty queue.
    pub(crate) fn abandon(&self) {
        self.lock().busy = false;
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Nothing in here panics while the lock is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resting(items: usize, bytes: usize) -> Inbox<u32> {
        let inbox = Inbox::held(Bounds { items, bytes });
        assert!(inbox.take().is_none());
        inbox
    }

    #[test]
    fn items_come_out_in_the_order_they_went_in() {
        let inbox = resting(10, 100);
        for item in 0..5 {
            inbox.put(item, 1).unwrap();
        }
        let items: Vec<_> = std::iter::from_fn(|| inbox.take()).collect();
        assert_eq!(items, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn only_the_first_into_a_resting_queue_starts_the_work() {
        let inbox = resting(10, 100);
        assert_eq!(inbox.put(1, 1).unwrap(), Next::Start);
        assert_eq!(inbox.put(2, 1).unwrap(), Next::Wait);
        while inbox.take().is_some() {}
        assert_eq!(inbox.put(3, 1).unwrap(), Next::Start);
    }

    #[test]
    fn a_held_queue_collects_without_starting() {
        let inbox = Inbox::held(Bounds { items: 2, bytes: 9 });
        assert_eq!(inbox.put(1, 1).unwrap(), Next::Wait);
        assert_eq!(inbox.take(), Some(1));
    }

    #[test]
    fn a_full_queue_gives_the_item_back_and_keeps_the_others() {
        let inbox = resting(2, 100);
        inbox.put(1, 1).unwrap();
        inbox.put(2, 1).unwrap();
        assert_eq!(inbox.put(3, 1).unwrap_err().0, 3);
        assert_eq!(inbox.take(), Some(1));
        assert!(inbox.put(3, 1).is_ok());
    }

    #[test]
    fn the_bytes_that_wait_are_bounded_too() {
        let inbox = resting(10, 10);
        inbox.put(1, 25).unwrap();
        assert!(inbox.put(2, 1).is_err());
        assert_eq!(inbox.take(), Some(1));
        assert!(inbox.put(2, 1).is_ok());
    }

    #[test]
    fn abandoned_work_is_taken_up_by_the_next_item() {
        let inbox = resting(10, 100);
        inbox.put(1, 1).unwrap();
        inbox.put(2, 1).unwrap();
        assert_eq!(inbox.take(), Some(1));
        inbox.abandon();
        assert_eq!(inbox.put(3, 1).unwrap(), Next::Start);
        assert_eq!(inbox.take(), Some(2));
    }
}
