//! What goes in one message: notifications join what waits for the same person,
//! channel and bucket, so that a flood becomes one message that counts. Pure.

use std::{collections::HashMap, time::Duration};

use frontdesk_model::{
    DeliveryId, NotificationId, PersonId, Timestamp, delivery::Channel,
    notification::NotificationType,
};
use frontdesk_store::{Gathering, NewDelivery};

use super::routes::Route;

/// A notification that is to take a channel.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub notification: NotificationId,
    pub person: PersonId,
    pub kind: NotificationType,
    pub route: Route,
}

/// What is to be stored.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub new: Vec<NewDelivery>,
    /// Those that were there, as they are now, and what has joined them.
    pub joined: Vec<(Gathering, Vec<NotificationId>)>,
}

/// Where the delivery of a person, a channel and a bucket stands in the plan.
enum Place {
    New(usize),
    Joined(usize),
}

/// `most` is how far after its first notification a message is put off at most
/// by those that follow.
pub(super) fn gather(
    wanted: Vec<Wanted>,
    waiting: Vec<Gathering>,
    most: Duration,
    now: Timestamp,
    mut id: impl FnMut() -> DeliveryId,
) -> Plan {
    let mut plan = Plan::default();
    let mut places: HashMap<(PersonId, Channel, String), Place> = HashMap::new();
    let mut known: HashMap<_, _> = waiting
        .into_iter()
        .map(|one| {
            (
                (one.person_id.clone(), one.channel, one.bucket.clone()),
                one,
            )
        })
        .collect();
    for one in wanted {
        let key = (
            one.person.clone(),
            one.route.channel,
            one.route.bucket.clone(),
        );
        if let Some(gathering) = known.remove(&key) {
            places.insert(key.clone(), Place::Joined(plan.joined.len()));
            plan.joined.push((gathering, Vec::new()));
        }
        match places.get(&key) {
            Some(Place::Joined(nth)) => {
                let (gathering, told) = &mut plan.joined[*nth];
                gathering.due_at = put_off(
                    gathering.created_at,
                    gathering.due_at,
                    one.route.due_at,
                    most,
                );
                gathering.notifications += 1;
                told.push(one.notification);
            }
            Some(Place::New(nth)) => {
                let new = &mut plan.new[*nth];
                new.due_at = put_off(new.created_at, new.due_at, one.route.due_at, most);
                new.notifications.push(one.notification);
            }
            None => {
                places.insert(key, Place::New(plan.new.len()));
                plan.new.push(delivery(one, now, id()));
            }
        }
    }
    plan
}

/// When a message goes that another notification joins. It only moves within
/// the time that a flood may put it off, and then to a time at which its person
/// may be disturbed: `next` is one.
fn put_off(first: Timestamp, due: Timestamp, next: Timestamp, most: Duration) -> Timestamp {
    if next <= first.plus(most) {
        due.max(next)
    } else {
        due
    }
}

