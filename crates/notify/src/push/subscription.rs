//! Where a browser is reached, as it gives it (`PushSubscription.toJSON()`).

use std::fmt;

use aws_lc_rs::agreement::{ECDH_P256, ParsedPublicKey, UnparsedPublicKey};
use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use url::Url;

use super::PushError;
use crate::Guard;

/// Bytes of a point on P-256, uncompressed.
pub(super) const POINT_BYTES: usize = 65;
/// Bytes of the authentication secret.
pub(super) const AUTH_BYTES: usize = 16;
/// Bytes of an endpoint at most.
pub const ENDPOINT_MAX_BYTES: usize = 2048;

/// Browsers leave the padding out; some libraries do not.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The keys that a message to a browser is encrypted with.
#[derive(Clone, PartialEq, Eq)]
pub struct SubscriptionKeys {
    pub(super) p256dh: [u8; POINT_BYTES],
    pub(super) auth: [u8; AUTH_BYTES],
}

impl SubscriptionKeys {
    /// From the members `p256dh` and `auth` of a subscription, in base64url.
    ///
    /// # Errors
    /// [`PushError::PublicKey`] when it is no point on P-256,
    /// [`PushError::AuthSecret`] when it is not 16 bytes.
    pub fn new(p256dh: &str, auth: &str) -> Result<Self, PushError> {
        let p256dh = decode(p256dh).ok_or(PushError::PublicKey)?;
        let auth = decode(auth).ok_or(PushError::AuthSecret)?;
        let uncompressed = p256dh[0] == 4;
        let on_the_curve =
            ParsedPublicKey::try_from(UnparsedPublicKey::new(&ECDH_P256, &p256dh)).is_ok();
        if uncompressed && on_the_curve {
            Ok(Self { p256dh, auth })
        } else {
            Err(PushError::PublicKey)
        }
    }

    /// `p256dh` and `auth`, in base64url.
    pub fn encoded(&self) -> (String, String) {
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;
        (
            URL_SAFE_NO_PAD.encode(self.p256dh),
            URL_SAFE_NO_PAD.encode(self.auth),
        )
    }
}

fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    BASE64.decode(text).ok()?.try_into().ok()
}

/// Says nothing of the secret.
impl fmt::Debug for SubscriptionKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubscriptionKeys")
    }
}

/// One browser on one device.
#[derive(Clone, PartialEq, Eq)]
pub struct Subscription {
    pub(super) endpoint: Url,
    pub(super) keys: SubscriptionKeys,
}

impl Subscription {
    /// Checks everything that can be checked without calling anybody.
    ///
    /// # Errors
    /// Which part is wrong.
    pub fn new(endpoint: &str, p256dh: &str, auth: &str, guard: &Guard) -> Result<Self, PushError> {
        if endpoint.len() > ENDPOINT_MAX_BYTES {
            return Err(PushError::Endpoint);
        }
        let endpoint = Url::parse(endpoint).map_err(|_| PushError::Endpoint)?;
        guard.check(&endpoint).map_err(PushError::Refused)?;
        Ok(Self {
            endpoint,
            keys: SubscriptionKeys::new(p256dh, auth)?,
        })
    }

    /// Where messages are posted to: a secret, for whoever knows it may send.
    pub fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    /// Host of the push service, as it may be shown.
    pub fn service(&self) -> &str {
        self.endpoint.host_str().unwrap_or_default()
    }

    /// What messages are encrypted with.
    pub fn keys(&self) -> &SubscriptionKeys {
        &self.keys
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subscription({})", self.service())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Refused, push::ReceiverKeys};

    const ENDPOINT: &str = "https://push.example.com/send/abc";

    fn point() -> String {
        ReceiverKeys::generate().unwrap().public().encoded().0
    }

    fn verdict(endpoint: &str, p256dh: &str, auth: &str) -> Result<(), PushError> {
        Subscription::new(endpoint, p256dh, auth, &Guard::new(false)).map(|_| ())
    }

    #[test]
    fn keys_are_taken_as_browsers_and_libraries_write_them() {
        let auth = "BTBZMqHH6r4Tts7J_aSIgg";
        assert_eq!(verdict(ENDPOINT, &point(), auth), Ok(()));
        let padded = (format!("{}=", point()), format!("{auth}=="));
        assert_eq!(verdict(ENDPOINT, &padded.0, &padded.1), Ok(()));
    }

    #[test]
    fn each_part_that_is_wrong_is_named() {
        let (point, auth) = (point(), "BTBZMqHH6r4Tts7J_aSIgg");
        let off_the_curve = base64::engine::general_purpose::URL_SAFE_NO_PAD
            .encode([[4].as_slice(), &[7; 64]].concat());
        for key in ["", "AAAA", "?", &off_the_curve, &point[..86]] {
            assert_eq!(
                verdict(ENDPOINT, key, auth),
                Err(PushError::PublicKey),
                "{key}"
            );
        }
        for secret in ["", "AAAA", "BTBZMqHH6r4Tts7J_aSIggAA"] {
            let refused = verdict(ENDPOINT, &point, secret);
            assert_eq!(refused, Err(PushError::AuthSecret), "{secret}");
        }
        let long = format!(
            "https://push.example.com/{}",
            "a".repeat(ENDPOINT_MAX_BYTES)
        );
        for endpoint in ["", "push.example.com", &long] {
            assert_eq!(verdict(endpoint, &point, auth), Err(PushError::Endpoint));
        }
        for (endpoint, why) in [
            ("http://push.example.com/", Refused::NotHttps),
            ("https://127.0.0.1/", Refused::Private),
            ("https://[::1]:8443/", Refused::Private),
        ] {
            assert_eq!(
                verdict(endpoint, &point, auth),
                Err(PushError::Refused(why))
            );
        }
    }

    #[test]
    fn an_endpoint_is_never_shown_in_full() {
        let subscription = Subscription::new(
            ENDPOINT,
            &point(),
            "BTBZMqHH6r4Tts7J_aSIgg",
            &Guard::new(false),
        );
        assert_eq!(
            format!("{:?}", subscription.unwrap()),
            "Subscription(push.example.com)"
        );
    }
}
