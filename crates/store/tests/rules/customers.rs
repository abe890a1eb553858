//! What is kept of customers: where a conversation began, staff's notes, links
//! to sign in with, and whose an address is.

use std::time::Duration;

use frontdesk_model::{
    ConversationId, Person, PersonNoteId, Role, SignInLinkId,
    context::NewContext,
    person_note::{MAX_PERSON_NOTES, PersonNote},
};
use frontdesk_store::{Access, Error, SignInLink};

use crate::world::{World, person};

rules!(
    r820_a_conversation_keeps_where_it_began,
    r821_notes_about_a_person_are_listed_newest_first_and_searched,
    r822_there_are_so_many_notes_about_one_person,
    r823_a_link_is_used_once_and_in_its_time,
    r824_of_two_who_use_a_link_at_once_one_does,
    r825_links_are_counted_by_address_and_forgotten_after_their_time,
    r826_an_address_is_confirmed_until_it_changes,
    r827_setting_a_conversation_aside_is_a_change_of_the_inbox,
);

async fn r820_a_conversation_keeps_where_it_began(world: World) {
    let (with, without) = (
        world.waiting_chat("maya").await.id,
        world.ticket("noor").await.id,
    );
    let said = NewContext {
        page_url: Some("https://shop.example/bikes".into()),
        page_title: Some("Fahrräder “54”".into()),
        ..NewContext::default()
    };
    let context = said.said_at(world.now()).unwrap();
    let mut tx = world.store.begin().await.unwrap();
    tx.keep_context(with, &context).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.store.context(with).await.unwrap(), Some(context));
    assert_eq!(world.store.context(without).await.unwrap(), None);
    let nobodys: ConversationId = world.ids.make();
    assert_eq!(world.store.context(nobodys).await.unwrap(), None);
}

async fn save(world: &World, person: &Person) {
    let mut tx = world.store.begin().await.unwrap();
    tx.save_person(person, world.now()).await.unwrap();
    tx.commit().await.unwrap();
}

fn note(world: &World, content: &str) -> PersonNote {
    PersonNote {
        id: world.ids.make(),
        person_id: "maya".into(),
        content: content.into(),
        author_id: "sam".into(),
        author_name: "SAM".into(),
        created_at: world.now(),
        edited_at: None,
    }
}

async fn r821_notes_about_a_person_are_listed_newest_first_and_searched(world: World) {
    save(&world, &person("maya", Role::User)).await;
    let first = note(&world, "Rides a tandem");
    world.config.clock.advance(Duration::from_secs(1));
    let second = note(&world, "Call after six");
    let mut tx = world.store.begin().await.unwrap();
    tx.add_person_note(&first).await.unwrap();
    tx.add_person_note(&second).await.unwrap();
    tx.commit().await.unwrap();
    let maya = "maya".into();
    let notes = world.store.person_notes(&maya).await.unwrap();
    assert_eq!(notes, [second.clone(), first.clone()]);
    let source = world
        .store
        .customer_sources(std::slice::from_ref(&maya))
        .await
        .unwrap();
    let expected = "Rides a tandem Call after six";
    assert_eq!(source[0].notes.as_deref(), Some(expected));

    // Another's note of this id is not there; an edit and a removal are seen.
    let before = world.store.search_horizon().await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    let missing = tx.person_note(&"noor".into(), first.id).await;
    assert!(matches!(missing, Err(Error::NotFound { .. })));
    let missing = tx
        .person_note(&maya, world.ids.make::<PersonNoteId>())
        .await;
    assert!(matches!(missing, Err(Error::NotFound { .. })));
    tx.edit_person_note(&second, "Call after seven", world.now())
        .await
        .unwrap();
    tx.delete_person_note(&first).await.unwrap();
    tx.commit().await.unwrap();
    let notes = world.store.person_notes(&maya).await.unwrap();
    let edited = PersonNote {
        content: "Call after seven".into(),
        edited_at: Some(world.now()),
        ..second
    };
    assert_eq!(notes, [edited]);
    let changes = world.store.search_changes(before, None, 10).await.unwrap();
    assert!(changes.iter().any(|change| change.id == "maya"));
    let source = world.store.customer_sources(&[maya]).await.unwrap();
    assert_eq!(source[0].notes.as_deref(), Some("Call after seven"));
}

async fn r822_there_are_so_many_notes_about_one_person(world: World) {
    save(&world, &person("maya", Role::User)).await;
    let mut tx = world.store.begin().await.unwrap();
    for _ in 0..MAX_PERSON_NOTES {
        tx.add_person_note(&note(&world, "Again")).await.unwrap();
    }
    let one_more = tx.add_person_note(&note(&world, "Once more")).await;
    assert!(matches!(one_more, Err(Error::Conflict { .. })));
}

fn link(world: &World, email: &str) -> SignInLink {
    let id: SignInLinkId = world.ids.make();
    SignInLink {
        id,
        token_hash: format!("hash of {id}"),
        email: email.into(),
        created_at: world.now(),
        expires_at: world.now().plus(Duration::from_secs(900)),
        used_at: None,
    }
}

