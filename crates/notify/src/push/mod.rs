//! Web push: messages to browsers that have no page open (RFC 8030), encrypted for
//! them alone (RFC 8291), from a desk that identifies itself (RFC 8292).

mod aes128gcm;
mod encrypt;
mod note;
mod send;
mod subscription;
mod vapid;

pub use encrypt::{ReceiverKeys, encrypt};
pub use note::{PAYLOAD_MAX_BYTES, PushNote};
pub use send::{PushMessage, PushSender, Topic, Urgency};
pub use subscription::{ENDPOINT_MAX_BYTES, Subscription, SubscriptionKeys};
pub use vapid::{Contact, VapidKey};

use crate::Refused;

/// What is wrong with a subscription, a key or a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PushError {
    /// It is no URL, or too long.
    #[error("the endpoint must be an https:// address of at most {ENDPOINT_MAX_BYTES} bytes")]
    Endpoint,
    /// It may not be called.
    #[error("{0}")]
    Refused(Refused),
    /// `p256dh`.
    #[error("p256dh must be an uncompressed point on P-256 in base64url")]
    PublicKey,
    /// `auth`.
    #[error("auth must be 16 bytes in base64url")]
    AuthSecret,
    /// The desk's own key.
    #[error("the VAPID key must be a private key on P-256")]
    VapidKey,
    /// The payload.
    #[error("the message is too large for web push")]
    TooLarge,
    /// The system gave no random bytes, or refused a key that was checked before.
    #[error("the message cannot be encrypted")]
    Encryption,
}
