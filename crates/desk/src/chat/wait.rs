//! How long a waiting customer will probably wait still.
//!
//! What counts is how fast the queue has moved: each chat of the last hours
//! that an agent took stood at some place when it came, and waited so long, so
//! it waited so long a place. The estimate is the present place times the
//! upper quartile of that: three of four customers wait no longer, as long as
//! things go on as they did. It is none when nobody is there to answer, when
//! too little is known, and when the first in line has already waited longer a
//! place than anybody in that time: then the past tells nothing of today.

use std::{collections::HashMap, time::Duration};

use frontdesk_model::{ConversationId, TeamId};
use frontdesk_store::QueueWait;

use super::router::Router;
use crate::Desk;

/// How far back the estimate looks.
const HISTORY: Duration = Duration::from_secs(4 * 3_600);
/// Chats that it looks at, at most.
const SAMPLES: u32 = 50;
/// With fewer, nothing is promised.
const MIN_SAMPLES: usize = 3;

/// Seconds that a place takes, by queue; each is read once.
#[derive(Default)]
pub(super) struct Estimates(HashMap<Option<TeamId>, Option<f64>>);

impl Estimates {
    /// Seconds until a chat is answered; none when nothing can be said.
    pub async fn of(
        &mut self,
        desk: &Desk,
        router: &Router,
        session: ConversationId,
    ) -> Option<i64> {
        let standing = router.standing(session)?;
        let per_place = match self.0.get(&standing.team) {
            Some(known) => *known,
            None => {
                let read = desk.seconds_per_place(router, standing.team).await;
                self.0.insert(standing.team, read);
                read
            }
        };
        per_place.map(|seconds| scale(seconds, standing.position as f64))
    }
}

impl Desk {
    /// What one more chat would wait; none when nothing can be said.
    pub(crate) async fn next_wait(&self, router: &Router, team: Option<TeamId>) -> Option<i64> {
        let per_place = self.seconds_per_place(router, team).await?;
        Some(scale(per_place, router.waiting_for(team) as f64 + 1.0))
    }

    async fn seconds_per_place(&self, router: &Router, team: Option<TeamId>) -> Option<f64> {
        if router.available_agents(team) == 0 {
            return None;
        }
        let now = self.clock.now();
        let waits = self
            .store
            .queue_waits(team, now.minus(HISTORY), SAMPLES)
            .await;
        let waits = waits
            .inspect_err(|error| tracing::warn!(%error, "the waits of a queue were not read"))
            .ok()?;
        let first = router.longest_wait(team, now);
        per_place(&waits, first.map(|wait| wait.as_secs_f64()))
    }
}

fn scale(seconds_per_place: f64, places: f64) -> i64 {
    (seconds_per_place * places).ceil().max(1.0) as i64
}

/// `first`: seconds that the first in line has waited.
fn per_place(waits: &[QueueWait], first: Option<f64>) -> Option<f64> {
    if waits.len() < MIN_SAMPLES {
        return None;
    }
    let mut seconds: Vec<f64> = waits
        .iter()
        .map(|one| {
            let ahead = waits.iter().filter(|other| {
                other.queued_at < one.queued_at && other.accepted_at > one.queued_at
            });
            let waited = one.accepted_at.since(one.queued_at).as_secs_f64();
            waited / (ahead.count() + 1) as f64
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    let longest = *seconds.last()?;
    if first.is_some_and(|first| first > longest) {
        return None;
    }
    Some(seconds[(seconds.len() * 3).div_ceil(4) - 1])
}

#[cfg(test)]
mod tests {
    use frontdesk_model::Timestamp;

    use super::*;

    fn wait(from: i64, to: i64) -> QueueWait {
        QueueWait {
            queued_at: Timestamp(from * 1_000),
            accepted_at: Timestamp(to * 1_000),
        }
    }

    #[test]
    fn too_little_history_promises_nothing() {
        assert_eq!(per_place(&[wait(0, 10), wait(20, 30)], None), None);
    }

    #[test]
    fn waits_are_counted_by_the_place_they_began_at() {
        // Three came at once, and one was answered every ten seconds.
        let waits = [wait(0, 10), wait(1, 21), wait(2, 32)];
        assert_eq!(per_place(&waits, None), Some(10.0));
    }

    #[test]
    fn three_of_four_waited_no_longer() {
        let waits = [wait(0, 10), wait(100, 120), wait(200, 230), wait(300, 340)];
        assert_eq!(per_place(&waits, Some(5.0)), Some(30.0));
    }

    #[test]
    fn a_queue_that_stands_still_promises_nothing() {
        let waits = [wait(0, 10), wait(20, 30), wait(40, 50)];
        assert_eq!(per_place(&waits, Some(10.0)), Some(10.0));
        assert_eq!(per_place(&waits, Some(11.0)), None);
    }
}
