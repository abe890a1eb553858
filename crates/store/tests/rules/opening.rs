//! Opening, closing and transactions.

use frontdesk_store::{Error, Store};

use crate::world::World;

rules!(
    r01_eight_processes_may_open_a_new_database_at_once,
    r02_what_was_committed_is_there_after_reopening,
    r03_a_dropped_transaction_leaves_nothing,
    r04_a_cancelled_transaction_does_not_block_the_next,
    r05_a_closed_store_refuses,
    r06_a_rolled_back_transaction_leaves_nothing,
    r07_all_callers_of_setting_or_insert_get_the_same_value,
);

async fn r01_eight_processes_may_open_a_new_database_at_once(world: World) {
    // The world has opened its own; begin with an empty one beside it.
    let mut config = world.config.clone();
    match &mut config.url {
        frontdesk_store::DatabaseUrl::Sqlite(file) => {
            file.set_file_name("fresh.db");
        }
        frontdesk_store::DatabaseUrl::Postgres(url) => {
            let made = tokio::task::spawn_blocking(|| {
                frontdesk_testkit::Postgres::shared().create_database()
            });
            *url = made.await.unwrap();
        }
    }
    let opens = (0..8).map(|_| {
        let config = config.clone();
        tokio::spawn(async move { Store::open(&config).await })
    });
    for open in opens.collect::<Vec<_>>() {
        let store = open.await.unwrap().unwrap();
        store.ping().await.unwrap();
        assert_eq!(store.setting("x").await.unwrap(), None);
    }
}

async fn r02_what_was_committed_is_there_after_reopening(mut world: World) {
    let ticket = world.ticket("maya").await;
    world.reopen().await;
    let again = world
        .store
        .ticket(ticket.id, &frontdesk_store::Access::Staff)
        .await
        .unwrap();
    assert_eq!(again, Some(ticket));
}

async fn r03_a_dropped_transaction_leaves_nothing(world: World) {
    let mut tx = world.store.begin().await.unwrap();
    tx.set_setting("secret", "x").await.unwrap();
    drop(tx);
    let tx = world.store.begin().await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.store.setting("secret").await.unwrap(), None);
}

async fn r04_a_cancelled_transaction_does_not_block_the_next(world: World) {
    for round in 0..50 {
        let store = world.store.clone();
        let half_way = tokio::spawn(async move {
            let mut tx = store.begin().await.unwrap();
            for _ in 0..100 {
                tx.set_setting("secret", "x").await.unwrap();
            }
            // Never committed.
            std::future::pending::<()>().await;
            drop(tx);
        });
        for _ in 0..round {
            tokio::task::yield_now().await;
        }
        half_way.abort();
        let mut tx = world.store.begin().await.unwrap();
        tx.set_setting("round", &round.to_string()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.store.setting("secret").await.unwrap(), None);
        let stored = world.store.setting("round").await.unwrap();
        assert_eq!(stored, Some(round.to_string()));
    }
}

async fn r05_a_closed_store_refuses(world: World) {
    let chat = world.waiting_chat("maya").await;
    world.store.close().await;
    let refused = world
        .say(chat.id, frontdesk_model::chat::Sender::User, "maya")
        .await;
    assert!(matches!(refused, Err(Error::Closed)), "{refused:?}");
    assert!(matches!(world.store.ping().await, Err(Error::Closed)));
    assert!(matches!(world.store.begin().await, Err(Error::Closed)));
    // Once more is harmless.
    world.store.close().await;
}

async fn r06_a_rolled_back_transaction_leaves_nothing(world: World) {
    let mut tx = world.store.begin().await.unwrap();
    tx.set_setting("secret", "x").await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(world.store.setting("secret").await.unwrap(), None);
}

async fn r07_all_callers_of_setting_or_insert_get_the_same_value(world: World) {
    let callers = (0..8).map(|n: i32| {
        let store = world.store.clone();
        tokio::spawn(async move { store.setting_or_insert("secret", &n.to_string()).await })
    });
    let mut values = Vec::new();
    for caller in callers.collect::<Vec<_>>() {
        values.push(caller.await.unwrap().unwrap());
    }
    values.dedup();
    assert_eq!(values.len(), 1, "{values:?}");
}
