//! How far a desk is set up, for the admin who does it: what is there, read
//! where it is, and nothing that somebody has ticked off.

use frontdesk_model::{Actor, PageRequest};
use frontdesk_store::ArticleFilter;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Desk,
    access::admins_only,
    availability::{HOURS_DOCUMENT, WIDGET_DOCUMENT},
    error::Result,
};

/// What there is of the things that a desk needs, or is better with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SetupState {
    /// Agents and admins that the desk knows.
    pub staff: usize,
    /// Teams that somebody is in.
    pub teams_with_members: usize,
    /// Whether business hours were set; until then it is always open.
    pub hours: bool,
    /// Whether the widget was given a name, a logo or a colour.
    pub brand: bool,
    /// Whether the widget's settings were saved.
    pub widget: bool,
    /// Whether the desk can send mail.
    pub outgoing_mail: bool,
    /// Whether mail that people send becomes tickets.
    pub incoming_mail: bool,
    /// Whether an article is published.
    pub article: bool,
    /// Whether articles are found by what they mean, too.
    pub search_model: bool,
}

impl Desk {
    /// # Errors
    /// `Forbidden` for anyone but admins.
    pub async fn setup(&self, actor: &Actor) -> Result<SetupState> {
        admins_only(actor)?;
        let teams = self.store.teams().await?;
        let documents = self.store.documents().await?;
        let was_set = |name| documents.iter().any(|document| document.name == name);
        let first = PageRequest {
            limit: 1,
            after: None,
        };
        let articles = self
            .store
            .articles(&ArticleFilter::default(), &first)
            .await?;
        let mail_in = &self.config.mail_in;
        Ok(SetupState {
            staff: self.store.staff().await?.len(),
            teams_with_members: teams.iter().filter(|it| !it.members.is_empty()).count(),
            hours: was_set(HOURS_DOCUMENT),
            brand: self.widget().has_brand(),
            widget: was_set(WIDGET_DOCUMENT),
            outgoing_mail: self.mailer.is_some(),
            incoming_mail: mail_in.mailbox.is_some() || mail_in.hook_secret.is_some(),
            article: !articles.items.is_empty(),
            search_model: self.index.meaning_status().is_some(),
        })
    }
}
