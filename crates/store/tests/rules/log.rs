//! The message log against a model: whatever is said, repeated, handed on and
//! reopened, the store holds what a list in memory holds.

use frontdesk_model::chat::Sender;
use frontdesk_store::{Error, Notes, RANK_RETURNED};
use proptest::prelude::*;

use crate::world::{World, staff};

const USERS: [&str; 2] = ["maya", "noah"];
const AGENTS: [&str; 2] = ["sam", "kim"];

#[derive(Clone, Debug)]
enum Step {
    Say {
        chat: usize,
        client: u8,
    },
    Answer {
        chat: usize,
        agent: usize,
        client: u8,
    },
    Accept {
        chat: usize,
        agent: usize,
    },
    Requeue {
        chat: usize,
    },
    Close {
        chat: usize,
    },
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let (chat, agent, client) = (0..2_usize, 0..2_usize, 0..12_u8);
    prop_oneof![
        6 => (chat.clone(), client.clone()).prop_map(|(chat, client)| Step::Say { chat, client }),
        6 => (chat.clone(), agent.clone(), client)
            .prop_map(|(chat, agent, client)| Step::Answer { chat, agent, client }),
        3 => (chat.clone(), agent).prop_map(|(chat, agent)| Step::Accept { chat, agent }),
        1 => chat.clone().prop_map(|chat| Step::Requeue { chat }),
        1 => chat.prop_map(|chat| Step::Close { chat }),
        1 => Just(Step::Reopen),
    ]
}

/// What the store should hold of one chat.
#[derive(Default)]
struct Model {
    closed: bool,
    agent: Option<usize>,
    /// Sender and `clientId`, in order of `seq`.
    log: Vec<(&'static str, u8)>,
}

async fn run(steps: Vec<Step>) {
    let mut world = World::sqlite().await;
    let mut models = [Model::default(), Model::default()];
    let mut chats = Vec::new();
    for user in USERS {
        chats.push(world.waiting_chat(user).await.id);
    }
    for step in steps {
        match step {
            Step::Say { chat, client } => {
                say(&world, chats[chat], &mut models[chat], USERS[chat], client).await;
            }
            Step::Answer {
                chat,
                agent,
                client,
            } => {
                say(
                    &world,
                    chats[chat],
                    &mut models[chat],
                    AGENTS[agent],
                    client,
                )
                .await;
            }
            Step::Accept { chat, agent } => {
                let model = &mut models[chat];
                let mut tx = world.store.begin().await.unwrap();
                let accepted = tx
                    .accept_chat(chats[chat], &staff(AGENTS[agent]), world.now())
                    .await;
                assert_eq!(accepted.is_ok(), !model.closed && model.agent.is_none());
                if accepted.is_ok() {
                    tx.commit().await.unwrap();
                    model.agent = Some(agent);
                }
            }
            Step::Requeue { chat } => {
                let model = &mut models[chat];
                let mut tx = world.store.begin().await.unwrap();
                let queued = tx
                    .requeue_chat(chats[chat], None, RANK_RETURNED, None, world.now())
                    .await;
                assert_eq!(queued.is_ok(), !model.closed && model.agent.is_some());
                if queued.is_ok() {
                    tx.commit().await.unwrap();
                    model.agent = None;
                }
            }
            Step::Close { chat } => {
                let mut tx = world.store.begin().await.unwrap();
                let closed = tx.close_chat(chats[chat], world.now()).await;
                assert_eq!(closed.is_ok(), !models[chat].closed);
                if closed.is_ok() {
                    tx.commit().await.unwrap();
                    models[chat].closed = true;
                }
            }
            Step::Reopen => world.reopen().await,
        }
    }
    for (chat, model) in chats.into_iter().zip(&models) {
        let rows = world
            .store
            .messages(chat, 0, 1_000, Notes::PublicOnly)
            .await
            .unwrap();
        let stored: Vec<_> = rows
            .iter()
            .map(|row| (row.seq, row.sender_id.0.clone(), row.client_id.clone()))
            .collect();
        let expected: Vec<_> = (1..)
            .zip(&model.log)
            .map(|(seq, (who, client))| (seq, (*who).to_owned(), Some(client.to_string())))
            .collect();
        assert_eq!(stored, expected);
    }
}

async fn say(
    world: &World,
    chat: frontdesk_model::ConversationId,
    model: &mut Model,
    who: &'static str,
    client: u8,
) {
    let sender = if USERS.contains(&who) {
        Sender::User
    } else {
        Sender::Agent
    };
    let mut message = world.message(chat, sender, who);
    message.client_id = Some(client.to_string());
    let answer = world.store.append_chat(message).await;
    let first = model.log.iter().position(|said| *said == (who, client));
    let may_write = match sender {
        Sender::User => true,
        Sender::Agent => model.agent.is_some_and(|agent| AGENTS[agent] == who),
    };
    match (first, model.closed, may_write) {
        (Some(first), _, _) => {
            let answer = answer.unwrap();
            assert!(answer.repeated);
            assert_eq!(answer.message.seq, i64::try_from(first).unwrap() + 1);
        }
        (None, true, _) => assert!(matches!(answer, Err(Error::Conflict { .. }))),
        (None, false, false) => assert!(matches!(answer, Err(Error::Forbidden { .. }))),
        (None, false, true) => {
            model.log.push((who, client));
            let answer = answer.unwrap();
            assert!(!answer.repeated);
            assert_eq!(answer.message.seq, i64::try_from(model.log.len()).unwrap());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn r110_the_log_is_what_a_list_would_be(steps in prop::collection::vec(step(), 1..40)) {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap()
            .block_on(run(steps));
    }
}
