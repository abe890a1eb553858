//! A write as it reaches a use case: who calls, and whether a repeat of it
//! must give the first answer again.

use frontdesk_model::Actor;

/// Who calls, and the key under which a repeat is recognised.
#[derive(Clone, Debug)]
pub struct Call {
    pub actor: Actor,
    pub idempotency: Option<IdempotencyKey>,
}

/// What `Idempotency-Key` stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IdempotencyKey {
    /// The client's own text.
    pub key: String,
    /// A hash of the request, so that a key used for another one is refused.
    pub fingerprint: String,
}

impl Call {
    /// A call that is not repeated.
    pub fn new(actor: Actor) -> Self {
        Self {
            actor,
            idempotency: None,
        }
    }
}
