//! The desk against a model of it: random sequences of messages, repeats,
//! closings, transfers, syncs and crashes. After each step the desk has
//! answered as the model does; at the end everyone has heard and reads exactly
//! what the model holds.

use std::{collections::HashMap, sync::Arc};

use frontdesk_desk::Error;
use frontdesk_model::{
    ConversationId,
    chat::{ChatMessage, InitiateChat, Sender},
    events::TransferSession,
};
use frontdesk_testkit::{TestData, TestDesk};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::life::{self, Life, Party};

const CUSTOMERS: [&str; 2] = ["maya", "noah"];
const AGENTS: [&str; 2] = ["sam", "kim"];

/// People by number: first the customers, then the agents.
fn name(person: usize) -> &'static str {
    CUSTOMERS.into_iter().chain(AGENTS).nth(person).unwrap()
}

fn side(person: usize) -> Sender {
    if person < CUSTOMERS.len() {
        Sender::User
    } else {
        Sender::Agent
    }
}

/// What somebody does. Chats are counted in the order of their opening, from
/// the newest; a number beyond them does nothing.
#[derive(Clone, Debug)]
enum Step {
    Open {
        customer: usize,
    },
    /// All at once. Few marks: many messages are repeats.
    Say {
        chat: usize,
        said: Vec<(usize, u8)>,
    },
    Accept {
        agent: usize,
        chat: usize,
    },
    HandOn {
        agent: usize,
        chat: usize,
        to: Option<usize>,
    },
    Close {
        person: usize,
        chat: usize,
    },
    Sync {
        person: usize,
        chat: usize,
        after: u8,
    },
    Crash,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let customer = 0..CUSTOMERS.len();
    let agent = CUSTOMERS.len()..CUSTOMERS.len() + AGENTS.len();
    let person = 0..CUSTOMERS.len() + AGENTS.len();
    let chat = || prop_oneof![4 => Just(0_usize), 2 => Just(1), 1 => Just(2)];
    let step = prop_oneof![
        3 => customer.prop_map(|customer| Step::Open { customer }),
        12 => (chat(), vec((person.clone(), 0..12_u8), 1..6))
            .prop_map(|(chat, said)| Step::Say { chat, said }),
        4 => (agent.clone(), chat()).prop_map(|(agent, chat)| Step::Accept { agent, chat }),
        2 => (agent.clone(), chat(), proptest::option::of(agent.clone()))
            .prop_map(|(agent, chat, to)| Step::HandOn { agent, chat, to }),
        1 => (person.clone(), chat()).prop_map(|(person, chat)| Step::Close { person, chat }),
        2 => (person, chat(), 0..6_u8)
            .prop_map(|(person, chat, after)| Step::Sync { person, chat, after }),
        1 => Just(Step::Crash),
    ];
    vec(step, 1..40)
}

/// A chat as it should be.
struct Chat {
    id: ConversationId,
    customer: usize,
    agent: Option<usize>,
    closed: bool,
    messages: Vec<ChatMessage>,
    /// The place of each sender's mark among the messages.
    marks: HashMap<(usize, u8), usize>,
}

impl Chat {
    fn may_write(&self, person: usize) -> bool {
        !self.closed
            && match side(person) {
                Sender::User => self.customer == person,
                Sender::Agent => self.agent == Some(person),
            }
    }

    fn may_read(&self, person: usize) -> bool {
        side(person) == Sender::Agent || self.customer == person
    }
}

struct World {
    data: Arc<TestData>,
    life: Option<Life>,
    people: Vec<Party>,
    /// What each person's connection should have heard, in order for each chat.
    told: Vec<HashMap<ConversationId, Vec<ChatMessage>>>,
    chats: Vec<Chat>,
}

impl World {
    fn new(data: Arc<TestData>) -> Self {
        let mut world = Self {
            data,
            life: None,
            people: Vec::new(),
            told: Vec::new(),
            chats: Vec::new(),
        };
        world.live();
        world
    }

