//! Which conversations carry a file, who may see it, and how references come
//! into a database that is older than they are.

use frontdesk_model::{
    ConversationId,
    chat::Sender,
    moderation::{ReviewAction, ReviewKind},
};
use frontdesk_store::{
    Access, Carrier, DatabaseUrl, Error, NewChatMessage, NewMessage, NewReview, NewTicketRow,
    StoredFile,
};
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use crate::{files::file, world::World};

rules!(
    r320_whatever_carries_a_file_refers_to_it,
    r321_one_sees_what_one_uploaded_and_what_one_s_conversations_show,
    r322_nothing_refers_to_a_file_that_is_not_there,
    r323_a_repeat_refers_once,
    r324_references_are_made_of_what_an_older_database_holds,
);

fn stored(cid: &str, name: &str) -> StoredFile {
    StoredFile {
        cid: cid.into(),
        name: name.into(),
        size: 30,
        media_type: "image/png".into(),
    }
}

async fn upload(world: &World, cids: &[&str], person: &str) {
    let mut tx = world.store.begin().await.unwrap();
    for cid in cids {
        tx.add_attachment(&file(cid, person, &format!("{cid}.png")), world.now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

fn note(world: &World, id: ConversationId, cid: &str) -> NewMessage {
    NewMessage {
        id: world.ids.make(),
        conversation_id: id,
        internal: true,
        sender: Sender::Agent,
        sender_id: "sam".into(),
        sender_name: "Sam".into(),
        client_id: None,
        content: "look".into(),
        attachments: vec![stored(cid, "noted.png")],
        created_at: world.now(),
    }
}

/// One file each in a message of maya's chat, in a note there, in a ticket of
/// hers and in a text of hers that is held; and one that nothing carries.
async fn carried(world: &World) -> (ConversationId, ConversationId) {
    upload(world, &["said", "described", "held", "loose"], "maya").await;
    upload(world, &["noted"], "sam").await;
    let chat = world.active_chat("maya", "sam").await.id;
    let message = NewChatMessage {
        attachments: vec![stored("said", "said.png")],
        ..world.message(chat, Sender::User, "maya")
    };
    world.store.append_chat(message).await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    tx.append(&note(world, chat, "noted")).await.unwrap();
    let ticket = NewTicketRow {
        attachments: vec![stored("described", "described.png")],
        ..world.new_ticket("maya")
    };
    let ticket = tx.create_ticket(&ticket).await.unwrap().id;
    tx.add_review(&NewReview {
        id: world.ids.make(),
        kind: ReviewKind::Message,
        conversation_id: chat,
        sender: Sender::User,
        sender_id: "maya".into(),
        sender_name: "Maya".into(),
        client_id: Some("mark".into()),
        message_id: None,
        content: "hm".into(),
        attachments: vec![stored("held", "held.png")],
        subject: None,
        category: None,
        priority: None,
        rule: "words".into(),
        action: ReviewAction::Hold,
        created_at: world.now(),
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    (chat, ticket)
}

fn carrier(id: ConversationId, name: &str) -> Carrier {
    Carrier {
        conversation_id: id,
        user_id: "maya".into(),
        name: name.into(),
        is_public: true,
        is_ticket: false,
        agent_id: Some("sam".into()),
        assigned_to: None,
    }
}

async fn check_carriers(world: &World, chat: ConversationId, ticket: ConversationId) {
    let hidden = |name| Carrier {
        is_public: false,
        ..carrier(chat, name)
    };
    let described = Carrier {
        is_ticket: true,
        agent_id: None,
        ..carrier(ticket, "described.png")
    };
    for (cid, carriers) in [
        ("said", vec![carrier(chat, "said.png")]),
        ("noted", vec![hidden("noted.png")]),
        ("described", vec![described]),
        ("held", vec![hidden("held.png")]),
        ("loose", vec![]),
    ] {
        let found = world.store.carriers(cid, 10).await.unwrap();
        assert_eq!(found, carriers, "{cid}");
    }
}

async fn r320_whatever_carries_a_file_refers_to_it(world: World) {
    let (chat, ticket) = carried(&world).await;
    check_carriers(&world, chat, ticket).await;
}

async fn r321_one_sees_what_one_uploaded_and_what_one_s_conversations_show(world: World) {
    carried(&world).await;
    let cids = ["loose", "held", "noted", "described", "said", "unknown"].map(String::from);
    let seen = async |person: &str, access: Access| -> Vec<String> {
        let person = person.into();
        let files = world.store.visible_files(&cids, &person, &access);
        files
            .await
            .unwrap()
            .into_iter()
            .map(|file| file.cid)
            .collect()
    };
    let owner = |person: &str| Access::Owner(person.into());
    assert_eq!(
        seen("maya", owner("maya")).await,
        ["loose", "held", "described", "said"]
    );
    assert_eq!(
        seen("kim", Access::Staff).await,
        ["held", "noted", "described", "said"]
    );
    assert!(seen("eve", owner("eve")).await.is_empty());
}

async fn r322_nothing_refers_to_a_file_that_is_not_there(world: World) {
    let chat = world.active_chat("maya", "sam").await.id;
    let bad = NewChatMessage {
        attachments: vec![stored("gone", "gone.png")],
        ..world.message(chat, Sender::User, "maya")
    };
    let good = world.message(chat, Sender::User, "maya");
    // Whether or not they share a batch, only the one fails.
    let (bad, good) = tokio::join!(world.store.append_chat(bad), world.store.append_chat(good));
    assert!(
        matches!(bad, Err(Error::Database(_) | Error::Conflict { .. })),
        "{bad:?}"
    );
    assert_eq!(good.unwrap().message.seq, 1);
}

async fn r323_a_repeat_refers_once(world: World) {
    upload(&world, &["said"], "maya").await;
    let chat = world.active_chat("maya", "sam").await.id;
    let message = NewChatMessage {
        attachments: vec![stored("said", "said.png")],
        ..world.message(chat, Sender::User, "maya")
    };
    world.store.append_chat(message.clone()).await.unwrap();
    let again = NewChatMessage {
        id: world.ids.make(),
        ..message
    };
    assert!(world.store.append_chat(again).await.unwrap().repeated);
    assert_eq!(world.store.carriers("said", 10).await.unwrap().len(), 1);
}

/// Takes the database back to before the migration that brought references.
const UNDO: &[&str] = &[
    "DROP TABLE attachment_reference",
    "DROP TABLE rendition",
    "DROP INDEX attachment_by_scan",
    "DROP INDEX upload_by_person",
    "ALTER TABLE attachment DROP COLUMN scan",
    "ALTER TABLE attachment DROP COLUMN scan_detail",
    "ALTER TABLE attachment DROP COLUMN scanned_at",
    "ALTER TABLE attachment DROP COLUMN width",
    "ALTER TABLE attachment DROP COLUMN height",
    "ALTER TABLE attachment DROP COLUMN quarantined_at",
    "ALTER TABLE attachment DROP COLUMN deleted_at",
    "DELETE FROM _sqlx_migrations WHERE version = 7",
];

async fn r324_references_are_made_of_what_an_older_database_holds(mut world: World) {
    let (chat, ticket) = carried(&world).await;
    world.store.close().await;
    match &world.config.url {
        DatabaseUrl::Sqlite(file) => {
            let url = format!("sqlite://{}", file.display());
            let mut connection = SqliteConnection::connect(&url).await.unwrap();
            for text in UNDO {
                sqlx::query(*text).execute(&mut connection).await.unwrap();
            }
            connection.close().await.unwrap();
        }
        DatabaseUrl::Postgres(url) => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            for text in UNDO {
                sqlx::query(*text).execute(&mut connection).await.unwrap();
            }
            connection.close().await.unwrap();
        }
    }
    world.store = world.another().await;
    check_carriers(&world, chat, ticket).await;
    let facts = world.store.file_facts(&["said"]).await.unwrap();
    assert_eq!(facts[0].scan.as_str(), "unscanned");
}
