//! The transcript of a conversation, mailed to its customer.

use std::time::{Duration, UNIX_EPOCH};

use frontdesk_model::{
    ConversationId, Person,
    conversation::{ConversationExport, TranscriptSent},
    job::Job,
};
use frontdesk_notify::{LetterKind, Mail, MailAddress, Mailer, SendError};
use frontdesk_store::Access;

use super::{export::Extent, text};
use crate::{
    Call, Desk,
    error::{Error, Result},
    tickets::access_of,
};

/// Messages of one conversation that a mail carries: the last ones.
const MAX_MESSAGES: u32 = 1_000;

impl Desk {
    /// Mails the transcript to the customer's own address, whoever asks. It is
    /// on its way when this returns, not yet there.
    ///
    /// # Errors
    /// `NotFound`, for another's as well; `Conflict` when the desk sends no
    /// mail or the customer has no address; `RateLimited` when the same was
    /// asked for a moment ago (`TRANSCRIPT_SECONDS`).
    pub async fn send_transcript(&self, call: &Call, id: ConversationId) -> Result<TranscriptSent> {
        let access = access_of(&call.actor);
        let customer = self.conversation_row(id, &access).await?.user_id;
        let mailer = self.mailer()?;
        let person = self.store.person(&customer).await?;
        let to = person
            .and_then(|person| person.email)
            .filter(|email| MailAddress::new("", email).is_ok())
            .ok_or_else(|| Error::conflict("nobody knows an e-mail address of this customer"))?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let row = tx.conversation(id, &access).await?;
        if let Some(last) = row.transcript_at {
            let passed = now.since(last);
            if let Some(wait) = self.config.transcript_interval.checked_sub(passed)
                && !wait.is_zero()
            {
                return Err(Error::rate_limited(wait.as_secs_f64().ceil() as u64));
            }
        }
        tx.note_transcript(id, now).await?;
        let message_id = format!("{}@{}", self.ids.next(), mailer.domain());
        let job = Job::MailTranscript {
            conversation_id: id,
            message_id: message_id.clone(),
        };
        tx.enqueue(&job, now).await?;
        let sent = TranscriptSent { to, message_id };
        self.keep_answer(&mut tx, call, &sent).await?;
        tx.commit().await?;
        Ok(sent)
    }

    /// Sends it: the work of the job. A customer who is gone gets none.
    pub(crate) async fn mail_transcript(&self, id: ConversationId, message_id: &str) -> Result<()> {
        let mailer = self.mailer()?;
        let export = self
            .taken_away(id, &Access::Staff, false, Extent::Latest(MAX_MESSAGES))
            .await?;
        let customer = &export.conversation.user_id;
        let Some(Person {
            name,
            email: Some(email),
            ..
        }) = self.store.person(customer).await?
        else {
            return Ok(());
        };
        let to = MailAddress::new(&name, &email).map_err(Error::given_up)?;
        let mut mail = self.transcript_mail(&export, to, message_id)?;
        mail.reply_to = self.reply_address_of(id, customer);
        mail.thread = Some(self.thread_of(id, customer, mailer.domain()).await?);
        let sent = mailer.send(&mail).await;
        let outcome = match &sent {
            Ok(_) => "sent",
            Err(SendError::Temporary { .. }) => "failed",
            Err(SendError::Permanent(_) | SendError::Gone(_)) => "refused",
        };
        metrics::counter!("frontdesk_mails_total", "outcome" => outcome).increment(1);
        match sent {
            Ok(_) => {
                let mut tx = self.store.begin().await?;
                self.note_sent_mail(&mut tx, message_id, id, customer)
                    .await?;
                Ok(tx.commit().await?)
            }
            Err(SendError::Temporary { why, .. }) => Err(Error::unavailable(why)),
            Err(SendError::Permanent(why) | SendError::Gone(why)) => Err(Error::given_up(why)),
        }
    }

    fn transcript_mail(
        &self,
        export: &ConversationExport,
        to: MailAddress,
        message_id: &str,
    ) -> Result<Mail> {
        let mut letter = text::letter(&self.config.name, export);
        let left_out = export.conversation.message_count - export.messages.len() as i64;
        if left_out > 0 {
            letter.text = format!(
                "The {left_out} earliest messages are left out; {} has them all.",
                self.config.public_url
            );
        }
        let content = self
            .templates
            .compose(LetterKind::Transcript, &letter)
            .map_err(|error| Error::given_up(error.to_string()))?;
        let since_epoch = u64::try_from(export.exported_at.millis()).unwrap_or(0);
        let date = UNIX_EPOCH + Duration::from_millis(since_epoch);
        Ok(Mail::new(message_id.to_owned(), to, content, date))
    }

    fn mailer(&self) -> Result<&Mailer> {
        self.mailer.as_ref().ok_or_else(|| {
            Error::conflict("this desk sends no mail; its operator can set SMTP_URL and MAIL_FROM")
        })
    }
}
