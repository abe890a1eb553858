//! What admins have set: the form before a chat, the business hours and the
//! widget. Kept
//! in memory, since it is asked for at each page view; read from the store at
//! start, after each change, and from time to time, for another process may
//! have changed it.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use frontdesk_model::{
    TeamId,
    hours::{BusinessHours, Calendar},
    prechat::PreChatForm,
    widget::WidgetSettings,
};
use frontdesk_store::{Document, FirstAnswer};

use super::now::Crowds;
use crate::{Desk, error::Result};

/// Tickets whose first answers tell what is usual.
const RECENT_TICKETS: u32 = 100;
/// First answers that are enough to tell.
const ENOUGH_ANSWERS: usize = 5;

/// The document of the store that holds the form before a chat.
pub const FORM: &str = "form";
/// The document of the store that holds the widget's settings.
pub const WIDGET: &str = "widget";
/// The document of the desk's hours; a team's own are `hours/<id>`.
pub const HOURS: &str = "hours";

/// Hours as they were set, and ready to be asked.
#[derive(Clone, Debug)]
pub(crate) struct Opening {
    pub hours: BusinessHours,
    pub calendar: Calendar,
    /// Opening time until a first answer, by the median of recent ones; none
    /// while there are too few.
    pub usual_answer: Option<Duration>,
}

impl Default for Opening {
    /// Always open: what holds until an admin says otherwise.
    fn default() -> Self {
        Self {
            hours: BusinessHours::always(),
            calendar: Calendar::always(),
            usual_answer: None,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub form: PreChatForm,
    pub widget: WidgetSettings,
    desk: Opening,
    teams: HashMap<TeamId, Opening>,
}

impl Settings {
    fn read(documents: Vec<Document>) -> Self {
        let mut settings = Self::default();
        for document in documents {
            let name = document.name.clone();
            if let Err(error) = settings.take(document) {
                // Validated when it was stored: by a version that knew more.
                tracing::warn!(%error, name, "a document was not understood and is left out");
            }
        }
        settings
    }

    fn take(&mut self, document: Document) -> std::result::Result<(), String> {
        let Document { name, content } = document;
        if name == FORM {
            self.form = serde_json::from_value(content).map_err(|error| error.to_string())?;
            return Ok(());
        }
        if name == WIDGET {
            self.widget = serde_json::from_value(content).map_err(|error| error.to_string())?;
            return Ok(());
        }
        if name != HOURS && !name.starts_with("hours/") {
            return Ok(());
        }
        let hours: BusinessHours =
            serde_json::from_value(content).map_err(|error| error.to_string())?;
        let calendar = hours.calendar().map_err(|errors| format!("{errors:?}"))?;
        let opening = Opening {
            hours,
            calendar,
            usual_answer: None,
        };
        match name.strip_prefix("hours/") {
            None => self.desk = opening,
            Some(team) => {
                let team: TeamId = team.parse().map_err(|_| "no such id".to_owned())?;
                self.teams.insert(team, opening);
            }
        }
        Ok(())
    }

    /// Works out what is usual, in the opening hours of each.
    fn learn(&mut self, first_answers: &[FirstAnswer]) {
        for opening in std::iter::once(&mut self.desk).chain(self.teams.values_mut()) {
            opening.usual_answer = usual_answer(&opening.calendar, first_answers);
        }
    }

    /// A team's own hours or, without any, the desk's.
    pub fn opening(&self, team: Option<TeamId>) -> &Opening {
        self.own(team).unwrap_or(&self.desk)
    }

    /// A team's own hours.
    pub fn own(&self, team: Option<TeamId>) -> Option<&Opening> {
        self.teams.get(&team?)
    }
}

/// The name of the document of a team's hours, or of the desk's.
pub(super) fn hours_document(team: Option<TeamId>) -> String {
    team.map_or_else(|| HOURS.to_owned(), |team| format!("{HOURS}/{team}"))
}

/// The settings in memory.
#[derive(Default)]
pub(crate) struct Availability {
    settings: RwLock<Arc<Settings>>,
    /// Held from the reading of the store to the replacing, so that what is
    /// older never replaces what is newer.
    loading: tokio::sync::Mutex<()>,
    pub(super) crowds: Crowds,
}

impl Availability {
    pub fn settings(&self) -> Arc<Settings> {
        let settings = self.settings.read();
        Arc::clone(&settings.unwrap_or_else(PoisonError::into_inner))
    }

    fn replace(&self, settings: Settings) {
        let mut current = self
            .settings
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *current = Arc::new(settings);
    }
}

impl Desk {
    /// Reads the form, the hours and what is known of first answers.
    pub(crate) async fn load_settings(&self) -> Result<()> {
        let _loading = self.availability.loading.lock().await;
        let mut settings = Settings::read(self.store.documents().await?);
        settings.learn(&self.store.first_answers(RECENT_TICKETS).await?);
        self.availability.replace(settings);
        Ok(())
    }
}

/// The median of the opening time that first answers took; none for fewer than
/// [`ENOUGH_ANSWERS`].
fn usual_answer(calendar: &Calendar, first_answers: &[FirstAnswer]) -> Option<Duration> {
    if first_answers.len() < ENOUGH_ANSWERS {
        return None;
    }
    let mut times: Vec<_> = first_answers
        .iter()
        .map(|one| calendar.open_time(one.asked_at, one.answered_at))
        .collect();
    times.sort();
    times.get(times.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use frontdesk_model::Timestamp;

    use super::*;

    fn answered_after(seconds: i64) -> FirstAnswer {
        FirstAnswer {
            asked_at: Timestamp(0),
            answered_at: Timestamp(seconds * 1_000),
        }
    }

    #[test]
    fn the_usual_answer_is_the_median_of_enough() {
        let calendar = Calendar::always();
        let few = [60, 60, 60, 60].map(answered_after);
        assert_eq!(usual_answer(&calendar, &few), None);
        let enough = [60, 86_400, 30, 120, 90].map(answered_after);
        let usual = usual_answer(&calendar, &enough);
        assert_eq!(usual, Some(Duration::from_secs(90)));
    }

    #[test]
    fn a_document_that_is_not_understood_leaves_the_others_as_they_are() {
        let document = |name: &str, content| Document {
            name: name.to_owned(),
            content,
        };
        let settings = Settings::read(vec![
            document(FORM, serde_json::json!({ "topics": 7 })),
            document(HOURS, serde_json::json!({ "timeZone": "Europe/Berlin" })),
        ]);
        assert_eq!(settings.form, PreChatForm::default());
        assert_eq!(settings.opening(None).hours.time_zone, "Europe/Berlin");
    }
}
