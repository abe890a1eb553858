//! The server is stopped dead at every step from a notification to its mail: it
//! stands in the list exactly once, and arrives at least once under one key.

use std::{collections::HashSet, sync::Arc, time::Duration};

use frontdesk_model::{
    PageRequest, Role,
    delivery::{Channel, DeliveryState},
    notification::NotificationType,
};
use frontdesk_store::FailPoint;
use frontdesk_testkit::{Postgres, SmtpServer, TestData};
use tokio::runtime::Runtime;

use crate::life::{Life, all_are, answer, deliveries, mailing, ticket};

macro_rules! at_each_step {
    ($($name:ident: $point:ident => $mails:expr,)*) => {
        mod sqlite {
            use super::*;
            $(#[test]
            fn $name() {
                crash_at(FailPoint::$point, &Arc::new(TestData::new()), $mails);
            })*
        }

        mod postgres {
            use super::*;
            $(#[test]
            fn $name() {
                let url = Postgres::shared().create_database();
                crash_at(FailPoint::$point, &Arc::new(TestData::on_postgres(url)), $mails);
            })*
        }
    };
}

// How many mails there are in the end: more than one only where nobody could
// write down that it was taken.
at_each_step!(
    before_the_plan_is_committed: BeforePlan => 1,
    after_the_plan_and_before_its_job_is_done: AfterPlan => 1,
    before_it_is_sent: BeforeSend => 1,
    after_it_was_taken_and_before_that_is_written_down: AfterSend => 2,
    after_that_is_written_down: AfterSettle => 1,
);

fn crash_at(point: FailPoint, data: &Arc<TestData>, mails: usize) {
    let outside = Runtime::new().unwrap();
    let smtp = outside.block_on(SmtpServer::start());
    let life = Life::begin(data, Some(point), mailing(&smtp));
    life.run(async {
        let kit = life.kit();
        let ticket = ticket(kit).await;
        answer(kit, ticket, "On its way").await;
        // Past the delay of mail; what is not planned yet is due later.
        if !matches!(point, FailPoint::BeforePlan | FailPoint::AfterPlan) {
            deliveries(kit, Channel::Email, |rows| rows.len() == 1).await;
            kit.clock.advance(Duration::from_secs(60));
        }
        life.arrival(point).await;
    });
    life.crash();

    let life = Life::begin(data, None, mailing(&smtp));
    life.run(async {
        let kit = life.kit();
        // Past the leases of the life before.
        kit.clock.advance(Duration::from_secs(600));
        let planned = deliveries(kit, Channel::Email, |rows| rows.len() == 1).await;
        // Planned only now, it is due later. A clock that jumped while it is
        // being sent would end its lease.
        if planned[0].due_at > kit.clock.now() {
            kit.clock.advance(Duration::from_secs(60));
        }
        let sent = all_are(DeliveryState::Sent);
        let row = deliveries(kit, Channel::Email, sent).await.remove(0);
        let received = smtp.mails(mails).await;
        assert_eq!(received.len(), mails);
        let id = format!("Message-ID: <{}@desk.example>", row.id);
        assert!(received.iter().all(|mail| mail.data.contains(&id)));
        assert!(received.iter().all(|mail| mail.to == "maya@example.com"));

        // In the list: once.
        let maya = kit.actor("maya", Role::User).await;
        let page = PageRequest::default();
        let list = kit.desk.notifications(&maya, false, &page).await.unwrap();
        let answers: Vec<_> = list
            .page
            .items
            .iter()
            .filter(|one| one.kind == NotificationType::TicketResponse)
            .collect();
        assert_eq!(answers.len(), 1);
        // And told of once.
        let told = kit.store.delivered_notifications(row.id).await.unwrap();
        let ids: HashSet<_> = told.iter().map(|one| one.id).collect();
        assert_eq!(ids.len(), told.len());
        assert!(ids.contains(&answers[0].id));
    });
    life.crash();
}