    fn live(&mut self) {
        let life = Life::begin(&self.data);
        let all = 0..CUSTOMERS.len() + AGENTS.len();
        self.told = all.clone().map(|_| HashMap::new()).collect();
        self.people = life.run(async {
            let mut people = Vec::new();
            for person in all {
                people.push(Party::connect(life.kit(), name(person), side(person)).await);
            }
            people
        });
        self.life = Some(life);
    }

    /// Takes what a step does to the desk and to the model.
    fn take(&mut self, step: &Step) {
        if let Step::Crash = step {
            self.settle();
            if let Some(life) = self.life.take() {
                life.crash();
            }
            self.live();
            return;
        }
        let life = self.life.take().unwrap();
        life.run(self.carry_out(life.kit(), step));
        self.life = Some(life);
    }

    async fn carry_out(&mut self, kit: &TestDesk, step: &Step) {
        match *step {
            Step::Open { customer } => self.open(kit, customer).await,
            Step::Say { chat, ref said } => self.say(kit, chat, said).await,
            Step::Accept { agent, chat } => self.accept(kit, agent, chat).await,
            Step::HandOn { agent, chat, to } => self.hand_on(kit, agent, chat, to).await,
            Step::Close { person, chat } => self.close(kit, person, chat).await,
            Step::Sync {
                person,
                chat,
                after,
            } => {
                self.sync(kit, person, chat, i64::from(after)).await;
            }
            Step::Crash => {}
        }
    }

    fn place(&self, from_newest: usize) -> Option<usize> {
        self.chats.len().checked_sub(from_newest + 1)
    }

    async fn open(&mut self, kit: &TestDesk, customer: usize) {
        let actor = &self.people[customer].actor;
        let input = InitiateChat::default();
        let opened = kit.desk.initiate_chat(actor, &input, None);
        let opened = opened.await.unwrap();
        let open = self
            .chats
            .iter()
            .find(|chat| chat.customer == customer && !chat.closed);
        assert_eq!(opened.resumed, open.is_some());
        match open {
            Some(chat) => assert_eq!(opened.session_id, chat.id),
            None => self.chats.push(Chat {
                id: opened.session_id,
                customer,
                agent: None,
                closed: false,
                messages: Vec::new(),
                marks: HashMap::new(),
            }),
        }
    }

    async fn say(&mut self, kit: &TestDesk, chat: usize, said: &[(usize, u8)]) {
        let Some(place) = self.place(chat) else {
            return;
        };
        let id = self.chats[place].id;
        let tasks: Vec<_> = said
            .iter()
            .map(|(person, mark)| {
                let party = &self.people[*person];
                let mark = format!("{}-{mark}", name(*person));
                async move { party.say(kit, id, &mark).await }
            })
            .collect();
        let answers = futures_util::future::join_all(tasks).await;
        let mut new = Vec::new();
        for ((person, mark), answer) in said.iter().zip(answers) {
            let chat = &self.chats[place];
            let known = chat.marks.get(&(*person, *mark));
            match (known, answer) {
                (Some(known), Ok(message)) => assert_eq!(message, chat.messages[*known]),
                (Some(_), Err(error)) => panic!("a stored message was refused: {error:?}"),
                (None, Ok(message)) => {
                    assert!(chat.may_write(*person), "{message:?}");
                    new.push(((*person, *mark), message));
                }
                (None, Err(error)) => {
                    assert!(!chat.may_write(*person), "{error:?}");
                    assert!(error.is_final(), "{error:?}");
                }
            }
        }
        self.append(place, new);
    }

    /// New messages, some of them answers to repeats of one another.
    fn append(&mut self, place: usize, mut new: Vec<((usize, u8), ChatMessage)>) {
        new.sort_by_key(|(_, message)| message.seq);
        let chat = &mut self.chats[place];
        for (mark, message) in new {
            if let Some(known) = chat.marks.get(&mark) {
                assert_eq!(message, chat.messages[*known], "a mark is one message");
                continue;
            }
            assert_eq!(
                message.seq,
                chat.messages.len() as i64 + 1,
                "no gap, nothing twice"
            );
            chat.marks.insert(mark, chat.messages.len());
            chat.messages.push(message.clone());
            let others = [Some(chat.customer), chat.agent];
            for other in others.into_iter().flatten().filter(|one| *one != mark.0) {
                let told = self.told[other].entry(chat.id).or_default();
                told.push(message.clone());
            }
        }
    }

