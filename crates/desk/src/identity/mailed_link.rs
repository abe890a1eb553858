//! Signing in by a mailed link: who can read the mail of an address is its
//! customer. The link leads to a page with a button, since mail scanners follow
//! links; pressing it uses the link up.
//!
//! Nobody learns from the answers whether an address is known: asking is the
//! same for all, and whether a mail goes out is decided behind the outbox.

use std::{net::IpAddr, time::Duration};

use frontdesk_model::{
    Person, PersonId, Role, SignInLinkId,
    auth::SignedIn,
    job::Job,
    validate::{EMAIL_MAX_CHARS, Problems, is_email},
};
use frontdesk_notify::{Letter, Link};
use frontdesk_store::SignInLink;

use super::link_token::fingerprint;
use crate::{
    Desk,
    error::{Error, Result},
};

/// How long a link may be used.
pub const LINK_LIFE: Duration = Duration::from_secs(15 * 60);
/// Links that one address is mailed within [`LINK_PERIOD`].
pub const LINKS_PER_ADDRESS: usize = 3;
pub const LINK_PERIOD: Duration = Duration::from_secs(15 * 60);
/// Links that may be asked for from one IP address in an hour; half at once.
pub const LINKS_PER_CLIENT: u32 = 20;
/// How long links are remembered.
const KEPT: Duration = Duration::from_secs(24 * 3_600);

/// Who may sign in by a mailed link.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LinkSignIn {
    /// Nobody.
    Off,
    /// Customers whose address the desk has.
    Known,
    /// Whoever can read the mail of the address; who is new becomes a customer.
    #[default]
    Anyone,
}

/// The ids of people who are known by nothing but their address begin so.
const BY_ADDRESS: &str = "mail:";

/// The person whom nothing but an address names. Nobody else can be them:
/// whoever is, was mailed to it.
pub(crate) fn person_of_address(email: &str, name: &str) -> Person {
    let id: String = format!("{BY_ADDRESS}{email}")
        .chars()
        .take(PersonId::MAX_CHARS)
        .collect();
    let local = email.split('@').next().unwrap_or_default();
    Person {
        id: PersonId(id),
        name: if name.is_empty() { local } else { name }.to_owned(),
        email: Some(email.to_owned()),
        role: Role::User,
    }
}

impl Desk {
    /// Whether links are mailed at all.
    pub fn mails_links(&self) -> bool {
        self.mailer.is_some() && self.config.link_sign_in != LinkSignIn::Off
    }

    /// Has a link mailed to an address, if it may have one.
    ///
    /// # Errors
    /// `Forbidden` where the desk mails none; `InvalidInput` for what is no
    /// address; `RateLimited` by address and by IP address.
    pub async fn request_link(&self, email: &str, client: IpAddr) -> Result<()> {
        let Some(mailer) = self.mailer.as_ref().filter(|_| self.mails_links()) else {
            return Err(Error::forbidden("this desk mails no links to sign in with"));
        };
        let email = checked(email)?;
        self.link_limit.check(&client.to_string())?;
        let now = self.clock.now();
        let id: SignInLinkId = self.ids.make();
        let mut tx = self.store.begin().await?;
        let earlier = tx
            .sign_in_links_since(&email, now.minus(LINK_PERIOD))
            .await?;
        if self.link_limit.is_on() && earlier.len() >= LINKS_PER_ADDRESS {
            let free = earlier[earlier.len() - LINKS_PER_ADDRESS].plus(LINK_PERIOD);
            return Err(Error::rate_limited(free.since(now).as_secs().max(1)));
        }
        tx.add_sign_in_link(&SignInLink {
            id,
            token_hash: fingerprint(&self.keys.link_tokens().make(id)),
            email,
            created_at: now,
            expires_at: now.plus(LINK_LIFE),
            used_at: None,
        })
        .await?;
        let job = Job::MailSignInLink {
            link_id: id,
            message_id: format!("{}@{}", self.ids.next(), mailer.domain()),
        };
        tx.enqueue(&job, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Mails a link: the work of the job. Nothing when its time is over, or the
    /// address may have none.
    pub(crate) async fn mail_link(&self, id: SignInLinkId, message_id: &str) -> Result<()> {
        let Some(link) = self.store.sign_in_link(id).await? else {
            return Ok(());
        };
        let is_over = link.used_at.is_some() || link.expires_at <= self.clock.now();
        if is_over || !self.may_sign_in(&link.email).await? {
            return Ok(());
        }
        let token = self.keys.link_tokens().make(id);
        let letter = letter(&self.config.name, &self.config.public_url, &token);
        self.mail_letter(("", &link.email), &letter, message_id)
            .await
    }

    /// Signs in whoever was mailed this token, once.
    ///
    /// # Errors
    /// `Forbidden` when it is wrong, was used or has expired;
    /// `RateLimited` after too many tries.
    pub async fn redeem_link(&self, token: &str, client: IpAddr) -> Result<SignedIn> {
        self.login_limit.check(&format!("link {client}"))?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let Some(email) = tx.use_sign_in_link(&fingerprint(token), now).await? else {
            // Not as a token that is wrong: whoever is signed in stays so.
            return Err(Error::forbidden(
                "this link was used already or is too old; ask for a new one",
            ));
        };
        let known = tx.customer_of_confirmed(&email).await?;
        let person = match known {
            Some(person) => person,
            None => {
                let person = person_of_address(&email, "");
                // Who has written by mail has a name already.
                let before = tx.profile(&person.id).await?;
                let name = before.map_or(person.name, |before| before.name);
                Person { name, ..person }
            }
        };
        tx.save_person(&person, now).await?;
        tx.confirm_email(&person.id).await?;
        tx.commit().await?;
        self.sign_in(person)
    }

    async fn may_sign_in(&self, email: &str) -> Result<bool> {
        Ok(match self.config.link_sign_in {
            LinkSignIn::Off => false,
            LinkSignIn::Anyone => true,
            LinkSignIn::Known => {
                let known = self.store.people_of_address(email).await?;
                known.iter().any(|person| !person.role.is_staff())
            }
        })
    }

    pub(crate) async fn forget_old_links(&self) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.prune_sign_in_links(self.clock.now().minus(KEPT)).await?;
        Ok(tx.commit().await?)
    }
}

fn checked(email: &str) -> Result<String> {
    let mut problems = Problems::new();
    let email = problems.required("email", email, EMAIL_MAX_CHARS);
    if !email.is_empty() && !is_email(&email) {
        problems.add("email", "email must be a valid address");
    }
    Ok(problems.finish(email.to_lowercase())?)
}

fn letter(desk: &str, place: &str, token: &str) -> Letter {
    let minutes = LINK_LIFE.as_secs() / 60;
    Letter {
        title: format!("Sign in to {desk}"),
        text: format!(
            "Open this link and press the button there to sign in to {desk}. It holds for \
             {minutes} minutes, and for one time.\n\nIf you didn't ask for it, you need do \
             nothing: nobody can sign in without it. Give it to nobody."
        ),
        action: Some(Link {
            label: "Sign in".to_owned(),
            // Behind the #, so that it stands in no log of a server on the way.
            url: format!("{place}/sign-in/link#{token}"),
        }),
        ..Letter::default()
    }
}
