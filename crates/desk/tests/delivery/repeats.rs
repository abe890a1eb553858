//! A message whose acknowledgement was lost is sent again, whatever has become
//! of its chat meanwhile: it is answered with what is stored, never refused.

use std::sync::Arc;

use frontdesk_desk::Error;
use frontdesk_model::{
    chat::{ChatStatus, InitiateChat, Sender},
    error::ErrorCode,
    events::TransferSession,
};
use frontdesk_testkit::{TestData, TestDesk};

use crate::life::{Chat, Life, Party, on_both_engines};

on_both_engines!(
    a_repeat_in_a_closed_chat_gives_the_first,
    a_repeat_by_an_agent_who_handed_the_chat_on_gives_the_first,
    a_repeated_first_message_opens_no_second_chat,
    a_new_message_in_a_closed_chat_is_refused_and_nowhere,
);

/// With nothing remembered of the chat, as after a restart, and with all of it.
fn in_this_life_and_the_next(
    data: &Arc<TestData>,
    first: impl AsyncFn(&TestDesk) -> Chat,
    then: impl AsyncFn(&TestDesk, &Chat),
) {
    let life = Life::begin(data);
    let chat = life.run(async {
        let chat = first(life.kit()).await;
        then(life.kit(), &chat).await;
        chat
    });
    life.crash();
    let life = Life::begin(data);
    life.run(async {
        let chat = chat.again(life.kit()).await;
        then(life.kit(), &chat).await;
    });
    life.crash();
}

fn a_repeat_in_a_closed_chat_gives_the_first(data: &Arc<TestData>) {
    in_this_life_and_the_next(
        data,
        async |kit| {
            let chat = Chat::open(kit).await;
            chat.maya.say(kit, chat.id, "maya-1").await.unwrap();
            chat.sam.say(kit, chat.id, "sam-1").await.unwrap();
            kit.desk.end_chat(&chat.maya.actor, chat.id).await.unwrap();
            chat
        },
        async |kit, chat| {
            let stored = chat.maya.sync(kit, chat.id, 0).await;
            let again = chat.maya.say(kit, chat.id, "maya-1").await.unwrap();
            assert_eq!(again, stored[0]);
            let again = chat.sam.say(kit, chat.id, "sam-1").await.unwrap();
            assert_eq!(again, stored[1]);
        },
    );
}

fn a_repeat_by_an_agent_who_handed_the_chat_on_gives_the_first(data: &Arc<TestData>) {
    in_this_life_and_the_next(
        data,
        async |kit| {
            let chat = Chat::open(kit).await;
            chat.sam.say(kit, chat.id, "sam-1").await.unwrap();
            let kim = Party::connect(kit, "kim", Sender::Agent).await;
            let transfer = TransferSession {
                session_id: chat.id,
                to_agent_id: Some(kim.actor.id.clone()),
                to_team: None,
                note: None,
            };
            let desk = &kit.desk;
            desk.transfer_session(&chat.sam.actor, &transfer)
                .await
                .unwrap();
            chat
        },
        async |kit, chat| {
            let stored = chat.maya.sync(kit, chat.id, 0).await;
            let again = chat.sam.say(kit, chat.id, "sam-1").await.unwrap();
            assert_eq!([again], *stored);
            let refused = chat.sam.say(kit, chat.id, "sam-2").await;
            assert_eq!(code(&refused.unwrap_err()), ErrorCode::Forbidden);
        },
    );
}

fn a_repeated_first_message_opens_no_second_chat(data: &Arc<TestData>) {
    let first = InitiateChat {
        message: Some("maya-1".into()),
        client_id: Some("maya-1".into()),
        ..InitiateChat::default()
    };
    in_this_life_and_the_next(
        data,
        async |kit| {
            let maya = Party::connect(kit, "maya", Sender::User).await;
            let sam = Party::connect(kit, "sam", Sender::Agent).await;
            let desk = &kit.desk;
            let opened = desk.initiate_chat(&maya.actor, &first, None).await.unwrap();
            desk.close_session(&sam.actor, opened.session_id)
                .await
                .unwrap();
            Chat {
                id: opened.session_id,
                maya,
                sam,
            }
        },
        async |kit, chat| {
            let again = kit.desk.initiate_chat(&chat.maya.actor, &first, None).await;
            let again = again.unwrap();
            assert_eq!(again.session_id, chat.id);
            assert_eq!(again.status, ChatStatus::Closed);
            assert_eq!(again.messages.len(), 1);
            assert_eq!(again.messages[0].client_id.as_deref(), Some("maya-1"));
        },
    );
}

fn a_new_message_in_a_closed_chat_is_refused_and_nowhere(data: &Arc<TestData>) {
    in_this_life_and_the_next(
        data,
        async |kit| {
            let chat = Chat::open(kit).await;
            kit.desk.end_chat(&chat.maya.actor, chat.id).await.unwrap();
            chat
        },
        async |kit, chat| {
            for party in [&chat.maya, &chat.sam] {
                let refused = party.say(kit, chat.id, "late").await.unwrap_err();
                assert_eq!(code(&refused), ErrorCode::Conflict);
            }
            assert!(chat.maya.sync(kit, chat.id, 0).await.is_empty());
        },
    );
}

fn code(error: &Error) -> ErrorCode {
    error.code()
}