fn delivery(one: Wanted, now: Timestamp, id: DeliveryId) -> NewDelivery {
    NewDelivery {
        id,
        channel: one.route.channel,
        kind: one.kind.as_str().to_owned(),
        person_id: Some(one.person),
        endpoint_id: None,
        conversation_id: one.route.conversation,
        bucket: one.route.bucket,
        gathering: true,
        target: None,
        notifications: vec![one.notification],
        payload: None,
        due_at: one.route.due_at,
        created_at: now,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const MOST: Duration = Duration::from_secs(300);

    fn wanted(n: u128, person: &str, bucket: &str, due_at: Timestamp) -> Wanted {
        Wanted {
            notification: Uuid::from_u128(n).into(),
            person: person.into(),
            kind: NotificationType::ChatMessage,
            route: Route {
                channel: Channel::Email,
                bucket: bucket.to_owned(),
                conversation: None,
                due_at,
            },
        }
    }

    fn waiting(new: &NewDelivery) -> Gathering {
        Gathering {
            id: new.id,
            person_id: new.person_id.clone().unwrap(),
            channel: new.channel,
            bucket: new.bucket.clone(),
            created_at: new.created_at,
            due_at: new.due_at,
            notifications: new.notifications.len() as i64,
        }
    }

    /// Twenty quick messages are one mail that counts, put off by a while and no more.
    #[test]
    fn a_flood_is_one_message_that_counts() {
        let mut stored: Vec<Gathering> = Vec::new();
        let start = Timestamp(0);
        for n in 0..20_u128 {
            let now = start.plus(Duration::from_secs(20 * n as u64));
            let due = now.plus(Duration::from_secs(60));
            let one = wanted(n, "maya", "conversation", due);
            let plan = gather(vec![one], stored.clone(), MOST, now, || {
                Uuid::from_u128(1_000 + n).into()
            });
            stored = plan
                .new
                .iter()
                .map(waiting)
                .chain(plan.joined.into_iter().map(|(one, _)| one))
                .collect();
        }
        assert_eq!(stored.len(), 1);
        assert_eq!(stored[0].notifications, 20);
        assert_eq!(stored[0].due_at, start.plus(MOST));
    }

    proptest! {
        /// Nothing is lost, doubled or given to somebody else; one message a
        /// person and bucket; its time never comes nearer, and is never put off
        /// beyond the bound by what follows.
        #[test]
        fn everything_goes_in_one_message_of_its_own(
            arrivals in prop::collection::vec((0_usize..3, 0_usize..3, 0_u64..400), 1..60),
            rounds in 1_usize..5,
        ) {
            let (people, buckets) = (["a", "b", "c"], ["x", "y", "z"]);
            let mut stored: Vec<Gathering> = Vec::new();
            let mut placed: HashMap<u128, DeliveryId> = HashMap::new();
            let mut next_id = 10_000_u128;
            let mut clock = 0;
            let chunk = arrivals.len().div_ceil(rounds);
            for (round, arrivals) in arrivals.chunks(chunk).enumerate() {
                let now = Timestamp(clock);
                let wanted: Vec<_> = arrivals.iter().enumerate().map(|(nth, (person, bucket, wait))| {
                    clock += 1_000;
                    let due = now.plus(Duration::from_secs(*wait));
                    let n = (round * 1_000 + nth) as u128;
                    wanted(n, people[*person], buckets[*bucket], due)
                }).collect();
                let before = stored.clone();
                let plan = gather(wanted.clone(), stored.clone(), MOST, now, || {
                    next_id += 1;
                    Uuid::from_u128(next_id).into()
                });
                for new in &plan.new {
                    for told in &new.notifications {
                        prop_assert!(placed.insert(told.0.as_u128(), new.id).is_none());
                    }
                    stored.push(waiting(new));
                }
                for (after, told) in &plan.joined {
                    let was = before.iter().find(|one| one.id == after.id).unwrap();
                    prop_assert!(after.due_at >= was.due_at);
                    prop_assert!(after.due_at <= was.due_at.max(was.created_at.plus(MOST)));
                    prop_assert_eq!(after.notifications, was.notifications + told.len() as i64);
                    for told in told {
                        prop_assert!(placed.insert(told.0.as_u128(), after.id).is_none());
                    }
                    *stored.iter_mut().find(|one| one.id == after.id).unwrap() = after.clone();
                }
                for one in &wanted {
                    let id = placed[&one.notification.0.as_u128()];
                    let delivery = stored.iter().find(|delivery| delivery.id == id).unwrap();
                    prop_assert_eq!(&delivery.person_id, &one.person);
                    prop_assert_eq!(&delivery.bucket, &one.route.bucket);
                }
            }
            prop_assert_eq!(placed.len(), arrivals.len());
            let total: i64 = stored.iter().map(|one| one.notifications).sum();
            prop_assert_eq!(total, arrivals.len() as i64);
            let mut keys: Vec<_> = stored.iter().map(|one| (&one.person_id, &one.bucket)).collect();
            keys.sort();
            keys.dedup();
            prop_assert_eq!(keys.len(), stored.len());
        }
    }
}
