//! Where people can be reached: addresses to which mail has come back, browsers
//! that take push messages, numbers for SMS.

use frontdesk_model::{PersonId, PushSubscriptionId, Role, Timestamp, preferences::Preferences};

use crate::{
    Error, Result, Store, Tx,
    db::Source,
    row::{One, row},
    sql::{Builder, KEPT_ROWS},
};

/// What is known of how to reach a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reach {
    pub id: PersonId,
    pub name: String,
    pub role: Role,
    pub email: Option<String>,
    /// Mail to that address has come back.
    pub undeliverable: bool,
    /// The number, once it is confirmed.
    pub phone: Option<String>,
    /// Browsers that take push messages.
    pub devices: i64,
    /// None when they have chosen nothing.
    pub preferences: Option<Preferences>,
}

row!(Reach {
    id,
    name,
    role,
    email,
    undeliverable,
    phone,
    devices,
    preferences,
});

/// A browser that takes push messages, with the keys of RFC 8291 in base64url.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PushSubscription {
    pub id: PushSubscriptionId,
    pub person_id: PersonId,
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
    pub device: Option<String>,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

row!(PushSubscription {
    id,
    person_id,
    endpoint,
    p256dh,
    auth,
    device,
    created_at,
    last_used_at,
});

#[derive(Clone, Debug)]
pub struct NewPushSubscription {
    pub id: PushSubscriptionId,
    pub person_id: PersonId,
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
    pub device: Option<String>,
}

/// A person's number, and how far its confirmation is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PhoneRow {
    pub number: String,
    pub confirmed_at: Option<Timestamp>,
    /// A hash of the code that was sent.
    pub code_hash: Option<String>,
    pub code_expires_at: Option<Timestamp>,
    /// Wrong codes since it was sent.
    pub tries: i64,
    /// When codes were sent of late.
    pub codes: Vec<Timestamp>,
}

row!(PhoneRow {
    number,
    confirmed_at,
    code_hash,
    code_expires_at,
    tries,
    codes,
});

