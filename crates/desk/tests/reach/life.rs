//! A desk that sends mail and calls webhooks, and can be stopped dead; and the
//! world outside, which goes on.

use std::{collections::HashSet, future::Future, sync::Arc, time::Duration};

use frontdesk_desk::{Call, DeskConfig};
use frontdesk_model::{
    Actor, ConversationId, PageRequest, Role,
    delivery::{Channel, DeliveryState},
    ticket::{NewResponse, NewTicket},
};
use frontdesk_notify::MailConfig;
use frontdesk_store::{DeliveryFilter, DeliveryRow, FailPoint, FailPoints};
use frontdesk_testkit::{SmtpServer, TestData, TestDesk};
use tokio::{runtime::Runtime, sync::watch};

/// A hang must fail a test, not stop the suite.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often what has no event is looked at.
const LOOK: Duration = Duration::from_millis(20);

pub struct Life {
    runtime: Option<Runtime>,
    pub kit: Option<TestDesk>,
    arrived: watch::Sender<HashSet<FailPoint>>,
}

pub fn mailing(smtp: &SmtpServer) -> impl Fn(&mut DeskConfig) {
    let mail = MailConfig {
        url: smtp.url.parse().unwrap(),
        from: "Desk <desk@desk.example>".parse().unwrap(),
    };
    move |config| {
        config.mail = Some(mail.clone());
        config.notify.allow_private = true;
    }
}

impl Life {
    /// A desk over the data that stops at `held`.
    pub fn begin(
        data: &Arc<TestData>,
        held: Option<FailPoint>,
        change: impl FnOnce(&mut DeskConfig),
    ) -> Self {
        let runtime = Runtime::new().unwrap();
        let arrived = watch::Sender::new(HashSet::new());
        let told = arrived.clone();
        let hook = FailPoints::new(move |point| {
            told.send_modify(|arrived| {
                arrived.insert(point);
            });
            async move {
                if held == Some(point) {
                    std::future::pending::<()>().await;
                }
            }
        });
        let kit = runtime.block_on(TestDesk::over(Arc::clone(data), hook, change));
        Self {
            runtime: Some(runtime),
            kit: Some(kit),
            arrived,
        }
    }

    pub fn kit(&self) -> &TestDesk {
        self.kit.as_ref().unwrap()
    }

    /// Runs a part of the test in this life.
    pub fn run<T>(&self, part: impl Future<Output = T>) -> T {
        let runtime = self.runtime.as_ref().unwrap();
        runtime.block_on(async { tokio::time::timeout(PATIENCE, part).await.unwrap() })
    }

    /// Until something has come to a point.
    pub async fn arrival(&self, point: FailPoint) {
        let mut arrived = self.arrived.subscribe();
        let there = arrived.wait_for(|arrived| arrived.contains(&point));
        there.await.unwrap();
    }

    /// Stops everything dead, as the end of a process does.
    pub fn crash(mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(PATIENCE);
        }
        // Connections to the mail server are let go within a runtime.
        let nothing = Runtime::new().unwrap();
        let _within = nothing.enter();
        drop(self.kit.take());
    }
}

pub fn call(actor: &Actor) -> Call {
    Call {
        actor: actor.clone(),
        idempotency: None,
    }
}

/// A ticket of Maya's.
pub async fn ticket(kit: &TestDesk) -> ConversationId {
    let maya = kit.actor("maya", Role::User).await;
    ticket_of(kit, &maya).await
}

/// A ticket of theirs.
pub async fn ticket_of(kit: &TestDesk, person: &Actor) -> ConversationId {
    let input = NewTicket {
        subject: "Late".into(),
        description: "Where is it?".into(),
        ..NewTicket::default()
    };
    let made = kit.desk.create_ticket(&call(person), &input).await.unwrap();
    match made {
        frontdesk_desk::Submitted::Done(ticket) => ticket.id,
        frontdesk_desk::Submitted::Held { .. } => panic!("nothing is moderated here"),
    }
}

/// Sam answers.
pub async fn answer(kit: &TestDesk, ticket: ConversationId, text: &str) {
    let sam = kit.actor("sam", Role::Agent).await;
    let input = NewResponse {
        response: text.into(),
        ..NewResponse::default()
    };
    kit.desk.respond(&call(&sam), ticket, &input).await.unwrap();
}

/// The deliveries of a channel, once they are as they should be.
pub async fn deliveries(
    kit: &TestDesk,
    channel: Channel,
    ready: impl Fn(&[DeliveryRow]) -> bool,
) -> Vec<DeliveryRow> {
    let filter = DeliveryFilter {
        channel: Some(channel),
        ..DeliveryFilter::default()
    };
    let look = async {
        loop {
            let page = kit.store.deliveries(&filter, &PageRequest::default()).await;
            let rows = page.unwrap().items;
            if ready(&rows) {
                return rows;
            }
            tokio::time::sleep(LOOK).await;
        }
    };
    tokio::time::timeout(PATIENCE, look).await.unwrap()
}

pub fn all_are(state: DeliveryState) -> impl Fn(&[DeliveryRow]) -> bool {
    move |rows| !rows.is_empty() && rows.iter().all(|row| row.state == state)
}
