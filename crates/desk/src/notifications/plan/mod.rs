//! Planning: which messages leave Frontdesk for notifications that were just
//! stored. What is decided is pure ([`routes`], [`gather`]); here it is put into
//! the store.

mod gather;
mod routes;

use std::collections::{BTreeSet, HashMap};

use frontdesk_model::{NotificationId, PersonId, preferences::AvailableChannels};
use frontdesk_store::{FailPoint, Planned, Reach};

use self::{
    gather::{Wanted, gather},
    routes::{About, Reader, routes},
};
use crate::{Desk, error::Result};
pub(super) use routes::ESCALATION;

impl Desk {
    /// Plans the deliveries of these notifications: the work of a job, or of
    /// several at once. A repeat after a crash adds none.
    ///
    /// # Errors
    /// Only faults of ours.
    pub(crate) async fn plan_deliveries(&self, ids: &[NotificationId]) -> Result<()> {
        if self.channels() == AvailableChannels::default() {
            return Ok(());
        }
        let planned = self.store.notifications_to_plan(ids).await?;
        let people: BTreeSet<_> = planned.iter().map(|one| &one.person_id).collect();
        let reached = self.store.reach_of(people.iter().copied()).await?;
        let readers: HashMap<_, _> = reached
            .into_iter()
            .map(|reach| (reach.id.clone(), self.reader(&reach)))
            .collect();
        let reachable = |person: &&PersonId| {
            let reader = readers.get(*person);
            reader.is_some_and(|reader| reader.available != AvailableChannels::default())
        };
        let reachable: BTreeSet<_> = people.into_iter().filter(reachable).cloned().collect();
        if reachable.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let muted = self.store.muted_by(&reachable, now).await?;
        let mut wanted = Vec::new();
        for one in planned {
            let Some(reader) = readers.get(&one.person_id) else {
                continue;
            };
            let about = About {
                kind: one.kind,
                conversation: one.conversation_id,
                created_at: one.created_at,
                muted: one
                    .conversation_id
                    .is_some_and(|it| muted.contains(&(one.person_id.clone(), it))),
            };
            for route in routes(&about, reader, &self.config.notify, now) {
                wanted.push(wanted_of(&one, route));
            }
        }
        self.store_plan(&reachable, wanted).await
    }

    async fn store_plan(&self, people: &BTreeSet<PersonId>, mut wanted: Vec<Wanted>) -> Result<()> {
        if wanted.is_empty() {
            return Ok(());
        }
        let ids: Vec<_> = wanted.iter().map(|one| one.notification).collect();
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let taken = tx.taken_channels(&ids).await?;
        wanted.retain(|one| !taken.contains(&(one.notification, one.route.channel)));
        let waiting = tx.gathering(people).await?;
        let most = self.config.notify.coalesce_max;
        let plan = gather(wanted, waiting, most, now, || self.ids.make());
        tx.add_deliveries(&plan.new).await?;
        tx.join_deliveries(&plan.joined).await?;
        self.store.reached(FailPoint::BeforePlan).await;
        tx.commit().await?;
        self.store.reached(FailPoint::AfterPlan).await;
        Ok(())
    }

    /// Which channels the operator has set up.
    pub(crate) fn channels(&self) -> AvailableChannels {
        self.senders.available()
    }

    fn reader(&self, reach: &Reach) -> Reader {
        let channels = self.channels();
        let preferences = reach.preferences.clone().unwrap_or_default();
        Reader {
            schedule: preferences.schedule(),
            preferences,
            available: AvailableChannels {
                email: channels.email && reach.email.is_some() && !reach.undeliverable,
                push: channels.push && reach.devices > 0,
                sms: channels.sms && reach.phone.is_some(),
            },
        }
    }
}

fn wanted_of(one: &Planned, route: routes::Route) -> Wanted {
    Wanted {
        notification: one.id,
        person: one.person_id.clone(),
        kind: one.kind,
        route,
    }
}
