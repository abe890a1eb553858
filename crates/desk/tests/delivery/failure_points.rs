//! A server that is stopped dead at each point on a message's way: senders who
//! send again and readers who sync have everything exactly once.

use std::sync::Arc;

use frontdesk_desk::Error;
use frontdesk_model::chat::ChatMessage;
use frontdesk_store::{FailPoint, Notes};
use frontdesk_testkit::{TestData, TestDesk};

use crate::life::{Chat, Life, Shown, on_both_engines};

on_both_engines!(
    a_crash_before_the_commit,
    a_crash_after_the_commit,
    a_crash_before_the_ack,
    a_crash_after_the_ack_before_the_others_hear,
    a_crash_after_everyone_has_heard,
    each_step_shows_only_what_is_durable,
);

fn a_crash_before_the_commit(data: &Arc<TestData>) {
    let left = crash_at(FailPoint::BeforeCommit, data);
    assert_eq!(
        left,
        Left {
            stored: 0,
            acked: 0,
            heard: 0
        }
    );
}

fn a_crash_after_the_commit(data: &Arc<TestData>) {
    let left = crash_at(FailPoint::AfterCommit, data);
    assert!(left.stored > 0);
    assert_eq!((left.acked, left.heard), (0, 0));
}

fn a_crash_before_the_ack(data: &Arc<TestData>) {
    let left = crash_at(FailPoint::BeforeAck, data);
    assert_eq!(
        left,
        Left {
            stored: 3,
            acked: 0,
            heard: 3
        }
    );
}

fn a_crash_after_the_ack_before_the_others_hear(data: &Arc<TestData>) {
    let left = crash_at(FailPoint::BeforePublish, data);
    assert_eq!(
        left,
        Left {
            stored: 3,
            acked: 3,
            heard: 0
        }
    );
}

fn a_crash_after_everyone_has_heard(data: &Arc<TestData>) {
    let left = crash_at(FailPoint::AfterPublish, data);
    assert_eq!((left.stored, left.acked), (3, 3));
    assert!(left.heard > 0);
}

/// What a crash has left of the three messages that were under way.
#[derive(PartialEq, Eq, Debug)]
struct Left {
    stored: usize,
    acked: usize,
    /// How many the other side has heard of.
    heard: usize,
}

/// Three messages that come to `point` and no further, and a crash there; then
/// the same clients in the server's next life.
fn crash_at(point: FailPoint, data: &Arc<TestData>) -> Left {
    let life = Life::begin(data);
    let (for_maya, for_sam) = (Shown::default(), Shown::default());
    let chat = life.run(before(&life, &for_maya, &for_sam));
    life.hold(point);
    let acked = life.run(under_way(&life, point, &chat));
    let heard = chat.maya.inbox.heard().len() + chat.sam.inbox.heard().len() - 2;
    for_maya.take(chat.maya.inbox.heard());
    for_sam.take(chat.sam.inbox.heard());
    life.crash();

    let life = Life::begin(data);
    let stored = life.run(after(life.kit(), &chat, &acked, &for_maya, &for_sam));
    life.crash();
    Left {
        stored: stored - 2,
        acked: acked.len(),
        heard,
    }
}

const UNDER_WAY: [&str; 3] = ["maya-2", "sam-2", "maya-3"];

/// One message each way, as ever.
async fn before(life: &Life, for_maya: &Shown, for_sam: &Shown) -> Chat {
    let kit = life.kit();
    let chat = Chat::open(kit).await;
    let asked = chat.maya.say(kit, chat.id, "maya-1").await.unwrap();
    let answered = chat.sam.say(kit, chat.id, "sam-1").await.unwrap();
    life.passed(FailPoint::AfterPublish, 2).await;
    for_maya.take([asked]);
    for_sam.take([answered]);
    chat
}

/// Sends three messages at once, as two tabs and an agent would, and waits
/// until the server has done all that it can with the point held. Gives the
/// acknowledged ones.
async fn under_way(life: &Life, point: FailPoint, chat: &Chat) -> Vec<ChatMessage> {
    let kit = life.kit();
    let send = async |client_id: &str| say(kit, chat, client_id).await;
    let all = async { futures(send).await };
    tokio::pin!(all);
    match point {
        FailPoint::BeforePublish | FailPoint::AfterPublish => {
            let acked = all.await;
            life.arrival(point).await;
            acked.into_iter().map(Result::unwrap).collect()
        }
        FailPoint::BeforeAck => {
            let heard = async {
                chat.sam.inbox.hears(3).await;
                chat.maya.inbox.hears(2).await;
            };
            tokio::select! {
                acked = &mut all => panic!("nobody may hear of it: {acked:?}"),
                () = heard => Vec::new(),
            }
        }
        FailPoint::BeforePin
        | FailPoint::AfterPin
        | FailPoint::AfterPinned
        | FailPoint::AfterUnpin
        | FailPoint::BeforePlan
        | FailPoint::AfterPlan
        | FailPoint::BeforeSend
        | FailPoint::AfterSend
        | FailPoint::AfterSettle
        | FailPoint::MailTaken
        | FailPoint::BeforeIndex
        | FailPoint::AfterIndex
        | FailPoint::BeforeRebuildPage
        | FailPoint::BeforeIndexSwap => unreachable!("no message comes there"),
        FailPoint::BeforeCommit | FailPoint::AfterCommit => {
            tokio::select! {
                acked = &mut all => panic!("nobody may hear of it: {acked:?}"),
                () = life.arrival(point) => Vec::new(),
            }
        }
    }
}

