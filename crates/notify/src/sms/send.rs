//! Sends text messages by whichever provider is set up, and reads its receipts.

use std::{fmt, time::SystemTime};

use super::{
    PhoneNumber, Receipt, ReceiptError, SmsConfig, SmsText, SmsUrl, config::Provider, generic,
    twilio,
};
use crate::{SendError, Sent, guard::bounded_client, http::causes};

/// One message to one number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sms {
    /// The same for every try: the idempotency key.
    pub id: String,
    pub to: PhoneNumber,
    pub text: SmsText,
}

/// What a provider posted to the address for receipts.
#[derive(Clone, Copy, Debug)]
pub struct ReceiptRequest<'a> {
    /// As the provider called it: with scheme, host and query.
    pub url: &'a str,
    /// `X-Twilio-Signature`, or `Authorization`.
    pub signature: Option<&'a str>,
    pub body: &'a [u8],
}

/// Sends text messages. Cheap to clone.
#[derive(Clone)]
pub struct SmsSender {
    client: reqwest::Client,
    config: SmsConfig,
}

impl SmsSender {
    /// Connects to nothing yet.
    ///
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn new(config: SmsConfig) -> Result<Self, SendError> {
        let client = bounded_client()
            .build()
            .map_err(|error| SendError::Permanent(causes(&error)))?;
        Ok(Self { client, config })
    }

    /// Hands a message to the provider. When this returns, the provider has taken it;
    /// what becomes of it, receipts tell.
    ///
    /// # Errors
    /// `Gone` when this number cannot be reached by anything, or its owner wants
    /// nothing more; `Permanent` when this message is refused; `Temporary` for the
    /// rest, what the operator must mend included.
    pub async fn send(&self, sms: &Sms, now: SystemTime) -> Result<Sent, SendError> {
        let SmsConfig { url, receipts } = &self.config;
        match &url.provider {
            Provider::Twilio { account, token } => {
                let credentials = (account.as_str(), token.as_str());
                twilio::send(&self.client, url, credentials, receipts.as_ref(), sms, now).await
            }
            Provider::Generic { token } => {
                generic::send(&self.client, url, token, receipts.as_ref(), sms, now).await
            }
        }
    }

    /// Checks that a receipt comes from the provider, and reads it.
    ///
    /// # Errors
    /// [`ReceiptError`]
    pub fn receipt(&self, request: ReceiptRequest<'_>) -> Result<Receipt, ReceiptError> {
        match &self.config.url.provider {
            Provider::Twilio { token, .. } => twilio::receipt(token, request),
            Provider::Generic { token } => generic::receipt(token, request),
        }
    }

    /// The provider's host, as it may be shown.
    pub fn place(&self) -> String {
        let url: &SmsUrl = &self.config.url;
        url.place()
    }
}

impl fmt::Debug for SmsSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmsSender({})", self.place())
    }
}
