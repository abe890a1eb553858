//! Reads a mailbox, and waits for what comes. Of several processes one does;
//! the others wait for its lease to end.

use std::time::Duration;

use frontdesk_notify::{ImapUrl, Mailbox, Woken};
use frontdesk_store::{FailPoint, MailboxPlace};
use tokio::sync::watch;

use super::receive::Taken;
use crate::{
    Desk,
    error::{Error, Result},
};

/// How long a process has a mailbox without saying so again.
const LEASE: Duration = Duration::from_secs(45);
/// How long one wait for new mail lasts at most; the lease is prolonged then.
const WAIT: Duration = Duration::from_secs(15);
/// Waits after which a mailbox is looked into although its server told nothing.
const SILENT_WAITS: u32 = 20;
/// The first and the longest wait before a mailbox is opened again.
const FIRST_RETRY: Duration = Duration::from_secs(1);
const LONGEST_RETRY: Duration = Duration::from_secs(300);

/// Reads the mailbox until it is stopped; ends at once where there is none.
pub(crate) async fn watch_mailbox(desk: Desk, mut stopped: watch::Receiver<bool>) {
    let Some(url) = desk.config.mail_in.mailbox.clone() else {
        return;
    };
    let name = url.name();
    let holder = format!("{}-{}", std::process::id(), desk.ids.next());
    let mut retry = FIRST_RETRY;
    while !*stopped.borrow() {
        let mut stopping = stopped.clone();
        let outcome = tokio::select! {
            outcome = desk.read_mailbox(&url, &name, &holder, &mut retry) => outcome,
            // What is cut off here is found again: nothing was marked before it was stored.
            _ = stopping.wait_for(|stopped| *stopped) => break,
        };
        if let Err(error) = outcome {
            tracing::warn!(mailbox = url.place(), %error, "the mailbox cannot be read; it is tried again");
        }
        tokio::select! {
            () = tokio::time::sleep(retry) => {}
            _ = stopped.changed() => {}
        }
        retry = (retry * 2).min(LONGEST_RETRY);
    }
    if let Err(error) = desk.release_mailbox(&name, &holder).await {
        tracing::warn!(%error, "the mailbox is free for others only when its lease ends");
    }
}

impl Desk {
    /// Reads a mailbox until the line breaks, or another process has it.
    async fn read_mailbox(
        &self,
        url: &ImapUrl,
        name: &str,
        holder: &str,
        retry: &mut Duration,
    ) -> Result<()> {
        let Some(mut place) = self.hold_mailbox(name, holder).await? else {
            *retry = WAIT;
            return Ok(());
        };
        let mut mailbox = opened(Mailbox::open(url).await)?;
        tracing::info!(
            mailbox = url.place(),
            idle = mailbox.has_idle(),
            "the mailbox is read"
        );
        *retry = FIRST_RETRY;
        let validity = i64::from(mailbox.uid_validity);
        if place.uid_validity == validity {
            // Those that a crash has kept from being marked.
            let unmarked = opened(mailbox.unmarked(uid(place.last_uid)).await)?;
            opened(mailbox.mark(&unmarked).await)?;
        } else {
            place = self.take_unread(&mut mailbox, name, holder).await?;
        }
        loop {
            for number in opened(mailbox.after(uid(place.last_uid), false).await)? {
                place.last_uid = i64::from(number);
                self.take(&mut mailbox, number, name, holder, Some(place))
                    .await?;
            }
            for _ in 0..SILENT_WAITS {
                let woken = opened(mailbox.wait(self.patience(&mailbox)).await)?;
                if self.hold_mailbox(name, holder).await?.is_none() {
                    return Ok(());
                }
                if woken == Woken::Changed || !mailbox.has_idle() {
                    break;
                }
            }
        }
    }

    fn patience(&self, mailbox: &Mailbox) -> Duration {
        match mailbox.has_idle() {
            true => WAIT,
            false => self.config.mail_in.poll.min(WAIT),
        }
    }

    /// A mailbox that is new here, or numbered anew: what nobody has read is
    /// taken, and what was there before is left alone.
    async fn take_unread(
        &self,
        mailbox: &mut Mailbox,
        name: &str,
        holder: &str,
    ) -> Result<MailboxPlace> {
        let place = MailboxPlace {
            uid_validity: i64::from(mailbox.uid_validity),
            last_uid: i64::from(mailbox.last_uid),
        };
        for number in opened(mailbox.after(0, true).await)? {
            if i64::from(number) <= place.last_uid {
                self.take(mailbox, number, name, holder, None).await?;
            }
        }
        let mut tx = self.store.begin().await?;
        tx.advance_mailbox(name, holder, place).await?;
        tx.commit().await?;
        Ok(place)
    }

    /// Takes one mail: stored with how far the mailbox is read, then marked.
    async fn take(
        &self,
        mailbox: &mut Mailbox,
        number: u32,
        name: &str,
        holder: &str,
        place: Option<MailboxPlace>,
    ) -> Result<()> {
        let most = self.config.mail_in.max_bytes;
        let Some(mail) = opened(mailbox.fetch(number, most).await)? else {
            return Ok(());
        };
        let taken = Taken {
            mailbox: name,
            holder,
            place,
            size: mail.size,
        };
        self.receive_mail(&mail.bytes, Some(taken)).await?;
        self.store.reached(FailPoint::MailTaken).await;
        opened(mailbox.mark(&[number]).await)
    }

    async fn hold_mailbox(&self, name: &str, holder: &str) -> Result<Option<MailboxPlace>> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let place = tx.hold_mailbox(name, holder, now, LEASE).await?;
        tx.commit().await?;
        Ok(place)
    }

    async fn release_mailbox(&self, name: &str, holder: &str) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.release_mailbox(name, holder).await?;
        Ok(tx.commit().await?)
    }
}

fn uid(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn opened<T>(outcome: std::result::Result<T, frontdesk_notify::SendError>) -> Result<T> {
    outcome.map_err(|error| Error::unavailable(error.to_string()))
}
