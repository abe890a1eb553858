//! What the SMS provider tells later of a message that it took.

use frontdesk_notify::{
    SendError,
    sms::{ReceiptError, ReceiptRequest, ReceiptStatus},
};

use crate::{
    Desk,
    error::{Error, Result},
};

impl Desk {
    /// Takes a receipt. One of a message that nobody knows any more is passed
    /// over.
    ///
    /// # Errors
    /// `Forbidden` unless it is signed by the provider; `InvalidInput` when it
    /// can't be read; `NotFound` when the desk sends no SMS.
    pub async fn take_sms_receipt(
        &self,
        url: &str,
        signature: Option<&str>,
        body: &[u8],
    ) -> Result<()> {
        let sender = self.senders.sms.as_ref();
        let sender = sender.ok_or_else(|| Error::not_found("provider"))?;
        let request = ReceiptRequest {
            url,
            signature,
            body,
        };
        let receipt = sender.receipt(request).map_err(|error| match error {
            ReceiptError::Signature => Error::forbidden(error.to_string()),
            ReceiptError::Format => Error::invalid_field("body", error.to_string()),
        })?;
        let now = self.clock.now();
        let id = receipt.provider_id.as_str();
        let mut tx = self.store.begin().await?;
        match receipt.status {
            ReceiptStatus::Queued | ReceiptStatus::Sent => {}
            ReceiptStatus::Delivered => {
                tx.note_arrival(id, None, now).await?;
            }
            ReceiptStatus::Failed(error) => {
                tx.note_arrival(id, Some(&error.to_string()), now).await?;
                if matches!(error, SendError::Gone(_)) {
                    tx.unconfirm_phone_of(id).await?;
                }
            }
        }
        tx.commit().await?;
        Ok(())
    }
}
