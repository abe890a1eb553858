//! A server that can be stopped dead: each life has a runtime of its own over
//! data that outlives it, and its failure points hold until the test says so.

use std::{
    collections::{HashMap, HashSet},
    future::Future,
    sync::{Arc, Mutex},
    time::Duration,
};

use frontdesk_desk::{ConnectionId, Deliver, Error, Event, Namespace, Sent};
use frontdesk_model::{
    Actor, ConversationId, Role,
    chat::{ChatMessage, InitiateChat, SendMessage, Sender},
};
use frontdesk_store::{FailPoint, FailPoints};
use frontdesk_testkit::{Postgres, TestData, TestDesk};
use tokio::{
    runtime::{Builder, Runtime},
    sync::watch,
};

/// `on_both_engines!(a, b,)` makes each of these functions, which take the
/// data, a test on SQLite and one on PostgreSQL.
macro_rules! on_both_engines {
    ($($name:ident,)*) => {
        mod sqlite {$(
            #[test]
            fn $name() {
                super::$name(&$crate::life::sqlite());
            }
        )*}

        mod postgres {$(
            #[test]
            fn $name() {
                super::$name(&$crate::life::postgres());
            }
        )*}
    };
}
pub(crate) use on_both_engines;

/// A hang must fail a test, not stop the suite.
const PATIENCE: Duration = Duration::from_secs(60);

pub fn sqlite() -> Arc<TestData> {
    Arc::new(TestData::new())
}

pub fn postgres() -> Arc<TestData> {
    let url = Postgres::shared().create_database();
    Arc::new(TestData::on_postgres(url))
}

/// Which failure points hold, and how often each was passed or reached.
#[derive(Clone, Default)]
struct Steps {
    held: HashSet<FailPoint>,
    arrivals: HashMap<FailPoint, u64>,
}

/// One life of a server.
pub struct Life {
    runtime: Option<Runtime>,
    kit: Option<TestDesk>,
    steps: watch::Sender<Steps>,
}

impl Life {
    pub fn begin(data: &Arc<TestData>) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let steps = watch::Sender::new(Steps::default());
        let kit = runtime.block_on(TestDesk::over(Arc::clone(data), hook(&steps), |_| {}));
        Self {
            runtime: Some(runtime),
            kit: Some(kit),
            steps,
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

    /// From now on whatever comes to this point stays there.
    pub fn hold(&self, point: FailPoint) {
        self.steps.send_modify(|steps| {
            steps.held.insert(point);
            steps.arrivals.remove(&point);
        });
    }

    /// Lets go on what is held at a point, and what comes after it.
    pub fn release(&self, point: FailPoint) {
        self.steps.send_modify(|steps| {
            steps.held.remove(&point);
        });
    }

    /// Until something has come to a point since it holds.
    pub async fn arrival(&self, point: FailPoint) {
        let mut steps = self.steps.subscribe();
        let arrived = steps.wait_for(|steps| steps.arrivals.contains_key(&point));
        arrived.await.unwrap();
    }

    /// Until a point that doesn't hold was passed so many times.
    pub async fn passed(&self, point: FailPoint, times: u64) {
        let mut steps = self.steps.subscribe();
        let passed = steps.wait_for(|steps| steps.arrivals.get(&point) >= Some(&times));
        passed.await.unwrap();
    }

    /// Stops everything dead, wherever it is, as the end of a process does:
    /// nothing is closed, flushed or told.
    pub fn crash(mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(PATIENCE);
        }
    }
}

fn hook(steps: &watch::Sender<Steps>) -> FailPoints {
    let steps = steps.clone();
    FailPoints::new(move |point| {
        let mut here = steps.subscribe();
        let mut holds = false;
        // Counted and decided at once: what was passed is not held afterwards.
        steps.send_modify(|steps| {
            *steps.arrivals.entry(point).or_default() += 1;
            holds = steps.held.contains(&point);
        });
        async move {
            if holds {
                // It only ends with the life itself.
                let _ = here.wait_for(|steps| !steps.held.contains(&point)).await;
            }
        }
    })
}

/// A connection's way in to a client.
#[derive(Default)]
pub struct Inbox {
    heard: watch::Sender<Vec<ChatMessage>>,
}

impl Inbox {
    pub fn heard(&self) -> Vec<ChatMessage> {
        self.heard.borrow().clone()
    }

    /// Until so many messages have been heard.
    pub async fn hears(&self, count: usize) {
        let mut heard = self.heard.subscribe();
        heard.wait_for(|heard| heard.len() >= count).await.unwrap();
    }
}