async fn keep(world: &World, link: &SignInLink) {
    let mut tx = world.store.begin().await.unwrap();
    tx.add_sign_in_link(link).await.unwrap();
    tx.commit().await.unwrap();
}

async fn redeem(world: &World, hash: &str) -> Option<String> {
    let mut tx = world.store.begin().await.unwrap();
    let email = tx.use_sign_in_link(hash, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    email
}

async fn r823_a_link_is_used_once_and_in_its_time(world: World) {
    let (used, late) = (
        link(&world, "maya@example.com"),
        link(&world, "noor@example.com"),
    );
    keep(&world, &used).await;
    keep(&world, &late).await;
    assert_eq!(redeem(&world, "another hash").await, None);
    let maya = Some("maya@example.com".to_owned());
    assert_eq!(redeem(&world, &used.token_hash).await, maya);
    assert_eq!(redeem(&world, &used.token_hash).await, None);
    let kept = world.store.sign_in_link(used.id).await.unwrap().unwrap();
    assert_eq!(kept.used_at, Some(world.now()));
    world.config.clock.advance(Duration::from_secs(900));
    assert_eq!(redeem(&world, &late.token_hash).await, None);
}

async fn r824_of_two_who_use_a_link_at_once_one_does(world: World) {
    let link = link(&world, "maya@example.com");
    keep(&world, &link).await;
    let press = || redeem(&world, &link.token_hash);
    let (one, two) = tokio::join!(press(), press());
    assert_eq!(one.is_some() as u8 + two.is_some() as u8, 1);
}

async fn r825_links_are_counted_by_address_and_forgotten_after_their_time(world: World) {
    let start = world.now();
    keep(&world, &link(&world, "maya@example.com")).await;
    world.config.clock.advance(Duration::from_secs(60));
    keep(&world, &link(&world, "maya@example.com")).await;
    keep(&world, &link(&world, "noor@example.com")).await;
    let mut tx = world.store.begin().await.unwrap();
    let all = tx
        .sign_in_links_since("Maya@Example.com", start.minus(Duration::from_secs(1)))
        .await
        .unwrap();
    assert_eq!(all, [start, world.now()]);
    let late = tx.sign_in_links_since("maya@example.com", start).await;
    assert_eq!(late.unwrap(), [world.now()]);
    assert_eq!(tx.prune_sign_in_links(world.now()).await.unwrap(), 1);
    tx.commit().await.unwrap();
}

async fn confirmed(world: &World, email: &str) -> Option<String> {
    let mut tx = world.store.begin().await.unwrap();
    let person = tx.customer_of_confirmed(email).await.unwrap();
    person.map(|person| person.id.0)
}

async fn confirm(world: &World, id: &str) {
    let mut tx = world.store.begin().await.unwrap();
    tx.confirm_email(&id.into()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn r826_an_address_is_confirmed_until_it_changes(world: World) {
    let with_mail = |id: &str, role, email: &str| Person {
        email: Some(email.into()),
        ..person(id, role)
    };
    // Who merely says so is not believed, nor is staff a customer.
    save(
        &world,
        &with_mail("visitor-1", Role::User, "maya@example.com"),
    )
    .await;
    save(&world, &with_mail("sam", Role::Agent, "maya@example.com")).await;
    confirm(&world, "sam").await;
    assert_eq!(confirmed(&world, "maya@example.com").await, None);
    save(&world, &with_mail("maya", Role::User, "Maya@Example.com")).await;
    confirm(&world, "maya").await;
    let maya = Some("maya".to_owned());
    assert_eq!(confirmed(&world, "maya@example.com").await, maya);
    // Another token of hers that says the same, or nothing, changes nothing.
    save(&world, &person("maya", Role::User)).await;
    save(&world, &with_mail("maya", Role::User, "Maya@Example.com")).await;
    assert_eq!(confirmed(&world, "MAYA@example.com").await, maya);
    save(&world, &with_mail("maya", Role::User, "other@example.com")).await;
    assert_eq!(confirmed(&world, "other@example.com").await, None);
    let profile = world.store.profile(&"maya".into()).await.unwrap();
    assert!(!profile.unwrap().email_confirmed);
}

async fn r827_setting_a_conversation_aside_is_a_change_of_the_inbox(world: World) {
    let id = world.ticket("maya").await.id;
    let until = world.now().plus(Duration::from_secs(60));
    for aside in [true, false] {
        let before = world.store.search_horizon().await.unwrap();
        let changed = world.store.inbox_changed();
        let mut tx = world.store.begin().await.unwrap();
        match aside {
            true => drop(tx.snooze(id, &"sam".into(), until).await.unwrap()),
            false => drop(tx.unsnooze(id, None).await.unwrap()),
        }
        tx.commit().await.unwrap();
        changed.notified().await;
        let changes = world.store.search_changes(before, None, 10).await.unwrap();
        assert!(changes.iter().any(|change| change.id == id.to_string()));
    }
    let row = world.store.conversation(id, &Access::Staff).await.unwrap();
    assert_eq!(row.unwrap().snoozed_until, None);
}
