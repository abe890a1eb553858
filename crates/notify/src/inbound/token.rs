//! The address that an answer goes to: it names the conversation and holds a
//! mark that only the desk can make, for one person.

use std::{fmt, str::FromStr, sync::LazyLock};

use aws_lc_rs::{constant_time::verify_slices_are_equal, hkdf, hmac};
use data_encoding::{Encoding, Specification};
use lettre::Address;
use uuid::Uuid;

/// Bytes of the mark: 80 bits, which nobody guesses by sending mail.
const MARK: usize = 10;

/// Small letters and digits, since some servers fold the case of addresses.
static BASE32: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification
        .symbols
        .push_str("abcdefghijklmnopqrstuvwxyz234567");
    specification
        .translate
        .from
        .push_str("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    specification
        .translate
        .to
        .push_str("abcdefghijklmnopqrstuvwxyz");
    specification
        .encoding()
        .unwrap_or(data_encoding::BASE32_NOPAD)
});

/// Makes and checks the marks.
#[derive(Clone)]
pub struct ReplyTokens(hmac::Key);

impl fmt::Debug for ReplyTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReplyTokens")
    }
}

/// A token as it was read; nobody has vouched for it yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReplyToken {
    pub conversation: Uuid,
    mark: [u8; MARK],
}

impl ReplyTokens {
    /// `secret` may serve other ends too: the key is derived from it.
    pub fn new(secret: &[u8]) -> Self {
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"frontdesk");
        let prk = salt.extract(secret);
        let key = prk
            .expand(&[b"reply address"], hmac::HMAC_SHA256)
            .map(hmac::Key::from);
        // A label of this length always expands; the secret itself is a key as well.
        Self(key.unwrap_or_else(|_| hmac::Key::new(hmac::HMAC_SHA256, secret)))
    }

    /// 42 letters and digits.
    pub fn make(&self, conversation: Uuid, person: &str) -> String {
        let mut bytes = conversation.as_bytes().to_vec();
        bytes.extend(self.mark(conversation, person));
        BASE32.encode(&bytes)
    }

    /// Whether the token was made for this person.
    pub fn is_of(&self, token: &ReplyToken, person: &str) -> bool {
        let right = self.mark(token.conversation, person);
        verify_slices_are_equal(&right, &token.mark).is_ok()
    }

    fn mark(&self, conversation: Uuid, person: &str) -> [u8; MARK] {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(conversation.as_bytes());
        context.update(person.as_bytes());
        let tag = context.sign();
        let mut mark = [0; MARK];
        mark.copy_from_slice(&tag.as_ref()[..MARK]);
        mark
    }
}

impl FromStr for ReplyToken {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let bytes = BASE32.decode(text.as_bytes()).map_err(|_| ())?;
        let (id, mark) = bytes.split_at_checked(16).ok_or(())?;
        Ok(Self {
            conversation: Uuid::from_slice(id).map_err(|_| ())?,
            mark: mark.try_into().map_err(|_| ())?,
        })
    }
}

/// The address that answers go to; a token stands behind a `+` in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReplyAddress {
    local: String,
    domain: String,
}

impl ReplyAddress {
    /// `support+<token>@example.com`
    pub fn with(&self, token: &str) -> String {
        format!("{}+{token}@{}", self.local, self.domain)
    }

    /// The token of the first recipient that has one.
    pub fn token_in(&self, recipients: &[String]) -> Option<ReplyToken> {
        recipients.iter().find_map(|recipient| {
            let (local, domain) = recipient.rsplit_once('@')?;
            let (local, token) = local.rsplit_once('+')?;
            let ours = local.eq_ignore_ascii_case(&self.local)
                && domain.eq_ignore_ascii_case(&self.domain);
            ours.then(|| token.parse().ok()).flatten()
        })
    }

    /// Whether an address is this one, with or without a token.
    pub fn is(&self, address: &str) -> bool {
        let Some((local, domain)) = address.rsplit_once('@') else {
            return false;
        };
        let local = local.split('+').next().unwrap_or(local);
        local.eq_ignore_ascii_case(&self.local) && domain.eq_ignore_ascii_case(&self.domain)
    }
}

impl FromStr for ReplyAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "must be an address such as support@example.com, without a `+`".to_owned();
        let address: Address = text.trim().parse().map_err(|_| wrong())?;
        // The token must find room: 64 bytes are what a name may have.
        if address.user().contains('+') || address.user().len() > 21 {
            return Err(wrong());
        }
        Ok(Self {
            local: address.user().to_owned(),
            domain: address.domain().to_owned(),
        })
    }
}

impl fmt::Display for ReplyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: Uuid = Uuid::from_u128(0x0195_1234_5678_7abc_8def_0123_4567_89ab);

    #[test]
    fn a_token_holds_for_one_person_in_one_conversation_in_any_case() {
        let tokens = ReplyTokens::new(b"secret");
        let token = tokens.make(ID, "maya");
        assert_eq!(token.len(), 42);
        for text in [token.clone(), token.to_uppercase()] {
            let read: ReplyToken = text.parse().unwrap();
            assert_eq!(read.conversation, ID);
            assert!(tokens.is_of(&read, "maya"));
            assert!(!tokens.is_of(&read, "jonas"));
            assert!(!ReplyTokens::new(b"another").is_of(&read, "maya"));
        }
        let elsewhere: ReplyToken = tokens.make(Uuid::nil(), "maya").parse().unwrap();
        let forged = ReplyToken {
            conversation: ID,
            ..elsewhere
        };
        assert!(!tokens.is_of(&forged, "maya"));
    }

    #[test]
    fn what_is_no_token_is_none() {
        let token = ReplyTokens::new(b"secret").make(ID, "maya");
        for text in [
            "",
            "x",
            "ü",
            &token[1..],
            &format!("{token}a"),
            "0".repeat(42).as_str(),
        ] {
            assert!(text.parse::<ReplyToken>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_token_is_found_among_the_recipients() {
        let address: ReplyAddress = "Support@desk.example".parse().unwrap();
        let token = ReplyTokens::new(b"secret").make(ID, "maya");
        let to = address.with(&token);
        assert!(to.len() <= 64 + 1 + "desk.example".len());
        let all = ["eve@x.example".to_owned(), to.to_lowercase()];
        assert_eq!(address.token_in(&all).unwrap().conversation, ID);
        assert!(
            address
                .token_in(&[to.replace("desk.example", "x.example")])
                .is_none()
        );
        assert!(address.is(&to) && address.is("support@DESK.example"));
        assert!(!address.is("support@x.example") && !address.is("nobody"));
        for bad in [
            "",
            "support",
            "support+x@desk.example",
            "a-name-that-is-far-too-long@x.example",
        ] {
            assert!(bad.parse::<ReplyAddress>().is_err(), "{bad}");
        }
    }
}
