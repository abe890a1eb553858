//! What a customer chose and answered on the form before a chat.

use frontdesk_model::{
    chat::PreChatAnswer,
    prechat::{Answers, FieldKind, Topic},
};

use crate::{
    Desk,
    error::{Error, Result},
};

/// What the form says about a chat or an offline message.
#[derive(Clone, Debug, Default)]
pub(crate) struct Resolved {
    pub topic: Option<Topic>,
    pub answers: Vec<PreChatAnswer>,
    /// The address among the answers.
    pub email: Option<String>,
}

impl Desk {
    /// A topic of the form before a chat. From memory; an `id` that isn't
    /// there gives none.
    ///
    /// # Errors
    /// None today; a topic may come from elsewhere one day.
    pub fn topic(&self, id: &str) -> Result<Option<Topic>> {
        Ok(self.availability.settings().form.topic(id).cloned())
    }

    /// The chosen topic, and the answers with their questions. Without any
    /// answers nothing is asked for, so that a client that doesn't know the
    /// form is served.
    ///
    /// # Errors
    /// `InvalidInput`, naming `topicId` or `answers.<key>`.
    pub(crate) fn resolve_form(
        &self,
        topic_id: Option<&str>,
        answers: Option<&Answers>,
    ) -> Result<Resolved> {
        let topic = match topic_id {
            None => None,
            Some(id) => Some(self.topic(id)?.ok_or_else(|| {
                Error::invalid_field("topicId", "topicId must be one of the form's topics")
            })?),
        };
        let settings = self.availability.settings();
        let form = &settings.form;
        let answers = answers.map_or_else(|| Ok(Vec::new()), |answers| form.check(answers))?;
        Ok(Resolved {
            email: form.email_of(&answers).map(str::to_owned),
            topic,
            answers,
        })
    }

    /// Whether a field of the form is answered in the customer's own words.
    pub(crate) fn is_written(&self, key: &str) -> bool {
        let settings = self.availability.settings();
        let field = settings.form.fields.iter().find(|field| field.key == key);
        field.is_none_or(|field| field.kind != FieldKind::Select)
    }
}
