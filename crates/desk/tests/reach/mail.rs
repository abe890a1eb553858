//! Mail about notifications: coalesced, and only what is still unread and wanted
//! when its time comes.

use std::{sync::Arc, time::Duration};

use frontdesk_desk::{ContentRule, ContentRules, Deliver, Event, Namespace};
use frontdesk_model::{
    Role,
    delivery::{Channel, DeliveryState, SkipReason},
    events::ViewConversation,
    notification::NotificationType,
    preferences::{NewMute, PreferencesPatch},
    ticket::{NewResponse, TicketPatch, TicketStatus},
};
use frontdesk_testkit::{SmtpServer, TestDesk};
use mail_parser::MessageParser;

use crate::life::{all_are, answer, call, deliveries, mailing, ticket, ticket_of};

const DELAY: Duration = Duration::from_secs(60);

async fn desk(smtp: &SmtpServer) -> TestDesk {
    TestDesk::with(mailing(smtp)).await
}

async fn choose(kit: &TestDesk, json: &str) {
    let maya = kit.actor("maya", Role::User).await;
    let patch: PreferencesPatch = serde_json::from_str(json).unwrap();
    kit.desk
        .update_notification_preferences(&maya, &patch)
        .await
        .unwrap();
}

/// The reason why the only mail was not sent.
async fn skipped(kit: &TestDesk) -> Option<SkipReason> {
    let rows = deliveries(kit, Channel::Email, all_are(DeliveryState::Skipped)).await;
    assert_eq!(rows.len(), 1);
    rows[0].reason
}

#[tokio::test]
async fn twenty_quick_answers_are_one_mail_that_counts() {
    let smtp = SmtpServer::start().await;
    let kit = desk(&smtp).await;
    let ticket = ticket(&kit).await;
    for n in 0..20 {
        answer(&kit, ticket, &format!("Answer {n}")).await;
    }
    let waiting = deliveries(&kit, Channel::Email, |rows| {
        rows.iter().map(|row| row.notifications).sum::<i64>() == 20
    })
    .await;
    assert_eq!(waiting.len(), 1);
    kit.clock.advance(DELAY);
    let rows = deliveries(&kit, Channel::Email, all_are(DeliveryState::Sent)).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].target.as_deref(), Some("m***@example.com"));
    let mails = smtp.mails(1).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].data.contains("Answer 0"), "{}", mails[0].data);
    assert!(mails[0].data.contains("Answer 19"));
}

