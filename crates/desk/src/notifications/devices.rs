//! A person's browsers that take push messages, and their number for SMS.

use std::time::Duration;

use frontdesk_model::{
    Actor, PushSubscriptionId,
    delivery::masked,
    job::AccountNews,
    preferences::{ConfirmPhone, NewPhone, NewPushDevice},
};
use frontdesk_notify::{
    SendError,
    push::{PushMessage, PushNote, Subscription, Topic, Urgency},
    sms::{PhoneNumber, SMS_MAX_SEGMENTS, Sms, SmsText},
};
use frontdesk_store::{NewPushSubscription, PhoneRow};

use crate::{
    Desk,
    error::{Error, Result},
    identity::{hash, verify},
};

/// Browsers of one person.
const MAX_DEVICES: usize = 20;
/// How long a code is good.
const CODE_LIFE: Duration = Duration::from_secs(600);
/// Wrong codes after which a new one is needed.
const CODE_TRIES: i64 = 5;
/// Codes that one person is sent within [`CODE_WINDOW`].
const CODES: usize = 3;
const CODE_WINDOW: Duration = Duration::from_secs(3_600);

impl Desk {
    /// The public key that browsers subscribe with.
    pub fn push_key(&self) -> String {
        self.senders.push.public_key()
    }

    /// Keeps a browser; one that is known becomes the caller's.
    ///
    /// # Errors
    /// `InvalidInput`, also for an endpoint that may not be called; `Conflict`
    /// when there are too many.
    pub async fn add_push_device(
        &self,
        actor: &Actor,
        input: &NewPushDevice,
    ) -> Result<PushSubscriptionId> {
        let input = input.validate()?;
        let keys = (&input.keys.p256dh, &input.keys.auth);
        let guard = &self.senders.guard;
        let subscription = Subscription::new(&input.endpoint, keys.0, keys.1, guard)
            .map_err(|error| Error::invalid_field("endpoint", error.to_string()))?;
        let (p256dh, auth) = subscription.keys().encoded();
        let known = self.store.push_subscriptions(&actor.id).await?;
        let is_known = known.iter().any(|one| one.endpoint == input.endpoint);
        if known.len() >= MAX_DEVICES && !is_known {
            return Err(Error::conflict(format!(
                "{MAX_DEVICES} browsers get push messages already; remove one first"
            )));
        }
        let mut tx = self.store.begin().await?;
        let new = NewPushSubscription {
            id: self.ids.make(),
            person_id: actor.id.clone(),
            endpoint: input.endpoint,
            p256dh,
            auth,
            device: input.device,
        };
        let id = tx.save_push_subscription(&new, self.clock.now()).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Forgets one of the caller's browsers.
    ///
    /// # Errors
    /// `NotFound`, for another's as well.
    pub async fn remove_push_device(&self, actor: &Actor, id: PushSubscriptionId) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.remove_push_subscription(&actor.id, id).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Sends a message to one of the caller's browsers, at once.
    ///
    /// # Errors
    /// `NotFound`, for another's as well and for one that the push service does
    /// not know any more; `Unavailable` when the push service takes nothing now.
    pub async fn test_push_device(&self, actor: &Actor, id: PushSubscriptionId) -> Result<()> {
        let devices = self.store.push_subscriptions(&actor.id).await?;
        let device = devices
            .into_iter()
            .find(|device| device.id == id)
            .ok_or_else(|| Error::not_found("push subscription"))?;
        let note = PushNote {
            title: self.config.name.clone(),
            body: "Notifications reach this browser.".to_owned(),
            tag: "test".to_owned(),
            url: "/".to_owned(),
            data: serde_json::Map::new(),
        };
        let message = PushMessage {
            payload: note.encode().map_err(|error| Error::internal(&error))?,
            ttl: CODE_LIFE,
            urgency: Urgency::High,
            topic: Some(Topic::of("test")),
        };
        match self.push_to(&device, &message).await {
            Ok(_) => Ok(()),
            Err(SendError::Gone(_)) => {
                let mut tx = self.store.begin().await?;
                tx.forget_push_subscriptions(&[id]).await?;
                tx.commit().await?;
                Err(Error::not_found("push subscription"))
            }
            Err(error) => Err(Error::unavailable(error.to_string())),
        }
    }

    /// Sends a code to a number, which replaces the one before once it is
    /// confirmed. Nothing else is sent there before.
    ///
    /// # Errors
    /// `InvalidInput`; `Conflict` when the desk sends no SMS; `RateLimited`
    /// after three codes within an hour; `Unavailable` when it can't be sent now.
    pub async fn add_phone(&self, actor: &Actor, input: &NewPhone) -> Result<()> {
        let number: PhoneNumber = input
            .number
            .parse()
            .map_err(|wrong: String| Error::invalid_field("number", format!("number {wrong}")))?;
        let Some(sender) = &self.senders.sms else {
            return Err(Error::conflict("this desk sends no SMS"));
        };
        let code = format!("{:06}", rand::random_range(0..1_000_000));
        let code_hash = hash(code.clone()).await?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let before = tx.phone(&actor.id).await?;
        let mut codes: Vec<_> = before.map(|phone| phone.codes).unwrap_or_default();
        codes.retain(|at| now.since(*at) < CODE_WINDOW);
        if let [first, ..] = codes.as_slice()
            && codes.len() >= CODES
        {
            let wait = CODE_WINDOW.saturating_sub(now.since(*first));
            return Err(Error::rate_limited(wait.as_secs() + 1));
        }
        codes.push(now);
        let row = PhoneRow {
            number: number.as_str().to_owned(),
            confirmed_at: None,
            code_hash: Some(code_hash),
            code_expires_at: Some(now.plus(CODE_LIFE)),
            tries: 0,
            codes,
        };
        tx.save_phone(&actor.id, &row).await?;
        tx.commit().await?;
        let text = format!(
            "{code} is your code for {}. It is good for 10 minutes.",
            self.config.name
        );
        let sms = Sms {
            id: self.ids.next().to_string(),
            to: number,
            text: SmsText::compose(&text, None, SMS_MAX_SEGMENTS),
        };
        let since_epoch = u64::try_from(now.millis()).unwrap_or(0);
        let at = std::time::UNIX_EPOCH + Duration::from_millis(since_epoch);
        match sender.send(&sms, at).await {
            Ok(_) => Ok(()),
            Err(SendError::Temporary { why, .. }) => Err(Error::unavailable(why)),
            Err(error) => Err(Error::invalid_field("number", error.to_string())),
        }
    }

    /// Confirms the number by the code that was sent to it.
    ///
    /// # Errors
    /// `InvalidInput` for a wrong code; `Conflict` when there is none to
    /// confirm, its time is over, or it was tried too often.
    pub async fn confirm_phone(&self, actor: &Actor, input: &ConfirmPhone) -> Result<()> {
        let now = self.clock.now();
        let again =
            || Error::conflict("there is no code that could be confirmed; ask for a new one");
        let mut tx = self.store.begin().await?;
        let mut phone = tx.phone(&actor.id).await?.ok_or_else(again)?;
        let expired = phone.code_expires_at.is_none_or(|until| until <= now);
        let Some(code_hash) = phone.code_hash.clone().filter(|_| !expired) else {
            return Err(again());
        };
        if phone.tries >= CODE_TRIES {
            return Err(again());
        }
        if verify(input.code.trim().to_owned(), Some(code_hash)).await? {
            phone.confirmed_at = Some(now);
            phone.code_hash = None;
            phone.code_expires_at = None;
            phone.tries = 0;
            tx.save_phone(&actor.id, &phone).await?;
            let number = masked(&phone.number);
            self.tell_of_account(&mut tx, &actor.id, AccountNews::NumberConfirmed { number })
                .await?;
            tx.commit().await?;
            return Ok(());
        }
        phone.tries += 1;
        tx.save_phone(&actor.id, &phone).await?;
        tx.commit().await?;
        Err(Error::invalid_field("code", "this is not the code"))
    }

    /// Forgets the caller's number; without one, nothing changes.
    ///
    /// # Errors
    /// Only faults of ours.
    pub async fn remove_phone(&self, actor: &Actor) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.remove_phone(&actor.id).await?;
        tx.commit().await?;
        Ok(())
    }
}