    async fn accept(&mut self, kit: &TestDesk, agent: usize, chat: usize) {
        let Some(place) = self.place(chat) else {
            return;
        };
        let chat = &mut self.chats[place];
        let accepted = kit
            .desk
            .accept_session(&self.people[agent].actor, chat.id)
            .await;
        let may = !chat.closed && chat.agent.is_none();
        assert_eq!(accepted.is_ok(), may, "{accepted:?}");
        if may {
            chat.agent = Some(agent);
        }
    }

    async fn hand_on(&mut self, kit: &TestDesk, agent: usize, chat: usize, to: Option<usize>) {
        let Some(place) = self.place(chat) else {
            return;
        };
        let chat = &mut self.chats[place];
        let transfer = TransferSession {
            session_id: chat.id,
            to_agent_id: to.map(|to| name(to).into()),
            to_team: None,
            note: None,
        };
        let handed_on = kit
            .desk
            .transfer_session(&self.people[agent].actor, &transfer)
            .await;
        let may = !chat.closed && chat.agent == Some(agent);
        assert_eq!(handed_on.is_ok(), may, "{handed_on:?}");
        if may {
            chat.agent = to;
        }
    }

    async fn close(&mut self, kit: &TestDesk, person: usize, chat: usize) {
        let Some(place) = self.place(chat) else {
            return;
        };
        let chat = &mut self.chats[place];
        let actor = &self.people[person].actor;
        let closed: Result<(), Error> = match side(person) {
            Sender::User => kit.desk.end_chat(actor, chat.id).await,
            Sender::Agent => kit.desk.close_session(actor, chat.id).await,
        };
        let may = !chat.closed
            && match side(person) {
                Sender::User => chat.customer == person,
                Sender::Agent => chat.agent.is_none() || chat.agent == Some(person),
            };
        assert_eq!(closed.is_ok(), may, "{closed:?}");
        chat.closed |= may;
    }

    async fn sync(&self, kit: &TestDesk, person: usize, chat: usize, after: i64) {
        let Some(place) = self.place(chat) else {
            return;
        };
        let chat = &self.chats[place];
        let actor = &self.people[person].actor;
        let page = kit.desk.chat_messages(actor, chat.id, after, 100).await;
        assert_eq!(page.is_ok(), chat.may_read(person), "{page:?}");
        if let Ok(page) = page {
            let missed = chat.messages.iter().filter(|message| message.seq > after);
            assert!(missed.eq(&page.messages));
        }
    }

    /// Everyone has heard what is for them, in order, and nothing else.
    fn settle(&self) {
        let life = self.life.as_ref().unwrap();
        for (party, told) in self.people.iter().zip(&self.told) {
            life.run(party.inbox.hears(told.values().map(Vec::len).sum()));
            let mut heard: HashMap<_, Vec<_>> = HashMap::new();
            for message in party.inbox.heard() {
                heard.entry(message.session_id).or_default().push(message);
            }
            assert_eq!(heard, *told, "{}", party.actor.id);
        }
    }
}

fn holds(cases: u32, data: fn() -> Arc<TestData>) {
    let config = Config {
        cases,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&steps(), |steps| {
            let mut world = World::new(data());
            for step in &steps {
                world.take(step);
            }
            world.settle();
            // What was said is there after a crash as well.
            world.take(&Step::Crash);
            for chat in 0..world.chats.len() {
                for person in 0..CUSTOMERS.len() + AGENTS.len() {
                    world.take(&Step::Sync {
                        person,
                        chat,
                        after: 0,
                    });
                }
            }
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn the_desk_does_as_the_model_on_sqlite() {
    holds(40, life::sqlite);
}

#[test]
fn the_desk_does_as_the_model_on_postgres() {
    holds(12, life::postgres);
}
