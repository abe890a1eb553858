//! Bursts of notifications leave in one frame, for clients that ask for it in
//! their handshake (`batch: true`). What comes alone goes at once; what comes
//! within [`WINDOW`] after it waits for the window's end, and goes as one event
//! `notifications` with one `unread-count` behind it.

use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use frontdesk_desk::{Deliver, Event};
use frontdesk_model::{events::UnreadCount, notification::Notification};
use tokio::time::Instant;

/// How long notifications wait for company, after others have just left.
pub(crate) const WINDOW: Duration = Duration::from_millis(10);
/// Notifications in one frame at most; one more makes another frame.
pub(crate) const FRAME_MAX: usize = 100;

/// A connection's way out on which notifications wait for each other.
pub(crate) struct Batching<D>(Arc<Inner<D>>);

struct Inner<D> {
    out: D,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    waiting: Vec<Notification>,
    /// The newest count; it is told behind what waits.
    count: Option<UnreadCount>,
    /// Until then what comes waits.
    window: Option<Instant>,
    /// Whether somebody comes at the window's end.
    timed: bool,
}

impl<D: Deliver + 'static> Batching<D> {
    pub(crate) fn new(out: D) -> Self {
        Self(Arc::new(Inner {
            out,
            state: Mutex::default(),
        }))
    }
}

impl<D: Deliver + 'static> Inner<D> {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything leaves under the lock, so that nothing overtakes.
    fn flush(&self, state: &mut State) -> bool {
        let waiting = mem::take(&mut state.waiting);
        let mut delivered = true;
        if !waiting.is_empty() {
            state.window = Some(Instant::now() + WINDOW);
        }
        for frame in waiting.chunks(FRAME_MAX) {
            delivered &= self.out.deliver(&Event::Notifications(frame.to_vec()));
        }
        if let Some(count) = state.count.take() {
            delivered &= self.out.deliver(&Event::UnreadCount(count));
        }
        delivered
    }

    fn take(self: &Arc<Self>, notifications: &[Notification]) -> bool {
        let mut state = self.lock();
        state.waiting.extend_from_slice(notifications);
        let window = state.window.filter(|end| Instant::now() < *end);
        match window {
            Some(end) if state.waiting.len() < FRAME_MAX => {
                if !mem::replace(&mut state.timed, true) {
                    let this = Arc::clone(self);
                    tokio::spawn(async move {
                        tokio::time::sleep_until(end).await;
                        this.end_window();
                    });
                }
                true
            }
            _ => self.flush(&mut state),
        }
    }

    fn end_window(&self) {
        let mut state = self.lock();
        state.timed = false;
        if !self.flush(&mut state) {
            metrics::counter!("frontdesk_connections_overflowed_total").increment(1);
        }
    }
}

impl<D: Deliver + 'static> Deliver for Batching<D> {
    fn deliver(&self, event: &Event) -> bool {
        let inner = &self.0;
        match event {
            Event::Notifications(notifications) => inner.take(notifications),
            Event::UnreadCount(count) => {
                let mut state = inner.lock();
                if state.waiting.is_empty() {
                    return inner.out.deliver(event);
                }
                state.count = Some(count.clone());
                true
            }
            // Whatever else happens keeps its place behind them.
            event => {
                let mut state = inner.lock();
                inner.flush(&mut state) & inner.out.deliver(event)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use frontdesk_model::{Timestamp, events::NotificationRead, notification::NotificationType};

    use super::*;

    /// What has left: how many notifications in a frame, or a count.
    #[derive(Clone, Default)]
    struct Line(Arc<Mutex<Vec<Left>>>);

    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    enum Left {
        Frame(usize),
        Count(i64),
        Other,
    }
    use Left::{Count, Frame, Other};

    impl Deliver for Line {
        fn deliver(&self, event: &Event) -> bool {
            let left = match event {
                Event::Notifications(frame) => Frame(frame.len()),
                Event::UnreadCount(count) => Count(count.count),
                _ => Other,
            };
            self.0.lock().unwrap().push(left);
            true
        }
    }

    impl Line {
        fn left(&self) -> Vec<Left> {
            mem::take(&mut self.0.lock().unwrap())
        }
    }

    fn batching() -> (Line, Batching<Line>) {
        let line = Line::default();
        (line.clone(), Batching::new(line))
    }

    fn notifications(count: usize) -> Event {
        let one = |n: usize| Notification {
            id: format!("00000000-0000-0000-0000-{n:012}").parse().unwrap(),
            kind: NotificationType::System,
            title: "Maintenance".into(),
            message: String::new(),
            data: serde_json::Value::Null,
            read: false,
            created_at: Timestamp(0),
        };
        Event::Notifications((0..count).map(one).collect())
    }

    fn count(count: i64) -> Event {
        Event::UnreadCount(UnreadCount { count })
    }

    #[tokio::test(start_paused = true)]
    async fn what_comes_alone_goes_at_once_and_a_burst_behind_it_in_one_frame() {
        let (line, out) = batching();
        out.deliver(&notifications(1));
        out.deliver(&count(1));
        assert_eq!(line.left(), [Frame(1), Count(1)]);
        for n in 2..=5 {
            out.deliver(&notifications(1));
            out.deliver(&count(n));
        }
        assert_eq!(line.left(), []);
        // Past its end: two timers of the same instant fire in either order.
        tokio::time::sleep(WINDOW * 3 / 2).await;
        assert_eq!(line.left(), [Frame(4), Count(5)]);
        // The frame has opened a window of its own; after it one goes at once again.
        out.deliver(&notifications(1));
        assert_eq!(line.left(), []);
        tokio::time::sleep(2 * WINDOW).await;
        out.deliver(&notifications(1));
        assert_eq!(line.left(), [Frame(1), Frame(1)]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_came_together_leaves_together_but_no_frame_is_too_large() {
        let (line, out) = batching();
        out.deliver(&notifications(FRAME_MAX + 1));
        assert_eq!(line.left(), [Frame(FRAME_MAX), Frame(1)]);
        out.deliver(&notifications(FRAME_MAX - 1));
        assert_eq!(line.left(), []);
        out.deliver(&notifications(1));
        assert_eq!(line.left(), [Frame(FRAME_MAX)]);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_overtakes_what_waits() {
        let (line, out) = batching();
        out.deliver(&notifications(1));
        out.deliver(&notifications(2));
        out.deliver(&count(3));
        let read = NotificationRead {
            notification_id: None,
            conversation_id: None,
        };
        out.deliver(&Event::NotificationRead(read));
        out.deliver(&count(0));
        assert_eq!(line.left(), [Frame(1), Frame(2), Count(3), Other, Count(0)]);
        tokio::time::sleep(WINDOW * 3 / 2).await;
        assert_eq!(line.left(), []);
    }
}
