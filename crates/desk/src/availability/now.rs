//! Whether a chat that is begun now finds somebody: the hours, and who is
//! there. Asked at each page view, so what it costs is kept small: the hours
//! are in memory, and who is there is counted once a second at most.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use frontdesk_model::{
    TeamId, Timestamp,
    availability::{Availability, AvailabilityReason},
};

use super::settings::Opening;
use crate::{
    Desk,
    error::{Error, Result},
};

/// How old a count of who is there may be.
const CROWD_AGE: Duration = Duration::from_secs(1);

/// Who is there for a team, and who waits.
#[derive(Clone, Copy, Debug)]
struct Crowd {
    /// Agents with the console open who are not away.
    there: usize,
    /// Those of them who take chats.
    available: usize,
    waiting: usize,
    estimated_wait_seconds: Option<i64>,
}

/// The last counts, each with its time.
#[derive(Default)]
pub(super) struct Crowds(Mutex<HashMap<Option<TeamId>, (Timestamp, Crowd)>>);

impl Crowds {
    fn recent(&self, team: Option<TeamId>, now: Timestamp) -> Option<Crowd> {
        let crowds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, crowd) = crowds.get(&team)?;
        (now.since(*at) < CROWD_AGE).then_some(*crowd)
    }

    fn keep(&self, team: Option<TeamId>, now: Timestamp, crowd: Crowd) {
        let mut crowds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        crowds.insert(team, (now, crowd));
    }
}

impl Desk {
    /// Whether a chat about a topic, or about anything, finds somebody now.
    ///
    /// # Errors
    /// `InvalidInput` when the form has no such topic.
    pub async fn availability(&self, topic_id: Option<&str>) -> Result<Availability> {
        let topic = topic_id
            .map(|id| {
                let unknown = "topicId must be one of the form's topics";
                self.topic(id)?
                    .ok_or_else(|| Error::invalid_field("topicId", unknown))
            })
            .transpose()?;
        let team = topic.and_then(|topic| topic.team_id);
        let now = self.clock.now();
        let crowd = match self.availability.crowds.recent(team, now) {
            Some(crowd) => crowd,
            None => self.count(team).await,
        };
        Ok(self.judge(team, crowd))
    }

    /// The same for a team, counted anew.
    pub(crate) async fn availability_of(&self, team: Option<TeamId>) -> Availability {
        let crowd = self.count(team).await;
        self.judge(team, crowd)
    }

    fn judge(&self, team: Option<TeamId>, crowd: Crowd) -> Availability {
        let now = self.clock.now();
        let settings = self.availability.settings();
        let opening = settings.opening(team);
        let calendar = &opening.calendar;
        let holiday = calendar.holiday(now);
        let in_hours = calendar.is_open(now);
        let reason = match (in_hours, crowd.there) {
            (true, 0) => AvailabilityReason::NobodyThere,
            (true, _) => AvailabilityReason::Open,
            (false, _) if holiday.is_some() => AvailabilityReason::Holiday,
            (false, _) => AvailabilityReason::OutsideHours,
        };
        let opens_at = (!in_hours).then(|| calendar.next_opening(now)).flatten();
        let closes_at = in_hours.then(|| calendar.next_closing(now)).flatten();
        Availability {
            open: reason == AvailabilityReason::Open,
            reason,
            holiday: holiday.map(str::to_owned),
            opens_at,
            closes_at,
            time_zone: opening.hours.time_zone.clone(),
            agents_available: crowd.available,
            waiting: crowd.waiting,
            estimated_wait_seconds: crowd.estimated_wait_seconds,
            expected_answer_at: self.answered_at(opening, now),
        }
    }

    /// When a message that is left for a team now is answered, as a rule.
    pub(crate) fn expected_answer(
        &self,
        team: Option<TeamId>,
        from: Timestamp,
    ) -> Option<Timestamp> {
        let settings = self.availability.settings();
        self.answered_at(settings.opening(team), from)
    }

    fn answered_at(&self, opening: &Opening, from: Timestamp) -> Option<Timestamp> {
        let time = opening.usual_answer.unwrap_or(self.config.expected_answer);
        opening.calendar.after_open_time(from, time)
    }

    async fn count(&self, team: Option<TeamId>) -> Crowd {
        let router = self.chat.router().await;
        let crowd = Crowd {
            there: router.agents_there(team),
            available: router.available_agents(team),
            waiting: router.waiting_for(team),
            estimated_wait_seconds: self.next_wait(&router, team).await,
        };
        drop(router);
        let crowds = &self.availability.crowds;
        crowds.keep(team, self.clock.now(), crowd);
        crowd
    }
}