impl Tx {
    /// Keeps a browser; one that is known already, by its endpoint, keeps its id
    /// and becomes this person's. Gives the id.
    pub async fn save_push_subscription(
        &mut self,
        new: &NewPushSubscription,
        now: Timestamp,
    ) -> Result<PushSubscriptionId> {
        let id: One<PushSubscriptionId> = self
            .one(
                "INSERT INTO push_subscription
                     (id, person_id, endpoint, p256dh, auth, device, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (endpoint) DO UPDATE SET
                     person_id = excluded.person_id, p256dh = excluded.p256dh,
                     auth = excluded.auth, device = COALESCE(excluded.device, push_subscription.device)
                 RETURNING id AS value",
                &[
                    &new.id,
                    &new.person_id,
                    &new.endpoint,
                    &new.p256dh,
                    &new.auth,
                    &new.device,
                    &now,
                ],
            )
            .await?;
        Ok(id.0)
    }

    /// Forgets one of a person's browsers. `NotFound` when it is not theirs.
    pub async fn remove_push_subscription(
        &mut self,
        person: &PersonId,
        id: PushSubscriptionId,
    ) -> Result<()> {
        let removed = self
            .run(
                "DELETE FROM push_subscription WHERE id = $1 AND person_id = $2",
                &[&id, person],
            )
            .await?;
        match removed {
            0 => Err(Error::NotFound {
                what: "push subscription",
            }),
            _ => Ok(()),
        }
    }

    /// Forgets browsers that the push service doesn't know any more.
    pub async fn forget_push_subscriptions(&mut self, ids: &[PushSubscriptionId]) -> Result<()> {
        let mut sql = Builder::new(self.engine(), "DELETE FROM push_subscription WHERE id");
        sql.within(ids);
        self.execute(sql.build()).await?;
        Ok(())
    }

    /// Notes when browsers last got something.
    pub async fn used_push_subscriptions(
        &mut self,
        ids: &[PushSubscriptionId],
        now: Timestamp,
    ) -> Result<()> {
        let mut sql = Builder::new(
            self.engine(),
            "UPDATE push_subscription SET last_used_at = ",
        );
        sql.bind(now).push(" WHERE id").within(ids);
        self.execute(sql.build()).await?;
        Ok(())
    }

    /// A person's number, locked until the transaction ends.
    pub async fn phone(&mut self, person: &PersonId) -> Result<Option<PhoneRow>> {
        let mut sql = Builder::new(self.engine(), "SELECT * FROM phone WHERE person_id = ");
        sql.bind(person).lock("phone");
        self.fetch_optional(sql.build()).await
    }

    pub async fn save_phone(&mut self, person: &PersonId, phone: &PhoneRow) -> Result<()> {
        self.changed_customer(person);
        self.run(
            "INSERT INTO phone
                 (person_id, number, confirmed_at, code_hash, code_expires_at, tries, codes)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (person_id) DO UPDATE SET
                 number = excluded.number, confirmed_at = excluded.confirmed_at,
                 code_hash = excluded.code_hash, code_expires_at = excluded.code_expires_at,
                 tries = excluded.tries, codes = excluded.codes",
            &[
                person,
                &phone.number,
                &phone.confirmed_at,
                &phone.code_hash,
                &phone.code_expires_at,
                &phone.tries,
                &phone.codes,
            ],
        )
        .await?;
        Ok(())
    }

    /// Forgets the number; how many codes were sent to it stays known.
    pub async fn remove_phone(&mut self, person: &PersonId) -> Result<()> {
        self.changed_customer(person);
        self.run(
            "UPDATE phone SET number = '', confirmed_at = NULL, code_hash = NULL,
                 code_expires_at = NULL, tries = 0
             WHERE person_id = $1",
            &[person],
        )
        .await?;
        Ok(())
    }

    /// The number has refused a message: it must be confirmed again.
    pub async fn unconfirm_phone(&mut self, person: &PersonId, number: &str) -> Result<bool> {
        let changed = self
            .run(
                "UPDATE phone SET confirmed_at = NULL
                 WHERE person_id = $1 AND number = $2 AND confirmed_at IS NOT NULL",
                &[person, &number],
            )
            .await?;
        Ok(changed > 0)
    }

    /// The same of the number to which a delivery went, by the provider's id of it.
    pub async fn unconfirm_phone_of(&mut self, provider_id: &str) -> Result<()> {
        self.run(
            "UPDATE phone SET confirmed_at = NULL WHERE person_id IN
                 (SELECT person_id FROM delivery WHERE provider_id = $1)",
            &[&provider_id],
        )
        .await?;
        Ok(())
    }

    /// Mail to this address has come back. True when that is new.
    pub async fn note_undeliverable(
        &mut self,
        address: &str,
        reason: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let noted = self
            .run(
                "INSERT INTO undeliverable_address (address, reason, noted_at)
                 VALUES ($1, $2, $3) ON CONFLICT (address) DO NOTHING",
                &[&address.to_lowercase(), &reason, &now],
            )
            .await?;
        Ok(noted > 0)
    }

    /// Something came from this address: mail may go there again.
    pub async fn clear_undeliverable(&mut self, address: &str) -> Result<()> {
        self.run(
            "DELETE FROM undeliverable_address WHERE address = $1",
            &[&address.to_lowercase()],
        )
        .await?;
        Ok(())
    }
}

impl Store {
    /// How each of these people can be reached, as far as they are known.
    pub async fn reach_of<'p>(
        &self,
        people: impl IntoIterator<Item = &'p PersonId>,
    ) -> Result<Vec<Reach>> {
        let mut db = self;
        let people: Vec<_> = people.into_iter().collect();
        let mut found = Vec::with_capacity(people.len());
        for people in people.chunks(KEPT_ROWS) {
            let mut sql = Builder::new(
                db.engine(),
                "SELECT p.id, p.name, p.role, p.email, (u.address IS NOT NULL) AS undeliverable,
                     CASE WHEN ph.confirmed_at IS NULL THEN NULL ELSE ph.number END AS phone,
                     (SELECT COUNT(*) FROM push_subscription s WHERE s.person_id = p.id) AS devices,
                     np.preferences
                 FROM person p
                 LEFT JOIN undeliverable_address u ON u.address = LOWER(p.email)
                 LEFT JOIN phone ph ON ph.person_id = p.id
                 LEFT JOIN notification_preference np ON np.person_id = p.id
                 WHERE p.id",
            );
            sql.within(people);
            found.extend(db.fetch::<Reach>(sql.build()).await?);
        }
        Ok(found)
    }

    /// A person's browsers, the oldest first.
    pub async fn push_subscriptions(&self, person: &PersonId) -> Result<Vec<PushSubscription>> {
        let mut db = self;
        db.all(
            "SELECT * FROM push_subscription WHERE person_id = $1 ORDER BY created_at, id",
            &[person],
        )
        .await
    }

    /// A person's number, confirmed or not.
    pub async fn phone_of(&self, person: &PersonId) -> Result<Option<PhoneRow>> {
        let mut db = self;
        db.optional(
            "SELECT * FROM phone WHERE person_id = $1 AND number <> ''",
            &[person],
        )
        .await
    }
}
