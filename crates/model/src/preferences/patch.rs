//! What a client may change of its preferences, and what is wrong with it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ESCALATION_MINUTES, Escalation, MailPace, Preferences, QuietHours, Schedule, TypePreferences,
};
use crate::{
    delivery::Channel,
    error::FieldError,
    hours::{minutes, zone},
    notification::NotificationType,
    ticket::present,
    validate::Problems,
};

/// Of one type; what is missing stays as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct TypePatch {
    pub in_app: Option<bool>,
    pub email: Option<MailPace>,
    pub push: Option<bool>,
    pub sms: Option<bool>,
    /// Null for none.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Escalation>)]
    pub escalate: Option<Option<Escalation>>,
}

/// `PUT /notifications/preferences`: what is missing stays as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct PreferencesPatch {
    pub channels: BTreeMap<NotificationType, TypePatch>,
    /// Null for none.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<QuietHours>)]
    pub quiet_hours: Option<Option<QuietHours>>,
    /// A name of the IANA database, such as `Europe/Berlin`.
    pub time_zone: Option<String>,
}

impl Preferences {
    /// These with what a patch changes, or everything that is wrong with it.
    ///
    /// # Errors
    /// Each bad value under its place.
    pub fn patched(&self, patch: &PreferencesPatch) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let mut after = self.clone();
        for (kind, changes) in &patch.channels {
            let chosen = changed(&mut problems, *kind, self.of(*kind), changes);
            after.channels.insert(*kind, chosen);
        }
        if let Some(name) = &patch.time_zone {
            zone(&mut problems, name);
            after.time_zone.clone_from(name);
        }
        if let Some(quiet) = &patch.quiet_hours {
            if let Some(quiet) = quiet {
                check_quiet(&mut problems, quiet);
            }
            after.quiet_hours.clone_from(quiet);
        }
        problems.finish(after)
    }

    /// What these mean for a moment. What was valid once and is not any more (a
    /// time zone that was given up) is passed over.
    pub fn schedule(&self) -> Schedule {
        let mut ignored = Problems::new();
        let zone = zone(&mut ignored, &self.time_zone);
        let quiet = self.quiet_hours.as_ref().and_then(|quiet| {
            let from = minutes(&mut ignored, "from", &quiet.from)?;
            let to = minutes(&mut ignored, "to", &quiet.to)?;
            Some((from, to, quiet.days.clone()))
        });
        Schedule::new(&zone, quiet)
    }
}

fn changed(
    problems: &mut Problems,
    kind: NotificationType,
    before: TypePreferences,
    changes: &TypePatch,
) -> TypePreferences {
    let at = format!("channels.{}", kind.as_str());
    let after = TypePreferences {
        in_app: changes.in_app.unwrap_or(before.in_app),
        email: changes.email.unwrap_or(before.email),
        push: changes.push.unwrap_or(before.push),
        sms: changes.sms.unwrap_or(before.sms),
        escalate: changes.escalate.unwrap_or(before.escalate),
    };
    if kind == NotificationType::System && !after.in_app {
        problems.add(
            &format!("{at}.inApp"),
            "announcements always appear in the list",
        );
    }
    if let Some(escalation) = after.escalate {
        if !ESCALATION_MINUTES.contains(&escalation.after_minutes) {
            problems.add(
                &format!("{at}.escalate.afterMinutes"),
                "afterMinutes must be a whole number from 5 to 1440",
            );
        }
        if !matches!(escalation.to, Channel::Email | Channel::Push | Channel::Sms) {
            problems.add(
                &format!("{at}.escalate.to"),
                "to must be email, push or sms",
            );
        }
    }
    after
}

fn check_quiet(problems: &mut Problems, quiet: &QuietHours) {
    let from = minutes(problems, "quietHours.from", &quiet.from);
    let to = minutes(problems, "quietHours.to", &quiet.to);
    if from.is_some() && from == to {
        problems.add(
            "quietHours.to",
            "quietHours.to must differ from quietHours.from",
        );
    }
    if quiet.from == "24:00" {
        problems.add(
            "quietHours.from",
            "quietHours.from must be a time from 00:00 to 23:59",
        );
    }
    for (index, day) in quiet.days.iter().flatten().enumerate() {
        if *day > 6 {
            problems.add(
                &format!("quietHours.days[{index}]"),
                "a day is a number from 0 (Sunday) to 6 (Saturday)",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch(json: &str) -> PreferencesPatch {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn what_a_patch_does_not_name_stays_as_it_is() {
        let before = Preferences::default()
            .patched(&patch(
                r#"{"channels": {"ticket-update": {"email": "daily", "push": false}},
                    "quietHours": {"from": "22:00", "to": "07:00"}, "timeZone": "Europe/Berlin"}"#,
            ))
            .unwrap();
        let after = before
            .patched(&patch(r#"{"channels": {"ticket-update": {"push": true}}}"#))
            .unwrap();
        let chosen = after.of(NotificationType::TicketUpdate);
        assert_eq!((chosen.email, chosen.push), (MailPace::Daily, true));
        assert_eq!(after.quiet_hours, before.quiet_hours);
        assert_eq!(after.time_zone, "Europe/Berlin");
        let none = after.patched(&patch(r#"{"quietHours": null}"#)).unwrap();
        assert_eq!(none.quiet_hours, None);
        assert_eq!(
            none.of(NotificationType::ChatMessage),
            TypePreferences::default_of(NotificationType::ChatMessage)
        );
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let errors = Preferences::default()
            .patched(&patch(
                r#"{"channels": {"system": {"inApp": false},
                        "mentioned": {"escalate": {"afterMinutes": 4, "to": "webhook"}}},
                    "quietHours": {"from": "25:00", "to": "7", "days": [7]},
                    "timeZone": "Mars/Olympus"}"#,
            ))
            .unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "channels.system.inApp",
                "channels.mentioned.escalate.afterMinutes",
                "channels.mentioned.escalate.to",
                "timeZone",
                "quietHours.from",
                "quietHours.to",
                "quietHours.days[0]",
            ]
        );
    }
}
