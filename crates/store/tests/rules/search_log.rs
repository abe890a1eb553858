//! The change log that search indexes follow.

use std::{collections::BTreeSet, time::Duration};

use frontdesk_model::{
    Actor, ConversationId, Role,
    article::ArticleInput,
    attachment::ScanState,
    chat::Sender,
    routing::TeamInput,
    ticket::{Priority, TicketStatus},
};
use frontdesk_store::{
    NewChat, NewReceipt, ReceiptKind, SearchChange, SearchKind, Store, StoredFile, TicketChange, Tx,
};

use crate::{
    files::file,
    world::{World, person, staff},
};

rules!(
    r710_every_write_of_what_is_searched_is_noted,
    r711_what_is_not_searched_is_not_noted,
    r712_a_thing_is_noted_once_a_writer_at_its_last_place,
    r713_what_is_taken_back_is_not_noted,
    r714_a_follower_misses_nothing_of_many_writers,
    r715_a_position_does_not_pass_a_transaction_under_way,
    r716_ones_own_changes_are_known_until_they_are_read,
    r717_what_is_forgotten_raises_the_floor,
    r718_a_commit_wakes_the_follower,
    r719_a_long_log_is_read_in_pages,
    r720_what_was_read_of_a_file_is_noted_and_goes_with_it,
    r721_documents_are_made_of_all_that_was_said,
    r722_what_is_indexed_is_read_in_the_order_of_ids,
    r723_what_has_changed_since_a_position_is_counted_and_told,
);

/// What stands in the log from a position on.
async fn log(store: &Store, position: i64) -> Vec<SearchChange> {
    store.search_changes(position, None, 1_000).await.unwrap()
}

/// What the log has that it had not, as `kind id`.
async fn new_since(world: &World, before: &[SearchChange]) -> BTreeSet<String> {
    let mut new = log(&world.store, 0).await;
    new.retain(|change| !before.contains(change));
    kinds_and_ids(&new)
}

