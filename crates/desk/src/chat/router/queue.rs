//! Queue order: who waits before whom, and everybody's place.
//!
//! A chat's turn is the moment it was queued, less the head start of its
//! priority. There is a line for each team and one for the chats of no team; a
//! place is counted within its line.

use std::collections::BTreeMap;

use frontdesk_model::{ConversationId, Timestamp, routing::QueuePriority};

use super::RouterConfig;

/// Orders the queue: the turn, then the moment of queueing, then the id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Place {
    turn: Timestamp,
    queued_at: Timestamp,
    pub session: ConversationId,
}

impl Place {
    pub fn new(
        session: ConversationId,
        priority: QueuePriority,
        queued_at: Timestamp,
        config: &RouterConfig,
    ) -> Self {
        Self {
            turn: queued_at.minus(config.head_start(priority)),
            queued_at,
            session,
        }
    }
}

/// One line of waiting chats. Each place is counted when it has changed, not
/// whenever somebody asks: an arrival at the end costs nothing for those
/// before it.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// With the position that was told last; 0 for none.
    places: BTreeMap<Place, i64>,
    /// From the first place to the last at which something has changed.
    changed: Option<(Place, Place)>,
}

impl Line {
    pub fn insert(&mut self, place: Place) {
        self.places.insert(place, 0);
        self.note_change(place);
    }

    pub fn remove(&mut self, place: Place) {
        self.places.remove(&place);
        self.note_change(place);
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn first(&self) -> Option<ConversationId> {
        self.places.keys().next().map(|place| place.session)
    }

    /// From 1.
    pub fn position(&self, place: Place) -> i64 {
        match self.changed {
            Some((first, _)) if first <= place => {
                let since = self.places.range(first..=place).count();
                self.told_before(first) + i64::try_from(since).unwrap_or(i64::MAX)
            }
            _ => self.places.get(&place).copied().unwrap_or(0),
        }
    }

    /// Who has another position than they were told, and which.
    pub fn moved(&mut self) -> Vec<(ConversationId, i64)> {
        let Some((first, last)) = self.changed.take() else {
            return Vec::new();
        };
        let mut position = self.told_before(first);
        let mut moved = Vec::new();
        for (place, told) in self.places.range_mut(first..) {
            position += 1;
            if *told != position {
                *told = position;
                moved.push((place.session, position));
            } else if *place > last {
                // As many have come as have gone: the others stay.
                break;
            }
        }
        moved
    }

    fn told_before(&self, place: Place) -> i64 {
        let before = self.places.range(..place).next_back();
        before.map_or(0, |(_, told)| *told)
    }

    fn note_change(&mut self, place: Place) {
        self.changed = Some(match self.changed {
            None => (place, place),
            Some((first, last)) => (first.min(place), last.max(place)),
        });
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use uuid::Uuid;

    use super::*;

    fn place(turn: i64) -> Place {
        Place {
            turn: Timestamp(turn),
            queued_at: Timestamp(turn),
            session: ConversationId(Uuid::from_u128(turn.unsigned_abs().into())),
        }
    }

    fn line(turns: impl IntoIterator<Item = i64>) -> Line {
        let mut line = Line::default();
        for turn in turns {
            line.insert(place(turn));
        }
        line.moved();
        line
    }

    #[test]
    fn a_head_start_counts_against_the_time_of_arrival() {
        let config = RouterConfig {
            vip_head_start: Duration::from_secs(10),
            ..RouterConfig::default()
        };
        let at = |session: u128, priority, seconds: i64| {
            let session = ConversationId(Uuid::from_u128(session));
            Place::new(session, priority, Timestamp(seconds * 1_000), &config)
        };
        let plain = at(1, QueuePriority::Normal, 0);
        assert!(at(2, QueuePriority::Vip, 9) < plain);
        assert!(at(3, QueuePriority::Vip, 11) > plain);
    }

    #[test]
    fn an_arrival_at_the_end_moves_nobody_else() {
        let mut line = line([1, 2, 3]);
        line.insert(place(4));
        assert_eq!(line.position(place(4)), 4);
        assert_eq!(line.moved(), [(place(4).session, 4)]);
    }

    #[test]
    fn everyone_behind_one_who_leaves_moves_up() {
        let mut line = line([1, 2, 3]);
        line.remove(place(1));
        assert_eq!(line.position(place(3)), 2);
        assert_eq!(line.moved(), [(place(2).session, 1), (place(3).session, 2)]);
        assert_eq!(line.moved(), []);
    }

    #[test]
    fn nobody_behind_a_swap_hears_of_it() {
        let mut line = line([1, 3, 5, 6]);
        line.remove(place(1));
        line.insert(place(4));
        assert_eq!(line.moved(), [(place(3).session, 1), (place(4).session, 2)]);
        assert_eq!(line.position(place(6)), 4);
    }
}