#[tokio::test]
async fn mails_of_a_conversation_are_one_thread_that_one_click_ends() {
    let smtp = SmtpServer::start().await;
    let kit = desk(&smtp).await;
    let ticket = ticket(&kit).await;
    for (mails, words) in [(1, "Tomorrow"), (2, "It has come")] {
        answer(&kit, ticket, words).await;
        deliveries(&kit, Channel::Email, |rows| rows.len() == mails).await;
        kit.clock.advance(DELAY);
        deliveries(&kit, Channel::Email, all_are(DeliveryState::Sent)).await;
    }
    let mails = smtp.mails(2).await;
    let parser = MessageParser::new();
    let [first, second] = [0, 1].map(|n| parser.parse(&mails[n].data).unwrap());
    let root = format!("conversation-{ticket}@desk.example");
    assert_eq!(first.references().as_text(), Some(root.as_str()));
    assert_eq!(first.in_reply_to().as_text(), Some(root.as_str()));
    let first_id = first.message_id().unwrap();
    assert_eq!(
        second.references().as_text_list(),
        Some(&[root.into(), first_id.into()][..])
    );
    assert_eq!(second.in_reply_to().as_text(), Some(first_id));
    for mail in [&first, &second] {
        assert_eq!(mail.subject(), Some("Re: [#1] Late"));
        let raw = |name: &str| mail.header_raw(name).unwrap().trim().to_owned();
        assert_eq!(raw("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        assert!(raw("List-Unsubscribe").contains("/notifications/unsubscribe?token="));
        assert_eq!(raw("Auto-Submitted"), "auto-generated");
    }
    assert!(!second.body_text(0).unwrap().contains("Tomorrow"));
    assert!(second.body_text(0).unwrap().contains("It has come"));
    assert!(second.body_html(0).unwrap().contains("It has come"));
}

#[tokio::test]
async fn a_mail_has_the_whole_answer_and_its_files_beside_what_else_happened() {
    let smtp = SmtpServer::start().await;
    let kit = desk(&smtp).await;
    let ticket = ticket(&kit).await;
    let sam = kit.actor("sam", Role::Agent).await;
    let mut upload = kit.desk.begin_upload(&sam).await.unwrap();
    upload
        .write(b"First the wheel.".to_vec().into())
        .await
        .unwrap();
    let accepted = upload.finish("plan.txt", Some("text/plain")).await.unwrap();
    let file = accepted.store().await.unwrap();
    let whole = format!("Do this: {}", "turn the bolt, ".repeat(50));
    let input = NewResponse {
        response: format!("{whole}\n\n- then **oil** it"),
        attachments: vec![file.cid.clone()],
        internal: false,
    };
    kit.desk.respond(&call(&sam), ticket, &input).await.unwrap();
    deliveries(&kit, Channel::Email, |rows| rows.len() == 1).await;
    kit.clock.advance(DELAY);
    deliveries(&kit, Channel::Email, all_are(DeliveryState::Sent)).await;
    let solved = TicketPatch {
        status: Some(TicketStatus::Resolved),
        ..TicketPatch::default()
    };
    kit.desk
        .update_ticket(&call(&sam), ticket, &solved)
        .await
        .unwrap();
    answer(&kit, ticket, "It is done").await;
    deliveries(&kit, Channel::Email, |rows| {
        rows.len() == 2 && rows.iter().map(|row| row.notifications).sum::<i64>() == 3
    })
    .await;
    kit.clock.advance(DELAY);
    deliveries(&kit, Channel::Email, all_are(DeliveryState::Sent)).await;

    let mails = smtp.mails(2).await;
    let parser = MessageParser::new();
    let [first, second] = [0, 1].map(|n| parser.parse(&mails[n].data).unwrap());
    let text = first.body_text(0).unwrap();
    assert!(text.contains("Sam replied"), "{text}");
    assert_eq!(text.matches("turn the bolt").count(), 50);
    assert!(text.contains(&format!(
        "plan.txt: http://localhost:3001/ipfs/{}",
        file.cid
    )));
    let html = first.body_html(0).unwrap();
    assert!(html.contains("<strong>oil</strong>"), "{html}");
    assert!(html.contains(&format!("/ipfs/{}\">plan.txt</a>", file.cid)));
    let text = second.body_text(0).unwrap();
    for words in ["Ticket #1 is resolved", "It is done", "Status: resolved"] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[tokio::test]
async fn where_content_may_not_leave_a_mail_has_none() {
    let smtp = SmtpServer::start().await;
    let mailing = mailing(&smtp);
    let kit = TestDesk::with(|config| {
        mailing(config);
        config.notify.content = ContentRules {
            named: vec![(NotificationType::TicketResponse, ContentRule::Notice)],
            ..ContentRules::default()
        };
    })
    .await;
    let ticket = ticket(&kit).await;
    answer(&kit, ticket, "The code of the door is 4711").await;
    deliveries(&kit, Channel::Email, |rows| rows.len() == 1).await;
    kit.clock.advance(DELAY);
    deliveries(&kit, Channel::Email, all_are(DeliveryState::Sent)).await;
    let mail = &smtp.mails(1).await[0].data;
    assert!(!mail.contains("4711") && !mail.contains("Late"), "{mail}");
}

#[tokio::test]
async fn what_was_read_before_is_not_mailed() {
    let smtp = SmtpServer::start().await;
    let kit = desk(&smtp).await;
    let ticket = ticket(&kit).await;
    answer(&kit, ticket, "Hello").await;
    deliveries(&kit, Channel::Email, |rows| rows.len() == 1).await;
    let maya = kit.actor("maya", Role::User).await;
    kit.desk.mark_all_notifications_read(&maya).await.unwrap();
    kit.clock.advance(DELAY);
    assert_eq!(skipped(&kit).await, Some(SkipReason::Read));
}

#[tokio::test]
async fn what_is_muted_or_turned_off_meanwhile_is_not_mailed() {
    for muted in [true, false] {
        let smtp = SmtpServer::start().await;
        let kit = desk(&smtp).await;
        let ticket = ticket(&kit).await;
        answer(&kit, ticket, "Hello").await;
        deliveries(&kit, Channel::Email, |rows| rows.len() == 1).await;
        let maya = kit.actor("maya", Role::User).await;
        if muted {
            let for_ever = NewMute::default();
            kit.desk
                .mute_conversation(&maya, ticket, &for_ever)
                .await
                .unwrap();
        } else {
            choose(
                &kit,
                r#"{"channels": {"ticket-response": {"email": "off"},
                    "ticket-update": {"email": "off"}}}"#,
            )
            .await;
        }
        kit.clock.advance(DELAY);
        let reason = match muted {
            true => SkipReason::Muted,
            false => SkipReason::Preferences,
        };
        assert_eq!(skipped(&kit).await, Some(reason));
    }
}

struct Page;

impl Deliver for Page {
    fn deliver(&self, _: &Event) -> bool {
        true
    }
}

#[tokio::test]
async fn nobody_is_mailed_or_told_of_what_is_before_their_eyes() {
    let smtp = SmtpServer::start().await;
    let kit = desk(&smtp).await;
    let ticket = ticket(&kit).await;
    answer(&kit, ticket, "Hello").await;
    deliveries(&kit, Channel::Email, |rows| rows.len() == 1).await;
    let maya = kit.actor("maya", Role::User).await;
    let tab = kit.desk.connect(&maya, Namespace::Root, Arc::new(Page));
    let looks = |looking| ViewConversation {
        conversation_id: ticket,
        looking,
        writing: false,
    };
    kit.desk
        .view_conversation(&maya, tab, &looks(true))
        .await
        .unwrap();
    // What was told before is read by opening it; an answer that comes meanwhile is
    // not even in the list.
    let count = || async { kit.store.unread_count(&maya.id).await.unwrap() };
    assert_eq!(count().await, 0);
    answer(&kit, ticket, "Are you there?").await;
    assert_eq!(count().await, 0);
    kit.clock.advance(DELAY);
    assert_eq!(skipped(&kit).await, Some(SkipReason::Read));
    // Once it is closed, she is told again.
    kit.desk.disconnect(&maya, tab);
    answer(&kit, ticket, "Bye").await;
    assert_eq!(count().await, 1);
    // Another's conversation can't be looked at.
    let jonas = kit.actor("jonas", Role::User).await;
    let his = kit.desk.connect(&jonas, Namespace::Root, Arc::new(Page));
    let refused = kit.desk.view_conversation(&jonas, his, &looks(true)).await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn mail_waits_for_the_end_of_quiet_hours() {
    let smtp = SmtpServer::start().await;
    let kit = desk(&smtp).await;
    let ticket = ticket(&kit).await;
    // It is 09:30 in UTC.
    choose(&kit, r#"{"quietHours": {"from": "09:00", "to": "11:00"}}"#).await;
    answer(&kit, ticket, "Hello").await;
    let rows = deliveries(&kit, Channel::Email, |rows| rows.len() == 1).await;
    assert_eq!(rows[0].due_at.to_string(), "2026-01-31T11:00:00.000Z");
    // They are made longer while it waits.
    choose(&kit, r#"{"quietHours": {"from": "09:00", "to": "12:00"}}"#).await;
    kit.clock.advance(Duration::from_secs(90 * 60));
    let moved = |rows: &[frontdesk_store::DeliveryRow]| {
        rows[0].due_at.to_string() == "2026-01-31T12:00:00.000Z"
    };
    let rows = deliveries(&kit, Channel::Email, moved).await;
    assert_eq!(rows[0].attempts, 0);
    kit.clock.advance(Duration::from_secs(60 * 60));
    deliveries(&kit, Channel::Email, all_are(DeliveryState::Sent)).await;
    assert_eq!(smtp.mails(1).await.len(), 1);
}

#[tokio::test]
async fn a_server_that_is_away_is_tried_again_under_the_same_key() {
    let smtp = SmtpServer::start().await;
    let kit = desk(&smtp).await;
    let later = kit.actor("later", Role::User).await;
    let ticket = ticket_of(&kit, &later).await;
    answer(&kit, ticket, "Hello").await;
    deliveries(&kit, Channel::Email, |rows| rows.len() == 1).await;
    kit.clock.advance(DELAY);
    let rows = deliveries(&kit, Channel::Email, all_are(DeliveryState::Failed)).await;
    assert!(rows[0].last_error.as_deref().unwrap().contains("later"));
    assert!(
        !rows[0]
            .last_error
            .as_deref()
            .unwrap()
            .contains("@example.com")
    );
    let ledger = kit.store.delivery_attempts(rows[0].id).await.unwrap();
    assert_eq!(ledger.len(), 1);
}

#[tokio::test]
async fn recipients_that_are_refused_do_not_keep_mail_from_the_others() {
    let smtp = SmtpServer::start().await;
    let kit = desk(&smtp).await;
    // More than the failures after which a breaker opens.
    for n in 0..8 {
        let refused = kit.actor(&format!("later{n}"), Role::User).await;
        let ticket = ticket_of(&kit, &refused).await;
        answer(&kit, ticket, "Hello").await;
    }
    deliveries(&kit, Channel::Email, |rows| rows.len() == 8).await;
    kit.clock.advance(DELAY);
    deliveries(&kit, Channel::Email, all_are(DeliveryState::Failed)).await;
    let admin = kit.actor("ada", Role::Admin).await;
    let summary = kit.desk.delivery_summary(&admin, None, None).await.unwrap();
    let breaker = |channel| {
        let mut channels = summary.channels.iter();
        channels
            .find(|it| it.channel == channel)
            .unwrap()
            .breaker
            .as_str()
    };
    assert_eq!(breaker(Channel::Email), "closed");
}