/// What a deed adds to the log.
async fn noted(
    world: &World,
    deed: impl AsyncFnOnce(&mut Tx) -> frontdesk_store::Result<()>,
) -> BTreeSet<String> {
    let before = log(&world.store, 0).await;
    let mut tx = world.store.begin().await.unwrap();
    deed(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    new_since(world, &before).await
}

fn kinds_and_ids(log: &[SearchChange]) -> BTreeSet<String> {
    log.iter()
        .map(|change| format!("{} {}", change.kind.as_str(), change.id))
        .collect()
}

fn conversation(id: ConversationId) -> BTreeSet<String> {
    [format!("conversation {id}")].into()
}

fn article() -> ArticleInput {
    ArticleInput {
        question: "How?".into(),
        answer: "So.".into(),
        category: None,
        tags: Vec::new(),
        is_published: true,
        language: None,
    }
}

fn stored_file(cid: &str) -> StoredFile {
    StoredFile {
        cid: cid.into(),
        name: "a.pdf".into(),
        size: 1,
        media_type: "application/pdf".into(),
    }
}

async fn r710_every_write_of_what_is_searched_is_noted(world: World) {
    let now = world.now();
    // Articles.
    let id = world.ids.make();
    let this = BTreeSet::from([format!("article {id}")]);
    let deed = async |tx: &mut Tx| tx.create_article(id, &article(), now).await.map(drop);
    assert_eq!(noted(&world, deed).await, this, "create an article");
    let deed = async |tx: &mut Tx| tx.update_article(id, &article(), now).await.map(drop);
    assert_eq!(noted(&world, deed).await, this, "change an article");
    let mut imported = world.store.article(id).await.unwrap().unwrap();
    let deed = async |tx: &mut Tx| tx.delete_article(id).await;
    assert_eq!(noted(&world, deed).await, this, "delete an article");
    imported.slug = "another".into();
    let deed = async |tx: &mut Tx| tx.import_article(&imported).await;
    assert_eq!(noted(&world, deed).await, this, "import an article");

    // People.
    let maya = BTreeSet::from(["customer maya".to_owned()]);
    let as_user = person("maya", Role::User);
    let deed = async |tx: &mut Tx| tx.save_person(&as_user, now).await;
    assert_eq!(noted(&world, deed).await, maya, "a new person");
    let deed = async |tx: &mut Tx| tx.save_person(&person("maya", Role::Agent), now).await;
    assert_eq!(noted(&world, deed).await, maya, "a new role");
    let phone = frontdesk_store::PhoneRow {
        number: "+15550100".into(),
        confirmed_at: None,
        code_hash: None,
        code_expires_at: None,
        tries: 0,
        codes: Vec::new(),
    };
    let deed = async |tx: &mut Tx| tx.save_phone(&"maya".into(), &phone).await;
    assert_eq!(noted(&world, deed).await, maya, "a phone number");
    let deed = async |tx: &mut Tx| tx.remove_phone(&"maya".into()).await;
    assert_eq!(noted(&world, deed).await, maya, "no phone number");

    let deed = async |tx: &mut Tx| tx.set_vip(&"maya".into(), true).await;
    assert_eq!(noted(&world, deed).await, maya, "a VIP");
    let deed = async |tx: &mut Tx| tx.block_person(&"maya".into(), "spam", now).await;
    assert_eq!(noted(&world, deed).await, maya, "a block");
    let deed = async |tx: &mut Tx| tx.unblock_person(&"maya".into()).await;
    assert_eq!(noted(&world, deed).await, maya, "the end of a block");

    // Tickets.
    let ticket = world.new_ticket("maya");
    let deed = async |tx: &mut Tx| tx.create_ticket(&ticket).await.map(drop);
    assert_eq!(
        noted(&world, deed).await,
        conversation(ticket.id),
        "a ticket"
    );
    let change = TicketChange {
        status: Some(TicketStatus::Resolved),
        priority: Some(Priority::High),
        ..TicketChange::default()
    };
    let deed = async |tx: &mut Tx| tx.update_ticket(ticket.id, &change, now).await.map(drop);
    assert_eq!(
        noted(&world, deed).await,
        conversation(ticket.id),
        "its state"
    );
    for internal in [false, true] {
        let response = world.response(ticket.id, Sender::Agent, internal);
        let deed = async |tx: &mut Tx| tx.append(&response).await.map(drop);
        let what = if internal { "a note" } else { "a response" };
        assert_eq!(noted(&world, deed).await, conversation(ticket.id), "{what}");
    }

    // A new name or address shows in what the person owns.
    let mut both = maya.clone();
    both.extend(conversation(ticket.id));
    let mut renamed = as_user.clone();
    renamed.name = "Maya Lee".into();
    let deed = async |tx: &mut Tx| tx.save_person(&renamed, now).await;
    assert_eq!(noted(&world, deed).await, both, "a new name");
    let deed = async |tx: &mut Tx| {
        let given = tx.give_email(&"maya".into(), "maya@example.com").await;
        given.map(drop)
    };
    assert_eq!(noted(&world, deed).await, both, "an address");

    // Chats, from their opening to their end.
    let chat = NewChat {
        id: world.ids.make(),
        ..world.new_chat("lena")
    };
    let this = conversation(chat.id);
    let deed = async |tx: &mut Tx| tx.open_chat(&chat).await.map(drop);
    assert_eq!(noted(&world, deed).await, this, "open a chat");
    let (sam, kim) = (staff("sam"), staff("kim"));
    let deed = async |tx: &mut Tx| tx.accept_chat(chat.id, &sam, now).await.map(drop);
    assert_eq!(noted(&world, deed).await, this, "accept a chat");
    let before = log(&world.store, 0).await;
    world.say(chat.id, Sender::User, "lena").await.unwrap();
    assert_eq!(new_since(&world, &before).await, this, "a chat message");
    let deed = async |tx: &mut Tx| {
        let given = tx.transfer_chat(chat.id, &sam.id, &kim, None, now).await;
        given.map(drop)
    };
    assert_eq!(noted(&world, deed).await, this, "hand a chat over");
    let team = TeamInput {
        name: "Billing".into(),
        ..TeamInput::default()
    };
    let team_id = world.ids.make();
    let deed = async |tx: &mut Tx| tx.create_team(team_id, &team, now).await.map(drop);
    assert_eq!(noted(&world, deed).await, BTreeSet::new(), "a team");
    let deed = async |tx: &mut Tx| {
        let id = chat.id;
        tx.hand_chat_to_team(id, &kim.id, team_id, &[], None, now)
            .await
            .map(drop)
    };
    assert_eq!(noted(&world, deed).await, this, "hand a chat to a team");
    let deed = async |tx: &mut Tx| tx.accept_chat(chat.id, &sam, now).await.map(drop);
    assert_eq!(noted(&world, deed).await, this, "accept it again");
    let deed = async |tx: &mut Tx| tx.delete_team(team_id).await.map(drop);
    assert_eq!(noted(&world, deed).await, this, "the end of its team");
    let deed = async |tx: &mut Tx| {
        let left = tx.requeue_chat(chat.id, None, 0, None, now).await;
        left.map(drop)
    };
    assert_eq!(noted(&world, deed).await, this, "hand a chat back");
    let deed = async |tx: &mut Tx| tx.close_chat(chat.id, now).await.map(drop);
    assert_eq!(noted(&world, deed).await, this, "close a chat");
    let deed = async |tx: &mut Tx| tx.reopen_chat(chat.id, now).await.map(drop);
    assert_eq!(noted(&world, deed).await, this, "reopen a chat");
    let deed = async |tx: &mut Tx| tx.close_chat(chat.id, now).await.map(drop);
    noted(&world, deed).await;
    let deed = async |tx: &mut Tx| tx.hold_conversation(chat.id, &sam, now).await.map(drop);
    assert_eq!(noted(&world, deed).await, this, "take a chat up again");

    // Merges.
    let into = world.ticket("lena").await.id;
    let ada = Actor {
        id: "ada".into(),
        name: "Ada".into(),
        email: None,
        role: Role::Agent,
        expires_at: now,
    };
    let deed = async |tx: &mut Tx| tx.merge(chat.id, into, &ada, now).await.map(drop);
    assert_eq!(noted(&world, deed).await, this, "merge");
    let deed = async |tx: &mut Tx| tx.unmerge(chat.id).await.map(drop);
    assert_eq!(noted(&world, deed).await, this, "undo a merge");

    // What becomes of a file that a conversation carries.
    let mut tx = world.store.begin().await.unwrap();
    tx.add_attachment(&file("cid", "maya", "a.pdf"), now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut response = world.response(ticket.id, Sender::User, false);
    response.attachments = vec![stored_file("cid")];
    world.respond(&response).await;
    let deed = async |tx: &mut Tx| tx.set_scan("cid", ScanState::Infected, None, now).await;
    assert_eq!(noted(&world, deed).await, conversation(ticket.id), "a scan");
    let deed = async |tx: &mut Tx| tx.set_scan("cid", ScanState::Clean, None, now).await;
    assert_eq!(
        noted(&world, deed).await,
        conversation(ticket.id),
        "a release"
    );
    let deed = async |tx: &mut Tx| tx.set_file_text("cid", "words", now).await.map(drop);
    assert_eq!(
        noted(&world, deed).await,
        conversation(ticket.id),
        "its text"
    );
    let deed = async |tx: &mut Tx| tx.delete_file("cid", now).await;
    assert_eq!(
        noted(&world, deed).await,
        conversation(ticket.id),
        "a deletion"
    );
}

async fn r711_what_is_not_searched_is_not_noted(world: World) {
    let now = world.now();
    let id = world.ids.make();
    let maya = person("maya", Role::User);
    let mut tx = world.store.begin().await.unwrap();
    tx.create_article(id, &article(), now).await.unwrap();
    tx.save_person(&maya, now).await.unwrap();
    tx.commit().await.unwrap();
    let chat = world.active_chat("maya", "sam").await.id;
    world.say(chat, Sender::User, "maya").await.unwrap();
    let before = log(&world.store, 0).await;
    let mut tx = world.store.begin().await.unwrap();
    tx.count_view(id).await.unwrap();
    tx.vote(id, "voter", true).await.unwrap();
    tx.save_person(&maya, now).await.unwrap();
    tx.commit().await.unwrap();
    let receipt = NewReceipt {
        conversation_id: chat,
        side: Sender::Agent,
        kind: ReceiptKind::Read,
        person_id: "sam".into(),
        seq: 1,
    };
    world.store.record_receipt(receipt).unwrap().await.unwrap();
    assert_eq!(log(&world.store, 0).await, before);
}

async fn r712_a_thing_is_noted_once_a_writer_at_its_last_place(world: World) {
    let ticket = world.ticket("maya").await.id;
    let before = log(&world.store, 0).await;
    for _ in 0..3 {
        world
            .respond(&world.response(ticket, Sender::Agent, false))
            .await;
    }
    let all = log(&world.store, 0).await;
    let writers: BTreeSet<_> = all.iter().map(|change| change.writer.as_str()).collect();
    assert_eq!(writers, BTreeSet::from(["agent", "maya"]));
    assert_eq!(all.len(), 2);
    let new: Vec<_> = all.iter().filter(|it| !before.contains(it)).collect();
    assert_eq!(new.len(), 1);
    assert_eq!(new[0].kind, SearchKind::Conversation);
    assert_eq!(new[0].writer, "agent");
    assert!(new[0].place > before[0].place);
}

async fn r713_what_is_taken_back_is_not_noted(world: World) {
    let mut tx = world.store.begin().await.unwrap();
    tx.create_ticket(&world.new_ticket("maya")).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(log(&world.store, 0).await, []);
}

/// Follows the log until it has seen as many things as are asked for.
async fn follow(store: Store, wanted: usize) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut position = 0;
    let changed = store.search_changed();
    while seen.len() < wanted {
        let horizon = store.search_horizon().await.unwrap();
        assert!(horizon >= position, "a position never goes back");
        for change in log(&store, position).await {
            seen.insert(change.id);
        }
        position = horizon;
        // Also without being woken: another's commit may have come last.
        let _ = tokio::time::timeout(Duration::from_millis(20), changed.notified()).await;
    }
    seen
}

async fn r714_a_follower_misses_nothing_of_many_writers(world: World) {
    const WRITERS: usize = 6;
    const EACH: usize = 15;
    let follower = tokio::spawn(follow(world.store.clone(), WRITERS * EACH));
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let store = world.store.clone();
        let tickets: Vec<_> = (0..EACH)
            .map(|_| world.new_ticket(&format!("user-{writer}")))
            .collect();
        writers.push(tokio::spawn(async move {
            let mut ids = Vec::new();
            for ticket in tickets {
                let mut tx = store.begin().await.unwrap();
                tx.create_ticket(&ticket).await.unwrap();
                // Others begin and end between a transaction's first write and its end.
                tokio::task::yield_now().await;
                tx.commit().await.unwrap();
                ids.push(ticket.id.to_string());
            }
            ids
        }));
    }
    let mut written = BTreeSet::new();
    for writer in writers {
        written.extend(writer.await.unwrap());
    }
    let seen = tokio::time::timeout(Duration::from_secs(60), follower).await;
    assert_eq!(seen.unwrap().unwrap(), written);
}