async fn futures(
    send: impl AsyncFn(&str) -> Result<ChatMessage, Error>,
) -> [Result<ChatMessage, Error>; 3] {
    let [one, two, three] = UNDER_WAY;
    tokio::join!(send(one), send(two), send(three)).into()
}

async fn say(kit: &TestDesk, chat: &Chat, client_id: &str) -> Result<ChatMessage, Error> {
    let party = if client_id.starts_with("maya") {
        &chat.maya
    } else {
        &chat.sam
    };
    party.say(kit, chat.id, client_id).await
}

/// Both sides come back, sync and send again what was not acknowledged. Gives
/// how many messages the crash had left in the store.
async fn after(
    kit: &TestDesk,
    before: &Chat,
    acked: &[ChatMessage],
    for_maya: &Shown,
    for_sam: &Shown,
) -> usize {
    let left = stored(kit, before).await;
    for message in acked {
        assert!(left.contains(&message.client_id), "acknowledged and lost");
    }
    let chat = before.again(kit).await;
    for_maya.take(chat.maya.sync(kit, chat.id, for_maya.last()).await);
    for_sam.take(chat.sam.sync(kit, chat.id, for_sam.last()).await);
    for client_id in UNDER_WAY {
        let is_acked = acked
            .iter()
            .any(|one| one.client_id.as_deref() == Some(client_id));
        if is_acked {
            continue;
        }
        let message = say(kit, &chat, client_id).await.unwrap();
        let shown = if client_id.starts_with("maya") {
            for_maya
        } else {
            for_sam
        };
        shown.take([message]);
    }
    let new = 5 - left.len();
    let news = async {
        // Each new one is heard by the other side alone.
        while chat.maya.inbox.heard().len() + chat.sam.inbox.heard().len() < new {
            tokio::task::yield_now().await;
        }
    };
    news.await;
    for_maya.take(chat.maya.inbox.heard());
    for_sam.take(chat.sam.inbox.heard());
    let whole = chat.sam.sync(kit, chat.id, 0).await;
    let seqs: Vec<_> = whole.iter().map(|message| message.seq).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5]);
    let mut ids: Vec<_> = whole
        .iter()
        .map(|message| message.client_id.clone())
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5, "each exactly once");
    for message in acked {
        assert!(whole.contains(message), "as it was acknowledged");
    }
    assert_eq!(for_maya.all(), whole);
    assert_eq!(for_sam.all(), whole);
    left.len()
}

/// The `clientId`s of what is stored.
async fn stored(kit: &TestDesk, chat: &Chat) -> Vec<Option<String>> {
    let rows = kit.store.messages(chat.id, 0, 100, Notes::PublicOnly);
    let rows = rows.await.unwrap();
    rows.into_iter().map(|row| row.client_id).collect()
}

/// A message is taken from point to point.
fn each_step_shows_only_what_is_durable(data: &Arc<TestData>) {
    let life = Life::begin(data);
    life.run(async {
        let kit = life.kit();
        let chat = Chat::open(kit).await;
        for point in FailPoint::ALL {
            life.hold(point);
        }
        let sending = say(kit, &chat, "maya-1");
        tokio::pin!(sending);
        let steps = async {
            life.arrival(FailPoint::BeforeCommit).await;
            assert!(stored(kit, &chat).await.is_empty(), "it is not committed");
            life.release(FailPoint::BeforeCommit);
            life.arrival(FailPoint::AfterCommit).await;
            assert_eq!(stored(kit, &chat).await.len(), 1);
            life.release(FailPoint::AfterCommit);
            life.arrival(FailPoint::BeforePublish).await;
            life.arrival(FailPoint::BeforeAck).await;
            assert!(chat.sam.inbox.heard().is_empty());
            life.release(FailPoint::BeforePublish);
            life.arrival(FailPoint::AfterPublish).await;
            assert_eq!(chat.sam.inbox.heard().len(), 1);
        };
        tokio::select! {
            acked = &mut sending => panic!("too early: {acked:?}"),
            () = steps => {}
        }
        life.release(FailPoint::BeforeAck);
        let acked = sending.await.unwrap();
        assert_eq!(chat.sam.inbox.heard(), [acked]);
    });
    life.crash();
}
