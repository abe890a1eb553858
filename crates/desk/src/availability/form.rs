//! The form before a chat, read by anyone and set by admins.

use frontdesk_model::prechat::PreChatForm;

use super::settings::FORM;
use crate::{Call, Desk, access::admins_only, error::Result};

impl Desk {
    /// The form as it is now. From memory.
    pub fn form(&self) -> PreChatForm {
        self.availability.settings().form.clone()
    }

    /// Sets the form. Chats that have begun keep their answers, with the
    /// questions as they stood then.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `InvalidInput`, naming the member,
    /// also when a topic's team isn't there.
    pub async fn set_form(&self, call: &Call, form: &PreChatForm) -> Result<PreChatForm> {
        admins_only(&call.actor)?;
        let form = form.validate()?;
        self.known_teams_of(&form).await?;
        self.set_document(&call.actor, FORM, "form.set", &form)
            .await?;
        Ok(form)
    }
}
