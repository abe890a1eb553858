//! Mail about a person's own account: that it was made, that a number was added
//! to it. Such mail tells of what somebody else may have done, so nobody can turn
//! it off.

use std::time::{Duration, UNIX_EPOCH};

use frontdesk_model::{
    Person, PersonId, Role,
    job::{AccountNews, Job},
};
use frontdesk_notify::{Letter, LetterKind, Link, Mail, MailAddress, SendError};
use frontdesk_store::Tx;

use crate::{
    Desk,
    error::{Error, Result},
};

impl Desk {
    /// Leaves the job that mails the news, with what it tells of. Nothing where
    /// the desk sends no mail.
    pub(crate) async fn tell_of_account(
        &self,
        tx: &mut Tx,
        person: &PersonId,
        news: AccountNews,
    ) -> Result<()> {
        let Some(mailer) = &self.mailer else {
            return Ok(());
        };
        let job = Job::MailAccount {
            person_id: person.clone(),
            message_id: format!("{}@{}", self.ids.next(), mailer.domain()),
            news,
        };
        tx.enqueue(&job, self.clock.now()).await?;
        Ok(())
    }

    /// Sends it: the work of the job. Who has no address, or is gone, gets none.
    pub(crate) async fn mail_account(
        &self,
        person: &PersonId,
        news: &AccountNews,
        message_id: &str,
    ) -> Result<()> {
        let Some(person) = self.store.person(person).await? else {
            return Ok(());
        };
        let Some(email) = person.email.as_deref() else {
            return Ok(());
        };
        let letter = letter(&self.config.name, &self.config.public_url, &person, news);
        self.mail_letter((&person.name, email), &letter, message_id)
            .await
    }

    /// Sends one of the letters about signing in and accounts to a name and
    /// address. Nothing where the desk sends no mail.
    pub(super) async fn mail_letter(
        &self,
        (name, email): (&str, &str),
        letter: &Letter,
        message_id: &str,
    ) -> Result<()> {
        let Some(mailer) = &self.mailer else {
            return Ok(());
        };
        let to = MailAddress::new(name, email).map_err(Error::given_up)?;
        let content = self
            .templates
            .compose(LetterKind::Account, letter)
            .map_err(|error| Error::given_up(error.to_string()))?;
        let since_epoch = u64::try_from(self.clock.now().millis()).unwrap_or(0);
        let date = UNIX_EPOCH + Duration::from_millis(since_epoch);
        let mail = Mail::new(message_id.to_owned(), to, content, date);
        match mailer.send(&mail).await {
            Ok(_) => Ok(()),
            Err(SendError::Temporary { why, .. }) => Err(Error::unavailable(why)),
            Err(SendError::Permanent(why) | SendError::Gone(why)) => Err(Error::given_up(why)),
        }
    }
}

fn letter(desk: &str, place: &str, person: &Person, news: &AccountNews) -> Letter {
    let (title, text, label, path) = match news {
        AccountNews::Made => (
            format!("Your account at {desk}"),
            format!(
                "You can sign in to {desk} with this address and the password that you were \
                 given.\n\nIf you don't know of this, tell whoever looks after {desk}."
            ),
            "Sign in",
            "console",
        ),
        AccountNews::NumberConfirmed { number } => (
            "A number was added to your account".to_owned(),
            format!(
                "{desk} may send you SMS at {number} from now on.\n\nIf this was not you, remove \
                 the number, and tell whoever looks after {desk}."
            ),
            "See what reaches you",
            match person.role {
                Role::User => "notifications",
                Role::Agent | Role::Admin => "console/settings/notifications",
            },
        ),
    };
    Letter {
        person: person.name.clone(),
        title,
        text,
        action: Some(Link {
            label: label.to_owned(),
            url: format!("{place}/{path}"),
        }),
        ..Letter::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_leads_to_where_its_reader_can_do_something() {
        let person = |role| Person {
            id: PersonId("maya".into()),
            name: "Maya".into(),
            email: None,
            role,
        };
        let place = "https://desk.example";
        let news = AccountNews::NumberConfirmed {
            number: "+15•••67".into(),
        };
        for (role, news, url) in [
            (Role::Agent, &AccountNews::Made, "/console"),
            (Role::User, &news, "/notifications"),
            (Role::Admin, &news, "/console/settings/notifications"),
        ] {
            let letter = letter("Kestrel", place, &person(role), news);
            assert_eq!(letter.action.unwrap().url, format!("{place}{url}"));
            assert!(letter.text.contains("Kestrel"));
        }
    }
}
