//! How the embeddable widget is set up: read by every page that embeds it, set
//! by admins.

use frontdesk_model::{
    Actor,
    widget::{WidgetConfig, WidgetSettings},
};

use super::settings::WIDGET;
use crate::{Call, Desk, access::admins_only, error::Result};

impl Desk {
    /// What the widget itself must know. From memory.
    pub fn widget_config(&self) -> WidgetConfig {
        let settings = self.availability.settings();
        settings
            .widget
            .config(&self.config.name, self.config.visitors)
    }

    /// The settings as they are now, for whoever serves the widget. From memory.
    pub fn widget(&self) -> WidgetSettings {
        self.availability.settings().widget.clone()
    }

    /// The settings, for those who change them.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins.
    pub fn widget_settings(&self, actor: &Actor) -> Result<WidgetSettings> {
        admins_only(actor)?;
        Ok(self.widget())
    }

    /// Changes the settings. Pages that are open keep what they have read.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `InvalidInput`, naming the member.
    pub async fn set_widget(
        &self,
        call: &Call,
        settings: &WidgetSettings,
    ) -> Result<WidgetSettings> {
        admins_only(&call.actor)?;
        let settings = settings.validate()?;
        self.set_document(&call.actor, WIDGET, "widget.set", &settings)
            .await?;
        Ok(settings)
    }
}