async fn r715_a_position_does_not_pass_a_transaction_under_way(world: World) {
    if format!("{:?}", world.store).contains("Sqlite") {
        // One transaction at a time: none can be overtaken.
        return;
    }
    let (slow, quick) = (world.ids.make(), world.ids.make());
    let mut under_way = world.store.begin().await.unwrap();
    under_way
        .create_article(slow, &article(), world.now())
        .await
        .unwrap();
    let mut tx = world.store.begin().await.unwrap();
    let mut input = article();
    input.question = "And how else?".into();
    tx.create_article(quick, &input, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    // What is committed is read at once, though it lies beyond the position.
    let horizon = world.store.search_horizon().await.unwrap();
    let found = log(&world.store, 0).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].id, quick.to_string());
    assert!(found[0].place >= horizon);
    under_way.commit().await.unwrap();
    let found = kinds_and_ids(&log(&world.store, horizon).await);
    assert!(found.contains(&format!("article {slow}")), "{found:?}");
    // The databases of one server share the numbers of transactions.
    let mut last = world.store.search_horizon().await.unwrap();
    for _ in 0..200 {
        if last > found_place(&world, &slow.to_string()).await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        last = world.store.search_horizon().await.unwrap();
    }
    panic!("the position never passes what is committed");
}

async fn found_place(world: &World, id: &str) -> i64 {
    let found = log(&world.store, 0).await;
    found.iter().find(|it| it.id == id).unwrap().place
}

