//! Message encryption for web push (RFC 8291): to a subscription, and the other
//! way, as a browser does, for whoever checks what was sent.

use aws_lc_rs::{
    agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree},
    rand,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};

use super::{
    PushError,
    aes128gcm::{SALT_BYTES, Sealed, derive, seal},
    subscription::{AUTH_BYTES, POINT_BYTES, SubscriptionKeys},
};

/// Encrypts for one subscription, with a key and a salt of their own.
///
/// # Errors
/// [`PushError::TooLarge`]; [`PushError::Encryption`] when the system gives no
/// random bytes.
pub fn encrypt(keys: &SubscriptionKeys, plain: &[u8]) -> Result<Vec<u8>, PushError> {
    let sender = PrivateKey::generate(&ECDH_P256).map_err(|_| PushError::Encryption)?;
    let mut salt = [0; SALT_BYTES];
    rand::fill(&mut salt).map_err(|_| PushError::Encryption)?;
    encrypt_with(keys, plain, &sender, &salt)
}

fn encrypt_with(
    keys: &SubscriptionKeys,
    plain: &[u8],
    sender: &PrivateKey,
    salt: &[u8; SALT_BYTES],
) -> Result<Vec<u8>, PushError> {
    let sender_point = sender
        .compute_public_key()
        .map_err(|_| PushError::Encryption)?;
    let secret = shared_secret(
        sender,
        &keys.p256dh,
        &keys.auth,
        [&keys.p256dh, sender_point.as_ref()],
    )?;
    seal(plain, &secret, salt, sender_point.as_ref())
}

/// Section 3.4: the agreed secret under the authentication secret, bound to the
/// points of receiver and sender.
fn shared_secret(
    own: &PrivateKey,
    other: &[u8],
    auth: &[u8; AUTH_BYTES],
    [receiver, sender]: [&[u8]; 2],
) -> Result<[u8; 32], PushError> {
    agree(
        own,
        UnparsedPublicKey::new(&ECDH_P256, other),
        PushError::Encryption,
        |agreed| derive(auth, agreed, &[b"WebPush: info\0", receiver, sender]),
    )
}

/// The side of a subscription that a browser keeps to itself. Frontdesk has it
/// only where it is its own receiver: in checks of what it sends.
pub struct ReceiverKeys {
    private: PrivateKey,
    public: SubscriptionKeys,
}

impl ReceiverKeys {
    /// New ones.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn generate() -> Result<Self, PushError> {
        let private = PrivateKey::generate(&ECDH_P256).map_err(|_| PushError::Encryption)?;
        let mut auth = [0; AUTH_BYTES];
        rand::fill(&mut auth).map_err(|_| PushError::Encryption)?;
        Self::new(private, auth)
    }

    fn new(private: PrivateKey, auth: [u8; AUTH_BYTES]) -> Result<Self, PushError> {
        let point = private
            .compute_public_key()
            .map_err(|_| PushError::Encryption)?;
        let public = SubscriptionKeys::new(&BASE64.encode(point.as_ref()), &BASE64.encode(auth))?;
        Ok(Self { private, public })
    }

    /// What a sender is given.
    pub fn public(&self) -> &SubscriptionKeys {
        &self.public
    }

    /// Reads a message; none where it is not for these keys, or was changed.
    pub fn decrypt(&self, message: &[u8]) -> Option<Vec<u8>> {
        let sealed = Sealed::read(message)?;
        let sender: &[u8; POINT_BYTES] = sealed.key_id.try_into().ok()?;
        let secret = shared_secret(
            &self.private,
            sender,
            &self.public.auth,
            [&self.public.p256dh, sender],
        )
        .ok()?;
        sealed.open(&secret)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::push::aes128gcm::PLAIN_MAX_BYTES;

    // RFC 8291, appendix A.
    const PLAIN: &[u8] = b"When I grow up, I want to be a watermelon";
    const SENDER: &str = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    const RECEIVER: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    const RECEIVER_POINT: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
    const SALT: &str = "DGv6ra1nlYgDCS1FRnbzlw";
    const MESSAGE: &str = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    fn bytes<const N: usize>(text: &str) -> [u8; N] {
        BASE64.decode(text).unwrap().try_into().unwrap()
    }

    fn private(text: &str) -> PrivateKey {
        PrivateKey::from_private_key(&ECDH_P256, &bytes::<32>(text)).unwrap()
    }

    #[test]
    fn it_encrypts_as_the_standard_does() {
        let keys = SubscriptionKeys::new(RECEIVER_POINT, AUTH).unwrap();
        let message = encrypt_with(&keys, PLAIN, &private(SENDER), &bytes(SALT)).unwrap();
        assert_eq!(BASE64.encode(message), MESSAGE);
    }

    #[test]
    fn it_decrypts_the_message_of_the_standard() {
        let receiver = ReceiverKeys::new(private(RECEIVER), bytes(AUTH)).unwrap();
        assert_eq!(BASE64.encode(receiver.public().p256dh), RECEIVER_POINT);
        let message = BASE64.decode(MESSAGE).unwrap();
        assert_eq!(receiver.decrypt(&message).unwrap(), PLAIN);
    }

    #[test]
    fn nobody_else_reads_it_and_no_two_are_alike() {
        let [maya, eve] = [(); 2].map(|()| ReceiverKeys::generate().unwrap());
        let message = encrypt(maya.public(), PLAIN).unwrap();
        assert_eq!(eve.decrypt(&message), None);
        assert_ne!(message, encrypt(maya.public(), PLAIN).unwrap());
        assert!(!message.windows(5).any(|window| window == b"melon"));
    }

    proptest! {
        #[test]
        fn whatever_fits_comes_out_as_it_went_in(
            plain in proptest::collection::vec(any::<u8>(), 0..=PLAIN_MAX_BYTES),
        ) {
            let receiver = ReceiverKeys::generate().unwrap();
            let message = encrypt(receiver.public(), &plain).unwrap();
            prop_assert_eq!(receiver.decrypt(&message), Some(plain));
        }
    }
}
