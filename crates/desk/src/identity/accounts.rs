//! Frontdesk's own accounts, for agents and admins: signing in with e-mail
//! and password, and making an account.

use std::net::IpAddr;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use frontdesk_model::{
    Person, PersonId, Role,
    auth::{Login, SignedIn},
    job::AccountNews,
    validate::{NAME_MAX_CHARS, Problems, is_email},
};

use crate::{
    Desk,
    error::{Error, Result},
};

/// Characters that a password needs at least (NIST SP 800-63B asks for 8).
pub const PASSWORD_MIN_CHARS: usize = 8;
/// Characters that a password may have; hashing more only costs us time.
pub const PASSWORD_MAX_CHARS: usize = 256;

/// An account to be made.
#[derive(Clone)]
pub struct Account {
    pub email: String,
    pub name: String,
    pub role: Role,
    pub password: String,
}

impl Desk {
    /// Signs an agent or admin in. Tries are limited by address and by
    /// account, and a wrong e-mail takes as long as a wrong password.
    ///
    /// # Errors
    /// `Unauthenticated` without saying which of the two was wrong;
    /// `RateLimited` after too many tries.
    pub async fn login(&self, login: &Login, address: IpAddr) -> Result<SignedIn> {
        let email = login.email.trim().to_lowercase();
        self.login_limit.check(&format!("address {address}"))?;
        self.login_limit.check(&format!("account {email}"))?;
        let account = self.store.account(&email).await?;
        let hash = account
            .as_ref()
            .map(|account| account.password_hash.clone());
        let matches = verify(login.password.clone(), hash).await?;
        let person = account
            .filter(|_| matches)
            .ok_or_else(|| Error::unauthenticated("e-mail or password is wrong"))?
            .person;
        self.sign_in(person)
    }

    /// Makes an account for an agent or admin.
    ///
    /// # Errors
    /// `InvalidInput` for a bad address or password; `Conflict` when the
    /// address has an account already.
    pub async fn create_account(&self, account: &Account) -> Result<Person> {
        let mut problems = Problems::new();
        let email = account.email.trim().to_lowercase();
        if !is_email(&email) {
            problems.add("email", "email must be a valid address");
        }
        let name = problems.required("name", &account.name, NAME_MAX_CHARS);
        let length = account.password.chars().count();
        if !(PASSWORD_MIN_CHARS..=PASSWORD_MAX_CHARS).contains(&length) {
            problems.add(
                "password",
                format!(
                    "password must have {PASSWORD_MIN_CHARS} to {PASSWORD_MAX_CHARS} characters"
                ),
            );
        }
        let person = problems.finish(Person {
            id: PersonId(format!("account-{}", self.ids.next())),
            name,
            email: Some(email.clone()),
            role: account.role,
        })?;
        let hash = hash(account.password.clone()).await?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        tx.save_person(&person, now).await?;
        tx.create_account(&email, &person.id, &hash, now).await?;
        self.tell_of_account(&mut tx, &person.id, AccountNews::Made)
            .await?;
        tx.commit().await?;
        Ok(person)
    }

    pub(crate) fn sign_in(&self, person: Person) -> Result<SignedIn> {
        let expires_at = self.clock.now().plus(self.config.session_length);
        let token = self.keys.sign(&person, expires_at)?;
        Ok(SignedIn {
            token,
            user: person,
        })
    }
}

/// Hashes with Argon2id under the library's parameters (those of OWASP's
/// password storage cheat sheet), away from the threads that serve.
pub(crate) async fn hash(password: String) -> Result<String> {
    blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
    })
    .await?
    .map_err(|error| Error::internal(&error))
}

/// Whether a password fits a hash. Without a hash it is compared with a
/// stand-in, so that the time taken tells nothing.
pub(crate) async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    blocking(move || {
        const STAND_IN: &str = "$argon2id$v=19$m=19456,t=2,p=1$\
            c3RhbmQtaW4tc2FsdC0wMQ$oxBdZnf0Cls0LVmnOMSIz0bJSwhbOGZu7MVRfoYb1jg";
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| STAND_IN.to_owned());
        PasswordHash::new(&hash).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        }) && known
    })
    .await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::internal(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_fits_its_password_and_no_other() {
        let hash = hash("correct horse".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(
            verify("correct horse".into(), Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(!verify("battery staple".into(), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn an_unknown_account_never_fits() {
        assert!(!verify("anything".into(), None).await.unwrap());
    }
}
