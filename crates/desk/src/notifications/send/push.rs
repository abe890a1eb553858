//! A delivery as push messages to a person's browsers. Each that has taken it is
//! remembered with the delivery, so that a repeat reaches only the others.

use std::time::{Duration, UNIX_EPOCH};

use frontdesk_breaker::Guarded;
use frontdesk_model::{
    delivery::{Channel, SkipReason},
    notification::NotificationType,
    preferences::PushDevice,
};
use frontdesk_notify::{
    SendError,
    push::{PushMessage, PushNote, Subscription, Topic, Urgency},
};
use frontdesk_store::{Package, PushSubscription, Reach};
use serde_json::{Map, json};

use super::{Consequence, Message, Outcome, Tried};
use crate::{Desk, webhooks::host};

/// Notifications whose ids go along, to be marked read from the screen.
const NAMED: usize = 20;

impl Desk {
    pub(super) async fn send_push(
        &self,
        package: &Package,
        to: &Reach,
        message: &Message,
    ) -> Tried {
        let devices = match self.store.push_subscriptions(&to.id).await {
            Ok(devices) => devices,
            Err(_) => return Outcome::fault_of_ours("the database does not answer").into(),
        };
        let delivery = &package.delivery;
        if devices.is_empty() {
            return Outcome::Skipped(SkipReason::NoAddress).into();
        }
        let payload = match note(self, package, to, message).encode() {
            Ok(payload) => payload,
            Err(error) => return Outcome::Refused(error.to_string()).into(),
        };
        let urgent = message.lines.iter().any(|line| {
            matches!(
                line.kind,
                NotificationType::ChatMessage | NotificationType::Mentioned
            )
        });
        let push = PushMessage {
            payload,
            ttl: self.config.notify.expires,
            urgency: if urgent {
                Urgency::High
            } else {
                Urgency::Normal
            },
            topic: Some(Topic::of(&delivery.id.to_string())),
        };
        let mut reached = delivery.reached.clone();
        let (mut used, mut gone, mut failed, mut refused) = (vec![], vec![], None, None);
        // How long the service of some browser is left alone.
        let mut rests: Option<Duration> = None;
        let mut service = None;
        for device in &devices {
            if reached.contains(&device.id) {
                continue;
            }
            match self.push_guarded(device, &push).await {
                Ok(host) => {
                    service = Some(host);
                    reached.push(device.id);
                    used.push(device.id);
                }
                Err(Guarded::Open(wait)) => rests = Some(rests.map_or(wait, |it| it.min(wait))),
                Err(Guarded::Failed(SendError::Gone(_))) => gone.push(device.id),
                Err(Guarded::Failed(SendError::Permanent(why))) => refused = Some(why),
                Err(Guarded::Failed(error @ SendError::Temporary { .. })) => failed = Some(error),
            }
        }
        let away = |wait| {
            (
                Outcome::Postponed(wait),
                "a push service is away".to_owned(),
            )
        };
        let later = match failed {
            Some(error) => {
                let why = error.to_string();
                Some((Outcome::of(error), why))
            }
            None => rests.map(away),
        };
        let outcome = match (later, refused, reached.is_empty()) {
            (Some((outcome, _)), _, true) => outcome,
            // It was no try: what waits is only for services that rest.
            (Some((outcome @ Outcome::Postponed(_), _)), _, false) if used.is_empty() => outcome,
            (Some((_, why)), _, false) => Outcome::Partly(why, reached),
            (None, Some(why), true) => Outcome::Refused(why),
            (None, None, true) => Outcome::Skipped(SkipReason::NoAddress),
            (None, _, false) => Outcome::Sent {
                target: service,
                provider_id: None,
                reached,
            },
        };
        Tried {
            outcome,
            after: vec![
                Consequence::DevicesUsed(used),
                Consequence::DevicesGone(gone),
            ],
        }
    }

    /// Leaves a push service alone that is away.
    async fn push_guarded(
        &self,
        device: &PushSubscription,
        message: &PushMessage,
    ) -> Result<String, Guarded<SendError>> {
        let host = host(&device.endpoint).unwrap_or_default();
        let gate = self.senders.gates.of_push_service(&host);
        let work = self.push_to(device, message);
        let away = SendError::is_of_service;
        let name = Channel::Push.as_str();
        match gate.breaker.guard(name, away, work).await {
            // Those that wait come again one after the other.
            Err(Guarded::Open(wait)) => Err(Guarded::Open(gate.later(wait))),
            outcome => outcome,
        }
    }

    /// Gives the host of the push service that has taken it.
    pub(in crate::notifications) async fn push_to(
        &self,
        device: &PushSubscription,
        message: &PushMessage,
    ) -> Result<String, SendError> {
        let senders = &self.senders;
        let subscription = Subscription::new(
            &device.endpoint,
            &device.p256dh,
            &device.auth,
            &senders.guard,
        )
        .map_err(|error| SendError::Gone(error.to_string()))?;
        let since_epoch = u64::try_from(self.clock.now().millis()).unwrap_or(0);
        let now = UNIX_EPOCH + Duration::from_millis(since_epoch);
        senders.push.send(&subscription, message, now).await?;
        Ok(subscription.service().to_owned())
    }
}

fn note(desk: &Desk, package: &Package, to: &Reach, message: &Message) -> PushNote {
    let delivery = &package.delivery;
    let words: Vec<_> = message
        .lines
        .iter()
        .rev()
        .take(3)
        .map(|line| line.words.as_str())
        .filter(|words| !words.is_empty())
        .collect();
    let ids: Vec<_> = message
        .lines
        .iter()
        .rev()
        .take(NAMED)
        .map(|line| line.id)
        .collect();
    let mut data = Map::new();
    data.insert("notificationIds".into(), json!(ids));
    data.insert("count".into(), json!(message.lines.len()));
    data.insert("conversationId".into(), json!(delivery.conversation_id));
    data.insert("type".into(), json!(delivery.kind));
    // Without it, it is marked read on a page.
    if let Ok(token) = desk.read_token(&to.id, delivery.id) {
        data.insert("readToken".into(), json!(token));
    }
    let path = message.link.strip_prefix(desk.config.public_url.as_str());
    let path = path.filter(|path| path.starts_with('/')).unwrap_or("/");
    PushNote {
        title: message.title.clone(),
        body: words.join("\n"),
        tag: match delivery.conversation_id {
            Some(conversation) => format!("conversation-{conversation}"),
            None => delivery.id.to_string(),
        },
        url: path.to_owned(),
        data,
    }
}

/// A browser as its owner sees it.
pub(in crate::notifications) fn device_view(row: PushSubscription) -> PushDevice {
    PushDevice {
        id: row.id,
        device: row.device,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
    }
}
