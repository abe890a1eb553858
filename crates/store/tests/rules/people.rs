//! People, accounts and first answers.

use std::time::Duration;

use frontdesk_model::{Person, PersonId, Role};
use frontdesk_store::{Error, IDEMPOTENCY_TTL};
use serde_json::json;

use crate::world::{World, all_pages, person};

rules!(
    r100_a_token_never_blanks_what_is_known,
    r101_staff_are_agents_and_admins_by_name,
    r102_people_are_walked_in_order,
    r103_an_address_has_one_account_in_any_case,
    r104_a_repeated_request_gets_the_first_answer,
    r105_of_two_first_requests_one_wins,
    r106_a_first_answer_is_forgotten_after_its_time,
    r107_the_blocked_are_listed_once_each_latest_first,
);

async fn save(world: &World, person: &Person) {
    let mut tx = world.store.begin().await.unwrap();
    tx.save_person(person, world.now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn r100_a_token_never_blanks_what_is_known(world: World) {
    let known = Person {
        email: Some("maya@example.com".into()),
        ..person("maya", Role::User)
    };
    save(&world, &known).await;
    let thin = Person {
        name: String::new(),
        email: None,
        ..person("maya", Role::Agent)
    };
    save(&world, &thin).await;
    let stored = world.store.person(&known.id).await.unwrap();
    let expected = Person {
        role: Role::Agent,
        ..known
    };
    assert_eq!(stored, Some(expected));
    assert_eq!(world.store.person(&"eve".into()).await.unwrap(), None);
}

async fn r101_staff_are_agents_and_admins_by_name(world: World) {
    let people = [
        person("zoe", Role::Agent),
        person("maya", Role::User),
        person("ada", Role::Admin),
    ];
    for person in &people {
        save(&world, person).await;
    }
    let staff = world.store.staff().await.unwrap();
    assert_eq!(staff, [people[2].clone(), people[0].clone()]);
}

async fn r102_people_are_walked_in_order(world: World) {
    for id in ["d", "a", "c", "b", "e"] {
        save(&world, &person(id, Role::User)).await;
    }
    let mut seen: Vec<PersonId> = Vec::new();
    loop {
        let next = world.store.people_after(seen.last(), 2).await.unwrap();
        if next.is_empty() {
            break;
        }
        seen.extend(next);
    }
    assert_eq!(seen, ["a", "b", "c", "d", "e"].map(PersonId::from));
}

async fn r103_an_address_has_one_account_in_any_case(world: World) {
    let ada = person("ada", Role::Admin);
    let kim = person("kim", Role::Agent);
    save(&world, &ada).await;
    save(&world, &kim).await;
    assert!(!world.store.has_admin().await.unwrap());
    let create = async |email: &str, id: &PersonId| {
        let mut tx = world.store.begin().await.unwrap();
        tx.create_account(email, id, "hash", world.now()).await?;
        tx.commit().await
    };
    create("kim@example.com", &kim.id).await.unwrap();
    assert!(!world.store.has_admin().await.unwrap());
    create("Ada@Example.com", &ada.id).await.unwrap();
    assert!(world.store.has_admin().await.unwrap());
    let account = world
        .store
        .account("aDA@example.COM")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (account.person, account.password_hash),
        (ada.clone(), "hash".into())
    );
    assert!(
        world
            .store
            .account("eve@example.com")
            .await
            .unwrap()
            .is_none()
    );
    let same_address = create("KIM@example.com", &ada.id).await;
    assert!(
        matches!(same_address, Err(Error::Conflict { .. })),
        "{same_address:?}"
    );
    let same_person = create("other@example.com", &ada.id).await;
    assert!(
        matches!(same_person, Err(Error::Conflict { .. })),
        "{same_person:?}"
    );
    let nobody = create("eve@example.com", &"eve".into()).await;
    assert!(matches!(nobody, Err(Error::NotFound { .. })), "{nobody:?}");
}

async fn r104_a_repeated_request_gets_the_first_answer(world: World) {
    let maya = "maya".into();
    let answer = json!({"id": "7", "list": [1, null]});
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(
        tx.recall(&maya, "key", "POST /tickets").await.unwrap(),
        None
    );
    tx.remember(&maya, "key", "POST /tickets", &answer, world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    let again = tx.recall(&maya, "key", "POST /tickets").await.unwrap();
    assert_eq!(again, Some(answer));
    let other = tx.recall(&maya, "key", "POST /faq").await;
    assert!(matches!(other, Err(Error::KeyReused)), "{other:?}");
    // The key is the person's own.
    let eve = tx.recall(&"eve".into(), "key", "POST /faq").await.unwrap();
    assert_eq!(eve, None);
}

async fn r105_of_two_first_requests_one_wins(world: World) {
    let other = world.another().await;
    let requests: Vec<_> = (0..8)
        .map(|n| {
            let store = if n % 2 == 0 { &world.store } else { &other }.clone();
            let now = world.now();
            tokio::spawn(async move {
                let maya = "maya".into();
                let mut tx = store.begin().await.unwrap();
                if tx.recall(&maya, "key", "print").await?.is_some() {
                    return Ok(false);
                }
                tx.remember(&maya, "key", "print", &json!(n), now).await?;
                tx.commit().await?;
                Ok(true)
            })
        })
        .collect();
    let mut winners = 0;
    for request in requests {
        match request.await.unwrap() {
            Ok(true) => winners += 1,
            Ok(false) | Err(Error::Conflict { .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(winners, 1);
}

async fn r106_a_first_answer_is_forgotten_after_its_time(world: World) {
    let maya = "maya".into();
    for n in 0..2 {
        let mut tx = world.store.begin().await.unwrap();
        assert_eq!(
            tx.recall(&maya, "key", &format!("print {n}"))
                .await
                .unwrap(),
            None
        );
        tx.remember(&maya, "key", &format!("print {n}"), &json!(n), world.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world
            .config
            .clock
            .advance(IDEMPOTENCY_TTL - Duration::from_millis(1));
        world.store.prune(world.now()).await.unwrap();
        let mut tx = world.store.begin().await.unwrap();
        let kept = tx
            .recall(&maya, "key", &format!("print {n}"))
            .await
            .unwrap();
        assert_eq!(kept, Some(json!(n)));
        drop(tx);
        world.config.clock.advance(Duration::from_millis(1));
        if n == 1 {
            world.store.prune(world.now()).await.unwrap();
        }
    }
}

async fn r107_the_blocked_are_listed_once_each_latest_first(world: World) {
    for id in ["free", "b", "d", "c", "a", "e"] {
        save(&world, &person(id, Role::User)).await;
    }
    // Three in one moment, which a cursor must tell apart.
    for moment in [vec!["e"], vec!["c", "a", "b"], vec!["d"]] {
        world.config.clock.advance(Duration::from_secs(1));
        let mut tx = world.store.begin().await.unwrap();
        for id in moment {
            tx.block_person(&id.into(), "Insults", world.now())
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }
    for limit in 1..=6 {
        let store = world.store.clone();
        let people = all_pages(limit, move |page| {
            let store = store.clone();
            async move { store.blocked_page(&page).await }
        })
        .await;
        let ids: Vec<_> = people.iter().map(|person| person.id.as_str()).collect();
        assert_eq!(ids, ["d", "a", "b", "c", "e"], "in pages of {limit}");
    }
}