impl Deliver for Inbox {
    fn deliver(&self, event: &Event) -> bool {
        if let Event::ChatMessage(message) = event {
            self.heard.send_modify(|heard| heard.push(message.clone()));
        }
        true
    }
}

/// One side of a chat, connected to one life of the server.
pub struct Party {
    pub actor: Actor,
    pub side: Sender,
    pub inbox: Arc<Inbox>,
    connection: ConnectionId,
}

impl Party {
    pub async fn connect(kit: &TestDesk, id: &str, side: Sender) -> Self {
        let inbox = Arc::new(Inbox::default());
        let (actor, connection) = match side {
            Sender::User => {
                let actor = kit.actor(id, Role::User).await;
                let out = inbox.clone();
                let connection = kit.desk.connect(&actor, Namespace::ChatUser, out);
                (actor, connection)
            }
            Sender::Agent => {
                let actor = kit.actor(id, Role::Agent).await;
                let out = inbox.clone();
                let connection = kit.desk.connect_agent(&actor, out).await.unwrap();
                (actor, connection)
            }
        };
        Self {
            actor,
            side,
            inbox,
            connection,
        }
    }

    /// Says something under a `clientId`, which is the content too.
    pub async fn say(
        &self,
        kit: &TestDesk,
        chat: ConversationId,
        client_id: &str,
    ) -> Result<ChatMessage, Error> {
        let message = SendMessage {
            session_id: chat,
            content: client_id.to_owned(),
            client_id: Some(client_id.to_owned()),
            attachments: Vec::new(),
        };
        let from = Some(self.connection);
        let sent = kit
            .desk
            .send_message(&self.actor, self.side, &message, from)
            .await?;
        match sent {
            Sent::Stored(message) => Ok(*message),
            Sent::Held(held) => panic!("nothing is held without rules: {held:?}"),
        }
    }

    /// What came after `after`, to the end.
    pub async fn sync(&self, kit: &TestDesk, chat: ConversationId, after: i64) -> Vec<ChatMessage> {
        let mut messages: Vec<ChatMessage> = Vec::new();
        loop {
            let last = messages.last().map_or(after, |message| message.seq);
            let page = kit.desk.chat_messages(&self.actor, chat, last, 3).await;
            let page = page.unwrap();
            messages.extend(page.messages);
            if !page.more {
                return messages;
            }
        }
    }
}

/// A chat of Maya's that Sam has accepted.
pub struct Chat {
    pub id: ConversationId,
    pub maya: Party,
    pub sam: Party,
}

impl Chat {
    pub async fn open(kit: &TestDesk) -> Self {
        let maya = Party::connect(kit, "maya", Sender::User).await;
        let sam = Party::connect(kit, "sam", Sender::Agent).await;
        let opened = kit
            .desk
            .initiate_chat(&maya.actor, &InitiateChat::default(), None)
            .await
            .unwrap();
        let id = opened.session_id;
        kit.desk.accept_session(&sam.actor, id).await.unwrap();
        Self { id, maya, sam }
    }

    /// The same people in the next life of the server.
    pub async fn again(&self, kit: &TestDesk) -> Self {
        Self {
            id: self.id,
            maya: Party::connect(kit, "maya", Sender::User).await,
            sam: Party::connect(kit, "sam", Sender::Agent).await,
        }
    }
}

/// The view of a client that merges what it hears and syncs by `seq`.
#[derive(Default)]
pub struct Shown(Mutex<Vec<ChatMessage>>);

impl Shown {
    /// Takes messages in by whatever way they came.
    pub fn take(&self, messages: impl IntoIterator<Item = ChatMessage>) {
        let mut shown = self.0.lock().unwrap();
        for message in messages {
            match shown.iter().find(|one| one.seq == message.seq) {
                Some(known) => assert_eq!(*known, message, "a seq is one message for ever"),
                None => shown.push(message),
            }
        }
        shown.sort_by_key(|message| message.seq);
    }

    /// The last `seq` without a gap before it.
    pub fn last(&self) -> i64 {
        let shown = self.0.lock().unwrap();
        let whole = shown
            .iter()
            .zip(1..)
            .take_while(|(one, seq)| one.seq == *seq);
        whole.last().map_or(0, |(one, _)| one.seq)
    }

    pub fn all(&self) -> Vec<ChatMessage> {
        self.0.lock().unwrap().clone()
    }
}
