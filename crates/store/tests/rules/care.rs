//! What is done around a conversation: merging, snoozing, rating, macros, and
//! a chat and a ticket that are one conversation.

use std::time::Duration;

use frontdesk_model::{
    Actor, ConversationId, MacroId, PageRequest, PersonId, Role, Timestamp,
    chat::{ChatStatus, Sender},
    conversation::Snoozed,
    job::Job,
    macros::{MacroActions, NewMacro},
    rating::RatingFilter,
    ticket::{TicketFilter, TicketStatus},
    visibility::Visibility,
};
use frontdesk_store::{
    Access, ChatFilter, ConversationRow, Error, Lane, NewChatMessage, NewRatingRow, NewTicketRow,
    Notes, TicketChange,
};

use crate::world::{World, all_pages, staff};

rules!(
    r240_a_merge_closes_and_hides_and_an_unmerge_restores,
    r241_merges_of_two_customers_and_chains_and_cycles_are_refused,
    r242_of_opposite_merges_at_once_one_wins,
    r243_an_unmerge_never_gives_a_customer_two_open_chats,
    r244_a_snooze_is_ended_only_by_its_own_time,
    r245_a_customers_message_ends_a_snooze_in_its_transaction,
    r246_a_customers_response_ends_a_snooze_and_a_note_does_not,
    r247_lists_and_counts_tell_snoozed_conversations_apart,
    r248_a_chat_that_becomes_a_ticket_keeps_one_gapless_log,
    r249_chat_messages_move_the_ticket_of_their_conversation,
    r250_a_response_to_an_open_chat_needs_no_holding_of_it,
    r251_a_ticket_becomes_a_chat_within_the_rule_of_one_open_chat,
    r252_a_past_chat_waits_again,
    r253_notes_are_numbered_for_themselves_and_read_in_pages,
    r254_ratings_are_listed_and_summed_by_agent_and_time,
    r255_macros_are_everybodys_or_ones_own,
    r256_a_shortcut_is_taken_once_for_those_who_see_it,
    r257_slow_jobs_are_claimed_apart,
);

fn agent(id: &str) -> Actor {
    Actor {
        id: id.into(),
        name: id.to_uppercase(),
        email: None,
        role: Role::Agent,
        expires_at: Timestamp(0),
    }
}

async fn merge(world: &World, id: ConversationId, into: ConversationId) -> Result<(), Error> {
    let mut tx = world.store.begin().await?;
    tx.merge(id, into, &agent("sam"), world.now()).await?;
    tx.commit().await
}

async fn unmerge(world: &World, id: ConversationId) -> Result<ConversationId, Error> {
    let mut tx = world.store.begin().await?;
    let into = tx.unmerge(id).await?;
    tx.commit().await?;
    Ok(into)
}

async fn row(world: &World, id: ConversationId) -> ConversationRow {
    let row = world.store.conversation(id, &Access::Staff).await.unwrap();
    row.unwrap()
}

