//! What ends by itself unless it is said again: one timer wheel for all of a
//! kind, instead of a task for each.

use std::{
    collections::{HashMap, hash_map::Entry},
    future::poll_fn,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use tokio_util::time::{DelayQueue, delay_queue};

/// Values under keys, each with the same time to live.
pub(crate) struct Expiry<K, V> {
    lifetime: Duration,
    state: Mutex<State<K, V>>,
}

struct State<K, V> {
    queue: DelayQueue<K>,
    entries: HashMap<K, (delay_queue::Key, V)>,
}

impl<K: Clone + Eq + Hash, V> Expiry<K, V> {
    /// Must be called within a tokio runtime.
    pub fn new(lifetime: Duration) -> Self {
        Self {
            lifetime,
            state: Mutex::new(State {
                queue: DelayQueue::new(),
                entries: HashMap::new(),
            }),
        }
    }

    /// Begins, or begins anew, with a value that is made of the one before.
    pub fn start(&self, key: K, value: impl FnOnce(Option<&V>) -> V) {
        let mut state = self.lock();
        let State { queue, entries } = &mut *state;
        match entries.entry(key) {
            Entry::Occupied(mut entry) => {
                let (timer, old) = entry.get_mut();
                queue.reset(timer, self.lifetime);
                *old = value(Some(old));
            }
            Entry::Vacant(entry) => {
                let timer = queue.insert(entry.key().clone(), self.lifetime);
                entry.insert((timer, value(None)));
            }
        }
    }

    /// Ends it before its time; its value if it was under way.
    pub fn end(&self, key: &K) -> Option<V> {
        let mut state = self.lock();
        let (timer, value) = state.entries.remove(key)?;
        state.queue.remove(&timer);
        Some(value)
    }

    /// Ends all whose value is such.
    pub fn end_where(&self, ends: impl Fn(&V) -> bool) -> Vec<(K, V)> {
        let mut state = self.lock();
        let State { queue, entries } = &mut *state;
        let ended = entries.extract_if(|_, (_, value)| ends(value));
        ended
            .map(|(key, (timer, value))| {
                queue.remove(&timer);
                (key, value)
            })
            .collect()
    }

    pub fn contains(&self, key: &K) -> bool {
        self.lock().entries.contains_key(key)
    }

    /// Waits for the next one whose time is over. For one task.
    pub async fn next(&self) -> (K, V) {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    fn poll_next(&self, cx: &mut Context<'_>) -> Poll<(K, V)> {
        let mut state = self.lock();
        // An empty queue keeps the waker and calls it at the next insertion.
        while let Poll::Ready(Some(expired)) = state.queue.poll_expired(cx) {
            let key = expired.into_inner();
            if let Some((_, value)) = state.entries.remove(&key) {
                return Poll::Ready((key, value));
            }
        }
        Poll::Pending
    }

    fn lock(&self) -> MutexGuard<'_, State<K, V>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{self, Instant};

    use super::*;

    const LIFETIME: Duration = Duration::from_secs(6);

    #[tokio::test(start_paused = true)]
    async fn each_ends_after_its_time() {
        let expiry = Expiry::new(LIFETIME);
        let started = Instant::now();
        expiry.start("maya", |_| 1);
        time::advance(Duration::from_secs(2)).await;
        expiry.start("sam", |_| 2);
        assert_eq!(expiry.next().await, ("maya", 1));
        assert_eq!(started.elapsed().as_secs(), 6);
        assert_eq!(expiry.next().await, ("sam", 2));
        assert_eq!(started.elapsed().as_secs(), 8);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_said_again_lives_on() {
        let expiry = Expiry::new(LIFETIME);
        let started = Instant::now();
        expiry.start("maya", |_| 1);
        time::advance(Duration::from_secs(5)).await;
        expiry.start("maya", |before| before.copied().unwrap_or_default() + 1);
        assert_eq!(expiry.next().await, ("maya", 2));
        assert_eq!(started.elapsed().as_secs(), 11);
        assert!(!expiry.contains(&"maya"));
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_ended_does_not_end_again() {
        let expiry = Expiry::new(LIFETIME);
        expiry.start("maya", |_| 1);
        expiry.start("sam", |_| 2);
        expiry.start("ann", |_| 3);
        assert_eq!(expiry.end(&"maya"), Some(1));
        assert_eq!(expiry.end(&"maya"), None);
        assert_eq!(expiry.end_where(|value| *value == 3), [("ann", 3)]);
        assert_eq!(expiry.next().await, ("sam", 2));
        let more = time::timeout(LIFETIME * 2, expiry.next()).await;
        assert!(more.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn one_who_waits_already_hears_of_the_first() {
        let expiry = std::sync::Arc::new(Expiry::new(LIFETIME));
        let waiting = tokio::spawn({
            let expiry = expiry.clone();
            async move { expiry.next().await }
        });
        tokio::task::yield_now().await;
        expiry.start("maya", |_| ());
        assert_eq!(waiting.await.unwrap(), ("maya", ()));
    }
}
