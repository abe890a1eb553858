//! Links that were mailed to sign in with: the fingerprint of each, never what
//! stands in the mail.

use frontdesk_model::{Person, SignInLinkId, Timestamp};

use crate::{
    Result, Store, Tx,
    db::Source,
    row::{One, row},
};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignInLink {
    pub id: SignInLinkId,
    /// SHA-256 of what stands in the mail, in hex.
    pub token_hash: String,
    /// In small letters.
    pub email: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

row!(SignInLink {
    id,
    token_hash,
    email,
    created_at,
    expires_at,
    used_at,
});

impl Tx {
    pub async fn add_sign_in_link(&mut self, link: &SignInLink) -> Result<()> {
        self.run(
            "INSERT INTO sign_in_link (id, token_hash, email, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5)",
            &[
                &link.id,
                &link.token_hash,
                &link.email,
                &link.created_at,
                &link.expires_at,
            ],
        )
        .await?;
        Ok(())
    }

    /// When the links of an address were asked for since then, oldest first.
    pub async fn sign_in_links_since(
        &mut self,
        email: &str,
        since: Timestamp,
    ) -> Result<Vec<Timestamp>> {
        let times: Vec<One<Timestamp>> = self
            .all(
                "SELECT created_at AS value FROM sign_in_link
                 WHERE email = $1 AND created_at > $2 ORDER BY created_at",
                &[&email.to_lowercase(), &since],
            )
            .await?;
        Ok(times.into_iter().map(|time| time.0).collect())
    }

    /// Uses a link up; the address that it proves. None when it is unknown,
    /// was used or has expired: of two who use it at once, one does.
    pub async fn use_sign_in_link(
        &mut self,
        token_hash: &str,
        now: Timestamp,
    ) -> Result<Option<String>> {
        let used = self
            .run(
                "UPDATE sign_in_link SET used_at = $2
                 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2",
                &[&token_hash, &now],
            )
            .await?;
        if used == 0 {
            return Ok(None);
        }
        let email: One<String> = self
            .one(
                "SELECT email AS value FROM sign_in_link WHERE token_hash = $1",
                &[&token_hash],
            )
            .await?;
        Ok(Some(email.0))
    }

    /// Who is known to have this address, but no staff: whoever was seen last.
    pub async fn customer_of_confirmed(&mut self, email: &str) -> Result<Option<Person>> {
        self.optional(
            "SELECT id, name, email, role FROM person
             WHERE email IS NOT NULL AND LOWER(email) = $1 AND email_confirmed = TRUE
                 AND role NOT IN ('agent', 'admin')
             ORDER BY last_seen_at DESC, id LIMIT 1",
            &[&email.to_lowercase()],
        )
        .await
    }

    /// Forgets links that were asked for before then.
    pub async fn prune_sign_in_links(&mut self, before: Timestamp) -> Result<u64> {
        self.run("DELETE FROM sign_in_link WHERE created_at < $1", &[&before])
            .await
    }
}

impl Store {
    pub async fn sign_in_link(&self, id: SignInLinkId) -> Result<Option<SignInLink>> {
        let mut db = self;
        db.optional("SELECT * FROM sign_in_link WHERE id = $1", &[&id])
            .await
    }
}
