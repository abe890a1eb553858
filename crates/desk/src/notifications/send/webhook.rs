//! A delivery to a webhook endpoint, signed with its secrets.

use std::time::{Duration, UNIX_EPOCH};

use frontdesk_breaker::Guarded;
use frontdesk_model::{
    delivery::{Channel, SkipReason},
    webhook::WebhookEvent,
};
use frontdesk_notify::{
    SendError,
    webhook::{Webhook, WebhookSecret},
};
use frontdesk_store::{Package, WebhookRow};

use super::{Consequence, Outcome, Tried};
use crate::Desk;

/// How long a delivery waits for others to the same endpoint, which may be
/// slow, before it makes room for those to other endpoints.
const PATIENCE: Duration = Duration::from_secs(5);

impl Desk {
    pub(super) async fn send_webhook(
        &self,
        package: &Package,
        endpoint: Option<&WebhookRow>,
    ) -> Tried {
        let delivery = &package.delivery;
        let Some(endpoint) = endpoint else {
            return Outcome::Skipped(SkipReason::NoAddress).into();
        };
        // One that is turned off can still be tried, and sent to by hand.
        let asked_for = delivery.kind == WebhookEvent::Test.as_str() || delivery.run > 0;
        if !endpoint.active && !asked_for {
            return Outcome::Skipped(SkipReason::Preferences).into();
        }
        if delivery.payload.is_none() {
            return Outcome::Refused("its body cannot be read".to_owned()).into();
        }
        if endpoint.secret.is_empty() {
            // Its key may be on its way to this copy of the server.
            return Outcome::fault_of_ours("the endpoint's secret cannot be read").into();
        }
        let gate = self.senders.gates.of_endpoint(endpoint.id);
        let turn = tokio::time::timeout(PATIENCE, gate.under_way.acquire());
        let Ok(Ok(_under_way)) = turn.await else {
            return Outcome::Postponed(gate.later(PATIENCE)).into();
        };
        if let Some(wait) = gate.breaker.wait() {
            return Outcome::Postponed(gate.later(wait)).into();
        }
        if let Err(wait) = gate.turn_now() {
            return Outcome::Postponed(gate.later(wait)).into();
        }
        let work = self.call_endpoint(package, endpoint);
        // The endpoint is both the service and the recipient.
        let away = SendError::is_of_service;
        let host = delivery.target.clone();
        let name = Channel::Webhook.as_str();
        let id = endpoint.id;
        match gate.breaker.guard(name, away, work).await {
            Ok(()) => Tried {
                outcome: Outcome::sent(host, None),
                after: vec![Consequence::EndpointTried(id, true)],
            },
            Err(Guarded::Open(wait)) => Outcome::Postponed(gate.later(wait)).into(),
            Err(Guarded::Failed(SendError::Gone(why))) => Tried {
                outcome: Outcome::Refused(why.clone()),
                after: vec![Consequence::EndpointGone(id, why)],
            },
            Err(Guarded::Failed(error)) => Tried {
                outcome: Outcome::of(error),
                after: vec![Consequence::EndpointTried(id, false)],
            },
        }
    }

    async fn call_endpoint(
        &self,
        package: &Package,
        endpoint: &WebhookRow,
    ) -> Result<(), SendError> {
        let now = self.clock.now();
        let wrong =
            |what: &str| SendError::Permanent(format!("the endpoint's {what} is not valid"));
        let url = endpoint.url.parse().map_err(|_| wrong("address"))?;
        let old = endpoint
            .old_secret_until
            .filter(|until| *until > now)
            .and(endpoint.old_secret.as_ref());
        let secrets: Vec<WebhookSecret> = std::iter::once(&endpoint.secret)
            .chain(old)
            .map(|secret| WebhookSecret::read(secret))
            .collect::<Result<_, _>>()
            .map_err(|_| wrong("secret"))?;
        let webhook = Webhook {
            id: package.delivery.id.to_string(),
            body: serde_json::to_vec(&package.delivery.payload)
                .map_err(|error| SendError::Permanent(error.to_string()))?,
        };
        let since_epoch = u64::try_from(now.millis()).unwrap_or(0);
        let at = UNIX_EPOCH + Duration::from_millis(since_epoch);
        let sender = &self.senders.webhooks;
        sender.send(&url, &secrets, &webhook, at).await.map(|_| ())
    }
}