async fn r716_ones_own_changes_are_known_until_they_are_read(world: World) {
    let own = async |who: &str, position| {
        world
            .store
            .has_search_change_of(&who.into(), position)
            .await
            .unwrap()
    };
    let before = world.store.search_horizon().await.unwrap();
    let chat = world.active_chat("maya", "sam").await.id;
    world.say(chat, Sender::Agent, "sam").await.unwrap();
    let mut tx = world.store.begin_by(&"ada".into()).await.unwrap();
    tx.create_article(world.ids.make(), &article(), world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for (who, has_written) in [("maya", true), ("sam", true), ("ada", true), ("kim", false)] {
        assert_eq!(own(who, before).await, has_written, "{who}");
    }
    let read = log(&world.store, before).await;
    let after = read.last().unwrap().place + 1;
    assert!(!own("ada", after).await);
}

async fn r717_what_is_forgotten_raises_the_floor(world: World) {
    assert_eq!(world.store.search_floor().await.unwrap(), 0);
    let old = world.ticket("maya").await.id;
    world.config.clock.advance(Duration::from_secs(100));
    let new = world.ticket("maya").await.id;
    let before = world.now().minus(Duration::from_secs(50));
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(tx.trim_search_changes(before).await.unwrap(), 1);
    tx.commit().await.unwrap();
    let floor = world.store.search_floor().await.unwrap();
    let left = log(&world.store, 0).await;
    assert_eq!(kinds_and_ids(&left), conversation(new));
    assert!(floor > 0 && left.iter().all(|change| change.place >= floor));
    // What is noted again stands in the log again.
    world
        .respond(&world.response(old, Sender::Agent, false))
        .await;
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(tx.trim_search_changes(before).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!(world.store.search_floor().await.unwrap(), floor);
    assert_eq!(log(&world.store, floor).await.len(), 2);
}

async fn r718_a_commit_wakes_the_follower(world: World) {
    let changed = world.store.search_changed();
    let chat = world.active_chat("maya", "sam").await.id;
    changed.notified().await;
    world.say(chat, Sender::User, "maya").await.unwrap();
    changed.notified().await;
}

async fn r719_a_long_log_is_read_in_pages(world: World) {
    let mut tx = world.store.begin().await.unwrap();
    for _ in 0..70 {
        tx.create_ticket(&world.new_ticket("maya")).await.unwrap();
    }
    tx.commit().await.unwrap();
    world.ticket("lena").await;
    let mut read = Vec::new();
    loop {
        let page = world
            .store
            .search_changes(0, read.last(), 30)
            .await
            .unwrap();
        let is_last = page.len() < 30;
        read.extend(page);
        if is_last {
            break;
        }
    }
    assert_eq!(read, log(&world.store, 0).await);
    assert_eq!(read.len(), 71);
}

async fn r720_what_was_read_of_a_file_is_noted_and_goes_with_it(world: World) {
    let now = world.now();
    let ticket = world.ticket("maya").await.id;
    let mut tx = world.store.begin().await.unwrap();
    tx.add_attachment(&file("cid", "maya", "a.pdf"), now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let types = ["image/png", "application/pdf", "text/plain"];
    let unread = async || world.store.unread_files(&types, 1_000_000, "", 10).await;
    assert_eq!(
        unread().await.unwrap(),
        Vec::<String>::new(),
        "nothing carries it"
    );
    let mut response = world.response(ticket, Sender::User, false);
    response.attachments = vec![stored_file("cid")];
    world.respond(&response).await;
    assert_eq!(unread().await.unwrap(), ["cid"]);
    let set = async |text: &str| {
        let mut tx = world.store.begin().await.unwrap();
        let kept = tx.set_file_text("cid", text, now).await.unwrap();
        tx.commit().await.unwrap();
        kept
    };
    assert!(set("first").await);
    assert!(set("second").await);
    assert_eq!(unread().await.unwrap(), Vec::<String>::new());
    let text = world.store.file_text("cid").await.unwrap();
    assert_eq!(text.as_deref(), Some("second"));
    let files = world.store.conversation_files(&[ticket]).await.unwrap();
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].text.as_deref(), Some("second"));
    let mut tx = world.store.begin().await.unwrap();
    tx.delete_file("cid", now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.store.file_text("cid").await.unwrap(), None);
    assert!(!set("third").await, "it is gone");
    assert_eq!(world.store.file_text("cid").await.unwrap(), None);
}

async fn r721_documents_are_made_of_all_that_was_said(world: World) {
    let ticket = world.ticket("maya").await.id;
    let chat = world.active_chat("lena", "sam").await.id;
    world.say(chat, Sender::User, "lena").await.unwrap();
    for internal in [false, true] {
        world
            .respond(&world.response(ticket, Sender::Agent, internal))
            .await;
    }
    let rows = world.store.conversation_sources(&[ticket, chat]).await;
    let rows = rows.unwrap();
    assert_eq!(rows.len(), 2);
    let of = |id| rows.iter().find(|row| row.id == id).unwrap();
    assert_eq!(of(ticket).subject.as_deref(), Some("Subject of maya"));
    assert_eq!(of(ticket).chat_status, None);
    assert_eq!(of(chat).number, None);
    assert_eq!(of(chat).agent_id, Some("sam".into()));
    // Nobody has saved these people: the conversation has their names.
    assert_eq!(of(chat).owner_name, "LENA");
    let mut texts = world
        .store
        .conversation_texts(&[ticket, chat])
        .await
        .unwrap();
    texts.sort_by_key(|text| (text.conversation_id == chat, text.internal));
    let said: Vec<_> = texts
        .iter()
        .map(|text| (text.conversation_id, text.internal))
        .collect();
    assert_eq!(said, [(ticket, false), (ticket, true), (chat, false)]);
}

async fn r722_what_is_indexed_is_read_in_the_order_of_ids(world: World) {
    let now = world.now();
    let mut tx = world.store.begin().await.unwrap();
    for (id, role) in [
        ("maya", Role::User),
        ("sam", Role::Agent),
        ("lena", Role::User),
    ] {
        tx.save_person(&person(id, role), now).await.unwrap();
    }
    for n in 0..5 {
        let mut input = article();
        input.question = format!("How {n}?");
        tx.create_article(world.ids.make(), &input, now)
            .await
            .unwrap();
        tx.create_ticket(&world.new_ticket("maya")).await.unwrap();
    }
    tx.commit().await.unwrap();
    let store = &world.store;
    let (mut articles, mut conversations, mut customers) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..3 {
        let last = articles.last().copied();
        let page = store.articles_after(last, 2).await.unwrap();
        articles.extend(page.into_iter().map(|row| row.id));
        let last = conversations.last().copied();
        let page = store.conversation_sources_after(last, 2).await.unwrap();
        conversations.extend(page.into_iter().map(|row| row.id));
        let page = store
            .customer_sources_after(customers.last(), 1)
            .await
            .unwrap();
        customers.extend(page.into_iter().map(|row| row.id));
    }
    assert!(articles.is_sorted() && conversations.is_sorted());
    let customers: Vec<_> = customers.iter().map(|id| id.as_str()).collect();
    assert_eq!(customers, ["lena", "maya"]);
    for (kind, count) in [
        (SearchKind::Article, 5),
        (SearchKind::Conversation, 5),
        (SearchKind::Customer, 2),
    ] {
        assert_eq!(store.search_source_count(kind).await.unwrap(), count);
        let ids = store.search_source_ids(kind, None, 10).await.unwrap();
        assert_eq!(ids.len(), usize::try_from(count).unwrap());
        let rest = store
            .search_source_ids(kind, Some(&ids[0]), 10)
            .await
            .unwrap();
        assert_eq!(rest, ids[1..]);
        let asked = [ids[0].clone(), "sam".to_owned(), "nobody".to_owned()];
        let among = store.search_sources_among(kind, &asked).await.unwrap();
        assert_eq!(among, ids[..1]);
    }
}

async fn r723_what_has_changed_since_a_position_is_counted_and_told(world: World) {
    let store = &world.store;
    let old = world.ticket("maya").await.id;
    let position = store.search_horizon().await.unwrap();
    let new = world.ticket("maya").await.id;
    // By another writer, who makes it no other thing.
    world
        .respond(&world.response(new, Sender::Agent, false))
        .await;
    assert_eq!(store.search_changes_since(0).await.unwrap(), 2);
    assert_eq!(store.search_changes_since(position).await.unwrap(), 1);
    let asked = [old, new].map(|id| id.to_string());
    let kind = SearchKind::Conversation;
    let changed = store.search_changed_among(kind, &asked, position).await;
    assert_eq!(changed.unwrap(), asked[1..]);
    let kind = SearchKind::Article;
    let changed = store.search_changed_among(kind, &asked, position).await;
    assert!(changed.unwrap().is_empty());
}