async fn close(world: &World, id: ConversationId) {
    let mut tx = world.store.begin().await.unwrap();
    tx.close_chat(id, world.now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn snooze(world: &World, id: ConversationId, seconds: u64) -> Timestamp {
    let until = world.now().plus(Duration::from_secs(seconds));
    let mut tx = world.store.begin().await.unwrap();
    tx.snooze(id, &"sam".into(), until).await.unwrap();
    tx.commit().await.unwrap();
    until
}

/// Makes a ticket of a chat.
async fn ticket_of_chat(world: &World, id: ConversationId, user: &str) {
    let ticket = NewTicketRow {
        id,
        ..world.new_ticket(user)
    };
    world.create_ticket(&ticket).await;
}

async fn jobs(world: &World) -> Vec<Job> {
    let claimed = world
        .store
        .claim_jobs(Lane::All, "rule", 100, Duration::from_secs(1), world.now())
        .await
        .unwrap();
    claimed.into_iter().map(|claimed| claimed.job).collect()
}

fn conflicts<T: std::fmt::Debug>(result: Result<T, Error>) {
    assert!(matches!(result, Err(Error::Conflict { .. })), "{result:?}");
}

async fn r240_a_merge_closes_and_hides_and_an_unmerge_restores(world: World) {
    let chat = world.active_chat("maya", "sam").await.id;
    world.say(chat, Sender::User, "maya").await.unwrap();
    let ticket = world.ticket("maya").await;
    let resolved = TicketChange {
        status: Some(TicketStatus::Resolved),
        resolved_at: Some(Some(world.now())),
        ..TicketChange::default()
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.update_ticket(ticket.id, &resolved, world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let target = world.ticket("maya").await;
    let before = (row(&world, chat).await, row(&world, ticket.id).await);
    world.config.clock.advance(Duration::from_secs(5));
    merge(&world, chat, target.id).await.unwrap();
    world.config.clock.advance(Duration::from_secs(1));
    merge(&world, ticket.id, target.id).await.unwrap();

    let merged = row(&world, chat).await;
    assert_eq!(merged.merged_into, Some(target.id));
    assert_eq!(merged.chat_status, Some(ChatStatus::Closed));
    assert!(world.say(chat, Sender::User, "maya").await.is_err());
    let merged = row(&world, ticket.id).await;
    assert_eq!(merged.ticket_status, Some(TicketStatus::Closed));
    for access in [Access::Staff, Access::Owner("maya".into())] {
        let page = PageRequest::default();
        let chats = world
            .store
            .chats(&access, &ChatFilter::default(), &page)
            .await;
        assert!(chats.unwrap().items.is_empty());
        let tickets = world
            .store
            .tickets(&access, &TicketFilter::default(), &page)
            .await;
        let ids: Vec<_> = tickets.unwrap().items.iter().map(|it| it.id).collect();
        assert_eq!(ids, [target.id]);
    }
    let listed = world.store.merged(target.id).await.unwrap();
    let ids: Vec<_> = listed.iter().map(|it| (it.id, it.last_seq)).collect();
    assert_eq!(ids, [(chat, 1), (ticket.id, 0)]);
    assert_eq!(listed[0].merged_by_name, "SAM");

    assert_eq!(unmerge(&world, chat).await.unwrap(), target.id);
    assert_eq!(unmerge(&world, ticket.id).await.unwrap(), target.id);
    let after = (row(&world, chat).await, row(&world, ticket.id).await);
    assert_eq!(after, before, "everything stands as it did");
    let restored = world.store.ticket(ticket.id, &Access::Staff).await.unwrap();
    let first = ticket.created_at;
    assert_eq!(restored.unwrap().resolved_at, Some(first));
    world.say(chat, Sender::Agent, "sam").await.unwrap();
    conflicts(unmerge(&world, chat).await);
    assert!(world.store.merged(target.id).await.unwrap().is_empty());
}

async fn r241_merges_of_two_customers_and_chains_and_cycles_are_refused(world: World) {
    let (a, b, c) = (
        world.ticket("maya").await.id,
        world.ticket("maya").await.id,
        world.ticket("maya").await.id,
    );
    let foreign = world.ticket("noah").await.id;
    conflicts(merge(&world, a, foreign).await);
    conflicts(merge(&world, a, a).await);
    merge(&world, a, b).await.unwrap();
    conflicts(merge(&world, b, a).await);
    conflicts(merge(&world, b, c).await);
    conflicts(merge(&world, c, a).await);
    conflicts(merge(&world, a, c).await);
    let nowhere = world.ids.make();
    for (id, into) in [(nowhere, b), (c, nowhere)] {
        let refused = merge(&world, id, into).await;
        assert!(
            matches!(refused, Err(Error::NotFound { .. })),
            "{refused:?}"
        );
    }
    assert_eq!(row(&world, c).await.merged_into, None);
    merge(&world, c, b).await.unwrap();
}

async fn r242_of_opposite_merges_at_once_one_wins(world: World) {
    let (a, b) = (world.ticket("maya").await.id, world.ticket("maya").await.id);
    let one = |id: ConversationId, into: ConversationId| {
        let (store, now) = (world.store.clone(), world.now());
        tokio::spawn(async move {
            let mut tx = store.begin().await?;
            tx.merge(id, into, &agent("sam"), now).await?;
            tx.commit().await
        })
    };
    let (first, second) = (one(a, b), one(b, a));
    let won = [first.await.unwrap(), second.await.unwrap()];
    assert_eq!(won.iter().filter(|it| it.is_ok()).count(), 1, "{won:?}");
    let merged = [row(&world, a).await, row(&world, b).await];
    let count = merged.iter().filter(|it| it.merged_into.is_some()).count();
    assert_eq!(count, 1);
}

async fn r243_an_unmerge_never_gives_a_customer_two_open_chats(world: World) {
    let chat = world.active_chat("maya", "sam").await.id;
    let target = world.ticket("maya").await.id;
    merge(&world, chat, target).await.unwrap();
    let other = world.waiting_chat("maya").await.id;
    conflicts(unmerge(&world, chat).await);
    assert_eq!(row(&world, chat).await.merged_into, Some(target));
    close(&world, other).await;
    unmerge(&world, chat).await.unwrap();
    let open = world.store.open_chat_of(&"maya".into()).await.unwrap();
    let open = open.unwrap();
    assert_eq!((open.id, open.agent_id), (chat, Some("sam".into())));
}

async fn r244_a_snooze_is_ended_only_by_its_own_time(world: World) {
    let ticket = world.ticket("maya").await.id;
    let first = snooze(&world, ticket, 60).await;
    let second = snooze(&world, ticket, 90).await;
    let end = async |until| {
        let mut tx = world.store.begin().await.unwrap();
        let before = tx.unsnooze(ticket, until).await.unwrap();
        tx.commit().await.unwrap();
        before.and_then(|row| row.snoozed_until)
    };
    assert_eq!(end(Some(first)).await, None, "a job that came too late");
    assert_eq!(row(&world, ticket).await.snoozed_until, Some(second));
    assert_eq!(end(Some(second)).await, Some(second));
    assert_eq!(end(Some(second)).await, None);
    assert_eq!(end(None).await, None);
    assert_eq!(row(&world, ticket).await.snoozed_by, None);
}

async fn r245_a_customers_message_ends_a_snooze_in_its_transaction(world: World) {
    let chat = world.active_chat("maya", "sam").await.id;
    let other = world.active_chat("noah", "sam").await.id;
    for id in [chat, other] {
        snooze(&world, id, 60).await;
    }
    world.say(chat, Sender::Agent, "sam").await.unwrap();
    assert!(row(&world, chat).await.snoozed_until.is_some());
    assert_eq!(jobs(&world).await, []);
    for _ in 0..2 {
        world.say(chat, Sender::User, "maya").await.unwrap();
    }
    let woken = row(&world, chat).await;
    assert_eq!((woken.snoozed_until, woken.snoozed_by), (None, None));
    assert!(row(&world, other).await.snoozed_until.is_some());
    let told = Job::SnoozeEnded {
        conversation_id: chat,
        agent_id: "sam".into(),
        at: world.now(),
    };
    assert_eq!(jobs(&world).await, [told], "once, not for each message");
}

async fn r246_a_customers_response_ends_a_snooze_and_a_note_does_not(world: World) {
    let ticket = world.ticket("maya").await.id;
    snooze(&world, ticket, 60).await;
    for (sender, internal) in [(Sender::Agent, true), (Sender::Agent, false)] {
        world
            .respond(&world.response(ticket, sender, internal))
            .await;
        assert!(row(&world, ticket).await.snoozed_until.is_some());
    }
    world
        .respond(&world.response(ticket, Sender::User, false))
        .await;
    assert_eq!(row(&world, ticket).await.snoozed_until, None);
    let told = jobs(&world).await;
    assert!(matches!(told[..], [Job::SnoozeEnded { .. }]), "{told:?}");
}

async fn r247_lists_and_counts_tell_snoozed_conversations_apart(world: World) {
    let (aside, there) = (world.ticket("maya").await.id, world.ticket("noah").await.id);
    let (chat_aside, chat) = (
        world.active_chat("maya", "sam").await.id,
        world.active_chat("noah", "sam").await.id,
    );
    for id in [aside, chat_aside] {
        snooze(&world, id, 60).await;
    }
    let page = PageRequest::default();
    for (snoozed, tickets, chats) in [
        (Snoozed::Hidden, vec![there], vec![chat]),
        (Snoozed::Only, vec![aside], vec![chat_aside]),
        (Snoozed::Shown, vec![there, aside], vec![chat, chat_aside]),
    ] {
        let filter = TicketFilter {
            snoozed,
            ..TicketFilter::default()
        };
        let found = world.store.tickets(&Access::Staff, &filter, &page).await;
        let mut ids: Vec<_> = found.unwrap().items.iter().map(|it| it.id).collect();
        let sorted = |mut ids: Vec<ConversationId>| {
            ids.sort_unstable();
            ids
        };
        ids.sort_unstable();
        assert_eq!(ids, sorted(tickets));
        let filter = ChatFilter {
            snoozed,
            ..ChatFilter::default()
        };
        let found = world.store.chats(&Access::Staff, &filter, &page).await;
        let mut ids: Vec<_> = found.unwrap().items.iter().map(|it| it.id).collect();
        ids.sort_unstable();
        assert_eq!(ids, sorted(chats));
    }
    let counts = world
        .store
        .ticket_counts(&Access::Staff, None)
        .await
        .unwrap();
    assert_eq!((counts.open, counts.snoozed), (1, 1));
}

async fn r248_a_chat_that_becomes_a_ticket_keeps_one_gapless_log(world: World) {
    let chat = world.active_chat("maya", "sam").await.id;
    world.say(chat, Sender::User, "maya").await.unwrap();
    ticket_of_chat(&world, chat, "maya").await;
    world.say(chat, Sender::Agent, "sam").await.unwrap();
    close(&world, chat).await;
    world
        .respond(&world.response(chat, Sender::User, false))
        .await;
    let log = world
        .store
        .messages(chat, 0, 10, Notes::PublicOnly)
        .await
        .unwrap();
    let seqs: Vec<_> = log.iter().map(|message| message.seq).collect();
    assert_eq!(seqs, [1, 2, 3]);
    let page = PageRequest::default();
    let responses = world
        .store
        .responses(chat, &Access::Owner("maya".into()), &page)
        .await
        .unwrap();
    assert_eq!(responses.items, log, "the same rows, not copies");
    let seen = world.store.chat(chat, &Access::Staff).await.unwrap();
    assert!(seen.unwrap().ticket_number.is_some());
}

async fn r249_chat_messages_move_the_ticket_of_their_conversation(world: World) {
    let chat = world.active_chat("maya", "sam").await.id;
    ticket_of_chat(&world, chat, "maya").await;
    let ticket = async || {
        let found = world.store.ticket(chat, &Access::Staff).await.unwrap();
        found.unwrap()
    };
    world.config.clock.advance(Duration::from_secs(1));
    world.say(chat, Sender::Agent, "sam").await.unwrap();
    assert_eq!(ticket().await.status, TicketStatus::InProgress);
    assert_eq!(ticket().await.updated_at, world.now());
    let resolved = TicketChange {
        status: Some(TicketStatus::Resolved),
        resolved_at: Some(Some(world.now())),
        ..TicketChange::default()
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.update_ticket(chat, &resolved, world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.say(chat, Sender::Agent, "sam").await.unwrap();
    let still = ticket().await;
    assert_eq!(still.status, TicketStatus::Resolved);
    assert!(still.resolved_at.is_some());
    world.say(chat, Sender::User, "maya").await.unwrap();
    let reopened = ticket().await;
    assert_eq!(
        (reopened.status, reopened.resolved_at),
        (TicketStatus::Open, None)
    );
}

async fn r250_a_response_to_an_open_chat_needs_no_holding_of_it(world: World) {
    let chat = world.active_chat("maya", "sam").await.id;
    ticket_of_chat(&world, chat, "maya").await;
    let from_kim = |response| NewChatMessage {
        response,
        ..world.message(chat, Sender::Agent, "kim")
    };
    let refused = world.store.append_chat(from_kim(false)).await;
    assert!(
        matches!(refused, Err(Error::Forbidden { .. })),
        "{refused:?}"
    );
    let stored = world.store.append_chat(from_kim(true)).await.unwrap();
    assert_eq!(stored.message.seq, 1);
    close(&world, chat).await;
    conflicts(world.store.append_chat(from_kim(true)).await);
}

async fn r251_a_ticket_becomes_a_chat_within_the_rule_of_one_open_chat(world: World) {
    let ticket = world.ticket("maya").await.id;
    world
        .respond(&world.response(ticket, Sender::User, false))
        .await;
    let hold = async |id, who: &str| {
        let mut tx = world.store.begin().await?;
        let held = tx.hold_conversation(id, &staff(who), world.now()).await?;
        tx.commit().await?;
        Ok::<_, Error>(held)
    };
    let other = world.waiting_chat("maya").await.id;
    conflicts(hold(ticket, "sam").await);
    close(&world, other).await;
    let held = hold(ticket, "sam").await.unwrap();
    assert_eq!((held.status, held.last_seq), (ChatStatus::Active, 1));
    assert_eq!((held.user_read_seq, held.agent_read_seq), (1, 1));
    assert_eq!(held.agent_id, Some("sam".into()));
    let waits = world.store.queue_waits(None, Timestamp(0), 10).await;
    assert_eq!(waits.unwrap(), [], "it never waited");
    assert_eq!(
        hold(ticket, "sam").await.unwrap(),
        held,
        "again is the same"
    );
    conflicts(hold(ticket, "kim").await);
    let next = world.say(ticket, Sender::User, "maya").await.unwrap();
    assert_eq!(next.message.seq, 2);
    close(&world, ticket).await;
    let again = hold(ticket, "kim").await.unwrap();
    assert_eq!(again.agent_id, Some("kim".into()));
    assert_eq!(again.closed_at, None);
    let waiting = world.waiting_chat("noah").await.id;
    assert_eq!(
        hold(waiting, "kim").await.unwrap().status,
        ChatStatus::Active
    );
}

async fn r252_a_past_chat_waits_again(world: World) {
    let chat = world.active_chat("maya", "sam").await.id;
    let reopen = async || {
        let mut tx = world.store.begin().await?;
        let row = tx.reopen_chat(chat, world.now()).await?;
        tx.commit().await?;
        Ok::<_, Error>(row)
    };
    conflicts(reopen().await);
    close(&world, chat).await;
    world.config.clock.advance(Duration::from_secs(60));
    let row = reopen().await.unwrap();
    assert_eq!(row.status, ChatStatus::Waiting);
    assert_eq!((row.agent_id, row.closed_at), (None, None));
    assert_eq!(row.accepted_at, None, "it waits anew");
    assert_eq!(row.queued_at, world.now());
    close(&world, chat).await;
    world.waiting_chat("maya").await;
    conflicts(reopen().await);
}

async fn r253_notes_are_numbered_for_themselves_and_read_in_pages(world: World) {
    let chat = world.active_chat("maya", "sam").await.id;
    for n in 0..5 {
        world.say(chat, Sender::User, "maya").await.unwrap();
        let note = frontdesk_store::NewMessage {
            client_id: Some(format!("note-{n}")),
            ..world.response(chat, Sender::Agent, true)
        };
        let first = world.respond(&note).await;
        let again = world.respond(&note).await;
        assert!(again.repeated && again.message == first.message);
    }
    let notes = all_pages(2, |page| {
        let store = world.store.clone();
        async move { store.notes(chat, &page).await }
    })
    .await;
    let seqs: Vec<_> = notes.iter().map(|note| note.seq).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5]);
    assert!(notes.iter().all(|note| note.internal));
    assert_eq!(
        row(&world, chat).await.last_seq,
        5,
        "the customer sees no gap"
    );
}

async fn r254_ratings_are_listed_and_summed_by_agent_and_time(world: World) {
    let mut rated = Vec::new();
    for (n, score) in [5, 4, 2, 1].into_iter().enumerate() {
        let ticket = world.ticket("maya").await.id;
        let sam: PersonId = if n % 2 == 0 { "sam" } else { "kim" }.into();
        world.config.clock.advance(Duration::from_secs(1));
        let mut tx = world.store.begin().await.unwrap();
        tx.rate(&NewRatingRow {
            conversation_id: ticket,
            score,
            comment: Some("well"),
            agent_id: Some(&sam),
            agent_name: Some("Name"),
            rated_at: world.now(),
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        rated.push((ticket, score, world.now()));
    }
    rated.reverse();
    let listed = all_pages(3, |page| {
        let store = world.store.clone();
        async move { store.ratings(&RatingFilter::default(), &page).await }
    })
    .await;
    let found: Vec<_> = listed
        .iter()
        .map(|it| (it.id, it.rating, it.rated_at))
        .collect();
    assert_eq!(found, rated);
    let totals = async |filter: RatingFilter| {
        let totals = world.store.rating_totals(&filter).await.unwrap();
        (totals.count, totals.sum, totals.satisfied)
    };
    assert_eq!(totals(RatingFilter::default()).await, (4, 12, 2));
    let of_sam = RatingFilter {
        agent: Some("sam".into()),
        ..RatingFilter::default()
    };
    assert_eq!(totals(of_sam).await, (2, 7, 1));
    let between = RatingFilter {
        from: Some(rated[2].2),
        to: Some(rated[0].2),
        ..RatingFilter::default()
    };
    assert_eq!(
        totals(between).await,
        (2, 6, 1),
        "from is included, to is not"
    );
}

fn new_macro(title: &str, shortcut: Option<&str>, visibility: Visibility) -> NewMacro {
    NewMacro {
        title: title.into(),
        shortcut: shortcut.map(Into::into),
        content: "Hi {{customer.firstName|there}}".into(),
        visibility,
        actions: MacroActions {
            add_tags: vec!["refund".into()],
            close_chat: true,
            ..MacroActions::default()
        },
    }
}

async fn add(world: &World, owner: &str, new: &NewMacro) -> Result<MacroId, Error> {
    let mut tx = world.store.begin().await?;
    let made = tx
        .create_macro(world.ids.make(), &owner.into(), new, world.now())
        .await?;
    tx.commit().await?;
    assert_eq!(made.actions, new.actions);
    Ok(made.id)
}

async fn r255_macros_are_everybodys_or_ones_own(world: World) {
    use Visibility::{Everyone, Me};
    let shared = add(&world, "sam", &new_macro("b", None, Everyone))
        .await
        .unwrap();
    let own = add(&world, "sam", &new_macro("A", None, Me)).await.unwrap();
    let seen = async |who: &str| {
        let macros = world.store.macros(&who.into()).await.unwrap();
        macros.iter().map(|it| it.id).collect::<Vec<_>>()
    };
    assert_eq!(seen("sam").await, [own, shared]);
    assert_eq!(seen("kim").await, [shared]);
    let mut tx = world.store.begin().await.unwrap();
    let kim = "kim".into();
    let refused = tx.delete_macro(own, &kim).await;
    assert!(
        matches!(refused, Err(Error::NotFound { .. })),
        "{refused:?}"
    );
    tx.count_macro_use(shared).await.unwrap();
    // Who makes a shared one personal keeps it for themselves.
    let taken = tx
        .update_macro(shared, &kim, &new_macro("mine", None, Me), world.now())
        .await
        .unwrap();
    assert_eq!((taken.owner_id, taken.uses), ("kim".into(), 1));
    tx.commit().await.unwrap();
    assert_eq!(seen("sam").await, [own]);
    let mut tx = world.store.begin().await.unwrap();
    tx.delete_macro(shared, &kim).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(seen("kim").await, []);
}

async fn r256_a_shortcut_is_taken_once_for_those_who_see_it(world: World) {
    use Visibility::{Everyone, Me};
    let hello = Some("hello");
    add(&world, "sam", &new_macro("own", hello, Me))
        .await
        .unwrap();
    add(&world, "kim", &new_macro("own", hello, Me))
        .await
        .unwrap();
    conflicts(add(&world, "sam", &new_macro("again", hello, Me)).await);
    conflicts(add(&world, "sam", &new_macro("shared", hello, Everyone)).await);
    add(&world, "ada", &new_macro("shared", hello, Everyone))
        .await
        .unwrap();
    conflicts(add(&world, "ada", &new_macro("own", hello, Me)).await);
}

async fn r257_slow_jobs_are_claimed_apart(world: World) {
    let mail = Job::MailTranscript {
        conversation_id: world.ids.make(),
        message_id: "7@example.com".into(),
    };
    let index = Job::AppendApproved {
        review_id: world.ids.make(),
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.enqueue(&mail, world.now()).await.unwrap();
    tx.enqueue(&index, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    let claim = async |lane| {
        let lease = Duration::from_secs(60);
        let now = world.now();
        let claimed = world.store.claim_jobs(lane, "rule", 10, lease, now).await;
        let jobs = claimed.unwrap().into_iter().map(|claimed| claimed.job);
        jobs.collect::<Vec<_>>()
    };
    assert_eq!(claim(Lane::Slow).await, [mail]);
    assert_eq!(claim(Lane::Slow).await, []);
    assert_eq!(claim(Lane::Quick).await, [index]);
}
