//! What search does in the background beside the index: the log is stored, synonyms that
//! another process has changed are read again, popular queries are counted.

use std::time::Duration;

use tokio::{
    sync::watch,
    time::{Instant, MissedTickBehavior, interval},
};

use crate::{Desk, error::Result};

/// How often the log is stored and synonyms are looked after: what another process changes holds
/// here within a second.
const TURN: Duration = Duration::from_millis(500);
/// How often pages are forgotten, and popular queries counted.
const SLOW_TURN: Duration = Duration::from_secs(5 * 60);

/// Runs until `stopped`; what is logged by then is stored when the desk is closed.
pub(crate) async fn tend_search(desk: Desk, mut stopped: watch::Receiver<bool>) {
    let mut turns = interval(TURN);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last_slow: Option<Instant> = None;
    while !*stopped.borrow() {
        tokio::select! {
            _ = turns.tick() => {}
            _ = stopped.changed() => break,
        }
        report(
            desk.store_settled_searches().await,
            "searches could not be logged",
        );
        report(desk.refresh_synonyms().await, "synonyms could not be read");
        if last_slow.is_none_or(|last| last.elapsed() >= SLOW_TURN) {
            last_slow = Some(Instant::now());
            report(desk.forget_visits().await, "visits could not be forgotten");
            report(
                desk.refresh_popular_queries().await,
                "popular queries could not be counted",
            );
        }
    }
}

fn report(outcome: Result<()>, what: &'static str) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "{what}");
    }
}
