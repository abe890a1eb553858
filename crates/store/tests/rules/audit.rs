//! The audit log.

use std::time::Duration;

use frontdesk_model::{Actor, AuditId, PageRequest, PersonId, Role, Timestamp};
use frontdesk_store::{AuditFilter, NewAudit};
use serde_json::json;

use crate::world::{World, all_pages};

rules!(
    r190_the_audit_log_is_read_newest_first,
    r191_the_audit_log_is_filtered_by_action_and_subject,
);

fn admin() -> Actor {
    Actor {
        id: PersonId::from("ada"),
        name: "Ada".into(),
        email: None,
        role: Role::Admin,
        expires_at: Timestamp(0),
    }
}

async fn note(world: &World, action: &'static str, subject: &str) -> AuditId {
    world.config.clock.advance(Duration::from_millis(1));
    let actor = admin();
    let entry = NewAudit {
        id: world.config.ids.make(),
        actor: Some(&actor),
        action,
        subject: subject.into(),
        details: json!({ "why": "test" }),
        at: world.config.clock.now(),
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.add_audit(&entry).await.unwrap();
    tx.commit().await.unwrap();
    entry.id
}

async fn r190_the_audit_log_is_read_newest_first(world: World) {
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(note(&world, "person.block", "maya").await);
    }
    made.reverse();
    let read = all_pages(2, |page| {
        let store = world.store.clone();
        async move { store.audit(&AuditFilter::default(), &page).await }
    })
    .await;
    assert_eq!(read.iter().map(|it| it.id).collect::<Vec<_>>(), made);
    assert_eq!(read[0].actor_name, "Ada");
    assert_eq!(read[0].details, json!({ "why": "test" }));
}

async fn r191_the_audit_log_is_filtered_by_action_and_subject(world: World) {
    let block = note(&world, "person.block", "maya").await;
    let mask = note(&world, "moderation.mask", "chat-1").await;
    note(&world, "moderationist.hired", "sam").await;
    let page = PageRequest {
        limit: 10,
        after: None,
    };
    let of = |action: Option<&str>, subject: Option<&str>| {
        let filter = AuditFilter {
            action: action.map(Into::into),
            subject: subject.map(Into::into),
        };
        let store = world.store.clone();
        async move {
            let found = store.audit(&filter, &page).await.unwrap();
            found.items.iter().map(|it| it.id).collect::<Vec<_>>()
        }
    };
    assert_eq!(of(Some("moderation"), None).await, [mask]);
    assert_eq!(of(None, Some("maya")).await, [block]);
    assert_eq!(of(Some("person.block"), Some("chat-1")).await, []);
}
