//! A macro's reply for one conversation.

use frontdesk_model::{
    Actor, MacroId,
    macros::{Macro, RenderMacro, RenderedMacro},
    template::{Template, Variable},
};
use frontdesk_store::{Access, ConversationRow};

use crate::{
    Desk,
    access::agents_only,
    error::{Error, Result},
};

/// What the variables stand for in one conversation, said by one agent.
pub(super) struct Values {
    customer_name: String,
    customer_email: Option<String>,
    agent_name: String,
    ticket_number: Option<i64>,
    ticket_subject: Option<String>,
    chat_topic: Option<String>,
}

impl Values {
    fn of(&self, variable: Variable) -> Option<String> {
        match variable {
            Variable::CustomerName => Some(self.customer_name.clone()),
            Variable::CustomerFirstName => first_name(&self.customer_name),
            Variable::CustomerEmail => self.customer_email.clone(),
            Variable::AgentName => Some(self.agent_name.clone()),
            Variable::AgentFirstName => first_name(&self.agent_name),
            Variable::TicketNumber => self.ticket_number.map(|number| number.to_string()),
            Variable::TicketSubject => self.ticket_subject.clone(),
            Variable::ChatTopic => self.chat_topic.clone(),
        }
    }

    /// The text, and the names of variables that were left out.
    ///
    /// # Errors
    /// Only for a template that was never checked.
    pub fn render(&self, template: &str) -> Result<(String, Vec<String>)> {
        let template = Template::parse(template)
            .map_err(|error| Error::conflict(format!("this macro cannot be used: {error}")))?;
        let (text, missing) = template.render(|variable| self.of(variable));
        let missing = missing.iter().map(|it| it.name().to_owned()).collect();
        Ok((text, missing))
    }
}

fn first_name(name: &str) -> Option<String> {
    name.split_whitespace().next().map(str::to_owned)
}

impl Desk {
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound` without the macro or the
    /// conversation.
    pub async fn render_macro(
        &self,
        actor: &Actor,
        id: MacroId,
        input: &RenderMacro,
    ) -> Result<RenderedMacro> {
        let found = self.usable_macro(actor, id).await?;
        let row = self
            .conversation_row(input.conversation_id, &Access::Staff)
            .await?;
        let values = self.macro_values(actor, &row).await?;
        let (content, missing) = values.render(&found.content)?;
        Ok(RenderedMacro { content, missing })
    }

    pub(super) async fn usable_macro(&self, actor: &Actor, id: MacroId) -> Result<Macro> {
        agents_only(actor)?;
        self.store
            .find_macro(id, &actor.id)
            .await?
            .ok_or_else(|| Error::not_found("macro"))
    }

    pub(super) async fn macro_values(
        &self,
        actor: &Actor,
        row: &ConversationRow,
    ) -> Result<Values> {
        let customer = self.store.person(&row.user_id).await?;
        Ok(Values {
            customer_name: row.user_name.clone(),
            customer_email: customer.and_then(|person| person.email),
            agent_name: actor.name.clone(),
            ticket_number: row.ticket_number,
            ticket_subject: row.subject.clone(),
            chat_topic: row.topic.clone(),
        })
    }
}
