//! The master key is replaced; and what a start without the right one says.

use std::{panic::AssertUnwindSafe, sync::Arc};

use frontdesk_model::attachment::FilesMode;
use frontdesk_testkit::{Postgres, TestData};
use futures_util::FutureExt as _;

use super::{cid, open, over, upload};

/// What a start over these data says, which does not succeed.
async fn refusal(data: &Arc<TestData>) -> String {
    let opened = AssertUnwindSafe(over(data, FilesMode::Sealed))
        .catch_unwind()
        .await;
    let panic = opened.err().expect("the desk does not open");
    panic.downcast_ref::<String>().unwrap().clone()
}

async fn rotates(data: TestData) {
    let data = Arc::new(data);
    let server = over(&data, FilesMode::Sealed).await;
    let file = upload(&server, "maya", b"hello").await;
    for n in 0..20 {
        upload(&server, "maya", format!("file {n}").as_bytes()).await;
    }
    server.kit.desk.close().await;

    data.set_master_keys(&[2]);
    let said = refusal(&data).await;
    assert!(said.contains("FILES_MASTER_KEYS_OLD"), "{said}");

    // With the old one beside it, every key moves under the new one.
    data.set_master_keys(&[2, 1]);
    let server = over(&data, FilesMode::Sealed).await;
    // An address that was signed before holds on.
    assert_eq!(open(&server, &file).await.text(), "hello");
    let present = data.master_keys().id().to_owned();
    let mut turns = tokio::time::interval(std::time::Duration::from_millis(20));
    while server.kit.store.master_keys_in_use().await.unwrap() != [present.as_str()] {
        turns.tick().await;
    }
    assert_eq!(open(&server, &file).await.text(), "hello");
    server.kit.desk.close().await;

    // Then the old one is not needed any more.
    data.set_master_keys(&[2]);
    let server = over(&data, FilesMode::Sealed).await;
    open(&server, &file).await.fails(403, "bad-signature");
    let asked = format!("/files?cid={}", cid(&file));
    let again = server.user("maya").get(&asked).await.data();
    assert_eq!(open(&server, &again[0]).await.text(), "hello");
    server.kit.desk.close().await;

    data.set_master_keys(&[1]);
    let said = refusal(&data).await;
    assert!(said.contains("FILES_MASTER_KEY"), "{said}");
    assert!(said.contains(&present), "{said}");
}

#[tokio::test]
async fn a_new_master_key_takes_over_and_the_old_one_can_be_let_go() {
    rotates(TestData::new()).await;
}

#[tokio::test]
async fn a_new_master_key_takes_over_on_postgres() {
    rotates(TestData::on_postgres(Postgres::shared().create_database())).await;
}
